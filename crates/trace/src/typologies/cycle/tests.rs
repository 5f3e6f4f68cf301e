//! Against an independent brute force on small random networks: all orders of all movements, each asked by the definition.

use super::{count, find, find_within};
use crate::{
    Amount, Currency, Fact, Flow, Hubs, MoveKind, MoveNo, Network, NetworkBuilder, Options,
};
use proptest::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// From, to, time, amount, currency.
type Row = (u8, u8, i64, i64, bool);

fn rows(most: usize, times: i64) -> impl Strategy<Value = Vec<Row>> {
    let row = (
        0..5_u8,
        0..5_u8,
        0..times,
        1..5_i64,
        prop::bool::weighted(0.9),
    );
    prop::collection::vec(row, 0..most)
}

fn network(rows: &[Row]) -> Network {
    let mut builder = NetworkBuilder::default();
    for (id, (from, to, time, minor, euro)) in rows.iter().enumerate() {
        let code = if *euro { "EUR" } else { "USD" };
        let amount = Amount {
            minor: *minor,
            currency: Currency::of(code).expect("known"),
        };
        let ends = (format!("p{from}"), format!("p{to}"));
        builder
            .movement(
                (&ends.0, &ends.1),
                *time,
                amount,
                MoveKind::Payment,
                &id.to_string(),
            )
            .expect("few");
    }
    builder.finish()
}

/// Whether these movements, begun anywhere, keep to the order of time; where they best begin.
fn in_order(flow: &Flow, cycle: &[MoveNo], slack: i64) -> Option<Vec<MoveNo>> {
    let rotations = (0..cycle.len()).map(|at| {
        let mut turned = cycle.to_vec();
        turned.rotate_left(at);
        turned
    });
    let back = |turned: &[MoveNo]| {
        turned
            .windows(2)
            .map(|pair| flow.time(pair[0]) - flow.time(pair[1]))
            .max()
    };
    rotations
        .filter(|turned| {
            back(turned).is_some_and(|back| if slack == 0 { back < 0 } else { back <= slack })
        })
        // The longest way back lies between the end and the beginning.
        .max_by_key(|turned| {
            let wrap = flow.time(turned[turned.len() - 1]) - flow.time(turned[0]);
            (wrap, Reverse(turned[0]))
        })
}

/// All cycles by closing movement, found by trying everything.
fn brute(flow: &Flow, options: &Options) -> BTreeMap<MoveNo, BTreeSet<Vec<MoveNo>>> {
    fn extend(flow: &Flow, options: &Options, path: &mut Vec<MoveNo>, all: &mut Vec<Vec<MoveNo>>) {
        let last = path[path.len() - 1];
        if path.len() >= 2 && flow.to(last) == flow.from(path[0]) {
            all.push(path.clone());
        }
        if path.len() == usize::from(options.max_hops) {
            return;
        }
        for next in 0..path[0] {
            let visited = |party| path.iter().any(|number| flow.from(*number) == party);
            if flow.from(next) == flow.to(last) && !visited(flow.from(next)) {
                path.push(next);
                extend(flow, options, path, all);
                path.pop();
            }
        }
    }
    let mut by_closing = BTreeMap::new();
    for closing in 0..flow.len() {
        // Begun at the last movement: all the others have smaller numbers.
        let (mut path, mut all) = (vec![closing], Vec::new());
        if flow.from(closing) != flow.to(closing) {
            extend(flow, options, &mut path, &mut all);
        }
        let recent =
            |number: MoveNo| flow.time(closing) - flow.time(number) <= i64::from(options.window);
        let earlier = |number: MoveNo| recent(number) && flow.time(number) < flow.time(closing);
        let busy = |party: u32| {
            let given = flow
                .leaving(party)
                .iter()
                .filter(|step| earlier(step.number))
                .count();
            let received = flow
                .arriving(party)
                .iter()
                .filter(|step| earlier(step.number))
                .count();
            matches!(options.hubs, Hubs::Around(most) if given.max(received) > most as usize)
        };
        let preserved = |pair: &[MoveNo]| {
            let (one, next) = (flow.amount(pair[0]), flow.amount(pair[1]));
            one.currency != next.currency
                || next.minor * 100 >= one.minor * i64::from(options.preserved)
        };
        let found: BTreeSet<Vec<MoveNo>> = all
            .into_iter()
            .filter(|cycle| cycle.iter().all(|number| recent(*number)))
            .filter(|cycle| {
                !cycle.iter().any(|number| {
                    flow.from(*number) != flow.to(closing) && busy(flow.from(*number))
                })
            })
            .filter_map(|cycle| in_order(flow, &cycle, i64::from(options.slack)))
            .filter(|cycle| cycle.windows(2).all(preserved))
            .collect();
        if !found.is_empty() {
            by_closing.insert(closing, found);
        }
    }
    by_closing
}

fn found(network: &Network, options: &Options) -> BTreeMap<MoveNo, BTreeSet<Vec<MoveNo>>> {
    let mut by_closing: BTreeMap<MoveNo, BTreeSet<Vec<MoveNo>>> = BTreeMap::new();
    for finding in find(network, options).expect("sound options").findings {
        let moves: Vec<MoveNo> = finding.moves().collect();
        let closing = moves.iter().copied().max().expect("a cycle moves");
        assert!(
            by_closing.entry(closing).or_default().insert(moves),
            "found twice"
        );
    }
    by_closing
}

