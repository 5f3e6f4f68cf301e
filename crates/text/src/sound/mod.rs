//! What a word sounds like, in every script: consonant classes with the vowels between them.
//!
//! Every consonant letter becomes a *set of classes* (a bit mask), so that ambiguity stays on the
//! side that has it: a Latin `g` may be Arabic jim, qaf or ghayn, and fits each of them, while jim
//! never fits ghayn. Vowels are kept as the *gap* before a consonant: coarse qualities, whether
//! written long, and whether the script leaves short vowels out.
//!
//! A sound is a slice of `u32`: class mask in the low 24 bits, gap in the high 8. The last element
//! has an empty mask and carries the gap at the end of the word.
//!
//! SOURCE: our own prototype, measured in the research notes on names (consonant skeleton with a
//! vowel tier); the idea of equivalence classes is Freeman, Condon, Ackerman 2006 (N06-1060).

mod abjads;
mod alphabets;
mod caucasus;
mod distance;
mod east_asia;
mod han;
mod latin;

pub(crate) use distance::{Heard, sound_similarity};
pub(crate) use han::reading as han_reading;
pub(crate) use latin::encode_letters as latin_sounder;

use crate::types::Script;

/// Consonant classes.
pub(crate) mod class {
    pub(crate) const B: u32 = 1;
    pub(crate) const T: u32 = 1 << 1;
    pub(crate) const D: u32 = 1 << 2;
    pub(crate) const S: u32 = 1 << 3;
    pub(crate) const Z: u32 = 1 << 4;
    pub(crate) const J: u32 = 1 << 5;
    /// The sh of *Sharif*.
    pub(crate) const X: u32 = 1 << 6;
    pub(crate) const K: u32 = 1 << 7;
    /// Arabic qaf.
    pub(crate) const Q: u32 = 1 << 8;
    /// Arabic ghayn and plain g.
    pub(crate) const G: u32 = 1 << 9;
    pub(crate) const H: u32 = 1 << 10;
    pub(crate) const F: u32 = 1 << 11;
    pub(crate) const W: u32 = 1 << 12;
    pub(crate) const Y: u32 = 1 << 13;
    pub(crate) const L: u32 = 1 << 14;
    pub(crate) const R: u32 = 1 << 15;
    pub(crate) const M: u32 = 1 << 16;
    pub(crate) const N: u32 = 1 << 17;
    /// The ch of *church*.
    pub(crate) const C: u32 = 1 << 18;
    pub(crate) const P: u32 = 1 << 19;
    /// Arabic kha.
    pub(crate) const U: u32 = 1 << 20;
    /// The bits that hold classes.
    pub(crate) const MASK: u32 = 0x00FF_FFFF;
}

/// Vowel gaps.
pub(crate) mod gap {
    pub(crate) const A: u32 = 1;
    pub(crate) const U: u32 = 2;
    pub(crate) const I: u32 = 4;
    /// Ayn or hamza: a place where any vowel may be heard.
    pub(crate) const AYN: u32 = 8;
    /// The script leaves short vowels out, so what stands here is written long.
    pub(crate) const ABJAD: u32 = 16;
    /// Two vowel letters.
    pub(crate) const LONG: u32 = 32;
    /// The consonant after this gap is often left out.
    pub(crate) const WEAK: u32 = 64;
    pub(crate) const QUALITY: u32 = A | U | I;
    pub(crate) const VOWEL: u32 = QUALITY | AYN;
}

/// Units of a sound that are kept; names of people are far shorter.
const MAX_UNITS: usize = 32;
/// The same with the end of the word.
pub(crate) const MAX_SOUND: usize = MAX_UNITS + 1;

/// The sound of one folded word.
pub(crate) fn sound(text: &str, script: Script) -> Vec<u32> {
    match script {
        Script::Latin => latin::encode(text).finish(),
        Script::Arabic => abjads::arabic(text),
        Script::Hebrew => abjads::hebrew(text),
        Script::Cyrillic => alphabets::cyrillic(text),
        Script::Greek => alphabets::greek(text),
        Script::Armenian => alphabets::armenian(text),
        Script::Georgian => alphabets::georgian(text),
        Script::Kana => east_asia::kana(text),
        Script::Hangul => east_asia::hangul(text),
        Script::Han => han::encode(text),
        Script::Devanagari | Script::Thai | Script::Other => Vec::new(),
    }
}

/// Collects units; doubled consonants become one.
#[derive(Debug)]
pub(crate) struct Sounder {
    units: [u32; MAX_UNITS + 1],
    count: usize,
    gap: u32,
    /// The gap every place starts with: [`gap::ABJAD`] or nothing.
    empty: u32,
}

impl Sounder {
    fn new(abjad: bool) -> Self {
        let empty = if abjad { gap::ABJAD } else { 0 };
        Self {
            units: [0; MAX_UNITS + 1],
            count: 0,
            gap: empty,
            empty,
        }
    }

    fn vowel(&mut self, quality: u32) {
        if self.gap & gap::VOWEL != 0 && self.empty == 0 {
            self.gap |= gap::LONG;
        }
        self.gap |= quality;
    }

    fn consonant(&mut self, mask: u32) {
        let doubled = self.gap & gap::VOWEL == 0 && self.last() == Some(mask);
        if !doubled && self.count < MAX_UNITS {
            self.units[self.count] = mask | self.gap << 24;
            self.count += 1;
        }
        self.gap = self.empty;
    }

    /// A consonant that spellings often leave out.
    fn weak(&mut self, mask: u32) {
        self.gap |= gap::WEAK;
        self.consonant(mask);
    }

    /// The classes of the last consonant.
    fn last(&self) -> Option<u32> {
        let units = &self.units[..self.count];
        units.last().map(|&unit| unit & class::MASK)
    }

    fn is_start(&self) -> bool {
        self.count == 0 && self.gap & gap::VOWEL == 0
    }

    /// The consonants without the end of the word.
    pub(crate) fn consonants(&self) -> &[u32] {
        &self.units[..self.count]
    }

    fn finish(mut self) -> Vec<u32> {
        self.units[self.count] = self.gap << 24;
        self.units[..=self.count].to_vec()
    }
}
