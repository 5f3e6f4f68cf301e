//! yente's contract: its routes, parameters, shapes, status codes and headers, so that its clients work unchanged.
//!
//! Source: yente 5.5's documentation and source, read, not copied. One module a route.

pub(crate) mod algorithms;
pub(crate) mod catalog;
pub(crate) mod entities;
mod filter;
mod labels;
mod lookup;
pub(crate) mod matching;
mod params;
pub(crate) mod reconcile;
mod scope;
mod score;
pub(crate) mod search;

pub(crate) use lookup::{IndexCell, index_of};
pub(crate) use params::is_time;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/match/{dataset}", post(matching::match_entities))
        .route("/entities/{id}", get(entities::entity))
        .route("/entities/{id}/adjacent", get(entities::adjacent))
        .route(
            "/entities/{id}/adjacent/{property}",
            get(entities::adjacent_by),
        )
        .route("/catalog", get(catalog::catalog))
        .route("/manifest", get(catalog::catalog))
        .route("/algorithms", get(algorithms::algorithms))
        .merge(search::routes())
        .merge(reconcile::routes())
}
