//! OFAC's lists as legacy CSV: SDN (`us_ofac_sdn`) and the non-SDN consolidated list (`us_ofac_cons`).
//!
//! Source: the files themselves (2019-01, 2021-07, 2022-12, 2025-12) and OFAC's data specification
//! `dat_spec.txt`. Four files make one version: primary names (12 columns, no header), alternate
//! names (5), addresses (6) and the continuation of remarks that are longer than 1000 characters (2).
//! `-0-` is OFAC's null; the last line is the single byte 0x1A. Only the first file is needed, but
//! without the others names, addresses and the ends of remarks are missing, which is said.
//!
//! Structural checks: the column count of every line, the end mark, quotes that close, and the
//! agreement of the files: in every real set each primary record has at least one address line, so a
//! cut or older companion shows. Required of each record: `ent_num`, which no different record has, a
//! name, and a type that is known; of an alternate name its record's number and the name. More than one
//! line in a thousand without them refuses the files (`structure.rs`).
//!
//! These files carry no date, so there is no `as_of`: whether a version is older than the last one
//! cannot be told from it.
//!
//! | OFAC field | held as |
//! |---|---|
//! | `ent_num` | id `us-sdn-UID` or `us-cons-UID`; `Sanction.sourceUrl` (OFAC's search page of the record) |
//! | `SDN_Name` | `name`; an individual's "SURNAME, Given, Jr." becomes "Given SURNAME Jr." with the published form as original, and `firstName`, `lastName`, `nameSuffix`; an aircraft's also `registrationNumber` |
//! | `SDN_Type` | `individual` `Person`, `-0-` `Organization` (`Company` when the remarks give a securities or bank code), `vessel` `Vessel`, `aircraft` `Airplane` |
//! | `Program` | `Sanction.program`, one for each code in `A] [B` |
//! | `Title` | `position` of persons, else `notes` |
//! | `Call_Sign`, `Vess_type`, `Tonnage`, `GRT`, `Vess_flag` | `callSign`, `type`, `deadweightTonnage`, `grossRegisteredTonnage`, `flag` |
//! | `Vess_owner` | `owner` when a record of the file has that name, else `notes` |
//! | ALT `aka`, `nka` / `fka` | `alias` / `previousName`, persons turned round as above |
//! | ADD | `address` (one text), `country`; a line with a country only gives `country` |
//! | ALT and ADD remarks | `notes` |
//! | Remarks, COMMENTS | clause by clause, see below; every clause that is not understood is kept whole in `notes` and counted |
//!
//! | remark clause | held as |
//! |---|---|
//! | `DOB`, `alt. DOB` | `birthDate`: day, month, year, "circa 1951", "1951 to 1953" (both ends, common original) |
//! | `POB` | `birthPlace`, `birthCountry` |
//! | `nationality`, `citizen`, `Nationality of Registration` | `nationality`, `citizenship`, `jurisdiction` (of vessels and aircraft `country`) |
//! | `Gender` | `gender` |
//! | `a.k.a. 'X'` (quotes mean weak), without quotes | `weakAlias`, `alias`; persons turned round as above |
//! | `f.k.a.`, `n.k.a.` | `previousName`, `alias`; in quotes `weakAlias` (of vessels and aircraft `previousName`: ships are renamed, not nicknamed) |
//! | `Passport ...` | `passportNumber` and a `Passport` entity with `number`, `country`, `startDate`, `endDate`, `type` |
//! | other numbered papers and registers (about 60 kinds, table in `ofac/papers.rs`) | `idNumber`, `taxNumber`, `registrationNumber`, `vatCode`, `uscCode`, `okpoCode`, `innCode`, `ogrnCode`, `socialSecurityNumber`, `dunsCode`, `leiCode`, and an `Identification` entity |
//! | `SWIFT/BIC`, `ISIN`, `BIK (RU)`, `Equity Ticker`, `Issuer Name` | `swiftBic`, `isinCode`, `bikCode`, `ticker`, `alias` |
//! | `Vessel Registration Identification IMO`, `MMSI`, flags, types, call signs, year of build | `imoNumber`, `mmsi`, `flag`, `pastFlags`, `type`, `pastTypes`, `callSign`, `buildDate` |
//! | `Company Number IMO`, `Identification Number IMO` | `imoNumber` of the company |
//! | `Aircraft ...` | `serialNumber`, `model`, `buildDate`, `registrationNumber`, `icaoCode`, `operator` |
//! | `Digital Currency Address - XBT ...` | a `CryptoWallet` entity: `publicKey`, `currency`, `holder`, `topics` |
//! | `Linked To: X` | an `UnknownLink` entity to the record of that name, else `notes` |
//! | an office or rank without a label ("Minister of .."), a form of address alone ("Haji") | `position`, `title` of persons |
//! | `Website`, `Email Address`, `Telephone`, `Phone`, `Fax` | `website`, `email`, `phone` |
//! | `Organization Established Date`, `Organization Type:`, `Target Type` | `incorporationDate`, `sector`, `classification` |
//! | `Secondary sanctions risk:`, `Additional Sanctions Information`, `Transactions Prohibited For`, `Executive Order ... Directive`, `CAATSA Section 235` | `Sanction.provisions` |
//! | `Listing Date (..)`, `Effective Date (..)`, the link for more information | `Sanction.listingDate`, `Sanction.startDate`, `Sanction.programUrl` |

