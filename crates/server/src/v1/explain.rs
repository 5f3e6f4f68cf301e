//! `POST /v1/explain`: two names laid side by side.

use super::ask::schema_of;
use super::take::unreadable;
use super::{ApiBody, take};
use crate::error::ApiError;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use kashf::PairLine;
use serde::Deserialize;
use utoipa::ToSchema;

/// Longest body: two names and a schema.
const MAX_BYTES: usize = 16 * 1024;

/// Two names to compare.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplainBody {
    /// A name as you have it, in any script.
    #[schema(example = "Nadir Exampleman")]
    name1: String,
    /// A name as a list has it, in any script.
    #[schema(example = "Nader Exampelman")]
    name2: String,
    /// FollowTheMoney schema of both; without one they are read as what they seem to be.
    #[schema(example = "Person")]
    schema: Option<String>,
}

/// Compares two names, token by token.
///
/// What `kashf explain` prints: which token answers which and how (the same letters, the same sound, attested spellings
/// of one name ...), and the reasons in English and Arabic with their points. No list is asked.
#[utoipa::path(
    post,
    path = "/v1/explain",
    tag = "screen",
    request_body(
        content = ExplainBody,
        description = "Two names",
        example = json!({"name1": "Nadir Exampleman", "name2": "Nader Exampelman", "schema": "Person"}),
    ),
    responses((status = 200, description = "The comparison", body = PairLine)),
)]
pub(crate) async fn explain(
    State(state): State<AppState>,
    ApiBody(body): ApiBody,
) -> Result<Json<PairLine>, ApiError> {
    if body.len() > MAX_BYTES {
        return Err(take::too_large(format!(
            "two names must not be longer than {MAX_BYTES} bytes"
        )));
    }
    let asked: ExplainBody = serde_json::from_slice(&body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        unreadable(format!(
            "expected an object with `name1` and `name2` as texts, and `schema` or nothing else (line {line}, \
             column {column})"
        ))
    })?;
    if asked.name1.trim().is_empty() || asked.name2.trim().is_empty() {
        return Err(unreadable("`name1` and `name2` must not be empty"));
    }
    let schema = asked.schema.as_deref().map(schema_of).transpose()?;
    let world = state.world();
    let work = move || {
        let policy = world.screener.policy();
        PairLine::of(
            schema.unwrap_or_default(),
            &asked.name1,
            &asked.name2,
            policy,
        )
    };
    Ok(Json(state.pool().run(work).await?))
}
