//! How often somebody may ask, and how often somebody may be wrong.

use axum::http::{HeaderMap, HeaderValue};
use rustc_hash::FxHashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The time over which requests and failures are counted.
const MINUTE: Duration = Duration::from_secs(60);
/// Failed attempts a minute of one address, or for one user.
const FAILURES: u32 = 20;
/// Addresses and users of whom failures are remembered.
const REMEMBERED: usize = 10_000;

/// What is left of an allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Allowance {
    limit: u32,
    left: u32,
    /// Seconds until a whole allowance is there again.
    reset: u32,
    /// Seconds until one more request is.
    pub(super) wait: u32,
}

impl Allowance {
    /// `X-RateLimit-*`.
    pub(super) fn write(self, headers: &mut HeaderMap) {
        for (name, value) in [
            ("x-ratelimit-limit", self.limit),
            ("x-ratelimit-remaining", self.left),
            ("x-ratelimit-reset", self.reset),
        ] {
            headers.insert(name, HeaderValue::from(value));
        }
    }
}

/// Requests of each key: a bucket that holds a minute's allowance and fills evenly.
#[derive(Debug, Default)]
pub(super) struct Rates {
    buckets: Mutex<FxHashMap<String, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    /// Time that requests have taken up, as of `at`; a whole minute is a full allowance.
    used: Duration,
    at: Instant,
}

impl Rates {
    /// Counts one request; `Err` when there is no room for it.
    pub(super) fn take(&self, who: &str, limit: u32, now: Instant) -> Result<Allowance, Allowance> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let one = MINUTE / limit;
        // As many as there are keys: bounded by who makes them.
        let bucket = buckets.entry(who.to_owned()).or_insert(Bucket {
            used: Duration::ZERO,
            at: now,
        });
        let since = now.saturating_duration_since(bucket.at);
        bucket.used = bucket.used.saturating_sub(since);
        bucket.at = now;
        let fits = bucket.used + one <= MINUTE;
        if fits {
            bucket.used += one;
        }
        let free = MINUTE.saturating_sub(bucket.used);
        let left = u32::try_from(free.as_nanos() / one.as_nanos().max(1)).unwrap_or(limit);
        let allowance = Allowance {
            limit,
            left,
            reset: seconds(bucket.used),
            wait: seconds((bucket.used + one).saturating_sub(MINUTE)),
        };
        if fits { Ok(allowance) } else { Err(allowance) }
    }
}

/// Whole seconds, rounded up.
fn seconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

/// Failed attempts: after [`FAILURES`] within a minute, passwords of this address or for this user are not looked at until the
/// minute is over. Good keys still are: nobody can lock another's program out.
#[derive(Debug, Default)]
pub(super) struct Failures {
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    failures: FxHashMap<Subject, (u32, Instant)>,
    /// When what is over was last forgotten.
    swept: Option<Instant>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Subject {
    Address(Option<IpAddr>),
    User(String),
}

impl Failures {
    /// Counts a failure; the seconds to wait when there were too many.
    pub(super) fn note(
        &self,
        address: Option<IpAddr>,
        user: Option<&str>,
        now: Instant,
    ) -> Option<u32> {
        {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            let Seen {
                failures: seen,
                swept,
            } = &mut *seen;
            let since = |time: Instant| now.saturating_duration_since(time);
            if seen.len() >= REMEMBERED && swept.is_none_or(|last| since(last) > MINUTE / 60) {
                seen.retain(|_, (_, first)| since(*first) < MINUTE);
                *swept = Some(now);
            }
            for subject in subjects(address, user) {
                // A crowd beyond what is remembered is counted as one.
                let subject = if seen.len() < REMEMBERED || seen.contains_key(&subject) {
                    subject
                } else {
                    Subject::Address(None)
                };
                let (count, since) = seen.entry(subject).or_insert((0, now));
                if now.saturating_duration_since(*since) >= MINUTE {
                    (*count, *since) = (0, now);
                }
                *count += 1;
            }
        }
        self.wait(address, user, now)
    }

    /// The seconds to wait, when there were too many failures.
    pub(super) fn wait(
        &self,
        address: Option<IpAddr>,
        user: Option<&str>,
        now: Instant,
    ) -> Option<u32> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = subjects(address, user).into_iter().filter_map(|subject| {
            let (count, since) = seen.failures.get(&subject)?;
            let left = MINUTE.checked_sub(now.saturating_duration_since(*since))?;
            (*count > FAILURES && !left.is_zero()).then(|| seconds(left))
        });
        waits.max()
    }
}

fn subjects(address: Option<IpAddr>, user: Option<&str>) -> Vec<Subject> {
    let mut subjects = vec![Subject::Address(address)];
    // A name longer than any user's is not worth remembering.
    subjects.extend(
        user.filter(|user| user.len() <= 64)
            .map(|user| Subject::User(user.to_owned())),
    );
    subjects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allowance_is_spent_and_comes_back() {
        let rates = Rates::default();
        let start = Instant::now();
        for left in [2, 1, 0] {
            assert_eq!(rates.take("key:1", 3, start).unwrap().left, left);
        }
        let refused = rates.take("key:1", 3, start).unwrap_err();
        assert_eq!((refused.left, refused.wait, refused.reset), (0, 20, 60));
        assert!(rates.take("key:2", 3, start).is_ok(), "each has its own");
        let later = start + Duration::from_secs(20);
        assert_eq!(rates.take("key:1", 3, later).unwrap().left, 0);
        assert!(rates.take("key:1", 3, later).is_err());
    }

    #[test]
    fn failures_are_counted_by_address_and_by_user() {
        let failures = Failures::default();
        let start = Instant::now();
        let address = Some(IpAddr::from([192, 0, 2, 1]));
        let other = Some(IpAddr::from([192, 0, 2, 2]));
        for _ in 0..FAILURES {
            assert_eq!(failures.note(address, Some("layla"), start), None);
        }
        assert_eq!(failures.note(address, Some("layla"), start), Some(60));
        assert_eq!(failures.wait(other, Some("layla"), start), Some(60));
        assert_eq!(failures.wait(address, None, start), Some(60));
        assert_eq!(failures.wait(other, Some("nadir"), start), None);
        let later = start + MINUTE;
        assert_eq!(failures.wait(address, Some("layla"), later), None);
        assert_eq!(failures.note(address, Some("layla"), later), None);
    }

    #[test]
    fn a_crowd_of_addresses_takes_bounded_memory() {
        let failures = Failures::default();
        let now = Instant::now();
        for number in 0..30_000_u32 {
            failures.note(Some(IpAddr::from(number.to_be_bytes())), None, now);
        }
        assert!(failures.seen.lock().unwrap().failures.len() <= REMEMBERED + 1);
    }
}
