//! Files that are uploaded to be screened: taken in as a stream, screened in the background, fetched when they are done.
//!
//! A job runs wholly on one snapshot under one policy, those that answered when it began. Its work is
//! [`kashf::screen_file`], which goes on where it was interrupted: after a crash the answers are, byte for byte, those
//! of an uninterrupted run. Where the snapshot is gone meanwhile, or the policy is another, the job begins anew and says so.
//!
//! Its files are in `DATA/jobs/ID`, for the owner of the data directory only, and go with the job: by `DELETE`, or when the
//! days of `[jobs]` in `config.toml` are over.

mod files;
mod result;
pub(crate) mod routes;
mod upload;
mod view;
mod work;

use crate::log::ScreeningLog;
use crate::pool::Pool;
use files::Files;
use kashf::{JobsConfig, Kashf};
use kashf_records::{Records, RecordsError};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use work::Running;

/// The jobs of a data directory, and the thread that does them.
#[derive(Debug)]
pub(crate) struct Jobs {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Shared {
    kashf: Kashf,
    config: JobsConfig,
    files: Files,
    pool: Pool,
    log: Arc<ScreeningLog>,
    /// The job that is being done.
    running: Mutex<Option<Arc<Running>>>,
    stop: AtomicBool,
    /// Set when there may be something to do.
    news: Mutex<bool>,
    bell: Condvar,
}

impl Jobs {
    /// Goes on with what was interrupted, if anything was.
    pub(crate) fn new(
        kashf: &Kashf,
        config: JobsConfig,
        pool: Pool,
        log: Arc<ScreeningLog>,
    ) -> Result<Self, RecordsError> {
        let jobs = Self {
            shared: Arc::new(Shared {
                files: Files::new(kashf.path()),
                kashf: kashf.clone(),
                config,
                pool,
                log,
                running: Mutex::default(),
                stop: AtomicBool::new(false),
                news: Mutex::new(true),
                bell: Condvar::new(),
            }),
            thread: Mutex::default(),
        };
        let known = Records::open_existing(kashf.path())?;
        let known = known.map(|records| records.jobs(None)).transpose()?;
        if known.is_some_and(|known| !known.is_empty()) {
            jobs.ring();
        }
        Ok(jobs)
    }

    /// Says that there is something to do; the first time a thread is started for it.
    fn ring(&self) {
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if thread.as_ref().is_none_or(JoinHandle::is_finished) {
            let shared = Arc::clone(&self.shared);
            let builder = std::thread::Builder::new().name("kashf-jobs".to_owned());
            // Without a thread jobs wait, and say so; the next upload tries again.
            *thread = builder.spawn(move || work::work(&shared)).ok();
        }
        drop(thread);
        *self
            .shared
            .news
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = true;
        self.shared.bell.notify_all();
    }
}

impl Drop for Jobs {
    /// The job in hand stops where it stands; the next start goes on with it.
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        self.shared.bell.notify_all();
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            // What it was doing is resumed, also after a panic.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn records(&self) -> Result<Records, RecordsError> {
        Records::open(self.kashf.path())
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn running(&self) -> Option<Arc<Running>> {
        self.running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits for news, at most so long.
    fn wait(&self, most: Duration) {
        let mut news = self.news.lock().unwrap_or_else(PoisonError::into_inner);
        if !*news && !self.is_stopped() {
            news = self
                .bell
                .wait_timeout(news, most)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        *news = false;
    }
}
