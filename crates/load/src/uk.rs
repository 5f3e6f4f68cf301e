//! The UK's lists: the UK Sanctions List (XML and CSV) and OFSI's old consolidated list (CSV).
//!
//! Since 28 January 2026 the UK Sanctions List of the FCDO is the only one; OFSI's `ConList.csv` ended then and
//! is read for what stood before. Field names are those of the FCDO's files; no real copy of the XML was at
//! hand, OFSI's list was checked against an excerpt of 23 rows. All three give the same fields: a block of
//! the XML or a row of a CSV, in which a row of a CSV is one name with everything else repeated. Read
//! strictly through the XML guard; an element or column that is not known is counted.
//!
//! Required: the list's date; of each record `UniqueID` (OFSI: `Group ID`), a kind that is known, and a name.
//!
//! What it is not: it judges no alias. `Low quality a.k.a.` means that the UK itself calls it weak.
//!
//! | UK field | held as |
//! |---|---|
//! | `UniqueID`; OFSI `Group ID` | id `uk-UNIQUEID`, `uk-ofsi-GROUPID`; `Sanction.authorityId` |
//! | `IndividualEntityShip`, `Designation Type`, `Group Type` | schema `Person`, `Organization`, `Vessel`; `topics` `sanction` |
//! | `Name1` .. `Name5`, `Name6` (the family name) | one name in that order; of a person's primary name also `firstName`, `secondName`, `middleName`, `lastName` |
//! | `NameType`, `Alias Type` | primary name `name`; `FKA` `previousName`; alias and variation `alias` |
//! | `AliasStrength`, `Alias Quality` low | `weakAlias` |
//! | `NameNonLatinScript` | `name` (beside an alias in a row of a CSV like the alias); language unknown |
//! | `NonLatinScriptType`, `NonLatinScriptLanguage` | not held, counted: they contradict the letters too often to be believed |
//! | `Title`, `Position`, `Gender`, `Nationality` | `title`, `position`, `gender`, `nationality` |
//! | `DOB` | `birthDate`; `00/09/1962` and `dd/mm/1971` without what is not known |
//! | `TownOfBirth`, `CountryOfBirth` | `birthPlace`, `birthCountry` |
//! | `PassportNumber`, `NationalIdentifierNumber` with additional information | `passportNumber`, `idNumber` (the bare number), and an entity `Passport` or `Identification`: `holder`, `number`, `summary` |
//! | `AddressLine1` .. `6`, `AddressPostalCode`, `AddressCountry` | `address` (one text), `country` |
//! | `PhoneNumber`, `EmailAddress`, `Website` | `phone`, `email`, `website` |
//! | `TypeOfEntity`, `BusinessRegistrationNumber` | `classification`, `registrationNumber` |
//! | `ParentCompany`, `Subsidiary`, owners and operators, `LengthOfShip` | `notes` with the field's name: names there are not listed ones |
//! | `IMONumber`, `CurrentBelievedFlagOfShip`, `PreviousFlag`, `TypeOfShip`, `TonnageOfShip`, `YearBuilt`, `HullIdentificationNumber` | `imoNumber`, `flag`, `pastFlags`, `type`, `tonnage`, `buildDate`, `registrationNumber` |
//! | `RegimeName`, `Regime` | `Sanction.program` |
//! | `SanctionsImposed`, `SanctionsImposedIndicators` | `Sanction.provisions`, one a measure. OFSI's list says none: it lists asset freezes only, which is said as `asset freeze` |
//! | `DateDesignated`, `Listed On`; `LastUpdated` | `Sanction.listingDate`, `Sanction.startDate`, `createdAt`; `modifiedAt` of both |
//! | `UNReferenceNumber`, `OFSIGroupID` | `Sanction.unscId`, `Sanction.recordId` |
//! | `DesignationSource`, `UKStatementofReasons` | `Sanction.summary`, `Sanction.reason` |
//! | `OtherInformation` | `notes` |
//! | `DateGenerated`, `Report Date`, `Last Updated` of the first line | `as_of` |

pub(crate) mod csv;
mod party;

use crate::mapping::dates;
use crate::sheet::{At, Sheet, shown};
use crate::structure::Tally;
use crate::xml::tree::Node;
use crate::xml::{Guard, Token};
use crate::{LoadError, SourceFile};
use party::{Fields, Party};
use std::collections::BTreeSet;

/// The root element's name.
pub(crate) const ROOT: &str = "Designations";
const RECORD: &str = "Designation";

/// Elements whose children belong together.
const BLOCKS: [&str; 8] = [
    "Name",
    "NonLatinName",
    "Address",
    "Passport",
    "PassportDetail",
    "NationalIdentifier",
    "NationalIdentifierDetail",
    "Location",
];

