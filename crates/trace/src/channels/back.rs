//! From the targets backwards: for a movement, what the rest of the way to a target costs at least.
//!
//! Dijkstra's search over movements (and over parties to which a link led), grown step by step beside the forward search:
//! what it has settled is exact but for two things that only the whole path knows (the length of the window, and that no
//! party comes twice), and across links, where it does not look at days; what it has not settled costs at least its
//! radius. Both are bounds from below, so the forward search stays exact.
//!
//! SOURCE: Hart, Nilsson and Raphael 1968 (A*); Ikeda et al. 1994 and Kaindl and Kainz 1997 (bidirectional search where
//! one side's perimeter serves as the other's estimate).

use super::ground::Ground;
use super::points::{HOP, of_link, of_move};
use crate::{MoveNo, Party};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many steps of a party are looked at at once: the others wait in the heap, at the least that they can cost.
const CHUNK: usize = 32;

/// What waits in the heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Entry {
    /// A movement after which so much remains.
    Move(MoveNo),
    /// A party, reached by a link, from which so much remains.
    Linked(Party),
    /// What arrives before a movement, up to this place in its giver's arrivals.
    Before(MoveNo, u32),
}

/// What is known of a place.
#[derive(Clone, Copy, Debug)]
struct Known {
    remains: u32,
    settled: bool,
}

/// The backward search.
#[derive(Debug, Default)]
pub(crate) struct Back {
    moves: FxHashMap<MoveNo, Known>,
    linked: FxHashMap<Party, Known>,
    heap: BinaryHeap<Reverse<(u32, Entry)>>,
    /// Whatever is not settled costs at least so much.
    radius: u32,
    /// Steps taken.
    pub(crate) steps: u64,
}

/// More than any path costs: no way to a target.
pub(crate) const NO_WAY: u32 = u32::MAX;

impl Back {
    pub(crate) fn new(ground: &Ground<'_>) -> Self {
        let mut back = Self::default();
        for target in &ground.to {
            for step in ground.arriving(*target, ground.numbers.clone()) {
                if ground.is_active(step.number) {
                    back.reach_move(step.number, 0);
                }
            }
            if ground.has_links(*target) {
                back.reach_linked(*target, 0);
            }
        }
        back
    }

    /// What remains after a movement, at least.
    pub(crate) fn after_move(&self, number: MoveNo) -> u32 {
        self.least(self.moves.get(&number))
    }

    /// What remains from a party that a link led to, at least.
    pub(crate) fn after_link(&self, party: Party) -> u32 {
        self.least(self.linked.get(&party))
    }

    /// Whether what remains after a movement is settled.
    pub(crate) fn knows_move(&self, number: MoveNo) -> bool {
        self.heap.is_empty() || self.moves.get(&number).is_some_and(|known| known.settled)
    }

    fn least(&self, known: Option<&Known>) -> u32 {
        match known {
            Some(known) if known.settled => known.remains,
            _ if self.heap.is_empty() => NO_WAY,
            // What waits in the heap costs at least the radius.
            _ => self.radius,
        }
    }

    /// Takes one entry from the heap; false when none is left. What costs `limit` or more is of no use.
    pub(crate) fn grow(&mut self, ground: &Ground<'_>, limit: u32) -> bool {
        let Some(Reverse((cost, entry))) = self.heap.pop() else {
            return false;
        };
        self.radius = self.radius.max(cost);
        self.steps += 1;
        match entry {
            Entry::Move(number) => {
                if self.settle_move(number, cost) {
                    self.leave(ground, number, cost);
                }
            }
            Entry::Before(number, place) => self.arrivals(ground, number, place, cost, limit),
            Entry::Linked(party) => {
                if let Some(known) = self.linked.get_mut(&party)
                    && !known.settled
                {
                    known.settled = true;
                    self.walk_links(ground, party, cost, limit);
                }
            }
        }
        true
    }

    fn settle_move(&mut self, number: MoveNo, cost: u32) -> bool {
        match self.moves.get_mut(&number) {
            Some(known) if !known.settled && known.remains == cost => {
                known.settled = true;
                true
            }
            _ => false,
        }
    }

