//! Parties as they come, and their order by reference.

use crate::parties::PartiesBuilder;
use crate::{Party, TraceError};

/// References numbered by arrival, with the rank of each among those known.
#[derive(Debug, Default)]
pub(super) struct Names {
    references: PartiesBuilder,
    /// Numbers in the order of references.
    order: Vec<u32>,
    /// For each number its place in `order`.
    ranks: Vec<u32>,
}

impl Names {
    pub(super) fn number(&mut self, reference: &str) -> Result<u32, TraceError> {
        self.references.number(reference)
    }

    pub(super) fn reference(&self, number: u32) -> &str {
        self.references.text_of(number)
    }

    pub(super) fn len(&self) -> usize {
        self.references.len()
    }

    /// Numbers in the order of references, as of the last [`Names::rank`].
    pub(super) fn order(&self) -> &[u32] {
        &self.order
    }

    pub(super) fn rank_of(&self, number: u32) -> u32 {
        self.ranks[number as usize]
    }

    /// Gives the parties that came since the last time their ranks. Ranks move, but no two parties change their order.
    pub(super) fn rank(&mut self) {
        let (known, count) = (self.order.len(), self.references.len());
        if known == count {
            return;
        }
        let reference = |number: &u32| self.references.text_of(*number);
        // It fits: references are numbered by 32 bits.
        let mut new: Vec<u32> = (known as u32..count as u32).collect();
        new.sort_unstable_by(|one, other| reference(one).cmp(reference(other)));
        let mut order = Vec::with_capacity(count);
        let mut rest = self.order.as_slice();
        for number in new {
            let before = rest.partition_point(|other| reference(other) < reference(&number));
            order.extend_from_slice(&rest[..before]);
            order.push(number);
            rest = &rest[before..];
        }
        order.extend_from_slice(rest);
        self.order = order;
        self.ranks.resize(count, 0);
        for (rank, number) in (0..).zip(&self.order) {
            self.ranks[*number as usize] = rank;
        }
    }
}

/// The parties of a network that holds only some of those known: a set of ranks, each party being the count of those before.
#[derive(Debug, Default)]
pub(super) struct Local {
    /// Which ranks are chosen, 64 in a word.
    words: Vec<u64>,
    /// How many are chosen before each word.
    before: Vec<Party>,
    /// For each party its number by arrival.
    pub(super) numbers: Vec<u32>,
}

impl Local {
    /// Chooses the parties of these ranks.
    pub(super) fn choose(&mut self, names: &Names, ranks: impl Iterator<Item = u32>) {
        self.words.clear();
        self.words.resize(names.len().div_ceil(64), 0);
        for rank in ranks {
            self.words[rank as usize / 64] |= 1 << (rank % 64);
        }
        self.before.clear();
        self.numbers.clear();
        for (at, word) in self.words.iter().enumerate() {
            // It fits: parties are numbered by 32 bits.
            self.before.push(self.numbers.len() as Party);
            let mut rest = *word;
            while rest != 0 {
                let rank = at * 64 + rest.trailing_zeros() as usize;
                self.numbers.push(names.order()[rank]);
                rest &= rest - 1;
            }
        }
    }

    /// The party of a chosen rank.
    pub(super) fn party(&self, rank: u32) -> Party {
        let at = rank as usize / 64;
        let below = self.words[at] & ((1 << (rank % 64)) - 1);
        self.before[at] + below.count_ones()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranks_are_the_order_of_references(batches in prop::collection::vec(prop::collection::vec("[ab]{0,3}", 0..6), 0..6)) {
            let mut names = Names::default();
            for batch in &batches {
                for reference in batch {
                    names.number(reference).expect("few");
                }
                names.rank();
                let in_order: Vec<&str> = names.order().iter().map(|number| names.reference(*number)).collect();
                prop_assert!(in_order.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!((0..).zip(names.order()).all(|(rank, number)| names.rank_of(*number) == rank));
            }
            let chosen: Vec<u32> = (0..names.len() as u32).filter(|rank| rank % 3 != 1).collect();
            let mut local = Local::default();
            for _ in 0..2 {
                local.choose(&names, chosen.iter().copied().chain(chosen.iter().copied()));
                prop_assert_eq!(local.numbers.len(), chosen.len());
                for (party, rank) in (0..).zip(&chosen) {
                    prop_assert_eq!(local.party(*rank), party);
                    prop_assert_eq!(names.rank_of(local.numbers[party as usize]), *rank);
                }
            }
        }
    }
}
