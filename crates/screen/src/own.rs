//! The self-find gate (promise P3): every name of a list leads to its own entry, before anybody relies
//! on the list.
//!
//! Each name is asked as a query of its entry's schema, prepared as a query is, and followed through
//! the engine's own steps: the exact index, the comparison, the points, the threshold. Left out is
//! what only looks for *other* entries (block keys that lead elsewhere), and the sentences that say why; so it is
//! some fifty times cheaper than a screening. That the keys lead to every token of a name is checked beside it.
//!
//! What it is not: a measure of recall under variation (promise P4, `bench/`). A name that finds itself
//! may still be missed in another spelling.

use kashf_core::{Entity, Score};
use kashf_text::block_keys;
use rayon::prelude::*;

use crate::ScreenError;
use crate::candidates::{Candidate, Pairs, best_of};
use crate::engine::{Engine, Options};
use crate::index::{Facts, NameRole, Tables, hash_of};
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

/// How an entity stands when its name is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Standing {
    score: Score,
    /// Of the names, when neither is a weak alias.
    agreement: Score,
    /// A match, or delisted and shown.
    found: bool,
}

/// Entities that are asked one after another; blocks of so many side by side.
const BLOCK: usize = 256;

impl Engine {
    /// Asks every name of every entity, on all processors; what is missed comes in the order of the entities.
    ///
    /// # Errors
    /// A damaged table.
    pub fn find_own_names(&self) -> Result<OwnNames, ScreenError> {
        let mut all = OwnNames::default();
        for (number, index) in self.indexes.iter().enumerate() {
            let tables = index.tables()?;
            let keyed = keyed_tokens(&tables)?;
            let entities = tables.entity_count();
            let found: Result<Vec<OwnNames>, ScreenError> = (0..entities.div_ceil(BLOCK))
                .into_par_iter()
                .map(|block| {
                    let mut own = OwnNames::default();
                    for entity in block * BLOCK..entities.min((block + 1) * BLOCK) {
                        let entity = u32::try_from(entity).unwrap_or(u32::MAX);
                        self.ask_entity(number, entity, &tables, &keyed, &mut own)?;
                    }
                    Ok(own)
                })
                .collect();
            for mut own in found? {
                all.asked += own.asked;
                all.wordless += own.wordless;
                all.missed.append(&mut own.missed);
            }
        }
        Ok(all)
    }

    fn ask_entity(
        &self,
        index: usize,
        entity: u32,
        tables: &Tables<'_>,
        keyed: &[bool],
        own: &mut OwnNames,
    ) -> Result<(), ScreenError> {
        let facts = tables.facts(entity)?;
        let mut last = None;
        for number in tables.names_of_entity(entity)? {
            let name = tables.name(number)?;
            let mut problem = way_to(number, tables, keyed)?;
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
                let candidate = self.ask_own(index, entity, tables, &query)?;
                let found = self.standing(&candidate, &facts);
                debug_assert_eq!(found, self.judged(&candidate, tables, &query)?);
                problem = problem.or_else(|| self.fault(found, name.role));
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

    /// This one entity as the engine finds it by its exact form.
    fn ask_own(
        &self,
        index: usize,
        entity: u32,
        tables: &Tables<'_>,
        query: &Query,
    ) -> Result<Candidate, ScreenError> {
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
        Ok(candidate)
    }

    /// What [`Engine::judge`] finds of an entity of which only a name is asked, without saying why.
    fn standing(&self, candidate: &Candidate, facts: &Facts) -> Option<Standing> {
        let policy = self.policy();
        let pair = &candidate.best.as_ref()?.pair;
        let score = policy.score_of(pair.points(policy));
        let matched = score >= policy.threshold_for(&facts.schema, &facts.datasets);
        let shown = matched || score >= Options::default().show_from(policy);
        let name = (!pair.weak).then(|| Score::from_thousandths(pair.similarity));
        shown.then_some(Standing {
            score,
            agreement: name.unwrap_or_default(),
            found: matched || facts.delisted,
        })
    }

    /// The same by the engine itself, to hold the two against each other wherever tests run.
    fn judged(
        &self,
        candidate: &Candidate,
        tables: &Tables<'_>,
        query: &Query,
    ) -> Result<Option<Standing>, ScreenError> {
        let found = self.judge(candidate, tables, query, &Options::default())?;
        Ok(found.map(|found| Standing {
            score: found.score,
            agreement: found.features.get("name").copied().unwrap_or_default(),
            found: found.is_match || found.delisted,
        }))
    }

    /// What is wrong with an answer about a name's own entry.
    fn fault(&self, found: Option<Standing>, role: NameRole) -> Option<String> {
        let Some(found) = found else {
            return Some("its own entry is not found".to_owned());
        };
        let agreement = found.agreement;
        if found.found && agreement >= MIN_OWN_AGREEMENT {
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

/// What is wrong with the way from a name's tokens to the name.
fn way_to(name: u32, tables: &Tables<'_>, keyed: &[bool]) -> Result<Option<String>, ScreenError> {
    let view = tables.name(name)?;
    let (numbers, _) = tables.tokens_of(&view)?;
    for number in numbers {
        let led = tables
            .postings(number)?
            .binary_search_by_key(&name, |name| name.get());
        if led.is_err() {
            return Ok(Some("a word of it does not lead to it".to_owned()));
        }
        if keyed.get(number as usize) != Some(&true) {
            return Ok(Some("a word of it is not found by its sound".to_owned()));
        }
    }
    Ok(None)
}

/// Which tokens are found through all their keys.
fn keyed_tokens(tables: &Tables<'_>) -> Result<Vec<bool>, ScreenError> {
    (0..tables.token_count())
        .into_par_iter()
        .map_init(Vec::new, |keys, number| {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            keys.clear();
            block_keys(tables.token(number)?, keys);
            for key in keys.iter() {
                if !tables.tokens_of_key(hash_of(key))?.contains(number) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
        .collect()
}
