//! Channels against petgraph's simple paths over "may follow": which ways there are at all, by whom they run.

use crate::rows::{Row, follows, network, rows};
use kashf_trace::{Between, Options, channels};
use petgraph::algo::all_simple_paths;
use petgraph::graph::NodeIndex;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::RandomState;

/// Each way as its parties in order, with the largest bottleneck of all payments that could make it up.
fn due(rows: &[Row], (from, to): (u8, u8), window: i64, max_hops: usize) -> BTreeMap<Vec<u8>, i64> {
    let graph = follows(rows, |before, after| after > before);
    let mut ways: BTreeMap<Vec<u8>, i64> = BTreeMap::new();
    let mut add = |places: &[usize]| {
        let mut parties = vec![rows[places[0]].0];
        parties.extend(places.iter().map(|place| rows[*place].1));
        let each_once = parties.iter().collect::<BTreeSet<_>>().len() == parties.len();
        let span = rows[places[places.len() - 1]].2 - rows[places[0]].2;
        if each_once && span <= window {
            let least = places.iter().map(|place| rows[*place].3).min().unwrap_or(0);
            let most = ways.entry(parties).or_insert(least);
            *most = least.max(*most);
        }
    };
    for first in (0..rows.len()).filter(|place| rows[*place].0 == from) {
        for last in (0..rows.len()).filter(|place| rows[*place].1 == to) {
            if first == last {
                add(&[first]);
            } else if max_hops >= 2 {
                let ends = (NodeIndex::new(first), NodeIndex::new(last));
                all_simple_paths::<Vec<_>, _, RandomState>(
                    &graph,
                    ends.0,
                    ends.1,
                    0,
                    Some(max_hops - 2),
                )
                .for_each(|path| add(&path.into_iter().map(NodeIndex::index).collect::<Vec<_>>()));
            }
        }
    }
    ways
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn channels_are_the_ways_of_the_oracle(rows in rows(6, 24), window in 0..26_u32, max_hops in 2..7_u8) {
        let network = network(&rows);
        let ends = (network.parties().find("p0"), network.parties().find("p1"));
        let (Some(from), Some(to)) = ends else { return Ok(()) };
        let due = due(&rows, (0, 1), window.into(), max_hops.into());
        prop_assume!(due.len() < channels::MOST as usize);
        let options = Options { window, max_hops, ..Options::default() };
        let found = channels::find(&network, &Between::new(&[from], &[to]), channels::MOST, &options)
            .expect("options in range");
        prop_assert!(!found.capped);
        let flow = network.flow();
        let mut ours = BTreeMap::new();
        for finding in &found.findings {
            let parties: Vec<u8> = finding
                .parties
                .iter()
                .map(|party| network.parties().reference(*party)[1..].parse().expect("a number"))
                .collect();
            let moves: Vec<_> = finding.moves().collect();
            prop_assert!(moves.windows(2).all(|pair| flow.time(pair[0]) < flow.time(pair[1])));
            prop_assert!(moves.windows(2).all(|pair| flow.to(pair[0]) == flow.from(pair[1])));
            let least = moves.iter().map(|number| flow.amount(*number).minor).min().unwrap_or(0);
            prop_assert_eq!(finding.amount.map(|amount| amount.minor), Some(least));
            prop_assert!(due.get(&parties).is_some_and(|most| least <= *most), "{parties:?}");
            prop_assert!(ours.insert(parties, least).is_none(), "a way is found twice");
        }
        prop_assert!(ours.keys().eq(due.keys()), "{:?} for {:?}", ours.keys(), due.keys());
    }
}
