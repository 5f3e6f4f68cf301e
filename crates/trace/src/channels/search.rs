//! From the sources forwards: the best ways to a target, best first.
//!
//! A way that has been begun is kept with what it has cost and with what the rest costs at least ([`Back`]); the one with
//! the smallest sum goes on first. Ends when so many ways are known that no other can be better. Both directions take
//! turns by the work that they did, so that neither floods the network for nothing.
//!
//! **Parallel payments.** A *route* is the sequence of parties (and whether a link or a movement leads from each to the
//! next). Of the ways along one route only the best is kept: a thousand payments between two parties make one channel, not
//! a thousand. A way that stands at the same movement, along the same route, is dropped if another was there for less
//! and began no earlier.

use super::back::Back;
use super::ground::Ground;
use super::points::{self, HOP, START, of_link, of_move};
use super::ways::{NONE, Way, Ways};
use crate::{Hop, Link, MoveNo, Party};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many steps of a party are looked at at once.
const CHUNK: usize = 32;

/// What waits in the heap: a way as a whole, or its steps from a place on.
type Waiting = Reverse<(u32, u32, u32)>;

/// The place of a way that was not looked at yet.
const FRESH: u32 = u32::MAX;

/// The forward search.
#[derive(Debug)]
pub(crate) struct Search<'g, 'n> {
    ground: &'g Ground<'n>,
    back: Back,
    ways: Ways,
    routes: FxHashMap<(u32, Party, bool), u32>,
    /// For each route and movement the latest start of a way that went on from there.
    been: FxHashMap<(u32, MoveNo), u32>,
    heap: BinaryHeap<Waiting>,
    /// The best ways that arrived, one a route: cost, way.
    best: Vec<(u32, u32)>,
    most: usize,
    steps: u64,
}

/// A way found: its hops in order and what they cost.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) hops: Vec<Hop>,
    pub(crate) cost: u32,
}

impl<'g, 'n> Search<'g, 'n> {
    pub(crate) fn new(ground: &'g Ground<'n>, most: usize) -> Self {
        Self {
            ground,
            back: Back::new(ground),
            ways: Ways::default(),
            routes: FxHashMap::default(),
            been: FxHashMap::default(),
            heap: BinaryHeap::new(),
            best: Vec::with_capacity(most + 1),
            most,
            steps: 0,
        }
    }

    /// The best ways, best first, and whether the limit of steps cut the search.
    pub(crate) fn run(mut self) -> (Vec<Found>, bool) {
        self.begin();
        let most_steps = self.ground.options.most_steps;
        let mut capped = false;
        while let Some(Reverse((bound, way, place))) = self.heap.pop() {
            if bound >= self.limit() {
                break;
            }
            if self.steps + self.back.steps >= most_steps {
                capped = true;
                break;
            }
            if place == FRESH {
                self.look(way, bound);
            } else {
                self.go_on(way, place, bound);
            }
        }
        let found = self.best.iter().map(|(cost, way)| Found {
            hops: self.hops_of(*way),
            cost: *cost,
        });
        (found.collect(), capped)
    }

    /// What costs so much or more is not among the best.
    fn limit(&self) -> u32 {
        match self.best.last() {
            Some((cost, _)) if self.best.len() == self.most => *cost,
            _ => START,
        }
    }

    fn begin(&mut self) {
        let ground = self.ground;
        for source in &ground.from {
            let mut root = Way::at(*source, ground.numbers.end);
            root.route = self.route(NONE, *source, false);
            let number = self.ways.push(root);
            self.walk_links(number);
            for step in ground.leaving(*source, ground.numbers.clone()) {
                self.steps += 1;
                if ground.is_active(step.number) {
                    self.step(number, step.number, step.party);
                }
            }
        }
    }

