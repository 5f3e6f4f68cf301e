//! One target of the Swiss list: who it is, since when, under which set of sanctions.

use super::book::{Book, Set};
use super::{names, papers};
use crate::programs;
use crate::sheet::{At, Sheet, note, shown};
use crate::structure::Tally;
use crate::un::is_placeholder;
use crate::xml::tree::Node;
use kashf_core::ProblemKind;
use kashf_ftm::EntityBuilder;
use std::collections::{BTreeMap, BTreeSet};

const AUTHORITY: &str = "State Secretariat for Economic Affairs (SECO)";

/// What the list's targets had so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    numbers: BTreeSet<String>,
    pub(super) tally: Tally,
}

/// Reads one target into the sheet; one without a number, or with one that was `seen`, is lost.
pub(super) fn read(node: &Node<'_>, book: &Book, at: At<'_>, seen: &mut Seen, sheet: &mut Sheet) {
    if is_delisted(node) {
        sheet.count("targets that the publisher de-listed, not on the list");
        return;
    }
    let Some((subject, schema)) = subject_of(node) else {
        sheet.count_record("other");
        let why = "a target that is neither individual, entity nor object";
        seen.tally.lost(sheet, at, None, why);
        return;
    };
    sheet.count_record(subject.name);
    let number = node.attribute("ssid");
    let at = At {
        record: &number,
        ..at
    };
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        let why = "the target has no number (`ssid`), so it has no id";
        seen.tally.lost(sheet, at, Some("ssid"), why);
        return;
    }
    if !seen.numbers.insert(number.clone()) {
        let why = "a second target with the same number; the first is used";
        seen.tally.lost(sheet, at, Some("ssid"), why);
        return;
    }
    let id = format!("ch-{number}");
    sheet.note_record_id(&id);
    let mut party = sheet.entity(&id, schema);
    let mut sanction = sheet.entity(&format!("{id}-sanction"), "Sanction");
    let mut more = Vec::new();
    if !read_subject(
        subject,
        book,
        &mut party,
        &mut sanction,
        &mut more,
        sheet,
        at,
    ) {
        seen.tally
            .lacks(sheet, at, "name", "the target has no name");
    }
    read_listing(node, book, &mut party, &mut sanction, sheet, at);
    sheet.add(&mut party, "topics", "sanction", "target", at);
    sheet.emit(party);
    sheet.emit(sanction);
    for entity in more {
        sheet.emit(entity);
    }
}

fn subject_of<'n, 'a>(node: &'n Node<'a>) -> Option<(&'n Node<'a>, &'static str)> {
    let subject = |name| node.child(name);
    if let Some(person) = subject("individual") {
        return Some((person, "Person"));
    }
    if let Some(entity) = subject("entity") {
        return Some((entity, "Organization"));
    }
    let object = subject("object")?;
    let schema = match object.attribute("object-type").as_str() {
        "vessel" => "Vessel",
        "aircraft" | "airplane" => "Airplane",
        _ => "Vehicle",
    };
    Some((object, schema))
}

/// The date by which modifications are compared.
fn date_of(modification: &Node<'_>) -> String {
    let dates = ["effective-date", "enactment-date", "publication-date"];
    let mut dates = dates.iter().map(|name| modification.attribute(name));
    dates.find(|date| !date.is_empty()).unwrap_or_default()
}

/// True when the latest modification, of several the first, took the target off the list.
fn is_delisted(node: &Node<'_>) -> bool {
    let mut latest: Option<(String, String)> = None;
    for modification in node.all("modification") {
        let date = date_of(modification);
        if latest.as_ref().is_none_or(|(known, _)| date > *known) {
            latest = Some((date, modification.attribute("modification-type")));
        }
    }
    latest.is_some_and(|(_, kind)| kind == "de-listed")
}

fn read_subject(
    subject: &Node<'_>,
    book: &Book,
    party: &mut EntityBuilder,
    sanction: &mut EntityBuilder,
    more: &mut Vec<EntityBuilder>,
    sheet: &mut Sheet,
    at: At<'_>,
) -> bool {
    let mut named = false;
    let sex = subject.attribute("sex");
    if subject.name == "individual" && !is_placeholder(&sex) && sex != "unknown" {
        sheet.add(party, "gender", &sex, "sex", at);
    }
    let mut taken = BTreeMap::new();
    let main = |identity: &&Node<'_>| identity.attribute("main") == "true";
    let one = subject.all("identity").count() == 1;
    let identities = subject.all("identity").filter(main);
    let others = subject.all("identity").filter(|identity| !main(identity));
    for identity in identities.chain(others) {
        named |= names::read(identity, one || main(&identity), party, sheet, at);
        read_identity(identity, book, party, &mut taken, more, sheet, at);
    }
    for child in &subject.children {
        match child.name {
            "identity" => {}
            "other-information" | "generic-attribute" => papers::read_information(child, party),
            "justification" => {
                sheet.add(sanction, "reason", &child.line(), "justification", at);
            }
            "relation" => more.extend(relation(child, party.entity_id(), sheet, at)),
            other => {
                let what = format!("element {}/{}", subject.name, shown(other));
                sheet.not_held(&what, &child.line(), at);
            }
        }
    }
    named
}

