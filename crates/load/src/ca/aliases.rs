//! Several names in one field, as the Canadian list writes them.
//!
//! Between names stand `;`, `,`, "/", "or", "and", or the name of the language ("Russian: .."). None of them
//! always does: a comma also stands before a legal form ("X, JSC") and in long official names, "or"
//! between two spellings of one word ("Anna Petrovna or Petrowna Example"). The rules below were made
//! on the 2,877 fields of the real file.

use super::forms::LEGAL_FORMS;
use crate::un::{by_script, is_placeholder};

/// One name of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    /// The language, when the list says so.
    pub(super) lang: Option<&'static str>,
    /// True for "also known as .." in a field of names.
    pub(super) alias: bool,
}

/// Words for languages before a colon, with their codes.
const LANGUAGES: &[(&str, &str)] = &[
    ("russian", "rus"),
    ("belarusian", "bel"),
    ("belarussian", "bel"),
    ("ukrainian", "ukr"),
    ("arabic", "ara"),
    ("persian", "fas"),
    ("farsi", "fas"),
];

/// The names of an `Aliases` field, in order.
pub(super) fn split(field: &str, person: bool) -> Vec<Name> {
    let mut names = Vec::new();
    for (part, lang) in by_language(field) {
        for part in part.split(';') {
            let parts = if person {
                persons(part)
            } else {
                entities(part)
            };
            names.extend(parts.into_iter().filter_map(|text| name(&text, lang)));
        }
    }
    names
}

/// The names of an `EntityOrShip` field: English and French, and "(also known as ..)".
pub(super) fn names(field: &str) -> Vec<Name> {
    let mut names = Vec::new();
    let mut rest = field.to_owned();
    // ASCII lowering keeps byte positions.
    let lower = rest.to_ascii_lowercase();
    if let Some(at) = lower.find("(also known as") {
        let also = rest.split_off(at);
        let also = also["(also known as".len()..].trim().trim_end_matches(')');
        names.extend(
            entities(also)
                .into_iter()
                .filter_map(|text| name(&text, None)),
        );
        for name in &mut names {
            name.alias = true;
        }
    }
    let sides = outside_brackets(&rest, &['/']);
    // A language on each side: "Iranian Navy/Force navale iranienne"; "A/S" and "24/7" are no two names.
    let several = sides.len() > 1 && sides.iter().all(|side| side.trim().chars().count() > 3);
    let sides = if several { sides } else { vec![rest.as_str()] };
    let first: Vec<Name> = sides
        .into_iter()
        .filter_map(|side| name(side, None))
        .collect();
    first.into_iter().chain(names).collect()
}

/// A piece without what clings to it; `None` when nothing is left.
fn name(piece: &str, lang: Option<&'static str>) -> Option<Name> {
    let mut text = piece.trim_matches([' ', ',', '/', '\u{a0}']);
    for word in ["also ", "and ", "or "] {
        text = text.strip_prefix(word).unwrap_or(text).trim();
    }
    if text.matches('(').count() != text.matches(')').count() {
        text = text.trim_matches(['(', ')', ' ']);
    }
    let quote = |c: char| matches!(c, '"' | '\u{201c}' | '\u{201d}');
    let inner = text
        .strip_prefix(quote)
        .and_then(|rest| rest.strip_suffix(quote));
    let text = inner
        .filter(|inner| !inner.contains(quote))
        .map_or(text, str::trim);
    let letters = text.chars().any(char::is_alphanumeric);
    (letters && !is_placeholder(text)).then(|| Name {
        text: text.to_owned(),
        lang,
        alias: false,
    })
}

