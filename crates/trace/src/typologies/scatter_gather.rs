//! One pays several, each of whom pays one and the same.
//!
//! From each receiver back over the middles that paid it, to the givers that had paid them before: the pairs of legs are few
//! (3.4 a payment in our file of a million) because both legs must lie in one window and in the order of time.

use super::windows::{Centres, HubPolicy, Records, Section, Tally, money};
use super::{About, Reach, Typology};
use crate::{Fact, Finding, Flow, Found, Hop, MoveNo, Network, Options, Party, Step, TraceError};
use crate::{in_parallel, sum_of};
use std::ops::Range;

/// One pays several, each of whom pays one and the same.
pub const TYPOLOGY: Typology = Typology {
    name: "scatter-gather",
    about: About {
        finds: "A source that pays at least `min-width` (3) different middles, each of whom later pays one and the same \
                sink, all within the window (one day). For every middle the payment in comes strictly before a payment \
                out. The finding has all payments of those legs and no other payment of the middles.",
        why: "The sum is split so that no single transfer is large, passed through accounts of helpers, and put \
              together again: the classic way round limits and reports, and it hides who pays whom.",
        example: "A trader pays eight acquaintances 1,200 each in the morning; by night each has sent 1,164 to one money \
                  changer.",
        false_alarms: "A firm that pays its staff, who all pay the one landlord or shop of the place; marketplaces; \
                       banks' own accounts. Middles that keep most of the money speak against it.",
        source: "Suzumura and Kanezashi, AMLSim (2018); Altman et al., Realistic Synthetic Financial Transactions for \
                 Anti-Money Laundering Models (NeurIPS 2023); FATF, Professional Money Laundering (2018).",
    },
    find,
    find_within: Some(find_within),
    reach: Reach {
        before: 2,
        after: 1,
    },
};

/// All scatter-gathers.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    Ok(find_within(network, options, 0..network.flow().len()))
}

/// Two legs through one middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Legs {
    source: Party,
    first: MoveNo,
    second: MoveNo,
    middle: Party,
}

struct Search<'n> {
    flow: &'n Flow,
    section: Section,
    window: u32,
    width: u32,
    most_steps: u64,
    hubs: HubPolicy<'n>,
}

struct Scratch {
    /// Legs through which the sink can be reached, by source.
    sources: Vec<u32>,
    touched: Vec<Party>,
    legs: Vec<Legs>,
    /// The legs of one pair in the order of their second movements.
    by_second: Vec<Legs>,
    middles: Tally,
    records: Records,
    moves: Vec<MoveNo>,
}

/// Scatter-gathers whose last payment lies in a range.
#[must_use]
pub fn find_within(network: &Network, options: &Options, closing: Range<MoveNo>) -> Found {
    let flow = network.flow();
    let search = Search {
        flow,
        section: Section::new(flow, closing, options.window),
        window: options.window,
        width: options.min_width.max(2),
        most_steps: options.most_steps,
        hubs: HubPolicy::new(flow, options),
    };
    let sinks = Centres::new(flow, &search.section.closing, |number| flow.to(number));
    let scratch = || Scratch {
        sources: vec![0; flow.parties() as usize],
        touched: Vec::new(),
        legs: Vec::new(),
        by_second: Vec::new(),
        middles: Tally::new(flow.parties()),
        records: Records::default(),
        moves: Vec::new(),
    };
    let pieces = in_parallel(sinks.len(), options.threads, scratch, |scratch, range| {
        let mut found = Found::default();
        for at in range {
            search.to_sink(sinks.get(at), scratch, &mut found);
        }
        found
    });
    let mut found = Found {
        hubs: search.hubs.hubs.clone(),
        ..Found::default()
    };
    for piece in pieces {
        found.findings.extend(piece.findings);
        found.capped |= piece.capped;
    }
    found.sort();
    found
}

