//! How much money can have run from some parties to others in a time, and where it is narrowest.
//!
//! **What it finds.** The largest amount of one currency that can have run from the sources to the targets along movements
//! in the order of time, no movement carrying more than its amount; and the *cut*: movements that together carry exactly
//! so much, and without which nothing runs at all. "These four accounts carry it": the accounts of the cut.
//!
//! **What it does not say.** It is what *can* have run, an upper bound over all ways at once: no sum is followed from hand
//! to hand ([`crate::taint`] does that by three rules). What parties had before the time, or from elsewhere, is not counted.
//! One currency a run: movements of others are left out and counted, for no rate is known here. Goods and links carry none.
//!
//! **Time.** From `since` to `until`; without either, the busiest window of [`Options::window`] seconds: that in which the
//! lesser of what left the sources and what came to the targets is largest, the earliest of equals.
//!
//! **Bounds.** At most 200,000 movements that lie on a way are taken, the largest; then, or when [`Options::most_steps`]
//! (a hundred of the flow's for each) bind, the answer is `capped`: at least so much, and no cut.
//!
//! SOURCE: Ford and Fulkerson, *Flows in Networks* (1962), on flows over time in expanded networks; Li et al.,
//! *FlowScope* (AAAI 2020), on money through middle accounts.

mod dinic;
mod expand;
#[cfg(test)]
mod tests;

use crate::between::Ends;
use crate::{
    Amount, Between, Currency, Fact, Finding, Flow, MoveKind, MoveNo, Network, Options, Party,
    TraceError,
};
use expand::{END, Part, START};
use std::collections::BTreeMap;
use std::ops::Range;

/// The name of this finding.
pub const NAME: &str = "flow";

/// How much can have run, through what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// How much at most; at least so much when `capped`.
    pub amount: Amount,
    /// First and last second of the time, since 1970; none when there is no movement.
    pub time: Option<(i64, i64)>,
    /// What each movement carries in one such flow, where it carries anything, in minor units, by number.
    pub moves: Vec<(MoveNo, i64)>,
    /// Movements that together carry exactly `amount` and without which nothing runs, with what they carry; empty when
    /// `capped`.
    pub cut: Vec<(MoveNo, i64)>,
    /// Accounts between the ends through which all of the cut runs, with what of it runs through each: the largest first.
    /// What runs from a source to a target at once has none.
    pub accounts: Vec<(Party, i64)>,
    /// Movements of the time in other currencies, which were left out.
    pub left_out: Vec<(Currency, u64)>,
    /// Hubs that were not passed through.
    pub hubs: Vec<Party>,
    /// Whether a limit cut the search.
    pub capped: bool,
}

