//! A glance at two tokens: may they be alike at all?
//!
//! An index meets dozens of tokens for each that resembles a word of the query. Twenty-four bytes of each, read in
//! a row, rule most of them out before any measure is taken: twelve Latin letters (of a word of another
//! script those of its cheapest spelling) and ten consonants, each compared by bit-parallel edit
//! distance in some twenty nanoseconds.
//!
//! What it is not: a measure. It may rule out what [`crate::token_similarity`] finds alike, though seldom:
//! the bounds below were set on pairs of tokens that share a block key (`bench/speed`).
//!
//! SOURCE: Myers 1999 (a fast bit-vector algorithm), with neighbours that change places as in Hyyrö 2003.

use crate::classic::classes;
use crate::fold::latin_base;
use crate::nicknames::is_form;
use crate::sound::class::MASK;
use crate::spelling::renderings;
use crate::types::{Script, TokenClass, TokenRef};

/// Letters that are kept, five bits each.
const LETTERS: usize = 12;
/// Consonants that are kept, six bits each.
const SOUNDS: usize = 10;
/// Bounds, in per cent of the longer word. Of 746,000 pairs of tokens that share a key (1,775 query tokens against
/// 47,720 of seven lists) 14 % remain, with 99.9 % of those that reach 750 within a script and between Latin and
/// Cyrillic, and 99.7 % between Arabic and Latin; what is lost at 650 to 750 is chance (*albright*, *birth*). Counted
/// once, in a build that is not kept; what the bounds lose in answers is what `bench/speed` measures (part `loss`).
///
/// Consonants further apart than this are another word.
const FAR: u32 = 60;
/// Consonants and letters together, where letters say as much.
const TOGETHER: u32 = 100;
/// Consonants alone, where they do not.
const NEAR: u32 = 40;
/// Letters that a damaged word may have lost; in another script, where letters are guessed, and consonants there.
const DAMAGED: u32 = 50;
const DAMAGED_ACROSS: u32 = 65;
const SOUNDS_ACROSS: u32 = 67;
/// Letters, where consonants are between the two.
const SPELLED: u32 = 45;
/// The code of a consonant that no table knows; it fits every other.
const ANY: u8 = 63;

/// The sets of consonant classes that occur, by their code from 1. Part of the file format of an index.
const SETS: [u32; 62] = [
    0x02_0000, 0x00_8000, 0x00_4000, 0x00_0048, 0x00_0002, 0x00_1800, 0x01_0000, 0x00_0004,
    0x10_0180, 0x00_0001, 0x08_0001, 0x10_0400, 0x00_0010, 0x10_2020, 0x00_03A0, 0x00_01A8,
    0x00_0180, 0x00_0008, 0x00_0800, 0x14_0040, 0x00_0040, 0x00_0006, 0x04_0008, 0x04_0040,
    0x00_0200, 0x00_2000, 0x00_06A0, 0x00_0030, 0x00_0300, 0x08_0800, 0x00_1000, 0x00_001E,
    0x00_0400, 0x00_0020, 0x10_00C0, 0x00_0080, 0x00_0014, 0x00_0034, 0x04_0018, 0x00_8200,
    0x10_0000, 0x04_01C0, 0x00_0280, 0x00_2220, 0x10_0058, 0x10_0440, 0x00_C000, 0x04_0030,
    0x00_0220, 0x00_1801, 0x00_000A, 0x04_0020, 0x04_0060, 0x00_0024, 0x00_003A, 0x00_2020,
    0x08_0801, 0x10_0080, 0x00_8030, 0x04_0000, 0x04_000A, 0x04_0048,
];

/// Which codes share a class with each code.
const MEETS: [u64; 64] = meets();

const fn meets() -> [u64; 64] {
    let mut meets = [0; 64];
    let mut a = 1;
    while a < 64 {
        let mut b = 1;
        while b < 64 {
            let any = a == ANY as usize || b == ANY as usize;
            if any || SETS[a - 1] & SETS[b - 1] != 0 {
                meets[a] |= 1 << b;
            }
            b += 1;
        }
        a += 1;
    }
    meets
}

/// What is known of a token at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    letters: u64,
    sounds: u64,
    /// Which letters it has.
    bag: u32,
    /// The classic name that it is a spelling of, from 1; 0 for none.
    classic: u16,
    letter_count: u8,
    sound_count: u8,
    script: u8,
    class: u8,
    /// Consonants of an article or a *ben* that may be glued to its front.
    front: u8,
    /// A short form of a name, or a name that has some.
    nickname: bool,
}

/// The consonants that were measured last.
#[derive(Clone, Copy, Debug)]
pub struct LastSounds {
    sounds: u64,
    apart: u32,
}

impl Default for LastSounds {
    fn default() -> Self {
        Self {
            sounds: 0,
            apart: u32::MAX,
        }
    }
}

/// A token of the query, ready to be held against many signatures.
#[derive(Clone, Debug)]
pub struct Glance {
    own: Signature,
    /// Places of each letter.
    letters: [u32; 32],
    /// Places that each consonant fits.
    sounds: [u32; 64],
}

