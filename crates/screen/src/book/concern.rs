//! From changed entries to the records of a book whose answers they may enter.
//!
//! First each distinct word of the book meets the words of the changed entries ([`Concerns::meet`]), once,
//! however many customers bear it. Then each record adds up what its words share with each changed name,
//! exactly as a screening does; what shares enough is compared, and what could be shown makes the record
//! concerned. Wherever a screening looks closer, this may look less close and say "concerned": the
//! record is then screened, and the answer is what it is.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Mutex;

use kashf_text::{
    Glance, Matcher, NameKind, NameTokenRef, Signature, TokenClass, TokenRef, TokenScore,
    block_keys, compare_with, prepare, token_similarity,
};
use rustc_hash::FxHashMap;

use super::open::{Book, BookTables, ReadingView};
use crate::ScreenError;
use crate::candidates::FIRST_LOOK;
use crate::engine::{Engine, Options};
use crate::features::name::{NamePair, is_weak};
use crate::index::{Facts, NameRole, Tables, hash_of, retrieval_weight};
use crate::needed::Needed;
use crate::probe::{
    MIN_TOKEN_SIMILARITY, MOST_TOKENS, joined_keys, joined_tokens, single_key, tells,
};
use crate::retrieve::{JOINED_SHARE, MIN_COVERED, may_leave_out, same_reading};
use crate::subject::may_be_same;

/// Pairs of words whose likeness a thread remembers; when they are more, all are forgotten.
const MAX_REMEMBERED: usize = 2_000_000;

/// Changed entries, turned round.
pub struct Concerns<'e> {
    engine: &'e Engine,
    options: Options,
    entries: Vec<Entry>,
    names: Vec<Name<'e>>,
    words: Vec<(TokenRef<'e>, Signature)>,
    /// Names by word.
    postings: Vec<Vec<u32>>,
    by_key: FxHashMap<u64, Vec<u32>>,
    by_joined: FxHashMap<u64, Vec<u32>>,
    by_exact: FxHashMap<u64, Vec<u32>>,
    by_number: FxHashMap<u64, Vec<u32>>,
    finders: Mutex<Vec<Finder>>,
}

struct Entry {
    facts: Facts,
    /// Its list is so long that a screening may leave names out: then what is retrieved counts.
    counted: bool,
}

struct Name<'e> {
    entry: u32,
    kind: NameKind,
    role: NameRole,
    weight: u32,
    words: Vec<u32>,
    tokens: Vec<NameTokenRef<'e>>,
}

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

/// Working memory of one thread.
#[derive(Debug, Default)]
struct Finder {
    covered: Vec<u32>,
    seen: Vec<u16>,
    touched: Vec<u32>,
    remembered: FxHashMap<(u32, u32), TokenScore>,
    /// Pairs of words of which one may be the other, damaged.
    damaged: FxHashMap<(u32, u32), bool>,
    /// Changed names, with what was counted for each.
    found: Vec<(u32, u32)>,
}

/// One reading of a record, with what its words resemble.
struct Reading<'r> {
    words: &'r ReadingView<'r>,
    tokens: &'r [NameTokenRef<'r>],
    met: &'r [Met],
}

impl Reading<'_> {
    /// How alike a word of the reading and one of the changed entries are, when they are.
    fn score(&self, at: usize, other: u32) -> Option<TokenScore> {
        let (_, scores, _) = Met::of(self.met, self.words.tokens[at].token.get());
        let found = scores.binary_search_by_key(&other, |(number, _)| *number);
        found
            .ok()
            .and_then(|at| scores.get(at))
            .map(|(_, score)| *score)
    }
}

impl std::fmt::Debug for Concerns<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Concerns")
            .field("entries", &self.entries.len())
            .field("names", &self.names.len())
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// Turns entries of its lists round: segment by segment, the ids of the entries.
    ///
    /// # Errors
    /// A damaged table, or a dataset of the options that is not loaded.
    pub fn concerns<'e>(
        &'e self,
        changed: &[(String, Vec<String>)],
        options: &Options,
    ) -> Result<Concerns<'e>, ScreenError> {
        let mut concerns = Concerns {
            engine: self,
            options: options.clone(),
            entries: Vec::new(),
            names: Vec::new(),
            words: Vec::new(),
            postings: Vec::new(),
            by_key: FxHashMap::default(),
            by_joined: FxHashMap::default(),
            by_exact: FxHashMap::default(),
            by_number: FxHashMap::default(),
            finders: Mutex::default(),
        };
        let chosen = self.chosen(options)?;
        let mut known = FxHashMap::default();
        for (segment, ids) in changed {
            let ids: rustc_hash::FxHashSet<&str> = ids.iter().map(String::as_str).collect();
            let of_name = |at: &&usize| self.indexes[**at].dataset() == segment;
            for &at in chosen.iter().filter(of_name) {
                let tables = self.indexes[at].tables()?;
                for entity in 0..tables.entity_count() {
                    let entity = u32::try_from(entity).unwrap_or(u32::MAX);
                    let facts = tables.facts(entity)?;
                    if ids.contains(facts.id.as_str()) {
                        concerns.add(&tables, entity, facts, &mut known)?;
                    }
                }
            }
        }
        Ok(concerns)
    }
}

