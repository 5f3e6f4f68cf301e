//! Names of nobody: made of invented syllables in three scripts at once.
//!
//! Each word is consonant-vowel-consonant, consonant-vowel, consonant-vowel-consonant, and is spelled
//! from one table in Latin, Arabic and Cyrillic, so that an original script goes with its name as it
//! does on a real list. A test holds the lists made here against every real list (`tests/gate_corpus.rs`).

use super::prng::Prng;

/// The same sound in Latin, Arabic and Cyrillic letters.
type Sound = (&'static str, char, char);

const CONSONANTS: [Sound; 14] = [
    ("b", '\u{628}', '\u{431}'),
    ("d", '\u{62f}', '\u{434}'),
    ("f", '\u{641}', '\u{444}'),
    ("g", '\u{63a}', '\u{433}'),
    ("h", '\u{647}', '\u{445}'),
    ("j", '\u{62c}', '\u{436}'),
    ("k", '\u{643}', '\u{43a}'),
    ("l", '\u{644}', '\u{43b}'),
    ("m", '\u{645}', '\u{43c}'),
    ("n", '\u{646}', '\u{43d}'),
    ("r", '\u{631}', '\u{440}'),
    ("s", '\u{633}', '\u{441}'),
    ("t", '\u{62a}', '\u{442}'),
    ("z", '\u{632}', '\u{437}'),
];

const VOWELS: [Sound; 3] = [
    ("a", '\u{627}', '\u{430}'),
    ("i", '\u{64a}', '\u{438}'),
    ("u", '\u{648}', '\u{443}'),
];

/// An invented word in three scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) latin: String,
    pub(crate) arabic: String,
    pub(crate) cyrillic: String,
}

/// Invents a word.
pub(crate) fn word(prng: &mut Prng) -> Word {
    let mut word = Word {
        latin: String::new(),
        arabic: String::new(),
        cyrillic: String::new(),
    };
    for (ix, is_vowel) in [false, true, false, false, true, false, true, false]
        .into_iter()
        .enumerate()
    {
        let sounds: &[Sound] = if is_vowel { &VOWELS } else { &CONSONANTS };
        let (latin, arabic, cyrillic) = *prng.pick(sounds);
        if ix == 0 {
            word.latin.push_str(&latin.to_uppercase());
            word.cyrillic.extend(cyrillic.to_uppercase());
        } else {
            word.latin.push_str(latin);
            word.cyrillic.push(cyrillic);
        }
        word.arabic.push(arabic);
    }
    word
}

/// The Latin spelling with an accent on its first vowel, as French or Spanish copies write it.
pub(crate) fn accented(latin: &str) -> String {
    let accents = [('a', '\u{e1}'), ('i', '\u{ed}'), ('u', '\u{fa}')];
    let mut done = false;
    let accent = |letter: char| {
        let found = accents.iter().find(|(plain, _)| *plain == letter);
        match found {
            Some((_, accented)) if !done => {
                done = true;
                *accented
            }
            _ => letter,
        }
    };
    latin.chars().map(accent).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_as_many_letters_in_each_script() {
        let word = word(&mut Prng::of(&["word"], 1));
        let letters = |text: &str| text.chars().count();
        assert_eq!(letters(&word.latin), 8);
        assert_eq!(letters(&word.arabic), letters(&word.cyrillic));
        assert_eq!(letters(&accented(&word.latin)), 8);
        assert!(!accented(&word.latin).is_ascii());
    }
}
