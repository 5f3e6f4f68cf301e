//! What an index costs and how fast it answers, over a file of FollowTheMoney entities:
//! `cargo run --release -p kashf-search --example measure -- FILE TIMES`. `TIMES` repeats the file under other ids.

#![expect(clippy::print_stdout, reason = "what it measures is what it prints")]

use kashf_search::{Document, Filters, Index, Search, parse};
use serde_json::Value;
use std::time::Instant;

const QUERIES: [&str; 10] = [
    "mohammad hassan",
    "bank",
    "\"central bank\"",
    "moham* -ali",
    "muhamad~1 husayn~1",
    "name:ali AND countries:sy",
    "birthDate:[1970 TO 1980]",
    "/mo?ham+[ae]d/",
    "*trading*",
    "*:*",
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("a file of entities");
    let times: u32 = arguments
        .next()
        .and_then(|times| times.parse().ok())
        .unwrap_or(1);
    let text = fs_err::read_to_string(file).expect("it can be read");
    let started = Instant::now();
    let mut index = Index::builder();
    let mut number = 0;
    for time in 0..times {
        for line in text.lines() {
            add(&mut index, line, number, time);
            number += 1;
        }
    }
    let index = index.finish();
    println!(
        "{number} entities in {:?}, index {} MB",
        started.elapsed(),
        index.bytes() >> 20
    );
    drop(text);
    for line in fs_err::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
    {
        if line.starts_with("VmHWM") || line.starts_with("VmRSS") {
            println!("{line}");
        }
    }
    for query in QUERIES {
        let node = parse(query).expect("a query");
        let search = Search {
            facets: &["countries", "topics", "datasets"],
            filters: Filters {
                schemata: None,
                ..Filters::default()
            },
            ..Search::of(&node)
        };
        let mut times: Vec<u128> = (0..50)
            .map(|_| {
                let started = Instant::now();
                let found = index.search(&search).expect("an answer");
                assert!(found.numbers.len() <= 10);
                started.elapsed().as_micros()
            })
            .collect();
        times.sort_unstable();
        let total = index.search(&search).expect("an answer").total;
        println!(
            "{query:30} {total:8} found, median {:6} us, worst of 50 {:6} us",
            times[25], times[49]
        );
    }
}

fn add(index: &mut kashf_search::IndexBuilder, line: &str, number: u32, time: u32) {
    let entity: Value = serde_json::from_str(line).expect("JSON");
    let text = |name: &str| entity[name].as_str().unwrap_or_default();
    let id = format!("{}-{time}", text("id"));
    let properties: Vec<(&str, Vec<&str>)> = entity["properties"]
        .as_object()
        .expect("properties")
        .iter()
        .map(|(prop, values)| {
            let values = values.as_array().expect("values").iter();
            (prop.as_str(), values.filter_map(Value::as_str).collect())
        })
        .collect();
    let name = properties
        .iter()
        .find(|(prop, _)| *prop == "name")
        .and_then(|(_, names)| names.first());
    index.add(&Document {
        number,
        id: &id,
        caption: name.copied().unwrap_or_default(),
        schema: text("schema"),
        properties: &properties,
        datasets: &["first_list"],
        lists: &["first_list"],
        last_change: Some("2026-01-01"),
        ..Document::default()
    });
}
