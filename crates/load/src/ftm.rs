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
//! | `caption`, `datasets` | besides, as the input gives them, for answers in yente's shape (`given.rs`) |
//! | `target` | not needed: it follows from the topics |
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
mod known;
mod table;

use crate::given::foreign;
use crate::sheet::{At, Sheet, shown};
use crate::structure::Tally;
use crate::text::{check_line, count, text_of};
use crate::{Format, LoadError, MAX_ATTRIBUTES, MAX_TOKEN_BYTES, SourceFile};
use kashf_core::{Entity, Statement, StatementView};
use kashf_store::in_blocks;
use kashf_store::statements::StatementId;
use known::{Known, Said, join, say};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Values of one entity. The most in `../shared` is 196.
const MAX_VALUES: usize = 50_000;

/// Longest id of a former entity that is kept.
const MAX_ID_CHARS: usize = 512;

const NO_NAME: &str = "neither a name nor an identifier, so it cannot be found";
const NO_SCHEMA: &str = "its schema is not in the model, so its names cannot be screened";

/// Everything read, before it is known under which dataset's name.
#[derive(Debug, Default)]
struct Stock<'f> {
    entities: Vec<Known<'f>>,
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
    drop(stock.by_id);
    emit_entities(
        stock.entities,
        &stock.places,
        &names,
        &mut stock.tally,
        sheet,
    )?;
    table::emit(stock.statements, names[0], &mut stock.tally, sheet);
    stock.tally.check(sheet.records + stock.left_out)
}

fn read_entities<'f>(
    file_ix: usize,
    file: &'f SourceFile,
    stock: &mut Stock<'f>,
    sheet: &mut Sheet,
) -> Result<(), LoadError> {
    let text = text_of(file)?;
    let ended = text.ends_with('\n');
    let last = count(text.as_bytes(), b'\n') + 1;
    let lines = (1_u64..).zip(text.split('\n').map(str::trim));
    in_blocks(
        lines.filter(|(_, line)| !line.is_empty()),
        |(_, line)| line.len(),
        |(number, line)| (number, line, read_line(file, number, line)),
        |(number, line, read)| {
            let at = At {
                file: &file.name,
                line: Some(number),
                record: "",
            };
            match read? {
                Ok(read) => add_entity(line, read, (file_ix, number), stock, sheet, at),
                Err(reason) if number == last && !ended => {
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
            Ok(())
        },
    )
}

/// An entity as its line gives it.
struct Read {
    entity: Entity,
    /// How many names it has, when nothing in it looks wrong; else it is looked at again in its turn.
    flawless: Option<u64>,
}

/// Reads a line; the outer error refuses the file, the inner one only the line.
fn read_line(
    file: &SourceFile,
    number: u64,
    line: &str,
) -> Result<Result<Read, String>, LoadError> {
    check_line(file, number, line.len())?;
    let entity = match kashf_ftm::json::read_entity(line) {
        Ok(entity) => entity,
        Err(error) => return Ok(Err(error.to_string())),
    };
    check_size(&entity, file, number)?;
    let flawless = doubts::names_of_flawless(&entity);
    Ok(Ok(Read { entity, flawless }))
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

fn add_entity<'f>(
    line: &'f str,
    read: Read,
    place: (usize, u64),
    stock: &mut Stock<'f>,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let Read { entity, flawless } = read;
    let id = entity.id.clone();
    let at = At {
        record: crate::sheet::brief(&id),
        ..at
    };
    if let Some(names) = flawless {
        sheet.see_sound_names(names);
    } else if !doubts::check_entity(&entity, sheet, at) {
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
    for dataset in &entity.datasets {
        if !stock.datasets.contains(dataset) {
            stock.datasets.insert(dataset.clone());
        }
    }
    match stock
        .by_id
        .get(&entity.id)
        .and_then(|ix| stock.entities.get_mut(*ix))
    {
        Some(known) => join(known.joined(), entity, sheet, at),
        None => {
            stock.by_id.insert(entity.id, stock.entities.len());
            stock.entities.push(Known::Line(line));
            stock.places.push(place);
        }
    }
}

fn emit_entities(
    entities: Vec<Known<'_>>,
    places: &[(usize, u64)],
    files: &[&str],
    tally: &mut Tally,
    sheet: &mut Sheet,
) -> Result<(), LoadError> {
    let dataset = sheet.dataset.clone();
    let mut places = places.iter();
    in_blocks(
        entities,
        Known::weight,
        |known| say(known, &dataset),
        |said| {
            let place = places.next();
            if !said.found {
                let at = At {
                    file: place.map_or("", |(file, _)| files[*file]),
                    line: place.map(|(_, line)| *line),
                    record: crate::sheet::brief(&said.entity.id),
                };
                tally.lacks(sheet, at, "name", NO_NAME);
            }
            let Said {
                entity,
                origin,
                called,
                ids,
                ..
            } = said;
            let caption = entity.caption.as_deref().filter(|_| called);
            let sources = foreign(&entity.datasets, &dataset);
            sheet.given.note(&entity.id, sources, caption);
            sheet.count_record(&entity.schema);
            sheet.note_record_id(&entity.id);
            keep_latest(&mut sheet.as_of, entity.last_seen.as_deref());
            for (statement, id) in ids.statements(&entity, &dataset) {
                let origin = origin.as_deref();
                let statement = StatementView {
                    origin,
                    ..statement
                };
                let id = StatementId::Sha1(id);
                sheet.statements.push_view(statement, id, false);
            }
            Ok(())
        },
    )
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
