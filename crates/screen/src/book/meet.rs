//! The words of a book and those of the changed entries: which resemble which, found once for all customers.

use std::ops::Range;

use kashf_text::{Glance, Signature, TokenScore};

use super::concern::{Concerns, u32_of};
use super::open::{Book, BookTables};
use crate::ScreenError;
use crate::alike::{Asked, Least};

/// What a run of words of the book resembles.
#[derive(Debug, Default)]
pub struct Met {
    /// Ends of each word's runs in the two lists.
    ends: Vec<(u32, u32)>,
    /// Words of the changed entries, most alike first.
    hits: Vec<(u32, u16)>,
    /// The same by their numbers.
    scores: Vec<(u32, TokenScore)>,
    /// Changed names in which two words, written as one, sound like the word.
    joined: Vec<u32>,
}

/// What all words of the book resemble.
#[derive(Debug, Default)]
pub struct Meeting {
    /// By word, where its runs begin; one more ends the last.
    words: Vec<MetWord>,
    hits: Vec<(u32, u16)>,
    scores: Vec<(u32, TokenScore)>,
    joined: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct MetWord {
    hits: u32,
    joined: u32,
    weight: u16,
}

impl Concerns<'_> {
    /// Meets a run of the words of a book; runs may be met side by side, each of [`Book::MET_WORDS`].
    ///
    /// # Errors
    /// A damaged table.
    pub fn meet(&self, book: &Book, run: usize) -> Result<Met, ScreenError> {
        let tables = book.tables()?;
        let mut met = Met::default();
        let least = if self.wide { Least::Wide } else { Least::Usual };
        let mut near: Vec<u32> = Vec::new();
        let mut sharing: Vec<u32> = Vec::new();
        let mut signatures: Vec<Signature> = Vec::new();
        // The word with which each word of the changed entries was met last.
        let mut last_met = vec![u32::MAX; self.words.len()];
        for word in book.words_of_run(run, &tables) {
            let token = tables.word(word)?;
            let (keys, joined) = tables.keys(word)?;
            near.clear();
            let asked = Asked::new(Glance::new(tables.signature(word)?), token, least);
            sharing.clear();
            signatures.clear();
            for key in keys {
                for &number in self.by_key.get(&key.get()).into_iter().flatten() {
                    let last = &mut last_met[number as usize];
                    if std::mem::replace(last, word) != word {
                        sharing.push(number);
                        signatures.push(self.words[number as usize].1);
                    }
                }
            }
            if self.wide {
                near.extend(&sharing);
            } else {
                asked.glance.sift(&signatures, |at| near.push(sharing[at]));
            }
            near.sort_unstable();
            let from = met.scores.len();
            for &number in &near {
                let (other, signature) = &self.words[number as usize];
                let score = asked.alike(*other, signature);
                met.scores.extend(score.map(|score| (number, score)));
            }
            let scores = met.scores[from..].iter();
            met.hits
                .extend(scores.map(|(number, score)| (*number, score.thousandths)));
            met.hits[from..].sort_by_key(|(_, thousandths)| std::cmp::Reverse(*thousandths));
            for key in joined {
                let names = self.by_joined.get(&key.get()).into_iter().flatten();
                met.joined.extend(names);
            }
            met.ends
                .push((u32_of(met.hits.len()), u32_of(met.joined.len())));
        }
        Ok(met)
    }

    /// Joins what was met, run by run in order.
    ///
    /// # Errors
    /// A damaged table.
    pub fn meeting(&self, book: &Book, runs: Vec<Met>) -> Result<Meeting, ScreenError> {
        let tables = book.tables()?;
        let mut meeting = Meeting::default();
        let (mut number, mut begin) = (0, MetWord::default());
        for run in runs {
            let before = (u32_of(meeting.hits.len()), u32_of(meeting.joined.len()));
            for (hits, joined) in run.ends {
                begin.weight = tables.weight(number)?;
                meeting.words.push(begin);
                begin.hits = before.0 + hits;
                begin.joined = before.1 + joined;
                number += 1;
            }
            meeting.hits.extend(run.hits);
            meeting.scores.extend(run.scores);
            meeting.joined.extend(run.joined);
        }
        meeting.words.push(begin);
        Ok(meeting)
    }
}

impl Book {
    /// Words that are met at a time.
    pub const MET_WORDS: usize = 1024;

    /// Number of runs of words.
    ///
    /// # Errors
    /// A damaged table.
    pub fn runs(&self) -> Result<usize, ScreenError> {
        Ok((self.tables()?.word_count() as usize).div_ceil(Self::MET_WORDS))
    }

    fn words_of_run(&self, run: usize, tables: &BookTables<'_>) -> Range<u32> {
        let all = tables.word_count();
        let at = |run: usize| u32::try_from(run * Self::MET_WORDS).map_or(all, |at| at.min(all));
        at(run)..at(run + 1)
    }
}

/// What one word resembles.
#[derive(Clone, Copy, Default)]
pub(super) struct WordMet<'m> {
    pub(super) weight: u16,
    /// Words of the changed entries, most alike first.
    pub(super) hits: &'m [(u32, u16)],
    /// Changed names that have it as two words.
    pub(super) joined: &'m [u32],
}

impl Meeting {
    /// What a word resembles.
    pub(super) fn of(&self, word: u32) -> WordMet<'_> {
        let at = word as usize;
        let Some([from, to]) = self.words.get(at..at + 2) else {
            return WordMet::default();
        };
        let part = |from: u32, to: u32| from as usize..to as usize;
        WordMet {
            weight: from.weight,
            hits: self.hits.get(part(from.hits, to.hits)).unwrap_or_default(),
            joined: self
                .joined
                .get(part(from.joined, to.joined))
                .unwrap_or_default(),
        }
    }

    /// How alike a word of the book and one of the changed entries are, when they are.
    pub(super) fn score(&self, word: u32, other: u32) -> Option<TokenScore> {
        let at = word as usize;
        let [from, to] = self.words.get(at..at + 2)? else {
            return None;
        };
        let scores = self.scores.get(from.hits as usize..to.hits as usize)?;
        let found = scores.binary_search_by_key(&other, |(number, _)| *number);
        found
            .ok()
            .and_then(|at| scores.get(at))
            .map(|(_, score)| *score)
    }
}
