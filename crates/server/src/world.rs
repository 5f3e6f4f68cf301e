//! What answers now: a snapshot opened once, and what is derived from it.
//!
//! A request takes the present [`World`] and keeps it until it has answered, so that one answer never mixes two
//! snapshots. A swap waits for nobody.

use crate::yente::{IndexCell, index_of};
use kashf::{Entities, Kashf, KashfError, Live, Screener};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// One snapshot under one policy, ready to answer.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) screener: Arc<Screener>,
    pub(crate) entities: Entities,
    ages: Mutex<Ages>,
    index: IndexCell,
}

/// What is known of the lists' age; it changes with the clock, not with the snapshot.
#[derive(Clone, Debug, Default)]
struct Ages {
    stale: Vec<String>,
    /// Polled lists with the Unix time of their last confirmation.
    confirmed: Vec<(String, i64)>,
}

impl World {
    fn of(screener: Arc<Screener>) -> Result<Self, KashfError> {
        // Who is owned by listed persons is found before the swap, so that no request waits for it.
        drop(screener.owned("", ""));
        Ok(Self {
            entities: Entities::of(&screener)?,
            screener,
            ages: Mutex::default(),
            index: IndexCell::default(),
        })
    }

    /// Where the index of the entities stands once somebody has searched.
    pub(crate) fn index_cell(&self) -> &IndexCell {
        &self.index
    }

    /// The index of the world before: kept for the same snapshot, made anew before the swap for another.
    fn take_over(&mut self, old: &Self) {
        if self.screener.snapshot_id() == old.screener.snapshot_id() {
            self.index = Arc::clone(&old.index);
        } else if old.index.initialized() {
            let made = Some(Arc::new(index_of(&self.entities)));
            self.index = Arc::new(tokio::sync::OnceCell::new_with(made));
        }
    }

    /// True when one of these lists (all, without a choice) is past its age limit: the `stale` of an answer.
    pub(crate) fn is_stale(&self, datasets: Option<&[String]>) -> bool {
        let ages = self.ages();
        let chosen = |name| datasets.is_none_or(|datasets| datasets.contains(name));
        ages.stale.iter().any(chosen)
    }

    /// Polled lists with the Unix time of their last confirmation.
    pub(crate) fn confirmed(&self) -> Vec<(String, i64)> {
        self.ages().confirmed.clone()
    }

    /// Notes which lists are past their limits.
    pub(crate) fn aged(&self, stale: Vec<String>, confirmed: Vec<(String, i64)>) {
        self.screener.set_stale(!stale.is_empty());
        *self.ages() = Ages { stale, confirmed };
    }

    fn ages(&self) -> std::sync::MutexGuard<'_, Ages> {
        // Replaced as a whole, so it is whole.
        self.ages.lock().unwrap_or_else(PoisonError::into_inner)
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
        let current = RwLock::new(Arc::new(World::of(live.current())?));
        Ok(Self { live, current })
    }

    /// What answers now.
    pub(crate) fn current(&self) -> Arc<World> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current)
    }

    /// Swaps to the live snapshot and policy; true when they are others. What answered before still does when it fails.
    pub(crate) fn refresh(&self) -> Result<bool, KashfError> {
        self.live.refresh()?;
        let live = self.live.current();
        // Not what the refresh says: a swap that failed half-way is tried again.
        if Arc::ptr_eq(&live, &self.current().screener) {
            return Ok(false);
        }
        let mut next = World::of(live)?;
        next.take_over(&self.current());
        let next = Arc::new(next);
        // What is known of ages is soon told anew; until then a list that was stale is not called current.
        next.ages().clone_from(&self.current().ages());
        next.screener.set_stale(next.is_stale(None));
        let old = std::mem::replace(
            &mut *self.current.write().unwrap_or_else(PoisonError::into_inner),
            next,
        );
        // Unmapped here or by its last request, not under the lock.
        drop(old);
        Ok(true)
    }

    pub(crate) fn kashf(&self) -> &Kashf {
        self.live.kashf()
    }
}
