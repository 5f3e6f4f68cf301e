//! What can happen to one word on its way: a slip of the fingers, of the eye, of the ear, dropped
//! vowels, a cut end. Whether one word is another one with exactly one such damage.
//!
//! These are yes-or-no questions about two spellings; what they are worth, and only in a name that
//! agrees otherwise, is [`crate::second`]'s matter. Distances are [`crate::letters`]'s.

use crate::attested::is_attested;
use crate::classic::{Verdict, verdict};
use crate::fold::latin_base;
use crate::known::{is_familiar, is_known};
use crate::one_slip::{Slip, letters_slip};
use crate::weights::is_common;

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
