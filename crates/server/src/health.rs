//! Is it up, is it ready, look again now: `/healthz`, `/readyz`, `/updatez`.
//!
//! Shapes are yente's, `{"status": "ok"}`; `/readyz` says more beside it. No default secret opens `/updatez`.

use crate::access::Caller;
use crate::error::{Overload, YenteError};
use crate::poll;
use crate::state::AppState;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use kashf_records::Scope;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/updatez", post(updatez))
}

/// The process answers.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "service",
    responses((status = 200, description = "The process answers", body = Value)),
)]
pub(crate) async fn healthz() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// The lists answer and are within their age limits; 503 with the reason when not.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "service",
    responses(
        (status = 200, description = "The lists answer and are within their age limits", body = Value),
        (status = 503, description = "Not ready, and why", body = Value),
    ),
)]
pub(crate) async fn readyz(State(state): State<AppState>) -> (StatusCode, Json<Value>) {
    let world = state.world();
    let reasons = state.vitals().unready();
    let mut body = state
        .vitals()
        .detail(state.settings().listen.ip().is_loopback());
    body["snapshot"] = world.screener.snapshot_id().into();
    body["policy"] = world.screener.policy_id().into();
    if reasons.is_empty() {
        body["status"] = "ok".into();
        return (StatusCode::OK, Json(body));
    }
    body["status"] = "not_ready".into();
    body["detail"] = format!("not ready: {}", reasons.join("; ")).into();
    (StatusCode::SERVICE_UNAVAILABLE, Json(body))
}

/// Parameters of `/updatez`.
#[derive(Deserialize)]
pub(crate) struct Update {
    #[serde(default)]
    token: String,
    #[serde(default)]
    sync: String,
}

/// Asks the publishers of polled lists and looks at the data directory, now. With `sync` the answer comes when that is
/// done, and tells what failed. A key or user with the scope `admin` needs no token.
#[utoipa::path(
    post,
    path = "/updatez",
    tag = "service",
    params(
        ("token" = Option<String>, Query, description = "The secret of `update_token`; there is no default one"),
        ("sync" = Option<bool>, Query, description = "Whether to answer only when it is done, and with what failed"),
    ),
    responses(
        (status = 200, description = "It is done, or begun", body = Value),
        (status = 403, description = "The token is not the one that the server was given", body = Value),
    ),
)]
pub(crate) async fn updatez(
    State(state): State<AppState>,
    caller: Option<Extension<Caller>>,
    Query(update): Query<Update>,
) -> Result<Json<Value>, YenteError> {
    let known = state.settings().update_token.as_ref();
    let admitted = caller.is_some_and(|Extension(caller)| caller.is_known_to(Scope::Admin));
    if !admitted && !known.is_some_and(|token| token.is(update.token.trim())) {
        return Err(YenteError::new(StatusCode::FORBIDDEN, "Invalid token."));
    }
    let wait = flag(&update.sync).ok_or_else(|| {
        YenteError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "sync: must be true or false",
        )
    })?;
    let begun = poll::update(state).ok_or_else(|| YenteError::from(Overload::Busy))?;
    if wait {
        let failed = begun.await.map_err(|_| Overload::Defect)?;
        if !failed.is_empty() {
            let detail = format!("not updated: {}", failed.join("; "));
            return Err(YenteError::new(StatusCode::SERVICE_UNAVAILABLE, detail));
        }
    }
    Ok(Json(json!({ "status": "ok" })))
}

/// A boolean as yente's parameters take it.
fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" | "t" | "y" => Some(true),
        "" | "false" | "0" | "no" | "off" | "f" | "n" => Some(false),
        _ => None,
    }
}
