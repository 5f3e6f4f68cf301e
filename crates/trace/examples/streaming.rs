//! How fast movements are taken in and searched as they come: `cargo run --release -p kashf-trace --example streaming -- FILE.bin [KEY=VALUE...]`.
//!
//! Keys: `window`, `hops`, `first`, `batch` (movements between two questions; 8192), `lateness` (seconds allowed; 3600),
//! `shuffle` (seconds by which movements are made to arrive out of order; 0), `most`, `steps`, `threads`,
//! `typologies=A,B` (all that stream), `truth=FILE`, `check=1` (compares with one search over all, byte for byte).

#![expect(clippy::print_stdout, reason = "figures are its output")]

#[path = "support/payments.rs"]
mod payments;
#[path = "support/recall.rs"]
mod recall;
#[expect(dead_code, reason = "the other examples read whole networks")]
mod support;

use kashf_trace::live::{Live, News, Seen, Streamed, Taken};
use kashf_trace::{Finding, MoveKind, Network, NetworkBuilder, Options, typologies};
use payments::{Digits, Payment};
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::error::Error;
use std::time::Duration;

fn main() -> Result<(), Box<dyn Error>> {
    let mut options = Options {
        threads: 1,
        ..Options::default()
    };
    let (mut path, mut truth, mut check, mut wanted) = (None, None, false, String::new());
    let (mut first, mut batch, mut lateness, mut shuffle) = (usize::MAX, 8192_usize, 3600, 0_u32);
    for argument in env::args().skip(1) {
        match argument.split_once('=') {
            None => path = Some(argument),
            Some(("truth", file)) => truth = Some(file.to_owned()),
            Some(("typologies", names)) => names.clone_into(&mut wanted),
            Some((key, value)) => {
                let value: u32 = value.parse()?;
                match key {
                    "window" => options.window = value,
                    "hops" => options.max_hops = u8::try_from(value)?,
                    "first" => first = value as usize,
                    "batch" => batch = value.max(1) as usize,
                    "lateness" => lateness = value,
                    "shuffle" => shuffle = value,
                    "most" => options.most = value,
                    "steps" => options.most_steps = value.into(),
                    "threads" => options.threads = value as usize,
                    "check" => check = value == 1,
                    _ => return Err(format!("unknown key `{key}`").into()),
                }
            }
        }
    }
    let path = path.ok_or("name a file of the generator")?;
    let searches = searches(&wanted);
    let streamed: Vec<Streamed> = searches.iter().map(|(_, streamed)| *streamed).collect();
    let mut live = Live::new(options, Some(lateness.max(shuffle)), &streamed)?;
    let payments = payments::payments(&path, first, shuffle)?;
    let mut told = Told::default();
    let (mut peak_held, mut worst, mut settled) = (0, Duration::ZERO, 0);
    let begun = support::processor();
    let (mut from, mut to, mut id) = (Digits::NONE, Digits::NONE, Digits::NONE);
    for (at, payment) in payments.iter().enumerate() {
        let ends = (from.of(payment.from), to.of(payment.to));
        let (time, id) = (payment.time.into(), id.of(payment.id));
        let taken = live.push(ends, time, payment.amount, MoveKind::Payment, id)?;
        assert!(
            matches!(taken, Taken::Held(_)),
            "lateness is as long as the shuffle"
        );
        if (at + 1) % batch == 0 {
            let asked = std::time::Instant::now();
            told.hear(&live.settle());
            worst = worst.max(asked.elapsed());
            settled += 1;
            peak_held = peak_held.max(live.held());
        }
    }
    told.hear(&live.finish());
    let seconds = (support::processor() - begun).as_secs_f64();
    let mut more = String::new();
    if let Some(truth) = truth {
        for (pattern, _) in &searches {
            let ids = told.found.values().filter(|seen| seen.typology == *pattern);
            let ids = ids.map(|seen| seen.rows.iter().map(|row| row.id.to_string()).collect());
            let (planted, exact) = recall::of(&truth, pattern, ids)?;
            more += &format!(",\"{pattern}\":{{\"planted\":{planted},\"exact\":{exact}}}");
        }
    }
    if check {
        let streamed: BTreeSet<String> =
            told.found.values().map(|seen| line(&live, seen)).collect();
        let once = at_once(&payments, &options, &searches)?;
        more += &format!(",\"equal\":{}", streamed == once);
    }
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for seen in told.found.values() {
        *counts.entry(seen.typology).or_default() += 1;
    }
    let edges = payments.len();
    println!(
        "{{\"what\":\"streaming\",\"file\":\"{path}\",\"edges\":{edges},\"window\":{},\"batch\":{batch},\"shuffle\":{shuffle},\"processor_seconds\":{seconds:.2},\"edges_per_second\":{:.0},\"settled\":{settled},\"worst_settle_ms\":{:.1},\"peak_held\":{peak_held},\"peak_mib\":{},\"findings\":{counts:?},\"withdrawn\":{},\"capped\":{}{more}}}",
        options.window,
        edges as f64 / seconds,
        worst.as_secs_f64() * 1e3,
        support::peak_mib(),
        told.withdrawn,
        told.found.values().filter(|seen| seen.capped).count(),
    );
    Ok(())
}

