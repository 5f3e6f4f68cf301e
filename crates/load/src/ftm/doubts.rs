//! What looks wrong in FollowTheMoney input: kept as it is, but said.

use crate::sheet::{At, Sheet, brief, shown};
use kashf_core::{Entity, ProblemKind, Statement};
use kashf_ftm::{PropertyType, Schema, clean, model};

/// True for the properties whose values are screened as names.
pub(super) fn is_name(prop: &str) -> bool {
    matches!(prop, "name" | "alias" | "previousName" | "weakAlias")
}

/// True unless the schema is screened and no property is a name or an identifier.
pub(super) fn can_be_found<'p>(schema: &str, mut props: impl Iterator<Item = &'p str>) -> bool {
    let Some(schema) = model().schema(schema) else {
        return true;
    };
    if !schema.matchable || !(schema.is_a("LegalEntity") || schema.is_a("Vehicle")) {
        return true;
    }
    let by_kind = |prop: &str| {
        let kind = schema.property(prop).map(|property| property.kind);
        matches!(kind, Some(PropertyType::Name | PropertyType::Identifier))
    };
    props.any(|prop| is_name(prop) || by_kind(prop))
}

/// Checks an entity's schema, properties and values; false when the model has no such schema.
pub(super) fn check_entity(entity: &Entity, sheet: &mut Sheet, at: At<'_>) -> bool {
    let Some(schema) = model().schema(&entity.schema) else {
        sheet.not_held(&schema_kind(&entity.schema), &entity.id, at);
        return false;
    };
    for (prop, values) in &entity.properties {
        for value in values {
            if is_name(prop) {
                sheet.see_name(value, prop, at);
            }
            check_value(schema, prop, value, sheet, at);
        }
    }
    true
}

/// How many names an entity has, when [`check_entity`] would find nothing to say of it.
pub(super) fn names_of_flawless(entity: &Entity) -> Option<u64> {
    let mut sheet = Sheet::default();
    let at = At {
        file: "",
        line: None,
        record: "",
    };
    let sound = check_entity(entity, &mut sheet, at) && sheet.problem_counts.is_empty();
    sound.then(|| sheet.names_seen())
}

/// Checks one statement; false when the model has no such schema.
pub(super) fn check_statement(statement: &Statement, file: &str, sheet: &mut Sheet) -> bool {
    let at = At {
        file,
        line: None,
        record: brief(&statement.entity_id),
    };
    let Some(schema) = model().schema(&statement.schema) else {
        sheet.not_held(&schema_kind(&statement.schema), &statement.entity_id, at);
        return false;
    };
    if is_name(&statement.prop) {
        sheet.see_name(&statement.value, &statement.prop, at);
    }
    if statement.prop != "id" {
        check_value(schema, &statement.prop, &statement.value, sheet, at);
    }
    true
}

fn schema_kind(name: &str) -> String {
    format!("schema `{}`", shown(name))
}

fn check_value(schema: &Schema, prop: &str, value: &str, sheet: &mut Sheet, at: At<'_>) {
    let message = match schema.property(prop) {
        None => format!(
            "`{}` has no property `{}`; the value is kept",
            schema.name,
            shown(prop)
        ),
        Some(property) => match clean(property, value) {
            Ok(_) => return,
            Err(rejected) => {
                format!("`{}` {}; the value is kept", shown(value), rejected.reason)
            }
        },
    };
    sheet.problem(ProblemKind::Doubtful, at, Some(brief(prop)), message);
}
