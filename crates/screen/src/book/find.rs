//! Record by record: is there a changed entry that a screening would show?
//!
//! The steps are those of [`crate::candidates`] and [`crate::judge`], with what words share already known.

use std::cell::OnceCell;
use std::ops::Range;

use kashf_text::{NameTokenRef, TokenScore};
use rustc_hash::FxHashMap;

use super::concern::{Concerns, Name};
use super::meet::Meeting;
use super::open::{Book, BookTables, ReadingView};
use crate::ScreenError;
use crate::index::{Facts, retrieval_weight};
use crate::needed::Needed;
use crate::retrieve::{JOINED_SHARE, MIN_COVERED, closer_than_joined, same_reading};

/// Working memory of one thread.
#[derive(Debug, Default)]
pub(super) struct Finder {
    covered: Vec<u32>,
    seen: Vec<u16>,
    touched: Vec<u32>,
    pub(super) remembered: FxHashMap<(u32, u32), TokenScore>,
    /// Pairs of words of which one may be the other, damaged.
    pub(super) damaged: FxHashMap<(u32, u32), bool>,
    /// Changed names, with what was counted for each.
    found: Vec<(u32, u32)>,
}

/// One reading of a record, with what its words resemble.
pub(super) struct Reading<'r> {
    pub(super) words: &'r ReadingView<'r>,
    pub(super) tokens: &'r [NameTokenRef<'r>],
    met: &'r Meeting,
}

impl Reading<'_> {
    /// How alike a word of the reading and one of the changed entries are, when they are.
    pub(super) fn score(&self, at: usize, other: u32) -> Option<TokenScore> {
        let word = self.words.tokens.get(at)?.token.get();
        self.met.score(word, other)
    }
}

