//! `POST /v1/screen/batch`: up to 1,000 records, answered in their order.

use super::ask::{Ask, ScreeningAnswer, count, screenings};
use super::{ApiBody, ApiQuery, RecordList, ScreenParams, record};
use crate::error::{ApiError, Overload};
use crate::log::Screenings;
use crate::state::AppState;
use crate::world::World;
use axum::extract::State;
use axum::{Extension, Json};
use kashf::Tally;
use serde::Serialize;
use serde_json::value::RawValue;
use std::sync::Arc;
use tokio::task::JoinSet;
use utoipa::ToSchema;

/// Records that a worker takes at a time: small enough that a single request in between waits only a moment.
const CHUNK: usize = 50;

/// The answers to a batch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchAnswer {
    /// One a record, in the order of the records.
    answers: Vec<ScreeningAnswer>,
    /// What they come to.
    summary: BatchSummary,
}

/// What the answers to many records come to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchSummary {
    /// Snapshot that answered all of them.
    pub(crate) snapshot: String,
    /// Policy that judged.
    pub(crate) policy: String,
    #[serde(flatten)]
    pub(crate) tally: Tally,
}

impl BatchSummary {
    pub(crate) fn new(world: &World, tally: Tally) -> Self {
        Self {
            snapshot: world.screener.snapshot_id().to_owned(),
            policy: world.screener.policy_id().to_owned(),
            tally,
        }
    }
}

/// Screens up to 1,000 records.
///
/// The body is an array of records. It answers 200 with one answer a record in their order, each with its own `status`:
/// a record that cannot be read is `not_screened` with the reason and its number, and does not spoil the others. Look
/// at `summary.not_screened` and `summary.partial`: both zero means that all were compared in full. All answers come
/// from one snapshot. When the server has no room for the whole batch it answers 503 and has screened none of it.
#[utoipa::path(
    post,
    path = "/v1/screen/batch",
    tag = "screen",
    params(ScreenParams),
    request_body(
        content = RecordList,
        description = "Up to 1,000 records",
        example = json!([
            {"id": "c-17", "full_name": "Nadir Exampleman", "dob": "1970-03-01"},
            {"id": "c-18", "schema": "Vessel", "properties": {"name": ["Sample Star"], "imoNumber": ["9074729"]}},
        ]),
    ),
    responses((status = 200, description = "The answers", body = BatchAnswer)),
)]
pub(crate) async fn batch(
    State(state): State<AppState>,
    ApiQuery(params): ApiQuery<ScreenParams>,
    ApiBody(body): ApiBody,
) -> Result<(Extension<Screenings>, Json<BatchAnswer>), ApiError> {
    let world = state.world();
    let ask = Arc::new(params.understood(&world)?);
    let records = state.pool().run(move || record::many(&body)).await??;
    let mut chunks = Vec::new();
    let mut records = records.into_iter();
    loop {
        let chunk: Vec<Box<RawValue>> = records.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            break;
        }
        chunks.push(chunk);
    }
    let mut answers = answered(&state, &world, &ask, chunks).await?;
    let mut tally = Tally::default();
    for answer in &answers {
        tally.add(&answer.line);
    }
    count(&state, &tally);
    let summary = BatchSummary::new(&world, tally);
    let told = screenings(&world, &mut answers);
    Ok((Extension(told), Json(BatchAnswer { answers, summary })))
}

/// The answers, chunk by chunk, as many at a time as there are workers; in order.
async fn answered(
    state: &AppState,
    world: &Arc<World>,
    ask: &Arc<Ask>,
    chunks: Vec<Vec<Box<RawValue>>>,
) -> Result<Vec<ScreeningAnswer>, Overload> {
    let mut done: Vec<Vec<ScreeningAnswer>> = Vec::new();
    done.resize_with(chunks.len(), Vec::new);
    let mut chunks = chunks.into_iter().enumerate();
    let mut running = JoinSet::new();
    loop {
        while running.len() < state.settings().workers.max(1)
            && let Some((at, chunk)) = chunks.next()
        {
            let (pool, world, ask) = (state.pool().clone(), Arc::clone(world), Arc::clone(ask));
            running.spawn(async move {
                let work = move || {
                    let first = at * CHUNK + 1;
                    let numbered = chunk.iter().zip(first as u64..);
                    let records = numbered.map(|(raw, n)| record::at(raw, n, ask.schema()));
                    records.map(|record| ask.answer(&world, &record)).collect()
                };
                (at, pool.run(work).await)
            });
        }
        match running.join_next().await {
            None => return Ok(done.into_iter().flatten().collect()),
            Some(Ok((at, answers))) => done[at] = answers?,
            Some(Err(_)) => return Err(Overload::Defect),
        }
    }
}
