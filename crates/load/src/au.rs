//! Australia's sanctions list as the Department of Foreign Affairs and Trade publishes it: XLSX, or the
//! same table as CSV.
//!
//! Source: the columns of `Australian_Sanctions_Consolidated_List.xlsx` (before 2025
//! `regulation8_consolidated.xls`) as public readers of it name them; no copy is at hand, so this was
//! written against them and invented files. The first sheet, or the table, begins with the header.
//!
//! A row is a name. `Reference` "101" and "101a", "101b" are one party: the number is its id (`au-101`).
//! Rows of a party repeat its other columns; what is said twice is held once. DFAT has used a number
//! again for somebody else: a second `Primary Name` under the plain number begins another party, whose
//! id gets the first eight hex digits of the BLAKE3 hash of its name, and is told as doubtful.
//!
//! **Date.** The file carries none; `as_of` is the latest `Control Date`.
//!
//! Required: of each row `Reference` with a number and as many cells as the header has, of each party a
//! name and a type, of the list one `Control Date`.
//!
//! | column | held as |
//! |---|---|
//! | `Reference` | the id; `Sanction.authorityId` |
//! | `Name of Individual or Entity`, `Name Type` | `name` (primary, original script), `alias` (aka, alias), `previousName` (fka) |
//! | `Alias Strength` `Weak` | `weakAlias`, unless the name is the primary one |
//! | `Type` | `Person`, `Organization`, `Vessel` |
//! | `Date of Birth` | `birthDate`, one for each part of "a) .. b) ..", "x, y", "x and y"; day before month; of other kinds `incorporationDate`, `buildDate` |
//! | `Place of Birth`, `Citizenship` | `birthPlace`, `citizenship`; of other kinds `country`, the place a note |
//! | `Address` | `address`, one for each part of "a) .. b) .." and between `;` |
//! | `Additional Information` | `notes` |
//! | `IMO Number` | `imoNumber` |
//! | `Committees` | `Sanction.program`; where the table has it `programId` |
//! | `Listing Information`, `Instrument of Designation` | `Sanction.summary`; a date alone `Sanction.listingDate` |
//! | `Control Date` | `Sanction.startDate`, `createdAt`; the latest is `as_of` |
//! | `Targeted Financial Sanction`, `Travel Ban`, `Arms Embargo`, `Maritime Restriction` | `Sanction.provisions`, when true |
//! | other columns | not held, counted |

mod columns;
mod party;

use crate::sheet::{At, Sheet, shown};
use crate::structure::Tally;
use crate::text::{check_last_line, check_rows, text_of};
use crate::{LoadError, SourceFile, workbook};
use columns::Field;
use csv::StringRecord;
use party::Party;
use rustc_hash::FxHashMap;

/// True when these are the columns of the list.
pub(crate) fn is_header(columns: &[&[u8]]) -> bool {
    let texts: Vec<&str> = columns
        .iter()
        .filter_map(|column| std::str::from_utf8(column).ok())
        .collect();
    columns::is_header(texts.iter().copied())
}

/// True for a workbook whose first sheet begins with the list's header.
pub(crate) fn is_workbook(file: &SourceFile) -> bool {
    workbook::read(file, &|names| first_sheet(file, names), Some(1))
        .is_ok_and(|rows| rows.first().is_some_and(|(_, row)| columns::is_header(row)))
}

fn first_sheet(file: &SourceFile, names: &[String]) -> Result<String, LoadError> {
    names.first().cloned().ok_or_else(|| LoadError::NoRecords {
        file: file.name.clone(),
    })
}

