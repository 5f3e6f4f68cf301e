//! Ways that have been begun, each kept as its last hop and the way without it.

use crate::{Hop, MoveNo, Party};

/// No movement, no way before.
pub(super) const NONE: u32 = u32::MAX;

/// All days.
pub(super) const ANY_DAY: (i32, i32) = (i32::MIN, i32::MAX);

/// A way that has been begun.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// The way without its last hop.
    pub(super) before: u32,
    pub(super) hop: Hop,
    /// Where it stands.
    pub(super) party: Party,
    /// What has been lost on it.
    pub(super) cost: u32,
    pub(super) hops: u8,
    /// Its last movement.
    pub(super) last: MoveNo,
    /// The movement from which its window is counted.
    pub(super) first: MoveNo,
    /// The first movement too late for it (in a search backwards, the first not too early).
    pub(super) edge: MoveNo,
    /// Days on which its links stand that wait for a movement to say the day.
    pub(super) days: (i32, i32),
    /// Its route, once it has been looked at.
    pub(super) route: u32,
}

impl Way {
    /// A way that begins at a party.
    pub(super) fn at(party: Party, edge: MoveNo) -> Self {
        Self {
            before: NONE,
            // Never read: it is no hop of any way.
            hop: Hop::Move(NONE),
            party,
            cost: 0,
            hops: 0,
            last: NONE,
            first: NONE,
            edge,
            days: ANY_DAY,
            route: NONE,
        }
    }
}

/// All ways of a search, by number.
#[derive(Debug, Default)]
pub(super) struct Ways(Vec<Way>);

impl Ways {
    /// Keeps a way; its number.
    pub(super) fn push(&mut self, way: Way) -> u32 {
        self.0.push(way);
        // It fits: a way costs more bytes than there are numbers.
        self.0.len() as u32 - 1
    }

    pub(super) fn get(&self, number: u32) -> Way {
        self.0[number as usize]
    }

    pub(super) fn set_route(&mut self, number: u32, route: u32) {
        self.0[number as usize].route = route;
    }

    /// Whether a way has come through a party, or begins there.
    pub(super) fn has_been(&self, number: u32, party: Party) -> bool {
        let mut at = number;
        while at != NONE {
            let way = &self.0[at as usize];
            if way.party == party {
                return true;
            }
            at = way.before;
        }
        false
    }

    /// The hops of a way, the last first.
    pub(super) fn hops_back(&self, number: u32) -> Vec<Hop> {
        let mut hops = Vec::new();
        let mut way = &self.0[number as usize];
        while way.before != NONE {
            hops.push(way.hop);
            way = &self.0[way.before as usize];
        }
        hops
    }
}
