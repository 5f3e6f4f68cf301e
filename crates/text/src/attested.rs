//! Which Latin spellings stand for which Arabic names, as attested by people who bear them.
//!
//! SOURCE: `data/names/attested_*.tsv`, compiled by `cargo xtask gen` from Wikidata (CC0) and
//! DziriNames (MIT), development half. Sorted tables in the binary; the first use builds an index
//! of their lines (about two milliseconds), since a search asks them for every plausible pair.

use std::sync::OnceLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::types::Script;

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
        // Lines are longer than this on the average.
        let about = text.len() / 12;
        let mut starts = Vec::with_capacity(about);
        let mut numbers = FxHashMap::with_capacity_and_hasher(about, FxBuildHasher);
        let bytes = text.as_bytes();
        let mut start = 0;
        while start < bytes.len() {
            // Lines are short: to walk through them is sooner done than to set up a search in each.
            let rest = &bytes[start..];
            let first = rest.iter().position(|b| matches!(b, b'\t' | b'\n'));
            let first = first.unwrap_or(rest.len());
            let end = rest[first..].iter().position(|&b| b == b'\n');
            if rest[0] != b'#' {
                // The tables are below 1 MB, so a number and a place fit.
                numbers.insert(&text[start..start + first], starts.len() as u32);
                starts.push(start as u32);
            }
            start += end.map_or(rest.len(), |end| first + end + 1);
        }
        Self {
            text,
            starts,
            numbers,
        }
    }

    fn line(&self, number: u32) -> &'static str {
        let start = |number: u32| {
            let start = self.starts.get(number as usize);
            start.map_or(self.text.len(), |&start| start as usize)
        };
        let (start, end) = (start(number), start(number + 1));
        self.text[start..end].trim_end_matches('\n')
    }

    /// The number of the line whose first column is `key`.
    fn find(&self, key: &str) -> Option<u32> {
        self.numbers.get(key).copied()
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

/// The numbers of a line.
fn numbers(line: &str) -> impl Iterator<Item = u32> {
    line.split(' ').filter_map(|number| number.parse().ok())
}

/// What the tables have of one spelling, in either script.
#[derive(Debug)]
pub(crate) enum Attested {
    Unknown,
    /// The number of an Arabic name.
    Arabic(u32),
    /// The numbers of the names that a Latin spelling stands for, as they are written, and whether it is often seen.
    Latin {
        names: &'static str,
        often: bool,
    },
}

impl Attested {
    pub(crate) fn of(text: &str, script: Script) -> Self {
        match script {
            Script::Arabic => arabic().find(text).map_or(Self::Unknown, Self::Arabic),
            Script::Latin => Self::latin(text).unwrap_or(Self::Unknown),
            _ => Self::Unknown,
        }
    }

    fn latin(text: &str) -> Option<Self> {
        let table = latin();
        let (_, numbers) = table.line(table.find(text)?).split_once('\t')?;
        Some(Self::Latin {
            names: numbers.trim_start_matches('+'),
            often: numbers.starts_with('+'),
        })
    }

    pub(crate) const fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown)
    }

    /// What the tables say about two spellings: Latin ones, or an Arabic and a Latin one.
    pub(crate) fn beside<'o>(&self, other: impl FnOnce() -> &'o Self) -> Attestation {
        if !self.is_known() {
            return Attestation::Silent;
        }
        let (shared, often) = match (self, other()) {
            (Self::Arabic(name), Self::Latin { names, often })
            | (Self::Latin { names, often }, Self::Arabic(name)) => {
                (numbers(names).any(|number| number == *name), *often)
            }
            (
                Self::Latin { names, often },
                Self::Latin {
                    names: others,
                    often: other_often,
                },
            ) => {
                let shared = numbers(names).any(|name| numbers(others).any(|other| other == name));
                (shared, *often && *other_often)
            }
            _ => return Attestation::Silent,
        };
        if shared {
            Attestation::Same
        } else {
            Attestation::Apart { often }
        }
    }
}