pub(crate) mod clauses;
pub(crate) mod entry;
mod facts;
mod labels;
pub(crate) mod links;
mod names;
mod papers;
pub(crate) mod party;
mod phones;
mod rows;

use crate::sheet::{At, Sheet};
use crate::{Format, LoadError, SourceFile};
use kashf_core::ProblemKind;
use rows::{Row, Table};
use std::collections::BTreeMap;

/// The dataset that the file names speak of: `cons_*` is the non-SDN list, all else the SDN list.
pub(crate) fn dataset_of(files: &[&SourceFile]) -> &'static str {
    let cons = |file: &&SourceFile| {
        let name = file.name.rsplit('/').next().unwrap_or_default();
        name.to_ascii_lowercase().starts_with("cons")
    };
    if files.iter().any(cons) {
        "us_ofac_cons"
    } else {
        "us_ofac_sdn"
    }
}

/// Companion lines by the record's number, in file order.
type ByRecord<'a> = BTreeMap<u64, Vec<&'a Row>>;

/// Reads one version from its files.
pub(crate) fn read(files: &[(Format, &SourceFile)], sheet: &mut Sheet) -> Result<(), LoadError> {
    let mut tables: BTreeMap<Format, Table> = BTreeMap::new();
    for (format, file) in files {
        let table = rows::read(file, *format, sheet)?;
        if let Some(other) = tables.insert(*format, table) {
            let reason = format!("`{}` is {format} as well", other.file);
            return Err(LoadError::Mixed {
                file: file.name.clone(),
                reason,
            });
        }
    }
    let mut tally = tables
        .get_mut(&Format::OfacSdnCsv)
        .map(|table| std::mem::take(&mut table.tally))
        .unwrap_or_default();
    let Some(primary) = tables.get(&Format::OfacSdnCsv) else {
        let file = files
            .first()
            .map(|(_, file)| file.name.clone())
            .unwrap_or_default();
        let reason = String::from("the primary names (sdn.csv or cons_prim.csv) are missing");
        return Err(LoadError::Mixed { file, reason });
    };
    for (format, file) in [
        (Format::OfacAltCsv, "alternate names (alt.csv)"),
        (Format::OfacAddCsv, "addresses (add.csv)"),
    ] {
        if !tables.contains_key(&format) {
            let at = At {
                file: &primary.file,
                line: None,
                record: "",
            };
            let message = format!("loaded without {file}: what stands there cannot be found");
            sheet.problem(ProblemKind::Doubtful, at, None, message);
        }
    }
    let by_record = |format| group(tables.get(&format));
    let alternates = by_record(Format::OfacAltCsv);
    let addresses = by_record(Format::OfacAddCsv);
    let comments = by_record(Format::OfacCommentsCsv);
    check_agreement(&tables, primary, &addresses)?;

    let index = links::NameIndex::new(primary, &alternates);
    let prefix = if sheet.dataset == "us_ofac_cons" {
        "us-cons"
    } else {
        "us-sdn"
    };
    let has_comments = tables.contains_key(&Format::OfacCommentsCsv);
    let context = party::Context {
        file: &primary.file,
        prefix,
        index: &index,
        has_comments,
    };
    let mut seen: BTreeMap<u64, &Row> = BTreeMap::new();
    for row in &primary.rows {
        if let Some(first) = seen.get(&row.number) {
            let number = row.number.to_string();
            let at = At {
                file: &primary.file,
                line: Some(row.line),
                record: &number,
            };
            if first.says_same(row) {
                sheet.problem(
                    ProblemKind::Doubtful,
                    at,
                    None,
                    "the record stands twice in the file",
                );
            } else {
                let why = "a second, different record with the same number; the first is used";
                tally.lost(sheet, at, None, why);
            }
            continue;
        }
        seen.insert(row.number, row);
        let lines = party::Lines {
            primary: row,
            alternates: lines_of(&alternates, row.number),
            addresses: lines_of(&addresses, row.number),
            comments: lines_of(&comments, row.number),
        };
        party::read(&lines, &context, sheet);
    }
    tally.check(primary.lines)?;
    for (format, table) in &tables {
        if *format == Format::OfacSdnCsv {
            continue;
        }
        for row in table
            .rows
            .iter()
            .filter(|row| !seen.contains_key(&row.number))
        {
            let number = row.number.to_string();
            let at = At {
                file: &table.file,
                line: Some(row.line),
                record: &number,
            };
            let message = format!("no such record in `{}`; the line is lost", primary.file);
            sheet.problem(ProblemKind::RecordLost, at, None, message);
        }
    }
    Ok(())
}

