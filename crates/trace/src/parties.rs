//! Parties by their references: account numbers, entity ids, names, as the input writes them.
//!
//! Which references mean one party is not known here: whoever fills the network joins them first (`crates/kashf`).

use crate::{Party, TraceError};
use rustc_hash::FxHasher;
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

/// A hash of which both halves are well mixed.
fn hash_of(reference: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(reference);
    let hash = hasher.finish().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    hash ^ hash >> 32
}

/// Gathers references as they come.
#[derive(Debug, Default)]
pub struct PartiesBuilder {
    text: String,
    ends: Vec<u32>,
    /// An open table of twice as many places as references or more, its length a power of two: part of the hash, and the
    /// number by arrival; a reference stands in the first free place from where its hash points.
    places: Vec<(u32, u32)>,
}

/// The number of a place that is free.
const FREE: u32 = u32::MAX;

impl PartiesBuilder {
    /// The number of a reference by arrival; [`PartiesBuilder::finish`] says what became of it.
    ///
    /// # Errors
    /// More parties, or longer references together, than 32 bits count.
    pub fn number(&mut self, reference: &str) -> Result<u32, TraceError> {
        if self.places.len() <= self.ends.len() * 2 {
            self.grow();
        }
        let (mut place, tag) = self.begin(hash_of(reference.as_bytes()));
        loop {
            match self.places[place] {
                (_, FREE) => {
                    let new = self.push(reference)?;
                    self.places[place] = (tag, new);
                    return Ok(new);
                }
                (other, number)
                    if other == tag && self.bytes_of(number) == reference.as_bytes() =>
                {
                    return Ok(number);
                }
                _ => place = (place + 1) & (self.places.len() - 1),
            }
        }
    }

    /// Where a hash points, and the part of it that is kept.
    fn begin(&self, hash: u64) -> (usize, u32) {
        ((hash >> 32) as usize & (self.places.len() - 1), hash as u32)
    }

    fn grow(&mut self) {
        let length = (self.ends.len() * 4).next_power_of_two().max(64);
        self.places = vec![(0, FREE); length];
        for number in 0..self.ends.len() as u32 {
            let (mut place, tag) = self.begin(hash_of(self.bytes_of(number)));
            while self.places[place].1 != FREE {
                place = (place + 1) & (length - 1);
            }
            self.places[place] = (tag, number);
        }
    }

    fn bytes_of(&self, number: u32) -> &[u8] {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text.as_bytes()[start as usize..self.ends[at] as usize]
    }

    /// The number of a reference that was met.
    #[must_use]
    pub fn find(&self, reference: &str) -> Option<u32> {
        if self.places.is_empty() {
            return None;
        }
        let (mut place, tag) = self.begin(hash_of(reference.as_bytes()));
        loop {
            match self.places[place] {
                (_, FREE) => return None,
                (other, number)
                    if other == tag && self.bytes_of(number) == reference.as_bytes() =>
                {
                    return Some(number);
                }
                _ => place = (place + 1) & (self.places.len() - 1),
            }
        }
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
        self.places = Vec::new();
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
            assert_eq!(builder.find("c"), None);
            for (number, reference) in numbers.iter().zip(references) {
                assert_eq!(builder.find(reference), Some(*number));
            }
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
