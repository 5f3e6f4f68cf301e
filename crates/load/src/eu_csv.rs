//! EU Financial Sanctions Files, CSV.
//!
//! Source: a file of 2018-07-04 and the names of the columns of version 1.1. Columns stand between `;`,
//! and a row holds one name, address, birth, document or citizenship of an entity; rows are grouped by
//! the entity's number. A copy that a spreadsheet saved, with each line wrapped in quotes and tabs after
//! it, is unwrapped; one that it saved in another encoding than UTF-8 is refused, and so is the 2018 copy
//! at hand: it is Windows-1252, and 65 of its 798 names, the Greek and Bulgarian ones, are question marks.
//!
//! Rows become elements of the XML and are read as these ([`crate::eu`]); the table there says what
//! holds them.
//!
//! Required: the date of the file in a row; in every row as many columns as the header has, and the
//! entity's number; of each entity a name. More than one row in a thousand without refuses the list.
//!
//! What it is not: a replacement of the XML. In the old columns no alias is weak, dates are days or
//! nothing, and a list that was cut between two lines looks whole.
//!
//! | old column | column of 1.1 | element of the XML |
//! |---|---|---|
//! | `Date_file..` (day first) | `fileGenerationDate` | `generationDate` |
//! | `Entity_logical_id` (the first) | `Entity_LogicalId` | `logicalId` |
//! | `Subject_type` | `Entity_SubjectType`, `Entity_SubjectType_ClassificationCode` | `subjectType` |
//! | `Leba_numtitle`, `Leba_publication_date`, `Leba_url`, `Programme` | `Entity_Regulation_..` | `regulation` |
//! | `Entity_remark`, `EU_ref_num` | `Entity_Remark`, `Entity_EU_ReferenceNumber`, further `Entity_..` | `remark`, `euReferenceNumber`, attributes |
//! | `Naal_..` | `NameAlias_..` | `nameAlias` |
//! | `Addr_..`; in `Addr_other` "PHONE[..]", "FAX[..]" | `Address_..` | `address`, `contactInfo`; other words are a remark |
//! | `Birt_..` | `BirthDate_..` | `birthdate` |
//! | `Iden_..`; in `Iden_number` the type in brackets | `Identification_..` | `identification`; other words are a remark |
//! | `Citi_..` | `Citizenship_..` | `citizenship` |
//! | `.._leba_..` | `.._Regulation_..` | `regulationSummary` |
//! | `.._programme` of a part, a repeated `Entity_logical_id` | | not held: repeat the entity's |
//! | unknown columns with a value | | not held, counted |

mod columns;
mod rows;

use crate::eu;
use crate::sheet::{At, Sheet, shown};
use crate::structure::Tally;
use crate::xml::tree::Node;
use crate::{LoadError, SourceFile};
use columns::{Column, Part};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

pub(crate) use columns::is_header;

/// An entity whose rows are being collected.
struct Entity {
    node: Node<'static>,
    line: u64,
    /// Parts that it has, so that none is read twice.
    known: BTreeSet<String>,
}

/// Reads the whole list.
pub(crate) fn read(file: &SourceFile, sheet: &mut Sheet) -> Result<(), LoadError> {
    let rows = rows::read(file)?;
    let Some(((_, header), rows)) = rows.split_first() else {
        return Err(LoadError::NoRecords {
            file: file.name.clone(),
        });
    };
    let columns = columns::of(header);
    let mut entities: Vec<Entity> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut tally = Tally::default();
    for (line, fields) in rows {
        let at = At {
            file: &file.name,
            line: Some(*line),
            record: "",
        };
        if fields.len() != header.len() {
            let why = "the row has not as many columns as the header";
            tally.lost(sheet, at, None, why);
            continue;
        }
        let value = |what: &Column| columns::value(&columns, fields, what);
        if sheet.as_of.is_none() {
            sheet.as_of = date_of_file(value(&Column::Date));
        }
        let id = value(&Column::Id);
        if id.is_empty() {
            tally.lost(sheet, at, None, "the row does not say whose it is");
            continue;
        }
        let place = *places.entry(id.to_owned()).or_insert_with(|| {
            entities.push(Entity {
                node: columns::node(
                    "sanctionEntity",
                    vec![("logicalId".to_owned(), id.to_owned())],
                ),
                line: *line,
                known: BTreeSet::new(),
            });
            entities.len() - 1
        });
        add_row(&columns, header, fields, &mut entities[place], sheet, at);
    }
    tally.check(rows.len() as u64)?;
    if sheet.as_of.is_none() && !rows.is_empty() {
        return Err(LoadError::NoDate {
            file: file.name.clone(),
            line: 2,
            reason: String::from("the first column is no date of the file"),
        });
    }
    let mut seen = eu::Seen::default();
    for entity in &entities {
        eu::read_entity(
            &entity.node,
            &file.name,
            Some(entity.line),
            &mut seen,
            sheet,
        );
    }
    seen.tally.check(sheet.records)
}

fn add_row(
    columns: &[Column],
    header: &[String],
    fields: &[String],
    entity: &mut Entity,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let mut parts: Vec<(Part, Vec<(&str, &str)>)> = Vec::new();
    for ((column, name), field) in columns.iter().zip(header).zip(fields) {
        let field = field.trim();
        if field.is_empty() {
            continue;
        }
        match column {
            Column::Of(part, attribute) => {
                match parts.iter_mut().find(|(known, _)| known == part) {
                    Some((_, values)) => values.push((attribute, field)),
                    None => parts.push((*part, vec![(attribute, field)])),
                }
            }
            Column::Unknown => {
                sheet.not_held(&format!("column {}", shown(name)), field, at);
            }
            Column::Date | Column::Id | Column::Repeated => {}
        }
    }
    for (part, values) in parts {
        // The number of a part is enough; an entity and its regulation repeat in every row.
        let number = values.iter().find(|(name, _)| *name == "logicalId");
        let key = match number {
            Some((_, number)) if part.has_number() => format!("{part:?} {number}"),
            _ => format!("{part:?} {values:?}"),
        };
        if entity.known.insert(key) {
            columns::put(part, &values, &mut entity.node);
        }
    }
}

/// "04/07/2018" is the fourth of July: the EU writes the day first. ISO dates stay.
fn date_of_file(text: &str) -> Option<String> {
    let text = text.trim();
    let parts: Vec<&str> = text.split('/').collect();
    let iso = match parts[..] {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => text.to_owned(),
    };
    crate::un::is_instant(&iso).then_some(iso)
}

#[cfg(test)]
mod tests;
