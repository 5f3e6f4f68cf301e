//! The arena of strings while it grows: each string once, found again by its letters.
//!
//! The finder is a table of places beside the arena, not a map that owns the strings a second time: of a
//! million entries the strings alone are a hundred megabytes.

use std::hash::Hasher;

use rustc_hash::FxHasher;
use zerocopy::little_endian::U32;

use super::encode::number;
use super::layout::{NONE, STRING_ALIGNMENT};

/// Strings, each with its length before it (7 bits a byte, least first).
#[derive(Default)]
pub(super) struct Strings {
    pub(super) arena: Vec<u8>,
    /// Open addressing over a power of two of slots, at most three quarters full.
    slots: Vec<Slot>,
    count: usize,
}

/// Where a string stands, and a part of its hash so that few others are looked at.
#[derive(Clone, Copy)]
struct Slot {
    tag: u32,
    place: u32,
}

const EMPTY: Slot = Slot {
    tag: 0,
    place: NONE,
};

impl Strings {
    /// The place of a string, which is added when it is new.
    pub(super) fn add(&mut self, text: &str) -> u32 {
        if self.count * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let hash = hash_of(text.as_bytes());
        let tag = (hash >> 32) as u32;
        let last = self.slots.len() - 1;
        let mut at = hash as usize & last;
        loop {
            let slot = self.slots[at];
            if slot.place == NONE {
                break;
            }
            if slot.tag == tag && self.at(slot.place) == text.as_bytes() {
                return slot.place;
            }
            at = (at + 1) & last;
        }
        let place = self.append(text);
        self.slots[at] = Slot { tag, place };
        self.count += 1;
        place
    }

    pub(super) fn add_optional(&mut self, text: Option<&str>) -> U32 {
        text.map_or(NONE, |text| self.add(text)).into()
    }

    /// The bytes of the string at a place that [`Strings::add`] gave.
    pub(super) fn at(&self, place: u32) -> &[u8] {
        let mut rest = &self.arena[place as usize * STRING_ALIGNMENT..];
        let (mut length, mut shift) = (0, 0);
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            length |= ((byte & 0x7f) as usize) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        &rest[..length]
    }

    fn append(&mut self, text: &str) -> u32 {
        let place = number(self.arena.len() / STRING_ALIGNMENT);
        let mut length = text.len();
        while length >= 0x80 {
            self.arena.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        self.arena.push(length as u8);
        self.arena.extend_from_slice(text.as_bytes());
        let padded = self.arena.len().next_multiple_of(STRING_ALIGNMENT);
        self.arena.resize(padded, 0);
        place
    }

    fn grow(&mut self) {
        let wanted = (self.slots.len() * 2).max(64);
        let old = std::mem::replace(&mut self.slots, vec![EMPTY; wanted]);
        let last = wanted - 1;
        for slot in old.into_iter().filter(|slot| slot.place != NONE) {
            let mut at = hash_of(self.at(slot.place)) as usize & last;
            while self.slots[at].place != NONE {
                at = (at + 1) & last;
            }
            self.slots[at] = slot;
        }
    }
}

fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}
