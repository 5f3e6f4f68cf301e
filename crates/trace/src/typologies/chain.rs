//! Chains: money passed on from account to account, nearly whole, soon.

#[cfg(test)]
mod tests;

use super::{About, Reach, Typology};
use crate::{Between, channels};
use crate::{
    Fact, Finding, Flow, Found, Hubs, MoveKind, MoveNo, Network, Options, Party, TraceError,
    in_parallel, least_of,
};
use std::cmp::Reverse;
use std::ops::Range;

/// Money passed on from account to account, nearly whole, soon.
pub const TYPOLOGY: Typology = Typology {
    name: "chain",
    about: About {
        finds: "Three or more payments one after another, no party twice, within the window (one day) from the first to the \
                last: each leaves strictly later than the one before arrived, with 90 to 100 % of its amount (`preserved`), in \
                its currency. Chains that no other contains. With `--to` or `--from`: every party that reaches a designated \
                party, or is reached from one, by its best channel.",
        why: "An account that passes on what it received, at once and whole, is not the owner of the money. Strung together \
              such accounts put distance between a donor and whom the money is for.",
        example: "A donor pays 10,000 to a student, who pays 9,800 to a shop an hour later, which pays 9,700 to a money \
                  changer, who sends 9,600 to the front company of a listed trader.",
        false_alarms: "Transfers between a person's own accounts and on to a purchase; rent and wages of round sums paid on; \
                       treasuries that sweep accounts every evening; payment processors, through which chains join by chance \
                       (`--hubs` passes over them).",
        source: "FATF, Emerging Terrorist Financing Risks (2015) and Professional Money Laundering (2018), on pass-through \
                 accounts and money mules; Egmont Group and FATF, Concealment of Beneficial Ownership (2018).",
    },
    find,
    find_within: Some(find_within),
    reach: Reach {
        before: 1,
        after: 1,
    },
};

/// Fewest payments of a chain.
const LEAST_HOPS: usize = 3;

/// The percentage that must be passed on when the options ask for none.
const PRESERVED: u8 = 90;

/// Chains that pass an amount on, wherever they are.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    Ok(find_within(network, options, 0..network.flow().len()))
}

/// The chains whose last movement has a number in `closing`.
#[must_use]
pub fn find_within(network: &Network, options: &Options, closing: Range<MoveNo>) -> Found {
    let flow = network.flow();
    let start = closing.start;
    let count = closing.end.min(flow.len()).saturating_sub(start);
    let pieces = in_parallel(
        count,
        options.threads,
        || (),
        |(), range| {
            let mut found = Found::default();
            for number in range {
                Search::new(flow, options, start + number).run(&mut found);
            }
            found
        },
    );
    let mut all = Found::default();
    for piece in pieces {
        all.capped |= piece.capped;
        all.findings.extend(piece.findings);
    }
    all.hubs = options.hubs_of(flow);
    all.sort();
    all
}

/// Everyone who reaches a target (`to` named, `from` not), or is reached from a source (`from` named, `to` not), each by
/// its best channel, best first; with both sides named, the best channels between them.
///
/// # Errors
/// As [`channels::find`] and [`channels::reach`].
pub fn between(
    network: &Network,
    between: &Between,
    options: &Options,
) -> Result<Found, TraceError> {
    if between.from.is_empty() || between.to.is_empty() {
        return channels::reach(network, between, options);
    }
    channels::find(network, between, options.most.min(channels::MOST), options)
}

/// The chains that end with one movement, sought backwards.
struct Search<'n> {
    flow: &'n Flow,
    options: &'n Options,
    /// What is not too long before the last movement.
    window: Range<MoveNo>,
    percent: u8,
    /// Movements from the last back.
    moves: Vec<MoveNo>,
    /// Their givers, and the last receiver before them.
    parties: Vec<Party>,
    /// What the last movement could go on with.
    next: Vec<MoveNo>,
    steps: u64,
    chains: Vec<Vec<MoveNo>>,
}

impl<'n> Search<'n> {
    fn new(flow: &'n Flow, options: &'n Options, last: MoveNo) -> Self {
        Self {
            flow,
            options,
            window: flow.window_start(last, options.window)..last,
            percent: match options.preserved {
                0 => PRESERVED,
                percent => percent,
            },
            moves: vec![last],
            parties: vec![flow.to(last)],
            next: Vec::new(),
            steps: 0,
            chains: Vec::new(),
        }
    }

