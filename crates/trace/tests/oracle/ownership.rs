//! Ownership against petgraph: reachability where every stake is a majority, the least fixpoint by plain rounds where stakes
//! add up, and sums over simple paths where they multiply.

use kashf_trace::ownership::{Economic, Owned, Repeats, Rule, Stakes, Standing};
use kashf_trace::{LinkKind, Network, NetworkBuilder, Share};
use petgraph::Direction;
use petgraph::algo::{all_simple_paths, has_path_connecting};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::hash::RandomState;

const PARTIES: u8 = 8;
/// A day on which the rule has a record: 2024-10-04.
const DAY: i32 = 20_000;

/// Who holds how much of whom, in hundredths of a percent.
type Row = (u8, u8, u16);

fn rows(shares: impl Strategy<Value = u16>, most: usize) -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0..PARTIES, 0..PARTIES, shares), 0..most).prop_map(within_all)
}

/// Leaves out what would make more than all of a company.
fn within_all(rows: Vec<Row>) -> Vec<Row> {
    let mut sums = [0; PARTIES as usize];
    let fits = |row: &Row| {
        let sum = &mut sums[usize::from(row.1)];
        let fits = *sum + u32::from(row.2) <= 10_000;
        *sum += if fits { u32::from(row.2) } else { 0 };
        fits
    };
    rows.into_iter().filter(fits).collect()
}

fn build(rows: &[Row]) -> (Network, DiGraph<(), u16>) {
    let (mut builder, mut graph) = (NetworkBuilder::default(), DiGraph::new());
    for party in 0..PARTIES {
        builder.party(&format!("p{party}")).expect("few");
        graph.add_node(());
    }
    for (source, (owner, owned, share)) in (0..).zip(rows) {
        let ends = (format!("p{owner}"), format!("p{owned}"));
        builder
            .link(
                (&ends.0, &ends.1),
                LinkKind::Ownership,
                Share::exactly(*share),
                (None, None),
                source,
            )
            .expect("few");
        let node = |party: u8| NodeIndex::new(usize::from(party));
        graph.add_edge(node(*owner), node(*owned), *share);
    }
    (builder.finish(), graph)
}

/// Who is owned by OFAC's rule, by rounds until nothing changes.
fn least_fixpoint(graph: &DiGraph<(), u16>, listed: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut blocked = listed.clone();
    loop {
        let next: BTreeSet<usize> = graph
            .node_indices()
            .filter(|node| {
                let held: u32 = graph
                    .edges_directed(*node, Direction::Incoming)
                    .filter(|edge| blocked.contains(&edge.source().index()))
                    .map(|edge| u32::from(*edge.weight()))
                    .sum();
                blocked.contains(&node.index()) || held >= 5_000
            })
            .map(NodeIndex::index)
            .collect();
        if next == blocked {
            return blocked;
        }
        blocked = next;
    }
}

/// Who is listed or owned, as we find it; every proof is checked on the way.
fn ours(network: &Network, listed: &BTreeSet<usize>) -> BTreeSet<usize> {
    let of = |party: usize| {
        network
            .parties()
            .find(&format!("p{party}"))
            .expect("all are there")
    };
    let listed: Vec<u32> = listed.iter().map(|party| of(*party)).collect();
    let stakes = Stakes::new(PARTIES.into(), network.links(), DAY, Repeats::Lots);
    let rule = Rule::on("ofac_50", DAY).expect("recorded");
    let owned = Owned::find(&stakes, &listed, rule);
    (0..usize::from(PARTIES))
        .filter(|party| {
            let standing = owned.standing(of(*party));
            assert_ne!(standing, Standing::Possibly, "all shares are known");
            if standing == Standing::Owned {
                let proof = owned.proof(&stakes, of(*party)).expect("owned");
                proof
                    .check(network.links(), |party| listed.contains(&party))
                    .expect("sound");
            }
            standing != Standing::Not
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn majorities_are_reachability(rows in rows(5_000..=10_000_u16, 30), listed in prop::collection::btree_set(0..8_usize, 0..3)) {
        let (network, graph) = build(&rows);
        let reached = (0..usize::from(PARTIES))
            .filter(|party| {
                listed.iter().any(|from| {
                    has_path_connecting(&graph, NodeIndex::new(*from), NodeIndex::new(*party), None)
                })
            })
            .collect::<BTreeSet<_>>();
        prop_assert_eq!(ours(&network, &listed), reached);
    }

    #[test]
    fn sums_are_the_least_fixpoint(
        rows in rows(prop::sample::select(vec![1_000, 1_666, 2_499, 2_500, 2_501, 4_999, 5_000]), 40),
        listed in prop::collection::btree_set(0..8_usize, 0..4),
    ) {
        let (network, graph) = build(&rows);
        prop_assert_eq!(ours(&network, &listed), least_fixpoint(&graph, &listed));
    }

    #[test]
    fn economic_shares_are_sums_over_paths(rows in rows(500..=5_000_u16, 24), owner in 0..8_usize) {
        // Without rings, each way counts once: the owner's part is the sum of the products along all simple paths.
        let rows: Vec<Row> = rows.into_iter().filter(|(owner, owned, _)| owner < owned).collect();
        let (network, graph) = build(&rows);
        let of = |party: usize| network.parties().find(&format!("p{party}")).expect("all are there");
        let stakes = Stakes::new(PARTIES.into(), network.links(), DAY, Repeats::Lots);
        let economic = Economic::of(&stakes, &[of(owner)]);
        for party in (0..usize::from(PARTIES)).filter(|party| *party != owner) {
            // Parallel stakes add up before they multiply.
            let mut sum = 0.0;
            let ends = (NodeIndex::new(owner), NodeIndex::new(party));
            let paths: BTreeSet<Vec<NodeIndex>> =
                all_simple_paths::<Vec<_>, _, RandomState>(&graph, ends.0, ends.1, 0, None).collect();
            for path in paths {
                sum += path
                    .windows(2)
                    .map(|step| graph.edges_connecting(step[0], step[1]).map(|edge| f64::from(*edge.weight())).sum::<f64>() / 10_000.0)
                    .product::<f64>();
            }
            let share = economic.share(of(party));
            let due = sum * 10_000.0;
            // What `Economic` promises of known shares: one figure, off by at most 0.6 hundredths of a percent.
            prop_assert_eq!(share.least, share.most);
            prop_assert!((f64::from(share.least) - due).abs() <= 0.6, "{} for {:?}", due, share);
        }
    }
}
