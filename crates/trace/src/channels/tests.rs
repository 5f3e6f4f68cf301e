//! The search against all simple paths of small random networks.

use super::{Points, find, reach};
use crate::between::day_of;
use crate::{
    Amount, Between, Currency, Fact, Finding, Hop, Hubs, LinkKind, MoveKind, Network,
    NetworkBuilder, Options, Party, Share, TraceError,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Row = (u8, u8, u8, u16, u8);
type LinkRow = (u8, u8, u8, u8);

const DAY: i64 = 86_400;

fn network(rows: &[Row], links: &[LinkRow]) -> Network {
    let mut builder = NetworkBuilder::default();
    for party in 0..7 {
        builder.party(&format!("p{party}")).expect("few");
    }
    let kinds = [
        MoveKind::Payment,
        MoveKind::Cash,
        MoveKind::Goods,
        MoveKind::Crypto,
    ];
    for (id, (from, to, time, minor, kind)) in rows.iter().enumerate() {
        let currency = if *kind < 7 { "USD" } else { "EUR" };
        let amount = Amount {
            minor: i64::from(*minor) * 100,
            currency: Currency::of(currency).expect("known"),
        };
        builder
            .movement(
                (&format!("p{from}"), &format!("p{to}")),
                // Four to the day, so that days of links matter.
                i64::from(*time) * (DAY / 4),
                amount,
                kinds[usize::from(*kind) % 4],
                &id.to_string(),
            )
            .expect("few");
    }
    let kinds = [LinkKind::Ownership, LinkKind::Family, LinkKind::Same];
    for (at, (from, to, kind, days)) in links.iter().enumerate() {
        let (since, until) = (i32::from(days / 4), i32::from(days / 4 + days % 4));
        builder
            .link(
                (&format!("p{from}"), &format!("p{to}")),
                kinds[usize::from(*kind) % 3],
                Share::UNKNOWN,
                (Some(since), Some(until)),
                u32::try_from(at).expect("few"),
            )
            .expect("few");
    }
    builder.finish()
}

/// What a path may be, said anew: walked in full, nothing bounded, nothing shared with the search but the points.
struct Brute<'n> {
    network: &'n Network,
    between: &'n Between,
    options: &'n Options,
    all: Vec<(u32, Vec<Hop>)>,
}

fn end(network: &Network, hop: &Hop) -> Party {
    match hop {
        Hop::Move(number) => network.flow().to(*number),
        Hop::Held(link) => link.to,
        Hop::Holder(link) => link.from,
    }
}