fn group<'a>(table: Option<&'a Table>) -> ByRecord<'a> {
    let mut by_record = ByRecord::new();
    for row in table.iter().flat_map(|table| &table.rows) {
        by_record.entry(row.number).or_default().push(row);
    }
    by_record
}

fn lines_of<'s>(by_record: &'s ByRecord<'_>, number: u64) -> &'s [&'s Row] {
    by_record.get(&number).map_or(&[], Vec::as_slice)
}

/// Files of one version speak of the same records. A handful may differ: OFAC publishes its files one
/// after the other, so that a download can hold a name of today and an address of yesterday. Such a
/// line is lost without its record being lost, which is why one in 200 is tolerated here and not one in
/// 1,000; more means another version, or a cut file.
fn check_agreement(
    tables: &BTreeMap<Format, Table>,
    primary: &Table,
    addresses: &ByRecord<'_>,
) -> Result<(), LoadError> {
    let numbers: std::collections::BTreeSet<u64> =
        primary.rows.iter().map(|row| row.number).collect();
    // Measured: 0 of 8,976 (2021-07), 0 of 7,379 (2019-01), 0 of 442 (cons 2025-12) disagree.
    let tolerated = 5.max(numbers.len() / 200);
    for (format, table) in tables {
        let strangers: std::collections::BTreeSet<u64> = table
            .rows
            .iter()
            .map(|row| row.number)
            .filter(|n| !numbers.contains(n))
            .collect();
        if strangers.len() > tolerated {
            let reason = format!(
                "{} records of this file ({format}) are not in `{}`",
                strangers.len(),
                primary.file
            );
            return Err(LoadError::Mixed {
                file: table.file.clone(),
                reason,
            });
        }
    }
    if let Some(table) = tables.get(&Format::OfacAddCsv) {
        let without = numbers
            .iter()
            .filter(|number| !addresses.contains_key(number))
            .count();
        if without > tolerated {
            let reason = format!(
                "{without} of {} records of `{}` have no line in it, so it is cut or of another date",
                numbers.len(),
                primary.file
            );
            return Err(LoadError::Mixed {
                file: table.file.clone(),
                reason,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod structure_tests;
#[cfg(test)]
mod tests;
