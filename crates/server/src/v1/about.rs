//! `GET /v1/policy` and `GET /v1/version`: by what rules, by which program.

use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The policy that judges.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PolicyAnswer {
    /// Its id, as every answer carries it.
    id: String,
    /// From this score on an entry is a `match`, where no list or schema has its own threshold.
    threshold: f64,
    /// Every number that a score is made of.
    policy: Value,
    /// The same as a policy file.
    toml: String,
}

/// The policy that judges.
#[utoipa::path(
    get,
    path = "/v1/policy",
    tag = "lists",
    responses((status = 200, description = "The policy", body = PolicyAnswer)),
)]
pub(crate) async fn policy(State(state): State<AppState>) -> Json<PolicyAnswer> {
    let world = state.world();
    let policy = world.screener.policy();
    Json(PolicyAnswer {
        id: world.screener.policy_id().to_owned(),
        threshold: policy.threshold().as_f64(),
        policy: serde_json::to_value(policy).unwrap_or_default(),
        toml: policy.to_toml(),
    })
}

/// The program that answers, and from what.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionAnswer {
    /// `kashf`.
    name: &'static str,
    /// Version of the program.
    #[schema(example = "0.1.0")]
    version: &'static str,
    /// Version of the scoring code.
    #[schema(example = "kashf-1")]
    algorithm: &'static str,
    /// Snapshot that answers now.
    snapshot: String,
    /// Policy that judges now.
    policy: String,
}

/// The program that answers, and from what.
#[utoipa::path(
    get,
    path = "/v1/version",
    tag = "service",
    responses((status = 200, description = "The program", body = VersionAnswer)),
)]
pub(crate) async fn version(State(state): State<AppState>) -> Json<VersionAnswer> {
    let world = state.world();
    Json(VersionAnswer {
        name: "kashf",
        version: env!("CARGO_PKG_VERSION"),
        algorithm: kashf::ALGORITHM,
        snapshot: world.screener.snapshot_id().to_owned(),
        policy: world.screener.policy_id().to_owned(),
    })
}
