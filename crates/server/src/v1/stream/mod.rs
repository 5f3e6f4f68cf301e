//! `POST /v1/screen/stream`: any number of records, a line each, answered while they come.
//!
//! Lines are cut from the body as it arrives, screened in small chunks on the workers that everybody shares, and
//! written in their order. Memory is bounded at every step: a line, the chunks in work, the bytes that the client has
//! not taken yet. A client that takes nothing stops the reading of its own body and nothing else; one that neither
//! sends nor takes is let go.
//!
//! The last line is a summary, so that a client sees whether the stream is whole: a connection that broke on the way
//! leaves none.

mod answer;
mod body;
mod cut;

use super::batch::BatchSummary;
use super::{ApiQuery, ScreenParams};
use crate::error::ApiError;
use crate::log::LogContext;
use crate::state::AppState;
use answer::{Step, To, read, write};
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::mpsc;
use utoipa::ToSchema;

/// Media type of a line a record.
pub(crate) const NDJSON: &str = "application/x-ndjson";

/// The last line of a stream.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StreamEnd {
    /// What the answers come to.
    summary: StreamSummary,
}

/// What the answers of a stream come to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StreamSummary {
    /// True when every line of the body was read to its end and answered.
    complete: bool,
    /// Why the stream ended early; null when it did not.
    problem: Option<String>,
    #[serde(flatten)]
    counts: BatchSummary,
}

/// Screens any number of records.
///
/// The body is NDJSON, a record a line (at most 1 MiB each); so is the answer: a line a record in the order of the
/// records, written while the body still comes, from one snapshot. Blank lines are no records. A line that cannot be
/// read is answered `not_screened` with its number. The last line is `{"summary": {...}}`: the stream is whole when it
/// is there and says `complete`. The client must read while it sends (`curl -T -` does); where it cannot, use
/// `/v1/screen/batch` or upload the file to `/v1/jobs`.
#[utoipa::path(
    post,
    path = "/v1/screen/stream",
    tag = "screen",
    params(ScreenParams),
    request_body(
        content = String,
        content_type = "application/x-ndjson",
        description = "A record a line",
        example = "{\"id\":\"c-1\",\"name\":\"Nadir Exampleman\"}\n{\"id\":\"c-2\",\"name\":\"Layla Sampleton\",\"dob\":1981}\n",
    ),
    responses((
        status = 200,
        description = "An answer a line (ScreeningAnswer), and a last line with the summary (StreamEnd)",
        body = String,
        content_type = "application/x-ndjson",
    )),
)]
pub(crate) async fn stream(
    State(state): State<AppState>,
    Extension(context): Extension<LogContext>,
    ApiQuery(params): ApiQuery<ScreenParams>,
    records: Body,
) -> Result<Response, ApiError> {
    let world = state.world();
    let ask = Arc::new(params.understood(&world)?);
    let (steps, pending) = mpsc::channel::<Step>(state.settings().workers.max(1));
    let (out, lines) = mpsc::channel(1);
    let stall = state.settings().answer_time;
    let to = To {
        state,
        world: Arc::clone(&world),
        ask,
        context,
    };
    tokio::spawn(read(to, records, steps));
    tokio::spawn(write(world, pending, out, stall));
    let lines = Body::new(body::Lines::new(lines));
    Ok(([(header::CONTENT_TYPE, NDJSON)], lines).into_response())
}
