//! A socket that knows when something last went through it.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What a connection did, and when.
#[derive(Debug)]
pub(super) struct Activity {
    begun: Instant,
    /// Milliseconds after `begun` at which bytes last moved.
    moved: AtomicU64,
    /// Milliseconds after `begun` at which the connection last became free of requests.
    free: AtomicU64,
    requests: AtomicUsize,
    /// Requests since it was opened.
    answered: AtomicU64,
    /// True when something came since the connection became free.
    begins: AtomicBool,
}

impl Activity {
    pub(super) fn new() -> Self {
        Self {
            begun: Instant::now(),
            moved: AtomicU64::new(0),
            free: AtomicU64::new(0),
            requests: AtomicUsize::new(0),
            answered: AtomicU64::new(0),
            begins: AtomicBool::new(false),
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// A request has begun; it ends with what this gives.
    pub(super) fn request(self: &std::sync::Arc<Self>) -> Request {
        self.requests.fetch_add(1, Ordering::Relaxed);
        Request(std::sync::Arc::clone(self))
    }

    /// True while requests are being read, worked on or answered.
    pub(super) fn is_busy(&self) -> bool {
        self.requests.load(Ordering::Relaxed) > 0
    }

    /// True when the headers of a request have begun to come.
    pub(super) fn begins(&self) -> bool {
        self.begins.load(Ordering::Relaxed)
    }

    /// True when no request was ever made.
    pub(super) fn is_fresh(&self) -> bool {
        self.answered.load(Ordering::Relaxed) == 0
    }

    /// How long it has had no request.
    pub(super) fn free_for(&self) -> Duration {
        Duration::from_millis(self.now().saturating_sub(self.free.load(Ordering::Relaxed)))
    }

    /// How long nothing has moved.
    pub(super) fn still_for(&self) -> Duration {
        Duration::from_millis(
            self.now()
                .saturating_sub(self.moved.load(Ordering::Relaxed)),
        )
    }

    fn moved(&self) {
        self.moved.store(self.now(), Ordering::Relaxed);
    }
}

/// A request on a connection, from its headers to the last byte of its answer.
#[derive(Debug)]
pub(super) struct Request(std::sync::Arc<Activity>);

impl Drop for Request {
    fn drop(&mut self) {
        let activity = &self.0;
        activity.answered.fetch_add(1, Ordering::Relaxed);
        activity.free.store(activity.now(), Ordering::Relaxed);
        activity.begins.store(false, Ordering::Relaxed);
        activity.requests.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The socket.
#[derive(Debug)]
pub(super) struct Watched {
    stream: TcpStream,
    activity: std::sync::Arc<Activity>,
}

impl Watched {
    pub(super) fn new(stream: TcpStream, activity: std::sync::Arc<Activity>) -> Self {
        Self { stream, activity }
    }

    fn wrote(&self, result: &Poll<io::Result<usize>>) {
        if matches!(result, Poll::Ready(Ok(1..))) {
            self.activity.moved();
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if result.is_ready() && buffer.filled().len() > before {
            self.activity.moved();
            self.activity.begins.store(true, Ordering::Relaxed);
        }
        result
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wrote(&result);
        result
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.wrote(&result);
        result
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
