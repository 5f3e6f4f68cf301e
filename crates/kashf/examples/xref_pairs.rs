//! Judges every pair of a data directory, for `bench/xref`.
//!
//! `cargo run --release -p kashf --example xref_pairs -- DATA [THREADS [DATASET]] > pairs.jsonl`: a line a judged pair, in the
//! form of `kashf xref --json` with the points, and the seconds on the standard error. With a dataset the pairs that touch
//! its entries are judged once more, alone, and held against the first ones.

#![expect(
    clippy::print_stderr,
    reason = "an example says on its standard error how long it took"
)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Instant;

use kashf::{Kashf, NoProgress, XrefPlan, judge_all, judge_changed};
use kashf_resolve::settle;
use kashf_store::statements::Statements;
use kashf_store::{DataDir, Snapshot};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let data = arguments
        .next()
        .ok_or("usage: xref_pairs DATA [THREADS [DATASET]]")?;
    let threads = arguments.next().map(|text| text.parse()).transpose()?;
    let policy = Kashf::open_existing(&data)?.policy()?.policy;
    let snapshot = DataDir::open(&data)?
        .open_live()?
        .ok_or("nothing is loaded")?;
    let plan = XrefPlan {
        threads,
        ..XrefPlan::default()
    };
    let begun = Instant::now();
    let mut pairs = judge_all(&snapshot, &policy, &plan, &NoProgress)?;
    let lists = lists_of(&snapshot)?;
    let mut again = None;
    if let Some(dataset) = arguments.next() {
        let of = |id: &str| lists.get(id).copied() == Some(dataset.as_str());
        let changed = lists.keys().filter(|id| of(id)).map(|id| (*id).to_owned());
        let begun = Instant::now();
        let touched = judge_changed(&snapshot, &policy, &changed.collect(), &plan, &NoProgress)?;
        let seconds = begun.elapsed().as_secs_f64();
        let expected = pairs.iter().filter(|pair| of(&pair.a) || of(&pair.b));
        again = Some(
            json!({"dataset": dataset, "seconds": seconds, "pairs": touched.len(),
            "equal": expected.eq(touched.iter())}),
        );
    }
    settle(&mut pairs, |id| lists.get(id).copied(), policy.xref.ahead);
    let seconds = begun.elapsed().as_secs_f64();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for pair in &pairs {
        let reasons: Vec<_> = pair
            .reasons
            .iter()
            .map(|r| json!({"key": r.key, "points": r.points, "left": r.left, "right": r.right}))
            .collect();
        let of = |id: &str| lists.get(id).copied();
        let line = json!({"a": pair.a, "b": pair.b, "lists": [of(&pair.a), of(&pair.b)], "outcome": pair.outcome.word(),
            "score": pair.score.as_f64(), "points": pair.points(), "reasons": reasons});
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    eprintln!(
        "{}",
        json!({"pairs": pairs.len(), "seconds": seconds, "again": again})
    );
    Ok(())
}

/// The dataset of every entity.
fn lists_of(snapshot: &Snapshot) -> Result<BTreeMap<&str, &str>, Box<dyn std::error::Error>> {
    let mut lists = BTreeMap::new();
    for segment in &snapshot.segments {
        let statements = Statements::open(segment)?;
        for entity in 0..statements.entity_count() {
            lists.insert(statements.entity_id(entity), segment.dataset());
        }
    }
    Ok(lists)
}
