//! Queries made from the lists themselves, for who has no file of queries: listed names, half of them with a slip,
//! and invented ones that are put together from words of several entries.
//!
//! The invented ones share words with listed names, so they are harder than names of strangers: a rate measured with
//! them is rather too low.

use super::chance::{Chance, slip};
use crate::error::KashfError;
use crate::input::Record;
use kashf_core::Entity;
use kashf_store::statements::Statements;
use kashf_store::{DataDir, is_companion};
use std::collections::BTreeSet;

/// Entities that are looked at; of longer lists every so-manieth.
const MAX_SAMPLED: usize = 20_000;

/// One query in so many is a listed name.
const HIT_EVERY: usize = 5;

/// A sample of what is listed.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) people: Vec<Party>,
    pub(super) others: Vec<Party>,
}

/// A listed party, as far as a query needs it.
#[derive(Debug)]
pub(super) struct Party {
    pub(super) schema: String,
    pub(super) names: Vec<String>,
    birth_date: Option<String>,
    country: Option<String>,
}

impl Listed {
    /// A sample of the live snapshot.
    pub(super) fn of(data: &DataDir) -> Result<Self, KashfError> {
        let mut listed = Self::default();
        let Some(snapshot) = data.open_live()? else {
            return Ok(listed);
        };
        let lists = || {
            let segments = snapshot.segments.iter();
            segments.filter(|segment| !is_companion(segment.dataset()))
        };
        let mut entities = 0;
        for segment in lists() {
            entities += Statements::open(segment)?.entity_count() as usize;
        }
        let step = entities.div_ceil(MAX_SAMPLED).max(1);
        for segment in lists() {
            let statements = Statements::open(segment)?;
            for number in (0..statements.entity_count()).step_by(step) {
                let group: Vec<_> = statements
                    .statements(number)
                    .map(|statement| statement.to_statement())
                    .collect();
                if let Some(entity) = kashf_ftm::entity_from_statements(&group) {
                    listed.take(&entity);
                }
            }
        }
        Ok(listed)
    }

    fn take(&mut self, entity: &Entity) {
        let Some(schema) = kashf_ftm::model().schema(&entity.schema) else {
            return;
        };
        if !schema.is_a("LegalEntity") && !schema.is_a("Vehicle") {
            return;
        }
        let names: Vec<String> = ["name", "alias"]
            .iter()
            .flat_map(|prop| entity.values(prop))
            .cloned()
            .collect();
        let country = ["nationality", "country", "flag"]
            .iter()
            .find_map(|prop| entity.first(prop));
        if names.is_empty() {
            return;
        }
        let party = Party {
            schema: entity.schema.clone(),
            names,
            birth_date: entity.first("birthDate").map(str::to_owned),
            country: country.map(str::to_owned),
        };
        if schema.is_a("Person") {
            self.people.push(party);
        } else {
            self.others.push(party);
        }
    }

    /// People three times out of four, where both are listed.
    fn kind(&self, chance: &mut Chance) -> &[Party] {
        let people = self.others.is_empty() || (!self.people.is_empty() && chance.below(4) > 0);
        if people { &self.people } else { &self.others }
    }
}

/// Distinct queries; fewer when the lists do not give so many.
pub(super) fn made(listed: &Listed, count: usize) -> Vec<Record> {
    let mut chance = Chance::new(6);
    let mut seen = BTreeSet::new();
    let mut records = Vec::new();
    // Lists of a few names give few distinct queries; somewhere it must end.
    for _ in 0..count * 20 {
        if records.len() >= count {
            break;
        }
        let parties = listed.kind(&mut chance);
        let drawn = (
            chance.one_of(parties),
            chance.one_of(parties),
            chance.one_of(parties),
        );
        let (Some(one), Some(two), Some(three)) = drawn else {
            break;
        };
        let Some(first) = chance.one_of(&one.names).cloned() else {
            continue;
        };
        let hit = chance.below(HIT_EVERY) == 0;
        let (class, name) = if !hit {
            let Some(second) = chance.one_of(&two.names) else {
                continue;
            };
            ("miss", invented(&first, second))
        } else if chance.below(2) == 0 {
            ("hit-plain", first)
        } else {
            ("hit-slip", slip(&first, &mut chance))
        };
        if !seen.insert(name.clone()) {
            continue;
        }
        let mut entity = Entity::new(&format!("{class}-{}", records.len() + 1), &one.schema);
        entity.add("name", &name);
        let source = if hit { one } else { three };
        if let Some(date) = &source.birth_date {
            entity.add("birthDate", date);
        }
        if let Some(country) = &source.country {
            entity.add("country", country);
        }
        records.push(Record {
            id: entity.id.clone(),
            entity: Ok(entity),
            problems: Vec::new(),
            unknown: Vec::new(),
        });
    }
    records
}

/// The beginning of one name and the end of another; names of one word are cut in their middle.
fn invented(first: &str, second: &str) -> String {
    let (one, two): (Vec<&str>, Vec<&str>) = (
        first.split_whitespace().collect(),
        second.split_whitespace().collect(),
    );
    if one.len() > 1 && two.len() > 1 {
        let head = &one[..one.len() - one.len() / 2];
        let tail = &two[two.len() - two.len() / 2..];
        return [head, tail].concat().join(" ");
    }
    let (one, two): (Vec<char>, Vec<char>) = (first.chars().collect(), second.chars().collect());
    let head = one.iter().take(one.len().div_ceil(2));
    head.chain(two.iter().skip(two.len() / 2)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_miss_has_words_of_two_names() {
        assert_eq!(
            invented("Nadir Ali Example", "Layla bint Mithal"),
            "Nadir Ali Mithal"
        );
        assert_eq!(invented("Kestrel", "Meridian Line"), "Kestan Line");
    }

    #[test]
    fn queries_are_distinct_and_the_same_again() {
        let mut listed = Listed::default();
        for at in 0..40 {
            let mut entity = Entity::new("x", "Person");
            entity.add("name", &format!("Nadir{at} Exampleman{at}"));
            listed.take(&entity);
        }
        let ids = |count| made(&listed, count);
        let queries = ids(200);
        assert_eq!(queries, ids(200));
        let names: BTreeSet<_> = queries
            .iter()
            .map(|record| record.entity.clone().unwrap().properties["name"].clone())
            .collect();
        assert_eq!(names.len(), 200);
        assert!(
            queries
                .iter()
                .any(|record| record.id.starts_with("hit-slip"))
        );
    }
}
