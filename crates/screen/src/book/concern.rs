//! From changed entries to the records of a book whose answers they may enter.
//!
//! First each distinct word of the book meets the words of the changed entries ([`Concerns::meet`]), once,
//! however many customers bear it. Then each record adds up what its words share with each changed name,
//! exactly as a screening does; what shares enough is compared, and what could be shown makes the record
//! concerned ([`Concerns::records`]). Wherever a screening looks closer, this may look less close and say
//! "concerned": the record is then screened, and the answer is what it is.

use std::sync::Mutex;

use kashf_text::{NameKind, NameTokenRef, Signature, TokenRef, block_keys, prepare};
use rustc_hash::{FxHashMap, FxHashSet};

use super::find::Finder;
use crate::ScreenError;
use crate::engine::{Engine, Options};
use crate::index::{Facts, NameRole, Tables, hash_of};
use crate::needed::Needed;
use crate::probe::{acronym_hashes, joined_keys, joined_tokens, single_key, together_hashes};
use crate::retrieve::may_leave_out;

/// Changed entries, turned round.
pub struct Concerns<'e> {
    pub(super) engine: &'e Engine,
    pub(super) options: Options,
    /// Entries are asked for that are not shown as a rule: as a screening, it then searches wide.
    pub(super) wide: bool,
    pub(super) entries: Vec<Entry>,
    pub(super) names: Vec<Name<'e>>,
    pub(super) words: Vec<(TokenRef<'e>, Signature)>,
    /// Names by word.
    pub(super) postings: Vec<Vec<u32>>,
    pub(super) by_key: FxHashMap<u64, Vec<u32>>,
    pub(super) by_joined: FxHashMap<u64, Vec<u32>>,
    pub(super) by_exact: FxHashMap<u64, Vec<u32>>,
    pub(super) by_number: FxHashMap<u64, Vec<u32>>,
    pub(super) finders: Mutex<Vec<Finder>>,
}

pub(super) struct Entry {
    pub(super) facts: Facts,
    /// Its list is so long that a screening may leave names out: then what is retrieved counts.
    pub(super) counted: bool,
}

pub(super) struct Name<'e> {
    pub(super) entry: u32,
    pub(super) kind: NameKind,
    pub(super) role: NameRole,
    pub(super) weight: u32,
    pub(super) words: Vec<u32>,
    pub(super) tokens: Vec<NameTokenRef<'e>>,
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
            wide: Needed::new(&self.policy, &Facts::default(), options).is_wide(),
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
            let ids: FxHashSet<&str> = ids.iter().map(String::as_str).collect();
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
        // Words of the same consonants side by side: they are glanced at once.
        let words = &concerns.words;
        for list in concerns.by_key.values_mut() {
            list.sort_by_key(|word| words[*word as usize].0.sound);
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
            let whole = [acronym_hashes(&prepared), together_hashes(&prepared)];
            for key in whole.into_iter().flatten() {
                push(&mut self.by_joined, key, name);
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
}

fn push(lists: &mut FxHashMap<u64, Vec<u32>>, key: u64, number: u32) {
    let list = lists.entry(key).or_default();
    if list.last() != Some(&number) {
        list.push(number);
    }
}

pub(super) fn u32_of(number: usize) -> u32 {
    u32::try_from(number).expect("a list has far fewer than 2^32 rows")
}
