//! All parties and steps of a dossier as one graph: a party once by its reference, a step once though several findings use it.

use super::{CardHop, CardParty, Dossier, HopKind, OnWord};
use crate::{Amount, Share};
use std::collections::BTreeMap;

/// A step with the findings it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Edge<'d> {
    pub(super) hop: &'d CardHop,
    /// Places in [`Whole::parties`].
    pub(super) from: usize,
    pub(super) to: usize,
    /// Findings, counted from 1.
    pub(super) findings: Vec<usize>,
}

/// A dossier as one graph.
#[derive(Clone, Debug, Default)]
pub(super) struct Whole<'d> {
    pub(super) parties: Vec<&'d CardParty>,
    pub(super) edges: Vec<Edge<'d>>,
}

/// What makes two steps one.
type Key<'d> = (
    HopKind,
    usize,
    usize,
    Option<i64>,
    Option<Amount>,
    &'d str,
    (Option<i32>, Option<i32>),
    Option<Share>,
    &'d [OnWord],
);

impl<'d> Whole<'d> {
    /// Parties and steps in the order in which the findings name them.
    pub(super) fn of(dossier: &'d Dossier) -> Self {
        let mut whole = Self::default();
        let mut parties: BTreeMap<&str, usize> = BTreeMap::new();
        let mut edges: BTreeMap<Key<'d>, usize> = BTreeMap::new();
        for (number, card) in dossier.cards.iter().enumerate() {
            let places: Vec<usize> = card
                .parties
                .iter()
                .map(|party| {
                    *parties.entry(&party.reference).or_insert_with(|| {
                        whole.parties.push(party);
                        whole.parties.len() - 1
                    })
                })
                .collect();
            for hop in &card.hops {
                let (Some(from), Some(to)) = (places.get(hop.from), places.get(hop.to)) else {
                    continue;
                };
                let key = (
                    hop.kind,
                    *from,
                    *to,
                    hop.time,
                    hop.amount,
                    hop.id.as_str(),
                    hop.stands,
                    hop.share,
                    hop.word.as_slice(),
                );
                let place = *edges.entry(key).or_insert_with(|| {
                    whole.edges.push(Edge {
                        hop,
                        from: *from,
                        to: *to,
                        findings: Vec::new(),
                    });
                    whole.edges.len() - 1
                });
                let findings = &mut whole.edges[place].findings;
                if findings.last() != Some(&(number + 1)) {
                    findings.push(number + 1);
                }
            }
        }
        whole
    }
}
