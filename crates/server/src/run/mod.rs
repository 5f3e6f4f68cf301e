//! From an address to answers: the listener, its limits, its end.

use crate::error::ServeError;
use crate::settings::ServeSettings;
use crate::state::AppState;
use crate::{access, health, v1, yente};
use axum::{Router, middleware};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// All routes.
pub fn router(state: AppState) -> Router {
    Router::new()
        .merge(health::routes())
        .merge(yente::routes())
        .merge(v1::routes())
        .layer(middleware::from_fn_with_state(state.clone(), access::check))
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

    /// Answers until `stop` is ready, then lets requests that have begun end.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn run(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let address = self.address;
        axum::serve(self.listener, router(self.state))
            .with_graceful_shutdown(stop)
            .await
            .map_err(|source| ServeError::Listen { address, source })
    }
}
