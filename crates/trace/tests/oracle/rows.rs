//! Random rows, the network that is built of them, and the graph in time that the oracle walks.

use kashf_trace::{Amount, Currency, Flow, MoveKind, MoveNo, Network, NetworkBuilder};
use petgraph::graph::{DiGraph, NodeIndex};
use proptest::prelude::*;

/// A payment: from, to, second, amount in minor units.
pub(crate) type Row = (u8, u8, i64, i64);

/// Up to `most` payments among few parties in few seconds: repeated pairs, repeated seconds and self payments are common.
pub(crate) fn rows(parties: u8, most: usize) -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0..parties, 0..parties, 0..24_i64, 1..9_i64), 0..most)
}

/// The network of rows; ids are their places.
pub(crate) fn network(rows: &[Row]) -> Network {
    let mut builder = NetworkBuilder::default();
    for (id, (from, to, time, minor)) in rows.iter().enumerate() {
        let amount = Amount {
            minor: *minor,
            currency: Currency::NONE,
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

/// The place in the rows of a movement.
pub(crate) fn place(flow: &Flow, number: MoveNo) -> usize {
    flow.id(number).to_string().parse().expect("a place")
}

/// A node for each row; an edge where the second may follow the first: same party between, and later by the rule.
pub(crate) fn follows(rows: &[Row], late: impl Fn(i64, i64) -> bool) -> DiGraph<usize, ()> {
    let mut graph = DiGraph::new();
    for place in 0..rows.len() {
        graph.add_node(place);
    }
    for (one, (_, through, before, _)) in rows.iter().enumerate() {
        for (next, (giver, _, after, _)) in rows.iter().enumerate() {
            if one != next && through == giver && late(*before, *after) {
                graph.add_edge(NodeIndex::new(one), NodeIndex::new(next), ());
            }
        }
    }
    graph
}
