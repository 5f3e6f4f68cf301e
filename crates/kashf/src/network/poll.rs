//! One poll of one dataset: ask the publisher whether he has something new, and load it if he has.
//!
//! Whoever stays (a server) calls it from time to time; it has no clock and no timer of its own.

use super::settings::NetworkSettings;
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::load::{LoadReport, LoadRequest};
use crate::progress::NoProgress;

/// What a poll gave. In all but the last case of each kind what was live before still is, or something newer.
#[derive(Debug)]
#[non_exhaustive]
pub enum PollOutcome {
    /// The publisher has what is live.
    Unchanged,
    /// A new version is live.
    Live(Box<LoadReport>),
    /// A new version is live, and what vanished from it in too great a number keeps matching until a human accepts.
    Held(Box<LoadReport>),
    /// What came was refused by its reader or by the gate.
    Refused(KashfError),
    /// Nothing came.
    Unreachable(KashfError),
}

impl Kashf {
    /// Asks for one dataset (or alias) once. `now` is ISO 8601 in UTC; receipts and the list's age go by it.
    ///
    /// # Errors
    /// Where the data directory fails: another writer, a full disk, a wrong `config.toml`, a dataset of which
    /// no address is known. What the network or the publisher does is an outcome.
    pub fn poll(
        &self,
        dataset: &str,
        network: &NetworkSettings,
        now: &str,
    ) -> Result<PollOutcome, KashfError> {
        let config = self.config()?;
        let source = config
            .source(dataset)
            .ok_or_else(|| KashfError::UnknownSource {
                name: dataset.to_owned(),
            })?;
        let request = LoadRequest {
            now: now.to_owned(),
            network: network.clone(),
            ..LoadRequest::default()
        };
        let mut outcome = crate::load::LoadOutcome::default();
        let sources = std::slice::from_ref(&source);
        self.load_fetched(sources, &config, &request, &NoProgress, &mut outcome)?;
        if let Some(refusal) = outcome.refusals.pop() {
            return Ok(match refusal.error {
                error @ KashfError::Unreachable(_) => PollOutcome::Unreachable(error),
                error => PollOutcome::Refused(error),
            });
        }
        let report = outcome.reports.pop().filter(|report| !report.unchanged);
        Ok(match report.map(Box::new) {
            None => PollOutcome::Unchanged,
            Some(report)
                if report.gate.newly_held.len() + report.gate.newly_held_names.len() > 0 =>
            {
                PollOutcome::Held(report)
            }
            Some(report) => PollOutcome::Live(report),
        })
    }
}
