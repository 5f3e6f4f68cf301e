//! `/v1/jobs`: upload, look, fetch, delete.
//!
//! A job is seen by who uploaded it, and by whoever has the scope `admin`; to everybody else it is not there.

use super::view::{JobParams, JobView};
use super::{result, upload};
use crate::access::{Caller, now_millis};
use crate::error::{ApiError, internal};
use crate::state::AppState;
use crate::v1::{ApiPath, ApiQuery};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use kashf_records::{Job, JobState, Records, RecordsError, Scope};
use serde::Serialize;
use utoipa::ToSchema;

/// Jobs of one caller that are not over, at most.
const MAX_OPEN: usize = 100;

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/jobs", post(create).get(list))
        .route("/v1/jobs/{id}", get(show).delete(remove))
        .route("/v1/jobs/{id}/result", get(fetch))
}

/// The jobs of a caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobList {
    /// Oldest first.
    jobs: Vec<JobView>,
}

/// Uploads a file to be screened.
///
/// The body is the file: CSV with any separator, JSON Lines or Parquet, plain; it is recognised by its content.
#[utoipa::path(post, path = "/v1/jobs", tag = "jobs", params(JobParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file as it is"),
    responses((status = 202, description = "It waits for its turn", body = JobView)))]
pub(crate) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(params): ApiQuery<JobParams>,
    request: Request,
) -> Result<Response, ApiError> {
    let world = state.world();
    let options = params.understood(&world)?;
    drop(world);
    let options = serde_json::to_string(&options).map_err(|_| internal())?;
    let mut job = Job::new(caller.name(), options, now_millis()).map_err(|_| unusable())?;
    let owner = caller.name().to_owned();
    let open = on_records(&state, move |records| {
        let jobs = records.jobs(Some(&owner))?;
        Ok(jobs.iter().filter(|job| !job.state.is_over()).count())
    });
    if open.await? >= MAX_OPEN {
        let mut error = ApiError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_jobs",
            "100 jobs of this caller are not done yet",
        );
        error.retry_after = Some(60);
        return Err(error);
    }
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    let jobs = state.jobs();
    job.bytes = upload::take(&jobs.shared, &job.id, request.into_body(), length).await?;
    let row = job.clone();
    on_records(&state, move |records| records.put_job(&row)).await?;
    jobs.ring();
    let place = format!("/v1/jobs/{}", job.id);
    let view = JobView::of(&jobs.shared, job);
    Ok((
        StatusCode::ACCEPTED,
        [(header::LOCATION, place)],
        Json(view),
    )
        .into_response())
}

/// The jobs of this caller; those of everybody with the scope `admin`.
#[utoipa::path(get, path = "/v1/jobs", tag = "jobs",
    responses((status = 200, description = "The jobs", body = JobList)))]
pub(crate) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<JobList>, ApiError> {
    let owner = (!caller.may(Scope::Admin)).then(|| caller.name().to_owned());
    let jobs = on_records(&state, move |records| records.jobs(owner.as_deref())).await?;
    let shared = &state.jobs().shared;
    let jobs = jobs.into_iter().map(|job| JobView::of(shared, job));
    Ok(Json(JobList {
        jobs: jobs.collect(),
    }))
}

/// One job: how far it is, or what came of it.
#[utoipa::path(get, path = "/v1/jobs/{id}", tag = "jobs", params(("id" = String, Path, description = "Id of the job", example = "0123456789abcdef0123456789abcdef")),
    responses((status = 200, description = "The job", body = JobView)))]
pub(crate) async fn show(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<String>,
) -> Result<Json<JobView>, ApiError> {
    let job = known(&state, &caller, id).await?;
    Ok(Json(JobView::of(&state.jobs().shared, job)))
}

/// The answers of a job that is done; ranges of bytes are given.
#[utoipa::path(get, path = "/v1/jobs/{id}/result", tag = "jobs", params(("id" = String, Path, description = "Id of the job", example = "0123456789abcdef0123456789abcdef")),
    responses((status = 200, description = "The answers", content_type = "application/x-ndjson", body = Vec<u8>),
        (status = 409, description = "It is not done")))]
pub(crate) async fn fetch(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let job = known(&state, &caller, id).await?;
    if job.state != JobState::Done {
        let message = format!(
            "the job is {}: there are no whole answers",
            job.state.as_str()
        );
        let error = ApiError::new(StatusCode::CONFLICT, "not_done", message);
        return Err(error.hint("look at `/v1/jobs/{id}` until its state is `done`"));
    }
    let options: super::view::JobOptions =
        serde_json::from_str(&job.options).map_err(|_| internal())?;
    let path = state.jobs().shared.files.answers(&job.id);
    result::answer(path, options.kind(), &job.id, &headers).await
}

/// Removes a job with its files; one that is being done stops.
#[utoipa::path(delete, path = "/v1/jobs/{id}", tag = "jobs", params(("id" = String, Path, description = "Id of the job", example = "0123456789abcdef0123456789abcdef")),
    responses((status = 204, description = "It is gone")))]
pub(crate) async fn remove(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<String>,
) -> Result<StatusCode, ApiError> {
    let job = known(&state, &caller, id).await?;
    let shared = std::sync::Arc::clone(&state.jobs().shared);
    let id = job.id;
    on_records(&state, move |records| {
        // The row first: a worker that is about to write it finds that it is gone.
        records.remove_job(&id)?;
        match shared.running().filter(|running| running.id == id) {
            // Its thread removes the files once it has let go of them.
            Some(running) => running.cancel(),
            None => shared.files.remove(&id)?,
        }
        Ok(())
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A job that this caller may see.
async fn known(state: &AppState, caller: &Caller, id: String) -> Result<Job, ApiError> {
    let job = on_records(state, move |records| records.job(&id)).await?;
    job.filter(|job| job.caller == caller.name() || caller.may(Scope::Admin))
        .ok_or_else(|| {
            ApiError::new(StatusCode::NOT_FOUND, "no_job", "there is no such job")
                .hint("jobs that are over are removed after some days; `GET /v1/jobs` lists those that are there")
        })
}

/// Does something with the records on a thread that may block.
async fn on_records<T: Send + 'static>(
    state: &AppState,
    work: impl FnOnce(&Records) -> Result<T, RecordsError> + Send + 'static,
) -> Result<T, ApiError> {
    let data = state.worlds().kashf().path().to_owned();
    let done = tokio::task::spawn_blocking(move || work(&Records::open(&data)?)).await;
    done.map_err(|_| internal())?.map_err(|_| unusable())
}

fn unusable() -> ApiError {
    ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "records",
        "the database of the data directory cannot be used now",
    )
    .hint("`kashf verify` checks the data directory")
}
