//! What looks wrong in FollowTheMoney input: kept as it is, but said.

use crate::sheet::{At, Sheet, brief, shown};
use kashf_core::{Entity, ProblemKind, Statement};
use kashf_ftm::{Schema, clean, model};

/// Checks an entity's schema, properties and values.
pub(super) fn check_entity(entity: &Entity, sheet: &mut Sheet, at: At<'_>) {
    let Some(schema) = model().schema(&entity.schema) else {
        unknown_schema(&entity.schema, sheet, at);
        return;
    };
    for (prop, values) in &entity.properties {
        for value in values {
            check_value(schema, prop, value, sheet, at);
        }
    }
}

/// Checks one statement.
pub(super) fn check_statement(statement: &Statement, file: &str, sheet: &mut Sheet) {
    let at = At {
        file,
        line: None,
        record: brief(&statement.entity_id),
    };
    if statement.prop == "id" {
        return;
    }
    match model().schema(&statement.schema) {
        Some(schema) => check_value(schema, &statement.prop, &statement.value, sheet, at),
        None => unknown_schema(&statement.schema, sheet, at),
    }
}

fn unknown_schema(name: &str, sheet: &mut Sheet, at: At<'_>) {
    let message = format!(
        "the schema `{}` is not in the model; it is kept, but not screened",
        shown(name)
    );
    sheet.problem(ProblemKind::Doubtful, at, Some("schema"), message);
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
