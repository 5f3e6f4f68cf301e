//! Our own routes, under `/v1`: screening of single records, batches and streams; entities with their sources; lists,
//! snapshots and the policy; two names explained; movements traced.
//!
//! Records are read by the code that reads `kashf screen --in`, and answered in the lines that it writes: what is said
//! of a field in `docs/formats.md` holds here too. Errors are `{"code","message","hint"}`. A record that could not be
//! screened is an answer (`status: not_screened`), a request that could not be read is an error; neither reads as
//! "clear" (promise P13).
//!
//! It is not yente's contract: that is `yente/`.

pub(crate) mod about;
mod ask;
pub(crate) mod batch;
pub(crate) mod entity;
pub(crate) mod explain;
mod keep;
pub(crate) mod lists;
mod record;
pub(crate) mod screen;
pub(crate) mod snapshots;
pub(crate) mod stream;
mod take;
pub(crate) mod trace;

pub(crate) use ask::{ScreenParams, schema_of};
pub(crate) use record::{RecordBody, RecordList};
pub(crate) use take::{ApiBody, ApiPath, ApiQuery, bad_parameter, unreadable};

use crate::error::ApiError;
use crate::state::AppState;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{any, get, post};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/screen", post(screen::screen))
        .route("/v1/screen/batch", post(batch::batch))
        .route("/v1/screen/stream", post(stream::stream))
        .route("/v1/explain", post(explain::explain))
        .route("/v1/trace", post(trace::trace))
        .route("/v1/entities/{id}", get(entity::entity))
        .route("/v1/lists", get(lists::lists))
        .route("/v1/lists/{dataset}", get(lists::list))
        .route("/v1/snapshots", get(snapshots::snapshots))
        .route("/v1/snapshots/{id}", get(snapshots::snapshot))
        .route("/v1/policy", get(about::policy))
        .route("/v1/version", get(about::version))
        .route("/v1/{*rest}", any(no_route))
        .method_not_allowed_fallback(no_method)
}

async fn no_route() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "no_route", "there is no such route")
        .hint("`/docs` and `/openapi.json` have them all")
}

async fn no_method() -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "no_method",
        "this route does not know the method",
    )
    .hint("the header `Allow` names the methods that it knows")
}

/// The time now, to the second.
pub(crate) fn now() -> String {
    let seconds = jiff::Timestamp::now().as_second();
    jiff::Timestamp::from_second(seconds)
        .unwrap_or_default()
        .to_string()
}
