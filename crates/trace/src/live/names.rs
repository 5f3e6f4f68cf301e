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

/// Numbers by arrival to the parties of a network that holds only some of them, in the order of references.
#[derive(Debug, Default)]
pub(super) struct Local {
    /// For each number its party, where it has one.
    became: Vec<Party>,
    /// For each party its number.
    pub(super) numbers: Vec<u32>,
}

const ABSENT: Party = Party::MAX;
const PRESENT: Party = Party::MAX - 1;

impl Local {
    /// Chooses the parties of a network.
    pub(super) fn choose(&mut self, names: &Names, chosen: impl Iterator<Item = u32>) {
        for number in self.numbers.drain(..) {
            self.became[number as usize] = ABSENT;
        }
        self.became.resize(names.len(), ABSENT);
        for number in chosen {
            let place = &mut self.became[number as usize];
            if *place == ABSENT {
                *place = PRESENT;
                self.numbers.push(number);
            }
        }
        // Few of many are sorted; many are picked from the order of all.
        if self.numbers.len() * 16 < names.len() {
            self.numbers
                .sort_unstable_by_key(|number| names.rank_of(*number));
        } else {
            self.numbers.clear();
            let present = |number: &&u32| self.became[**number as usize] == PRESENT;
            self.numbers.extend(names.order().iter().filter(present));
        }
        for (party, number) in (0..).zip(&self.numbers) {
            self.became[*number as usize] = party;
        }
    }

    pub(super) fn became(&self) -> &[Party] {
        &self.became
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
            let chosen: Vec<u32> = (0..names.len() as u32).filter(|number| number % 3 != 1).collect();
            let mut local = Local::default();
            for _ in 0..2 {
                local.choose(&names, chosen.iter().copied().chain(chosen.iter().copied()));
                prop_assert_eq!(local.numbers.len(), chosen.len());
                prop_assert!(local.numbers.windows(2).all(|pair| names.reference(pair[0]) < names.reference(pair[1])));
                prop_assert!((0..).zip(&local.numbers).all(|(party, number)| local.became()[*number as usize] == party));
            }
        }
    }
}