impl Signature {
    /// The signature of a token.
    #[must_use]
    pub fn of(token: TokenRef<'_>) -> Self {
        let mut signature = Self {
            script: token.script as u8,
            class: token.class as u8,
            classic: classic_of(token.text),
            front: front_of(token),
            nickname: token.class == TokenClass::Word && is_form(token.text),
            ..Self::default()
        };
        if token.script == Script::Latin {
            signature.take_letters(token.text.chars());
        } else {
            renderings(token.text, token.script, 1, |spelling| {
                signature.take_letters(spelling.iter().copied());
            });
        }
        let units = token.sound.split_last().map_or(&[][..], |(_, units)| units);
        for unit in units.iter().take(SOUNDS) {
            let code = SETS.iter().position(|&set| set == unit & MASK);
            let code = code.map_or(ANY, |at| at as u8 + 1);
            signature.sounds |= u64::from(code) << (6 * signature.sound_count);
            signature.sound_count += 1;
        }
        signature
    }

    /// Plain letters, those that are doubled once.
    fn take_letters(&mut self, text: impl Iterator<Item = char>) {
        let mut last = 0;
        for c in text {
            let code = match latin_base(c) {
                letter @ 'a'..='z' => letter as u8 - b'a' + 1,
                _ => 27,
            };
            if usize::from(self.letter_count) < LETTERS && code != last {
                self.letters |= u64::from(code) << (5 * self.letter_count);
                self.bag |= 1 << code;
                self.letter_count += 1;
            }
            last = code;
        }
    }

    /// As six numbers, to be kept in a table.
    #[must_use]
    pub fn to_words(self) -> [u32; 6] {
        let [classic, more] = (self.classic & 0x3FFF | u16::from(self.front) << 14).to_le_bytes();
        let counts = self.letter_count | self.sound_count << 4;
        let kinds = self.script | self.class << 4 | u8::from(self.nickname) << 7;
        let small = [counts, kinds, classic, more];
        [
            self.letters as u32,
            (self.letters >> 32) as u32,
            self.sounds as u32,
            (self.sounds >> 32) as u32,
            self.bag,
            u32::from_le_bytes(small),
        ]
    }

    /// From six numbers of a table; any numbers give a signature.
    #[must_use]
    pub fn from_words([a, b, c, d, bag, small]: [u32; 6]) -> Self {
        let [counts, kinds, classic, more] = small.to_le_bytes();
        Self {
            letters: u64::from(a) | u64::from(b) << 32,
            sounds: u64::from(c) | u64::from(d) << 32,
            bag,
            classic: u16::from_le_bytes([classic, more & 0x3F]),
            front: more >> 6,
            letter_count: (counts & 15).min(LETTERS as u8),
            sound_count: (counts >> 4).min(SOUNDS as u8),
            script: kinds & 15,
            class: kinds >> 4 & 7,
            nickname: kinds >> 7 != 0,
        }
    }

    /// The class of the token.
    #[must_use]
    pub const fn class(self) -> TokenClass {
        TokenClass::from_u8(self.class)
    }
}

impl Glance {
    /// Of a token.
    #[must_use]
    pub fn of(token: TokenRef<'_>) -> Self {
        Self::new(Signature::of(token))
    }

    /// Of a token whose signature was kept.
    #[must_use]
    pub fn new(own: Signature) -> Self {
        let (mut letters, mut sounds) = ([0; 32], [0; 64]);
        for at in 0..own.letter_count {
            letters[(own.letters >> (5 * at) & 31) as usize] |= 1 << at;
        }
        for at in 0..own.sound_count {
            let mut meets = MEETS[(own.sounds >> (6 * at) & 63) as usize];
            while meets != 0 {
                sounds[meets.trailing_zeros() as usize] |= 1 << at;
                meets &= meets - 1;
            }
        }
        Self {
            own,
            letters,
            sounds,
        }
    }

    /// False when the other token is hardly alike.
    #[must_use]
    pub fn may_resemble(&self, other: &Signature) -> bool {
        self.may_resemble_after(other, &mut LastSounds::default())
    }

    /// As [`Glance::may_resemble`] for one token after another: those of the same consonants, which stand
    /// together in an index, are measured once.
    #[must_use]
    pub fn may_resemble_after(&self, other: &Signature, last: &mut LastSounds) -> bool {
        const WORD: u8 = TokenClass::Word as u8;
        const GENERIC: u8 = TokenClass::Generic as u8;
        let own = &self.own;
        let words = matches!(own.class, WORD | GENERIC) && matches!(other.class, WORD | GENERIC);
        if !words || (own.class == GENERIC && other.class == GENERIC) {
            return true;
        }
        if own.classic != 0 && own.classic == other.classic {
            return true;
        }
        let consonants = u32::from(own.sound_count.max(other.sound_count)).max(1);
        if last.sounds != other.sounds || last.apart == u32::MAX {
            *last = LastSounds {
                sounds: other.sounds,
                apart: self.sounds_apart(other),
            };
        }
        let front = u32::from(own.front.abs_diff(other.front));
        let sounds = last.apart.saturating_sub(front) * 100 / consonants;
        if sounds > FAR {
            return false;
        }
        let (allowed, always) = if self.spelled_out(other) {
            (TOGETHER - sounds, sounds == 0)
        } else {
            (SPELLED, sounds <= NEAR)
        };
        let longest = u32::from(own.letter_count.max(other.letter_count)).max(1);
        // Letters that the other word has nowhere are lost in any case.
        let lost = |a: u32, b: u32| (a & !b).count_ones() * 100 / longest;
        always
            || (lost(own.bag, other.bag).max(lost(other.bag, own.bag)) <= allowed
                && self.letters_apart(other) * 100 / longest <= allowed)
    }

