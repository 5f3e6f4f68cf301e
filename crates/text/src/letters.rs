//! How far two words of one script are apart letter by letter.
//!
//! Optimal string alignment (insertions, deletions, substitutions, swaps of neighbours) in
//! hundredths of a letter; doubled letters and marks on letters cost little.

use crate::fold::latin_base;

const MAX: usize = 48;
/// Words further apart than this many thousandths are not worth measuring.
const HOPELESS: u32 = 700;
/// The least that a letter costs which is left out: the second of two equal ones.
const DOUBLED: u16 = 40;
const OMISSION: u16 = 100;
/// Two neighbours in each other's place.
const SWAP: u16 = 80;

/// What is known of the letters of a word before they are compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letters {
    /// None for a word that is too long to be measured.
    count: Option<u8>,
    /// Only ASCII: its bytes are its letters.
    ascii: bool,
    /// Its letters without marks, hashed into 32 bits, and how many these are.
    bits: u32,
    ones: u8,
}

impl Letters {
    pub(crate) fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        if bytes.len() <= MAX && bytes.is_ascii() {
            let bits = bytes.iter().fold(0, |bits, b| bits | 1_u32 << (b & 31));
            return Self::new(Some(bytes.len() as u8), true, bits);
        }
        let (mut count, mut bits) = (0, 0);
        for c in word.chars().take(MAX + 1) {
            bits |= 1 << (latin_base(c) as u32 & 31);
            count += 1;
        }
        Self::new((usize::from(count) <= MAX).then_some(count), false, bits)
    }

    const fn new(count: Option<u8>, ascii: bool, bits: u32) -> Self {
        Self {
            count,
            ascii,
            bits,
            ones: bits.count_ones() as u8,
        }
    }

    /// What [`Letters::similarity`] can be at most.
    pub(crate) fn most(&self, other: &Self) -> u16 {
        let (Some(n), Some(m)) = (self.count, other.count) else {
            return 0;
        };
        let longest = usize::from(n.max(m));
        if n == 0 || m == 0 || usize::from(n.abs_diff(m)) * 2 > longest {
            return 0;
        }
        let apart = self.apart(other);
        if apart * 10 > HOPELESS * longest as u32 {
            return 0;
        }
        let apart = apart.max(u32::from(n.abs_diff(m)) * u32::from(DOUBLED));
        alike(apart, longest)
    }

    /// What the distance is at least: letters that the other word has nowhere. Words hash their
    /// letters into 32 bits, so this may count too few, never too many.
    const fn apart(&self, other: &Self) -> u32 {
        let shared = (self.bits & other.bits).count_ones();
        let more = if self.ones > other.ones {
            self.ones
        } else {
            other.ones
        };
        (more as u32 - shared) * OMISSION as u32
    }

    /// What [`Letters::similarity`] is at most, and whether it is just that: as far as counting bits tells.
    pub(crate) fn glance(&self, word: &str, other: &Self, other_word: &str) -> (u16, bool) {
        let most = self.most(other);
        if most == 0 || !self.ascii || !other.ascii {
            return (most, most == 0);
        }
        let (a, b) = (word.as_bytes(), other_word.as_bytes());
        let longest = a.len().max(b.len());
        let (a, b) = without_ends(a, b);
        match plain_distance(a, b) {
            Some(Steps::Distance(steps)) => (alike(u32::from(steps), longest), true),
            Some(Steps::AtLeast(steps)) => (most.min(alike(u32::from(steps), longest)), false),
            None => (most, false),
        }
    }

    /// How alike two words are by their letters, 0 ..= 1000; both are given again as they are written.
    /// Symmetric. What stays below `least` may be answered as 0.
    pub(crate) fn similarity(&self, word: &str, other: &Self, other_word: &str, least: u16) -> u16 {
        match self.glance(word, other, other_word) {
            (most, _) if most < least => 0,
            (alike, true) => alike,
            _ => self.measure(word, other, other_word, least),
        }
    }

    /// As [`Letters::similarity`], where a glance did not tell it.
    pub(crate) fn measure(&self, word: &str, other: &Self, other_word: &str, least: u16) -> u16 {
        if self.ascii && other.ascii {
            return measure(word.as_bytes(), other_word.as_bytes(), least);
        }
        let (mut ours, mut theirs) = (['\0'; MAX], ['\0'; MAX]);
        let (a, b) = (fill(word, &mut ours), fill(other_word, &mut theirs));
        measure(a, b, least)
    }
}

