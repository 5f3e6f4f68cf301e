//! The OpenAPI 3.1 document of all routes, made from the handlers and their types.
//!
//! It is served at `/openapi.json`, committed as `docs/openapi.json` (a test holds the two against each other and
//! writes the file with `KASHF_UPDATE_OPENAPI=1`), and shown at `/docs` as a page that needs nothing from elsewhere.
//! What all routes share stands here: the shapes of errors, the ways to prove who asks, the groups.

mod errors;
mod markup;
mod page;
mod shown;

pub(crate) use errors::ErrorBody;
use errors::Shared;

use crate::state::AppState;
use crate::v1;
use axum::Router;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use std::sync::LazyLock;
use utoipa::OpenApi;

/// What a page of ours may load: its own style, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/openapi.json", get(json))
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
        (name = "entities", description = "What the lists say, statement by statement."),
        (name = "lists", description = "Which lists answer, of which date, by which rules."),
        (name = "service", description = "Is it up, is it ready, which version is it."),
    ),
    paths(
        v1::screen::screen,
        v1::batch::batch,
        v1::stream::stream,
        v1::explain::explain,
        v1::entity::entity,
        v1::lists::lists,
        v1::lists::list,
        v1::snapshots::snapshots,
        v1::snapshots::snapshot,
        v1::about::policy,
        v1::about::version,
    ),
    components(schemas(ErrorBody, errors::DetailBody, v1::stream::StreamEnd)),
    modifiers(&Shared),
)]
struct Document;

/// The document, as the committed file has it.
static JSON: LazyLock<String> = LazyLock::new(|| {
    let mut text = Document::openapi()
        .to_pretty_json()
        .expect("a document of texts and numbers is JSON");
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
