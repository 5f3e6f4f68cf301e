//! What is loaded: a line a dataset, from the manifest and the receipts.

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::network::Config;
use crate::receipt::Receipt;
use kashf_load::catalogue;
use kashf_store::SegmentEntry;
use serde::Serialize;
use std::collections::BTreeMap;

/// A loaded dataset. Field names and their order are those of `kashf lists --json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListInfo {
    /// Name of the dataset.
    pub dataset: String,
    /// Title; the name where the dataset is not in the catalogue.
    pub title: String,
    /// Who publishes it, when known.
    pub publisher: Option<String>,
    /// Its licence, when known.
    pub licence: Option<String>,
    /// Version.
    pub version: String,
    /// The publisher's date.
    pub as_of: Option<String>,
    /// When it was loaded here, when the receipt is there.
    pub loaded_at: Option<String>,
    /// Records of the publisher.
    pub records: u64,
    /// Entities that they gave.
    pub entities: u64,
    /// Entities by schema.
    pub by_schema: BTreeMap<String, u64>,
    /// Names of screened entities by script.
    pub names_by_script: BTreeMap<String, u64>,
    /// `pinned`: given with `--file`, without an age limit; from the network `current` or `stale` (past its limit),
    /// or `polled` where no clock was asked.
    pub status: &'static str,
    /// The last refusal of a newer version, when there was one.
    pub last_refusal: Option<Refusal>,
    /// Entries that vanished from the publisher's list and keep matching until a human accepts; the
    /// field is left out when there is none.
    #[serde(skip_serializing_if = "is_zero")]
    pub removal_held: u64,
    /// Entries that left the list and are shown as delisted; the field is left out when there is none.
    #[serde(skip_serializing_if = "is_zero")]
    pub delisted: u64,
    /// When the publisher (or a mirror) last said that this is what he has; left out for pinned lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<String>,
    /// When fetching failed since then, and why; left out when it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_failure: Option<Refusal>,
}

/// A version that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refusal {
    /// When.
    pub at: String,
    /// Why.
    pub reason: String,
}

/// The title of a dataset that the catalogue knows, by its name.
#[must_use]
pub fn dataset_title(name: &str) -> Option<&'static str> {
    catalogue::find(name)
        .filter(|info| info.name == name)
        .map(|info| info.title)
}

impl Kashf {
    /// The datasets of the live snapshot, by name; none when nothing is loaded.
    ///
    /// # Errors
    /// When the live manifest cannot be read.
    pub fn lists(&self) -> Result<Vec<ListInfo>, KashfError> {
        self.lists_when(None)
    }

    /// As [`Kashf::lists`], with the age of lists at this time (ISO 8601 in UTC).
    ///
    /// # Errors
    /// As [`Kashf::lists`], and when `config.toml` is wrong.
    pub fn lists_at(&self, now: &str) -> Result<Vec<ListInfo>, KashfError> {
        let config = self.config()?;
        self.lists_when(Some((now, &config)))
    }

    fn lists_when(&self, when: Option<(&str, &Config)>) -> Result<Vec<ListInfo>, KashfError> {
        let Some(id) = self.data.live_id()? else {
            return Ok(Vec::new());
        };
        let manifest = self.data.manifest(&id)?;
        manifest
            .lists()
            .map(|segment| self.list(segment, manifest.delisted(&segment.dataset), when))
            .collect()
    }

    fn list(
        &self,
        segment: &SegmentEntry,
        delisted: Option<&SegmentEntry>,
        when: Option<(&str, &Config)>,
    ) -> Result<ListInfo, KashfError> {
        let known = catalogue::find(&segment.dataset);
        let receipt = self.receipt(&segment.dataset, &segment.version)?;
        let loaded_at = receipt.map(|receipt| receipt.loaded_at);
        let age = self.age(segment)?;
        let status = match (&age.confirmed_at, when) {
            (None, _) => "pinned",
            (Some(_), None) => "polled",
            (Some(_), Some((now, config))) => {
                if age.is_stale(now, config.max_age(&segment.dataset)) {
                    "stale"
                } else {
                    "current"
                }
            }
        };
        // A refusal that a later version, or a later word of the publisher, has made good is history; the gate's
        // record keeps it.
        let refusal = self.last_refusal(&segment.dataset)?;
        let last_refusal = refusal.filter(|refusal| {
            let mut after = loaded_at.iter().chain(&age.confirmed_at);
            after.all(|good| *good <= refusal.at)
        });
        Ok(ListInfo {
            dataset: segment.dataset.clone(),
            title: known
                .map_or(segment.dataset.as_str(), |info| info.title)
                .to_owned(),
            publisher: known.map(|info| info.publisher.to_owned()),
            licence: segment
                .licence
                .clone()
                .or_else(|| known.map(|info| info.licence.to_owned())),
            version: segment.version.clone(),
            as_of: segment.as_of.clone(),
            loaded_at,
            records: count(segment, "records"),
            entities: count(segment, "entities"),
            by_schema: counts_under(segment, "schema:"),
            names_by_script: counts_under(segment, "script:"),
            status,
            last_refusal,
            removal_held: count(segment, "removal_held"),
            delisted: delisted.map_or(0, |entry| count(entry, "delisted")),
            confirmed_at: age.confirmed_at,
            last_failure: age.last_failure.map(|(at, reason)| Refusal { at, reason }),
        })
    }

    /// The receipt of a dataset version; `None` when it is absent or not one of ours.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn receipt(&self, dataset: &str, version: &str) -> Result<Option<Receipt>, KashfError> {
        let bytes = self.data.receipt(dataset, version)?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

fn count(segment: &SegmentEntry, name: &str) -> u64 {
    segment.counts.get(name).copied().unwrap_or(0)
}

/// The counts whose names begin so, without the beginning.
pub(crate) fn counts_under(segment: &SegmentEntry, prefix: &str) -> BTreeMap<String, u64> {
    let counts = segment.counts.iter();
    counts
        .filter_map(|(name, n)| Some((name.strip_prefix(prefix)?.to_owned(), *n)))
        .collect()
}
