//! Pairs of names a second, without any list: with both names prepared, and from raw strings.
//!
//! The pairs are made of the queries: a name beside the same name with a slip, and beside another query's name of the
//! same kind, in turns. A large set is compared once, a small one for a second.

use super::chance::{Chance, slip};
use super::{per_second, processor};
use crate::input::Record;
use kashf_text::{NameKind, PreparedName, compare, compare_names, prepare};
use serde::Serialize;
use std::time::{Duration, Instant};

/// Names that each query's name is compared with.
const PARTNERS: usize = 10;
/// Pairs that are prepared at a time, so that they need little memory.
const CHUNK: usize = 4000;

/// How fast pairs are compared, on one thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PairSpeed {
    /// Distinct pairs with both names prepared.
    pub prepared_pairs: u64,
    /// Of these, in a second.
    pub prepared_per_second: u64,
    /// Of these, in a second of processor, where the system tells.
    pub prepared_per_cpu_second: Option<u64>,
    /// Distinct pairs of raw strings.
    pub raw_pairs: u64,
    /// Of these, in a second.
    pub raw_per_second: u64,
    /// Of these, in a second of processor, where the system tells.
    pub raw_per_cpu_second: Option<u64>,
    /// Pairs as alike as two names must be, of the prepared ones.
    pub alike: u64,
}

/// A schema and two names of parties of it; an empty schema means that the kind is not known.
type Pair = (String, String, String);

/// Pairs of a small set are compared again until so much time has passed.
const LEAST: Duration = Duration::from_secs(1);

impl PairSpeed {
    /// Compares pairs, each a schema and two names, until they or the time end.
    #[must_use]
    pub fn of(pairs: &[(String, String, String)], limit: Duration) -> Self {
        let pairs: Vec<(NameKind, &str, &str)> = pairs
            .iter()
            .map(|(schema, a, b)| (kind(schema), a.as_str(), b.as_str()))
            .collect();
        let (prepared, alike) = prepared(&pairs, limit);
        let raw = raw(&pairs, limit);
        Self {
            prepared_pairs: prepared.distinct,
            prepared_per_second: prepared.per_second(),
            prepared_per_cpu_second: prepared.per_cpu_second(),
            raw_pairs: raw.distinct,
            raw_per_second: raw.per_second(),
            raw_per_cpu_second: raw.per_cpu_second(),
            alike,
        }
    }
}

/// What one way of comparing took.
#[derive(Default)]
struct Spent {
    distinct: u64,
    done: u64,
    wall: Duration,
    cpu: Option<u64>,
}

impl Spent {
    fn per_second(&self) -> u64 {
        per_second(self.done, self.wall)
    }

    fn per_cpu_second(&self) -> Option<u64> {
        Some(per_second(self.done, Duration::from_nanos(self.cpu?)))
    }
}

/// Distinct pairs with their times, and how many are alike; what prepares them is not in the time.
fn prepared(pairs: &[(NameKind, &str, &str)], limit: Duration) -> (Spent, u64) {
    let mut spent = Spent {
        cpu: Some(0),
        ..Spent::default()
    };
    let mut alike = 0;
    while !pairs.is_empty() && spent.wall < LEAST.min(limit) {
        let first_round = spent.done < pairs.len() as u64;
        for chunk in pairs.chunks(CHUNK) {
            if spent.wall >= limit {
                break;
            }
            let names: Vec<(NameKind, PreparedName, PreparedName)> = chunk
                .iter()
                .map(|(kind, a, b)| (*kind, prepare(a, *kind), prepare(b, *kind)))
                .collect();
            let ready: Vec<_> = names
                .iter()
                .map(|(kind, a, b)| (*kind, a.token_refs(), b.token_refs()))
                .collect();
            let before = processor::of_this_thread();
            let begun = Instant::now();
            let mut found = 0;
            for (kind, a, b) in &ready {
                let similarity = compare(a, b, *kind).similarity;
                found += u64::from(similarity >= kashf_text::DEFAULT_SIMILARITY_THRESHOLD);
            }
            spent.wall += begun.elapsed();
            let cpu = processor::spent(before);
            spent.cpu = spent.cpu.zip(cpu).map(|(all, one)| all + one);
            spent.done += chunk.len() as u64;
            if first_round {
                alike += found;
            }
        }
    }
    spent.distinct = spent.done.min(pairs.len() as u64);
    (spent, alike)
}

fn raw(pairs: &[(NameKind, &str, &str)], limit: Duration) -> Spent {
    let before = processor::of_this_thread();
    let begun = Instant::now();
    let (mut done, mut sum) = (0_u64, 0);
    while !pairs.is_empty() && begun.elapsed() < LEAST.min(limit) {
        for (kind, a, b) in pairs {
            sum += u64::from(compare_names(a, b, *kind).similarity);
            done += 1;
            if begun.elapsed() >= limit {
                break;
            }
        }
    }
    // What nobody looks at the compiler may leave out.
    std::hint::black_box(sum);
    Spent {
        distinct: done.min(pairs.len() as u64),
        done,
        wall: begun.elapsed(),
        cpu: processor::spent(before),
    }
}

/// Compares pairs made of the records' names.
pub(super) fn run(records: &[Record], limit: Duration) -> PairSpeed {
    PairSpeed::of(&pairs(records), limit)
}

fn pairs(records: &[Record]) -> Vec<Pair> {
    let names: Vec<(&str, &str)> = records
        .iter()
        .filter_map(|record| {
            let entity = record.entity.as_ref().ok()?;
            Some((entity.schema.as_str(), entity.first("name")?))
        })
        .collect();
    let mut chance = Chance::new(17);
    let mut pairs = Vec::with_capacity(names.len() * PARTNERS);
    for &(schema, name) in &names {
        for turn in 0..PARTNERS {
            let other = match chance.one_of(&names) {
                Some((other, partner)) if turn % 2 == 1 && *other == schema => {
                    (*partner).to_owned()
                }
                _ => slip(&slip(name, &mut chance), &mut chance),
            };
            pairs.push((schema.to_owned(), name.to_owned(), other));
        }
    }
    pairs
}

fn kind(schema: &str) -> NameKind {
    let is_a = |kind: &str| {
        let schema = kashf_ftm::model().schema(schema);
        schema.is_some_and(|schema| schema.is_a(kind))
    };
    match () {
        () if is_a("Person") => NameKind::Person,
        () if is_a("Organization") => NameKind::Organization,
        () if is_a("Vessel") => NameKind::Vessel,
        () => NameKind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_pairs_and_none_are_measured() {
        let pair = |a: &str, b: &str| ("Person".to_owned(), a.to_owned(), b.to_owned());
        let pairs = [
            pair("Nadir Exampleman", "Nadir Exampelman"),
            pair("Nadir Exampleman", "Layla Mithal"),
        ];
        let speed = PairSpeed::of(&pairs, Duration::from_millis(20));
        assert_eq!(
            (speed.prepared_pairs, speed.raw_pairs, speed.alike),
            (2, 2, 1)
        );
        assert!(speed.prepared_per_second > 0 && speed.raw_per_second > 0);
        let none = PairSpeed::of(&[], Duration::from_millis(20));
        assert_eq!(none.prepared_pairs, 0);
    }
}
