//! Time of processor per token pair, name pair and preparation.

use std::time::Instant;

use kashf_text::{NameKind, PreparedName, compare, compare_names, prepare, token_similarity};

use crate::un::individuals;

/// Time this thread has had on a processor, in nanoseconds: the machine is shared.
fn cpu() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

fn timed(what: &str, count: usize, work: impl FnOnce() -> u64) {
    let (wall, start) = (Instant::now(), cpu());
    let sum = work();
    let spent = match cpu() - start {
        0 => wall.elapsed().as_nanos() as u64,
        spent => spent,
    };
    println!(
        "speed: {what}: {:.0} ns each, {:.0}/s of CPU time ({sum})",
        spent as f64 / count as f64,
        count as f64 * 1e9 / spent as f64
    );
}

pub(crate) fn speed(xml: &str) {
    let people = individuals(xml);
    let latin: Vec<PreparedName> = people
        .iter()
        .map(|(n, _)| prepare(n, NameKind::Person))
        .collect();
    let arabic: Vec<PreparedName> = people
        .iter()
        .flat_map(|(_, o)| o.first())
        .map(|n| prepare(n, NameKind::Person))
        .collect();
    let a: Vec<_> = arabic.iter().map(PreparedName::token_refs).collect();
    let l: Vec<_> = latin.iter().map(PreparedName::token_refs).collect();
    for (what, x, y) in [("Arabic/Latin", &a, &l), ("Latin/Latin", &l, &l)] {
        timed(&format!("prepared names {what}"), x.len() * y.len(), || {
            let mut sum = 0;
            for x in x {
                for y in y {
                    sum += u64::from(compare(x, y, NameKind::Person).similarity);
                }
            }
            sum
        });
        let x: Vec<_> = x.iter().flatten().collect();
        let y: Vec<_> = y.iter().flatten().step_by(5).collect();
        timed(&format!("tokens {what}"), x.len() * y.len(), || {
            let mut sum = 0;
            for x in &x {
                for y in &y {
                    sum += u64::from(token_similarity(x.token, y.token).thousandths);
                }
            }
            sum
        });
    }
    timed("prepare", people.len(), || {
        people
            .iter()
            .map(|(n, _)| prepare(n, NameKind::Person).tokens.len() as u64)
            .sum()
    });
    timed("raw names Latin/Latin", people.len() * 20, || {
        let mut sum = 0;
        for (index, (name, _)) in people.iter().enumerate() {
            for step in 0..20 {
                let other = &people[(index + step) % people.len()].0;
                sum += u64::from(compare_names(name, other, NameKind::Person).similarity);
            }
        }
        sum
    });
    let long = "Muhammad ".repeat(60);
    let hostile: String = ('a'..='z')
        .cycle()
        .enumerate()
        .flat_map(|(i, c)| [c, if i % 2 == 0 { ' ' } else { 'a' }])
        .take(512)
        .collect();
    for (x, y) in [(&long, &long), (&hostile, &long), (&hostile, &hostile)] {
        timed("512 characters raw", 1, || {
            u64::from(compare_names(x, y, NameKind::Person).similarity)
        });
    }
}
