//! Whether a movement can close a cycle at all: two searches towards each other, the narrower one first.
//!
//! From the receiver of the closing movement forwards (when can money be where at the earliest), from its giver backwards
//! (when must it leave from where at the latest). Most closing movements close nothing, and the narrower side ends after a
//! few steps. Where the two meet, the backward side is completed: it prunes the search for the cycles themselves.

use super::Anchor;
use crate::{Flow, MoveNo, Party, Step};

/// Hops of a party that was not reached.
const UNSEEN: u8 = u8::MAX;

/// How many steps are looked at one by one before the rest is halved.
const NEAR: usize = 8;

/// What one side knows of a party.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Forwards the movement of the earliest arrival, backwards that of the latest departure.
    number: MoveNo,
    /// Fewest hops; at most 64.
    hops: u8,
    /// The layer that holds it last.
    layer: u8,
    /// Where the window began in its steps when they were last looked at: a place to search from, right or wrong. It
    /// outlives the closing movement.
    hint: u32,
}

const NO_MARK: Mark = Mark {
    number: 0,
    hops: UNSEEN,
    layer: UNSEEN,
    hint: 0,
};

impl Mark {
    fn forget(&mut self) {
        self.hops = UNSEEN;
        self.layer = UNSEEN;
    }

    /// The steps of its party from `start` on.
    fn open<'f>(&mut self, steps: &'f [Step], start: MoveNo) -> &'f [Step] {
        let mut at = (self.hint as usize).min(steps.len());
        if at > 0 && steps[at - 1].number >= start {
            at = steps[..at].partition_point(|step| step.number < start);
        } else {
            let near = (at + NEAR).min(steps.len());
            while at < near && steps[at].number < start {
                at += 1;
            }
            if at == near {
                at += steps[at..].partition_point(|step| step.number < start);
            }
        }
        // It fits: steps are numbered by 32 bits.
        self.hint = at as u32;
        &steps[at..]
    }
}

/// One side of the search: dense marks, emptied by the list of what was touched.
#[derive(Debug, Default)]
pub(super) struct Side {
    marks: Vec<Mark>,
    touched: Vec<Party>,
    front: Vec<Party>,
    next: Vec<Party>,
    depth: u8,
}

impl Side {
    pub(super) fn new(parties: Party) -> Self {
        Self {
            marks: vec![NO_MARK; parties as usize],
            ..Self::default()
        }
    }

    fn begin(&mut self, party: Party, number: MoveNo) {
        for touched in self.touched.drain(..) {
            self.marks[touched as usize].forget();
        }
        let mark = &mut self.marks[party as usize];
        (mark.number, mark.hops, mark.layer) = (number, 0, 0);
        self.touched.push(party);
        self.front.clear();
        // A layer that was cut left its parties here.
        self.next.clear();
        self.front.push(party);
        self.depth = 0;
    }

    /// Whether a path that arrives at a party by `step` may still come home with `left` movements. What this side did not
    /// look at may.
    pub(super) fn may_return(
        &self,
        flow: &Flow,
        anchor: &Anchor<'_>,
        step: Step,
        left: u8,
    ) -> bool {
        if left > self.depth && !self.front.is_empty() {
            return true;
        }
        let mark = self.marks[step.party as usize];
        mark.hops <= left && anchor.in_order(flow, step.number, mark.number)
    }

    /// Ends a layer.
    fn turn(&mut self) {
        std::mem::swap(&mut self.front, &mut self.next);
        self.next.clear();
    }
}

/// Both sides, kept from one closing movement to the next.
#[derive(Debug, Default)]
pub(super) struct Reach {
    ahead: Side,
    back: Side,
}

impl Reach {
    pub(super) fn new(parties: Party) -> Self {
        Self {
            ahead: Side::new(parties),
            back: Side::new(parties),
        }
    }

    /// The backward side, once [`Reach::meet`] said yes.
    pub(super) fn back(&self) -> &Side {
        &self.back
    }

    /// Begins at both ends of a closing movement; whether the receiver gave and the giver received anything.
    pub(super) fn begin(&mut self, flow: &Flow, anchor: &Anchor<'_>) -> bool {
        let begins = |mark: &mut Mark, steps| {
            let first = mark.open(steps, anchor.window.start).first();
            first.is_some_and(|step| step.number < anchor.window.end)
        };
        let (receiver, giver) = (anchor.receiver, anchor.giver);
        let ahead = &mut self.ahead.marks[receiver as usize];
        let back = &mut self.back.marks[giver as usize];
        if !begins(ahead, flow.leaving(receiver)) || !begins(back, flow.arriving(giver)) {
            return false;
        }
        self.ahead.begin(anchor.receiver, anchor.window.start);
        self.back.begin(anchor.giver, anchor.closing);
        true
    }

