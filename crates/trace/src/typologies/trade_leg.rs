//! Goods and the money for them that do not fit.

use super::limits::DAY;
use super::{About, Reach, Typology};
use crate::{Amount, Currency, Fact, Finding, Flow, Found, Hop, MoveKind, MoveNo, Network};
use crate::{Options, Party, TraceError};
use std::collections::BTreeMap;

/// How many times as much as the other one leg may be. Two: customs values and part payments differ by tens of percent, schemes
/// that move value by invoices by multiples (FATF 2006 and 2020 give cases of two to many hundred times).
const FAR: i128 = 2;

/// Goods and the money for them that do not fit.
pub const TYPOLOGY: Typology = Typology {
    name: "trade-leg",
    about: About {
        finds: "Goods that one party moved to another, and what that other paid back for them, where the values are far \
                apart: goods without any payment, or one leg more than twice the other. Deliveries and payments of one \
                pair that follow each other within thirty days (`long`) make one trade. Only legs of one currency are \
                compared; the answer names the currencies that could not be.",
        why: "Goods carry value across borders without a bank: priced too high they move money to the seller, too low \
              or unpaid to the buyer. Oil, antiquities and charcoal have paid for armed groups in this way.",
        example: "Cars worth 120,000 go to a trading company that never pays; a third firm pays the seller's brother.",
        false_alarms: "Payment by letter of credit or through an agent, consignment, barter, aid, long terms of payment, \
                       gifts within a group; values in another currency.",
        source: "FATF, Trade-Based Money Laundering (2006) and FATF and Egmont Group, Trade-Based Money Laundering: Trends \
                 and Developments (2020).",
    },
    find,
    find_within: None,
    reach: Reach {
        before: 0,
        after: 0,
    },
};

/// All trades whose legs do not fit.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    let flow = network.flow();
    let mut found = Found::default();
    for ((seller, buyer), moves) in pairs(flow) {
        let mut start = 0;
        for at in 1..=moves.len() {
            let ends = at == moves.len()
                || flow.clock(moves[at]) - flow.clock(moves[at - 1]) > options.limits.long;
            if ends {
                trade(
                    flow,
                    options,
                    (seller, buyer),
                    &moves[start..at],
                    &mut found,
                );
                start = at;
            }
        }
    }
    found.sort();
    Ok(found)
}

/// By seller and buyer what moved between them, in the order of time: goods one way and money the other.
fn pairs(flow: &Flow) -> BTreeMap<(Party, Party), Vec<MoveNo>> {
    let mut pairs: BTreeMap<(Party, Party), Vec<MoveNo>> = BTreeMap::new();
    for number in 0..flow.len() {
        let ends = (flow.from(number), flow.to(number));
        if flow.kind(number) == MoveKind::Goods && ends.0 != ends.1 {
            pairs.entry(ends).or_default().push(number);
        }
    }
    for ((seller, buyer), moves) in &mut pairs {
        // The seller receives for many buyers: the one with fewer payments is asked.
        let paid = flow
            .leaving(*buyer)
            .iter()
            .filter(|step| step.party == *seller);
        let money = paid
            .map(|step| step.number)
            .filter(|number| flow.kind(*number) != MoveKind::Goods);
        moves.extend(money);
        moves.sort_unstable();
    }
    pairs
}

fn trade(
    flow: &Flow,
    options: &Options,
    (seller, buyer): (Party, Party),
    moves: &[MoveNo],
    found: &mut Found,
) {
    let goods = |number: &MoveNo| flow.kind(*number) == MoveKind::Goods;
    if !moves.iter().any(goods) {
        return;
    }
    // What was delivered near the end of the file may still be paid: told, and said so.
    let last = moves.iter().copied().filter(goods).max();
    let end = flow.len().checked_sub(1).map(|number| flow.clock(number));
    let open = last
        .zip(end)
        .is_some_and(|(last, end)| end - flow.clock(last) < options.limits.long);
    let mut legs: BTreeMap<Currency, (i128, i128)> = BTreeMap::new();
    for number in moves {
        let amount = flow.amount(*number);
        let (delivered, paid) = legs.entry(amount.currency).or_default();
        if goods(number) {
            *delivered += i128::from(amount.minor);
        } else {
            *paid += i128::from(amount.minor);
        }
    }
    let paid_at_all = moves.iter().any(|number| !goods(number));
    if legs.len() > 1 && paid_at_all {
        found.currencies.extend(legs.keys());
        return;
    }
    for (currency, (delivered, paid)) in legs {
        // Goods of no stated value compare with nothing; without any payment they are told all the same.
        let under = paid * FAR < delivered || !paid_at_all;
        let over = delivered > 0 && delivered * FAR < paid;
        if under || over {
            let word = match (paid_at_all, under) {
                (false, _) => "goods-without-payment",
                (true, true) => "paid-too-little",
                (true, false) => "paid-too-much",
            };
            let amount = |minor: i128| {
                let minor = i64::try_from(minor).unwrap_or(i64::MAX);
                Amount { minor, currency }
            };
            found.findings.push(Finding {
                typology: TYPOLOGY.name,
                hops: moves.iter().copied().map(Hop::Move).collect(),
                parties: vec![seller, buyer],
                amount: Some(amount((delivered - paid).abs())),
                capped: false,
                facts: vec![
                    Fact::Party("seller", seller),
                    Fact::Party("buyer", buyer),
                    Fact::Word("trade", word),
                    Fact::Word("term", if open { "running" } else { "over" }),
                    Fact::Amount("delivered", amount(delivered)),
                    Fact::Amount("paid", amount(paid)),
                    Fact::Number("days", i64::from(days(flow, moves))),
                ],
            });
        }
    }
}

fn days(flow: &Flow, moves: &[MoveNo]) -> u32 {
    let (first, last) = (moves[0], moves[moves.len() - 1]);
    (flow.clock(last) - flow.clock(first)) / DAY
}
