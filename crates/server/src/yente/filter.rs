//! What results must be besides similar: filters of the URL, of the body, and of one query.
//!
//! They are asked of each entity before `limit` cuts, so that what they leave out takes no place. Those that need
//! more than the match itself look at the whole entity.

use super::scope::Scope;
use kashf::{EntityReader, EntityView, Match, model};
use rustc_hash::FxHashSet;

/// Filters of one query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filters {
    /// No entity of exactly these schemata.
    pub(crate) exclude_schema: Vec<String>,
    /// One of these topics.
    pub(crate) topics: Vec<String>,
    /// What is said of it changed after this time.
    pub(crate) changed_since: Option<String>,
    /// No entity that bears or bore one of these ids.
    pub(crate) exclude_ids: FxHashSet<String>,
    /// Of each field, one value of every group (motiva's).
    pub(crate) fields: Vec<(String, Vec<Vec<String>>)>,
}

impl Filters {
    /// True when everything passes.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// True for an entity that passes these and is in the scope.
    pub(crate) fn keep(&self, found: &Match, scope: &Scope, reader: &EntityReader<'_>) -> bool {
        if !self.exclude_ids.is_empty() {
            let own = [&found.canonical_id, &found.id];
            let mut ids = own.into_iter().chain(&found.referents);
            if ids.any(|id| self.exclude_ids.contains(id)) {
                return false;
            }
        }
        if !self.needs_entity() && !scope.is_by_source() {
            return true;
        }
        let number = reader.find(&found.canonical_id);
        let number = number.or_else(|| reader.find(&found.id));
        // What cannot be looked at is shown: nothing is cleared unseen.
        number.is_none_or(|number| {
            let entity = reader.view(number);
            self.passes(&entity) && (!scope.is_by_source() || scope.holds(&entity))
        })
    }

    fn needs_entity(&self) -> bool {
        !(self.exclude_schema.is_empty()
            && self.topics.is_empty()
            && self.changed_since.is_none()
            && self.fields.is_empty())
    }

    /// True for an entity that passes all filters but the excluded ids.
    fn passes(&self, entity: &EntityView<'_>) -> bool {
        if self
            .exclude_schema
            .iter()
            .any(|schema| schema == entity.schema)
        {
            return false;
        }
        let has = |values: &[&str], wanted: &[String]| {
            wanted
                .iter()
                .any(|wanted| values.contains(&wanted.as_str()))
        };
        if !self.topics.is_empty() && !has(entity.values("topics"), &self.topics) {
            return false;
        }
        if let Some(since) = &self.changed_since
            && entity.last_change.is_none_or(|last| last <= since.as_str())
        {
            return false;
        }
        self.fields.iter().all(|(field, groups)| {
            let values = field_values(entity, field);
            groups.iter().all(|group| has(&values, group))
        })
    }
}

/// True for the name of a field that entities can be asked about.
pub(crate) fn is_field(field: &str) -> bool {
    if let Some(prop) = field.strip_prefix("properties.") {
        return model()
            .schemata()
            .any(|schema| schema.property(prop).is_some());
    }
    const OWN: [&str; 9] = [
        "id",
        "entity_id",
        "caption",
        "schema",
        "datasets",
        "referents",
        "target",
        "first_seen",
        "last_change",
    ];
    OWN.contains(&field)
        || field == "last_seen"
        || model().types().any(|kind| kind.group == Some(field))
}

/// The values of a field: one of the entity's own, `properties.NAME`, or a group of property types such as `countries`.
pub(crate) fn field_values<'e>(entity: &EntityView<'e>, field: &str) -> Vec<&'e str> {
    if let Some(prop) = field.strip_prefix("properties.") {
        return entity.values(prop).to_vec();
    }
    match field {
        "id" | "entity_id" => vec![entity.id],
        "schema" => vec![entity.schema],
        "datasets" => entity.datasets.clone(),
        "referents" => entity.referents.clone(),
        "target" => vec![if entity.target { "true" } else { "false" }],
        "first_seen" => entity.first_seen.into_iter().collect(),
        "last_seen" => entity.last_seen.into_iter().collect(),
        "last_change" => entity.last_change.into_iter().collect(),
        group => grouped(entity, group),
    }
}

fn grouped<'e>(entity: &EntityView<'e>, group: &str) -> Vec<&'e str> {
    let Some(schema) = model().schema(entity.schema) else {
        return Vec::new();
    };
    let of_group = |prop: &str| {
        let kind = schema.property(prop).map(|property| property.kind);
        let info = kind.and_then(|kind| model().type_info(kind));
        info.is_some_and(|info| info.group == Some(group))
    };
    let properties = entity.properties.iter();
    let properties = properties.filter(|(prop, _)| of_group(prop));
    properties.flat_map(|(_, values)| values).copied().collect()
}
