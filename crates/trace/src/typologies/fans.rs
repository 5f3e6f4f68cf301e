//! Fan-in and fan-out: one party and the many it receives from or pays to, within a window.
//!
//! Per centre two pointers over its movements in the order of time, with an exact count of distinct counterparties. The
//! windows told are the maximal ones, thinned as [`super::windows`] says.

use super::windows::{Centres, HubPolicy, Records, Section, Tally, money};
use crate::{Fact, Finding, Flow, Found, Hop, MoveNo, Network, Options, Party, Step};
use crate::{in_parallel, sum_of};
use std::ops::Range;

/// Which way the fan opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    In,
    Out,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Self::In => "fan-in",
            Self::Out => "fan-out",
        }
    }

    fn centre(self, flow: &Flow, number: MoveNo) -> Party {
        match self {
            Self::In => flow.to(number),
            Self::Out => flow.from(number),
        }
    }

    fn steps(self, flow: &Flow, party: Party, numbers: Range<MoveNo>) -> &[Step] {
        match self {
            Self::In => flow.arriving_within(party, numbers),
            Self::Out => flow.leaving_within(party, numbers),
        }
    }
}

struct Search<'n> {
    flow: &'n Flow,
    way: Way,
    section: Section,
    window: u32,
    width: u32,
    hubs: HubPolicy<'n>,
}

struct Scratch {
    /// The centre's movements of money with others, and their clocks.
    steps: Vec<(Step, u32)>,
    tally: Tally,
    records: Records,
}

/// Findings that close in a range.
pub(super) fn find_within(
    way: Way,
    network: &Network,
    options: &Options,
    closing: Range<MoveNo>,
) -> Found {
    let flow = network.flow();
    let search = Search {
        flow,
        way,
        section: Section::new(flow, closing, options.window),
        window: options.window,
        width: options.min_width.max(2),
        hubs: HubPolicy::new(flow, options),
    };
    let centres = Centres::new(flow, &search.section.closing, |number| {
        way.centre(flow, number)
    });
    let scratch = || Scratch {
        steps: Vec::new(),
        tally: Tally::new(flow.parties()),
        records: Records::default(),
    };
    let pieces = in_parallel(centres.len(), options.threads, scratch, |scratch, range| {
        let mut found = Found::default();
        for at in range {
            search.around(centres.get(at), scratch, &mut found);
        }
        found
    });
    let mut found = Found {
        hubs: search.hubs.hubs.clone(),
        ..Found::default()
    };
    for piece in pieces {
        found.findings.extend(piece.findings);
    }
    found.sort();
    found
}

impl Search<'_> {
    fn around(&self, centre: Party, scratch: &mut Scratch, found: &mut Found) {
        let all = self
            .way
            .steps(self.flow, centre, self.section.numbers.clone());
        if all.len() < self.width as usize {
            return;
        }
        let Scratch {
            steps,
            tally,
            records,
        } = scratch;
        steps.clear();
        steps.extend(
            all.iter()
                .filter(|step| step.party != centre && money(self.flow, step.number))
                .map(|step| (*step, self.flow.clock(step.number))),
        );
        records.clear();
        let mut end = 0;
        for start in 0..steps.len() {
            let before = end;
            let last = steps[start].1.saturating_add(self.window);
            while end < steps.len() && steps[end].1 <= last {
                tally.add(steps[end].0.party);
                end += 1;
            }
            let wide = tally.distinct();
            if end > before && wide >= self.width {
                let (closes, clock) = (steps[end - 1].0.number, steps[end - 1].1);
                if records.told(clock, wide, self.window)
                    && self.section.closing.contains(&closes)
                    && !self.hubs.is_hub(centre, closes)
                {
                    found
                        .findings
                        .push(self.finding(centre, steps, start..end, wide));
                }
            }
            tally.take(steps[start].0.party);
        }
    }

    fn finding(
        &self,
        centre: Party,
        steps: &[(Step, u32)],
        window: Range<usize>,
        wide: u32,
    ) -> Finding {
        let hops: Vec<Hop> = steps[window.clone()]
            .iter()
            .map(|(step, _)| Hop::Move(step.number))
            .collect();
        let mut others: Vec<Party> = steps[window.clone()]
            .iter()
            .map(|(step, _)| step.party)
            .collect();
        others.sort_unstable();
        others.dedup();
        let since = steps[window.start].1.saturating_sub(self.window);
        let mut before: Vec<Party> = steps[..window.start]
            .iter()
            .rev()
            .take_while(|(_, clock)| *clock >= since)
            .map(|(step, _)| step.party)
            .collect();
        before.sort_unstable();
        before.dedup();
        let amount = sum_of(self.flow, steps[window].iter().map(|(step, _)| step.number));
        let mut parties = Vec::with_capacity(others.len() + 1);
        parties.push(centre);
        parties.append(&mut others);
        Finding {
            typology: self.way.name(),
            hops,
            parties,
            amount,
            capped: false,
            facts: vec![
                Fact::Party("hub", centre),
                Fact::Number("counterparties", i64::from(wide)),
                Fact::Number("counterparties-before", before.len() as i64),
            ],
        }
    }
}
