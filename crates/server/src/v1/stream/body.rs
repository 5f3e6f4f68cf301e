//! The body of an answer that is written while it is made.

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc::Receiver;

/// Bytes as they come through a channel; its bound is what the client has not taken yet.
#[derive(Debug)]
pub(super) struct Lines {
    lines: Receiver<Bytes>,
}

impl Lines {
    pub(super) const fn new(lines: Receiver<Bytes>) -> Self {
        Self { lines }
    }
}

impl HttpBody for Lines {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = self.lines.poll_recv(context);
        next.map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}
