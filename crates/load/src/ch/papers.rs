//! Identification documents, dates, places and free texts of a target on the Swiss list.

use super::book::{Book, Place, country_of};
use crate::countries;
use crate::numbers;
use crate::sheet::{At, Sheet, note, shown};
use crate::un::{is_placeholder, unique_id};
use crate::xml::tree::Node;
use kashf_core::ProblemKind;
use kashf_ftm::EntityBuilder;
use std::collections::BTreeMap;

/// Labels in `other-information`, in lower case, with the property of what follows the colon.
const LABELS: &[(&str, &str)] = &[
    ("date of registration", "incorporationDate"),
    ("e-mail", "email"),
    ("e-mail address", "email"),
    ("email", "email"),
    ("email address", "email"),
    ("imo number", "imoNumber"),
    ("business registration number", "registrationNumber"),
    ("registration number", "registrationNumber"),
    ("state registration number", "registrationNumber"),
    ("swift", "swiftBic"),
    ("swift code", "swiftBic"),
    ("swift/bic", "swiftBic"),
    ("swift/bic code", "swiftBic"),
    ("tax registration number", "taxNumber"),
    ("taxpayer identification number", "taxNumber"),
    ("tel.", "phone"),
    ("telephone", "phone"),
    ("telephone number", "phone"),
    ("type of entity", "legalForm"),
    ("website", "website"),
];

/// A free text: a note, and after a known label the value as well.
pub(super) fn read_information(node: &Node<'_>, party: &mut EntityBuilder) {
    let text = node.line();
    if is_placeholder(&text) {
        return;
    }
    note(party, &text, node.name);
    if let Some((label, value)) = text.split_once(':') {
        let label = label.trim().to_lowercase();
        if let Some((_, prop)) = LABELS.iter().find(|(known, _)| *known == label) {
            let value = value.trim().trim_end_matches('.');
            Sheet::try_add_as(party, prop, value, &text, node.name);
        }
    }
}

pub(super) fn add_country(
    builder: &mut EntityBuilder,
    prop: &str,
    (code, name): (&str, &str),
    origin: &str,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let written = if name.is_empty() { code } else { name };
    if written.is_empty() {
        return;
    }
    let by_code = !code.is_empty() && Sheet::try_add_as(builder, prop, code, written, origin);
    if !by_code && !countries::add(builder, prop, written, origin) {
        sheet.unread_country(written, origin, at);
        note(builder, &format!("{prop}: {written}"), origin);
    }
}

pub(super) fn read_date(node: &Node<'_>, party: &mut EntityBuilder, sheet: &mut Sheet, at: At<'_>) {
    let of = |name: &str| node.attribute(name);
    let number = |name: &str| of(name).parse::<u8>().ok().filter(|n| *n > 0);
    let date = match (of("year"), number("month"), number("day")) {
        (year, _, _) if year.is_empty() => node.line(),
        (year, Some(month), Some(day)) => format!("{year:0>4}-{month:02}-{day:02}"),
        (year, Some(month), None) => format!("{year:0>4}-{month:02}"),
        (year, None, _) => year,
    };
    if date.is_empty() {
        return;
    }
    let calendar = of("calendar");
    if !calendar.is_empty() && !calendar.eq_ignore_ascii_case("gregorian") {
        note(
            party,
            &format!("date in the {calendar} calendar: {date}"),
            node.name,
        );
        return;
    }
    let has = |prop: &str| party.schema().is_some_and(|s| s.property(prop).is_some());
    let prop = ["birthDate", "incorporationDate", "buildDate"]
        .into_iter()
        .find(|prop| has(prop))
        .unwrap_or("notes");
    sheet.add(party, prop, &date, node.name, at);
    let quality = of("quality");
    if !quality.is_empty() && quality != "good" {
        note(party, &format!("date {date}: quality {quality}"), node.name);
    }
}

/// The place of an element: the one it points to, else what it says itself.
fn place_of(node: &Node<'_>, book: &Book) -> Place {
    let pointed = book.place(&node.attribute("place-id")).cloned();
    let mut place = pointed.unwrap_or_default();
    let own = ["location", "area"].map(|name| node.text_of(name));
    for part in own.iter().filter(|part| !is_placeholder(part)) {
        if !place.text.is_empty() {
            place.text.push_str(", ");
        }
        place.text.push_str(part);
    }
    let (code, country) = country_of(node);
    if !code.is_empty() || !country.is_empty() {
        (place.code, place.country) = (code, country);
    }
    place
}

