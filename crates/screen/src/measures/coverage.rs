//! How far the table reaches: entries whose measures are known, and the programmes that it does not know.

use std::collections::{BTreeMap, BTreeSet};

use kashf_store::statements::Statements;

use super::{Blocking, Source, blocking, measure_table};
use crate::index::Sanctions;
use crate::subject::is_screened;

/// What is known of the entries of one list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Screened entries with a listing.
    pub entries: u64,
    /// Of these, entries with at least one known measure.
    pub known: u64,
    /// Entries by whether they are blocked: `yes`, `no`, `unknown`.
    pub blocking: BTreeMap<&'static str, u64>,
    /// Entries of which the list itself says a measure that the table knows.
    pub said_by_list: u64,
    /// Entries whose known measures were held against a source.
    pub checked: u64,
    /// Programmes as published that have no row of their own, with their entries.
    pub unknown_programmes: BTreeMap<String, u64>,
    /// Words of the list that the table does not know, with their entries.
    pub unknown_words: BTreeMap<String, u64>,
}

impl Coverage {
    /// Counts over the statements of one dataset.
    #[must_use]
    pub fn of(statements: Statements<'_>) -> Self {
        let table = measure_table();
        let sanctions = Sanctions::new(statements);
        let mut found = Self::default();
        for entity in 0..statements.entity_count() {
            let group = || statements.statements(entity).map(|said| said.view());
            let Some(entity) = kashf_ftm::entity_from_views(group()) else {
                continue;
            };
            let schema = kashf_ftm::model().schema(&entity.schema);
            let marked = group().any(|s| s.prop == "topics" && s.value == "sanction");
            let dataset = group().next().map_or("", |s| s.dataset);
            if !schema.is_some_and(is_screened) {
                continue;
            }
            let listings = sanctions.of(&entity.id, &entity.schema, dataset, marked);
            let Some(blocks) = blocking(&listings) else {
                continue;
            };
            found.entries += 1;
            *found.blocking.entry(blocks.as_str()).or_default() += 1;
            let measures = || {
                listings
                    .iter()
                    .flat_map(|l| l.measures.iter().map(move |m| (l, m)))
            };
            let known = |code: &str| code != "unknown" && code != "as-published";
            found.known += u64::from(measures().any(|(_, m)| known(&m.code)));
            let listed = |(l, m): (&super::Listing, &super::Measure)| {
                l.source == Source::List && known(&m.code)
            };
            found.said_by_list += u64::from(measures().any(listed));
            let checked = measures().all(|(l, m)| l.checked && m.blocking != Blocking::Unknown);
            found.checked += u64::from(checked);
            let mut programmes = BTreeSet::new();
            for listing in &listings {
                let Some(name) = &listing.programme else {
                    continue;
                };
                let has_row = table.has_programme(&listing.dataset, name);
                if !has_row && programmes.insert(name) {
                    *found.unknown_programmes.entry(name.clone()).or_default() += 1;
                }
            }
            for (_, measure) in measures().filter(|(_, m)| m.code == "as-published") {
                *found.unknown_words.entry(measure.en.clone()).or_default() += 1;
            }
        }
        found
    }
}
