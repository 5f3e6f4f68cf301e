//! UN Security Council consolidated list, XML.
//!
//! Source: `UN_consolidated.xsd` and the files themselves (three real versions, 2020 to 2026). The
//! list is one document, `CONSOLIDATED_LIST`, with `INDIVIDUALS` and `ENTITIES`. It is read strictly
//! through the XML guard; an element that the schema does not know is counted, not an error, because
//! the UN adds elements without notice (`SUBMITTED_ON` is in no schema). A whole record of an unknown
//! kind is a lost one.
//!
//! Required of each record: `DATAID`, which no other record has, and a name in any script. More than
//! one record in a thousand without them refuses the list (`structure.rs`).
//!
//! What it is not: it judges no alias. `Low` means that the UN itself calls an alias weak.
//!
//! | UN element | held as |
//! |---|---|
//! | `INDIVIDUAL`, `ENTITY` | schema `Person`, `Organization`; id `un-DATAID`; `topics` `sanction` |
//! | `FIRST_NAME` .. `FOURTH_NAME` | `name` (joined); persons also `firstName`, `secondName`, `middleName`, `lastName` in that order: the UN does not say which is the family name |
//! | `NAME_ORIGINAL_SCRIPT` | `name`, language unknown |
//! | alias `Good`, `a.k.a.`, none | `alias`; several names in one field (`;`, "a) .. b) ..", two scripts) become several, each with the whole field as original |
//! | alias `f.k.a.`, or with a note "previously listed as" | `previousName` |
//! | alias `Low` | `weakAlias` |
//! | alias `NOTE` | a name in it after "original script:" or "in Arabic:" like the alias; the note itself in `notes` |
//! | alias `DATE_OF_BIRTH`, `CITY_OF_BIRTH`, `COUNTRY_OF_BIRTH` | `birthDate`, `birthPlace`, `birthCountry` with that origin |
//! | date of birth `EXACT` | `birthDate` (day or year) |
//! | date of birth `APPROXIMATELY` | `birthDate` with the original "circa YEAR" |
//! | date of birth `BETWEEN` | `birthDate` twice, both ends, with the common original "between YEAR and YEAR" |
//! | place of birth | `birthPlace` (street, city, province, country as one text), `birthCountry` |
//! | `NATIONALITY` | `nationality` |
//! | `GENDER`, `TITLE`, `DESIGNATION` | `gender`, `title`, `position` |
//! | address | `address` (one text) unless it is a country only, `country`; a note that is itself an address when the other fields are empty |
//! | `INDIVIDUAL_DOCUMENT` | `passportNumber` or `idNumber` (the bare number, the whole text as original), and an entity `Passport` or `Identification`: `holder`, `type` (both types), `number`, `country` (of issue, issuing), `startDate`, `endDate` (from the note), `authority` (city of issue), `summary` (note) |
//! | `UN_LIST_TYPE` | `Sanction` entity `un-DATAID-sanction`: `program`; from our table of regimes `programId`, `programUrl` |
//! | `REFERENCE_NUMBER` | `Sanction.unscId` |
//! | `LISTED_ON` | `Sanction.listingDate`, `Sanction.startDate`, `createdAt` |
//! | `LAST_DAY_UPDATED` | `Sanction.modifiedAt`, `modifiedAt` |
//! | `COMMENTS1` | `notes` |
//! | `SUBMITTED_BY`, `SUBMITTED_ON` | `notes` |
//! | other notes (address, birth) | `notes`, with the element's name before them |
//! | `LIST_TYPE` other than "UN List", `VERSIONNUM` other than 1, `SORT_KEY`, `SORT_KEY_LAST_MOD`, unknown elements | not held, counted |
//! | `dateGenerated` | `as_of`; a list without it, or whose date cannot be read, is refused |

mod birth;
mod document;
mod names;
mod party;
mod pieces;
pub mod regime;

pub(crate) use document::unique_id;
pub(crate) use names::is_placeholder;
pub(crate) use pieces::by_script;

use crate::sheet::{At, Sheet};
use crate::structure::Tally;
use crate::xml::tree::Node;
use crate::xml::{Guard, Token};
use crate::{LoadError, SourceFile};
use std::collections::BTreeSet;

