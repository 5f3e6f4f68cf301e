//! `GET /v1/snapshots`: which versions of which lists answered, and answer.

use super::ApiPath;
use crate::error::ApiError;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Shortest beginning of an id that names a snapshot.
const MIN_PREFIX: usize = 8;

/// All snapshots.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SnapshotsAnswer {
    /// The one that answers now.
    snapshot: String,
    /// Newest first.
    snapshots: Vec<SnapshotAnswer>,
}

/// One snapshot.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SnapshotAnswer {
    /// Its id, the hash of its manifest.
    id: String,
    /// True for the one that answers now.
    live: bool,
    /// Why it cannot be read; null when it can.
    problem: Option<String>,
    /// The lists that it consists of, by name.
    lists: Vec<SnapshotList>,
}

/// One version of one list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SnapshotList {
    /// Name of the list.
    dataset: String,
    /// Version.
    version: String,
    /// The publisher's date.
    as_of: Option<String>,
    /// Hash of what was compiled from it.
    hash: String,
    /// Licence or terms, when known.
    licence: Option<String>,
    /// The sentence that travels with the data, when known.
    attribution: Option<String>,
    /// Whatever was counted, by name.
    counts: BTreeMap<String, u64>,
}

/// The snapshots of the data directory.
///
/// Every answer carries the id of the snapshot that gave it; here stands what that was.
#[utoipa::path(
    get,
    path = "/v1/snapshots",
    tag = "lists",
    responses((status = 200, description = "The snapshots", body = SnapshotsAnswer)),
)]
pub(crate) async fn snapshots(
    State(state): State<AppState>,
) -> Result<Json<SnapshotsAnswer>, ApiError> {
    let snapshots = all(&state).await?;
    let snapshot = state.world().screener.snapshot_id().to_owned();
    Ok(Json(SnapshotsAnswer {
        snapshot,
        snapshots,
    }))
}

/// One snapshot, by its id or the beginning of it.
#[utoipa::path(
    get,
    path = "/v1/snapshots/{id}",
    tag = "lists",
    params(("id" = String, Path, description = "The id, or at least its first 8 digits", example = "1f0c83aa")),
    responses(
        (status = 200, description = "The snapshot", body = SnapshotAnswer),
        (status = 404, description = "No single snapshot has it", body = crate::openapi::ErrorBody),
    ),
)]
pub(crate) async fn snapshot(
    State(state): State<AppState>,
    ApiPath(id): ApiPath<String>,
) -> Result<Json<SnapshotAnswer>, ApiError> {
    let snapshots = all(&state).await?;
    let mut fitting = snapshots
        .into_iter()
        .filter(|snapshot| id.len() >= MIN_PREFIX && snapshot.id.starts_with(&id));
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(Json(only)),
        _ => Err(ApiError::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "no single snapshot of this data directory has an id that begins so",
        )
        .hint("`/v1/snapshots` has their ids")),
    }
}

async fn all(state: &AppState) -> Result<Vec<SnapshotAnswer>, ApiError> {
    let state = state.clone();
    let pool = state.pool().clone();
    let work = move || {
        let serving = state.world().screener.snapshot_id().to_owned();
        let summaries = state.worlds().kashf().snapshots()?;
        let answers = summaries.into_iter().map(|summary| {
            let live = summary.id == serving;
            match summary.manifest {
                Err(error) => SnapshotAnswer {
                    id: summary.id,
                    live,
                    problem: Some(error.to_string()),
                    lists: Vec::new(),
                },
                Ok(manifest) => {
                    let lists = manifest.lists().map(|segment| SnapshotList {
                        dataset: segment.dataset.clone(),
                        version: segment.version.clone(),
                        as_of: segment.as_of.clone(),
                        hash: segment.hash.clone(),
                        licence: segment.licence.clone(),
                        attribution: segment.attribution.clone(),
                        counts: segment.counts.clone(),
                    });
                    SnapshotAnswer {
                        id: summary.id,
                        live,
                        problem: None,
                        lists: lists.collect(),
                    }
                }
            }
        });
        Ok(answers.collect())
    };
    pool.run(work).await?
}
