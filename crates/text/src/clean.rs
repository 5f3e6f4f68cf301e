//! From foreign text to the exact form: one spelling of every name that looks the same.
//!
//! NFKC, lower case, without vowel signs, tatweel, hidden and direction characters, with plain
//! separators, look-alike letters of other alphabets put right. It does not fold letters that are
//! different letters: that is [`crate::fold`]'s work, token by token.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::lookalikes::{Misread, has_masks, misread_capitals, plain_latin, signs, unmask_words};
use crate::script::{is_plain_letter, script_of_char};
use crate::types::{Obfuscation, Script};

/// Names are compared up to so many characters; longer ones are answered as partial.
pub const MAX_NAME_CHARS: usize = 512;

/// Characters looked at before anything is dropped. Hidden characters cost nothing to an
/// attacker, so they may not push a name out of sight; beyond this the name counts as truncated.
const MAX_RAW_CHARS: usize = 8 * MAX_NAME_CHARS;

/// What cleaning gives.
#[derive(Debug)]
pub(crate) struct Clean {
    pub(crate) exact: String,
    pub(crate) truncated: bool,
    pub(crate) seen_through: Vec<Obfuscation>,
}

/// Cleans a name; idempotent on its own result.
pub(crate) fn clean(name: &str) -> Clean {
    let mut seen = Vec::new();
    // A name of fewer bytes has no more characters.
    let cut = if name.len() > MAX_RAW_CHARS {
        name.char_indices().nth(MAX_RAW_CHARS)
    } else {
        None
    };
    let head = cut.map_or(name, |(end, _)| &name[..end]);
    let mut truncated = cut.is_some();
    let mut exact = match ascii(head) {
        Some(exact) => exact,
        None => any(head, &mut seen),
    };
    if exact.len() > MAX_NAME_CHARS
        && let Some((end, _)) = exact.char_indices().nth(MAX_NAME_CHARS)
    {
        exact.truncate(end);
        exact.truncate(exact.trim_end_matches(is_separator).len());
        truncated = true;
    }
    Clean {
        exact,
        truncated,
        seen_through: seen,
    }
}

/// The exact form of a name in whatever letters.
fn any(head: &str, seen: &mut Vec<Obfuscation>) -> String {
    let mut head = Cow::Borrowed(head);
    // Composed first: an I with an accent is no misread l, in whatever form it comes.
    if !head.chars().all(is_plain) && is_nfc_quick(head.chars()) != IsNormalized::Yes {
        head = Cow::Owned(head.nfc().collect());
    }
    let head = misread_capitals(signs(head, seen), seen);
    if head.is_ascii() {
        return separate(&head.to_ascii_lowercase());
    }
    if let Some(plain) = plain(&head) {
        return plain;
    }
    note_forms(&head, seen);
    // Case folding can undo composition and the reverse, a letter put right can compose with a
    // mark; two rounds settle nearly all of Unicode, the loop catches the rest and is bounded.
    let mut text = head.into_owned();
    for _ in 0..6 {
        let again = unmask_words(&separate(&letters(&text, seen)), seen);
        if again == text {
            break;
        }
        text = again;
    }
    text
}

/// What a byte of ASCII is in a name.
#[derive(Clone, Copy)]
struct Byte {
    /// A letter, small, or a digit; 0 for what stands between words.
    small: u8,
    counts: Misread,
}

static BYTES: [Byte; 128] = {
    let none = Byte {
        small: 0,
        counts: Misread::NONE,
    };
    let mut bytes = [none; 128];
    let mut b = 0_u8;
    while b < 128 {
        if b.is_ascii_alphanumeric() {
            bytes[b as usize] = Byte {
                small: b.to_ascii_lowercase(),
                counts: Misread::of(b),
            };
        }
        b += 1;
    }
    bytes
};

