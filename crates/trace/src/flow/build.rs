//! From rows in any order to columns in the order of time.

use super::{Adjacency, Flow, Move, MoveKind, Step};
use crate::{Amount, Currency, Ids, MoveNo, Party, TraceError};
use std::cmp::Ordering;

/// Movements that fit: numbers are 32 bits, and their largest value stands for none.
const MAX_MOVES: usize = u32::MAX as usize - 1;

/// The columns of movements, by number once sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    /// Time of the first movement.
    pub(crate) epoch: i64,
    pub(crate) from: Vec<Party>,
    pub(crate) to: Vec<Party>,
    /// Seconds since `epoch`.
    pub(crate) clock: Vec<u32>,
    pub(crate) minor: Vec<i64>,
    pub(crate) currency: Vec<Currency>,
    pub(crate) kind: Vec<MoveKind>,
    pub(crate) row: Vec<u32>,
    pub(crate) ids: Ids,
}

impl Columns {
    /// Appends a row; its time is kept relative to `epoch`, which moves down when an earlier one comes.
    pub(crate) fn push(
        &mut self,
        (from, to): (Party, Party),
        time: i64,
        amount: Amount,
        kind: MoveKind,
        (id, row): (&str, u32),
    ) -> Result<(), TraceError> {
        let count = self.from.len();
        if count >= MAX_MOVES {
            return Err(TraceError::TooMany {
                what: "movements",
                count: count as u64 + 1,
                limit: MAX_MOVES as u64,
            });
        }
        let clock = self.clock_of(time)?;
        self.from.push(from);
        self.to.push(to);
        self.clock.push(clock);
        self.minor.push(amount.minor);
        self.currency.push(amount.currency);
        self.kind.push(kind);
        self.row.push(row);
        self.ids.push(id);
        Ok(())
    }

    fn clock_of(&mut self, time: i64) -> Result<u32, TraceError> {
        if self.from.is_empty() {
            self.epoch = time;
            return Ok(0);
        }
        let span = |from: i64, to: i64| {
            u32::try_from(to.saturating_sub(from)).map_err(|_| TraceError::Span {
                years: to.saturating_sub(from) / (365 * 86_400),
            })
        };
        if time >= self.epoch {
            return span(self.epoch, time);
        }
        // A little earlier than the first: leave room, so that a file in descending order moves the epoch rarely.
        let latest = self.clock.iter().copied().max().unwrap_or(0);
        let needed = span(time, self.epoch + i64::from(latest))?;
        let room = (u32::MAX - needed).min(needed.max(86_400));
        let epoch = time - i64::from(room);
        let shift = span(epoch, self.epoch)?;
        for clock in &mut self.clock {
            *clock += shift;
        }
        self.epoch = epoch;
        Ok(room)
    }

    /// What stands in a row.
    pub(crate) fn get(&self, row: u32) -> Move {
        let at = row as usize;
        Move {
            from: self.from[at],
            to: self.to[at],
            time: self.epoch + i64::from(self.clock[at]),
            amount: Amount {
                minor: self.minor[at],
                currency: self.currency[at],
            },
            kind: self.kind[at],
            row: self.row[at],
        }
    }

    /// Sorts and joins: `became` says which party each number by arrival is. With `joins`, what moves from a party to itself
    /// is left out.
    pub(crate) fn finish(mut self, parties: Party, became: &[Party], joins: bool) -> Flow {
        for party in self.from.iter_mut().chain(&mut self.to) {
            *party = became[*party as usize];
        }
        if joins && self.from.iter().zip(&self.to).any(|(from, to)| from == to) {
            // It fits: `push` refuses more.
            let rows = 0..self.from.len() as u32;
            let kept: Vec<u32> = rows
                .filter(|row| self.from[*row as usize] != self.to[*row as usize])
                .collect();
            self.sort(&kept);
        }
        let first = self.clock.iter().copied().min().unwrap_or(0);
        for clock in &mut self.clock {
            *clock -= first;
        }
        self.epoch += i64::from(first);
        if let Some(order) = self.order() {
            self.sort(&order);
        }
        self.shrink();
        self.in_order(parties)
    }

    /// Joins what is in order already, its parties being those of the network.
    pub(crate) fn in_order(self, parties: Party) -> Flow {
        let leaving = adjacency(parties, &self.from, &self.to);
        let arriving = adjacency(parties, &self.to, &self.from);
        let one_currency = self.currency.windows(2).all(|pair| pair[0] == pair[1]);
        Flow {
            columns: self,
            leaving,
            arriving,
            one_currency,
        }
    }

    /// Rows in the order of time, then content; none when they stand so.
    fn order(&self) -> Option<Vec<u32>> {
        let rows = 0..self.from.len();
        if rows
            .clone()
            .skip(1)
            .all(|at| self.compare(at - 1, at) != Ordering::Greater)
        {
            return None;
        }
        let mut keys: Vec<u64> = rows
            .map(|at| u64::from(self.clock[at]) << 32 | at as u64)
            .collect();
        keys.sort_unstable();
        let mut order: Vec<u32> = keys.into_iter().map(|key| key as u32).collect();
        // What happened in one second stands in the order of content.
        let mut start = 0;
        while start < order.len() {
            let second = self.clock[order[start] as usize];
            let length = order[start..]
                .iter()
                .take_while(|at| self.clock[**at as usize] == second)
                .count();
            order[start..start + length]
                .sort_unstable_by(|one, other| self.compare(*one as usize, *other as usize));
            start += length;
        }
        Some(order)
    }

