//! The access log: a line of JSON a request, to stderr. Method, the route's template, status, time, trace: no path, no
//! query, no header of the client (promise P14). Between them a line for each poll and swap.
//!
//! A thread of its own writes, so that a slow reader of stderr delays no answer; what it cannot take is
//! counted and left out.

use crate::metrics::Metrics;
use crate::settings::AccessLog;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

/// Lines that may wait to be written.
const WAITING: usize = 4_096;

/// Where lines go.
#[derive(Clone, Debug)]
pub(crate) struct AccessLogger {
    requests: bool,
    to: Option<SyncSender<String>>,
    metrics: Arc<Metrics>,
}

impl AccessLogger {
    pub(crate) fn new(log: &AccessLog, metrics: Arc<Metrics>) -> Self {
        let to = match log {
            AccessLog::Off => None,
            AccessLog::Stderr | AccessLog::Events => writer(|lines| {
                // Nothing is left to do when stderr is closed.
                let _ = std::io::stderr().lock().write_all(lines);
            }),
            AccessLog::Memory(kept) => {
                let kept = Arc::clone(kept);
                writer(move |lines| {
                    if let Ok(mut kept) = kept.lock() {
                        kept.extend_from_slice(lines);
                    }
                })
            }
        };
        Self {
            requests: !matches!(log, AccessLog::Events),
            to,
            metrics,
        }
    }

    /// Something that happened behind the requests: to which list, how it went, and why. The reason is one of an error of
    /// ours, which holds nothing that was screened.
    pub(crate) fn event(
        &self,
        event: &str,
        dataset: Option<&str>,
        outcome: &str,
        reason: Option<&str>,
    ) {
        if self.to.is_some() {
            let at = format!("{:.3}", jiff::Timestamp::now());
            let line = serde_json::json!({
                "at": at, "event": event, "dataset": dataset, "outcome": outcome, "reason": reason,
            });
            self.send(format!("{line}\n"));
        }
    }

    fn send(&self, line: String) {
        if let Some(to) = &self.to
            && to.try_send(line).is_err()
        {
            self.metrics.log_dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// One request.
    pub(super) fn request(
        &self,
        method: &str,
        route: &str,
        status: u16,
        took: Duration,
        trace: &str,
    ) {
        if self.to.is_none() || !self.requests {
            return;
        }
        let micros = took.as_micros();
        let line = format!(
            "{{\"at\":\"{:.3}\",\"method\":\"{method}\",\"route\":\"{route}\",\"status\":{status},\"ms\":{}.{:03},\"trace\":\"{trace}\"}}\n",
            jiff::Timestamp::now(),
            micros / 1_000,
            micros % 1_000,
        );
        self.send(line);
    }
}

/// A thread that writes what it is sent; `None` where the system gives none: then nothing is logged, and counted.
fn writer(write: impl Fn(&[u8]) + Send + 'static) -> Option<SyncSender<String>> {
    let (to, from) = sync_channel(WAITING);
    let thread = std::thread::Builder::new().name("access-log".to_owned());
    thread.spawn(move || drain(&from, write)).ok()?;
    Some(to)
}

fn drain(from: &Receiver<String>, write: impl Fn(&[u8])) {
    let mut lines = Vec::new();
    while let Ok(line) = from.recv() {
        lines.clear();
        lines.extend_from_slice(line.as_bytes());
        // All that waits goes out in one call.
        while lines.len() < 64 << 10
            && let Ok(line) = from.try_recv()
        {
            lines.extend_from_slice(line.as_bytes());
        }
        write(&lines);
    }
}
