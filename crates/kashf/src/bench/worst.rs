//! Cases that are hard by their nature: common words, one word, very many words, very long texts.
//!
//! The words are the commonest of the lists, so that every query meets as many names as a query can. A class is
//! asked with different names until its number or the time is up; answers that say `partial` are counted, since a cap
//! that binds must say so (promise P13).

use super::chance::Chance;
use super::queries::{Listed, Party};
use super::timed::{self, Timing};
use crate::input::Record;
use crate::screener::Screener;
use kashf_core::Entity;
use kashf_screen::Options;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Queries of a class.
const QUERIES: usize = 200;
/// Words that count as the commonest.
const COMMON: usize = 100;

/// One class.
#[derive(Clone, Debug, Serialize)]
pub struct WorstCase {
    /// What is hard about it.
    pub case: &'static str,
    /// How its queries went, on one thread.
    pub timing: Timing,
}

/// Asks every class.
pub(super) fn run(
    screener: &Screener,
    listed: &Listed,
    options: &Options,
    limit: Duration,
) -> Vec<WorstCase> {
    let people = commonest(&listed.people);
    let others = commonest(&listed.others);
    let few = &people[..people.len().min(12)];
    let all: Vec<String> = people.iter().chain(&others).cloned().collect();
    let mut chance = Chance::new(41);
    let mut known = vec!["Mohammed Ahmed Ali".to_owned()];
    known.extend((1..QUERIES).map(|_| joined(few, 3, &mut chance)));
    let classes: [(&'static str, &str, Vec<String>); 7] = [
        ("three of the commonest words", "Person", known),
        ("one common word", "Person", people.clone()),
        ("one word, kind not known", "", all.clone()),
        (
            "twenty common words",
            "Person",
            many(&people, 20, &mut chance),
        ),
        (
            "company of common words",
            "Company",
            many(&others, 4, &mut chance),
        ),
        (
            "512 characters",
            "",
            (0..QUERIES / 4)
                .map(|_| text(&all, 512, &mut chance))
                .collect(),
        ),
        (
            "100,000 characters",
            "",
            (0..QUERIES / 10)
                .map(|_| text(&all, 100_000, &mut chance))
                .collect(),
        ),
    ];
    let mut cases = Vec::new();
    for (case, schema, names) in classes {
        let names: BTreeSet<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            continue;
        }
        let records: Vec<Record> = names
            .iter()
            .enumerate()
            .map(|(at, name)| record(at, schema, name))
            .collect();
        cases.push(WorstCase {
            case,
            timing: timed::run(screener, &records, options, 1, limit),
        });
    }
    cases
}

fn record(at: usize, schema: &str, name: &str) -> Record {
    let mut entity = Entity::new(&format!("{}", at + 1), schema);
    entity.add("name", name);
    Record {
        id: entity.id.clone(),
        entity: Ok(entity),
        problems: Vec::new(),
        unknown: Vec::new(),
    }
}

/// The words that stand in most names, commonest first.
fn commonest(parties: &[Party]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in parties.iter().flat_map(|party| &party.names) {
        for word in name.split_whitespace() {
            if word.chars().filter(|letter| letter.is_alphabetic()).count() > 1 {
                *counts.entry(word.to_lowercase()).or_default() += 1;
            }
        }
    }
    let mut words: Vec<(usize, String)> = counts
        .into_iter()
        .map(|(word, count)| (count, word))
        .collect();
    words.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    words.truncate(COMMON);
    words.into_iter().map(|(_, word)| word).collect()
}

fn joined(words: &[String], count: usize, chance: &mut Chance) -> String {
    let drawn: Vec<&str> = (0..count)
        .filter_map(|_| chance.one_of(words).map(String::as_str))
        .collect();
    drawn.join(" ")
}

fn many(words: &[String], count: usize, chance: &mut Chance) -> Vec<String> {
    (0..QUERIES).map(|_| joined(words, count, chance)).collect()
}

/// A text of so many characters.
fn text(words: &[String], characters: usize, chance: &mut Chance) -> String {
    let mut text = joined(words, characters / 2, chance);
    if let Some((at, _)) = text.char_indices().nth(characters) {
        text.truncate(at);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_as_long_as_they_say() {
        let words = ["nadir".to_owned(), "exampleman".to_owned()];
        let long = text(&words, 512, &mut Chance::new(1));
        assert_eq!(long.chars().count(), 512);
        assert_eq!(text(&[], 512, &mut Chance::new(1)), "");
    }
}
