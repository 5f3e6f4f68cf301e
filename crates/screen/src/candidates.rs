//! From retrieved names to the listed entities that a query may mean, each with its best pair of names.

use std::collections::BTreeMap;

use kashf_core::Points;
use kashf_text::{NameTokenRef, TokenClass, TokenScore, compare_with, token_similarity};
use rustc_hash::FxHashMap;

use crate::ScreenError;
use crate::engine::{Engine, Options};
use crate::features::name::{NamePair, is_weak};
use crate::index::{Hits, Tables};
use crate::probe::Probe;
use crate::query::{Query, QueryName};
use crate::retrieve::{Retrieved, Scratch, every_name, retrieve};

/// A listed entity on its way to an answer.
pub(crate) struct Candidate {
    pub(crate) index: usize,
    pub(crate) entity: u32,
    pub(crate) best: Option<Best>,
    pub(crate) by_identifier: bool,
}

/// The pair of names that gives most points.
pub(crate) struct Best {
    pub(crate) pair: NamePair,
    pub(crate) points: Points,
    pub(crate) query_name: usize,
    pub(crate) name: u32,
}

/// What the first look at two names may miss: tokens that are hardly alike are not measured there.
pub(crate) const FIRST_LOOK: u16 = 100;

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
        let fresh = |index, entity| Candidate {
            index,
            entity,
            best: None,
            by_identifier: false,
        };
        let least = self.least_similarity(options);
        let identifiers = query.facts.identifiers.iter().map(|id| &id.value);
        for value in identifiers.chain(&query.facts.contacts) {
            for &index in chosen {
                for entity in lists[index].entities_of_id(value)?.iter() {
                    let candidate = found
                        .entry((index, entity))
                        .or_insert_with(|| fresh(index, entity));
                    candidate.by_identifier = true;
                }
            }
        }
        for (number, name) in query.names.iter().enumerate() {
            let probe = match scratch.as_deref_mut() {
                Some(scratch) => Some(Probe::new(
                    &name.prepared,
                    lists,
                    &self.memory,
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
                let hits: Option<Vec<&Hits>> = probe
                    .as_ref()
                    .map(|probe| probe.hits.iter().map(|hits| &hits[index]).collect());
                // What shares a number is shown, however little its names agree.
                let least = |entity| match found.get(&(index, entity)) {
                    Some(candidate) if candidate.by_identifier => 0,
                    _ => least,
                };
                let best =
                    self.best_names(tables, number, name, hits.as_deref(), &retrieved, &least)?;
                for (entity, best) in best {
                    let candidate = found
                        .entry((index, entity))
                        .or_insert_with(|| fresh(index, entity));
                    if candidate
                        .best
                        .as_ref()
                        .is_none_or(|known| best.points > known.points)
                    {
                        candidate.best = Some(best);
                    }
                }
            }
        }
        Ok((found.into_values().collect(), left_out))
    }

    /// The similarity that names must have for their entity to be shown, whatever else agrees; identifiers aside.
    pub(crate) fn least_similarity(&self, options: &Options) -> u16 {
        let show_from = self.policy.thresholds.show_from;
        let show_from = options
            .threshold
            .map_or(show_from, |threshold| threshold.min(show_from));
        let most = self.policy.points.most_without_identifier();
        let (mut low, mut high) = (0_u16, 1000_u16);
        while low < high {
            let middle = u16::midpoint(low, high);
            // Points for rarity are for names above the threshold.
            if self
                .policy
                .score_of(self.policy.points_of_name(middle) + most)
                >= show_from
            {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// The best of an entity's retrieved names for one name of the query. With what the query's tokens resemble
    /// (`hits`), names that stay below `least` of their entity are left out.
    pub(crate) fn best_names(
        &self,
        tables: &Tables<'_>,
        query_name: usize,
        query: &QueryName,
        hits: Option<&[&Hits]>,
        retrieved: &Retrieved,
        least: &dyn Fn(u32) -> u16,
    ) -> Result<FxHashMap<u32, Best>, ScreenError> {
        let query_tokens = query.prepared.token_refs();
        let kind = query.prepared.kind;
        let exact = tables.names_of_exact(&query.prepared.exact)?;
        let mut by_entity: FxHashMap<u32, Best> = FxHashMap::default();
        for &name in &retrieved.names {
            let view = tables.name(name)?;
            let (numbers, tokens) = tables.tokens_of(&view)?;
            let is_exact = exact.contains(name);
            let measured = |i: usize, j: usize| -> TokenScore {
                token_similarity(query_tokens[i].token, tokens[j].token)
            };
            if let Some(hits) = hits.filter(|_| !is_exact) {
                // A first look with what is known: words that are no hit count as not alike.
                let known = |i: usize, j: usize| match hits[i].score(numbers[j]) {
                    Some(score) => score,
                    None if is_word(query_tokens[i]) && is_word(tokens[j]) => TokenScore::NONE,
                    None => measured(i, j),
                };
                let first = compare_with(&query_tokens, &tokens, kind, &known);
                if first.similarity + FIRST_LOOK < least(view.entity) {
                    continue;
                }
            }
            let similarity = |i: usize, j: usize| {
                let known = hits.and_then(|hits| hits[i].score(numbers[j]));
                known.unwrap_or_else(|| measured(i, j))
            };
            let alignment = compare_with(&query_tokens, &tokens, kind, &similarity);
            let mut pair = NamePair::of(&alignment, &tokens, is_weak(query.role, view.role));
            if is_exact {
                pair.similarity = 1000;
            }
            let points = pair.points(&self.policy);
            let best = Best {
                pair,
                points,
                query_name,
                name,
            };
            match by_entity.get_mut(&view.entity) {
                Some(known) if known.points >= points => {}
                Some(known) => *known = best,
                None => {
                    by_entity.insert(view.entity, best);
                }
            }
        }
        Ok(by_entity)
    }
}

pub(crate) fn is_word(token: NameTokenRef<'_>) -> bool {
    matches!(token.token.class, TokenClass::Word | TokenClass::Generic)
}
