//! `GET /entities/{id}`, `/entities/{id}/adjacent` and `/entities/{id}/adjacent/{property}`.
//!
//! An id that was merged into another is answered 308 with the path of that one. Neighbours come in the order of the
//! files unless `sort` says otherwise.
//!
//! Other than yente, a property that leads back also finds relations of a narrower kind than the one that defines it,
//! and a page beyond the last is empty.

mod graph;

use self::graph::{Around, Page, references_of};
use super::params::Params;
use crate::error::YenteError;
use crate::state::AppState;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kashf::{EntityReader, EntityView};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Neighbours of one property unless the request says otherwise, at most, and the farthest page.
const LIMIT: (usize, usize) = (10, 500);
const MOST_OFFSET: usize = 9_499;

/// What an id leads to.
enum Found<'e> {
    Entity(Box<EntityView<'e>>),
    /// It bears this id now.
    Moved(&'e str),
}

fn find<'e>(reader: &EntityReader<'e>, id: &str) -> Result<Found<'e>, YenteError> {
    let none = || YenteError::new(StatusCode::NOT_FOUND, "No such entity!");
    let entity = reader.view(reader.find(id).ok_or_else(none)?);
    Ok(if entity.id == id {
        Found::Entity(Box::new(entity))
    } else {
        Found::Moved(entity.id)
    })
}

/// An answer made of the world, or the way to where it is.
enum Answer {
    Json(Vec<u8>),
    Moved(String),
}

impl Answer {
    fn of(value: &impl Serialize) -> Self {
        Self::Json(serde_json::to_vec(value).expect("plain values, written to memory"))
    }

    fn moved(id: &str) -> Self {
        let mut path = "/entities/".to_owned();
        // Also spaces: a `+` means one only after the question mark.
        for byte in id.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                path.push(char::from(byte));
            } else {
                path.push_str(&format!("%{byte:02X}"));
            }
        }
        Self::Moved(path)
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Json(bytes) => {
                let json = HeaderValue::from_static("application/json");
                ([(header::CONTENT_TYPE, json)], bytes).into_response()
            }
            Self::Moved(path) => {
                let status = StatusCode::PERMANENT_REDIRECT;
                (status, [(header::LOCATION, path)]).into_response()
            }
        }
    }
}

/// An entity, with those next to it inside unless `nested=false`.
#[utoipa::path(
    get,
    path = "/entities/{id}",
    tag = "yente: data",
    params(
        ("id" = String, Path, description = "Id of the entity, also a former one."),
        ("nested" = Option<bool>, Query, description = "Whether entities next to it stand inside; true without."),
    ),
    responses(
        (status = 200, description = "The entity.", body = serde_json::Value),
        (status = 308, description = "It was merged into another, whose path is in `location`."),
        (status = 404, description = "No such entity.", body = serde_json::Value),
        (status = 422, description = "A parameter that cannot be read.", body = serde_json::Value),
    )
)]
pub(crate) async fn entity(
    State(state): State<AppState>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, YenteError> {
    let mut params = Params::parse(query.as_deref().unwrap_or_default());
    let nested = params.flag("nested").unwrap_or(true);
    params.checked()?;
    answer(state, id, move |reader, entity| {
        if !nested {
            return Ok(Answer::of(entity));
        }
        let around = Around::of(reader, entity, None, &Page::ALL);
        Ok(Answer::of(&around.nested(reader)))
    })
    .await
}

/// Pages of the neighbours of an entity.
struct Pages {
    limit: usize,
    offset: usize,
    sort: Vec<(String, bool)>,
}

impl Pages {
    fn read(query: Option<&str>) -> Result<Self, YenteError> {
        let mut params = Params::parse(query.unwrap_or_default());
        let pages = Self {
            limit: params.whole("limit", LIMIT.0, LIMIT.1),
            offset: params.whole("offset", 0, MOST_OFFSET),
            sort: params.list("sort").iter().map(|sort| order(sort)).collect(),
        };
        params.checked()?;
        Ok(pages)
    }

    fn page(&self) -> Page<'_> {
        Page {
            limit: self.limit,
            offset: self.offset,
            sort: &self.sort,
        }
    }

    fn answer(&self, around: &Around<'_>, reader: &EntityReader<'_>) -> Value {
        json!({
            "limit": self.limit,
            "offset": self.offset,
            "total": { "value": around.total, "relation": "eq" },
            "results": around.neighbours(reader),
        })
    }
}

