//! Pairs of names a second on one thread, for `bench/speed`, which gives the same pairs to the peers.
//!
//! `cargo run --release -p kashf --example pair_speed -- PAIRS.csv [SECONDS]`: columns schema, name1, name2; a line of
//! JSON comes out.

#![expect(
    clippy::print_stdout,
    reason = "an example writes to its standard output"
)]

use kashf::PairSpeed;
use std::time::Duration;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments
        .next()
        .ok_or("usage: pair_speed PAIRS.csv [SECONDS]")?;
    let seconds: u64 = arguments.next().map_or(Ok(3), |text| text.parse())?;
    let mut reader = csv::Reader::from_path(file)?;
    let header = reader.headers()?.clone();
    let column = |name: &str| {
        let found = header.iter().position(|cell| cell == name);
        found.ok_or_else(|| format!("no column `{name}`"))
    };
    let columns = [column("schema")?, column("name1")?, column("name2")?];
    let mut pairs = Vec::new();
    for row in reader.records() {
        let row = row?;
        let [schema, a, b] = columns.map(|at| row.get(at).unwrap_or_default().to_owned());
        pairs.push((schema, a, b));
    }
    let speed = PairSpeed::of(&pairs, Duration::from_secs(seconds));
    println!("{}", serde_json::to_string(&speed)?);
    Ok(())
}