    /// A way whose turn has come: if the rest costs more than was known when it was put down, it waits again.
    fn look(&mut self, number: u32, bound: u32) {
        let way = self.ways.get(number);
        self.steps += 1;
        // While its rest is not settled the other side takes its turn, for as much work as was done here.
        if let Hop::Move(last) = way.hop {
            while !self.back.knows_move(last)
                && self.back.steps <= self.steps
                && self.back.grow(self.ground, self.limit())
            {}
        }
        let now = way.cost.saturating_add(self.remains(&way));
        if now > bound {
            if now < self.limit() {
                self.heap.push(Reverse((now, number, FRESH)));
            }
            return;
        }
        let route = self.route_of(&way);
        self.ways.set_route(number, route);
        if let Hop::Move(last) = way.hop {
            let been = self.been.entry((route, last));
            match been {
                std::collections::hash_map::Entry::Occupied(mut entry) => {
                    if way.first <= *entry.get() {
                        return;
                    }
                    entry.insert(way.first);
                }
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(way.first);
                }
            }
        }
        if way.hops >= self.ground.options.max_hops || self.ground.is_passed_over(way.party) {
            return;
        }
        self.walk_links(number);
        self.go_on(number, 0, bound);
    }

    /// Takes the next steps of a way, from a place among what leaves its party.
    fn go_on(&mut self, number: u32, place: u32, bound: u32) {
        let ground = self.ground;
        let way = self.ways.get(number);
        let first = if way.last == NONE {
            ground.numbers.start
        } else {
            ground.after(way.last)
        };
        let steps = &ground.leaving(way.party, first..way.edge)[place as usize..];
        let through = way.cost + HOP + ground.crowd(way.party);
        for step in steps.iter().take(CHUNK) {
            self.steps += 1;
            // Most fall here, before their times are looked at.
            if let Hop::Move(last) = way.hop {
                let change = points::change(ground.flow, last, step.number);
                let least = through + change;
                if least >= self.limit()
                    || least.saturating_add(self.back.after_move(step.number)) >= self.limit()
                        && !ground.is_target(step.party)
                {
                    continue;
                }
            }
            self.step(number, step.number, step.party);
        }
        if let Some(next) = steps.get(CHUNK) {
            let mut least = through;
            if way.last != NONE {
                least += ground.waiting(way.last, next.number);
            }
            let least = least.max(bound);
            if least < self.limit() {
                let place = place + CHUNK as u32;
                self.heap.push(Reverse((least, number, place)));
            }
        }
    }

    /// A way with one more movement.
    fn step(&mut self, number: u32, next: MoveNo, to: Party) {
        let ground = self.ground;
        let way = self.ways.get(number);
        if !self.may_enter(number, to) {
            return;
        }
        let mut cost = way.cost + HOP + of_move(ground.flow, next);
        if way.hops > 0 {
            cost += ground.crowd(way.party);
        }
        let (mut start, mut until) = (way.first, way.edge);
        if way.last == NONE {
            (start, until) = (next, ground.until(next));
            let day = ground.day(next);
            if ground.as_of.is_none() && !(way.days.0 <= day && day <= way.days.1) {
                return;
            }
        } else {
            // With slack a movement may be earlier than the first.
            if next < start {
                (start, until) = (next, ground.until(next));
                if way.last >= until {
                    return;
                }
            }
            cost += ground.waiting(way.last, next);
            if let Hop::Move(last) = way.hop {
                let Some(change) = ground.change(last, next) else {
                    return;
                };
                cost += change;
            }
        }
        self.push(Way {
            before: number,
            hop: Hop::Move(next),
            party: to,
            route: NONE,
            cost,
            hops: way.hops + 1,
            last: next,
            first: start,
            edge: until,
            days: way.days,
        });
    }

    /// A way with one more link.
    fn walk_links(&mut self, number: u32) {
        let ground = self.ground;
        let way = self.ways.get(number);
        for (link, other, held) in ground.links_of(way.party) {
            self.steps += 1;
            let Some(days) = self.days_with(&way, link) else {
                continue;
            };
            if !self.may_enter(number, other) {
                continue;
            }
            let mut cost = way.cost + HOP + of_link(link);
            if way.hops > 0 {
                cost += ground.crowd(way.party);
            }
            self.push(Way {
                before: number,
                hop: if held {
                    Hop::Held(*link)
                } else {
                    Hop::Holder(*link)
                },
                party: other,
                cost,
                hops: way.hops + 1,
                days,
                ..way
            });
        }
    }

    /// The days that remain for a way's first movement when it takes a link; none when the link does not stand.
    fn days_with(&self, way: &Way, link: &Link) -> Option<(i32, i32)> {
        if let Some(day) = self.ground.as_of {
            return link.stands_on(day).then_some(way.days);
        }
        if way.last != NONE {
            return link
                .stands_on(self.ground.day(way.last))
                .then_some(way.days);
        }
        let days = (way.days.0.max(link.since), way.days.1.min(link.until));
        (days.0 <= days.1).then_some(days)
    }

    /// Keeps a way: among the best when it has arrived, else in the heap.
    fn push(&mut self, mut way: Way) {
        let limit = self.limit();
        if self.ground.is_target(way.party) {
            if way.cost < limit {
                way.route = self.route_of(&way);
                self.arrive(way);
            }
            return;
        }
        if way.hops >= self.ground.options.max_hops {
            return;
        }
        let bound = way.cost.saturating_add(self.remains(&way));
        if bound < limit {
            let number = self.ways.push(way);
            self.heap.push(Reverse((bound, number, FRESH)));
        }
    }

    /// Keeps a way that has arrived, if it is the best of its route so far.
    fn arrive(&mut self, way: Way) {
        let route = |at: &(u32, u32)| self.ways.get(at.1).route;
        let of_route = self.best.iter().position(|at| route(at) == way.route);
        if let Some(at) = of_route {
            if self.best[at].0 <= way.cost {
                return;
            }
            self.best.remove(at);
        }
        let number = self.ways.push(way);
        let at = self.best.partition_point(|(cost, _)| *cost <= way.cost);
        self.best.insert(at, (way.cost, number));
        self.best.truncate(self.most);
    }

    /// What remains of a way, at least.
    fn remains(&self, way: &Way) -> u32 {
        match way.hop {
            Hop::Move(number) => self.back.after_move(number),
            Hop::Held(_) | Hop::Holder(_) => self.back.after_link(way.party),
        }
    }

    /// Whether a way may go on to a party: no party comes twice, and no source in between.
    fn may_enter(&self, number: u32, party: Party) -> bool {
        if self.ground.is_source(party) && !self.ground.is_target(party) {
            return false;
        }
        !self.ways.has_been(number, party)
    }

    fn route_of(&mut self, way: &Way) -> u32 {
        let before = self.ways.get(way.before).route;
        self.route(before, way.party, matches!(way.hop, Hop::Move(_)))
    }

    fn route(&mut self, before: u32, party: Party, moved: bool) -> u32 {
        // It fits: there are no more routes than ways.
        let new = self.routes.len() as u32;
        *self.routes.entry((before, party, moved)).or_insert(new)
    }

    fn hops_of(&self, number: u32) -> Vec<Hop> {
        let mut hops = self.ways.hops_back(number);
        hops.reverse();
        hops
    }
}
