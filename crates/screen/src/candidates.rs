//! From retrieved names to the listed entities that a query may mean, each with its best pair of names.

use std::cell::Cell;
use std::collections::BTreeMap;

use kashf_core::Points;
use kashf_text::{NameTokenRef, TokenScore, compare_with, token_similarity};

use crate::ScreenError;
use crate::engine::{Engine, Options};
use crate::features::name::{NamePair, is_weak};
use crate::index::{List, Tables};
use crate::needed::Needed;
use crate::probe::Probe;
use crate::query::{Query, QueryName};
use crate::reach::tell_at_a_glance;
use crate::retrieve::{Scratch, every_name, retrieve};

/// A listed entity on its way to an answer.
pub(crate) struct Candidate {
    pub(crate) index: usize,
    pub(crate) entity: u32,
    pub(crate) best: Option<Best>,
    pub(crate) by_identifier: bool,
}

impl Candidate {
    /// An entity of which nothing is known yet.
    pub(crate) const fn new(index: usize, entity: u32) -> Self {
        Self {
            index,
            entity,
            best: None,
            by_identifier: false,
        }
    }

    /// Keeps the better pair of names.
    pub(crate) fn take(&mut self, best: Best) {
        let known = self.best.as_ref();
        if known.is_none_or(|known| best.points > known.points) {
            self.best = Some(best);
        }
    }
}

/// The pair of names that gives most points.
pub(crate) struct Best {
    pub(crate) pair: NamePair,
    pub(crate) points: Points,
    pub(crate) query_name: usize,
    pub(crate) name: u32,
}

/// What the first look at two names may miss: tokens that are hardly alike are not measured there.
pub(crate) const FIRST_LOOK: u16 = 80;

