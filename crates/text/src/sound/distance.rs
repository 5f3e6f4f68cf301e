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
    sound_at_least(a, b, 0)
}

/// As [`sound_similarity`] where that reaches `least`; what stays below may be answered as 0.
pub(crate) fn sound_at_least(a: &[u32], b: &[u32], least: u16) -> u16 {
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
    let surely = at_least(a, b) * 1000;
    if surely > scale * HOPELESS || surely >= scale * u32::from(1001 - least) {
        return 0;
    }
    // A distance that reaches this is one too far.
    let limit = (scale * u32::from(1001 - least)).div_ceil(1000);
    let distance = distance(a, b, end_a, end_b, limit) + cost_of_gaps(end_a, end_b, Place::End);
    (1000_u32.saturating_sub(distance * 1000 / scale)) as u16
}

/// What the distance is at least: consonants that fit nothing on the other side must go.
fn at_least(a: &[u32], b: &[u32]) -> u32 {
    let union = |units: &[u32]| units.iter().fold(0, |all, unit| all | unit & MASK);
    let side = |these: &[u32], union: u32| -> u32 {
        let lost = these.iter().filter(|unit| *unit & union == 0);
        lost.map(|&unit| Omission::of(unit, false).at(U)).sum()
    };
    side(a, union(b)).max(side(b, union(a)))
}

/// What it costs to leave a consonant out.
#[derive(Clone, Copy, Default)]
struct Omission {
    cost: u32,
    /// The same beside a written u: a consonant w or y against the written vowel of the other side:
    /// Tavakkoli, Fevzi.
    beside_u: u32,
}

impl Omission {
    const fn of(unit: u32, start: bool) -> Self {
        let mask = unit & MASK;
        let cost = if mask & !WEAK_CLASSES == 0 || (unit >> 24) & WEAK != 0 {
            // What a name begins with is rarely lost: Hala is not Ali.
            if start { WEAK_START } else { WEAK_OMISSION }
        } else {
            OMISSION
        };
        let vowel = mask & W != 0 && mask & !(W | super::class::F) == 0;
        let beside_u = if vowel { 15 } else { cost };
        Self { cost, beside_u }
    }

    /// With the gap that stands there on the other side.
    const fn at(self, gap: u32) -> u32 {
        if gap & U != 0 {
            self.beside_u
        } else {
            self.cost
        }
    }
}

/// The distance of the consonants; one that reaches `limit` may be answered as any that does.
fn distance(a: &[u32], b: &[u32], end_a: u32, end_b: u32, limit: u32) -> u32 {
    let mut row = [0_u32; MAX];
    let mut omissions = [Omission::default(); MAX];
    let after = |units: &[u32], at: usize, end: u32| units.get(at).copied().unwrap_or(end) >> 24;
    let first_gap = after(a, 0, end_a);
    for (j, &unit) in b.iter().enumerate() {
        omissions[j] = Omission::of(unit, j == 0);
        row[j + 1] = row[j] + omissions[j].at(first_gap);
    }
    for (i, &unit_a) in a.iter().enumerate() {
        let omission = Omission::of(unit_a, i == 0);
        let next_gap = after(a, i + 1, end_a);
        let mut diagonal = row[0];
        let mut left = diagonal + omission.at(b[0] >> 24);
        let mut least = left;
        row[0] = left;
        for (j, &unit_b) in b.iter().enumerate() {
            let above = row[j + 1];
            let same = if unit_a & unit_b & MASK != 0 {
                let place = if i.min(j) == 0 {
                    Place::Start
                } else {
                    Place::Inside
                };
                diagonal + cost_of_gaps(unit_a, unit_b, place)
            } else {
                diagonal + SUBSTITUTION
            };
            let without_a = above + omission.at(after(b, j + 1, end_b));
            let without_b = left + omissions[j].at(next_gap);
            left = same.min(without_a).min(without_b);
            diagonal = above;
            least = least.min(left);
            row[j + 1] = left;
        }
        // All that follows only adds to it.
        if least >= limit {
            return least;
        }
    }
    row[b.len()]
}

/// [`gap_cost`] of the gaps of two units, from a table.
fn cost_of_gaps(a: u32, b: u32, place: Place) -> u32 {
    let (a, b) = (a >> 24 & GAPS - 1, b >> 24 & GAPS - 1);
    GAP_COSTS[place as usize][a as usize][b as usize] as u32
}

/// Gaps without [`WEAK`], which is no vowel's.
const GAPS: u32 = WEAK;

static GAP_COSTS: [[[u8; GAPS as usize]; GAPS as usize]; 3] = {
    let mut costs = [[[0; GAPS as usize]; GAPS as usize]; 3];
    let mut a = 0;
    while a < GAPS {
        let mut b = 0;
        while b < GAPS {
            costs[0][a as usize][b as usize] = gap_cost(a, b, Place::Start) as u8;
            costs[1][a as usize][b as usize] = gap_cost(a, b, Place::Inside) as u8;
            costs[2][a as usize][b as usize] = gap_cost(a, b, Place::End) as u8;
            b += 1;
        }
        a += 1;
    }
    costs
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Start = 0,
    Inside = 1,
    End = 2,
}

/// What it costs that the vowels of two gaps differ.
const fn gap_cost(a: u32, b: u32, place: Place) -> u32 {
    let (vowels_a, vowels_b) = (a & QUALITY, b & QUALITY);
    match (a & ABJAD != 0, b & ABJAD != 0) {
        (true, true) => {
            if vowels_a == vowels_b || vowels_a & vowels_b != 0 {
                0
            } else if matches!(place, Place::Inside) {
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
const fn abjad_cost(abjad: u32, plain: u32, place: Place) -> u32 {
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

const fn alphabet_cost(a: u32, b: u32, place: Place) -> u32 {
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
