//! How fast ownership is answered: `cargo run --release -p kashf-trace --example owned -- [ENTITIES] [LINKS]`.
//!
//! The graph is that of our own probe (`own` in the prototypes' tracebench): owners and owned by chance, one entity in a
//! thousand listed, shares of one entity at most 100 % together. With `--unknown`, one share in ten is not known; with
//! `--ordered`, nobody holds a share of one that came before it, so that there are no circles.

#![expect(clippy::print_stdout, reason = "figures are its output")]

#[expect(dead_code, reason = "there are links here and no movements")]
mod support;

use kashf_trace::ownership::{Economic, Owned, Repeats, Rule, Stakes, Standing};
use kashf_trace::{LinkKind, Network, NetworkBuilder, Share};
use std::env;
use std::error::Error;
use std::time::Instant;

const DAY: i32 = 20_000;

fn network(
    (entities, links): (u32, u32),
    unknown: bool,
    ordered: bool,
) -> Result<Network, Box<dyn Error>> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut edges: Vec<(u32, u32, u16)> = Vec::with_capacity(links as usize);
    for _ in 0..links {
        let from = (next() % u64::from(entities)) as u32;
        let to = (next() % u64::from(entities)) as u32;
        let share =
            [500, 1_000, 2_000, 2_500, 3_000, 5_000, 5_100, 7_500, 10_000][(next() % 9) as usize];
        if from != to {
            let (from, to) = if ordered {
                (from.min(to), from.max(to))
            } else {
                (from, to)
            };
            edges.push((from, to, share));
        }
    }
    let mut total = vec![0_u32; entities as usize];
    for (_, to, share) in &edges {
        total[*to as usize] += u32::from(*share);
    }
    let mut builder = NetworkBuilder::default();
    for (number, (from, to, share)) in (0_u32..).zip(edges) {
        let total = total[to as usize].max(10_000);
        let share = Share::exactly((u32::from(share) * 10_000 / total) as u16);
        let share = if unknown && number % 10 == 0 {
            Share::UNKNOWN
        } else {
            share
        };
        let ends = (format!("{from:07}"), format!("{to:07}"));
        builder.link(
            (&ends.0, &ends.1),
            LinkKind::Ownership,
            share,
            (None, None),
            number,
        )?;
    }
    Ok(builder.finish())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = env::args().skip(1).collect();
    let unknown = arguments.iter().any(|argument| argument == "--unknown");
    let ordered = arguments.iter().any(|argument| argument == "--ordered");
    arguments.retain(|argument| !argument.starts_with("--"));
    let number = |at: usize, other: u32| arguments.get(at).map_or(Ok(other), |text| text.parse());
    let network = network(
        (number(0, 5_000_000)?, number(1, 10_000_000)?),
        unknown,
        ordered,
    )?;
    let parties = network.parties();
    let listed: Vec<u32> = (0..parties.len() as u32)
        .filter(|party| {
            let number = parties.reference(*party).parse::<u64>();
            number.is_ok_and(|number| number % 1_000 == 0)
        })
        .collect();
    let timed = |what: &str, count: usize, begun: Instant, before: std::time::Duration| {
        println!(
            "{{\"what\":\"{what}\",\"count\":{count},\"wall_ms\":{:.1},\"processor_ms\":{}}}",
            begun.elapsed().as_secs_f64() * 1_000.0,
            (support::processor() - before).as_millis()
        );
    };
    println!(
        "{{\"what\":\"network\",\"parties\":{},\"links\":{},\"listed\":{},\"peak_mib\":{}}}",
        parties.len(),
        network.links().len(),
        listed.len(),
        support::peak_mib()
    );
    let (begun, before) = (Instant::now(), support::processor());
    let stakes = Stakes::new(
        parties.len() as u32,
        network.links(),
        DAY,
        Repeats::Statements,
    );
    timed("stakes of a day", stakes.len(), begun, before);
    // The allocator gives back what the making of the network used when something is next freed: not the closure's cost.
    let (begun, before) = (Instant::now(), support::processor());
    drop(std::hint::black_box(vec![1_u8; 100 << 10]));
    drop(std::hint::black_box(vec![1_u8; 600 << 10]));
    timed("allocator", 0, begun, before);
    for name in Rule::names() {
        let rule = Rule::on(name, DAY).ok_or("a known rule")?;
        for _ in 0..5 {
            let (begun, before) = (Instant::now(), support::processor());
            let owned = Owned::find(&stakes, &listed, rule);
            timed(
                &format!("closure {name}"),
                owned.all().count(),
                begun,
                before,
            );
        }
        let owned = Owned::find(&stakes, &listed, rule);
        let standing = |standing| {
            let all = owned.all();
            all.filter(|(_, of_one)| *of_one == standing).count()
        };
        println!(
            "{{\"rule\":\"{name}\",\"owned\":{},\"possibly\":{}}}",
            standing(Standing::Owned),
            standing(Standing::Possibly)
        );
        let (begun, before) = (Instant::now(), support::processor());
        let (mut proofs, mut steps) = (0, 0);
        for (party, _) in owned.all().take(10_000) {
            let proof = owned.proof(&stakes, party).ok_or("a proof")?;
            proof.check(network.links(), |party| {
                listed.binary_search(&party).is_ok()
            })?;
            proofs += 1;
            steps += proof.steps.len();
        }
        timed(
            &format!("proofs {name}, checked, of {steps} steps"),
            proofs,
            begun,
            before,
        );
    }
    let (begun, before) = (Instant::now(), support::processor());
    let economic = Economic::of(&stakes, &listed);
    timed("economic", economic.all().count(), begun, before);
    let at_least = |least: u16| {
        economic
            .all()
            .filter(|(_, share)| share.least >= least)
            .count()
    };
    let open = economic
        .all()
        .filter(|(_, share)| share.least != share.most);
    println!(
        "{{\"what\":\"economic\",\"at_least_half\":{},\"at_least_quarter\":{},\"intervals\":{},\"peak_mib\":{}}}",
        at_least(5_000),
        at_least(2_500),
        open.count(),
        support::peak_mib()
    );
    Ok(())
}
