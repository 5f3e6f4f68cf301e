//! How a word of another script is spelled in Latin letters: costs learned from names that people bear.
//!
//! What it does: lays the letters of one script against Latin letters, one or two against none to
//! four, along the cheapest path; a table a script says what each step costs. It tells apart what
//! sounds alike (`Lisowska`, `Liszowska`), which the sounds of [`crate::sound`] do not. What it does not do:
//! know names; it has never seen most words that it compares.
//!
//! SOURCE: `data/names/spelling_*.tsv`, compiled by `cargo xtask gen` (see `data/names/SOURCE.md`).
//! The method is the many-to-many aligner of Jiampojamarn, Kondrak, Sherif 2007 (N07-1047); costs
//! are the mean of both directions, as a list may be asked in either.

mod customs;
mod family;
mod path;
mod renderings;
mod table;

pub(crate) use family::{family_length, is_family_form};
pub(crate) use path::{Native, similarity};
pub(crate) use renderings::renderings;

use crate::types::Script;

/// Whether anything was learned for a script.
pub(crate) fn is_learned(script: Script) -> bool {
    table::costs(script).is_some()
}

/// The letters of a word as the tables know them, with a mark before and behind: Korean syllables
/// are taken apart, since a letter of theirs is spelled alike in all of them.
#[must_use]
pub fn spelling_units(text: &str, script: Script) -> Vec<char> {
    // A syllable of Korea gives up to three.
    let mut units = Vec::with_capacity(text.len().min(MAX_UNITS) + 4);
    units.push(START);
    for c in text.chars() {
        match (c as u32).checked_sub(0xAC00) {
            Some(index) if script == Script::Hangul && index < 11_172 => {
                let (lead, vowel, tail) = (index / 588, index % 588 / 28, index % 28);
                let jamo = |base: u32, at: u32| char::from_u32(base + at);
                units.extend(jamo(0x1100, lead));
                units.extend(jamo(0x1161, vowel));
                units.extend(jamo(0x11A7, tail).filter(|_| tail > 0));
            }
            _ => units.push(c),
        }
        if units.len() > MAX_UNITS {
            break;
        }
    }
    units.push(END);
    units
}

/// The mark before a word.
pub(crate) const START: char = '^';
/// The mark behind it.
pub(crate) const END: char = '$';
/// Letters of a word that are looked at, in either script; longer words are not compared here.
pub(crate) const MAX_UNITS: usize = 36;

/// A Latin word as the numbers of its letters; without letters when one is unknown or the word too long.
#[derive(Debug)]
pub(crate) struct LatinWord {
    codes: [u8; MAX_UNITS],
    count: usize,
}

impl LatinWord {
    pub(crate) fn of(text: &str) -> Self {
        let mut word = Self {
            codes: [0; MAX_UNITS],
            count: 0,
        };
        let mut count = 0;
        for c in text.chars() {
            let (Some(slot), Some(code)) = (word.codes.get_mut(count), latin_code(c)) else {
                return word;
            };
            *slot = code;
            count += 1;
        }
        word.count = count;
        word
    }

    fn letters(&self) -> &[u8] {
        &self.codes[..self.count]
    }
}

/// The number of a Latin letter: those of [`crate::fold`] that keep their mark come after z.
const fn latin_code(c: char) -> Option<u8> {
    Some(match c {
        'a'..='z' => c as u8 - b'a',
        '\u{E7}' => 26,
        '\u{15F}' => 27,
        '\u{17E}' => 28,
        '\u{11F}' => 29,
        '\u{111}' => 30,
        '\u{F1}' => 31,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(native: &str, script: Script, latin: &str) -> u16 {
        similarity(native, script, latin, 0).unwrap_or(0)
    }

    #[test]
    fn prefers_the_usual_spelling() {
        // Invented: Brovin in Cyrillic, Marek in katakana.
        for (native, script, usual, other) in [
            (
                "\u{431}\u{440}\u{43E}\u{432}\u{438}\u{43D}",
                Script::Cyrillic,
                "brovin",
                "brubin",
            ),
            ("\u{30DE}\u{30EC}\u{30AF}", Script::Kana, "marek", "mirok"),
        ] {
            let (usual, other) = (alike(native, script, usual), alike(native, script, other));
            assert!(usual > 850 && other < usual - 100, "{usual} {other}");
        }
    }

    #[test]
    fn says_nothing_where_nothing_was_learned() {
        assert_eq!(similarity("\u{E01}", Script::Thai, "ko", 0), None);
        assert_eq!(alike("", Script::Cyrillic, ""), 0);
        assert_eq!(alike(&"\u{431}".repeat(500), Script::Cyrillic, "b"), 0);
    }

    #[test]
    fn one_syllable_off_is_another_name() {
        let wei = "\u{4F1F}";
        assert!(alike(wei, Script::Han, "wei") >= 900);
        assert!(alike(wei, Script::Han, "wen") <= 700);
    }
}
