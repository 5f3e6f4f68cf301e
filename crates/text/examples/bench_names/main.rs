//! Measures the comparison of names on the real data in `../shared`; prints figures, writes nothing.
//!
//! `cargo run --release -p kashf-text --example bench_names -- [bench|pairs|un|full|variants|keys|speed|worst]... [--errors]`

#![expect(clippy::print_stdout, reason = "an example that prints")]
#![expect(
    clippy::disallowed_methods,
    reason = "no file of ours is read; std::fs keeps it plain"
)]

mod keys;
mod romanizer;
mod speed;
mod un;
mod worst;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use kashf_text::{DEFAULT_SIMILARITY_THRESHOLD, NameKind, compare_names};

use keys::keys;
use romanizer::{full_names, variants};
use speed::speed;
use un::{individuals, united_nations};
use worst::worst;

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

/// Words of each script, one a line: those of Wikidata, Latin ones beside them.
fn words(names: &std::path::Path) -> Vec<(&'static str, String)> {
    let (mut words, mut latin) = (Vec::new(), String::new());
    for script in [
        "arabic", "chinese", "hebrew", "katakana", "korean", "russian",
    ] {
        let mut of_script = String::new();
        for line in read(names.join(format!("wd_{script}.tsv.gz")))
            .lines()
            .step_by(3)
        {
            if let [other, native, ..] = line.split('\t').collect::<Vec<_>>()[..] {
                of_script.extend(native.split(' ').chain(["\n"]));
                latin.extend([other, "\n"]);
            }
        }
        words.push((script, of_script));
    }
    words.push(("latin", latin));
    words
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
    if arguments.iter().any(|a| a == "worst") {
        let people = individuals(&un);
        worst(
            &people
                .iter()
                .map(|(name, _)| name.as_str())
                .collect::<Vec<_>>(),
        );
    }
    if wants("speed") {
        let part = arguments.iter().find_map(|a| a.strip_prefix("--part="));
        let bench = read(names.join("nomenklatura_name_bench_cases.csv"));
        speed(&un, &bench, &words(&names), part);
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
