//! Suggestions while somebody types.

use super::super::search::unanswered;
use super::types::{of_entity, of_property, of_schema};
use crate::error::YenteError;
use crate::world::World;
use kashf::{PropertyType, Schema};
use kashf_search::{Filters, Index};
use serde_json::{Value, json};

/// Suggestions of types and properties at most.
const MOST: usize = 5;

/// How far the words of a name may be from where the typed ones stand.
const SLOP: u32 = 2;

fn answer(prefix: &str, result: Vec<Value>) -> Value {
    json!({ "code": "/api/status/ok", "status": "200 OK", "prefix": prefix, "result": result })
}

/// Entities of which a name has the words that were typed, the last of them begun.
pub(super) fn entities(
    world: &World,
    index: &Index,
    lists: Vec<String>,
    prefix: &str,
    limit: usize,
) -> Result<Value, YenteError> {
    let filters = Filters {
        scope: Some(lists),
        ..Filters::default()
    };
    let found = index
        .begun(prefix, SLOP, &filters, limit)
        .map_err(unanswered)?;
    let reader = world.entities.reader();
    let entities = found
        .into_iter()
        .map(|number| of_entity(&reader.view(number)));
    Ok(answer(prefix, entities.collect()))
}

/// Properties of these schemata of which the name or label begins so; those called exactly so come first.
pub(super) fn properties(schemata: &[&'static Schema], prefix: &str) -> Value {
    let own = schemata.iter().flat_map(|schema| schema.own_properties());
    let shown = own.filter(|property| !property.hidden && property.kind != PropertyType::Entity);
    let mut found: Vec<_> = shown
        .filter(|property| begins(prefix, property.name, property.label))
        .collect();
    found.sort_by_key(|property| (property.name.len(), property.name, property.schema));
    answer(
        prefix,
        found.into_iter().take(MOST).map(of_property).collect(),
    )
}

/// Types of which the name or label begins so.
pub(super) fn types(schemata: &[&'static Schema], prefix: &str) -> Value {
    let found = schemata
        .iter()
        .filter(|schema| begins(prefix, schema.name, schema.label));
    answer(
        prefix,
        found.take(MOST).map(|schema| of_schema(schema)).collect(),
    )
}

fn begins(prefix: &str, name: &str, label: &str) -> bool {
    let prefix = prefix.trim().to_lowercase();
    let fits = |text: &str| text.to_lowercase().starts_with(&prefix);
    !prefix.is_empty() && (fits(name) || fits(label))
}
