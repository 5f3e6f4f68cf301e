//! Economic, or integrated, ownership: which part of a company belongs to some owners in the end, multiplied along every
//! chain and through circles of companies that hold each other.
//!
//! With `a(u, v)` the share of `v` that `u` holds, the part `e(v)` that belongs to the owners is 1 for an owner and else
//! the sum of `a(u, v) e(u)` over the holders of `v`: the least such figures. What a company holds of itself through
//! others thereby belongs to its outside holders, as in S. Baldone, F. Brioschi and S. Paleari (1998).
//!
//! The arithmetic is of whole numbers and bounds itself. Parties are gone through in the order of strongly connected
//! components, owners first; inside a circle two figures draw near each other, one from below, rounded down, and one from
//! above, rounded up. Whenever they stop, the truth lies between. Shares that are not known widen the distance: from
//! below they count as little as they can, from above as they can, as far as all shares of a company are at most 100 %.
//!
//! A figure whose bounds are within a tenth of a hundredth of a percent is given as one, rounded to the nearest hundredth: it is
//! off by at most 0.6 hundredths of a percent. Where companies hold all but 0.01 % of each other in a long circle, the work
//! ends before that, and the answer stays an interval.

use super::Stakes;
use super::components::components;
use crate::{Party, Share};
use std::cmp::Reverse;

/// A whole in the units of the arithmetic; a product of two shares in hundredths of a percent is exact.
const WHOLE: u32 = 2_000_000_000;

/// A tenth of a hundredth of a percent.
const NEAR: u32 = WHOLE / 100_000;

/// How many looks at stakes the circles of one component may take, and how many rounds at least.
const LOOKS: usize = 400_000_000;
const LEAST_ROUNDS: usize = 64;

/// What belongs to some owners in the end.
///
/// ```
/// use kashf_trace::ownership::{Economic, Repeats, Stakes};
/// use kashf_trace::{LinkKind, NetworkBuilder, Share};
///
/// let mut builder = NetworkBuilder::default();
/// for (owner, owned, share) in [("owner", "a", 5_000), ("a", "b", 5_000), ("b", "a", 2_000)] {
///     builder.link((owner, owned), LinkKind::Ownership, Share::exactly(share), (None, None), 0)?;
/// }
/// let network = builder.finish();
/// let party = |reference| network.parties().find(reference).unwrap();
/// let stakes = Stakes::new(3, network.links(), 20_000, Repeats::Statements);
/// let economic = Economic::of(&stakes, &[party("owner")]);
/// // 50 % / (1 - 50 % * 20 %), and half of that.
/// assert_eq!(economic.share(party("a")), Share::exactly(5_556));
/// assert_eq!(economic.share(party("b")), Share::exactly(2_778));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Economic {
    /// Parties in which the owners may have a part, in order; the owners among them.
    parties: Vec<Party>,
    shares: Vec<Share>,
}

impl Economic {
    /// The parts of all parties that belong to these owners.
    #[must_use]
    pub fn of(stakes: &Stakes<'_>, owners: &[Party]) -> Self {
        let graph = Graph::new(stakes, owners);
        let bounds = graph.solve();
        Self {
            shares: bounds.into_iter().map(Bounds::share).collect(),
            parties: graph.parties,
        }
    }

    /// The part of a party; of an owner itself, all.
    #[must_use]
    pub fn share(&self, party: Party) -> Share {
        match self.parties.binary_search(&party) {
            Ok(at) => self.shares[at],
            Err(_) => Share { least: 0, most: 0 },
        }
    }

    /// All parties in which the owners may have a part, in order, the owners among them.
    pub fn all(&self) -> impl Iterator<Item = (Party, Share)> + '_ {
        self.parties
            .iter()
            .copied()
            .zip(self.shares.iter().copied())
    }
}

/// Between what and what a figure lies.
#[derive(Clone, Copy)]
struct Bounds {
    low: u32,
    high: u32,
}

impl Bounds {
    fn share(self) -> Share {
        let Self { low, high } = self;
        let unit = WHOLE / 10_000;
        if high - low <= NEAR {
            let middle = low + (high - low) / 2;
            // It fits: at most 10,000.
            return Share::exactly(((middle + unit / 2) / unit) as u16);
        }
        Share {
            least: (low / unit) as u16,
            most: high.div_ceil(unit) as u16,
        }
    }
}

/// Parties that owners may have a part in, numbered by their order.
struct Graph {
    parties: Vec<Party>,
    owner: Vec<bool>,
    starts: Vec<u32>,
    /// Whom each holds, without the owners.
    held: Vec<u32>,
    holder_starts: Vec<u32>,
    /// Who holds each, and how much.
    holders: Vec<(u32, Share)>,
    /// How much of each is held for certain, by anybody.
    certain: Vec<u32>,
}

impl Graph {
    fn new(stakes: &Stakes<'_>, owners: &[Party]) -> Self {
        let mut number = vec![u32::MAX; stakes.parties() as usize];
        let mut parties = Vec::new();
        let reach = |number: &mut Vec<u32>, parties: &mut Vec<Party>, party: Party| {
            if let Some(place @ &mut u32::MAX) = number.get_mut(party as usize) {
                *place = 0;
                parties.push(party);
            }
        };
        for party in owners {
            reach(&mut number, &mut parties, *party);
        }
        let owned_by = parties.len();
        let mut next = 0;
        while let Some(party) = parties.get(next).copied() {
            next += 1;
            for stake in stakes.held_by(party) {
                if stake.share.most > 0 {
                    reach(&mut number, &mut parties, stake.owned);
                }
            }
        }
        let owners = parties[..owned_by].to_vec();
        parties.sort_unstable();
        for (at, party) in (0_u32..).zip(&parties) {
            number[*party as usize] = at;
        }
        let mut owner = vec![false; parties.len()];
        for party in owners {
            owner[number[party as usize] as usize] = true;
        }
        Self::with_stakes(stakes, parties, owner, &number)
    }

