//! What can happen to one word on its way: a slip of the fingers, of the eye, of the ear, dropped
//! vowels, a cut end. Whether one word is another one with exactly one such damage.
//!
//! These are yes-or-no questions about two spellings; what they are worth, and only in a name that
//! agrees otherwise, is [`crate::second`]'s matter. Distances are [`crate::letters`]'s.

use crate::attested::is_attested;
use crate::classic::{Verdict, verdict};
use crate::fold::latin_base;
use crate::known::{is_familiar, is_known};
use crate::weights::is_common;

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

/// The one slip that parts two words of one script. None for words that are two known names: *Jamal*
/// and *Kamal* lie one key apart, and are two people.
/// Beside two words that agree only two *common* names are two names; beside three only those that the table of
/// classic names keeps apart.
pub(crate) fn slip(a: &str, b: &str, agreed: usize) -> Option<Slip> {
    let found = letters_slip(a, b)
        .or_else(|| servant_slip(a, b))
        .or_else(|| compound_slip(a, b))?;
    let two_names = match agreed {
        0 | 1 => is_known(a) && is_known(b),
        2 => is_familiar(a) && is_familiar(b),
        _ => false,
    };
    (verdict(a, b) != Verdict::Different && !two_names).then_some(found)
}

/// Whether one slip parts two texts that were joined of several words.
pub(crate) fn plain_slip(a: &str, b: &str) -> bool {
    letters_slip(a, b).is_some() && !(is_known(a) && is_known(b))
}

/// Spellings of *Abd al-* and *Abu* in front of a name.
const FRONTS: [(&str, &str); 13] = [
    ("abd", "abd"),
    ("abd", "abdu"),
    ("abd", "abdul"),
    ("abd", "abdel"),
    ("abd", "abdal"),
    ("abd", "abdol"),
    ("abd", "abdil"),
    ("abd", "abdoul"),
    ("abd", "abdur"),
    ("abu", "abu"),
    ("abu", "abou"),
    ("abu", "abo"),
    ("abu", "aboul"),
];

/// Whether a word is *Abd al-* or *Abu* with one slip: `ZBD`, `SBOU`.
pub(crate) fn is_misspelt_front(text: &str, front: &str) -> bool {
    (3..=6).contains(&text.len())
        && FRONTS.iter().any(|&(kind, spelling)| {
            kind == front && text != spelling && letters_slip(text, spelling).is_some()
        })
}

/// `ZBDULHAI` of *Abdulhai*: the slip fell into the front of a compound, whose own name is whole.
fn servant_slip(a: &str, b: &str) -> Option<Slip> {
    let one = |compound: &str, word: &str| {
        let front = compound
            .get(..3)
            .filter(|front| matches!(*front, "abd" | "abu"))?;
        let own = compound.get(3..).filter(|own| own.len() > 2)?;
        let ends: &[&str] = match own {
            "lah" => &["llahi", "llah", "lahi", "lah"],
            _ => &[own],
        };
        let heads = ends.iter().filter_map(|end| word.strip_suffix(end));
        heads
            .into_iter()
            .any(|head| is_misspelt_front(head, front))
            .then_some(Slip::Neighbour)
    };
    one(a, b).or_else(|| one(b, a))
}

/// Compounds lost their inner letters when they were joined (*-ullah*, *Abd al-*): their consonants
/// are compared.
fn compound_slip(a: &str, b: &str) -> Option<Slip> {
    let compound =
        |word: &str| word.ends_with("lah") || word.ends_with("din") || word.starts_with("abd");
    if !(compound(a) || compound(b)) {
        return None;
    }
    let (a, b) = (skeleton(a), skeleton(b));
    (a.len() > 3 && a != b).then(|| letters_slip(&a, &b))?
}

