//! A glance at two tokens: may they be alike at all?
//!
//! An index meets dozens of tokens for each that resembles a word of the query. Twenty-four bytes of each ([`Signature`]),
//! read in a row, rule most of them out before any measure is taken: letters and consonants are compared by
//! bit-parallel edit distance in some twenty nanoseconds.
//!
//! What it is not: a measure. It may rule out what [`crate::token_similarity`] finds alike, though seldom:
//! the bounds below were set on pairs of tokens that share a block key (`bench/speed`).
//!
//! SOURCE: Myers 1999 (a fast bit-vector algorithm), with neighbours that change places as in Hyyrö 2003.

use crate::signature::{ANY, LETTERS, SETS, SOUNDS, Signature};
use crate::types::{Script, TokenClass, TokenRef};

/// Bounds, in per cent of the longer word, set on queries that are not in `bench/speed`; what they lose in answers is
/// what `bench/speed` measures (part `loss`).
///
/// Consonants further apart than this are another word.
const FAR: u32 = 60;
/// Consonants and letters together, where letters say as much.
const TOGETHER: u32 = 92;
/// Letters where they do not, by how far the consonants are apart: up to so much, so far.
const GUESSED: [(u32, u32); 3] = [(20, 100), (40, 75), (FAR, 45)];
/// Letters that a damaged word may have lost, and how many at most.
const DAMAGED: u32 = 45;
const MOST_DAMAGED: u32 = 3;
/// The same in another script, where letters are guessed and words joined otherwise; and consonants there.
const DAMAGED_ACROSS: u32 = 65;
const SOUNDS_ACROSS: u32 = 67;
/// Letters of a word that one letter may make another one.
const SHORT: u32 = 5;

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

/// Most letters that two words may be apart, by whether they are spelled out, the consonants of the one that has more of
/// them, how far these are apart, and the letters of the longer word.
const MOST_APART: [[[[u8; LETTERS + 1]; SOUNDS + 1]; SOUNDS + 1]; 2] = most_apart();
/// Another word, whatever the letters.
const NONE: u8 = u8::MAX;
/// As far as letters can be.
const ANY_LETTERS: u8 = u8::MAX - 1;

const fn most_apart() -> [[[[u8; LETTERS + 1]; SOUNDS + 1]; SOUNDS + 1]; 2] {
    let mut most = [[[[NONE; LETTERS + 1]; SOUNDS + 1]; SOUNDS + 1]; 2];
    let mut consonants = 1;
    while consonants <= SOUNDS {
        let mut apart = 0;
        while apart * 100 <= FAR as usize * consonants {
            let mut longest = 1;
            while longest <= LETTERS {
                most[0][consonants][apart][longest] = guessed(apart, consonants, longest);
                most[1][consonants][apart][longest] = spelled(apart, consonants, longest);
                longest += 1;
            }
            apart += 1;
        }
        consonants += 1;
    }
    most
}

const fn guessed(apart: usize, consonants: usize, longest: usize) -> u8 {
    let mut step = 0;
    while apart * 100 > GUESSED[step].0 as usize * consonants {
        step += 1;
    }
    let letters = GUESSED[step].1 as usize * longest / 100;
    if letters == longest {
        ANY_LETTERS
    } else {
        letters as u8
    }
}

const fn spelled(apart: usize, consonants: usize, longest: usize) -> u8 {
    if apart == 0 {
        return ANY_LETTERS;
    }
    let hundredths = (TOGETHER as usize * consonants - apart * 100) * longest / consonants;
    (hundredths / 100) as u8
}

/// What the consonants say before the letters are measured.
pub(crate) enum First {
    No,
    Yes,
    /// So many letters may be apart.
    Letters(u32),
}

