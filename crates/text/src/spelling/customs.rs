//! Whether a Korean or Chinese name is spelled as one of the customary romanisations would have it.
//!
//! What is learned from words of the world does not know Wade and Giles, nor that Pyongyang writes o and u where
//! Seoul writes eo and eu. What it does not do: rank; a name fits or does not. SOURCE: written for Kashf
//! (revised romanisation, McCune-Reischauer and the usage of North Korea; pinyin, Wade-Giles).

use crate::sound::han_reading;
use crate::types::Script;

use super::{END, START, spelling_units};

/// Longest word that is looked at, in characters: names are shorter.
const LONGEST: usize = 4;

/// Whether the Latin word is a customary romanisation, syllable by syllable.
pub(super) fn is_customary(native: &str, script: Script, latin: &str) -> bool {
    let count = native.chars().count();
    if count > LONGEST {
        return false;
    }
    match script {
        Script::Han => characters(native, latin),
        Script::Hangul => {
            let units = spelling_units(native, script);
            jamo(&units, latin)
        }
        _ => false,
    }
}

fn characters(native: &str, latin: &str) -> bool {
    let mut rest = native.chars();
    let Some(first) = rest.next() else {
        return latin.is_empty();
    };
    let Some(pinyin) = han_reading(first) else {
        return false;
    };
    let begins = |form: &str| {
        let latin = latin.strip_prefix(form);
        latin.is_some_and(|latin| characters(rest.as_str(), latin))
    };
    begins(pinyin) || (may_be_wade_giles(pinyin, latin) && begins(&wade_giles(pinyin)))
}

/// Whether a word begins with a letter that the form of a syllable by Wade and Giles may begin with.
fn may_be_wade_giles(pinyin: &str, latin: &str) -> bool {
    let (Some(&from), Some(&to)) = (pinyin.as_bytes().first(), latin.as_bytes().first()) else {
        return true;
    };
    match from {
        b'b' => to == b'p',
        b'd' => to == b't',
        b'g' => to == b'k',
        b'j' | b'q' => to == b'c',
        b'x' => to == b'h',
        b'z' | b'c' => matches!(to, b'c' | b't'),
        b'r' => to == b'j',
        b'y' => matches!(to, b'y' | b'i'),
        same => to == same,
    }
}

/// A syllable of pinyin (v for u with dots) as Wade and Giles write it, without their signs.
fn wade_giles(pinyin: &str) -> String {
    const INITIALS: [(&str, &str); 12] = [
        ("zh", "ch"),
        ("ch", "ch"),
        ("sh", "sh"),
        ("b", "p"),
        ("d", "t"),
        ("g", "k"),
        ("j", "ch"),
        ("q", "ch"),
        ("x", "hs"),
        ("z", "ts"),
        ("c", "ts"),
        ("r", "j"),
    ];
    let whole = match pinyin {
        "yan" => Some("yen"),
        "you" => Some("yu"),
        "ye" => Some("yeh"),
        "yue" => Some("yueh"),
        "yong" => Some("yung"),
        "yi" => Some("i"),
        "zi" => Some("tzu"),
        "ci" => Some("tzu"),
        "si" => Some("ssu"),
        "ge" => Some("ko"),
        "ke" => Some("ko"),
        "he" => Some("ho"),
        "er" => Some("erh"),
        "guo" => Some("kuo"),
        "huo" => Some("huo"),
        _ => None,
    };
    if let Some(whole) = whole {
        return whole.to_owned();
    }
    let found = INITIALS.iter().find(|(from, _)| pinyin.starts_with(from));
    let (initial, last) = match found {
        Some((from, to)) => (*to, &pinyin[from.len()..]),
        // Other consonants are written alike.
        None => pinyin.split_at(pinyin.len().min(usize::from(!pinyin.starts_with(VOWEL)))),
    };
    let retroflex = ["zh", "ch", "sh", "r"]
        .iter()
        .any(|from| pinyin.starts_with(from));
    let last = match last {
        "i" if retroflex => "ih",
        "ong" => "ung",
        "iong" => "iung",
        "ian" => "ien",
        "ie" => "ieh",
        "ue" | "ve" => "ueh",
        "v" => "u",
        other => other,
    };
    // Do, to, no, lo, so, shuo: an o alone but behind k, h, sh.
    let last = if last == "uo" && !retroflex {
        "o"
    } else {
        last
    };
    format!("{initial}{last}")
}

const VOWEL: [char; 6] = ['a', 'e', 'i', 'o', 'u', 'v'];

/// What each Korean letter is written as, by the numbers of Unicode; Pyongyang writes an r that Seoul leaves out.
const LEADS: [&str; 19] = [
    "k g", "kk k g", "n r", "t d", "tt t d", "r l n y", "m", "p b", "pp p b", "s sh", "ss s", " r",
    "j ch", "jj j ch", "ch", "k", "t", "p", "h",
];
const VOWELS: [&str; 21] = [
    "a ah",
    "ae ai",
    "ya",
    "yae",
    "eo o u uh",
    "e",
    "yeo yo you yu",
    "ye",
    "o oh",
    "wa",
    "wae",
    "oe oi",
    "yo",
    "u oo woo",
    "wo weo won",
    "we",
    "wi",
    "yu yoo",
    "eu u",
    "ui eui i",
    "i ee yi",
];
const TAILS: [&str; 28] = [
    " ", "k g", "k", "k", "n", "n", "n", "t d", "l r", "k", "m", "l", "l", "l", "p", "l", "m",
    "p b", "p", "t s", "t", "ng", "t", "t", "k", "t", "p", " h",
];

fn jamo(units: &[char], latin: &str) -> bool {
    let Some((&unit, rest)) = units.split_first() else {
        return latin.is_empty();
    };
    let forms = match unit as u32 {
        _ if unit == START || unit == END => " ",
        n @ 0x1100..=0x1112 => LEADS[n as usize - 0x1100],
        n @ 0x1161..=0x1175 => VOWELS[n as usize - 0x1161],
        n @ 0x11A8..=0x11C2 => TAILS[n as usize - 0x11A7],
        _ => return false,
    };
    // A blank is the empty form.
    forms.split(' ').any(|form| {
        latin
            .strip_prefix(form)
            .is_some_and(|latin| jamo(rest, latin))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_syllables_as_wade_and_giles() {
        for (pinyin, older) in [
            ("ze", "tse"),
            ("dong", "tung"),
            ("jian", "chien"),
            ("xue", "hsueh"),
            ("zhi", "chih"),
            ("qing", "ching"),
            ("luo", "lo"),
            ("ren", "jen"),
            ("ma", "ma"),
        ] {
            assert_eq!(wade_giles(pinyin), older, "{pinyin}");
        }
    }

    #[test]
    fn a_form_is_looked_for_where_it_may_begin() {
        for pinyin in ('\u{4E00}'..='\u{9FFF}').filter_map(han_reading) {
            let older = wade_giles(pinyin);
            assert!(may_be_wade_giles(pinyin, &older), "{pinyin} {older}");
        }
        assert!(!may_be_wade_giles("bo", "mo"));
    }

    #[test]
    fn takes_customs_of_seoul_and_pyongyang() {
        let name = "\u{C815}\u{C740}";
        for latin in ["jeongeun", "jongun", "jungeun", "chongun"] {
            assert!(is_customary(name, Script::Hangul, latin), "{latin}");
        }
        assert!(!is_customary(name, Script::Hangul, "jongil"));
        assert!(is_customary("\u{C6A9}", Script::Hangul, "ryong"));
    }
}
