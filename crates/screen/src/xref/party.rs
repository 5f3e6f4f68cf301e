//! A listed entry as a side of a pair: its facts, and what only the statements beside it tell.
//!
//! Read once for all entries: references of the Security Council, places of birth, regimes, and the parties that its
//! own list links it to.

use kashf_ftm::{PropertyType, Schema, model};
use kashf_store::statements::Statements;
use rustc_hash::FxHashMap;

use super::place::words_of;
use super::reference::{Reference, references_in};
use super::regimes::{Regimes, regimes_of};
use crate::ScreenError;
use crate::index::{Facts, Index, NameRole, Tables, u32_of};

/// One entry.
pub(super) struct Party {
    pub(super) list: u32,
    pub(super) schema: &'static Schema,
    pub(super) facts: Facts,
    /// Its names by distinct name, strongest role first: distinct name, role, number in its list.
    pub(super) names: Vec<(u32, NameRole, u32)>,
    /// Its first name, in every reading.
    pub(super) main: Vec<u32>,
    /// Its own references of the Security Council.
    pub(super) references: Vec<Reference>,
    /// References that its text names.
    pub(super) named: Vec<Reference>,
    pub(super) regimes: Regimes,
    /// Programmes as published.
    pub(super) programmes: Vec<String>,
    /// Places of birth, with their words.
    pub(super) places: Vec<(String, Vec<String>)>,
    /// Parties of the same list that it is linked to, rising.
    pub(super) related: Vec<u32>,
}

/// The entries of one list. `first` is the number that its first entry gets.
pub(super) fn read(
    list: u32,
    first: u32,
    index: &Index,
    tables: &Tables<'_>,
) -> Result<Vec<Party>, ScreenError> {
    let mut parties = Vec::with_capacity(tables.entity_count());
    let mut by_id: FxHashMap<String, u32> = FxHashMap::default();
    for entity in 0..u32_of(tables.entity_count()) {
        let facts = tables.facts(entity)?;
        let schema = model()
            .schema(&facts.schema)
            .ok_or_else(|| tables.damaged("ix_facts"))?;
        let listings = tables.listings(&facts)?;
        let mut programmes: Vec<String> = listings
            .into_iter()
            .filter_map(|listing| listing.programme)
            .collect();
        programmes.sort();
        programmes.dedup();
        by_id.insert(facts.id.clone(), u32_of(parties.len()));
        parties.push(Party {
            list,
            schema,
            names: Vec::new(),
            main: Vec::new(),
            references: Vec::new(),
            named: Vec::new(),
            regimes: regimes_of(&programmes),
            programmes,
            places: Vec::new(),
            related: Vec::new(),
            facts,
        });
    }
    read_statements(index, first, &by_id, &mut parties)?;
    for party in &mut parties {
        for list in [&mut party.references, &mut party.named] {
            list.sort();
            list.dedup();
        }
        // What an entry says of itself is no mention of another.
        let own = std::mem::take(&mut party.references);
        party.named.retain(|named| !own.contains(named));
        party.references = own;
        party.places.sort();
        party.places.dedup();
        party.related.sort_unstable();
        party.related.dedup();
    }
    Ok(parties)
}

fn read_statements(
    index: &Index,
    first: u32,
    by_id: &FxHashMap<String, u32>,
    parties: &mut [Party],
) -> Result<(), ScreenError> {
    let statements = Statements::open(index.segment())?;
    for entity in 0..statements.entity_count() {
        let own = by_id.get(statements.entity_id(entity)).copied();
        let mut linked: Vec<u32> = Vec::new();
        let mut references: Vec<Reference> = Vec::new();
        for statement in statements.statements(entity) {
            let (prop, value) = (statement.prop(), statement.value());
            if prop == "unscId" {
                references.extend(references_in(value).into_iter().map(|(found, _)| found));
                continue;
            }
            let property = || model().schema(statement.schema())?.property(prop);
            match (prop, own) {
                ("birthPlace", Some(own)) => {
                    let words = words_of(value);
                    parties[own as usize].places.push((value.to_owned(), words));
                }
                ("notes" | "summary" | "description", Some(own)) => {
                    for (found, is_own) in references_in(value) {
                        let party = &mut parties[own as usize];
                        if is_own {
                            party.references.push(found);
                        } else {
                            party.named.push(found);
                        }
                    }
                }
                _ => {
                    let target = by_id.get(value);
                    let is_link = || property().is_some_and(|p| p.kind == PropertyType::Entity);
                    if let Some(target) = target.filter(|_| is_link()) {
                        linked.push(*target);
                    }
                }
            }
        }
        if let Some(own) = own {
            parties[own as usize].references.append(&mut references);
            for other in linked.iter().filter(|other| **other != own) {
                parties[own as usize].related.push(first + other);
                parties[*other as usize].related.push(first + own);
            }
            continue;
        }
        // A listing speaks of one entry; a link of two.
        for holder in &linked {
            parties[*holder as usize]
                .references
                .extend(references.iter().cloned());
        }
        for one in &linked {
            for other in linked.iter().filter(|other| *other != one) {
                parties[*one as usize].related.push(first + other);
            }
        }
    }
    Ok(())
}
