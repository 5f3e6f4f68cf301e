//! The gate's record: what was judged, when, and by whose word, for an auditor.
//!
//! It stands in `sources/DATASET/gate/receipt.json`, newest last, and is written before the snapshot goes
//! live: it may hold a judgement whose publication was interrupted, it never lacks one that is live.

use super::GateReport;
use crate::directory::Kashf;
use crate::error::KashfError;
use kashf_store::WriterLock;
use serde::{Deserialize, Serialize};

/// The folder beside the versions in which it stands.
const FOLDER: &str = "gate";

/// The record keeps so many judgements; a list that changes daily fills it in 27 years.
const MAX_EVENTS: usize = 10_000;

/// One judgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateEvent {
    /// When, ISO 8601 in UTC.
    pub at: String,
    /// `passed`, `held`, `accepted` or `refused`.
    pub outcome: String,
    /// The version that was judged; absent when it was refused before it had one.
    pub version: Option<String>,
    /// The version that was live.
    pub live: Option<String>,
    /// Records that came.
    pub added: u64,
    /// Records that went.
    pub removed: u64,
    /// Ids of entries that are held from this step on.
    pub held: Vec<String>,
    /// Names that are held from this step on: entry, name.
    pub held_names: Vec<(String, String)>,
    /// Ids of entries that were let go.
    pub released: Vec<String>,
    /// The reason that a human gave.
    pub reason: Option<String>,
    /// What would have been refused or held without that reason, or why it was refused.
    pub problems: Vec<String>,
    /// Program and version.
    pub by: String,
}

impl GateEvent {
    /// A judgement that let a version pass.
    pub(crate) fn passed(at: &str, version: &str, report: &GateReport) -> Self {
        let held = !report.newly_held.is_empty() || !report.newly_held_names.is_empty();
        let outcome = match &report.accepted {
            Some(_) => "accepted",
            None if held => "held",
            None => "passed",
        };
        Self {
            at: at.to_owned(),
            outcome: outcome.to_owned(),
            version: Some(version.to_owned()),
            live: report.compared_with.clone(),
            added: report.added,
            removed: report.removed,
            held: report.newly_held.clone(),
            held_names: report.newly_held_names.clone(),
            released: report.released.clone(),
            reason: report.accepted.clone(),
            problems: report.overridden.clone(),
            by: program(),
        }
    }

    /// A refusal.
    pub(crate) fn refused(at: &str, live: Option<&str>, problem: &str) -> Self {
        Self {
            at: at.to_owned(),
            outcome: "refused".to_owned(),
            version: None,
            live: live.map(str::to_owned),
            added: 0,
            removed: 0,
            held: Vec::new(),
            held_names: Vec::new(),
            released: Vec::new(),
            reason: None,
            problems: vec![problem.to_owned()],
            by: program(),
        }
    }
}

fn program() -> String {
    concat!("kashf ", env!("CARGO_PKG_VERSION")).to_owned()
}

impl Kashf {
    /// Adds a judgement to the record of a dataset.
    pub(crate) fn note_judgement(
        &self,
        lock: &WriterLock,
        dataset: &str,
        event: GateEvent,
    ) -> Result<(), KashfError> {
        let mut events = self.judgements(dataset)?;
        let again = events.last().is_some_and(|last| {
            let refused = last.outcome == "refused" && event.outcome == "refused";
            refused && last.problems == event.problems && last.live == event.live
        });
        // The same refusal again and again is one judgement; `last_refusal` has its latest time.
        if again {
            return Ok(());
        }
        events.push(event);
        let surplus = events.len().saturating_sub(MAX_EVENTS);
        events.drain(..surplus);
        let json = serde_json::to_vec_pretty(&events).expect("strings and numbers are JSON");
        Ok(self.data.write_receipt(lock, dataset, FOLDER, &json)?)
    }

    /// The gate's judgements on a dataset, oldest first.
    ///
    /// # Errors
    /// When the record is there and cannot be read: it is never begun anew over a damaged one.
    pub fn judgements(&self, dataset: &str) -> Result<Vec<GateEvent>, KashfError> {
        let Some(bytes) = self.data.receipt(dataset, FOLDER)? else {
            return Ok(Vec::new());
        };
        serde_json::from_slice(&bytes).map_err(|error| KashfError::GateRecord {
            dataset: dataset.to_owned(),
            problem: error.to_string(),
        })
    }
}
