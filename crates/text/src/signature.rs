//! What is kept of a token so that it can be looked at, at a glance ([`crate::Glance`]): twelve Latin letters (of a word of
//! another script those of its cheapest spelling), ten consonants, and a few marks, in 24 bytes.

use crate::classic::classes;
use crate::fold::latin_base;
use crate::nicknames::is_form;
use crate::sound::class::MASK;
use crate::spelling::renderings;
use crate::types::{Script, TokenClass, TokenRef};

/// Letters that are kept, five bits each.
pub(crate) const LETTERS: usize = 12;
/// Consonants that are kept, six bits each.
pub(crate) const SOUNDS: usize = 10;
/// The code of a consonant that no table knows; it fits every other.
pub(crate) const ANY: u8 = 63;

/// The sets of consonant classes that occur, by their code from 1. Part of the file format of an index.
pub(crate) const SETS: [u32; 62] = [
    0x02_0000, 0x00_8000, 0x00_4000, 0x00_0048, 0x00_0002, 0x00_1800, 0x01_0000, 0x00_0004,
    0x10_0180, 0x00_0001, 0x08_0001, 0x10_0400, 0x00_0010, 0x10_2020, 0x00_03A0, 0x00_01A8,
    0x00_0180, 0x00_0008, 0x00_0800, 0x14_0040, 0x00_0040, 0x00_0006, 0x04_0008, 0x04_0040,
    0x00_0200, 0x00_2000, 0x00_06A0, 0x00_0030, 0x00_0300, 0x08_0800, 0x00_1000, 0x00_001E,
    0x00_0400, 0x00_0020, 0x10_00C0, 0x00_0080, 0x00_0014, 0x00_0034, 0x04_0018, 0x00_8200,
    0x10_0000, 0x04_01C0, 0x00_0280, 0x00_2220, 0x10_0058, 0x10_0440, 0x00_C000, 0x04_0030,
    0x00_0220, 0x00_1801, 0x00_000A, 0x04_0020, 0x04_0060, 0x00_0024, 0x00_003A, 0x00_2020,
    0x08_0801, 0x10_0080, 0x00_8030, 0x04_0000, 0x04_000A, 0x04_0048,
];

/// What is known of a token at a glance, as it stands in a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    pub(crate) letters: u64,
    pub(crate) sounds: u64,
    /// From the lowest bit: which letters it has (32 bits), number of letters (4), of sounds (4), script (4), class (3),
    /// whether it is a short form of a name or a name that has some (1), the classic name that it is a spelling of, from 1
    /// (14), consonants of an article or a *ben* that may be glued to its front (2).
    more: u64,
}

impl Signature {
    /// The signature of a token.
    #[must_use]
    pub fn of(token: TokenRef<'_>) -> Self {
        let mut spelled = Spelled::default();
        if token.script == Script::Latin {
            spelled.take(token.text.chars());
        } else {
            renderings(token.text, token.script, 1, |spelling| {
                spelled.take(spelling.iter().copied());
            });
        }
        let (mut sounds, mut sound_count) = (0, 0);
        let units = token.sound.split_last().map_or(&[][..], |(_, units)| units);
        for unit in units.iter().take(SOUNDS) {
            let code = SETS.iter().position(|&set| set == unit & MASK);
            let code = code.map_or(ANY, |at| at as u8 + 1);
            sounds |= u64::from(code) << (6 * sound_count);
            sound_count += 1;
        }
        let nickname = token.class == TokenClass::Word && is_form(token.text);
        let more = [
            (u64::from(spelled.bag), 0),
            (u64::from(spelled.count), 32),
            (sound_count, 36),
            (token.script as u64, 40),
            (token.class as u64, 44),
            (u64::from(nickname), 47),
            (u64::from(classic_of(token.text) & 0x3FFF), 48),
            (front_of(token), 62),
        ];
        Self {
            letters: spelled.letters,
            sounds,
            more: more.iter().fold(0, |all, (part, at)| all | part << at),
        }
    }

    /// As three numbers, to be kept in a table.
    #[must_use]
    pub const fn to_words(self) -> [u64; 3] {
        [self.letters, self.sounds, self.more]
    }

    /// From three numbers of a table; any numbers give a signature.
    #[must_use]
    pub const fn from_words([letters, sounds, more]: [u64; 3]) -> Self {
        Self {
            letters,
            sounds,
            more,
        }
    }

    /// A number by which tokens stand in the order of their consonants, those that begin alike side by side.
    #[must_use]
    pub fn in_order_of_sounds(self) -> u64 {
        let places =
            (0..SOUNDS).map(|at| (self.sounds >> (6 * at) & 63) << (6 * (SOUNDS - 1 - at)));
        places.sum()
    }

    /// The class of the token.
    #[must_use]
    #[inline]
    pub const fn class(&self) -> TokenClass {
        TokenClass::from_u8((self.more >> 44 & 7) as u8)
    }

    #[inline(always)]
    pub(crate) const fn bag(&self) -> u32 {
        self.more as u32
    }

    #[inline(always)]
    pub(crate) fn letter_count(&self) -> u32 {
        (self.more >> 32 & 15).min(LETTERS as u64) as u32
    }

    #[inline(always)]
    pub(crate) fn sound_count(&self) -> u32 {
        (self.more >> 36 & 15).min(SOUNDS as u64) as u32
    }

    #[inline(always)]
    pub(crate) const fn script(&self) -> u8 {
        (self.more >> 40 & 15) as u8
    }

    pub(crate) const fn is_nickname(&self) -> bool {
        self.more >> 47 & 1 != 0
    }

    #[inline(always)]
    pub(crate) const fn classic(&self) -> u32 {
        (self.more >> 48 & 0x3FFF) as u32
    }

    #[inline(always)]
    pub(crate) const fn front(&self) -> u32 {
        (self.more >> 62) as u32
    }
}

/// Plain letters, those that are doubled once.
#[derive(Default)]
struct Spelled {
    letters: u64,
    bag: u32,
    count: u8,
}

impl Spelled {
    fn take(&mut self, text: impl Iterator<Item = char>) {
        let mut last = 0;
        for c in text {
            let code = match latin_base(c) {
                letter @ 'a'..='z' => letter as u8 - b'a' + 1,
                _ => 27,
            };
            if usize::from(self.count) < LETTERS && code != last {
                self.letters |= u64::from(code) << (5 * self.count);
                self.bag |= 1 << code;
                self.count += 1;
            }
            last = code;
        }
    }
}

/// Consonants of an article or a *ben* that a word may have at its front.
fn front_of(token: TokenRef<'_>) -> u64 {
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
