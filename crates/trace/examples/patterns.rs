//! Speed and recall of the typologies on labelled graphs, a JSON line a typology:
//! `cargo run --release -p kashf-trace --example patterns -- FILE.bin [--window SECONDS] [--width N] [--only A,B] [--threads N]`.
//!
//! Beside `FILE.bin` stands `FILE.truth.jsonl` (a line a planted pattern: `pattern`, `edges`). A planted pattern is *exact*
//! when a finding of its class has its very edges, *contained* when one holds them all, *near* when one shares at least nine
//! tenths of both; *quiet* when its hub has no other payment that could fall into its window, and these must be exact. A
//! finding is *unplanted* when fewer than half of its payments belong to any one planted pattern.

#![expect(clippy::print_stdout, reason = "figures are its output")]

mod support;

use kashf_trace::{Found, Id, MoveNo, Network, Options, Party, typologies};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::env;
use std::error::Error;

struct Planted {
    class: String,
    edges: FxHashSet<u64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let path = arguments.next().ok_or("name a file of the generator")?;
    let (mut options, mut only, mut repeat) = (Options::default(), String::new(), 1);
    options.threads = 1;
    while let (Some(flag), Some(value)) = (arguments.next(), arguments.next()) {
        match flag.as_str() {
            "--window" => options.window = value.parse()?,
            "--width" => options.min_width = value.parse()?,
            "--threads" => options.threads = value.parse()?,
            "--repeat" => repeat = value.parse()?,
            "--only" => only = value,
            _ => return Err(format!("unknown `{flag}`").into()),
        }
    }
    let network = support::read(&path, usize::MAX)?;
    let planted = truth(&path.replace(".bin", ".truth.jsonl"))?;
    for typology in typologies::all() {
        if !only.is_empty() && !only.split(',').any(|name| name == typology.name) {
            continue;
        }
        let before = support::processor();
        let mut found = Found::default();
        for _ in 0..repeat {
            found = (typology.find)(&network, &options)?;
        }
        let seconds = (support::processor() - before).as_secs_f64() / f64::from(repeat);
        let edges = network.flow().len();
        println!(
            "{{\"typology\":\"{}\",\"edges\":{edges},\"window\":{},\"width\":{},\"processor_seconds\":{seconds:.3},\"edges_per_second\":{:.0},\"findings\":{},\"capped\":{},\"moves\":{},{}}}",
            typology.name,
            options.window,
            options.min_width,
            f64::from(edges) / seconds.max(0.005),
            found.findings.len(),
            found.capped,
            found
                .findings
                .iter()
                .map(|finding| finding.hops.len())
                .sum::<usize>(),
            recall(&network, options.window, typology.name, &found, &planted),
        );
    }
    println!(
        "{{\"what\":\"memory\",\"peak_mib\":{}}}",
        support::peak_mib()
    );
    Ok(())
}

/// Reads what was planted. The lines have one form, written by our own generator.
fn truth(path: &str) -> Result<Vec<Planted>, Box<dyn Error>> {
    let mut planted = Vec::new();
    for line in fs_err::read_to_string(path).unwrap_or_default().lines() {
        let after = |key: &str| line.split_once(key).map(|(_, rest)| rest);
        let class = after("\"pattern\": \"").and_then(|rest| rest.split('"').next());
        let edges = after("\"edges\": [").and_then(|rest| rest.split(']').next());
        let (class, edges) = class
            .zip(edges)
            .ok_or("a line of truth without class or edges")?;
        let edges: Vec<u64> = edges
            .split(',')
            .map(|edge| edge.trim().parse())
            .collect::<Result<_, _>>()?;
        if class == "chain" {
            // Whoever stands in a chain passes through.
            planted.extend(edges.windows(2).map(|pair| Planted {
                class: "pass-through".to_owned(),
                edges: pair.iter().copied().collect(),
            }));
        }
        planted.push(Planted {
            class: class.to_owned(),
            edges: edges.into_iter().collect(),
        });
    }
    Ok(planted)
}

/// How a planted pattern of the class was met.
#[derive(Default)]
struct Met {
    exact: bool,
    /// Movements of the smallest finding that holds it whole.
    within: Option<usize>,
    near: bool,
}

