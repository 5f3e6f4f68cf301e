//! What a channel is worth: whole points, taken off from a start for everything that makes it less likely that one and
//! the same value ran through it. No point is anybody's guilt: the score only says in which order to look.
//!
//! A channel begins with [`START`] points and loses, for
//! - each hop [`HOP`]: a short way needs fewer to know of it, and long ones exist between any two parties by chance;
//! - each movement by its kind (cash and virtual assets nothing, goods 20, a transfer 40: a transfer is the ordinary
//!   thing, what leaves the books of banks is not) and 10 unless it is a round amount;
//! - each link by its kind (a join nothing, ownership 20 ... an unknown link 150);
//! - each change of amount from a movement to the next, [`AMOUNT`] times the share of the larger that is missing in the
//!   smaller: what came in and leaves whole costs nothing, half of it 500. An amount that grows is changed as well: the
//!   rest came from elsewhere. Across currencies nothing is known, and little is held against it: [`UNKNOWN`];
//! - the time between two movements, [`TIME`] for the whole window;
//! - each party in between [`CROWD`] for every doubling of its movements: what runs through a payment processor with a
//!   million others says nothing, what an account received once and passed on once says much.
//!
//! What has no points left is no channel: three hops whose amounts have nothing to do with one another still have some,
//! five have not, and ten with a change of currency at each have. In a month of payments nearly everybody is joined to
//! nearly everybody by such ways, which say nothing and are most of the work.
//!
//! Each part is known from two neighbours on the path, so that the best path can be searched for exactly; and the parts
//! of a finding stand among its facts and add up to its score.

use crate::{Amount, Currency, Flow, Hop, Link, LinkKind, MoveKind, MoveNo, Network, Party};

/// What a channel begins with.
pub const START: u32 = 4_000;
/// What each hop costs.
pub const HOP: u32 = 100;
/// What an amount costs that does not go on at all.
pub const AMOUNT: u32 = 1_000;
/// What a change of currency costs.
pub const UNKNOWN: u32 = 150;
/// What waiting for the whole window costs.
pub const TIME: u32 = 1_000;
/// What each doubling of the movements of a party in between costs.
pub const CROWD: u32 = 20;
/// What an amount costs that is not round.
const NOT_ROUND: u32 = 10;

/// The points that a channel loses, by part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// For its hops.
    pub hops: u32,
    /// For the kinds of its movements and amounts that are not round.
    pub kinds: u32,
    /// For the kinds of its links.
    pub links: u32,
    /// For amounts that change.
    pub amounts: u32,
    /// For time.
    pub time: u32,
    /// For the crowds of its parties in between.
    pub crowds: u32,
}

impl Points {
    /// All that is lost.
    #[must_use]
    pub fn lost(&self) -> u32 {
        self.hops + self.kinds + self.links + self.amounts + self.time + self.crowds
    }

    /// What is left; zero or less is no channel.
    #[must_use]
    pub fn score(&self) -> i64 {
        i64::from(START) - i64::from(self.lost())
    }

    /// The points of a path in a network, for a window in seconds.
    #[must_use]
    pub fn of(network: &Network, hops: &[Hop], window: u32) -> Self {
        let flow = network.flow();
        let mut points = Self::default();
        let mut last: Option<MoveNo> = None;
        let mut linked = false;
        for (at, hop) in hops.iter().enumerate() {
            points.hops += HOP;
            if at > 0 {
                points.crowds += crowd(flow, ends_of(flow, hop).0);
            }
            match hop {
                Hop::Move(number) => {
                    points.kinds += of_move(flow, *number);
                    if let Some(last) = last {
                        points.time += waiting(flow, last, *number, window);
                        if !linked {
                            points.amounts += change(flow, last, *number);
                        }
                    }
                    last = Some(*number);
                    linked = false;
                }
                Hop::Held(link) | Hop::Holder(link) => {
                    points.links += of_link(link);
                    linked = true;
                }
            }
        }
        points
    }
}

/// From whom to whom a hop runs.
#[must_use]
pub(crate) fn ends_of(flow: &Flow, hop: &Hop) -> (Party, Party) {
    match hop {
        Hop::Move(number) => (flow.from(*number), flow.to(*number)),
        Hop::Held(link) => (link.from, link.to),
        Hop::Holder(link) => (link.to, link.from),
    }
}

