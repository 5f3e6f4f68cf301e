//! FollowTheMoney: entities as JSON lines, statements as CSV.
//!
//! Source: <https://followthemoney.tech>; files of OpenSanctions, Aleph and yente's test data.
//! Ids and values stay as they are: the input says of itself that it is clean. What would not pass
//! cleaning is reported as doubtful and kept. Lines with the same id are fragments of one entity and
//! are joined, as FollowTheMoney does.
//!
//! What it is not: a resolver. `referents` say what another system merged; they are counted as not held.
//!
//! | input | held as |
//! |---|---|
//! | `id`, `schema`, `properties` | one statement a value, cleaned by whoever wrote the file |
//! | `datasets` | when all lines name one and the same dataset, the name of this one (unless `--as`); else the `origin` of the entity's statements, joined with `;` |
//! | `first_seen`, `last_seen`, `last_change` | of the statements; the latest `last_seen` is `as_of` |
//! | `caption`, `target` | not needed: both follow from the values |
//! | a schema that the model does not have | not held: the entity is left out and counted |
//! | `referents`, other fields | not held, counted |
//! | statements CSV | all columns; `dataset` as above |
//!
//! JSON whose last line is broken and has no line end was cut, and is refused; so is a table whose
//! last row has no line end. Other broken lines are problems, up to ten or one in a hundred. A cut
//! between two lines leaves no trace in these formats: that is found by comparing versions.

mod doubts;

use crate::sheet::{At, Sheet, shown};
use crate::{Format, LoadError, SourceFile};
use kashf_core::{Entity, ProblemKind, Statement};
use kashf_ftm::statements_csv::{CsvError, Reader};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Broken lines that are always tolerated, and one in so many beyond that.
const TOLERATED_LINES: u64 = 10;
const TOLERATED_SHARE: u64 = 100;

/// Everything read, before it is known under which dataset's name.
#[derive(Debug, Default)]
struct Stock {
    entities: Vec<Entity>,
    by_id: FxHashMap<String, usize>,
    statements: Vec<Statement>,
    datasets: BTreeSet<String>,
    lines: u64,
    broken: u64,
}

/// Reads all files of one dataset; `given` is true when the user named it.
pub(crate) fn read(
    files: &[(Format, &SourceFile)],
    given: bool,
    sheet: &mut Sheet,
) -> Result<(), LoadError> {
    let mut stock = Stock::default();
    for (format, file) in files {
        match format {
            Format::StatementsCsv => read_statements(file, &mut stock, sheet)?,
            _ => read_entities(file, &mut stock, sheet)?,
        }
        if stock.broken > TOLERATED_LINES.max(stock.lines / TOLERATED_SHARE) {
            let reason = format!("{} of {} lines are broken", stock.broken, stock.lines);
            return Err(LoadError::NotWellFormed {
                file: file.name.clone(),
                line: 1,
                reason,
            });
        }
    }
    let mut named = stock.datasets.iter();
    if let (false, Some(only), None) = (given, named.next(), named.next())
        && let Ok(name) = crate::load::check_name(only)
    {
        sheet.dataset = name;
    }
    emit_entities(stock.entities, sheet);
    emit_statements(stock.statements, sheet);
    Ok(())
}

fn read_entities(file: &SourceFile, stock: &mut Stock, sheet: &mut Sheet) -> Result<(), LoadError> {
    let bytes = file
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&file.bytes);
    let ended = bytes.ends_with(b"\n");
    let mut lines = bytes.split(|b| *b == b'\n').enumerate().peekable();
    while let Some((ix, line)) = lines.next() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        stock.lines += 1;
        let at = At {
            file: &file.name,
            line: Some(ix as u64 + 1),
            record: "",
        };
        let read = match std::str::from_utf8(line) {
            Ok(text) => kashf_ftm::json::read_entity(text.trim()).map_err(|e| e.to_string()),
            Err(_) => Err(String::from("not valid UTF-8")),
        };
        match read {
            Ok(entity) => add_entity(entity, stock, sheet, at),
            Err(reason) if lines.peek().is_none() && !ended => {
                let reason = format!("its last line is broken ({reason}) and has no line end");
                return Err(LoadError::Cut {
                    file: file.name.clone(),
                    reason,
                });
            }
            Err(reason) => {
                stock.broken += 1;
                sheet.problem(ProblemKind::RecordLost, at, None, reason);
            }
        }
    }
    Ok(())
}

