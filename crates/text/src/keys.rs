//! Coarse keys by which an index finds tokens that may be alike, in whatever script.
//!
//! A token becomes a string of at most five coarse consonants (nine letters; h, w, y and kha,
//! which spellings lose most, are left out). Its keys are that string and all strings with one
//! letter less, so that two tokens one consonant apart still meet. An ambiguous consonant gives
//! more strings.

use crate::sound::class::{self, B, C, D, F, G, H, J, K, L, M, N, P, Q, R, S, T, U, W, X, Y, Z};
use crate::sound::{gap, sound};
use crate::spelling::renderings;
use crate::types::{NameKind, Script, Token, TokenClass, TokenRef};

/// Coarse strings kept for one token; with more the names are so ambiguous that the first ones do.
const MOST_STRINGS: usize = 6;
/// Coarse consonants that are looked at.
const LONGEST: usize = 5;
/// Latin spellings of a word of another script that give it keys.
const RENDERINGS: usize = 4;
/// Coarse strings of a word of another script, by spelling and by sound.
const MOST_SPELLED: usize = 8;
/// The same for whole words.
const LONGEST_WHOLE: usize = 12;

/// Appends the coarse keys of a token: two tokens that [`crate::token_similarity`] scores at 600
/// or more should share one. Keys come sorted, each once.
///
/// ```
/// use kashf_text::{NameKind, block_keys, prepare};
/// let keys = |name| {
///     let mut keys = Vec::new();
///     block_keys(prepare(name, NameKind::Person).tokens[0].token.as_ref(), &mut keys);
///     keys
/// };
/// assert!(keys("Tarik").iter().any(|key| keys("Tareq").contains(key)));
/// ```
pub fn block_keys(token: TokenRef<'_>, out: &mut Vec<String>) {
    let mut keys = Vec::new();
    match token.class {
        TokenClass::LegalForm => {}
        TokenClass::Number => keys.push(format!("#{}", token.text)),
        TokenClass::Initial => keys.push(format!("={}", token.text)),
        TokenClass::Word | TokenClass::Generic => words(token, &mut keys),
    }
    keys.sort_unstable();
    keys.dedup();
    out.append(&mut keys);
}

/// Appends the keys of a word by all its consonants, the same in every script: for words that one
/// side writes together and the other apart (join the tokens, then ask). None for words with fewer
/// than three coarse consonants, which sound like too many others.
pub fn whole_keys(token: TokenRef<'_>, out: &mut Vec<String>) {
    let units = token.sound.split_last().map_or(&[][..], |(_, units)| units);
    if token.class != TokenClass::Word {
        return;
    }
    let mut all = strings(units, LONGEST_WHOLE);
    all.extend(spelled(token, LONGEST_WHOLE));
    let mut keys: Vec<String> = all
        .iter()
        .filter(|string| string.len() > 2)
        .map(|string| string_key(string, None))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    out.append(&mut keys);
}

/// Two neighbouring words of a name written as one; none when together they are no single word.
#[must_use]
pub fn join(a: &Token, b: &Token, kind: NameKind) -> Option<Token> {
    let words = a.class == TokenClass::Word && b.class == TokenClass::Word;
    if !words || a.script != b.script {
        return None;
    }
    let text = [&a.text[..], &b.text[..]].concat();
    if matches!(a.script, Script::Han | Script::Hangul) {
        // Read again they would come apart again.
        return Some(crate::tokens::token(text, a.script, TokenClass::Word));
    }
    let mut prepared = crate::prepare(&text, kind);
    let token = prepared.tokens.pop()?.token;
    prepared.tokens.is_empty().then_some(token)
}

