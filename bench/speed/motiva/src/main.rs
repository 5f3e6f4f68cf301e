//! Scores pairs of names with libmotiva's logic-v1, beside Kashf in `bench/speed` and `bench/accuracy`.
//!
//! * `kashf-bench-motiva score PAIRS.csv > SCORED.csv`: columns name1, name2 and, when there is one, schema; the
//!   same rows come out, with a column `score`.
//! * `kashf-bench-motiva speed PAIRS.csv [SECONDS]`: a line of JSON with pairs a second on one thread, with both
//!   entities built beforehand (`prepared`) and with their building in the time (`raw`).
//!
//! The library compares two entities; each is given its one name and its schema (`Person` when the file
//! has no such column), which is what motiva does with every candidate that its index returns.

use bumpalo::Bump;
use libmotiva::prelude::{Entity, LogicV1, MatchingAlgorithm, SearchEntity};
use std::error::Error;
use std::time::{Duration, Instant};

/// Below this score motiva leaves its deductions out; 0 keeps every score whole.
const CUTOFF: f64 = 0.0;

struct Pair {
    schema: String,
    name1: String,
    name2: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["score", file] => score(file),
        ["speed", file] => speed(file, 3.0),
        ["speed", file, seconds] => speed(file, seconds.parse()?),
        _ => Err("usage: kashf-bench-motiva score PAIRS.csv | speed PAIRS.csv [SECONDS]".into()),
    }
}

fn query(pair: &Pair) -> SearchEntity {
    SearchEntity::builder(&pair.schema)
        .properties(&[("name", &[&pair.name1])])
        .build()
}

fn candidate(pair: &Pair) -> Entity {
    Entity::builder(&pair.schema)
        .properties(&[("name", &[&pair.name2])])
        .build()
}

fn score(file: &str) -> Result<(), Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
    let mut header = reader.headers()?.clone();
    let columns = Columns::of(&header)?;
    header.push_field("score");
    writer.write_record(&header)?;
    let mut bump = Bump::new();
    for row in reader.records() {
        let mut row = row?;
        let pair = columns.pair(&row);
        let (score, _) = LogicV1::score(&bump, &query(&pair), &candidate(&pair), CUTOFF);
        bump.reset();
        row.push_field(&format!("{score:.4}"));
        writer.write_record(&row)?;
    }
    writer.flush()?;
    Ok(())
}

fn speed(file: &str, seconds: f64) -> Result<(), Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let columns = Columns::of(reader.headers()?)?;
    let mut pairs = Vec::new();
    for row in reader.records() {
        pairs.push(columns.pair(&row?));
    }
    let built: Vec<(SearchEntity, Entity)> = pairs
        .iter()
        .map(|pair| (query(pair), candidate(pair)))
        .collect();
    let mut bump = Bump::new();
    // Once for the tables that the library builds on first use.
    for (query, candidate) in built.iter().take(100) {
        LogicV1::score(&bump, query, candidate, CUTOFF);
        bump.reset();
    }
    let mut sum = 0.0;
    let prepared = rate(seconds, built.len(), |at| {
        sum += LogicV1::score(&bump, &built[at].0, &built[at].1, CUTOFF).0;
        bump.reset();
    });
    let raw = rate(seconds, pairs.len(), |at| {
        let pair = &pairs[at];
        sum += LogicV1::score(&bump, &query(pair), &candidate(pair), CUTOFF).0;
        bump.reset();
    });
    println!(
        "{{\"system\":\"libmotiva 0.1.1 logic-v1\",\"pairs\":{},\"prepared\":{:.0},\"prepared_per_cpu_second\":{:.0},\
        \"raw\":{:.0},\"raw_per_cpu_second\":{:.0},\"sum\":{sum:.2}}}",
        pairs.len(),
        prepared.0,
        prepared.1,
        raw.0,
        raw.1
    );
    Ok(())
}

/// Rounds over all pairs until the time is up; times a second, and in a second of processor.
fn rate(seconds: f64, count: usize, mut work: impl FnMut(usize)) -> (f64, f64) {
    let limit = Duration::from_secs_f64(seconds);
    let before = processor();
    let begun = Instant::now();
    let mut done = 0;
    for at in (0..count).cycle() {
        if done % 64 == 0 && begun.elapsed() >= limit {
            break;
        }
        work(at);
        done += 1;
    }
    let done = done as f64;
    (
        done / begun.elapsed().as_secs_f64(),
        done / (processor() - before),
    )
}

/// Seconds that this thread has had on a processor, as Linux tells it.
fn processor() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text
        .split(' ')
        .next()
        .and_then(|number| number.parse().ok());
    nanoseconds.unwrap_or(0.0) / 1e9
}

struct Columns {
    name1: usize,
    name2: usize,
    schema: Option<usize>,
}

impl Columns {
    fn of(header: &csv::StringRecord) -> Result<Self, String> {
        let find = |name: &str| header.iter().position(|cell| cell == name);
        let must = |name: &str| find(name).ok_or(format!("no column `{name}`"));
        Ok(Self {
            name1: must("name1")?,
            name2: must("name2")?,
            schema: find("schema"),
        })
    }

    fn pair(&self, row: &csv::StringRecord) -> Pair {
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        let schema = self.schema.map(cell).filter(|schema| !schema.is_empty());
        Pair {
            schema: schema.unwrap_or_else(|| "Person".to_owned()),
            name1: cell(self.name1),
            name2: cell(self.name2),
        }
    }
}
