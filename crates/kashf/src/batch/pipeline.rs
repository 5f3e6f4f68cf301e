//! Work in order on every core: reading, working and writing at the same time.
//!
//! The calling thread reads jobs and takes what came of them, in the order in which it read them; the
//! workers of the pool do the jobs. So neither reading nor writing waits for the slowest record of a
//! chunk, and what is in memory is bounded: [`AHEAD`] jobs a worker.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// Jobs that are read ahead, for each worker: one in work, one waiting, and two because jobs differ.
const AHEAD: usize = 4;

/// Does all jobs that `next` gives and hands what `work` makes of them to `take`, in order.
///
/// # Errors
/// The first error of `next` or `take`; jobs that were begun end, and nothing more is taken.
pub(crate) fn in_order<J: Send, D: Send, E>(
    mut next: impl FnMut() -> Result<Option<J>, E>,
    work: impl Fn(J) -> D + Sync,
    mut take: impl FnMut(D) -> Result<(), E>,
) -> Result<(), E> {
    let ahead = rayon::current_num_threads() * AHEAD;
    let (sender, receiver) = channel();
    let work = &work;
    rayon::in_place_scope(|scope| {
        let mut early = BTreeMap::new();
        let (mut given, mut taken, mut ended) = (0_usize, 0_usize, false);
        loop {
            while !ended && given - taken < ahead {
                let Some(job) = next()? else {
                    ended = true;
                    break;
                };
                let (sender, number) = (sender.clone(), given);
                scope.spawn(move |_| {
                    let done = catch_unwind(AssertUnwindSafe(|| work(job)));
                    // Nobody listens any more when writing failed.
                    let _ = sender.send((number, done));
                });
                given += 1;
            }
            if taken == given {
                return Ok(());
            }
            let done = loop {
                if let Some(done) = early.remove(&taken) {
                    break done;
                }
                let Some((number, done)) = wait(&receiver) else {
                    return Ok(());
                };
                early.insert(number, done);
            };
            taken += 1;
            take(done.unwrap_or_else(|panic| resume_unwind(panic)))?;
        }
    })
}

/// The next result. A thread of the pool does jobs while it waits, else a pool of one would wait for itself.
fn wait<T>(receiver: &Receiver<T>) -> Option<T> {
    if rayon::current_thread_index().is_none() {
        return receiver.recv().ok();
    }
    loop {
        match receiver.try_recv() {
            Ok(result) => return Some(result),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => {
                if rayon::yield_now() != Some(rayon::Yield::Executed) {
                    std::thread::yield_now();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(count: u64, threads: usize) -> Vec<u64> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let mut jobs = 0..count;
        let mut done = Vec::new();
        let result: Result<(), ()> = pool.install(|| {
            in_order(
                || Ok(jobs.next()),
                |job| job * job,
                |square| {
                    done.push(square);
                    Ok(())
                },
            )
        });
        result.unwrap();
        done
    }

    #[test]
    fn keeps_the_order_with_any_number_of_threads() {
        let expected: Vec<u64> = (0..1000).map(|n| n * n).collect();
        for threads in [1, 2, 5] {
            assert_eq!(squares(1000, threads), expected);
        }
        assert!(squares(0, 2).is_empty());
    }

    #[test]
    fn an_error_ends_it_and_no_more_is_taken() {
        let mut taken = 0;
        let result = in_order(
            || Ok(Some(1)),
            |job| job,
            |_| {
                taken += 1;
                if taken == 3 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((result, taken), (Err("full"), 3));
    }
}
