//! Figures of channels, chains, capacity and taint: `cargo run --release -p kashf-trace --example channels -- WHAT FILE.bin [ARGUMENTS]`,
//! where WHAT is `channels FILE.bin TRUTH.jsonl WINDOW PAIRS` `chains FILE.bin TRUTH.jsonl WINDOW [HUBS]`,
//! `capacity FILE.bin WINDOW PAIRS`, `taint FILE.bin DIRTY`,
//! `many FILE.bin WINDOW SOURCES TARGETS`, `reach FILE.bin WINDOW PARTIES` or `ibm HI-Small_Patterns.txt`.

#![expect(clippy::print_stdout, reason = "figures are its output")]

mod ibm;
#[path = "../support/mod.rs"]
mod support;

use kashf_trace::typologies::chain;
use kashf_trace::{Between, Finding, Hubs, Network, Options, Party, capacity, channels, taint};
use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::time::{Duration, Instant};

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
    let begun_all = support::processor();
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
    let mean = (support::processor() - begun_all).as_secs_f64() * 1e3 / asked.len() as f64;
    let mut all = times.concat();
    for times in times.iter_mut().chain([&mut all]) {
        times.sort_unstable();
    }
    println!(
        "{{\"what\":\"channels\",\"window\":{},\"pairs\":{},\"planted\":{half},\"planted_first\":{first},\"planted_among_10\":{among},\"connected\":{connected},\"findings\":{findings},\"capped\":{capped},\"mean_ms\":{mean:.2},\"p50_ms\":{:.2},\"p95_ms\":{:.2},\"worst_ms\":{:.2},\"planted_p95_ms\":{:.2},\"random_p95_ms\":{:.2}}}",
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

fn chains(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [path, truth, window, hubs @ ..] = arguments else {
        return Err("name FILE.bin TRUTH.jsonl WINDOW [HUBS]".into());
    };
    let network = support::read(path, usize::MAX)?;
    let options = Options {
        window: window.parse()?,
        hubs: match hubs.first() {
            Some(most) => Hubs::Around(most.parse()?),
            None => Hubs::Through,
        },
        threads: 1,
        ..Options::default()
    };
    let begun = support::processor();
    let found = chain::find(&network, &options)?;
    let seconds = (support::processor() - begun).as_secs_f64();
    let chains: Vec<Vec<u64>> = found
        .findings
        .iter()
        .map(|finding| ids(&network, finding))
        .collect();
    let known: BTreeSet<&[u64]> = chains.iter().map(Vec::as_slice).collect();
    let planted_chains = planted(truth, "chain", &network)?;
    let exact = planted_chains
        .iter()
        .filter(|chain| known.contains(chain.edges.as_slice()))
        .count();
    let of_chains: BTreeSet<u64> = planted_chains
        .iter()
        .flat_map(|chain| chain.edges.iter().copied())
        .collect();
    let text = fs_err::read_to_string(truth)?;
    let of_any: BTreeSet<u64> = text.lines().flat_map(|line| list(line, "edges")).collect();
    let with = |set: &BTreeSet<u64>, all: bool| {
        let holds = |chain: &&Vec<u64>| {
            let inside = chain.iter().filter(|edge| set.contains(edge)).count();
            if all {
                inside == chain.len()
            } else {
                inside > 0
            }
        };
        chains.iter().filter(holds).count()
    };
    println!(
        "{{\"what\":\"chains\",\"window\":{},\"movements\":{},\"findings\":{},\"planted\":{},\"planted_exact\":{exact},\"of_planted_chains\":{},\"of_planted_patterns\":{},\"without_planted_edge\":{},\"capped\":{},\"seconds\":{seconds:.2},\"movements_per_second\":{:.0}}}",
        options.window,
        network.flow().len(),
        chains.len(),
        planted_chains.len(),
        with(&of_chains, true),
        with(&of_any, true),
        chains.len() - with(&of_any, false),
        found.capped,
        f64::from(network.flow().len()) / seconds,
    );
    Ok(())
}

/// Parties spread over all, by their numbers.
fn spread(network: &Network, count: usize) -> Vec<Party> {
    let all = network.parties().len();
    (0..all)
        .step_by((all / count.max(1)).max(1))
        .map(|party| party as Party)
        .collect()
}

fn capacities(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [path, window, pairs] = arguments else {
        return Err("name FILE.bin WINDOW PAIRS".into());
    };
    let network = support::read(path, usize::MAX)?;
    let options = Options {
        window: window.parse()?,
        ..Options::default()
    };
    let pairs: usize = pairs.parse()?;
    let parties = spread(&network, pairs * 20);
    let (mut times, mut running, mut capped, mut moves, mut cut) = (Vec::new(), 0, 0, 0, 0);
    for ends in parties.chunks_exact(20).take(pairs) {
        let between = Between::new(&ends[..10], &ends[10..]);
        let begun = Instant::now();
        let found = capacity::find(&network, &between, None, &options)?;
        times.push(begun.elapsed());
        running += usize::from(found.amount.minor > 0);
        capped += usize::from(found.capped);
        moves += found.moves.len();
        cut += found.cut.len();
    }
    times.sort_unstable();
    println!(
        "{{\"what\":\"capacity\",\"window\":{},\"runs\":{},\"with_flow\":{running},\"capped\":{capped},\"movements\":{moves},\"cut_movements\":{cut},\"p50_wall_ms\":{:.2},\"p95_wall_ms\":{:.2}}}",
        options.window,
        times.len(),
        quantile(&times, 1, 2),
        quantile(&times, 19, 20),
    );
    Ok(())
}

fn taints(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [path, dirty] = arguments else {
        return Err("name FILE.bin DIRTY".into());
    };
    let network = support::read(path, usize::MAX)?;
    let dirty = spread(&network, dirty.parse()?);
    let edges = f64::from(network.flow().len());
    let begun = support::processor();
    let haircut = taint::haircut(&network, &dirty)?;
    let one = (support::processor() - begun).as_secs_f64();
    let begun = support::processor();
    let all = taint::find(&network, &dirty)?;
    let three = (support::processor() - begun).as_secs_f64();
    let sum = |of: fn(&taint::ByRule) -> i64| -> i128 {
        all.moves
            .iter()
            .map(|(_, rules)| i128::from(of(rules)))
            .sum()
    };
    println!(
        "{{\"what\":\"taint\",\"edges\":{edges},\"dirty\":{},\"haircut_moves\":{},\"haircut_edges_per_second\":{:.0},\"three_rules_edges_per_second\":{:.0},\"moved_haircut\":{},\"moved_fifo\":{},\"moved_poison\":{},\"peak_mib\":{}}}",
        dirty.len(),
        haircut.len(),
        edges / one,
        edges / three,
        sum(|it| it.haircut),
        sum(|it| it.fifo),
        sum(|it| it.poison),
        support::peak_mib(),
    );
    Ok(())
}

/// From many customers to many who are listed, once.
fn many(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [path, window, sources, targets] = arguments else {
        return Err("name FILE.bin WINDOW SOURCES TARGETS".into());
    };
    let network = support::read(path, usize::MAX)?;
    let options = Options {
        window: window.parse()?,
        ..Options::default()
    };
    let targets = spread(&network, targets.parse()?);
    let mut sources = spread(&network, sources.parse()?);
    sources.retain(|party| targets.binary_search(party).is_err());
    let begun = Instant::now();
    let found = channels::find(&network, &Between::new(&sources, &targets), 10, &options)?;
    println!(
        "{{\"what\":\"many\",\"window\":{},\"sources\":{},\"targets\":{},\"findings\":{},\"capped\":{},\"wall_ms\":{:.1}}}",
        options.window,
        sources.len(),
        targets.len(),
        found.findings.len(),
        found.capped,
        begun.elapsed().as_secs_f64() * 1e3,
    );
    Ok(())
}

/// Everyone who reaches a party, for parties spread over all.
fn reached(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [path, window, parties] = arguments else {
        return Err("name FILE.bin WINDOW PARTIES".into());
    };
    let network = support::read(path, usize::MAX)?;
    let options = Options {
        window: window.parse()?,
        ..Options::default()
    };
    let (mut times, mut findings, mut capped) = (Vec::new(), 0, 0);
    for party in spread(&network, parties.parse()?) {
        let begun = Instant::now();
        let found = channels::reach(&network, &Between::new(&[], &[party]), &options)?;
        times.push(begun.elapsed());
        findings += found.findings.len();
        capped += usize::from(found.capped);
    }
    times.sort_unstable();
    println!(
        "{{\"what\":\"reach\",\"window\":{},\"parties\":{},\"findings\":{findings},\"capped\":{capped},\"p50_wall_ms\":{:.2},\"p95_wall_ms\":{:.2}}}",
        options.window,
        times.len(),
        quantile(&times, 1, 2),
        quantile(&times, 19, 20),
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (what, rest) = arguments.split_first().ok_or("say what to measure")?;
    match what.as_str() {
        "channels" => channels_between(rest),
        "chains" => chains(rest),
        "capacity" => capacities(rest),
        "taint" => taints(rest),
        "many" => many(rest),
        "reach" => reached(rest),
        "ibm" => ibm::ibm(rest),
        _ => Err("see the first lines of this file".into()),
    }
}
