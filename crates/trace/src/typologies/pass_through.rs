//! What comes in goes out, nearly whole and soon.

use super::limits::at_least;
use super::windows::{Centres, HubPolicy, money};
use super::{About, Reach, Typology};
use crate::{Amount, Fact, Finding, Flow, Found, Hop, MoveNo, Network, Options, Party, Step};
use crate::{TraceError, in_parallel};
use std::ops::Range;

/// How much of what came in goes out again, in percent, unless [`Options::preserved`] asks for more or less. Ninety: mules
/// keep some percent, and our generator's keep up to five a hop.
const PRESERVED: u8 = 90;

/// Payments in among which any fit counts. Of more, two sums fit by chance: the loss allowed shrinks in proportion. On our
/// generator's file (seed 12) that brought findings that stand for nothing planted from 88 to 45 per thousand payments, and
/// of 1,832 links of planted chains one was lost.
const FEW: u64 = 4;

/// Most payments of the side that is split: a sum paid on in more parts is a scatter, with its own typology.
const MOST_PARTS: usize = 20;

/// What comes in goes out, nearly whole and soon.
pub const TYPOLOGY: Typology = Typology {
    name: "pass-through",
    about: About {
        finds: "A payment out of a party that is 90 to 100 percent (`preserved`) of what it received before, within the \
                window (one day), in the same currency: of one payment in; or of the last few payments in together; or, \
                with the payments out just before it, of one payment in; or, where several came and then several went, \
                of all of them. One finding for each payment that leaves, with \
                the best fit. Money that goes back to its giver is left out.",
        why: "An account that keeps nothing serves somebody else: money mules, informal transfer, front companies. It is \
              the link of every chain.",
        example: "4,000 come in at nine; at noon 3,900 leave for another country.",
        false_alarms: "Wages that go to the landlord, savings moved on, purchases on behalf of a friend, agents and \
                       notaries; in busy accounts two sums fit by chance: look for parties that do it again and again.",
        source: "FATF, Professional Money Laundering (2018); Europol, European Money Mule Action; Egmont Group and FATF, \
                 Concealment of Beneficial Ownership (2018).",
    },
    find,
    find_within: Some(find_within),
    reach: Reach {
        before: 1,
        after: 0,
    },
};

/// All pass-throughs.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    Ok(find_within(network, options, 0..network.flow().len()))
}

/// Pass-throughs whose last payment lies in a range.
#[must_use]
pub fn find_within(network: &Network, options: &Options, closing: Range<MoveNo>) -> Found {
    let flow = network.flow();
    let closing = closing.start..closing.end.min(flow.len());
    let search = Search {
        flow,
        window: options.window,
        preserved: match options.preserved {
            0 => PRESERVED,
            asked => asked,
        },
        most_steps: options.most_steps,
        hubs: HubPolicy::new(flow, options),
        closing,
    };
    let centres = Centres::new(flow, &search.closing, |number| flow.from(number));
    let pieces = in_parallel(
        centres.len(),
        options.threads,
        || (),
        |(), range| {
            let mut found = Found::default();
            for at in range {
                search.through(centres.get(at), &mut found);
            }
            found
        },
    );
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

struct Search<'n> {
    flow: &'n Flow,
    window: u32,
    preserved: u8,
    most_steps: u64,
    hubs: HubPolicy<'n>,
    closing: Range<MoveNo>,
}

/// Payments in and out that fit.
struct Fit {
    into: Vec<MoveNo>,
    out: Vec<MoveNo>,
    came: Amount,
    went: Amount,
}