impl Search<'_> {
    fn to_sink(&self, sink: Party, scratch: &mut Scratch, found: &mut Found) {
        let arrivals = self
            .flow
            .arriving_within(sink, self.section.numbers.clone());
        if arrivals.len() < self.width as usize {
            return;
        }
        scratch.legs.clear();
        for second in arrivals {
            let passes = second.party != sink && money(self.flow, second.number);
            if passes && !self.hubs.is_hub(second.party, second.number) {
                self.legs(sink, *second, scratch, found);
            }
        }
        let Scratch {
            sources,
            touched,
            legs,
            ..
        } = scratch;
        legs.retain(|legs| sources[legs.source as usize] >= self.width);
        for source in touched.drain(..) {
            sources[source as usize] = 0;
        }
        if legs.len() < self.width as usize {
            return;
        }
        let mut all = std::mem::take(legs);
        all.sort_unstable();
        for pair in all.chunk_by(|one, other| one.source == other.source) {
            self.pair(sink, pair, scratch, found);
        }
        scratch.legs = all;
    }

    /// The first legs that fit a payment from a middle to the sink, the latest first.
    fn legs(&self, sink: Party, second: Step, scratch: &mut Scratch, found: &mut Found) {
        let flow = self.flow;
        let middle = second.party;
        let since = flow.clock(second.number).saturating_sub(self.window);
        let until = flow.earlier_than(second.number);
        let earlier = flow.arriving_within(middle, self.section.numbers.start..until);
        let mut steps = 0;
        for first in earlier.iter().rev() {
            if flow.clock(first.number) < since {
                break;
            }
            steps += 1;
            if steps > self.most_steps {
                found.capped = true;
                break;
            }
            let source = first.party;
            if source == sink || source == middle || !money(flow, first.number) {
                continue;
            }
            let count = &mut scratch.sources[source as usize];
            if *count == 0 {
                scratch.touched.push(source);
            }
            *count += 1;
            scratch.legs.push(Legs {
                source,
                first: first.number,
                second: second.number,
                middle,
            });
        }
    }

    /// The windows of one source and sink. A pair of legs spans at most a window, so that the window that begins with its first
    /// payment holds it.
    fn pair(&self, sink: Party, legs: &[Legs], scratch: &mut Scratch, found: &mut Found) {
        if legs.len() < self.width as usize {
            return;
        }
        let flow = self.flow;
        let Scratch {
            by_second,
            middles,
            records,
            moves,
            ..
        } = scratch;
        by_second.clear();
        by_second.extend_from_slice(legs);
        by_second.sort_unstable_by_key(|legs| (legs.second, legs.first));
        records.clear();
        let (mut end, mut start) = (0, 0);
        while start < legs.len() {
            let first = legs[start].first;
            let (before, last) = (end, flow.clock(first).saturating_add(self.window));
            while end < by_second.len() && flow.clock(by_second[end].second) <= last {
                middles.add(by_second[end].middle);
                end += 1;
            }
            let wide = middles.distinct();
            if end > before && wide >= self.width {
                let closes = by_second[end - 1].second;
                if records.told(flow.clock(closes), wide, self.window)
                    && self.section.closing.contains(&closes)
                {
                    moves.clear();
                    for legs in by_second[..end].iter().filter(|legs| legs.first >= first) {
                        moves.extend([legs.first, legs.second]);
                    }
                    found
                        .findings
                        .push(finding(flow, (legs[start].source, sink), wide, moves));
                }
            }
            while start < legs.len() && legs[start].first == first {
                middles.take(legs[start].middle);
                start += 1;
            }
        }
    }
}

fn finding(
    flow: &Flow,
    (source, sink): (Party, Party),
    wide: u32,
    moves: &mut Vec<MoveNo>,
) -> Finding {
    moves.sort_unstable();
    moves.dedup();
    let seconds = moves
        .iter()
        .copied()
        .filter(|number| flow.to(*number) == sink);
    let mut middles: Vec<Party> = seconds.clone().map(|number| flow.from(number)).collect();
    middles.sort_unstable();
    middles.dedup();
    let mut parties = vec![source, sink];
    parties.append(&mut middles);
    Finding {
        typology: TYPOLOGY.name,
        amount: sum_of(flow, seconds),
        hops: moves.iter().copied().map(Hop::Move).collect(),
        parties,
        capped: false,
        facts: vec![
            Fact::Party("source", source),
            Fact::Party("target", sink),
            Fact::Number("middles", i64::from(wide)),
        ],
    }
}
