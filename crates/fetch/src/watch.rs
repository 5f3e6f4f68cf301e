//! What the connection saw beside the body: bytes after its end, and an end that was no orderly one.
//!
//! ureq reads as much as `Content-Length` says and drops what follows, and takes a connection that was reset for the
//! end of a body without a length. Both would make a list shorter in silence. This layer around ureq's transport
//! notes them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ureq::Error;
use ureq::http::Uri;
use ureq::unversioned::transport::time::Duration;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};

/// How long a server that keeps the connection open against our wish is waited for; one that has more to say
/// has said it by then.
const AFTER_END: Duration = Duration::from_millis(200);

/// What was seen of one exchange.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    surplus: AtomicBool,
    broken: AtomicBool,
}

impl Seen {
    /// Bytes came after the end of the body.
    pub(crate) fn surplus(&self) -> bool {
        self.surplus.load(Ordering::SeqCst)
    }

    /// Reading ended with an error of the connection.
    pub(crate) fn broken(&self) -> bool {
        self.broken.load(Ordering::SeqCst)
    }
}

/// ureq's own connections, watched.
#[derive(Debug)]
pub(crate) struct Watched {
    inner: DefaultConnector,
    target: Uri,
    seen: Arc<Seen>,
}

impl Watched {
    pub(crate) fn new(target: &Uri, seen: Arc<Seen>) -> Self {
        Self {
            inner: DefaultConnector::new(),
            target: target.clone(),
            seen,
        }
    }
}

impl Connector<()> for Watched {
    type Out = WatchedTransport;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<WatchedTransport>, Error> {
        let inner = self.inner.connect(details, chained)?;
        // Through a proxy there is a connection inside the connection; its bytes are not those of the answer.
        let is_outer = details.uri.authority() == self.target.authority();
        Ok(inner.map(|inner| WatchedTransport {
            inner,
            seen: is_outer.then(|| Arc::clone(&self.seen)),
        }))
    }
}

#[derive(Debug)]
pub(crate) struct WatchedTransport {
    inner: Box<dyn Transport>,
    seen: Option<Arc<Seen>>,
}

impl Transport for WatchedTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let result = self.inner.await_input(timeout);
        if let (Err(_), Some(seen)) = (&result, &self.seen) {
            seen.broken.store(true, Ordering::SeqCst);
        }
        result
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

/// The connection ends when the body does, since we ask for that: what is still there then is surplus.
impl Drop for WatchedTransport {
    fn drop(&mut self) {
        let Some(seen) = &self.seen else { return };
        if seen.broken() {
            return;
        }
        let timeout = NextTimeout {
            after: AFTER_END,
            ..NextTimeout::default()
        };
        let more = !self.inner.buffers().input().is_empty()
            || matches!(self.inner.await_input(timeout), Ok(true));
        if more {
            seen.surplus.store(true, Ordering::SeqCst);
        }
    }
}
