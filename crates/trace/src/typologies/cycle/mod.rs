//! Temporal cycles: money that comes back to where it set out.
//!
//! **What it finds.** A chain of 2 to [`Options::max_hops`] movements, each strictly later than the one before it, in which
//! each receiver is the giver of the next and the last receiver is the first giver; no party stands in it twice, and from
//! the first movement to the last no more than [`Options::window`] passes. It is found once, at its last movement. Parallel
//! payments are different cycles, each with its own evidence, unless [`Options::bundle`] asks for one a ring of parties.
//!
//! **Why it matters.** Money that returns to its sender through others has paid for nothing: a circle makes income look
//! earned, invents trade between front companies, and hides who lends whom the stake. Collectors of funds pass money in a
//! ring of accounts before it is taken out, so that no single payment leads from donor to end.
//!
//! **Example.** A charity pays 9,800 to a printer at nine, the printer pays 9,600 to a consultant at eleven, and at
//! four 9,500 come back to the charity's director's account at the same charity.
//!
//! **False alarms.** Refunds and corrections (cycles of two), netting between companies of one group, rotating savings
//! clubs, payrolls paid back as rent in small places, exchanges and marketplaces through which everybody pays everybody
//! ([`Options::hubs`]). An amount that is preserved from hop to hop ([`Options::preserved`]) tells circles from chance.
//!
//! **Source.** FATF, "Professional Money Laundering" (2018), on circular flows; Altman et al., "Realistic Synthetic
//! Financial Transactions for Anti-Money Laundering Models" (2023), typology "cycle"; Kumar and Calders, "2SCENT"
//! (2018) and Blanusa et al., "Scalable Fine-Grained Parallel Cycle Enumeration" (2022) on finding temporal cycles.
//!
//! **Method.** For each closing movement two searches towards each other (`reach`) say whether anything comes round;
//! then a walk (`walk`) lists the cycles, pruned by the latest departure home. Limits keep the shortest, then the
//! largest preserved amount, then the earliest, and mark what they cut.
//!
//! With [`Options::slack`] a movement may be so much earlier than the one before it, for bookings that stand out of
//! order; a cycle then begins behind its longest way back in time.

mod anchor;
mod best;
mod reach;
#[cfg(test)]
mod tests;
mod walk;

use super::{About, Reach as Depends, Typology};
use crate::Hop;
use crate::{
    Fact, Finding, Flow, Found, MoveNo, Network, Options, Party, TraceError, in_parallel, least_of,
};
use anchor::{Anchor, HubPolicy};
use reach::Reach;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::ops::Range;
use walk::{Paths, Trail};

/// The typology.
pub const TYPOLOGY: Typology = Typology {
    name: NAME,
    about: About {
        finds: "Money that comes back to where it set out: a chain of movements, each later than the one before it, through parties that stand in it once, closed within the window. It is found at its last movement; parallel payments are cycles of their own unless bundled.",
        why: "Money that returns to its sender through others has paid for nothing: circles make income look earned, invent trade between front companies and hide who lends whom the stake. Collectors of funds pass money through a ring of accounts before it is taken out, so that no payment leads from donor to end.",
        example: "A charity pays 9,800 to a printer at nine, the printer 9,600 to a consultant at eleven, and at four the consultant 9,500 to the charity.",
        false_alarms: "Refunds and corrections (cycles of two), netting between companies of one group, savings clubs, marketplaces and processors through which everybody pays everybody (the policy for hubs). An amount that is preserved from hop to hop tells circles from chance.",
        source: "FATF, Professional Money Laundering (2018); Altman et al., Realistic Synthetic Financial Transactions for Anti-Money Laundering Models (2023); Kumar and Calders, 2SCENT (2018); Blanusa et al., Scalable Fine-Grained Parallel Cycle Enumeration Algorithms (2022).",
    },
    find,
    find_within: Some(find_within),
    reach: Depends {
        before: 1,
        after: 0,
    },
};

/// The typology's name in findings.
pub const NAME: &str = "cycle";

/// All cycles of a network.
///
/// # Errors
/// An option outside its range.
///
/// ```
/// use kashf_trace::{Amount, Currency, MoveKind, NetworkBuilder, Options, typologies::cycle};
///
/// let mut builder = NetworkBuilder::default();
/// let eur = Currency::of("EUR").unwrap();
/// for (id, from, to, time, amount) in [
///     ("t1", "charity", "printer", 9, "9800"),
///     ("t2", "printer", "consultant", 11, "9600"),
///     ("t3", "consultant", "charity", 16, "9500"),
/// ] {
///     builder.movement((from, to), time * 3600, Amount::read(amount, eur)?, MoveKind::Payment, id)?;
/// }
/// let found = cycle::find(&builder.finish(), &Options::default())?;
/// let amount = found.findings[0].amount.unwrap();
/// assert_eq!((found.findings.len(), amount.to_string().as_str()), (1, "9500.00"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    Ok(find_within(network, options, 0..network.flow().len()))
}

/// The cycles whose last movement has a number in `closing`. Cycles of ranges that do not overlap never do either.
#[must_use]
pub fn find_within(network: &Network, options: &Options, closing: Range<MoveNo>) -> Found {
    let flow = network.flow();
    let policy = HubPolicy::new(flow, options);
    let parts = each_within(
        flow,
        options,
        &policy,
        closing,
        |cycles, cut, found: &mut Found| {
            found.capped |= cut;
            let start = found.findings.len();
            let moves = cycles.iter().map(|moves| finding(flow, moves, cut));
            found.findings.extend(moves);
            if options.bundle {
                bundle(&mut found.findings, start);
            }
        },
    );
    let mut all = Found::default();
    for part in parts {
        all.capped |= part.capped;
        all.findings.extend(part.findings);
    }
    all.hubs = policy.hubs;
    all.sort();
    all
}

