//! Laws of crosswise groups, against brute force.

use super::{network, numbered, options, rows};
use crate::typologies::bicliques::groups;
use crate::typologies::{bipartite, stack};
use crate::{MoveNo, Party};
use proptest::prelude::*;
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn the_largest_group_of_every_sender_is_found(rows in rows(60)) {
        let (network, options) = (network(numbered(&rows)), options());
        let flow = network.flow();
        let found = groups(flow, &options, 100);
        for group in &found.groups {
            let (first, last) = (group.moves[0], group.moves[group.moves.len() - 1]);
            prop_assert!(flow.clock(last) - flow.clock(first) <= options.window);
            for sender in &group.senders {
                for receiver in &group.receivers {
                    let ends = |number: &MoveNo| (flow.from(*number), flow.to(*number));
                    let mut moves = group.moves.iter();
                    prop_assert!(moves.any(|number| ends(number) == (*sender, *receiver)));
                }
            }
        }
        for sender in 0..flow.parties() {
            let mut largest = 0;
            for start in 0..40 {
                let paid: BTreeSet<(Party, Party)> = (0..flow.len())
                    .filter(|number| (start..=start + i64::from(options.window)).contains(&flow.time(*number)))
                    .map(|number| (flow.from(number), flow.to(number)))
                    .collect();
                for chosen in 0_u32..1 << flow.parties() {
                    let receivers = || (0..flow.parties()).filter(|party| chosen & 1 << party != 0);
                    let pays_all = |party: &Party| {
                        receivers().all(|to| to != *party && paid.contains(&(*party, to)))
                    };
                    let senders = (0..flow.parties()).filter(pays_all).count() as u32;
                    let wide = chosen.count_ones().min(senders) >= options.min_width;
                    if wide && pays_all(&sender) {
                        largest = largest.max(senders * chosen.count_ones());
                    }
                }
            }
            let own = found.groups.iter().filter(|group| group.senders.contains(&sender));
            prop_assert_eq!(own.map(|group| group.pairs).max().unwrap_or(0), largest);
        }
    }

    #[test]
    fn what_bipartite_leaves_out_is_half_told(rows in rows(60)) {
        let (network, options) = (network(numbered(&rows)), options());
        let found = bipartite::find(&network, &options).expect("options are in range");
        let told: BTreeSet<MoveNo> = found.findings.iter().flat_map(|finding| finding.moves()).collect();
        for group in groups(network.flow(), &options, bipartite::NEARLY).groups {
            let known = group.moves.iter().filter(|number| told.contains(number)).count();
            prop_assert!(known * 2 >= group.moves.len());
        }
    }

    /// Three rows of parties of their own, amid payments of others.
    #[test]
    fn stacks_are_found_whole(
        noise in rows(30),
        widths in [2..5_u8, 2..5_u8, 2..5_u8],
        start in 0..30_i64,
        turn in 1..7_i64,
        order in prop::collection::vec(0..7_i64, 40),
    ) {
        let mut rows = numbered(&noise);
        let (mut planted, mut at) = (BTreeSet::new(), 0);
        for (layer, first) in [(0, 100), (1, 110)] {
            for from in 0..widths[layer] {
                for to in 0..widths[layer + 1] {
                    // The first row pays before the turn, the second after it.
                    let time = if layer == 0 { order[at] % turn } else { turn + order[at] % (8 - turn) };
                    let row = (first + from, first + 10 + to, start + time, 5);
                    planted.insert((100 + at).to_string());
                    rows.push((100 + at, row));
                    at += 1;
                }
            }
        }
        let network = network(rows);
        let found = stack::find(&network, &options()).expect("options are in range");
        let whole = found.findings.iter().any(|finding| {
            let ids: BTreeSet<String> =
                finding.moves().map(|number| network.flow().id(number).to_string()).collect();
            ids == planted
        });
        prop_assert!(whole, "{:?}", found.findings);
    }

    #[test]
    fn stacks_keep_time_and_width(rows in rows(60)) {
        let (network, options) = (network(numbered(&rows)), options());
        let flow = network.flow();
        for finding in stack::find(&network, &options).expect("options are in range").findings {
            let (start, end) = finding.span(flow).expect("a finding has movements");
            prop_assert!(end - start <= i64::from(options.window));
            let givers: BTreeSet<Party> = finding.moves().map(|number| flow.from(number)).collect();
            let receivers: BTreeSet<Party> = finding.moves().map(|number| flow.to(number)).collect();
            let middles: Vec<Party> = givers.intersection(&receivers).copied().collect();
            prop_assert!(middles.len() >= options.min_width as usize);
        }
    }
}
