//! Everyone who reaches some parties, or is reached from them, each by its best channel.
//!
//! One side is named and the other is everybody, so there is nothing to search towards: Dijkstra's search from the named
//! side, over ways as in `search` but in either direction, until the limit of findings or of steps binds. Of ways that
//! come to one movement only the cheapest goes on, but for a dearer one that has fewer hops or leaves more of the window:
//! that all parties are there is exact, that a party's way is its best is so but for ways that would cross themselves.

use super::ground::Ground;
use super::points::{HOP, START, of_link, of_move};
use super::ways::{ANY_DAY, NONE, Way, Ways};
use super::{NAME, finding_of, points};
use crate::between::Ends;
use crate::{Between, Finding, Found, Hop, Link, MoveNo, Network, Options, Party, TraceError};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many steps of a party are looked at at once.
const CHUNK: usize = 32;

/// The place of a way that was not looked at yet.
const FRESH: u32 = u32::MAX;

/// Everyone who reaches a party of `between.to` (or, when only `between.from` is named, whom those reach), each by its
/// best channel, best first: at most `options.most`, and none without points left. The findings are channels.
///
/// # Errors
/// Both sides named or none; a party that the network does not have; an option outside its range.
pub fn reach(network: &Network, between: &Between, options: &Options) -> Result<Found, TraceError> {
    let flow = network.flow();
    let forward = between.to.is_empty();
    // The named side stands on both, which fills the other.
    let (mut near, far) = if forward {
        (between.from.clone(), &between.to)
    } else {
        (between.to.clone(), &between.from)
    };
    near.sort_unstable();
    near.dedup();
    if near.is_empty() || !far.is_empty() {
        return Err(TraceError::NoEnds {
            side: "from one side to everybody: name exactly one",
        });
    }
    if let Some(last) = near.last().filter(|last| **last >= flow.parties()) {
        return Err(TraceError::UnknownParty {
            reference: format!("number {last}"),
        });
    }
    let everybody = Ends {
        from: Vec::new(),
        to: Vec::new(),
    };
    let ground = Ground::new(network, between, everybody, options)?;
    let (ways, capped) = Reach::new(&ground, near, forward).run();
    let mut findings: Vec<Finding> = ways
        .into_iter()
        .map(|hops| finding_of(network, hops, options, NAME))
        .collect();
    for finding in &mut findings {
        finding.capped = capped;
    }
    let moves = findings.iter().flat_map(Finding::moves);
    Ok(Found {
        currencies: points::currencies(flow, moves),
        findings,
        capped,
        hubs: ground.hubs_met(),
    })
}

struct Reach<'g, 'n> {
    ground: &'g Ground<'n>,
    near: Vec<Party>,
    forward: bool,
    ways: Ways,
    heap: BinaryHeap<Reverse<(u32, u32, u32)>>,
    /// For each movement the hops and the first movement of the ways that went on from it.
    been: FxHashMap<MoveNo, (u8, MoveNo)>,
    reached: FxHashSet<Party>,
    steps: u64,
}

impl<'g, 'n> Reach<'g, 'n> {
    fn new(ground: &'g Ground<'n>, near: Vec<Party>, forward: bool) -> Self {
        let mut reach = Self {
            ground,
            near,
            forward,
            ways: Ways::default(),
            heap: BinaryHeap::new(),
            been: FxHashMap::default(),
            reached: FxHashSet::default(),
            steps: 0,
        };
        for party in reach.near.clone() {
            let edge = if forward {
                ground.numbers.end
            } else {
                ground.numbers.start
            };
            let number = reach.ways.push(Way::at(party, edge));
            reach.heap.push(Reverse((0, number, FRESH)));
        }
        reach
    }

    fn run(mut self) -> (Vec<Vec<Hop>>, bool) {
        let mut found = Vec::new();
        let mut capped = false;
        while let Some(Reverse((bound, number, place))) = self.heap.pop() {
            if self.steps >= self.ground.options.most_steps {
                capped = true;
                break;
            }
            if place != FRESH {
                self.go_on(number, place, bound);
                continue;
            }
            let way = self.ways.get(number);
            if way.hops > 0 && self.stands(&way) && !self.reached.contains(&way.party) {
                if found.len() >= self.ground.options.most as usize {
                    capped = true;
                    break;
                }
                self.reached.insert(way.party);
                found.push(self.hops_of(number));
            }
            self.look(number, bound);
        }
        (found, capped)
    }

    /// Whether the links that wait for a day have one when the way ends here.
    fn stands(&self, way: &Way) -> bool {
        if self.forward || way.last == NONE || self.ground.as_of.is_some() {
            return true;
        }
        let day = self.ground.day(way.last);
        way.days.0 <= day && day <= way.days.1
    }