/// Counts cycles by their number of movements, and closing movements whose search was cut: for measuring, and for asking
/// how much there is before it is written.
#[must_use]
pub fn count(network: &Network, options: &Options) -> (Vec<u64>, u64) {
    let flow = network.flow();
    let policy = HubPolicy::new(flow, options);
    let lengths = usize::from(options.max_hops) + 1;
    let parts = each_within(
        flow,
        options,
        &policy,
        0..flow.len(),
        |cycles, cut, counts: &mut (Vec<u64>, u64)| {
            counts.0.resize(lengths, 0);
            counts.1 += u64::from(cut);
            for moves in cycles.iter() {
                counts.0[moves.len()] += 1;
            }
        },
    );
    parts
        .into_iter()
        .fold((vec![0; lengths], 0), |mut all, part| {
            for (sum, count) in all.0.iter_mut().zip(part.0) {
                *sum += count;
            }
            all.1 += part.1;
            all
        })
}

#[derive(Debug, Default)]
struct Scratch {
    reach: Reach,
    trail: Trail,
    paths: Paths,
}

/// Gives the cycles of each closing movement to `visit`, and whether they were cut; results come in the order of ranges.
fn each_within<T: Default + Send>(
    flow: &Flow,
    options: &Options,
    policy: &HubPolicy,
    closing: Range<MoveNo>,
    visit: impl Fn(&Paths, bool, &mut T) + Sync,
) -> Vec<T> {
    let scratch = || Scratch {
        reach: Reach::new(flow.parties()),
        ..Scratch::default()
    };
    in_parallel(
        closing.len() as u32,
        options.threads,
        scratch,
        |scratch, piece| {
            let mut result = T::default();
            let (first, last) = (closing.start + piece.start, closing.start + piece.end);
            let mut start = flow.window_start(first, options.window);
            let mut end = flow.earlier_than(first);
            for number in first..last {
                let now = flow.clock(number);
                while now - flow.clock(start) > options.window {
                    start += 1;
                }
                if flow.clock(end) != now {
                    end = number;
                }
                let anchor = Anchor::new(flow, options, policy, (number, start..end));
                if let Some(cut) = search(flow, options, &anchor, scratch) {
                    visit(&scratch.paths, cut, &mut result);
                }
            }
            result
        },
    )
}

/// Fills the scratch's paths with the cycles of one closing movement; none when it closes nothing.
fn search(
    flow: &Flow,
    options: &Options,
    anchor: &Anchor<'_>,
    scratch: &mut Scratch,
) -> Option<bool> {
    if anchor.giver == anchor.receiver || anchor.is_hub(flow, anchor.giver) {
        return None;
    }
    let longest = options.max_hops - 1;
    let mut steps = options.most_steps;
    if !scratch.reach.begin(flow, anchor)
        || !anchor.loose && !scratch.reach.meet(flow, anchor, longest, &mut steps)
    {
        return None;
    }
    // Half of what is left is kept for the walk; where the other half does not do, one walk over all lengths would not either.
    let mut left = steps / 2;
    scratch.reach.complete(flow, anchor, longest, &mut left);
    let steps = if left == 0 { 0 } else { steps / 2 + left };
    let back = scratch.reach.back();
    let cut = walk::walk(
        (flow, options, anchor),
        back,
        &mut scratch.trail,
        steps,
        &mut scratch.paths,
    );
    (cut || scratch.paths.len() > 0).then_some(cut)
}

/// Whether enough of what came in by `one` goes out by `next`; of two currencies nothing is asked.
fn preserves(flow: &Flow, percent: u8, one: MoveNo, next: MoveNo) -> bool {
    if percent == 0 {
        return true;
    }
    let (one, next) = (flow.amount(one), flow.amount(next));
    one.currency != next.currency
        || i128::from(next.minor) * 100 >= i128::from(one.minor) * i128::from(percent)
}

fn finding(flow: &Flow, moves: &[MoveNo], capped: bool) -> Finding {
    Finding {
        typology: NAME,
        hops: moves.iter().copied().map(Hop::Move).collect(),
        parties: moves.iter().map(|number| flow.from(*number)).collect(),
        amount: least_of(flow, moves.iter().copied()),
        capped,
        facts: Vec::new(),
    }
}

/// Leaves one finding of each ring of parties from `start` on: the one that preserves most, then the earliest, with their number.
fn bundle(findings: &mut Vec<Finding>, start: usize) {
    let mut rings: FxHashMap<Vec<Party>, (Finding, i64)> = FxHashMap::default();
    for finding in findings.drain(start..) {
        let rank = |of: &Finding| {
            (
                of.amount.map(|amount| amount.minor),
                Reverse(of.hops.clone()),
            )
        };
        match rings.get_mut(&finding.parties) {
            None => {
                rings.insert(finding.parties.clone(), (finding, 1));
            }
            Some((kept, count)) => {
                *count += 1;
                if rank(&finding) > rank(kept) {
                    *kept = finding;
                }
            }
        }
    }
    findings.extend(rings.into_values().map(|(mut finding, count)| {
        finding.facts.push(Fact::Number("parallel", count));
        finding
    }));
    findings[start..].sort_unstable_by(|one, other| one.hops.cmp(&other.hops));
}
