//! Compounds that are written together (*Abdulrahman*, *Nuruddin*), in the form that those have which are written apart.

use crate::types::Script;

/// Canonical beginnings and ends in Latin, Arabic, Cyrillic letters.
pub(crate) const FATHER: [&str; 3] = ["abu", "\u{627}\u{628}\u{648}", "\u{430}\u{431}\u{443}"];
pub(crate) const MOTHER: [&str; 3] = ["um", "\u{627}\u{645}", "\u{443}\u{43C}"];
pub(crate) const SERVANT: [&str; 3] = ["abd", "\u{639}\u{628}\u{62F}", "\u{430}\u{431}\u{434}"];
pub(crate) const DIN: [&str; 3] = ["din", "\u{62F}\u{64A}\u{646}", "\u{434}\u{438}\u{43D}"];
pub(crate) const ALLAH: [&str; 3] = ["lah", "\u{644}\u{647}", "\u{43B}\u{43B}\u{430}"];

/// Compounds that are written together, brought to the form that joined ones have; none for other words.
pub(crate) fn canonical(text: &str, script: Script) -> Option<String> {
    match script {
        Script::Latin => canonical_latin(text),
        Script::Arabic => canonical_arabic(text),
        _ => None,
    }
}

fn canonical_arabic(text: &str) -> Option<String> {
    // Abd al-, written together.
    const ABDAL: &str = "\u{639}\u{628}\u{62F}\u{627}\u{644}";
    const ADDIN: &str = "\u{627}\u{644}\u{62F}\u{64A}\u{646}";
    const ALLAH_WORD: &str = "\u{627}\u{644}\u{644}\u{647}";
    // Abu al-, written together.
    const ABUAL: &str = "\u{627}\u{628}\u{648}\u{627}\u{644}";
    let mut found = match text.strip_prefix(ABDAL) {
        Some(rest) if rest.chars().count() > 1 && !text.ends_with(ALLAH_WORD) => {
            Some(format!("{}{rest}", SERVANT[1]))
        }
        _ => None,
    };
    if let Some(rest) = found.as_deref().unwrap_or(text).strip_prefix(ABUAL)
        && rest.chars().count() > 2
    {
        found = Some(format!("{}{rest}", FATHER[1]));
    }
    for (tail, short) in [(ADDIN, DIN[1]), (ALLAH_WORD, ALLAH[1])] {
        if let Some(head) = found.as_deref().unwrap_or(text).strip_suffix(tail)
            && head.chars().count() > 1
        {
            found = Some(format!("{head}{short}"));
        }
    }
    found
}

/// What *Allah* is behind *Abd*, vowels aside.
const ALLAH_TAILS: [&str; 11] = [
    "llah", "lah", "llh", "lh", "lla", "la", "llahi", "lahi", "laye", "llo", "lle",
];

/// Spellings of *al-Din* at the end of a word, longest first.
const DIN_TAILS: [&str; 24] = [
    "ouddine", "eddeen", "uddeen", "aldeen", "eldeen", "eddine", "addine", "iddine", "aldine",
    "eldine", "uddine", "oudine", "eddin", "uddin", "addin", "iddin", "oddin", "aldin", "eldin",
    "uldin", "ettin", "attin", "ittin", "uttin",
];

fn canonical_latin(text: &str) -> Option<String> {
    if !text.is_ascii() || text.len() < 6 {
        return None;
    }
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    if let Some(rest) = text.strip_prefix("abd") {
        // Written without vowels: Abdllh, Abdlqdr.
        if matches!(rest, "llh" | "lh") {
            return Some("abdlah".to_owned());
        }
        if let Some(after) = rest.strip_prefix('l')
            && after.len() > 2
            && !after.starts_with(is_vowel)
        {
            return Some(format!("abd{after}"));
        }
        let name = rest.trim_start_matches(is_vowel);
        if name.len() < rest.len() {
            if ALLAH_TAILS.contains(&name) {
                return Some("abdlah".to_owned());
            }
            if let Some(after) = name.strip_prefix('l')
                && after.len() > 2
            {
                return Some(format!("abd{after}"));
            }
            let doubled = name.as_bytes();
            if doubled.len() > 3 && doubled[0] == doubled[1] {
                return Some(format!("abd{}", &name[1..]));
            }
        }
        return None;
    }
    // Abulkalam, Abouelghar: an article behind Abu. Most words begin and end otherwise.
    let fronts: &[&str] = if text.starts_with("ab") {
        &["aboul", "abouel", "abul", "abuel", "abual", "abol"]
    } else {
        &[]
    };
    for front in fronts {
        if let Some(name) = text.strip_prefix(*front)
            && name.len() > 3
        {
            return Some(format!("abu{name}"));
        }
    }
    let tails = match text.as_bytes().last() {
        Some(b'n' | b'e') => &DIN_TAILS[..],
        _ => &[],
    };
    for tail in tails {
        if let Some(head) = text.strip_suffix(*tail)
            && head.len() > 2
        {
            return Some(format!("{head}din"));
        }
    }
    if !text.ends_with("llah") {
        return None;
    }
    for tail in ["oullah", "ullah", "allah", "ollah", "ellah"] {
        if let Some(head) = text.strip_suffix(tail)
            && head.len() > 1
        {
            return Some(format!("{head}lah"));
        }
    }
    None
}
