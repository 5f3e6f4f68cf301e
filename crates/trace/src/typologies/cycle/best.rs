//! The best of too many: within one length the largest preserved amount, then the earliest.

use super::walk::Paths;
use crate::{Flow, MoveNo, least_of};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What is preserved (unknown across currencies, which is less than anything known), then the movements, earlier being better.
type Rank = (Option<i64>, Reverse<Vec<MoveNo>>);

/// Keeps the best paths of one length at a time.
pub(super) struct Best<'b> {
    flow: &'b Flow,
    room: usize,
    /// The worst of the kept ones on top.
    kept: BinaryHeap<Reverse<Rank>>,
}

impl<'b> Best<'b> {
    pub(super) fn new(flow: &'b Flow, room: usize) -> Self {
        Self {
            flow,
            room,
            kept: BinaryHeap::new(),
        }
    }

    pub(super) fn offer(&mut self, path: &[MoveNo]) {
        let amount = least_of(self.flow, path.iter().copied()).map(|amount| amount.minor);
        if self.kept.len() < self.room {
            self.kept.push(Reverse((amount, Reverse(path.to_vec()))));
            return;
        }
        let Some(mut worst) = self.kept.peek_mut() else {
            return;
        };
        let Reverse((least, Reverse(other))) = &*worst;
        if (amount, Reverse(path)) > (*least, Reverse(other.as_slice())) {
            *worst = Reverse((amount, Reverse(path.to_vec())));
        }
    }

    /// Hands the best of this length over, best first.
    pub(super) fn finish_length(&mut self, paths: &mut Paths) {
        let kept = std::mem::take(&mut self.kept).into_sorted_vec();
        self.room -= kept.len();
        for Reverse((_, Reverse(path))) in kept {
            paths.push(&path);
        }
    }
}