/// What a movement costs by its kind and its amount.
#[must_use]
pub(crate) fn of_move(flow: &Flow, number: MoveNo) -> u32 {
    let kind = match flow.kind(number) {
        MoveKind::Payment => 40,
        MoveKind::Goods => 20,
        MoveKind::Cash | MoveKind::Crypto => 0,
    };
    kind + if is_round(flow.amount(number)) {
        0
    } else {
        NOT_ROUND
    }
}

/// Whether an amount is whole hundreds of its currency, or whole ten thousands where it has no decimals.
fn is_round(amount: Amount) -> bool {
    let step = match amount.currency.decimals() {
        0 | 2 => 10_000,
        decimals => 100 * 10_i64.pow(decimals),
    };
    amount.minor > 0 && amount.minor % step == 0
}

/// What a link costs by its kind.
#[must_use]
pub(crate) fn of_link(link: &Link) -> u32 {
    match link.kind {
        LinkKind::Same => 0,
        LinkKind::Ownership | LinkKind::Control => 20,
        LinkKind::Directorship | LinkKind::Representation => 40,
        LinkKind::Family | LinkKind::Associate => 80,
        LinkKind::Employment | LinkKind::Membership => 100,
        LinkKind::Unknown | LinkKind::Other => 150,
    }
}

/// What it costs that a movement is followed by another with its amount.
#[must_use]
pub(crate) fn change(flow: &Flow, one: MoveNo, next: MoveNo) -> u32 {
    if !flow.same_currency(one, next) {
        return UNKNOWN;
    }
    share_missing(flow.minor(one), flow.minor(next), AMOUNT)
}

/// `whole` times the share of the larger that the smaller lacks, rounded down.
fn share_missing(one: i64, other: i64, whole: u32) -> u32 {
    let (less, more) = (one.min(other).max(0), one.max(other));
    if more <= 0 {
        return 0;
    }
    let missing = (more - less) as u64;
    // It fits `whole`: what is missing is at most the larger.
    match missing.checked_mul(u64::from(whole)) {
        Some(product) => (product / more as u64) as u32,
        None => (u128::from(missing) * u128::from(whole) / more as u128) as u32,
    }
}

/// What the time between two movements costs.
#[must_use]
pub(crate) fn waiting(flow: &Flow, one: MoveNo, next: MoveNo, window: u32) -> u32 {
    let seconds = flow.clock(next).saturating_sub(flow.clock(one));
    let points = u64::from(seconds) * u64::from(TIME) / u64::from(window.max(1));
    // At most twice the window was waited, or the path is refused.
    u32::try_from(points).unwrap_or(u32::MAX / 256)
}

/// What it costs to pass through a party.
#[must_use]
pub(crate) fn crowd(flow: &Flow, party: Party) -> u32 {
    let movements = flow.leaving(party).len() + flow.arriving(party).len();
    CROWD * movements.max(1).ilog2()
}

/// Whether the next amount is enough of the one before, by the percentage asked for.
#[must_use]
pub(crate) fn is_preserved(flow: &Flow, one: MoveNo, next: MoveNo, percent: u8) -> bool {
    percent == 0
        || !flow.same_currency(one, next)
        || i128::from(flow.minor(next)) * 100 >= i128::from(flow.minor(one)) * i128::from(percent)
}

/// The share, in hundredths of a percent, of the first amount of a path that its smallest is; none across currencies.
#[must_use]
pub(crate) fn preserved_share(first: Amount, least: Option<Amount>) -> Option<i64> {
    let least = least.filter(|least| least.currency == first.currency)?;
    if first.minor <= 0 {
        return None;
    }
    let share = i128::from(least.minor) * 10_000 / i128::from(first.minor);
    i64::try_from(share).ok()
}

/// The currencies of movements, each once, in order.
pub(crate) fn currencies(flow: &Flow, moves: impl Iterator<Item = MoveNo>) -> Vec<Currency> {
    let mut currencies: Vec<Currency> = moves.map(|number| flow.currency(number)).collect();
    currencies.sort_unstable();
    currencies.dedup();
    currencies
}