/// The largest flow between two ends.
///
/// `currency`: which one; without it, the one in which most movements leave the sources (of equals, the first by code).
///
/// ```
/// use kashf_trace::{Amount, Between, Currency, MoveKind, NetworkBuilder, Options, capacity};
///
/// let mut builder = NetworkBuilder::default();
/// let eur = Currency::of("EUR").unwrap();
/// for (id, ends, time, amount) in [
///     ("1", ("donor", "a"), 10, "900"),
///     ("2", ("donor", "b"), 11, "500"),
///     ("3", ("a", "trader"), 20, "400"),
///     // Too early: nothing had come to b.
///     ("4", ("b", "trader"), 5, "500"),
///     ("5", ("b", "a"), 15, "100"),
/// ] {
///     builder.movement(ends, time, Amount::read(amount, eur)?, MoveKind::Payment, id)?;
/// }
/// let network = builder.finish();
/// let of = |name| network.parties().find(name).unwrap();
/// let between = Between::new(&[of("donor")], &[of("trader")]);
/// let flow = capacity::find(&network, &between, None, &Options::default())?;
/// assert_eq!(flow.amount.to_string(), "400.00");
/// assert_eq!(flow.accounts, [(of("a"), 40_000)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A side without parties, a party that the network does not have, an option outside its range.
pub fn find(
    network: &Network,
    between: &Between,
    currency: Option<Currency>,
    options: &Options,
) -> Result<Capacity, TraceError> {
    options.check()?;
    let flow = network.flow();
    let mut ends = between.ends(flow)?;
    // Money that is with a target has arrived.
    ends.from
        .retain(|party| ends.to.binary_search(party).is_err());
    let currency = currency.unwrap_or_else(|| currency_of(flow, &ends, between));
    let part = Part {
        flow,
        options,
        ends: &ends,
        currency,
    };
    let numbers = if between.since.is_none() && between.until.is_none() {
        busiest(&part)
    } else {
        between.numbers(flow)
    };
    let time =
        (!numbers.is_empty()).then(|| (flow.time(numbers.start), flow.time(numbers.end - 1)));
    let mut others: BTreeMap<Currency, u64> = BTreeMap::new();
    for number in numbers.clone() {
        if flow.currency(number) != currency {
            *others.entry(flow.currency(number)).or_default() += 1;
        }
    }
    let (moves, hubs) = part.reachable(numbers);
    let (moves, left_out) = part.largest(moves);
    let (mut arcs, numbers) = part.arcs(&moves);
    let (most, whole) = arcs.fill(START, END, options.most_steps.saturating_mul(100));
    let carried = |number: &MoveNo, arc: &Option<u32>| {
        let carried = arc.map_or(0, |arc| arcs.flow(arc));
        (carried > 0).then_some((*number, carried))
    };
    let mut capacity = Capacity {
        amount: Amount {
            minor: most,
            currency,
        },
        time,
        moves: moves
            .iter()
            .zip(&numbers)
            .filter_map(|(number, arc)| carried(number, arc))
            .collect(),
        cut: Vec::new(),
        accounts: Vec::new(),
        left_out: others.into_iter().collect(),
        hubs,
        capped: left_out || !whole,
    };
    if !capacity.capped {
        capacity.cut = cut(&arcs, &moves, &numbers);
        capacity.accounts = accounts(flow, &ends, &capacity.cut);
    }
    Ok(capacity)
}

impl Capacity {
    /// As a finding: the movements that carry it; none when nothing runs.
    #[must_use]
    pub fn finding(&self, network: &Network) -> Option<Finding> {
        let flow = network.flow();
        if self.moves.is_empty() {
            return None;
        }
        let mut parties: Vec<Party> = self
            .moves
            .iter()
            .flat_map(|(number, _)| [flow.from(*number), flow.to(*number)])
            .collect();
        parties.sort_unstable();
        parties.dedup();
        let moves = self.moves.iter().map(|(number, _)| *number);
        let mut finding = Finding::of_moves(NAME, moves, parties);
        finding.amount = Some(self.amount);
        finding.capped = self.capped;
        let amount = |minor| Amount {
            minor,
            ..self.amount
        };
        finding.facts = vec![Fact::Number("cut-movements", self.cut.len() as i64)];
        for (party, minor) in &self.accounts {
            finding.facts.push(Fact::Party("cut-account", *party));
            finding.facts.push(Fact::Amount("carries", amount(*minor)));
        }
        for (currency, _) in &self.left_out {
            finding
                .facts
                .push(Fact::Word("left-out-currency", currency.code()));
        }
        Some(finding)
    }
}

/// What leaves the sources, or arrives at the targets, in the time asked for.
fn of_ends<'n>(
    flow: &'n Flow,
    parties: &'n [Party],
    numbers: Range<MoveNo>,
    leaving: bool,
) -> impl Iterator<Item = MoveNo> + 'n {
    parties.iter().flat_map(move |party| {
        let steps = if leaving {
            flow.leaving_within(*party, numbers.clone())
        } else {
            flow.arriving_within(*party, numbers.clone())
        };
        steps
            .iter()
            .map(|step| step.number)
            .filter(|number| flow.kind(*number) != MoveKind::Goods)
    })
}