/// As [`any`], in one pass, for names of ASCII that hold no letter to be put right; none for others.
fn ascii(head: &str) -> Option<String> {
    let bytes = head.as_bytes();
    if !bytes.is_ascii() {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len() + 4);
    let (mut misread, mut start, mut waiting) = (Misread::NONE, 0, b'\0');
    for (at, &b) in bytes.iter().enumerate() {
        let byte = BYTES[usize::from(b % 128)];
        if byte.small != 0 {
            if waiting != b'\0' && !out.is_empty() {
                match waiting {
                    b',' => out.extend_from_slice(b", "),
                    b'&' => out.extend_from_slice(b" & "),
                    _ => out.push(waiting),
                }
            }
            waiting = b'\0';
            misread.count(byte.counts);
            out.push(byte.small);
            continue;
        }
        if misread.end(&bytes[start..at], b) {
            return None;
        }
        start = at + 1;
        let separator = match b {
            b',' | b'.' => b,
            b'&' | b'+' => b'&',
            b'/' | b'\\' => b'/',
            b'\'' | b'`' => b'\'',
            _ => b' ',
        };
        waiting = both(waiting, separator);
    }
    if misread.end(&bytes[start..], b' ') {
        return None;
    }
    String::from_utf8(out).ok()
}

/// Of two separators in a row the one that tells more; two different ones, or any blank, part the words.
const fn both(waiting: u8, separator: u8) -> u8 {
    match (waiting, separator) {
        (b',', _) | (_, b',') => b',',
        (b'&', _) | (_, b'&') => b'&',
        (b'\0', separator) => separator,
        (a, b) if a == b => a,
        _ => b' ',
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '.' | ',' | '/' | '\'' | '&')
}

/// Notes letters in disguised forms; NFKC is what sees through them.
fn note_forms(text: &str, seen: &mut Vec<Obfuscation>) {
    for c in text.chars() {
        match c as u32 {
            0xFB00..=0xFDFF | 0xFE70..=0xFEFC | 0xFF01..=0xFFEF => {
                seen.push(Obfuscation::LetterForms);
            }
            0x1D400..=0x1D7FF | 0x2460..=0x24FF | 0x1F110..=0x1F189 => {
                seen.push(Obfuscation::LetterForms);
            }
            _ => {}
        }
    }
}

/// Vowel signs and other marks of scripts whose spelling does without them.
fn is_dropped_mark(c: char) -> bool {
    matches!(c as u32,
        // Arabic signs, harakat, superscript alef, Quranic marks.
        0x610..=0x61A | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6DC | 0x6DF..=0x6E4 | 0x6E7 | 0x6E8
        | 0x6EA..=0x6ED | 0x8D3..=0x8FF
        // Hebrew points and accents.
        | 0x591..=0x5BD | 0x5BF | 0x5C1 | 0x5C2 | 0x5C4 | 0x5C5 | 0x5C7
        // A dot above that lower-casing splits off the Turkish capital I.
        | 0x307)
}

/// Characters without a width, and those that only steer direction.
fn is_hidden(c: char) -> bool {
    matches!(c as u32,
        0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
        | 0x200B | 0x200D..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164
        | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF9..=0xFFFB | 0x1_BCA0..=0x1_BCA3
        | 0xE_0000..=0xE_0FFF)
}

/// The decimal value of a digit of any script that names are written in.
fn digit(c: char) -> Option<char> {
    let zero = match c as u32 {
        0x660..=0x669 => 0x660,
        0x6F0..=0x6F9 => 0x6F0,
        0x7C0..=0x7C9 => 0x7C0,
        0x966..=0x96F => 0x966,
        0x9E6..=0x9EF => 0x9E6,
        0xE50..=0xE59 => 0xE50,
        _ => return None,
    };
    char::from_digit(c as u32 - zero, 10)
}

/// NFKC, lower case, marks and hidden characters dropped.
fn letters(text: &str, seen: &mut Vec<Obfuscation>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars().nfkc().flat_map(char::to_lowercase) {
        if is_hidden(c) {
            seen.push(Obfuscation::HiddenCharacters);
            continue;
        }
        match c {
            '\u{0640}' => seen.push(Obfuscation::Tatweel),
            '\u{FFFD}' => seen.push(Obfuscation::LostCharacters),
            // Zero-width non-joiner: a word boundary of Persian, a hiding place elsewhere.
            '\u{200C}' => {
                if script_of_char(before) == Some(Script::Arabic) {
                    out.push(' ');
                } else {
                    seen.push(Obfuscation::HiddenCharacters);
                }
            }
            _ if is_dropped_mark(c) => {}
            _ if plain_latin(c).is_some() => {
                seen.push(Obfuscation::LetterForms);
                before = plain_latin(c).unwrap_or(c);
                out.push(before);
            }
            _ => {
                before = digit(c).unwrap_or(c);
                out.push(before);
            }
        }
    }
    // Dropping a mark may bring two characters together that compose.
    if out.is_ascii() {
        out
    } else {
        out.nfc().collect()
    }
}

