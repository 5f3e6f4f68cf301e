//! Queries asked one after another with a stopwatch each.

use super::{nanoseconds, per_second, processor};
use crate::input::Record;
use crate::screener::Screener;
use kashf_screen::{Options, Status};
use serde::Serialize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How a run went. Times are in nanoseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Timing {
    /// Threads.
    pub threads: usize,
    /// Queries answered.
    pub queries: u64,
    /// True when the time was up before the queries were.
    pub cut: bool,
    /// The whole run.
    pub wall_ns: u64,
    /// Time that the threads had on a processor, where the system tells: on a machine that others use it is less.
    pub cpu_ns: Option<u64>,
    /// Queries a second, all threads together.
    pub per_second: u64,
    /// Half of the queries took no longer.
    pub median_ns: u64,
    /// All but one in a hundred took no longer.
    pub p99_ns: u64,
    /// The longest.
    pub worst_ns: u64,
    /// Id of the query that took longest.
    pub worst_id: String,
    /// Queries compared in full.
    pub screened: u64,
    /// Queries compared, but not with all names that resemble them or not with all that they say.
    pub partial: u64,
    /// Queries not compared.
    pub not_screened: u64,
    /// Queries with an entry at or above the threshold.
    pub with_match: u64,
}

/// What one thread saw.
#[derive(Default)]
struct Seen {
    times: Vec<u64>,
    worst: (u64, usize),
    tally: [u64; 4],
    cpu: Option<u64>,
}

/// Asks the records on so many threads, until all are answered or the time is up.
pub(super) fn run(
    screener: &Screener,
    records: &[Record],
    options: &Options,
    threads: usize,
    limit: Duration,
) -> Timing {
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    let work = || {
        let mut seen = Seen::default();
        let before = processor::of_this_thread();
        while begun.elapsed() < limit {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(record) = records.get(at) else { break };
            let asked = Instant::now();
            let answer = screener.answer(record, options);
            let took = nanoseconds(asked.elapsed());
            seen.times.push(took);
            seen.worst = seen.worst.max((took, at));
            let status = match answer.status {
                Status::Screened => 0,
                Status::Partial => 1,
                Status::NotScreened => 2,
            };
            seen.tally[status] += 1;
            seen.tally[3] += u64::from(answer.matches.iter().any(|found| found.is_match));
        }
        seen.cpu = processor::spent(before);
        seen
    };
    let seen: Vec<Seen> = if threads == 1 {
        vec![work()]
    } else {
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            running
                .into_iter()
                .filter_map(|thread| thread.join().ok())
                .collect()
        })
    };
    let wall = begun.elapsed();
    let mut times: Vec<u64> = seen.iter().flat_map(|one| &one.times).copied().collect();
    times.sort_unstable();
    let worst = seen.iter().map(|one| one.worst).max().unwrap_or_default();
    let tally = |at: usize| seen.iter().map(|one| one.tally[at]).sum();
    let queries = times.len() as u64;
    Timing {
        threads,
        queries,
        cut: times.len() < records.len(),
        wall_ns: nanoseconds(wall),
        cpu_ns: seen.iter().map(|one| one.cpu).sum(),
        per_second: per_second(queries, wall),
        median_ns: percentile(&times, 50),
        p99_ns: percentile(&times, 99),
        worst_ns: worst.0,
        worst_id: records
            .get(worst.1)
            .map(|record| record.id.clone())
            .unwrap_or_default(),
        screened: tally(0),
        partial: tally(1),
        not_screened: tally(2),
        with_match: tally(3),
    }
}

/// The smallest of the sorted times that so many hundredths of them do not exceed; 0 of none.
fn percentile(sorted: &[u64], hundredths: usize) -> u64 {
    let place = (sorted.len() * hundredths).div_ceil(100);
    sorted.get(place.max(1) - 1).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_few_and_of_many() {
        let times: Vec<u64> = (1..=200).collect();
        assert_eq!(percentile(&times, 50), 100);
        assert_eq!(percentile(&times, 99), 198);
        assert_eq!(percentile(&times[..1], 99), 1);
        assert_eq!(percentile(&[], 50), 0);
    }
}
