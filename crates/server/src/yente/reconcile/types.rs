//! Types, properties and entities as the protocol writes them.

use crate::world::World;
use kashf::{EntityView, Property, Schema, model};
use serde_json::{Value, json};

/// The schemata that these lists hold and that can be compared, with all that they are kinds of, by name.
pub(super) fn schemata(world: &World, lists: &[String]) -> Vec<&'static Schema> {
    let of_lists = world
        .screener
        .segments()
        .iter()
        .filter(|list| lists.contains(&list.dataset));
    let held = of_lists.flat_map(|list| list.counts.keys());
    let held =
        held.filter_map(|count| model().schema(count.strip_prefix("schema:").unwrap_or(count)));
    let mut names: Vec<&'static str> = held
        .filter(|schema| schema.matchable)
        .flat_map(Schema::ancestors)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter_map(|name| model().schema(name))
        .collect()
}

/// A type.
pub(super) fn of_schema(schema: &Schema) -> Value {
    json!({ "id": schema.name, "name": schema.plural, "description": schema.label })
}

/// A property, with the schema that defines it.
pub(super) fn of_property(property: &Property) -> Value {
    json!({
        "id": format!("{}:{}", property.schema, property.name),
        "name": property.label,
        "description": null,
    })
}

/// An entity, called by its names: the caption of a file is left to whole entities, as with yente.
pub(super) fn of_entity(view: &EntityView<'_>) -> Value {
    named(view.id, &view.own_caption(), view.schema)
}

/// An entity of which only this much is known.
pub(super) fn named(id: &str, caption: &str, schema: &str) -> Value {
    let known = model().schema(schema);
    json!({
        "id": id,
        "name": caption,
        "description": known.map_or(schema, |schema| schema.label),
        "type": known.map(of_schema).into_iter().collect::<Vec<_>>(),
    })
}