/// Street, box and postal code, place, country as one text.
pub(super) fn read_place(
    node: &Node<'_>,
    book: &Book,
    (text, country): (&str, &str),
    party: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let place = place_of(node, book);
    let pointed = node.attribute("place-id");
    if !pointed.is_empty() && book.place(&pointed).is_none() {
        let message = format!("the place `{}` is not in the list", shown(&pointed));
        sheet.problem(ProblemKind::Doubtful, at, Some(node.name), message);
    }
    let boxed = node.text_of("p-o-box");
    let boxed = if is_placeholder(&boxed) {
        String::new()
    } else {
        format!("P.O. Box {boxed}")
    };
    let parts = [
        node.text_of("address-details"),
        boxed,
        node.text_of("zip-code"),
        place.text.clone(),
        place.country.clone(),
    ];
    let said: Vec<&str> = parts
        .iter()
        .map(|part| part.trim_matches([',', ' ']))
        .filter(|part| !is_placeholder(part))
        .collect();
    let whole = said.join(", ");
    if whole != place.country && !Sheet::try_add(party, text, &whole, node.name) {
        note(party, &format!("{}: {whole}", node.name), node.name);
    }
    let named = (place.code.as_str(), place.country.as_str());
    if party
        .schema()
        .is_some_and(|s| s.property(country).is_some())
    {
        add_country(party, country, named, node.name, sheet, at);
    }
    for name in ["remarks", "c-o"] {
        let remark = node.text_of(name);
        if !is_placeholder(&remark) {
            note(
                party,
                &format!("{} {whole}: {remark}", node.name),
                node.name,
            );
        }
    }
}

/// Reads one document; `taken` keeps ids unique within the record.
pub(super) fn read_paper(
    node: &Node<'_>,
    book: &Book,
    holder: &mut EntityBuilder,
    taken: &mut BTreeMap<String, u32>,
    sheet: &mut Sheet,
    at: At<'_>,
) -> EntityBuilder {
    let origin = node.name;
    let kind = node.attribute("document-type");
    let passport = kind.contains("passport");
    let (schema, word, prop) = if passport {
        ("Passport", "passport", "passportNumber")
    } else {
        ("Identification", "id", "idNumber")
    };
    let number = node.text_of("number");
    let number = if is_placeholder(&number) { "" } else { &number };
    let bare = numbers::bare(number);
    let id = unique_id(holder.entity_id(), word, bare, taken);
    let mut paper = sheet.entity(&id, schema);
    sheet.add(&mut paper, "holder", holder.entity_id(), origin, at);
    sheet.add(&mut paper, "type", &kind, origin, at);
    for (builder, prop) in [(&mut *holder, prop), (&mut paper, "number")] {
        if !number.is_empty() && !Sheet::try_add_as(builder, prop, bare, number, origin) {
            sheet.add(builder, prop, number, origin, at);
        }
    }
    if let Some(issuer) = node.child("issuer") {
        let (code, name) = (issuer.attribute("code"), issuer.line());
        add_country(&mut paper, "country", (&code, &name), "issuer", sheet, at);
    }
    for (name, prop) in [
        ("date-of-issue", "startDate"),
        ("expiry-date", "endDate"),
        ("remark", "summary"),
    ] {
        for one in node.all(name) {
            let written = if one.attribute("year").is_empty() {
                one.line()
            } else {
                let of = |name: &str| one.attribute(name);
                format!("{}-{:0>2}-{:0>2}", of("year"), of("month"), of("day"))
            };
            sheet.add(&mut paper, prop, &written, name, at);
        }
    }
    if let Some(issued) = node.child("place-of-issue") {
        let place = place_of(issued, book);
        let text = [place.text, place.country, issued.line()];
        let text: Vec<&str> = text
            .iter()
            .map(String::as_str)
            .filter(|t| !t.is_empty())
            .collect();
        sheet.add(
            &mut paper,
            "authority",
            &text.join(", "),
            "place-of-issue",
            at,
        );
    }
    paper
}
