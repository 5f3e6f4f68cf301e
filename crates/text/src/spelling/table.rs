//! The tables of `data/names/spelling_*.tsv`, each read when first asked.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::latin_code;
use crate::tables::rows;
use crate::types::Script;

/// Longest spelling of a chunk.
pub(super) const LONGEST: usize = 5;
/// Bits of a letter in a code.
const BITS: u32 = 6;
/// Latin letters that have a number.
pub(super) const LETTERS: usize = 32;
/// Spellings of a chunk that are tried when a word is spelled; as many as a beam holds.
pub(super) const CHEAPEST: usize = 8;

/// What a chunk may be spelled as.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    /// Up to five letters of six bits, the first on top.
    pub(super) code: u32,
    /// The bits of the code that are letters.
    pub(super) mask: u32,
    /// How many letters.
    pub(super) length: u8,
    /// What it costs, in eighths of a bit.
    pub(super) cost: u8,
    /// The first letter and one, 0 without letters.
    first: u8,
}

impl Entry {
    /// No letters, for nothing.
    pub(super) const NOTHING: Self = Self {
        code: 0,
        mask: 0,
        length: 0,
        cost: 0,
        first: 0,
    };

    /// Its letters, by their numbers.
    pub(super) fn letters(self) -> impl Iterator<Item = u8> {
        (0..u32::from(self.length)).map(move |at| (self.code >> (BITS * (4 - at)) & 63) as u8)
    }
}

/// A row of a table, taken apart.
#[derive(Debug)]
pub(super) struct Chunk {
    /// By first letter, then by cost; the silent one comes first.
    entries: Vec<Entry>,
    /// Where the entries of a letter begin, by its number and one.
    starts: [u16; LETTERS + 2],
    /// The cheapest first.
    pub(super) cheapest: Vec<Entry>,
    /// What a letter costs at least where it comes from this chunk, in halves: no entry is cheaper than
    /// what its letters add up to. [`FREE`] where no entry has the letter.
    pub(super) shares: [u8; LETTERS],
    /// What the cheapest entry costs.
    pub(super) least: u8,
}

/// More than any path costs.
pub(super) const NEVER: u16 = u16::MAX / 2;

/// More than any share of a letter.
pub(super) const FREE: u8 = u8::MAX;

/// What no table knows.
pub(super) static EMPTY: Chunk = Chunk {
    entries: Vec::new(),
    starts: [0; LETTERS + 2],
    cheapest: Vec::new(),
    shares: [FREE; LETTERS],
    least: FREE,
};

impl Chunk {
    fn parse(spellings: &str) -> Self {
        let mut entries = Vec::with_capacity(24);
        for (spelling, cost) in spellings.split(' ').filter_map(|s| s.split_once(':')) {
            let mut entry = Entry::default();
            let letters: Option<Vec<u8>> = spelling.chars().map(latin_code).collect();
            let (Some(letters), Ok(cost)) = (letters, cost.parse()) else {
                continue;
            };
            if letters.len() > LONGEST {
                continue;
            }
            (entry.cost, entry.length) = (cost, letters.len() as u8);
            entry.first = letters.first().map_or(0, |&letter| letter + 1);
            entry.mask = mask(letters.len());
            let code = letters.iter().rev().fold(0, |code, &l| window(l, code));
            entry.code = code & entry.mask;
            entries.push(entry);
        }
        entries.sort_by_key(|entry| (entry.first, entry.cost));
        let mut cheapest = entries.clone();
        // As the letters stand behind a one: a shorter spelling before a longer one.
        cheapest.sort_by_key(|entry| (entry.cost, entry.length, entry.code));
        cheapest.truncate(CHEAPEST);
        let (mut starts, mut shares) = ([0; LETTERS + 2], [FREE; LETTERS]);
        for (first, start) in starts.iter_mut().enumerate() {
            *start = entries.partition_point(|entry| usize::from(entry.first) < first) as u16;
        }
        for entry in &entries {
            let share = (u16::from(entry.cost) * 2 / u16::from(entry.length.max(1))).min(254) as u8;
            for letter in entry.letters() {
                let slot = &mut shares[usize::from(letter)];
                *slot = share.min(*slot);
            }
        }
        Self {
            starts,
            shares,
            least: cheapest.first().map_or(FREE, |entry| entry.cost),
            entries,
            cheapest,
        }
    }

    /// Whether nothing was learned for it.
    pub(super) const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries that begin with a letter.
    pub(super) fn beginning(&self, letter: u8) -> &[Entry] {
        let at = usize::from(letter) + 1;
        let (from, to) = (self.starts[at], self.starts[at + 1]);
        &self.entries[usize::from(from)..usize::from(to)]
    }

    /// What its entry without letters costs, when that is no more than `most`; else more than any path.
    pub(super) fn passed(&self, most: u8) -> u16 {
        let silent = self.entries.first().filter(|entry| entry.first == 0);
        let cost = silent.map(|entry| entry.cost).filter(|&cost| cost <= most);
        cost.map_or(NEVER, u16::from)
    }
}

/// Five letters of a spelling as one number: a letter in front of those behind it.
pub(super) const fn window(letter: u8, behind: u32) -> u32 {
    (letter as u32) << (BITS * (LONGEST as u32 - 1)) | behind >> BITS
}

/// The window behind the last letter: no letter has these numbers.
pub(super) const NO_LETTERS: u32 = mask(LONGEST);

/// The bits of the first letters of a window.
const fn mask(length: usize) -> u32 {
    const ALL: u32 = (1 << (BITS * LONGEST as u32)) - 1;
    ALL & !((1 << (BITS * (LONGEST - length) as u32)) - 1)
}

/// A row of a table; taken apart when first asked, as a search asks for few of thousands.
#[derive(Debug)]
struct Row {
    spellings: &'static str,
    chunk: OnceLock<Box<Chunk>>,
}

/// The costs of one script.
#[derive(Debug, Default)]
pub(super) struct Costs {
    rows: FxHashMap<u64, Row>,
    /// The keys of two letters as bits: most neighbours are no chunk.
    pairs: Vec<u64>,
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

/// Words of 64 bits that mark pairs.
const PAIRS: usize = 256;

/// Where among the marks a key is, and which bit it has there.
const fn pair_bit(key: u64) -> (usize, u64) {
    let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed >> 56) as usize, 1 << (mixed >> 50 & 63))
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
            let chunk = OnceLock::new();
            costs.rows.insert(key, Row { spellings, chunk });
        }
        costs.pairs = vec![0; PAIRS];
        for &key in costs.rows.keys() {
            let (at, bit) = pair_bit(key);
            costs.pairs[at] |= bit;
        }
        costs
    }

    /// What two letters may be spelled as together.
    pub(super) fn find_pair(&self, a: char, b: char) -> &Chunk {
        let key = chunk_key(&[a, b]);
        let (at, bit) = pair_bit(key);
        if self.pairs.get(at).is_some_and(|bits| bits & bit != 0) {
            self.find(key)
        } else {
            &EMPTY
        }
    }

    /// What a chunk may be spelled as.
    pub(super) fn find(&self, key: u64) -> &Chunk {
        self.rows.get(&key).map_or(&EMPTY, |row| {
            row.chunk
                .get_or_init(|| Box::new(Chunk::parse(row.spellings)))
        })
    }
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
