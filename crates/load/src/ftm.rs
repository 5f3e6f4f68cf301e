//! FollowTheMoney: entities as JSON lines, statements as CSV.
//!
//! Source: <https://followthemoney.tech>; files of OpenSanctions, Aleph and yente's test data.
//! Ids and values stay as they are: the input says of itself that it is clean. What would not pass
//! cleaning is reported as doubtful and kept. Lines with the same id are fragments of one entity and
//! are joined, as FollowTheMoney does.
//!
//! What it is not: a resolver. `referents` say what another system merged; they are held beside the statements.
//!
//! | input | held as |
//! |---|---|
//! | `id`, `schema`, `properties` | one statement a value, cleaned by whoever wrote the file |
//! | `datasets` | when all lines name one and the same dataset, the name of this one (unless `--as`); else the `origin` of the entity's statements, joined with `;` |
//! | `first_seen`, `last_seen`, `last_change` | of the statements; the latest `last_seen` is `as_of` |
//! | `caption`, `target` | not needed: both follow from the values |
//! | a schema that the model does not have | not held: the entity is left out and counted; one that has a name counts as lost |
//! | `referents` | held beside the statements: ids that lead to the entity, and merge what other lists have under them |
//! | other fields | not held, counted |
//! | statements CSV | all columns; `dataset` as above |
//!
//! JSON whose last line is broken and has no line end was cut, and is refused; so is a table whose
//! last row has no line end. Required of each entity: an id, a schema, and of those that are screened
//! (`LegalEntity` with `Person`, `Company` and their like, `Vehicle` with `Vessel` and `Airplane`) a name
//! or an identifier, in a schema that the model has. More than one entity in a thousand that is broken
//! or lacks one refuses the files (`structure.rs`). A cut between two lines leaves no trace in these
//! formats: that is found by comparing versions, or by the publisher's index (`transport.rs`).

mod doubts;
mod table;

use crate::sheet::{At, Sheet, shown};
use crate::structure::Tally;
use crate::text::{check_line, text_of};
use crate::{Format, LoadError, MAX_ATTRIBUTES, MAX_TOKEN_BYTES, SourceFile};
use kashf_core::{Entity, ProblemKind, Statement};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Values of one entity. The most in `../shared` is 196.
const MAX_VALUES: usize = 50_000;

/// Longest id of a former entity that is kept.
const MAX_ID_CHARS: usize = 512;

const NO_NAME: &str = "neither a name nor an identifier, so it cannot be found";
const NO_SCHEMA: &str = "its schema is not in the model, so its names cannot be screened";

/// Everything read, before it is known under which dataset's name.
#[derive(Debug, Default)]
struct Stock {
    entities: Vec<Entity>,
    /// File and line of each entity's first fragment.
    places: Vec<(usize, u64)>,
    by_id: FxHashMap<String, usize>,
    statements: Vec<Statement>,
    datasets: BTreeSet<String>,
    /// Entities that are not kept: broken lines, schemata that the model does not have.
    left_out: u64,
    /// Ids among statements whose schema the model does not have; true when one is a name.
    unknown: BTreeMap<String, bool>,
    tally: Tally,
}

/// Reads all files of one dataset; `given` is true when the user named it.
pub(crate) fn read(
    files: &[(Format, &SourceFile)],
    given: bool,
    sheet: &mut Sheet,
) -> Result<(), LoadError> {
    let mut stock = Stock::default();
    for (ix, (format, file)) in files.iter().enumerate() {
        match format {
            Format::StatementsCsv => table::read(file, &mut stock, sheet)?,
            _ => read_entities(ix, file, &mut stock, sheet)?,
        }
    }
    let mut named = stock.datasets.iter();
    if let (false, Some(only), None) = (given, named.next(), named.next())
        && let Ok(name) = crate::load::check_name(only)
    {
        sheet.dataset = name;
    }
    let names: Vec<&str> = files.iter().map(|(_, file)| file.name.as_str()).collect();
    emit_entities(
        stock.entities,
        &stock.places,
        &names,
        &mut stock.tally,
        sheet,
    );
    table::emit(stock.statements, names[0], &mut stock.tally, sheet);
    stock.tally.check(sheet.records + stock.left_out)
}

fn read_entities(
    file_ix: usize,
    file: &SourceFile,
    stock: &mut Stock,
    sheet: &mut Sheet,
) -> Result<(), LoadError> {
    let text = text_of(file)?;
    let ended = text.ends_with('\n');
    let mut lines = text.split('\n').enumerate().peekable();
    while let Some((ix, line)) = lines.next() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let number = ix as u64 + 1;
        let at = At {
            file: &file.name,
            line: Some(number),
            record: "",
        };
        check_line(file, number, line.len())?;
        match kashf_ftm::json::read_entity(line).map_err(|e| e.to_string()) {
            Ok(entity) => {
                check_size(&entity, file, number)?;
                add_entity(entity, (file_ix, number), stock, sheet, at);
            }
            Err(reason) if lines.peek().is_none() && !ended => {
                let reason = format!("its last line is broken ({reason}) and has no line end");
                return Err(LoadError::Cut {
                    file: file.name.clone(),
                    reason,
                });
            }
            Err(reason) => {
                stock.left_out += 1;
                stock.tally.lost(sheet, at, None, &reason);
            }
        }
    }
    Ok(())
}