fn read_identity(
    identity: &Node<'_>,
    book: &Book,
    party: &mut EntityBuilder,
    taken: &mut BTreeMap<String, u32>,
    more: &mut Vec<EntityBuilder>,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    for child in &identity.children {
        match child.name {
            "name" => {}
            "day-month-year" => papers::read_date(child, party, sheet, at),
            "nationality" => {
                let has = party
                    .schema()
                    .is_some_and(|s| s.property("nationality").is_some());
                let prop = if has { "nationality" } else { "country" };
                let (code, name) = super::book::country_of(child);
                papers::add_country(party, prop, (&code, &name), child.name, sheet, at);
            }
            "place-of-birth" => {
                let props = ("birthPlace", "birthCountry");
                papers::read_place(child, book, props, party, sheet, at);
            }
            "address" => {
                let props = ("address", "country");
                papers::read_place(child, book, props, party, sheet, at);
            }
            "identification-document" => {
                let paper = papers::read_paper(child, book, party, taken, sheet, at);
                more.push(paper);
            }
            other => {
                let what = format!("element identity/{}", shown(other));
                sheet.not_held(&what, &child.line(), at);
            }
        }
    }
}

/// A link to another target; its number is part of the id, so that it survives a reordered list.
fn relation(node: &Node<'_>, id: &str, sheet: &mut Sheet, at: At<'_>) -> Option<EntityBuilder> {
    let to = node.attribute("target-id");
    let role = node.attribute("relation-type");
    if to.is_empty() || !to.bytes().all(|b| b.is_ascii_digit()) {
        sheet.not_held("a relation to no target", &role, at);
        return None;
    }
    let mut link = sheet.entity(&format!("{id}-link-{to}-{role}"), "UnknownLink");
    sheet.add(&mut link, "subject", id, "relation", at);
    sheet.add(&mut link, "object", &format!("ch-{to}"), "relation", at);
    sheet.add(&mut link, "role", &role, "relation", at);
    for text in std::iter::once(node.line()).chain(node.children.iter().map(Node::line)) {
        sheet.add(&mut link, "summary", &text, "relation", at);
    }
    Some(link)
}

fn read_listing(
    node: &Node<'_>,
    book: &Book,
    party: &mut EntityBuilder,
    sanction: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    sheet.add(sanction, "entity", party.entity_id(), "target", at);
    sheet.add(sanction, "authority", AUTHORITY, "publisher", at);
    let mut sets: Vec<String> = node.all("sanctions-set-id").map(Node::line).collect();
    sets.push(node.attribute("sanctions-set-id"));
    for number in sets.iter().filter(|number| !number.is_empty()) {
        match book.set(number) {
            Some(set) => read_set(set, sanction, sheet, at),
            None => {
                let message = format!(
                    "the set of sanctions `{}` is not in the list",
                    shown(number)
                );
                sheet.problem(ProblemKind::Doubtful, at, Some("sanctions-set-id"), message);
            }
        }
    }
    let mut listed: Vec<String> = Vec::new();
    let mut changed: Vec<String> = Vec::new();
    for modification in node.all("modification") {
        let date = date_of(modification);
        if modification.attribute("modification-type") == "listed" {
            listed.push(date.clone());
        }
        changed.push(date);
        let remark = modification.text_of("remark");
        sheet.add(sanction, "summary", &remark, "modification", at);
    }
    listed.retain(|date| !date.is_empty());
    changed.retain(|date| !date.is_empty());
    if let Some(first) = listed.iter().min() {
        sheet.add(sanction, "listingDate", first, "modification", at);
        sheet.add(sanction, "startDate", first, "modification", at);
        sheet.add(party, "createdAt", first, "modification", at);
    }
    if let Some(last) = changed.iter().max() {
        sheet.add(sanction, "modifiedAt", last, "modification", at);
        sheet.add(party, "modifiedAt", last, "modification", at);
    }
    for child in &node.children {
        match child.name {
            "sanctions-set-id" | "individual" | "entity" | "object" | "modification" => {}
            "foreign-identifier" => {
                sheet.add(sanction, "unscId", &child.line(), child.name, at);
            }
            "generic-attribute" => {
                let name = child.attribute("name");
                note(party, &format!("{name}: {}", child.line()), child.name);
            }
            other => {
                let what = format!("element target/{}", shown(other));
                sheet.not_held(&what, &child.line(), at);
            }
        }
    }
}

fn read_set(set: &Set, sanction: &mut EntityBuilder, sheet: &mut Sheet, at: At<'_>) {
    let origin = "sanctions-set";
    for program in &set.programs {
        sheet.add(sanction, "program", program, "sanctions-program", at);
        if let Some(id) = programs::ch(program) {
            sheet.add(sanction, "programId", id, programs::ORIGIN, at);
        }
    }
    sheet.add(sanction, "summary", &set.text, origin, at);
    let text = set.text.to_lowercase();
    for (word, measure) in [
        ("financial", "asset freeze"),
        ("freez", "asset freeze"),
        ("travel", "travel ban"),
        ("entry", "travel ban"),
    ] {
        if text.contains(word) {
            Sheet::try_add_as(sanction, "provisions", measure, &set.text, origin);
        }
    }
}
