//! The laws of each rule, and the rules said anew coin by coin.

use super::*;
use crate::{MoveKind, NetworkBuilder};
use proptest::prelude::*;

type Row = (u8, u8, u8, u8, u8);

fn network(rows: &[Row]) -> Network {
    let mut builder = NetworkBuilder::default();
    for party in 0..6 {
        builder.party(&format!("p{party}")).expect("few");
    }
    for (id, (from, to, time, minor, kind)) in rows.iter().enumerate() {
        let code = if *kind < 3 { "EUR" } else { "USD" };
        let amount = Amount {
            minor: i64::from(*minor),
            currency: Currency::of(code).expect("known"),
        };
        let kind = if *kind == 9 {
            MoveKind::Goods
        } else {
            MoveKind::Payment
        };
        let ends = (format!("p{from}"), format!("p{to}"));
        let id = id.to_string();
        builder
            .movement((&ends.0, &ends.1), i64::from(*time), amount, kind, &id)
            .expect("few");
    }
    builder.finish()
}

/// The rules coin by coin: each minor unit is a coin in a row, tainted or not; haircut in exact fractions is not such a
/// rule, so it is said by its formula.
fn coin_by_coin(flow: &Flow, currency: Currency, dirty: &[Party]) -> Vec<(MoveNo, ByRule)> {
    let mut coins: Vec<Vec<bool>> = vec![Vec::new(); 6];
    let mut shares = [(0_i64, 0_i64); 6];
    let mut poisoned = [false; 6];
    let mut all = Vec::new();
    let of_money = |number: &MoveNo| {
        let it = flow.get(*number);
        it.amount.currency == currency && it.kind != MoveKind::Goods && it.from != it.to
    };
    let numbers: Vec<MoveNo> = (0..flow.len()).filter(of_money).collect();
    for second in numbers.chunk_by(|one, next| flow.time(*one) == flow.time(*next)) {
        let mut arriving = Vec::new();
        for number in second {
            let it = flow.get(*number);
            let from = it.from as usize;
            let x = it.amount.minor;
            if dirty.contains(&it.from) {
                arriving.push((it.to, vec![true; x as usize], x, true));
                continue;
            }
            // By haircut.
            let (balance, tainted) = shares[from];
            let part = if x >= balance {
                tainted
            } else {
                tainted * x / balance
            };
            shares[from] = ((balance - x).max(0), tainted - part);
            // By FIFO.
            let own = coins[from].len().min(x as usize);
            let mut taken: Vec<bool> = coins[from].drain(..own).collect();
            taken.resize(x as usize, false);
            // By poison.
            let poison = poisoned[from];
            if shares[from].0 == 0 {
                poisoned[from] = false;
            }
            arriving.push((it.to, taken, part, poison));
        }
        for (number, (to, taken, part, poison)) in second.iter().zip(arriving) {
            let x = taken.len() as i64;
            let rules = ByRule {
                haircut: part,
                fifo: taken.iter().filter(|coin| **coin).count() as i64,
                poison: if poison { x } else { 0 },
            };
            if rules != ByRule::default() {
                all.push((*number, rules));
            }
            if !dirty.contains(&to) {
                let to = to as usize;
                shares[to].0 += x;
                shares[to].1 += part;
                coins[to].extend(taken);
                poisoned[to] |= rules.poison > 0;
            }
        }
    }
    all
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0..6_u8, 0..6_u8, 0..15_u8, 0..60_u8, 0..10_u8), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn taint_is_neither_made_nor_lost_and_poison_is_never_below(rows in rows(), dirty in (0..6_u32, 0..6_u32)) {
        let network = network(&rows);
        let flow = network.flow();
        let dirty = [dirty.0, dirty.1];
        let taint = find(&network, &dirty).expect("dirty parties");
        for (number, rules) in &taint.moves {
            let x = flow.minor(*number);
            prop_assert!(rules.poison == 0 || rules.poison == x);
            prop_assert!(0 <= rules.haircut && rules.haircut <= rules.poison);
            prop_assert!(0 <= rules.fifo && rules.fifo <= rules.poison);
        }
        for issued in &taint.issued {
            let of: Vec<&Holder> = taint.holders.iter().filter(|it| it.currency == issued.currency).collect();
            prop_assert_eq!(of.iter().map(|it| it.held.haircut).sum::<i64>(), issued.minor);
            prop_assert_eq!(of.iter().map(|it| it.held.fifo).sum::<i64>(), issued.minor);
            for it in of {
                prop_assert_eq!(it.dirty, dirty.contains(&it.party));
                if !it.dirty {
                    prop_assert!(it.held.haircut <= it.held.poison && it.held.fifo <= it.held.poison);
                    prop_assert!(it.held.poison == 0 || it.held.poison == it.balance);
                }
            }
        }
    }

    #[test]
    fn the_rules_are_what_they_are_coin_by_coin(rows in rows(), dirty in (0..6_u32, 0..6_u32)) {
        let network = network(&rows);
        let flow = network.flow();
        let dirty = [dirty.0, dirty.1];
        let taint = find(&network, &dirty).expect("dirty parties");
        let mut all = Vec::new();
        for code in ["EUR", "USD"] {
            all.extend(coin_by_coin(flow, Currency::of(code).expect("known"), &dirty));
        }
        all.sort_unstable_by_key(|(number, _)| *number);
        prop_assert_eq!(&taint.moves, &all);
        let haircuts: Vec<_> = all.iter().map(|(number, it)| (*number, it.haircut)).filter(|it| it.1 > 0).collect();
        prop_assert_eq!(haircut(&network, &dirty).expect("dirty parties"), haircuts);
    }
}

#[test]
fn large_amounts_are_divided_exactly() {
    let big = i64::MAX / 8;
    let mut builder = NetworkBuilder::default();
    let eur = Currency::of("EUR").expect("known");
    for (id, ends, time, minor) in [
        ("1", ("clean", "shop"), 1, big),
        ("2", ("dirty", "shop"), 2, big),
        ("3", ("shop", "landlord"), 3, big + 1),
    ] {
        let amount = Amount {
            minor,
            currency: eur,
        };
        builder
            .movement(ends, time, amount, MoveKind::Payment, id)
            .expect("few");
    }
    let network = builder.finish();
    let dirty = network.parties().find("dirty").expect("named");
    let taint = find(&network, &[dirty]).expect("dirty party");
    let (_, rent) = taint.moves[1];
    assert_eq!((rent.haircut, rent.fifo), ((big + 1) / 2, 1));
    assert!(matches!(
        find(&network, &[]),
        Err(TraceError::NoEnds { .. })
    ));
    assert!(matches!(
        find(&network, &[99]),
        Err(TraceError::UnknownParty { .. })
    ));
    let found = taint.found(&network, &Options::default());
    assert_eq!(found.findings.len(), 2);
    assert_eq!(found.findings[0].amount.map(|it| it.minor), Some(big));
}
