//! OpenSanctions' `targets.simple.csv`: a row a target, several values in a cell.
//!
//! SOURCE: <https://www.opensanctions.org/docs/bulk/csv/>; the header decides, in any order of columns. In a
//! cell values stand between `;`; one that holds `;` or a quote is quoted, its quotes doubled. It is the
//! poorest form of a list: which identifier is what, which name is weak, and who is linked to whom is lost.
//! Take `entities.ftm.json` where you can.
//!
//! | column | held as |
//! |---|---|
//! | `id`, `schema` | id and schema of the entity; ids are kept |
//! | `name`, `aliases` | `name`, `alias` |
//! | `birth_date`, `countries`, `addresses`, `phones`, `emails` | `birthDate`, `country`, `address`, `phone`, `email` |
//! | `identifiers` | of a ship `imoNumber` (when it begins with IMO), else `idNumber`, or `registrationNumber` of what has no `idNumber` |
//! | `sanctions` | a `Sanction` entity each, the text as its `summary`; then `topics` `sanction` |
//! | `program_ids` | `Sanction.programId` |
//! | `dataset` | titles of the lists that it is on: the `origin` of its statements |
//! | `first_seen`, `last_seen` | of the statements; the latest `last_seen` is `as_of` |
//! | `last_change` | not needed: it follows from the versions |
//! | other columns, values that the schema has no place for | not held, counted |
//!
//! Required: `id`, a schema of the model, `name`; a last line with its line end. A row with another number
//! of cells than the header is lost.

use crate::ftm::keep_latest;
use crate::sheet::{At, Sheet, brief, shown};
use crate::structure::Tally;
use crate::text::{check_last_line, check_rows, text_of};
use crate::{LoadError, SourceFile};
use csv::StringRecord;
use kashf_ftm::EntityBuilder;
use rustc_hash::FxHashSet;

/// Columns with several values and the property that each is.
const VALUES: &[(&str, &str)] = &[
    ("aliases", "alias"),
    ("birth_date", "birthDate"),
    ("countries", "country"),
    ("addresses", "address"),
    ("phones", "phone"),
    ("emails", "email"),
];
/// Columns that are read by name.
const OTHERS: &[&str] = &[
    "id",
    "schema",
    "name",
    "identifiers",
    "sanctions",
    "program_ids",
    "dataset",
    "first_seen",
    "last_seen",
    "last_change",
];
/// What a header must have to be this format.
const MARKS: &[&str] = &[
    "id",
    "schema",
    "name",
    "aliases",
    "identifiers",
    "sanctions",
];
/// Values of one cell.
const MAX_VALUES: usize = 10_000;

/// True when these are the columns of such a file.
pub(crate) fn is_header(columns: &[&[u8]]) -> bool {
    MARKS.iter().all(|mark| columns.contains(&mark.as_bytes()))
}

struct Row<'r> {
    columns: &'r [String],
    cells: &'r StringRecord,
}

impl<'r> Row<'r> {
    fn cell(&self, column: &str) -> &'r str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.cells.get(at)).map_or("", str::trim)
    }
}

/// Reads the whole file.
pub(crate) fn read(file: &SourceFile, sheet: &mut Sheet) -> Result<(), LoadError> {
    check_last_line(file)?;
    let text = text_of(file)?;
    check_rows(file, text)?;
    let broken = |error: &csv::Error| LoadError::NotWellFormed {
        file: file.name.clone(),
        line: error.position().map_or(1, csv::Position::line),
        reason: error.to_string(),
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| broken(&error))?;
    let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let mut tally = Tally::default();
    let mut lost = 0;
    let mut ids = FxHashSet::default();
    for cells in reader.records() {
        let cells = cells.map_err(|error| broken(&error))?;
        let row = Row {
            columns: &columns,
            cells: &cells,
        };
        let at = At {
            file: &file.name,
            line: cells.position().map(csv::Position::line),
            record: brief(row.cell("id")),
        };
        if let Err((field, why)) = check(&row, &mut ids) {
            lost += 1;
            tally.lost(sheet, at, field, &why);
            continue;
        }
        read_row(&row, &mut tally, sheet, at);
    }
    tally.check(sheet.records + lost)
}

fn check(row: &Row<'_>, ids: &mut FxHashSet<String>) -> Result<(), (Option<&'static str>, String)> {
    let (cells, columns) = (row.cells.len(), row.columns.len());
    if cells != columns {
        return Err((
            None,
            format!("the row has {cells} cells, the header {columns}"),
        ));
    }
    let (id, schema) = (row.cell("id"), row.cell("schema"));
    if id.is_empty() {
        return Err((Some("id"), String::from("the row has no id")));
    }
    if kashf_ftm::model().schema(schema).is_none() {
        let why = format!("the model has no schema `{}`", shown(schema));
        return Err((Some("schema"), why));
    }
    if !ids.insert(id.to_owned()) {
        let why = String::from("a second row of the same id; the first is used");
        return Err((Some("id"), why));
    }
    Ok(())
}

