//! Parties by their references: account numbers, entity ids, names, as the input writes them.
//!
//! Which references mean one party is not known here: whoever fills the network joins them first (`crates/kashf`).

use crate::{Party, TraceError};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Parties in the order of their references (bytes of UTF-8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    text: String,
    /// Where each reference ends.
    ends: Vec<u32>,
}

impl Parties {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The reference of a party.
    #[must_use]
    pub fn reference(&self, party: Party) -> &str {
        let at = party as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start as usize..self.ends[at] as usize]
    }

    /// The party of a reference.
    #[must_use]
    pub fn find(&self, reference: &str) -> Option<Party> {
        let (mut low, mut high) = (0_u32, u32::try_from(self.len()).ok()?);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.reference(middle).cmp(reference) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

/// Gathers references as they come.
#[derive(Debug, Default)]
pub struct PartiesBuilder {
    text: String,
    ends: Vec<u32>,
    /// Hash of a reference to its number by arrival; references with one hash stand one after another in `next`.
    known: FxHashMap<u64, u32>,
    next: FxHashMap<u32, u32>,
}

impl PartiesBuilder {
    /// The number of a reference by arrival; [`PartiesBuilder::finish`] says what became of it.
    ///
    /// # Errors
    /// More parties, or longer references together, than 32 bits count.
    pub fn number(&mut self, reference: &str) -> Result<u32, TraceError> {
        let hash = hash_of(reference);
        let Some(first) = self.known.get(&hash).copied() else {
            let new = self.push(reference)?;
            self.known.insert(hash, new);
            return Ok(new);
        };
        let mut at = first;
        loop {
            if self.text_of(at) == reference {
                return Ok(at);
            }
            match self.next.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        let new = self.push(reference)?;
        self.next.insert(at, new);
        Ok(new)
    }

    /// The number of a reference that was met.
    #[must_use]
    pub fn find(&self, reference: &str) -> Option<u32> {
        let mut at = *self.known.get(&hash_of(reference))?;
        while self.text_of(at) != reference {
            at = *self.next.get(&at)?;
        }
        Some(at)
    }

    /// A reference by its number by arrival.
    #[must_use]
    pub fn text_of(&self, number: u32) -> &str {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start as usize..self.ends[at] as usize]
    }

    /// How many so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn push(&mut self, reference: &str) -> Result<u32, TraceError> {
        let too_many = |what, count: usize| TraceError::TooMany {
            what,
            count: count as u64,
            limit: u64::from(u32::MAX),
        };
        let number =
            u32::try_from(self.ends.len()).map_err(|_| too_many("parties", self.ends.len()))?;
        let end = self.text.len() + reference.len();
        let end = u32::try_from(end).map_err(|_| too_many("bytes of references", end))?;
        self.text.push_str(reference);
        self.ends.push(end);
        Ok(number)
    }

    /// Parties in order, and for each number by arrival the party that it became.
    #[must_use]
    pub fn finish(mut self) -> (Parties, Vec<Party>) {
        self.known = FxHashMap::default();
        self.next = FxHashMap::default();
        let mut order: Vec<u32> = (0..u32::try_from(self.ends.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by(|one, other| self.text_of(*one).cmp(self.text_of(*other)));
        let mut became = vec![0; order.len()];
        let mut parties = Parties {
            text: String::with_capacity(self.text.len()),
            ends: Vec::with_capacity(order.len()),
        };
        for (party, number) in (0_u32..).zip(&order) {
            became[*number as usize] = party;
            parties.text.push_str(self.text_of(*number));
            // It fits: the same texts fitted in the order of arrival.
            parties
                .ends
                .push(u32::try_from(parties.text.len()).unwrap_or(u32::MAX));
        }
        (parties, became)
    }
}

fn hash_of(reference: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(reference.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_stand_in_the_order_of_references_whatever_came_first() {
        let of = |references: &[&str]| {
            let mut builder = PartiesBuilder::default();
            let numbers: Vec<u32> = references
                .iter()
                .map(|reference| builder.number(reference).expect("few"))
                .collect();
            let (parties, became) = builder.finish();
            for (number, reference) in numbers.iter().zip(references) {
                let party = became[*number as usize];
                assert_eq!(parties.reference(party), *reference);
                assert_eq!(parties.find(reference), Some(party));
            }
            parties
        };
        let one = of(&["b", "a", "", "b", "aa"]);
        assert_eq!(one, of(&["aa", "b", "a", ""]));
        assert_eq!((one.len(), one.find("c")), (4, None));
    }
}
