//! One listed individual or entity of the UN list, element by element.

use super::{birth, document, names, regime};
use crate::countries;
use crate::sheet::{At, Sheet, note};
use crate::structure::Tally;
use crate::xml::tree::Node;
use kashf_core::ProblemKind;
use kashf_ftm::EntityBuilder;
use std::collections::{BTreeMap, BTreeSet};

const AUTHORITY: &str = "United Nations Security Council";
const SOURCE_URL: &str = "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list";

/// What the list's records had so far.
pub(super) struct Seen {
    /// `DATAID` of each.
    pub(super) numbers: BTreeSet<String>,
    /// Records that are lost or have no name.
    pub(super) tally: Tally,
    /// Records of a kind that is not read; they are not in the sheet's count.
    pub(super) others: u64,
}

/// Reads one record into the sheet; one without a number, or with one that was `seen`, is lost.
pub(super) fn read(node: &Node<'_>, file: &str, line: u64, seen: &mut Seen, sheet: &mut Sheet) {
    let person = node.name == "INDIVIDUAL";
    sheet.count_record(if person { "individual" } else { "entity" });
    let number = node.text_of("DATAID");
    let at = At {
        file,
        line: Some(line),
        record: &number,
    };
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        let why = "the record has no number (`DATAID`), so it has no id";
        seen.tally.lost(sheet, at, Some("DATAID"), why);
        return;
    }
    if !seen.numbers.insert(number.clone()) {
        let why = "a second record with the same number; the first is used";
        seen.tally.lost(sheet, at, Some("DATAID"), why);
        return;
    }
    let id = format!("un-{number}");
    sheet.note_record_id(&id);
    let mut party = sheet.entity(&id, if person { "Person" } else { "Organization" });
    let mut sanction = sheet.entity(&format!("{id}-sanction"), "Sanction");
    let mut papers = Vec::new();
    let mut taken = BTreeMap::new();
    if !names::read_names(node, person, &mut party, sheet, at) {
        seen.tally
            .lacks(sheet, at, "FIRST_NAME", "the record has no name");
    }
    for child in node.children.iter().filter(|child| !child.is_blank()) {
        match child.name {
            // Read with the names, or above.
            "DATAID"
            | "FIRST_NAME"
            | "SECOND_NAME"
            | "THIRD_NAME"
            | "FOURTH_NAME"
            | "NAME_ORIGINAL_SCRIPT" => {}
            "INDIVIDUAL_ALIAS" | "ENTITY_ALIAS" => {
                names::read_alias(child, &mut party, sheet, at);
                unknown_below(child, ALIAS, sheet, at);
            }
            "INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS" => {
                read_address(child, &mut party, sheet, at);
                unknown_below(child, PLACE, sheet, at);
            }
            "INDIVIDUAL_DATE_OF_BIRTH" => {
                birth::read_date(child, &mut party, sheet, at);
                unknown_below(child, BIRTH, sheet, at);
            }
            "INDIVIDUAL_PLACE_OF_BIRTH" => {
                birth::read_place(child, &mut party, sheet, at);
                unknown_below(child, PLACE, sheet, at);
            }
            "INDIVIDUAL_DOCUMENT" => {
                let paper = document::read(child, &id, &mut party, &mut taken, sheet, at);
                papers.extend(paper);
                unknown_below(child, DOCUMENT, sheet, at);
            }
            _ => read_field(child, person, &mut party, &mut sanction, sheet, at),
        }
    }
    // After the record's own, so that the first birth date is the UN's main one.
    for alias in node.all("INDIVIDUAL_ALIAS") {
        birth::read_alias_birth(alias, &mut party, sheet, at);
    }
    sheet.add(&mut party, "topics", "sanction", "UN_LIST_TYPE", at);
    finish_sanction(&mut sanction, &id, node, sheet, at);
    sheet.emit(party);
    sheet.emit(sanction);
    for paper in papers {
        sheet.emit(paper);
    }
}

const ALIAS: &[&str] = &[
    "QUALITY",
    "ALIAS_NAME",
    "DATE_OF_BIRTH",
    "CITY_OF_BIRTH",
    "COUNTRY_OF_BIRTH",
    "NOTE",
];
const PLACE: &[&str] = &[
    "STREET",
    "CITY",
    "STATE_PROVINCE",
    "ZIP_CODE",
    "COUNTRY",
    "NOTE",
];
const BIRTH: &[&str] = &[
    "TYPE_OF_DATE",
    "DATE",
    "FROM_YEAR",
    "TO_YEAR",
    "YEAR",
    "NOTE",
];
const DOCUMENT: &[&str] = &[
    "TYPE_OF_DOCUMENT",
    "TYPE_OF_DOCUMENT2",
    "NOTE",
    "NUMBER",
    "ISSUING_COUNTRY",
    "DATE_OF_ISSUE",
    "CITY_OF_ISSUE",
    "COUNTRY_OF_ISSUE",
];

