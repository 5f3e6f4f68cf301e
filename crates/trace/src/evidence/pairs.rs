//! The steps of a card taken together by who gave, who received and what: ten thousand movements between two parties are one
//! line with a count and a sum.

use super::{Card, HopKind};
use crate::{Amount, Currency};
use std::collections::BTreeMap;

/// Steps of one kind from one party to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) kind: HopKind,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) walked_back: bool,
    /// Places of its steps, in their order.
    pub(super) hops: Vec<usize>,
    /// The sum of each currency that fits, in the order of codes.
    pub(super) sums: Vec<Amount>,
    /// First and last time.
    pub(super) span: Option<(i64, i64)>,
}

impl Pair {
    /// From whom to whom the finding walks.
    pub(super) fn ends(&self) -> (usize, usize) {
        if self.walked_back {
            (self.to, self.from)
        } else {
            (self.from, self.to)
        }
    }
}

/// Sums by currency; one that does not fit is left out.
pub(super) fn sums(amounts: impl Iterator<Item = Amount>) -> Vec<Amount> {
    let mut by: BTreeMap<Currency, Option<i64>> = BTreeMap::new();
    for amount in amounts {
        let sum = by.entry(amount.currency).or_insert(Some(0));
        *sum = sum.and_then(|sum| sum.checked_add(amount.minor));
    }
    by.into_iter()
        .filter_map(|(currency, minor)| minor.map(|minor| Amount { minor, currency }))
        .collect()
}

/// First and last of times.
pub(super) fn span(times: impl Iterator<Item = i64>) -> Option<(i64, i64)> {
    times.fold(None, |span, time| match span {
        None => Some((time, time)),
        Some((first, last)) => Some((first.min(time), last.max(time))),
    })
}

/// All pairs, in the order of their first step. Steps that name no party of the card are left out.
pub(super) fn pairs(card: &Card) -> Vec<Pair> {
    let mut places: BTreeMap<(HopKind, usize, usize, bool), usize> = BTreeMap::new();
    let mut hops: Vec<Vec<usize>> = Vec::new();
    let mut keys = Vec::new();
    for (at, hop) in card.hops.iter().enumerate() {
        if hop.from.max(hop.to) >= card.parties.len() {
            continue;
        }
        let key = (hop.kind, hop.from, hop.to, hop.walked_back);
        let place = *places.entry(key).or_insert_with(|| {
            keys.push(key);
            hops.push(Vec::new());
            keys.len() - 1
        });
        hops[place].push(at);
    }
    keys.into_iter()
        .zip(hops)
        .map(|((kind, from, to, walked_back), hops)| Pair {
            kind,
            from,
            to,
            walked_back,
            sums: sums(hops.iter().filter_map(|hop| card.hops[*hop].amount)),
            span: span(hops.iter().filter_map(|hop| card.hops[*hop].time)),
            hops,
        })
        .collect()
}

/// The heaviest so many, by their largest sum, then by number of steps, then in their order; and how many were left out.
pub(super) fn heaviest(mut pairs: Vec<Pair>, most: usize) -> (Vec<Pair>, usize) {
    // A stable sort keeps the order of the first step among equals.
    pairs.sort_by_key(|pair| {
        let largest = pair.sums.iter().map(|sum| sum.minor).max();
        std::cmp::Reverse((largest.unwrap_or_default(), pair.hops.len()))
    });
    let left = pairs.len().saturating_sub(most);
    pairs.truncate(most);
    (pairs, left)
}
