//! The UK's lists as CSV: a row a name, rows of one record one after the other.
//!
//! The first line is the date, the second the header. OFSI's columns have other words than the FCDO's;
//! both are read under the names of the XML.

use super::party::{Fields, Party};
use crate::sheet::{At, Sheet};
use crate::structure::Tally;
use crate::text::{check_last_line, check_rows, text_of};
use crate::{LoadError, SourceFile};
use rustc_hash::FxHashMap;

/// Columns and their fields; the words of both lists, in lower case and letters and digits only.
const COLUMNS: &[(&str, &str)] = &[
    ("addresscountry", "AddressCountry"),
    ("addressline1", "AddressLine1"),
    ("addressline2", "AddressLine2"),
    ("addressline3", "AddressLine3"),
    ("addressline4", "AddressLine4"),
    ("addressline5", "AddressLine5"),
    ("addressline6", "AddressLine6"),
    ("address1", "AddressLine1"),
    ("address2", "AddressLine2"),
    ("address3", "AddressLine3"),
    ("address4", "AddressLine4"),
    ("address5", "AddressLine5"),
    ("address6", "AddressLine6"),
    ("addresspostalcode", "AddressPostalCode"),
    ("aliasquality", "AliasStrength"),
    ("aliasstrength", "AliasStrength"),
    ("aliastype", "NameType"),
    ("businessregistrationnumbers", "BusinessRegistrationNumber"),
    ("country", "AddressCountry"),
    ("countryofbirth", "CountryOfBirth"),
    ("currentbelievedflagofship", "CurrentBelievedFlagOfShip"),
    ("currentowneroperators", "CurrentOwnerOperator"),
    ("datedesignated", "DateDesignated"),
    ("designationsource", "DesignationSource"),
    ("designationtype", "IndividualEntityShip"),
    ("dob", "DOB"),
    ("emailaddress", "EmailAddress"),
    ("gender", "Gender"),
    ("groupid", "GroupID"),
    ("grouptype", "IndividualEntityShip"),
    ("hullidentificationnumberhin", "HullIdentificationNumber"),
    ("imonumber", "IMONumber"),
    ("lastupdated", "LastUpdated"),
    ("lengthofship", "LengthOfShip"),
    ("listedon", "DateDesignated"),
    ("name1", "Name1"),
    ("name2", "Name2"),
    ("name3", "Name3"),
    ("name4", "Name4"),
    ("name5", "Name5"),
    ("name6", "Name6"),
    ("namenonlatinscript", "NameNonLatinScript"),
    ("nametype", "NameType"),
    ("nationalidentificationnumber", "NationalIdentifierNumber"),
    (
        "nationalidentifieradditionalinformation",
        "NationalIdentifierAdditionalInformation",
    ),
    ("nationalidentifiernumber", "NationalIdentifierNumber"),
    ("nationality", "Nationality"),
    ("nationalityies", "Nationality"),
    ("nidetails", "NationalIdentifierAdditionalInformation"),
    ("ofsigroupid", "OFSIGroupID"),
    ("otherinformation", "OtherInformation"),
    ("parentcompany", "ParentCompany"),
    (
        "passportadditionalinformation",
        "PassportAdditionalInformation",
    ),
    ("passportdetails", "PassportAdditionalInformation"),
    ("passportnumber", "PassportNumber"),
    ("phonenumber", "PhoneNumber"),
    ("position", "Position"),
    ("postzipcode", "AddressPostalCode"),
    ("previousflags", "PreviousFlag"),
    ("previousowneroperators", "PreviousOwnerOperator"),
    ("regime", "RegimeName"),
    ("regimename", "RegimeName"),
    ("sanctionsimposed", "SanctionsImposed"),
    ("subsidiaries", "Subsidiary"),
    ("title", "Title"),
    ("tonnageofship", "TonnageOfShip"),
    ("townofbirth", "TownOfBirth"),
    ("typeofentity", "TypeOfEntity"),
    ("typeofship", "TypeOfShip"),
    ("ukstatementofreasons", "UKStatementofReasons"),
    ("uniqueid", "UniqueID"),
    ("unreferencenumber", "UNReferenceNumber"),
    ("website", "Website"),
    ("yearbuilt", "YearBuilt"),
];

/// Which of the two a text is: `Some(true)` for OFSI's, `Some(false)` for the UK Sanctions List.
pub(crate) fn is_header(text: &[u8]) -> Option<bool> {
    let head = String::from_utf8_lossy(&text[..text.len().min(4 << 10)]);
    let mut lines = head.lines();
    let first = lines.next()?.to_lowercase();
    let header = lines.next()?;
    let dated = first.contains("last updated") || first.contains("report date");
    let has = |column: &str| {
        header
            .split(',')
            .any(|cell| cell.trim_matches(['"', ' ']) == column)
    };
    match (has("Name 6"), has("Group ID"), has("Unique ID")) {
        (true, true, false) if dated => Some(true),
        (true, _, true) if dated => Some(false),
        _ => None,
    }
}

