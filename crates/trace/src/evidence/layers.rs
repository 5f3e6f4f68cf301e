//! A card as layers: which parties stand in which column, in which order, and what is taken together so that a picture of
//! five hundred payers stays a picture. Whole numbers only: the same card is the same picture.
//!
//! Columns follow the direction in which the finding walks (longest path); a step that would lead back is marked, not drawn
//! as if it were forward. Within a column the order is by the mean place of neighbours (Sugiyama's barycentre, four sweeps).

use super::pairs::{Pair, pairs, span, sums};
use super::{Card, HopKind, Part};
use crate::Amount;
use std::collections::BTreeMap;

/// Most boxes of a column, and of a picture.
const MOST_IN_COLUMN: usize = 8;
const MOST_BOXES: usize = 90;

/// A box: a party, or several taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// Places of its parties in the card.
    pub(super) parties: Vec<usize>,
    /// Whether it stands for those that had no room.
    pub(super) rest: bool,
    pub(super) layer: usize,
}

/// Steps of one kind between two boxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tie {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: HopKind,
    pub(super) walked_back: bool,
    /// Whether it leads back against the columns.
    pub(super) back: bool,
    pub(super) hops: Vec<usize>,
    pub(super) sums: Vec<Amount>,
    pub(super) span: Option<(i64, i64)>,
}

impl Tie {
    /// From and to as the step itself runs: who gave or holds comes first.
    pub(super) fn stands(&self) -> (usize, usize) {
        if self.walked_back {
            (self.to, self.from)
        } else {
            (self.from, self.to)
        }
    }
}

/// A card as layers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layers {
    pub(super) nodes: Vec<Node>,
    /// From and to in the direction of the walk.
    pub(super) ties: Vec<Tie>,
    /// Nodes of each column, from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    /// Parties that are shown together with others.
    pub(super) together: usize,
}

impl Layers {
    pub(super) fn of(card: &Card) -> Self {
        let pairs = pairs(card);
        let (layer, back) = layers(card.parties.len(), &pairs);
        let (nodes, node_of) = boxes(card, &pairs, &layer);
        let ties = ties(card, &pairs, &back, &node_of);
        let together = nodes
            .iter()
            .filter(|node| node.rest)
            .map(|node| node.parties.len())
            .sum();
        let mut columns =
            vec![Vec::new(); nodes.iter().map(|node| node.layer + 1).max().unwrap_or(0)];
        for (at, node) in nodes.iter().enumerate() {
            columns[node.layer].push(at);
        }
        let mut picture = Self {
            nodes,
            ties,
            columns,
            together,
        };
        picture.sort();
        picture
    }

    /// Whether it is one way through all boxes, each once; and whether that way leads back to its beginning.
    pub(super) fn way(&self) -> Option<(Vec<usize>, bool)> {
        let mut next = vec![None; self.nodes.len()];
        let mut before = vec![0; self.nodes.len()];
        for tie in &self.ties {
            if tie.from == tie.to || next[tie.from].is_some_and(|known| known != tie.to) {
                return None;
            }
            if next[tie.from].is_none() {
                before[tie.to] += 1;
            }
            next[tie.from] = Some(tie.to);
        }
        if before.iter().any(|count| *count > 1) {
            return None;
        }
        let first = match before.iter().position(|count| *count == 0) {
            Some(first) => first,
            None => self.ties.first()?.from,
        };
        let mut way = vec![first];
        let mut at = first;
        while let Some(to) = next[at] {
            if to == first {
                break;
            }
            way.push(to);
            at = to;
        }
        (way.len() == self.nodes.len() && way.len() > 1).then(|| (way, next[at] == Some(first)))
    }

    fn sort(&mut self) {
        let mut place: Vec<usize> = vec![0; self.nodes.len()];
        for sweep in 0..4 {
            for column in 0..self.columns.len() {
                let column = if sweep % 2 == 0 {
                    column
                } else {
                    self.columns.len() - 1 - column
                };
                for nodes in &self.columns {
                    for (at, node) in nodes.iter().enumerate() {
                        place[*node] = at;
                    }
                }
                let mean = |node: usize| {
                    let (mut sum, mut count) = (0_usize, 0);
                    for tie in &self.ties {
                        let other = match (tie.from == node, tie.to == node) {
                            (true, false) => tie.to,
                            (false, true) => tie.from,
                            _ => continue,
                        };
                        let earlier = self.nodes[other].layer < self.nodes[node].layer;
                        if earlier == (sweep % 2 == 0) {
                            sum += place[other] * 1_000;
                            count += 1;
                        }
                    }
                    let mean: Option<usize> = sum.checked_div(count);
                    mean.unwrap_or(place[node] * 1_000)
                };
                let mut nodes = self.columns[column].clone();
                // Those taken together stand last.
                nodes.sort_by_key(|node| (self.nodes[*node].rest, mean(*node), place[*node]));
                self.columns[column] = nodes;
            }
        }
    }
}

