//! yente's contract: its routes, parameters, shapes, status codes and headers, so that its clients work unchanged.
//!
//! Source: yente 5.5's documentation and source, read, not copied. One module a route.

use crate::state::AppState;
use axum::Router;

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
}
