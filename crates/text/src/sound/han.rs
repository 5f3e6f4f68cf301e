//! Han characters to sounds, by their Mandarin reading (pinyin). Not Japanese, not Cantonese.
//!
//! SOURCE: `data/names/pinyin.tsv`, compiled by `cargo xtask gen` with the crate pinyin (MIT).

use std::sync::OnceLock;

use super::Sounder;
use super::class::{B, C, D, F, G, H, J, K, L, M, N, P, R, S, T, U, W, X, Y, Z};
use super::gap::{A as A_, I as I_, U as U_};
use crate::tables::rows;

const READINGS: &str = include_str!("../../../../data/names/pinyin.tsv");
/// Characters read; longer words are cut.
const MAX_CHARACTERS: usize = 16;

/// The reading of one character.
pub(crate) fn reading(c: char) -> Option<&'static str> {
    /// The numbers of the syllables by character, from 1, and the syllables.
    type Table = (Vec<u16>, Vec<&'static str>);
    static TABLE: OnceLock<Table> = OnceLock::new();
    let (numbers, syllables) = TABLE.get_or_init(|| {
        let mut table = Table::default();
        for (syllable, characters) in rows(READINGS) {
            table.1.push(syllable);
            for c in characters.chars() {
                let at = (c as usize).saturating_sub(FIRST);
                if at >= table.0.len() {
                    table.0.resize(at + 1, 0);
                }
                table.0[at] = table.1.len() as u16;
            }
        }
        table
    });
    let number = numbers.get((c as usize).checked_sub(FIRST)?)?;
    syllables.get(usize::from(*number).checked_sub(1)?).copied()
}

/// Below it stands no character of the table.
const FIRST: usize = 0x3000;

/// The sound of a word in Han characters.
pub(super) fn encode(text: &str) -> Vec<u32> {
    let mut sounder = Sounder::new(false);
    for syllable in text.chars().take(MAX_CHARACTERS).filter_map(reading) {
        utter(syllable, &mut sounder);
    }
    sounder.finish()
}

/// The classes of a pinyin initial, and how many letters it takes.
fn initial(syllable: &str) -> (u32, usize) {
    let letters = syllable.as_bytes();
    match (letters[0], letters.get(1)) {
        (b'z', Some(b'h')) => (J | C | Z, 2),
        (b'c', Some(b'h')) => (C | X, 2),
        (b's', Some(b'h')) => (X | S, 2),
        (b'b', _) => (B | P, 1),
        (b'p', _) => (P | B, 1),
        (b'm', _) => (M, 1),
        (b'f', _) => (F, 1),
        (b'd', _) => (D | T, 1),
        (b't', _) => (T, 1),
        (b'n', _) => (N, 1),
        // Chinese hears r in foreign names as l.
        (b'l', _) => (L | R, 1),
        (b'g', _) => (G | K, 1),
        (b'k', _) => (K, 1),
        (b'h', _) => (H | U, 1),
        (b'j', _) => (J | C, 1),
        (b'q', _) => (C | X, 1),
        (b'x', _) => (X | S, 1),
        (b'r', _) => (R | J | Z, 1),
        (b'z', _) => (Z | S | J | T, 1),
        (b'c', _) => (S | C | T, 1),
        (b's', _) => (S, 1),
        _ => (0, 0),
    }
}

fn utter(syllable: &str, sounder: &mut Sounder) {
    let (mask, length) = initial(syllable);
    if mask == H | U {
        sounder.weak(mask);
    } else if mask != 0 {
        sounder.consonant(mask);
    }
    let mut letters = syllable.bytes().skip(length).peekable();
    while let Some(letter) = letters.next() {
        match letter {
            b'y' => sounder.weak(Y),
            b'w' => sounder.weak(W),
            b'a' => sounder.vowel(A_),
            b'e' => sounder.vowel(A_ | I_),
            b'i' => sounder.vowel(I_),
            b'o' => sounder.vowel(U_ | A_),
            b'u' | b'v' => sounder.vowel(U_),
            b'r' => sounder.consonant(R),
            b'n' => {
                sounder.consonant(N);
                if letters.peek() == Some(&b'g') {
                    sounder.weak(G);
                }
            }
            _ => {}
        }
    }
}