/// Elements below a block that its reader does not look at.
fn unknown_below(node: &Node<'_>, known: &[&str], sheet: &mut Sheet, at: At<'_>) {
    for child in node.children.iter().filter(|child| !child.is_blank()) {
        if !known.contains(&child.name) {
            sheet.not_held(
                &format!("element {}/{}", node.name, crate::sheet::shown(child.name)),
                &child.line(),
                at,
            );
        }
    }
    if !node.text.trim().is_empty() {
        sheet.not_held(&format!("text directly in {}", node.name), &node.line(), at);
    }
}

/// Fields with one text or a list of `VALUE`.
fn read_field(
    node: &Node<'_>,
    person: bool,
    party: &mut EntityBuilder,
    sanction: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let mut values: Vec<String> = node.all("VALUE").map(Node::line).collect();
    values.push(node.line());
    let values = values.iter().filter(|value| !names::is_placeholder(value));
    for value in values {
        let name = node.name;
        match name {
            "GENDER" if value.eq_ignore_ascii_case("unknown") => {
                note(party, &format!("{name}: {value}"), name);
            }
            "GENDER" if person => _ = sheet.add(party, "gender", value, name, at),
            "TITLE" if person => _ = sheet.add(party, "title", value, name, at),
            "DESIGNATION" if person => _ = sheet.add(party, "position", value, name, at),
            "NATIONALITY" if person => {
                if !countries::add(party, "nationality", value, name) {
                    sheet.add(party, "nationality", value, name, at);
                }
            }
            "COMMENTS1" => note(party, value, name),
            "SUBMITTED_BY" | "SUBMITTED_ON" => note(party, &format!("{name}: {value}"), name),
            "UN_LIST_TYPE" => _ = sheet.add(sanction, "program", value, name, at),
            "REFERENCE_NUMBER" => _ = sheet.add(sanction, "unscId", value, name, at),
            "LISTED_ON" => {
                sheet.add(sanction, "listingDate", value, name, at);
                sheet.add(sanction, "startDate", value, name, at);
                sheet.add(party, "createdAt", value, name, at);
            }
            "LAST_DAY_UPDATED" => {
                sheet.add(sanction, "modifiedAt", value, name, at);
                sheet.add(party, "modifiedAt", value, name, at);
            }
            // Constants of the format; another value would be news.
            "LIST_TYPE" if value == "UN List" => {}
            "VERSIONNUM" if value == "1" => {}
            other => {
                let what = format!("element {}", crate::sheet::shown(other));
                sheet.not_held(&what, value, at);
            }
        }
    }
    if let Some(other) = node
        .children
        .iter()
        .find(|c| c.name != "VALUE" && !c.is_blank())
    {
        let what = format!(
            "element {}/{}",
            crate::sheet::shown(node.name),
            crate::sheet::shown(other.name)
        );
        sheet.not_held(&what, &other.line(), at);
    }
}

fn read_address(node: &Node<'_>, party: &mut EntityBuilder, sheet: &mut Sheet, at: At<'_>) {
    let (place, country) = names::place_of(node);
    if place != country {
        sheet.add(party, "address", &place, node.name, at);
    }
    if !country.is_empty() && !countries::add(party, "country", &country, node.name) {
        sheet.unread_country(&country, node.name, at);
        Sheet::try_add(party, "address", &place, node.name);
    }
    let remark = node.text_of("NOTE");
    if !remark.is_empty() {
        // "Branch Office 8: Invented Town, Invented Province, Syria" with all other fields empty.
        if place.is_empty()
            && let Some((_, country)) = remark.rsplit_once(',')
            && kashf_ftm::clean_country(country.trim()).is_some()
        {
            let origin = format!("{}/NOTE", node.name);
            Sheet::try_add(party, "address", &remark, &origin);
            countries::add(party, "country", country.trim(), &origin);
        }
        note(
            party,
            &format!("Address {place}: {remark}"),
            &format!("{}/NOTE", node.name),
        );
    }
}

fn finish_sanction(
    sanction: &mut EntityBuilder,
    id: &str,
    node: &Node<'_>,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    sheet.add(sanction, "entity", id, "DATAID", at);
    sheet.add(sanction, "authority", AUTHORITY, "publisher", at);
    sheet.add(sanction, "sourceUrl", SOURCE_URL, "publisher", at);
    let list_type = node.text_of("UN_LIST_TYPE");
    let Some(regime) = regime::find(&list_type) else {
        let message = format!(
            "the regime `{}` is not in the table of regimes",
            crate::sheet::shown(&list_type)
        );
        sheet.problem(ProblemKind::Doubtful, at, Some("UN_LIST_TYPE"), message);
        return;
    };
    sheet.add(sanction, "programUrl", &regime.url(), regime::ORIGIN, at);
    sheet.add(sanction, "programId", regime.program_id, regime::ORIGIN, at);
}
