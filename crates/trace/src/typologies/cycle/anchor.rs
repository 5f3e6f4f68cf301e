//! A closing movement, the window before it, and what may follow what there.

use crate::{Flow, Hubs, MoveNo, Options, Party};
use std::ops::Range;

/// A movement that may close cycles, with what may stand in them.
#[derive(Debug)]
pub(super) struct Anchor<'a> {
    pub(super) closing: MoveNo,
    pub(super) giver: Party,
    pub(super) receiver: Party,
    /// What is not too long ago, and strictly earlier; with slack, all earlier numbers.
    pub(super) window: Range<MoveNo>,
    /// [`Options::slack`].
    pub(super) slack: u32,
    /// Whether the cycle's first movement may stand elsewhere than behind the closing one: only with slack.
    pub(super) loose: bool,
    policy: &'a HubPolicy,
}

impl<'a> Anchor<'a> {
    pub(super) fn new(
        flow: &Flow,
        options: &Options,
        policy: &'a HubPolicy,
        (closing, window): (MoveNo, Range<MoveNo>),
    ) -> Self {
        let receiver = flow.to(closing);
        let mut anchor = Self {
            closing,
            giver: flow.from(closing),
            receiver,
            window,
            slack: options.slack,
            loose: false,
            policy,
        };
        if anchor.slack > 0 {
            anchor.window.end = closing;
            let soon = anchor.since(flow, closing);
            anchor.loose = !flow.leaving_within(receiver, soon..closing).is_empty();
        }
        anchor
    }

    /// The first movement that may follow `arrival`.
    pub(super) fn since(&self, flow: &Flow, arrival: MoveNo) -> MoveNo {
        if self.slack == 0 {
            flow.later_than(arrival)
        } else {
            flow.window_start(arrival, self.slack)
                .max(self.window.start)
        }
    }

    /// One more than the last movement that may come before `departure`.
    pub(super) fn until(&self, flow: &Flow, departure: MoveNo) -> MoveNo {
        if self.slack == 0 {
            flow.earlier_than(departure)
        } else {
            flow.window_end(departure, self.slack).min(self.window.end)
        }
    }

    /// Whether `departure` may follow `arrival`. Without slack two movements of one second pass here, being told apart
    /// when the path goes on.
    pub(super) fn in_order(&self, flow: &Flow, arrival: MoveNo, departure: MoveNo) -> bool {
        if self.slack == 0 {
            arrival < departure
        } else {
            flow.clock(arrival) <= flow.clock(departure).saturating_add(self.slack)
        }
    }

    /// Whether no path may pass through a party: it gives or receives more than the policy's number in the window.
    pub(super) fn is_hub(&self, flow: &Flow, party: Party) -> bool {
        let Some(most) = self.policy.most else {
            return false;
        };
        if self.policy.hubs.binary_search(&party).is_err() {
            return false;
        }
        flow.leaving_within(party, self.window.clone()).len() > most
            || flow.arriving_within(party, self.window.clone()).len() > most
    }
}

/// Which parties may be hubs: those with more movements than allowed in any window at all.
#[derive(Debug)]
pub(super) struct HubPolicy {
    most: Option<usize>,
    pub(super) hubs: Vec<Party>,
}

impl HubPolicy {
    pub(super) fn new(flow: &Flow, options: &Options) -> Self {
        Self {
            most: match options.hubs {
                Hubs::Through => None,
                Hubs::Around(most) => Some(most as usize),
            },
            hubs: options.hubs_of(flow),
        }
    }
}
