//! The least set that holds some parties and, with its members, everything that they hold enough of.
//!
//! A party joins when the stakes of members that joined before it reach the threshold, each in full: nothing is multiplied. A
//! member's stakes are counted once, when its turn comes, so cycles are harmless and the work is one look at each
//! stake of each member. The set does not depend on the order; the order is kept because it is a proof: whoever joined
//! did so by members before it.

use super::{Rule, Stakes};
use crate::Party;
use rustc_hash::FxHashMap;

/// Which end of intervals counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// What is certain.
    Least,
    /// What may be.
    Most,
}

/// What is known of parties while a closure grows. Closures of the same stakes share one: it is emptied after each.
///
/// Most closures touch a thousandth of all parties, and memory that was never touched is not had for nothing: so it begins
/// as a map, and becomes a table by number when more than one party in 32 was touched.
#[derive(Debug)]
pub(super) struct Scratch {
    parties: usize,
    few: FxHashMap<Party, Cell>,
    many: Vec<Cell>,
    touched: Vec<Party>,
    /// What everybody holds for certain of a party, where that was asked for.
    held: FxHashMap<Party, u32>,
}

/// What members hold of a party.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cell {
    /// For certain; a member itself has [`JOINED`].
    least: u16,
    /// At most.
    most: u16,
}

/// More than any sum that is still looked at.
const JOINED: u16 = u16::MAX;

impl Scratch {
    pub(super) fn new(stakes: &Stakes<'_>) -> Self {
        Self {
            parties: stakes.parties() as usize,
            few: FxHashMap::default(),
            many: Vec::new(),
            touched: Vec::new(),
            held: FxHashMap::default(),
        }
    }

    fn cell(&mut self, party: Party) -> &mut Cell {
        if self.many.is_empty() && self.few.len() > self.parties / 32 {
            self.many = vec![Cell::default(); self.parties];
            for (party, cell) in self.few.drain() {
                self.many[party as usize] = cell;
                self.touched.push(party);
            }
        }
        if self.many.is_empty() {
            return self.few.entry(party).or_default();
        }
        let cell = &mut self.many[party as usize];
        if *cell == Cell::default() {
            self.touched.push(party);
        }
        cell
    }

    /// Whether the party was not in yet.
    fn join(&mut self, party: Party) -> bool {
        let cell = self.cell(party);
        let new = cell.least != JOINED;
        cell.least = JOINED;
        new
    }

    fn clear(&mut self) {
        self.few.clear();
        for party in self.touched.drain(..) {
            self.many[party as usize] = Cell::default();
        }
    }
}

/// What some holders may hold of a party: what their intervals allow, but no more than the others leave. `held` is what all
/// hold for certain.
pub(super) fn most_of(least: u16, most: u16, held: u32) -> u16 {
    let others = held.saturating_sub(u32::from(least));
    // It fits: at most 10,000.
    let left = 10_000_u32.saturating_sub(others) as u16;
    most.min(left.max(least))
}

/// The members in the order of joining, those it began with first and in their order.
pub(super) fn closure(
    stakes: &Stakes<'_>,
    start: &[Party],
    rule: &Rule,
    end: End,
    scratch: &mut Scratch,
) -> Vec<Party> {
    let mut order: Vec<Party> = Vec::with_capacity(start.len());
    for party in start.iter().filter(|party| **party < stakes.parties()) {
        if scratch.join(*party) {
            order.push(*party);
        }
    }
    let mut next = 0;
    while let Some(member) = order.get(next).copied() {
        next += 1;
        for stake in stakes.held_by(member) {
            let cell = scratch.cell(stake.owned);
            if cell.least == JOINED {
                continue;
            }
            cell.least = cell.least.saturating_add(stake.share.least).min(JOINED - 1);
            cell.most = cell.most.saturating_add(stake.share.most);
            let Cell { least, most } = *cell;
            let joins = match end {
                End::Least => rule.reached(least),
                // Most fail by what they may hold alone, and the others need not be looked at.
                End::Most => {
                    rule.reached(most) && {
                        let held = scratch.held.entry(stake.owned);
                        let held = *held.or_insert_with(|| stakes.held_for_certain(stake.owned));
                        rule.reached(most_of(least, most, held))
                    }
                }
            };
            if joins {
                scratch.join(stake.owned);
                order.push(stake.owned);
            }
        }
        for controlled in stakes.others_of(member, rule.control) {
            if scratch.join(controlled) {
                order.push(controlled);
            }
        }
    }
    scratch.clear();
    order
}