fn add_entity(entity: Entity, stock: &mut Stock, sheet: &mut Sheet, at: At<'_>) {
    let id = entity.id.clone();
    let at = At {
        record: crate::sheet::brief(&id),
        ..at
    };
    if !doubts::check_entity(&entity, sheet, at) {
        return;
    }
    for (field, value) in &entity.context {
        sheet.not_held(&format!("field `{}`", shown(field)), value, at);
    }
    if !entity.referents.is_empty() {
        let sample: Vec<&str> = entity.referents.iter().map(String::as_str).collect();
        sheet.not_held("field `referents`", &sample.join(" "), at);
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

fn emit_entities(entities: Vec<Entity>, sheet: &mut Sheet) {
    for mut entity in entities {
        without_repeats(&mut entity);
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

fn read_statements(
    file: &SourceFile,
    stock: &mut Stock,
    sheet: &mut Sheet,
) -> Result<(), LoadError> {
    let refused = |error: &CsvError| LoadError::NotWellFormed {
        file: file.name.clone(),
        line: line_of(error).unwrap_or(1),
        reason: error.to_string(),
    };
    // FollowTheMoney ends every row with a line end; half a row can look like a whole one.
    if !file.bytes.ends_with(b"\n") {
        let reason = String::from("its last line has no line end");
        return Err(LoadError::Cut {
            file: file.name.clone(),
            reason,
        });
    }
    if file.bytes.iter().filter(|b| **b == b'"').count() % 2 == 1 {
        let reason = String::from("a quote is never closed");
        return Err(LoadError::Cut {
            file: file.name.clone(),
            reason,
        });
    }
    let rows = Reader::new(file.bytes.as_slice()).map_err(|e| refused(&e))?;
    for row in rows {
        stock.lines += 1;
        match row {
            Ok(statement) => {
                if !doubts::check_statement(&statement, &file.name, sheet) {
                    continue;
                }
                stock.datasets.insert(statement.dataset.clone());
                stock.statements.push(statement);
            }
            Err(error) => {
                stock.broken += 1;
                let at = At {
                    file: &file.name,
                    line: line_of(&error),
                    record: "",
                };
                sheet.problem(ProblemKind::RecordLost, at, None, error.to_string());
                // A reader that cannot go on would say the same for ever.
                if stock.broken > TOLERATED_LINES.max(stock.lines / TOLERATED_SHARE) {
                    return Err(refused(&error));
                }
            }
        }
    }
    Ok(())
}

fn line_of(error: &CsvError) -> Option<u64> {
    match error {
        CsvError::NoColumn(_) => Some(1),
        CsvError::NoValue { line, .. } | CsvError::Malformed { line, .. } if *line > 0 => {
            Some(*line)
        }
        _ => None,
    }
}

/// Groups statements by entity, in the order in which entities first appear.
fn emit_statements(statements: Vec<Statement>, sheet: &mut Sheet) {
    let mut order: BTreeMap<usize, Vec<Statement>> = BTreeMap::new();
    let mut by_id: FxHashMap<String, usize> = FxHashMap::default();
    for mut statement in statements {
        keep_latest(&mut sheet.as_of, statement.last_seen.as_deref());
        if statement.dataset != sheet.dataset {
            let said_by = std::mem::replace(&mut statement.dataset, sheet.dataset.clone());
            statement.origin.get_or_insert(said_by);
            statement.id = kashf_ftm::statement_id(&statement);
        }
        let next = by_id.len();
        let ix = match by_id.get(&statement.canonical_id) {
            Some(ix) => *ix,
            None => *by_id.entry(statement.canonical_id.clone()).or_insert(next),
        };
        order.entry(ix).or_default().push(statement);
    }
    for (_, group) in order {
        let schema = group
            .first()
            .map(|first| first.schema.clone())
            .unwrap_or_default();
        sheet.count_record(&schema);
        if let Some(first) = group.first() {
            sheet.note_record_id(&first.entity_id);
        }
        sheet.statements.extend(group);
    }
}

fn keep_latest(latest: &mut Option<String>, seen: Option<&str>) {
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
