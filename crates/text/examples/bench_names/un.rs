//! The UN list: Arabic original names against Latin primary names.

use kashf_text::{
    DEFAULT_SIMILARITY_THRESHOLD, NameKind, PreparedName, Script, compare, prepare, script_of,
};

/// Latin primary name and Arabic original names of each individual, by plain scanning.
pub(crate) fn individuals(xml: &str) -> Vec<(String, Vec<String>)> {
    let value = |block: &str, tag: &str| -> String {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let text = block
            .split_once(&open)
            .and_then(|(_, rest)| rest.split_once(&close))
            .map_or("", |(value, _)| value);
        text.replace("&amp;", "&")
            .replace("&apos;", "'")
            .replace("&quot;", "\"")
    };
    let mut out = Vec::new();
    for block in xml.split("<INDIVIDUAL>").skip(1) {
        let block = block.split("</INDIVIDUAL>").next().unwrap_or("");
        let parts: Vec<String> = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"]
            .iter()
            .map(|tag| value(block, tag).trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect();
        let original = value(block, "NAME_ORIGINAL_SCRIPT");
        let mut originals = Vec::new();
        if script_of(&original) == Some(Script::Arabic) {
            originals.push(original.trim().to_owned());
        }
        out.push((parts.join(" "), originals));
    }
    out
}

pub(crate) fn similarity(a: &PreparedName, b: &PreparedName) -> u16 {
    compare(&a.token_refs(), &b.token_refs(), NameKind::Person).similarity
}

pub(crate) fn united_nations(xml: &str, errors: bool) {
    let people = individuals(xml);
    let latin: Vec<PreparedName> = people
        .iter()
        .map(|(name, _)| prepare(name, NameKind::Person))
        .collect();
    let mut positives = Vec::new();
    let mut false_scores: Vec<(u16, usize, usize)> = Vec::new();
    let (mut first, mut tenth, mut queries) = (0_u32, 0_u32, 0_u32);
    for (index, (_, originals)) in people.iter().enumerate() {
        let Some(original) = originals.first() else {
            continue;
        };
        queries += 1;
        let query = prepare(original, NameKind::Person);
        let own = similarity(&query, &latin[index]);
        positives.push((own, index));
        let mut better = 0;
        for (other, candidate) in latin.iter().enumerate() {
            if other == index {
                continue;
            }
            let score = similarity(&query, candidate);
            better += usize::from(score >= own);
            if score >= 600 {
                false_scores.push((score, index, other));
            }
        }
        first += u32::from(better == 0);
        tenth += u32::from(better < 10);
        if errors && (own < DEFAULT_SIMILARITY_THRESHOLD || better > 0) {
            println!(
                "{own:5} better {better:3} | {original} | {}",
                people[index].0
            );
        }
    }
    false_scores.sort_unstable_by(|a, b| b.cmp(a));
    println!(
        "UN Arabic -> Latin: {queries} queries among {} persons",
        people.len()
    );
    println!(
        "  R@1 {:.3} R@10 {:.3}",
        f64::from(first) / f64::from(queries),
        f64::from(tenth) / f64::from(queries)
    );
    for rate in [0.01, 0.1, 1.0] {
        let allowed = (f64::from(queries) * rate) as usize;
        let threshold = false_scores.get(allowed).map_or(600, |s| s.0 + 1);
        let accepted = positives.iter().filter(|p| p.0 >= threshold).count();
        println!(
            "  false <= {rate}/query: threshold {threshold}, accepted {:.3}",
            accepted as f64 / f64::from(queries)
        );
    }
    let t = DEFAULT_SIMILARITY_THRESHOLD;
    println!(
        "  default {t}: accepted {:.3}, false {:.4}/query",
        positives.iter().filter(|p| p.0 >= t).count() as f64 / f64::from(queries),
        false_scores.iter().filter(|s| s.0 >= t).count() as f64 / f64::from(queries)
    );
    let alone = latin
        .iter()
        .filter(|name| similarity(name, name) != 1000)
        .count();
    println!("  names that do not find themselves: {alone}");
    let mut list = Vec::new();
    for (i, a) in latin.iter().enumerate() {
        for (j, b) in latin.iter().enumerate().skip(i + 1) {
            let score = similarity(a, b);
            if score >= 700 {
                list.push((score, i, j));
            }
        }
    }
    list.sort_unstable_by(|a, b| b.cmp(a));
    for t in [700, 750, 800, DEFAULT_SIMILARITY_THRESHOLD, 850, 900] {
        let hits = list.iter().filter(|s| s.0 >= t).count() * 2;
        println!(
            "  Latin names against each other: at {t} {:.4} false/query",
            hits as f64 / people.len() as f64
        );
    }
    if errors {
        println!("-- highest false, Arabic to Latin");
        for (score, a, b) in false_scores.iter().take(40) {
            println!(
                "{score:5} {} ({}) | {}",
                people[*a].1[0], people[*a].0, people[*b].0
            );
        }
        println!("-- highest false, Latin to Latin");
        for (score, a, b) in list.iter().take(60) {
            println!("{score:5} {} | {}", people[*a].0, people[*b].0);
        }
    }
}
