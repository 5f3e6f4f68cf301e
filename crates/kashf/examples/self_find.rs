//! How long the self-find gate takes (issue 3, point 3): loads lists into a directory of its own, then asks
//! every name for its own entry, five times.
//!
//! `cargo run --release -p kashf --example self_find -- un.xml.gz sdn.csv.gz alt.csv.gz add.csv.gz`

#![expect(clippy::print_stdout, reason = "an example prints what it measured")]

use kashf::{Kashf, LoadRequest, NoProgress};
use std::path::PathBuf;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let folder = tempfile::tempdir()?;
    let kashf = Kashf::open(folder.path().join("data"))?;
    let request = LoadRequest {
        files,
        now: "2026-01-01T00:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    let begun = Instant::now();
    let outcome = kashf.load(&request, &NoProgress)?;
    for refusal in &outcome.refusals {
        println!("{}", refusal.error);
    }
    println!(
        "load with gates {:>8.0} ms",
        begun.elapsed().as_secs_f64() * 1e3
    );
    let mut times = Vec::new();
    let mut asked = 0;
    for _ in 0..5 {
        let begun = Instant::now();
        let own = kashf.find_own_names()?;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        asked = own.asked;
        for missed in own.missed.iter().take(10) {
            println!("missed: {missed:?}");
        }
    }
    times.sort_by(f64::total_cmp);
    println!(
        "self-find       {:>8.0} ms, median of 5, {asked} names",
        times[2]
    );
    Ok(())
}
