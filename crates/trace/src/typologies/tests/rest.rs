//! Laws of the typologies that are no fans, against brute force.

use super::{Told, network, numbered, options, pairs, records, rows, told};
use crate::typologies::{awakened, campaign, hidden_owner, pass_through, structuring, trade_leg};
use crate::{
    Amount, Currency, Fact, Limits, LinkKind, MoveKind, MoveNo, NetworkBuilder, Options, Party,
    Share,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn limits(limits: Limits) -> Options {
    Options {
        limits,
        ..options()
    }
}

/// Who reaches whom by at most five links up.
fn owners(links: &[(u8, u8, u16)], payer: u8) -> BTreeSet<u8> {
    let mut reached = BTreeSet::from([payer]);
    for _ in 0..5 {
        let more: Vec<u8> = links
            .iter()
            .filter(|(_, held, share)| reached.contains(held) && *share >= 2_500)
            .map(|link| link.0)
            .collect();
        reached.extend(more);
    }
    reached
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn one_payment_passed_on_is_found(rows in rows(30)) {
        let (network, options) = (network(numbered(&rows)), options());
        let flow = network.flow();
        let found = told(&pass_through::find(&network, &options).expect("options are in range"));
        for last in 0..flow.len() {
            let centre = flow.from(last);
            let before: Vec<MoveNo> = (0..flow.len())
                .filter(|number| {
                    let time = flow.time(*number);
                    flow.to(*number) == centre
                        && flow.from(*number) != centre
                        && time < flow.time(last)
                        && time >= flow.time(last) - i64::from(options.window)
                })
                .collect();
            let went = flow.amount(last).minor;
            let best = before
                .iter()
                .filter(|number| {
                    let came = flow.amount(**number).minor;
                    flow.from(**number) != flow.to(last) && went <= came && went * 100 >= came * 90
                })
                .min_by_key(|number| (flow.amount(**number).minor, std::cmp::Reverse(**number)));
            if let Some(best) = best
                && flow.to(last) != centre
                && before.len() <= 4
            {
                prop_assert!(found.contains(&vec![*best, last]), "{best} {last}");
            }
        }
    }

    #[test]
    fn what_passes_through_is_nearly_whole(rows in rows(60)) {
        let (network, options) = (network(numbered(&rows)), options());
        let flow = network.flow();
        for finding in pass_through::find(&network, &options).expect("options are in range").findings {
            let centre = finding.parties[0];
            let sum = |into: bool| -> i64 {
                let own = finding.moves().filter(|number| (flow.to(*number) == centre) == into);
                own.map(|number| flow.amount(number).minor).sum()
            };
            prop_assert!(sum(false) <= sum(true) && sum(false) * 1000 >= sum(true) * 895);
            let first_out = finding.moves().find(|number| flow.from(*number) == centre);
            let last_in = finding.moves().filter(|number| flow.to(*number) == centre).max();
            prop_assert!(first_out.zip(last_in).is_some_and(|(out, into)| flow.time(into) < flow.time(out)));
        }
    }

    #[test]
    fn structurings_are_what_brute_force_finds(rows in rows(60)) {
        let options = limits(Limits { threshold: Some(50), ..Limits::default() });
        let network = network(numbered(&rows));
        let (flow, window) = (network.flow(), i64::from(options.window));
        let mut expected = Told::new();
        for (centre, arrives) in (0..flow.parties()).flat_map(|party| [(party, true), (party, false)]) {
            let own: Vec<MoveNo> = (0..flow.len())
                .filter(|number| {
                    let (from, to) = (flow.from(*number), flow.to(*number));
                    let centred = if arrives { to } else { from };
                    centred == centre && from != to && (40..50).contains(&flow.amount(*number).minor)
                })
                .collect();
            let mut sets = BTreeMap::new();
            for start in 0..40 {
                let set: BTreeSet<MoveNo> = own
                    .iter()
                    .copied()
                    .filter(|number| (start..=start + window).contains(&flow.time(*number)))
                    .collect();
                if set.len() >= options.min_width as usize {
                    sets.insert(set.clone(), set.len());
                }
            }
            let mut windows = records(&network, &sets, window);
            windows.retain(|set| {
                let receivers: BTreeSet<Party> = set.iter().map(|number| flow.to(*number)).collect();
                arrives || receivers.len() > 1
            });
            expected.extend(windows);
        }
        let found = structuring::find(&network, &options).expect("options are in range");
        prop_assert_eq!(told(&found), expected);
    }

    #[test]
    fn hidden_owners_are_what_brute_force_finds(
        rows in rows(40),
        links in prop::collection::vec((0..9_u8, 0..7_u8, prop_oneof![Just(2_400_u16), Just(2_500), Just(9_000)]), 0..8),
    ) {
        let mut builder = NetworkBuilder::default();
        let name = |party: u8| format!("p{party}");
        for (from, to, share) in &links {
            builder
                .link((&name(*from), &name(*to)), LinkKind::Ownership, Share::exactly(*share), (None, None), 0)
                .expect("few");
        }
        let amount = Amount { minor: 5, currency: Currency::NONE };
        for (from, to, time, _) in &rows {
            builder.movement((&name(*from), &name(*to)), *time, amount, MoveKind::Payment, "").expect("few");
        }
        let (network, options) = (builder.finish(), options());
        let (flow, window) = (network.flow(), i64::from(options.window));
        let of = |party: Party| -> u8 {
            network.parties().reference(party)[1..].parse().expect("a number")
        };
        let mut expected = BTreeSet::new();
        for (receiver, owner) in pairs(network.parties().len() as u32) {
            let own: Vec<MoveNo> = (0..flow.len())
                .filter(|number| {
                    flow.to(*number) == receiver
                        && flow.from(*number) != receiver
                        && owners(&links, of(flow.from(*number))).contains(&of(owner))
                })
                .collect();
            let mut sets = BTreeMap::new();
            for start in 0..40 {
                let set: BTreeSet<MoveNo> = own
                    .iter()
                    .copied()
                    .filter(|number| (start..=start + window).contains(&flow.time(*number)))
                    .collect();
                let payers: BTreeSet<Party> = set.iter().map(|number| flow.from(*number)).collect();
                if payers.len() >= options.min_width as usize {
                    sets.insert(set, payers.len());
                }
            }
            let windows = records(&network, &sets, window);
            expected.extend(windows.into_iter().map(|set| (receiver, owner, set)));
        }
        let found = hidden_owner::find(&network, &options).expect("options are in range");
        let told: BTreeSet<(Party, Party, Vec<MoveNo>)> = found
            .findings
            .iter()
            .map(|finding| {
                let mut moves: Vec<MoveNo> = finding.moves().collect();
                moves.sort_unstable();
                (finding.parties[0], finding.parties[1], moves)
            })
            .collect();
        prop_assert_eq!(told, expected);
    }

    #[test]
    fn awakenings_are_silences_with_a_burst_after(rows in rows(20)) {
        let options = limits(Limits { dormant: 10, ..Limits::default() });
        let network = network(numbered(&rows));
        let flow = network.flow();
        let mut expected = BTreeSet::new();
        for party in 0..flow.parties() {
            let own: Vec<MoveNo> = (0..flow.len())
                .filter(|number| {
                    let (from, to) = (flow.from(*number), flow.to(*number));
                    from != to && (from == party || to == party)
                })
                .collect();
            for pair in own.windows(2) {
                let burst = own.iter().filter(|number| {
                    **number >= pair[1] && flow.time(**number) <= flow.time(pair[1]) + i64::from(options.window)
                });
                let burst: Vec<MoveNo> = burst.copied().collect();
                if flow.time(pair[1]) - flow.time(pair[0]) >= 10 && burst.len() >= options.min_width as usize {
                    expected.insert((party, [vec![pair[0]], burst].concat()));
                }
            }
        }
        let found = awakened::find(&network, &options).expect("options are in range");
        let told: BTreeSet<(Party, Vec<MoveNo>)> = found
            .findings
            .iter()
            .map(|finding| (finding.parties[0], finding.moves().collect()))
            .collect();
        prop_assert_eq!(told, expected);
    }

    /// Within one term of payment the legs of a pair are compared as a whole.
    #[test]
    fn trades_are_told_when_their_legs_are_far_apart(
        legs in prop::collection::vec((0..4_u8, 0..4_u8, 0..40_i64, 1..9_i64, any::<bool>()), 0..14),
    ) {
        let mut builder = NetworkBuilder::default();
        for (from, to, time, minor, goods) in &legs {
            let kind = if *goods { MoveKind::Goods } else { MoveKind::Payment };
            let amount = Amount { minor: *minor, currency: Currency::NONE };
            builder.movement((&format!("p{from}"), &format!("p{to}")), *time, amount, kind, "").expect("few");
        }
        let network = builder.finish();
        let found = trade_leg::find(&network, &options()).expect("options are in range");
        let told: BTreeSet<(&str, &str)> = found
            .findings
            .iter()
            .map(|finding| {
                let name = |at: usize| network.parties().reference(finding.parties[at]);
                (name(0), name(1))
            })
            .collect();
        for seller in 0..4 {
            for buyer in 0..4 {
                let sum = |from: u8, to: u8, goods: bool| -> i64 {
                    let own = legs.iter().filter(|leg| (leg.0, leg.1, leg.4) == (from, to, goods));
                    own.map(|leg| leg.3).sum()
                };
                let (delivered, paid) = (sum(seller, buyer, true), sum(buyer, seller, false));
                let far = seller != buyer && delivered > 0 && (paid * 2 < delivered || delivered * 2 < paid);
                let names = (format!("p{seller}"), format!("p{buyer}"));
                prop_assert_eq!(told.contains(&(names.0.as_str(), names.1.as_str())), far);
            }
        }
    }

    #[test]
    fn campaigns_are_many_small_gifts_that_go_onward(
        gifts in prop::collection::vec((0..12_u8, 0..30_i64, 1..120_i64), 0..30),
        spent in prop::collection::vec((20..25_u8, 0..40_i64, 1..400_i64, any::<bool>()), 0..6),
    ) {
        let mut builder = NetworkBuilder::default();
        let mut add = |from: &str, to: &str, time: i64, minor: i64, kind: MoveKind| {
            let amount = Amount { minor, currency: Currency::NONE };
            builder.movement((from, to), time, amount, kind, "").expect("few");
        };
        for (giver, time, minor) in &gifts {
            add(&format!("giver{giver}"), "account", *time, *minor, MoveKind::Payment);
        }
        for (receiver, time, minor, cash) in &spent {
            let kind = if *cash { MoveKind::Cash } else { MoveKind::Payment };
            add("account", &format!("receiver{receiver}"), *time, *minor, kind);
        }
        let network = builder.finish();
        let options = limits(Limits { threshold: Some(1_000), gifts: 4, long: 100, ..Limits::default() });
        let found = campaign::find(&network, &options).expect("options are in range");
        // All lies in one stretch: small gifts, and what left strictly after the fourth giver.
        let mut small: Vec<_> = gifts.iter().filter(|gift| gift.2 <= 100).collect();
        small.sort_by_key(|gift| gift.1);
        let mut givers = BTreeSet::new();
        let since = small.iter().find(|gift| { givers.insert(gift.0); givers.len() >= 4 }).map(|gift| gift.1);
        let expected = since.is_some_and(|since| {
            let gathered: i64 = small.iter().map(|gift| gift.2).sum();
            let after: Vec<_> = spent.iter().filter(|spent| spent.1 > since).collect();
            let mut sums: BTreeMap<u8, i64> = BTreeMap::new();
            for spent in &after {
                *sums.entry(spent.0).or_default() += spent.2;
            }
            let mut sums: Vec<i64> = sums.into_values().collect();
            sums.sort_unstable_by(|one, other| other.cmp(one));
            let few: i64 = sums.iter().take(3).sum();
            let cash: i64 = after.iter().filter(|spent| spent.3).map(|spent| spent.2).sum();
            few.max(cash) * 2 >= gathered
        });
        prop_assert_eq!(found.findings.len(), usize::from(expected));
    }
}

#[test]
fn a_campaign_says_from_how_many_countries() {
    let mut builder = NetworkBuilder::default();
    let eur = Currency::of("EUR").expect("known");
    let amount = |text| Amount::read(text, eur).expect("an amount");
    for (giver, country) in ["SE", "de", "FR"].iter().cycle().take(12).enumerate() {
        let name = format!("giver{giver}");
        builder.country(&name, country).expect("few");
        let time = giver as i64 * 3_600;
        builder
            .movement((&name, "appeal"), time, amount("40"), MoveKind::Payment, "")
            .expect("few");
    }
    let late = 13 * 3_600;
    builder
        .movement(
            ("appeal", "machine"),
            late,
            amount("400"),
            MoveKind::Cash,
            "",
        )
        .expect("few");
    let found =
        campaign::find(&builder.finish(), &Options::default()).expect("options are in range");
    assert_eq!(found.findings.len(), 1);
    let facts = &found.findings[0].facts;
    assert!(
        facts.contains(&Fact::Number("countries", 3))
            && facts.contains(&Fact::Word("onward", "cash"))
    );
}
