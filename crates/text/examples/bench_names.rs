//! Measures the comparison of names on the real data in `../shared`; prints figures, writes nothing.
//!
//! `cargo run --release -p kashf-text --example bench_names -- [bench|pairs|un|full|variants|keys|speed]... [--errors]`

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::PathBuf;
use std::time::Instant;

use kashf_text::{
    DEFAULT_SIMILARITY_THRESHOLD, NameKind, PreparedName, Script, block_keys, compare,
    compare_names, prepare, script_of, token_similarity,
};

fn shared() -> Option<PathBuf> {
    let path = std::env::var_os("KASHF_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    path.is_dir().then_some(path)
}

fn read(path: PathBuf) -> String {
    let file = std::fs::File::open(&path).expect("data file exists");
    let mut text = String::new();
    if path.extension().is_some_and(|e| e == "gz") {
        let mut decoder = flate2::read::MultiGzDecoder::new(file);
        decoder.read_to_string(&mut text).expect("gzip of UTF-8");
    } else {
        { file }.read_to_string(&mut text).expect("UTF-8");
    }
    text
}

fn main() {
    let Some(shared) = shared() else {
        println!("SKIPPED: ../shared is absent");
        return;
    };
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let errors = arguments.iter().any(|a| a == "--errors");
    let wants = |name: &str| {
        arguments.iter().all(|a| a.starts_with("--")) || arguments.iter().any(|a| a == name)
    };
    let names = shared.join("data/names");
    if wants("bench") {
        name_bench(
            &read(names.join("nomenklatura_name_bench_cases.csv")),
            errors,
        );
    }
    if wants("pairs") {
        confusable(&read(names.join("name_pairs.tsv")), errors);
    }
    let un = read(shared.join("data/sanctions/un/UN_consolidated.2026-02-27.xml.gz"));
    if wants("un") {
        united_nations(&un, errors);
    }
    if wants("full") {
        full_names(&read(names.join("romanizer_full_names.tsv.gz")), errors);
    }
    if wants("variants") {
        variants(&read(names.join("romanizer_full_names.tsv.gz")));
    }
    if wants("keys") {
        keys(&un, &read(names.join("romanizer_units.tsv.gz")), errors);
    }
    if wants("speed") {
        speed(&un);
    }
}

fn kind_of(schema: &str) -> NameKind {
    match schema {
        "Person" => NameKind::Person,
        "Company" | "Organization" => NameKind::Organization,
        "Vessel" => NameKind::Vessel,
        _ => NameKind::Unknown,
    }
}

struct Tally {
    tp: u32,
    fp: u32,
    fne: u32,
}

impl Tally {
    fn at(scored: &[(u16, bool)], threshold: u16) -> Self {
        let mut tally = Self {
            tp: 0,
            fp: 0,
            fne: 0,
        };
        for &(score, label) in scored {
            match (score >= threshold, label) {
                (true, true) => tally.tp += 1,
                (true, false) => tally.fp += 1,
                (false, true) => tally.fne += 1,
                (false, false) => {}
            }
        }
        tally
    }
    fn f1(&self) -> f64 {
        f64::from(2 * self.tp) / f64::from((2 * self.tp + self.fp + self.fne).max(1))
    }
    fn show(&self) -> String {
        format!(
            "F1 {:.3} P {:.3} R {:.3} (tp {} fp {} fn {})",
            self.f1(),
            f64::from(self.tp) / f64::from((self.tp + self.fp).max(1)),
            f64::from(self.tp) / f64::from((self.tp + self.fne).max(1)),
            self.tp,
            self.fp,
            self.fne
        )
    }
}

fn name_bench(text: &str, errors: bool) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut scored = Vec::new();
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.expect("csv row");
        let kind = kind_of(&row[1]);
        let similarity = compare_names(&row[2], &row[3], kind).similarity;
        scored.push((similarity, &row[4] == "true"));
        rows.push((
            row[0].to_owned(),
            row[1].to_owned(),
            row[2].to_owned(),
            row[3].to_owned(),
            row[5].to_owned(),
        ));
    }
    let best = (0..=1000).max_by(|&a, &b| {
        Tally::at(&scored, a)
            .f1()
            .total_cmp(&Tally::at(&scored, b).f1())
    });
    let best = best.unwrap_or(0);
    println!("name_bench: {} pairs", scored.len());
    println!("  best at {best}: {}", Tally::at(&scored, best).show());
    for t in [700, 750, 780, 800, 820, 840, 860, 880, 900] {
        println!("  at {t}: {}", Tally::at(&scored, t).show());
    }
    let t = DEFAULT_SIMILARITY_THRESHOLD;
    println!("  default {t}: {}", Tally::at(&scored, t).show());
    let mut groups: BTreeMap<String, Vec<(u16, bool)>> = BTreeMap::new();
    for (row, &score) in rows.iter().zip(&scored) {
        groups.entry(row.0.clone()).or_default().push(score);
        groups
            .entry(format!("schema {}", row.1))
            .or_default()
            .push(score);
        groups
            .entry(format!("quality {}", row.4))
            .or_default()
            .push(score);
    }
    for (group, scored) in groups {
        println!(
            "    {group:24} n{:4} {}",
            scored.len(),
            Tally::at(&scored, t).show()
        );
    }
    let ones = scored.iter().filter(|s| s.0 == 1000).count();
    println!("  exactly 1000: {ones}");
    if errors {
        let mut list: Vec<_> = rows
            .iter()
            .zip(&scored)
            .filter(|(_, s)| (s.0 >= t) != s.1)
            .collect();
        list.sort_by_key(|(_, s)| (s.1, std::cmp::Reverse(s.0)));
        for (row, (score, label)) in list {
            println!(
                "{score:5} {label:5} {:12} {:8} {:6} | {} | {}",
                row.0, row.1, row.4, row.2, row.3
            );
        }
    }
}

