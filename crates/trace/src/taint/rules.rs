//! The three rules, and the pass over movements that all of them share.

use super::ByRule;
use super::fifo::Fifo;
use crate::{Currency, Flow, MoveKind, MoveNo, Party, TraceError};

/// A convention about which money leaves an account.
pub(super) trait Rule {
    /// How much of a movement is tainted.
    type Tainted: Copy;
    /// `x` leaves a party that is not dirty.
    fn give(&mut self, from: Party, x: i64) -> Self::Tainted;
    /// `x` leaves a dirty party.
    fn issue(&mut self, x: i64) -> Self::Tainted;
    /// `x` arrives, after all that leaves in its second has left, in the order in which it left.
    fn take(&mut self, to: Party, x: i64, tainted: Self::Tainted, is_dirty: bool);
}

/// Runs a rule over the money of one currency in the order of time; `tell` hears of each movement.
///
/// # Errors
/// More than 64 bits count: no balance can be more than all that moved.
pub(super) fn run<R: Rule>(
    flow: &Flow,
    currency: Currency,
    dirty: &[bool],
    rule: &mut R,
    mut tell: impl FnMut(MoveNo, R::Tainted),
) -> Result<(), TraceError> {
    let mut sum = 0_i64;
    let mut second = u32::MAX;
    // What left in this second and did not arrive yet.
    let mut sent: Vec<(Party, i64, R::Tainted)> = Vec::new();
    for number in 0..flow.len() {
        let (from, to) = (flow.from(number), flow.to(number));
        if flow.currency(number) != currency || from == to || flow.kind(number) == MoveKind::Goods {
            continue;
        }
        let x = flow.minor(number);
        sum = sum.checked_add(x).ok_or(TraceError::TooMany {
            what: "minor units of one currency",
            count: u64::MAX,
            limit: i64::MAX as u64,
        })?;
        if flow.clock(number) != second {
            second = flow.clock(number);
            for (to, x, tainted) in sent.drain(..) {
                rule.take(to, x, tainted, dirty[to as usize]);
            }
        }
        let tainted = if dirty[from as usize] {
            rule.issue(x)
        } else {
            rule.give(from, x)
        };
        tell(number, tainted);
        sent.push((to, x, tainted));
    }
    for (to, x, tainted) in sent {
        rule.take(to, x, tainted, dirty[to as usize]);
    }
    Ok(())
}

/// What a party has, and how much of it is tainted. A dirty party: what it absorbed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Account {
    pub(super) balance: i64,
    pub(super) tainted: i64,
}

/// In proportion.
#[derive(Debug)]
pub(super) struct Haircut(pub(super) Vec<Account>);

impl Rule for Haircut {
    type Tainted = i64;

    fn give(&mut self, from: Party, x: i64) -> i64 {
        let account = &mut self.0[from as usize];
        let tainted = in_proportion(*account, x);
        // What is short comes from outside.
        account.balance = (account.balance - x).max(0);
        account.tainted -= tainted;
        tainted
    }

    fn issue(&mut self, x: i64) -> i64 {
        x
    }

    fn take(&mut self, to: Party, x: i64, tainted: i64, _: bool) {
        let account = &mut self.0[to as usize];
        account.balance += x;
        account.tainted += tainted;
    }
}

/// What is tainted of `x` that leaves an account, by haircut.
fn in_proportion(account: Account, x: i64) -> i64 {
    if account.tainted == 0 || x >= account.balance {
        return account.tainted;
    }
    let (tainted, x) = (account.tainted as u64, x as u64);
    let balance = account.balance as u64;
    // At most what was tainted: it fits.
    match tainted.checked_mul(x) {
        Some(product) => (product / balance) as i64,
        None => (u128::from(tainted) * u128::from(x) / u128::from(balance)) as i64,
    }
}

/// All, while any is. What is tainted of a balance is nothing or all; a balance is clean again once all of it has left.
#[derive(Debug)]
pub(super) struct Poison(pub(super) Vec<Account>);

impl Rule for Poison {
    type Tainted = i64;

    fn give(&mut self, from: Party, x: i64) -> i64 {
        let account = &mut self.0[from as usize];
        let poisoned = account.tainted > 0;
        account.balance = (account.balance - x).max(0);
        account.tainted = if poisoned { account.balance } else { 0 };
        if poisoned { x } else { 0 }
    }

    fn issue(&mut self, x: i64) -> i64 {
        x
    }

    fn take(&mut self, to: Party, x: i64, tainted: i64, is_dirty: bool) {
        let account = &mut self.0[to as usize];
        account.balance += x;
        if is_dirty {
            account.tainted += tainted;
        } else if account.tainted > 0 || tainted > 0 {
            account.tainted = account.balance;
        }
    }
}

/// The three side by side.
#[derive(Debug)]
pub(super) struct All {
    pub(super) haircut: Haircut,
    pub(super) fifo: Fifo,
    pub(super) poison: Poison,
}

impl All {
    pub(super) fn new(parties: usize) -> Self {
        Self {
            haircut: Haircut(vec![Account::default(); parties]),
            fifo: Fifo::new(parties),
            poison: Poison(vec![Account::default(); parties]),
        }
    }
}

impl Rule for All {
    type Tainted = ByRule;

    fn give(&mut self, from: Party, x: i64) -> ByRule {
        ByRule {
            haircut: self.haircut.give(from, x),
            fifo: self.fifo.give(from, x),
            poison: self.poison.give(from, x),
        }
    }

    fn issue(&mut self, x: i64) -> ByRule {
        ByRule {
            haircut: self.haircut.issue(x),
            fifo: self.fifo.issue(x),
            poison: self.poison.issue(x),
        }
    }

    fn take(&mut self, to: Party, x: i64, tainted: ByRule, is_dirty: bool) {
        self.haircut.take(to, x, tainted.haircut, is_dirty);
        self.fifo.take(to, x, tainted.fifo, is_dirty);
        self.poison.take(to, x, tainted.poison, is_dirty);
    }
}