    /// Whether the two sides meet within `most` movements before the closing one; spends `steps`, and gives up by saying
    /// yes when none is left.
    pub(super) fn meet(
        &mut self,
        flow: &Flow,
        anchor: &Anchor<'_>,
        most: u8,
        steps: &mut u64,
    ) -> bool {
        loop {
            if self.ahead.depth + self.back.depth >= most
                || self.ahead.front.is_empty()
                || self.back.front.is_empty()
            {
                return false;
            }
            let met = if self.back.front.len() <= self.ahead.front.len() {
                self.step_back(flow, anchor, steps, None)
            } else {
                self.step_ahead(flow, anchor, steps)
            };
            if met || *steps == 0 {
                return true;
            }
        }
    }

    /// Completes the backward side; where steps run out it stays as deep as it is.
    pub(super) fn complete(&mut self, flow: &Flow, anchor: &Anchor<'_>, most: u8, steps: &mut u64) {
        // A path that breaks the order once may leave the receiver other than the forward side assumes.
        let known = (!anchor.loose).then_some(most);
        while self.back.depth < most && !self.back.front.is_empty() && *steps > 0 {
            self.step_back(flow, anchor, steps, known);
        }
    }

    /// One layer backwards. With `most` given, parties are left out that the forward side, complete as deep as it is,
    /// shows to be out of reach.
    fn step_back(
        &mut self,
        flow: &Flow,
        anchor: &Anchor<'_>,
        steps: &mut u64,
        most: Option<u8>,
    ) -> bool {
        let (back, ahead) = (&mut self.back, &self.ahead);
        back.depth += 1;
        let depth = back.depth;
        // How many hops are left for the way from the receiver to what this layer reaches.
        let known = most.is_some_and(|most| ahead.front.is_empty() || most - depth <= ahead.depth);
        let mut met = false;
        for at in 0..back.front.len() {
            let party = back.front[at];
            let mark = &mut back.marks[party as usize];
            let until = anchor.until(flow, mark.number);
            for step in mark.open(flow.arriving(party), anchor.window.start) {
                if step.number >= until {
                    break;
                }
                *steps = steps.saturating_sub(1);
                if *steps == 0 {
                    // A layer that is not whole counts as not begun; its marks only make the side more generous.
                    back.depth -= 1;
                    return met;
                }
                if step.party == anchor.receiver {
                    met = true;
                    continue;
                }
                let there = ahead.marks[step.party as usize];
                let meets =
                    there.hops != UNSEEN && anchor.in_order(flow, there.number, step.number);
                if known && !meets || step.party == anchor.giver {
                    continue;
                }
                let mark = &mut back.marks[step.party as usize];
                if mark.hops == UNSEEN {
                    if anchor.is_hub(flow, step.party) {
                        continue;
                    }
                    back.touched.push(step.party);
                    mark.hops = depth;
                } else if step.number <= mark.number {
                    continue;
                }
                met |= meets;
                mark.number = step.number;
                if mark.layer != depth {
                    mark.layer = depth;
                    back.next.push(step.party);
                }
            }
        }
        back.turn();
        met
    }

    fn step_ahead(&mut self, flow: &Flow, anchor: &Anchor<'_>, steps: &mut u64) -> bool {
        let (ahead, back) = (&mut self.ahead, &self.back);
        ahead.depth += 1;
        let depth = ahead.depth;
        let mut met = false;
        for at in 0..ahead.front.len() {
            let party = ahead.front[at];
            let mark = &mut ahead.marks[party as usize];
            let from = if party == anchor.receiver {
                anchor.window.start
            } else {
                anchor.since(flow, mark.number)
            };
            let steps_out = mark.open(flow.leaving(party), anchor.window.start);
            let skip = steps_out.partition_point(|step| step.number < from);
            for step in &steps_out[skip..] {
                if step.number >= anchor.window.end {
                    break;
                }
                *steps = steps.saturating_sub(1);
                if *steps == 0 {
                    ahead.depth -= 1;
                    return met;
                }
                if step.party == anchor.receiver {
                    continue;
                }
                if step.party == anchor.giver {
                    met = true;
                    continue;
                }
                let mark = &mut ahead.marks[step.party as usize];
                if mark.hops == UNSEEN {
                    if anchor.is_hub(flow, step.party) {
                        continue;
                    }
                    ahead.touched.push(step.party);
                    mark.hops = depth;
                } else if step.number >= mark.number {
                    continue;
                }
                mark.number = step.number;
                let there = back.marks[step.party as usize];
                met |= there.hops != UNSEEN && anchor.in_order(flow, step.number, there.number);
                if mark.layer != depth {
                    mark.layer = depth;
                    ahead.next.push(step.party);
                }
            }
        }
        ahead.turn();
        met
    }
}
