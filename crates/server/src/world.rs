//! What answers now: a snapshot opened once, and what is derived from it.
//!
//! A request takes the present [`World`] and keeps it until it has answered, so that one answer never mixes two
//! snapshots. A swap waits for nobody.

use kashf::{Kashf, KashfError, Live, Screener};
use std::sync::{Arc, PoisonError, RwLock};

/// One snapshot under one policy, ready to answer.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) screener: Arc<Screener>,
}

impl World {
    fn of(screener: Arc<Screener>) -> Self {
        Self { screener }
    }
}

/// The world that answers, followed as lists are loaded.
#[derive(Debug)]
pub(crate) struct Worlds {
    live: Live,
    current: RwLock<Arc<World>>,
}

impl Worlds {
    /// Opens the live snapshot.
    pub(crate) fn new(kashf: Kashf) -> Result<Self, KashfError> {
        let live = Live::new(kashf)?;
        let current = RwLock::new(Arc::new(World::of(live.current())));
        Ok(Self { live, current })
    }

    /// What answers now.
    pub(crate) fn current(&self) -> Arc<World> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current)
    }

    /// Swaps to the live snapshot and policy; true when they are others. What answered before still does when it fails.
    pub(crate) fn refresh(&self) -> Result<bool, KashfError> {
        if !self.live.refresh()? {
            return Ok(false);
        }
        let next = Arc::new(World::of(self.live.current()));
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(true)
    }

    pub(crate) fn kashf(&self) -> &Kashf {
        self.live.kashf()
    }
}
