//! Chains against all chains of small networks.

use super::*;
use crate::{Amount, Currency, NetworkBuilder};
use proptest::prelude::*;

type Row = (u8, u8, u8, u8, u8);

fn network(rows: &[Row]) -> Network {
    let mut builder = NetworkBuilder::default();
    for (id, (from, to, time, minor, kind)) in rows.iter().enumerate() {
        let code = if kind % 5 == 0 { "EUR" } else { "USD" };
        let amount = Amount {
            minor: i64::from(*minor),
            currency: Currency::of(code).expect("known"),
        };
        let kind = if kind % 7 == 0 {
            MoveKind::Goods
        } else {
            MoveKind::Payment
        };
        let ends = (format!("p{from}"), format!("p{to}"));
        builder
            .movement(
                (&ends.0, &ends.1),
                i64::from(*time),
                amount,
                kind,
                &id.to_string(),
            )
            .expect("few");
    }
    builder.finish()
}

fn is_chain(flow: &Flow, chain: &[MoveNo], options: &Options, percent: i64) -> bool {
    let mut parties = vec![flow.from(chain[0])];
    parties.extend(chain.iter().map(|number| flow.to(*number)));
    let count = parties.len();
    parties.sort_unstable();
    parties.dedup();
    parties.len() == count
        && chain.len() <= usize::from(options.max_hops)
        && flow.time(chain[chain.len() - 1]) - flow.time(chain[0]) <= i64::from(options.window)
        && chain.windows(2).all(|pair| {
            let (one, next) = (flow.get(pair[0]), flow.get(pair[1]));
            one.to == next.from
                && one.time < next.time
                && one.amount.currency == next.amount.currency
                && next.amount.minor > 0
                && next.amount.minor <= one.amount.minor
                && next.amount.minor * 100 >= one.amount.minor * percent
                && one.kind != MoveKind::Goods
                && next.kind != MoveKind::Goods
        })
}

/// All chains of any length, then those of three or more that no other extends by one at either end.
fn all_chains(flow: &Flow, options: &Options, percent: i64) -> Vec<Vec<MoveNo>> {
    let mut all: Vec<Vec<MoveNo>> = (0..flow.len()).map(|number| vec![number]).collect();
    let mut at = 0;
    while at < all.len() {
        for number in 0..flow.len() {
            let mut longer = all[at].clone();
            longer.push(number);
            if is_chain(flow, &longer, options, percent) {
                all.push(longer);
            }
        }
        at += 1;
    }
    let is_whole = |chain: &Vec<MoveNo>| {
        (0..flow.len()).all(|number| {
            let before = [&[number][..], chain].concat();
            let after = [chain, &[number][..]].concat();
            !is_chain(flow, &before, options, percent) && !is_chain(flow, &after, options, percent)
        })
    };
    let mut whole: Vec<_> = all
        .into_iter()
        .filter(|chain| chain.len() >= LEAST_HOPS && is_whole(chain))
        .collect();
    whole.sort();
    whole
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn all_chains_that_no_other_contains_are_found(
        rows in prop::collection::vec((0..7_u8, 0..7_u8, 0..20_u8, 60..100_u8, 1..40_u8), 0..24),
        window in 2..20_u32,
        max_hops in 3..7_u8,
        preserved in prop_oneof![Just(0_u8), Just(70)],
        cut in 0..24_u32,
    ) {
        let network = network(&rows);
        let flow = network.flow();
        let options = Options { window, max_hops, preserved, ..Options::default() };
        let found = find(&network, &options).expect("options in range");
        let mut got: Vec<Vec<MoveNo>> = found.findings.iter().map(|it| it.moves().collect()).collect();
        got.sort();
        let percent = if preserved == 0 { 90 } else { i64::from(preserved) };
        prop_assert_eq!(&got, &all_chains(flow, &options, percent));
        let cut = cut.min(flow.len());
        let mut parts = find_within(&network, &options, 0..cut);
        parts.findings.extend(find_within(&network, &options, cut..flow.len()).findings);
        parts.sort();
        prop_assert_eq!(parts, found);
    }
}

#[test]
fn hubs_are_not_passed_through() {
    // Two chains through p1, which is a hub by its other payments.
    let mut rows: Vec<Row> = vec![(0, 1, 1, 90, 1), (1, 2, 2, 90, 1), (2, 3, 3, 90, 1)];
    rows.extend((10..14).map(|other| (1, other, 2, 10, 1)));
    let network = network(&rows);
    let count = |hubs| {
        let options = Options {
            hubs,
            ..Options::default()
        };
        let found = find(&network, &options).expect("options in range");
        (found.findings.len(), found.hubs.len())
    };
    assert_eq!(count(Hubs::Through), (1, 0));
    assert_eq!(count(Hubs::Around(5)), (1, 0));
    assert_eq!(count(Hubs::Around(4)), (0, 1));
}
