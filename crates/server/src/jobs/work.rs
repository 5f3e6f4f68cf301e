//! The thread that does jobs, one after another, with less urgency than requests.

use super::Shared;
use super::view::JobOptions;
use crate::access::now_millis;
use crate::log::{LogContext, RequestId, Screened, Screenings};
use kashf::{
    Batch, BatchError, FileRun, KashfError, Progress, Record, Screener, ScreeningLine, screen_file,
};
use kashf_records::{Job, JobState, Records};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// How long a record waits at most for requests that are waiting: a job slows down under load and never stands still.
const MAKE_WAY: Duration = Duration::from_millis(5);

/// How long the thread sleeps when there is nothing to do, or nothing that can be done now.
const IDLE: Duration = Duration::from_secs(3_600);
const RETRY: Duration = Duration::from_secs(5);

/// What a thread adds to its niceness: requests go first where the system is told.
const NICE: i32 = 10;

/// How a job in hand goes.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) id: String,
    begun: Instant,
    bytes: u64,
    at: AtomicU64,
    records: AtomicU64,
    /// Where it was when this run began: behind what an interrupted one had done.
    first: AtomicU64,
    cancelled: AtomicBool,
}

impl Running {
    fn new(job: &Job) -> Self {
        Self {
            id: job.id.clone(),
            begun: Instant::now(),
            bytes: job.bytes,
            at: AtomicU64::new(0),
            records: AtomicU64::new(0),
            first: AtomicU64::new(u64::MAX),
            cancelled: AtomicBool::new(false),
        }
    }

    pub(super) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub(super) fn records(&self) -> u64 {
        self.records.load(Ordering::Relaxed)
    }

    /// Share of the file that is done, 0 to 1; its own bytes where they are counted.
    pub(super) fn share(&self) -> Option<f64> {
        let at = self.at.load(Ordering::Relaxed);
        (self.bytes > 0 && at > 0).then(|| (at as f64 / self.bytes as f64).min(1.0))
    }

    /// Records a second of this run, and seconds left at that rate.
    pub(super) fn pace(&self) -> (Option<f64>, Option<u64>) {
        let first = self.first.load(Ordering::Relaxed);
        let seconds = self.begun.elapsed().as_secs_f64();
        let records = self.records();
        if first >= records || seconds <= 0.0 {
            return (None, None);
        }
        let rate = (records - first) as f64 / seconds;
        let left = self.share().map(|share| {
            let all = records as f64 / share;
            ((all - records as f64) / rate).ceil().max(0.0) as u64
        });
        (Some(rate), left)
    }
}

/// The progress of a job, which also tells it to stop.
struct Told<'a>(&'a Running, &'a Shared);

impl Progress for Told<'_> {
    fn begin(&self, _task: &str, _total: Option<u64>) {}
    fn at(&self, done: u64) {
        self.0.at.store(done, Ordering::Relaxed);
    }
    fn records(&self, done: u64) {
        let first = &self.0.first;
        // The first portion tells where the run began.
        let _ = first.compare_exchange(u64::MAX, done, Ordering::Relaxed, Ordering::Relaxed);
        self.0.records.store(done, Ordering::Relaxed);
    }
    fn end(&self) {}
    fn is_stopped(&self) -> bool {
        self.1.is_stopped() || self.0.cancelled.load(Ordering::Relaxed)
    }
}

/// Why a job is not done.
enum Undone {
    /// It goes on later, where it stopped.
    Later,
    /// It was taken back.
    Cancelled,
    /// It cannot be done.
    Never(String),
}

/// The thread.
pub(super) fn work(shared: &Shared) {
    lower_urgency();
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(threads_of(std::thread::available_parallelism()))
        .thread_name(|_| "kashf-job".to_owned())
        .start_handler(|_| lower_urgency())
        .build();
    let Ok(threads) = threads else { return };
    while !shared.is_stopped() {
        let next = shared.records().and_then(|records| {
            tidy(shared, &records)?;
            let jobs = records.jobs(None)?;
            Ok(jobs.into_iter().find(|job| !job.state.is_over()))
        });
        match next {
            Ok(Some(job)) => {
                if !threads.install(|| take(shared, job)) {
                    shared.wait(RETRY);
                }
            }
            Ok(None) => shared.wait(IDLE),
            // The database is busy or damaged: jobs wait.
            Err(_) => shared.wait(RETRY),
        }
    }
}

/// A quarter of the cores: a job has time, and requests have none.
fn threads_of(cores: std::io::Result<std::num::NonZero<usize>>) -> usize {
    cores.map_or(1, |cores| (cores.get() / 4).max(1))
}

/// Removes jobs whose days are over, and folders of none.
fn tidy(shared: &Shared, records: &Records) -> Result<(), kashf_records::RecordsError> {
    let oldest = now_millis() - i64::from(shared.config.days) * 86_400_000;
    let jobs = records.jobs(None)?;
    for job in &jobs {
        if job.state.is_over() && job.finished_at.is_some_and(|end| end < oldest) {
            // The files first: a row without them says less than files without a row keep.
            if shared.files.remove(&job.id).is_ok() {
                records.remove_job(&job.id)?;
            }
        }
    }
    shared.files.sweep(|id| jobs.iter().any(|job| job.id == id));
    Ok(())
}

