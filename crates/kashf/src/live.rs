//! The live snapshot in a process that stays: swapped while others screen (promise P11).
//!
//! Whoever screens takes the present [`Screener`] and keeps it for as long as the work lasts, so that
//! every answer, and every page of a batch, comes from one snapshot. A swap waits for nobody and stops
//! nobody; the old snapshot is unmapped when the last of its users has finished, also when it has been
//! pruned meanwhile.
//!
//! It does not watch and has no thread of its own: who wants to follow calls [`Live::refresh`]. What a
//! failed refresh leaves is the snapshot that answered before, whole, and an error to show.

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::screener::Screener;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// A handle on the snapshot that answers; share it between threads.
///
/// ```
/// use kashf::{Kashf, Live, LoadRequest, NoProgress};
///
/// # let folder = tempfile::tempdir()?;
/// # let list = folder.path().join("example_list.ftm.json");
/// let kashf = Kashf::open(folder.path().join("data"))?;
/// let load = |name: &str| {
///     let entity = format!(r#"{{"id":"x-1","schema":"Person","properties":{{"name":["{name}"]}}}}"#);
///     fs_err::write(&list, entity).expect("a scratch directory takes a file");
///     kashf.load(
///         &LoadRequest {
///             sources: vec![list.display().to_string()],
///             now: "2026-01-01T00:00:00Z".to_owned(),
///             ..LoadRequest::default()
///         },
///         &NoProgress,
///     )
/// };
/// load("Nadir Exampleman")?;
/// let live = Live::new(kashf.clone())?;
/// let before = live.current();
/// assert!(!live.refresh()?, "nothing has changed");
///
/// load("Nadir Exampleman Junior")?;
/// assert!(live.refresh()?);
/// // Work that has begun ends on the snapshot on which it began.
/// assert_ne!(before.snapshot_id(), live.current().snapshot_id());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Live {
    kashf: Kashf,
    current: RwLock<Arc<Screener>>,
    /// Held while refreshing, so that an older snapshot never takes the place of a newer one.
    refreshing: Mutex<()>,
}

impl Live {
    /// Opens the live snapshot.
    ///
    /// # Errors
    /// As [`Kashf::screener`]: there is none, or it is damaged.
    pub fn new(kashf: Kashf) -> Result<Self, KashfError> {
        let screener = kashf.screener()?;
        Ok(Self {
            kashf,
            current: RwLock::new(Arc::new(screener)),
            refreshing: Mutex::new(()),
        })
    }

    /// What answers now. Keep it for one answer or one batch, not for ever.
    #[must_use]
    pub fn current(&self) -> Arc<Screener> {
        // Nothing can panic while it is held for writing: the value is whole even if it was poisoned.
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current)
    }

    /// Looks whether another snapshot or another policy is in force, and swaps to it; true when it did.
    ///
    /// # Errors
    /// When it cannot be opened. What answered before still does.
    pub fn refresh(&self) -> Result<bool, KashfError> {
        let _one_at_a_time = self
            .refreshing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let current = self.current();
        let same_snapshot = self.kashf.live_id()?.as_deref() == Some(current.snapshot_id());
        if same_snapshot && self.kashf.policy()?.policy.id() == current.policy_id() {
            return Ok(false);
        }
        let next = Arc::new(self.kashf.screener()?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
        // The old one is dropped here, or later by its last user; not under the lock.
        drop(current);
        Ok(true)
    }

    /// The data directory.
    #[must_use]
    pub fn kashf(&self) -> &Kashf {
        &self.kashf
    }
}
