//! `/reconcile/{dataset}`: the Reconciliation Service API 0.2, as OpenRefine and others speak it.
//!
//! Source: W3C community report "Reconciliation Service API v0.2" (10 April 2023) and yente 5.5's answers. A manifest
//! tells where the rest is; queries come as JSON inside of a form or of the address; candidates are judged by the
//! engine, with the scores of `/match`; suggestions come from the index of `/search`.

mod ask;
mod extend;
mod manifest;
mod preview;
mod suggest;
mod types;

use super::lookup::index;
use super::params::Params;
use super::scope::lists_of;
use super::search::{DEFAULT_PAGE, MAX_PAGE, bad};
use crate::error::YenteError;
use crate::log::Screenings;
use crate::state::AppState;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use serde_json::Value;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/reconcile/{dataset}", get(reconcile).post(reconcile_post))
        .route("/reconcile/{dataset}/suggest/entity", get(suggest_entity))
        .route(
            "/reconcile/{dataset}/suggest/property",
            get(suggest_property),
        )
        .route("/reconcile/{dataset}/suggest/type", get(suggest_type))
        .route("/reconcile/{dataset}/extend/property", get(extend_property))
        .route("/reconcile/{dataset}/preview", get(preview_entity))
}

/// The manifest of the service, or the answers to `queries` or `extend` in the address.
#[utoipa::path(
    get,
    path = "/reconcile/{dataset}",
    tag = "yente: reconcile",
    params(
        ("dataset" = String, Path, description = "A loaded list, or `default` for all"),
        ("queries" = Option<String>, Query, description = "Queries as JSON; the same as in a form"),
        ("extend" = Option<String>, Query, description = "A data extension as JSON; the same as in a form"),
    ),
    responses((status = 200, description = "The manifest, or answers", body = Value)),
)]
pub(crate) async fn reconcile(
    State(state): State<AppState>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, YenteError> {
    let query = query.unwrap_or_default();
    let params = Params::parse(&query);
    if params.last("queries").is_some() || params.last("extend").is_some() {
        return answered(&state, dataset, &params, params.clone()).await;
    }
    let world = state.world();
    let lists = lists_of(&world, &dataset)?;
    let base = manifest::base(&headers, state.settings().listen, &dataset);
    let work =
        move || manifest::manifest(&dataset, &base, &query, &types::schemata(&world, &lists));
    Ok(Json(state.pool().run(work).await?).into_response())
}

/// Answers queries or extends data, told in a form.
#[utoipa::path(
    post,
    path = "/reconcile/{dataset}",
    tag = "yente: reconcile",
    params(
        ("dataset" = String, Path, description = "A loaded list, or `default` for all"),
        ("algorithm" = Option<String>, Query, description = "As with `/match`"),
        ("changed_since" = Option<String>, Query, description = "Only entities that changed after this time"),
    ),
    request_body(
        content = String,
        content_type = "application/x-www-form-urlencoded",
        description = "`queries=` or `extend=` with JSON",
    ),
    responses((status = 200, description = "By query its candidates, or the rows of an extension", body = Value)),
)]
pub(crate) async fn reconcile_post(
    State(state): State<AppState>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
    body: String,
) -> Result<Response, YenteError> {
    let address = Params::parse(query.as_deref().unwrap_or_default());
    answered(&state, dataset, &Params::parse(&body), address).await
}

/// The answers to what a form asks.
async fn answered(
    state: &AppState,
    dataset: String,
    form: &Params,
    address: Params,
) -> Result<Response, YenteError> {
    let world = state.world();
    let most = state.settings().match_batch;
    let lists = lists_of(&world, &dataset)?;
    let given = |name: &str| {
        form.last(name)
            .filter(|text| !text.trim().is_empty())
            .map(str::to_owned)
    };
    let (rows, body, told) = if let Some(extend) = given("extend") {
        let none = Screenings::of(world.screener.snapshot_id(), world.screener.policy_id());
        let work = move || extend::extend(&world, &extend, most);
        let (rows, body) = state.pool().run(work).await??;
        (rows, body, none)
    } else if let Some(queries) = given("queries") {
        let work = move || ask::answers(&world, &dataset, &lists, &queries, address, most);
        state.pool().run(work).await??
    } else {
        return Err(bad("Neither `queries` nor `extend` is given"));
    };
    let size = HeaderName::from_static("x-batch-size");
    let size = [(size, HeaderValue::from(rows))];
    Ok((Extension(told), size, Json(body)).into_response())
}

