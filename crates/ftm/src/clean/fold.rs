//! Folds a text for looking words up: lowercase, no diacritics, one form of each Arabic letter,
//! plain digits, white space squashed.
//!
//! Only for the small vocabularies of this crate (months, genders, countries). Names of people are
//! folded by `kashf-text`, which knows much more about them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The folded text.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|&c| !is_dropped(c)) {
        match c {
            '\u{0649}' | '\u{06cc}' => folded.push('\u{064a}'), // alef maksura, Farsi yeh: yeh
            '\u{0629}' | '\u{06c1}' | '\u{06d5}' => folded.push('\u{0647}'), // teh marbuta, heh goal: heh
            '\u{06a9}' => folded.push('\u{0643}'),                           // keheh: kaf
            '\u{0131}' => folded.push('i'),                                  // dotless i of Turkish
            '\u{df}' | '\u{1e9e}' => folded.push_str("ss"), // sharp s, small and capital
            '\u{f8}' | '\u{d8}' => folded.push('o'),
            '\u{142}' | '\u{141}' => folded.push('l'),
            '\u{111}' | '\u{110}' => folded.push('d'),
            '\u{e6}' | '\u{c6}' => folded.push_str("ae"),
            '\u{153}' | '\u{152}' => folded.push_str("oe"),
            // Apostrophes and their kin.
            '\u{2018}' | '\u{2019}' | '\u{02bb}' | '\u{02bc}' | '\u{60}' => folded.push('\''),
            // Dashes.
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            c => match digit(c) {
                Some(digit) => folded.push(digit),
                None => folded.extend(c.to_lowercase().filter(|&c| !is_dropped(c))),
            },
        }
    }
    folded
}

/// Marks of the Latin, Greek, Cyrillic, Hebrew and Arabic scripts, and the Arabic tatweel. Marks of
/// other scripts carry vowels and stay.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{0640}' | '\u{200c}' | '\u{200d}')
        || (is_combining_mark(c)
            && matches!(c, '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05c7}' | '\u{0610}'..='\u{06ed}' | '\u{08d3}'..='\u{08ff}'))
}

/// The plain digit of an Arabic-Indic or Persian one.
pub(crate) fn digit(c: char) -> Option<char> {
    let value = match c {
        '\u{0660}'..='\u{0669}' => c as u32 - 0x0660,
        '\u{06f0}'..='\u{06f9}' => c as u32 - 0x06f0,
        _ => return None,
    };
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn is_idempotent(text in "\\PC{0,30}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }

    #[test]
    fn folds_the_three_scripts() {
        assert_eq!(fold("F\u{c9}VRIER"), "fevrier");
        assert_eq!(fold("\u{0410}\u{041f}\u{0420}"), "\u{0430}\u{043f}\u{0440}");
        // Alef with hamza above, yeh: plain alef, yeh.
        assert_eq!(fold("\u{0623}\u{06cc}"), "\u{0627}\u{064a}");
        assert_eq!(fold("\u{0661}\u{06f2}"), "12");
    }
}
