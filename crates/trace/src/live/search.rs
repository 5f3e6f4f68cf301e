//! What one typology was asked already, what it answered, and what must be asked again.

use super::rows::Slices;
use super::{News, Seen, Streamed};
use crate::{Fact, Finding, Hop, MoveNo, Network, Options};
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

/// A span of time, both ends in it: findings whose last movement lies there.
pub(super) type Span = RangeInclusive<i64>;

/// One typology.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) streamed: Streamed,
    window: i64,
    /// Findings that close up to here were asked for; none in the beginning.
    asked: Option<i64>,
    /// Spans up to `asked` that later arrivals may have changed; apart from each other, in order.
    dirty: Vec<Span>,
    /// What was answered, by the time of the last movement.
    kept: BTreeMap<i64, Vec<Arc<Seen>>>,
}

impl Search {
    pub(super) fn new(streamed: Streamed, window: u32) -> Self {
        Self {
            streamed,
            window: i64::from(window),
            asked: None,
            dirty: Vec::new(),
            kept: BTreeMap::new(),
        }
    }

    /// How many seconds before its last movement a finding depends on movements.
    pub(super) fn before(&self) -> i64 {
        self.window * i64::from(self.streamed.before)
    }

    /// And after it.
    pub(super) fn after(&self) -> i64 {
        self.window * i64::from(self.streamed.after)
    }

    /// Notes that movements arrived at these times, given in order.
    pub(super) fn touch(&mut self, times: &[i64]) {
        let Some(asked) = self.asked else {
            return;
        };
        let late = times.partition_point(|time| time.saturating_sub(self.after()) <= asked);
        let mut spans = std::mem::take(&mut self.dirty);
        for time in &times[..late] {
            let first = time.saturating_sub(self.after());
            let last = time.saturating_add(self.before()).min(asked);
            match spans.last_mut() {
                Some(span) if *span.start() <= first && first <= span.end().saturating_add(1) => {
                    *span = *span.start()..=last.max(*span.end());
                }
                _ => spans.push(first..=last),
            }
        }
        spans.sort_unstable_by_key(|span| *span.start());
        for span in spans {
            match self.dirty.last_mut() {
                Some(before) if *span.start() <= before.end().saturating_add(1) => {
                    *before = *before.start()..=(*before.end()).max(*span.end());
                }
                _ => self.dirty.push(span),
            }
        }
    }

    /// What to ask now, when movements stand from `first` to `latest`; `all` asks for what may still change, too.
    pub(super) fn due(&mut self, first: i64, latest: i64, all: bool) -> Vec<Span> {
        let settled = if all {
            latest
        } else {
            latest.saturating_sub(self.after())
        };
        let start = self.asked.map_or(first, |asked| asked.saturating_add(1));
        // What waits for its future anyway waits until there is enough to look at all of it once.
        let waits = !all && self.after() > 0;
        if waits && settled.saturating_sub(start) < self.after() / 2 {
            return Vec::new();
        }
        let mut spans = std::mem::take(&mut self.dirty);
        if start <= settled {
            match spans.last_mut() {
                Some(last) if last.end().saturating_add(1) == start => {
                    *last = *last.start()..=settled
                }
                _ => spans.push(start..=settled),
            }
            self.asked = Some(settled);
        }
        spans
    }

    /// Asks for what closes in a span, and compares with what was answered before.
    pub(super) fn ask(
        &mut self,
        network: &Network,
        options: &Options,
        (span, slices, numbers): (&Span, &Slices<'_>, &[u32]),
        news: &mut News,
    ) {
        // It fits: a network numbers its movements by 32 bits.
        let end = slices.before(span.end().saturating_add(1)) as MoveNo;
        let closing: Range<MoveNo> = slices.before(*span.start()) as MoveNo..end;
        let found = (self.streamed.find_within)(network, options, closing);
        news.capped |= found.capped;
        news.hubs
            .extend(found.hubs.iter().map(|hub| numbers[*hub as usize]));
        let mut old: BTreeMap<i64, Vec<Arc<Seen>>> = BTreeMap::new();
        if self
            .kept
            .last_key_value()
            .is_some_and(|(last, _)| last >= span.start())
        {
            old = self.kept.split_off(span.start());
            if let Some(next) = span.end().checked_add(1) {
                let mut later = old.split_off(&next);
                self.kept.append(&mut later);
            }
        }
        for finding in found.findings {
            let seen = seen(finding, slices, numbers);
            let closed = seen
                .rows
                .iter()
                .map(|row| row.time)
                .max()
                .unwrap_or(*span.start());
            let known = old.get_mut(&closed).and_then(|old| {
                let at = old.iter().position(|other| **other == seen)?;
                Some(old.swap_remove(at))
            });
            let seen = known.unwrap_or_else(|| {
                let seen = Arc::new(seen);
                news.found.push(Arc::clone(&seen));
                seen
            });
            self.kept.entry(closed).or_default().push(seen);
        }
        news.withdrawn.extend(old.into_values().flatten());
    }

    /// From which time on movements are needed, when none earlier than `earliest` may arrive; forgets answers that cannot
    /// change any more.
    pub(super) fn forget(&mut self, earliest: i64) -> i64 {
        let mut first = earliest.saturating_sub(self.after());
        if let Some(asked) = self.asked {
            first = first.min(asked.saturating_add(1));
        }
        if let Some(dirty) = self.dirty.first() {
            first = first.min(*dirty.start());
        }
        while let Some(oldest) = self.kept.first_entry() {
            if *oldest.key() >= first {
                break;
            }
            oldest.remove();
        }
        first.saturating_sub(self.before())
    }
}

/// A finding by what does not depend on the network it was found in.
fn seen(finding: Finding, slices: &Slices<'_>, numbers: &[u32]) -> Seen {
    let number = |party: u32| numbers[party as usize];
    let row = |hop: &Hop| match hop {
        Hop::Move(at) => Some(slices.get(*at as usize).clone()),
        // Links do not stream.
        Hop::Held(_) | Hop::Holder(_) => None,
    };
    Seen {
        typology: finding.typology,
        rows: finding.hops.iter().filter_map(row).collect(),
        parties: finding.parties.into_iter().map(number).collect(),
        amount: finding.amount,
        capped: finding.capped,
        facts: finding
            .facts
            .into_iter()
            .map(|fact| match fact {
                Fact::Party(name, party) => Fact::Party(name, number(party)),
                Fact::Number(..) | Fact::Amount(..) | Fact::Word(..) => fact,
            })
            .collect(),
    }
}
