//! `POST /match/{dataset}`: parties by example, in batches.
//!
//! | yente | here |
//! |---|---|
//! | `algorithm` | checked, and answered by our own; see `algorithms.rs` |
//! | `threshold`, `cutoff` | on the scale of `score.rs`; a score equal to the cutoff is shown, theirs leaves it out |
//! | `weights`, `config` | checked, change nothing |
//! | filters | before `limit`, so that what they leave out takes no place |
//! | a query without a name or a number | its own `status` 400 and `problem`: it was not screened |
//! | `params`, `filters` in the body and in a query | motiva's; lists of a query take the place of those of the URL |
//!
//! Results carry the snapshot and the policy that answered.

mod answer;
mod body;
mod bounds;

use self::answer::{Batch, One};
use self::body::{Asked, Body, BodyParams};
use self::bounds::Bounds;
use super::algorithms;
use super::filter::{Filters, is_field};
use super::params::Params;
use super::scope::Scope;
use crate::error::YenteError;
use crate::state::AppState;
use crate::world::World;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kashf::{Example, ExampleError};
use std::sync::Arc;

/// Results of a query unless the request says otherwise, and at most.
const LIMIT: (usize, usize) = (5, 500);
/// Ids that an URL may exclude; the body may exclude more.
const EXCLUDED_IDS: usize = 50;
/// Words that the names of one query may have, and one for the query: yente's bound of clauses.
const CLAUSES: usize = 900;

/// Parameters of the URL.
struct Asks {
    limit: usize,
    bounds: Bounds,
    algorithm: String,
    params: BodyParams,
    changed_since: Option<String>,
}

impl Asks {
    fn read(query: &str) -> Result<Self, YenteError> {
        let mut params = Params::parse(query);
        let list = |params: &Params, name: &str| Some(params.list(name)).filter(|l| !l.is_empty());
        let asks = Self {
            limit: params.whole("limit", LIMIT.0, LIMIT.1),
            bounds: Bounds {
                threshold: params.decimal("threshold"),
                cutoff: params.decimal("cutoff"),
            },
            algorithm: params.last("algorithm").unwrap_or("best").to_owned(),
            changed_since: params.time("changed_since"),
            params: BodyParams {
                include: list(&params, "include_dataset"),
                exclude: list(&params, "exclude_dataset"),
                exclude_ids: params.list_of_at_most("exclude_entity_ids", EXCLUDED_IDS),
                exclude_schema: params.list("exclude_schema"),
                topics: params.list("topics"),
            },
        };
        params.checked()?;
        Ok(asks)
    }
}

