//! Groups of senders who all pay the same group of receivers within a window: what bipartite and stack are made of.
//!
//! Around each sender: the receivers that it pays, the others that pay at least so many of the same (counted over the pairs of
//! payments to one receiver, which are few where receivers are quiet), and in each maximal window the largest complete
//! group that holds the sender, by branch and bound. A group is told when it is the largest of any of its senders.
//!
//! A sender that shares receivers with half the network (a payment processor) would cost more than all others: past
//! a part of [`Options::most_steps`] it is passed over as a starting point and the answer says `capped`; groups that hold it and anyone
//! less busy are still found from there.

mod largest;

use super::windows::{Records, money};
use crate::{Flow, MoveNo, Options, Party, in_parallel};

/// What part of [`Options::most_steps`] one sender gets: most senders need a few hundred steps, and those that need very many share
/// receivers with everybody. On the dense file (5 M payments, 100 k accounts) 20,000 steps find all 500 planted groups
/// in 44 s; with fifty times more the search did not end in 200 s and on the sparse file found nothing planted beside.
const SHARE: u64 = 50;

/// Senders, receivers and all that moved between them in one window.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    /// Pairs of a sender and a receiver between whom something moved.
    pub(super) pairs: u32,
    pub(super) senders: Vec<Party>,
    pub(super) receivers: Vec<Party>,
    /// In the order of time.
    pub(super) moves: Vec<MoveNo>,
    /// Whether a limit cut the search for it: there may be a larger one.
    pub(super) capped: bool,
}

/// All groups, each once, sorted, and whether a limit was met.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    pub(super) groups: Vec<Group>,
    pub(super) hubs: Vec<Party>,
    pub(super) capped: bool,
}

/// A payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pay {
    number: MoveNo,
    from: Party,
    to: Party,
}

struct Search<'n> {
    flow: &'n Flow,
    window: u32,
    width: u32,
    most_steps: u64,
    /// Share of the other side that a further member must be paired with, in percent; 100 keeps groups complete.
    nearly: u32,
    hubs: Vec<Party>,
}

struct Scratch {
    /// Payments shared with the anchor, by party.
    shared: Vec<u32>,
    touched: Vec<Party>,
    pays: Vec<Pay>,
    columns: Vec<u32>,
    rows: Vec<u32>,
    records: Records,
}

/// Finds groups of at least `width` senders and receivers.
pub(super) fn groups(flow: &Flow, options: &Options, nearly: u32) -> Groups {
    let search = Search {
        flow,
        window: options.window,
        width: options.min_width.max(2),
        most_steps: options.most_steps / SHARE,
        nearly,
        hubs: options.hubs_of(flow),
    };
    let scratch = || Scratch {
        shared: vec![0; flow.parties() as usize],
        touched: Vec::new(),
        pays: Vec::new(),
        columns: vec![u32::MAX; flow.parties() as usize],
        rows: vec![u32::MAX; flow.parties() as usize],
        records: Records::default(),
    };
    let pieces = in_parallel(
        flow.parties(),
        options.threads,
        scratch,
        |scratch, range| {
            let mut found = Groups::default();
            for anchor in range {
                search.around(anchor, scratch, &mut found);
            }
            found
        },
    );
    let mut all = Groups::default();
    for piece in pieces {
        all.groups.extend(piece.groups);
        all.hubs.extend(piece.hubs);
        all.capped |= piece.capped;
    }
    all.groups.sort_unstable();
    all.groups.dedup_by(|other, one| {
        one.moves == other.moves && one.senders == other.senders && one.receivers == other.receivers
    });
    all.hubs.sort_unstable();
    all
}