/// Entities of which a name begins so.
#[utoipa::path(
    get,
    path = "/reconcile/{dataset}/suggest/entity",
    tag = "yente: reconcile",
    params(
        ("dataset" = String, Path, description = "A loaded list, or `default` for all"),
        ("prefix" = Option<String>, Query, description = "The beginning of a name"),
        ("limit" = Option<usize>, Query, description = "Suggestions at most, up to 500"),
    ),
    responses((status = 200, description = "Entities", body = Value)),
)]
pub(crate) async fn suggest_entity(
    State(state): State<AppState>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, YenteError> {
    let mut params = Params::parse(query.as_deref().unwrap_or_default());
    let limit = params.whole("limit", DEFAULT_PAGE, MAX_PAGE);
    let prefix = params.last("prefix").unwrap_or_default().to_owned();
    params.checked()?;
    let world = state.world();
    let lists = lists_of(&world, &dataset)?;
    let index = index(&world).await?;
    let work = move || suggest::entities(&world, &index, lists, &prefix, limit);
    Ok(Json(state.pool().run(work).await??))
}

/// Properties of which the name or label begins so.
#[utoipa::path(
    get,
    path = "/reconcile/{dataset}/suggest/property",
    tag = "yente: reconcile",
    params(
        ("dataset" = String, Path, description = "A loaded list, or `default` for all"),
        ("prefix" = Option<String>, Query, description = "The beginning of a property's name or label"),
    ),
    responses((status = 200, description = "Properties", body = Value)),
)]
pub(crate) async fn suggest_property(
    State(state): State<AppState>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, YenteError> {
    suggest_of_model(&state, &dataset, query, suggest::properties).await
}

/// Types of which the name or label begins so.
#[utoipa::path(
    get,
    path = "/reconcile/{dataset}/suggest/type",
    tag = "yente: reconcile",
    params(
        ("dataset" = String, Path, description = "A loaded list, or `default` for all"),
        ("prefix" = Option<String>, Query, description = "The beginning of a type's name or label"),
    ),
    responses((status = 200, description = "Types", body = Value)),
)]
pub(crate) async fn suggest_type(
    State(state): State<AppState>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, YenteError> {
    suggest_of_model(&state, &dataset, query, suggest::types).await
}

async fn suggest_of_model(
    state: &AppState,
    dataset: &str,
    query: Option<String>,
    suggest: fn(&[&'static kashf::Schema], &str) -> Value,
) -> Result<Json<Value>, YenteError> {
    let params = Params::parse(query.as_deref().unwrap_or_default());
    let prefix = params.last("prefix").unwrap_or_default().to_owned();
    let world = state.world();
    let lists = lists_of(&world, dataset)?;
    let work = move || suggest(&types::schemata(&world, &lists), &prefix);
    Ok(Json(state.pool().run(work).await?))
}

/// Properties by which data of a type can be extended.
#[utoipa::path(
    get,
    path = "/reconcile/{dataset}/extend/property",
    tag = "yente: reconcile",
    params(
        ("dataset" = String, Path, description = "A loaded list, or `default` for all"),
        ("type" = Option<String>, Query, description = "A schema"),
        ("limit" = Option<usize>, Query, description = "Properties at most; 0 for all"),
    ),
    responses((status = 200, description = "Properties", body = Value)),
)]
pub(crate) async fn extend_property(
    State(state): State<AppState>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, YenteError> {
    let mut params = Params::parse(query.as_deref().unwrap_or_default());
    let limit = params.whole("limit", 0, usize::MAX);
    let schema = params.last("type").unwrap_or("Thing").to_owned();
    params.checked()?;
    lists_of(&state.world(), &dataset)?;
    extend::proposed(&schema, limit).map(Json)
}

/// A small page about an entity, for a client that shows it beside a row.
#[utoipa::path(
    get,
    path = "/reconcile/{dataset}/preview",
    tag = "yente: reconcile",
    params(
        ("dataset" = String, Path, description = "A loaded list, or `default` for all"),
        ("id" = String, Query, description = "Id of an entity"),
    ),
    responses((status = 200, description = "A page", content_type = "text/html", body = String)),
)]
pub(crate) async fn preview_entity(
    State(state): State<AppState>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, YenteError> {
    let params = Params::parse(query.as_deref().unwrap_or_default());
    let id = params.last("id").unwrap_or_default().to_owned();
    let world = state.world();
    lists_of(&world, &dataset)?;
    let work = move || preview::page(&world, &id);
    state.pool().run(work).await?.map(Html)
}
