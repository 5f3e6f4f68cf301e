//! Bodies: how fast they must come, and how much of them all requests may hold.

use super::io::Request;
use crate::metrics::Metrics;
use crate::state::AppState;
use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep};

/// Bytes a second that a body must bring once its first time is over.
const BYTES_PER_SECOND: u64 = 10_000;

/// Routes that work on a body as it comes, however long it is.
const FLOWING: [&str; 2] = ["/v1/screen/stream", "/v1/jobs"];

/// What such a body holds at a time: a line and a piece.
const FLOWING_BYTES: usize = 2 << 20;

/// Commas that a body on yente's routes may have: a batch of a hundred queries has some thousand. What JSON becomes in memory
/// goes by its values, not by its bytes: 8 MB of `0,0,0` took half a second and 400 MiB to read.
const COMMAS: usize = 200_000;

/// What went wrong with a body; told by `observe` whatever the handler makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It came too slowly.
    Slow,
    /// All requests together hold as much as they may.
    NoMemory,
    /// It holds more values than any request has.
    TooMany,
}

/// How much of a body is held; given back when the request has been answered.
#[derive(Debug)]
pub(super) struct Meter {
    metrics: Arc<Metrics>,
    held: AtomicUsize,
    fault: AtomicU8,
}

impl Meter {
    pub(super) fn fault(&self) -> Option<Fault> {
        match self.fault.load(Ordering::Relaxed) {
            1 => Some(Fault::Slow),
            2 => Some(Fault::NoMemory),
            3 => Some(Fault::TooMany),
            _ => None,
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        let held = self.held.load(Ordering::Relaxed);
        self.metrics.body_memory.fetch_sub(held, Ordering::Relaxed);
    }
}

/// A request's body, timed and counted.
#[derive(Debug)]
pub(super) struct Metered {
    body: Incoming,
    meter: Arc<Meter>,
    begun: Instant,
    /// Of a body that is worked on as it comes: how long it may be waited for at a time, in place of a time for all.
    stall: Option<Duration>,
    received: u64,
    read_time: Duration,
    /// Made when the body first has to be waited for.
    alarm: Option<Pin<Box<Sleep>>>,
    /// The most that is counted as held: who takes more works on it as it comes.
    most: usize,
    all: usize,
    /// Commas that may still come; none is counted where bodies are worked on as they come.
    commas: Option<usize>,
}

/// Why a body ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum BodyError {
    #[error("the body came too slowly")]
    Slow,
    #[error("too many bodies at the same time")]
    NoMemory,
    #[error("the body holds too many values")]
    TooMany,
    #[error(transparent)]
    Broken(#[from] hyper::Error),
}

impl Metered {
    pub(super) fn new(body: Incoming, path: &str, state: &AppState) -> (Self, Arc<Meter>) {
        let meter = Arc::new(Meter {
            metrics: Arc::clone(state.metrics()),
            held: AtomicUsize::new(0),
            fault: AtomicU8::new(0),
        });
        let settings = state.settings();
        let flows = FLOWING.contains(&path);
        let metered = Self {
            body,
            meter: Arc::clone(&meter),
            begun: Instant::now(),
            // Its handler lets go earlier, and says why.
            stall: flows.then(|| settings.answer_time + settings.read_time),
            received: 0,
            read_time: settings.read_time,
            alarm: None,
            most: if flows {
                FLOWING_BYTES
            } else {
                settings.body_bytes
            },
            all: settings.body_memory_bytes,
            commas: (!path.starts_with("/v1/")).then_some(COMMAS),
        };
        (metered, meter)
    }

    fn fail(&self, fault: Fault) -> BodyError {
        let (code, error) = match fault {
            Fault::Slow => (1, BodyError::Slow),
            Fault::NoMemory => (2, BodyError::NoMemory),
            Fault::TooMany => (3, BodyError::TooMany),
        };
        self.meter.fault.store(code, Ordering::Relaxed);
        error
    }

    fn deadline(&self) -> Instant {
        if let Some(stall) = self.stall {
            return self.begun + stall;
        }
        let earned = self.received.saturating_mul(1_000) / BYTES_PER_SECOND;
        // A bound on what arithmetic of times can hold; no body lasts a day.
        self.begun + self.read_time + Duration::from_millis(earned.min(86_400_000))
    }

    /// Counts bytes in; false when there is no room for them.
    fn hold(&mut self, bytes: usize) -> bool {
        let held = self.meter.held.load(Ordering::Relaxed);
        let more = bytes.min(self.most.saturating_sub(held));
        self.received = self.received.saturating_add(bytes as u64);
        if more == 0 {
            return true;
        }
        let memory = &self.meter.metrics.body_memory;
        if memory.fetch_add(more, Ordering::Relaxed) + more > self.all {
            memory.fetch_sub(more, Ordering::Relaxed);
            return false;
        }
        self.meter.held.store(held + more, Ordering::Relaxed);
        true
    }
}

impl HttpBody for Metered {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) else {
            if self.stall.is_some() && self.alarm.is_none() {
                self.begun = Instant::now();
            }
            let deadline = self.deadline();
            let alarm = self
                .alarm
                .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
            if alarm.deadline() != deadline {
                alarm.as_mut().reset(deadline);
            }
            ready!(alarm.as_mut().poll(cx));
            return Poll::Ready(Some(Err(self.fail(Fault::Slow))));
        };
        if self.stall.is_some() {
            // Now begins the next wait, or the handler's own work, which is not the client's slowness.
            self.begun = Instant::now();
            self.alarm = None;
        }
        Poll::Ready(match frame {
            Some(Ok(frame)) => {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                if let (Some(left), Some(data)) = (self.commas, frame.data_ref()) {
                    let commas = data.iter().filter(|byte| **byte == b',').count();
                    let Some(left) = left.checked_sub(commas) else {
                        return Poll::Ready(Some(Err(self.fail(Fault::TooMany))));
                    };
                    self.commas = Some(left);
                }
                if self.hold(bytes) {
                    Some(Ok(frame))
                } else {
                    Some(Err(self.fail(Fault::NoMemory)))
                }
            }
            Some(Err(error)) => Some(Err(error.into())),
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// An answer's body; its request has ended when it has.
#[derive(Debug)]
pub(super) struct Answer {
    body: Body,
    _running: Request,
}

impl Answer {
    pub(super) const fn new(body: Body, running: Request) -> Self {
        Self {
            body,
            _running: running,
        }
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
