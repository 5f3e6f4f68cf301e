//! One sanctioned entity of the EU's list: names, listing, and what belongs to neither.

use super::{details, paper};
use crate::programs;
use crate::sheet::{At, Sheet, note, shown};
use crate::structure::Tally;
use crate::un::is_placeholder;
use crate::xml::tree::Node;
use kashf_core::ProblemKind;
use kashf_ftm::EntityBuilder;
use std::collections::{BTreeMap, BTreeSet};

/// What the list's records had so far.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    numbers: BTreeSet<String>,
    pub(crate) tally: Tally,
}

/// Reads one record into the sheet; one without a number, or with one that was `seen`, is lost.
pub(crate) fn read(
    node: &Node<'_>,
    file: &str,
    line: Option<u64>,
    seen: &mut Seen,
    sheet: &mut Sheet,
) {
    let (schema, kind) = schema_of(node);
    sheet.count_record(kind);
    let number = node.attribute("logicalId");
    let at = At {
        file,
        line,
        record: &number,
    };
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        let why = "the record has no number (`logicalId`), so it has no id";
        seen.tally.lost(sheet, at, Some("logicalId"), why);
        return;
    }
    if !seen.numbers.insert(number.clone()) {
        let why = "a second record with the same number; the first is used";
        seen.tally.lost(sheet, at, Some("logicalId"), why);
        return;
    }
    if schema == "LegalEntity" {
        let message = "neither a person nor an enterprise; kept as a legal entity";
        sheet.problem(ProblemKind::Doubtful, at, Some("subjectType"), message);
    }
    let id = format!("eu-{number}");
    sheet.note_record_id(&id);
    let mut party = sheet.entity(&id, schema);
    let mut sanction = sheet.entity(&format!("{id}-sanction"), "Sanction");
    let mut papers = Vec::new();
    let mut taken = BTreeMap::new();
    if !read_names(node, schema == "Person", &mut party, sheet, at) {
        let why = "the record has no name";
        seen.tally.lacks(sheet, at, "nameAlias", why);
    }
    read_listing(node, &mut party, &mut sanction, sheet, at);
    for child in &node.children {
        match child.name {
            // Read above.
            "nameAlias" | "subjectType" => {}
            "regulation" => read_regulation(child, &mut party, &mut sanction, sheet, at),
            "citizenship" => details::read_citizenship(child, &mut party, sheet, at),
            "birthdate" => details::read_birth(child, &mut party, sheet, at),
            "address" => details::read_address(child, &mut party, sheet, at),
            "identification" => {
                papers.push(paper::read(child, &id, &mut party, &mut taken, sheet, at));
            }
            "remark" | "additionalInformation" => remarks(child, "", &mut party),
            other => {
                let what = format!("element sanctionEntity/{}", shown(other));
                sheet.not_held(&what, &child.line(), at);
            }
        }
    }
    let known = [
        "logicalId",
        "designationDate",
        "delistingDate",
        "designationDetails",
        "unitedNationId",
        "euReferenceNumber",
    ];
    leftover(node, &known, None, sheet, at);
    sheet.add(&mut party, "topics", "sanction", "sanctionEntity", at);
    sheet.emit(party);
    sheet.emit(sanction);
    for paper in papers {
        sheet.emit(paper);
    }
}

fn schema_of(node: &Node<'_>) -> (&'static str, &'static str) {
    let subject = node.child("subjectType");
    let told = |name| subject.map(|s| s.attribute(name)).unwrap_or_default();
    match (told("code").as_str(), told("classificationCode").as_str()) {
        ("person", _) | ("", "P") => ("Person", "person"),
        ("enterprise", _) | ("", "E") => ("Organization", "enterprise"),
        _ => ("LegalEntity", "other"),
    }
}

/// Where a detail stands, with the regulation that brought it.
pub(super) fn origin_of(node: &Node<'_>) -> String {
    let summary = node.child("regulationSummary");
    let title = summary.map(|s| s.attribute("numberTitle"));
    match title.filter(|title| !title.is_empty()) {
        Some(title) => format!("{}, {title}", node.name),
        None => node.name.to_owned(),
    }
}