/// Bounds what one line can make: the model has no schema with so many properties, and each value
/// becomes a statement of some hundred bytes.
fn check_size(entity: &Entity, file: &SourceFile, line: u64) -> Result<(), LoadError> {
    let values = || entity.properties.values().flatten();
    let reason = if entity.properties.len() + entity.context.len() > MAX_ATTRIBUTES {
        format!("an entity with more than {MAX_ATTRIBUTES} properties")
    } else if values().count() > MAX_VALUES {
        format!("an entity with more than {MAX_VALUES} values")
    } else if values().any(|value| value.len() > MAX_TOKEN_BYTES) {
        format!("a value longer than {MAX_TOKEN_BYTES} bytes")
    } else {
        return Ok(());
    };
    Err(LoadError::Refused {
        file: file.name.clone(),
        line,
        reason,
    })
}

fn add_entity(
    entity: Entity,
    place: (usize, u64),
    stock: &mut Stock,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let id = entity.id.clone();
    let at = At {
        record: crate::sheet::brief(&id),
        ..at
    };
    if !doubts::check_entity(&entity, sheet, at) {
        stock.left_out += 1;
        if entity.properties.keys().any(|prop| doubts::is_name(prop)) {
            stock.tally.lost(sheet, at, Some("schema"), NO_SCHEMA);
        }
        return;
    }
    for (field, value) in &entity.context {
        sheet.not_held(&format!("field `{}`", shown(field)), value, at);
    }
    for former in entity
        .referents
        .iter()
        .filter(|former| **former != entity.id)
    {
        if former.chars().count() <= MAX_ID_CHARS && !former.chars().any(char::is_control) {
            sheet.referents.push((entity.id.clone(), former.clone()));
        } else {
            sheet.not_held("field `referents`", former, at);
        }
    }
    if entity.datasets.is_empty() {
        // One entity without a dataset is enough to not know the name of all.
        stock.datasets.insert(String::new());
    }
    stock.datasets.extend(entity.datasets.iter().cloned());
    match stock
        .by_id
        .get(&entity.id)
        .and_then(|ix| stock.entities.get_mut(*ix))
    {
        Some(known) => join(known, entity, sheet, at),
        None => {
            stock.by_id.insert(entity.id.clone(), stock.entities.len());
            stock.entities.push(entity);
            stock.places.push(place);
        }
    }
}

/// Joins a further fragment into an entity.
fn join(known: &mut Entity, fragment: Entity, sheet: &mut Sheet, at: At<'_>) {
    match kashf_ftm::model().common_schema(&known.schema, &fragment.schema) {
        Some(schema) => schema.name.clone_into(&mut known.schema),
        None if known.schema == fragment.schema => {}
        None => {
            let message = format!(
                "`{}` and `{}` cannot be one entity; the first schema stays",
                shown(&known.schema),
                shown(&fragment.schema)
            );
            sheet.problem(ProblemKind::Doubtful, at, Some("schema"), message);
        }
    }
    // Repeats come out when all fragments are known: one search a value would be quadratic.
    for (prop, mut values) in fragment.properties {
        known
            .properties
            .entry(prop)
            .or_default()
            .append(&mut values);
    }
    known.datasets.extend(fragment.datasets);
    known.first_seen = match (known.first_seen.take(), fragment.first_seen) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    known.last_seen = known.last_seen.take().max(fragment.last_seen);
    known.last_change = known.last_change.take().max(fragment.last_change);
}

fn emit_entities(
    entities: Vec<Entity>,
    places: &[(usize, u64)],
    files: &[&str],
    tally: &mut Tally,
    sheet: &mut Sheet,
) {
    for (mut entity, (file, line)) in entities.into_iter().zip(places) {
        without_repeats(&mut entity);
        let props = entity.properties.iter();
        let mut props = props.filter(|(_, values)| !values.is_empty());
        if !doubts::can_be_found(
            &entity.schema,
            props.by_ref().map(|(prop, _)| prop.as_str()),
        ) {
            let at = At {
                file: files[*file],
                line: Some(*line),
                record: crate::sheet::brief(&entity.id),
            };
            tally.lacks(sheet, at, "name", NO_NAME);
        }
        sheet.count_record(&entity.schema);
        sheet.note_record_id(&entity.id);
        keep_latest(&mut sheet.as_of, entity.last_seen.as_deref());
        let mut statements = kashf_ftm::statements_from_entity(&entity, &sheet.dataset);
        let foreign = entity.datasets.iter().any(|name| *name != sheet.dataset);
        if foreign {
            let datasets: Vec<&str> = entity.datasets.iter().map(String::as_str).collect();
            let origin = datasets.join(";");
            for statement in &mut statements {
                statement.origin = Some(origin.clone());
            }
        }
        sheet.statements.append(&mut statements);
    }
}

/// Leaves the first of equal values of a property.
fn without_repeats(entity: &mut Entity) {
    for values in entity
        .properties
        .values_mut()
        .filter(|values| values.len() > 1)
    {
        let mut seen = FxHashSet::default();
        values.retain(|value| seen.insert(value.clone()));
    }
}

pub(crate) fn keep_latest(latest: &mut Option<String>, seen: Option<&str>) {
    if let Some(seen) = seen
        && latest.as_deref().is_none_or(|known| known < seen)
        && seen
            .get(..10)
            .is_some_and(|day| day.parse::<kashf_core::DateSpan>().is_ok())
    {
        *latest = Some(seen.to_owned());
    }
}

#[cfg(test)]
mod tests;
