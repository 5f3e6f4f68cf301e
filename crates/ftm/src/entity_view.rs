//! From statements to the entity that they speak of, and back.
//!
//! The entity is a view: what only statements know (who said it, when, in which language, how it was
//! written) is not in it. Going back therefore makes statements of one dataset, as FollowTheMoney does.

use kashf_core::{Entity, Statement, StatementView};

use crate::model::model;
use crate::statement_id::{ID_PROP, checksum_of, hex, plain_digest};

/// The entity that the statements of one canonical id make; `None` without statements.
///
/// Its schema is the narrowest of theirs; where two exclude each other, the first stays.
#[must_use]
pub fn entity_from_statements(statements: &[Statement]) -> Option<Entity> {
    entity_from_views(statements.iter().map(StatementView::from))
}

/// The same from statements that stand elsewhere.
#[must_use]
pub fn entity_from_views<'s>(
    statements: impl IntoIterator<Item = StatementView<'s>>,
) -> Option<Entity> {
    let mut statements = statements.into_iter().peekable();
    let first = statements.peek()?;
    let mut entity = Entity::new(first.canonical_id, first.schema);
    for statement in statements {
        if statement.schema != entity.schema
            && let Some(schema) = model().common_schema(&entity.schema, statement.schema)
        {
            schema.name.clone_into(&mut entity.schema);
        }
        if statement.prop == ID_PROP {
            keep_latest(&mut entity.last_change, statement.first_seen);
        } else {
            entity.add(statement.prop, statement.value);
        }
        if !entity.datasets.contains(statement.dataset) {
            entity.datasets.insert(statement.dataset.to_owned());
        }
        if statement.entity_id != entity.id && !entity.referents.contains(statement.entity_id) {
            entity.referents.insert(statement.entity_id.to_owned());
        }
        keep_earliest(&mut entity.first_seen, statement.first_seen);
        keep_latest(&mut entity.last_seen, statement.last_seen);
    }
    Some(entity)
}

// ISO 8601 texts of the same kind sort as the times they stand for.
fn keep_earliest(kept: &mut Option<String>, seen: Option<&str>) {
    if let Some(seen) = seen
        && kept.as_deref().is_none_or(|kept| seen < kept)
    {
        *kept = Some(seen.to_owned());
    }
}

fn keep_latest(kept: &mut Option<String>, seen: Option<&str>) {
    if let Some(seen) = seen
        && kept.as_deref().is_none_or(|kept| seen > kept)
    {
        *kept = Some(seen.to_owned());
    }
}

/// One statement a value, said by `dataset`, after the one that marks the entity's existence.
///
/// Values are taken as clean.
#[must_use]
pub fn statements_from_entity(entity: &Entity, dataset: &str) -> Vec<Statement> {
    let ids = StatementIds::of(entity, dataset);
    let statements = ids.statements(entity, dataset);
    statements
        .map(|(view, id)| {
            let said = Statement::new(view.entity_id, view.schema, view.prop, view.value, dataset);
            Statement {
                id: hex(&id),
                first_seen: view.first_seen.map(str::to_owned),
                last_seen: view.last_seen.map(str::to_owned),
                ..said
            }
        })
        .collect()
}

/// The ids of the statements of [`statements_from_entity`], for those who need no copies of the values: they
/// cost the most of it, and can be computed side by side.
#[derive(Clone, Debug)]
pub struct StatementIds {
    existence: [u8; 20],
    checksum: String,
    values: Vec<[u8; 20]>,
}

impl StatementIds {
    /// The ids of what `dataset` says of an entity.
    #[must_use]
    pub fn of(entity: &Entity, dataset: &str) -> Self {
        let digest = |prop: &str, value: &str| plain_digest(dataset, &entity.id, prop, value);
        let values: Vec<[u8; 20]> = values_of(entity)
            .map(|(prop, value)| digest(prop, value))
            .collect();
        let checksum = checksum_of(&entity.schema, values.clone());
        Self {
            existence: digest(ID_PROP, &checksum),
            checksum,
            values,
        }
    }

    /// The statements with their ids (SHA-1), of the same entity and dataset.
    pub fn statements<'s>(
        &'s self,
        entity: &'s Entity,
        dataset: &'s str,
    ) -> impl Iterator<Item = (StatementView<'s>, [u8; 20])> {
        let first_seen = entity.first_seen.as_deref();
        let view = move |prop, value| StatementView {
            entity_id: &entity.id,
            canonical_id: &entity.id,
            schema: &entity.schema,
            prop,
            value,
            original_value: None,
            lang: None,
            dataset,
            origin: None,
            first_seen,
            last_seen: entity.last_seen.as_deref().or(first_seen),
        };
        let existence = StatementView {
            first_seen: entity.last_change.as_deref().or(first_seen),
            ..view(ID_PROP, &self.checksum)
        };
        let values = values_of(entity).zip(&self.values);
        let values = values.map(move |((prop, value), id)| (view(prop, value), *id));
        std::iter::once((existence, self.existence)).chain(values)
    }
}

fn values_of(entity: &Entity) -> impl Iterator<Item = (&str, &str)> {
    let properties = entity.properties.iter();
    properties.flat_map(|(prop, values)| values.iter().map(|value| (prop.as_str(), value.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_survives_its_statements() {
        let mut entity = Entity::new("ex-1", "Person");
        entity.add("name", "Layla Example");
        entity.add("name", "\u{0644}\u{064a}\u{0644}\u{0649}");
        entity.add("birthDate", "1962");
        entity.datasets.insert("example".to_owned());
        entity.first_seen = Some("2025-01-01".to_owned());
        entity.last_seen = Some("2026-01-01".to_owned());
        entity.last_change = Some("2025-06-01".to_owned());
        let statements = statements_from_entity(&entity, "example");
        assert_eq!(entity_from_statements(&statements), Some(entity));
        assert_eq!(entity_from_statements(&[]), None);
    }

    #[test]
    fn the_narrowest_schema_counts_and_referents_are_kept() {
        let mut one = Statement::new("a-1", "LegalEntity", "name", "Example", "a");
        let mut other = Statement::new("b-1", "Company", "name", "Example Ltd", "b");
        one.canonical_id = "x-1".to_owned();
        other.canonical_id = "x-1".to_owned();
        let entity = entity_from_statements(&[one, other]).unwrap();
        assert_eq!(entity.schema, "Company");
        assert_eq!(entity.id, "x-1");
        assert_eq!(entity.referents.len(), 2);
        assert_eq!(entity.datasets.len(), 2);
    }
}
