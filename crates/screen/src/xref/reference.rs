//! Reference numbers of the Security Council's list: `QDi.123`, and the older `QI.K.12.03`.
//!
//! The publishers of national lists repeat them ("UN Ref QDi.123"), in fields or in running text. A number behind such
//! a label is the entry's own; a bare number in running text may be that of somebody whom the text speaks of.

/// A reference in capitals, without brackets.
pub(super) type Reference = String;

/// Words before a number that make it the entry's own.
const LABELS: [&str; 5] = ["ref", "reference", "references", "number", "listed as"];

/// The references in a text, each with whether it is the entry's own.
pub(super) fn references_in(text: &str) -> Vec<(Reference, bool)> {
    let mut found = Vec::new();
    let mut end = 0;
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')) {
        let start = end;
        end = start + word.len() + 1;
        let word = word.trim_matches('.');
        if !is_reference(word) {
            continue;
        }
        let before = text.get(..start).unwrap_or_default();
        let before = before
            .trim_end_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        let before = before.strip_suffix("no").map_or(&before[..], str::trim_end);
        let own = text.trim() == word || LABELS.iter().any(|label| before.ends_with(label));
        let reference = word.to_uppercase();
        if !found.iter().any(|(known, _)| *known == reference) {
            found.push((reference, own));
        }
    }
    found
}

/// `QDi.123` or `QI.K.12.03`.
fn is_reference(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let number = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let letters = |part: &str, count: usize| {
        part.len() == count && part.bytes().all(|b| b.is_ascii_alphabetic())
    };
    match parts[..] {
        [regime, serial] => {
            letters(regime, 3)
                && regime[..2].bytes().all(|b| b.is_ascii_uppercase())
                && matches!(&regime[2..], "i" | "e" | "I" | "E")
                && serial.len() == 3
                && number(serial, 3)
        }
        [regime, letter, serial, year] => {
            letters(regime, 2) && letters(letter, 1) && number(serial, 4) && number(year, 2)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_behind_a_label_and_named_in_running_text() {
        let check = |text: &str, expected: &[(&str, bool)]| {
            let expected: Vec<(String, bool)> = expected
                .iter()
                .map(|(r, own)| ((*r).to_owned(), *own))
                .collect();
            assert_eq!(references_in(text), expected, "{text}");
        };
        check("QDi.999", &[("QDI.999", true)]);
        check("UN Ref: QDi.999.", &[("QDI.999", true)]);
        check(
            "UN list permanent reference no. TAi.998 of 2001",
            &[("TAI.998", true)],
        );
        check(
            "Associate of somebody (QDe.997), arrested",
            &[("QDE.997", false)],
        );
        check("(TI.X.4.01)", &[("TI.X.4.01", false)]);
        check("Flat 3.14, ABC.99, v1.2.3.4", &[]);
    }
}
