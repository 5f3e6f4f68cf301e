//! From judgements to clusters: which ids are one party.
//!
//! What people, imports and lists call the same is put together first, the newest and highest first; then what the
//! engine calls the same, the surest first. A pair that would put together what is judged different is left out and
//! becomes "look", and so is an automatic one that would put two entries of one list together: the list keeps them
//! apart. The order of input decides nothing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use kashf_core::Score;
use rustc_hash::FxHashMap;

use crate::force::in_force;
use crate::{Judgement, Outcome, Verdict};

/// What the engine found of two ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MachinePair<'p> {
    /// The id that sorts first.
    pub a: &'p str,
    /// The id that sorts last.
    pub b: &'p str,
    /// What it comes to.
    pub outcome: Outcome,
    /// How strongly.
    pub score: Score,
}

/// Why two ids that are called the same are not put together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    /// These two, one on either side, are judged different, or a human could not say.
    Judged(String, String),
    /// These two, one on either side, stand on this list as two entries.
    OneList(String, String, String),
}

/// A pair that is called the same and was not put together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The id that sorts first.
    pub a: String,
    /// The id that sorts last.
    pub b: String,
    /// Why not.
    pub conflict: Conflict,
    /// True when the engine called them the same, false when a human did.
    pub automatic: bool,
}

/// Which ids are one party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// Clusters of two ids and more, each sorted, sorted by their first id.
    pub clusters: Vec<Vec<String>>,
    /// Pairs that a human should look at because putting them together would contradict something; sorted.
    pub refusals: Vec<Refusal>,
}

impl Resolution {
    /// The cluster of each id, by its place in [`Resolution::clusters`].
    #[must_use]
    pub fn places(&self) -> BTreeMap<&str, usize> {
        let clusters = self.clusters.iter().enumerate();
        clusters
            .flat_map(|(at, ids)| ids.iter().map(move |id| (id.as_str(), at)))
            .collect()
    }
}

/// Makes clusters of what humans said (`judgements`) and of what the engine found (`pairs`; those below a human's
/// judgement do not count). `list_of` names the list on which an id stands.
///
/// ```
/// use kashf_resolve::{Judgement, Verdict, Who, resolve};
/// let says = |a, b, verdict| {
///     Judgement::new(a, b, verdict, Who::Person("Layla".to_owned()), "2026-01-01T00:00:00Z").unwrap()
/// };
/// let found = resolve(&[says("un-1", "eu-7", Verdict::Same)], &[], &|_| None);
/// assert_eq!(found.clusters, [["eu-7", "un-1"]]);
/// ```
#[must_use]
pub fn resolve<'l>(
    judgements: &[Judgement],
    pairs: &[MachinePair<'_>],
    list_of: &dyn Fn(&str) -> Option<&'l str>,
) -> Resolution {
    let held = in_force(judgements);
    let mut graph = Graph::default();
    let (mut said, mut found) = (Vec::new(), Vec::new());
    for (pair, judgement) in &held {
        let (a, b) = (graph.node(pair.0, list_of), graph.node(pair.1, list_of));
        match judgement.verdict {
            Verdict::Same => said.push((
                Reverse((judgement.who.rank(), judgement.number)),
                *pair,
                (a, b),
            )),
            Verdict::Different => graph.block(a, b, Block::Human),
            Verdict::Look => graph.block(a, b, Block::Unsure),
            Verdict::Withdrawn => {}
        }
    }
    for pair in pairs {
        if held.contains_key(&(pair.a, pair.b)) {
            continue;
        }
        match pair.outcome {
            Outcome::Look => {}
            Outcome::Same => {
                let nodes = (graph.node(pair.a, list_of), graph.node(pair.b, list_of));
                found.push((Reverse(pair.score), (pair.a, pair.b), nodes));
            }
            Outcome::Different => {
                let (a, b) = (graph.node(pair.a, list_of), graph.node(pair.b, list_of));
                graph.block(a, b, Block::Machine);
            }
        }
    }
    said.sort();
    found.sort();
    let said = said
        .into_iter()
        .map(|(_, pair, nodes)| (pair, nodes, false));
    let found = found
        .into_iter()
        .map(|(_, pair, nodes)| (pair, nodes, true));
    let mut refusals = BTreeSet::new();
    for ((a, b), nodes, automatic) in said.chain(found) {
        if let Err(conflict) = graph.join(nodes, automatic) {
            refusals.insert(Refusal {
                a: a.to_owned(),
                b: b.to_owned(),
                conflict,
                automatic,
            });
        }
    }
    Resolution {
        clusters: graph.clusters(),
        refusals: refusals.into_iter().collect(),
    }
}

