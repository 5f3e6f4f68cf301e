//! Cycles in time against petgraph's simple paths over "may follow".

use crate::rows::{Row, follows, network, place, rows};
use kashf_trace::{Options, typologies::cycle};
use petgraph::algo::all_simple_paths;
use petgraph::graph::NodeIndex;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::RandomState;

/// All cycles, each as the set of its rows.
fn due(rows: &[Row], window: i64, slack: i64, max_hops: usize) -> BTreeSet<Vec<usize>> {
    let graph = follows(rows, |before, after| {
        let late = if slack == 0 {
            after > before
        } else {
            after >= before - slack
        };
        late && (after - before).abs() <= window
    });
    let mut cycles = BTreeSet::new();
    for (first, (giver, _, _, _)) in rows.iter().enumerate() {
        for (last, (_, receiver, _, _)) in rows.iter().enumerate() {
            if first == last || giver != receiver {
                continue;
            }
            let ends = (NodeIndex::new(first), NodeIndex::new(last));
            let paths = all_simple_paths::<Vec<_>, _, RandomState>(
                &graph,
                ends.0,
                ends.1,
                0,
                Some(max_hops - 2),
            );
            for path in paths {
                let mut places: Vec<usize> = path.into_iter().map(NodeIndex::index).collect();
                let givers: BTreeSet<u8> = places.iter().map(|place| rows[*place].0).collect();
                let times = || places.iter().map(|place| rows[*place].2);
                let span = times().max().unwrap_or(0) - times().min().unwrap_or(0);
                if givers.len() == places.len() && span <= window {
                    places.sort_unstable();
                    cycles.insert(places);
                }
            }
        }
    }
    cycles
}

fn check(
    rows: &[Row],
    window: u32,
    slack: u32,
    max_hops: u8,
    threads: usize,
) -> Result<(), TestCaseError> {
    let network = network(rows);
    let options = Options {
        window,
        slack,
        max_hops,
        threads,
        ..Options::default()
    };
    let found = cycle::find(&network, &options).expect("options in range");
    prop_assert!(!found.capped);
    let flow = network.flow();
    let mut ours: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for finding in &found.findings {
        let mut places: Vec<usize> = finding.moves().map(|number| place(flow, number)).collect();
        // Each receiver gives next, and the last gives to the first.
        let turn: Vec<_> = finding.moves().collect();
        for (at, number) in turn.iter().enumerate() {
            prop_assert_eq!(flow.to(*number), flow.from(turn[(at + 1) % turn.len()]));
        }
        places.sort_unstable();
        *ours.entry(places).or_default() += 1;
    }
    prop_assert!(
        ours.values().all(|times| *times == 1),
        "a cycle is found twice"
    );
    let ours: BTreeSet<Vec<usize>> = ours.into_keys().collect();
    prop_assert_eq!(
        ours,
        due(rows, window.into(), slack.into(), max_hops.into())
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn strict_cycles_are_those_of_the_oracle(
        rows in rows(5, 22), window in 0..26_u32, max_hops in 2..8_u8, threads in 1..3_usize,
    ) {
        check(&rows, window, 0, max_hops, threads)?;
    }

    #[test]
    fn cycles_with_slack_are_those_of_the_oracle(
        rows in rows(5, 12), window in 0..26_u32, slack in 1..5_u32, max_hops in 2..7_u8,
    ) {
        check(&rows, window, slack, max_hops, 1)?;
    }
}