impl Concerns<'_> {
    /// The records of a range that a changed entry concerns; `met` is what [`Self::meeting`] gave.
    ///
    /// # Errors
    /// A damaged table.
    pub fn records(
        &self,
        book: &Book,
        met: &Meeting,
        range: Range<u32>,
    ) -> Result<Vec<u32>, ScreenError> {
        let tables = book.tables()?;
        let mut finder = self.finder();
        let mut concerned = Vec::new();
        for record in range {
            if self.is_concerned(&tables, met, record, &mut finder)? {
                concerned.push(record);
            }
        }
        if let Ok(mut pool) = self.finders.lock() {
            pool.push(finder);
        }
        Ok(concerned)
    }

    /// Working memory that another range has left, or new one.
    fn finder(&self) -> Finder {
        let left = self.finders.lock().ok().and_then(|mut pool| pool.pop());
        left.unwrap_or_else(|| Finder {
            covered: vec![0; self.names.len()],
            seen: vec![0; self.names.len()],
            ..Finder::default()
        })
    }

    fn is_concerned(
        &self,
        tables: &BookTables<'_>,
        met: &Meeting,
        record: u32,
        finder: &mut Finder,
    ) -> Result<bool, ScreenError> {
        match tables.always(record)? {
            None => return Ok(false),
            Some(true) => return Ok(true),
            Some(false) => {}
        }
        let mut by_number: Vec<u32> = Vec::new();
        for number in tables.numbers(record)? {
            by_number.extend(self.by_number.get(&number.get()).into_iter().flatten());
        }
        // What a record says beside its names is read when it is needed: for most it is not.
        let facts = OnceCell::new();
        if !by_number.is_empty() {
            let facts = known(&facts, tables, record)?;
            let shown = |entry: &u32| {
                let entry = &self.entries[*entry as usize];
                entry.counted || self.stands(0, facts, &entry.facts)
            };
            if by_number.iter().any(shown) {
                return Ok(true);
            }
        }
        let mut tokens = Vec::new();
        for number in tables.readings(record)? {
            let words = tables.reading(number)?;
            self.retrieve(met, &words, finder);
            if finder.found.is_empty() {
                continue;
            }
            tables.tokens_of(&words, &mut tokens)?;
            let reading = Reading {
                words: &words,
                tokens: &tokens,
                met,
            };
            let mut needed = None;
            for at in 0..finder.found.len() {
                let (number, covered) = finder.found[at];
                let name = &self.names[number as usize];
                let entry = &self.entries[name.entry as usize];
                if entry.counted {
                    return Ok(true);
                }
                let numbered = by_number.contains(&name.entry);
                let exact = self.by_exact.get(&words.exact);
                let exact = exact.is_some_and(|names| names.contains(&number));
                let whole = exact || numbered;
                let sure = whole || self.wide;
                let facts = known(&facts, tables, record)?;
                let needed = needed
                    .get_or_insert_with(|| Needed::new(&self.engine.policy, facts, &self.options));
                if !sure {
                    let most = self.reach(
                        name,
                        &reading,
                        (covered, needed.at_most()),
                        &mut finder.damaged,
                    );
                    if !needed.is_met_with(most, &entry.facts.birth_dates) {
                        continue;
                    }
                }
                let points = if whole {
                    Some(self.points(name, &reading, exact, finder))
                } else {
                    self.first_look(name, &reading, finder, |estimate| {
                        needed.is_met_with(estimate, &entry.facts.birth_dates)
                    })
                    .then(|| self.points(name, &reading, false, finder))
                };
                let shown = points.is_some_and(|points| {
                    (numbered || self.reachable(points)) && self.stands(points, facts, &entry.facts)
                });
                if shown {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The changed names that share enough with one reading of a record: [`crate::retrieve`] over the changed
    /// names, with what the words share already known.
    fn retrieve(&self, met: &Meeting, reading: &ReadingView<'_>, finder: &mut Finder) {
        finder.found.clear();
        let mut total = 0;
        let mut step = 0;
        for row in reading.tokens {
            let word = met.of(row.token.get());
            let weight = u32::from(retrieval_weight(word.weight, row.flags)).max(1);
            total += weight;
            step += 1;
            let (closer, others) = word.hits.split_at(closer_than_joined(word.hits));
            for &(other, thousandths) in closer {
                let share = weight * u32::from(thousandths) / 1000;
                finder.cover(&self.postings[other as usize], share, step);
            }
            finder.cover(word.joined, weight * JOINED_SHARE / 1000, step);
            for &(other, thousandths) in others {
                let share = weight * u32::from(thousandths) / 1000;
                finder.cover(&self.postings[other as usize], share, step);
            }
        }
        // Two of its words written as one, and its acronym: taken as alike, which is more than they may be.
        for key in reading.joined {
            step += 1;
            let names = self
                .by_joined
                .get(&key.get())
                .map_or(&[][..], Vec::as_slice);
            finder.cover(names, total, step);
            for &word in self.by_key.get(&key.get()).into_iter().flatten() {
                step += 1;
                finder.cover(&self.postings[word as usize], total, step);
            }
        }
        for name in finder.touched.drain(..) {
            let covered = std::mem::take(&mut finder.covered[name as usize]);
            finder.seen[name as usize] = 0;
            let Name { weight, kind, .. } = self.names[name as usize];
            let lighter = total.min(weight).max(1);
            if same_reading(reading.kind, kind) && covered * 1000 >= lighter * MIN_COVERED {
                finder.found.push((name, covered));
            }
        }
        for &name in self.by_exact.get(&reading.exact).into_iter().flatten() {
            if same_reading(reading.kind, self.names[name as usize].kind) {
                finder.found.push((name, u32::MAX));
            }
        }
    }
}

impl Finder {
    /// As in `retrieve`: a name counts once a step.
    fn cover(&mut self, names: &[u32], share: u32, step: u16) {
        for &name in names {
            let at = name as usize;
            if self.seen[at] == step {
                continue;
            }
            if self.seen[at] == 0 {
                self.touched.push(name);
            }
            self.seen[at] = step;
            self.covered[at] += share;
        }
    }
}

/// What a record says beside its names.
fn known<'f>(
    facts: &'f OnceCell<Facts>,
    tables: &BookTables<'_>,
    record: u32,
) -> Result<&'f Facts, ScreenError> {
    if let Some(facts) = facts.get() {
        return Ok(facts);
    }
    let read = tables.facts(record)?;
    Ok(facts.get_or_init(|| read))
}
