//! Largest flows in time against petgraph's Ford and Fulkerson on the network expanded second by second.

use crate::rows::{Row, network, place, rows};
use kashf_trace::{Between, Currency, Options, capacity};
use petgraph::algo::ford_fulkerson;
use petgraph::graph::{DiGraph, NodeIndex};
use proptest::prelude::*;
use std::collections::BTreeSet;

const PARTIES: u8 = 6;
const SECONDS: i64 = 24;
const WITHOUT_LIMIT: u64 = 1 << 32;

/// The largest flow from `p0` to `p1` in these seconds, without the rows at some places.
fn due(rows: &[Row], (since, until): (i64, i64), without: &BTreeSet<usize>) -> u64 {
    let mut graph: DiGraph<(), u64> = DiGraph::new();
    let (source, sink) = (graph.add_node(()), graph.add_node(()));
    // A node is what a party has before a second; what comes in a second can be given from the next one on.
    let node = |party: u8, time: i64| {
        NodeIndex::new(2 + usize::from(party) * (SECONDS as usize + 1) + time as usize)
    };
    for _ in 0..usize::from(PARTIES) * (SECONDS as usize + 1) {
        graph.add_node(());
    }
    for party in 0..PARTIES {
        for time in 0..SECONDS {
            graph.add_edge(node(party, time), node(party, time + 1), WITHOUT_LIMIT);
        }
    }
    graph.add_edge(source, node(0, 0), WITHOUT_LIMIT);
    graph.add_edge(node(1, SECONDS), sink, WITHOUT_LIMIT);
    for (place, (from, to, time, minor)) in rows.iter().enumerate() {
        if (since..=until).contains(time) && from != to && !without.contains(&place) {
            graph.add_edge(node(*from, *time), node(*to, *time + 1), *minor as u64);
        }
    }
    ford_fulkerson(&graph, source, sink).0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn flows_are_those_of_the_oracle(rows in rows(PARTIES, 40), since in 0..12_i64, length in 0..24_i64) {
        let network = network(&rows);
        let ends = (network.parties().find("p0"), network.parties().find("p1"));
        let (Some(from), Some(to)) = ends else { return Ok(()) };
        let until = since + length;
        let between = Between { since: Some(since), until: Some(until), ..Between::new(&[from], &[to]) };
        let found = capacity::find(&network, &between, Some(Currency::NONE), &Options::default()).expect("options in range");
        prop_assert!(!found.capped);
        let none = BTreeSet::new();
        prop_assert_eq!(found.amount.minor as u64, due(&rows, (since, until), &none));

        // The cut carries all of it, with all its amounts, and without it nothing runs.
        let flow = network.flow();
        let whole: i64 = found.cut.iter().map(|(number, _)| flow.amount(*number).minor).sum();
        prop_assert_eq!(whole, found.amount.minor);
        let cut = found.cut.iter().map(|(number, _)| place(flow, *number)).collect();
        prop_assert_eq!(due(&rows, (since, until), &cut), 0);

        // What it says each movement carries is a flow: none above its amount, and nobody between gives more than came.
        for (number, carried) in &found.moves {
            prop_assert!(*carried > 0 && *carried <= flow.amount(*number).minor);
        }
        for party in (0..flow.parties()).filter(|party| *party != from && *party != to) {
            let sum = |ends: &dyn Fn(u32) -> u32| -> i64 {
                found.moves.iter().filter(|(number, _)| ends(*number) == party).map(|(_, carried)| carried).sum()
            };
            prop_assert_eq!(sum(&|number| flow.to(number)), sum(&|number| flow.from(number)));
        }
    }
}