/// `first_seen:desc` as a field and whether it falls; rising without a word that is known.
fn order(sort: &str) -> (String, bool) {
    match sort.rsplit_once(':') {
        Some((field, order)) => (field.to_owned(), order == "desc"),
        None => (sort.to_owned(), false),
    }
}

/// All neighbours of an entity, a page of each property.
#[utoipa::path(
    get,
    path = "/entities/{id}/adjacent",
    tag = "yente: data",
    params(
        ("id" = String, Path, description = "Id of the entity, also a former one."),
        ("limit" = Option<usize>, Query, description = "Most neighbours a property, up to 500; 10 without."),
        ("offset" = Option<usize>, Query, description = "How many to pass over, up to 9499."),
        ("sort" = Option<Vec<String>>, Query, description = "Fields to sort by, such as `first_seen:desc`."),
    ),
    responses(
        (status = 200, description = "`{\"entity\", \"adjacent\": {PROPERTY: page}}`", body = serde_json::Value),
        (status = 308, description = "It was merged into another, whose path is in `location`."),
        (status = 404, description = "No such entity.", body = serde_json::Value),
        (status = 422, description = "A parameter that cannot be read.", body = serde_json::Value),
    )
)]
pub(crate) async fn adjacent(
    State(state): State<AppState>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, YenteError> {
    let pages = Pages::read(query.as_deref())?;
    answer(state, id, move |reader, entity| {
        let mut adjacent = Map::new();
        for property in references_of(entity.schema) {
            let around = Around::of(reader, entity, Some(property), &pages.page());
            if around.total > 0 {
                adjacent.insert(property.name.to_owned(), pages.answer(&around, reader));
            }
        }
        Ok(Answer::of(
            &json!({ "entity": entity, "adjacent": adjacent }),
        ))
    })
    .await
}

/// A page of the neighbours of an entity by one property.
#[utoipa::path(
    get,
    path = "/entities/{id}/adjacent/{property}",
    tag = "yente: data",
    params(
        ("id" = String, Path, description = "Id of the entity, also a former one."),
        ("property" = String, Path, description = "A property whose values are entities, such as `addressEntity` or `ownershipOwner`."),
        ("limit" = Option<usize>, Query, description = "Most neighbours, up to 500; 10 without."),
        ("offset" = Option<usize>, Query, description = "How many to pass over, up to 9499."),
        ("sort" = Option<Vec<String>>, Query, description = "Fields to sort by, such as `first_seen:desc`."),
    ),
    responses(
        (status = 200, description = "`{\"results\", \"total\", \"limit\", \"offset\"}`", body = serde_json::Value),
        (status = 308, description = "It was merged into another, whose path is in `location`."),
        (status = 404, description = "No such entity, or its schema has no such property.", body = serde_json::Value),
        (status = 422, description = "A parameter that cannot be read.", body = serde_json::Value),
    )
)]
pub(crate) async fn adjacent_by(
    State(state): State<AppState>,
    Path((id, property)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, YenteError> {
    let pages = Pages::read(query.as_deref())?;
    answer(state, id, move |reader, entity| {
        let known = references_of(entity.schema).find(|known| known.name == property);
        let along =
            known.ok_or_else(|| YenteError::new(StatusCode::NOT_FOUND, "No such property!"))?;
        let around = Around::of(reader, entity, Some(along), &pages.page());
        Ok(Answer::of(&pages.answer(&around, reader)))
    })
    .await
}

/// What is made of the entity of an id, or the way to it.
async fn answer(
    state: AppState,
    id: String,
    make: impl FnOnce(&EntityReader<'_>, &EntityView<'_>) -> Result<Answer, YenteError> + Send + 'static,
) -> Result<Response, YenteError> {
    let world = state.world();
    let work = move || {
        let reader = world.entities.reader();
        match find(&reader, &id)? {
            Found::Moved(id) => Ok(Answer::moved(id)),
            Found::Entity(entity) => make(&reader, &entity),
        }
    };
    Ok(state.pool().run(work).await??.into_response())
}