/// A character that no normal form changes, but for its case: letters, and the apostrophes and dashes of print.
const fn is_plain(c: char) -> bool {
    c.is_ascii()
        || is_plain_letter(c)
        || matches!(c, '\u{2013}' | '\u{2014}' | '\u{2018}' | '\u{2019}')
}

/// The exact form of a text of such characters, in one round. None for others, and for a text that may hold
/// letters of one alphabet among those of another.
fn plain(text: &str) -> Option<String> {
    if !text.chars().all(is_plain) {
        return None;
    }
    let mut small = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            small.push(c.to_ascii_lowercase());
        } else if c < '\u{500}' {
            small.extend(c.to_lowercase());
        } else {
            // Plain letters from here on have no case.
            small.push(c);
        }
    }
    let exact = separate(&small);
    (!has_masks(&exact)).then_some(exact)
}

/// One blank between words; a separator inside a word stays only where it tells something.
fn separate(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // The separator that waits for the next letter; blanks give way to nothing, commas to none.
    let mut waiting = b'\0';
    for c in text.chars() {
        let kept = if c.is_ascii() {
            c.is_ascii_alphanumeric()
        } else {
            is_plain_letter(c) || c.is_alphanumeric() || (is_combining_mark(c) && waiting == b'\0')
        };
        if kept && !is_apostrophe(c) {
            if waiting != b'\0' && !out.is_empty() {
                match waiting {
                    b',' => out.push_str(", "),
                    b'&' => out.push_str(" & "),
                    _ => out.push(char::from(waiting)),
                }
            }
            waiting = b'\0';
            out.push(c);
            continue;
        }
        let separator = match c {
            ',' | '\u{060C}' | '\u{3001}' => b',',
            '&' | '+' => b'&',
            '.' | '\u{3002}' => b'.',
            '/' | '\\' => b'/',
            _ if is_apostrophe(c) => b'\'',
            _ => b' ',
        };
        waiting = both(waiting, separator);
    }
    out
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{B4}' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{2BB}'
            ..='\u{2BF}' | '\u{2C8}' | '\u{2CA}' | '\u{2CB}' | '\u{55A}' | '\u{5F3}' | '\u{A78C}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_over_ascii_is_as_good_as_all() {
        const LETTERS: &[u8] = b"alLIiEUxX0 .,-/'&+`\\$@|!l a\t";
        let mut at = 7_usize;
        for length in (0..14).cycle().take(40_000) {
            let mut text = String::new();
            for _ in 0..length {
                at = at
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text.push(char::from(LETTERS[(at >> 33) % LETTERS.len()]));
            }
            let mut seen = Vec::new();
            let exact = any(&text, &mut seen);
            if let Some(soon) = ascii(&text) {
                assert!(soon == exact && seen.is_empty(), "{text}");
            }
        }
        for text in ["Al-Khalil bin ILYAS", "O'Neil, A. (Trading) & Co"] {
            assert!(ascii(text).is_some(), "{text}");
        }
    }

    /// The round that [`plain`] spares.
    fn slowly(text: &str) -> String {
        let mut seen = Vec::new();
        let once = unmask_words(&separate(&letters(text, &mut seen)), &mut seen);
        let again = unmask_words(&separate(&letters(&once, &mut seen)), &mut seen);
        assert!(seen.is_empty() && again == once, "{text} is at rest");
        once
    }

    #[test]
    fn plain_letters_need_one_round() {
        let plain_letters: Vec<char> = (char::MIN..=char::MAX)
            .filter(|&c| is_plain_letter(c))
            .collect();
        assert!(plain_letters.iter().all(|c| c.is_alphabetic()));
        for (at, &c) in plain_letters.iter().enumerate() {
            assert_eq!(is_nfc_quick([c].into_iter()), IsNormalized::Yes);
            // Beside itself, and beside letters of every kind.
            let other = plain_letters[at * 7919 % plain_letters.len()];
            let text = format!("{c}{c} {c}{other}, {other}{c}'{c}");
            if let Some(exact) = plain(&text) {
                assert_eq!(exact, slowly(&text));
            } else {
                assert!(has_masks(&text.to_lowercase()), "{text}");
            }
        }
    }
}
