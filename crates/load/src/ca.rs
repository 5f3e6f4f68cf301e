//! Canada's Consolidated Autonomous Sanctions List (SEMA and JVCFOA), XML.
//!
//! Source: the file itself (`sema-lmes.xml`, one real version, 2025-03); no schema is published. The
//! document is `data-set` with a flat `record` per listing. Elements of the older form (`Entity`,
//! `DateOfBirth`) are read as the new ones.
//!
//! **Ids.** A record has no number of its own. What identifies it in law is where it stands in the
//! regulations: regime, schedule and item. The id is made of these (`ca-belarus-1-part-1-3`: the
//! English side of `Country`, `Schedule`, `Item`, as lower-case letters and digits with hyphens); no two
//! records of the real file share it. When they do, the second gets the first eight hex digits of the
//! BLAKE3 hash of its name. A schedule that Canada numbers anew changes the ids under it.
//!
//! **Date.** The file carries none. `as_of` is the latest `DateOfListing`, so a version that only
//! removes or corrects has the `as_of` of the one before.
//!
//! Required: of each record `Country`, `Item` and a name; of the list one `DateOfListing`.
//!
//! What it is not: it takes no nationality from `Country`, which names the regulations (Ukraine's list
//! Russians, too).
//!
//! | Canadian element | held as |
//! |---|---|
//! | `record` | schema `Vessel` with `ShipIMONumber` or in Schedule 1.1, else `Person` with `LastName` or `GivenName`, else `Organization`; `topics` `sanction` |
//! | `LastName`, `GivenName` | `lastName`, `firstName`, `name` (given name first) |
//! | `EntityOrShip` (`Entity`) | `name`; "X/Y" in English and French become two names, "X (also known as Y)" a name and an `alias` |
//! | `Aliases` | `alias`, one for each name between `;`, `,`, "/", "or", and after "Russian:", "Belarusian:", "Arabic:" (then with the language); the whole field as original (`ca/aliases.rs` says when a comma is part of a name) |
//! | `DateOfBirthOrShipBuildDate` (`DateOfBirth`) | `birthDate`, of a ship `buildDate`, of an organization `incorporationDate` |
//! | `TitleOrShip` | `title` (English and French apart), of a ship `type` |
//! | `ShipIMONumber` | `imoNumber` |
//! | `Country` | `Sanction.program`; from our table (`ca/regime.rs`) `programId`, `summary` (the regulations) |
//! | `Schedule`, `Item` | `Sanction.reason` ("Schedule 1, Part 1, item 3") |
//! | `DateOfListing` | `Sanction.listingDate`, `Sanction.startDate`, `createdAt`; the latest is `as_of` |
//! | unknown elements, children and attributes of elements | not held, counted |

mod aliases;
mod forms;
mod record;
mod regime;

use crate::sheet::{At, Sheet};
use crate::xml::tree::Node;
use crate::xml::{Guard, Token};
use crate::{LoadError, SourceFile};

/// The root element's name.
pub(crate) const ROOT: &str = "data-set";

/// Reads the whole list.
pub(crate) fn read(file: &SourceFile, sheet: &mut Sheet) -> Result<(), LoadError> {
    let mut guard = Guard::new(&file.name, &file.bytes)?;
    let mut seen = record::Seen::default();
    let mut others = 0u64;
    while let Some(token) = guard.next()? {
        let Token::Start(name) = token else { continue };
        if guard.is_at_root() {
            continue;
        }
        let line = guard.line();
        let node = Node::read(&mut guard, name)?;
        if name == "record" {
            record::read(&node, &file.name, line, &mut seen, sheet);
            continue;
        }
        let at = At {
            file: &file.name,
            line: Some(line),
            record: "",
        };
        let what = format!("element {}", crate::sheet::shown(name));
        sheet.not_held(&what, &node.line(), at);
        if node.child("Country").is_some() || node.child("Item").is_some() {
            others += 1;
            let why = "a record of a kind that is not known";
            seen.tally.lost(sheet, at, None, why);
        }
    }
    seen.tally.check(sheet.records + others)?;
    if sheet.as_of.is_none() && sheet.records > 0 {
        return Err(LoadError::NoDate {
            file: file.name.clone(),
            line: 1,
            reason: String::from("no record says when it was listed (`DateOfListing`)"),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