impl Search<'_> {
    fn through(&self, centre: Party, found: &mut Found) {
        let arriving = self.flow.arriving(centre);
        if arriving.is_empty() {
            return;
        }
        let leaving = self.flow.leaving(centre);
        let start = leaving.partition_point(|step| step.number < self.closing.start);
        // What arrived strictly before a payment out: the pointer moves with it.
        let mut before = 0;
        for at in start..leaving.len() {
            let last = leaving[at];
            if last.number >= self.closing.end {
                break;
            }
            if last.party == centre
                || !money(self.flow, last.number)
                || self.hubs.is_hub(centre, last.number)
            {
                continue;
            }
            let until = self.flow.earlier_than(last.number);
            before += arriving[before..].partition_point(|step| step.number < until);
            let fit = self
                .one_to_one(centre, &arriving[..before], last, found)
                .or_else(|| self.many_to_one(centre, &arriving[..before], last))
                .or_else(|| self.one_to_many(centre, &arriving[..before], &leaving[..=at]))
                .or_else(|| self.many_to_many(centre, &arriving[..before], &leaving[..=at]));
            if let Some(fit) = fit {
                found.findings.push(self.finding(centre, &fit));
            }
        }
    }

    /// Whether so much going out is what came in.
    fn fits(&self, came: Amount, went: Amount) -> bool {
        went.currency == came.currency
            && went.minor <= came.minor
            && at_least(went, self.preserved, came)
    }

    /// Whether it fits so well that it is no chance among so many sums tried.
    fn close(&self, came: Amount, went: Amount, tried: u64) -> bool {
        let (lost, allowed) = (came.minor - went.minor, 100 - i128::from(self.preserved));
        self.fits(came, went)
            && i128::from(lost) * 200 * i128::from(tried.max(FEW))
                <= i128::from(came.minor) * (2 * allowed + 1) * i128::from(FEW)
    }

    /// What arrived within a window before a payment out, the latest first.
    fn recent<'s>(
        &'s self,
        centre: Party,
        arriving: &'s [Step],
        last: Step,
    ) -> impl Iterator<Item = Step> + 's {
        let since = self.flow.clock(last.number).saturating_sub(self.window);
        arriving
            .iter()
            .rev()
            .take_while(move |step| self.flow.clock(step.number) >= since)
            .filter(move |step| step.party != centre && money(self.flow, step.number))
            .copied()
    }

    /// The payment in of which the most is preserved; of several the latest.
    fn one_to_one(
        &self,
        centre: Party,
        arriving: &[Step],
        last: Step,
        found: &mut Found,
    ) -> Option<Fit> {
        let went = self.flow.amount(last.number);
        let mut best: Option<(Amount, MoveNo)> = None;
        let mut steps = 0;
        for step in self.recent(centre, arriving, last) {
            steps += 1;
            if steps > self.most_steps {
                found.capped = true;
                break;
            }
            let came = self.flow.amount(step.number);
            if step.party != last.party
                && self.fits(came, went)
                && best.is_none_or(|(least, _)| came.minor < least.minor)
            {
                best = Some((came, step.number));
            }
        }
        let (came, number) = best?;
        if !self.close(came, went, steps) {
            return None;
        }
        Some(Fit {
            into: vec![number],
            out: vec![last.number],
            came,
            went,
        })
    }

    /// The last few payments in, as few as fit.
    fn many_to_one(&self, centre: Party, arriving: &[Step], last: Step) -> Option<Fit> {
        let went = self.flow.amount(last.number);
        let mut came = Amount { minor: 0, ..went };
        let mut into = Vec::new();
        for step in self.recent(centre, arriving, last).take(MOST_PARTS) {
            let amount = self.flow.amount(step.number);
            if amount.currency != went.currency || step.party == last.party {
                return None;
            }
            came.minor = came.minor.checked_add(amount.minor)?;
            into.push(step.number);
            if into.len() > 1 && self.close(came, went, 2 * into.len() as u64) {
                into.reverse();
                let out = vec![last.number];
                return Some(Fit {
                    into,
                    out,
                    came,
                    went,
                });
            }
            if !at_least(went, self.preserved, came) {
                return None;
            }
        }
        None
    }

    /// The latest payment in that went out in parts, of which this is the last.
    fn one_to_many(&self, centre: Party, arriving: &[Step], leaving: &[Step]) -> Option<Fit> {
        let last = *leaving.last()?;
        let since = self.flow.clock(last.number).saturating_sub(self.window);
        let mut went = self.flow.amount(last.number);
        let mut out = vec![last.number];
        let mut arrivals = self.recent(centre, arriving, last).peekable();
        for step in leaving.iter().rev().skip(1) {
            let number = step.number;
            if out.len() >= MOST_PARTS || self.flow.clock(number) < since {
                break;
            }
            if step.party == centre || !money(self.flow, number) {
                continue;
            }
            let amount = self.flow.amount(number);
            if amount.currency != went.currency {
                return None;
            }
            // A payment in that came after this part cannot have paid it.
            let until = self.flow.earlier_than(number);
            while arrivals
                .next_if(|arrival| arrival.number >= until)
                .is_some()
            {}
            went.minor = went.minor.checked_add(amount.minor)?;
            out.push(number);
            let Some(arrival) = arrivals.peek() else {
                break;
            };
            let came = self.flow.amount(arrival.number);
            if self.close(came, went, 2 * out.len() as u64) {
                out.reverse();
                return Some(Fit {
                    into: vec![arrival.number],
                    out,
                    came,
                    went,
                });
            }
        }
        None
    }

    /// Several came and then several went: the payments out back to the last one in, and as many payments in before them, none
    /// between two payments out, as fit.
    fn many_to_many(&self, centre: Party, arriving: &[Step], leaving: &[Step]) -> Option<Fit> {
        let last = *leaving.last()?;
        let latest = self.recent(centre, arriving, last).next()?.number;
        let since = self.flow.clock(last.number).saturating_sub(self.window);
        let own = |step: &&Step| step.party != centre && money(self.flow, step.number);
        let mut went = Amount {
            minor: 0,
            ..self.flow.amount(last.number)
        };
        let mut out = Vec::new();
        let mut before = None;
        for step in leaving.iter().rev().filter(own) {
            if step.number < latest {
                before = Some(step.number);
                break;
            }
            if out.len() >= MOST_PARTS {
                return None;
            }
            let amount = self.flow.amount(step.number);
            went.minor = went.minor.checked_add(amount.minor)?;
            if amount.currency != went.currency {
                return None;
            }
            out.push(step.number);
        }
        let first_out = *out.last()?;
        if out.len() < 2 || self.flow.clock(latest) >= self.flow.clock(first_out) {
            return None;
        }
        let mut came = Amount { minor: 0, ..went };
        let mut into = Vec::new();
        for step in self.recent(centre, arriving, last).take(MOST_PARTS) {
            let amount = self.flow.amount(step.number);
            let apart = before.is_some_and(|before| step.number < before);
            if amount.currency != came.currency || apart || self.flow.clock(step.number) < since {
                return None;
            }
            came.minor = came.minor.checked_add(amount.minor)?;
            into.push(step.number);
            if into.len() > 1 && self.close(came, went, 2 * into.len() as u64) {
                into.reverse();
                out.reverse();
                return Some(Fit {
                    into,
                    out,
                    came,
                    went,
                });
            }
            if !at_least(went, self.preserved, came) {
                return None;
            }
        }
        None
    }

    fn finding(&self, centre: Party, fit: &Fit) -> Finding {
        let flow = self.flow;
        let mut moves: Vec<MoveNo> = fit.into.iter().chain(&fit.out).copied().collect();
        moves.sort_unstable();
        let mut others: Vec<Party> = moves
            .iter()
            .flat_map(|number| [flow.from(*number), flow.to(*number)])
            .filter(|party| *party != centre)
            .collect();
        others.sort_unstable();
        others.dedup();
        let mut parties = vec![centre];
        parties.append(&mut others);
        let (first, last) = (moves[0], moves[moves.len() - 1]);
        Finding {
            typology: TYPOLOGY.name,
            hops: moves.into_iter().map(Hop::Move).collect(),
            parties,
            amount: Some(fit.went),
            capped: false,
            facts: vec![
                Fact::Party("hub", centre),
                Fact::Amount("received", fit.came),
                Fact::Number("seconds", flow.time(last) - flow.time(first)),
            ],
        }
    }
}
