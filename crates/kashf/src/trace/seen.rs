//! Ids of movements that were seen, in little space, so that a row that comes twice counts once.

use kashf_trace::{Id, NetworkBuilder};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// The digits of a number, without an allocation.
pub(crate) fn digits(mut number: u64, room: &mut [u8; 20]) -> &str {
    let mut at = room.len();
    loop {
        at -= 1;
        room[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    std::str::from_utf8(&room[at..]).unwrap_or("0")
}

/// Ids that were seen: as long as they only grow, their largest says all.
#[derive(Debug)]
pub(crate) enum Seen {
    Rising(Option<u64>),
    /// Row by the short hash of its id, and by the long one where two ids have one short hash.
    All(FxHashMap<u32, u32>, FxHashMap<u64, u32>),
}

impl Default for Seen {
    fn default() -> Self {
        Self::Rising(None)
    }
}

impl Seen {
    /// The row that has this id; when there is none, the next row has it from now on.
    pub(crate) fn before(&mut self, id: &str, builder: &NetworkBuilder) -> Option<u32> {
        if let Self::Rising(most) = self {
            let number = id
                .parse::<u64>()
                .ok()
                .filter(|_| id == "0" || !id.starts_with(['0', '+']));
            if let Some(number) = number.filter(|number| most.is_none_or(|most| *number > most)) {
                *most = Some(number);
                return None;
            }
            let mut all = Self::All(FxHashMap::default(), FxHashMap::default());
            for row in 0..builder.ids().len() {
                all.enter(&builder.ids().get(row).to_string(), row as u32, builder);
            }
            *self = all;
        }
        // It fits: the builder refuses more.
        self.enter(id, builder.movements() as u32, builder)
    }

    fn enter(&mut self, id: &str, row: u32, builder: &NetworkBuilder) -> Option<u32> {
        let Self::All(short, long) = self else {
            return None;
        };
        let mut hasher = FxHasher::default();
        hasher.write(id.as_bytes());
        let hash = hasher.finish();
        let is_it = |row: u32| match builder.ids().get(row as usize) {
            Id::Number(number) => digits(number, &mut [0; 20]) == id,
            Id::Text(text) => text == id,
        };
        // The high bits of this hash are its best.
        match short.entry((hash >> 32) as u32) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(row);
                None
            }
            std::collections::hash_map::Entry::Occupied(place) if is_it(*place.get()) => {
                Some(*place.get())
            }
            std::collections::hash_map::Entry::Occupied(_) => match long.entry(hash) {
                std::collections::hash_map::Entry::Vacant(place) => {
                    place.insert(row);
                    None
                }
                std::collections::hash_map::Entry::Occupied(place) => {
                    is_it(*place.get()).then(|| *place.get())
                }
            },
        }
    }
}
