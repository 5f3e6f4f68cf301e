//! Full names of the romanizer: across scripts, and Latin variant to Latin variant.

use std::collections::{BTreeMap, BTreeSet};

use kashf_text::{DEFAULT_SIMILARITY_THRESHOLD, NameKind, PreparedName, prepare};

use crate::un::similarity;

pub(crate) fn full_names(text: &str, errors: bool) {
    let mut pairs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() > 1 && cells[0].contains(' ') && cells[1].contains(' ') {
            pairs.entry(cells[0]).or_default().insert(cells[1]);
        }
    }
    let mut latin = Vec::new();
    for (key, (_, names)) in pairs.iter().enumerate() {
        for name in names {
            latin.push((key, prepare(name, NameKind::Person), *name));
        }
        if latin.len() >= 20_000 {
            break;
        }
    }
    let keys: Vec<&str> = pairs.keys().copied().collect();
    let last = latin.last().map_or(0, |l| l.0);
    let step = (last / 400).max(1);
    let (mut first, mut tenth, mut count) = (0, 0, 0);
    for key in (0..=last).step_by(step) {
        let query = prepare(keys[key], NameKind::Person);
        let scores: Vec<u16> = latin.iter().map(|l| similarity(&query, &l.1)).collect();
        let own = latin
            .iter()
            .zip(&scores)
            .filter(|(l, _)| l.0 == key)
            .map(|(_, s)| *s)
            .max()
            .unwrap_or(0);
        let better: BTreeSet<usize> = latin
            .iter()
            .zip(&scores)
            .filter(|(l, s)| l.0 != key && **s >= own)
            .map(|(l, _)| l.0)
            .collect();
        count += 1;
        first += u32::from(better.is_empty());
        tenth += u32::from(better.len() < 10);
        if errors && !better.is_empty() {
            let rival = better
                .iter()
                .next()
                .and_then(|k| latin.iter().find(|l| l.0 == *k));
            println!(
                "{own:5} {:3} | {} | {:?} | {:?}",
                better.len(),
                keys[key],
                pairs[keys[key]],
                rival.map(|r| r.2)
            );
        }
    }
    println!(
        "full names (dev half): Arabic -> Latin among {} names, {count} queries: R@1 {:.3} R@10 {:.3}",
        latin.len(),
        f64::from(first) / f64::from(count),
        f64::from(tenth) / f64::from(count)
    );
}

pub(crate) fn variants(text: &str) {
    let mut pairs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() > 1 && cells[0].contains(' ') && cells[1].contains(' ') {
            pairs.entry(cells[0]).or_default().insert(cells[1]);
        }
    }
    let groups: Vec<Vec<&str>> = pairs
        .values()
        .map(|v| v.iter().copied().collect())
        .collect();
    let latin: Vec<(usize, PreparedName)> = groups
        .iter()
        .enumerate()
        .filter(|(i, _)| i % 2 == 0)
        .map(|(i, names)| (i, prepare(names[0], NameKind::Person)))
        .take(20_000)
        .collect();
    let several: Vec<usize> = (0..groups.len())
        .filter(|i| i % 2 == 0 && groups[*i].len() > 1)
        .collect();
    let step = (several.len() / 400).max(1);
    let (mut first, mut tenth, mut count, mut accepted) = (0, 0, 0, 0);
    let mut false_hits = 0;
    for &group in several.iter().step_by(step) {
        let query = prepare(groups[group][1], NameKind::Person);
        let mut own = 0;
        let mut scores = Vec::with_capacity(latin.len());
        for (other, name) in &latin {
            let score = similarity(&query, name);
            if *other == group {
                own = score;
            } else {
                scores.push(score);
            }
        }
        let better = scores.iter().filter(|s| **s >= own).count();
        false_hits += scores
            .iter()
            .filter(|s| **s >= DEFAULT_SIMILARITY_THRESHOLD)
            .count();
        accepted += u32::from(own >= DEFAULT_SIMILARITY_THRESHOLD);
        count += 1;
        first += u32::from(better == 0);
        tenth += u32::from(better < 10);
    }
    println!(
        "Latin variant -> Latin variant among {} names, {count} queries: R@1 {:.3} R@10 {:.3}; default: accepted {:.3}, others {:.3}/query",
        latin.len(),
        f64::from(first) / f64::from(count),
        f64::from(tenth) / f64::from(count),
        f64::from(accepted) / f64::from(count),
        false_hits as f64 / f64::from(count)
    );
}