/// The typologies that stream, of those wanted.
fn searches(wanted: &str) -> Vec<(&'static str, Streamed)> {
    typologies::all()
        .iter()
        .filter_map(|typology| Some((typology.name, Streamed::of(typology)?)))
        .filter(|(name, _)| wanted.is_empty() || wanted.split(',').any(|wanted| wanted == *name))
        .collect()
}

/// What was told and stands.
#[derive(Default)]
struct Told {
    found: BTreeMap<(&'static str, Vec<u32>), std::sync::Arc<Seen>>,
    withdrawn: u64,
}

impl Told {
    fn hear(&mut self, news: &News) {
        let key = |seen: &Seen| (seen.typology, seen.rows.iter().map(|row| row.row).collect());
        for seen in &news.withdrawn {
            self.withdrawn += 1;
            self.found.remove(&key(seen));
        }
        for seen in &news.found {
            self.found.insert(key(seen), seen.clone());
        }
    }
}

fn line(live: &Live, seen: &Seen) -> String {
    let ids: Vec<String> = seen.rows.iter().map(|row| row.id.to_string()).collect();
    let parties: Vec<&str> = seen
        .parties
        .iter()
        .map(|party| live.reference(*party))
        .collect();
    format!(
        "{} {ids:?} {parties:?} {:?} {}",
        seen.typology, seen.amount, seen.capped
    )
}

fn at_once(
    payments: &[Payment],
    options: &Options,
    searches: &[(&'static str, Streamed)],
) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut builder = NetworkBuilder::default();
    for payment in payments {
        let ends = (payment.from.to_string(), payment.to.to_string());
        let (time, id) = (payment.time.into(), payment.id.to_string());
        builder.movement(
            (&ends.0, &ends.1),
            time,
            payment.amount,
            MoveKind::Payment,
            &id,
        )?;
    }
    let network = builder.finish();
    let of = |finding: &Finding| line_of(&network, finding);
    let all = 0..network.flow().len();
    Ok(searches
        .iter()
        .flat_map(|(_, streamed)| (streamed.find_within)(&network, options, all.clone()).findings)
        .map(|finding| of(&finding))
        .collect())
}

fn line_of(network: &Network, finding: &Finding) -> String {
    let ids: Vec<String> = finding
        .moves()
        .map(|number| network.flow().id(number).to_string())
        .collect();
    let parties: Vec<&str> = finding
        .parties
        .iter()
        .map(|party| network.parties().reference(*party))
        .collect();
    format!(
        "{} {ids:?} {parties:?} {:?} {}",
        finding.typology, finding.amount, finding.capped
    )
}
