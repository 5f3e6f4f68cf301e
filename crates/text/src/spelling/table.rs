//! The tables of `data/names/spelling_*.tsv`, each read when first asked.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::latin_code;
use crate::tables::rows;
use crate::types::Script;

/// Longest spelling of a chunk.
pub(super) const LONGEST: usize = 5;

/// What a chunk may be spelled as.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Up to five letters of five bits behind a one.
    pub(super) code: u32,
    /// How many letters.
    pub(super) length: u8,
    /// What it costs, in eighths of a bit.
    pub(super) cost: u8,
    /// The first letter and one, 0 without letters.
    first: u8,
}

/// A row of a table; taken apart when first asked, as a search asks for few of thousands.
#[derive(Debug)]
struct Chunk {
    spellings: &'static str,
    entries: OnceLock<Vec<Entry>>,
}

/// The spellings of a row, by first letter.
fn parse(spellings: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (spelling, cost) in spellings.split(' ').filter_map(|s| s.split_once(':')) {
        let letters: Option<Vec<u8>> = spelling.chars().map(latin_code).collect();
        let (Some(letters), Ok(cost)) = (letters, cost.parse()) else {
            continue;
        };
        if letters.len() > LONGEST {
            continue;
        }
        entries.push(Entry {
            code: code_of(&letters),
            length: letters.len() as u8,
            cost,
            first: letters.first().map_or(0, |&letter| letter + 1),
        });
    }
    entries.sort_by_key(|entry| (entry.first, entry.cost));
    entries
}

/// The costs of one script.
#[derive(Debug, Default)]
pub(super) struct Costs {
    chunks: FxHashMap<u64, Chunk>,
    /// An unknown letter left out, one put in, one for another.
    pub(super) left_out: u16,
    pub(super) put_in: u16,
    pub(super) replaced: u16,
}

/// A chunk as a key: one or two characters of 21 bits.
pub(super) fn chunk_key(chunk: &[char]) -> u64 {
    chunk.iter().copied().fold(0, key_with)
}

fn key_with(key: u64, c: char) -> u64 {
    key << 21 | u64::from(c)
}

/// The key of a Mandarin reading: where a character is not known, its reading may be.
pub(super) fn reading_key(syllable: &str) -> u64 {
    let letters = syllable.bytes().take(7);
    letters.fold(1 << 63, |key, b| {
        key ^ (key << 8 & !(1 << 63)) ^ u64::from(b)
    })
}

/// Letters as one number.
pub(super) fn code_of(letters: &[u8]) -> u32 {
    letters.iter().fold(1, |code, &l| code << 5 | u32::from(l))
}

impl Costs {
    fn parse(text: &'static str, han: bool) -> Self {
        let mut costs = Self {
            left_out: 64,
            put_in: 56,
            replaced: 72,
            ..Self::default()
        };
        if han {
            // A character is a whole syllable: to leave one out is to leave out more.
            (costs.left_out, costs.put_in, costs.replaced) = (96, 72, 112);
        }
        for (chunk, spellings) in rows(text) {
            // Readings stand in Latin letters.
            let key = if han && chunk.bytes().all(|b| b.is_ascii_lowercase()) {
                reading_key(chunk)
            } else {
                chunk.chars().fold(0, key_with)
            };
            let entries = OnceLock::new();
            costs.chunks.insert(key, Chunk { spellings, entries });
        }
        costs
    }

    /// What a chunk may be spelled as, by first letter.
    pub(super) fn find(&self, key: u64) -> &[Entry] {
        let chunk = self.chunks.get(&key);
        chunk.map_or(&[], |chunk| {
            chunk.entries.get_or_init(|| parse(chunk.spellings))
        })
    }
}

/// The entries that begin with a letter.
pub(super) fn beginning(entries: &[Entry], letter: u8) -> &[Entry] {
    let from = entries.partition_point(|entry| entry.first <= letter);
    let length = entries[from..].partition_point(|entry| entry.first == letter + 1);
    &entries[from..from + length]
}

/// The entry without letters, if there is one.
pub(super) fn silent(entries: &[Entry]) -> &[Entry] {
    let length = usize::from(entries.first().is_some_and(|entry| entry.first == 0));
    &entries[..length]
}

macro_rules! tables {
    ($($script:ident $file:literal)*) => {
        /// The costs of a script; none where nothing was learned.
        pub(super) fn costs(script: Script) -> Option<&'static Costs> {
            match script {
                $(Script::$script => {
                    static TABLE: OnceLock<Costs> = OnceLock::new();
                    const TEXT: &str =
                        include_str!(concat!("../../../../data/names/spelling_", $file, ".tsv"));
                    Some(TABLE.get_or_init(|| Costs::parse(TEXT, matches!(script, Script::Han))))
                })*
                _ => None,
            }
        }
    };
}

tables! {
    Arabic "arabic"
    Armenian "armenian"
    Cyrillic "cyrillic"
    Georgian "georgian"
    Greek "greek"
    Han "han"
    Hangul "hangul"
    Hebrew "hebrew"
    Kana "kana"
}