fn options() -> Options {
    Options {
        window: 12,
        threads: 1,
        ..Options::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn cycles_are_those_of_the_definition(
        rows in rows(16, 24),
        max_hops in 2..7_u8,
        preserved in prop::sample::select(vec![0_u8, 50, 90, 100]),
        window in 0..24_u32,
    ) {
        let network = network(&rows);
        let options = Options { max_hops, preserved, window, ..options() };
        prop_assert_eq!(found(&network, &options), brute(network.flow(), &options));
    }

    #[test]
    fn slack_lets_bookings_stand_out_of_order(rows in rows(9, 16), slack in 0..6_u32, preserved in prop::sample::select(vec![0_u8, 60])) {
        let network = network(&rows);
        let options = Options { slack, preserved, ..options() };
        prop_assert_eq!(found(&network, &options), brute(network.flow(), &options));
    }

    #[test]
    fn nothing_runs_through_a_hub(rows in rows(20, 24), most in 0..4_u32) {
        let network = network(&rows);
        let options = Options { hubs: Hubs::Around(most), ..options() };
        let found = found(&network, &options);
        prop_assert_eq!(&found, &brute(network.flow(), &options));
    }

    #[test]
    fn the_best_are_kept(rows in rows(24, 30), most in 1..4_u32) {
        let network = network(&rows);
        let flow = network.flow();
        let all = brute(flow, &options());
        let options = Options { most, ..options() };
        let found = find(&network, &options).expect("sound options");
        let amount = |cycle: &Vec<MoveNo>| crate::least_of(flow, cycle.iter().copied()).map(|amount| amount.minor);
        for (closing, mut cycles) in all.into_iter().map(|(closing, cycles)| (closing, cycles.into_iter().collect::<Vec<_>>())) {
            let cut = cycles.len() > most as usize;
            cycles.sort_by_key(|cycle| (cycle.len(), Reverse(amount(cycle)), cycle.clone()));
            cycles.truncate(most as usize);
            cycles.sort();
            let mut kept = Vec::new();
            for finding in &found.findings {
                let moves: Vec<MoveNo> = finding.moves().collect();
                if moves.last() == Some(&closing) {
                    prop_assert_eq!(finding.capped, cut);
                    kept.push(moves);
                }
            }
            kept.sort();
            prop_assert_eq!(kept, cycles);
        }
    }

    #[test]
    fn few_steps_find_the_shortest_and_say_so(rows in rows(24, 30), most_steps in 0..40_u64) {
        let network = network(&rows);
        let all = brute(network.flow(), &options());
        let options = Options { most_steps, ..options() };
        let found = find(&network, &options).expect("sound options");
        let mut kept: BTreeMap<MoveNo, (bool, BTreeSet<Vec<MoveNo>>)> = BTreeMap::new();
        for finding in &found.findings {
            let moves: Vec<MoveNo> = finding.moves().collect();
            let entry = kept.entry(moves[moves.len() - 1]).or_default();
            entry.0 |= finding.capped;
            entry.1.insert(moves);
        }
        for (closing, cycles) in all {
            let (capped, kept) = kept.remove(&closing).unwrap_or_default();
            prop_assert!(kept.is_subset(&cycles));
            // What is not said to be cut is whole.
            prop_assert!(capped || kept == cycles || (kept.is_empty() && found.capped));
        }
        prop_assert!(kept.is_empty());
    }

    #[test]
    fn ranges_and_threads_change_nothing(rows in rows(40, 30), cut in 0..40_u32, threads in 1..4_usize, most_steps in prop_oneof![Just(1_000_000_u64), 1..40_u64]) {
        let network = network(&rows);
        let options = Options { most_steps, ..options() };
        let whole = find(&network, &options).expect("sound options");
        let (cut, end) = (cut.min(network.flow().len()), network.flow().len());
        let mut parts = find_within(&network, &options, 0..cut);
        parts.findings.extend(find_within(&network, &options, cut..end).findings);
        parts.sort();
        prop_assert_eq!(&parts, &whole);
        prop_assert_eq!(&find(&network, &Options { threads, ..options }).expect("sound options"), &whole);
        let lengths = |length| whole.findings.iter().filter(|finding| finding.hops.len() == length).count() as u64;
        prop_assert_eq!(count(&network, &options).0, (0..=10).map(lengths).collect::<Vec<_>>());
    }

    #[test]
    fn bundles_are_rings_of_parties(rows in rows(24, 30)) {
        let network = network(&rows);
        let each = find(&network, &options()).expect("sound options");
        let bundled = find(&network, &Options { bundle: true, ..options() }).expect("sound options");
        let mut rings: BTreeMap<(Option<MoveNo>, Vec<u32>), i64> = BTreeMap::new();
        for finding in &each.findings {
            *rings.entry((finding.moves().max(), finding.parties.clone())).or_default() += 1;
        }
        for finding in &bundled.findings {
            let parallel = rings.remove(&(finding.moves().max(), finding.parties.clone()));
            prop_assert_eq!(finding.facts.as_slice(), &[Fact::Number("parallel", parallel.unwrap_or(0))]);
        }
        prop_assert!(rings.is_empty());
    }
}

#[test]
fn a_span_of_the_window_counts_and_one_second_more_does_not() {
    let rows = [(0, 1, 0, 3, true), (1, 2, 5, 3, true), (2, 0, 12, 2, true)];
    let network = network(&rows);
    let of = |window| {
        found(
            &network,
            &Options {
                window,
                ..options()
            },
        )
        .len()
    };
    assert_eq!((of(12), of(11)), (1, 0));
}
