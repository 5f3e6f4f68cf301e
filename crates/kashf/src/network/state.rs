//! What is remembered of fetching a dataset: which version was confirmed when, and what the server said of it.
//!
//! It stands in `sources/DATASET/fetch/receipt.json`, outside of every hash. Losing it costs one whole download; it
//! never decides what is live.

use super::origin::{FetchedFile, Origin};
use crate::directory::Kashf;
use crate::error::KashfError;
use kashf_store::WriterLock;
use serde::{Deserialize, Serialize};

/// The folder beside the versions in which it stands.
const FOLDER: &str = "fetch";

/// The state of fetching one dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FetchState {
    /// Where the version came from: `network`, `mirror` or `file`.
    pub(crate) origin: String,
    /// The version that the rest speaks of.
    pub(crate) version: String,
    /// When its source last said that this is what it has; for a file, when it was loaded.
    pub(crate) confirmed_at: String,
    /// Which readers and which mapping made the version of the files. "Not changed" is good for these only: other
    /// readers make other statements of the same bytes.
    #[serde(default)]
    pub(crate) reading: String,
    /// What was fetched.
    pub(crate) files: Vec<FetchedFile>,
    /// When fetching last failed, and why; absent after a success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_failure: Option<(String, String)>,
}

impl FetchState {
    pub(crate) fn is_network(&self) -> bool {
        self.origin != "file"
    }

    pub(crate) fn failure(&self) -> Option<(String, String)> {
        self.last_failure.clone()
    }
}

impl Kashf {
    /// The state; `None` when there is none, or none that can be understood: then everything is fetched anew.
    pub(crate) fn fetch_state(&self, dataset: &str) -> Result<Option<FetchState>, KashfError> {
        let bytes = self.data.receipt(dataset, FOLDER)?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// Notes that a version was taken from its origin, or that its origin confirmed it.
    pub(crate) fn note_confirmed(
        &self,
        lock: &WriterLock,
        dataset: &str,
        version: &str,
        origin: &Origin,
        now: &str,
    ) -> Result<(), KashfError> {
        let (reading, files) = match origin {
            // A list that was always pinned needs no state.
            Origin::File if self.fetch_state(dataset)?.is_none() => return Ok(()),
            Origin::File => (String::new(), Vec::new()),
            Origin::Network { reading, files, .. } => (reading.clone(), files.clone()),
        };
        self.write_state(
            lock,
            dataset,
            &FetchState {
                origin: origin.word().to_owned(),
                version: version.to_owned(),
                confirmed_at: now.to_owned(),
                reading,
                files,
                last_failure: None,
            },
        )
    }

    /// Notes that a live list could not be fetched; nothing where none is live from the network.
    pub(crate) fn note_failure(
        &self,
        lock: &WriterLock,
        dataset: &str,
        reason: &str,
        now: &str,
    ) -> Result<(), KashfError> {
        let Some(mut state) = self.fetch_state(dataset)? else {
            return Ok(());
        };
        state.last_failure = Some((now.to_owned(), reason.to_owned()));
        self.write_state(lock, dataset, &state)
    }

    fn write_state(
        &self,
        lock: &WriterLock,
        dataset: &str,
        state: &FetchState,
    ) -> Result<(), KashfError> {
        let json = serde_json::to_vec_pretty(state).expect("strings and lists are JSON");
        Ok(self.data.write_receipt(lock, dataset, FOLDER, &json)?)
    }
}
