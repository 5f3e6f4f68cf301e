//! Coarse keys by which an index finds tokens that may be alike, in whatever script.
//!
//! A token becomes a string of at most five coarse consonants (nine letters; h, w, y and kha,
//! which spellings lose most, are left out). Its keys are that string and all strings with one
//! letter less, so that two tokens one consonant apart still meet. An ambiguous consonant gives
//! more strings.

use crate::second::acronym_letters;
use crate::sound::class::{self, B, C, D, F, G, H, J, K, L, M, N, P, Q, R, S, T, U, W, X, Y, Z};
use crate::sound::{gap, latin_sounder};
use crate::spelling::renderings;
use crate::types::{NameKind, PreparedName, Script, Token, TokenClass, TokenRef};

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
    match token.class {
        TokenClass::LegalForm => {}
        TokenClass::Number => out.push(format!("#{}", token.text)),
        TokenClass::Initial => out.push(format!("={}", token.text)),
        TokenClass::Word | TokenClass::Generic => words(token, out),
    }
}

/// Appends the keys of a word by all its consonants, the same in every script: for words that one
/// side writes together and the other apart (join the tokens, then ask). None for words with fewer
/// than three coarse consonants, which sound like too many others.
pub fn whole_keys(token: TokenRef<'_>, out: &mut Vec<String>) {
    if token.class != TokenClass::Word {
        return;
    }
    let units = token.sound.split_last().map_or(&[][..], |(_, units)| units);
    let mut all = strings(units, LONGEST_WHOLE);
    all.extend(&spelled(token, LONGEST_WHOLE));
    let mut keys = Keys::default();
    for string in all.iter().filter(|string| string.length > 2) {
        keys.add(string, None);
    }
    keys.append(out);
}

/// What the name of an organization shares with its acronym (*Mining Development Bank*, *MDB*), as keys of the whole
/// name; none for other names.
#[must_use]
pub fn acronym_keys(name: &PreparedName) -> Vec<String> {
    if name.kind != NameKind::Organization {
        return Vec::new();
    }
    acronym_letters(&name.token_refs())
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

/// Letters of a word whose slips have keys of their own: its consonants are too few for one to be left out.
const SHORT: std::ops::RangeInclusive<usize> = 4..=7;

/// A short word and the word with each letter left out, so that two words one slip apart meet: *Kanan*,
/// *Kafan*. They begin with a sign that stands before all letters.
fn slipped(token: TokenRef<'_>, out: &mut Vec<String>) {
    let letters: Vec<char> = token.text.chars().take(SHORT.end() + 1).collect();
    let spelled = matches!(
        token.script,
        Script::Latin | Script::Arabic | Script::Cyrillic | Script::Greek | Script::Hebrew
    );
    if !spelled || !SHORT.contains(&letters.len()) || token.sound.len() > 4 {
        return;
    }
    let first = out.len();
    for left_out in 0..=letters.len() {
        let kept = letters.iter().enumerate().filter(|(at, _)| *at != left_out);
        out.push(
            std::iter::once('.')
                .chain(kept.map(|(_, letter)| *letter))
                .collect(),
        );
    }
    out[first..].sort_unstable();
    // Doubled letters give one key twice.
    out.dedup();
}

fn words(token: TokenRef<'_>, out: &mut Vec<String>) {
    slipped(token, out);
    if token.script == Script::Han || token.sound.len() < 2 {
        // They begin with a sign that stands before all letters.
        silent(token, out);
    }
    if token.sound.len() < 2 {
        return;
    }
    let units = &token.sound[..token.sound.len() - 1];
    let mut all = spelled(token, LONGEST);
    all.extend(&self::strings(units, LONGEST));
    all.truncate(MOST_SPELLED);
    // Benyoussef and (bin) Youssef.
    let glued = token.script == Script::Latin
        && (token.text.starts_with("ben") || token.text.starts_with("bin"))
        && units.len() > 3;
    if glued {
        all.extend(&self::strings(&units[2..], LONGEST));
    }
    // Alahmadi and (al-)Ahmadi.
    let article = token.script == Script::Latin
        && (token.text.starts_with("al") || token.text.starts_with("el"))
        && units.len() > 2;
    if article {
        all.extend(&self::strings(&units[1..], LONGEST));
    }
    let mut keys = Keys::default();
    for string in all.iter() {
        if string.length < LONGEST {
            keys.add(string, None);
        }
        // L is an article more often than not.
        if string.length == 2 && string.letter(0) == b'l' {
            keys.add(string, Some(0));
        }
        if string.length == 3 {
            keys.add(string, Some(2));
        }
        if string.length > 3 {
            for left_out in 0..string.length {
                keys.add(string, Some(left_out));
            }
        }
    }
    keys.append(out);
}

/// What another script is spelled as has the keys of the Latin words. Arabic needs none: 0.991 of
/// what is alike there meets by sound.
fn spelled(token: TokenRef<'_>, longest: usize) -> Strings {
    let mut all = Strings::default();
    if matches!(token.script, Script::Latin | Script::Arabic) {
        return all;
    }
    renderings(token.text, token.script, RENDERINGS, |spelling| {
        for string in strings(latin_sounder(spelling).consonants(), longest).iter() {
            if !all.contains(string) {
                all.push(*string);
            }
        }
    });
    all
}

/// Words whose script has no sounds here: their first and last letters, or each Han character.
/// Sorted, each once.
fn silent(token: TokenRef<'_>, out: &mut Vec<String>) {
    let mut keys: Vec<String> = if token.script == Script::Han {
        let letters = token.text.chars().take(4);
        letters.map(|c| format!("={c}")).collect()
    } else {
        let letters: Vec<char> = token.text.chars().collect();
        let head: String = letters.iter().take(2).collect();
        let tail: String = letters.iter().rev().take(2).rev().collect();
        vec![format!("={head}"), format!("={tail}")]
    };
    keys.sort_unstable();
    keys.dedup();
    out.append(&mut keys);
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

/// A string of coarse letters, at most [`LONGEST_WHOLE`]: the first in the highest byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Coarse {
    letters: u128,
    length: usize,
}

impl Coarse {
    const fn letter(&self, at: usize) -> u8 {
        (self.letters >> (120 - 8 * at)) as u8
    }

    /// With one letter more; equal neighbours count once.
    const fn with(mut self, letter: u8) -> Self {
        if self.length == 0 || self.letter(self.length - 1) != letter {
            self.letters |= (letter as u128) << (120 - 8 * self.length);
            self.length += 1;
        }
        self
    }
}

/// A few strings, in the order they were found.
#[derive(Debug)]
struct Strings {
    strings: [Coarse; Self::MOST],
    count: usize,
}

impl Default for Strings {
    fn default() -> Self {
        Self {
            strings: [Coarse::default(); Self::MOST],
            count: 0,
        }
    }
}

impl Strings {
    /// More than any caller makes: those of four spellings and of the sound.
    const MOST: usize = MOST_STRINGS * (RENDERINGS + 1);

    fn iter(&self) -> std::slice::Iter<'_, Coarse> {
        self.strings[..self.count].iter()
    }

    fn contains(&self, string: &Coarse) -> bool {
        self.iter().any(|known| known == string)
    }

    fn push(&mut self, string: Coarse) {
        if let Some(slot) = self.strings.get_mut(self.count) {
            *slot = string;
            self.count += 1;
        }
    }

    fn extend(&mut self, others: &Self) {
        others.iter().for_each(|string| self.push(*string));
    }

    fn truncate(&mut self, count: usize) {
        self.count = self.count.min(count);
    }
}