    fn compare(&self, one: usize, other: usize) -> Ordering {
        let key = |at: usize| {
            (
                self.clock[at],
                self.from[at],
                self.to[at],
                self.minor[at],
                self.currency[at],
                self.kind[at],
            )
        };
        key(one)
            .cmp(&key(other))
            .then_with(|| self.ids.compare(one, other))
    }

    fn sort(&mut self, order: &[u32]) {
        fn sorted<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
            *column = order.iter().map(|at| column[*at as usize]).collect();
        }
        sorted(&mut self.from, order);
        sorted(&mut self.to, order);
        sorted(&mut self.clock, order);
        sorted(&mut self.minor, order);
        sorted(&mut self.currency, order);
        sorted(&mut self.kind, order);
        sorted(&mut self.row, order);
        self.ids = self.ids.in_order(order);
    }

    fn shrink(&mut self) {
        self.from.shrink_to_fit();
        self.to.shrink_to_fit();
        self.clock.shrink_to_fit();
        self.minor.shrink_to_fit();
        self.currency.shrink_to_fit();
        self.kind.shrink_to_fit();
        self.row.shrink_to_fit();
    }
}

/// Steps by party, counted and placed: within a party they keep the order of numbers.
fn adjacency(parties: Party, near: &[Party], far: &[Party]) -> Adjacency {
    let mut starts = vec![0_u32; parties as usize + 2];
    for party in near {
        starts[*party as usize + 2] += 1;
    }
    for at in 2..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut steps = vec![
        Step {
            party: 0,
            number: 0
        };
        near.len()
    ];
    for (number, (near, far)) in (0 as MoveNo..).zip(near.iter().zip(far)) {
        let place = &mut starts[*near as usize + 1];
        steps[*place as usize] = Step {
            party: *far,
            number,
        };
        *place += 1;
    }
    starts.pop();
    Adjacency { starts, steps }
}

#[cfg(test)]
mod tests {
    use crate::{Amount, Currency, MoveKind, Network, NetworkBuilder};
    use proptest::prelude::*;

    type Row = (u8, u8, i64, i64);

    fn network(rows: &[(usize, Row)]) -> Network {
        let mut builder = NetworkBuilder::default();
        for (id, (from, to, time, minor)) in rows {
            let amount = Amount {
                minor: *minor,
                currency: Currency::NONE,
            };
            builder
                .movement(
                    (&format!("p{from}"), &format!("p{to}")),
                    *time,
                    amount,
                    MoveKind::Payment,
                    &id.to_string(),
                )
                .expect("few");
        }
        builder.finish()
    }

    proptest! {
        #[test]
        fn any_order_of_arrival_gives_one_flow(
            rows in prop::collection::vec((0..6_u8, 0..6_u8, -9..9_i64, 0..4_i64), 0..40),
            turn in 0..40_usize,
        ) {
            let rows: Vec<(usize, Row)> = rows.into_iter().enumerate().collect();
            let one = network(&rows);
            let mut turned = rows.clone();
            turned.reverse();
            turned.rotate_left(turn.min(rows.len().saturating_sub(1)));
            let other = network(&turned);
            let all = |network: &Network| {
                let flow = network.flow();
                (0..flow.len())
                    .map(|number| {
                        let it = flow.get(number);
                        let name = |party| network.parties().reference(party).to_owned();
                        (it.time, name(it.from), name(it.to), it.amount, flow.id(number).to_string())
                    })
                    .collect::<Vec<_>>()
            };
            prop_assert_eq!(all(&one), all(&other));
            let flow = one.flow();
            for number in 0..flow.len() {
                let time = flow.time(number);
                let earlier = (0..flow.len()).filter(|other| flow.time(*other) < time).count() as u32;
                let later = (0..flow.len()).filter(|other| flow.time(*other) <= time).count() as u32;
                prop_assert_eq!(flow.earlier_than(number), earlier);
                prop_assert_eq!(flow.later_than(number), later);
                prop_assert_eq!(flow.first_at(time), earlier);
                let start = (0..flow.len()).filter(|other| flow.time(*other) < time - 3).count() as u32;
                let end = (0..flow.len()).filter(|other| flow.time(*other) <= time + 3).count() as u32;
                prop_assert_eq!((flow.window_start(number, 3), flow.window_end(number, 3)), (start, end));
                let steps = flow.leaving(flow.from(number));
                prop_assert!(steps.windows(2).all(|pair| pair[0].number < pair[1].number));
                prop_assert!(steps.iter().any(|step| step.number == number && step.party == flow.to(number)));
                prop_assert!(flow.arriving(flow.to(number)).iter().any(|step| step.number == number));
            }
        }
    }
}
