//! OFAC's lists as `SDN_ADVANCED.xml` and `CONS_ADVANCED.xml`: root `Sanctions`.
//!
//! Source: OFAC's `ADVANCED_XML.xsd` (the UN's Advanced Sanctions Data Model) as public readers of
//! it use it, OFAC's notes on it, and a synthetic fixture. No real file was at hand: the counts of this
//! reader are not measured against one.
//!
//! The format is a set of tables that point to each other by number, so the document is read twice: first
//! the tables, then the parties. A party is the record that the CSV has under the number `FixedRef`; ids are the
//! same, and so are the statements as far as both formats carry a fact, because labels and values go through the
//! readers of the CSV. What it has beyond CSV and `sdn.xml`: names in their own scripts, dates and legal
//! grounds of the listing, relations between parties by number.
//!
//! Structural checks: the document is whole (XML guard); the date is there; so are the reference values,
//! the parties and the sanctions entries. Required of each party: `FixedRef`, which no other party has, a name, a
//! type that is known, a sanctions entry. More than one party in a thousand without them refuses the
//! list. A number that no table has is said, and what stands there is kept where it can be.
//!
//! Which list it is: the SDN list when a tenth of the entries or more are on the list named "SDN List",
//! else the non-SDN list; without that name the file's name decides (`cons...`).
//!
//! | OFAC element | held as |
//! |---|---|
//! | `DateOfIssue` | `as_of` (ISO 8601); a list without it, or whose date cannot be read, is refused |
//! | `DistinctParty` `FixedRef` | id `us-sdn-UID` or `us-cons-UID`; `Sanction.sourceUrl` |
//! | `PartySubType`, else its `PartyType` | `Individual` `Person`, `Entity` `Organization` (`Company` with a securities or bank code), `Vessel` `Vessel`, `Aircraft` `Airplane` |
//! | `Alias` with `Primary`, or of type `Name` | `name` in every script; of individuals also `firstName`, `lastName`; an aircraft's also `registrationNumber` |
//! | other `Alias`: `A.K.A.`, `N.K.A.` / `F.K.A.` | `alias` / `previousName`; `LowQuality` `weakAlias` (former names of vessels and aircraft stay `previousName`) |
//! | `DocumentedNamePart` | last, maiden and matronymic name are the family name, all others the given; "Given FAMILY" with "FAMILY, Given" (the form of OFAC's CSV) as original; Han and Hangul parts without a space, family name first |
//! | feature `Birthdate`, `Place of Birth` | `birthDate` (day, month, year, "circa 1951", "1951 to 1953"), `birthPlace`, `birthCountry` |
//! | feature `Nationality Country`, `Citizenship Country` | `nationality`, `citizenship` |
//! | feature `Location` | `address` (one text), `country`; one with a country only gives `country` |
//! | feature `Title` | `position` of persons, else `notes` |
//! | feature `Vessel Call Sign`, `VESSEL TYPE`, `Vessel Tonnage`, `Vessel Gross Registered Tonnage`, `Vessel Flag` | `callSign`, `type`, `deadweightTonnage`, `grossRegisteredTonnage`, `flag` |
//! | feature `Vessel Owner` | `owner` when a party of the file has that name, else `notes` |
//! | all other features | by label and value what the CSV's clause of that label gives (table of remark clauses above) |
//! | `IDRegDocument` | by type and `IDRegistrationNo` what the CSV's clause of that label gives; country, issue and expiration date on the `Passport` or `Identification`; authority, comment, a validity other than "Valid" in `notes` |
//! | `DistinctParty` `Comment` | the remarks, clause by clause as in the CSV |
//! | `SanctionsMeasure` `Program` | `Sanction.program` |
//! | other `SanctionsMeasure` | `Sanction.provisions` (type and comment) |
//! | `EntryEvent` | `Sanction.listingDate` (`Date` of its creation; other events with their date in `Sanction.summary`), `Sanction.reason` (legal basis), `Sanction.summary` (comment) |
//! | `List` other than "SDN List" and "Consolidated List" | `Sanction.summary` |
//! | `ProfileRelationship` | `Family` (family member of), `Directorship` (leader or official of a party that is no person), else `UnknownLink`, with the relation's words as `role` or `relationship`, "(former)", `Comment` as `summary` |
//! | comments of features and their versions, a second profile or identity | `notes`; read as the same party and said |
//! | `ExternalReference`, `SanctionsEntryLinks`, `RelationQuality` other than "Unknown", unknown elements | not held, counted |
//! | `ID` and `FixedRef` of names and features, `ReliabilityID`, `DeltaAction`, scripts | not held |