impl Search<'_> {
    fn around(&self, anchor: Party, scratch: &mut Scratch, found: &mut Groups) {
        if self.hubs.binary_search(&anchor).is_ok() {
            found.hubs.push(anchor);
            return;
        }
        let own = self.bursts(anchor);
        if own.len() < self.width as usize {
            return;
        }
        if !self.count_shared(anchor, &own, scratch) {
            found.capped = true;
        } else if scratch
            .touched
            .iter()
            .filter(|party| scratch.shared[**party as usize] >= self.width)
            .count() as u32
            + 1
            >= self.width
        {
            self.gather(anchor, &own, scratch);
            self.windows(anchor, scratch, found);
        }
        for party in scratch.touched.drain(..) {
            scratch.shared[party as usize] = 0;
        }
    }

    /// The anchor's payments that lie in some window with enough of them.
    fn bursts(&self, anchor: Party) -> Vec<Pay> {
        let steps = self.flow.leaving(anchor);
        let width = self.width as usize;
        if steps.len() < width {
            return Vec::new();
        }
        let mut kept = vec![false; steps.len()];
        for start in 0..=steps.len() - width {
            let burst = &steps[start..start + width];
            let span = self.flow.clock(burst[width - 1].number) - self.flow.clock(burst[0].number);
            if span <= self.window {
                kept[start..start + width].fill(true);
            }
        }
        steps
            .iter()
            .zip(kept)
            .filter(|(step, kept)| *kept && step.party != anchor && money(self.flow, step.number))
            .map(|(step, _)| Pay {
                number: step.number,
                from: anchor,
                to: step.party,
            })
            .collect()
    }

    /// Payments of others to the receiver of one of the anchor's payments, within a window of it.
    fn beside(&self, own: &Pay) -> impl Iterator<Item = Pay> {
        let numbers = self.flow.window_start(own.number, self.window)
            ..self.flow.window_end(own.number, self.window);
        let to = own.to;
        let steps = self.flow.arriving_within(to, numbers);
        steps
            .iter()
            .filter(move |step| step.party != to && money(self.flow, step.number))
            .map(move |step| Pay {
                number: step.number,
                from: step.party,
                to,
            })
    }

    /// Counts how often each party pays a receiver of the anchor near the anchor's payment; false past the limit.
    fn count_shared(&self, anchor: Party, own: &[Pay], scratch: &mut Scratch) -> bool {
        let mut steps = 0;
        for pay in own {
            for other in self.beside(pay) {
                steps += 1;
                if other.from == anchor {
                    continue;
                }
                let count = &mut scratch.shared[other.from as usize];
                if *count == 0 {
                    scratch.touched.push(other.from);
                }
                *count += 1;
            }
            if steps > self.most_steps {
                return false;
            }
        }
        true
    }

    fn gather(&self, anchor: Party, own: &[Pay], scratch: &mut Scratch) {
        scratch.pays.clear();
        scratch.pays.extend_from_slice(own);
        for pay in own {
            let shared = &scratch.shared;
            scratch.pays.extend(
                self.beside(pay).filter(|other| {
                    other.from != anchor && shared[other.from as usize] >= self.width
                }),
            );
        }
        scratch.pays.sort_unstable();
        scratch.pays.dedup();
    }

    fn windows(&self, anchor: Party, scratch: &mut Scratch, found: &mut Groups) {
        let pays = std::mem::take(&mut scratch.pays);
        scratch.records.clear();
        let (mut end, mut steps) = (0, 0);
        for (start, first) in pays.iter().enumerate() {
            let before = end;
            let last = self.flow.clock(first.number).saturating_add(self.window);
            while end < pays.len() && self.flow.clock(pays[end].number) <= last {
                end += 1;
            }
            if end == before || end - start < (self.width * self.width) as usize {
                continue;
            }
            steps += (end - start) as u64;
            let group = self.largest(anchor, &pays[start..end], scratch, &mut steps);
            let cut = steps > self.most_steps;
            found.capped |= cut;
            let clock = self.flow.clock(pays[end - 1].number);
            if let Some(mut group) = group
                && scratch.records.told(clock, group.pairs, self.window)
            {
                group.capped = cut;
                found.groups.push(group);
            }
            if cut {
                break;
            }
        }
        scratch.pays = pays;
    }
}