impl Brute<'_> {
    fn links_stand(&self, hops: &[Hop]) -> bool {
        let flow = self.network.flow();
        let day = |hop: &Hop| match hop {
            Hop::Move(number) => Some(day_of(flow.time(*number))),
            Hop::Held(_) | Hop::Holder(_) => None,
        };
        let first = hops.iter().find_map(day);
        let leading: Vec<_> = hops.iter().take_while(|hop| day(hop).is_none()).collect();
        let stands = |at: usize, link: &crate::Link| {
            let day = self
                .between
                .as_of
                .or_else(|| hops[..at].iter().rev().find_map(day))
                .or(first);
            match day {
                Some(day) => link.stands_on(day),
                // Links alone: on some day all stand together.
                None => (0..100).any(|day| {
                    leading.iter().all(|hop| match hop {
                        Hop::Held(link) | Hop::Holder(link) => link.stands_on(day),
                        Hop::Move(_) => true,
                    })
                }),
            }
        };
        hops.iter().enumerate().all(|(at, hop)| match hop {
            Hop::Held(link) | Hop::Holder(link) => stands(at, link),
            Hop::Move(_) => true,
        })
    }

    fn is_path(&self, hops: &[Hop]) -> bool {
        let flow = self.network.flow();
        let moves: Vec<u32> = hops
            .iter()
            .filter_map(|hop| match hop {
                Hop::Move(number) => Some(*number),
                Hop::Held(_) | Hop::Holder(_) => None,
            })
            .collect();
        let slack = i64::from(self.options.slack);
        let in_order = moves.windows(2).all(|pair| {
            let (one, next) = (flow.time(pair[0]), flow.time(pair[1]));
            if slack == 0 {
                one < next
            } else {
                next >= one - slack
            }
        });
        let times = moves.iter().map(|number| flow.time(*number));
        let span = times.clone().max().unwrap_or(0) - times.min().unwrap_or(0);
        let preserved = hops.windows(2).all(|pair| match pair {
            [Hop::Move(one), Hop::Move(next)] => {
                let (one, next) = (flow.amount(*one), flow.amount(*next));
                one.currency != next.currency
                    || next.minor * 100 >= one.minor * i64::from(self.options.preserved)
            }
            _ => true,
        });
        in_order && span <= i64::from(self.options.window) && preserved && self.links_stand(hops)
    }

    fn walk(&mut self, parties: &mut Vec<Party>, hops: &mut Vec<Hop>) {
        let here = parties[parties.len() - 1];
        if !hops.is_empty() && self.between.to.contains(&here) {
            if self.is_path(hops) {
                let points = Points::of(self.network, hops, self.options.window);
                self.all.push((points.lost(), hops.clone()));
            }
            return;
        }
        let is_hub = parties.len() > 1 && self.options.is_hub(self.network.flow(), here);
        if hops.len() >= usize::from(self.options.max_hops) || is_hub {
            return;
        }
        let moves = self.network.flow().leaving(here).iter();
        let mut next: Vec<Hop> = moves.map(|step| Hop::Move(step.number)).collect();
        for link in self.network.links().all() {
            if link.from == here {
                next.push(Hop::Held(*link));
            }
            if link.to == here {
                next.push(Hop::Holder(*link));
            }
        }
        for hop in next {
            let there = end(self.network, &hop);
            let source = self.between.from.contains(&there) && !self.between.to.contains(&there);
            if !parties.contains(&there) && !source {
                parties.push(there);
                hops.push(hop);
                self.walk(parties, hops);
                hops.pop();
                parties.pop();
            }
        }
    }

    /// The least cost of each route, and all costs.
    fn best(mut self) -> (Vec<u32>, BTreeMap<Vec<Hop>, u32>) {
        for source in &self.between.from {
            self.walk(&mut vec![*source], &mut Vec::new());
        }
        let mut routes: BTreeMap<Vec<(Party, bool)>, u32> = BTreeMap::new();
        for (cost, hops) in &self.all {
            let begin = match &hops[0] {
                Hop::Move(number) => self.network.flow().from(*number),
                Hop::Held(link) => link.from,
                Hop::Holder(link) => link.to,
            };
            let mut route = vec![(begin, false)];
            route.extend(
                hops.iter()
                    .map(|hop| (end(self.network, hop), matches!(hop, Hop::Move(_)))),
            );
            let least = routes.entry(route).or_insert(*cost);
            *least = (*least).min(*cost);
        }
        let mut costs: Vec<u32> = routes.into_values().collect();
        costs.sort_unstable();
        let all = self.all.into_iter().map(|(cost, hops)| (hops, cost));
        (costs, all.collect())
    }
}

fn number(finding: &Finding, name: &str) -> i64 {
    let value = finding.facts.iter().find_map(|fact| match fact {
        Fact::Number(known, value) if *known == name => Some(*value),
        _ => None,
    });
    value.expect("every channel says it")
}

fn same_as_all_paths(network: &Network, between: &Between, options: &Options, best: u32) {
    let found = find(network, between, best, options).expect("both ends are named");
    let brute = Brute {
        network,
        between,
        options,
        all: Vec::new(),
    };
    let (mut costs, all) = brute.best();
    costs.retain(|cost| *cost < super::START);
    costs.truncate(best as usize);
    let mut got = Vec::new();
    for finding in &found.findings {
        let score = number(finding, "score");
        let parts = [
            "start", "hops", "kinds", "links", "amounts", "time", "crowds",
        ];
        let sum: i64 = parts
            .iter()
            .map(|part| number(finding, &format!("points-{part}")))
            .sum();
        assert_eq!(sum, score, "parts add up");
        let cost = u32::try_from(i64::from(super::START) - score).expect("costs are not negative");
        assert_eq!(all.get(&finding.hops), Some(&cost), "a path with its cost");
        got.push(cost);
    }
    assert!(!found.capped);
    assert_eq!(got, costs);
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0..7_u8, 0..7_u8, 0..24_u8, 0..400_u16, 0..9_u8), 0..28)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_best_of_all_paths_are_found(
        rows in rows(),
        ends in (0..7_u32, 0..7_u32, 0..9_u32),
        window in 1..24_u32,
        hops in 2..7_u8,
        best in 1..6_u32,
        (slack, preserved, hubs) in (0..3_u32, prop_oneof![Just(0_u8), Just(60)], 0..9_u32),
    ) {
        let network = network(&rows, &[]);
        let quarter = 21_600;
        let options = Options {
            window: window * quarter,
            max_hops: hops,
            slack: slack.saturating_sub(1) * quarter,
            preserved,
            hubs: if hubs < 5 { Hubs::Through } else { Hubs::Around(hubs - 3) },
            ..Options::default()
        };
        let mut between = Between::new(&[ends.0], &[ends.1]);
        if ends.2 < 7 {
            between.from.push(ends.2);
        }
        same_as_all_paths(&network, &between, &options, best);
    }

    #[test]
    fn links_are_walked_both_ways_on_their_days(
        rows in rows(),
        links in prop::collection::vec((0..7_u8, 0..7_u8, 0..3_u8, 0..24_u8), 0..8),
        ends in (0..7_u32, 0..7_u32, 0..9_u32),
        window in 1..24_u32,
        hops in 2..6_u8,
        best in 1..6_u32,
        as_of in 0..9_i32,
    ) {
        let network = network(&rows, &links);
        let options = Options { window: window * 21_600, max_hops: hops, ..Options::default() };
        let mut between = Between::new(&[ends.0], &[ends.1]);
        between.as_of = (as_of < 6).then_some(as_of);
        if ends.2 < 7 {
            between.to.push(ends.2);
        }
        same_as_all_paths(&network, &between, &options, best);
    }
}

