//! What `kashf serve` was told: where to listen, how much to take at once.

use kashf::{Config, NetworkSettings, ServeConfig};
use std::fmt;
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
    /// Queries of one request to `/match`; yente's bound is 100.
    pub match_batch: usize,
    /// Longest wait for a worker.
    pub queue_time: Duration,
    /// Longest body of a request that is answered at once, in bytes.
    pub body_bytes: usize,
    /// Bodies of all requests that are held at the same time, in bytes. What JSON becomes in memory is up to
    /// sixteen times its length, so this bounds what a crowd of large requests can take.
    pub body_memory_bytes: usize,
    /// Longest time for the headers of a request; a body has this time, and longer as long as it comes at 10 kB a second.
    pub read_time: Duration,
    /// How long a connection may be held without a request.
    pub idle_time: Duration,
    /// Longest time for an answer.
    pub answer_time: Duration,
    /// Connections held at the same time; those that wait longest without a request make room before it is reached.
    pub connections: usize,
    /// Requests at the same time on one HTTP/2 connection.
    pub streams: u32,
    /// How long connections are still taken after SIGTERM while `/readyz` says 503, so that a load balancer can notice.
    pub notice_time: Duration,
    /// How long requests that have begun may still run after that.
    pub drain_time: Duration,
    /// Where a line for each request goes.
    pub access_log: AccessLog,
    /// What `POST /updatez?token=` must say; without one it is refused.
    pub update_token: Option<UpdateToken>,
    /// Which lists are asked for, and how often; nothing is unless it is configured.
    pub poll: Option<PollPlan>,
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
            match_batch: 100,
            queue_time: Duration::from_secs(5),
            body_bytes: 10 << 20,
            body_memory_bytes: 64 << 20,
            read_time: Duration::from_secs(10),
            idle_time: Duration::from_secs(75),
            answer_time: Duration::from_secs(30),
            connections: 10_000,
            streams: 100,
            notice_time: Duration::ZERO,
            drain_time: Duration::from_secs(30),
            access_log: AccessLog::Off,
            update_token: None,
            poll: None,
            network: NetworkSettings::default(),
        }
    }
}

impl ServeSettings {
    /// The defaults, changed by what `[serve]` of `config.toml` says.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let mut settings = Self::default();
        let ServeConfig {
            listen,
            workers,
            queue,
            match_batch,
            queue_time,
            body_bytes,
            body_memory_bytes,
            read_time,
            idle_time,
            answer_time,
            connections,
            streams,
            notice_time,
            drain_time,
            access_log,
            poll,
            poll_lists,
            poll_every,
        } = &config.serve;
        set(&mut settings.listen, *listen);
        set(&mut settings.workers, *workers);
        set(&mut settings.queue, *queue);
        set(&mut settings.match_batch, *match_batch);
        set(&mut settings.queue_time, *queue_time);
        set(&mut settings.body_bytes, *body_bytes);
        set(&mut settings.body_memory_bytes, *body_memory_bytes);
        set(&mut settings.read_time, *read_time);
        set(&mut settings.idle_time, *idle_time);
        set(&mut settings.answer_time, *answer_time);
        set(&mut settings.connections, *connections);
        set(&mut settings.streams, *streams);
        set(&mut settings.notice_time, *notice_time);
        set(&mut settings.drain_time, *drain_time);
        settings.access_log = match access_log {
            Some(false) => AccessLog::Events,
            _ => AccessLog::Stderr,
        };
        if *poll == Some(true) {
            settings.poll = Some(PollPlan {
                lists: poll_lists.clone(),
                every: poll_every.unwrap_or(PollPlan::EVERY),
            });
        }
        settings
    }
}

fn set<T: Copy>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// Where the access log goes.
#[derive(Clone, Debug)]
pub enum AccessLog {
    /// Nowhere.
    Off,
    /// To stderr, a line of JSON a request, and one a poll or a swap.
    Stderr,
    /// To stderr, without the requests.
    Events,
    /// Into memory, for tests of what it says.
    Memory(std::sync::Arc<std::sync::Mutex<Vec<u8>>>),
}

/// Which lists a server asks its publishers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollPlan {
    /// Datasets or aliases; empty for every live list that came from the network.
    pub lists: Vec<String>,
    /// How often, where `[sources.X] poll_every` says nothing else.
    pub every: Duration,
}

impl PollPlan {
    /// Ten minutes: a fetch may take ten more at most (`fetch.total_seconds`), and "not changed" costs a publisher next to nothing.
    pub const EVERY: Duration = Duration::from_secs(600);
}

/// A secret; it cannot be printed.
#[derive(Clone)]
pub struct UpdateToken(String);

impl UpdateToken {
    /// A token; `None` of one that is empty.
    #[must_use]
    pub fn new(token: &str) -> Option<Self> {
        let token = token.trim();
        (!token.is_empty()).then(|| Self(token.to_owned()))
    }

    /// Compares in a time that does not depend on where they differ.
    pub(crate) fn is(&self, given: &str) -> bool {
        let (known, given) = (self.0.as_bytes(), given.as_bytes());
        let differing = known.iter().zip(given).fold(0, |sum, (a, b)| sum | (a ^ b));
        known.len() == given.len() && differing == 0
    }
}

impl fmt::Debug for UpdateToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UpdateToken(..)")
    }
}