/// The root element's name.
pub(crate) const ROOT: &str = "CONSOLIDATED_LIST";

/// Parts of the list; the schema requires both.
const PARTS: [&str; 2] = ["INDIVIDUALS", "ENTITIES"];

/// Reads the whole list.
pub(crate) fn read(file: &SourceFile, sheet: &mut Sheet) -> Result<(), LoadError> {
    let mut guard = Guard::new(&file.name, &file.bytes)?;
    let mut depth = 0usize;
    let mut section = "";
    let mut sections_seen: Vec<&str> = Vec::new();
    let mut records_seen = party::Seen {
        numbers: BTreeSet::new(),
        tally: Tally::default(),
        others: 0,
    };
    while let Some(token) = guard.next()? {
        match token {
            Token::Start(name) if depth == 2 => {
                let line = guard.line();
                let node = Node::read(&mut guard, name)?;
                match (section, name) {
                    ("INDIVIDUALS", "INDIVIDUAL") | ("ENTITIES", "ENTITY") => {
                        party::read(&node, &file.name, line, &mut records_seen, sheet);
                    }
                    _ => {
                        let at = At {
                            file: &file.name,
                            line: Some(line),
                            record: "",
                        };
                        let what = format!("element {section}/{name}");
                        sheet.not_held(&what, &node.line(), at);
                        // What has a number is a record, whatever it is called.
                        if PARTS.contains(&section) || node.child("DATAID").is_some() {
                            let why = "a record of a kind that the schema does not know";
                            records_seen.others += 1;
                            records_seen.tally.lost(sheet, at, None, why);
                        }
                    }
                }
            }
            Token::Start(name) => {
                if depth == 0 {
                    start_of_list(&guard, name, sheet)?;
                }
                if depth == 1 {
                    section = name;
                    sections_seen.push(name);
                }
                depth += 1;
            }
            Token::End => depth = depth.saturating_sub(1),
            Token::Text(_) => {}
        }
    }
    for section in PARTS {
        if !sections_seen.contains(&section) {
            let reason = format!("the part `{section}`, which the schema requires, is missing");
            return Err(LoadError::Cut {
                file: file.name.clone(),
                reason,
            });
        }
    }
    records_seen
        .tally
        .check(sheet.records + records_seen.others)
}

fn start_of_list(guard: &Guard<'_>, name: &str, sheet: &mut Sheet) -> Result<(), LoadError> {
    if name != ROOT {
        let reason = format!("XML with the root element `{}`", crate::sheet::shown(name));
        return Err(LoadError::Unrecognised {
            file: guard.file().to_owned(),
            reason,
        });
    }
    let generated = guard
        .root_attribute("dateGenerated")
        .unwrap_or_default()
        .trim();
    let undated = |reason: &str| LoadError::NoDate {
        file: guard.file().to_owned(),
        line: guard.line(),
        reason: reason.to_owned(),
    };
    if generated.is_empty() {
        return Err(undated(
            "the list does not say when it was generated (`dateGenerated`)",
        ));
    }
    if !is_instant(generated) {
        return Err(undated(&format!(
            "`dateGenerated` is no date: `{}`",
            crate::sheet::shown(generated)
        )));
    }
    sheet.as_of = Some(generated.to_owned());
    Ok(())
}

/// A day, with or without the time: "2026-02-27T00:00:09.554Z", "2020-11-30T20:31:19.923-05:00".
pub(crate) fn is_instant(text: &str) -> bool {
    let day = text.get(..10).unwrap_or_default();
    let span = day.parse::<kashf_core::DateSpan>();
    let time = text.get(10..).unwrap_or_default();
    let clock = time.strip_prefix(['T', ' ']).unwrap_or_default();
    let digits = clock.bytes().filter(u8::is_ascii_digit).count();
    let whole = clock
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z'));
    let timed = time.is_empty() || (digits >= 4 && whole && clock.len() <= 32);
    span.is_ok_and(|span| span.as_day().is_some()) && timed
}

#[cfg(test)]
mod structure_tests;
#[cfg(test)]
mod tests;
