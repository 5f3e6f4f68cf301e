//! The engine: a snapshot and a policy, asked one query at a time from any number of threads.
//!
//! Query, candidates from every index, features, points, score, order. It decides nothing about a
//! person: it reports what resembles, why, and how much.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use kashf_core::Score;
use kashf_store::{Snapshot, is_companion, list_of};
use kashf_text::{compare_with, token_similarity};
use rustc_hash::FxHashMap;

use crate::answer::{Answer, Status};
use crate::features::name::{NamePair, is_weak};
use crate::index::{Index, Tables};
use crate::query::{Query, QueryName};
use crate::retrieve::{Retrieved, Scratch, retrieve};
use crate::{Policy, ScreenError};

/// What is asked of one screening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// At most so many entries come back, best first.
    pub limit: usize,
    /// A threshold in place of the policy's.
    pub threshold: Option<Score>,
    /// Only these datasets; all when absent.
    pub datasets: Option<Vec<String>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limit: 5,
            threshold: None,
            datasets: None,
        }
    }
}

/// Answers queries from one snapshot under one policy.
#[derive(Debug)]
pub struct Engine {
    pub(crate) indexes: Vec<Index>,
    pub(crate) policy: Policy,
    scratch: Mutex<Vec<Scratch>>,
}

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
    pub(crate) points: i32,
    pub(crate) query_name: usize,
    pub(crate) name: u32,
}

impl Engine {
    /// Opens the indexes of a snapshot.
    ///
    /// # Errors
    /// A segment compiled by another version, or a damaged table.
    pub fn new(snapshot: &Snapshot, policy: Policy) -> Result<Self, ScreenError> {
        let indexes = snapshot
            .segments
            .iter()
            .map(|segment| Index::open(Arc::clone(segment)))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            indexes,
            policy,
            scratch: Mutex::new(Vec::new()),
        })
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The datasets that it answers from, in order.
    pub fn datasets(&self) -> impl Iterator<Item = &str> {
        let datasets = self.indexes.iter().map(Index::dataset);
        datasets.filter(|dataset| !is_companion(dataset))
    }

    /// Screens one query.
    ///
    /// A failure is an answer with the status `not_screened`, never one without matches.
    #[must_use]
    pub fn screen(&self, query: &Query, options: &Options) -> Answer {
        if query.is_empty() {
            return Answer::not_screened("the record has no name and no identifier");
        }
        let mut scratch = self
            .scratch
            .lock()
            .ok()
            .and_then(|mut pool| pool.pop())
            .unwrap_or_default();
        let answer = self.try_screen(query, options, &mut scratch);
        match answer {
            Ok(answer) => {
                if let Ok(mut pool) = self.scratch.lock() {
                    pool.push(scratch);
                }
                answer
            }
            // The scratch memory may be half-filled, so it is not given back.
            Err(error) => Answer::not_screened(error.to_string()),
        }
    }

    fn try_screen(
        &self,
        query: &Query,
        options: &Options,
        scratch: &mut Scratch,
    ) -> Result<Answer, ScreenError> {
        let chosen = self.chosen(options)?;
        let mut left_out = 0;
        let mut candidates = Vec::new();
        for &index in &chosen {
            let tables = self.indexes[index].tables()?;
            left_out += self.candidates(index, &tables, query, scratch, &mut candidates)?;
        }
        let mut matches = Vec::new();
        for candidate in &candidates {
            let tables = self.indexes[candidate.index].tables()?;
            matches.extend(self.judge(candidate, &tables, query, options)?);
        }
        matches.sort_by(|a, b| {
            (b.is_match, b.score, b.points)
                .cmp(&(a.is_match, a.score, a.points))
                .then_with(|| (&a.datasets, &a.id).cmp(&(&b.datasets, &b.id)))
        });
        matches.truncate(options.limit);
        let mut problems = query.problems.clone();
        if left_out > 0 {
            problems.push(format!(
                "{left_out} names that resemble it least were not compared"
            ));
        }
        let status = if problems.is_empty() {
            Status::Screened
        } else {
            Status::Partial
        };
        let problem = (!problems.is_empty()).then(|| problems.join("; "));
        Ok(Answer {
            status,
            problem,
            matches,
        })
    }

    pub(crate) fn chosen(&self, options: &Options) -> Result<Vec<usize>, ScreenError> {
        let Some(datasets) = &options.datasets else {
            return Ok((0..self.indexes.len()).collect());
        };
        let mut chosen = Vec::new();
        for name in datasets {
            if !self.datasets().any(|dataset| dataset == name) {
                return Err(ScreenError::NotLoaded(name.clone()));
            }
            // What a list remembers of delisted entries is asked with it.
            let indexes = self.indexes.iter().enumerate();
            let of_list = indexes.filter(|(_, index)| list_of(index.dataset()) == name);
            chosen.extend(of_list.map(|(number, _)| number));
        }
        Ok(chosen)
    }

    /// Collects the entities of one index that resemble the query; returns how many names a cap
    /// left out.
    fn candidates(
        &self,
        index: usize,
        tables: &Tables<'_>,
        query: &Query,
        scratch: &mut Scratch,
        candidates: &mut Vec<Candidate>,
    ) -> Result<usize, ScreenError> {
        let mut by_entity: BTreeMap<u32, Candidate> = BTreeMap::new();
        let mut left_out = 0;
        let fresh = |entity| Candidate {
            index,
            entity,
            best: None,
            by_identifier: false,
        };
        for (number, name) in query.names.iter().enumerate() {
            let retrieved = retrieve(tables, &name.prepared, scratch)?;
            left_out += retrieved.left_out;
            for (entity, best) in self.best_names(tables, number, name, &retrieved)? {
                let candidate = by_entity.entry(entity).or_insert_with(|| fresh(entity));
                if candidate
                    .best
                    .as_ref()
                    .is_none_or(|known| best.points > known.points)
                {
                    candidate.best = Some(best);
                }
            }
        }
        let identifiers = query.facts.identifiers.iter().map(|id| &id.value);
        for value in identifiers.chain(&query.facts.contacts) {
            for entity in tables.entities_of_id(value)? {
                let entity = entity.get();
                let candidate = by_entity.entry(entity).or_insert_with(|| fresh(entity));
                candidate.by_identifier = true;
            }
        }
        candidates.extend(by_entity.into_values());
        Ok(left_out)
    }

    /// The best of an entity's retrieved names for one name of the query.
    pub(crate) fn best_names(
        &self,
        tables: &Tables<'_>,
        query_name: usize,
        query: &QueryName,
        retrieved: &Retrieved,
    ) -> Result<FxHashMap<u32, Best>, ScreenError> {
        let query_tokens = query.prepared.token_refs();
        let exact = tables.names_of_exact(&query.prepared.exact)?;
        let mut by_entity: FxHashMap<u32, Best> = FxHashMap::default();
        for &name in &retrieved.names {
            let view = tables.name(name)?;
            let (numbers, tokens) = tables.tokens_of(&view)?;
            let similarity = |i: usize, j: usize| {
                let known = retrieved
                    .hits
                    .get(i)
                    .and_then(|hits| hits.score(numbers[j]));
                known.unwrap_or_else(|| token_similarity(query_tokens[i].token, tokens[j].token))
            };
            let alignment = compare_with(&query_tokens, &tokens, query.prepared.kind, &similarity);
            let mut pair = NamePair::of(&alignment, &tokens, is_weak(query.role, view.role));
            if exact
                .binary_search_by_key(&name, |number| number.get())
                .is_ok()
            {
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