/// `remark` and `additionalInformation` of a detail, or such an element itself, as notes.
pub(super) fn remarks(node: &Node<'_>, about: &str, party: &mut EntityBuilder) {
    let mut told = |one: &Node<'_>| {
        let text = match one.name {
            "additionalInformation" => {
                format!("{}: {}", one.attribute("key"), one.attribute("value"))
            }
            _ => one.line(),
        };
        if !is_placeholder(text.trim_matches(':')) {
            let origin = format!("{}/{}", node.name, one.name);
            let origin = if one.name == node.name {
                one.name
            } else {
                &origin
            };
            note(party, &format!("{about}{text}"), origin);
        }
    };
    if matches!(node.name, "remark" | "additionalInformation") {
        told(node);
    }
    for child in &node.children {
        if matches!(child.name, "remark" | "additionalInformation") {
            told(child);
        }
    }
}

/// Counts what a detail says beyond what is read: attributes, elements (when `children` are given), and
/// what its summary of the regulation holds beside the number.
pub(super) fn leftover(
    node: &Node<'_>,
    attributes: &[&str],
    children: Option<&[&str]>,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    for (name, value) in &node.attributes {
        let english = name == "regulationLanguage" && value == "en";
        let known = attributes.contains(&name.as_str()) || name == "logicalId" || english;
        if !known && !name.starts_with("xmlns") && !is_placeholder(value) {
            let what = format!("attribute {}/{}", node.name, shown(name));
            sheet.not_held(&what, value, at);
        }
    }
    if !node.text.trim().is_empty() && !node.attributes.is_empty() {
        sheet.not_held(&format!("text directly in {}", node.name), &node.line(), at);
    }
    for child in &node.children {
        let Some(known) = children else { break };
        match child.name {
            "remark" | "additionalInformation" => {}
            "regulationSummary" => {
                let what = "date, type and address of regulationSummary";
                sheet.not_held(what, &child.attribute("publicationDate"), at);
            }
            name if known.contains(&name) => {}
            name => {
                let what = format!("element {}/{}", node.name, shown(name));
                sheet.not_held(&what, &child.line(), at);
            }
        }
    }
}

fn whole_name(alias: &Node<'_>) -> String {
    let whole = alias.attribute("wholeName");
    if !is_placeholder(&whole) {
        return whole;
    }
    let parts = ["firstName", "middleName", "lastName"].map(|part| alias.attribute(part));
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !is_placeholder(part))
        .collect();
    parts.join(" ")
}

fn read_names(
    node: &Node<'_>,
    person: bool,
    party: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) -> bool {
    let strong = |alias: &Node<'_>| !matches!(alias.attribute("strong").as_str(), "false" | "0");
    let named = |alias: &&Node<'_>| !is_placeholder(&whole_name(alias));
    let mut first = node.all("nameAlias").filter(named).position(strong);
    if first.is_none() && node.all("nameAlias").any(|alias| named(&alias)) {
        first = Some(0);
    }
    for (ix, alias) in node.all("nameAlias").filter(named).enumerate() {
        let origin = origin_of(alias);
        let name = whole_name(alias);
        let prop = match (first == Some(ix), strong(alias)) {
            (true, _) => "name",
            (false, true) => "alias",
            (false, false) => "weakAlias",
        };
        sheet.see_name(&name, "nameAlias", at);
        let lang = alias.attribute("nameLanguage").to_ascii_lowercase();
        let lang = (!lang.is_empty()).then_some(lang.as_str());
        if party.add_with(prop, &name, Some(&origin), lang).is_err() {
            sheet.add(party, prop, &name, &origin, at);
        }
        if person && strong(alias) {
            for part in ["firstName", "middleName", "lastName"] {
                let value = alias.attribute(part);
                if !is_placeholder(&value) {
                    sheet.add(party, part, &value, &origin, at);
                }
            }
        }
    }
    for alias in node.all("nameAlias") {
        read_about(alias, person, party, sheet, at);
    }
    first.is_some()
}