    fn run(mut self, found: &mut Found) {
        let (flow, last) = (self.flow, self.moves[0]);
        if flow.from(last) == flow.to(last) || !self.goes_back(last) {
            return;
        }
        let later = flow.later_than(last)..flow.window_end(last, self.options.window);
        if !self.is_hub(flow.to(last)) {
            self.next = flow
                .leaving_within(flow.to(last), later.start..later.end.max(later.start))
                .iter()
                .filter(|step| self.passes_on(last, step.number))
                .map(|step| step.number)
                .collect();
        }
        self.walk();
        let cut =
            self.steps > self.options.most_steps || self.chains.len() > self.options.most as usize;
        if cut {
            // The best: shortest, then most preserved, then earliest.
            self.chains.sort_by_key(|chain| {
                let least = chain.iter().map(|number| flow.minor(*number)).min();
                (chain.len(), Reverse(least), chain.clone())
            });
            self.chains.truncate(self.options.most as usize);
        }
        found.capped |= cut;
        let chains = self.chains.iter();
        found
            .findings
            .extend(chains.map(|chain| finding(flow, chain, cut)));
    }

    /// Whether anything at all comes before a movement: most end here.
    fn goes_back(&self, number: MoveNo) -> bool {
        self.before(number).next().is_some()
    }

    /// The movements that a movement can have passed on.
    fn before(&self, number: MoveNo) -> impl Iterator<Item = (MoveNo, Party)> + use<'n> {
        let (flow, percent) = (self.flow, self.percent);
        let end = flow.earlier_than(number).max(self.window.start);
        flow.arriving_within(flow.from(number), self.window.start..end)
            .iter()
            .filter(move |step| passes_on(flow, step.number, number, percent))
            .map(|step| (step.number, step.party))
    }

    fn passes_on(&self, one: MoveNo, next: MoveNo) -> bool {
        passes_on(self.flow, one, next, self.percent)
    }

    /// Whether too much runs through a party in the window of the last movement.
    fn is_hub(&self, party: Party) -> bool {
        let Hubs::Around(most) = self.options.hubs else {
            return false;
        };
        let window = self.window.start..self.window.end + 1;
        let given = self.flow.leaving_within(party, window.clone()).len();
        let received = self.flow.arriving_within(party, window).len();
        given.max(received) > most as usize
    }

    fn walk(&mut self) {
        let first = self.moves[self.moves.len() - 1];
        let giver = self.flow.from(first);
        if self.steps > self.options.most_steps || self.parties.contains(&giver) {
            return;
        }
        self.parties.push(giver);
        let mut is_whole = true;
        if self.moves.len() < usize::from(self.options.max_hops) && !self.is_hub(giver) {
            for (number, party) in self.before(first) {
                self.steps += 1;
                if party != giver && !self.parties.contains(&party) {
                    is_whole = false;
                    self.moves.push(number);
                    self.walk();
                    self.moves.pop();
                }
            }
        }
        if is_whole && self.moves.len() >= LEAST_HOPS && !self.goes_on(first) {
            let mut chain = self.moves.clone();
            chain.reverse();
            self.chains.push(chain);
        }
        self.parties.pop();
    }

    /// Whether a chain that begins with a movement is a part of a longer one, which ends later.
    fn goes_on(&self, first: MoveNo) -> bool {
        let latest = self.flow.clock(first).saturating_add(self.options.window);
        self.moves.len() < usize::from(self.options.max_hops)
            && self.next.iter().any(|next| {
                self.flow.clock(*next) <= latest && !self.parties.contains(&self.flow.to(*next))
            })
    }
}

/// Whether a movement passes on what another brought.
fn passes_on(flow: &Flow, one: MoveNo, next: MoveNo, percent: u8) -> bool {
    let (came, left) = (i128::from(flow.minor(one)), i128::from(flow.minor(next)));
    left > 0
        && left <= came
        && left * 100 >= came * i128::from(percent)
        && flow.same_currency(one, next)
        && is_money(flow, one)
        && is_money(flow, next)
}

fn is_money(flow: &Flow, number: MoveNo) -> bool {
    flow.kind(number) != MoveKind::Goods
}

fn finding(flow: &Flow, chain: &[MoveNo], capped: bool) -> Finding {
    let mut parties: Vec<Party> = chain.iter().map(|number| flow.from(*number)).collect();
    let (first, last) = (chain[0], chain[chain.len() - 1]);
    parties.push(flow.to(last));
    let mut finding = Finding::of_moves(TYPOLOGY.name, chain.iter().copied(), parties);
    finding.amount = least_of(flow, chain.iter().copied());
    finding.capped = capped;
    let share = i128::from(flow.minor(last)) * 10_000 / i128::from(flow.minor(first)).max(1);
    finding.facts = vec![
        Fact::Party("source", flow.from(first)),
        Fact::Party("target", flow.to(last)),
        Fact::Number("hops", chain.len() as i64),
        // In hundredths of a percent of the first amount.
        Fact::Number("preserved-share", i64::try_from(share).unwrap_or(0)),
    ];
    finding
}