fn words(token: TokenRef<'_>, keys: &mut Vec<String>) {
    if token.script == Script::Han || token.sound.len() < 2 {
        silent(token, keys);
    }
    if token.sound.len() < 2 {
        return;
    }
    let units = &token.sound[..token.sound.len() - 1];
    let mut strings = spelled(token, LONGEST);
    strings.extend(self::strings(units, LONGEST));
    strings.truncate(MOST_SPELLED);
    // Benyoussef and (bin) Youssef.
    let glued = token.script == Script::Latin
        && (token.text.starts_with("ben") || token.text.starts_with("bin"))
        && units.len() > 3;
    if glued {
        strings.extend(self::strings(&units[2..], LONGEST));
    }
    // Alahmadi and (al-)Ahmadi.
    let article = token.script == Script::Latin
        && (token.text.starts_with("al") || token.text.starts_with("el"))
        && units.len() > 2;
    if article {
        strings.extend(self::strings(&units[1..], LONGEST));
    }
    for string in strings {
        if string.len() < LONGEST {
            keys.push(string_key(&string, None));
        }
        // L is an article more often than not.
        if string.len() == 2 && string[0] == b'l' {
            keys.push(string_key(&string, Some(0)));
        }
        if string.len() == 3 {
            keys.push(string_key(&string, Some(2)));
        }
        if string.len() > 3 {
            for left_out in 0..string.len() {
                keys.push(string_key(&string, Some(left_out)));
            }
        }
    }
}

/// What another script is spelled as has the keys of the Latin words. Arabic needs none: 0.991 of
/// what is alike there meets by sound.
fn spelled(token: TokenRef<'_>, longest: usize) -> Vec<Vec<u8>> {
    let mut strings = Vec::new();
    if matches!(token.script, Script::Latin | Script::Arabic) {
        return strings;
    }
    for spelling in renderings(token.text, token.script, RENDERINGS) {
        let sound = sound(&spelling, Script::Latin);
        for string in self::strings(&sound[..sound.len().saturating_sub(1)], longest) {
            if !strings.contains(&string) {
                strings.push(string);
            }
        }
    }
    strings
}

/// Words whose script has no sounds here: their first and last letters, or each Han character.
fn silent(token: TokenRef<'_>, keys: &mut Vec<String>) {
    let letters: Vec<char> = token.text.chars().collect();
    if token.script == Script::Han {
        keys.extend(letters.iter().take(4).map(|c| format!("={c}")));
        return;
    }
    let head: String = letters.iter().take(2).collect();
    let tail: String = letters.iter().rev().take(2).rev().collect();
    keys.push(format!("={head}"));
    keys.push(format!("={tail}"));
}

/// A string as a key, with one letter left out; equal neighbours count once.
fn string_key(string: &[u8], left_out: Option<usize>) -> String {
    let mut key = String::with_capacity(string.len());
    let mut last = 0;
    for (at, &letter) in string.iter().enumerate() {
        if Some(at) != left_out && letter != last {
            key.push(char::from(letter));
            last = letter;
        }
    }
    if key.is_empty() { "~".to_owned() } else { key }
}

/// The coarse letters of one consonant, 0 for none: at most four.
fn coarse(unit: u32) -> ([u8; 4], usize) {
    const GROUPS: [(u32, u8); 9] = [
        (B | P, b'b'),
        (F, b'f'),
        (T | D, b't'),
        (S | Z | X | J | C, b's'),
        (K | Q | G, b'k'),
        (L, b'l'),
        (R, b'r'),
        (M, b'm'),
        (N, b'n'),
    ];
    let mask = unit & class::MASK;
    let mut letters = [0; 4];
    let mut count = 0;
    for (group, letter) in GROUPS {
        if mask & group != 0 && count < 3 {
            letters[count] = letter;
            count += 1;
        }
    }
    // Kha beside k says nothing more; beside nothing, or where a consonant is weak, it is lost.
    let lost = mask & (H | W | Y) != 0
        || (mask & U != 0 && mask & K == 0)
        || (unit >> 24) & gap::WEAK != 0
        || count == 0;
    if lost {
        letters[count] = 0;
        count += 1;
    }
    (letters, count)
}

fn strings(units: &[u32], longest: usize) -> Vec<Vec<u8>> {
    let mut strings: Vec<Vec<u8>> = vec![Vec::new()];
    for &unit in units {
        let (letters, count) = coarse(unit);
        let mut longer: Vec<Vec<u8>> = Vec::with_capacity(strings.len() * count);
        for string in &strings {
            for &letter in &letters[..count] {
                let mut string = string.clone();
                if letter != 0 && string.len() < longest && string.last() != Some(&letter) {
                    string.push(letter);
                }
                if !longer.contains(&string) {
                    longer.push(string);
                }
            }
        }
        longer.truncate(MOST_STRINGS);
        strings = longer;
    }
    strings
}