mod dates;
mod listings;
mod names;
mod record;
mod tables;

use crate::ofac::party::Context;
use crate::sheet::{At, Sheet};
use crate::structure::Tally;
use crate::xml::tree::Node;
use crate::xml::{Guard, Token};
use crate::{LoadError, SourceFile};
use std::collections::BTreeSet;
use tables::Tables;

/// The root element's name.
pub(crate) const ROOT: &str = "Sanctions";

/// Parts without which it is no list.
const PARTS: [&str; 3] = ["ReferenceValueSets", "DistinctParties", "SanctionsEntries"];

/// The dataset that the content speaks of, and the file's name where the content does not.
#[must_use]
pub fn dataset_of(file: &SourceFile) -> &'static str {
    let text = String::from_utf8_lossy(&file.bytes);
    let Some(sdn) = list_number(&text) else {
        return crate::ofac::dataset_of(&[file]);
    };
    let on_it = text.matches(&format!(" ListID=\"{sdn}\"")).count();
    if on_it * 10 >= text.matches("<SanctionsEntry ").count() {
        "us_ofac_sdn"
    } else {
        "us_ofac_cons"
    }
}

/// The number that the reference values give to the SDN list.
fn list_number(text: &str) -> Option<&str> {
    let (before, _) = text.split_once(">SDN List</List>")?;
    let (_, tag) = before.rsplit_once("<List ")?;
    let (_, number) = tag.split_once("ID=\"")?;
    let (number, _) = number.split_once('"')?;
    Some(number)
}

/// Reads the whole list.
pub(crate) fn read(file: &SourceFile, sheet: &mut Sheet) -> Result<(), LoadError> {
    let mut tables = Tables::default();
    let mut sections = BTreeSet::new();
    each(file, |section, node, line| {
        sections.insert(section.to_owned());
        tables.take(section, node, file, line, sheet)
    })?;
    for part in PARTS {
        if !sections.contains(part) {
            let reason = format!("the part `{part}`, which the schema requires, is missing");
            return Err(LoadError::Cut {
                file: file.name.clone(),
                reason,
            });
        }
    }
    let Some(day) = tables.as_of.take() else {
        return Err(LoadError::NoDate {
            file: file.name.clone(),
            line: 1,
            reason: String::from("the list does not say when it was issued (`DateOfIssue`)"),
        });
    };
    sheet.as_of = Some(day);
    let index = std::mem::take(&mut tables.index);
    let dataset = sheet.dataset.clone();
    let context = Context::new(&file.name, &dataset, &index);
    let mut seen = Seen::default();
    each(file, |section, node, line| {
        if section == "DistinctParties" {
            record::read(node, line, &context, &mut tables, &mut seen, sheet);
        }
        Ok(())
    })?;
    tables.say_unused(file, sheet);
    seen.tally.check(seen.records)
}

/// What the parties had so far.
#[derive(Debug, Default)]
struct Seen {
    numbers: BTreeSet<u64>,
    tally: Tally,
    records: u64,
}

/// Calls `what` with each element of each part, and with the date of the list.
fn each<'a>(
    file: &'a SourceFile,
    mut what: impl FnMut(&'a str, &Node<'a>, u64) -> Result<(), LoadError>,
) -> Result<(), LoadError> {
    let mut guard = Guard::new(&file.name, &file.bytes)?;
    let mut depth = 0usize;
    let mut section = "";
    while let Some(token) = guard.next()? {
        match token {
            Token::Start(name) if depth == 2 || depth == 1 && name == "DateOfIssue" => {
                let line = guard.line();
                let section = if depth == 1 { name } else { section };
                what(section, &Node::read(&mut guard, name)?, line)?;
            }
            Token::Start(name) => {
                section = name;
                depth += 1;
            }
            Token::End => depth = depth.saturating_sub(1),
            Token::Text(_) => {}
        }
    }
    Ok(())
}

/// Elements that a reader does not look at, and text where elements belong.
fn unknown_below(node: &Node<'_>, known: &[&str], sheet: &mut Sheet, at: At<'_>) {
    crate::ofac_xml::unknown_below(node, known, sheet, at);
}

#[cfg(test)]
mod tests;
