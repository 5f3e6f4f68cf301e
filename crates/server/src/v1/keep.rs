//! What a match must be besides similar: asked of every entry before `limit` cuts, so that what is left out takes no
//! place.

use super::ask::schema_of;
use super::take::bad_parameter;
use crate::error::ApiError;
use crate::yente::is_time;
use kashf::{EntityReader, Match};
use rustc_hash::FxHashSet;

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Keep {
    /// No party of exactly these schemata.
    exclude_schema: Vec<&'static str>,
    /// One of these topics.
    topics: Vec<String>,
    /// What is said of it changed after this time.
    changed_since: Option<String>,
    /// No party that bears or bore one of these ids.
    exclude_ids: FxHashSet<String>,
}

/// The parts of a list with commas.
fn parts(list: Option<&str>) -> impl Iterator<Item = &str> {
    let parts = list.unwrap_or_default().split(',').map(str::trim);
    parts.filter(|part| !part.is_empty())
}

impl Keep {
    pub(super) fn read(
        exclude_schema: Option<&str>,
        topics: Option<&str>,
        changed_since: Option<&str>,
        exclude_ids: Option<&str>,
    ) -> Result<Self, ApiError> {
        let changed_since = changed_since.map(str::trim).map(str::to_owned);
        if changed_since.as_deref().is_some_and(|time| !is_time(time)) {
            return Err(bad_parameter(
                "changed_since: must be a day or a time, such as 2026-01-31 or 2026-01-31T12:00:00",
            ));
        }
        Ok(Self {
            exclude_schema: parts(exclude_schema)
                .map(schema_of)
                .collect::<Result<_, _>>()?,
            topics: parts(topics).map(str::to_owned).collect(),
            changed_since,
            exclude_ids: parts(exclude_ids).map(str::to_owned).collect(),
        })
    }

    /// True when everything is kept.
    pub(super) fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// True for an entry that is kept.
    pub(super) fn keeps(&self, found: &Match, reader: &EntityReader<'_>) -> bool {
        let ids = [&found.id, &found.canonical_id];
        let mut ids = ids.into_iter().chain(&found.referents);
        if ids.any(|id| self.exclude_ids.contains(id)) {
            return false;
        }
        if self.exclude_schema.is_empty() && self.topics.is_empty() && self.changed_since.is_none()
        {
            return true;
        }
        let number = reader
            .find(&found.canonical_id)
            .or_else(|| reader.find(&found.id));
        // What cannot be looked at is shown: nothing is cleared unseen.
        let Some(party) = number.map(|number| reader.view(number)) else {
            return true;
        };
        let topics = party.values("topics");
        let has_topic = self.topics.is_empty()
            || self
                .topics
                .iter()
                .any(|topic| topics.contains(&topic.as_str()));
        let changed = self.changed_since.as_deref();
        let changed =
            changed.is_none_or(|since| party.last_change.is_some_and(|last| last > since));
        has_topic && changed && !self.exclude_schema.contains(&party.schema)
    }
}
