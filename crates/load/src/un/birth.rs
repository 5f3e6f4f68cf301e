//! Dates and places of birth of a UN record.
//!
//! `TYPE_OF_DATE` says how sure the UN is: EXACT, APPROXIMATELY (kept as "circa"), BETWEEN two years
//! (both ends, with one common original, so that the span survives). A note is added as a date of its
//! own only when it is a date in the same year, or the only date; "24/06/1402 (Hijri Calendar)" is not guessed.

use super::names::{is_placeholder, place_of};
use crate::countries;
use crate::sheet::{At, Sheet, note};
use crate::xml::tree::Node;
use kashf_ftm::EntityBuilder;

pub(super) fn read_date(
    node: &Node<'_>,
    builder: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let origin = node.name;
    let day = node.text_of("DATE");
    let year = node.text_of("YEAR");
    let (from, to) = (node.text_of("FROM_YEAR"), node.text_of("TO_YEAR"));
    let remark = node.text_of("NOTE");
    let kind = node.text_of("TYPE_OF_DATE");
    let circa =
        kind.eq_ignore_ascii_case("APPROXIMATELY") || remark.eq_ignore_ascii_case("Approximately");
    if !from.is_empty() || !to.is_empty() {
        let raw = match (from.is_empty(), to.is_empty()) {
            (false, false) if from != to => format!("between {from} and {to}"),
            (false, _) => from,
            _ => to,
        };
        sheet.add(builder, "birthDate", &raw, origin, at);
    }
    for value in [&day, &year] {
        if !value.is_empty() {
            let raw = if circa {
                format!("circa {value}")
            } else {
                value.clone()
            };
            sheet.add(builder, "birthDate", &raw, origin, at);
        }
    }
    if remark.is_empty() || remark.eq_ignore_ascii_case("Approximately") {
        return;
    }
    let known = if day.is_empty() { &year } else { &day };
    let known_year = known.get(..4).unwrap_or_default();
    let hijri = remark.to_ascii_lowercase().contains("hijri");
    // Without a date beside it, a note such as "Nov. 1973" is the date.
    if !hijri && (known_year.is_empty() || remark.contains(known_year)) {
        Sheet::try_add(builder, "birthDate", &remark, &format!("{origin}/NOTE"));
    }
    note(
        builder,
        &format!("Date of birth {known}: {remark}"),
        &format!("{origin}/NOTE"),
    );
}

pub(super) fn read_place(
    node: &Node<'_>,
    builder: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let (place, country) = place_of(node);
    sheet.add(builder, "birthPlace", &place, node.name, at);
    if !country.is_empty() && !countries::add(builder, "birthCountry", &country, node.name) {
        sheet.unread_country(&country, node.name, at);
    }
    let remark = node.text_of("NOTE");
    if !remark.is_empty() {
        note(
            builder,
            &format!("Place of birth {place}: {remark}"),
            &format!("{}/NOTE", node.name),
        );
    }
}

/// Birth data that the UN gives for one alias only. It widens what can be found, and its origin says
/// where it comes from.
pub(super) fn read_alias_birth(
    alias: &Node<'_>,
    builder: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let date = alias.text_of("DATE_OF_BIRTH");
    if !is_placeholder(&date) {
        let origin = format!("{}/DATE_OF_BIRTH", alias.name);
        for part in parts_of(&date) {
            sheet.add(builder, "birthDate", part, &origin, at);
        }
    }
    let (city, country) = (
        alias.text_of("CITY_OF_BIRTH"),
        alias.text_of("COUNTRY_OF_BIRTH"),
    );
    let place: Vec<&str> = [city.as_str(), country.as_str()]
        .into_iter()
        .filter(|p| !is_placeholder(p))
        .collect();
    let origin = format!("{}/CITY_OF_BIRTH", alias.name);
    sheet.add(builder, "birthPlace", &place.join(", "), &origin, at);
    if !is_placeholder(&country) && !countries::add(builder, "birthCountry", &country, &origin) {
        sheet.unread_country(&country, &origin, at);
    }
}

/// "a) 1 Jan. 1960 b) 1961" and "1960; 1961" are several dates.
fn parts_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(';')
        .flat_map(|part| part.split(" b) "))
        .flat_map(|part| part.split(" c) "))
        .map(|part| {
            part.trim()
                .trim_start_matches("a) ")
                .trim_end_matches([',', ' '])
        })
        .filter(|part| !part.is_empty())
}
