//! `GET /catalog` and `/manifest`: which lists answer, in which versions.
//!
//! yente's fields; what we do not know of a list is null. The lists of a snapshot never change, so the id of the
//! snapshot is the validator.

use crate::error::YenteError;
use crate::state::AppState;
use crate::world::World;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kashf::{Kashf, ListInfo};
use serde_json::{Value, json};

/// How long an answer may be kept without asking again.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// Which lists answer.
#[utoipa::path(
    get,
    path = "/catalog",
    tag = "yente: data",
    params(("if-none-match" = Option<String>, Header, description = "The `etag` of an answer that is kept.")),
    responses(
        (status = 200, description = "`{\"datasets\", \"current\", \"outdated\", \"index_stale\"}`", body = Value),
        (status = 304, description = "What is kept is still so."),
    )
)]
pub(crate) async fn catalog(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, YenteError> {
    let world = state.world();
    let tag = format!("\"{}\"", world.screener.snapshot_id());
    let kept = [
        (
            header::ETAG,
            HeaderValue::try_from(tag.as_str()).unwrap_or(HeaderValue::from_static("*")),
        ),
        (header::CACHE_CONTROL, KEEP),
    ];
    if is_known(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let kashf = state.worlds().kashf().clone();
    let body = state.pool().run(move || described(&world, &kashf)).await?;
    Ok((kept, Json(body)).into_response())
}

/// True when the client has what has this tag.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let given = headers.get_all(header::IF_NONE_MATCH).iter();
    let given = given.filter_map(|value| value.to_str().ok());
    given.flat_map(|value| value.split(',')).any(|value| {
        let value = value.trim();
        value == "*" || value.strip_prefix("W/").unwrap_or(value) == tag
    })
}

fn described(world: &World, kashf: &Kashf) -> Value {
    // Titles only; where they cannot be read a list is called by its name.
    let known = kashf.lists().unwrap_or_default();
    let lists = world.screener.segments();
    let datasets: Vec<Value> = lists
        .iter()
        .map(|list| {
            let same = |info: &&ListInfo| info.dataset == list.dataset && info.version == list.version;
            let info = known.iter().find(same);
            let count = |name: &str| list.counts.get(name).copied();
            json!({
                "name": list.dataset,
                "title": info.map_or(&list.dataset, |info| &info.title),
                "license": info.and_then(|info| info.licence.as_ref()),
                "summary": null,
                "description": null,
                "url": null,
                "updated_at": list.as_of,
                "last_export": info.and_then(|info| info.loaded_at.as_ref()),
                "entity_count": count("entities"),
                "thing_count": count("screened"),
                "version": list.version,
                "category": null,
                "tags": [],
                "publisher": info.and_then(|info| info.publisher.as_ref()).map(|name| json!({ "name": name })),
                "coverage": null,
                "resources": [],
                "children": [],
                "deprecated": false,
                "load": true,
                "entities_url": null,
                "delta_url": null,
                "namespace": false,
                "index_version": list.version,
                "index_current": true,
            })
        })
        .collect();
    let current: Vec<&String> = lists.iter().map(|list| &list.dataset).collect();
    json!({
        "datasets": datasets,
        "current": current,
        "outdated": [],
        "index_stale": world.is_stale(None),
    })
}
