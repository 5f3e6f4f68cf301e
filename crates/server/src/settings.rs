//! What `kashf serve` was told: where to listen, how much to take at once.

use kashf::NetworkSettings;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

/// Settings of a server; the defaults are those of `kashf serve` without flags.
#[derive(Clone, Debug)]
pub struct ServeSettings {
    /// Where to listen. An address of another machine's reach needs authentication.
    pub listen: SocketAddr,
    /// Requests worked on at the same time; screening is bound by the processor.
    pub workers: usize,
    /// Requests that wait for a worker; one more is answered 503, "not screened".
    pub queue: usize,
    /// Longest wait for a worker.
    pub queue_time: Duration,
    /// Longest body of a request that is answered at once, in bytes.
    pub body_bytes: usize,
    /// Longest time for the headers, and again for the body, of a request.
    pub read_time: Duration,
    /// Longest time for an answer.
    pub answer_time: Duration,
    /// Connections held at the same time.
    pub connections: usize,
    /// How long requests that have begun may still run after SIGTERM.
    pub drain_time: Duration,
    /// How the network may be used for polling.
    pub network: NetworkSettings,
}

impl Default for ServeSettings {
    fn default() -> Self {
        let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8000),
            workers,
            queue: 1024,
            queue_time: Duration::from_secs(5),
            body_bytes: 10 << 20,
            read_time: Duration::from_secs(10),
            answer_time: Duration::from_secs(30),
            connections: 10_000,
            drain_time: Duration::from_secs(30),
            network: NetworkSettings::default(),
        }
    }
}
