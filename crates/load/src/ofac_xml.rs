//! OFAC's lists as `sdn.xml` and `consolidated.xml`: root `sdnList`, one `sdnEntry` a record.
//!
//! Source: OFAC's `XML.xsd`, the whole non-SDN list of 2025-03-28, and an excerpt of the SDN list of
//! 2020-04-22. The records are those of the legacy CSV (`ofac.rs`) with the same numbers, so ids are the
//! same, and so are the statements as far as both formats carry a fact: the remarks of the CSV are
//! made of the lists that this format has, and both go through the same readers.
//!
//! Structural checks: the document is whole (XML guard); `Publish_Date` is there and a date;
//! `Record_Count` is the number of records that were read, else the list is refused. Required of each
//! record: `uid`, which no other record has, a name, a type that is known, a programme. More than one
//! record in a thousand without them refuses the list (`structure.rs`). Elements that the schema does
//! not know are counted; one that has a `uid` beside the records is a lost record.
//!
//! Which list it is: both have this root. A list where a tenth of the programmes or more are those of the
//! non-SDN lists (NS-PLC, CMIC-EO13959, UKRAINE-EO13662
//! and others) is the non-SDN list, as is a file whose name begins with `cons`; everything else is the
//! SDN list.
//!
//! | OFAC element | held as |
//! |---|---|
//! | `Publish_Date` | `as_of` (ISO 8601); a list without it, or whose date cannot be read, is refused |
//! | `Record_Count` | checked, see above |
//! | `uid` | id `us-sdn-UID` or `us-cons-UID`; `Sanction.sourceUrl` (OFAC's search page of the record) |
//! | `lastName`, `firstName` | `name`; of an individual "firstName lastName" with "lastName, firstName" (the form of OFAC's CSV) as original, and `firstName`, `lastName`, `nameSuffix`; an aircraft's also `registrationNumber` |
//! | `sdnType` | `Individual` `Person`, `Entity` `Organization` (`Company` when the `idList` has a securities or bank code), `Vessel` `Vessel`, `Aircraft` `Airplane` |
//! | `programList` | `Sanction.program`, one each |
//! | `title` | `position` of persons, else `notes` |
//! | `aka`: `a.k.a.`, `n.k.a.` / `f.k.a.` | `alias` / `previousName`; category `weak` `weakAlias` (former names of vessels and aircraft stay `previousName`) |
//! | `address` | `address` (one text: streets, then city, state and postal code, region, country), `country`; one with a country only gives `country` |
//! | `nationality`, `citizenship` | `nationality`, `citizenship` |
//! | `dateOfBirth`, `placeOfBirth` | `birthDate` (day, month, year, "circa 1951", "1951 to 1953"), `birthPlace`, `birthCountry`; the main entry first |
//! | `id` | by `idType` and `idNumber` what the CSV's clause of that label gives (table of remark clauses above); `idCountry`, `issueDate`, `expirationDate` as `country`, `startDate`, `endDate` of the `Passport` or `Identification`, of what is no paper in `notes` |
//! | `callSign`, `vesselType`, `tonnage`, `grossRegisteredTonnage`, `vesselFlag` | `callSign`, `type`, `deadweightTonnage`, `grossRegisteredTonnage`, `flag` |
//! | `vesselOwner` | `owner` when a record of the file has that name, else `notes` |
//! | `remarks` | clause by clause as in the CSV, "(Linked To: X)" without its brackets |
//! | `uid` of names, addresses and papers, `mainEntry` | not held: numbers and order of OFAC's lines |
//! | unknown elements | not held, counted |

mod record;

pub(crate) use record::unknown_below;

use crate::ofac::links::NameIndex;
use crate::ofac::party::Context;
use crate::sheet::{At, Sheet};
use crate::structure::Tally;
use crate::xml::tree::Node;
use crate::xml::{Guard, Token};
use crate::{LoadError, SourceFile};
use std::collections::BTreeSet;

/// The root element's name.
pub(crate) const ROOT: &str = "sdnList";

/// Programmes that stand on the non-SDN lists. Some SDNs have them beside their own (members of the
/// Palestinian Legislative Council who are SDNs, too), so only their share tells the list.
const NON_SDN: [&str; 4] = ["NS-PLC", "CMIC-EO13959", "UKRAINE-EO13662", "561-Related"];

/// The dataset that the content speaks of, and the file's name where the content does not.
#[must_use]
pub fn dataset_of(file: &SourceFile) -> &'static str {
    let text = String::from_utf8_lossy(&file.bytes);
    let count = |program: &str| {
        text.matches(&format!("<program>{program}</program>"))
            .count()
    };
    let foreign: usize = NON_SDN.iter().map(|program| count(program)).sum();
    if foreign > 0 && foreign * 10 >= text.matches("<program>").count() {
        return "us_ofac_cons";
    }
    crate::ofac::dataset_of(&[file])
}