/// A letter, or the byte of one that is ASCII.
trait Letter: Copy + PartialEq {
    /// The letter without its mark.
    fn base(self) -> Self;
    /// Whether a letter without a mark is this one but for its mark.
    fn has_base(self, base: Self) -> bool;
}

impl Letter for u8 {
    #[inline]
    fn base(self) -> Self {
        self
    }

    #[inline]
    fn has_base(self, _: Self) -> bool {
        false
    }
}

impl Letter for char {
    #[inline]
    fn base(self) -> Self {
        latin_base(self)
    }

    #[inline]
    fn has_base(self, base: Self) -> bool {
        // Most letters have no mark.
        base == if self.is_ascii() {
            self
        } else {
            latin_base(self)
        }
    }
}

fn measure<L: Letter>(a: &[L], b: &[L], least: u16) -> u16 {
    let longest = a.len().max(b.len());
    // A distance that reaches this is one too far.
    let limit = (u32::from(1001 - least) * longest as u32).div_ceil(10);
    let (a, b) = without_ends(a, b);
    alike(u32::from(distance(a, b, limit.min(60_000) as u16)), longest)
}

/// Two words without their equal ends, which are best laid together; but a letter that stands doubled at an end of what
/// is left stays, since to leave out the second of two costs less than any other letter.
fn without_ends<'w, L: Letter>(mut a: &'w [L], mut b: &'w [L]) -> (&'w [L], &'w [L]) {
    while let ([x, rest_a @ ..], [y, rest_b @ ..]) = (a, b)
        && x == y
        && rest_a.first() != Some(x)
        && rest_b.first() != Some(x)
    {
        (a, b) = (rest_a, rest_b);
    }
    while let ([rest_a @ .., x], [rest_b @ .., y]) = (a, b)
        && x == y
        && rest_a.last() != Some(x)
        && rest_b.last() != Some(x)
    {
        (a, b) = (rest_a, rest_b);
    }
    (a, b)
}

/// What counting steps tells of a distance.
enum Steps {
    Distance(u16),
    AtLeast(u16),
}

/// The distance of words of plain letters, none doubled, as far as counting steps tells it: all cost the same but swaps,
/// so where no two neighbours can have changed places it is their number, and else not less than so many swaps.
/// Bit-parallel, as in [`crate::signature`]. None for other words.
fn plain_distance(a: &[u8], b: &[u8]) -> Option<Steps> {
    let (Some(last), false) = (a.len().checked_sub(1), b.is_empty()) else {
        // Only the first of two equal ones could be dear.
        let rest = if a.is_empty() { b } else { a };
        let omissions = (0..rest.len()).map(|at| omission(rest, at));
        return Some(Steps::Distance(omissions.sum()));
    };
    if a.len() > 32 {
        return None;
    }
    let (mut places, mut before) = ([0_u32; 26], usize::MAX);
    for (at, letter) in a.iter().enumerate() {
        let number = plain(letter).filter(|&number| number != before)?;
        places[number] |= 1 << at;
        before = number;
    }
    let last = 1_u32 << last;
    let (mut positive, mut negative, mut zero) = (u32::MAX, 0_u32, u32::MAX);
    let (mut fitted, mut swaps, mut steps) = (0_u32, 0_u32, a.len() as u16);
    before = usize::MAX;
    for letter in b {
        let number = plain(letter).filter(|&number| number != before)?;
        before = number;
        let here = places[number];
        let swapped = ((!zero & here) << 1) & fitted;
        swaps |= (here << 1) & fitted;
        fitted = here;
        let fits = here | negative;
        zero = ((fits & positive).wrapping_add(positive) ^ positive) | fits | swapped;
        let up = negative | !(zero | positive);
        let down = zero & positive;
        steps += u16::from(up & last != 0);
        steps -= u16::from(down & last != 0);
        let up = up << 1 | 1;
        positive = (down << 1) | !(zero | up);
        negative = zero & up;
    }
    Some(if swaps == 0 {
        Steps::Distance(steps * OMISSION)
    } else {
        Steps::AtLeast(steps * SWAP)
    })
}

/// One of 26 letters without marks, by its number.
fn plain(letter: &u8) -> Option<usize> {
    let number = usize::from(letter.wrapping_sub(b'a'));
    (number < 26).then_some(number)
}

fn alike(distance: u32, longest: usize) -> u16 {
    let alike = 1000_u32.saturating_sub(distance * 10 / longest as u32);
    // One letter is a lot in a short word.
    let alike = match longest {
        0..=2 if distance > 20 => 0,
        3 if distance > 20 => alike.min(450),
        4 if distance > 20 => alike.min(700),
        _ => alike,
    };
    alike as u16
}

