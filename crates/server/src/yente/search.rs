//! `/search/{dataset}`: looking entities up by words, fields and facets.
//!
//! It finds what is written, in whichever script and spelling of case and marks; whether a name is on a list, however
//! it is spelled, is asked with `/match`. The index and both query languages are `kashf-search`'s.

use super::labels;
use super::lookup::index;
use super::params::{Params, wrong};
use super::scope::lists_of;
use crate::error::YenteError;
use crate::log::{Screened, Screenings};
use crate::state::AppState;
use crate::world::World;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use kashf::{EntityView, Schema, model};
use kashf_search::{
    Filters, Found, Index, Node, QueryError, Search, SearchError, Sort, parse, parse_simple,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::IntoParams;

/// Entities on a page at most, and how many without a wish.
pub(super) const MAX_PAGE: usize = 500;
pub(super) const DEFAULT_PAGE: usize = 10;

/// A page may begin so far behind the first entity.
const MAX_OFFSET: usize = 9_499;

/// What can be counted.
const FACETS: [&str; 6] = [
    "datasets",
    "schema",
    "countries",
    "identifiers",
    "topics",
    "genders",
];
const DEFAULT_FACETS: [&str; 3] = ["countries", "topics", "datasets"];

/// Most filters of one request, and most orders.
const MAX_FILTERS: usize = 1_000;
const MAX_SORTS: usize = 10;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/search/{dataset}", get(search))
}

/// The parameters, as the document of the API shows them.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "read as pairs, since lists repeat; here they are only described"
)]
pub(crate) struct SearchParams {
    /// What is looked for, in Lucene's query language; everything when it is empty.
    q: Option<String>,
    /// Entities of this kind: the schema and those of the same family.
    #[param(example = "Person")]
    schema: Option<String>,
    /// Only entities of which one of these datasets speaks.
    include_dataset: Option<Vec<String>>,
    /// Not entities of which only these datasets speak.
    exclude_dataset: Option<Vec<String>>,
    /// Not entities of exactly these schemata.
    exclude_schema: Option<Vec<String>>,
    /// Only entities that changed after this day, hour, minute or second.
    changed_since: Option<String>,
    /// Only entities of these countries.
    countries: Option<Vec<String>>,
    /// Only entities with these topics.
    topics: Option<Vec<String>>,
    /// Only entities of these datasets.
    datasets: Option<Vec<String>>,
    /// `field:value`, such as `properties.birthDate:1985`.
    filter: Option<Vec<String>>,
    /// `OR`: one of several values of a field is enough; `AND`: all of them are needed.
    filter_op: Option<String>,
    /// Entities on the page, at most 500.
    limit: Option<usize>,
    /// Entities before the page, at most 9,499.
    offset: Option<usize>,
    /// `field:asc` or `field:desc`; relevance and id decide what remains.
    sort: Option<Vec<String>>,
    /// Only entities that are listed themselves, or only others.
    target: Option<bool>,
    /// True when a `~` in the query allows differences by the length of the word.
    fuzzy: Option<bool>,
    /// True for the language of query boxes, in which nothing is an error.
    simple: Option<bool>,
    /// What is counted: `countries`, `topics`, `datasets`, `schema`, `identifiers`, `genders`.
    facets: Option<Vec<String>>,
}

/// A search as it was asked for.
struct Asked {
    query: Node,
    fuzzy: bool,
    filters: Filters<'static>,
    facets: Vec<&'static str>,
    sort: Vec<Sort>,
    limit: usize,
    offset: usize,
}