/// A word by what it is, with its number.
type Known<'e> = FxHashMap<(&'e str, u8, u8), u32>;

impl<'e> Concerns<'e> {
    fn add(
        &mut self,
        tables: &Tables<'e>,
        entity: u32,
        facts: Facts,
        known: &mut Known<'e>,
    ) -> Result<(), ScreenError> {
        let entry = u32_of(self.entries.len());
        let numbers = facts.identifiers.iter().map(|id| &id.value);
        for value in numbers.chain(&facts.contacts) {
            push(&mut self.by_number, hash_of(value), entry);
        }
        for number in tables.names_of_entity(entity)? {
            let view = tables.name(number)?;
            let (_, tokens) = tables.tokens_of(&view)?;
            let (weight, kind) = tables.name_head(number)?;
            let name = u32_of(self.names.len());
            let mut words = Vec::with_capacity(tokens.len());
            for token in &tokens {
                let word = self.word(token.token, known);
                let postings = &mut self.postings[word as usize];
                if postings.last() != Some(&name) {
                    postings.push(name);
                }
                words.push(word);
            }
            let prepared = prepare(view.text, kind);
            push(&mut self.by_exact, hash_of(&prepared.exact), name);
            for (joined, _) in joined_tokens(&prepared) {
                for key in joined_keys(joined.as_ref()) {
                    push(&mut self.by_joined, hash_of(&key), name);
                }
            }
            self.names.push(Name {
                entry,
                kind,
                role: view.role,
                weight: u32::from(weight),
                words,
                tokens,
            });
        }
        let counted = may_leave_out(tables);
        self.entries.push(Entry { facts, counted });
        Ok(())
    }

    fn word(&mut self, token: TokenRef<'e>, known: &mut Known<'e>) -> u32 {
        let key = (token.text, token.script as u8, token.class as u8);
        if let Some(word) = known.get(&key) {
            return *word;
        }
        let word = u32_of(self.words.len());
        known.insert(key, word);
        self.words.push((token, Signature::of(token)));
        self.postings.push(Vec::new());
        let mut keys = Vec::new();
        block_keys(token, &mut keys);
        keys.extend(joined_keys(token).iter().map(|key| single_key(key)));
        for key in keys {
            push(&mut self.by_key, hash_of(&key), word);
        }
        word
    }