/// A token of the query, ready to be held against many signatures.
#[derive(Clone, Debug)]
pub struct Glance {
    pub(crate) own: Signature,
    /// Places of each letter.
    pub(crate) letters: [u16; 32],
    /// Places that each consonant fits.
    pub(crate) sounds: [u16; 64],
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
        for at in 0..own.letter_count() {
            letters[(own.letters >> (5 * at) & 31) as usize] |= 1 << at;
        }
        for at in 0..own.sound_count() {
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

    /// False when the other token is hardly alike; for many at once there is [`Glance::sift`].
    #[must_use]
    pub fn may_resemble(&self, other: &Signature) -> bool {
        match self.first(other, || self.sounds_apart(other)) {
            First::No => false,
            First::Yes => true,
            First::Letters(most) => self.letters_apart(other) <= most,
        }
    }

    #[inline(always)]
    pub(crate) fn first(&self, other: &Signature, sounds_apart: impl FnOnce() -> u32) -> First {
        use TokenClass::{Generic, Word};
        let own = &self.own;
        let classes = (own.class(), other.class());
        if !matches!(classes, (Word, Word | Generic) | (Generic, Word)) {
            return First::Yes;
        }
        if own.classic() != 0 && own.classic() == other.classic() {
            return First::Yes;
        }
        let consonants = own.sound_count().max(other.sound_count()).max(1) as usize;
        let apart = sounds_apart().saturating_sub(own.front().abs_diff(other.front()));
        let longest = own.letter_count().max(other.letter_count()).max(1) as usize;
        let spelled = usize::from(self.spelled_out(other));
        // A count of consonants is at most ten, and so is how far they are apart.
        let most = MOST_APART[spelled][consonants][(apart as usize).min(SOUNDS)][longest];
        match most {
            NONE => First::No,
            ANY_LETTERS => First::Yes,
            most => {
                // Letters that the other word has nowhere are lost in any case.
                let lost = |a: u32, b: u32| (a & !b).count_ones();
                let lost = lost(own.bag(), other.bag()).max(lost(other.bag(), own.bag()));
                if lost > u32::from(most) {
                    First::No
                } else {
                    First::Letters(most.into())
                }
            }
        }
    }

    /// Whether a slip, a cut or a short form may make one word of the other, within one script or across.
    #[must_use]
    pub fn may_be_damaged(&self, other: &Signature) -> bool {
        let own = &self.own;
        let initial = |one: &Signature| one.class() == TokenClass::Initial;
        let generic = |one: &Signature| one.class() == TokenClass::Generic;
        // Everyday words are known by what they mean.
        if initial(own) || initial(other) || (generic(own) && generic(other)) {
            return true;
        }
        // A short form and its name, or a spelling of that.
        let names = |one: &Signature| one.is_nickname() || one.classic() != 0;
        if own.is_nickname() && names(other) || other.is_nickname() && names(own) {
            return true;
        }
        let shorter = own.letter_count().min(other.letter_count());
        let longer = own.letter_count().max(other.letter_count());
        if own.script() != other.script() {
            let consonants = own.sound_count().max(other.sound_count());
            let front = own.front().abs_diff(other.front());
            return by_custom(own.script())
                || by_custom(other.script())
                || self.letters_apart(other) * 100 <= longer * DAMAGED_ACROSS
                || self.sounds_apart(other).saturating_sub(front) * 100
                    <= consonants * SOUNDS_ACROSS;
        }
        // St. and Saint.
        if shorter < 3 && (own.letters ^ other.letters) & 31 == 0 {
            return true;
        }
        // Cut off, or a short form that is a beginning.
        let begins = shorter > 1 && (own.letters ^ other.letters) & ((1 << (5 * shorter)) - 1) == 0;
        begins
            || self.letters_apart(other) <= MOST_DAMAGED.min(longer * DAMAGED / 100)
            || self.may_resemble(other)
    }

    /// Whether two words of one script, not short, are one letter apart: one more, another, or two in each other's place.
    #[must_use]
    pub fn is_one_letter_apart(&self, other: &Signature) -> bool {
        let own = &self.own;
        let shorter = own.letter_count().min(other.letter_count());
        own.script() == other.script()
            && shorter >= SHORT
            && own.letter_count().abs_diff(other.letter_count()) < 2
            && (own.bag() ^ other.bag()).count_ones() < 3
            && self.letters_apart(other) == 1
    }

    /// Whether the letters say as much as the consonants: not where vowels are left out or characters stand
    /// for syllables.
    fn spelled_out(&self, other: &Signature) -> bool {
        const LATIN: u8 = Script::Latin as u8;
        const CYRILLIC: u8 = Script::Cyrillic as u8;
        let (own, other) = (self.own.script(), other.script());
        own == other || matches!((own, other), (LATIN, CYRILLIC) | (CYRILLIC, LATIN))
    }

    /// Consonants to leave out, put in, replace or turn.
    fn sounds_apart(&self, other: &Signature) -> u32 {
        let mut sounds = other.sounds;
        distance(self.own.sound_count(), other.sound_count(), || {
            let places = self.sounds[(sounds & 63) as usize];
            sounds >>= 6;
            places
        })
    }

    /// The same for letters.
    fn letters_apart(&self, other: &Signature) -> u32 {
        let mut letters = other.letters;
        distance(self.own.letter_count(), other.letter_count(), || {
            let places = self.letters[(letters & 31) as usize];
            letters >>= 5;
            places
        })
    }
}

/// Scripts whose names are known by custom, not by sound.
fn by_custom(script: u8) -> bool {
    matches!(
        Script::from_u8(script),
        Script::Han | Script::Hangul | Script::Hebrew
    )
}

/// Edit distance of a pattern of so many places and a text of so many symbols; `next` gives the places
/// that the next symbol fits.
#[inline]
fn distance(pattern: u32, text: u32, mut next: impl FnMut() -> u16) -> u32 {
    let Some(last) = pattern.checked_sub(1) else {
        return text;
    };
    let (mut positive, mut negative) = (u16::MAX, 0_u16);
    let (mut zero, mut before) = (u16::MAX, 0_u16);
    let mut score = pattern;
    for _ in 0..text {
        let places = next();
        let swapped = ((!zero & places) << 1) & before;
        let fits = places | negative;
        zero = ((fits & positive).wrapping_add(positive) ^ positive) | fits | swapped;
        let up = negative | !(zero | positive);
        let down = zero & positive;
        score = score + u32::from(up >> last & 1) - u32::from(down >> last & 1);
        let up = up << 1 | 1;
        positive = (down << 1) | !(zero | up);
        negative = zero & up;
        before = places;
    }
    score
}