fn read_row(row: &Row<'_>, tally: &mut Tally, sheet: &mut Sheet, at: At<'_>) {
    let (id, schema) = (row.cell("id"), row.cell("schema"));
    sheet.count_record(schema);
    sheet.note_record_id(id);
    let lists = split(row.cell("dataset")).join(";");
    let origin = if lists.is_empty() { "dataset" } else { &lists };
    let seen = |column| Some(row.cell(column)).filter(|seen| !seen.is_empty());
    let (first, last) = (seen("first_seen"), seen("last_seen"));
    keep_latest(&mut sheet.as_of, last);

    let mut target = sheet.entity(id, schema);
    target.set_seen(first, last);
    let name = row.cell("name");
    if name.is_empty() {
        tally.lacks(sheet, at, "name", "the row has no name");
    }
    sheet.see_name(name, "name", at);
    put(&mut target, "name", name, origin, sheet, at);
    for (column, prop) in VALUES {
        for value in split(row.cell(column)) {
            if *prop == "alias" {
                sheet.see_name(&value, column, at);
            }
            put(&mut target, prop, &value, origin, sheet, at);
        }
    }
    for value in split(row.cell("identifiers")) {
        let prop = identifier_of(&target, &value);
        put(&mut target, prop, &value, origin, sheet, at);
    }
    let mut sanctions = Vec::new();
    let texts = split(row.cell("sanctions"));
    let programs = split(row.cell("program_ids"));
    for text in &texts {
        // The order of the texts changes with every text: what they say is what tells them apart.
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let own = format!("{id}-sanction-{}", &hash.as_str()[..8]);
        let mut sanction = sheet.entity(&own, "Sanction");
        put(&mut sanction, "summary", text, origin, sheet, at);
        sanctions.push(sanction);
    }
    if !programs.is_empty() {
        if sanctions.len() != 1 {
            sanctions.push(sheet.entity(&format!("{id}-programs"), "Sanction"));
        }
        if let Some(sanction) = sanctions.last_mut() {
            for program in &programs {
                put(sanction, "programId", program, origin, sheet, at);
            }
        }
    }
    if !sanctions.is_empty() {
        put(&mut target, "topics", "sanction", origin, sheet, at);
    }
    for (column, text) in row.columns.iter().zip(row.cells) {
        let known = OTHERS.contains(&column.as_str());
        let text = text.trim();
        if !known && !VALUES.iter().any(|(name, _)| name == column) && !text.is_empty() {
            sheet.not_held(&format!("column {}", shown(column)), text, at);
        }
    }
    sheet.emit(target);
    for mut sanction in sanctions {
        sanction.set_seen(first, last);
        put(&mut sanction, "entity", id, origin, sheet, at);
        sheet.emit(sanction);
    }
}

fn put(
    builder: &mut EntityBuilder,
    prop: &str,
    value: &str,
    origin: &str,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    if value.is_empty() {
        return;
    }
    match builder.schema().and_then(|schema| schema.property(prop)) {
        Some(_) => _ = sheet.add(builder, prop, value, origin, at),
        None => sheet.not_held(&format!("{prop} of such a schema"), value, at),
    }
}

fn identifier_of(target: &EntityBuilder, value: &str) -> &'static str {
    let has = |prop: &&&str| target.schema().is_some_and(|s| s.property(prop).is_some());
    if value.starts_with("IMO") && has(&&"imoNumber") {
        return "imoNumber";
    }
    let order = ["idNumber", "registrationNumber", "publicKey", "isin"];
    order.iter().find(has).copied().unwrap_or("idNumber")
}

/// The values of a cell. A line end in a value stands as it is.
fn split(cell: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut rest = cell;
    while !rest.is_empty() && values.len() < MAX_VALUES {
        let mut value = String::new();
        if let Some(mut quoted) = rest.strip_prefix('"') {
            loop {
                let Some((part, after)) = quoted.split_once('"') else {
                    value.push_str(quoted);
                    rest = "";
                    break;
                };
                value.push_str(part);
                match after.strip_prefix('"') {
                    Some(more) => {
                        value.push('"');
                        quoted = more;
                    }
                    None => {
                        let (end, after) = after.split_once(';').unwrap_or((after, ""));
                        value.push_str(end);
                        rest = after;
                        break;
                    }
                }
            }
        } else {
            let (part, after) = rest.split_once(';').unwrap_or((rest, ""));
            value.push_str(part);
            rest = after;
        }
        let value = value.trim();
        if !value.is_empty() {
            values.push(value.to_owned());
        }
    }
    values
}

#[cfg(test)]
mod tests;
