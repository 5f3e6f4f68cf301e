//! Reads the files of one dataset and prints what `kashf load` would print: counts and problems.
//!
//! `cargo run --release -p kashf-load --example load_report -- FILE...` ; several datasets are
//! separated by `--`. For measuring time and memory: put `/usr/bin/time -v` before it.
#![expect(clippy::print_stdout, reason = "an example that reports to its user")]

use std::path::PathBuf;

/// Problems printed.
const SHOWN: usize = 20;

fn main() -> Result<(), kashf_load::LoadError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    for group in arguments.split(|argument| argument == "--") {
        let paths: Vec<PathBuf> = group.iter().map(PathBuf::from).collect();
        let start = std::time::Instant::now();
        let files = kashf_load::read_inputs(&paths)?;
        let loaded = kashf_load::load(&files, None)?;
        let elapsed_ms = start.elapsed().as_millis();
        println!("{} {} ({elapsed_ms} ms)", loaded.dataset, loaded.version);
        println!("  records {} {:?}", loaded.records, loaded.records_by_type);
        println!("  statements {}", loaded.statements.len());
        println!("  problems {:?}", loaded.problem_counts);
        println!("  not held {:?}", loaded.not_held);
        println!("  understood {:?}", loaded.understood);
        for problem in loaded.problems.iter().take(SHOWN) {
            println!("  {:?} {problem}", problem.kind);
        }
    }
    Ok(())
}
