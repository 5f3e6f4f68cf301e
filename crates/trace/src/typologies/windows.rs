//! What the typologies of windows share: which part of the flow is looked at, around whom, and which windows are told.
//!
//! **The rule of records.** A window is maximal when no other window of the same centre holds all that it holds. A quiet
//! centre has one or two around a burst; one that pays all day has as many as payments, nearly alike. Told is a maximal
//! window unless [`AS_WIDE`] maximal windows of the same centre, ended within the window's length before it ended, were at
//! least as wide. The rule looks back only, one window from the end: findings can be told while movements come in, and the
//! same ones are told whatever else the network holds.

use crate::{Flow, Hubs, MoveKind, MoveNo, Options, Party};
use std::collections::VecDeque;
use std::ops::Range;

/// How many maximal windows as wide make one more of them no news. Measured on fans in of the generator (seeds 12 to 14, of
/// 750 planted, and findings that stand for nothing planted, per thousand payments): one 734 and 74; two 748 and 110; three
/// 750 and 132. On the patterns of IBM HI-Small in AMLSim three lose none that two do (fan-in 40 of 40 for 39).
const AS_WIDE: usize = 3;

/// The part of the flow that decides what closes in a range.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// Findings close here.
    pub(super) closing: Range<MoveNo>,
    /// They depend on these movements: two windows before, one after.
    pub(super) numbers: Range<MoveNo>,
}

impl Section {
    pub(super) fn new(flow: &Flow, closing: Range<MoveNo>, window: u32) -> Self {
        let closing = closing.start..closing.end.min(flow.len());
        if closing.is_empty() {
            return Self {
                closing: 0..0,
                numbers: 0..0,
            };
        }
        let numbers = flow.window_start(closing.start, window.saturating_mul(2))
            ..flow.window_end(closing.end - 1, window);
        Self { closing, numbers }
    }
}

/// Parties to look at.
#[derive(Clone, Debug)]
pub(super) enum Centres {
    All(Party),
    Some(Vec<Party>),
}

impl Centres {
    /// The parties at one end of the closing movements.
    pub(super) fn new(flow: &Flow, closing: &Range<MoveNo>, end: impl Fn(MoveNo) -> Party) -> Self {
        if closing.len() > flow.parties() as usize / 4 {
            return Self::All(flow.parties());
        }
        let mut parties: Vec<Party> = closing.clone().map(end).collect();
        parties.sort_unstable();
        parties.dedup();
        Self::Some(parties)
    }

    pub(super) fn len(&self) -> u32 {
        match self {
            Self::All(count) => *count,
            // It fits: there are no more than parties.
            Self::Some(parties) => parties.len() as u32,
        }
    }

    pub(super) fn get(&self, at: u32) -> Party {
        match self {
            Self::All(_) => at,
            Self::Some(parties) => parties[at as usize],
        }
    }
}

/// Windows of one centre, as they end: which of them are told.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    recent: VecDeque<(u32, u32)>,
}

impl Records {
    pub(super) fn clear(&mut self) {
        self.recent.clear();
    }

    /// Takes a maximal window by the clock of its end and its width; windows come in the order of their ends.
    pub(super) fn told(&mut self, end: u32, width: u32, window: u32) -> bool {
        let since = end.saturating_sub(window);
        while self.recent.front().is_some_and(|(end, _)| *end < since) {
            self.recent.pop_front();
        }
        let as_wide = self
            .recent
            .iter()
            .rev()
            .filter(|(_, other)| *other >= width)
            .take(AS_WIDE)
            .count();
        self.recent.push_back((end, width));
        as_wide < AS_WIDE
    }
}

/// Whether a movement is money in any form.
pub(super) fn money(flow: &Flow, number: MoveNo) -> bool {
    flow.kind(number) != MoveKind::Goods
}

/// Counts of parties: an array with the places that were touched.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    counts: Vec<u32>,
    distinct: u32,
}

impl Tally {
    pub(super) fn new(parties: Party) -> Self {
        Self {
            counts: vec![0; parties as usize],
            distinct: 0,
        }
    }

    pub(super) fn add(&mut self, party: Party) {
        let count = &mut self.counts[party as usize];
        self.distinct += u32::from(*count == 0);
        *count += 1;
    }

    /// Only what was added is taken.
    pub(super) fn take(&mut self, party: Party) {
        let count = &mut self.counts[party as usize];
        *count -= 1;
        self.distinct -= u32::from(*count == 0);
    }

    pub(super) fn distinct(&self) -> u32 {
        self.distinct
    }
}

/// Which parties are passed over. A party is a hub for a finding when it has more movements than [`Hubs`] allows, given or
/// received, in the window before the finding's last movement: what came earlier or later changes nothing.
#[derive(Clone, Debug)]
pub(super) struct HubPolicy<'n> {
    flow: &'n Flow,
    window: u32,
    most: usize,
    /// Those that are hubs in any window, sorted.
    pub(super) hubs: Vec<Party>,
}

impl<'n> HubPolicy<'n> {
    pub(super) fn new(flow: &'n Flow, options: &Options) -> Self {
        Self {
            flow,
            window: options.window,
            most: match options.hubs {
                Hubs::Through => usize::MAX,
                Hubs::Around(most) => most as usize,
            },
            hubs: options.hubs_of(flow),
        }
    }

    /// Whether a party is a hub for what closes with this movement.
    pub(super) fn is_hub(&self, party: Party, closes: MoveNo) -> bool {
        if self.hubs.binary_search(&party).is_err() {
            return false;
        }
        let numbers = self.flow.window_start(closes, self.window)..closes + 1;
        self.flow.arriving_within(party, numbers.clone()).len() > self.most
            || self.flow.leaving_within(party, numbers).len() > self.most
    }
}
