//! The engine: a snapshot and a policy, asked one query at a time from any number of threads.
//!
//! Query, candidates from every index, features, points, score, order. It decides nothing about a
//! person: it reports what resembles, why, and how much.

use std::sync::{Arc, Mutex};

use kashf_core::Score;
use kashf_store::{Snapshot, is_companion, list_of};

use crate::answer::{Answer, Match, Status};
use crate::clusters::Clusters;
use crate::index::{HitMemory, Index, Tables};
use crate::query::Query;
use crate::retrieve::Scratch;
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

impl Options {
    /// The score from which entries are shown: the policy's, or the threshold that was asked for where that is lower.
    pub(crate) fn show_from(&self, policy: &Policy) -> Score {
        let shown = policy.thresholds.show_from;
        self.threshold.map_or(shown, |asked| asked.min(shown))
    }
}

/// Answers queries from one snapshot under one policy.
#[derive(Debug)]
pub struct Engine {
    pub(crate) indexes: Vec<Index>,
    pub(crate) policy: Policy,
    pub(crate) memory: HitMemory,
    pub(crate) clusters: Clusters,
    scratch: Mutex<Vec<Scratch>>,
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
            memory: HitMemory::default(),
            clusters: Clusters::default(),
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
        self.screen_kept(query, options, None)
    }

    /// The same among the entries that are kept: `keep` is asked once of every entry that would be shown, best first,
    /// before the limit cuts. What it leaves out takes no place from what it keeps.
    #[must_use]
    pub fn screen_kept(
        &self,
        query: &Query,
        options: &Options,
        keep: Option<&dyn Fn(&Match) -> bool>,
    ) -> Answer {
        if query.is_empty() {
            return Answer::not_screened("the record has no name and no identifier");
        }
        let mut scratch = self
            .scratch
            .lock()
            .ok()
            .and_then(|mut pool| pool.pop())
            .unwrap_or_default();
        let answer = self.try_screen(query, options, Some(&mut scratch), keep);
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

    /// Screens one query against every name of the lists, without looking anything up: thousands of times
    /// slower than [`Engine::screen`], whose loss it measures (`bench/speed`).
    #[must_use]
    pub fn screen_all(&self, query: &Query, options: &Options) -> Answer {
        if query.is_empty() {
            return Answer::not_screened("the record has no name and no identifier");
        }
        let answer = self.try_screen(query, options, None, None);
        answer.unwrap_or_else(|error| Answer::not_screened(error.to_string()))
    }

    fn try_screen(
        &self,
        query: &Query,
        options: &Options,
        scratch: Option<&mut Scratch>,
        keep: Option<&dyn Fn(&Match) -> bool>,
    ) -> Result<Answer, ScreenError> {
        let chosen = self.chosen(options)?;
        let tables: Vec<Tables<'_>> = self
            .indexes
            .iter()
            .map(Index::tables)
            .collect::<Result<_, _>>()?;
        let (candidates, left_out) = self.candidates(&chosen, &tables, query, options, scratch)?;
        let mut matches = Vec::new();
        for candidate in &candidates {
            let of_list = &tables[candidate.index];
            let found = self.judge(candidate, of_list, query, options)?;
            matches.extend(found.map(|found| ((candidate.index, candidate.entity), found)));
        }
        matches.sort_by(|(_, a), (_, b)| {
            (b.is_match, b.score, b.points)
                .cmp(&(a.is_match, a.score, a.points))
                .then_with(|| (&a.datasets, &a.id).cmp(&(&b.datasets, &b.id)))
        });
        let mut matches = self.united(matches, &tables, &chosen)?;
        if let Some(keep) = keep {
            matches.retain(keep);
        }
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
}
