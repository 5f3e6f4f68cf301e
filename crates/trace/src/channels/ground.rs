//! What both directions of a search stand on: the network, the ends, the time, what may follow what.

use super::points;
use crate::between::{Ends, day_of};
use crate::{Between, Flow, Hubs, Link, Links, MoveNo, Network, Options, Party, Step, TraceError};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// The ground of a search.
#[derive(Debug)]
pub(crate) struct Ground<'n> {
    pub(crate) flow: &'n Flow,
    pub(crate) links: &'n Links,
    pub(crate) options: &'n Options,
    pub(crate) from: Vec<Party>,
    pub(crate) to: Vec<Party>,
    /// Movements of the time asked for.
    pub(crate) numbers: Range<MoveNo>,
    pub(crate) as_of: Option<i32>,
    /// Movements that a path can use, as sorted ranges that do not touch; none when every one can.
    active: Option<Vec<Range<MoveNo>>>,
    /// Parties that were asked about, and whether they are hubs.
    hubs: RefCell<BTreeMap<Party, bool>>,
}

impl<'n> Ground<'n> {
    pub(crate) fn new(
        network: &'n Network,
        between: &Between,
        Ends { from, to }: Ends,
        options: &'n Options,
    ) -> Result<Self, TraceError> {
        options.check()?;
        let flow = network.flow();
        let mut ground = Self {
            flow,
            links: network.links(),
            options,
            from,
            to,
            numbers: between.numbers(flow),
            as_of: between.as_of,
            active: None,
            hubs: RefCell::default(),
        };
        ground.active = ground.active_ranges();
        Ok(ground)
    }

    /// Movements that lie between a departure from a source and an arrival at a target of one window. Where links may
    /// lead out of a source or into a target, departures and arrivals can be anyone's, and every movement counts.
    fn active_ranges(&self) -> Option<Vec<Range<MoveNo>>> {
        if !self.links.is_empty() || self.options.slack > 0 {
            return None;
        }
        let flow = self.flow;
        let gather = |parties: &[Party], steps: &dyn Fn(Party) -> &'n [Step]| {
            let mut numbers: Vec<MoveNo> = parties
                .iter()
                .flat_map(|party| steps(*party).iter().map(|step| step.number))
                .collect();
            numbers.sort_unstable();
            numbers
        };
        let departures = gather(&self.from, &|party| {
            flow.leaving_within(party, self.numbers.clone())
        });
        let arrivals = gather(&self.to, &|party| {
            flow.arriving_within(party, self.numbers.clone())
        });
        let mut ranges: Vec<Range<MoveNo>> = Vec::new();
        let mut past = 0;
        for departure in departures {
            // The last arrival of the window that begins with this departure.
            let latest = flow.clock(departure).saturating_add(self.options.window);
            while past < arrivals.len() && flow.clock(arrivals[past]) <= latest {
                past += 1;
            }
            let Some(arrival) = past.checked_sub(1).map(|at| arrivals[at]) else {
                continue;
            };
            if arrival < departure {
                continue;
            }
            match ranges.last_mut() {
                Some(last) if departure <= last.end => last.end = last.end.max(arrival + 1),
                _ => ranges.push(departure..arrival + 1),
            }
        }
        Some(ranges)
    }

    /// Whether a path can use a movement, as far as the times of the ends tell.
    pub(crate) fn is_active(&self, number: MoveNo) -> bool {
        let Some(ranges) = &self.active else {
            return self.numbers.contains(&number);
        };
        let at = ranges.partition_point(|range| range.end <= number);
        ranges.get(at).is_some_and(|range| range.start <= number)
    }

    pub(crate) fn is_source(&self, party: Party) -> bool {
        self.from.binary_search(&party).is_ok()
    }

    pub(crate) fn is_target(&self, party: Party) -> bool {
        self.to.binary_search(&party).is_ok()
    }

    /// Whether no path passes through a party because it is a hub.
    pub(crate) fn is_passed_over(&self, party: Party) -> bool {
        if self.options.hubs == Hubs::Through {
            return false;
        }
        *self
            .hubs
            .borrow_mut()
            .entry(party)
            .or_insert_with(|| self.options.is_hub(self.flow, party))
    }

    /// Hubs that a path came to and did not pass.
    pub(crate) fn hubs_met(&self) -> Vec<Party> {
        let met = self.hubs.borrow();
        met.iter()
            .filter_map(|(party, is_hub)| is_hub.then_some(*party))
            .collect()
    }

    /// The first movement that may follow one.
    pub(crate) fn after(&self, number: MoveNo) -> MoveNo {
        match self.options.slack {
            0 => self.flow.later_than(number),
            slack => self
                .flow
                .first_at(self.flow.time(number) - i64::from(slack)),
        }
    }

    /// The first movement that one may not follow, because it is no longer earlier.
    pub(crate) fn before(&self, number: MoveNo) -> MoveNo {
        match self.options.slack {
            0 => self.flow.earlier_than(number),
            slack => self
                .flow
                .first_at(self.flow.time(number) + i64::from(slack) + 1),
        }
    }

    /// What leaves a party from one movement to before another, in the time asked for.
    pub(crate) fn leaving(&self, party: Party, numbers: Range<MoveNo>) -> &'n [Step] {
        let start = numbers.start.max(self.numbers.start);
        let end = numbers.end.min(self.numbers.end);
        self.flow.leaving_within(party, start..end.max(start))
    }

    /// What arrives at a party from one movement to before another, in the time asked for.
    pub(crate) fn arriving(&self, party: Party, numbers: Range<MoveNo>) -> &'n [Step] {
        let start = numbers.start.max(self.numbers.start);
        let end = numbers.end.min(self.numbers.end);
        self.flow.arriving_within(party, start..end.max(start))
    }

    /// The first movement too late for a path that began with one.
    pub(crate) fn until(&self, first: MoveNo) -> MoveNo {
        self.flow.window_end(first, self.options.window)
    }

    /// The first movement not too early for a path that ends with one.
    pub(crate) fn since(&self, last: MoveNo) -> MoveNo {
        if self.flow.clock(last) <= self.options.window {
            return 0;
        }
        self.flow.window_start(last, self.options.window)
    }

    pub(crate) fn crowd(&self, party: Party) -> u32 {
        points::crowd(self.flow, party)
    }

    pub(crate) fn waiting(&self, one: MoveNo, next: MoveNo) -> u32 {
        points::waiting(self.flow, one, next, self.options.window)
    }

    /// What it costs that a movement follows another, beside waiting; none where too little of the amount is preserved.
    pub(crate) fn change(&self, one: MoveNo, next: MoveNo) -> Option<u32> {
        points::is_preserved(self.flow, one, next, self.options.preserved)
            .then(|| points::change(self.flow, one, next))
    }

    pub(crate) fn has_links(&self, party: Party) -> bool {
        !self.links.held_by(party).is_empty() || self.links.holders_of(party).len() > 0
    }

    /// The links of a party, each with the party at its other end and whether it is walked from holder to held.
    pub(crate) fn links_of(&self, party: Party) -> impl Iterator<Item = (&'n Link, Party, bool)> {
        let held = self.links.held_by(party).iter();
        let held = held.map(|link| (link, link.to, true));
        let holders = self.links.holders_of(party);
        held.chain(holders.map(|link| (link, link.from, false)))
    }

    /// The day of a movement.
    pub(crate) fn day(&self, number: MoveNo) -> i32 {
        day_of(self.flow.time(number))
    }
}
