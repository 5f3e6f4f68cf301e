//! What candidate retrieval loses: the engine's answers beside every name of the lists, compared one by one.
//!
//! `cargo run --release -p kashf --example retrieval_loss -- DATA QUERIES.csv [SECONDS]`
//!
//! Each query of the file is asked by its name and schema alone, so that the score is a function of the names. Then its
//! name is compared with every listed name that may be read in the same way, and an entry is *due* when its
//! best name reaches the threshold (at 700 thousandths, and at 600, from where entries are shown and a birth date may
//! lift them above). A due entry that the engine does not return is *lost*. One line of JSON a query that
//! has any due entry, the last line the sums by class (the beginning of the query's id) and script.

#![expect(
    clippy::print_stdout,
    reason = "an example writes to its standard output"
)]

use kashf::{InputReader, Kashf};
use kashf_core::{Entity, Score};
use kashf_ftm::{Schema, model};
use kashf_screen::{Options, Policy, Query};
use kashf_store::statements::Statements;
use kashf_store::{DataDir, is_companion};
use kashf_text::{NameKind, NameTokenRef, PreparedName, compare, prepare, script_of};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Scores in thousandths from which an entry is due.
const LEVELS: [u16; 2] = [700, 600];

/// A listed name in one reading, with the entries that bear it.
struct Listed {
    prepared: PreparedName,
    bearers: Vec<Bearer>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Bearer {
    dataset: String,
    id: String,
    schema: String,
}

#[derive(Clone, Copy, Default, serde::Serialize)]
struct Counts {
    queries: u64,
    due: [u64; 2],
    lost: [u64; 2],
    queries_with_loss: [u64; 2],
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: retrieval_loss DATA QUERIES.csv [SECONDS]";
    let (data, file) = (
        arguments.next().ok_or(usage)?,
        arguments.next().ok_or(usage)?,
    );
    let seconds: u64 = arguments.next().map_or(Ok(3600), |text| text.parse())?;
    let limit = Duration::from_secs(seconds);
    let screener = Kashf::open_existing(&data)?.screener()?;
    let snapshot = DataDir::open(&data)?
        .open_live()?
        .ok_or("nothing is loaded")?;
    let engine = kashf_screen::Engine::new(&snapshot, screener.policy().clone())?;
    let listed = listed(&snapshot)?;
    let refs: Vec<(&Listed, Vec<NameTokenRef<'_>>)> = listed
        .iter()
        .map(|name| (name, name.prepared.token_refs()))
        .collect();
    let queries = queries(&file)?;
    let begun = Instant::now();
    let found: Vec<_> = queries
        .par_iter()
        .filter(|_| begun.elapsed() < limit)
        .map(|query| (query, losses(query, &refs, &engine, screener.policy())))
        .collect();
    let mut sums: BTreeMap<String, Counts> = BTreeMap::new();
    for (query, (due, lost)) in &found {
        let class = query.id.rsplit_once('-').map_or("", |(class, _)| class);
        let script = query
            .first("name")
            .and_then(script_of)
            .map_or_else(|| "no script".to_owned(), |script| format!("{script:?}"));
        for key in [
            "all".to_owned(),
            format!("class {class}"),
            format!("script {script}"),
        ] {
            let counts = sums.entry(key).or_default();
            counts.queries += 1;
            for level in 0..LEVELS.len() {
                let missing = lost.iter().filter(|one| one.0 >= LEVELS[level]).count() as u64;
                counts.due[level] += due[level];
                counts.lost[level] += missing;
                counts.queries_with_loss[level] += u64::from(missing > 0);
            }
        }
        if due[1] > 0 {
            let lost: Vec<_> = lost
                .iter()
                .map(|(score, bearer)| serde_json::json!([score, bearer.dataset, bearer.id]))
                .collect();
            println!(
                "{}",
                serde_json::json!({"query": query.id, "due": due, "lost": lost})
            );
        }
    }
    let names = listed.len();
    println!(
        "{}",
        serde_json::json!({"names": names, "queries": found.len(), "levels": LEVELS, "sums": sums})
    );
    Ok(())
}

/// How many entries are due at each level, and which of the lower level are lost, with their scores.
fn losses(
    query: &Entity,
    listed: &[(&Listed, Vec<NameTokenRef<'_>>)],
    engine: &kashf_screen::Engine,
    policy: &Policy,
) -> ([u64; 2], Vec<(u16, Bearer)>) {
    let text = query.first("name").unwrap_or_default();
    let schema = model().schema(&query.schema);
    let kinds = schema.map_or(
        &[NameKind::Person, NameKind::Organization, NameKind::Vessel][..],
        readings,
    );
    let mut best: BTreeMap<&Bearer, u16> = BTreeMap::new();
    for &kind in kinds {
        let prepared = prepare(text, kind);
        let tokens = prepared.token_refs();
        for (name, candidate) in listed {
            if name.prepared.kind != kind {
                continue;
            }
            let equal = name.prepared.exact == prepared.exact && !prepared.exact.is_empty();
            let similarity = if equal {
                1000
            } else {
                compare(&tokens, candidate, kind).similarity
            };
            let score = policy
                .score_of(policy.points_of_name(similarity))
                .thousandths();
            if score < LEVELS[1] {
                continue;
            }
            for bearer in &name.bearers {
                if schema.is_none_or(|schema| may_be_same(schema, &bearer.schema)) {
                    let known = best.entry(bearer).or_default();
                    *known = score.max(*known);
                }
            }
        }
    }
    let options = Options {
        limit: usize::MAX,
        threshold: Some(Score::from_thousandths(LEVELS[1] / 2)),
        datasets: None,
    };
    let answer = engine.screen(&Query::new(query), &options);
    let returned: BTreeSet<(&str, &str)> = answer
        .matches
        .iter()
        .flat_map(|found| {
            found
                .datasets
                .iter()
                .map(|dataset| (dataset.as_str(), found.id.as_str()))
        })
        .collect();
    let due = LEVELS.map(|level| best.values().filter(|score| **score >= level).count() as u64);
    let lost = best
        .into_iter()
        .filter(|(bearer, _)| !returned.contains(&(bearer.dataset.as_str(), bearer.id.as_str())))
        .map(|(bearer, score)| (score, bearer.clone()))
        .collect();
    (due, lost)
}

/// Every strong name of every party, each reading once.
fn listed(snapshot: &kashf_store::Snapshot) -> Result<Vec<Listed>, Failure> {
    let mut names: BTreeMap<(u8, String), (NameKind, Vec<Bearer>)> = BTreeMap::new();
    for segment in snapshot
        .segments
        .iter()
        .filter(|segment| !is_companion(segment.dataset()))
    {
        let statements = Statements::open(segment)?;
        for number in 0..statements.entity_count() {
            let group: Vec<_> = statements
                .statements(number)
                .map(|statement| statement.to_statement())
                .collect();
            let Some(entity) = kashf_ftm::entity_from_statements(&group) else {
                continue;
            };
            let Some(schema) = model().schema(&entity.schema) else {
                continue;
            };
            if !schema.matchable
                || !["LegalEntity", "Vehicle"]
                    .iter()
                    .any(|party| schema.is_a(party))
            {
                continue;
            }
            let bearer = Bearer {
                dataset: segment.dataset().to_owned(),
                id: entity.id.clone(),
                schema: entity.schema.clone(),
            };
            for text in ["name", "alias", "previousName"]
                .iter()
                .flat_map(|prop| entity.values(prop))
            {
                for &kind in readings(schema) {
                    let place = names.entry((kind as u8, text.clone()));
                    place
                        .or_insert_with(|| (kind, Vec::new()))
                        .1
                        .push(bearer.clone());
                }
            }
        }
    }
    let names: Vec<_> = names.into_iter().collect();
    Ok(names
        .into_par_iter()
        .map(|((_, text), (kind, bearers))| Listed {
            prepared: prepare(&text, kind),
            bearers,
        })
        .collect())
}

/// The queries with their name and schema alone.
fn queries(file: &str) -> Result<Vec<Entity>, Failure> {
    let mut reader = InputReader::open(fs_err::File::open(file)?, file)?;
    let interpreter = reader.interpreter();
    let mut queries = Vec::new();
    while let Some(raw) = reader.next()? {
        let record = interpreter.interpret(raw, None);
        let Ok(entity) = record.entity else { continue };
        let mut query = Entity::new(&record.id, &entity.schema);
        for name in entity.values("name") {
            query.add("name", name);
        }
        queries.push(query);
    }
    Ok(queries)
}

/// How the names of a schema are read; the engine's own rule (`subject.rs`), written again so that an
/// error in one of them shows.
fn readings(schema: &Schema) -> &'static [NameKind] {
    match () {
        () if schema.is_a("Person") => &[NameKind::Person],
        () if schema.is_a("Vehicle") => &[NameKind::Vessel],
        () if schema.name == "LegalEntity" => &[NameKind::Person, NameKind::Organization],
        () => &[NameKind::Organization],
    }
}

fn may_be_same(query: &Schema, candidate: &str) -> bool {
    let Some(candidate) = model().schema(candidate) else {
        return false;
    };
    let organisations = query.is_a("Organization") && candidate.is_a("Organization");
    organisations || query.can_match(candidate) || candidate.can_match(query)
}
