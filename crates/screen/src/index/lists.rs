//! Lists of numbers by the hash of a word: block keys, exact forms, identifiers.
//!
//! An open hash table read in place: one look into memory as a rule, whatever the size of the list. Words are
//! known by 64 bits of a fixed hash, never by their letters: of three million words two share one
//! once in four million tables, and what it leads to is compared anyhow.

use rayon::slice::ParallelSliceMut;
use zerocopy::little_endian::{U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::u32_of;

/// One place of the table; `count` 0 is an empty one.
#[derive(Clone, Copy, Debug, Default, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub(crate) struct ListRow {
    hash: U64,
    /// Where the list stands in `ix_lists`; the number itself when the list is of one.
    start: U32,
    count: U32,
}

/// A list as it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum List<'a> {
    One(u32),
    Many(&'a [U32]),
}

impl List<'_> {
    /// The numbers, rising.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let (one, many) = match self {
            Self::One(number) => (Some(*number), &[][..]),
            Self::Many(numbers) => (None, *numbers),
        };
        one.into_iter()
            .chain(many.iter().map(|number| number.get()))
    }

    /// Whether a number is in it.
    pub(crate) fn contains(&self, number: u32) -> bool {
        match self {
            Self::One(one) => *one == number,
            Self::Many(many) => many.binary_search_by_key(&number, |one| one.get()).is_ok(),
        }
    }
}

/// The hash of a word: FNV-1a, stirred. Part of the file format.
pub(crate) fn hash_of(word: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    hash ^ (hash >> 33)
}

/// Which numbers belong to which hash, while they are collected: pairs, sorted at the end. A million lists of
/// one number each take sixteen bytes a number so, where a map of lists takes sixty.
#[derive(Debug, Default)]
pub(super) struct Pairs(Vec<(u64, u32)>);

impl Pairs {
    /// Notes that a number belongs to a hash; twice is once.
    pub(super) fn add(&mut self, hash: u64, number: u32) {
        self.0.push((hash, number));
    }

    /// The same for hashes that were made elsewhere.
    pub(super) fn add_all(&mut self, hashes: impl IntoIterator<Item = u64>, number: u32) {
        self.0.extend(hashes.into_iter().map(|hash| (hash, number)));
    }

    /// The table of the lists, each rising; longer ones are appended to `lists`.
    pub(super) fn into_table(self, lists: &mut Vec<U32>) -> Vec<ListRow> {
        let Self(mut pairs) = self;
        pairs.par_sort_unstable();
        pairs.dedup();
        let different = pairs.chunk_by(|a, b| a.0 == b.0).count();
        if different == 0 {
            return Vec::new();
        }
        // At most three quarters full.
        let places = (different * 4 / 3 + 1).next_power_of_two();
        let mut table = vec![ListRow::default(); places];
        for list in pairs.chunk_by(|a, b| a.0 == b.0) {
            let (hash, first) = list[0];
            let start = if list.len() == 1 {
                first
            } else {
                let start = u32_of(lists.len());
                lists.extend(list.iter().map(|(_, number)| U32::new(*number)));
                start
            };
            let mut at = place(hash, places);
            while table[at].count.get() != 0 {
                at = (at + 1) & (places - 1);
            }
            table[at] = ListRow {
                hash: U64::new(hash),
                start: U32::new(start),
                count: U32::new(u32_of(list.len())),
            };
        }
        table
    }
}

const fn place(hash: u64, places: usize) -> usize {
    hash as usize & (places - 1)
}

/// Finds a list; an empty one when there is none, nothing when the table is damaged.
pub(super) fn find<'a>(table: &[ListRow], lists: &'a [U32], hash: u64) -> Option<List<'a>> {
    if table.is_empty() {
        return Some(List::Many(&[]));
    }
    if !table.len().is_power_of_two() {
        return None;
    }
    let mut at = place(hash, table.len());
    // A table without an empty place is none of ours; the loop ends all the same.
    for _ in 0..table.len() {
        let row = &table[at];
        match row.count.get() {
            0 => return Some(List::Many(&[])),
            count if row.hash.get() == hash => {
                let start = row.start.get();
                return if count == 1 {
                    Some(List::One(start))
                } else {
                    let list = lists.get(start as usize..)?.get(..count as usize)?;
                    Some(List::Many(list))
                };
            }
            _ => at = (at + 1) & (table.len() - 1),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_was_put_in(words in proptest::collection::btree_map("[a-c]{0,4}", proptest::collection::btree_set(0_u32..50, 1..5), 0..40)) {
            let mut pairs = Pairs::default();
            for (word, numbers) in words.iter().rev() {
                for number in numbers.iter().chain(numbers) {
                    pairs.add(hash_of(word), *number);
                }
            }
            let mut lists = Vec::new();
            let table = pairs.into_table(&mut lists);
            for (word, numbers) in &words {
                let found: Vec<u32> = find(&table, &lists, hash_of(word)).unwrap().iter().collect();
                prop_assert_eq!(found, numbers.iter().copied().collect::<Vec<_>>());
            }
            prop_assert_eq!(find(&table, &lists, hash_of("d")).unwrap().iter().count(), 0);
        }

        #[test]
        fn a_foreign_table_gives_an_error_or_a_list(rows: Vec<[u32; 4]>, hash: u64) {
            let table: Vec<ListRow> = rows
                .iter()
                .map(|[low, high, start, count]| ListRow {
                    hash: U64::new(u64::from(*low) | u64::from(*high) << 32),
                    start: U32::new(*start),
                    count: U32::new(*count),
                })
                .collect();
            let _ = find(&table, &[], hash).map(|list| list.iter().count());
        }
    }
}
