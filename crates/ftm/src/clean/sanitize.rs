//! What happens to every value before its type is looked at: NFC, no invisible characters, no
//! spaces around it.
//!
//! SOURCE: `followthemoney.util.sanitize_text` and `normality.remove_unsafe_chars` 3.1.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The text in NFC, without control and invisible characters, trimmed.
pub(super) fn sanitize(raw: &str) -> Cow<'_, str> {
    let harmless = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    if raw.bytes().all(harmless) {
        return Cow::Borrowed(raw.trim());
    }
    let normal: Cow<'_, str> = if is_nfc_quick(raw.chars()) == IsNormalized::Yes {
        Cow::Borrowed(raw)
    } else {
        Cow::Owned(raw.nfc().collect())
    };
    if !normal.chars().any(|c| is_space(c) || is_unsafe(c)) {
        return match normal {
            Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
            Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
        };
    }
    let kept: String = normal
        .chars()
        .filter(|&c| !is_unsafe(c))
        .map(|c| if is_space(c) { ' ' } else { c })
        .collect();
    // Taking characters out can bring a letter and its mark together, so normalise once more; the
    // Python implementation does not, and is not idempotent on such text.
    let kept: String = kept.nfc().collect();
    Cow::Owned(trim(&kept).to_owned())
}

fn trim(text: &str) -> &str {
    text.trim()
}

/// Spaces of other kinds, which become a plain one.
fn is_space(c: char) -> bool {
    matches!(
        c,
        '\u{2000}'
            ..='\u{200a}' // en quad to hair space
        | '\u{2028}' | '\u{2029}' // line and paragraph separators
        | '\u{0a00}' // unassigned, but seen as a space
        | '\u{1680}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Characters that nobody sees and that make equal texts differ.
fn is_unsafe(c: char) -> bool {
    matches!(c,
        '\u{00}'..='\u{08}' | '\u{0b}' | '\u{0c}' | '\u{0e}'..='\u{1f}' // controls except tab, LF, CR
        | '\u{7f}'..='\u{9f}' // delete and C1 controls
        | '\u{00ad}' // soft hyphen
        | '\u{061c}' // Arabic letter mark
        | '\u{200b}'..='\u{200f}' // zero width, direction marks
        | '\u{2060}'..='\u{2064}' // word joiner, invisible operators
        | '\u{feff}') // byte order mark
}

/// Runs of white space become one plain space, none at the ends.
///
/// SOURCE: `normality.squash_spaces` 3.1.
pub(super) fn squash_spaces(text: &str) -> String {
    let mut squashed = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || is_space(c)) {
        let mut started = false;
        for c in word.chars().filter(|&c| !is_unsafe(c)) {
            if !started && !squashed.is_empty() {
                squashed.push(' ');
            }
            started = true;
            squashed.push(c);
        }
    }
    squashed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn is_idempotent(text in "\\PC{0,40}|[ \\t\\n\u{200b}\u{301}e\u{feff}\u{3000}a]{0,12}") {
            let once = sanitize(&text).into_owned();
            prop_assert_eq!(sanitize(&once).into_owned(), once.clone());
            let squashed = squash_spaces(&once);
            prop_assert_eq!(squash_spaces(&squashed), squashed);
        }
    }

    #[test]
    fn removes_what_nobody_sees() {
        assert_eq!(sanitize(" a\u{200b}b\u{3000}c\u{7} "), "ab c");
        assert_eq!(sanitize("e\u{301}"), "\u{e9}");
        assert_eq!(squash_spaces("  a \n\t b\u{a0}c "), "a b c");
    }
}