/// Reads the UK Sanctions List, XML.
pub(crate) fn read(file: &SourceFile, sheet: &mut Sheet) -> Result<(), LoadError> {
    let mut guard = Guard::new(&file.name, &file.bytes)?;
    let mut depth = 0usize;
    let mut seen = BTreeSet::new();
    let mut tally = Tally::default();
    let mut others = 0;
    while let Some(token) = guard.next()? {
        match token {
            Token::Start(name) if depth == 1 => {
                let line = guard.line();
                let node = Node::read(&mut guard, name)?;
                let at = At {
                    file: &file.name,
                    line: Some(line),
                    record: "",
                };
                match name {
                    RECORD => read_record(&node, at, &mut seen, &mut tally, sheet),
                    "DateGenerated" => sheet.as_of = day_of(&node.line()),
                    _ => {
                        sheet.not_held(&format!("element {}", shown(name)), &node.line(), at);
                        if node.child("UniqueID").is_some() {
                            others += 1;
                            tally.lost(sheet, at, None, "a record of a kind that is not known");
                        }
                    }
                }
            }
            Token::Start(_) => depth += 1,
            Token::End => depth = depth.saturating_sub(1),
            Token::Text(_) => {}
        }
    }
    if sheet.as_of.is_none() {
        return Err(LoadError::NoDate {
            file: file.name.clone(),
            line: 1,
            reason: String::from("the list does not say when it was generated (`DateGenerated`)"),
        });
    }
    tally.check(sheet.records + others)
}

fn read_record(
    node: &Node<'_>,
    at: At<'_>,
    seen: &mut BTreeSet<String>,
    tally: &mut Tally,
    sheet: &mut Sheet,
) {
    let number = node.text_of("UniqueID");
    let kind = node.text_of("IndividualEntityShip");
    sheet.count_record(&kind.to_lowercase());
    let at = At {
        record: &number,
        ..at
    };
    if number.is_empty() {
        return tally.lost(sheet, at, Some("UniqueID"), "the record has no `UniqueID`");
    }
    if !seen.insert(number.clone()) {
        let why = "a second record with the same `UniqueID`; the first is used";
        return tally.lost(sheet, at, Some("UniqueID"), why);
    }
    let Some(mut party) = Party::new(
        &format!("uk-{}", crate::mapping::slug(&number)),
        &kind,
        sheet,
    ) else {
        let why = "neither an individual, an entity nor a ship";
        return tally.lost(sheet, at, Some("IndividualEntityShip"), why);
    };
    for child in &node.children {
        walk(child, &mut party, sheet, at);
    }
    if !party.finish(sheet, at) {
        tally.lacks(sheet, at, "Names", "the record has no name");
    }
}

/// Hands every block and every single value to the party.
fn walk(node: &Node<'_>, party: &mut Party, sheet: &mut Sheet, at: At<'_>) {
    if node.children.is_empty() {
        let text = node.line();
        if !text.is_empty() {
            party.read(&Fields(vec![(node.name, text)]), sheet, at);
        }
        return;
    }
    if node.name == "SanctionsImposedIndicators" {
        let imposed = node
            .children
            .iter()
            .filter(|child| child.line().eq_ignore_ascii_case("true"));
        for child in imposed {
            party.measure(child.name, sheet, at);
        }
        return;
    }
    let flat = node.children.iter().all(|child| child.children.is_empty());
    if BLOCKS.contains(&node.name) && flat {
        let fields = node.children.iter().map(|child| (child.name, child.line()));
        let fields = Fields(fields.filter(|(_, text)| !text.is_empty()).collect());
        return party.read(&fields, sheet, at);
    }
    if !node.text.trim().is_empty() {
        sheet.not_held(
            &format!("text directly in {}", shown(node.name)),
            &node.line(),
            at,
        );
    }
    for child in &node.children {
        walk(child, party, sheet, at);
    }
}

/// A day in one of the forms that the UK's files use.
fn day_of(text: &str) -> Option<String> {
    let text = text.trim();
    let formats = [
        "%d/%m/%Y",
        "%d-%b-%Y",
        "%d %B %Y",
        "%d/%m/%Y %H:%M:%S",
        "%Y-%m-%d",
    ];
    let iso = text.get(..10).filter(|_| text.get(10..11) == Some("T"));
    let found = formats
        .iter()
        .find_map(|format| dates::read(iso.unwrap_or(text), format));
    found.filter(|day| day.len() == 10)
}

#[cfg(test)]
mod tests;
