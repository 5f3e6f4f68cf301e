//! The largest complete group of one window, by branch and bound over rows of bits.

use super::{Group, Pay, Scratch, Search};
use crate::Party;

/// Rows of one window: who pays which of the anchor's receivers.
struct Table {
    receivers: Vec<Party>,
    senders: Vec<Party>,
    bits: Vec<Vec<u64>>,
}

impl Search<'_> {
    /// The largest group of a window that holds the anchor.
    pub(super) fn largest(
        &self,
        anchor: Party,
        pays: &[Pay],
        scratch: &mut Scratch,
        steps: &mut u64,
    ) -> Option<Group> {
        let table = self.table(anchor, pays, scratch);
        let width = self.width as usize;
        if table.receivers.len() < width || table.senders.len() + 1 < width {
            return None;
        }
        let mut best = Best {
            width: self.width,
            pairs: 0,
            rows: Vec::new(),
            common: Vec::new(),
            steps: *steps,
            most_steps: self.most_steps,
        };
        let full = full_row(table.receivers.len());
        let all: Vec<usize> = (0..table.senders.len()).collect();
        best.search(&table.bits, &full, &mut Vec::new(), &all);
        *steps = best.steps;
        if best.pairs == 0 {
            return None;
        }
        Some(self.group(anchor, pays, &table, best))
    }

    fn table(&self, anchor: Party, pays: &[Pay], scratch: &mut Scratch) -> Table {
        let mut table = Table {
            receivers: Vec::new(),
            senders: Vec::new(),
            bits: Vec::new(),
        };
        for pay in pays.iter().filter(|pay| pay.from == anchor) {
            let column = &mut scratch.columns[pay.to as usize];
            if *column == u32::MAX {
                *column = table.receivers.len() as u32;
                table.receivers.push(pay.to);
            }
        }
        let words = table.receivers.len().div_ceil(64);
        for pay in pays.iter().filter(|pay| pay.from != anchor) {
            let column = scratch.columns[pay.to as usize];
            if column == u32::MAX {
                continue;
            }
            let row = &mut scratch.rows[pay.from as usize];
            if *row == u32::MAX {
                *row = table.senders.len() as u32;
                table.senders.push(pay.from);
                table.bits.push(vec![0; words]);
            }
            table.bits[*row as usize][column as usize / 64] |= 1 << (column % 64);
        }
        for party in &table.receivers {
            scratch.columns[*party as usize] = u32::MAX;
        }
        for party in &table.senders {
            scratch.rows[*party as usize] = u32::MAX;
        }
        // The widest rows first: large groups are met early, and the bound cuts the rest.
        let mut rows: Vec<(Party, Vec<u64>)> = table.senders.into_iter().zip(table.bits).collect();
        rows.retain(|(_, bits)| ones(bits) >= self.width);
        rows.sort_by_key(|(party, bits)| (std::cmp::Reverse(ones(bits)), *party));
        (table.senders, table.bits) = rows.into_iter().unzip();
        table
    }

    fn group(&self, anchor: Party, pays: &[Pay], table: &Table, best: Best) -> Group {
        let mut rows = best.rows;
        let mut common = best.common;
        if self.nearly < 100 {
            // Whoever pays nearly all of the receivers belongs to it, and whom nearly all of the senders pay.
            let of = ones(&common);
            for (row, bits) in table.bits.iter().enumerate() {
                let paid: u32 = both(bits, &common)
                    .iter()
                    .map(|word| word.count_ones())
                    .sum();
                if !rows.contains(&row) && paid * 100 >= of * self.nearly {
                    rows.push(row);
                }
            }
            let senders = rows.len() as u32 + 1;
            for column in 0..table.receivers.len() {
                let (word, bit) = (column / 64, 1_u64 << (column % 64));
                let payers = rows.iter().filter(|row| table.bits[**row][word] & bit != 0);
                if (payers.count() as u32 + 1) * 100 >= senders * self.nearly {
                    common[word] |= bit;
                }
            }
        }
        let mut senders: Vec<Party> = rows.iter().map(|row| table.senders[*row]).collect();
        senders.push(anchor);
        senders.sort_unstable();
        let mut receivers: Vec<Party> = (0..table.receivers.len())
            .filter(|column| common[column / 64] & (1 << (column % 64)) != 0)
            .map(|column| table.receivers[column])
            .collect();
        receivers.sort_unstable();
        let inside: Vec<&Pay> = pays
            .iter()
            .filter(|pay| {
                senders.binary_search(&pay.from).is_ok() && receivers.binary_search(&pay.to).is_ok()
            })
            .collect();
        let mut pairs: Vec<(Party, Party)> = inside.iter().map(|pay| (pay.from, pay.to)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        Group {
            pairs: pairs.len() as u32,
            moves: inside.iter().map(|pay| pay.number).collect(),
            senders,
            receivers,
            capped: false,
        }
    }
}

fn full_row(columns: usize) -> Vec<u64> {
    let mut row = vec![u64::MAX; columns.div_ceil(64)];
    if let (Some(last), true) = (row.last_mut(), !columns.is_multiple_of(64)) {
        *last = (1 << (columns % 64)) - 1;
    }
    row
}

fn ones(bits: &[u64]) -> u32 {
    bits.iter().map(|word| word.count_ones()).sum()
}

fn both(one: &[u64], other: &[u64]) -> Vec<u64> {
    one.iter()
        .zip(other)
        .map(|(one, other)| one & other)
        .collect()
}

/// The search for the largest group, by branch and bound.
struct Best {
    width: u32,
    pairs: u32,
    rows: Vec<usize>,
    common: Vec<u64>,
    steps: u64,
    most_steps: u64,
}

impl Best {
    fn search(
        &mut self,
        bits: &[Vec<u64>],
        common: &[u64],
        chosen: &mut Vec<usize>,
        left: &[usize],
    ) {
        self.steps += left.len() as u64 + 1;
        if self.steps > self.most_steps {
            return;
        }
        let of = ones(common);
        let kept = chosen.len();
        let mut rest: Vec<(u32, usize)> = Vec::new();
        for row in left {
            let shares: u32 = bits[*row]
                .iter()
                .zip(common)
                .map(|(one, other)| (one & other).count_ones())
                .sum();
            if shares == of {
                chosen.push(*row);
            } else if shares >= self.width {
                rest.push((shares, *row));
            }
        }
        let senders = chosen.len() as u32 + 1;
        if senders >= self.width && of >= self.width && senders * of > self.pairs {
            self.pairs = senders * of;
            self.rows.clone_from(chosen);
            self.common = common.to_vec();
        }
        rest.sort_by_key(|(shares, row)| (std::cmp::Reverse(*shares), *row));
        // With so many more rows the group has at most what the last of them shares.
        let bound = |from: usize| {
            (from..rest.len())
                .map(|at| (senders + (at - from) as u32 + 1) * rest[at].0)
                .max()
                .unwrap_or(0)
        };
        for at in 0..rest.len() {
            if bound(at) <= self.pairs {
                break;
            }
            let row = rest[at].1;
            let next = both(common, &bits[row]);
            let left: Vec<usize> = rest[at + 1..].iter().map(|(_, row)| *row).collect();
            chosen.push(row);
            self.search(bits, &next, chosen, &left);
            chosen.truncate(senders as usize - 1);
        }
        chosen.truncate(kept);
    }
}
