//! The part of a network through which money can run from one side to the other in the order of time, and its arcs.
//!
//! A party is a row of nodes, one for each stretch of its time in which money first arrives and then leaves; what it does
//! not pass on it holds over to its next node. What arrives in a second leaves in a later one.

use super::dinic::{Arcs, NO_LIMIT};
use crate::between::Ends;
use crate::{Currency, Flow, MoveKind, MoveNo, Options, Party};
use std::ops::Range;

/// Most movements that one run takes: the largest.
pub(super) const MOST: usize = 200_000;

/// Where all money sets out, and where it ends.
pub(super) const START: u32 = 0;
/// Where it ends.
pub(super) const END: u32 = 1;

/// Which movements a flow can use.
#[derive(Debug)]
pub(super) struct Part<'n> {
    pub(super) flow: &'n Flow,
    pub(super) options: &'n Options,
    pub(super) ends: &'n Ends,
    pub(super) currency: Currency,
}

impl Part<'_> {
    fn is_source(&self, party: Party) -> bool {
        self.ends.from.binary_search(&party).is_ok()
    }

    fn is_target(&self, party: Party) -> bool {
        self.ends.to.binary_search(&party).is_ok()
    }

    /// Whether a movement may carry anything: money of the currency, not back into a source or out of a target.
    fn may_carry(&self, number: MoveNo) -> bool {
        let flow = self.flow;
        flow.currency(number) == self.currency
            && flow.kind(number) != MoveKind::Goods
            && flow.minor(number) > 0
            && flow.from(number) != flow.to(number)
            && !self.is_source(flow.to(number))
            && !self.is_target(flow.from(number))
    }

    /// The movements on some way from a source to a target in the order of time, and hubs that were not passed.
    pub(super) fn reachable(&self, numbers: Range<MoveNo>) -> (Vec<MoveNo>, Vec<Party>) {
        let flow = self.flow;
        const NEVER: u32 = u32::MAX;
        let parties = flow.parties() as usize;
        let mut arrived = vec![NEVER; parties];
        let mut hubs = Vec::new();
        let mut forward = Vec::new();
        for number in numbers {
            let (from, to) = (flow.from(number), flow.to(number));
            let clock = flow.clock(number);
            let source = self.is_source(from);
            if !(source || arrived[from as usize] < clock) || !self.may_carry(number) {
                continue;
            }
            forward.push(number);
            // Once a party has something it has it for good: only its first arrival matters.
            if arrived[to as usize] == NEVER {
                let hub = !self.is_target(to) && self.options.is_hub(flow, to);
                if hub {
                    hubs.push(to);
                }
                arrived[to as usize] = if hub { NEVER - 1 } else { clock };
            }
        }
        let mut leaves = vec![0_u32; parties];
        let mut kept: Vec<MoveNo> = forward
            .into_iter()
            .rev()
            .filter(|number| {
                let (from, to) = (flow.from(*number), flow.to(*number));
                // One more than the clock, so that none is zero.
                let after = flow.clock(*number).saturating_add(1);
                let useful = self.is_target(to) || leaves[to as usize] > after;
                if useful && leaves[from as usize] == 0 {
                    leaves[from as usize] = after;
                }
                useful
            })
            .collect();
        kept.reverse();
        hubs.sort_unstable();
        hubs.dedup();
        (kept, hubs)
    }

    /// The largest movements, in order again; whether any were left out.
    pub(super) fn largest(&self, mut moves: Vec<MoveNo>) -> (Vec<MoveNo>, bool) {
        if moves.len() <= MOST {
            return (moves, false);
        }
        moves.sort_unstable_by_key(|number| (std::cmp::Reverse(self.flow.minor(*number)), *number));
        moves.truncate(MOST);
        moves.sort_unstable();
        (moves, true)
    }

    /// The arcs of movements, and for each movement (in order) the number of its arc; none when nothing can have come to it.
    pub(super) fn arcs(&self, moves: &[MoveNo]) -> (Arcs, Vec<Option<u32>>) {
        let flow = self.flow;
        let mut arcs = Arcs::default();
        let (start, end) = (arcs.node(), arcs.node());
        debug_assert_eq!((start, end), (START, END));
        // The node of each party by now, and whether anything left it.
        let mut nodes: Vec<Option<(u32, bool)>> = vec![None; flow.parties() as usize];
        let mut numbers = Vec::with_capacity(moves.len());
        for second in moves.chunk_by(|one, next| flow.clock(*one) == flow.clock(*next)) {
            // What arrives in a second leaves in a later one: first everything leaves.
            let leaving: Vec<Option<u32>> = second
                .iter()
                .map(|number| {
                    let from = flow.from(*number);
                    if self.is_source(from) {
                        return Some(START);
                    }
                    let (node, left) = nodes[from as usize].as_mut()?;
                    *left = true;
                    Some(*node)
                })
                .collect();
            for (number, from) in second.iter().zip(leaving) {
                let Some(from) = from else {
                    numbers.push(None);
                    continue;
                };
                let to = flow.to(*number);
                let node = if self.is_target(to) {
                    END
                } else {
                    match nodes[to as usize] {
                        Some((node, false)) => node,
                        before => {
                            let node = arcs.node();
                            if let Some((before, _)) = before {
                                arcs.arc(before, node, NO_LIMIT);
                            }
                            nodes[to as usize] = Some((node, false));
                            node
                        }
                    }
                };
                numbers.push(Some(arcs.arc(from, node, flow.minor(*number))));
            }
        }
        (arcs, numbers)
    }
}
