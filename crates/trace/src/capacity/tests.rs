//! The flow against all cuts of small networks, and the laws of any flow.

use super::*;
use crate::NetworkBuilder;
use proptest::prelude::*;

type Row = (u8, u8, u8, u8, u8);

fn network(rows: &[Row]) -> Network {
    let mut builder = NetworkBuilder::default();
    for party in 0..6 {
        builder.party(&format!("p{party}")).expect("few");
    }
    for (id, (from, to, time, minor, kind)) in rows.iter().enumerate() {
        let code = if *kind == 0 { "EUR" } else { "USD" };
        let amount = Amount {
            minor: i64::from(*minor),
            currency: Currency::of(code).expect("known"),
        };
        let kind = if *kind == 1 {
            MoveKind::Goods
        } else {
            MoveKind::Payment
        };
        let ends = (format!("p{from}"), format!("p{to}"));
        let id = id.to_string();
        let time = i64::from(*time);
        builder
            .movement((&ends.0, &ends.1), time, amount, kind, &id)
            .expect("few");
    }
    builder.finish()
}

/// Whether any way runs from a source to a target in the order of time without the movements that are taken out.
fn runs(flow: &Flow, usable: &[MoveNo], out: u32, sources: &[Party], targets: &[Party]) -> bool {
    let mut arrived = [u32::MAX; 6];
    for (at, number) in usable.iter().enumerate() {
        if out >> at & 1 == 1 {
            continue;
        }
        let (from, to) = (flow.from(*number), flow.to(*number));
        let clock = flow.clock(*number);
        if sources.contains(&from) || arrived[from as usize] < clock {
            if targets.contains(&to) {
                return true;
            }
            arrived[to as usize] = arrived[to as usize].min(clock);
        }
    }
    false
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn as_much_runs_as_the_smallest_set_of_movements_that_stops_it(
        rows in prop::collection::vec((0..6_u8, 0..6_u8, 0..12_u8, 1..9_u8, 0..12_u8), 0..11),
        ends in (0..6_u32, 0..6_u32, 0..9_u32),
        (since, until) in (0..6_i64, 4..12_i64),
    ) {
        let network = network(&rows);
        let flow = network.flow();
        let usd = Currency::of("USD").expect("known");
        let mut between = Between::new(&[ends.0], &[ends.1]);
        if ends.2 < 6 {
            between.from.push(ends.2);
        }
        (between.since, between.until) = (Some(since), Some(until));
        let got = find(&network, &between, Some(usd), &Options::default()).expect("both ends");
        prop_assert!(!got.capped);
        let targets = between.to.clone();
        let sources: Vec<Party> = between.from.iter().copied().filter(|it| !targets.contains(it)).collect();
        let usable: Vec<MoveNo> = (0..flow.len())
            .filter(|number| {
                let it = flow.get(*number);
                it.amount.currency == usd
                    && it.kind != MoveKind::Goods
                    && (since..=until).contains(&it.time)
                    && !sources.contains(&it.to)
                    && !targets.contains(&it.from)
                    && it.from != it.to
            })
            .collect();
        let sum = |out: u32| -> i64 {
            let taken = usable.iter().enumerate().filter(|(at, _)| out >> at & 1 == 1);
            taken.map(|(_, number)| flow.minor(*number)).sum()
        };
        let least = (0..1_u32 << usable.len())
            .filter(|out| !runs(flow, &usable, *out, &sources, &targets))
            .map(sum)
            .min();
        prop_assert_eq!(Some(got.amount.minor), least);

        // The cut stops all of it, and carries it.
        let place = |number: &MoveNo| usable.iter().position(|it| it == number).expect("usable");
        let out = got.cut.iter().fold(0_u32, |out, (number, _)| out | 1 << place(number));
        prop_assert!(!runs(flow, &usable, out, &sources, &targets));
        prop_assert_eq!(got.cut.iter().map(|(_, carried)| carried).sum::<i64>(), got.amount.minor);
        for (number, carried) in &got.cut {
            let (from, to) = (flow.from(*number), flow.to(*number));
            prop_assert_eq!(*carried, flow.minor(*number));
            let at_once = sources.contains(&from) && targets.contains(&to);
            prop_assert!(at_once || got.accounts.iter().any(|(party, _)| *party == from || *party == to));
        }

        // Nobody passes on what had not come, and no movement carries more than its amount.
        let mut held = [0_i64; 6];
        let mut arrived = 0;
        for second in got.moves.chunk_by(|one, next| flow.clock(one.0) == flow.clock(next.0)) {
            for (number, carried) in second {
                prop_assert!(*carried > 0 && *carried <= flow.minor(*number));
                if !sources.contains(&flow.from(*number)) {
                    held[flow.from(*number) as usize] -= carried;
                    prop_assert!(held[flow.from(*number) as usize] >= 0);
                }
            }
            for (number, carried) in second {
                if targets.contains(&flow.to(*number)) {
                    arrived += carried;
                } else {
                    held[flow.to(*number) as usize] += carried;
                }
            }
        }
        prop_assert_eq!(arrived, got.amount.minor);
        prop_assert!(held.iter().all(|held| *held == 0));
    }
}

#[test]
fn the_busiest_window_is_taken_and_other_currencies_are_counted() {
    let rows: [Row; 7] = [
        (0, 1, 0, 50, 9),
        (1, 2, 1, 50, 9),
        (0, 1, 20, 90, 9),
        (1, 2, 22, 80, 9),
        (0, 1, 21, 70, 0),
        (0, 3, 22, 5, 9),
        (3, 2, 40, 5, 9),
    ];
    let network = network(&rows);
    let options = Options {
        window: 5,
        ..Options::default()
    };
    let between = Between::new(&[0], &[2]);
    let got = find(&network, &between, None, &options).expect("both ends");
    assert_eq!((got.amount.minor, got.time), (80, Some((20, 22))));
    let eur = Currency::of("EUR").expect("known");
    assert_eq!(got.left_out, [(eur, 1)]);
    let finding = got.finding(&network).expect("something runs");
    assert_eq!(finding.parties, [0, 1, 2]);
    let nothing = Between::new(&[4], &[5]);
    let got = find(&network, &nothing, None, &options).expect("both ends");
    assert_eq!((got.amount.minor, got.finding(&network)), (0, None));
    let cut = Options {
        most_steps: 0,
        ..options
    };
    let got = find(&network, &between, None, &cut).expect("both ends");
    assert!(got.capped && got.cut.is_empty());
}
