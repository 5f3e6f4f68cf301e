//! Several names in one field: "a) X b) Y", "X; Y", "Jin (\u{91d1})", "X, born 1953 (passport ...)".
//!
//! Each piece is a name of its own with the whole field as original value, because nobody is ever
//! called by the whole field. A comma form ("SURNAME, Given") is one name and stays.

/// The names in a field, in order.
pub(super) fn split(field: &str) -> Vec<String> {
    let field = field.split(", born ").next().unwrap_or(field);
    let mut pieces = Vec::new();
    for part in field
        .split(';')
        .flat_map(|part| part.split(" b) "))
        .flat_map(|p| p.split(" c) "))
    {
        let part = part.trim().trim_start_matches("a) ");
        let part = without_quotes(part.trim());
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
fn by_script(name: &str) -> Option<(String, String)> {
    let words: Vec<(&str, Word)> = name
        .split([' ', '(', ')'])
        .filter(|word| !word.is_empty())
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
            (" ; ", &[]),
        ] {
            assert_eq!(split(field), names, "{field}");
        }
    }
}
