//! The cycles themselves: depth first from the receiver of the closing movement, pruned by what may still come home.
//!
//! First a plain walk over all lengths. Where it finds more than may be kept, or takes more steps than it may, a second walk
//! goes length by length from the shortest: what is cut then is the longest, and within one length the smallest amounts.

use super::Anchor;
use super::best::Best;
use super::reach::Side;
use crate::{Flow, MoveNo, Options, Party};
use std::cmp::Reverse;

/// Which lengths a walk reports, in movements before the closing one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lengths {
    UpTo,
    Exactly,
}

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    TooMany,
    TooLong,
}

/// Paths by their movements, one after another; the closing movement is the last of each.
#[derive(Debug, Default)]
pub(super) struct Paths {
    pub(super) moves: Vec<MoveNo>,
    pub(super) ends: Vec<usize>,
}

impl Paths {
    pub(super) fn clear(&mut self) {
        self.moves.clear();
        self.ends.clear();
    }

    pub(super) fn push(&mut self, moves: &[MoveNo]) {
        self.moves.extend_from_slice(moves);
        self.ends.push(self.moves.len());
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[MoveNo]> {
        (0..self.ends.len()).map(|at| {
            let start = if at == 0 { 0 } else { self.ends[at - 1] };
            &self.moves[start..self.ends[at]]
        })
    }
}

/// One walk from a receiver home to a giver.
struct Walk<'w> {
    flow: &'w Flow,
    anchor: &'w Anchor<'w>,
    back: &'w Side,
    preserved: u8,
    lengths: Lengths,
    path: &'w mut Vec<MoveNo>,
    on_path: &'w mut Vec<Party>,
    steps: u64,
    most: usize,
}

/// What walks keep from one closing movement to the next.
#[derive(Debug, Default)]
pub(super) struct Trail {
    path: Vec<MoveNo>,
    on_path: Vec<Party>,
}

/// Puts the cycles of `anchor` into `paths`, the best of them where there are too many; whether something was cut.
pub(super) fn walk(
    (flow, options, anchor): (&Flow, &Options, &Anchor<'_>),
    back: &Side,
    trail: &mut Trail,
    steps: u64,
    paths: &mut Paths,
) -> bool {
    let longest = options.max_hops - 1;
    let most = options.most as usize;
    let mut walk = Walk {
        flow,
        anchor,
        back,
        preserved: options.preserved,
        lengths: Lengths::UpTo,
        path: &mut trail.path,
        on_path: &mut trail.on_path,
        steps,
        most,
    };
    paths.clear();
    match walk.run(longest, &mut |path| paths.push(path)) {
        End::Whole => return false,
        End::TooMany | End::TooLong => paths.clear(),
    }
    walk.lengths = Lengths::Exactly;
    walk.steps = options.most_steps;
    let mut best = Best::new(flow, most);
    for length in 1..=longest {
        walk.most = usize::MAX;
        let end = walk.run(length, &mut |path| best.offer(path));
        best.finish_length(paths);
        if end != End::Whole || paths.len() >= most {
            return true;
        }
    }
    false
}

impl Walk<'_> {
    fn run(&mut self, length: u8, found: &mut dyn FnMut(&[MoveNo])) -> End {
        self.path.clear();
        self.on_path.clear();
        self.on_path.push(self.anchor.receiver);
        let mut count = 0;
        self.deeper(
            self.anchor.closing,
            self.anchor.loose,
            length,
            &mut |path| {
                count += 1;
                found(path);
                count
            },
        )
    }

    /// Continues from the last party of the path, which movement `last` reached, with at most `left` movements. `loose`
    /// says that the one place where a cycle's end meets its beginning is still to come.
    fn deeper(
        &mut self,
        last: MoveNo,
        loose: bool,
        left: u8,
        found: &mut dyn FnMut(&[MoveNo]) -> usize,
    ) -> End {
        let (flow, anchor) = (self.flow, self.anchor);
        let Some(party) = self.on_path.last().copied() else {
            return End::Whole;
        };
        let from = if loose || self.path.is_empty() {
            anchor.window.start
        } else {
            anchor.since(flow, last)
        };
        for step in flow.leaving_within(party, from..anchor.window.end) {
            if self.steps == 0 {
                return End::TooLong;
            }
            self.steps -= 1;
            let home = step.party == anchor.giver;
            let loose = loose && anchor.in_order(flow, last, step.number);
            if home {
                let fits = self.lengths == Lengths::UpTo || left == 1;
                if fits && self.preserves(step.number) && self.closes(step.number, found) {
                    return End::TooMany;
                }
                continue;
            }
            if left == 1
                || !loose && !self.back.may_return(flow, anchor, *step, left - 1)
                || !self.preserves(step.number)
                || self.on_path.contains(&step.party)
                || anchor.is_hub(flow, step.party)
            {
                continue;
            }
            self.path.push(step.number);
            self.on_path.push(step.party);
            let end = self.deeper(step.number, loose, left - 1, found);
            self.path.pop();
            self.on_path.pop();
            if end != End::Whole {
                return end;
            }
        }
        End::Whole
    }

    /// Reports the path with `home` and the closing movement; whether that is one too many.
    fn closes(&mut self, home: MoveNo, found: &mut dyn FnMut(&[MoveNo]) -> usize) -> bool {
        let (flow, anchor) = (self.flow, self.anchor);
        let length = self.path.len();
        self.path.extend([home, anchor.closing]);
        let count = if anchor.slack == 0 {
            let preserved = super::preserves(flow, self.preserved, home, anchor.closing);
            if preserved { found(self.path) } else { 0 }
        } else {
            let turned = in_order_of_time(flow, self.path);
            let preserved = turned
                .windows(2)
                .all(|pair| super::preserves(flow, self.preserved, pair[0], pair[1]));
            if preserved { found(&turned) } else { 0 }
        };
        self.path.truncate(length);
        count > self.most
    }

    /// Whether the path's amount goes on by `next`. Where the order of time is loose, the whole cycle is asked at its end.
    fn preserves(&self, next: MoveNo) -> bool {
        self.anchor.slack > 0
            || self
                .path
                .last()
                .is_none_or(|last| super::preserves(self.flow, self.preserved, *last, next))
    }
}

/// A cycle from its beginning: what follows the longest way back in time.
fn in_order_of_time(flow: &Flow, cycle: &[MoveNo]) -> Vec<MoveNo> {
    let way_back = |at: usize| {
        let before = if at == 0 { cycle.len() } else { at } - 1;
        flow.time(cycle[before]) - flow.time(cycle[at])
    };
    let first = (0..cycle.len()).max_by_key(|at| (way_back(*at), Reverse(cycle[*at])));
    let mut turned = cycle.to_vec();
    turned.rotate_left(first.unwrap_or(0));
    turned
}
