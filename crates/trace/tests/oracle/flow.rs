//! The adjacency of movements and of links against petgraph's multigraph.

use crate::rows::{Row, network, place, rows};
use kashf_trace::{Link, LinkKind, NetworkBuilder, Share};
use petgraph::Direction;
use petgraph::graph::DiGraph;
use petgraph::visit::EdgeRef;
use proptest::prelude::*;

/// The same rows as petgraph's graph: nodes by name, edges by place.
fn multigraph(rows: &[Row]) -> (DiGraph<String, usize>, Vec<petgraph::graph::NodeIndex>) {
    let mut graph = DiGraph::new();
    let nodes: Vec<_> = (0..8)
        .map(|name| graph.add_node(format!("p{name}")))
        .collect();
    for (place, (from, to, _, _)) in rows.iter().enumerate() {
        graph.add_edge(nodes[usize::from(*from)], nodes[usize::from(*to)], place);
    }
    (graph, nodes)
}

proptest! {
    #[test]
    fn steps_of_a_party_are_the_edges_of_its_node(rows in rows(8, 60), window in 0..30_u32) {
        let network = network(&rows);
        let flow = network.flow();
        let (graph, nodes) = multigraph(&rows);
        for (name, node) in nodes.iter().enumerate() {
            let Some(party) = network.parties().find(&format!("p{name}")) else {
                prop_assert_eq!(graph.edges(*node).count(), 0);
                continue;
            };
            for (direction, steps) in [
                (Direction::Outgoing, flow.leaving(party)),
                (Direction::Incoming, flow.arriving(party)),
            ] {
                let mut due: Vec<(String, usize)> = graph
                    .edges_directed(*node, direction)
                    .map(|edge| {
                        let other = match direction {
                            Direction::Outgoing => edge.target(),
                            Direction::Incoming => edge.source(),
                        };
                        (graph[other].clone(), *edge.weight())
                    })
                    .collect();
                let mut ours: Vec<(String, usize)> = steps
                    .iter()
                    .map(|step| (network.parties().reference(step.party).to_owned(), place(flow, step.number)))
                    .collect();
                prop_assert!(steps.windows(2).all(|pair| flow.time(pair[0].number) <= flow.time(pair[1].number)));
                due.sort_unstable();
                ours.sort_unstable();
                prop_assert_eq!(ours, due);
            }
            // And within a window, by time alone.
            for number in 0..flow.len() {
                let range = flow.window_start(number, window)..flow.window_end(number, window);
                let near = |place: usize| (rows[place].2 - flow.time(number)).abs() <= i64::from(window);
                let due = graph.edges(*node).filter(|edge| near(*edge.weight())).count();
                prop_assert_eq!(flow.leaving_within(party, range).len(), due);
            }
        }
    }

    #[test]
    fn links_of_a_party_are_the_edges_of_its_node(
        rows in prop::collection::vec((0..8_u8, 0..8_u8, 0..4_i32, 0..100_u16), 0..50),
        day in -1..6_i32,
    ) {
        let mut builder = NetworkBuilder::default();
        let mut graph: DiGraph<u8, (i32, u16)> = DiGraph::new();
        let nodes: Vec<_> = (0..8).map(|name| graph.add_node(name)).collect();
        for (source, (from, to, since, share)) in (0..).zip(&rows) {
            let ends = (format!("p{from}"), format!("p{to}"));
            builder
                .link((&ends.0, &ends.1), LinkKind::Ownership, Share::exactly(*share), (Some(*since), Some(since + 1)), source)
                .expect("few");
            graph.add_edge(nodes[usize::from(*from)], nodes[usize::from(*to)], (*since, *share));
        }
        let network = builder.finish();
        for name in 0..8_u8 {
            let Some(party) = network.parties().find(&format!("p{name}")) else { continue };
            let standing = |edge: &(i32, u16)| edge.0 <= day && day <= edge.0 + 1;
            let due = |direction| {
                let mut shares: Vec<u16> = graph
                    .edges_directed(nodes[usize::from(name)], direction)
                    .filter(|edge| standing(edge.weight()))
                    .map(|edge| edge.weight().1)
                    .collect();
                shares.sort_unstable();
                shares
            };
            let ours = |links: &mut dyn Iterator<Item = &Link>| {
                let mut shares: Vec<u16> = links
                    .filter(|link| link.stands_on(day))
                    .map(|link| link.share.least)
                    .collect();
                shares.sort_unstable();
                shares
            };
            let links = network.links();
            prop_assert_eq!(ours(&mut links.held_by(party).iter()), due(Direction::Outgoing));
            prop_assert_eq!(ours(&mut links.holders_of(party)), due(Direction::Incoming));
        }
    }
}
