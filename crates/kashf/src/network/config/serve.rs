//! `[serve]` of `config.toml`: what `kashf serve` takes at once and how long it waits. Flags go over it.

use super::duration;
use serde::Deserialize;
use std::net::SocketAddr;
use std::time::Duration;

/// What `[serve]` says, checked; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServeConfig {
    /// Where to listen.
    pub listen: Option<SocketAddr>,
    /// Requests worked on at the same time.
    pub workers: Option<usize>,
    /// Requests that wait for a worker.
    pub queue: Option<usize>,
    /// Queries of one request to `/match`.
    pub match_batch: Option<usize>,
    /// Longest wait for a worker.
    pub queue_time: Option<Duration>,
    /// Longest body of a request.
    pub body_bytes: Option<usize>,
    /// Bodies of all requests that are held at the same time.
    pub body_memory_bytes: Option<usize>,
    /// Longest time for headers, and for a body that does not come on.
    pub read_time: Option<Duration>,
    /// How long a connection may be held without a request.
    pub idle_time: Option<Duration>,
    /// Longest time for an answer.
    pub answer_time: Option<Duration>,
    /// Connections held at the same time.
    pub connections: Option<usize>,
    /// Requests at the same time on one HTTP/2 connection.
    pub streams: Option<u32>,
    /// How long connections are still taken after SIGTERM.
    pub notice_time: Option<Duration>,
    /// How long requests that have begun may run after that.
    pub drain_time: Option<Duration>,
    /// Whether a line is written for each request.
    pub access_log: Option<bool>,
    /// Whether publishers are asked from time to time.
    pub poll: Option<bool>,
    /// Datasets or aliases that are asked for; empty for every live list that came from the network.
    pub poll_lists: Vec<String>,
    /// How often.
    pub poll_every: Option<Duration>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServeTable {
    listen: Option<String>,
    workers: Option<u64>,
    queue: Option<u64>,
    match_batch: Option<u64>,
    queue_seconds: Option<u64>,
    body_mib: Option<u64>,
    body_memory_mib: Option<u64>,
    read_seconds: Option<u64>,
    idle_seconds: Option<u64>,
    answer_seconds: Option<u64>,
    connections: Option<u64>,
    streams: Option<u64>,
    notice_seconds: Option<u64>,
    drain_seconds: Option<u64>,
    access_log: Option<bool>,
    poll: Option<bool>,
    poll_lists: Option<Vec<String>>,
    poll_every: Option<String>,
}

impl ServeTable {
    pub(super) fn checked(&self) -> Result<ServeConfig, String> {
        let listen = self.listen.as_deref().map(|text| {
            text.parse()
                .map_err(|_| "serve.listen: must be address:port, such as 127.0.0.1:8000")
        });
        let config = ServeConfig {
            listen: listen.transpose()?,
            workers: count("workers", self.workers, 1..=1_024)?,
            queue: count("queue", self.queue, 0..=1_000_000)?,
            match_batch: count("match_batch", self.match_batch, 1..=10_000)?,
            queue_time: seconds("queue_seconds", self.queue_seconds, 1..=600)?,
            body_bytes: mib("body_mib", self.body_mib)?,
            body_memory_bytes: mib("body_memory_mib", self.body_memory_mib)?,
            read_time: seconds("read_seconds", self.read_seconds, 1..=600)?,
            idle_time: seconds("idle_seconds", self.idle_seconds, 1..=3_600)?,
            answer_time: seconds("answer_seconds", self.answer_seconds, 1..=3_600)?,
            connections: count("connections", self.connections, 1..=1_000_000)?,
            streams: count("streams", self.streams, 1..=10_000)?.map(|n| n as u32),
            notice_time: seconds("notice_seconds", self.notice_seconds, 0..=600)?,
            drain_time: seconds("drain_seconds", self.drain_seconds, 0..=3_600)?,
            access_log: self.access_log,
            poll: self.poll,
            poll_lists: self.poll_lists.clone().unwrap_or_default(),
            poll_every: self.poll_every.as_deref().map(every).transpose()?,
        };
        if config.poll != Some(true) && (self.poll_lists.is_some() || self.poll_every.is_some()) {
            return Err("serve.poll_lists, serve.poll_every: without `poll = true` beside them nothing is polled".to_owned());
        }
        if config.poll_lists.len() > 1_000 {
            return Err("serve.poll_lists: must have at most 1000 names".to_owned());
        }
        Ok(config)
    }
}

/// An interval of polling: from a minute, so that no publisher is asked without pause, to a week.
pub(super) fn every(text: &str) -> Result<Duration, String> {
    duration(text)
        .filter(|every| every.as_secs() <= 7 * 86_400)
        .ok_or_else(|| {
            format!("poll_every: `{text}` is no interval (must be 1m to 7d, such as \"10m\")")
        })
}

type Range = std::ops::RangeInclusive<u64>;

fn number(key: &str, value: Option<u64>, range: Range) -> Result<Option<u64>, String> {
    match value {
        Some(value) if !range.contains(&value) => Err(format!(
            "serve.{key}: must be {} to {}",
            range.start(),
            range.end()
        )),
        value => Ok(value),
    }
}

fn count(key: &str, value: Option<u64>, range: Range) -> Result<Option<usize>, String> {
    let value = number(key, value, range)?;
    Ok(value.and_then(|value| usize::try_from(value).ok()))
}

fn seconds(key: &str, value: Option<u64>, range: Range) -> Result<Option<Duration>, String> {
    Ok(number(key, value, range)?.map(Duration::from_secs))
}

fn mib(key: &str, value: Option<u64>) -> Result<Option<usize>, String> {
    Ok(count(key, value, 1..=4_096)?.map(|mib| mib << 20))
}
