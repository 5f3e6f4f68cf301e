//! Latin spellings to sounds: English, French, German, Turkish and Spanish habits at once.

use super::class::{B, C, D, F, G, H, J, K, L, M, N, P, Q, R, S, T, U, W, X, Y, Z};
use super::{Sounder, gap};

/// Letters read; longer words are cut.
const MAX_LETTERS: usize = 64;

pub(super) fn encode(text: &str) -> Sounder {
    let mut letters = ['\0'; MAX_LETTERS];
    if text.is_ascii() {
        for (slot, b) in letters.iter_mut().zip(text.bytes()) {
            *slot = char::from(b);
        }
        return encode_letters(&letters[..text.len().min(MAX_LETTERS)]);
    }
    let mut count = 0;
    for (slot, letter) in letters.iter_mut().zip(text.chars()) {
        *slot = letter;
        count += 1;
    }
    encode_letters(&letters[..count])
}

/// The sound of a Latin word that is given by its letters.
pub(crate) fn encode_letters(letters: &[char]) -> Sounder {
    let letters = &letters[..letters.len().min(MAX_LETTERS)];
    let mut sounder = Sounder::new(false);
    let mut at = 0;
    while at < letters.len() {
        at += step(letters, at, &mut sounder);
    }
    sounder
}

fn is_vowel(c: Option<&char>) -> bool {
    matches!(c, Some('a' | 'e' | 'i' | 'o' | 'u'))
}

fn vowel_quality(c: char) -> u32 {
    match c {
        'a' => gap::A,
        'e' => gap::A | gap::I,
        'i' | 'y' => gap::I,
        'o' => gap::U | gap::A,
        _ => gap::U,
    }
}

/// Reads what stands at `at`; returns how many letters it took.
fn step(letters: &[char], at: usize, sounder: &mut Sounder) -> usize {
    let rest = &letters[at..];
    let c = rest[0];
    let next = rest.get(1);
    let start = at == 0;
    match (c, next) {
        // Oualid, Ouattara; elsewhere ou is u.
        ('o', Some('u')) if start && matches!(rest.get(2), Some('a' | 'e' | 'i' | 'y')) => {
            sounder.consonant(W);
            return 2;
        }
        ('o', Some('u')) => {
            sounder.vowel(gap::U);
            return 2;
        }
        ('e', Some('e')) => {
            sounder.vowel(gap::I);
            return 2;
        }
        ('o', Some('o')) => {
            sounder.vowel(gap::U);
            return 2;
        }
        ('y' | 'i', _) if start && matches!(next, Some('a' | 'e' | 'o' | 'u')) => {
            sounder.consonant(Y);
            return 1;
        }
        ('a' | 'e' | 'i' | 'o' | 'u', _) => {
            sounder.vowel(vowel_quality(c));
            return 1;
        }
        ('y' | 'w', _) if !start => {
            sounder.vowel(vowel_quality(c));
            return 1;
        }
        // Final h is written for a final a.
        ('h', None) if !start => return 1,
        _ => {}
    }
    // Abd and what it is joined to: its d begins no digraph with the next letter.
    if at == 2 && letters.len() > 4 && letters.starts_with(&['a', 'b', 'd']) {
        sounder.consonant(D);
        return 1;
    }
    consonant(rest, start, sounder)
}

fn consonant(rest: &[char], start: bool, sounder: &mut Sounder) -> usize {
    if let Some((mask, length)) = cluster(rest) {
        sounder.consonant(mask);
        return match rest {
            // Dz may be two sounds: Ahmadzai.
            ['d', 'z', ..] if length == 2 => {
                sounder.weak(Z);
                length
            }
            // `qu` keeps its u as a vowel: Quraishi.
            ['q', ..] => 1,
            _ => length,
        };
    }
    let last = rest.len() == 1;
    let mask = match rest[0] {
        'b' => B,
        'p' => B | P,
        // Ahmet, Halit: final t for d.
        't' => {
            if last {
                T | D
            } else {
                T
            }
        }
        'd' => D,
        's' => S | X,
        'z' => Z,
        'j' => {
            if start && !is_vowel(rest.get(1)) {
                J
            } else {
                J | Y | U
            }
        }
        'c' => K | S | J | Q,
        'k' => K | Q | U,
        'q' => {
            if rest.get(1) == Some(&'i') {
                K | Q | C | X
            } else {
                K | Q
            }
        }
        'x' => {
            if start {
                sounder.consonant(X | U | S | Z);
            } else {
                // Bexit or Alexander: a kha, or k with s.
                sounder.consonant(K | U | X);
                sounder.weak(S);
            }
            return 1;
        }
        'g' => {
            // Wang, Yang: the g after n is half heard.
            if !start && (last || !is_vowel(rest.get(1))) && sounder_ends_in_n(sounder) {
                sounder.weak(G);
                return 1;
            }
            // K: Persian gaf is often written as kaf.
            G | J | Q | K
        }
        'h' => {
            sounder.weak(H | U);
            return 1;
        }
        'f' => F,
        'v' => F | W,
        'w' => W,
        'y' => Y,
        'l' => L,
        'r' => R,
        'm' => M,
        'n' => N,
        // Letters that keep their mark: c and s cedilla, z caron, g breve, d stroke, n tilde.
        '\u{E7}' => C | S,
        '\u{15F}' => X | S,
        '\u{17E}' => J | Z,
        '\u{11F}' => {
            sounder.weak(G | Q);
            return 1;
        }
        '\u{111}' => J | D,
        '\u{F1}' => N,
        _ => return 1,
    };
    sounder.consonant(mask);
    1
}

/// The classes of letters that are one sound, and how many they are; the longest spelling first.
const fn cluster(rest: &[char]) -> Option<(u32, usize)> {
    Some(match rest {
        ['d', 's', 'c', 'h', ..] => (J, 4),
        ['t', 's', 'c', 'h', ..] => (C | X, 4),
        ['s', 'h', 'c', 'h', ..] => (X | C, 4),
        ['t', 'c', 'h', ..] => (C | X, 3),
        ['s', 'c', 'h', ..] => (X, 3),
        ['d', 'z', 'h', ..] => (J, 3),
        ['k', 'h', ..] => (U | H, 2),
        ['g', 'h', ..] => (G | Q, 2),
        ['s', 'h', ..] => (X, 2),
        ['c', 'h', ..] => (X | U | C, 2),
        ['t', 'h', ..] => (T | S | D | Z, 2),
        ['d', 'h', ..] => (D | Z, 2),
        ['p', 'h', ..] => (F, 2),
        ['d', 'j', ..] => (J, 2),
        ['d', 'z', ..] => (J | D | Z, 2),
        ['z', 'h', ..] => (J | Z, 2),
        ['c', 'k', ..] => (K, 2),
        ['q', 'u', ..] => (K | Q, 2),
        ['t', 's', ..] => (S | C, 2),
        ['t', 'z', ..] => (S | C | Z, 2),
        ['r', 'h', ..] => (R | G, 2),
        ['c', 'z', ..] => (C | S | Z, 2),
        ['s', 'z', ..] => (S | X, 2),
        ['s', 's', ..] => (S, 2),
        ['t', 't', ..] => (T | D, 2),
        ['b', 'h', ..] => (B, 2),
        ['w', 'h', ..] => (W, 2),
        // S cedilla twice.
        ['\u{15F}', '\u{15F}', ..] => (X, 2),
        _ => return None,
    })
}

fn sounder_ends_in_n(sounder: &Sounder) -> bool {
    sounder.gap & gap::VOWEL == 0 && sounder.last() == Some(N)
}
