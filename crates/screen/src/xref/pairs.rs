//! From resembling names and shared numbers to the pairs of entries, each weighed once.

use std::collections::BTreeSet;

use kashf_resolve::JudgedPair;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Field;
use super::alike::{Alike, Scratch, Search};
use super::named::NamePair;
use super::vocabulary::{Met, Resembling};
use crate::ScreenError;
use crate::index::u32_of;

/// A number that more entries share than this leads to no pair: it tells nobody apart.
const MOST_BEARERS: usize = 500;

/// Names and numbers that lead to a pair of entries, by their numbers.
type Lead = ((u32, u32), NamePair);

impl Field<'_> {
    /// Every pair that says something, by its ids. It runs on the threads of the pool that it is called from.
    ///
    /// # Errors
    /// A damaged table.
    pub fn pairs(
        &self,
        changed: Option<&BTreeSet<String>>,
    ) -> Result<Vec<JudgedPair>, ScreenError> {
        let touched: Option<Vec<bool>> = changed.map(|ids| {
            let parties = self.parties.iter();
            parties.map(|party| ids.contains(&party.facts.id)).collect()
        });
        let asked = self.asked(touched.as_deref());
        let resembling = self.resembling(&asked, touched.is_some());
        let search = Search {
            names: &self.names,
            vocabulary: &self.vocabulary,
            resembling: &resembling,
            floor: self.engine.policy.xref.name_floor,
        };
        let mut leads: Vec<Lead> = asked
            .par_iter()
            .map_init(Scratch::default, |scratch, &name| {
                let alike = search.alike(name, touched.is_none(), scratch);
                self.leads_of(name, &alike, touched.as_deref())
            })
            .flatten_iter()
            .collect();
        leads.extend(self.leads_of_numbers(touched.as_deref()));
        leads.par_sort_unstable();
        leads.dedup();
        let groups: Vec<&[Lead]> = leads.chunk_by(|a, b| a.0 == b.0).collect();
        let judged: Result<Vec<Option<JudgedPair>>, ScreenError> = groups
            .par_iter()
            .map(|group| {
                // A pair that shares a number has a lead without names.
                let names: Vec<NamePair> = group
                    .iter()
                    .map(|lead| lead.1)
                    .filter(|names| names.similarity > 0)
                    .collect();
                self.weigh(&search, group[0].0, &names)
            })
            .collect();
        let mut judged: Vec<JudgedPair> = judged?.into_iter().flatten().collect();
        judged.par_sort_unstable_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        Ok(judged)
    }

    /// The names that are looked up.
    fn asked(&self, touched: Option<&[bool]>) -> Vec<u32> {
        let all = 0..u32_of(self.names.names.len());
        let is_asked = |name: &u32| {
            let bearers = &self.names.bearers[*name as usize];
            touched.is_none_or(|touched| bearers.iter().any(|b| touched[b.party as usize]))
        };
        all.filter(is_asked).collect()
    }

    /// What the words of these names resemble; in a full run each pair of words is compared from one side.
    fn resembling(&self, asked: &[u32], both_ways: bool) -> Vec<Resembling> {
        let count = self.vocabulary.words.len();
        let mut needed = vec![!both_ways; count];
        for name in asked {
            for word in &self.names.names[*name as usize].words {
                needed[*word as usize] = true;
            }
        }
        let mut found: Vec<Resembling> = (0..u32_of(count))
            .into_par_iter()
            .map_init(Met::default, |met, word| {
                if needed[word as usize] {
                    self.vocabulary.resembling(word, !both_ways, met)
                } else {
                    Vec::new()
                }
            })
            .collect();
        if !both_ways {
            let mut back: Vec<Resembling> = vec![Vec::new(); count];
            for (word, list) in found.iter().enumerate() {
                for (other, score) in list.iter().filter(|(other, _)| *other as usize != word) {
                    back[*other as usize].push((u32_of(word), *score));
                }
            }
            // What sorts before a word stands before what sorts behind it.
            for (list, before) in found.iter_mut().zip(back) {
                list.splice(0..0, before);
            }
        }
        found
    }

    /// The pairs of entries that bear these names.
    fn leads_of(&self, name: u32, alike: &[Alike], touched: Option<&[bool]>) -> Vec<Lead> {
        let mut leads = Vec::new();
        for found in alike {
            for one in &self.names.bearers[name as usize] {
                for other in &self.names.bearers[found.name as usize] {
                    let lead = self.lead((one.party, other.party), Some((name, found)), touched);
                    leads.extend(lead);
                }
            }
        }
        leads
    }

    /// The pairs of entries that share a number, a contact or a reference.
    fn leads_of_numbers(&self, touched: Option<&[bool]>) -> Vec<Lead> {
        let mut bearers: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for (number, party) in self.parties.iter().enumerate() {
            let values = party.facts.identifiers.iter().map(|id| &id.value);
            for value in values.chain(&party.facts.contacts).chain(&party.references) {
                let list = bearers.entry(value).or_default();
                if list.last() != Some(&u32_of(number)) {
                    list.push(u32_of(number));
                }
            }
        }
        let mut leads = Vec::new();
        for list in bearers.values().filter(|list| list.len() <= MOST_BEARERS) {
            for (at, one) in list.iter().enumerate() {
                for other in &list[at + 1..] {
                    leads.extend(self.lead((*one, *other), None, touched));
                }
            }
        }
        leads
    }

    /// The lead with the party first whose id sorts first; none when neither is asked for.
    fn lead(
        &self,
        (one, other): (u32, u32),
        names: Option<(u32, &Alike)>,
        touched: Option<&[bool]>,
    ) -> Option<Lead> {
        let id = |party: u32| &self.parties[party as usize].facts.id;
        let untouched = |touched: &[bool]| !touched[one as usize] && !touched[other as usize];
        if one == other || touched.is_some_and(untouched) {
            return None;
        }
        let turned = id(other) < id(one);
        let mut lead = NamePair {
            left: u32::MAX,
            right: u32::MAX,
            similarity: 0,
            weight: 0,
            whole: false,
            forms_differ: false,
        };
        if let Some((name, found)) = names {
            let (left, right) = if turned {
                (found.name, name)
            } else {
                (name, found.name)
            };
            lead = NamePair {
                left,
                right,
                similarity: found.similarity,
                weight: found.weight,
                whole: found.whole,
                forms_differ: found.forms_differ,
            };
        }
        Some((if turned { (other, one) } else { (one, other) }, lead))
    }
}
