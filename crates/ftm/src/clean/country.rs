//! Countries: FollowTheMoney's code from a name, an adjective or a code in many languages.
//!
//! The table `data/countries/names.tsv` is made by `cargo xtask gen` from rigour's territories and the
//! names of i18n-iso-countries (both MIT) and from our own lists of demonyms; it is sorted, so a
//! look-up is a binary search in the embedded text and costs nothing at start. Nothing is guessed:
//! a name that means two countries, or none that we know, has no code.

mod key;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use super::fold;

/// `KEY CODE` a line, sorted by key; words that mean two countries have both codes: `cd,cg`.
const TABLE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../data/countries/names.tsv"
));

/// `CODE LABEL` a line, sorted by code, behind two lines of origin.
const LABELS: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../data/countries/labels.tsv"
));

/// The longest text that is looked at, in bytes.
const MAX_BYTES: usize = 200;

/// Words before a country's name that say nothing about which one.
const PREFIXES: [&str; 21] = [
    "possibly",
    "probably",
    "former",
    "formerly",
    "previously",
    "currently",
    "claimed",
    "also",
    "citizen",
    "national",
    "native",
    "nationality",
    "citizenship",
    "resident",
    "subject",
    "of",
    "the",
    "in",
    "from",
    "born",
    "region",
];

/// Words after it.
const SUFFIXES: [&str; 9] = [
    "national",
    "nationality",
    "citizen",
    "citizenship",
    "passport",
    "nationals",
    "citizens",
    "by",
    "birth",
];

/// The English name of a country or territory by FollowTheMoney's code.
///
/// ```
/// assert_eq!(kashf_ftm::country_label("sy"), Some("Syria"));
/// assert_eq!(kashf_ftm::country_label("Syria"), None);
/// ```
#[must_use]
pub fn country_label(code: &str) -> Option<&'static str> {
    // A few hundred lines, asked for the countries of one answer.
    let lines = LABELS.lines().filter_map(|line| line.split_once('\t'));
    lines
        .into_iter()
        .find(|(known, _)| *known == code)
        .map(|(_, label)| label)
}

/// FollowTheMoney's code (lowercase, such as `sy`, `suhh`, `ge-ab`) of a country or territory.
///
/// ```
/// use kashf_ftm::clean_country;
/// assert_eq!(clean_country("Syrian"), Some("sy"));
/// assert_eq!(clean_country("Iran (Islamic Republic of)"), Some("ir"));
/// assert_eq!(clean_country("C\u{f4}te d'Ivoire"), Some("ci"));
/// assert_eq!(clean_country("Korea, North"), Some("kp"));
/// assert_eq!(clean_country("Atlantis"), None);
/// ```
#[must_use]
pub fn clean_country(text: &str) -> Option<&'static str> {
    match clean_codes(text)? {
        // A word for two countries: which one is not guessed.
        codes if codes.contains(',') => None,
        code => Some(code),
    }
}

/// The cell of the table for a text.
fn clean_codes(text: &str) -> Option<&'static str> {
    if text.len() > MAX_BYTES {
        return None;
    }
    find(text).or_else(|| readings(text).iter().find_map(|reading| find(reading)))
}

/// The codes of all countries that a text lists ("Sudan/South Sudan") or can mean ("Congolese"). Empty
/// when a part of it is neither a country nor a word for not knowing.
pub(super) fn clean_all(text: &str) -> Vec<&'static str> {
    if let Some(codes) = clean_codes(text) {
        return codes.split(',').collect();
    }
    if text.len() > MAX_BYTES {
        return Vec::new();
    }
    let folded = fold::fold(text).replace(" and ", "/").replace(" or ", "/");
    let mut codes = Vec::new();
    for part in folded.split(['/', ';', '|', '\n']) {
        let part = part.trim();
        let part = part.strip_prefix("or ").unwrap_or(part);
        if part.is_empty() || UNKNOWN.contains(&part) {
            continue;
        }
        let Some(found) = clean_codes(part) else {
            return Vec::new();
        };
        for code in found.split(',') {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}

/// Words for not knowing, folded.
const UNKNOWN: [&str; 6] = [
    "unknown",
    "undetermined",
    "none identified",
    "none",
    "n.a.",
    "inconnu",
];

fn find(text: &str) -> Option<&'static str> {
    let key = key::key(text);
    if key.is_empty() { None } else { look_up(&key) }
}

/// Other ways to read what lists write around a name.
fn readings(text: &str) -> Vec<String> {
    let mut readings = Vec::new();
    // "Region: Gaza", "Nationality: Syria"
    let text = match text.rsplit_once(':') {
        Some((_, after)) => {
            readings.push(after.to_owned());
            after
        }
        None => text,
    };
    // "Iran (Islamic Republic of)"
    if let Some((before, rest)) = text.split_once('(') {
        let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
        readings.push(format!("{inside} {before} {after}"));
        readings.push(format!("{before} {after}"));
        readings.push(inside.to_owned());
    }
    // "Korea, Democratic People's Republic of"
    if let Some((before, after)) = text.split_once(',') {
        readings.push(format!("{after} {before}"));
    }
    // "citizen of Syria", "Syrian national", "Syrian Arab Republic passport"
    let folded = fold::fold(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let inner: Vec<&str> = words
        .iter()
        .copied()
        .skip_while(|word| PREFIXES.contains(word))
        .collect();
    let kept = inner
        .iter()
        .rposition(|word| !SUFFIXES.contains(word))
        .map_or(0, |last| last + 1);
    if kept > 0 && kept < words.len() {
        readings.push(inner.get(..kept).unwrap_or_default().join(" "));
    }
    readings
}

/// Binary search for a line of the table.
fn look_up(key: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        // The start of the line in which the middle lies.
        let middle = low + (high - low) / 2;
        let bytes = TABLE.as_bytes();
        let start = bytes
            .get(low..middle)?
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(low, |place| low + place + 1);
        let length = bytes
            .get(start..)?
            .iter()
            .position(|&byte| byte == b'\n')
            .unwrap_or(TABLE.len() - start);
        let line = TABLE.get(start..start + length)?;
        let (known, code) = line.split_once('\t')?;
        match known.cmp(key) {
            Ordering::Equal => return Some(code),
            Ordering::Less => low = start + length + 1,
            Ordering::Greater => high = start,
        }
    }
    None
}
