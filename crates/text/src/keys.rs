//! Coarse keys by which an index finds tokens that may be alike, in whatever script.

use crate::sound::class;
use crate::types::{TokenClass, TokenRef};

/// Alternatives kept for one token.
const MOST_KEYS: usize = 16;

/// Appends the coarse keys of a token: two tokens that [`crate::token_similarity`] scores at 600
/// or more should share one. Keys come sorted, each once.
pub fn block_keys(token: TokenRef<'_>, out: &mut Vec<String>) {
    let start = out.len();
    match token.class {
        TokenClass::LegalForm => return,
        TokenClass::Number => out.push(format!("#{}", token.text)),
        TokenClass::Initial => out.push(format!("={}", token.text)),
        TokenClass::Word | TokenClass::Generic => {
            if token.sound.len() < 2 {
                out.push(format!("={}", token.text));
            } else {
                sound_keys(token.sound, out);
            }
        }
    }
    let mut keys = out.split_off(start);
    keys.sort_unstable();
    keys.dedup();
    out.append(&mut keys);
}

/// The coarse letters of one consonant; nothing for one that is often left out.
fn coarse(unit: u32) -> Vec<Option<char>> {
    use class::{B, C, D, F, G, H, J, K, L, M, N, P, Q, R, S, T, U, W, X, Y, Z};
    let mask = unit & class::MASK;
    let mut out = Vec::new();
    let mut add = |classes: u32, key: Option<char>| {
        if mask & classes != 0 && !out.contains(&key) {
            out.push(key);
        }
    };
    add(H | W | Y, None);
    add(B | P, Some('b'));
    add(T | D, Some('t'));
    add(S | Z, Some('s'));
    add(J, Some('j'));
    add(X | C, Some('x'));
    add(K | Q | G, Some('k'));
    add(U, Some('u'));
    add(F, Some('f'));
    add(L, Some('l'));
    add(R, Some('r'));
    add(M, Some('m'));
    add(N, Some('n'));
    out
}

fn sound_keys(sound: &[u32], out: &mut Vec<String>) {
    let mut keys = vec![String::new()];
    for &unit in &sound[..sound.len() - 1] {
        let alternatives = coarse(unit);
        let mut longer = Vec::with_capacity(keys.len() * alternatives.len());
        for key in &keys {
            for alternative in &alternatives {
                let mut key = key.clone();
                if let Some(letter) = alternative
                    && !key.ends_with(*letter)
                    && key.len() < 4
                {
                    key.push(*letter);
                }
                if !longer.contains(&key) {
                    longer.push(key);
                }
            }
        }
        longer.truncate(MOST_KEYS);
        keys = longer;
    }
    out.extend(keys);
}