/// The column of each party that has a step, and which pairs lead back.
fn layers(parties: usize, pairs: &[Pair]) -> (Vec<Option<usize>>, Vec<bool>) {
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); parties];
    let mut arriving = vec![0; parties];
    let mut touched = vec![false; parties];
    for (at, pair) in pairs.iter().enumerate() {
        let (from, to) = pair.ends();
        leaving[from].push(at);
        arriving[to] += 1;
        touched[from] = true;
        touched[to] = true;
    }
    let mut back = vec![false; pairs.len()];
    // 0 not seen, 1 on the way, 2 done; roots first, then whatever only cycles reach.
    let mut state = vec![0_u8; parties];
    let mut done = Vec::new();
    let roots = (0..parties).filter(|party| arriving[*party] == 0);
    for root in roots.chain(0..parties).collect::<Vec<_>>() {
        if state[root] != 0 || !touched[root] {
            continue;
        }
        state[root] = 1;
        let mut way = vec![(root, 0)];
        while let Some((party, next)) = way.last_mut() {
            let Some(at) = leaving[*party].get(*next).copied() else {
                state[*party] = 2;
                done.push(*party);
                way.pop();
                continue;
            };
            *next += 1;
            let to = pairs[at].ends().1;
            match state[to] {
                0 => {
                    state[to] = 1;
                    way.push((to, 0));
                }
                1 => back[at] = true,
                _ => {}
            }
        }
    }
    let mut layer: Vec<Option<usize>> = touched.iter().map(|on| on.then_some(0)).collect();
    for party in done.iter().rev() {
        let here = layer[*party].unwrap_or(0);
        for at in leaving[*party].iter().filter(|at| !back[**at]) {
            let to = pairs[*at].ends().1;
            layer[to] = layer[to].max(Some(here + 1));
        }
    }
    // What begins somewhere stands right before what it leads to.
    for party in (0..parties).filter(|party| arriving[*party] == 0) {
        let nearest = leaving[party].iter().filter(|at| !back[**at]);
        let nearest = nearest.filter_map(|at| layer[pairs[*at].ends().1]).min();
        if let Some(nearest) = nearest {
            layer[party] = Some(nearest.saturating_sub(1));
        }
    }
    (layer, back)
}

/// Boxes: in each column the parties that matter most, and one for the rest.
fn boxes(card: &Card, pairs: &[Pair], layer: &[Option<usize>]) -> (Vec<Node>, Vec<Option<usize>>) {
    let mut weight = vec![0_i64; card.parties.len()];
    for pair in pairs {
        let sum = pair.sums.iter().map(|sum| sum.minor).max().unwrap_or(1);
        for end in [pair.from, pair.to] {
            weight[end] = weight[end].saturating_add(sum);
        }
    }
    let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (party, layer) in layer.iter().enumerate() {
        if let Some(layer) = layer {
            columns.entry(*layer).or_default().push(party);
        }
    }
    if pairs.is_empty() {
        // Nothing but parties: a column of them.
        columns.insert(0, (0..card.parties.len()).collect());
    }
    let most = (MOST_BOXES / columns.len().max(1)).clamp(3, MOST_IN_COLUMN);
    let mut nodes = Vec::new();
    let mut node_of = vec![None; card.parties.len()];
    for (layer, mut parties) in columns {
        if parties.len() > most {
            parties.sort_by_key(|at| {
                let party = &card.parties[*at];
                let matters = party.listed.is_some() || party.part == Part::Hub;
                (!matters, std::cmp::Reverse(weight[*at]), *at)
            });
        }
        let rest = if parties.len() > most {
            parties.split_off(most - 1)
        } else {
            Vec::new()
        };
        let single = parties.into_iter().map(|party| (vec![party], false));
        let rest = (!rest.is_empty()).then_some((rest, true));
        for (parties, rest) in single.chain(rest) {
            for party in &parties {
                node_of[*party] = Some(nodes.len());
            }
            nodes.push(Node {
                parties,
                rest,
                layer,
            });
        }
    }
    (nodes, node_of)
}

fn ties(card: &Card, pairs: &[Pair], back: &[bool], node_of: &[Option<usize>]) -> Vec<Tie> {
    let mut places: BTreeMap<(usize, usize, HopKind, bool), usize> = BTreeMap::new();
    let mut ties: Vec<Tie> = Vec::new();
    for (pair, back) in pairs.iter().zip(back) {
        let (from, to) = pair.ends();
        let (Some(from), Some(to)) = (node_of[from], node_of[to]) else {
            continue;
        };
        let key = (from, to, pair.kind, pair.walked_back);
        let place = *places.entry(key).or_insert_with(|| {
            ties.push(Tie {
                from,
                to,
                kind: pair.kind,
                walked_back: pair.walked_back,
                back: *back,
                hops: Vec::new(),
                sums: Vec::new(),
                span: None,
            });
            ties.len() - 1
        });
        ties[place].hops.extend(&pair.hops);
    }
    for tie in &mut ties {
        tie.hops.sort_unstable();
        tie.sums = sums(tie.hops.iter().filter_map(|hop| card.hops[*hop].amount));
        tie.span = span(tie.hops.iter().filter_map(|hop| card.hops[*hop].time));
    }
    ties
}
