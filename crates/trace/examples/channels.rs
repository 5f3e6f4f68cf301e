//! Figures of channels, chains, capacity and taint: `cargo run --release -p kashf-trace --example channels -- WHAT FILE.bin [ARGUMENTS]`,
//! where WHAT is `channels FILE.bin TRUTH.jsonl WINDOW PAIRS`.

#![expect(clippy::print_stdout, reason = "figures are its output")]

mod support;

use kashf_trace::{Between, Finding, Network, Options, Party, channels};
use std::env;
use std::error::Error;
use std::time::Duration;

/// A planted pattern: its edges and accounts, in order.
struct Planted {
    edges: Vec<u64>,
    accounts: Vec<Party>,
}

/// The numbers in the brackets after a key of one line of JSON as the generator writes it.
fn list(line: &str, key: &str) -> Vec<u64> {
    let start = format!("\"{key}\": [");
    let rest = line.split(&start).nth(1).unwrap_or_default();
    let inner = rest.split(']').next().unwrap_or_default();
    inner
        .split(", ")
        .filter_map(|number| number.parse().ok())
        .collect()
}

fn planted(path: &str, pattern: &str, network: &Network) -> Result<Vec<Planted>, Box<dyn Error>> {
    let text = fs_err::read_to_string(path)?;
    let sign = format!("\"pattern\": \"{pattern}\"");
    let of = |line: &str| Planted {
        edges: list(line, "edges"),
        accounts: list(line, "accounts")
            .iter()
            .filter_map(|account| network.parties().find(&account.to_string()))
            .collect(),
    };
    Ok(text
        .lines()
        .filter(|line| line.contains(&sign))
        .map(of)
        .collect())
}

fn ids(network: &Network, finding: &Finding) -> Vec<u64> {
    finding
        .moves()
        .filter_map(|number| network.flow().id(number).to_string().parse().ok())
        .collect()
}

/// The share `numerator / denominator` of sorted times.
fn quantile(sorted: &[Duration], numerator: usize, denominator: usize) -> f64 {
    let at = (sorted.len() * numerator / denominator).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, Duration::as_secs_f64) * 1e3
}

/// Processor time of this thread, in nanoseconds of the scheduler.
fn thread_time() -> Duration {
    let stat = fs_err::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = stat
        .split_whitespace()
        .next()
        .and_then(|first| first.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

fn channels_between(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [path, truth, window, pairs] = arguments else {
        return Err("name FILE.bin TRUTH.jsonl WINDOW PAIRS".into());
    };
    let network = support::read(path, usize::MAX)?;
    let options = Options {
        window: window.parse()?,
        ..Options::default()
    };
    let chains = planted(truth, "chain", &network)?;
    let pairs: usize = pairs.parse()?;
    let half = pairs / 2;
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % network.parties().len() as u64) as Party
    };
    let every = (chains.len() / half.max(1)).max(1);
    let mut asked: Vec<(Party, Party, Option<&Planted>)> = chains
        .iter()
        .step_by(every)
        .take(half)
        .map(|chain| {
            (
                chain.accounts[0],
                chain.accounts[chain.accounts.len() - 1],
                Some(chain),
            )
        })
        .collect();
    asked.extend((0..half).map(|_| (random(), random(), None)));
    let mut times = [Vec::new(), Vec::new()];
    let (mut first, mut among, mut capped, mut connected, mut findings) = (0, 0, 0, 0, 0);
    for (from, to, chain) in &asked {
        let between = Between::new(&[*from], &[*to]);
        let begun = thread_time();
        let found = channels::find(&network, &between, 10, &options)?;
        times[usize::from(chain.is_none())].push(thread_time() - begun);
        capped += usize::from(found.capped);
        connected += usize::from(!found.findings.is_empty());
        findings += found.findings.len();
        if let Some(chain) = chain {
            let rank = found
                .findings
                .iter()
                .position(|finding| ids(&network, finding) == chain.edges);
            first += usize::from(rank == Some(0));
            among += usize::from(rank.is_some());
            if rank.is_none() && env::var("SHOW").is_ok() {
                println!(
                    "missed {:?} found {:?}",
                    chain.edges,
                    found.findings.first()
                );
            }
        }
    }
    let mut all = times.concat();
    for times in times.iter_mut().chain([&mut all]) {
        times.sort_unstable();
    }
    println!(
        "{{\"what\":\"channels\",\"window\":{},\"pairs\":{},\"planted\":{half},\"planted_first\":{first},\"planted_among_10\":{among},\"connected\":{connected},\"findings\":{findings},\"capped\":{capped},\"p50_ms\":{:.2},\"p95_ms\":{:.2},\"worst_ms\":{:.2},\"planted_p95_ms\":{:.2},\"random_p95_ms\":{:.2}}}",
        options.window,
        asked.len(),
        quantile(&all, 1, 2),
        quantile(&all, 19, 20),
        quantile(&all, 1, 1),
        quantile(&times[0], 19, 20),
        quantile(&times[1], 19, 20),
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (what, rest) = arguments.split_first().ok_or("say what to measure")?;
    match what.as_str() {
        "channels" => channels_between(rest),
        _ => Err("measures `channels`".into()),
    }
}
