//! The OpenAPI 3.1 document of all routes, made from the handlers and their types.
//!
//! It is served at `/openapi.json`, committed as `docs/openapi.json` (a test holds the two against each other and
//! writes the file with `KASHF_UPDATE_OPENAPI=1`), and shown at `/docs` as a page that needs nothing from elsewhere.
//! What all routes share stands here: the shapes of errors, the ways to prove who asks, the groups.

mod errors;
mod markup;
mod page;
mod shapes;
mod shown;

pub(crate) use errors::ErrorBody;
use errors::Shared;

use crate::state::AppState;
use crate::{health, metrics, v1, yente};
use axum::Router;
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect};
use axum::routing::get;
use std::sync::LazyLock;
use utoipa::OpenApi;

/// What a page of ours may load: its own style, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/openapi.json", get(json))
        .route("/", get(|| async { Redirect::to("/docs") }))
        .route("/docs", get(docs))
        .route("/docs/", get(docs))
        .route("/docs/docs.css", get(style))
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Kashf",
        description = include_str!("about.md"),
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    servers((url = "/", description = "This server")),
    tags(
        (name = "screen", description = "Screen records; explain a score."),
        (name = "trace", description = "Movements and links searched for channels."),
        (name = "entities", description = "What the lists say, statement by statement."),
        (name = "lists", description = "Which lists answer, of which date, by which rules."),
        (name = "jobs", description = "Files taken in and screened later, with their progress."),
        (name = "log", description = "Who asked what of which snapshot, in ids and keyed hashes."),
        (name = "yente: match and search", description = "yente's routes: parties by example, entities by words."),
        (name = "yente: entities", description = "yente's routes: an entity and what is next to it."),
        (name = "yente: reconcile", description = "yente's routes: W3C Reconciliation 0.2, for OpenRefine."),
        (name = "yente: catalog", description = "yente's routes: what is loaded, what a score is called."),
        (name = "service", description = "Is it up, is it ready, which version is it."),
    ),
    paths(
        v1::screen::screen,
        v1::batch::batch,
        v1::stream::stream,
        v1::explain::explain,
        v1::trace::trace,
        v1::entity::entity,
        v1::lists::lists,
        v1::lists::list,
        v1::snapshots::snapshots,
        v1::snapshots::snapshot,
        v1::about::policy,
        v1::about::version,
        crate::changes::changes,
        crate::jobs::routes::create,
        crate::jobs::routes::list,
        crate::jobs::routes::show,
        crate::jobs::routes::fetch,
        crate::jobs::routes::remove,
        crate::log::routes::read,
        crate::log::routes::find,
        crate::log::routes::erase,
        health::healthz,
        health::readyz,
        health::updatez,
        metrics::metrics,
        yente::matching::match_entities,
        yente::search::search,
        yente::entities::entity,
        yente::entities::adjacent,
        yente::entities::adjacent_by,
        yente::catalog::catalog,
        yente::algorithms::algorithms,
        yente::reconcile::reconcile,
        yente::reconcile::reconcile_post,
        yente::reconcile::suggest_entity,
        yente::reconcile::suggest_property,
        yente::reconcile::suggest_type,
        yente::reconcile::extend_property,
        yente::reconcile::preview_entity,
    ),
    components(schemas(ErrorBody, errors::DetailBody, v1::stream::StreamEnd)),
    modifiers(&Shared),
)]
struct Document;

/// The document, as the committed file has it.
static JSON: LazyLock<String> = LazyLock::new(|| {
    let mut document =
        serde_json::to_value(Document::openapi()).expect("a document of texts and numbers is JSON");
    shapes::describe(&mut document);
    let mut text = format!("{document:#}");
    text.push('\n');
    text
});

/// The page, made of the document once.
static PAGE: LazyLock<String> = LazyLock::new(|| page::page(&JSON));

/// The OpenAPI document of this version, as JSON.
#[must_use]
pub fn openapi_json() -> &'static str {
    &JSON
}

async fn json() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], openapi_json())
}

async fn docs() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, Html(PAGE.as_str()))
}

async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, include_str!("docs.css"))
}
