//! Documents of a UN record: the number on the person, the paper as an entity of its own.
//!
//! The number is what customers are compared by; the paper carries who issued it, when, and the
//! UN's own warning that it was stolen, cancelled or forged.

use super::names::is_placeholder;
use crate::countries;
use crate::numbers;
use crate::sheet::{At, Sheet};
use crate::xml::tree::Node;
use kashf_ftm::EntityBuilder;
use std::collections::BTreeMap;

/// Reads one document; `taken` keeps ids unique within the record.
pub(super) fn read(
    node: &Node<'_>,
    holder_id: &str,
    holder: &mut EntityBuilder,
    taken: &mut BTreeMap<String, u32>,
    sheet: &mut Sheet,
    at: At<'_>,
) -> Option<EntityBuilder> {
    if node.is_blank() {
        return None;
    }
    let origin = node.name;
    let kinds = [
        node.text_of("TYPE_OF_DOCUMENT"),
        node.text_of("TYPE_OF_DOCUMENT2"),
    ];
    let passport = kinds.iter().any(|kind| is_passport(kind));
    let number = node.text_of("NUMBER");
    let number = if is_placeholder(&number) {
        String::new()
    } else {
        number
    };
    let bare = numbers::bare(&number);
    let (schema, kind, prop) = if passport {
        ("Passport", "passport", "passportNumber")
    } else {
        ("Identification", "id", "idNumber")
    };
    if !number.is_empty() {
        add_number(holder, prop, bare, &number, origin, sheet, at);
    }
    let id = unique_id(holder_id, kind, bare, taken);
    let mut paper = sheet.entity(&id, schema);
    sheet.add(&mut paper, "holder", holder_id, origin, at);
    for kind in &kinds {
        sheet.add(&mut paper, "type", kind, origin, at);
    }
    add_number(&mut paper, "number", bare, &number, origin, sheet, at);
    for element in ["COUNTRY_OF_ISSUE", "ISSUING_COUNTRY"] {
        let country = node.text_of(element);
        if !is_placeholder(&country) && !countries::add(&mut paper, "country", &country, element) {
            sheet.unread_country(&country, element, at);
            Sheet::try_add(
                &mut paper,
                "summary",
                &format!("{element}: {country}"),
                element,
            );
        }
    }
    sheet.add(
        &mut paper,
        "startDate",
        &node.text_of("DATE_OF_ISSUE"),
        "DATE_OF_ISSUE",
        at,
    );
    sheet.add(
        &mut paper,
        "authority",
        &node.text_of("CITY_OF_ISSUE"),
        "CITY_OF_ISSUE",
        at,
    );
    let remark = node.text_of("NOTE");
    if !remark.is_empty() {
        sheet.add(&mut paper, "summary", &remark, "NOTE", at);
        if let Some(date) = end_date(&remark) {
            Sheet::try_add(&mut paper, "endDate", date, "NOTE");
        }
    }
    Some(paper)
}

/// The bare number, with the whole text as original.
fn add_number(
    builder: &mut EntityBuilder,
    prop: &str,
    bare: &str,
    whole: &str,
    origin: &str,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    if !Sheet::try_add_as(builder, prop, bare, whole, origin) {
        sheet.add(builder, prop, whole, origin, at);
    }
}

fn is_passport(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    ["passport", "passeport", "pasaporte"]
        .iter()
        .any(|word| kind.contains(word))
}

/// `HOLDER-passport-NUMBER` with the number's letters and digits; a second paper of the same number
/// gets `-2`. Content, not position, makes the id, so that it survives a reordered list.
pub(crate) fn unique_id(
    holder_id: &str,
    kind: &str,
    number: &str,
    taken: &mut BTreeMap<String, u32>,
) -> String {
    let slug: String = number
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(64)
        .collect();
    let slug = if slug.is_empty() {
        String::from("none")
    } else {
        slug
    };
    let id = format!("{holder_id}-{kind}-{slug}");
    let count = taken.entry(id.clone()).or_default();
    *count += 1;
    if *count == 1 {
        id
    } else {
        format!("{id}-{count}")
    }
}

/// The date after "expires on", "expired", "valid until", "expiration date" in a note.
fn end_date(remark: &str) -> Option<&str> {
    let lower = remark.to_ascii_lowercase();
    let marks = [
        "expiration date",
        "date of expiration",
        "expires",
        "expired",
        "expiry",
        "valid until",
    ];
    let at = marks
        .iter()
        .find_map(|mark| lower.find(mark).map(|at| at + mark.len()))?;
    let rest = remark.get(at..)?.trim_start_matches([':', ' ']);
    let rest = rest
        .strip_prefix("on ")
        .or_else(|| rest.strip_prefix("in "))
        .unwrap_or(rest);
    let end = rest
        .char_indices()
        .find(|(i, c)| matches!(c, ';' | '(' | ')' | '\n') || *c == '.' && ends_sentence(rest, *i))
        .map_or(rest.len(), |(i, _)| i);
    // A date has a year; what follows the year belongs to the next thought.
    let text = &rest[..end];
    let year = text
        .as_bytes()
        .windows(4)
        .position(|w| w.iter().all(u8::is_ascii_digit))?;
    let after = year + 4;
    let date = if year < 3 && text[after..].starts_with('-') {
        text.get(..10).unwrap_or(text)
    } else {
        text.get(..after)?
    };
    (date.len() <= 40).then(|| date.trim())
}

/// A full stop after an abbreviated month ("Feb. 2013") ends no sentence.
fn ends_sentence(text: &str, at: usize) -> bool {
    let next = text[at + 1..].trim_start().chars().next();
    !next.is_some_and(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_give_the_date_of_expiry() {
        for (remark, date) in [
            ("Expiration date 18 Feb. 2013", Some("18 Feb. 2013")),
            ("expired on 26 Mar. 2011", Some("26 Mar. 2011")),
            ("Expiration date: 2026-12-11.", Some("2026-12-11")),
            (
                "issued in X. Expires on 9 June 2023. Passport of Y",
                Some("9 June 2023"),
            ),
            ("expires on October 19, 2020", Some("October 19, 2020")),
            ("officially cancelled as of 2013", None),
            ("expired", None),
        ] {
            assert_eq!(end_date(remark), date, "{remark}");
        }
    }

    #[test]
    fn ids_come_from_the_number() {
        let mut taken = BTreeMap::new();
        assert_eq!(
            unique_id("un-1", "id", "A 12/3", &mut taken),
            "un-1-id-a123"
        );
        assert_eq!(
            unique_id("un-1", "id", "a123", &mut taken),
            "un-1-id-a123-2"
        );
        assert_eq!(unique_id("un-1", "id", "", &mut taken), "un-1-id-none");
    }
}
