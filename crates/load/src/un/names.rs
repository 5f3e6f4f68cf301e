//! Names and aliases of a UN record, with what alias notes hide.
//!
//! One `ALIAS_NAME` can hold several names (see `pieces.rs`), and a note can hold the alias in its own
//! script ("original script: ...", "in Arabic: ..."), or the word that makes it a former name.

use super::pieces;
use crate::sheet::{At, Sheet, note};
use crate::xml::tree::{Node, collapse};
use kashf_core::ProblemKind;
use kashf_ftm::EntityBuilder;

const PARTS: [(&str, &str); 4] = [
    ("FIRST_NAME", "firstName"),
    ("SECOND_NAME", "secondName"),
    ("THIRD_NAME", "middleName"),
    ("FOURTH_NAME", "lastName"),
];

/// The primary name and the one in original script; false when there is neither.
pub(super) fn read_names(
    node: &Node<'_>,
    person: bool,
    builder: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) -> bool {
    let mut whole = String::new();
    for (element, prop) in PARTS {
        let part = node.text_of(element);
        if is_placeholder(&part) {
            see_questions(&part, element, sheet, at);
            continue;
        }
        if !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(&part);
        if person {
            sheet.add(builder, prop, &part, element, at);
        }
    }
    let mut named = false;
    if !whole.is_empty() {
        named |= add_name(
            builder,
            "name",
            &whole,
            "FIRST_NAME..FOURTH_NAME",
            sheet,
            at,
        );
    }
    let original = node.text_of("NAME_ORIGINAL_SCRIPT");
    see_questions(&original, "NAME_ORIGINAL_SCRIPT", sheet, at);
    if !is_placeholder(&original) {
        named |= add_name(
            builder,
            "name",
            &original,
            "NAME_ORIGINAL_SCRIPT",
            sheet,
            at,
        );
    }
    named
}

/// One alias block. Empty blocks are normal.
pub(super) fn read_alias(
    alias: &Node<'_>,
    builder: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let origin = alias.name;
    let quality = alias.text_of("QUALITY");
    let remark = alias.text_of("NOTE");
    let former = {
        let remark = remark.to_lowercase();
        remark.contains("previously listed as") || remark.contains("formerly listed as")
    };
    let prop = match quality.as_str() {
        "Low" => "weakAlias",
        "f.k.a." => "previousName",
        "Good" | "a.k.a." | "" if former => "previousName",
        "Good" | "a.k.a." | "" => "alias",
        other => {
            let message = format!(
                "alias quality `{}` is not known; taken as good",
                crate::sheet::shown(other)
            );
            sheet.problem(ProblemKind::Doubtful, at, Some("QUALITY"), message);
            "alias"
        }
    };
    let names = alias.text_of("ALIAS_NAME");
    for name in pieces::split(&names) {
        if is_placeholder(&name) {
            see_questions(&name, origin, sheet, at);
            continue;
        }
        sheet.see_name(&name, origin, at);
        if !Sheet::try_add_as(builder, prop, &name, &names, origin) {
            sheet.add(builder, prop, &name, origin, at);
        }
    }
    if names.contains(" born ") {
        note(builder, &format!("Alias {names}"), origin);
    }
    if remark.is_empty() {
        return;
    }
    if let Some(name) = name_in_note(&remark) {
        add_name(builder, prop, name, &format!("{origin}/NOTE"), sheet, at);
    }
    note(
        builder,
        &format!("Alias {names}: {remark}"),
        &format!("{origin}/NOTE"),
    );
}

fn add_name(
    builder: &mut EntityBuilder,
    prop: &str,
    name: &str,
    origin: &str,
    sheet: &mut Sheet,
    at: At<'_>,
) -> bool {
    sheet.see_name(name, origin, at);
    sheet.add(builder, prop, name, origin, at)
}

/// `????` stands where nothing is known, or where letters were destroyed: as a name it is counted.
fn see_questions(name: &str, origin: &str, sheet: &mut Sheet, at: At<'_>) {
    if is_placeholder(name) && name.contains("??") {
        sheet.see_name(name, origin, at);
    }
}

/// "original script: X", "In Arabic: X", "in Arabic script: X": what stands after it, up to a full
/// stop or the end.
fn name_in_note(remark: &str) -> Option<&str> {
    // ASCII lowering keeps byte positions.
    let lower = remark.to_ascii_lowercase();
    let start = [
        "original script:",
        "in arabic:",
        "in arabic script:",
        "in cyrillic:",
    ]
    .iter()
    .find_map(|mark| lower.find(mark).map(|at| at + mark.len()))?;
    let rest = remark.get(start..)?.trim();
    let name = rest
        .split(['.', ';', '('])
        .next()
        .unwrap_or_default()
        .trim();
    let foreign = name.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    (foreign && !is_placeholder(name)).then_some(name)
}

/// What the list writes where there is nothing.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.eq_ignore_ascii_case("na")
        || text.eq_ignore_ascii_case("n/a")
        || text.chars().all(|c| matches!(c, '-' | '.' | '?' | '*'))
}

/// Parts of a place as one text, and its country; for addresses and places of birth.
pub(super) fn place_of(node: &Node<'_>) -> (String, String) {
    let mut place = String::new();
    for element in ["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY"] {
        let part = node.text_of(element);
        let part = part.trim_matches([',', ' ']);
        if is_placeholder(part) {
            continue;
        }
        if !place.is_empty() {
            place.push_str(", ");
        }
        place.push_str(part);
    }
    let country = node.text_of("COUNTRY");
    let country = if is_placeholder(&country) {
        String::new()
    } else {
        collapse(&country)
    };
    (place, country)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_give_up_the_name_in_its_own_script() {
        assert_eq!(
            name_in_note("original script: \u{410}\u{431}\u{443}"),
            Some("\u{410}\u{431}\u{443}")
        );
        assert_eq!(
            name_in_note("Previously listed as. In Arabic: \u{639}\u{644}\u{64a}. More"),
            Some("\u{639}\u{644}\u{64a}")
        );
        assert_eq!(name_in_note("in Arabic: unknown"), None);
        assert_eq!(name_in_note("nom de guerre"), None);
    }
}
