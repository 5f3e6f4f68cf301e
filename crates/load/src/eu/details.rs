//! Birth, citizenship, addresses and contacts of an entity on the EU's list.

use super::entity::{leftover, origin_of, remarks};
use crate::countries;
use crate::sheet::{At, Sheet, note};
use crate::un::is_placeholder;
use crate::xml::tree::Node;
use kashf_ftm::EntityBuilder;

/// Adds the country of a detail and says whether it named one: the code first, then the description.
pub(super) fn add_country(
    node: &Node<'_>,
    prop: &str,
    builder: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let code = node.attribute("countryIso2Code");
    let description = node.attribute("countryDescription");
    let origin = origin_of(node);
    let known =
        |text: &str| !is_placeholder(text) && text != "00" && !text.eq_ignore_ascii_case("unknown");
    let written = if known(&description) {
        &description
    } else {
        &code
    };
    if !known(written) {
        return;
    }
    let by_code = known(&code) && Sheet::try_add_as(builder, prop, &code, written, &origin);
    if !by_code && !countries::add(builder, prop, written, &origin) {
        sheet.unread_country(written, &origin, at);
        note(builder, &format!("{prop}: {written}"), &origin);
    }
}

/// The parts of a place that say something, as one text; the country's name last.
fn place_of(node: &Node<'_>, parts: &[&str]) -> String {
    let mut place = String::new();
    let mut push = |part: &str| {
        if !place.is_empty() {
            place.push_str(", ");
        }
        place.push_str(part);
    };
    for name in parts {
        let value = node.attribute(name);
        match *name {
            _ if is_placeholder(&value) => {}
            "poBox" => push(&format!("P.O. Box {value}")),
            _ => push(value.trim_matches([',', ' '])),
        }
    }
    let country = node.attribute("countryDescription");
    if !is_placeholder(&country) && !country.eq_ignore_ascii_case("unknown") {
        push(&country);
    }
    place
}

pub(super) fn read_birth(
    node: &Node<'_>,
    party: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let origin = origin_of(node);
    let person = party
        .schema()
        .is_some_and(|s| s.property("birthDate").is_some());
    let date = date_of(node);
    let calendar = node.attribute("calendarType");
    if !calendar.is_empty() && calendar != "GREGORIAN" {
        note(
            party,
            &format!("birthdate in the {calendar} calendar: {date}"),
            &origin,
        );
    } else {
        let prop = if person {
            "birthDate"
        } else {
            "incorporationDate"
        };
        sheet.add(party, prop, &date, &origin, at);
    }
    let place = place_of(node, &["place", "city", "zipCode", "region"]);
    if person {
        sheet.add(party, "birthPlace", &place, &origin, at);
        add_country(node, "birthCountry", party, sheet, at);
    } else if !place.is_empty() {
        note(party, &format!("place of birth: {place}"), &origin);
    }
    remarks(node, &format!("Birth {date}: "), party);
    let known = [
        "circa",
        "calendarType",
        "city",
        "zipCode",
        "birthdate",
        "dayOfMonth",
        "monthOfYear",
        "year",
        "yearRangeFrom",
        "yearRangeTo",
        "region",
        "place",
        "countryIso2Code",
        "countryDescription",
    ];
    leftover(node, &known, Some(&[]), sheet, at);
}

/// The date as one text: the day, what is known of it, or the span of years.
fn date_of(node: &Node<'_>) -> String {
    let of = |name: &str| {
        let value = node.attribute(name);
        if is_placeholder(&value) {
            String::new()
        } else {
            value
        }
    };
    let (from, to) = (of("yearRangeFrom"), of("yearRangeTo"));
    let (day, month, year) = (of("dayOfMonth"), of("monthOfYear"), of("year"));
    let whole = of("birthdate");
    let date = if !whole.is_empty() {
        whole
    } else if !from.is_empty() && !to.is_empty() && from != to {
        format!("between {from} and {to}")
    } else if year.is_empty() {
        if from.is_empty() { to } else { from }
    } else {
        match (month.parse::<u8>(), day.parse::<u8>()) {
            (Ok(month), Ok(day)) => format!("{year}-{month:02}-{day:02}"),
            (Ok(month), Err(_)) => format!("{year}-{month:02}"),
            _ => year,
        }
    };
    if matches!(of("circa").as_str(), "true" | "1") && !date.is_empty() {
        format!("circa {date}")
    } else {
        date
    }
}

pub(super) fn read_citizenship(
    node: &Node<'_>,
    party: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let person = party
        .schema()
        .is_some_and(|s| s.property("citizenship").is_some());
    let prop = if person { "citizenship" } else { "country" };
    add_country(node, prop, party, sheet, at);
    let about = format!("Citizenship {}: ", node.attribute("countryDescription"));
    for name in ["region", "acquisitionDate", "disenfranchisementDate"] {
        let value = node.attribute(name);
        if !is_placeholder(&value) {
            note(party, &format!("{about}{name} {value}"), &origin_of(node));
        }
    }
    remarks(node, &about, party);
    let known = [
        "region",
        "acquisitionDate",
        "disenfranchisementDate",
        "countryIso2Code",
        "countryDescription",
    ];
    leftover(node, &known, Some(&[]), sheet, at);
}

pub(super) fn read_address(
    node: &Node<'_>,
    party: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let origin = origin_of(node);
    let parts = ["street", "poBox", "place", "zipCode", "city", "region"];
    let place = place_of(node, &parts);
    if place != node.attribute("countryDescription") {
        sheet.add(party, "address", &place, &origin, at);
    }
    add_country(node, "country", party, sheet, at);
    if matches!(node.attribute("asAtListingTime").as_str(), "true" | "1") {
        note(
            party,
            &format!("Address at the time of listing: {place}"),
            &origin,
        );
    }
    for contact in node.all("contactInfo") {
        let (key, value) = (contact.attribute("key"), contact.attribute("value"));
        let origin = format!("contactInfo {key}");
        let prop = match key.to_ascii_uppercase().as_str() {
            "PHONE" | "FAX" | "MOBILE" => "phone",
            "EMAIL" => "email",
            "WEB" => "website",
            _ => "",
        };
        if prop.is_empty() {
            note(party, &format!("{key}: {value}"), &origin);
        } else {
            sheet.add(party, prop, &value, &origin, at);
        }
    }
    remarks(node, &format!("Address {place}: "), party);
    let known = [
        "city",
        "street",
        "poBox",
        "zipCode",
        "region",
        "place",
        "asAtListingTime",
        "countryIso2Code",
        "countryDescription",
    ];
    leftover(node, &known, Some(&["contactInfo"]), sheet, at);
}
