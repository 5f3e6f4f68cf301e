//! Which Latin spellings stand for which Arabic names, as attested by people who bear them.
//!
//! SOURCE: `data/names/attested_*.tsv`, compiled by `cargo xtask gen` from Wikidata (CC0) and
//! DziriNames (MIT), development half. Sorted tables in the binary; the first use builds an index
//! of their lines (about two milliseconds), since a search asks them for every plausible pair.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

const ARABIC: &str = include_str!("../../../data/names/attested_arabic.tsv");
const LATIN: &str = include_str!("../../../data/names/attested_latin.tsv");

/// Lines, with the place where each begins, and their numbers by first column.
#[derive(Debug)]
struct Lines {
    text: &'static str,
    starts: Vec<u32>,
    numbers: FxHashMap<&'static str, u32>,
}

impl Lines {
    /// Lines that begin with `#` come first and are no part of the table.
    fn new(text: &'static str) -> Self {
        let mut starts = Vec::new();
        let mut numbers = FxHashMap::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if !line.starts_with('#') {
                let first = line.split(['\t', '\n']).next().unwrap_or_default();
                // The tables are below 1 MB, so a number and a place fit.
                numbers.insert(first, starts.len() as u32);
                starts.push(at as u32);
            }
            at += line.len();
        }
        Self {
            text,
            starts,
            numbers,
        }
    }

    fn line(&self, number: usize) -> &'static str {
        let start = self
            .starts
            .get(number)
            .map_or(self.text.len(), |&s| s as usize);
        let end = self
            .starts
            .get(number + 1)
            .map_or(self.text.len(), |&s| s as usize);
        self.text[start..end].trim_end_matches('\n')
    }

    /// The number of the line whose first column is `key`.
    fn find(&self, key: &str) -> Option<usize> {
        self.numbers.get(key).map(|&number| number as usize)
    }
}

fn arabic() -> &'static Lines {
    static TABLE: OnceLock<Lines> = OnceLock::new();
    TABLE.get_or_init(|| Lines::new(ARABIC))
}

fn latin() -> &'static Lines {
    static TABLE: OnceLock<Lines> = OnceLock::new();
    TABLE.get_or_init(|| Lines::new(LATIN))
}

/// The names a Latin spelling stands for.
#[derive(Clone, Copy, Debug)]
struct Meaning {
    /// Seen so often that what is not attested is unlikely.
    often: bool,
    numbers: &'static str,
}

impl Meaning {
    fn of(text: &str) -> Option<Self> {
        let table = latin();
        let (_, numbers) = table.line(table.find(text)?).split_once('\t')?;
        Some(Self {
            often: numbers.starts_with('+'),
            numbers: numbers.trim_start_matches('+'),
        })
    }

    fn numbers(self) -> impl Iterator<Item = usize> {
        self.numbers
            .split(' ')
            .filter_map(|number| number.parse().ok())
    }
}

/// Whether a Latin spelling is that of a name at all.
pub(crate) fn is_attested(latin_text: &str) -> bool {
    latin().find(latin_text).is_some()
}

/// What the tables say about two spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attestation {
    /// Spellings of one name.
    Same,
    /// Both known, never for one name; `often` when that is unlikely to be chance.
    Apart { often: bool },
    /// One of them is not known.
    Silent,
}

/// An Arabic against a Latin spelling.
pub(crate) fn across(arabic_text: &str, latin_text: &str) -> Attestation {
    let (Some(number), Some(meaning)) = (arabic().find(arabic_text), Meaning::of(latin_text))
    else {
        return Attestation::Silent;
    };
    if meaning.numbers().any(|n| n == number) {
        Attestation::Same
    } else {
        Attestation::Apart {
            often: meaning.often,
        }
    }
}

/// Two Latin spellings.
pub(crate) fn between(a: &str, b: &str) -> Attestation {
    let (Some(a), Some(b)) = (Meaning::of(a), Meaning::of(b)) else {
        return Attestation::Silent;
    };
    if a.numbers().any(|n| b.numbers().any(|m| m == n)) {
        Attestation::Same
    } else {
        Attestation::Apart {
            often: a.often && b.often,
        }
    }
}
