//! The thread that writes the screening log, and the bounded queue before it.

use crate::access::now_millis;
use kashf::LogConfig;
use kashf_records::{Marks, Records, RecordsError, Screening};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Rows that wait to be written, at most: four seconds of 5,000 screenings each, some 10 MB.
const MAX_WAITING: usize = 20_000;

/// Rows of one transaction.
const GROUP: usize = 4_000;

/// How long rows are gathered when nobody waits for them: a write costs two syncs of the disk, whatever it holds.
const GATHER: Duration = Duration::from_millis(200);

/// How often rows past their days are removed.
const PRUNE_EVERY: Duration = Duration::from_secs(3_600);

/// How long after a start that failed the next one is tried.
const START_AGAIN: Duration = Duration::from_secs(1);

const DAY_MILLIS: i64 = 86_400_000;

/// Rows, and whom to tell.
struct Batch {
    rows: Vec<Screening>,
    tell: Option<oneshot::Sender<bool>>,
}

/// The queue and its thread, which is started by the first row.
#[derive(Debug)]
pub(super) struct Writer {
    data: PathBuf,
    config: LogConfig,
    shared: Arc<Shared>,
    started: OnceLock<Started>,
    /// When it was last tried to start; held while trying.
    tried: Mutex<Option<Instant>>,
}

#[derive(Debug, Default)]
struct Shared {
    waiting: AtomicUsize,
    lost: AtomicU64,
    unwell: AtomicBool,
}

#[derive(Debug)]
struct Started {
    marks: Marks,
    sender: Mutex<Option<Sender<Batch>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn new(data: &Path, config: LogConfig) -> Self {
        Self {
            data: data.to_owned(),
            config,
            shared: Arc::default(),
            started: OnceLock::new(),
            tried: Mutex::new(None),
        }
    }

    /// Opens the database and starts the thread, unless that was done.
    pub(super) fn open(&self) -> Result<(), RecordsError> {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        if self.started.get().is_none() {
            *tried = Some(Instant::now());
            // Nobody else sets it: the lock is held.
            let _ = self.started.set(self.start()?);
        }
        Ok(())
    }

    fn start(&self) -> Result<Started, RecordsError> {
        let records = Records::open(&self.data)?;
        let marks = Marks::new(records.log_key()?);
        let (sender, receiver) = channel();
        let (shared, config) = (Arc::clone(&self.shared), self.config);
        let thread = std::thread::Builder::new()
            .name("kashf-log".to_owned())
            .spawn(move || write(&records, &receiver, &shared, config))?;
        Ok(Started {
            marks,
            sender: Mutex::new(Some(sender)),
            thread: Mutex::new(Some(thread)),
        })
    }

    /// The thread; where it could not be started that is tried again from time to time.
    fn started(&self) -> Option<&Started> {
        if let Some(started) = self.started.get() {
            return Some(started);
        }
        let tried = *self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        if tried.is_none_or(|last| last.elapsed() >= START_AGAIN) && self.open().is_err() {
            self.shared.unwell.store(true, Ordering::Relaxed);
        }
        self.started.get()
    }

    /// What names become; `None` when the log cannot be opened.
    pub(super) fn marks(&self) -> Option<&Marks> {
        self.started().map(|started| &started.marks)
    }

    /// Gives rows to the thread; gives them back when there is no room.
    pub(super) fn queue(
        &self,
        rows: Vec<Screening>,
        tell: Option<oneshot::Sender<bool>>,
    ) -> Result<(), Vec<Screening>> {
        let Some(started) = self.started() else {
            return Err(rows);
        };
        let count = rows.len();
        if self.shared.waiting.fetch_add(count, Ordering::Relaxed) + count > MAX_WAITING {
            self.shared.waiting.fetch_sub(count, Ordering::Relaxed);
            return Err(rows);
        }
        let sender = started
            .sender
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let rows = match sender.as_ref() {
            None => rows,
            Some(sender) => match sender.send(Batch { rows, tell }) {
                Ok(()) => return Ok(()),
                Err(unsent) => unsent.0.rows,
            },
        };
        self.shared.waiting.fetch_sub(count, Ordering::Relaxed);
        Err(rows)
    }

    pub(super) fn is_well(&self) -> bool {
        !self.shared.unwell.load(Ordering::Relaxed)
    }

    pub(super) fn lost(&self) -> u64 {
        self.shared.lost.load(Ordering::Relaxed)
    }

    pub(super) fn count_lost(&self, rows: usize) {
        self.shared.lost.fetch_add(rows as u64, Ordering::Relaxed);
    }
}

impl Drop for Writer {
    /// Waits until everything that was taken is written.
    fn drop(&mut self) {
        let Some(started) = self.started.get() else {
            return;
        };
        let sender = &started.sender;
        drop(sender.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = &started.thread;
        let thread = thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // A thread that panicked has written what it could.
            let _ = thread.join();
        }
    }
}

/// The thread: gathers, writes, tells, and removes what is too old.
fn write(records: &Records, receiver: &Receiver<Batch>, shared: &Shared, config: LogConfig) {
    let mut pruned: Option<Instant> = None;
    loop {
        if pruned.is_none_or(|last| last.elapsed() >= PRUNE_EVERY) {
            let now = now_millis();
            let before = now - i64::from(config.days) * DAY_MILLIS;
            // Tried again in an hour; what is too old is never shown as if it were not.
            let _ = records.prune_screenings(before, "retention", now);
            pruned = Some(Instant::now());
        }
        let first = match receiver.recv_timeout(PRUNE_EVERY) {
            Ok(batch) => batch,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let group = gather(first, receiver);
        let rows = group.iter().map(|batch| batch.rows.len()).sum::<usize>();
        let mut written = records.add_screenings(group.iter().flat_map(|batch| &batch.rows));
        if written.is_err() {
            // A busy database or a file system that recovers: once more before anything is lost.
            std::thread::sleep(GATHER);
            written = records.add_screenings(group.iter().flat_map(|batch| &batch.rows));
        }
        shared.waiting.fetch_sub(rows, Ordering::Relaxed);
        shared.unwell.store(written.is_err(), Ordering::Relaxed);
        if written.is_err() {
            shared.lost.fetch_add(rows as u64, Ordering::Relaxed);
        }
        for batch in group {
            if let Some(tell) = batch.tell {
                // Nobody listens any more when the client has left.
                let _ = tell.send(written.is_ok());
            }
        }
    }
}

/// A group of batches: what is there, and what comes soon unless somebody waits.
fn gather(first: Batch, receiver: &Receiver<Batch>) -> Vec<Batch> {
    let begun = Instant::now();
    let mut rows = first.rows.len();
    let mut awaited = first.tell.is_some();
    let mut group = vec![first];
    while rows < GROUP {
        let next = if awaited {
            receiver.try_recv().ok()
        } else {
            let left = GATHER.saturating_sub(begun.elapsed());
            receiver.recv_timeout(left).ok()
        };
        let Some(batch) = next else { break };
        rows += batch.rows.len();
        awaited |= batch.tell.is_some();
        group.push(batch);
    }
    group
}