    /// Meets a run of the words of a book; runs may be met side by side, each of [`Book::MET_WORDS`].
    ///
    /// # Errors
    /// A damaged table.
    pub fn meet(&self, book: &Book, run: usize) -> Result<Met, ScreenError> {
        let tables = book.tables()?;
        let mut met = Met::default();
        let mut near: Vec<u32> = Vec::new();
        for word in book.words_of_run(run, &tables) {
            let token = tables.word(word)?;
            let (keys, joined) = tables.keys(word)?;
            near.clear();
            for key in keys {
                near.extend(self.by_key.get(&key.get()).into_iter().flatten());
            }
            near.sort_unstable();
            near.dedup();
            let (glance, matcher) = (Glance::of(token), Matcher::new(token));
            let from = met.scores.len();
            for &number in &near {
                let (other, signature) = &self.words[number as usize];
                if glance.may_resemble(signature)
                    && let Some(score) = matcher.at_least(*other, MIN_TOKEN_SIMILARITY)
                {
                    met.scores.push((number, score));
                }
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

    /// The records of a range that a changed entry concerns; `met` holds what [`Self::meet`] gave, run by run.
    ///
    /// # Errors
    /// A damaged table.
    pub fn records(
        &self,
        book: &Book,
        met: &[Met],
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
        met: &[Met],
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
        let mut facts: Option<Facts> = None;
        let facts = &mut facts;
        if !by_number.is_empty() {
            let facts = known(facts, tables, record)?;
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
            self.retrieve(tables, met, &words, finder)?;
            if finder.found.is_empty() {
                continue;
            }
            tables.tokens_of(&words, &mut tokens)?;
            let reading = Reading {
                words: &words,
                tokens: &tokens,
                met,
            };
            let facts = known(facts, tables, record)?;
            let mut needed = Needed::new(&self.engine.policy, facts, &self.options);
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
                let likely = exact
                    || numbered
                    || self.may_be_alike(name, &reading, covered, &mut finder.damaged);
                if !likely {
                    continue;
                }
                let points = self.points(
                    (name, entry),
                    &reading,
                    (exact, numbered),
                    &mut needed,
                    finder,
                );
                let Some(points) = points else {
                    continue;
                };
                if (numbered || self.reachable(points)) && self.stands(points, facts, &entry.facts)
                {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The changed names that share enough with one reading of a record: [`crate::retrieve`] over the changed
    /// names, with what the words share already known.
    fn retrieve(
        &self,
        tables: &BookTables<'_>,
        met: &[Met],
        reading: &ReadingView<'_>,
        finder: &mut Finder,
    ) -> Result<(), ScreenError> {
        finder.found.clear();
        let mut total = 0;
        let mut step = 0;
        for row in reading.tokens {
            let word = row.token.get();
            let weight = tables.weight(word)?;
            let weight = u32::from(retrieval_weight(weight, row.flags)).max(1);
            total += weight;
            step += 1;
            let (hits, _, joined) = Met::of(met, word);
            for &(other, thousandths) in hits {
                let share = weight * u32::from(thousandths) / 1000;
                finder.cover(&self.postings[other as usize], share, step);
            }
            finder.cover(joined, weight * JOINED_SHARE / 1000, step);
        }
        // Two of its words written as one: taken as alike, which is more than they may be.
        for key in reading.joined {
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
        Ok(())
    }

    /// As a screening asks ([`crate::probe::Probe::may_be_alike`]): false when one word agrees, or none, and nothing
    /// explains the others.
    fn may_be_alike(
        &self,
        name: &Name<'_>,
        reading: &Reading<'_>,
        covered: u32,
        damaged: &mut FxHashMap<(u32, u32), bool>,
    ) -> bool {
        if damaged.len() > MAX_REMEMBERED {
            damaged.clear();
        }
        let words = reading.words.tokens;
        let (mut taken, mut open) = (0_u64, 0_u64);
        let (mut telling, mut hit, mut shared) = (0, 0, 0);
        for (i, row) in words.iter().enumerate().take(MOST_TOKENS) {
            let mut best = 0;
            for (j, &word) in name.words.iter().enumerate().take(MOST_TOKENS) {
                if let Some(score) = reading.score(i, word) {
                    best = best.max(score.thousandths);
                    taken |= 1 << j;
                }
            }
            let token = reading.tokens[i].token;
            let weight = u32::from(retrieval_weight(token.weight, row.flags)).max(1);
            shared += weight * u32::from(best) / 1000;
            if tells(token.class, row.flags) {
                telling += 1;
                hit += usize::from(best > 0);
                open |= u64::from(best == 0) << i;
            }
        }
        if hit > 1 || telling < 2 || covered > shared {
            return true;
        }
        let mut others = 0;
        for (j, token) in name.tokens.iter().enumerate().take(MOST_TOKENS) {
            if !tells(token.token.class, token.flags) {
                continue;
            }
            others += 1;
            if taken & 1 << j != 0 {
                continue;
            }
            let signature = &self.words[name.words[j] as usize].1;
            for (i, token) in reading.tokens.iter().enumerate().take(MOST_TOKENS) {
                if open & 1 << i == 0 {
                    continue;
                }
                let pair = (words[i].token.get(), name.words[j]);
                let damaged = damaged
                    .entry(pair)
                    .or_insert_with(|| Glance::of(token.token).may_be_damaged(signature));
                if *damaged {
                    return true;
                }
            }
        }
        others < 2
    }

    /// The points of a reading and a changed name; `None` when the first look of a screening leaves it out.
    fn points(
        &self,
        (name, entry): (&Name<'_>, &Entry),
        reading: &Reading<'_>,
        (exact, numbered): (bool, bool),
        needed: &mut Needed<'_>,
        finder: &mut Finder,
    ) -> Option<i32> {
        let (query, kind) = (reading.tokens, reading.words.kind);
        if finder.remembered.len() > MAX_REMEMBERED {
            finder.remembered.clear();
        }
        let remembered = RefCell::new(std::mem::take(&mut finder.remembered));
        let measured = |i: usize, j: usize| {
            let words = (reading.words.tokens[i].token.get(), name.words[j]);
            *remembered
                .borrow_mut()
                .entry(words)
                .or_insert_with(|| token_similarity(query[i].token, name.tokens[j].token))
        };
        let hit = |i: usize, j: usize| reading.score(i, name.words[j]);
        let is_word = |token: &NameTokenRef<'_>| token.token.class == TokenClass::Word;
        let known = |i: usize, j: usize| match hit(i, j) {
            Some(score) => score,
            None if is_word(&query[i]) && is_word(&name.tokens[j]) => TokenScore::NONE,
            None => measured(i, j),
        };
        let seen = exact || numbered || {
            let first = compare_with(query, &name.tokens, kind, &known);
            let estimate = first.similarity + FIRST_LOOK;
            estimate >= needed.at_least()
                && (estimate >= needed.at_most()
                    || estimate >= needed.of_births(&entry.facts.birth_dates))
        };
        let points = seen.then(|| {
            let similarity = |i: usize, j: usize| hit(i, j).unwrap_or_else(|| measured(i, j));
            let alignment = compare_with(query, &name.tokens, kind, &similarity);
            let weak = is_weak(reading.words.role, name.role);
            let mut pair = NamePair::of(&alignment, &name.tokens, weak);
            if exact {
                pair.similarity = 1000;
            }
            pair.points(&self.engine.policy)
        });
        finder.remembered = remembered.into_inner();
        points
    }

    /// As [`Engine::judge`] begins.
    fn reachable(&self, points: i32) -> bool {
        let policy = &self.engine.policy;
        policy.score_of(points + policy.points.most_without_identifier()) >= self.show_from()
    }

    fn show_from(&self) -> kashf_core::Score {
        let show_from = self.engine.policy.thresholds.show_from;
        let threshold = self.options.threshold;
        threshold.map_or(show_from, |threshold| threshold.min(show_from))
    }

    /// As [`Engine::judge`] ends: whether an entry is shown.
    fn stands(&self, name_points: i32, query: &Facts, candidate: &Facts) -> bool {
        let policy = &self.engine.policy;
        let model = kashf_ftm::model();
        if let (Some(wanted), Some(schema)) =
            (model.schema(&query.schema), model.schema(&candidate.schema))
            && !may_be_same(wanted, schema)
        {
            return false;
        }
        let findings = self.engine.fact_findings(query, candidate);
        let more: i32 = findings.iter().map(|found| found.reason.points).sum();
        let threshold = self
            .options
            .threshold
            .unwrap_or_else(|| policy.threshold_for(&candidate.schema, &candidate.datasets));
        policy.score_of(name_points + more) >= self.show_from()
            || policy.score_of(name_points) >= threshold
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

impl Met {
    /// What a word resembles: words of the changed entries, most alike first and by number, and names that have
    /// it as two words.
    fn of(met: &[Self], word: u32) -> (&[(u32, u16)], &[(u32, TokenScore)], &[u32]) {
        let word = word as usize;
        let Some(run) = met.get(word / Book::MET_WORDS) else {
            return (&[], &[], &[]);
        };
        let at = word % Book::MET_WORDS;
        let from = match at.checked_sub(1) {
            Some(before) => run.ends.get(before).copied().unwrap_or_default(),
            None => (0, 0),
        };
        let to = run.ends.get(at).copied().unwrap_or(from);
        let part = |from: u32, to: u32| from as usize..to as usize;
        (
            run.hits.get(part(from.0, to.0)).unwrap_or_default(),
            run.scores.get(part(from.0, to.0)).unwrap_or_default(),
            run.joined.get(part(from.1, to.1)).unwrap_or_default(),
        )
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
    facts: &'f mut Option<Facts>,
    tables: &BookTables<'_>,
    record: u32,
) -> Result<&'f Facts, ScreenError> {
    match facts {
        Some(facts) => Ok(facts),
        none => Ok(none.insert(tables.facts(record)?)),
    }
}

fn push(lists: &mut FxHashMap<u64, Vec<u32>>, key: u64, number: u32) {
    let list = lists.entry(key).or_default();
    if list.last() != Some(&number) {
        list.push(number);
    }
}

fn u32_of(number: usize) -> u32 {
    u32::try_from(number).expect("a list has far fewer than 2^32 rows")
}
