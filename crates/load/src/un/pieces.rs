//! Several names in one field: "a) X b) Y", "X; Y", "Jin (\u{91d1})", "X, born 1953 (passport ...)".
//!
//! Each piece is a name of its own with the whole field as original value, because nobody is ever
//! called by the whole field. A comma form ("SURNAME, Given") is one name and stays.

/// The names in a field, in order.
pub(super) fn split(field: &str) -> Vec<String> {
    let field = field.split(", born ").next().unwrap_or(field);
    let field = field.split(" born in ").next().unwrap_or(field);
    let field = without_phrases(field);
    let mut pieces = Vec::new();
    for part in field
        .split(';')
        .flat_map(|part| part.split(" b) "))
        .flat_map(|p| p.split(" c) "))
    {
        let part = part
            .trim_matches([' ', ',', '\t'])
            .trim_start_matches("a) ");
        let part = without_remark(without_quotes(part.trim()));
        if part.is_empty() {
            continue;
        }
        match by_script(part) {
            Some((latin, other)) => pieces.extend([latin, other]),
            None => pieces.push(part.to_owned()),
        }
    }
    pieces
}

/// Words with which a bracket begins that speaks about the name and is no part of it.
const REMARKS: &[&str] = &[
    "birth name",
    "combat name",
    "false identity",
    "maiden name",
    "nom de guerre",
    "original name",
    "real name",
    "third",
];

/// Phrases that stand between names and are part of none.
const PHRASES: &[&str] = &[
    "original script:",
    "(original script)",
    "- sub-unit name",
    "(previously listed as)",
    "(formerly listed as)",
];

fn without_phrases(field: &str) -> String {
    let mut text = field.to_owned();
    for phrase in PHRASES {
        // ASCII lowering keeps byte positions.
        while let Some(at) = text.to_ascii_lowercase().find(phrase) {
            text.replace_range(at..at + phrase.len(), " ");
        }
    }
    text
}

/// The name without a bracket about it, and without a bracket that has no partner.
fn without_remark(part: &str) -> &str {
    if let Some((name, bracket)) = part.split_once('(') {
        let bracket = bracket.to_lowercase();
        if !name.trim().is_empty() && REMARKS.iter().any(|remark| bracket.starts_with(remark)) {
            return name.trim();
        }
    }
    if part.matches('(').count() == part.matches(')').count() {
        return part;
    }
    part.trim_matches(['(', ')', ' '])
}

/// The text inside quotes that enclose all of it; "\u{201c}General\u{201d} X" stays.
fn without_quotes(part: &str) -> &str {
    let inner = part
        .strip_prefix(is_quote)
        .and_then(|rest| rest.strip_suffix(is_quote));
    inner
        .filter(|inner| !inner.contains(is_quote))
        .map_or(part, str::trim)
}

/// Double quotes and guillemets; single ones are letters in many transliterations.
fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}')
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Latin,
    Other,
    Neutral,
    Mixed,
}

/// Latin words and words of another script, when each side stands together as a name of its own.
pub(crate) fn by_script(name: &str) -> Option<(String, String)> {
    let words: Vec<(&str, Word)> = name
        .split([' ', '(', ')'])
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| (word, script(word)))
        .collect();
    let first = |kind| words.iter().position(|(_, word)| *word == kind);
    let last = |kind| words.iter().rposition(|(_, word)| *word == kind);
    let apart =
        last(Word::Latin)? < first(Word::Other)? || last(Word::Other)? < first(Word::Latin)?;
    if !apart
        || words
            .iter()
            .any(|(_, word)| matches!(word, Word::Mixed | Word::Neutral))
    {
        return None;
    }
    let side = |kind| {
        let side: Vec<&str> = words
            .iter()
            .filter(|(_, word)| *word == kind)
            .map(|(w, _)| *w)
            .collect();
        side.join(" ")
    };
    Some((side(Word::Latin), side(Word::Other)))
}

fn script(word: &str) -> Word {
    let (mut latin, mut other) = (false, false);
    for letter in word.chars().filter(|c| c.is_alphabetic()) {
        // Basic Latin to Latin Extended-B, modifier letters, and Latin Extended Additional.
        if letter < '\u{300}' || ('\u{1e00}'..='\u{1eff}').contains(&letter) {
            latin = true;
        } else {
            other = true;
        }
    }
    match (latin, other) {
        (true, false) => Word::Latin,
        (false, true) => Word::Other,
        (false, false) => Word::Neutral,
        (true, true) => Word::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_apart_and_comma_forms_stay() {
        for (field, names) in [
            (
                "Leila Mithal; Laila Example",
                &["Leila Mithal", "Laila Example"][..],
            ),
            (
                "a) Badr Example b) B. Example",
                &["Badr Example", "B. Example"],
            ),
            ("\u{201c}The Example\u{201d}", &["The Example"]),
            (
                "\u{201c}General\u{201d} Badr",
                &["\u{201c}General\u{201d} Badr"],
            ),
            ("Example, Layla", &["Example, Layla"]),
            (
                "Layla Example, born 1 Jan. 1953 (passport 1)",
                &["Layla Example"],
            ),
            (
                "Layla (\u{644}\u{64a}\u{644}\u{649})",
                &["Layla", "\u{644}\u{64a}\u{644}\u{649}"],
            ),
            (
                "Layla \u{644}\u{64a}\u{644}\u{649} Example",
                &["Layla \u{644}\u{64a}\u{644}\u{649} Example"],
            ),
            ("Badr Example (birth name)", &["Badr Example"]),
            ("Badr Example (Exampel)", &["Badr Example (Exampel)"]),
            (") Badr Example", &["Badr Example"]),
            (
                "\u{628}\u{62f}\u{631} (Badr; Bedr)",
                &["Badr", "\u{628}\u{62f}\u{631}", "Bedr"],
            ),
            (
                "Badr (original script: \u{411}\u{430}\u{434}\u{440})",
                &["Badr", "\u{411}\u{430}\u{434}\u{440}"],
            ),
            (
                "\u{628}\u{62f}\u{631} (The Badr - sub-unit name),",
                &["The Badr", "\u{628}\u{62f}\u{631}"],
            ),
            ("Badr Example (previously listed as)", &["Badr Example"]),
            ("Badr Example born in 1963", &["Badr Example"]),
            (" ; ", &[]),
        ] {
            assert_eq!(split(field), names, "{field}");
        }
    }
}
