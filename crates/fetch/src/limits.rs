//! How long and how much, at most.

use std::time::Duration;

/// Bounds of one fetch. Every one of them is an error when it binds, never a short list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// To find the name, and again to connect and to agree on keys.
    pub connect: Duration,
    /// From the request until the headers of the answer are whole.
    pub first_byte: Duration,
    /// For one address in all: tries, waits and redirects included.
    pub total: Duration,
    /// No byte for so long, or fewer bytes than [`Limits::least_rate`] asks for: too slow.
    pub stall: Duration,
    /// Bytes a second that a body must keep up, measured over each [`Limits::stall`].
    pub least_rate: u64,
    /// Bytes of a body as received.
    pub max_bytes: u64,
    /// Tries, the first included.
    pub tries: u32,
    /// Waited before the second try; doubled before each further one.
    pub wait: Duration,
    /// Longest wait between tries, also where the server asks for more (`Retry-After`).
    pub longest_wait: Duration,
}

/// Redirects of one fetch.
pub(crate) const MAX_REDIRECTS: usize = 3;

/// Bytes of the headers of an answer; publishers send about one kilobyte.
pub(crate) const MAX_HEADER_BYTES: usize = 64 << 10;

impl Default for Limits {
    /// Ten minutes in all, so that a version is live within fifteen of the poll (promise P1): time for OFAC's
    /// largest file (120 MB) at 1.6 Mbit/s.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            first_byte: Duration::from_secs(60),
            total: Duration::from_secs(600),
            stall: Duration::from_secs(30),
            least_rate: 1_000,
            max_bytes: 512 << 20,
            tries: 4,
            wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(60),
        }
    }
}

impl Limits {
    /// The wait before try number `next` (2 is the first that waits); no chance in it.
    pub(crate) fn wait_before(&self, next: u32) -> Duration {
        let doublings = next.saturating_sub(2).min(16);
        self.wait
            .saturating_mul(1 << doublings)
            .min(self.longest_wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let limits = Limits::default();
        let waits: Vec<u64> = (2..10).map(|n| limits.wait_before(n).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(limits.wait_before(u32::MAX), limits.longest_wait);
    }
}