/// The text before, between and after "Russian:" and its like.
fn by_language(field: &str) -> Vec<(&str, Option<&'static str>)> {
    let mut parts = Vec::new();
    let (mut start, mut lang) = (0, None);
    for (colon, _) in field.match_indices(':') {
        let before = field[start..colon].trim_end();
        let word = before
            .rsplit(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or_default();
        let known = LANGUAGES
            .iter()
            .find(|(name, _)| word.eq_ignore_ascii_case(name));
        if let Some((_, code)) = known {
            parts.push((&before[..before.len() - word.len()], lang));
            (start, lang) = (colon + 1, Some(*code));
        }
    }
    parts.push((&field[start..], lang));
    parts
}

fn persons(part: &str) -> Vec<String> {
    let part = part.replace(", or ", " or ").replace(" and ", ",");
    let mut names = Vec::new();
    for piece in outside_brackets(&part, &[',']) {
        for piece in by_slash(piece) {
            for name in alternatives(piece.trim()) {
                match by_script(&name) {
                    Some((latin, other)) if words(&latin) > 1 && words(&other) > 1 => {
                        names.extend([latin, other]);
                    }
                    _ => names.push(name),
                }
            }
        }
    }
    names
}

/// "A B / C D" are two names; "A/B C" is one with two spellings, and stays.
fn by_slash(piece: &str) -> Vec<&str> {
    let sides = outside_brackets(piece, &['/']);
    if sides.len() > 1 && sides.iter().all(|side| words(side) > 1) && !piece.contains(" or ") {
        sides
    } else {
        vec![piece]
    }
}

/// "Anna Petrovna or Petrowna Example" is two spellings of one word; other sides of "or" are names.
fn alternatives(piece: &str) -> Vec<String> {
    let sides: Vec<&str> = piece.split(" or ").map(str::trim).collect();
    let [left, right] = sides[..] else {
        let whole = |side: &&str| words(side) > 1 && !side.contains('/');
        return if sides.len() > 1 && !sides.iter().all(whole) && piece.contains('/') {
            vec![piece.to_owned()]
        } else {
            sides.into_iter().map(str::to_owned).collect()
        };
    };
    let last = left.rsplit(' ').next().unwrap_or_default();
    let (first, rest) = right.split_once(' ').unwrap_or((right, ""));
    let (left_words, right_words) = (words(left), words(right));
    let full = left_words > 2 && right_words > 2;
    if full || !alike(last, first) || left_words == 1 && right_words == 1 {
        return vec![left.to_owned(), right.to_owned()];
    }
    let before = left[..left.len() - last.len()].trim_end();
    vec![
        format!("{left} {rest}").trim().to_owned(),
        format!("{before} {right}").trim().to_owned(),
    ]
}

/// Spellings of one word begin with the same two letters.
fn alike(a: &str, b: &str) -> bool {
    let start =
        |word: &str| -> String { word.chars().flat_map(char::to_lowercase).take(2).collect() };
    !a.is_empty() && start(a) == start(b)
}

fn entities(part: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut form_first = false;
    for piece in outside_brackets(part, &[',']) {
        let piece = piece.trim();
        let joined = names.last_mut().filter(|_| form_first || continues(piece));
        match joined {
            Some(name) => {
                name.push_str(", ");
                name.push_str(piece);
            }
            None => names.push(piece.to_owned()),
        }
        form_first = is_legal_form(piece) && names.len() == 1 && names[0] == piece;
    }
    names
        .iter()
        .flat_map(|name| outside_brackets(name, &['/']))
        .flat_map(|name| name.split(" or "))
        .flat_map(by_and)
        .map(|name| name.trim().to_owned())
        .collect()
}

/// True for what follows a comma within a name: a legal form, or a word that begins no name.
fn continues(piece: &str) -> bool {
    let joins = ["and ", "or "].iter().any(|word| piece.starts_with(word));
    let form = piece.split(" or ").next().unwrap_or(piece);
    is_legal_form(form) || !joins && piece.starts_with(char::is_lowercase)
}

fn is_legal_form(piece: &str) -> bool {
    let piece = piece.trim().to_lowercase();
    LEGAL_FORMS.contains(&piece.as_str())
}

/// "and" between names: in another script the English word is the list's own; in a Latin name it is part
/// of the name, unless both sides begin with the same word or end in a legal form.
fn by_and(name: &str) -> Vec<&str> {
    let sides: Vec<&str> = name.split(" and ").collect();
    let foreign = |side: &&str| side.chars().any(|c| c.is_alphabetic() && c > '\u{24f}');
    let formed = |side: &&str| side.split(' ').any(is_legal_form);
    let first = |side: &str| side.split_whitespace().next().map(str::to_lowercase);
    let begins = first(sides[0]).filter(|word| word.chars().count() > 3);
    let alike = begins.is_some() && sides.iter().all(|side| first(side) == begins);
    if sides.len() > 1 && (alike || sides.iter().all(foreign) || sides.iter().all(formed)) {
        sides
    } else {
        vec![name]
    }
}

/// Splits at marks that stand in no bracket; brackets that do not pair count as text.
fn outside_brackets<'t>(text: &'t str, marks: &[char]) -> Vec<&'t str> {
    let paired = text.matches('(').count() == text.matches(')').count();
    let (mut depth, mut start) = (0i32, 0);
    let mut parts = Vec::new();
    for (at, letter) in text.char_indices() {
        match letter {
            '(' if paired => depth += 1,
            ')' if paired => depth -= 1,
            mark if depth <= 0 && marks.contains(&mark) => {
                parts.push(&text[start..at]);
                start = at + mark.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests;
