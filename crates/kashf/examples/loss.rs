//! What retrieval loses: queries answered by looking up and by comparing every name, side by side.
//!
//! `cargo run --release -p kashf --example loss -- DATA QUERIES.csv [EVERY]`: of every EVERY-th query (20 unless
//! told) the entries that comparing everything shows as a match, and those of them that the engine does not, by the
//! script of the query, then each lost pair.

#![expect(
    clippy::print_stdout,
    reason = "an example writes to its standard output"
)]

use std::collections::BTreeMap;

use fs_err::File;
use kashf::{InputReader, Record};
use kashf_screen::{Engine, Options, Policy, Query};
use kashf_store::DataDir;
use kashf_text::script_of;
use rayon::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: loss DATA QUERIES.csv [EVERY]";
    let data = arguments.next().ok_or(usage)?;
    let queries = arguments.next().ok_or(usage)?;
    let every: usize = arguments.next().map_or(Ok(20), |number| number.parse())?;
    let snapshot = DataDir::open(data)?
        .open_live()?
        .ok_or("nothing is loaded")?;
    let engine = Engine::new(&snapshot, Policy::built_in())?;
    let mut reader = InputReader::open(Box::new(File::open(&queries)?), &queries)?;
    let interpreter = reader.interpreter();
    let mut records: Vec<Record> = Vec::new();
    let mut number = 0;
    while let Some(raw) = reader.next()? {
        if number % every.max(1) == 0 {
            records.push(interpreter.interpret(raw, None));
        }
        number += 1;
    }
    let options = Options {
        limit: 10_000,
        ..Options::default()
    };
    let rows: Vec<(String, usize, usize, Vec<String>)> = records
        .par_iter()
        .filter_map(|record| {
            let entity = record.entity.as_ref().ok()?;
            let query = Query::new(entity);
            let name = entity.first("name").unwrap_or_default().to_owned();
            let script = script_of(&name).map_or("none", |script| script.name());
            let found = engine.screen(&query, &options);
            let all = engine.screen_all(&query, &options);
            let known: Vec<&str> = found.matches.iter().map(|m| m.id.as_str()).collect();
            let (mut shown, mut matches, mut lost) = (0, 0, Vec::new());
            for one in &all.matches {
                shown += 1;
                matches += usize::from(one.is_match);
                if !known.contains(&one.id.as_str()) {
                    let mark = if one.is_match { "MATCH" } else { "shown" };
                    lost.push(format!("{mark} {} {name} | {}", one.score, one.caption));
                }
            }
            Some((format!("{} {script}", entity.schema), shown, matches, lost))
        })
        .collect();
    let mut by_class: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for (class, shown, matches, lost) in &rows {
        for class in [class.as_str(), "~all"] {
            let counts = by_class.entry(class).or_default();
            let lost_matches = lost.iter().filter(|l| l.starts_with("MATCH")).count();
            counts[0] += 1;
            counts[1] += matches;
            counts[2] += lost_matches;
            counts[3] += shown;
            counts[4] += lost.len();
        }
    }
    println!("class queries matches lost shown lost");
    for (class, counts) in by_class {
        println!("{class}: {counts:?}");
    }
    for lost in rows.iter().flat_map(|row| &row.3) {
        println!("{lost}");
    }
    Ok(())
}