/// Everyone who is reached, by all paths: party, cost of its best path.
fn all_reached(
    network: &Network,
    between: &Between,
    options: &Options,
) -> BTreeMap<Party, (u32, BTreeMap<Vec<Hop>, u32>)> {
    let near = [&between.from[..], &between.to[..]].concat();
    (0..network.flow().parties())
        .filter(|party| !near.contains(party))
        .filter_map(|party| {
            let mut ends = between.clone();
            if ends.from.is_empty() {
                ends.from = vec![party];
            } else {
                ends.to = vec![party];
            }
            // No way passes through the named side.
            let brute = Brute {
                network,
                between: &ends,
                options,
                all: Vec::new(),
            };
            let (costs, all) = brute.best();
            let least = *costs.first().filter(|cost| **cost < super::START)?;
            Some((party, (least, all)))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn everyone_who_is_reached_is_found(
        rows in rows(),
        links in prop::collection::vec((0..7_u8, 0..7_u8, 0..3_u8, 0..24_u8), 0..5),
        near in (0..7_u32, 0..7_u32),
        forward in any::<bool>(),
        window in 1..24_u32,
        hops in 2..6_u8,
        as_of in 0..9_i32,
    ) {
        let network = network(&rows, &links);
        let options = Options { window: window * 21_600, max_hops: hops, ..Options::default() };
        let near = [near.0, near.1];
        let mut between = if forward { Between::new(&near, &[]) } else { Between::new(&[], &near) };
        between.as_of = (as_of < 6).then_some(as_of);
        let all = all_reached(&network, &between, &options);
        let found = reach(&network, &between, &options).expect("one side");
        let mut scores = Vec::new();
        let mut parties = Vec::new();
        for finding in &found.findings {
            let party = if forward { finding.parties[finding.parties.len() - 1] } else { finding.parties[0] };
            let score = number(finding, "score");
            let (least, paths) = all.get(&party).expect("it is reached");
            let cost = u32::try_from(i64::from(super::START) - score).expect("costs are not negative");
            prop_assert_eq!(paths.get(&finding.hops), Some(&cost));
            prop_assert!(*least <= cost);
            parties.push(party);
            scores.push(score);
        }
        prop_assert!(scores.is_sorted_by(|one, next| one >= next));
        parties.sort_unstable();
        prop_assert_eq!(parties, all.into_keys().collect::<Vec<_>>());
    }
}

#[test]
fn an_empty_side_is_the_designated_or_a_refusal() {
    let network = network(&[(0, 1, 0, 10, 0), (1, 2, 1, 9, 0)], &[]);
    let options = Options::default();
    let mut between = Between::new(&[0], &[]);
    let refused = |between: &Between| find(&network, between, 10, &options).err();
    assert_eq!(refused(&between), Some(TraceError::NoEnds { side: "to" }));
    assert_eq!(
        refused(&Between::default()),
        Some(TraceError::NoEnds { side: "from or to" })
    );
    between.designated = vec![2, 0];
    let found = find(&network, &between, 10, &options).expect("from a donor to the listed");
    assert_eq!(found.findings[0].parties, [0, 1, 2]);
    let both = |best| find(&network, &between, best, &options).is_err();
    assert!(both(0) && both(101) && !both(100));
    let unknown = Between::new(&[0], &[99]);
    assert!(matches!(
        refused(&unknown),
        Some(TraceError::UnknownParty { .. })
    ));
}

#[test]
fn a_cut_search_says_so_and_keeps_what_it_has() {
    let rows: Vec<Row> = (0..20)
        .map(|at| (at % 6, (at + 1) % 6, at, 100, 0))
        .collect();
    let network = network(&rows, &[]);
    let options = Options {
        window: 10_000_000,
        most_steps: 1,
        ..Options::default()
    };
    let found = find(&network, &Between::new(&[0], &[5]), 3, &options).expect("both ends");
    assert!(found.capped && found.findings.iter().all(|finding| finding.capped));
}