/// Reads the whole list.
pub(crate) fn read(file: &SourceFile, sheet: &mut Sheet) -> Result<(), LoadError> {
    let is_workbook = workbook::is_workbook(&file.bytes);
    let rows = if is_workbook {
        workbook::read(file, &|names| first_sheet(file, names), None)?
    } else {
        read_csv(file)?
    };
    let mut rows = rows.into_iter();
    let header = rows.next().map(|(_, row)| row).unwrap_or_default();
    let fields: Vec<(String, Option<Field>)> = header
        .iter()
        .map(|name| (name.trim().to_owned(), columns::find(name)))
        .collect();
    let mut list = List {
        file,
        fields,
        tally: Tally::default(),
        lost: 0,
        parties: Vec::new(),
        open: FxHashMap::default(),
    };
    for (line, row) in rows {
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            list.read_row(line, &row, sheet);
        }
    }
    let List {
        parties,
        mut tally,
        lost,
        ..
    } = list;
    for party in parties {
        party.finish(file, &mut tally, sheet);
    }
    tally.check(sheet.records + lost)?;
    if sheet.as_of.is_none() && sheet.records > 0 {
        return Err(LoadError::NoDate {
            file: file.name.clone(),
            line: 1,
            reason: String::from("no row says when it was listed (`Control Date`)"),
        });
    }
    Ok(())
}

struct List<'f> {
    file: &'f SourceFile,
    fields: Vec<(String, Option<Field>)>,
    tally: Tally,
    lost: u64,
    parties: Vec<Party>,
    /// Where the party of a number stands that its further rows belong to.
    open: FxHashMap<String, usize>,
}

impl List<'_> {
    fn read_row(&mut self, line: u64, row: &StringRecord, sheet: &mut Sheet) {
        let cells: Vec<(Field, String)> = self
            .fields
            .iter()
            .zip(row)
            .filter_map(|((_, field), text)| Some(((*field)?, columns::text_of(text))))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let cell = |wanted: Field| {
            let found = cells.iter().find(|(field, _)| *field == wanted);
            found.map_or("", |(_, text)| text.as_str())
        };
        let reference = cell(Field::Reference);
        let at = At {
            file: &self.file.name,
            line: Some(line),
            record: reference,
        };
        if row.len() != self.fields.len() {
            self.lost += 1;
            let why = format!(
                "the row has {} cells, the header {}",
                row.len(),
                self.fields.len()
            );
            self.tally.lost(sheet, at, None, &why);
            return;
        }
        for ((name, field), text) in self.fields.iter().zip(row) {
            if field.is_none() && !text.trim().is_empty() {
                sheet.not_held(&format!("column {}", shown(name)), text.trim(), at);
            }
        }
        let Some((number, letters)) = columns::number_of(reference) else {
            self.lost += 1;
            let why = "the row has no reference number";
            self.tally.lost(sheet, at, Some("Reference"), why);
            return;
        };
        let primary = columns::is_primary(cell(Field::NameType));
        let known = self.open.get(number).copied();
        let again = known.is_some_and(|ix| {
            let party = self.parties.get(ix);
            primary && letters.is_empty() && party.is_some_and(|party| party.has_primary)
        });
        let ix = match known {
            Some(ix) if !again => ix,
            _ => {
                let mut id = format!("au-{number}");
                if again {
                    let hash = blake3::hash(cell(Field::Name).as_bytes()).to_hex();
                    id = format!("{id}-{}", &hash.as_str()[..8]);
                    let message = "a second primary name under this number: read as another party";
                    let kind = kashf_core::ProblemKind::Doubtful;
                    sheet.problem(kind, at, Some("Reference"), message);
                }
                self.open.insert(number.to_owned(), self.parties.len());
                self.parties.push(Party::new(id, number, line));
                self.parties.len() - 1
            }
        };
        if let Some(party) = self.parties.get_mut(ix) {
            party.has_primary |= primary && letters.is_empty();
            party.rows.push((line, cells));
        }
    }
}

fn read_csv(file: &SourceFile) -> Result<Vec<(u64, StringRecord)>, LoadError> {
    check_last_line(file)?;
    let text = text_of(file)?;
    check_rows(file, text)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.map_err(|error| LoadError::NotWellFormed {
            file: file.name.clone(),
            line: error.position().map_or(1, csv::Position::line),
            reason: error.to_string(),
        })?;
        Ok((row.position().map_or(1, csv::Position::line), row))
    });
    rows.collect()
}

#[cfg(test)]
mod tests;
