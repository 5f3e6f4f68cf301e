//! How fast cycles are found: `cargo run --release -p kashf-trace --example cycles -- FILE.bin [WINDOW] [HOPS] [FIRST] [KEY=VALUE...]`.
//!
//! Keys: `most`, `steps`, `slack`, `preserved`, `hubs`, `threads`, `bundle=1`, `count=1` (no findings are made, only counted),
//! `truth=FILE` (planted cycles found with their exact lists of movements).

#![expect(clippy::print_stdout, reason = "figures are its output")]

#[path = "support/recall.rs"]
mod recall;
mod support;

use kashf_trace::typologies::cycle;
use kashf_trace::{Hubs, Options};
use std::env;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut options = Options {
        threads: 1,
        ..Options::default()
    };
    let (mut plain, mut truth, mut count) = (Vec::new(), None, false);
    for argument in env::args().skip(1) {
        match argument.split_once('=') {
            None => plain.push(argument),
            Some(("truth", path)) => truth = Some(path.to_owned()),
            Some((key, value)) => {
                let value: u32 = value.parse()?;
                match key {
                    "most" => options.most = value,
                    "steps" => options.most_steps = value.into(),
                    "slack" => options.slack = value,
                    "preserved" => options.preserved = u8::try_from(value)?,
                    "hubs" => options.hubs = Hubs::Around(value),
                    "threads" => options.threads = value as usize,
                    "bundle" => options.bundle = value == 1,
                    "count" => count = value == 1,
                    _ => return Err(format!("unknown key `{key}`").into()),
                }
            }
        }
    }
    let path = plain.first().ok_or("name a file of the generator")?;
    if let Some(window) = plain.get(1) {
        options.window = window.parse()?;
    }
    if let Some(hops) = plain.get(2) {
        options.max_hops = hops.parse()?;
    }
    let first = plain.get(3).map_or(Ok(usize::MAX), |text| text.parse())?;
    options.check()?;
    let network = support::read(path, first)?;
    let seconds;
    let begun = support::processor();
    let (histogram, capped, recall) = if count {
        let (histogram, capped) = cycle::count(&network, &options);
        seconds = (support::processor() - begun).as_secs_f64();
        (histogram, capped, String::new())
    } else {
        let found = cycle::find(&network, &options)?;
        seconds = (support::processor() - begun).as_secs_f64();
        let mut histogram = vec![0_u64; usize::from(options.max_hops) + 1];
        let mut closings: Vec<u32> = Vec::new();
        for finding in &found.findings {
            histogram[finding.hops.len()] += 1;
            if finding.capped {
                closings.extend(finding.moves().max());
            }
        }
        closings.sort_unstable();
        closings.dedup();
        let recall = match truth {
            None => String::new(),
            Some(path) => {
                let id = |number| network.flow().id(number).to_string();
                let ids = found.findings.iter();
                let ids = ids.map(|finding| finding.moves().map(id).collect());
                let (planted, exact) = recall::of(&path, "cycle", ids)?;
                format!(",\"planted\":{planted},\"exact\":{exact}")
            }
        };
        (histogram, closings.len() as u64, recall)
    };
    let edges = network.flow().len();
    println!(
        "{{\"what\":\"cycles\",\"file\":\"{path}\",\"edges\":{edges},\"parties\":{},\"window\":{},\"max_hops\":{},\"processor_seconds\":{seconds:.2},\"edges_per_second\":{:.0},\"peak_mib\":{},\"histogram_2..\":{:?},\"capped\":{capped}{recall}}}",
        network.parties().len(),
        options.window,
        options.max_hops,
        f64::from(edges) / seconds,
        support::peak_mib(),
        &histogram[2..],
    );
    Ok(())
}
