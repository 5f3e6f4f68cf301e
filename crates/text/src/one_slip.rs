//! The one slip that parts two spellings, whatever they mean: keys, print, sounds, a letter too many.

use crate::fold::latin_base;

/// What happened to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// Two neighbouring letters in each other's place.
    Turned,
    /// A key beside the right one.
    Neighbour,
    /// Letters that look alike on paper.
    Misread,
    /// Letters that sound alike.
    Misheard,
    /// A letter too many or too few.
    Missing,
}

/// Longest word looked at.
const MAX: usize = 32;

/// The slip that parts two words, if it is one.
pub(crate) fn letters_slip(a: &str, b: &str) -> Option<Slip> {
    if a.is_ascii() && b.is_ascii() {
        // Their bytes are their letters: most words are told from one another without taking them apart.
        let (a, b) = (a.as_bytes(), b.as_bytes());
        let (front, back) = same_ends(a, b)?;
        let (mut left, mut right) = (['\0'; 4], ['\0'; 4]);
        let letters = |word: &[u8], into: &mut [char; 4]| {
            let rest = word[front..].iter();
            let pairs = into.iter_mut().zip(rest);
            pairs.map(|(slot, &b)| *slot = char::from(b)).count()
        };
        let (n, m) = (letters(a, &mut left), letters(b, &mut right));
        let middle = (a.len() - front - back, b.len() - front - back);
        return middle_slip(&left[..n], &right[..m], middle, a.len().max(b.len()));
    }
    let mut left = ['\0'; MAX];
    let mut right = ['\0'; MAX];
    let (n, m) = (fill(a, &mut left)?, fill(b, &mut right)?);
    let (a, b) = (&left[..n], &right[..m]);
    let (front, back) = same_ends(a, b)?;
    let middle = (n - front - back, m - front - back);
    middle_slip(&a[front..], &b[front..], middle, n.max(m))
}

/// How many letters two words have in common at their beginning and at their end; none when no one slip parts them: they
/// are too long, too short, too unlike in length, or differ in more than two letters.
fn same_ends<L: PartialEq>(a: &[L], b: &[L]) -> Option<(usize, usize)> {
    let (n, m) = (a.len(), b.len());
    if n.max(m) > MAX || n.abs_diff(m) > 1 || n.min(m) < 2 {
        return None;
    }
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let ends = a[front..].iter().rev().zip(b[front..].iter().rev());
    let back = ends.take_while(|(x, y)| x == y).count();
    (n.max(m) - front - back <= 2).then_some((front, back))
}

/// The slip that parts two words in their `middle`; `a` and `b` begin with it.
fn middle_slip(a: &[char], b: &[char], middle: (usize, usize), longest: usize) -> Option<Slip> {
    let (x, y) = (&a[..middle.0], &b[..middle.1]);
    match (x, y) {
        ([x], [y]) if is_neighbour(*x, *y) => Some(Slip::Neighbour),
        ([p, q], [r, s]) if p == s && q == r => Some(Slip::Turned),
        _ if is_misread(x, y) => Some(Slip::Misread),
        _ if is_misheard(x, y, a, b) => Some(Slip::Misheard),
        ([], [_]) | ([_], []) if longest > 4 => Some(Slip::Missing),
        _ => None,
    }
}

fn fill(word: &str, into: &mut [char; MAX]) -> Option<usize> {
    let mut count = 0;
    for c in word.chars() {
        *into.get_mut(count)? = latin_base(c);
        count += 1;
    }
    Some(count)
}

/// Keys beside each other on a QWERTY keyboard, in the same row or the next.
fn is_neighbour(a: char, b: char) -> bool {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let place = |c: char| {
        ROWS.iter()
            .enumerate()
            .find_map(|(row, keys)| Some((row, keys.find(c)?)))
    };
    let (Some((row_a, at_a)), Some((row_b, at_b))) = (place(a), place(b)) else {
        return false;
    };
    match row_a.abs_diff(row_b) {
        0 => at_a.abs_diff(at_b) == 1,
        // The lower row stands half a key to the right: a lies under q and w.
        1 => {
            let (upper, lower) = if row_a < row_b {
                (at_a, at_b)
            } else {
                (at_b, at_a)
            };
            upper == lower || upper == lower + 1
        }
        _ => false,
    }
}

/// Letters that print alike: what character recognition confuses.
fn is_misread(x: &[char], y: &[char]) -> bool {
    const PAIRS: [(&str, &str); 12] = [
        ("i", "l"),
        ("rn", "m"),
        ("cl", "d"),
        ("vv", "w"),
        ("e", "c"),
        ("u", "v"),
        ("ri", "n"),
        ("nn", "m"),
        ("h", "b"),
        ("o", "c"),
        ("j", "i"),
        ("f", "t"),
    ];
    is_one_of(&PAIRS, x, y)
}

/// Letters that spellings exchange without a change to the ear; `a` and `b` begin at the difference.
fn is_misheard(x: &[char], y: &[char], a: &[char], b: &[char]) -> bool {
    const PAIRS: [(&str, &str); 14] = [
        ("s", "z"),
        ("c", "k"),
        ("c", "s"),
        ("q", "k"),
        ("ph", "f"),
        ("y", "i"),
        ("v", "w"),
        ("j", "y"),
        ("ei", "ie"),
        ("ks", "x"),
        ("y", "j"),
        ("d", "t"),
        ("g", "j"),
        ("u", "o"),
    ];
    // Khalid, Halid; Ghazi, Gazi: a letter of a pair is left out.
    let left_out = |more: &[char], less: &[char], rest: &[char]| {
        matches!(
            (more, less, rest),
            (['h'], [], _) | (['k'], [], ['h', ..]) | (['c'], [], ['k', ..])
        )
    };
    is_one_of(&PAIRS, x, y) || left_out(x, y, b) || left_out(y, x, a)
}

fn is_one_of(pairs: &[(&str, &str)], x: &[char], y: &[char]) -> bool {
    let is = |letters: &[char], text: &str| letters.iter().copied().eq(text.chars());
    pairs
        .iter()
        .any(|(p, q)| (is(x, p) && is(y, q)) || (is(x, q) && is(y, p)))
}
