//! `GET /v1/lists`: what is loaded, of which date, how old.

use super::ApiPath;
use crate::error::ApiError;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use kashf::ListInfo;
use serde::Serialize;
use utoipa::ToSchema;

/// One list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListAnswer {
    #[serde(flatten)]
    list: ListInfo,
    /// Seconds since the publisher last confirmed it; null for a list that was given as a file, which has no age.
    age_seconds: Option<i64>,
    /// True when it is past its age limit: answers say `stale` then.
    stale: bool,
}

/// All lists.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListsAnswer {
    /// Snapshot that answers now.
    snapshot: String,
    /// The time by which ages are counted.
    now: String,
    /// True when one of them is past its age limit.
    stale: bool,
    /// By name.
    lists: Vec<ListAnswer>,
}

impl ListAnswer {
    fn new(list: ListInfo, now: &str) -> Self {
        let now = now.parse::<jiff::Timestamp>().ok();
        let then = list.confirmed_at.as_deref();
        let then = then.and_then(|time| time.parse::<jiff::Timestamp>().ok());
        let age = now.zip(then);
        Self {
            stale: list.status == "stale",
            age_seconds: age.map(|(now, then)| now.as_second().saturating_sub(then.as_second())),
            list,
        }
    }
}

/// The lists that are loaded.
///
/// What `kashf lists --json` prints, with the age of each.
#[utoipa::path(
    get,
    path = "/v1/lists",
    tag = "lists",
    responses((status = 200, description = "The lists", body = ListsAnswer)),
)]
pub(crate) async fn lists(State(state): State<AppState>) -> Result<Json<ListsAnswer>, ApiError> {
    loaded(&state).await.map(Json)
}

/// One list, by its name or alias.
#[utoipa::path(
    get,
    path = "/v1/lists/{dataset}",
    tag = "lists",
    params(("dataset" = String, Path, description = "Name or alias of a loaded list", example = "example_list")),
    responses(
        (status = 200, description = "The list", body = ListAnswer),
        (status = 404, description = "It is not loaded", body = crate::openapi::ErrorBody),
    ),
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    ApiPath(name): ApiPath<String>,
) -> Result<Json<ListAnswer>, ApiError> {
    let chosen = state.world().screener.datasets(&[name])?;
    let full = chosen.and_then(|mut names| names.pop());
    let lists = loaded(&state).await?.lists;
    let found = lists
        .into_iter()
        .find(|line| Some(&line.list.dataset) == full.as_ref());
    found.map(Json).ok_or_else(|| {
        ApiError::new(
            StatusCode::NOT_FOUND,
            "not_loaded",
            "this names no single list",
        )
        .hint("`/v1/lists` has their names")
    })
}

async fn loaded(state: &AppState) -> Result<ListsAnswer, ApiError> {
    let state = state.clone();
    let pool = state.pool().clone();
    let work = move || {
        let now = super::now();
        let lists = state.worlds().kashf().lists_at(&now)?;
        let lists: Vec<_> = lists
            .into_iter()
            .map(|list| ListAnswer::new(list, &now))
            .collect();
        Ok(ListsAnswer {
            snapshot: state.world().screener.snapshot_id().to_owned(),
            stale: lists.iter().any(|list| list.stale),
            now,
            lists,
        })
    };
    pool.run(work).await?
}
