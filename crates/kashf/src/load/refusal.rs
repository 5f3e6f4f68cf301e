//! A refusal: put on record, and told with what still serves.

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::gate::{GateEvent, LiveVersion, RefusalCause, Refused};
use kashf_store::{SegmentEntry, WriterLock};

impl Kashf {
    /// Puts a refusal on record and says what still serves.
    pub(super) fn refusal(
        &self,
        lock: &WriterLock,
        dataset: &str,
        cause: RefusalCause,
        live: Option<&SegmentEntry>,
        now: &str,
    ) -> Result<KashfError, KashfError> {
        let problem = cause.to_string();
        // Only a dataset that is in use has a "last refusal" to show.
        if live.is_some() {
            self.note_refusal(lock, dataset, now, &problem)?;
        }
        let version = live.map(|live| live.version.as_str());
        self.note_judgement(lock, dataset, GateEvent::refused(now, version, &problem))?;
        Ok(KashfError::Refused(Box::new(Refused {
            dataset: dataset.to_owned(),
            cause,
            live: live.map(|live| self.live_version(live)).transpose()?,
        })))
    }

    pub(crate) fn live_version(&self, segment: &SegmentEntry) -> Result<LiveVersion, KashfError> {
        let receipt = self.receipt(&segment.dataset, &segment.version)?;
        Ok(LiveVersion {
            version: segment.version.clone(),
            as_of: segment.as_of.clone(),
            records: segment.counts.get("records").copied().unwrap_or(0),
            loaded_at: receipt.map(|receipt| receipt.loaded_at),
        })
    }

    /// Puts the refusal of the one dataset that was asked for on record, and gives the error back.
    pub(super) fn refused(
        &self,
        dataset: Option<&str>,
        error: KashfError,
        now: &str,
    ) -> KashfError {
        let (dataset, error) = match (dataset, error) {
            (Some(dataset), KashfError::Load(error)) => (dataset, error),
            (_, error) => return error,
        };
        let note = || -> Result<Option<SegmentEntry>, KashfError> {
            let live = self.data.live_id()?;
            let manifest = live.map(|id| self.data.manifest(&id)).transpose()?;
            Ok(manifest.and_then(|manifest| manifest.segment(dataset).cloned()))
        };
        // The refusal itself is what the user must hear of, whether or not it could be written down.
        let live = note().ok().flatten();
        let problem = error.to_string();
        if live.is_some()
            && let Ok(lock) = self.data.lock()
        {
            let version = live.as_ref().map(|live| live.version.as_str());
            let event = GateEvent::refused(now, version, &problem);
            let _ = self.note_refusal(&lock, dataset, now, &problem);
            let _ = self.note_judgement(&lock, dataset, event);
        }
        KashfError::Refused(Box::new(Refused {
            dataset: dataset.to_owned(),
            cause: error.into(),
            live: live.and_then(|live| self.live_version(&live).ok()),
        }))
    }
}
