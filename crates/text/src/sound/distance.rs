//! How far two sounds are apart: edit distance over class sets with a vowel tier.
//!
//! Costs are hundredths of a consonant. They are the prototype's, in whole numbers; where a cost
//! was changed since, the line says why.

use super::class::{H, MASK, W, Y};
use super::gap::{A, ABJAD, AYN, I, LONG, QUALITY, U, WEAK};

const WEAK_CLASSES: u32 = H | W | Y;
/// Leaving out a consonant.
const OMISSION: u8 = 100;
/// Leaving out h, w, y, or a consonant marked weak.
const WEAK_OMISSION: u8 = 45;
/// The same for w where the other side has a written u.
const VOWEL_OMISSION: u8 = 15;
/// The same at the beginning of a word.
const WEAK_START: u8 = 90;
/// Consonants that cannot be the same letter.
const SUBSTITUTION: u32 = 120;
/// Sounds further apart than this many thousandths are not worth measuring.
const HOPELESS: u32 = 600;
const MAX: usize = super::MAX_UNITS + 1;

/// A sound with the classes of all its consonants, which tell soonest what is not alike.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard<'s> {
    sound: &'s [u32],
    classes: u32,
}

impl<'s> Heard<'s> {
    #[inline]
    pub(crate) fn of(sound: &'s [u32]) -> Self {
        // The end of the word has none.
        let classes = sound.iter().fold(0, |all, unit| all | unit) & MASK;
        Self { sound, classes }
    }

    /// A word may be compared without its first consonant (a glued article): the sound after it.
    pub(crate) fn strip_front(self) -> Self {
        Self::of(self.sound.get(1..).unwrap_or(self.sound))
    }

    /// True where [`Heard::similarity`] is below `least` or 0: consonants that fit nothing on the other side must go.
    /// False for words of vowels alone.
    #[inline]
    pub(crate) fn is_far(&self, other: &Self, least: u16) -> bool {
        let (Some((_, a)), Some((_, b))) = (self.sound.split_last(), other.sound.split_last())
        else {
            return false;
        };
        if a.is_empty() || b.is_empty() || least > 1000 {
            return false;
        }
        let scale = scale(a.len().max(b.len()) as u32);
        let room = scale * (1001 - u32::from(least));
        let too_far = room.min(scale * HOPELESS + 1).div_ceil(1000);
        is_lost(a, other.classes, too_far) || is_lost(b, self.classes, too_far)
    }

    /// How alike two sounds are, 0 ..= 1000, where that reaches `least`; what stays below may be answered as 0.
    /// Symmetric.
    pub(crate) fn similarity(self, other: Self, least: u16) -> u16 {
        let (Some((&end_a, a)), Some((&end_b, b))) =
            (self.sound.split_last(), other.sound.split_last())
        else {
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
        if a.is_empty() || b.is_empty() || a.len() >= MAX || b.len() >= MAX || least > 1000 {
            return 0;
        }
        if self.is_far(&other, least) {
            return 0;
        }
        let scale = scale(a.len().max(b.len()) as u32);
        // A distance that reaches this is one too far; nothing reaches more than 1000.
        let limit = (scale * (1001 - u32::from(least))).div_ceil(1000);
        let distance = distance(a, b, end_a, end_b, limit) + cost_of_gaps(end_a, end_b, Place::End);
        (1000_u32.saturating_sub(distance * 1000 / scale)) as u16
    }
}

/// How alike two sounds are, 0 ..= 1000. Symmetric.
pub(crate) fn sound_similarity(a: &[u32], b: &[u32]) -> u16 {
    sound_at_least(a, b, 0)
}

/// As [`sound_similarity`] where that reaches `least`; what stays below may be answered as 0.
pub(crate) fn sound_at_least(a: &[u32], b: &[u32], least: u16) -> u16 {
    Heard::of(a).similarity(Heard::of(b), least)
}

/// By what a distance is divided.
const fn scale(longest: u32) -> u32 {
    if longest > 2 {
        longest * 100 + 50
    } else {
        longest * 100 + 20
    }
}

/// Whether what must be left out of one word costs `too_far` or more.
#[inline]
fn is_lost(units: &[u32], others: u32, too_far: u32) -> bool {
    let mut lost = 0;
    units.iter().any(|&unit| {
        if unit & others == 0 {
            lost += u32::from(Omission::of(unit, false).beside_u);
        }
        lost >= too_far
    })
}

/// What it costs to leave a consonant out.
#[derive(Clone, Copy, Default)]
struct Omission {
    cost: u8,
    /// The same beside a written u: a consonant w or y against the written vowel of the other side:
    /// Tavakkoli, Fevzi.
    beside_u: u8,
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
        let beside_u = if vowel { VOWEL_OMISSION } else { cost };
        Self { cost, beside_u }
    }