/// Screens a batch of queries by example.
#[utoipa::path(
    post,
    path = "/match/{dataset}",
    tag = "yente: matching",
    params(
        ("dataset" = String, Path, description = "A loaded list, or `default` for all."),
        ("limit" = Option<usize>, Query, description = "Most results of a query, up to 500; 5 without."),
        ("threshold" = Option<f64>, Query, description = "From this score on a result is a match; 0.7 without."),
        ("cutoff" = Option<f64>, Query, description = "Results below it, and below the threshold, are left out."),
        ("algorithm" = Option<String>, Query, description = "One of those of `/algorithms`; all are answered by ours."),
        ("include_dataset" = Option<Vec<String>>, Query, description = "Only entities on these lists or of these sources."),
        ("exclude_dataset" = Option<Vec<String>>, Query, description = "No entities on these lists or of these sources alone."),
        ("exclude_schema" = Option<Vec<String>>, Query, description = "No entities of these schemata."),
        ("topics" = Option<Vec<String>>, Query, description = "Only entities with one of these topics."),
        ("changed_since" = Option<String>, Query, description = "Only entities that changed after this time."),
        ("exclude_entity_ids" = Option<Vec<String>>, Query, description = "No entities that bear or bore these ids; at most 50."),
    ),
    request_body(content = serde_json::Value, description = "`{\"queries\": {KEY: {\"schema\", \"properties\"}}}`, \
        with `params` and `filters` for all queries or in each."),
    responses(
        (status = 200, description = "`{\"responses\": {KEY: {status, results, total, query}}, \"limit\"}`", body = serde_json::Value),
        (status = 400, description = "A query that cannot be asked, or too many.", body = serde_json::Value),
        (status = 404, description = "No such dataset.", body = serde_json::Value),
        (status = 422, description = "Parameters or a body of the wrong shape.", body = serde_json::Value),
        (status = 503, description = "Not screened: too much at once.", body = serde_json::Value),
    )
)]
pub(crate) async fn match_entities(
    State(state): State<AppState>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<Response, YenteError> {
    let world = state.world();
    let most = state.settings().match_batch;
    let metrics = Arc::clone(state.metrics());
    let (count, done) = state
        .pool()
        .run(move || {
            let asks = Asks::read(query.as_deref().unwrap_or_default())?;
            let body = Body::read(&body)?;
            let count = body.queries.len();
            let batch = understand(&world, &dataset, asks, body, most)?;
            Ok::<_, YenteError>((count, batch.answer(&world, &metrics)?))
        })
        .await??;
    let size = HeaderName::from_static("x-batch-size");
    let json = HeaderValue::from_static("application/json");
    let headers = [
        (size, HeaderValue::from(count)),
        (header::CONTENT_TYPE, json),
    ];
    Ok((headers, Extension(done.screenings), done.json).into_response())
}

/// What a request asks, against the lists that answer.
fn understand(
    world: &World,
    dataset: &str,
    asks: Asks,
    body: Body,
    most: usize,
) -> Result<Batch, YenteError> {
    let bad = |detail: String| YenteError::new(StatusCode::BAD_REQUEST, detail);
    // An unknown dataset is told first, whatever the queries say.
    Scope::of(world, dataset, &[], &[])?;
    algorithms::check(&asks.algorithm, &body.config)?;
    if body.queries.len() > most {
        return Err(bad(format!(
            "Too many queries in one batch (limit: {most})"
        )));
    }
    if body.queries.is_empty() {
        return Err(bad("No queries provided.".to_owned()));
    }
    let mut queries = Vec::with_capacity(body.queries.len());
    for asked in body.queries {
        queries.push(one(
            world,
            dataset,
            &asks,
            &body.params,
            &body.filters,
            asked,
        )?);
    }
    Ok(Batch {
        limit: asks.limit,
        bounds: asks.bounds,
        queries,
    })
}

fn one(
    world: &World,
    dataset: &str,
    asks: &Asks,
    of_all: &BodyParams,
    filters: &body::Fields,
    asked: Asked,
) -> Result<One, YenteError> {
    let bad = |detail: String| YenteError::new(StatusCode::BAD_REQUEST, detail);
    let properties = asked.properties.iter();
    let properties = properties.map(|(prop, values)| (prop.as_str(), values.iter().collect()));
    let example = Example::new::<&String>(&asked.schema, properties).map_err(|error| {
        bad(match error {
            ExampleError::UnknownSchema(_) => format!("Cannot parse example entity: {error}"),
            other => {
                format!("Cannot parse example entity: Non-matchable schema for query: {other}")
            }
        })
    })?;
    let clauses = example.name_words() + 1;
    if clauses > CLAUSES {
        let problem = format!("Query requires {clauses} clauses; maximum is {CLAUSES}");
        return Err(bad(problem));
    }
    let (of_url, of_query) = (&asks.params, &asked.params);
    let lists = |pick: fn(&BodyParams) -> &Option<Vec<String>>| {
        let given = [of_query, of_all, of_url].into_iter();
        let first = given.map(pick).find_map(Option::as_deref);
        first.unwrap_or_default().to_vec()
    };
    let joined = |pick: fn(&BodyParams) -> &Vec<String>| {
        let given = [of_url, of_all, of_query].into_iter();
        given.flat_map(pick).cloned()
    };
    let scope = Scope::of(
        world,
        dataset,
        &lists(|params| &params.include),
        &lists(|params| &params.exclude),
    )?;
    let fields: body::Fields = filters.iter().cloned().chain(asked.filters).collect();
    if let Some((field, _)) = fields.iter().find(|(field, _)| !is_field(field)) {
        return Err(bad(format!("Invalid filter field: {field}")));
    }
    Ok(One {
        filters: Filters {
            exclude_schema: joined(|params| &params.exclude_schema).collect(),
            topics: joined(|params| &params.topics).collect(),
            changed_since: asks.changed_since.clone(),
            exclude_ids: joined(|params| &params.exclude_ids).collect(),
            fields,
        },
        key: asked.key,
        id: asked.id,
        example,
        scope,
    })
}