/// Reads the whole list.
pub(crate) fn read(file: &SourceFile, sheet: &mut Sheet) -> Result<(), LoadError> {
    // Owners and "Linked To" are names, so all names are read before any record is.
    let mut index = NameIndex::default();
    each(file, |node, _| {
        if node.name == "sdnEntry" {
            record::index(node, &mut index);
        }
        Ok(())
    })?;
    let context = Context::new(&file.name, &sheet.dataset.clone(), &index);
    let mut seen = Seen::default();
    let mut header = None;
    each(file, |node, line| {
        match node.name {
            "sdnEntry" => record::read(node, line, &context, &mut seen, sheet),
            // OFAC's own spelling; the other one is what a correction would be.
            "publshInformation" | "publishInformation" => {
                header = Some(read_header(node, line, file, sheet)?);
            }
            _ => unknown_record(node, line, file, &mut seen, sheet),
        }
        Ok(())
    })?;
    let undated = |line, reason: &str| LoadError::NoDate {
        file: file.name.clone(),
        line,
        reason: reason.to_owned(),
    };
    let header = header.ok_or_else(|| undated(1, "the list does not say when it was published"))?;
    header.check(file, seen.records, sheet)?;
    seen.tally.check(seen.records)
}

/// What the records had so far.
#[derive(Debug, Default)]
struct Seen {
    numbers: BTreeSet<u64>,
    tally: Tally,
    records: u64,
}

/// Calls `what` with each element below the root.
fn each<'a>(
    file: &'a SourceFile,
    mut what: impl FnMut(&Node<'a>, u64) -> Result<(), LoadError>,
) -> Result<(), LoadError> {
    let mut guard = Guard::new(&file.name, &file.bytes)?;
    let mut inside = false;
    while let Some(token) = guard.next()? {
        if let Token::Start(name) = token {
            if inside {
                let line = guard.line();
                what(&Node::read(&mut guard, name)?, line)?;
            }
            inside = true;
        }
    }
    Ok(())
}

fn unknown_record(
    node: &Node<'_>,
    line: u64,
    file: &SourceFile,
    seen: &mut Seen,
    sheet: &mut Sheet,
) {
    let number = node.text_of("uid");
    let at = At {
        file: &file.name,
        line: Some(line),
        record: &number,
    };
    let what = format!("element {}", crate::sheet::shown(node.name));
    sheet.not_held(&what, &node.line(), at);
    // What has a number is a record, whatever it is called.
    if !number.is_empty() {
        seen.records += 1;
        let why = "a record of a kind that the schema does not know";
        seen.tally.lost(sheet, at, None, why);
    }
}

/// What the list says of itself.
#[derive(Debug)]
struct Header {
    line: u64,
    count: Option<u64>,
}

fn read_header(
    node: &Node<'_>,
    line: u64,
    file: &SourceFile,
    sheet: &mut Sheet,
) -> Result<Header, LoadError> {
    let at = At {
        file: &file.name,
        line: Some(line),
        record: "",
    };
    record::unknown_below(node, &["Publish_Date", "Record_Count"], sheet, at);
    let written = node.text_of("Publish_Date");
    let Some(day) = iso_day(&written) else {
        let reason = if written.is_empty() {
            String::from("the list does not say when it was published (`Publish_Date`)")
        } else {
            format!(
                "`Publish_Date` is no date: `{}`",
                crate::sheet::shown(&written)
            )
        };
        return Err(LoadError::NoDate {
            file: file.name.clone(),
            line,
            reason,
        });
    };
    sheet.as_of = Some(day);
    let count = node.text_of("Record_Count");
    let refused = |_| LoadError::Refused {
        file: file.name.clone(),
        line,
        reason: format!(
            "`Record_Count` is no number: `{}`",
            crate::sheet::shown(&count)
        ),
    };
    let count = match count.as_str() {
        "" => None,
        digits => Some(digits.parse::<u64>().map_err(refused)?),
    };
    Ok(Header { line, count })
}

impl Header {
    /// The publisher counts its own records: another count means another file.
    fn check(&self, file: &SourceFile, records: u64, sheet: &mut Sheet) -> Result<(), LoadError> {
        let at = At {
            file: &file.name,
            line: Some(self.line),
            record: "",
        };
        match self.count {
            Some(count) if count == records => Ok(()),
            Some(count) => Err(LoadError::Refused {
                file: file.name.clone(),
                line: self.line,
                reason: format!(
                    "`Record_Count` says {count} records, the file holds {records}: it is cut, or \
                     someone's selection"
                ),
            }),
            None => {
                let message = "the list does not say how many records it has (`Record_Count`)";
                sheet.problem(kashf_core::ProblemKind::Doubtful, at, None, message);
                Ok(())
            }
        }
    }
}

/// "03/28/2025", month first, as an ISO day.
fn iso_day(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('/').collect();
    let [month, day, year] = parts[..] else {
        return None;
    };
    let iso = format!("{year:0>4}-{month:0>2}-{day:0>2}");
    let span = iso.parse::<kashf_core::DateSpan>().ok()?;
    span.as_day().is_some().then_some(iso)
}

#[cfg(test)]
mod tests;
