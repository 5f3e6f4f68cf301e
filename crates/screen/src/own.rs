//! The self-find gate (promise P3): every name of a list leads to its own entry, before anybody relies
//! on the list.
//!
//! Each name is asked as a query of its entry's schema, prepared as a query is, and followed through
//! the engine's own steps: the exact index, the comparison, the points, the threshold. Left out is
//! what only looks for *other* entries (block keys that lead elsewhere), which makes it some fifty times
//! cheaper than a screening. That the keys lead to every token of a name is checked beside it.
//!
//! What it is not: a measure of recall under variation (promise P4, `bench/`). A name that finds itself
//! may still be missed in another spelling.

use kashf_core::{Entity, Score};
use kashf_text::block_keys;

use crate::ScreenError;
use crate::answer::Match;
use crate::candidates::{Candidate, Pairs, best_of};
use crate::engine::{Engine, Options};
use crate::index::{NameRole, Tables, hash_of};
use crate::query::Query;
use crate::retrieve::retrieve_exact;

/// A name or strong alias must agree with itself at least so far.
const MIN_OWN_AGREEMENT: Score = Score::from_thousandths(950);

/// What became of a list's names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnNames {
    /// Names that were asked, one of each entry once.
    pub asked: u64,
    /// Names that cannot be asked: they hold neither a letter nor a digit.
    pub wordless: u64,
    /// Names that did not lead to their own entry.
    pub missed: Vec<Missed>,
}

/// A name that does not lead to its own entry as it must.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The dataset.
    pub dataset: String,
    /// Id of the entry.
    pub id: String,
    /// The name.
    pub name: String,
    /// What went wrong.
    pub problem: String,
}

impl Engine {
    /// Asks every name of the entities whose number leaves `part` when divided by `parts`, so that the
    /// parts can be asked side by side.
    ///
    /// # Errors
    /// A damaged table.
    ///
    /// # Panics
    /// When `parts` is 0.
    pub fn find_own_names(&self, part: usize, parts: usize) -> Result<OwnNames, ScreenError> {
        let mut own = OwnNames::default();
        for (number, index) in self.indexes.iter().enumerate() {
            let tables = index.tables()?;
            let mut keys = Keys::default();
            for entity in (part..tables.entity_count()).step_by(parts) {
                let entity = u32::try_from(entity).unwrap_or(u32::MAX);
                self.ask_entity(number, entity, &tables, &mut keys, &mut own)?;
            }
        }
        Ok(own)
    }

    fn ask_entity(
        &self,
        index: usize,
        entity: u32,
        tables: &Tables<'_>,
        keys: &mut Keys,
        own: &mut OwnNames,
    ) -> Result<(), ScreenError> {
        let facts = tables.facts(entity)?;
        let mut last = None;
        for number in tables.names_of_entity(entity)? {
            let name = tables.name(number)?;
            let mut problem = keys.problem(number, tables)?;
            // A name that is read as a person's and as an organisation's stands twice in a row.
            if last != Some(name.text) {
                last = Some(name.text);
                let mut asked = Entity::new("", &facts.schema);
                asked.add("name", name.text);
                let query = Query::new(&asked);
                if query.is_empty() {
                    own.wordless += 1;
                    continue;
                }
                own.asked += 1;
                let found = self.ask_own(index, entity, tables, &query)?;
                problem = problem.or_else(|| self.fault(found.as_ref(), name.role));
            }
            if let Some(problem) = problem {
                own.missed.push(Missed {
                    dataset: self.indexes[index].dataset().to_owned(),
                    id: facts.id.clone(),
                    name: name.text.to_owned(),
                    problem,
                });
            }
        }
        Ok(())
    }

    /// The engine's answer about this one entity.
    fn ask_own(
        &self,
        index: usize,
        entity: u32,
        tables: &Tables<'_>,
        query: &Query,
    ) -> Result<Option<Match>, ScreenError> {
        let mut candidate = Candidate::new(index, entity);
        for (number, name) in query.names.iter().enumerate() {
            let retrieved = retrieve_exact(tables, &name.prepared)?;
            let own = tables.names_of_entity(entity)?;
            let names = retrieved.names.into_iter().map(|(name, _)| name);
            let pairs = Pairs::new(self, tables, index, (number, name), None)?;
            if let Some(best) = best_of(&pairs, names.filter(|name| own.contains(name)))? {
                candidate.take(best);
            }
        }
        self.judge(&candidate, tables, query, &Options::default())
    }

    /// What is wrong with an answer about a name's own entry.
    fn fault(&self, found: Option<&Match>, role: NameRole) -> Option<String> {
        let Some(found) = found else {
            return Some("its own entry is not found".to_owned());
        };
        let agreement = found.features.get("name").copied().unwrap_or_default();
        if (found.is_match || found.delisted) && agreement >= MIN_OWN_AGREEMENT {
            return None;
        }
        let policy = self.policy();
        let cap = policy.score_of(policy.points.weak_alias_cap);
        match role {
            NameRole::Weak if found.score >= cap => None,
            NameRole::Weak => Some(format!("found at {}, below the cap {cap}", found.score)),
            _ => Some(format!(
                "found at {} with a name agreement of {agreement}, which is no match",
                found.score
            )),
        }
    }
}

/// Which tokens were seen to be found through all their keys.
#[derive(Default)]
struct Keys {
    sound: Vec<bool>,
    keys: Vec<String>,
}

impl Keys {
    /// What is wrong with the way from a name's tokens to the name.
    fn problem(&mut self, name: u32, tables: &Tables<'_>) -> Result<Option<String>, ScreenError> {
        let view = tables.name(name)?;
        let (numbers, _) = tables.tokens_of(&view)?;
        for number in numbers {
            if tables
                .postings(number)?
                .binary_search_by_key(&name, |name| name.get())
                .is_err()
            {
                return Ok(Some("a word of it does not lead to it".to_owned()));
            }
            if !self.is_keyed(number, tables)? {
                return Ok(Some("a word of it is not found by its sound".to_owned()));
            }
        }
        Ok(None)
    }

    fn is_keyed(&mut self, number: u32, tables: &Tables<'_>) -> Result<bool, ScreenError> {
        let at = number as usize;
        if self.sound.get(at) == Some(&true) {
            return Ok(true);
        }
        self.keys.clear();
        block_keys(tables.token(number)?, &mut self.keys);
        for key in &self.keys {
            if !tables.tokens_of_key(hash_of(key))?.contains(number) {
                return Ok(false);
            }
        }
        if self.sound.len() <= at {
            self.sound.resize(at + 1, false);
        }
        self.sound[at] = true;
        Ok(true)
    }
}
