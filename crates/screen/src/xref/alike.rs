//! Names that resemble a name: retrieval by shared words, then the comparison.
//!
//! The engine's own steps (`retrieve`, `probe`, `candidates`) with one difference: what two names share is counted the
//! same from either side, so that which of the two is asked never matters. A pair depends on its two names alone.

use std::cell::Cell;

use kashf_text::{NameTokenRef, TokenClass, TokenScore, compare_with, token_similarity};

use super::names::Names;
use super::vocabulary::{Resembling, Vocabulary};
use crate::candidates::FIRST_LOOK;
use crate::probe::{MOST_TOKENS, tells};
use crate::retrieve::{JOINED_SHARE, MIN_COVERED};

/// Two names that resemble each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alike {
    pub(super) name: u32,
    pub(super) similarity: u16,
    /// Weight of the words that were matched, of the side where it is less.
    pub(super) weight: u16,
    /// All words that tell one party from another agree; legal forms and titles may be more on one side.
    pub(super) whole: bool,
    /// Each side has a legal form that the other has not.
    pub(super) forms_differ: bool,
}

/// Words count as the same from here on.
const SAME_WORD: u16 = 900;

/// Working memory of one thread.
#[derive(Default)]
pub(super) struct Scratch {
    covered: Vec<u32>,
    hits: Vec<u8>,
    touched: Vec<u32>,
}

/// Names and words, ready to be searched.
pub(super) struct Search<'f, 'e> {
    pub(super) names: &'f Names,
    pub(super) vocabulary: &'f Vocabulary<'e>,
    /// What each word resembles; filled for the words of all names that are asked.
    pub(super) resembling: &'f [Resembling],
    /// Names less alike than this are left out.
    pub(super) floor: u16,
}

impl Search<'_, '_> {
    /// The names that resemble one; itself is among them. `later`: only those that sort behind it, and itself.
    pub(super) fn alike(&self, name: u32, later: bool, scratch: &mut Scratch) -> Vec<Alike> {
        let count = self.names.names.len();
        scratch.covered.resize(count, 0);
        scratch.hits.resize(count, 0);
        self.count_shared(name, scratch);
        let own = &self.names.names[name as usize];
        let mut found = Vec::new();
        for other in std::mem::take(&mut scratch.touched) {
            let covered = std::mem::take(&mut scratch.covered[other as usize]);
            let hits = std::mem::take(&mut scratch.hits[other as usize]);
            if other == name || (later && other < name) {
                continue;
            }
            let lighter = own.weight.min(self.names.names[other as usize].weight);
            if covered.saturating_mul(1000) < lighter.saturating_mul(MIN_COVERED)
                || (hits < 2 && !self.may_be_alike(name, other))
            {
                continue;
            }
            found.extend(self.look(name, other));
        }
        if !own.tokens.is_empty() {
            found.push(Alike {
                name,
                similarity: 1000,
                weight: self.weight_of(name),
                whole: true,
                forms_differ: false,
            });
        }
        found.sort_unstable();
        found
    }

    /// Counts for every name what it shares with one.
    fn count_shared(&self, name: u32, scratch: &mut Scratch) {
        let own = &self.names.names[name as usize];
        let mut count = |names: &[u32], share: u32, hits: u8| {
            for &other in names {
                let other = other as usize;
                if scratch.covered[other] == 0 {
                    scratch.touched.push(other as u32);
                }
                scratch.covered[other] = scratch.covered[other].saturating_add(share.max(1));
                scratch.hits[other] = scratch.hits[other].saturating_add(hits);
            }
        };
        let weight = |word: u32| u32::from(self.vocabulary.words[word as usize].weight);
        for &word in &own.words {
            for (other, score) in &self.resembling[word as usize] {
                let share = weight(word).min(weight(*other)) * u32::from(score.thousandths) / 1000;
                count(self.names.with_word(own.kind, *other), share, 1);
            }
            // Words that the other name has apart.
            for key in &self.vocabulary.joined[word as usize] {
                let share = weight(word) * JOINED_SHARE / 1000;
                count(self.names.with_joined(own.kind, *key), share, 2);
            }
        }
        for key in &own.joined {
            for &word in self.names.words_of_sound(*key) {
                let share = weight(word) * JOINED_SHARE / 1000;
                count(self.names.with_word(own.kind, word), share, 2);
            }
        }
        for key in &own.acronyms {
            count(self.names.with_acronym(*key), own.weight, 2);
        }
    }