/// A column's letters and digits.
fn key_of(column: &str) -> String {
    column
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase()
}

struct Open {
    number: String,
    line: u64,
    party: Party,
}

/// Reads either list.
pub(crate) fn read(file: &SourceFile, ofsi: bool, sheet: &mut Sheet) -> Result<(), LoadError> {
    let text = text_of(file)?;
    check_last_line(file)?;
    check_rows(file, text)?;
    let first = text.lines().next().unwrap_or_default();
    let date = first.split_once(',').map_or(first, |(_, date)| date);
    let date = date.split_once("Date:").map_or(date, |(_, date)| date);
    sheet.as_of = super::day_of(date.trim_matches([',', '"', ' ', '\r']));
    if sheet.as_of.is_none() {
        return Err(LoadError::NoDate {
            file: file.name.clone(),
            line: 1,
            reason: String::from("the first line does not say the list's date"),
        });
    }
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = reader.records().skip(1);
    let broken = |error: &::csv::Error| LoadError::NotWellFormed {
        file: file.name.clone(),
        line: error.position().map_or(1, ::csv::Position::line),
        reason: error.to_string(),
    };
    let header = rows
        .next()
        .transpose()
        .map_err(|e| broken(&e))?
        .unwrap_or_default();
    let columns: Vec<(String, Option<&str>)> = header
        .iter()
        .map(|name| {
            let key = key_of(name);
            let field = COLUMNS.iter().find(|(known, _)| *known == key);
            (name.trim().to_owned(), field.map(|(_, field)| *field))
        })
        .collect();
    let id_field = if ofsi { "GroupID" } else { "UniqueID" };
    let mut tally = Tally::default();
    let mut lost = 0;
    let mut open: Vec<Open> = Vec::new();
    let mut by_number: FxHashMap<String, usize> = FxHashMap::default();
    for row in rows {
        let row = row.map_err(|e| broken(&e))?;
        let line = row.position().map_or(1, ::csv::Position::line);
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let at = At {
            file: &file.name,
            line: Some(line),
            record: "",
        };
        if row.len() != columns.len() {
            lost += 1;
            let why = format!(
                "the row has {} cells, the header {}",
                row.len(),
                columns.len()
            );
            tally.lost(sheet, at, None, &why);
            continue;
        }
        let cells = || {
            row.iter()
                .map(str::trim)
                .zip(&columns)
                .filter(|(text, _)| !text.is_empty())
        };
        let fields =
            cells().filter_map(|(text, (_, field))| field.map(|field| (field, text.to_owned())));
        let mut fields: Vec<(&str, String)> = fields.collect();
        let take = |name: &str| {
            let found = fields.iter().find(|(known, _)| *known == name);
            found.map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let (number, kind) = (take(id_field), take("IndividualEntityShip"));
        fields.retain(|(name, _)| *name != "GroupID");
        let at = At {
            record: &number,
            ..at
        };
        for (text, (name, _)) in cells().filter(|(_, (_, field))| field.is_none()) {
            sheet.not_held(&format!("column {}", crate::sheet::shown(name)), text, at);
        }
        if number.is_empty() {
            lost += 1;
            tally.lost(
                sheet,
                at,
                Some(id_field),
                "the row does not say which record it belongs to",
            );
            continue;
        }
        let index = match by_number.get(&number) {
            Some(index) => *index,
            None => {
                let ofsi = if ofsi { "ofsi-" } else { "" };
                let id = format!("uk-{ofsi}{}", crate::mapping::slug(&number));
                let Some(party) = Party::new(&id, &kind, sheet) else {
                    lost += 1;
                    let why = "neither an individual, an entity nor a ship";
                    tally.lost(sheet, at, Some("Group Type"), why);
                    continue;
                };
                sheet.count_record(&kind.to_lowercase());
                by_number.insert(number.clone(), open.len());
                open.push(Open {
                    number: number.clone(),
                    line,
                    party,
                });
                open.len() - 1
            }
        };
        open[index].party.read(&Fields(fields), sheet, at);
    }
    for Open {
        number,
        line,
        party,
    } in open
    {
        let at = At {
            file: &file.name,
            line: Some(line),
            record: &number,
        };
        if !party.finish(sheet, at) {
            tally.lacks(sheet, at, "Name 6", "the record has no name");
        }
    }
    tally.check(sheet.records + lost)
}
