//! First in, first out: each balance is a row of pieces, clean or tainted, in the order in which they came.

use super::rules::Rule;
use crate::Party;
use std::collections::VecDeque;

/// An amount, all of it tainted or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    minor: i64,
    tainted: bool,
}

/// The rows of all parties. A party to which nothing tainted came has no row, only a balance.
#[derive(Debug)]
pub(super) struct Fifo {
    balances: Vec<i64>,
    /// Which row is a party's, plus one; none is zero.
    rows: Vec<u32>,
    pieces: Vec<VecDeque<Piece>>,
    /// Rows that nobody has any more.
    free: Vec<u32>,
    /// What left in this second and did not arrive yet: pieces, and how many each movement has.
    sent: VecDeque<Piece>,
    counts: VecDeque<u32>,
    /// What dirty parties absorbed.
    absorbed: Vec<i64>,
}

impl Fifo {
    pub(super) fn new(parties: usize) -> Self {
        Self {
            balances: vec![0; parties],
            rows: vec![0; parties],
            pieces: Vec::new(),
            free: Vec::new(),
            sent: VecDeque::new(),
            counts: VecDeque::new(),
            absorbed: vec![0; parties],
        }
    }

    /// What of a party's balance is tainted; of a dirty party what it absorbed.
    pub(super) fn held(&self, party: Party) -> i64 {
        let at = party as usize;
        let row = match self.rows[at] {
            0 => return self.absorbed[at],
            row => &self.pieces[row as usize - 1],
        };
        let tainted = row.iter().filter(|piece| piece.tainted);
        self.absorbed[at] + tainted.map(|piece| piece.minor).sum::<i64>()
    }

    /// A party's balance.
    pub(super) fn balance(&self, party: Party) -> i64 {
        self.balances[party as usize]
    }

    fn send(&mut self, pieces: &[Piece]) {
        self.sent.extend(pieces);
        // It fits: few pieces.
        self.counts.push_back(pieces.len() as u32);
    }

    /// Takes `x` from the front of a row; how much of it is tainted. What is short comes from outside, last.
    fn take_front(&mut self, row: u32, mut x: i64) -> i64 {
        let (mut tainted, mut count) = (0, 0);
        let pieces = &mut self.pieces[row as usize];
        while x > 0
            && let Some(first) = pieces.front_mut()
        {
            let part = first.minor.min(x);
            let piece = Piece {
                minor: part,
                tainted: first.tainted,
            };
            self.sent.push_back(piece);
            count += 1;
            if piece.tainted {
                tainted += part;
            }
            x -= part;
            first.minor -= part;
            if first.minor == 0 {
                pieces.pop_front();
            }
        }
        if x > 0 {
            self.sent.push_back(Piece {
                minor: x,
                tainted: false,
            });
            count += 1;
        }
        self.counts.push_back(count);
        tainted
    }

    /// A row that holds nothing tainted is given back.
    fn release_clean(&mut self, party: Party) {
        let row = self.rows[party as usize] - 1;
        if self.pieces[row as usize].iter().any(|piece| piece.tainted) {
            return;
        }
        self.pieces[row as usize].clear();
        self.rows[party as usize] = 0;
        self.free.push(row);
    }

    fn row_of(&mut self, party: Party) -> u32 {
        if let Some(row) = self.rows[party as usize].checked_sub(1) {
            return row;
        }
        let row = self.free.pop().unwrap_or_else(|| {
            self.pieces.push(VecDeque::new());
            // It fits: no more rows than parties.
            self.pieces.len() as u32 - 1
        });
        self.rows[party as usize] = row + 1;
        let balance = self.balances[party as usize];
        if balance > 0 {
            self.pieces[row as usize].push_back(Piece {
                minor: balance,
                tainted: false,
            });
        }
        row
    }
}

impl Rule for Fifo {
    type Tainted = i64;

    fn give(&mut self, from: Party, x: i64) -> i64 {
        let tainted = match self.rows[from as usize].checked_sub(1) {
            None => {
                self.send(&[Piece {
                    minor: x,
                    tainted: false,
                }]);
                0
            }
            Some(row) => {
                let tainted = self.take_front(row, x);
                if tainted > 0 {
                    self.release_clean(from);
                }
                tainted
            }
        };
        let balance = &mut self.balances[from as usize];
        *balance = (*balance - x).max(0);
        tainted
    }

    fn issue(&mut self, x: i64) -> i64 {
        self.send(&[Piece {
            minor: x,
            tainted: true,
        }]);
        x
    }

    fn take(&mut self, to: Party, x: i64, tainted: i64, is_dirty: bool) {
        let count = self.counts.pop_front().unwrap_or(0) as usize;
        if is_dirty {
            self.sent.drain(..count);
            self.absorbed[to as usize] += tainted;
            return;
        }
        if tainted == 0 && self.rows[to as usize] == 0 {
            self.sent.drain(..count);
            self.balances[to as usize] += x;
            return;
        }
        let row = self.row_of(to) as usize;
        for piece in self.sent.drain(..count) {
            match self.pieces[row].back_mut() {
                Some(last) if last.tainted == piece.tainted => last.minor += piece.minor,
                _ => self.pieces[row].push_back(piece),
            }
        }
        self.balances[to as usize] += x;
    }
}