fn strings(units: &[u32], longest: usize) -> Strings {
    let (mut strings, mut longer) = (Strings::default(), Strings::default());
    let (mut now, mut next) = (&mut strings, &mut longer);
    now.push(Coarse::default());
    for &unit in units {
        let (letters, count) = coarse(unit);
        next.count = 0;
        for string in now.iter() {
            for &letter in &letters[..count] {
                let string = match letter {
                    0 => *string,
                    _ if string.length < longest => string.with(letter),
                    _ => *string,
                };
                if !next.contains(&string) {
                    next.push(string);
                }
            }
        }
        next.truncate(MOST_STRINGS);
        std::mem::swap(&mut now, &mut next);
    }
    if units.len().is_multiple_of(2) {
        strings
    } else {
        longer
    }
}

/// Keys on their way out: the letters of each in one number, which sorts as they do.
#[derive(Debug, Default)]
struct Keys(Vec<u128>);

impl Keys {
    /// A string as a key, with one letter left out; equal neighbours count once.
    fn add(&mut self, string: &Coarse, left_out: Option<usize>) {
        let mut key = Coarse::default();
        for at in (0..string.length).filter(|&at| Some(at) != left_out) {
            key = key.with(string.letter(at));
        }
        let none = u128::from(b'~') << 120;
        self.0
            .push(if key.length == 0 { none } else { key.letters });
    }

    /// Appends them sorted, each once.
    fn append(mut self, out: &mut Vec<String>) {
        self.0.sort_unstable();
        self.0.dedup();
        for key in self.0 {
            let letters = key.to_be_bytes();
            let letters = letters.iter().take_while(|&&letter| letter != 0);
            out.push(letters.map(|&letter| char::from(letter)).collect());
        }
    }
}
