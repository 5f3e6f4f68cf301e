//! Pairs of names a second, without any list: with both names prepared, and from raw strings.
//!
//! The pairs are made of the queries: a name beside the same name with a slip, and beside another query's name of the
//! same kind, in turns. Each pair is compared once.

use super::chance::{Chance, slip};
use super::per_second;
use crate::input::Record;
use kashf_text::{NameKind, PreparedName, compare, compare_names, prepare};
use serde::Serialize;
use std::time::{Duration, Instant};

/// Names that each query's name is compared with.
const PARTNERS: usize = 10;
/// Pairs that are prepared at a time, so that they need little memory.
const CHUNK: usize = 1000;

/// How fast pairs are compared, on one thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PairSpeed {
    /// Distinct pairs with both names prepared.
    pub prepared_pairs: u64,
    /// Of these, in a second.
    pub prepared_per_second: u64,
    /// Distinct pairs of raw strings.
    pub raw_pairs: u64,
    /// Of these, in a second.
    pub raw_per_second: u64,
    /// Pairs as alike as two names must be, of the prepared ones.
    pub alike: u64,
}

type Pair = (NameKind, String, String);

/// Compares pairs of the queries' names until they or the time end.
pub(super) fn run(records: &[Record], limit: Duration) -> PairSpeed {
    let pairs = pairs(records);
    let mut speed = PairSpeed::default();
    let mut spent = Duration::ZERO;
    for chunk in pairs.chunks(CHUNK) {
        if spent >= limit {
            break;
        }
        let prepared: Vec<(NameKind, PreparedName, PreparedName)> = chunk
            .iter()
            .map(|(kind, a, b)| (*kind, prepare(a, *kind), prepare(b, *kind)))
            .collect();
        let ready: Vec<_> = prepared
            .iter()
            .map(|(kind, a, b)| (*kind, a.token_refs(), b.token_refs()))
            .collect();
        let begun = Instant::now();
        for (kind, a, b) in &ready {
            let alignment = compare(a, b, *kind);
            speed.alike +=
                u64::from(alignment.similarity >= kashf_text::DEFAULT_SIMILARITY_THRESHOLD);
        }
        spent += begun.elapsed();
        speed.prepared_pairs += chunk.len() as u64;
    }
    speed.prepared_per_second = per_second(speed.prepared_pairs, spent);
    let begun = Instant::now();
    let mut alike = 0;
    for (kind, a, b) in &pairs {
        if begun.elapsed() >= limit {
            break;
        }
        alike += u64::from(compare_names(a, b, *kind).similarity);
        speed.raw_pairs += 1;
    }
    // What nobody looks at the compiler may leave out.
    std::hint::black_box(alike);
    speed.raw_per_second = per_second(speed.raw_pairs, begun.elapsed());
    speed
}

fn pairs(records: &[Record]) -> Vec<Pair> {
    let names: Vec<(NameKind, &str)> = records
        .iter()
        .filter_map(|record| {
            let entity = record.entity.as_ref().ok()?;
            Some((kind(&entity.schema), entity.first("name")?))
        })
        .collect();
    let mut chance = Chance::new(17);
    let mut pairs = Vec::with_capacity(names.len() * PARTNERS);
    for &(kind, name) in &names {
        for turn in 0..PARTNERS {
            let other = match chance.one_of(&names) {
                Some((other, partner)) if turn % 2 == 1 && *other == kind => (*partner).to_owned(),
                _ => slip(&slip(name, &mut chance), &mut chance),
            };
            pairs.push((kind, name.to_owned(), other));
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
