//! From an address to answers: the listener, its limits, its end.
//!
//! From outside to inside: [`accept`] bounds connections and ends them, [`connection`] bounds what one of them may
//! do and for how long, [`body`] bounds what comes in, [`observe`] counts, logs and makes errors plain,
//! then routes.

mod accept;
mod body;
mod connection;
mod cors;
pub(crate) mod follow;
mod io;
mod log;
mod observe;
mod trace;

use crate::error::ServeError;
use crate::settings::ServeSettings;
use crate::state::AppState;
use crate::{access, health, metrics, openapi, v1, yente};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use std::net::SocketAddr;
use tokio::net::TcpListener;

pub(crate) use log::AccessLogger;

/// All routes.
///
/// A layer goes around what stands before it: a request meets them from the last to the first.
pub fn router(state: AppState) -> Router {
    // What needs no key: probes, and `/updatez`, which has a secret of its own.
    let open = health::routes();
    let guarded = Router::new()
        .merge(metrics::routes())
        .merge(yente::routes())
        .merge(v1::routes())
        .merge(crate::jobs::routes::routes())
        .merge(crate::changes::routes())
        .merge(crate::log::routes::routes());
    let limit = DefaultBodyLimit::max(state.settings().body_bytes);
    open.merge(openapi::routes())
        .merge(guarded)
        // Around every route; its table says which are open.
        .layer(from_fn_with_state(state.clone(), access::check))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .layer(limit)
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .with_state(state)
}

/// A server that has its address.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    state: AppState,
    address: SocketAddr,
}

impl Server {
    /// Takes the address of the settings.
    ///
    /// # Errors
    /// When it cannot be had.
    pub async fn bind(state: AppState) -> Result<Self, ServeError> {
        let ServeSettings { listen, .. } = *state.settings();
        let cannot = |source| ServeError::Listen {
            address: listen,
            source,
        };
        let listener = TcpListener::bind(listen).await.map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        Ok(Self {
            listener,
            state,
            address,
        })
    }

    /// Where it listens; the port is known also when port 0 was asked for.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers, follows the data directory and polls until `stop` is ready; then lets requests that have begun end, for as long
    /// as the settings say or until `at_once` is ready.
    ///
    /// # Errors
    /// [`ServeError::CutShort`] when requests were cut off.
    pub async fn run(
        self,
        stop: impl Future<Output = ()> + Send,
        at_once: impl Future<Output = ()> + Send,
    ) -> Result<(), ServeError> {
        let following = tokio::spawn(follow::follow(self.state.clone()));
        let polling = tokio::spawn(crate::poll::poll(self.state.clone()));
        let ended = accept::serve(self.listener, self.state, stop, at_once).await;
        following.abort();
        polling.abort();
        ended
    }
}
