//! Tainted money: how much of what each party holds, and of what each movement brought, came from dirty parties, by three
//! rules side by side.
//!
//! **The rules.** An account mixes money, and no law says which of it leaves. So
//! - *haircut*: what leaves is as tainted as the balance, in proportion;
//! - *FIFO*: what came first leaves first;
//! - *poison*: while anything tainted is in a balance, all of it is.
//!
//! They differ, often by orders of magnitude, and a figure of one rule without the others misleads: every answer holds all
//! three. Haircut and FIFO neither make nor lose tainted money; poison makes it, and is never below either.
//!
//! **What is known of balances.** Nothing: each begins at zero. A party that gives more than it has is topped up from
//! outside with clean money, after all that it has. Everything that a dirty party gives is tainted in full, and what comes
//! to one is absorbed. Movements of one second are taken together: first all leave, then all arrive, as everywhere here what
//! arrives in a second leaves in a later one. Goods are no money. Taint does not pass from one currency to another: an
//! account that changes money must be followed by hand.
//!
//! **Whole units.** Haircut: of a balance `b` with `t` tainted, a movement of `x <= b` takes `t * x / b` rounded down, and the
//! rest stays; the whole balance takes all. What is rounded stays with the giver, less than one minor unit a movement.
//!
//! SOURCE: Möser, Böhme and Breuker, *Towards Risk Scoring of Bitcoin Transactions* (2014), on poison and haircut; Anderson,
//! Shumailov and Ahmed, *Making Bitcoin Legal* (2018), on FIFO after Clayton's case (1816).

mod fifo;
mod rules;
#[cfg(test)]
mod tests;

use crate::{
    Amount, Currency, Fact, Finding, Flow, Found, MoveNo, Network, Options, Party, TraceError,
};
use rules::{Account, All, Haircut, run};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The name of these findings.
pub const NAME: &str = "taint";

/// What every answer must say.
pub const RULES_DIFFER: &str = "haircut, FIFO and poison are three conventions and give three answers: none of them \
                                says which money moved";

/// How much is tainted, by each rule, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByRule {
    /// In proportion.
    pub haircut: i64,
    /// First in, first out.
    pub fifo: i64,
    /// All, while any is.
    pub poison: i64,
}

/// A party that tainted money came to, and one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub party: Party,
    /// In which currency.
    pub currency: Currency,
    /// What came, all together.
    pub received: ByRule,
    /// What is still there at the end.
    pub held: ByRule,
    /// The balance at the end, tainted or not.
    pub balance: i64,
    /// Whether it is one of the dirty parties, for which all that comes is absorbed.
    pub dirty: bool,
}

/// The taint of a network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taint {
    /// Movements with any taint, in the order of numbers.
    pub moves: Vec<(MoveNo, ByRule)>,
    /// Parties to which any came, in the order of numbers, then currencies.
    pub holders: Vec<Holder>,
    /// What the dirty parties gave, by currency: all of it tainted.
    pub issued: Vec<Amount>,
}

/// Follows the money of dirty parties through all movements.
///
/// ```
/// use kashf_trace::{Amount, Currency, MoveKind, NetworkBuilder, taint};
///
/// let mut builder = NetworkBuilder::default();
/// let eur = Currency::of("EUR").unwrap();
/// for (id, ends, time, amount) in [
///     ("1", ("clean", "shop"), 1, "300"),
///     ("2", ("dirty", "shop"), 2, "100"),
///     ("3", ("shop", "landlord"), 3, "200"),
/// ] {
///     builder.movement(ends, time, Amount::read(amount, eur)?, MoveKind::Payment, id)?;
/// }
/// let network = builder.finish();
/// let of = |name| network.parties().find(name).unwrap();
/// let taint = taint::find(&network, &[of("dirty")])?;
/// let (_, rent) = taint.moves[1];
/// // A quarter of the till; none of what came first; all.
/// assert_eq!((rent.haircut, rent.fifo, rent.poison), (5_000, 0, 20_000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// No dirty party; one that the network does not have; more money in one currency than 64 bits count.
pub fn find(network: &Network, dirty: &[Party]) -> Result<Taint, TraceError> {
    let flow = network.flow();
    let is_dirty = which(flow, dirty)?;
    let mut taint = Taint::default();
    for currency in currencies(flow) {
        let mut rules = All::new(is_dirty.len());
        let start = taint.moves.len();
        let mut issued = 0;
        run(flow, currency, &is_dirty, &mut rules, |number, tainted| {
            // Poison is never below the others: what it leaves clean is clean.
            if tainted.poison > 0 {
                taint.moves.push((number, tainted));
            }
            if is_dirty[flow.from(number) as usize] {
                issued += flow.minor(number);
            }
        })?;
        if issued > 0 {
            taint.issued.push(Amount {
                minor: issued,
                currency,
            });
        }
        let mut holders: BTreeMap<Party, ByRule> = BTreeMap::new();
        for (number, tainted) in &taint.moves[start..] {
            let received = holders.entry(flow.to(*number)).or_default();
            received.haircut += tainted.haircut;
            received.fifo += tainted.fifo;
            received.poison += tainted.poison;
        }
        for (party, received) in holders {
            let at = party as usize;
            taint.holders.push(Holder {
                party,
                currency,
                received,
                held: ByRule {
                    haircut: rules.haircut.0[at].tainted,
                    fifo: rules.fifo.held(party),
                    poison: rules.poison.0[at].tainted,
                },
                balance: rules.fifo.balance(party),
                dirty: is_dirty[at],
            });
        }
    }
    taint.moves.sort_unstable_by_key(|(number, _)| *number);
    taint
        .holders
        .sort_unstable_by_key(|holder| (holder.party, holder.currency));
    Ok(taint)
}

