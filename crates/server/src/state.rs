//! What every request can reach.

use crate::pool::Pool;
use crate::settings::ServeSettings;
use crate::world::{World, Worlds};
use kashf::{Kashf, KashfError};
use std::sync::Arc;

/// The state of a server; cheap to clone.
#[derive(Clone, Debug)]
pub struct AppState {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    settings: ServeSettings,
    worlds: Worlds,
    pool: Pool,
}

impl AppState {
    /// Opens the live snapshot of a data directory.
    ///
    /// # Errors
    /// When there is none, or it is damaged.
    pub fn new(kashf: Kashf, settings: ServeSettings) -> Result<Self, KashfError> {
        let inner = Inner {
            pool: Pool::new(&settings),
            worlds: Worlds::new(kashf)?,
            settings,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    pub(crate) fn settings(&self) -> &ServeSettings {
        &self.inner.settings
    }

    /// What answers now; keep it for one request.
    pub(crate) fn world(&self) -> Arc<World> {
        self.inner.worlds.current()
    }

    pub(crate) fn worlds(&self) -> &Worlds {
        &self.inner.worlds
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.inner.pool
    }
}