/// What an alias says beside the name.
fn read_about(
    alias: &Node<'_>,
    person: bool,
    party: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let origin = origin_of(alias);
    for (attribute, prop) in [
        ("gender", "gender"),
        ("title", "title"),
        ("function", "position"),
    ] {
        let value = alias.attribute(attribute);
        if is_placeholder(&value) {
            continue;
        }
        if person {
            sheet.add(party, prop, &value, &origin, at);
        } else {
            note(party, &format!("{attribute}: {value}"), &origin);
        }
    }
    let about = format!("{}: ", whole_name(alias));
    remarks(alias, &about, party);
    let known = [
        "firstName",
        "middleName",
        "lastName",
        "wholeName",
        "function",
        "gender",
        "title",
        "nameLanguage",
        "strong",
    ];
    leftover(alias, &known, Some(&[]), sheet, at);
}

fn read_listing(
    node: &Node<'_>,
    party: &mut EntityBuilder,
    sanction: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    sheet.add(sanction, "entity", party.entity_id(), "logicalId", at);
    let origin = "designationDate";
    let designated = node.attribute(origin);
    if sheet.add(sanction, "listingDate", &designated, origin, at) {
        sheet.add(sanction, "startDate", &designated, origin, at);
        sheet.add(party, "createdAt", &designated, origin, at);
    }
    for (attribute, prop) in [
        ("delistingDate", "endDate"),
        ("designationDetails", "summary"),
        ("unitedNationId", "unscId"),
        ("euReferenceNumber", "authorityId"),
    ] {
        sheet.add(sanction, prop, &node.attribute(attribute), attribute, at);
    }
}

fn read_regulation(
    node: &Node<'_>,
    party: &mut EntityBuilder,
    sanction: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let origin = node.name;
    let of = |name: &str| node.attribute(name);
    let programme = of("programme");
    sheet.add(sanction, "program", &programme, origin, at);
    if let Some(id) = programs::eu(&programme) {
        sheet.add(sanction, "programId", &id, programs::ORIGIN, at);
    }
    sheet.add(sanction, "reason", &of("numberTitle"), origin, at);
    let organisation = of("organisationType");
    let authority = match organisation.as_str() {
        "council" => "Council of the European Union",
        "commission" => "European Commission",
        "" => "European Union",
        other => other,
    };
    if !Sheet::try_add_as(sanction, "authority", authority, &organisation, origin) {
        sheet.add(sanction, "authority", authority, origin, at);
    }
    let published = of("publicationDate");
    if sheet.add(sanction, "modifiedAt", &published, origin, at) {
        sheet.add(party, "modifiedAt", &published, origin, at);
    }
    let in_force = of("entryIntoForceDate");
    if !sanction.has("startDate") {
        sheet.add(sanction, "startDate", &in_force, "entryIntoForceDate", at);
    }
    let mut summary = format!(
        "Regulation {} ({})",
        of("numberTitle"),
        of("regulationType")
    );
    if !in_force.is_empty() {
        summary = format!("{summary}, in force from {in_force}");
    }
    sheet.add(sanction, "summary", &summary, origin, at);
    let url = node.text_of("publicationUrl");
    sheet.add(sanction, "sourceUrl", &url, "publicationUrl", at);
    for one in node.all("corrigendum") {
        let published = one.attribute("publicationDate");
        let text = format!(
            "corrigendum {} of {published}",
            one.attribute("numberTitle")
        );
        sheet.add(sanction, "summary", &text, "corrigendum", at);
        sheet.add(
            sanction,
            "sourceUrl",
            &one.attribute("publicationUrl"),
            "corrigendum",
            at,
        );
    }
    remarks(node, "", party);
    let known = [
        "programme",
        "numberTitle",
        "organisationType",
        "publicationDate",
        "entryIntoForceDate",
        "regulationType",
    ];
    leftover(
        node,
        &known,
        Some(&["publicationUrl", "corrigendum"]),
        sheet,
        at,
    );
}