    /// Whether a slip, a cut or a short form may make one word of the other, within one script or across.
    #[must_use]
    pub fn may_be_damaged(&self, other: &Signature) -> bool {
        const INITIAL: u8 = TokenClass::Initial as u8;
        let own = &self.own;
        if own.class == INITIAL || other.class == INITIAL || own.nickname || other.nickname {
            return true;
        }
        let shorter = own.letter_count.min(other.letter_count);
        let longer = u32::from(own.letter_count.max(other.letter_count));
        if own.script != other.script {
            let consonants = u32::from(own.sound_count.max(other.sound_count));
            return Self::by_custom(own.script)
                || Self::by_custom(other.script)
                || self.sounds_apart(other) * 100 <= consonants * SOUNDS_ACROSS
                || self.letters_apart(other) * 100 <= longer * DAMAGED_ACROSS;
        }
        // St. and Saint.
        if shorter < 3 && (own.letters ^ other.letters) & 31 == 0 {
            return true;
        }
        // Cut off, or a short form that is a beginning.
        let begins = shorter > 1 && (own.letters ^ other.letters) & ((1 << (5 * shorter)) - 1) == 0;
        begins || self.letters_apart(other) * 100 <= longer * DAMAGED || self.may_resemble(other)
    }

    /// Scripts whose names are known by custom, not by sound.
    fn by_custom(script: u8) -> bool {
        matches!(
            Script::from_u8(script),
            Script::Han | Script::Hangul | Script::Hebrew
        )
    }

    /// Whether the letters say as much as the consonants: not where vowels are left out or characters stand
    /// for syllables.
    fn spelled_out(&self, other: &Signature) -> bool {
        const LATIN: u8 = Script::Latin as u8;
        const CYRILLIC: u8 = Script::Cyrillic as u8;
        let own = self.own.script;
        own == other.script || matches!((own, other.script), (LATIN, CYRILLIC) | (CYRILLIC, LATIN))
    }

    /// Consonants to leave out, put in, replace or turn.
    fn sounds_apart(&self, other: &Signature) -> u32 {
        let mut sounds = other.sounds;
        distance(self.own.sound_count, other.sound_count, || {
            let places = self.sounds[(sounds & 63) as usize];
            sounds >>= 6;
            places
        })
    }

    /// The same for letters.
    fn letters_apart(&self, other: &Signature) -> u32 {
        let mut letters = other.letters;
        distance(self.own.letter_count, other.letter_count, || {
            let places = self.letters[(letters & 31) as usize];
            letters >>= 5;
            places
        })
    }
}

/// Consonants of an article or a *ben* that a word may have at its front.
fn front_of(token: TokenRef<'_>) -> u8 {
    if token.script != Script::Latin || token.text.len() < 6 || token.sound.len() < 4 {
        return 0;
    }
    match token.text.get(..3) {
        Some("ben" | "bin") => 2,
        Some(front) if front.starts_with("al") || front.starts_with("el") => 1,
        _ => 0,
    }
}

/// The first classic name that a text may stand for, from 1; 0 for none.
fn classic_of(text: &str) -> u16 {
    classes(text).map_or(0, |classes| classes[0].saturating_add(1))
}

/// Edit distance of a pattern of so many places and a text of so many symbols; `next` gives the places
/// that the next symbol fits.
fn distance(pattern: u8, text: u8, mut next: impl FnMut() -> u32) -> u32 {
    if pattern == 0 {
        return u32::from(text);
    }
    let last = 1_u32 << (pattern - 1);
    let (mut positive, mut negative) = (u32::MAX, 0_u32);
    let (mut zero, mut before) = (u32::MAX, 0_u32);
    let mut score = u32::from(pattern);
    for _ in 0..text {
        let places = next();
        let swapped = ((!zero & places) << 1) & before;
        let fits = places | negative;
        zero = ((fits & positive).wrapping_add(positive) ^ positive) | fits | swapped;
        let up = negative | !(zero | positive);
        let down = zero & positive;
        score += u32::from(up & last != 0);
        score -= u32::from(down & last != 0);
        let up = up << 1 | 1;
        positive = (down << 1) | !(zero | up);
        negative = zero & up;
        before = places;
    }
    score
}
