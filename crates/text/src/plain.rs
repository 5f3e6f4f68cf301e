//! The plain form of any text, for looking words up: what a reader takes for the same letter is the same letter.
//!
//! Compatibility forms, case, vowel signs, tatweel and hidden characters go; letters that writers use for one
//! another in one script become one ([`crate::fold`]); Latin letters lose their marks. Marks that are letters
//! (Devanagari, Thai, Kana) stay. It says nothing about how alike two names are: that is [`crate::prepare`].

use unicode_normalization::UnicodeNormalization;

use crate::fold::{fold, latin_base};
use crate::script::script_of_char;
use crate::types::Script;

/// The plain form of a text. Signs and blanks stay where they are.
///
/// ```
/// use kashf_text::plain;
/// assert_eq!(plain("Łódź, São-Paulo"), "lodz, sao-paulo");
/// assert_eq!(plain("\u{0645}\u{064F}\u{062D}\u{0645}\u{0651}\u{062F}"), plain("\u{0645}\u{062D}\u{0645}\u{0640}\u{062F}"));
/// ```
#[must_use]
pub fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    // Lower case twice: some letters have one only after they were taken apart.
    for c in text.nfkd().flat_map(char::to_lowercase) {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if !is_dropped(c) {
            letter(c, &mut out);
        }
    }
    if out.is_ascii() {
        out
    } else {
        // Kana and Hangul come together again.
        out.nfc().collect()
    }
}

fn letter(c: char, out: &mut String) {
    match script_of_char(c) {
        Some(Script::Latin) => {
            let mut buffer = [0; 4];
            out.extend(
                fold(c.encode_utf8(&mut buffer), Script::Latin)
                    .chars()
                    .map(latin_base),
            );
        }
        Some(script @ (Script::Arabic | Script::Cyrillic | Script::Hebrew | Script::Greek)) => {
            let mut buffer = [0; 4];
            out.push_str(&fold(c.encode_utf8(&mut buffer), script));
        }
        // Curled apostrophes are apostrophes.
        None if matches!(c, '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{2B9}') => out.push('\''),
        // Digits of every script.
        None => out.push(digit(c)),
        _ => out.push(c),
    }
}

/// The digit that this one is elsewhere: Arabic-Indic, Persian, Devanagari.
fn digit(c: char) -> char {
    let value = match c as u32 {
        n @ 0x660..=0x669 => n - 0x660,
        n @ 0x6F0..=0x6F9 => n - 0x6F0,
        n @ 0x966..=0x96F => n - 0x966,
        _ => return c,
    };
    char::from_digit(value, 10).unwrap_or(c)
}

/// Marks over and under Latin, Greek, Cyrillic, Hebrew and Arabic letters; tatweel; what nobody sees.
fn is_dropped(c: char) -> bool {
    matches!(c as u32,
        0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5BD | 0x5BF | 0x5C1..=0x5C2 | 0x5C4..=0x5C5 | 0x5C7
        | 0x610..=0x61A | 0x61C | 0x640 | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6DC | 0x6DF..=0x6E4 | 0x6E7..=0x6E8
        | 0x6EA..=0x6ED | 0x8D3..=0x8FF | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20F0
        | 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0x2066..=0x2069 | 0xFE00..=0xFE0F
        | 0xFE20..=0xFE2F | 0xFEFF)
}

#[cfg(test)]
mod tests {
    use super::plain;
    use proptest::prelude::*;

    #[test]
    fn one_letter_for_those_that_stand_for_one_another() {
        // Alef with hamza, alef; alef maqsura, ya; ta marbuta, ha; keheh, kaf.
        assert_eq!(
            plain("\u{0623}\u{0649}\u{0629}\u{06A9}"),
            "\u{0627}\u{064A}\u{0647}\u{0643}"
        );
        assert_eq!(plain("Ёжик"), plain("ежик"));
        assert_eq!(plain("Straße Đorđe Ødegård"), "strasse dorde odegard");
        assert_eq!(plain("\u{0661}\u{0662}\u{06F3}"), "123");
        assert_eq!(plain("O\u{2019}Brien"), "o'brien");
    }

    #[test]
    fn marks_that_are_letters_stay() {
        // Hindi with vowel signs, Thai with a tone; ga is not ka.
        for word in [
            "\u{0939}\u{093F}\u{0928}\u{094D}\u{0926}\u{0940}",
            "\u{0E19}\u{0E49}\u{0E32}",
        ] {
            assert_eq!(plain(word), word);
        }
        assert_ne!(plain("\u{304C}"), plain("\u{304B}"));
    }

    proptest! {
        #[test]
        fn plain_is_plain(text in any::<String>()) {
            let once = plain(&text);
            prop_assert_eq!(plain(&once), once);
        }
    }
}
