//! EU Financial Sanctions Files, XML 1.1.
//!
//! Source: `20171012-FULL-schema-1_1.xsd` and an excerpt of the file as published (7 entities, 2020);
//! the whole list is not at hand. The document is `export` with a `sanctionEntity` per listing, almost
//! all of it in attributes. The CSV of the same list ([`crate::eu_csv`]) is brought into this shape and
//! read by the same code.
//!
//! Required: the list's date (`generationDate`); of each record `logicalId`, which no other record has,
//! and a name in any script.
//!
//! What it is not: it judges no alias (`strong` is the EU's word), turns no calendar into another, and
//! knows no clock: a `delistingDate` is kept, not acted on.
//!
//! | EU element | held as |
//! |---|---|
//! | `sanctionEntity` | id `eu-LOGICALID`; `topics` `sanction` |
//! | `subjectType` | schema `Person` (`person`, `P`), `Organization` (`enterprise`, `E`), else `LegalEntity` |
//! | `nameAlias` `wholeName`, else its parts joined | the first strong one `name`, further strong ones `alias`, others `weakAlias`; with `nameLanguage` as language. A record without a strong name has its first as `name` |
//! | `firstName`, `middleName`, `lastName` of strong names | persons: the same |
//! | `gender`, `title`, `function` | persons: `gender`, `title`, `position`; else `notes` |
//! | `birthdate` | `birthDate` (an enterprise: `incorporationDate`): the day, or year and month; "circa" and "between YEAR and YEAR" as original; other calendars than the Gregorian in `notes` |
//! | place of a `birthdate` | `birthPlace` (place, city, postal code, region, country as one text), `birthCountry` |
//! | `citizenship` | persons: `citizenship`; else `country`; `region` and dates in `notes` |
//! | `address` | `address` (one text), `country`; "as at listing time" in `notes` |
//! | `contactInfo` | `phone` (`PHONE`, `FAX`), `email`, `website`; else `notes` |
//! | `identification` | `passportNumber` or `idNumber` (`swiftbic`: `swiftBic`, `imo`: `imoNumber`, `regnumber`: `registrationNumber`, `fiscalcode`: `taxNumber`), and an entity `Passport` or `Identification`: `holder`, `type`, `number` (also the Latin one), `country`, `startDate`, `endDate`, `authority`, `summary` (diplomatic, expired, false, lost, revoked, name on it, region, remark) |
//! | `regulation` | `Sanction` entity `eu-LOGICALID-sanction`: `program`, `authority` (council, commission), `reason` (number), `sourceUrl`, `modifiedAt` (publication), `summary` (type, in force, corrigenda) |
//! | `designationDate` | `Sanction.listingDate`, `Sanction.startDate`, `createdAt`; without it the regulation's entry into force is `startDate` |
//! | `delistingDate` | `Sanction.endDate` |
//! | `designationDetails` | `Sanction.summary` |
//! | `unitedNationId`, `euReferenceNumber` | `Sanction.unscId`, `Sanction.authorityId` |
//! | `remark`, `additionalInformation` | `notes`, on papers `summary` |
//! | number of a `regulationSummary` | part of the statement's origin (`nameAlias, 2019/555 (OJ L97)`) |
//! | date, type and address of a `regulationSummary`, `regulationLanguage` other than English, unknown elements and attributes | not held, counted |
//! | `logicalId` of names, dates, addresses and papers, `globalFileId` | not held: numbers of the EU's database |
//! | `generationDate` | `as_of`; a list without it, or whose date cannot be read, is refused |

mod details;
mod entity;
mod paper;

pub(crate) use entity::{Seen, read as read_entity};

use crate::sheet::{At, Sheet, shown};
use crate::un::is_instant;
use crate::xml::tree::Node;
use crate::xml::{Guard, Token};
use crate::{LoadError, SourceFile};

/// The root element's name.
pub(crate) const ROOT: &str = "export";

/// Reads the whole list.
pub(crate) fn read(file: &SourceFile, sheet: &mut Sheet) -> Result<(), LoadError> {
    let mut guard = Guard::new(&file.name, &file.bytes)?;
    let mut seen = Seen::default();
    let mut others = 0u64;
    while let Some(token) = guard.next()? {
        let Token::Start(name) = token else { continue };
        if guard.is_at_root() {
            sheet.as_of = Some(date_of_list(&guard, "generationDate")?);
            continue;
        }
        let line = guard.line();
        let node = Node::read(&mut guard, name)?;
        if name == "sanctionEntity" {
            entity::read(&node, &file.name, Some(line), &mut seen, sheet);
            continue;
        }
        let at = At {
            file: &file.name,
            line: Some(line),
            record: "",
        };
        sheet.not_held(&format!("element {}", shown(name)), &node.line(), at);
        // What has a number is a record, whatever it is called.
        if !node.attribute("logicalId").is_empty() {
            others += 1;
            let why = "a record of a kind that the schema does not know";
            seen.tally.lost(sheet, at, None, why);
        }
    }
    seen.tally.check(sheet.records + others)
}

/// The date in an attribute of the root, which must have it.
pub(crate) fn date_of_list(guard: &Guard<'_>, name: &str) -> Result<String, LoadError> {
    let date = guard.root_attribute(name).unwrap_or_default().trim();
    let undated = |reason: String| LoadError::NoDate {
        file: guard.file().to_owned(),
        line: guard.line(),
        reason,
    };
    if date.is_empty() {
        let reason = format!("the list does not say when it was made (`{name}`)");
        return Err(undated(reason));
    }
    if !is_instant(date) {
        return Err(undated(format!("`{name}` is no date: `{}`", shown(date))));
    }
    Ok(date.to_owned())
}

#[cfg(test)]
mod tests;
