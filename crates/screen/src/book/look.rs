//! One reading of a record against one changed name: what a screening would make of the two.
//!
//! INVARIANT: what a screening keeps ([`crate::candidates`], [`crate::judge`]) is kept here; whoever changes what those leave
//! out changes this with it. The rescreening test of `kashf` compares the two.

use std::cell::RefCell;

use kashf_core::{Points, Score};
use kashf_text::{Glance, NameTokenRef, TokenScore, compare_with, token_similarity};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::concern::{Concerns, Name};
use super::find::{Finder, Reading};
use crate::candidates::FIRST_LOOK;
use crate::features::name::{NamePair, is_weak};
use crate::index::{Facts, retrieval_weight};
use crate::reach::{Beyond, Side, Word, tell_at_a_glance};
use crate::subject::may_be_same;

/// Pairs of words whose likeness a thread remembers; when they are more, all are forgotten.
const MAX_REMEMBERED: usize = 2_000_000;

impl Concerns<'_> {
    /// As a screening asks ([`crate::probe::Probe::reach`]): the most that a changed name can reach.
    pub(super) fn reach(
        &self,
        name: &Name<'_>,
        reading: &Reading<'_>,
        (covered, enough): (u32, u16),
        damaged: &mut FxHashMap<(u32, u32), bool>,
    ) -> u16 {
        if damaged.len() > MAX_REMEMBERED {
            damaged.clear();
        }
        let words = |tokens: &[NameTokenRef<'_>]| -> SmallVec<[Word; 8]> {
            let words = tokens.iter().map(|token| Word {
                weight: token.token.weight,
                class: token.token.class,
                flags: token.flags,
            });
            words.collect()
        };
        let (mut known, mut shared) = (SmallVec::<[u16; 32]>::new(), 0);
        for (i, row) in reading.words.tokens.iter().enumerate() {
            let mut best = 0;
            for &word in &name.words {
                let score = reading.score(i, word);
                let score = score.map_or(0, |score| score.thousandths);
                best = best.max(score);
                known.push(score);
            }
            let weight = retrieval_weight(reading.tokens[i].token.weight, row.flags).max(1);
            shared += u32::from(weight) * u32::from(best) / 1000;
        }
        let side = Side {
            ours: &words(reading.tokens),
            theirs: &words(&name.tokens),
            kind: reading.words.kind,
            known: &known,
            // What a screening counts beyond single words is counted here as more than it may be.
            beyond: if covered <= shared {
                Beyond::Nothing
            } else if reading.words.joined.is_empty() {
                Beyond::Joined { ours: 1 }
            } else {
                Beyond::More
            },
        };
        side.reach(enough, |i, j| {
            let (word, other) = (reading.words.tokens[i].token.get(), name.words[j]);
            let signature = &self.words[other as usize].1;
            let damaged = damaged.entry((word, other));
            *damaged
                .or_insert_with(|| Glance::of(reading.tokens[i].token).may_be_damaged(signature))
        })
    }

    /// A screening's first look at two names, words that are no hit and that nothing explains taken as not alike: whether what it estimates is
    /// enough.
    pub(super) fn first_look(
        &self,
        name: &Name<'_>,
        reading: &Reading<'_>,
        finder: &mut Finder,
        is_enough: impl FnOnce(u16) -> bool,
    ) -> bool {
        let measured = Measured::new(name, reading, finder);
        let known = |i: usize, j: usize| match reading.score(i, name.words[j]) {
            Some(score) => score,
            None if tell_at_a_glance(reading.tokens[i].token.class, name.tokens[j].token.class)
                && !Glance::of(reading.tokens[i].token)
                    .may_be_damaged(&self.words[name.words[j] as usize].1) =>
            {
                TokenScore::NONE
            }
            None => measured.of(i, j),
        };
        let first = compare_with(reading.tokens, &name.tokens, reading.words.kind, &known);
        is_enough(first.similarity + FIRST_LOOK)
    }

    /// The points of a reading and a changed name.
    pub(super) fn points(
        &self,
        name: &Name<'_>,
        reading: &Reading<'_>,
        exact: bool,
        finder: &mut Finder,
    ) -> Points {
        let measured = Measured::new(name, reading, finder);
        let similarity = |i: usize, j: usize| {
            let known = reading.score(i, name.words[j]);
            known.unwrap_or_else(|| measured.of(i, j))
        };
        let kind = reading.words.kind;
        let alignment = compare_with(reading.tokens, &name.tokens, kind, &similarity);
        let weak = is_weak(reading.words.role, name.role);
        let mut pair = NamePair::of(&alignment, &name.tokens, weak);
        if exact {
            pair.similarity = 1000;
        }
        pair.points(&self.engine.policy)
    }

    /// As [`Engine::judge`] begins.
    pub(super) fn reachable(&self, points: Points) -> bool {
        let policy = &self.engine.policy;
        policy.score_of(points + policy.points.most_without_identifier()) >= self.show_from()
    }

    fn show_from(&self) -> Score {
        self.options.show_from(&self.engine.policy)
    }

    /// As [`Engine::judge`] ends: whether an entry is shown.
    pub(super) fn stands(&self, name_points: Points, query: &Facts, candidate: &Facts) -> bool {
        let policy = &self.engine.policy;
        let model = kashf_ftm::model();
        if let (Some(wanted), Some(schema)) =
            (model.schema(&query.schema), model.schema(&candidate.schema))
            && !may_be_same(wanted, schema)
        {
            return false;
        }
        let findings = self.engine.fact_findings(query, candidate);
        let more: Points = findings.iter().map(|found| found.reason.points).sum();
        let threshold = self
            .options
            .threshold
            .unwrap_or_else(|| policy.threshold_for(&candidate.schema, &candidate.datasets));
        policy.score_of(name_points + more) >= self.show_from()
            || policy.score_of(name_points) >= threshold
    }
}

/// How alike words are that are no hits, as a thread remembers it.
struct Measured<'m> {
    name: &'m Name<'m>,
    reading: &'m Reading<'m>,
    remembered: RefCell<&'m mut FxHashMap<(u32, u32), TokenScore>>,
}

impl<'m> Measured<'m> {
    fn new(name: &'m Name<'m>, reading: &'m Reading<'m>, finder: &'m mut Finder) -> Self {
        if finder.remembered.len() > MAX_REMEMBERED {
            finder.remembered.clear();
        }
        Self {
            name,
            reading,
            remembered: RefCell::new(&mut finder.remembered),
        }
    }

    fn of(&self, i: usize, j: usize) -> TokenScore {
        let words = (self.reading.words.tokens[i].token.get(), self.name.words[j]);
        *self
            .remembered
            .borrow_mut()
            .entry(words)
            .or_insert_with(|| {
                token_similarity(self.reading.tokens[i].token, self.name.tokens[j].token)
            })
    }
}