/// What is tainted by haircut alone, by movement: several times as fast, for a first look over a large network.
///
/// # Errors
/// As [`find`].
pub fn haircut(network: &Network, dirty: &[Party]) -> Result<Vec<(MoveNo, i64)>, TraceError> {
    let flow = network.flow();
    let is_dirty = which(flow, dirty)?;
    let mut all = Vec::new();
    for currency in currencies(flow) {
        let mut rule = Haircut(vec![Account::default(); is_dirty.len()]);
        run(flow, currency, &is_dirty, &mut rule, |number, tainted| {
            if tainted > 0 {
                all.push((number, tainted));
            }
        })?;
    }
    all.sort_unstable();
    Ok(all)
}

fn which(flow: &Flow, dirty: &[Party]) -> Result<Vec<bool>, TraceError> {
    if dirty.is_empty() {
        return Err(TraceError::NoEnds { side: "from" });
    }
    let mut is_dirty = vec![false; flow.parties() as usize];
    for party in dirty {
        let known = is_dirty
            .get_mut(*party as usize)
            .ok_or_else(|| TraceError::UnknownParty {
                reference: format!("number {party}"),
            })?;
        *known = true;
    }
    Ok(is_dirty)
}

/// The currencies of all movements, in order.
fn currencies(flow: &Flow) -> Vec<Currency> {
    let mut all: Vec<Currency> = Vec::new();
    let mut last = None;
    for number in 0..flow.len() {
        let currency = Some(flow.currency(number));
        // Most often it is that of the movement before.
        if currency != last {
            last = currency;
            all.extend(currency.filter(|currency| !all.contains(currency)));
        }
    }
    all.sort_unstable();
    all
}

impl Taint {
    /// The parties to which most came (by haircut, then FIFO, then poison), each a finding with the movements that brought
    /// it; dirty parties and those beyond `options.most` are left out.
    #[must_use]
    pub fn found(&self, network: &Network, options: &Options) -> Found {
        let flow = network.flow();
        let mut holders: Vec<&Holder> = self.holders.iter().filter(|it| !it.dirty).collect();
        holders.sort_by_key(|it| {
            let ByRule {
                haircut,
                fifo,
                poison,
            } = it.received;
            (Reverse((haircut, fifo, poison)), it.party, it.currency)
        });
        let capped = holders.len() > options.most as usize;
        holders.truncate(options.most as usize);
        let mut brought: BTreeMap<(Party, Currency), Vec<MoveNo>> = holders
            .iter()
            .map(|it| ((it.party, it.currency), Vec::new()))
            .collect();
        for (number, _) in &self.moves {
            if let Some(moves) = brought.get_mut(&(flow.to(*number), flow.currency(*number))) {
                moves.push(*number);
            }
        }
        let findings = holders.into_iter().map(|holder| {
            let moves = brought
                .remove(&(holder.party, holder.currency))
                .unwrap_or_default();
            finding(flow, holder, moves, capped)
        });
        let mut found = Found {
            findings: findings.collect(),
            capped,
            ..Found::default()
        };
        found.currencies = self.issued.iter().map(|amount| amount.currency).collect();
        found
    }
}

fn finding(flow: &Flow, holder: &Holder, moves: Vec<MoveNo>, capped: bool) -> Finding {
    let mut givers: Vec<Party> = moves.iter().map(|number| flow.from(*number)).collect();
    givers.sort_unstable();
    givers.dedup();
    let mut parties = vec![holder.party];
    parties.extend(givers.into_iter().filter(|giver| *giver != holder.party));
    let amount = |minor| Amount {
        minor,
        currency: holder.currency,
    };
    let mut finding = Finding::of_moves(NAME, moves, parties);
    finding.amount = Some(amount(holder.received.haircut));
    finding.capped = capped;
    let (received, held) = (holder.received, holder.held);
    finding.facts = vec![
        Fact::Party("hub", holder.party),
        Fact::Amount("received-haircut", amount(received.haircut)),
        Fact::Amount("received-fifo", amount(received.fifo)),
        Fact::Amount("received-poison", amount(received.poison)),
        Fact::Amount("held-haircut", amount(held.haircut)),
        Fact::Amount("held-fifo", amount(held.fifo)),
        Fact::Amount("held-poison", amount(held.poison)),
        Fact::Word("rules", RULES_DIFFER),
    ];
    finding
}