fn letters_slip(a: &str, b: &str) -> Option<Slip> {
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

pub(crate) const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// The first letter and the consonants after it, doubled ones once.
pub(crate) fn skeleton(word: &str) -> String {
    let mut bare = String::with_capacity(word.len());
    for (at, c) in word.chars().enumerate() {
        let c = latin_base(c);
        if (at == 0 || !is_vowel(c)) && !bare.ends_with(c) {
            bare.push(c);
        }
    }
    bare
}

/// Whether a word is written without vowels inside: `Mhmmd`, `Slm`; at least two consonants.
pub(crate) fn is_bare(word: &str) -> bool {
    let bytes = word.as_bytes();
    // Abu keeps its vowels: three letters are left alone by whoever drops vowels.
    let bytes = bytes
        .strip_prefix(b"abu")
        .filter(|rest| rest.len() > 2)
        .unwrap_or(bytes);
    let is_consonant =
        |b: &u8| b.is_ascii_lowercase() && !matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
    bytes.len() > 1
        && bytes[1..bytes.len() - 1].iter().all(is_consonant)
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && word.chars().filter(|&c| !is_vowel(c)).count() > 1
}

/// Whether a bare word is a full one without its vowels: all consonants agree, in order.
pub(crate) fn is_stripped(bare: &str, full: &str) -> bool {
    let end = |word: &str| word.chars().last().filter(|&c| is_vowel(c));
    let ends_agree = match (end(bare), end(full)) {
        (Some(a), Some(b)) => a == b,
        (Some(_), None) => false,
        // The end of a part: Agha-Jani, AGH-JNI.
        (None, Some(_)) => true,
        (None, None) => true,
    };
    let vowels = |word: &str| word.chars().filter(|&c| is_vowel(c)).count();
    vowels(bare) < vowels(full)
        && bare.chars().next() == full.chars().next()
        && ends_agree
        && skeleton(bare) == skeleton(full)
        && verdict(bare, full) != Verdict::Different
}

/// Whether a bare word is a common name itself: *Amr*.
pub(crate) fn is_own_name(bare: &str) -> bool {
    is_common(bare)
}

/// Whether a word is the beginning of another, cut off.
pub(crate) fn is_cut(cut: &str, whole: &str) -> bool {
    if cut.len() < whole.len() && whole.starts_with(cut) {
        return true;
    }
    // `JALALOUD` of *Jalaluddin*: the end of the compound was joined in one spelling.
    if let Some(head) = whole.strip_suffix("din")
        && head.len() > 4
        && cut.len() < whole.len() + 3
        && cut.starts_with(head)
    {
        return true;
    }
    // `ABDULL` of *Abdullah*, `ABDURR` of *Abd al-Rahman*: compounds are joined without the vowel.
    let Some(rest) = cut.strip_prefix("abd") else {
        return false;
    };
    let rest = rest.trim_start_matches(is_vowel);
    let mut bare = String::from("abd");
    for c in rest.chars() {
        if !bare.ends_with(c) {
            bare.push(c);
        }
    }
    bare.len() > 3 && bare.len() < whole.len() && whole.starts_with(&bare)
}

/// *Badul*, *Abdil*, *Abdup*: one slip away from *abdul*, and no name.
pub(crate) fn is_misspelt_servant(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 5 || !text.is_ascii() {
        return false;
    }
    let mut differ = (0..5).filter(|&at| bytes[at] != b"abdul"[at]);
    let slip = match (differ.next(), differ.next(), differ.next()) {
        // The b makes Abdul what it is: Asdul would be anything.
        (Some(at), None, _) => at != 1 || matches!(bytes[1], b'v' | b'n' | b'g' | b'h'),
        (Some(a), Some(b), None) => {
            b == a + 1 && bytes[a] == b"abdul"[b] && bytes[b] == b"abdul"[a]
        }
        _ => false,
    };
    // Not asked of the classic names: their table is read with this very code.
    slip && !is_attested(text)
}

/// Endings of one family name: of a woman and a man, Latvian, Lithuanian.
pub(crate) fn is_inflected(a: &str, b: &str) -> bool {
    const ENDINGS: [(&str, &str); 22] = [
        ("ov", "ova"),
        ("ev", "eva"),
        ("in", "ina"),
        ("yn", "yna"),
        ("ov", "ovs"),
        ("ev", "evs"),
        ("in", "ins"),
        ("ej", "ejs"),
        ("ey", "ejs"),
        ("ei", "ejs"),
        ("ov", "ovas"),
        ("sky", "skaya"),
        ("ski", "skaya"),
        ("skiy", "skaya"),
        ("skii", "skaya"),
        ("skij", "skaja"),
        ("ski", "ska"),
        ("cki", "cka"),
        ("ov", "off"),
        ("ev", "eff"),
        ("\u{43E}\u{432}", "\u{43E}\u{432}\u{430}"),
        ("\u{435}\u{432}", "\u{435}\u{432}\u{430}"),
    ];
    let fits = |a: &str, b: &str| {
        ENDINGS.iter().any(|(short, long)| {
            let stem = a.strip_suffix(short);
            stem.is_some_and(|stem| stem.len() > 2 && b.strip_suffix(long) == Some(stem))
        })
    };
    // The stem is longer than two bytes, and both have it.
    let stem = |word: &str| word.as_bytes().first_chunk::<3>().copied();
    stem(a).is_some() && stem(a) == stem(b) && (fits(a, b) || fits(b, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_told_from_two_names() {
        assert_eq!(slip("qarndil", "qandril", 0), None);
        assert_eq!(slip("qanidl", "qandil", 0), Some(Slip::Turned));
        assert_eq!(slip("qandik", "qandil", 0), Some(Slip::Neighbour));
        assert_eq!(slip("zafarly", "safarly", 0), Some(Slip::Neighbour));
        assert_eq!(slip("carneq", "cameq", 0), Some(Slip::Misread));
        assert_eq!(slip("jamal", "kamal", 0), None, "two names");
        assert_eq!(slip("hasan", "hasen", 0), None, "not a slip of these kinds");
    }

    #[test]
    fn vowels_are_dropped_and_consonants_stay() {
        assert!(is_bare("mhmmd") && is_stripped("mhmmd", "muhammad"));
        assert!(is_stripped("qndl", "qandil"));
        assert!(!is_stripped("qndl", "qandilov"));
        assert!(!is_bare("hasan"));
    }

    #[test]
    fn cut_words_are_beginnings() {
        assert!(is_cut("qand", "qandil"));
        assert!(is_cut("abdull", "abdlah"));
        assert!(!is_cut("qandil", "qandil"));
    }
}
