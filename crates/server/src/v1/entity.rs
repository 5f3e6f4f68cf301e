//! `GET /v1/entities/{id}`: what the lists say of a party, statement by statement, and where each list comes from.

use super::ApiPath;
use crate::error::ApiError;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use kashf::{SourceLine, StatementLine};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A party with its statements and their sources.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntityAnswer {
    /// Snapshot that answered.
    snapshot: String,
    /// The party, put together from all statements.
    #[schema(value_type = EntityShape)]
    entity: Value,
    /// Who said what: list by list, in the order of the files.
    statements: Vec<StatementLine>,
    /// The lists that said it, with the files that they came in.
    sources: Vec<SourceLine>,
}

/// A party in FollowTheMoney's form; only for the document.
#[derive(Debug, ToSchema)]
#[schema(as = Entity)]
#[expect(dead_code, reason = "the type is only described")]
pub(crate) struct EntityShape {
    /// Its id; that of the party where entries were merged.
    id: String,
    /// What it is called.
    caption: String,
    /// Its FollowTheMoney schema.
    schema: String,
    /// Values by property.
    properties: BTreeMap<String, Vec<String>>,
    /// The lists on which it stands and the sources that these name.
    datasets: Vec<String>,
    /// Ids that were merged into it.
    referents: Vec<String>,
    /// True when a topic of it is a risk by itself.
    target: bool,
    /// When a source first spoke of it, where that is known.
    #[schema(required)]
    first_seen: Option<String>,
    /// When a source last spoke of it, where that is known.
    #[schema(required)]
    last_seen: Option<String>,
    /// When what is said of it last changed, where that is known.
    #[schema(required)]
    last_change: Option<String>,
}

/// A party, with every statement and its source.
///
/// By its id, or by an id that was merged into it. Sources that contradict each other stand beside each other: each
/// statement says which list it comes from, since when, and what the publisher wrote before it was cleaned; `sources`
/// names the publisher, the version, and the files with their hashes.
#[utoipa::path(
    get,
    path = "/v1/entities/{id}",
    tag = "entities",
    params(("id" = String, Path, description = "Id of a party or of an entry", example = "x-1")),
    responses(
        (status = 200, description = "The party", body = EntityAnswer),
        (status = 404, description = "No loaded list has it", body = crate::openapi::ErrorBody),
    ),
)]
pub(crate) async fn entity(
    State(state): State<AppState>,
    ApiPath(id): ApiPath<String>,
) -> Result<Json<EntityAnswer>, ApiError> {
    let pool = state.pool().clone();
    pool.run(move || found(&state, &id)).await?.map(Json)
}

fn found(state: &AppState, id: &str) -> Result<EntityAnswer, ApiError> {
    let world = state.world();
    let reader = world.entities.reader();
    let number = reader.find(id).ok_or_else(|| {
        ApiError::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "no loaded list has this id",
        )
        .hint("ids stand in the matches of an answer; `/v1/lists` says what is loaded")
    })?;
    let statements = reader.said(number);
    let kashf = state.worlds().kashf();
    let lists = world.screener.segments().iter();
    let sources = lists
        .filter(|list| statements.iter().any(|said| said.list == list.dataset))
        .map(|list| kashf.source(list));
    Ok(EntityAnswer {
        snapshot: world.screener.snapshot_id().to_owned(),
        entity: serde_json::to_value(reader.view(number)).unwrap_or_default(),
        sources: sources.collect::<Result<_, _>>()?,
        statements,
    })
}