    fn look(&mut self, number: u32, bound: u32) {
        let way = self.ways.get(number);
        let ground = self.ground;
        self.steps += 1;
        if way.hops >= ground.options.max_hops || way.hops > 0 && ground.is_passed_over(way.party) {
            return;
        }
        if let Hop::Move(last) = way.hop
            && last != NONE
        {
            let new = (way.hops, way.first);
            if let Some((hops, first)) = self.been.get(&last) {
                let roomier = if self.forward {
                    way.first > *first
                } else {
                    way.first < *first
                };
                if way.hops >= *hops && !roomier {
                    return;
                }
            }
            self.been.insert(last, new);
        }
        for (link, other, held) in ground.links_of(way.party) {
            self.steps += 1;
            // Backwards a link is walked from its far end to its near one.
            let held = held == self.forward;
            self.link(number, link, other, held);
        }
        self.go_on(number, 0, bound);
    }

    /// Takes the next steps of a way, from a place on, the nearest in time first.
    fn go_on(&mut self, number: u32, place: u32, bound: u32) {
        let ground = self.ground;
        let way = self.ways.get(number);
        // What may follow, from the nearest in time on.
        let steps = match (self.forward, way.last) {
            (true, NONE) => ground.leaving(way.party, 0..way.edge),
            (true, last) => ground.leaving(way.party, ground.after(last)..way.edge),
            (false, NONE) => ground.arriving(way.party, way.edge..ground.numbers.end),
            (false, last) => ground.arriving(way.party, way.edge..ground.before(last)),
        };
        let forward = self.forward;
        let at = |place: usize| {
            let place = if forward {
                Some(place)
            } else {
                steps.len().checked_sub(place + 1)
            };
            place.and_then(|place| steps.get(place)).copied()
        };
        let start = place as usize;
        for place in start..start + CHUNK {
            let Some(step) = at(place) else {
                return;
            };
            self.steps += 1;
            self.step(number, step.number, step.party);
        }
        if let Some(next) = at(start + CHUNK) {
            let mut least = way.cost + HOP;
            if way.last != NONE {
                least += self.waiting(way.last, next.number);
            }
            if least < START {
                let place = place + CHUNK as u32;
                self.heap.push(Reverse((least.max(bound), number, place)));
            }
        }
    }

    fn waiting(&self, near: MoveNo, far: MoveNo) -> u32 {
        if self.forward {
            self.ground.waiting(near, far)
        } else {
            self.ground.waiting(far, near)
        }
    }

    fn step(&mut self, number: u32, next: MoveNo, party: Party) {
        let ground = self.ground;
        let way = self.ways.get(number);
        if !self.may_enter(number, party) {
            return;
        }
        let mut cost = way.cost + HOP + of_move(ground.flow, next);
        if way.hops > 0 {
            cost += ground.crowd(way.party);
        }
        let (mut first, mut edge) = (way.first, way.edge);
        if way.last == NONE {
            first = next;
            edge = if self.forward {
                ground.until(next)
            } else {
                ground.since(next)
            };
        } else {
            cost += self.waiting(way.last, next);
            if let Hop::Move(last) = way.hop {
                let (one, other) = if self.forward {
                    (last, next)
                } else {
                    (next, last)
                };
                let Some(change) = ground.change(one, other) else {
                    return;
                };
                cost += change;
            }
            // With slack a movement may lie outside the window of the first.
            let (least, most) = (first.min(next), first.max(next));
            if ground.until(least) <= most {
                return;
            }
        }
        let waits = way.days != ANY_DAY && (!self.forward || way.last == NONE);
        if waits && ground.as_of.is_none() {
            let day = ground.day(next);
            if day < way.days.0 || way.days.1 < day {
                return;
            }
        }
        self.push(Way {
            before: number,
            hop: Hop::Move(next),
            party,
            cost,
            hops: way.hops + 1,
            last: next,
            first,
            edge,
            days: ANY_DAY,
            route: NONE,
        });
    }

    fn link(&mut self, number: u32, link: &Link, party: Party, held: bool) {
        let way = self.ways.get(number);
        if !self.may_enter(number, party) {
            return;
        }
        let mut days = way.days;
        match self.ground.as_of {
            Some(day) if !link.stands_on(day) => return,
            Some(_) => {}
            None if self.forward && way.last != NONE => {
                if !link.stands_on(self.ground.day(way.last)) {
                    return;
                }
            }
            None => days = (days.0.max(link.since), days.1.min(link.until)),
        }
        if days.0 > days.1 {
            return;
        }
        let mut cost = way.cost + HOP + of_link(link);
        if way.hops > 0 {
            cost += self.ground.crowd(way.party);
        }
        self.push(Way {
            before: number,
            hop: if held {
                Hop::Held(*link)
            } else {
                Hop::Holder(*link)
            },
            party,
            cost,
            hops: way.hops + 1,
            days,
            ..way
        });
    }

    fn push(&mut self, way: Way) {
        if way.cost < START {
            let number = self.ways.push(way);
            self.heap.push(Reverse((way.cost, number, FRESH)));
        }
    }

    /// No party comes twice, and none of the named side in between.
    fn may_enter(&self, number: u32, party: Party) -> bool {
        self.near.binary_search(&party).is_err() && !self.ways.has_been(number, party)
    }

    /// The hops in the order of the path.
    fn hops_of(&self, number: u32) -> Vec<Hop> {
        let mut hops = self.ways.hops_back(number);
        if self.forward {
            hops.reverse();
        }
        hops
    }
}
