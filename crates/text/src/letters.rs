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

/// What is known of the letters of a word before they are compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letters {
    /// None for a word that is too long to be measured.
    count: Option<u8>,
    /// Two equal letters stand beside each other.
    doubled: bool,
    /// Its letters without marks, hashed into 32 bits.
    bits: u32,
}

impl Letters {
    pub(crate) fn of(word: &str) -> Self {
        let (mut count, mut last, mut bits, mut doubled) = (0, '\0', 0, false);
        for c in word.chars().take(MAX + 1) {
            bits |= 1 << (latin_base(c) as u32 & 31);
            doubled |= c == last;
            last = c;
            count += 1;
        }
        Self {
            count: (usize::from(count) <= MAX).then_some(count),
            doubled,
            bits,
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
        let (own, others) = (
            (self.bits & !other.bits).count_ones(),
            (other.bits & !self.bits).count_ones(),
        );
        if own > others {
            own * 100
        } else {
            others * 100
        }
    }

    /// How alike two words are by their letters, 0 ..= 1000; both are given again as they are written.
    /// Symmetric. What stays below `least` may be answered as 0.
    pub(crate) fn similarity(&self, word: &str, other: &Self, other_word: &str, least: u16) -> u16 {
        if self.most(other) < least.max(1) {
            return 0;
        }
        let (mut ours, mut theirs) = (['\0'; MAX], ['\0'; MAX]);
        let (mut a, mut b) = (fill(word, &mut ours), fill(other_word, &mut theirs));
        let longest = a.len().max(b.len());
        // A distance that reaches this is one too far.
        let limit = (u32::from(1001 - least) * longest as u32).div_ceil(10);
        if !self.doubled && !other.doubled {
            // Every letter left out costs the same, so equal ends are best laid together.
            let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
            (a, b) = (&a[front..], &b[front..]);
            let ends = a.iter().rev().zip(b.iter().rev());
            let back = ends.take_while(|(x, y)| x == y).count();
            (a, b) = (&a[..a.len() - back], &b[..b.len() - back]);
        }
        alike(u32::from(distance(a, b, limit.min(60_000) as u16)), longest)
    }
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

/// How alike two folded words are by their letters, 0 ..= 1000. Symmetric.
pub(crate) fn letter_similarity(a: &str, b: &str) -> u16 {
    Letters::of(a).similarity(a, &Letters::of(b), b, 0)
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

fn omission(word: &[char], at: usize) -> u16 {
    // The second of two equal letters.
    if at > 0 && word[at] == word[at - 1] {
        DOUBLED
    } else {
        OMISSION
    }
}

/// The distance; one that reaches `limit` may be answered as any that does.
fn distance(a: &[char], b: &[char], limit: u16) -> u16 {
    let width = b.len();
    let (mut first, mut second, mut third) = ([0_u16; MAX + 1], [0_u16; MAX + 1], [0_u16; MAX + 1]);
    let (mut above_above, mut above, mut row) = (
        &mut first[..=width],
        &mut second[..=width],
        &mut third[..=width],
    );
    let mut omissions = [0_u16; MAX];
    let omissions = &mut omissions[..width];
    for (j, own) in omissions.iter_mut().enumerate() {
        *own = omission(b, j);
        above[j + 1] = above[j] + *own;
    }
    let (mut least_above, mut last_a) = (0, '\0');
    for (i, &letter) in a.iter().enumerate() {
        let own = omission(a, i);
        let base = latin_base(letter);
        let (mut left, mut last_b) = (above[0] + own, '\0');
        let mut least = left;
        row[0] = left;
        for (j, (&other, &omitted)) in b.iter().zip(&*omissions).enumerate() {
            let same = if letter == other {
                0
            } else if is_base(base, other) {
                10
            } else {
                100
            };
            let mut best = (above[j] + same)
                .min(above[j + 1] + own)
                .min(left + omitted);
            if letter == last_b && other == last_a && i > 0 && j > 0 {
                best = best.min(above_above[j - 1] + 80);
            }
            (left, last_b) = (best, other);
            least = least.min(best);
            row[j + 1] = best;
        }
        // A swap reaches over one row; all else only adds to the last.
        if least >= limit && least_above + 80 >= limit {
            return limit;
        }
        (least_above, last_a) = (least, letter);
        (above_above, above, row) = (above, row, above_above);
    }
    above[width]
}

/// Whether a letter is another one but for its mark.
const fn is_base(base: char, other: char) -> bool {
    // Most letters have none.
    if (other as u32) < 0x80 {
        base as u32 == other as u32
    } else {
        base as u32 == latin_base(other) as u32
    }
}