    /// Where a written u stands there on the other side, or not.
    const fn at(self, written_u: bool) -> u32 {
        if written_u {
            self.beside_u as u32
        } else {
            self.cost as u32
        }
    }
}

/// What the inner loop asks of a consonant of the second word.
#[derive(Clone, Copy, Default)]
struct Column {
    mask: u32,
    /// The least distance up to here in the row above.
    above: u32,
    gap: u8,
    omission: Omission,
    /// The gap behind it has a written u.
    before_u: bool,
}

/// The distance of the consonants; one that reaches `limit` may be answered as any that does.
fn distance(a: &[u32], b: &[u32], end_a: u32, end_b: u32, limit: u32) -> u32 {
    // Columns of a fixed number: nothing to ask for, little to clear.
    if b.len() <= 8 {
        distance_in::<8>(a, b, end_a, end_b, limit)
    } else {
        distance_in::<MAX>(a, b, end_a, end_b, limit)
    }
}

/// As [`distance`], for at most `COLUMNS` consonants in the second word.
fn distance_in<const COLUMNS: usize>(
    a: &[u32],
    b: &[u32],
    end_a: u32,
    end_b: u32,
    limit: u32,
) -> u32 {
    let mut columns = [Column::default(); COLUMNS];
    let Some(columns) = columns.get_mut(..b.len()) else {
        return limit;
    };
    let has_u = |unit: u32| unit >> 24 & U != 0;
    let first_u = a.first().is_some_and(|&unit| has_u(unit));
    let mut above = 0;
    for (j, column) in columns.iter_mut().enumerate() {
        let unit = b[j];
        let omission = Omission::of(unit, j == 0);
        above += omission.at(first_u);
        *column = Column {
            mask: unit & MASK,
            above,
            gap: gap_of(unit) as u8,
            omission,
            before_u: has_u(b.get(j + 1).copied().unwrap_or(end_b)),
        };
    }
    let (mut start, begins_u) = (0, b.first().is_some_and(|&unit| has_u(unit)));
    for (i, &unit) in a.iter().enumerate() {
        let omission = Omission::of(unit, i == 0);
        let next_u = has_u(a.get(i + 1).copied().unwrap_or(end_a));
        let (mask, gap) = (unit & MASK, gap_of(unit));
        // The first consonants of either word have gaps at a start.
        let mut costs = &GAP_COSTS[Place::Start as usize][gap];
        let inside = if i == 0 { Place::Start } else { Place::Inside };
        let inside = &GAP_COSTS[inside as usize][gap];
        let mut diagonal = start;
        start += omission.at(begins_u);
        let (mut left, mut least) = (start, start);
        for column in columns.iter_mut() {
            let same = if mask & column.mask != 0 {
                u32::from(costs[usize::from(column.gap) % GAPS as usize])
            } else {
                SUBSTITUTION
            };
            costs = inside;
            let without_a = column.above + omission.at(column.before_u);
            let without_b = left + column.omission.at(next_u);
            left = (diagonal + same).min(without_a).min(without_b);
            diagonal = column.above;
            least = least.min(left);
            column.above = left;
        }
        // All that follows only adds to it.
        if least >= limit {
            return least;
        }
    }
    columns.last().map_or(start, |column| column.above)
}

/// The gap of a unit as a number below [`GAPS`].
const fn gap_of(unit: u32) -> usize {
    (unit >> 24 & (GAPS - 1)) as usize
}

/// [`gap_cost`] of the gaps of two units, from a table.
fn cost_of_gaps(a: u32, b: u32, place: Place) -> u32 {
    u32::from(GAP_COSTS[place as usize][gap_of(a)][gap_of(b)])
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
