//! How far two sounds are apart: edit distance over class sets with a vowel tier.
//!
//! Costs are hundredths of a consonant. They are the prototype's, in whole numbers; where a cost
//! was changed since, the line says why.

use super::class::{H, MASK, W, Y};
use super::gap::{A, ABJAD, AYN, I, LONG, QUALITY, U, WEAK};

const WEAK_CLASSES: u32 = H | W | Y;
/// Leaving out a consonant.
const OMISSION: u32 = 100;
/// Leaving out h, w, y, or a consonant marked weak.
const WEAK_OMISSION: u32 = 45;
/// The same at the beginning of a word.
const WEAK_START: u32 = 90;
/// Consonants that cannot be the same letter.
const SUBSTITUTION: u32 = 120;
/// Sounds further apart than this many thousandths are not worth measuring.
const HOPELESS: u32 = 600;
const MAX: usize = super::MAX_UNITS + 1;

/// A word may be compared without its first consonant (a glued article): the sound after it.
pub(crate) fn strip_front(sound: &[u32]) -> &[u32] {
    sound.get(1..).unwrap_or(sound)
}

/// How alike two sounds are, 0 ..= 1000. Symmetric.
pub(crate) fn sound_similarity(a: &[u32], b: &[u32]) -> u16 {
    let (Some((&end_a, a)), Some((&end_b, b))) = (a.split_last(), b.split_last()) else {
        return 0;
    };
    if a.is_empty() && b.is_empty() {
        // Two words of vowels alone: Ali without its l is nobody.
        return if (end_a >> 24) & (end_b >> 24) & QUALITY != 0 {
            700
        } else {
            400
        };
    }
    if a.is_empty() || b.is_empty() || a.len() >= MAX || b.len() >= MAX {
        return 0;
    }
    let longest = a.len().max(b.len()) as u32;
    let scale = if longest > 2 {
        longest * 100 + 50
    } else {
        longest * 100 + 20
    };
    if at_least(a, b) * 1000 > scale * HOPELESS {
        return 0;
    }
    let distance = distance(a, b, end_a, end_b) + gap_cost(end_a >> 24, end_b >> 24, Place::End);
    (1000_u32.saturating_sub(distance * 1000 / scale)) as u16
}

/// What the distance is at least: consonants that fit nothing on the other side must go.
fn at_least(a: &[u32], b: &[u32]) -> u32 {
    let side = |these: &[u32], others: &[u32]| -> u32 {
        let union = others.iter().fold(0, |all, unit| all | unit & MASK);
        let lost = these.iter().filter(|unit| *unit & union == 0);
        lost.map(|&unit| omission(unit, U, false)).sum()
    };
    side(a, b).max(side(b, a))
}

fn omission(unit: u32, other_gap: u32, start: bool) -> u32 {
    let mask = unit & MASK;
    // A consonant w or y against the written vowel of the other side: Tavakkoli, Fevzi.
    if mask & W != 0 && other_gap & U != 0 && mask & !(W | super::class::F) == 0 {
        return 15;
    }
    if mask & !WEAK_CLASSES == 0 || (unit >> 24) & WEAK != 0 {
        // What a name begins with is rarely lost: Hala is not Ali.
        if start { WEAK_START } else { WEAK_OMISSION }
    } else {
        OMISSION
    }
}

fn distance(a: &[u32], b: &[u32], end_a: u32, end_b: u32) -> u32 {
    let mut rows = [[0_u32; MAX]; 2];
    let gap_after =
        |units: &[u32], at: usize, end: u32| units.get(at).copied().unwrap_or(end) >> 24;
    for (j, &unit) in b.iter().enumerate() {
        rows[0][j + 1] = rows[0][j] + omission(unit, gap_after(a, 0, end_a), j == 0);
    }
    for (i, &unit_a) in a.iter().enumerate() {
        let [first, second] = &mut rows;
        let (above, row) = if i % 2 == 0 {
            (first, second)
        } else {
            (second, first)
        };
        row[0] = above[0] + omission(unit_a, gap_after(b, 0, end_b), i == 0);
        for (j, &unit_b) in b.iter().enumerate() {
            let same = if unit_a & unit_b & MASK != 0 {
                let place = if i.min(j) == 0 {
                    Place::Start
                } else {
                    Place::Inside
                };
                above[j] + gap_cost(unit_a >> 24, unit_b >> 24, place)
            } else {
                above[j] + SUBSTITUTION
            };
            let without_a = above[j + 1] + omission(unit_a, gap_after(b, j + 1, end_b), i == 0);
            let without_b = row[j] + omission(unit_b, gap_after(a, i + 1, end_a), j == 0);
            row[j + 1] = same.min(without_a).min(without_b);
        }
    }
    rows[a.len() % 2][b.len()]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Start,
    Inside,
    End,
}

/// What it costs that the vowels of two gaps differ.
fn gap_cost(a: u32, b: u32, place: Place) -> u32 {
    let (vowels_a, vowels_b) = (a & QUALITY, b & QUALITY);
    match (a & ABJAD != 0, b & ABJAD != 0) {
        (true, true) => {
            if vowels_a == vowels_b || vowels_a & vowels_b != 0 {
                0
            } else if place == Place::Inside {
                45
            } else {
                15
            }
        }
        (true, false) => abjad_cost(a, b, place),
        (false, true) => abjad_cost(b, a, place),
        (false, false) => alphabet_cost(vowels_a, vowels_b, place),
    }
}

/// An abjad's gap, where only long vowels are written, against an alphabet's.
fn abjad_cost(abjad: u32, plain: u32, place: Place) -> u32 {
    let (written, heard) = (abjad & QUALITY, plain & QUALITY);
    let ayn = abjad & AYN != 0;
    let long = plain & LONG != 0;
    match place {
        Place::Start => match (written != 0 || ayn, heard != 0) {
            (true, false) => 30,
            (false, true) => 60,
            _ => 0,
        },
        Place::End => {
            if written != 0 && heard == 0 {
                // Zahidi and Zahid; a final a is lost more often.
                if written & I != 0 { 50 } else { 30 }
            } else if written == 0 && !ayn && heard == A {
                // Karim and Karima.
                40
            } else if written == 0 && !ayn && heard == I {
                // Zahid and Zahidi: a final i is always written.
                55
            } else if written == 0 || written & heard != 0 {
                0
            } else {
                25
            }
        }
        Place::Inside => {
            if written != 0 {
                if heard == 0 {
                    45
                } else if written & heard != 0 {
                    0
                } else {
                    50
                }
            } else if ayn {
                if long && heard & I != 0 && heard & A == 0 {
                    15
                } else {
                    0
                }
            } else if long {
                15
            } else {
                0
            }
        }
    }
}

fn alphabet_cost(a: u32, b: u32, place: Place) -> u32 {
    let differ = (a != 0) != (b != 0);
    match place {
        Place::Start => {
            if differ {
                50
            } else {
                0
            }
        }
        Place::End => {
            if !differ {
                0
            } else if a == A || b == A || a == I || b == I {
                40
            } else {
                20
            }
        }
        Place::Inside => {
            if a & b != 0 || a == 0 || b == 0 {
                0
            } else {
                25
            }
        }
    }
}
