//! Korean syllables and Japanese kana to sounds, by their regular structure. Not Han characters.

use super::Sounder;
use super::class::{B, C, D, F, G, H, J, K, L, M, N, P, Q, R, S, T, U, W, X, Y, Z};
use super::gap::{A as A_, I as I_, U as U_};

/// Syllables read; longer words are cut.
const MAX_SYLLABLES: usize = 32;

/// Leading consonants of Hangul in the order of Unicode; 0 is the silent ieung.
const LEADS: [u32; 19] = [
    K | G,
    K | G,
    N,
    T | D,
    T | D,
    R | L,
    M,
    B | P,
    B | P,
    S | X,
    S | X,
    0,
    J | C | Z,
    J | C | Z,
    C | X,
    K,
    T,
    P | F | B,
    H,
];

/// Vowels of Hangul: glide class (or 0) and quality.
const VOWELS: [(u32, u32); 21] = [
    (0, A_),
    (0, A_ | I_),
    (Y, A_),
    (Y, A_ | I_),
    (0, A_ | U_),
    (0, A_ | I_),
    (Y, A_ | U_),
    (Y, A_ | I_),
    (0, U_ | A_),
    (W, A_),
    (W, A_ | I_),
    (W, A_ | I_),
    (Y, U_ | A_),
    (0, U_),
    (W, A_ | U_),
    (W, A_ | I_),
    (W, I_),
    (Y, U_),
    (0, U_),
    (0, I_ | U_),
    (0, I_),
];

/// Closing consonants of Hangul; 0 none. Ieung (21) is handled apart.
const TAILS: [u32; 28] = [
    0,
    K | G,
    K | G,
    K | G,
    N,
    N,
    N,
    T | D,
    R | L,
    K | G,
    M,
    B | P,
    S,
    T | D,
    B | P,
    R | L,
    M,
    B | P,
    B | P,
    T | S,
    T | S,
    N,
    T | J,
    T | C,
    K | G,
    T | D,
    P | B,
    H,
];

/// The sound of a Korean word.
pub(super) fn hangul(text: &str) -> Vec<u32> {
    let mut sounder = Sounder::new(false);
    for c in text.chars().take(MAX_SYLLABLES) {
        let Some(index) = (c as usize).checked_sub(0xAC00).filter(|&i| i < 11_172) else {
            continue;
        };
        let (lead, vowel, tail) = (index / 588, index % 588 / 28, index % 28);
        let (glide, quality) = VOWELS[vowel];
        if LEADS[lead] != 0 {
            sounder.consonant(LEADS[lead]);
        } else if glide != 0 {
            sounder.weak(glide);
        }
        sounder.vowel(quality);
        if tail == 21 {
            sounder.consonant(N);
            sounder.weak(G);
        } else if TAILS[tail] != 0 {
            sounder.consonant(TAILS[tail]);
        }
    }
    sounder.finish()
}

/// Katakana from U+30A1 in the order of Unicode: consonant classes and vowel.
const KANA: [(u32, u32); 86] = {
    const E: u32 = A_ | I_;
    const O: u32 = A_ | U_;
    const RL: u32 = R | L;
    const BV: u32 = B | F | W;
    [
        (0, A_),
        (0, A_),
        (0, I_),
        (0, I_),
        (0, U_),
        (0, U_),
        (0, E),
        (0, E),
        (0, O),
        (0, O),
        (K | Q, A_),
        (G, A_),
        (K | Q, I_),
        (G, I_),
        (K | Q, U_),
        (G, U_),
        (K | Q, E),
        (G, E),
        (K | Q, O),
        (G, O),
        (S | T, A_),
        (Z | D, A_),
        (X | S, I_),
        (J | Z | D, I_),
        (S | T, U_),
        (Z | D, U_),
        (S | T, E),
        (Z | D, E),
        (S | T, O),
        (Z | D, O),
        (T, A_),
        (D, A_),
        (C | X | T, I_),
        (J | D, I_),
        (T, 0),
        (T | S | C, U_),
        (Z | D, U_),
        (T, E),
        (D, E),
        (T, O),
        (D, O),
        (N, A_),
        (N, I_),
        (N, U_),
        (N, E),
        (N, O),
        (H | U, A_),
        (BV, A_),
        (P, A_),
        (H | U, I_),
        (BV, I_),
        (P, I_),
        (F | H, U_),
        (BV, U_),
        (P, U_),
        (H | U, E),
        (BV, E),
        (P, E),
        (H | U, O),
        (BV, O),
        (P, O),
        (M, A_),
        (M, I_),
        (M, U_),
        (M, E),
        (M, O),
        (0, A_),
        (Y, A_),
        (0, U_),
        (Y, U_),
        (0, O),
        (Y, O),
        (RL, A_),
        (RL, I_),
        (RL, U_),
        (RL, E),
        (RL, O),
        (W, A_),
        (W, A_),
        (W, I_),
        (W, E),
        (W, O),
        (N, 0),
        (BV, U_),
        (K, A_),
        (K, E),
    ]
};

/// The sound of a Japanese word in kana (folded to katakana).
pub(super) fn kana(text: &str) -> Vec<u32> {
    let mut sounder = Sounder::new(false);
    for c in text.chars().take(MAX_SYLLABLES) {
        // Small tsu doubles the next consonant, which sounds ignore.
        if c == '\u{30C3}' {
            continue;
        }
        let Some(&(mask, quality)) = (c as usize)
            .checked_sub(0x30A1)
            .and_then(|index| KANA.get(index))
        else {
            continue;
        };
        if mask & (Y | W) != 0 && sounder.consonants().is_empty() {
            sounder.weak(mask);
        } else if mask != 0 {
            sounder.consonant(mask);
        }
        if quality != 0 {
            sounder.vowel(quality);
        }
    }
    sounder.finish()
}
