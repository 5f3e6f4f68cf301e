//! Invented parties as a UN consolidated list.
//!
//! SOURCE: `UN_consolidated.xsd` and the list of 2026-02-27: the same elements in the same order, two
//! spaces of indentation, empty elements where the UN writes them, persons before entities.

use super::Shape;
use super::document::{Document, Piece};
use super::people::{Kind, Party, Role};
use std::fmt::Write as _;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <CONSOLIDATED_LIST xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
    xsi:noNamespaceSchemaLocation=\"https://www.un.org/sc/resources/sc-sanctions.xsd\" \
    dateGenerated=\"";

/// The list of these parties at a date.
pub(crate) fn document(parties: &[Party], day: &str) -> Document {
    let date = format!("{day}T00:00:09.554Z");
    let head = format!("{HEAD}{date}\">\n  <INDIVIDUALS>\n");
    let between = "  </INDIVIDUALS>\n  <ENTITIES>\n".to_owned();
    let end = "  </ENTITIES>\n</CONSOLIDATED_LIST>\n".to_owned();
    let mut pieces: Vec<Piece> = parties.iter().map(piece).collect();
    // The order of the file is the order of the records.
    pieces.sort_by_key(|piece| piece.section);
    Document {
        shape: Shape::Un,
        date: Some(date),
        glue: vec![head, between, end],
        pieces,
    }
}

fn piece(party: &Party) -> Piece {
    let person = party.kind == Kind::Person;
    let mut text = String::new();
    let tag = if person { "INDIVIDUAL" } else { "ENTITY" };
    line(&mut text, 4, &format!("<{tag}>"));
    element(&mut text, 6, "DATAID", &party.number.to_string());
    element(&mut text, 6, "VERSIONNUM", "1");
    names(&mut text, party, person);
    element(&mut text, 6, "UN_LIST_TYPE", party.programme);
    let reference = format!("XX{}.{}", if person { "i" } else { "e" }, party.number);
    element(&mut text, 6, "REFERENCE_NUMBER", &reference);
    element(&mut text, 6, "LISTED_ON", &party.listed);
    if let Some(original) = &party.original {
        element(&mut text, 6, "NAME_ORIGINAL_SCRIPT", original);
    }
    element(&mut text, 6, "COMMENTS1", &party.comment);
    if person {
        value(&mut text, "DESIGNATION", "Invented treasurer");
        value(&mut text, "NATIONALITY", party.country.0);
    }
    value(&mut text, "LIST_TYPE", "UN List");
    value(&mut text, "LAST_DAY_UPDATED", &party.listed);
    aliases(&mut text, party, tag);
    block(
        &mut text,
        &format!("{tag}_ADDRESS"),
        &[("CITY", &party.city), ("COUNTRY", party.country.0)],
    );
    if person {
        birth(&mut text, party);
    }
    line(&mut text, 6, "<SORT_KEY/>");
    line(&mut text, 6, "<SORT_KEY_LAST_MOD/>");
    line(&mut text, 4, &format!("</{tag}>"));
    let mut all_names = vec![party.full_name()];
    all_names.extend(party.original.clone());
    let strong = party.aliases.iter().filter(|(_, role)| *role != Role::Weak);
    Piece {
        ids: vec![format!("un-{}", party.number)],
        section: usize::from(!person),
        parts: [text, String::new(), String::new()],
        names: all_names,
        aliases: strong.map(|(words, _)| words.join(" ")).collect(),
        kind: if person { "person" } else { "organization" },
    }
}

fn names(text: &mut String, party: &Party, person: bool) {
    if !person {
        element(text, 6, "FIRST_NAME", &party.full_name().to_uppercase());
        return;
    }
    let tags = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    for (tag, word) in tags.iter().zip(&party.name) {
        element(text, 6, tag, &word.to_uppercase());
    }
}

fn aliases(text: &mut String, party: &Party, tag: &str) {
    let alias_tag = format!("{tag}_ALIAS");
    if party.aliases.is_empty() {
        line(text, 6, &format!("<{alias_tag}>"));
        line(text, 8, "<QUALITY/>");
        line(text, 8, "<ALIAS_NAME/>");
        line(text, 6, &format!("</{alias_tag}>"));
    }
    for (words, role) in &party.aliases {
        let quality = match (tag, role) {
            (_, Role::Weak) => "Low",
            ("INDIVIDUAL", _) => "Good",
            (_, Role::Former) => "f.k.a.",
            (_, Role::Strong) => "a.k.a.",
        };
        block(
            text,
            &alias_tag,
            &[("QUALITY", quality), ("ALIAS_NAME", &words.join(" "))],
        );
    }
}

fn birth(text: &mut String, party: &Party) {
    match &party.birth {
        Some(day) => block(
            text,
            "INDIVIDUAL_DATE_OF_BIRTH",
            &[("TYPE_OF_DATE", "EXACT"), ("DATE", day)],
        ),
        None => line(text, 6, "<INDIVIDUAL_DATE_OF_BIRTH/>"),
    }
    match &party.birth_place {
        Some(city) => block(
            text,
            "INDIVIDUAL_PLACE_OF_BIRTH",
            &[("CITY", city), ("COUNTRY", party.country.0)],
        ),
        None => line(text, 6, "<INDIVIDUAL_PLACE_OF_BIRTH/>"),
    }
    match &party.passport {
        Some(number) => block(
            text,
            "INDIVIDUAL_DOCUMENT",
            &[("TYPE_OF_DOCUMENT", "Passport"), ("NUMBER", number)],
        ),
        None => line(text, 6, "<INDIVIDUAL_DOCUMENT/>"),
    }
}

fn line(text: &mut String, indent: usize, content: &str) {
    let _ = writeln!(text, "{:indent$}{content}", "");
}

fn element(text: &mut String, indent: usize, tag: &str, content: &str) {
    line(text, indent, &format!("<{tag}>{content}</{tag}>"));
}

fn value(text: &mut String, tag: &str, content: &str) {
    block(text, tag, &[("VALUE", content)]);
}

fn block(text: &mut String, tag: &str, children: &[(&str, &str)]) {
    line(text, 6, &format!("<{tag}>"));
    for (child, content) in children {
        element(text, 8, child, content);
    }
    line(text, 6, &format!("</{tag}>"));
}
