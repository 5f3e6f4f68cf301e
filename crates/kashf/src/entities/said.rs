//! What is said of a party, statement by statement, and by whom.

use super::EntityReader;
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::receipt::ReceivedFile;
use kashf_load::catalogue;
use kashf_store::SegmentEntry;
use kashf_store::statements::StatementRef;
use serde::Serialize;

/// One statement: this list said that this property of this entry has this value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatementLine {
    /// Its id, as FollowTheMoney computes it.
    pub id: String,
    /// The entry of which it speaks.
    pub entity_id: String,
    /// The loaded list that says it.
    pub list: String,
    /// The source that the list names for it, often itself.
    pub dataset: String,
    /// FollowTheMoney property; `id` marks that the entry exists.
    pub prop: String,
    /// The value, cleaned.
    pub value: String,
    /// As published, where cleaning changed it.
    pub original_value: Option<String>,
    /// Language of the value, where the source says it.
    pub lang: Option<String>,
    /// Where in the source it stands, where that is known.
    pub origin: Option<String>,
    /// When the source first said it, where that is known.
    pub first_seen: Option<String>,
    /// When the source last said it, where that is known.
    pub last_seen: Option<String>,
    /// True when the list no longer holds the entry.
    pub delisted: bool,
}

impl StatementLine {
    fn new(said: &StatementRef<'_>, list: &str, delisted: bool) -> Self {
        let text = |text: Option<&str>| text.map(str::to_owned);
        Self {
            id: said.id().to_string(),
            entity_id: said.entity_id().to_owned(),
            list: list.to_owned(),
            dataset: said.dataset().to_owned(),
            prop: said.prop().to_owned(),
            value: said.value().to_owned(),
            original_value: text(said.original_value()),
            lang: text(said.lang()),
            origin: text(said.origin()),
            first_seen: text(said.first_seen()),
            last_seen: text(said.last_seen()),
            delisted,
        }
    }
}

impl EntityReader<'_> {
    /// All that is said of a party, list by list, in the order of the files.
    #[must_use]
    pub fn said(&self, number: u32) -> Vec<StatementLine> {
        let mut lines = Vec::new();
        for entry in self.members(number) {
            let Some((at, entity)) = self.place(entry) else {
                continue;
            };
            let list = &self.entities.lists[at];
            let said = self.statements[at].statements(entity);
            let line = |said| StatementLine::new(&said, list.dataset(), list.is_companion());
            lines.extend(said.map(line));
        }
        lines
    }
}

/// Where what a list says comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceLine {
    /// Name of the list.
    pub dataset: String,
    /// Its title; the name where it is not in the catalogue.
    pub title: String,
    /// Who publishes it, when known.
    pub publisher: Option<String>,
    /// Its licence or terms, when known.
    pub licence: Option<String>,
    /// The sentence that travels with the data, when known.
    pub attribution: Option<String>,
    /// Version that answers.
    pub version: String,
    /// The publisher's date.
    pub as_of: Option<String>,
    /// When it was loaded here, when the receipt is there.
    pub loaded_at: Option<String>,
    /// `file`, `network` or `mirror`, when the receipt is there.
    pub origin: Option<String>,
    /// The files as they were received, with their hashes.
    pub files: Vec<ReceivedFile>,
}

impl Kashf {
    /// Where a list of a snapshot comes from, by its receipt.
    ///
    /// # Errors
    /// When the receipt cannot be read.
    pub fn source(&self, list: &SegmentEntry) -> Result<SourceLine, KashfError> {
        let known = catalogue::find(&list.dataset);
        let receipt = self.receipt(&list.dataset, &list.version)?;
        let (loaded_at, origin, files) = match receipt {
            None => (None, None, Vec::new()),
            Some(receipt) => (Some(receipt.loaded_at), Some(receipt.origin), receipt.files),
        };
        Ok(SourceLine {
            dataset: list.dataset.clone(),
            title: known
                .map_or(list.dataset.as_str(), |info| info.title)
                .to_owned(),
            publisher: known.map(|info| info.publisher.to_owned()),
            licence: list.licence.clone(),
            attribution: list.attribution.clone(),
            version: list.version.clone(),
            as_of: list.as_of.clone(),
            loaded_at,
            origin,
            files,
        })
    }
}