fn auc(scored: &[(u16, bool)]) -> f64 {
    let (mut wins, mut all) = (0.0, 0.0);
    for a in scored.iter().filter(|s| s.1) {
        for b in scored.iter().filter(|s| !s.1) {
            all += 1.0;
            wins += match a.0.cmp(&b.0) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    wins / all
}

/// Recall at the lowest threshold that lets at most `allowed` false ones through.
fn recall_at(scored: &[(u16, bool)], allowed: usize) -> (f64, u16) {
    let mut negatives: Vec<u16> = scored.iter().filter(|s| !s.1).map(|s| s.0).collect();
    negatives.sort_unstable_by(|a, b| b.cmp(a));
    let threshold = negatives.get(allowed).map_or(0, |t| t + 1);
    let positives = scored.iter().filter(|s| s.1).count();
    let hits = scored.iter().filter(|s| s.1 && s.0 >= threshold).count();
    (hits as f64 / positives as f64, threshold)
}

fn confusable(text: &str, errors: bool) {
    let mut scored = Vec::new();
    let mut rows = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 4 {
            continue;
        }
        let score = compare_names(cells[2], cells[3], NameKind::Person).similarity;
        scored.push((score, cells[1] == "match"));
        rows.push(line);
    }
    let negatives = scored.iter().filter(|s| !s.1).count();
    let (recall, at) = recall_at(&scored, negatives / 20);
    println!(
        "confusable pairs: {} ({negatives} no) AUC {:.3}; recall at 5 % false {recall:.3} (threshold {at})",
        scored.len(),
        auc(&scored)
    );
    if errors {
        for (row, (score, label)) in rows.iter().zip(&scored) {
            if (*label && *score < 850) || (!label && *score >= 650) {
                println!("{score:5} {row}");
            }
        }
    }
}

/// Latin primary name and Arabic original names of each individual, by plain scanning.
fn individuals(xml: &str) -> Vec<(String, Vec<String>)> {
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

fn similarity(a: &PreparedName, b: &PreparedName) -> u16 {
    compare(&a.token_refs(), &b.token_refs(), NameKind::Person).similarity
}

fn united_nations(xml: &str, errors: bool) {
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

fn full_names(text: &str, errors: bool) {
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

fn variants(text: &str) {
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

fn keys(xml: &str, units: &str, errors: bool) {
    let mut pairs = Vec::new();
    for line in units.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() > 1 {
            pairs.push((
                prepare(cells[0], NameKind::Person),
                prepare(cells[1], NameKind::Person),
            ));
        }
    }
    for (latin, originals) in individuals(xml) {
        for original in originals {
            pairs.push((
                prepare(&original, NameKind::Person),
                prepare(&latin, NameKind::Person),
            ));
        }
    }
    let (mut alike, mut shared, mut tokens, mut made) = (0_u32, 0_u32, 0_u32, 0_usize);
    for (a, b) in &pairs {
        for x in &a.tokens {
            let mut keys = Vec::new();
            block_keys(x.token.as_ref(), &mut keys);
            tokens += 1;
            made += keys.len();
            for y in &b.tokens {
                if token_similarity(x.token.as_ref(), y.token.as_ref()).thousandths < 600 {
                    continue;
                }
                let mut others = Vec::new();
                block_keys(y.token.as_ref(), &mut others);
                alike += 1;
                let meet = keys.iter().any(|k| others.contains(k));
                shared += u32::from(meet);
                if errors && !meet {
                    println!(
                        "{} {:?} | {} {:?}",
                        x.token.text, keys, y.token.text, others
                    );
                }
            }
        }
        for y in &b.tokens {
            let mut keys = Vec::new();
            block_keys(y.token.as_ref(), &mut keys);
            tokens += 1;
            made += keys.len();
        }
    }
    println!(
        "block keys: {alike} alike token pairs (>= 600), {:.4} share a key; {:.2} keys a token",
        f64::from(shared) / f64::from(alike),
        made as f64 / f64::from(tokens)
    );
    let mut buckets: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (_, b) in &pairs {
        for y in &b.tokens {
            if seen.insert(y.token.text.clone()) {
                let mut keys = Vec::new();
                block_keys(y.token.as_ref(), &mut keys);
                for key in keys {
                    *buckets.entry(key).or_default() += 1;
                }
            }
        }
    }
    let mut sizes: Vec<usize> = buckets.values().copied().collect();
    sizes.sort_unstable();
    println!(
        "  {} distinct Latin tokens in {} buckets; median {}, 99 % {}, largest {}; tokens met per key lookup {:.1}",
        seen.len(),
        sizes.len(),
        sizes[sizes.len() / 2],
        sizes[sizes.len() * 99 / 100],
        sizes.last().copied().unwrap_or(0),
        sizes.iter().map(|s| (s * s) as f64).sum::<f64>() / sizes.iter().sum::<usize>() as f64
    );
}

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

fn speed(xml: &str) {
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
