//! Channels: the best ways along which money, goods and control run from some parties to others.
//!
//! **What it finds.** The `best` ways from any of the sources to any of the targets: movements in the order of time
//! within the window, and links (ownership, office, family ...) walked in either direction, which cost a hop but no time
//! and must stand on the day: "paid the front company that the listed person owns, which chartered the listed tanker".
//! No way passes through a source or a target, or comes to a party twice: what runs from there on is a channel of its own.
//!
//! **Order.** By the score of [`Points`], whose parts stand among the facts of each finding and add up to it. Of ways that
//! differ only by a parallel payment between the same parties the best stands for all, and the fact `parallel` says how
//! many movements of the same parties could stand in for one of its own. Of equal scores, the one that the search met
//! first is kept: the search goes by the numbers of the network, which do not depend on the order of arrival.
//!
//! **Exact.** The ways returned are the best there are, unless `capped` says that the limit of steps cut the search.
//!
//! **Example.** A donor pays a money changer 10,000.00, who pays an antiquities dealer 9,800.00 on the same day, who pays
//! a company that a listed trader owns.
//!
//! **False alarms.** Two parties of one town are joined by many ways through shops, employers and banks; the score puts
//! ways whose amounts change at every hop, or that pass through a crowd, behind. A channel says that value can have run
//! so, not that it did, and nothing about what anybody knew.
//!
//! SOURCE: FATF, *Emerging Terrorist Financing Risks* (2015), on donors, money changers and front companies between them;
//! Wu et al., *Path Problems in Temporal Graphs* (2014), on ways that respect time.

mod back;
mod ground;
pub(crate) mod points;
mod reach;
mod search;
#[cfg(test)]
mod tests;
mod ways;

pub use reach::reach;

use crate::{Between, Fact, Finding, Flow, Found, Hop, Network, Options, TraceError, least_of};
pub use points::{AMOUNT, CROWD, HOP, Points, START, TIME, UNKNOWN};

/// The name of these findings.
pub const NAME: &str = "channel";

/// Most channels that one search returns.
pub const MOST: u32 = 100;

/// The best channels between two ends, best first: the order of the findings is their rank.
///
/// ```
/// use kashf_trace::{Amount, Between, Currency, MoveKind, NetworkBuilder, Options, channels};
///
/// let mut builder = NetworkBuilder::default();
/// let usd = Currency::of("USD").unwrap();
/// for (ends, time, amount) in [
///     (("donor", "changer"), 1_700_000_000, "10000"),
///     (("changer", "dealer"), 1_700_003_600, "9800"),
///     (("changer", "shop"), 1_700_003_700, "12.40"),
///     (("dealer", "trader"), 1_700_009_000, "9750"),
/// ] {
///     builder.movement(ends, time, Amount::read(amount, usd)?, MoveKind::Payment, amount)?;
/// }
/// let network = builder.finish();
/// let of = |name| network.parties().find(name).unwrap();
/// let between = Between::new(&[of("donor")], &[of("trader")]);
/// let found = channels::find(&network, &between, 10, &Options::default())?;
/// assert_eq!(found.findings.len(), 1);
/// assert_eq!(found.findings[0].amount.unwrap().to_string(), "9750.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A side without parties, a party that the network does not have, an option outside its range, `best` outside 1 to
/// [`MOST`].
pub fn find(
    network: &Network,
    between: &Between,
    best: u32,
    options: &Options,
) -> Result<Found, TraceError> {
    if !(1..=MOST).contains(&best) {
        return Err(TraceError::Option {
            option: "best",
            value: best.to_string(),
            range: "1 to 100",
        });
    }
    let ends = between.ends(network.flow())?;
    let ground = ground::Ground::new(network, between, ends, options)?;
    let (ways, capped) = search::Search::new(&ground, best as usize).run();
    let mut findings: Vec<Finding> = ways
        .into_iter()
        .map(|way| {
            let finding = finding_of(network, way.hops, options, NAME);
            debug_assert_eq!(
                Points::of(network, &finding.hops, options.window).lost(),
                way.cost
            );
            finding
        })
        .collect();
    for finding in &mut findings {
        finding.capped = capped;
    }
    let moves = findings.iter().flat_map(Finding::moves);
    Ok(Found {
        currencies: points::currencies(network.flow(), moves),
        findings,
        capped,
        hubs: ground.hubs_met(),
    })
}

/// A path as a finding: with its parties in order, its bottleneck, its points.
pub(crate) fn finding_of(
    network: &Network,
    hops: Vec<Hop>,
    options: &Options,
    name: &'static str,
) -> Finding {
    let flow = network.flow();
    let points = Points::of(network, &hops, options.window);
    let mut parties = Vec::with_capacity(hops.len() + 1);
    for hop in &hops {
        let (from, to) = points::ends_of(flow, hop);
        if parties.is_empty() {
            parties.push(from);
        }
        parties.push(to);
    }
    let mut finding = Finding::of_moves(name, [], parties);
    finding.hops = hops;
    finding.amount = least_of(flow, finding.moves());
    let lost = |points: u32| -i64::from(points);
    finding.facts = vec![
        Fact::Number("score", points.score()),
        Fact::Number("points-start", i64::from(START)),
        Fact::Number("points-hops", lost(points.hops)),
        Fact::Number("points-kinds", lost(points.kinds)),
        Fact::Number("points-links", lost(points.links)),
        Fact::Number("points-amounts", lost(points.amounts)),
        Fact::Number("points-time", lost(points.time)),
        Fact::Number("points-crowds", lost(points.crowds)),
    ];
    let first = finding.moves().next();
    if let Some(first) = first {
        match points::preserved_share(flow.amount(first), finding.amount) {
            // In hundredths of a percent of the first amount.
            Some(share) => finding.facts.push(Fact::Number("preserved-share", share)),
            None => finding.facts.push(Fact::Word(
                "preserved",
                "unknown: amounts of several currencies or none",
            )),
        }
        let (start, end) = finding.span(flow).unwrap_or_default();
        finding
            .facts
            .push(Fact::Number("elapsed-seconds", end - start));
        let parallel = parallel(flow, &finding, options);
        finding.facts.push(Fact::Number("parallel", parallel));
    }
    finding
}

/// How many movements between the same two parties could stand in for one of a path's, all others as they are.
fn parallel(flow: &Flow, finding: &Finding, options: &Options) -> i64 {
    let moves: Vec<_> = finding.moves().collect();
    let (Some(first), Some(last)) = (moves.first(), moves.last()) else {
        return 0;
    };
    let mut count = 0;
    for (at, number) in moves.iter().enumerate() {
        let start = match at.checked_sub(1) {
            Some(before) => flow.later_than(moves[before]),
            None => flow.window_start(*last, options.window),
        };
        let end = match moves.get(at + 1) {
            Some(next) => flow.earlier_than(*next),
            None => flow.window_end(*first, options.window),
        };
        let to = flow.to(*number);
        let others = flow
            .leaving_within(flow.from(*number), start..end.max(start))
            .iter()
            .filter(|step| step.party == to && step.number != *number);
        count += others.count();
    }
    // It fits: movements are numbered by 32 bits, and paths are short.
    count as i64
}