/// The currency in which most movements leave the sources.
fn currency_of(flow: &Flow, ends: &Ends, between: &Between) -> Currency {
    let mut counts: BTreeMap<Currency, u64> = BTreeMap::new();
    for number in of_ends(flow, &ends.from, between.numbers(flow), true) {
        *counts.entry(flow.currency(number)).or_default() += 1;
    }
    let best = counts
        .into_iter()
        .max_by_key(|(currency, count)| (*count, std::cmp::Reverse(*currency)));
    best.map_or(Currency::NONE, |(currency, _)| currency)
}

/// The movements of the busiest window.
fn busiest(part: &Part<'_>) -> Range<MoveNo> {
    let flow = part.flow;
    let gather = |parties, leaving| {
        let mut moves: Vec<MoveNo> = of_ends(flow, parties, 0..flow.len(), leaving)
            .filter(|number| flow.currency(*number) == part.currency)
            .collect();
        moves.sort_unstable();
        // Sums before each, so that a window's is a difference.
        let mut sum = 0_i128;
        let mut sums = vec![0_i128];
        for number in &moves {
            sum += i128::from(flow.minor(*number));
            sums.push(sum);
        }
        (moves, sums)
    };
    let (departures, left) = gather(&part.ends.from, true);
    let (arrivals, came) = gather(&part.ends.to, false);
    let mut best = (0_i128, 0..0);
    let within = |moves: &[MoveNo], sums: &[i128], numbers: &Range<MoveNo>| {
        let start = moves.partition_point(|number| *number < numbers.start);
        let end = moves.partition_point(|number| *number < numbers.end);
        sums[end] - sums[start]
    };
    for first in &departures {
        let numbers = *first..flow.window_end(*first, part.options.window);
        let sum = within(&departures, &left, &numbers).min(within(&arrivals, &came, &numbers));
        if sum > best.0 {
            best = (sum, numbers);
        }
    }
    best.1
}

/// The movements where the flow is tight: nearest the sources or nearest the targets, whichever are fewer.
fn cut(arcs: &dinic::Arcs, moves: &[MoveNo], numbers: &[Option<u32>]) -> Vec<(MoveNo, i64)> {
    let of = |near: &[bool]| {
        let tight = moves.iter().zip(numbers).filter_map(|(number, arc)| {
            let arc = (*arc)?;
            let (from, to) = arcs.ends(arc);
            (near[from as usize] && !near[to as usize]).then(|| (*number, arcs.flow(arc)))
        });
        tight.collect::<Vec<_>>()
    };
    let near_sources = of(&arcs.reached_from(START));
    let far: Vec<bool> = arcs.reaching(END).into_iter().map(|seen| !seen).collect();
    let near_targets = of(&far);
    if near_targets.len() < near_sources.len() {
        near_targets
    } else {
        near_sources
    }
}

/// Accounts through which a cut runs: again and again the one through which most of the rest runs.
fn accounts(flow: &Flow, ends: &Ends, cut: &[(MoveNo, i64)]) -> Vec<(Party, i64)> {
    let mut rest: Vec<(MoveNo, i64)> = cut.to_vec();
    let mut accounts = Vec::new();
    loop {
        let mut sums: BTreeMap<Party, i64> = BTreeMap::new();
        for (number, carried) in &rest {
            let (from, to) = (flow.from(*number), flow.to(*number));
            if ends.from.binary_search(&from).is_err() {
                *sums.entry(from).or_default() += carried;
            }
            if ends.to.binary_search(&to).is_err() {
                *sums.entry(to).or_default() += carried;
            }
        }
        let most = sums
            .into_iter()
            .max_by_key(|(party, sum)| (*sum, std::cmp::Reverse(*party)));
        let Some((party, sum)) = most else {
            break;
        };
        accounts.push((party, sum));
        rest.retain(|(number, _)| flow.from(*number) != party && flow.to(*number) != party);
    }
    accounts
}