/// Does a job, or as much of it as can be done now; false when it must wait.
fn take(shared: &Shared, mut job: Job) -> bool {
    let running = Arc::new(Running::new(&job));
    *shared
        .running
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&running));
    let done = run(shared, &mut job, &running);
    *shared
        .running
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = None;
    match done {
        Ok(tally) => {
            job.state = JobState::Done;
            job.tally = Some(tally);
        }
        Err(Undone::Later) => return false,
        Err(Undone::Cancelled) => {
            let _ = shared.files.remove(&job.id);
            return true;
        }
        Err(Undone::Never(problem)) => {
            job.state = JobState::Failed;
            job.problem = Some(problem);
        }
    }
    job.finished_at = Some(now_millis());
    match shared.records().and_then(|records| put(&records, &job)) {
        Ok(true) => true,
        Ok(false) => {
            // Taken back while its last answers were written.
            let _ = shared.files.remove(&job.id);
            true
        }
        // It is done once more later, with the same answers.
        Err(_) => false,
    }
}

/// Writes a job that nobody has removed meanwhile; false when somebody has.
fn put(records: &Records, job: &Job) -> Result<bool, kashf_records::RecordsError> {
    if records.job(&job.id)?.is_none() {
        return Ok(false);
    }
    records.put_job(job)?;
    Ok(true)
}

fn run(shared: &Shared, job: &mut Job, running: &Running) -> Result<String, Undone> {
    let options: JobOptions = serde_json::from_str(&job.options)
        .map_err(|_| Undone::Never("its options were written by another version".to_owned()))?;
    if !shared.files.input(&job.id).is_file() {
        return Err(Undone::Never("its file is gone".to_owned()));
    }
    let screener = screener(shared, job)?;
    let asked = options.asked();
    let context = LogContext {
        request: RequestId(job.id.as_str().into()),
        caller: job.caller.as_str().into(),
        route: "/v1/jobs".into(),
    };
    let screen = |record: &Record| -> ScreeningLine {
        make_way(shared);
        let line = screener.line(record, &asked);
        let mut told = Screenings::of(screener.snapshot_id(), screener.policy_id());
        told.items.push(Screened::of_record(record, &line));
        shared
            .log
            .keep_waiting(&context, told, &|| Told(running, shared).is_stopped());
        line
    };
    let batch = Batch {
        format: options.format(),
        default_schema: options.schema.as_deref(),
        screen: &screen,
    };
    let identity = serde_json::json!({
        "snapshot": screener.snapshot_id(),
        "policy": screener.policy_id(),
        "stale": screener.is_stale(),
        "options": options,
    });
    let (input, output) = (shared.files.input(&job.id), shared.files.answers(&job.id));
    let file = FileRun {
        input: &input,
        output: &output,
        identity: &identity.to_string(),
    };
    match screen_file(&file, &batch, &Told(running, shared)) {
        Ok(done) => Ok(serde_json::json!({
            "records": done.stream.tally.records,
            "screened": done.stream.tally.screened,
            "partial": done.stream.tally.partial,
            "not_screened": done.stream.tally.not_screened,
            "with_match": done.stream.tally.with_match,
            "unknown": done.unknown_columns.iter().chain(&done.stream.unknown).take(50).collect::<Vec<_>>(),
        })
        .to_string()),
        Err(BatchError::Stopped) if running.cancelled.load(Ordering::Relaxed) => Err(Undone::Cancelled),
        Err(BatchError::Stopped | BatchError::Busy { .. }) => Err(Undone::Later),
        Err(error) => Err(Undone::Never(in_words(&error))),
    }
}

/// What answers a job: the snapshot and the policy on which it began, or those of now, told as a new beginning.
fn screener(shared: &Shared, job: &mut Job) -> Result<Screener, Undone> {
    let later = |_: KashfError| Undone::Later;
    let begun = job.snapshot.as_deref();
    let kept = begun.and_then(|snapshot| shared.kashf.screener_at(snapshot).ok());
    if let Some(kept) = kept.filter(|kept| Some(kept.policy_id()) == job.policy.as_deref()) {
        kept.set_stale(job.stale);
        return Ok(kept);
    }
    let now = shared.kashf.screener().map_err(later)?;
    let time = jiff::Timestamp::now().to_string();
    let stale = shared.kashf.stale_lists(&now, None, &time).map_err(later)?;
    now.set_stale(!stale.is_empty());
    if job.snapshot.is_some() {
        job.restarts += 1;
    }
    job.state = JobState::Running;
    job.snapshot = Some(now.snapshot_id().to_owned());
    job.policy = Some(now.policy_id().to_owned());
    job.stale = now.is_stale();
    job.started_at = Some(now_millis());
    // Before the first answer, so that a run after a crash knows where it stood.
    let written = shared.records().and_then(|records| put(&records, job));
    match written {
        Ok(true) => Ok(now),
        Ok(false) => Err(Undone::Cancelled),
        Err(_) => Err(Undone::Later),
    }
}

/// Lets requests go first that wait for a worker.
fn make_way(shared: &Shared) {
    let begun = Instant::now();
    while shared.pool.waiting() > 0 && begun.elapsed() < MAKE_WAY {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Why a file cannot be screened; the name that it has here says nothing to its owner.
fn in_words(error: &BatchError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        text.push_str(": ");
        text.push_str(&source.to_string());
        cause = source.source();
    }
    let words: Vec<&str> = text
        .split('`')
        .map(|part| {
            if part.contains("/jobs/") {
                "the file"
            } else {
                part
            }
        })
        .collect();
    words.join("`").replace("`the file`", "the file")
}

/// Tells the system that this thread may wait.
fn lower_urgency() {
    // On Linux niceness belongs to a thread; elsewhere it would slow the requests as well.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(NICE);
}
