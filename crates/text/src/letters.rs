//! How far two words of one script are apart letter by letter.
//!
//! Optimal string alignment (insertions, deletions, substitutions, swaps of neighbours) in
//! hundredths of a letter; doubled letters and marks on letters cost little.

use crate::fold::latin_base;

const MAX: usize = 48;
/// Words further apart than this many thousandths are not worth measuring.
const HOPELESS: u32 = 700;

/// How alike two folded words are by their letters, 0 ..= 1000. Symmetric.
pub(crate) fn letter_similarity(a: &str, b: &str) -> u16 {
    let mut left = ['\0'; MAX];
    let mut right = ['\0'; MAX];
    let (Some(n), Some(m)) = (fill(a, &mut left), fill(b, &mut right)) else {
        return 0;
    };
    if n == 0 || m == 0 {
        return 0;
    }
    let longest = n.max(m);
    // Words this different in length are not alike; saves the table.
    if n.abs_diff(m) * 2 > longest {
        return 0;
    }
    if at_least(&left[..n], &right[..m]) * 10 > HOPELESS * longest as u32 {
        return 0;
    }
    let distance = u32::from(distance(&left[..n], &right[..m]));
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

/// What the distance is at least: letters that the other word has nowhere. Words hash their
/// letters into 32 bits, so this may count too few, never too many.
fn at_least(a: &[char], b: &[char]) -> u32 {
    let bits = |word: &[char]| -> u32 {
        word.iter()
            .fold(0, |bits, &c| bits | 1 << (latin_base(c) as u32 & 31))
    };
    let (a, b) = (bits(a), bits(b));
    (a & !b).count_ones().max((b & !a).count_ones()) * 100
}

fn fill(word: &str, into: &mut [char; MAX]) -> Option<usize> {
    let mut count = 0;
    for c in word.chars() {
        *into.get_mut(count)? = c;
        count += 1;
    }
    Some(count)
}

fn substitution(a: char, b: char) -> u16 {
    if a == b {
        0
    } else if latin_base(a) == latin_base(b) {
        10
    } else {
        100
    }
}

fn omission(word: &[char], at: usize) -> u16 {
    // The second of two equal letters.
    if at > 0 && word[at] == word[at - 1] {
        40
    } else {
        100
    }
}

fn distance(a: &[char], b: &[char]) -> u16 {
    let mut rows = [[0_u16; MAX + 1]; 3];
    for j in 0..b.len() {
        rows[0][j + 1] = rows[0][j] + omission(b, j);
    }
    for i in 0..a.len() {
        let (above_above, above, row) = ((i + 2) % 3, i % 3, (i + 1) % 3);
        rows[row][0] = rows[above][0] + omission(a, i);
        for j in 0..b.len() {
            let mut best = (rows[above][j] + substitution(a[i], b[j]))
                .min(rows[above][j + 1] + omission(a, i))
                .min(rows[row][j] + omission(b, j));
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                best = best.min(rows[above_above][j - 1] + 80);
            }
            rows[row][j + 1] = best;
        }
    }
    rows[a.len() % 3][b.len()]
}