    fn with_stakes(
        stakes: &Stakes<'_>,
        parties: Vec<Party>,
        owner: Vec<bool>,
        number: &[u32],
    ) -> Self {
        let mut starts = vec![0_u32];
        let mut held = Vec::new();
        let mut shares = Vec::new();
        let mut holder_starts = vec![0_u32; parties.len() + 1];
        for party in &parties {
            for stake in stakes.held_by(*party) {
                let to = number[stake.owned as usize];
                if stake.share.most > 0 && !owner[to as usize] {
                    held.push(to);
                    shares.push(stake.share);
                    holder_starts[to as usize + 1] += 1;
                }
            }
            // It fits: stakes are counted by 32 bits.
            starts.push(held.len() as u32);
        }
        for at in 1..holder_starts.len() {
            holder_starts[at] += holder_starts[at - 1];
        }
        let mut certain = vec![0_u32; parties.len()];
        for (_, stake) in stakes.all() {
            let at = number[stake.owned as usize];
            if let Some(sum) = certain.get_mut(at as usize) {
                *sum = sum.saturating_add(u32::from(stake.share.least));
            }
        }
        let mut places = holder_starts.clone();
        let mut holders = vec![(0, Share::UNKNOWN); held.len()];
        for from in 0..parties.len() {
            for at in starts[from] as usize..starts[from + 1] as usize {
                let place = &mut places[held[at] as usize];
                holders[*place as usize] = (from as u32, shares[at]);
                *place += 1;
            }
        }
        Self {
            parties,
            owner,
            starts,
            held,
            holder_starts,
            holders,
            certain,
        }
    }

    fn held_by(&self, node: u32) -> &[u32] {
        let at = node as usize;
        &self.held[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    fn holders_of(&self, node: u32) -> &[(u32, Share)] {
        let at = node as usize;
        &self.holders[self.holder_starts[at] as usize..self.holder_starts[at + 1] as usize]
    }

    fn solve(&self) -> Vec<Bounds> {
        let bounds = |owner: &bool| Bounds {
            low: if *owner { WHOLE } else { 0 },
            high: WHOLE,
        };
        let mut bounds: Vec<Bounds> = self.owner.iter().map(bounds).collect();
        // It fits: parties are numbered by 32 bits.
        let (order, ends) = components(self.parties.len() as u32, |node| self.held_by(node));
        let mut start = 0;
        let mut rooms = Vec::new();
        for end in ends {
            let members = &order[start as usize..end as usize];
            start = end;
            let looks: usize = members
                .iter()
                .map(|node| self.holders_of(*node).len())
                .sum();
            let rounds = match members {
                [_] => 1,
                _ => (LOOKS / looks.max(1)).max(LEAST_ROUNDS),
            };
            let mut open: Vec<u32> = members.to_vec();
            open.retain(|node| !self.owner[*node as usize]);
            for _ in 0..rounds {
                let mut moved = false;
                // Who is known well enough is left as it is: its bounds hold, and nobody's can be wider than those it rests on.
                open.retain(|node| {
                    let at = *node as usize;
                    let before = bounds[at];
                    let held = self.certain[at];
                    let now = self.between(*node, held, &bounds, &mut rooms);
                    let now = Bounds {
                        low: now.low.max(before.low),
                        high: now.high.min(before.high),
                    };
                    bounds[at] = now;
                    moved |= (now.low, now.high) != (before.low, before.high);
                    now.high - now.low > NEAR / 2
                });
                if open.is_empty() || !moved {
                    break;
                }
            }
        }
        bounds
    }

    /// Between what and what a figure lies when those of its holders lie where they lie. `held` is what everybody holds for
    /// certain: more than all is scaled down to all.
    fn between(
        &self,
        node: u32,
        held: u32,
        bounds: &[Bounds],
        rooms: &mut Vec<(Reverse<u32>, u16)>,
    ) -> Bounds {
        let whole = u128::from(held.max(10_000));
        let (mut low, mut high) = (0_u128, 0_u128);
        rooms.clear();
        for (holder, share) in self.holders_of(node) {
            let of = bounds[*holder as usize];
            low += u128::from(share.least) * u128::from(of.low);
            high += u128::from(share.least) * u128::from(of.high);
            if share.most > share.least {
                rooms.push((Reverse(of.high), share.most - share.least));
            }
        }
        // What is not held for certain goes where it is worth most.
        let mut left = 10_000_u32.saturating_sub(held);
        rooms.sort_unstable();
        for (Reverse(worth), room) in rooms.iter() {
            let taken = left.min(u32::from(*room));
            high += u128::from(taken) * u128::from(*worth);
            left -= taken;
        }
        // They fit: a mean of figures that fit.
        Bounds {
            low: (low / whole) as u32,
            high: high.div_ceil(whole).min(u128::from(WHOLE)) as u32,
        }
    }
}