/// Whether the planted pattern's hub gave and received nothing else so near that a window with all of it could hold it.
fn is_quiet(
    network: &Network,
    window: u32,
    numbers: &FxHashMap<u64, MoveNo>,
    planted: &Planted,
) -> bool {
    let flow = network.flow();
    let mut own: Vec<MoveNo> = planted
        .edges
        .iter()
        .filter_map(|id| numbers.get(id).copied())
        .collect();
    own.sort_unstable();
    let (Some(first), Some(last)) = (own.first(), own.last()) else {
        return false;
    };
    let mut ends: BTreeMap<Party, usize> = BTreeMap::new();
    for party in own
        .iter()
        .flat_map(|number| [flow.from(*number), flow.to(*number)])
    {
        *ends.entry(party).or_default() += 1;
    }
    let hub = ends.into_iter().max_by_key(|(_, count)| *count);
    let within = flow.window_start(*last, window)..flow.window_end(*first, window);
    hub.is_some_and(|(hub, _)| {
        let arriving = flow.arriving_within(hub, within.clone()).iter();
        let mut near = arriving.chain(flow.leaving_within(hub, within.clone()));
        near.all(|step| own.binary_search(&step.number).is_ok())
    })
}

fn recall(
    network: &Network,
    window: u32,
    class: &str,
    found: &Found,
    planted: &[Planted],
) -> String {
    let mut of_edge: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, one) in planted.iter().enumerate() {
        for edge in &one.edges {
            of_edge.entry(*edge).or_default().push(at);
        }
    }
    let mut best: BTreeMap<usize, Met> = BTreeMap::new();
    let mut unplanted = 0;
    for finding in &found.findings {
        let ids: Vec<u64> = finding
            .moves()
            .filter_map(|number| match network.flow().id(number) {
                Id::Number(id) => Some(id),
                Id::Text(_) => None,
            })
            .collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for id in &ids {
            for at in of_edge.get(id).into_iter().flatten() {
                *shared.entry(*at).or_default() += 1;
            }
        }
        unplanted += usize::from(shared.values().all(|shared| shared * 2 < ids.len()));
        for (at, shared) in shared {
            let edges = planted[at].edges.len();
            if planted[at].class != class {
                continue;
            }
            let best = best.entry(at).or_default();
            best.exact |= shared == edges && shared == ids.len();
            if shared == edges {
                best.within = Some(best.within.map_or(ids.len(), |least| least.min(ids.len())));
            }
            best.near |= shared * 10 >= edges * 9 && shared * 10 >= ids.len() * 9;
        }
    }
    let of_class: Vec<usize> = (0..planted.len())
        .filter(|at| planted[*at].class == class)
        .collect();
    let contained: Vec<(usize, usize)> = of_class
        .iter()
        .filter_map(|at| Some((planted[*at].edges.len(), best.get(at)?.within?)))
        .collect();
    let count = |pick: fn(&Met) -> bool| {
        of_class
            .iter()
            .filter(|at| best.get(at).is_some_and(pick))
            .count()
    };
    let numbers: FxHashMap<u64, MoveNo> = (0..network.flow().len())
        .filter_map(|number| match network.flow().id(number) {
            Id::Number(id) => Some((id, number)),
            Id::Text(_) => None,
        })
        .collect();
    let quiet: Vec<usize> = of_class
        .iter()
        .copied()
        .filter(|at| is_quiet(network, window, &numbers, &planted[*at]))
        .collect();
    let quiet_exact = quiet
        .iter()
        .filter(|at| best.get(at).is_some_and(|best| best.exact))
        .count();
    let missed: Vec<String> = of_class
        .iter()
        .filter(|at| best.get(at).is_none_or(|best| best.within.is_none()))
        .take(12)
        .map(|at| format!("[{},{}]", at, planted[*at].edges.len()))
        .collect();
    let (edges, held) = contained
        .iter()
        .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    format!(
        "\"planted\":{},\"exact\":{},\"quiet\":{},\"quiet_exact\":{quiet_exact},\"contained\":{},\"near\":{},\"held_over_planted\":{:.3},\"unplanted\":{unplanted},\"unplanted_per_1000\":{:.2},\"missed\":[{}]",
        of_class.len(),
        count(|best| best.exact),
        quiet.len(),
        contained.len(),
        count(|best| best.near),
        f64::from(u32::try_from(held).unwrap_or(0))
            / f64::from(u32::try_from(edges.max(1)).unwrap_or(1)),
        f64::from(u32::try_from(unplanted).unwrap_or(0)) * 1000.0
            / f64::from(network.flow().len().max(1)),
        missed.join(","),
    )
}
