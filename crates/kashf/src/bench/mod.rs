//! The verb *bench*: how fast the live snapshot answers on this machine, on the user's own lists and queries.
//!
//! It repeats the figures of docs/performance.md: screenings a second on one thread and on all, how long a single
//! query takes (median, 99th percentile, worst), the cases that are hard by their nature, pairs of names a second, the
//! time to open and the memory in use. Every query of a run is another name, and each run opens the lists anew, so that
//! nothing kept from an earlier query answers for a later one that is the same.
//!
//! What it is not: a measure of accuracy (`bench/accuracy`), nor of reading and writing files, which are in the rate
//! that `kashf screen --in` shows. What is timed is one call from a record's raw values to its answer with reasons.
//!
//! *The clock.* Nothing else in the libraries reads a clock. A bench has to: it measures with [`Instant`] only, a
//! stopwatch that knows no date, and no answer depends on it.

mod chance;
mod memory;
mod pairs;
mod processor;
mod queries;
mod timed;
mod worst;

pub use memory::Memory;
pub use pairs::PairSpeed;
pub use timed::Timing;
pub use worst::WorstCase;

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::input::{InputReader, Record};
use crate::lists::ListInfo;
use crate::progress::Progress;
use kashf_screen::Options;
use serde::Serialize;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What is measured, and for how long.
#[derive(Clone, Debug)]
pub struct BenchPlan {
    /// File of queries; without one they are made from the lists.
    pub input: Option<PathBuf>,
    /// At most so many queries.
    pub queries: usize,
    /// No part is measured for longer.
    pub limit: Duration,
    /// Threads of the second run; the machine's when absent.
    pub threads: Option<usize>,
    /// Leaves out the hard cases.
    pub without_worst: bool,
    /// Leaves out the pairs of names.
    pub without_pairs: bool,
}

impl Default for BenchPlan {
    fn default() -> Self {
        Self {
            input: None,
            queries: 20_000,
            limit: Duration::from_secs(10),
            threads: None,
            without_worst: false,
            without_pairs: false,
        }
    }
}

/// What was measured. Times are in nanoseconds.
#[derive(Clone, Debug, Serialize)]
pub struct BenchReport {
    /// The snapshot that answered.
    pub snapshot: String,
    /// The policy that judged.
    pub policy: String,
    /// Entities of its lists.
    pub entities: u64,
    /// Names of its lists.
    pub names: u64,
    /// Where the queries came from: the file's name, or `made from the lists`.
    pub queries: String,
    /// From a closed data directory to one that answers.
    pub open_ns: u64,
    /// The first answer after that.
    pub first_answer_ns: u64,
    /// Queries one after another on one thread.
    pub one_thread: Timing,
    /// Queries on several threads.
    pub threads: Timing,
    /// Memory after the run on one thread, where the system tells.
    pub memory: Option<Memory>,
    /// Cases that are hard by their nature.
    pub worst_cases: Vec<WorstCase>,
    /// Pairs of names.
    pub pairs: Option<PairSpeed>,
}

impl Kashf {
    /// Measures the live snapshot.
    ///
    /// # Errors
    /// When nothing is loaded, the snapshot is damaged, or the file of queries cannot be read or holds none.
    pub fn bench(
        &self,
        plan: &BenchPlan,
        now: &str,
        progress: &dyn Progress,
    ) -> Result<BenchReport, KashfError> {
        let options = Options::default();
        let begun = Instant::now();
        let screener = self.screener()?;
        let open_ns = nanoseconds(begun.elapsed());
        let begun = Instant::now();
        let _ = screener.name("Nadir Exampleman", Some("Person"), &options);
        let first_answer_ns = nanoseconds(begun.elapsed());
        drop(screener);

        progress.begin("preparing queries", None);
        let listed = queries::Listed::of(&self.data)?;
        let records = match &plan.input {
            Some(path) => read(path, plan.queries)?,
            None => queries::made(&listed, plan.queries),
        };
        progress.end();
        if records.is_empty() {
            return Err(KashfError::NothingToMeasure);
        }

        progress.begin("measuring one thread", None);
        let before = memory::of_this_process();
        let screener = self.screener()?;
        let one_thread = timed::run(&screener, &records, &options, 1, plan.limit);
        let memory = memory::of_this_process().zip(before);
        let memory = memory.map(|(memory, before)| memory.since(before));
        progress.end();
        let worst_cases = if plan.without_worst {
            Vec::new()
        } else {
            progress.begin("measuring hard cases", None);
            let cases = worst::run(&screener, &listed, &options, plan.limit);
            progress.end();
            cases
        };
        drop(screener);

        progress.begin("measuring all threads", None);
        let screener = self.screener()?;
        let threads = plan
            .threads
            .unwrap_or_else(rayon::current_num_threads)
            .max(1);
        let threads = timed::run(&screener, &records, &options, threads, plan.limit);
        progress.end();
        let pairs = (!plan.without_pairs).then(|| {
            progress.begin("measuring pairs of names", None);
            let pairs = pairs::run(&records, plan.limit);
            progress.end();
            pairs
        });
        let lists = self.lists_at(now)?;
        let names = |list: &ListInfo| list.names_by_script.values().sum::<u64>();
        Ok(BenchReport {
            snapshot: screener.snapshot_id().to_owned(),
            policy: screener.policy_id().to_owned(),
            entities: lists.iter().map(|list| list.entities).sum(),
            names: lists.iter().map(names).sum(),
            queries: plan.input.as_ref().map_or_else(
                || "made from the lists".to_owned(),
                |path| path.display().to_string(),
            ),
            open_ns,
            first_answer_ns,
            one_thread,
            threads,
            memory,
            worst_cases,
            pairs,
        })
    }
}

/// The first records of a file.
fn read(path: &PathBuf, count: usize) -> Result<Vec<Record>, KashfError> {
    let name = path.display().to_string();
    let file = fs_err::File::open(path).map_err(|source| crate::InputError::Io {
        file: name.clone(),
        source,
    })?;
    let mut reader = InputReader::open(file, &name)?;
    let interpreter = reader.interpreter();
    let mut records = Vec::new();
    while records.len() < count {
        match reader.next()? {
            Some(raw) => records.push(interpreter.interpret(raw, None)),
            None => break,
        }
    }
    Ok(records)
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// How many in a second.
fn per_second(count: u64, time: Duration) -> u64 {
    let rate = u128::from(count) * 1_000_000_000 / time.as_nanos().max(1);
    u64::try_from(rate).unwrap_or(u64::MAX)
}
