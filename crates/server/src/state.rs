//! What every request can reach.

use crate::access::Access;
use crate::error::ServeError;
use crate::jobs::Jobs;
use crate::log::ScreeningLog;
use crate::metrics::Metrics;
use crate::pool::Pool;
use crate::run::{AccessLogger, follow};
use crate::settings::ServeSettings;
use crate::vitals::Vitals;
use crate::world::{World, Worlds};
use kashf::Kashf;
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
    access: Access,
    log: Arc<ScreeningLog>,
    jobs: Jobs,
    metrics: Arc<Metrics>,
    vitals: Vitals,
    access_log: AccessLogger,
}

impl AppState {
    /// Opens the live snapshot of a data directory.
    ///
    /// # Errors
    /// When there is none, or it is damaged; when others reach the address and no key or user tells them apart.
    pub fn new(kashf: Kashf, settings: ServeSettings) -> Result<Self, ServeError> {
        let config = kashf.config()?;
        let metrics = Arc::new(Metrics::default());
        let access_log = AccessLogger::new(&settings.access_log, Arc::clone(&metrics));
        let access = Access::new(kashf.path(), settings.listen)?;
        let pool = Pool::new(&settings, Arc::clone(&metrics))?;
        let log = Arc::new(ScreeningLog::new(kashf.path(), config.log)?);
        let inner = Inner {
            jobs: Jobs::new(&kashf, config.jobs, pool.clone(), Arc::clone(&log))?,
            access,
            log,
            pool,
            worlds: Worlds::new(kashf)?,
            settings,
            metrics,
            vitals: Vitals::default(),
            access_log,
        };
        let state = Self {
            inner: Arc::new(inner),
        };
        follow::tell_ages(&state);
        Ok(state)
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

    /// Who may ask.
    pub(crate) fn access(&self) -> &Access {
        &self.inner.access
    }

    /// The screening log.
    pub(crate) fn log(&self) -> &ScreeningLog {
        &self.inner.log
    }

    /// Files that are screened in the background.
    pub(crate) fn jobs(&self) -> &Jobs {
        &self.inner.jobs
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.inner.pool
    }

    /// Where what happens is counted.
    pub(crate) fn metrics(&self) -> &Arc<Metrics> {
        &self.inner.metrics
    }

    pub(crate) fn access_log(&self) -> &AccessLogger {
        &self.inner.access_log
    }

    /// How the server is.
    pub(crate) fn vitals(&self) -> &Vitals {
        &self.inner.vitals
    }
}
