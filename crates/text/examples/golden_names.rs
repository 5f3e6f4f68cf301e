//! One number each for what real names give: tokens, keys, token pairs that share a key, name pairs.
//!
//! `cargo run --release -p kashf-text --example golden_names [-- FILE.csv]`: names of `../shared`, and the
//! third column of a file of queries. Run before and after a change that should change nothing.

#![expect(clippy::print_stdout, reason = "an example that prints")]
#![expect(
    clippy::disallowed_methods,
    reason = "no file of ours is read; std::fs keeps it plain"
)]

#[path = "../tests/golden/hash.rs"]
mod hash;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use hash::{Hash, Series, alignment, keys, names_of, near_miss, prepared, ready, similarity};
use kashf_text::{NameKind, PreparedName, Token, block_keys};

fn read(path: &Path) -> String {
    let mut text = String::new();
    let Ok(mut file) = std::fs::File::open(path) else {
        println!("SKIPPED: {}", path.display());
        return text;
    };
    if path.extension().is_some_and(|end| end == "gz") {
        let mut decoder = flate2::read::MultiGzDecoder::new(file);
        decoder.read_to_string(&mut text).expect("gzip of UTF-8");
    } else {
        file.read_to_string(&mut text).expect("UTF-8");
    }
    text
}

/// Names of two columns that belong together, from all files.
fn pairs(shared: &Path, file: Option<&str>) -> Vec<(String, String)> {
    let names = shared.join("data/names");
    let mut pairs = Vec::new();
    let mut add = |a: &str, b: &str| pairs.push((a.to_owned(), b.to_owned()));
    for script in [
        "arabic", "chinese", "hebrew", "japanese", "katakana", "korean", "russian",
    ] {
        let text = read(&names.join(format!("wd_{script}.tsv.gz")));
        for line in text.lines().step_by(9) {
            if let [a, b, ..] = line.split('\t').collect::<Vec<_>>()[..] {
                add(a, &b.replace(' ', ""));
            }
        }
    }
    for line in read(&names.join("romanizer_full_names.tsv.gz"))
        .lines()
        .step_by(5)
    {
        if let [a, b, ..] = line.split('\t').collect::<Vec<_>>()[..] {
            add(a, b);
        }
    }
    for line in read(&names.join("name_pairs.tsv")).lines() {
        if let [_, _, a, b, ..] = line.split('\t').collect::<Vec<_>>()[..] {
            add(a, b);
        }
    }
    for line in read(&names.join("nomenklatura_name_bench_cases.csv")).lines() {
        if let [_, _, a, b, ..] = line.split(',').collect::<Vec<_>>()[..] {
            add(a, b);
        }
    }
    for line in read(&names.join("rigour_persons.txt.gz"))
        .lines()
        .step_by(37)
    {
        let forms: Vec<&str> = line.split("=>").next().unwrap_or("").split(',').collect();
        for two in forms.windows(2) {
            add(two[0].trim(), two[1].trim());
        }
    }
    let own: Vec<String> = file
        .map(|file| read(Path::new(file)))
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split(',').nth(2).map(str::to_owned))
        .collect();
    for two in own.windows(2) {
        add(&two[0], &two[1]);
    }
    pairs
}

fn main() {
    let shared = std::env::var_os("KASHF_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let file = std::env::args().nth(1);
    let mut pairs = pairs(&shared, file.as_deref());
    let mut series = Series(3);
    let words: Vec<String> = pairs
        .iter()
        .flat_map(|(a, b)| a.split(' ').chain(b.split(' ')))
        .map(str::to_owned)
        .collect();
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|w| !w.is_empty())
        .collect();
    for name in names_of(&words, 20_000, &mut series) {
        let near = near_miss(&name, &words, &mut series);
        pairs.push((name, near));
    }
    let (mut of_names, mut of_keys, mut of_pairs) = (Hash::new(), Hash::new(), Hash::new());
    let mut tokens: Vec<Token> = Vec::new();
    for kind in [NameKind::Person, NameKind::Organization, NameKind::Unknown] {
        let ready: Vec<(PreparedName, PreparedName)> = pairs
            .iter()
            .map(|(a, b)| (ready(a, kind), ready(b, kind)))
            .collect();
        for (at, (a, b)) in ready.iter().enumerate() {
            prepared(a, &mut of_names);
            prepared(b, &mut of_names);
            keys(a, &mut of_keys);
            keys(b, &mut of_keys);
            alignment(a, b, kind, &mut of_pairs);
            alignment(
                a,
                &ready[(at * 7919 + 13) % ready.len()].1,
                kind,
                &mut of_pairs,
            );
            let both = a.tokens.iter().chain(&b.tokens);
            tokens.extend(both.map(|token| token.token.clone()));
        }
    }
    println!("golden names    {:#018x}", of_names.0);
    println!("golden keys     {:#018x}", of_keys.0);
    println!("golden compare  {:#018x}", of_pairs.0);
    tokens.sort();
    tokens.dedup();
    let mut buckets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut of = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        of.clear();
        block_keys(token.as_ref(), &mut of);
        for key in &of {
            buckets.entry(key.clone()).or_default().push(at);
        }
    }
    let (mut of_tokens, mut count) = (Hash::new(), 0_u64);
    for bucket in buckets.values() {
        for (place, &a) in bucket.iter().enumerate() {
            // Neighbours in a bucket of sorted words are of one script; a few from further on.
            let near = bucket[place + 1..].iter().take(12);
            let far = bucket.iter().skip(place % 97).step_by(97).take(24);
            for &b in near.chain(far) {
                similarity(&tokens[a], &tokens[b], &mut of_tokens);
                count += 1;
            }
        }
    }
    println!(
        "golden tokens   {:#018x}   {} tokens, {count} pairs",
        of_tokens.0,
        tokens.len()
    );
}
