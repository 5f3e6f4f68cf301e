//! `GET /v1/changes`: what entered, changed and left since a snapshot or a day, so that a user knows whom to screen again.
//!
//! Pages and NDJSON come from one comparison, which is kept for the next page: both snapshots are immutable.

use crate::error::{ApiError, internal};
use crate::state::AppState;
use crate::v1::{ApiQuery, bad_parameter};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use kashf::{Change, ChangesSince, Kashf, KashfError, VersionName};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::{IntoParams, ToSchema};

/// Most changes of a page.
const MAX_PAGE: usize = 1000;

pub(crate) fn routes() -> Router<AppState> {
    Router::new().route("/v1/changes", get(changes))
}

/// Since when, in which list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChangesParams {
    #[param(example = "2026-02-27")]
    /// A snapshot (its id, as every answer carries it, or the first digits), or a day: YYYY-MM-DD, the end of which counts.
    since: String,
    /// A later snapshot or day; the live snapshot when absent.
    until: Option<String>,
    /// Only this list.
    dataset: Option<String>,
    /// Changes to leave out from the beginning: `next` of the page before.
    offset: Option<usize>,
    /// Changes of a page; NDJSON gives all that follow when absent.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// A page of changes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangesPage {
    /// The earlier snapshot.
    from: String,
    /// The later one; give it as `until` with the next page, so that pages fit together while lists are loaded.
    to: String,
    /// Lists that changed, with their versions.
    #[schema(value_type = Vec<Object>)]
    lists: Vec<Value>,
    /// Changes in all.
    total: usize,
    /// `offset` of the next page; `null` on the last.
    next: Option<usize>,
    /// The changes: by list, kind and id.
    #[schema(value_type = Vec<Object>)]
    items: Vec<Value>,
}

/// What entered, changed and left.
#[utoipa::path(get, path = "/v1/changes", tag = "lists", params(ChangesParams),
    responses((status = 200, description = "A page; NDJSON, a line a change, where `Accept` asks for it", body = ChangesPage)))]
pub(crate) async fn changes(
    State(state): State<AppState>,
    ApiQuery(params): ApiQuery<ChangesParams>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if params
        .limit
        .is_some_and(|limit| !(1..=MAX_PAGE).contains(&limit))
    {
        return Err(bad_parameter("limit: must be from 1 to 1000"));
    }
    let lines = headers
        .get_all(header::ACCEPT)
        .iter()
        .any(|accept| accept.to_str().is_ok_and(|text| text.contains("ndjson")));
    let offset = params.offset.unwrap_or(0);
    let limit = params.limit.unwrap_or(if lines { usize::MAX } else { 100 });
    let work = move || {
        let found = found(&state, &params)?;
        let total: usize = found.lists.iter().map(|list| list.changes.len()).sum();
        let items = found.lists.iter().flat_map(|list| {
            list.changes
                .iter()
                .map(|change| line(&list.dataset, change))
        });
        let items = items.skip(offset).take(limit);
        if lines {
            let text: String = items.map(|item| format!("{item}\n")).collect();
            let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
            return Ok((kind, text).into_response());
        }
        let items: Vec<Value> = items.collect();
        let end = offset.saturating_add(items.len());
        let lists = found.lists.iter().map(|list| {
            serde_json::json!({
                "dataset": list.dataset,
                "from": version(list.from.as_ref()),
                "to": version(list.to.as_ref()),
                "changes": list.changes.len(),
            })
        });
        Ok(Json(ChangesPage {
            from: found.from.clone(),
            to: found.to.clone(),
            lists: lists.collect(),
            total,
            next: (end < total && !items.is_empty()).then_some(end),
            items,
        })
        .into_response())
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| internal())?
}

/// The comparison that was made last: the next page asks for the same.
static LAST: Mutex<Option<(String, Arc<ChangesSince>)>> = Mutex::new(None);

fn found(state: &AppState, params: &ChangesParams) -> Result<Arc<ChangesSince>, ApiError> {
    let kashf = state.worlds().kashf();
    for asked in [Some(&params.since), params.until.as_ref()]
        .into_iter()
        .flatten()
    {
        known(kashf, asked)?;
    }
    let live = kashf.live_id().map_err(ApiError::from)?;
    // Everything that the answer depends on; the live snapshot where none is named.
    let key = serde_json::json!([
        kashf.path(),
        params.since,
        params.until,
        live,
        params.dataset
    ])
    .to_string();
    let last = || LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, found)) = last().as_ref().filter(|(known, _)| *known == key) {
        return Ok(Arc::clone(found));
    }
    let found = kashf.changes_since(
        &params.since,
        params.until.as_deref(),
        params.dataset.as_deref(),
    );
    let found = Arc::new(found.map_err(|error| match error {
        KashfError::AsOf { .. } => bad_parameter(&format!("since: {error}")),
        error => ApiError::from(error),
    })?);
    *last() = Some((key, Arc::clone(&found)));
    Ok(found)
}

/// Refuses what is neither a day nor the beginning of one snapshot's id.
fn known(kashf: &Kashf, asked: &str) -> Result<(), ApiError> {
    let is_day = asked.len() == 10 && asked.as_bytes()[4] == b'-';
    let ids = kashf.snapshots().map_err(ApiError::from)?;
    let begin = ids.iter().filter(|snapshot| snapshot.id.starts_with(asked));
    if is_day || (asked.len() >= 4 && begin.count() == 1) {
        return Ok(());
    }
    let message =
        "since, until: must be a day or the beginning of the id of one snapshot, at least 4 digits";
    Err(ApiError::new(StatusCode::NOT_FOUND, "no_snapshot", message)
        .hint("`/v1/snapshots` lists them; one that was pruned cannot be compared with"))
}

/// A change with the list in which it is.
fn line(dataset: &str, change: &Change) -> Value {
    let mut line = serde_json::json!({ "dataset": dataset });
    if let (Some(line), Ok(Value::Object(change))) =
        (line.as_object_mut(), serde_json::to_value(change))
    {
        line.extend(change);
    }
    line
}

fn version(name: Option<&VersionName>) -> Value {
    name.and_then(|name| serde_json::to_value(name).ok())
        .unwrap_or(Value::Null)
}