/// Look entities up by words, fields and facets.
#[utoipa::path(
    get,
    path = "/search/{dataset}",
    tag = "yente: match and search",
    params(("dataset" = String, Path, description = "A loaded list, or `default` for all"), SearchParams),
    responses((status = 200, description = "A page of entities, how many there are, and the facets", body = Value)),
)]
pub(crate) async fn search(
    State(state): State<AppState>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, YenteError> {
    let world = state.world();
    let mut asked = Asked::read(query.as_deref().unwrap_or_default())?;
    asked.filters.scope = lists_of(&world, &dataset).map(Some)?;
    let index = index(&world).await?;
    let mut told = Screenings::of(world.screener.snapshot_id(), world.screener.policy_id());
    let words = Params::parse(query.as_deref().unwrap_or_default());
    if let Some(words) = words.last("q").filter(|words| !words.trim().is_empty()) {
        told.items.push(Screened::new("", [("name", words)]));
    }
    let body = state
        .pool()
        .run(move || answer(&world, &index, &asked))
        .await??;
    let kind = [(header::CONTENT_TYPE, "application/json")];
    Ok((Extension(told), kind, body).into_response())
}

impl Asked {
    fn read(query: &str) -> Result<Self, YenteError> {
        let mut params = Params::parse(query);
        let limit = params.whole("limit", DEFAULT_PAGE, MAX_PAGE);
        let offset = params.whole("offset", 0, MAX_OFFSET);
        let (fuzzy, simple) = (params.flag("fuzzy"), params.flag("simple"));
        let target = params.flag("target");
        let changed_since = params.time("changed_since");
        let facets = facets(&mut params);
        let any_value = match params.last("filter_op") {
            None | Some("OR") => true,
            Some("AND") => false,
            Some(_) => {
                let message = "Input should be 'AND' or 'OR'";
                params
                    .wrong
                    .push(wrong("enum", &["query", "filter_op"], message));
                true
            }
        };
        let mut lists = |name: &str| params.list_of_at_most(name, MAX_FILTERS);
        let mut values: Vec<(String, Vec<String>)> = Vec::new();
        for field in ["countries", "topics", "datasets"] {
            add(&mut values, field, lists(field));
        }
        let filters = lists("filter");
        let schema = params.last("schema").unwrap_or("Thing").to_owned();
        let q = params.last("q").unwrap_or_default().to_owned();
        let (include, exclude) = (
            params.list("include_dataset"),
            params.list("exclude_dataset"),
        );
        let exclude_schemata = params.list("exclude_schema");
        let sort = sorts(&params.list_of_at_most("sort", MAX_SORTS));
        params.checked()?;
        let schema = model()
            .schema(&schema)
            .ok_or_else(|| bad("Invalid schema"))?;
        for filter in filters {
            let Some((field, value)) = filter.split_once(':') else {
                return Err(bad("Invalid filter: write `field:value`"));
            };
            add(&mut values, field, vec![value.to_owned()]);
        }
        if let Some(target) = target {
            add(&mut values, "target", vec![target.to_string()]);
        }
        let query = if simple.unwrap_or(false) {
            parse_simple(&q)
        } else {
            parse(&q).map_err(unread)?
        };
        Ok(Self {
            query,
            fuzzy: fuzzy.unwrap_or(false),
            filters: Filters {
                scope: None,
                include_datasets: include,
                exclude_datasets: exclude,
                schemata: Some(family(schema)),
                exclude_schemata,
                changed_since,
                values,
                any_value,
            },
            facets,
            sort,
            limit,
            offset,
        })
    }
}

/// Values of one field stand together, wherever they came from.
fn add(values: &mut Vec<(String, Vec<String>)>, field: &str, more: Vec<String>) {
    if more.is_empty() {
        return;
    }
    match values.iter_mut().find(|(known, _)| known == field) {
        Some((_, known)) => known.extend(more),
        None => values.push((field.to_owned(), more)),
    }
}

fn facets(params: &mut Params) -> Vec<&'static str> {
    let named = params.list("facets");
    if named.is_empty() {
        return DEFAULT_FACETS.to_vec();
    }
    let mut facets = Vec::new();
    for name in named {
        match FACETS.into_iter().find(|known| **known == name) {
            Some(facet) if facets.contains(&facet) => {}
            Some(facet) => facets.push(facet),
            None => {
                let message = format!("Input should be one of: {}", FACETS.join(", "));
                params
                    .wrong
                    .push(wrong("enum", &["query", "facets"], &message));
                break;
            }
        }
    }
    facets
}

/// `field`, `field:asc`, `field:desc`; any other direction is `asc`, as with yente.
fn sorts(sorts: &[String]) -> Vec<Sort> {
    let read = |sort: &String| {
        let (field, direction) = sort.rsplit_once(':').unwrap_or((sort, "asc"));
        Sort {
            field: field.to_owned(),
            descending: direction == "desc",
        }
    };
    sorts.iter().map(read).collect()
}

/// The schemata that are looked at for one: its relatives when its entities can be compared, else its kinds.
pub(super) fn family(schema: &Schema) -> Vec<&'static str> {
    let mut family: Vec<&'static str> = schema.matchable_schemata().collect();
    if !schema.matchable {
        let kinds = model().schemata().filter(|kind| kind.is_a(schema.name));
        family.extend(kinds.map(|kind| kind.name));
    }
    family
}

pub(super) fn bad(detail: &str) -> YenteError {
    YenteError::new(StatusCode::BAD_REQUEST, detail)
}

fn unread(error: QueryError) -> YenteError {
    bad(&format!("{error}; {}", error.hint()))
}

pub(super) fn unanswered(error: SearchError) -> YenteError {
    bad(&error.to_string())
}

fn answer(world: &World, index: &Index, asked: &Asked) -> Result<String, YenteError> {
    let search = Search {
        fuzzy: asked.fuzzy,
        filters: asked.filters.clone(),
        facets: &asked.facets,
        sort: &asked.sort,
        offset: asked.offset,
        limit: asked.limit,
        ..Search::of(&asked.query)
    };
    let found = index.search(&search).map_err(unanswered)?;
    let reader = world.entities.reader();
    let page = Page {
        limit: asked.limit,
        offset: asked.offset,
        total: json!({ "value": found.total, "relation": "eq" }),
        results: found
            .numbers
            .iter()
            .map(|number| reader.view(*number))
            .collect(),
        facets: facet_answers(&asked.facets, &found),
    };
    serde_json::to_string(&page).map_err(|_| YenteError::from(crate::error::Overload::Defect))
}

#[derive(Serialize)]
struct Page<'e> {
    limit: usize,
    offset: usize,
    total: Value,
    results: Vec<EntityView<'e>>,
    facets: Map<String, Value>,
}

fn facet_answers(facets: &[&'static str], found: &Found) -> Map<String, Value> {
    let mut answers = Map::new();
    for (field, values) in facets.iter().zip(&found.facets) {
        let values: Vec<Value> = values
            .iter()
            .map(|value| {
                let label = labels::of_facet_value(field, &value.name);
                let label = label.unwrap_or(&value.name);
                json!({ "name": value.name, "label": label, "count": value.count })
            })
            .collect();
        let answer = json!({ "label": labels::of_facet(field), "values": values });
        answers.insert((*field).to_owned(), answer);
    }
    answers
}