/// What keeps two ids apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    Human,
    /// A human could not say: the engine does not decide it by a detour.
    Unsure,
    Machine,
}

/// Ids, what keeps them apart, and the clusters so far.
#[derive(Default)]
struct Graph<'a, 'l> {
    numbers: FxHashMap<&'a str, usize>,
    ids: Vec<&'a str>,
    lists: Vec<Option<&'l str>>,
    blocks: Vec<Vec<(usize, Block)>>,
    /// The cluster of each id, and the ids of each cluster.
    cluster_of: Vec<usize>,
    clusters: Vec<Vec<usize>>,
}

impl<'a, 'l> Graph<'a, 'l> {
    fn node(&mut self, id: &'a str, list_of: &dyn Fn(&str) -> Option<&'l str>) -> usize {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = self.ids.len();
        self.numbers.insert(id, number);
        self.ids.push(id);
        self.lists.push(list_of(id));
        self.blocks.push(Vec::new());
        self.cluster_of.push(number);
        self.clusters.push(vec![number]);
        number
    }

    fn block(&mut self, a: usize, b: usize, block: Block) {
        self.blocks[a].push((b, block));
        self.blocks[b].push((a, block));
    }

    /// Puts the clusters of two ids together, unless something speaks against it.
    fn join(&mut self, (a, b): (usize, usize), automatic: bool) -> Result<(), Conflict> {
        let (mut to, mut from) = (self.cluster_of[a], self.cluster_of[b]);
        if to == from {
            return Ok(());
        }
        if self.clusters[to].len() < self.clusters[from].len() {
            (to, from) = (from, to);
        }
        if let Some((one, other, list)) = self.conflict(from, to, automatic) {
            let (one, other) = (one.min(other).to_owned(), one.max(other).to_owned());
            return Err(match list {
                Some(list) => Conflict::OneList(one, other, list.to_owned()),
                None => Conflict::Judged(one, other),
            });
        }
        let moved = std::mem::take(&mut self.clusters[from]);
        for node in &moved {
            self.cluster_of[*node] = to;
        }
        self.clusters[to].extend(moved);
        Ok(())
    }

    /// The first two ids, in byte order, that keep two clusters apart, and the list when it is the list.
    fn conflict(
        &self,
        from: usize,
        to: usize,
        automatic: bool,
    ) -> Option<(&'a str, &'a str, Option<&'l str>)> {
        let mut first: Option<(&str, &str, Option<&str>)> = None;
        let mut note = |one: usize, other: usize, list: Option<&'l str>| {
            let (one, other) = (self.ids[one], self.ids[other]);
            let found = (one.min(other), one.max(other), list);
            let known = first.is_some_and(|known| (known.0, known.1) <= (found.0, found.1));
            if !known {
                first = Some(found);
            }
        };
        for node in &self.clusters[from] {
            for (other, block) in &self.blocks[*node] {
                if self.cluster_of[*other] == to && (automatic || *block == Block::Human) {
                    note(*node, *other, None);
                }
            }
        }
        if automatic {
            let mut lists: BTreeMap<&str, usize> = BTreeMap::new();
            for node in &self.clusters[from] {
                if let Some(list) = self.lists[*node] {
                    lists.insert(list, *node);
                }
            }
            for node in &self.clusters[to] {
                if let Some(list) = self.lists[*node]
                    && let Some(other) = lists.get(list)
                {
                    note(*node, *other, Some(list));
                }
            }
        }
        first
    }

    fn clusters(self) -> Vec<Vec<String>> {
        let several = self.clusters.iter().filter(|cluster| cluster.len() > 1);
        let mut clusters: Vec<Vec<String>> = several
            .map(|cluster| {
                let mut ids: Vec<String> = cluster
                    .iter()
                    .map(|node| self.ids[*node].to_owned())
                    .collect();
                ids.sort();
                ids
            })
            .collect();
        clusters.sort();
        clusters
    }
}
