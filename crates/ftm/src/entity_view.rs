//! From statements to the entity that they speak of, and back.
//!
//! The entity is a view: what only statements know (who said it, when, in which language, how it was
//! written) is not in it. Going back therefore makes statements of one dataset, as FollowTheMoney does.

use kashf_core::{Entity, Statement, StatementView};

use crate::model::model;
use crate::statement_id::{ID_PROP, entity_checksum, statement_id};

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
    let statement = |prop: &str, value: &str| {
        let mut statement = Statement::new(&entity.id, &entity.schema, prop, value, dataset);
        statement.first_seen.clone_from(&entity.first_seen);
        statement.last_seen = entity
            .last_seen
            .clone()
            .or_else(|| entity.first_seen.clone());
        statement.id = statement_id(&statement);
        statement
    };
    let mut statements = Vec::new();
    for (prop, values) in &entity.properties {
        statements.extend(values.iter().map(|value| statement(prop, value)));
    }
    let ids = statements.iter().map(|statement| statement.id.as_str());
    let checksum = entity_checksum(&entity.schema, ids);
    let mut existence = statement(ID_PROP, &checksum);
    if entity.last_change.is_some() {
        existence.first_seen.clone_from(&entity.last_change);
    }
    statements.insert(0, existence);
    statements
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