impl Engine {
    /// The entities of the chosen lists that resemble the query, and how many names a cap left out. Without
    /// working memory every name is compared.
    pub(crate) fn candidates(
        &self,
        chosen: &[usize],
        lists: &[Tables<'_>],
        query: &Query,
        options: &Options,
        mut scratch: Option<&mut Scratch>,
    ) -> Result<(Vec<Candidate>, usize), ScreenError> {
        let mut found: BTreeMap<(usize, u32), Candidate> = BTreeMap::new();
        let mut left_out = 0;
        let identifiers = query.facts.identifiers.iter().map(|id| &id.value);
        for value in identifiers.chain(&query.facts.contacts) {
            for &index in chosen {
                for entity in lists[index].entities_of_id(value)?.iter() {
                    let candidate = found
                        .entry((index, entity))
                        .or_insert_with(|| Candidate::new(index, entity));
                    candidate.by_identifier = true;
                }
            }
        }
        let mut needed = Needed::new(&self.policy, &query.facts, options);
        for (number, name) in query.names.iter().enumerate() {
            let probe = match scratch.as_deref_mut() {
                Some(scratch) => Some(Probe::new(
                    &name.prepared,
                    lists,
                    &self.memory,
                    needed.is_wide(),
                    &mut scratch.probe,
                )?),
                None => None,
            };
            for &index in chosen {
                let tables = &lists[index];
                let retrieved = match (&probe, scratch.as_deref_mut()) {
                    (Some(probe), Some(scratch)) => retrieve(tables, index, probe, scratch)?,
                    _ => every_name(tables, &name.prepared)?,
                };
                left_out += retrieved.left_out;
                let pairs = Pairs::new(self, tables, index, (number, name), probe.as_ref())?;
                for (name, covered) in retrieved.names {
                    let entity = tables.entity_of_name(name)?;
                    let known = found.get(&(index, entity));
                    let best = if known.is_some_and(|known| known.by_identifier) {
                        // What shares a number is shown, however little its names agree.
                        Some(pairs.whole(name)?)
                    } else {
                        pairs.look((name, entity), covered, &mut needed)?
                    };
                    if let Some(best) = best {
                        let candidate = found
                            .entry((index, entity))
                            .or_insert_with(|| Candidate::new(index, entity));
                        candidate.take(best);
                    }
                }
            }
        }
        Ok((found.into_values().collect(), left_out))
    }
}

/// One name of the query against names of one list.
pub(crate) struct Pairs<'a, 'q> {
    engine: &'a Engine,
    tables: &'a Tables<'a>,
    index: usize,
    query_name: usize,
    query: &'q QueryName,
    tokens: Vec<NameTokenRef<'q>>,
    probe: Option<&'a Probe<'q>>,
    exact: List<'a>,
}

impl<'a, 'q> Pairs<'a, 'q> {
    /// A name of the query, by its number; without a probe every name is compared in full.
    pub(crate) fn new(
        engine: &'a Engine,
        tables: &'a Tables<'a>,
        index: usize,
        (query_name, query): (usize, &'q QueryName),
        probe: Option<&'a Probe<'q>>,
    ) -> Result<Self, ScreenError> {
        Ok(Self {
            engine,
            tables,
            index,
            query_name,
            query,
            tokens: query.prepared.token_refs(),
            probe,
            exact: tables.names_of_exact(&query.prepared.exact)?,
        })
    }

    /// The pair, unless it stays below what its entity needs to be shown.
    fn look(
        &self,
        (name, entity): (u32, u32),
        covered: u32,
        needed: &mut Needed<'_>,
    ) -> Result<Option<Best>, ScreenError> {
        if let Some(probe) = self.probe
            && !self.exact.contains(name)
        {
            let most = probe.reach(self.tables, self.index, (name, covered), needed.at_most())?;
            if !needed.is_met(most, self.tables, entity)? {
                return Ok(None);
            }
            let (pair, complete) = self.compare(name, true)?;
            let estimate = pair.similarity + if complete { 0 } else { FIRST_LOOK };
            if !needed.is_met(estimate, self.tables, entity)? {
                return Ok(None);
            }
            if complete {
                return Ok(Some(self.best(name, pair)));
            }
        }
        self.whole(name).map(Some)
    }

    /// The pair, whatever it gives.
    pub(crate) fn whole(&self, name: u32) -> Result<Best, ScreenError> {
        let (mut pair, _) = self.compare(name, false)?;
        if self.exact.contains(name) {
            pair.similarity = 1000;
        }
        Ok(self.best(name, pair))
    }

    fn best(&self, name: u32, pair: NamePair) -> Best {
        Best {
            points: pair.points(&self.engine.policy),
            pair,
            query_name: self.query_name,
            name,
        }
    }

    /// Compares two names; at a glance words that are no hit and nothing explains count as not alike.
    /// Also says whether there were none.
    fn compare(&self, name: u32, glance: bool) -> Result<(NamePair, bool), ScreenError> {
        let complete = Cell::new(true);
        let view = self.tables.name(name)?;
        let (numbers, tokens) = self.tables.tokens_of(&view)?;
        let hits = self.probe.map(|probe| &probe.hits);
        let similarity = |i: usize, j: usize| {
            let (a, b) = (self.tokens[i].token, tokens[j].token);
            let known = hits.and_then(|hits| hits[i].of[self.index].score(numbers[j]));
            if let Some(score) = known {
                return score;
            }
            if let Some(hits) = hits.filter(|_| glance && tell_at_a_glance(a.class, b.class)) {
                let signature = self.tables.signature(numbers[j]);
                if !signature.is_ok_and(|signature| hits[i].glance.may_be_damaged(&signature)) {
                    complete.set(false);
                    return TokenScore::NONE;
                }
            }
            token_similarity(a, b)
        };
        let kind = self.query.prepared.kind;
        let alignment = compare_with(&self.tokens, &tokens, kind, &similarity);
        let weak = is_weak(self.query.role, view.role);
        let pair = NamePair::of(&alignment, &tokens, weak);
        Ok((pair, complete.get()))
    }
}

/// The best of these names for an entity; for the list's own names.
pub(crate) fn best_of(
    pairs: &Pairs<'_, '_>,
    names: impl Iterator<Item = u32>,
) -> Result<Option<Best>, ScreenError> {
    let mut best: Option<Best> = None;
    for name in names {
        let one = pairs.whole(name)?;
        if best.as_ref().is_none_or(|known| one.points > known.points) {
            best = Some(one);
        }
    }
    Ok(best)
}
