//! Connections are taken, counted, and ended.
//!
//! When nearly all places are taken, connections that wait without a request give theirs up, so that ten thousand
//! idle clients do not keep a busy one out. Beyond the last place nothing is accepted: who comes then
//! waits in the system's queue.

use super::connection::{self, Phase};
use crate::error::ServeError;
use crate::state::AppState;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// What all connections share.
pub(super) struct Shared {
    pub(super) state: AppState,
    pub(super) routes: axum::Router,
    pub(super) phase: watch::Receiver<Phase>,
    /// True while places are scarce.
    pub(super) crowded: watch::Sender<bool>,
    places: Arc<Semaphore>,
    open: AtomicUsize,
}

/// A place taken by a connection.
pub(super) struct Place {
    shared: Arc<Shared>,
    _permit: tokio::sync::OwnedSemaphorePermit,
}

impl Place {
    fn take(shared: &Arc<Shared>, permit: tokio::sync::OwnedSemaphorePermit) -> Self {
        let metrics = shared.state.metrics();
        metrics.connections.fetch_add(1, Ordering::Relaxed);
        metrics.accepted.fetch_add(1, Ordering::Relaxed);
        let open = shared.open.fetch_add(1, Ordering::Relaxed) + 1;
        let limit = shared.state.settings().connections;
        if open * 10 >= limit * 9 {
            shared.crowd(true);
        }
        Self {
            shared: Arc::clone(shared),
            _permit: permit,
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let metrics = self.shared.state.metrics();
        metrics.connections.fetch_sub(1, Ordering::Relaxed);
        let open = self.shared.open.fetch_sub(1, Ordering::Relaxed) - 1;
        let limit = self.shared.state.settings().connections;
        if open * 4 <= limit * 3 {
            self.shared.crowd(false);
        }
    }
}

impl Shared {
    fn crowd(&self, now: bool) {
        self.crowded.send_if_modified(|crowded| {
            let changed = *crowded != now;
            *crowded = now;
            changed
        });
    }
}

/// Takes connections until `stop`, then lets requests end.
pub(super) async fn serve(
    listener: TcpListener,
    state: AppState,
    stop: impl Future<Output = ()> + Send,
    at_once: impl Future<Output = ()> + Send,
) -> Result<(), ServeError> {
    let (phase, seen) = watch::channel(Phase::Serving);
    let limit = state.settings().connections.clamp(1, 1 << 24);
    let places = Arc::new(Semaphore::new(limit));
    let (notice, drain) = (state.settings().notice_time, state.settings().drain_time);
    let shared = Arc::new(Shared {
        routes: super::router(state.clone()),
        state,
        phase: seen,
        crowded: watch::channel(false).0,
        places: Arc::clone(&places),
        open: AtomicUsize::new(0),
    });
    let mut stop = std::pin::pin!(stop);
    let mut at_once = std::pin::pin!(at_once);
    {
        let taking = take(&listener, &shared);
        let mut taking = std::pin::pin!(taking);
        tokio::select! {
            () = &mut stop => {}
            () = &mut taking => {}
        }
        shared.state.vitals().drain();
        // Whoever spreads the load sees by `/readyz` that this server goes, before it refuses anybody.
        tokio::select! {
            () = &mut taking => {}
            () = tokio::time::sleep(notice) => {}
            () = &mut at_once => return Err(ServeError::CutShort),
        }
    }
    drop(listener);
    phase.send_replace(Phase::Ending);
    let all = u32::try_from(limit).unwrap_or(u32::MAX);
    let ended = tokio::select! {
        ended = tokio::time::timeout(drain, places.acquire_many(all)) => ended.is_ok(),
        () = &mut at_once => false,
    };
    phase.send_replace(Phase::Over);
    if ended {
        Ok(())
    } else {
        Err(ServeError::CutShort)
    }
}

/// Takes connections for ever.
async fn take(listener: &TcpListener, shared: &Arc<Shared>) {
    loop {
        let Ok(permit) = Arc::clone(&shared.places).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, peer)) => {
                let place = Place::take(shared, permit);
                begin(shared, place, stream, peer);
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(_) => {
                // No file descriptors are left, most likely: those that end make room.
                shared.state.metrics().event("accept_failed");
                shared.crowd(true);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

fn begin(shared: &Arc<Shared>, place: Place, stream: TcpStream, peer: std::net::SocketAddr) {
    // An answer is one write; waiting for more to send with it only delays it.
    let _ = stream.set_nodelay(true);
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        connection::serve(&shared, stream, peer).await;
        drop(place);
    });
}

/// True when the client went away before it was taken.
fn is_of_one_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
