//! A dictionary in order, and for each of its keys where it occurs.
//!
//! Everything stands in four arrays, whatever the number of keys. A place list is a row of numbers of seven bits a
//! byte: for each entity its distance to the one before, and in the lists of words the places inside it.

use rustc_hash::FxHashMap;

/// Keys, sorted by bytes, with their place lists.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    keys: Vec<u8>,
    key_ends: Vec<u32>,
    lists: Vec<u8>,
    list_ends: Vec<u64>,
    /// How many entities have the key.
    entities: Vec<u32>,
}

impl Terms {
    pub(crate) fn len(&self) -> usize {
        self.key_ends.len()
    }

    pub(crate) fn key(&self, number: usize) -> &[u8] {
        let start = number
            .checked_sub(1)
            .map_or(0, |before| self.key_ends[before]);
        &self.keys[start as usize..self.key_ends[number] as usize]
    }

    pub(crate) fn list(&self, number: usize) -> Numbers<'_> {
        let start = number
            .checked_sub(1)
            .map_or(0, |before| self.list_ends[before]);
        let (start, end) = (start as usize, self.list_ends[number] as usize);
        Numbers(&self.lists[start..end])
    }

    pub(crate) fn entities(&self, number: usize) -> usize {
        self.entities[number] as usize
    }

    pub(crate) fn find(&self, key: &[u8]) -> Option<usize> {
        let place = self.from(key);
        (place < self.len() && self.key(place) == key).then_some(place)
    }

    /// Number of the first key that is not less than this.
    pub(crate) fn from(&self, key: &[u8]) -> usize {
        self.first(0, |known| known >= key)
    }

    /// Number of the first key, from `start` on, for which this holds; it must hold for all that follow.
    pub(crate) fn first(&self, start: usize, holds: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (start, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if holds(self.key(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// Numbers of the keys that begin with this.
    pub(crate) fn beginning(&self, prefix: &[u8]) -> std::ops::Range<usize> {
        let start = self.from(prefix);
        let end = self.first(start, |key| key > prefix && !key.starts_with(prefix));
        start..end
    }

    /// Bytes that it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.keys.len()
            + self.lists.len()
            + 4 * (self.key_ends.len() + self.entities.len())
            + 8 * self.list_ends.len()
    }
}

/// Reads a place list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers<'l>(&'l [u8]);

impl Numbers<'_> {
    pub(crate) fn next(&mut self) -> Option<u32> {
        let mut number = 0;
        for (place, &byte) in self.0.iter().enumerate() {
            number |= u32::from(byte & 0x7F) << (7 * place);
            if byte < 0x80 {
                self.0 = &self.0[place + 1..];
                return Some(number);
            }
        }
        None
    }
}

fn push(list: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        list.push(((number & 0x7F) as u8) | 0x80);
        number >>= 7;
    }
    list.push(number as u8);
}

/// Gathers keys and place lists, entity by entity in rising order.
#[derive(Debug, Default)]
pub(crate) struct TermsBuilder {
    numbers: FxHashMap<Box<[u8]>, u32>,
    lists: Vec<Growing>,
}

#[derive(Debug, Default)]
struct Growing {
    list: Vec<u8>,
    /// The next entity that it may hold.
    next: u32,
    entities: u32,
}

impl TermsBuilder {
    /// The number of a key until it is finished.
    pub(crate) fn number(&mut self, key: &[u8]) -> u32 {
        if let Some(&number) = self.numbers.get(key) {
            return number;
        }
        let number = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        self.numbers.insert(key.into(), number);
        self.lists.push(Growing::default());
        number
    }

    /// An entity that has the key; told again it changes nothing.
    pub(crate) fn add(&mut self, number: u32, entity: u32) {
        let growing = &mut self.lists[number as usize];
        if entity >= growing.next {
            push(&mut growing.list, entity - growing.next);
            growing.next = entity + 1;
            growing.entities += 1;
        }
    }

    /// An entity that has the word at these places: property and position, positions rising.
    pub(crate) fn add_places(&mut self, number: u32, entity: u32, places: &[(u32, u16, u32)]) {
        self.add(number, entity);
        let list = &mut self.lists[number as usize].list;
        push(list, u32::try_from(places.len()).unwrap_or(u32::MAX));
        let mut before = 0;
        for &(_, prop, position) in places {
            push(list, u32::from(prop));
            push(list, position - before);
            before = position;
        }
    }

    pub(crate) fn finish(mut self) -> Terms {
        let mut sorted: Vec<(Box<[u8]>, u32)> = self.numbers.drain().collect();
        sorted.sort_unstable();
        let mut terms = Terms {
            keys: Vec::with_capacity(sorted.iter().map(|(key, _)| key.len()).sum()),
            lists: Vec::with_capacity(self.lists.iter().map(|growing| growing.list.len()).sum()),
            key_ends: Vec::with_capacity(sorted.len()),
            list_ends: Vec::with_capacity(sorted.len()),
            entities: Vec::with_capacity(sorted.len()),
        };
        for (key, number) in sorted {
            let growing = std::mem::take(&mut self.lists[number as usize]);
            terms.keys.extend_from_slice(&key);
            terms.lists.extend_from_slice(&growing.list);
            terms
                .key_ends
                .push(u32::try_from(terms.keys.len()).unwrap_or(u32::MAX));
            terms.list_ends.push(terms.lists.len() as u64);
            terms.entities.push(growing.entities);
        }
        terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_found_in_order() {
        let mut builder = TermsBuilder::default();
        for key in ["b", "ab", "a", "abc", "c"] {
            let number = builder.number(key.as_bytes());
            builder.add(number, 3);
            builder.add(number, 3);
        }
        let terms = builder.finish();
        assert_eq!(terms.beginning(b"a"), 0..3);
        assert_eq!(terms.beginning(b"ab"), 1..3);
        assert_eq!(terms.beginning(b""), 0..5);
        assert_eq!(terms.find(b"abc"), Some(2));
        assert_eq!(terms.find(b"abd"), None);
        assert_eq!((terms.entities(0), terms.bytes() > 0), (1, true));
    }

    proptest! {
        #[test]
        fn numbers_come_back(numbers in proptest::collection::vec(any::<u32>(), 0..20)) {
            let mut list = Vec::new();
            for &number in &numbers {
                push(&mut list, number);
            }
            let mut reader = Numbers(&list);
            let read: Vec<u32> = std::iter::from_fn(|| reader.next()).collect();
            prop_assert_eq!(read, numbers);
        }
    }
}
