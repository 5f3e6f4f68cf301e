//! Data extension: values of entities that rows were matched with.

use super::super::labels::of_value;
use super::super::search::bad;
use crate::error::YenteError;
use crate::world::World;
use kashf::{PropertyType, model};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Most properties of one extension.
const MAX_PROPERTIES: usize = 500;

#[derive(Debug, Deserialize)]
struct Extend {
    ids: Vec<String>,
    properties: Vec<Wanted>,
}

#[derive(Debug, Deserialize)]
struct Wanted {
    id: String,
    #[serde(default)]
    settings: Settings,
}

#[derive(Debug, Default, Deserialize)]
struct Settings {
    /// A number, which clients also write as a text.
    #[serde(default)]
    limit: Value,
    #[serde(default)]
    render: Render,
}

#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Render {
    #[default]
    Caption,
    Raw,
}

impl Settings {
    /// Values of a row at most; 0 for all.
    fn limit(&self) -> usize {
        let number = match &self.limit {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.map_or(0, |number| usize::try_from(number).unwrap_or(usize::MAX))
    }
}

/// The number of rows, and the rows.
pub(super) fn extend(world: &World, text: &str, most: usize) -> Result<(usize, Value), YenteError> {
    // What serde says may quote the request.
    let asked: Extend =
        serde_json::from_str(text).map_err(|_| bad("Cannot decode extension request"))?;
    if asked.ids.len() > most {
        return Err(bad(&format!(
            "Too many queries in one batch (limit: {most})"
        )));
    }
    if asked.properties.len() > MAX_PROPERTIES {
        return Err(bad(&format!(
            "Too many properties (limit: {MAX_PROPERTIES})"
        )));
    }
    let reader = world.entities.reader();
    let mut rows: Map<String, Value> = asked.ids.iter().map(|id| (id.clone(), json!({}))).collect();
    let mut metas: Vec<(&str, Value)> = Vec::new();
    for id in &asked.ids {
        let Some(number) = reader.find(id) else {
            continue;
        };
        let view = reader.view(number);
        if view.id != id {
            return Err(bad(
                "Please specify the canonical entity ID, not a referent",
            ));
        }
        let mut row = Map::new();
        for wanted in &asked.properties {
            let schema = model().schema(view.schema);
            // An id without its schema, or with it, as suggestions of properties have it.
            let name = wanted.id.rsplit(':').next().unwrap_or(&wanted.id);
            let Some(property) = schema.and_then(|schema| schema.property(name)) else {
                continue;
            };
            if metas.iter().all(|(known, _)| *known != wanted.id) {
                metas.push((
                    &wanted.id,
                    json!({ "id": wanted.id, "name": property.label }),
                ));
            }
            let limit = match wanted.settings.limit() {
                0 => usize::MAX,
                limit => limit,
            };
            let caption = |value: &str| match wanted.settings.render {
                Render::Caption => of_value(property.kind, value).unwrap_or(value).to_owned(),
                Render::Raw => value.to_owned(),
            };
            let values = view.values(property.name).iter().take(limit);
            let values: Vec<Value> = values
                .map(|value| json!({ "str": caption(value) }))
                .collect();
            row.insert(wanted.id.clone(), Value::Array(values));
        }
        rows.insert(id.clone(), Value::Object(row));
    }
    let meta: Vec<Value> = metas.into_iter().map(|(_, meta)| meta).collect();
    Ok((rows.len(), json!({ "meta": meta, "rows": rows })))
}

/// Properties of a schema that an extension can ask for: those that are shown first, then the others.
pub(super) fn proposed(schema: &str, limit: usize) -> Result<Value, YenteError> {
    let schema = model()
        .schema(schema)
        .ok_or_else(|| bad("Invalid type: there is no such schema"))?;
    let featured = schema
        .featured
        .iter()
        .filter_map(|name| schema.property(name));
    let others = schema.properties().filter(|property| {
        let shown = !property.hidden && property.kind != PropertyType::Entity;
        shown && !schema.featured.contains(&property.name)
    });
    let most = if limit == 0 { usize::MAX } else { limit };
    let mut properties: Vec<_> = featured.chain(others).take(most).collect();
    properties.sort_by_key(|property| (property.label, property.name));
    let properties: Vec<Value> = properties
        .into_iter()
        .map(|property| json!({ "id": property.name, "name": property.label }))
        .collect();
    Ok(json!({ "limit": limit, "type": schema.name, "properties": properties }))
}
