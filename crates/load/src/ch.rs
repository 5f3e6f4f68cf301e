//! Switzerland's consolidated sanctions list (SECO), XML.
//!
//! Source: a format example with dummy content (2024) and the open readers of the full file
//! (`OpenSanctions`' crawler; a reader of 2026 that tells how the file keeps its history). SECO's XSD and a
//! whole list are not at hand, so an element that is not named here is counted, not an error.
//!
//! The root `swiss-sanctions-list` holds `sanctions-program`s with their sets, `place`s, and `target`s.
//! The whole list keeps its history: targets that were de-listed stay in it, and `modification`s hold
//! copies of what was added and removed. So only what stands directly in a target counts, and a target
//! whose latest modification is `de-listed` is not on the list: it is counted, and no record. The latest
//! is the one with the latest date (effective, else enacted, else published), of several the first.
//!
//! Required: the list's date; `list-type` `whole-list` for the dataset `ch_seco_sanctions` (a list of
//! amendments under its name would clear everyone else; load one with `--as`); of each target `ssid`,
//! which no other has, and a name.
//!
//! What it is not: it fills no part of a name in another script from the Latin one.
//!
//! | SECO element | held as |
//! |---|---|
//! | `target` | id `ch-SSID`; `topics` `sanction` |
//! | `individual`, `entity`, `object` | schema `Person`, `Organization`; objects `Vessel`, `Airplane`, else `Vehicle` |
//! | `sex` | persons: `gender` |
//! | `name` of type `primary-name` in the main identity | `name` (parts in their order, without titles) |
//! | `name` of type `alias`, and primary names of further identities | `alias` |
//! | `formerly-known-as` | `previousName` |
//! | `name` of `quality` `low` | `weakAlias` |
//! | `spelling-variant` | names made of it, `alias` (of a former name `previousName`) with its language: in Latin script with the other parts as they are, each with each up to 100; in another script of the parts that have it, `weakAlias` when some have not |
//! | `name-part` of primary names | persons: `title`, `firstName` (given), `middleName` (further given), `fatherName`, `lastName` (family, maiden), `nameSuffix`; `notes` (grandfather's, tribal) |
//! | `day-month-year` | `birthDate` (an entity: `incorporationDate`; an object: `buildDate`); another calendar, or a quality other than good, in `notes` |
//! | `nationality` | persons: `nationality`; else `country` |
//! | `place-of-birth` | `birthPlace`, `birthCountry` |
//! | `address` with its `place` | `address` (one text), `country`; `remarks` and `c-o` in `notes` |
//! | `identification-document` | `passportNumber` or `idNumber`, and an entity `Passport` or `Identification`: `holder`, `type`, `number`, `country` (issuer), `startDate`, `endDate`, `authority` (place of issue), `summary` (remark) |
//! | `other-information`, `generic-attribute` | `notes`; and after a known label ("IMO number: ..") `imoNumber`, `registrationNumber`, `taxNumber`, `swiftBic`, `website`, `email`, `phone`, `legalForm`, `incorporationDate` |
//! | `justification` | `Sanction.reason` |
//! | `relation` | `UnknownLink` entity: `subject`, `object`, `role` |
//! | `sanctions-set-id` | `Sanction` entity `ch-SSID-sanction`: `program` (name and key of the programme in English), `summary` (the set's words), `provisions` (asset freeze for "financial", travel ban for "travel", when the set says so) |
//! | `foreign-identifier` | `Sanction.unscId` |
//! | `modification` | `Sanction.listingDate` and `startDate` (the earliest of type `listed`), `modifiedAt` (the latest); `createdAt`, `modifiedAt`; `remark` in `Sanction.summary` |
//! | what a `modification` adds and removes | not held: history |
//! | texts of programmes in German, French and Italian, `origin`, `ssid` of parts | not held: the same in other words, numbers of SECO's database |
//! | unknown elements | not held, counted |
//! | `date` | `as_of`; a list without it is refused |

mod book;
mod names;
mod papers;
mod target;

use crate::eu::date_of_list;
use crate::sheet::{At, Sheet, shown};
use crate::xml::tree::Node;
use crate::xml::{Guard, Token};
use crate::{LoadError, SourceFile};
use book::Book;

/// The root element's name.
pub(crate) const ROOT: &str = "swiss-sanctions-list";
/// The dataset that only a whole list may become.
const DATASET: &str = "ch_seco_sanctions";

/// Reads the whole list, twice: programmes and places first, wherever they stand.
pub(crate) fn read(file: &SourceFile, sheet: &mut Sheet) -> Result<(), LoadError> {
    let book = Book::read(file)?;
    let mut guard = Guard::new(&file.name, &file.bytes)?;
    let mut seen = target::Seen::default();
    let mut others = 0u64;
    while let Some(token) = guard.next()? {
        let Token::Start(name) = token else { continue };
        if guard.is_at_root() {
            sheet.as_of = Some(date_of_list(&guard, "date")?);
            whole_list(&guard, sheet)?;
            continue;
        }
        let line = guard.line();
        let node = Node::read(&mut guard, name)?;
        let at = At {
            file: &file.name,
            line: Some(line),
            record: "",
        };
        match name {
            "target" => target::read(&node, &book, at, &mut seen, sheet),
            "sanctions-program" | "place" => {
                for child in book::unknown_in(&node) {
                    let what = format!("element {name}/{}", shown(child.name));
                    sheet.not_held(&what, &child.line(), at);
                }
            }
            _ => {
                sheet.not_held(&format!("element {}", shown(name)), &node.line(), at);
                if !node.attribute("ssid").is_empty() && !node.is_blank() {
                    others += 1;
                    let why = "a record of a kind that is not known";
                    seen.tally.lost(sheet, at, None, why);
                }
            }
        }
    }
    seen.tally.check(sheet.records + others)
}

fn whole_list(guard: &Guard<'_>, sheet: &Sheet) -> Result<(), LoadError> {
    let kind = guard.root_attribute("list-type").unwrap_or_default();
    if kind == "whole-list" || sheet.dataset != DATASET {
        return Ok(());
    }
    let reason = format!(
        "its `list-type` is `{}`, not `whole-list`: it holds only what changed, and would clear all others",
        shown(kind)
    );
    Err(LoadError::Refused {
        file: guard.file().to_owned(),
        line: guard.line(),
        reason,
    })
}

#[cfg(test)]
mod tests;