    /// A settled movement: its giver is the place to come from.
    fn leave(&mut self, ground: &Ground<'_>, number: MoveNo, cost: u32) {
        let party = ground.flow.from(number);
        if ground.is_source(party) || ground.is_target(party) || ground.is_passed_over(party) {
            return;
        }
        let through = cost + HOP + of_move(ground.flow, number) + ground.crowd(party);
        let arrivals = ground.arriving(party, ground.since(number)..ground.before(number));
        if !arrivals.is_empty() {
            // It fits: movements are numbered by 32 bits.
            let place = arrivals.len() as u32;
            self.heap
                .push(Reverse((through, Entry::Before(number, place))));
        }
        if ground.has_links(party) {
            self.reach_linked(party, through);
        }
    }

    /// The movements before one, from the latest back.
    fn arrivals(&mut self, ground: &Ground<'_>, number: MoveNo, place: u32, cost: u32, limit: u32) {
        let flow = ground.flow;
        let party = flow.from(number);
        let through = {
            let remains = self.moves.get(&number).map_or(NO_WAY, |it| it.remains);
            remains + HOP + of_move(flow, number) + ground.crowd(party)
        };
        if cost.saturating_add(HOP) >= limit {
            return;
        }
        let arrivals = ground.arriving(party, ground.since(number)..ground.before(number));
        let (rest, chunk) =
            arrivals[..place as usize].split_at((place as usize).saturating_sub(CHUNK));
        for step in chunk.iter().rev() {
            self.steps += 1;
            if !ground.is_active(step.number) {
                continue;
            }
            let Some(change) = ground.change(step.number, number) else {
                continue;
            };
            // Most fall here, before their times are looked at.
            if through + change + HOP >= limit {
                continue;
            }
            let cost = through + change + ground.waiting(step.number, number);
            if cost + HOP < limit {
                self.reach_move(step.number, cost);
            }
        }
        if let Some(next) = rest.last() {
            let least = through + ground.waiting(next.number, number);
            let entry = Entry::Before(number, rest.len() as u32);
            self.heap.push(Reverse((least.max(cost), entry)));
        }
    }

    /// A settled party that a link leads to: along its links to the parties before it. Days are not looked at here.
    fn walk_links(&mut self, ground: &Ground<'_>, party: Party, cost: u32, limit: u32) {
        for (link, other, _) in ground.links_of(party) {
            self.steps += 1;
            if other == party
                || ground.is_source(other)
                || ground.is_target(other)
                || ground.is_passed_over(other)
            {
                continue;
            }
            let cost = cost + HOP + of_link(link) + ground.crowd(other);
            if cost.saturating_add(HOP) >= limit {
                continue;
            }
            self.reach_linked(other, cost);
            for step in ground.arriving(other, ground.numbers.clone()) {
                self.steps += 1;
                if ground.is_active(step.number) {
                    self.reach_move(step.number, cost);
                }
            }
        }
    }

    fn reach_move(&mut self, number: MoveNo, remains: u32) {
        if reach(&mut self.moves, number, remains) {
            self.heap.push(Reverse((remains, Entry::Move(number))));
        }
    }

    fn reach_linked(&mut self, party: Party, remains: u32) {
        if reach(&mut self.linked, party, remains) {
            self.heap.push(Reverse((remains, Entry::Linked(party))));
        }
    }
}

/// Notes a cheaper way; whether it is one.
fn reach(known: &mut FxHashMap<u32, Known>, place: u32, remains: u32) -> bool {
    let new = Known {
        remains,
        settled: false,
    };
    match known.entry(place) {
        std::collections::hash_map::Entry::Vacant(entry) => {
            entry.insert(new);
            true
        }
        std::collections::hash_map::Entry::Occupied(mut entry) => {
            let better = !entry.get().settled && remains < entry.get().remains;
            if better {
                entry.insert(new);
            }
            better
        }
    }
}