    /// False when two names share one word, and nothing explains the others.
    fn may_be_alike(&self, one: u32, other: u32) -> bool {
        let sides = [one, other].map(|name| &self.names.names[name as usize]);
        if sides.iter().any(|side| side.telling < 2) {
            return true;
        }
        let tells =
            |(word, flags): &&(u32, u8)| tells(self.vocabulary.words[*word as usize].class, *flags);
        let open = |at: usize| sides[at].tokens.iter().take(MOST_TOKENS).filter(tells);
        let known = |a: u32, b: u32| self.known(a, b).is_some();
        let others: Vec<u32> = open(1)
            .map(|(word, _)| *word)
            .filter(|word| !sides[0].words.iter().any(|own| known(*own, *word)))
            .collect();
        open(0)
            .filter(|(word, _)| !sides[1].words.iter().any(|other| known(*word, *other)))
            .any(|(word, _)| {
                others
                    .iter()
                    .any(|other| self.vocabulary.may_be_damaged(*word, *other))
            })
    }

    /// How alike a word of the name that is asked is to another, when that is known.
    fn known(&self, asked: u32, other: u32) -> Option<TokenScore> {
        let list = &self.resembling[asked as usize];
        let at = list.binary_search_by_key(&other, |(word, _)| *word).ok()?;
        Some(list[at].1)
    }

    /// The pair, unless it stays below the floor.
    fn look(&self, one: u32, other: u32) -> Option<Alike> {
        let (estimate, complete) = self.compare(one, other, true);
        let first = estimate.similarity + if complete { 0 } else { FIRST_LOOK };
        if first < self.floor {
            return None;
        }
        let pair = if complete {
            estimate
        } else {
            self.compare(one, other, false).0
        };
        (pair.similarity >= self.floor).then_some(pair)
    }

    /// Compares two names; at a glance words that are no hit and nothing explains count as not alike. Also says
    /// whether there were none.
    fn compare(&self, one: u32, other: u32, glance: bool) -> (Alike, bool) {
        let complete = Cell::new(true);
        let sides = [one, other].map(|name| &self.names.names[name as usize]);
        let tokens = [one, other].map(|name| self.names.tokens(name, self.vocabulary));
        let similarity = |i: usize, j: usize| {
            let (a, b) = (sides[0].tokens[i].0, sides[1].tokens[j].0);
            if let Some(score) = self.known(a, b) {
                return score;
            }
            let (x, y) = (tokens[0][i].token, tokens[1][j].token);
            let words = x.class == TokenClass::Word && y.class == TokenClass::Word;
            if glance && words && !self.vocabulary.may_be_damaged(a, b) {
                complete.set(false);
                return TokenScore::NONE;
            }
            token_similarity(x, y)
        };
        let alignment = compare_with(&tokens[0], &tokens[1], sides[0].kind, &similarity);
        let mut weights = [0_u32; 2];
        for pair in &alignment.pairs {
            let of = |side: usize, at: &usize| u32::from(tokens[side][*at].token.weight);
            weights[0] += pair.query.iter().map(|at| of(0, at)).sum::<u32>();
            weights[1] += pair.candidate.iter().map(|at| of(1, at)).sum::<u32>();
        }
        let tells = |side: usize, at: &usize| {
            let token = &tokens[side][*at];
            tells(token.token.class, token.flags)
        };
        let whole = alignment
            .pairs
            .iter()
            .all(|pair| pair.thousandths >= SAME_WORD)
            && !alignment.extra_query.iter().any(|at| tells(0, at))
            && !alignment.extra_candidate.iter().any(|at| tells(1, at));
        let pair = Alike {
            name: other,
            similarity: alignment.similarity,
            whole,
            forms_differ: forms_differ(&tokens),
            weight: u16::try_from(weights[0].min(weights[1])).unwrap_or(u16::MAX),
        };
        (pair, complete.get())
    }

    /// Whether one name is but another spelling of the other.
    pub(super) fn is_spelling_of(&self, one: u32, other: u32, from: u16) -> bool {
        one == other
            || (self.names.names[one as usize].kind == self.names.names[other as usize].kind
                && self.compare(one, other, true).0.similarity >= from)
    }

    fn weight_of(&self, name: u32) -> u16 {
        let words = self.names.names[name as usize].tokens.iter();
        let weight = words.map(|(word, _)| u32::from(self.vocabulary.words[*word as usize].weight));
        u16::try_from(weight.sum::<u32>()).unwrap_or(u16::MAX)
    }
}

/// Whether each of two names has a legal form that the other has not: branches of one group.
fn forms_differ(tokens: &[Vec<NameTokenRef<'_>>; 2]) -> bool {
    let lacks = |side: usize| {
        let forms = |side: usize| {
            let forms = tokens[side].iter().map(|token| token.token);
            forms.filter(|token| token.class == TokenClass::LegalForm)
        };
        forms(side).any(|form| !forms(1 - side).any(|other| other.text == form.text))
    };
    lacks(0) && lacks(1)
}
