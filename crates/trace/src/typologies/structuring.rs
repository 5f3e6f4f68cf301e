//! Several payments just below a threshold, to or from one party.

use super::limits::Limits;
use super::windows::{HubPolicy, Records, Section, money};
use super::{About, Reach, Typology};
use crate::{Fact, Finding, Flow, Found, Hop, MoveNo, Network, Options, Party, TraceError, sum_of};
use std::ops::Range;

/// Several payments just below a threshold, to or from one party.
pub const TYPOLOGY: Typology = Typology {
    name: "structuring",
    about: About {
        finds: "At least `min-width` (3) payments of one currency within the window (one day), all to one party or all \
                from one, each below the reporting threshold by at most a fifth of it. The thresholds are those of the \
                law of the currency (10,000 for USD, EUR, CAD, AUD, 1,000,000 for INR ...), or one that you give. \
                Payments of other sizes are no part of it.",
        why: "Who knows the threshold stays below it. One such payment is chance; several in a day are arithmetic.",
        example: "9,500, 9,200, 9,900 and 9,800 dollars are paid in at four branches between ten and three.",
        false_alarms: "Rents, wages and prices that happen to lie there; instalments that a bank itself limits; \
                       currencies in which the threshold is an everyday sum.",
        source: "31 U.S.C. 5324; FATF, Money Laundering through Money Remittance and Currency Exchange Providers \
                 (2010); Egmont Group, 100 Cases from the Egmont Group (2000).",
    },
    find,
    find_within: Some(find_within),
    reach: Reach {
        before: 2,
        after: 1,
    },
};

/// All structurings.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    Ok(find_within(network, options, 0..network.flow().len()))
}

/// Structurings whose last payment lies in a range.
#[must_use]
pub fn find_within(network: &Network, options: &Options, closing: Range<MoveNo>) -> Found {
    let flow = network.flow();
    let section = Section::new(flow, closing, options.window);
    let mut own: Vec<(Party, bool, MoveNo)> = Vec::new();
    for number in section.numbers.clone() {
        let (from, to) = (flow.from(number), flow.to(number));
        if options.limits.just_below(flow.amount(number)) && from != to && money(flow, number) {
            own.extend([(to, true, number), (from, false, number)]);
        }
    }
    own.sort_by_key(|(party, arrives, number)| (*party, *arrives, flow.currency(*number), *number));
    let search = Search {
        flow,
        section,
        window: options.window,
        width: options.min_width.max(2) as usize,
        limits: options.limits,
    };
    let hubs = HubPolicy::new(flow, options);
    let mut found = Found {
        hubs: hubs.hubs.clone(),
        ..Found::default()
    };
    let one_side = |one: &(Party, bool, MoveNo), other: &(Party, bool, MoveNo)| {
        (one.0, one.1, flow.currency(one.2)) == (other.0, other.1, flow.currency(other.2))
    };
    for side in own.chunk_by(one_side) {
        search.side(side, &hubs, &mut found);
    }
    found.sort();
    found
}

struct Search<'n> {
    flow: &'n Flow,
    section: Section,
    window: u32,
    width: usize,
    limits: Limits,
}

impl Search<'_> {
    /// The windows of one party, one direction and one currency.
    fn side(&self, side: &[(Party, bool, MoveNo)], hubs: &HubPolicy<'_>, found: &mut Found) {
        if side.len() < self.width {
            return;
        }
        let (centre, arrives, _) = side[0];
        let (mut end, mut records) = (0, Records::default());
        for (start, first) in side.iter().enumerate() {
            let before = end;
            let last = self.flow.clock(first.2).saturating_add(self.window);
            while end < side.len() && self.flow.clock(side[end].2) <= last {
                end += 1;
            }
            let wide = end - start;
            if end == before || wide < self.width {
                continue;
            }
            let closes = side[end - 1].2;
            if !records.told(self.flow.clock(closes), wide as u32, self.window)
                || !self.section.closing.contains(&closes)
            {
                continue;
            }
            let moves: Vec<MoveNo> = side[start..end]
                .iter()
                .map(|(_, _, number)| *number)
                .collect();
            if !hubs.is_hub(centre, closes) && (arrives || !self.all_to_one(&moves)) {
                found.findings.push(self.finding(centre, arrives, &moves));
            }
        }
    }

    /// What one party pays to one other is told once, around the receiver.
    fn all_to_one(&self, moves: &[MoveNo]) -> bool {
        let mut receivers = moves.iter().map(|number| self.flow.to(*number));
        let first = receivers.next();
        receivers.all(|party| Some(party) == first)
    }

    fn finding(&self, centre: Party, arrives: bool, moves: &[MoveNo]) -> Finding {
        let other = |number: &MoveNo| {
            if arrives {
                self.flow.from(*number)
            } else {
                self.flow.to(*number)
            }
        };
        let mut others: Vec<Party> = moves.iter().map(other).collect();
        others.sort_unstable();
        others.dedup();
        let threshold = self.limits.threshold_of(self.flow.currency(moves[0]));
        let mut facts = vec![
            Fact::Party("hub", centre),
            Fact::Word("direction", if arrives { "to" } else { "from" }),
            Fact::Number("payments", moves.len() as i64),
        ];
        facts.extend(threshold.map(|amount| Fact::Amount("threshold", amount)));
        let mut parties = vec![centre];
        parties.append(&mut others);
        Finding {
            typology: TYPOLOGY.name,
            hops: moves.iter().copied().map(Hop::Move).collect(),
            parties,
            amount: sum_of(self.flow, moves.iter().copied()),
            capped: false,
            facts,
        }
    }
}
