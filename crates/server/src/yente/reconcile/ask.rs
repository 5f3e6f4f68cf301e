//! Queries: rows of somebody's table, each with the parties that may be meant.

use super::super::algorithms;
use super::super::filter::Filters;
use super::super::params::Params;
use super::super::scope::Scope;
use super::super::score::Scale;
use super::super::search::bad;
use super::types::named;
use crate::error::YenteError;
use crate::log::{Screened, Screenings};
use crate::world::World;
use axum::http::StatusCode;
use kashf::{Answer, Example, Match, Options, Score, Status, model};
use serde_json::{Map, Value, json};

/// Candidates of a query unless it says otherwise, and at most.
const LIMIT: (usize, usize) = (5, 500);

/// One query, understood.
struct Asked {
    key: String,
    example: Example,
    limit: usize,
}

/// The number of queries, and by key their candidates.
pub(super) fn answers(
    world: &World,
    dataset: &str,
    lists: &[String],
    text: &str,
    mut address: Params,
    most: usize,
) -> Result<(usize, Value, Screenings), YenteError> {
    let changed_since = address.time("changed_since");
    let algorithm = address.last("algorithm").unwrap_or("best").to_owned();
    address.checked()?;
    algorithms::check(&algorithm, &[])?;
    let Ok(Value::Object(queries)) = serde_json::from_str(text) else {
        return Err(bad("`queries` is no JSON object of queries"));
    };
    if queries.len() > most {
        return Err(bad(&format!(
            "Too many queries in one batch (limit: {most})"
        )));
    }
    let asked: Vec<Asked> = queries
        .into_iter()
        .map(|(key, query)| read(key, &query))
        .collect::<Result<_, _>>()?;
    let scope = Scope::of(world, dataset, &[], &[])?;
    let filters = Filters {
        changed_since,
        ..Filters::default()
    };
    let datasets = scope.lists().is_some().then(|| lists.to_vec());
    let mut answers = Map::new();
    let mut told = Screenings::of(world.screener.snapshot_id(), world.screener.policy_id());
    for asked in &asked {
        let answer = screen(world, &scope, &filters, datasets.clone(), asked)?;
        told.items
            .push(Screened::of_example(&asked.example, &answer));
        let candidates = candidates(world, &answer);
        answers.insert(asked.key.clone(), json!({ "result": candidates }));
    }
    Ok((asked.len(), Value::Object(answers), told))
}

/// Reads one query. No refusal quotes what it holds.
fn read(key: String, query: &Value) -> Result<Asked, YenteError> {
    let Value::Object(query) = query else {
        return Err(bad("a query is no JSON object"));
    };
    let schema = match query.get("type") {
        None | Some(Value::Null) => "Thing",
        Some(Value::String(name)) => name,
        Some(Value::Array(names)) => match names.first() {
            None => "Thing",
            Some(Value::String(name)) => name,
            Some(_) => return Err(bad("a `type` is no text")),
        },
        Some(_) => return Err(bad("`type` is neither a text nor a list of texts")),
    };
    let limit = match query.get("limit") {
        None | Some(Value::Null) => LIMIT.0,
        Some(Value::Number(number)) => number
            .as_u64()
            .map_or(0, |limit| usize::try_from(limit).unwrap_or(LIMIT.1)),
        Some(Value::String(text)) => text
            .trim()
            .parse()
            .map_err(|_| bad("`limit` is no number"))?,
        Some(_) => return Err(bad("`limit` is no number")),
    };
    let mut properties: Vec<(&'static str, Vec<String>)> = Vec::new();
    match query.get("query") {
        None | Some(Value::Null) => {}
        Some(Value::String(name)) => properties.push(("name", vec![name.clone()])),
        Some(_) => return Err(bad("`query` is no text")),
    }
    let more = match query.get("properties") {
        None | Some(Value::Null) => &[][..],
        Some(Value::Array(more)) => more,
        Some(_) => return Err(bad("`properties` is no list")),
    };
    for property in more {
        let Some(Value::String(pid)) = property.get("pid") else {
            return Err(bad("a property has no `pid`"));
        };
        let values = values(property.get("v"))?;
        let Some(name) = property_named(pid, schema) else {
            continue;
        };
        match properties.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => known.extend(values),
            None => properties.push((name, values)),
        }
    }
    let example = Example::new(schema, properties).map_err(|error| bad(&error.to_string()))?;
    Ok(Asked {
        key,
        example,
        limit: limit.min(LIMIT.1),
    })
}

/// A text, a number, yes or no, an entity by its id, or a list of them.
fn values(value: Option<&Value>) -> Result<Vec<String>, YenteError> {
    Ok(match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Number(number)) => vec![number.to_string()],
        Some(Value::Bool(yes)) => vec![yes.to_string()],
        Some(Value::Object(entity)) => match entity.get("id") {
            Some(Value::String(id)) => vec![id.clone()],
            _ => return Err(bad("a value `v` is an object without an `id`")),
        },
        Some(Value::Array(several)) => {
            let mut all = Vec::with_capacity(several.len());
            for one in several {
                if one.is_array() {
                    return Err(bad("a value `v` is a list of lists"));
                }
                all.extend(values(Some(one))?);
            }
            all
        }
        None | Some(Value::Null) => return Err(bad("a property has no value `v`")),
    })
}

/// The name of a property by its id, `Thing:country`, or by its name alone.
fn property_named(pid: &str, schema: &str) -> Option<&'static str> {
    let (schema, name) = pid.split_once(':').unwrap_or((schema, pid));
    model()
        .schema(schema)?
        .property(name)
        .map(|property| property.name)
}

fn screen(
    world: &World,
    scope: &Scope,
    filters: &Filters,
    datasets: Option<Vec<String>>,
    asked: &Asked,
) -> Result<Answer, YenteError> {
    if asked.example.is_empty() {
        return Ok(Answer {
            status: Status::Screened,
            problem: None,
            matches: Vec::new(),
        });
    }
    let reader = world.entities.reader();
    let options = Options {
        limit: asked.limit,
        // Whatever resembles at all: a person chooses.
        threshold: Some(Score::from_thousandths(1)),
        datasets,
    };
    let keep = |found: &Match| filters.is_empty() || filters.keep(found, scope, &reader);
    let answer = world
        .screener
        .example(&asked.example, &options, Some(&keep));
    if answer.status == Status::NotScreened {
        let problem = answer.problem.unwrap_or_default();
        let problem = format!("not screened: {problem}");
        return Err(YenteError::new(StatusCode::INTERNAL_SERVER_ERROR, problem));
    }
    Ok(answer)
}

fn candidates(world: &World, answer: &Answer) -> Vec<Value> {
    let policy = world.screener.policy();
    let scale = Scale::of(policy);
    let candidate = |found: &Match| {
        let mut candidate = named(&found.canonical_id, &found.caption, &found.schema);
        let is_match =
            !found.delisted && found.score >= policy.threshold_for(&found.schema, &found.datasets);
        candidate["score"] = json!(scale.shown(found.score));
        candidate["match"] = json!(is_match);
        candidate
    };
    answer.matches.iter().map(candidate).collect()
}