/// The letters of a word that is not too long.
fn fill<'l>(word: &str, letters: &'l mut [char; MAX]) -> &'l [char] {
    let mut count = 0;
    for (slot, c) in letters.iter_mut().zip(word.chars()) {
        *slot = c;
        count += 1;
    }
    &letters[..count]
}

fn omission<L: Letter>(word: &[L], at: usize) -> u16 {
    // The second of two equal letters.
    if at > 0 && word[at] == word[at - 1] {
        DOUBLED
    } else {
        OMISSION
    }
}

/// The distance; one that reaches `limit` may be answered as any that does.
fn distance<L: Letter>(a: &[L], b: &[L], limit: u16) -> u16 {
    // Rows of a fixed length: nothing to ask for, nothing to clear that is not used.
    if b.len() < 16 {
        distance_in::<L, 16>(a, b, limit)
    } else {
        distance_in::<L, { MAX + 1 }>(a, b, limit)
    }
}

/// As [`distance`], for words of less than `WIDTH` letters.
fn distance_in<L: Letter, const WIDTH: usize>(a: &[L], b: &[L], limit: u16) -> u16 {
    let width = b.len();
    let (mut first, mut second, mut third) = ([0_u16; WIDTH], [0_u16; WIDTH], [0_u16; WIDTH]);
    let (mut above_above, mut above, mut row) = (
        &mut first[..=width],
        &mut second[..=width],
        &mut third[..=width],
    );
    let mut omissions = [0_u16; WIDTH];
    let omissions = &mut omissions[..width];
    for (j, own) in omissions.iter_mut().enumerate() {
        *own = omission(b, j);
        above[j + 1] = above[j] + *own;
    }
    let (mut least_above, mut last_a) = (0, None);
    for (i, &letter) in a.iter().enumerate() {
        let own = omission(a, i);
        let base = letter.base();
        let (mut left, mut last_b) = (above[0] + own, None);
        let mut least = left;
        row[0] = left;
        let (diagonals, aboves) = (&above[..width], &above[1..=width]);
        let cells = b.iter().zip(&*omissions).zip(diagonals).zip(aboves);
        for (j, (((&other, &omitted), &diagonal), &over)) in cells.enumerate() {
            let same = if letter == other {
                0
            } else if other.has_base(base) {
                10
            } else {
                100
            };
            let mut best = (diagonal + same).min(over + own).min(left + omitted);
            if last_b == Some(letter) && last_a == Some(other) {
                best = best.min(above_above[j - 1] + SWAP);
            }
            (left, last_b) = (best, Some(other));
            least = least.min(best);
            row[j + 1] = best;
        }
        // A swap reaches over one row; all else only adds to the last.
        if least >= limit && least_above + SWAP >= limit {
            return limit;
        }
        (least_above, last_a) = (least, Some(letter));
        (above_above, above, row) = (above, row, above_above);
    }
    above[width]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole table, with nothing left out.
    fn in_full(a: &[u8], b: &[u8]) -> u16 {
        alike(u32::from(distance(a, b, u16::MAX)), a.len().max(b.len()))
    }

    #[test]
    fn what_is_seen_at_a_glance_is_so() {
        let mut at = 11_u64;
        let mut word = |length: usize| -> String {
            let letter = |_| {
                at = at
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                // Few letters give words that double and swap them.
                char::from(b"abcd"[(at >> 33) as usize % 4])
            };
            (0..length).map(letter).collect()
        };
        let (mut exact, mut bounds) = (0, 0);
        for n in (1..10).cycle().take(20_000) {
            let (a, b) = (word(n), word(1 + n * 7 % 9));
            let (of_a, of_b) = (Letters::of(&a), Letters::of(&b));
            if of_a.most(&of_b) == 0 {
                continue;
            }
            let full = in_full(a.as_bytes(), b.as_bytes());
            match of_a.glance(&a, &of_b, &b) {
                (alike, true) => {
                    exact += 1;
                    assert_eq!(alike, full, "{a} {b}");
                }
                (most, false) => {
                    bounds += 1;
                    assert!(most >= full, "{a} {b}");
                }
            }
            assert_eq!(of_a.similarity(&a, &of_b, &b, 0), full, "{a} {b}");
            let chars = |word: &str| word.chars().collect::<Vec<_>>();
            assert_eq!(measure(&chars(&a), &chars(&b), 0), full, "{a} {b}");
        }
        assert!(exact > 500 && bounds > 500, "{exact} {bounds}");
    }
}
