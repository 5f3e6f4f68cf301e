//! Compiles the tables of names from `../shared/data/names`: attested spellings and frequencies.
//!
//! Written to `data/names`: `attested_arabic.tsv` (Arabic forms, sorted; the line is the number of
//! the name), `attested_latin.tsv` (Latin forms, sorted, with the numbers of the Arabic names they
//! stand for) and `weights.tsv` (common tokens with a low weight). Sources: the development half of
//! the UNICEF romanizer's units and full names (Wikidata, CC0; DziriNames, MIT), and the surnames
//! of the US census of 2010 (public domain). The held-out half is never read here, and of the development half the
//! reporting quarter ([`is_reporting`]) is left out, so that `bench/accuracy` can report on it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use kashf_text::{NameKind, Script, TokenClass, TokenRef, prepare, unattested_similarity};
use sha2::Digest as _;

/// A spelling counts as attested when the sounds make it plausible: the sources hold misaligned rows.
const LEAST_PLAUSIBLE: u16 = 600;
/// Names with fewer bearers in the sources are not common.
const LEAST_COMMON: u64 = 24;

/// The tables with their places; each failed when the sources are not at hand.
pub(crate) fn tables(root: &Path) -> Vec<(&'static str, Result<String>)> {
    const PLACES: [&str; 4] = [
        "data/names/attested_arabic.tsv",
        "data/names/attested_latin.tsv",
        "data/names/weights.tsv",
        "data/names/pinyin.tsv",
    ];
    match compile(root) {
        Ok(tables) => PLACES.into_iter().zip(tables.map(Ok)).collect(),
        Err(reason) => {
            let reason = format!("{reason:#}");
            PLACES
                .map(|place| (place, Err(anyhow::anyhow!(reason.clone()))))
                .into()
        }
    }
}

fn compile(root: &Path) -> Result<[String; 4]> {
    let names = folder(root);
    let counts = count(&names)?;
    let (arabic, latin) = attested(&counts);
    Ok([arabic, latin, weights(&counts, &names)?, readings()])
}

/// Where the sources are.
pub(crate) fn folder(root: &Path) -> PathBuf {
    let shared =
        std::env::var_os("KASHF_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    shared.join("data/names")
}

pub(crate) fn unpack(path: &Path) -> Result<String> {
    let bytes = fs_err::read(path)?;
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(&bytes[..])
        .read_to_string(&mut text)
        .with_context(|| format!("failed to unpack `{}`", path.display()))?;
    Ok(text)
}

#[derive(Default)]
struct Counts {
    /// How often an Arabic form is written as a Latin one.
    pairs: BTreeMap<String, BTreeMap<String, u64>>,
    /// How often a token stands in a name, in either script.
    tokens: BTreeMap<String, u64>,
}

impl Counts {
    fn add(&mut self, arabic: TokenRef<'_>, latin: TokenRef<'_>, count: u64) {
        let plausible = unattested_similarity(arabic, latin).thousandths >= LEAST_PLAUSIBLE;
        let words = arabic.class == TokenClass::Word && latin.class == TokenClass::Word;
        let scripts = arabic.script == Script::Arabic && latin.script == Script::Latin;
        if !(plausible && words && scripts) {
            return;
        }
        let latins = self.pairs.entry(arabic.text.to_owned()).or_default();
        *latins.entry(latin.text.to_owned()).or_default() += count;
    }
}

/// True for the quarter of the keys that is reported on and neither read nor compiled: the first byte of
/// SHA-256 of `kashf-report-1|KEY` is below 64. `bench/accuracy/cut.py` is its twin.
pub(crate) fn is_reporting(key: &str) -> bool {
    let digest = sha2::Sha256::digest(format!("kashf-report-1|{key}"));
    digest[0] < 64
}

fn count(names: &Path) -> Result<Counts> {
    let mut counts = Counts::default();
    for (file, column) in [
        ("romanizer_units.tsv.gz", 5),
        ("romanizer_full_names.tsv.gz", 4),
    ] {
        let text = unpack(&names.join(file))?;
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let (Some(arabic), Some(latin)) = (cells.first(), cells.get(1)) else {
                continue;
            };
            if is_reporting(arabic) {
                continue;
            }
            let count: u64 = cells.get(column).and_then(|c| c.parse().ok()).unwrap_or(1);
            let (arabic, latin) = (
                prepare(arabic, NameKind::Person),
                prepare(latin, NameKind::Person),
            );
            for name in [&arabic, &latin] {
                for token in &name.tokens {
                    *counts.tokens.entry(token.token.text.clone()).or_default() += count;
                }
            }
            if arabic.tokens.len() == latin.tokens.len() {
                for (a, b) in arabic.tokens.iter().zip(&latin.tokens) {
                    counts.add(a.token.as_ref(), b.token.as_ref(), count);
                }
            }
        }
    }
    Ok(counts)
}

/// The two tables of attested spellings.
fn attested(counts: &Counts) -> (String, String) {
    let mut totals: BTreeMap<&str, u64> = BTreeMap::new();
    for latins in counts.pairs.values() {
        for (latin, count) in latins {
            *totals.entry(latin).or_default() += count;
        }
    }
    let mut kept: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (arabic, latins) in &counts.pairs {
        for (latin, &count) in latins {
            let total = totals.get(latin.as_str()).copied().unwrap_or(1);
            // Often enough, or a fair share of what the spelling stands for.
            if (count >= 2 && count * 12 >= total) || count * 3 >= total {
                kept.entry(arabic).or_default().insert(latin);
            }
        }
    }
    let mut arabic_table = String::from(
        "# Generated by `cargo xtask gen`: Arabic forms of names (Wikidata, CC0; DziriNames, MIT). The line is the number.\n",
    );
    let mut by_latin: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, (arabic, latins)) in kept.iter().enumerate() {
        arabic_table.push_str(arabic);
        arabic_table.push('\n');
        for latin in latins {
            by_latin.entry(latin).or_default().push(number);
        }
    }
    let mut latin_table = String::from(
        "# Generated by `cargo xtask gen`: Latin forms with the numbers of the Arabic names they stand for. `+` often seen.\n",
    );
    for (latin, numbers) in &by_latin {
        let often = totals.get(latin).is_some_and(|&total| total >= 5);
        let _ = write!(latin_table, "{latin}\t{}", if often { "+" } else { "" });
        for (at, number) in numbers.iter().enumerate() {
            let _ = write!(latin_table, "{}{number}", if at > 0 { " " } else { "" });
        }
        latin_table.push('\n');
    }
    (arabic_table, latin_table)
}

/// Common tokens and their weights: the more bearers, the less a name tells.
fn weights(counts: &Counts, names: &Path) -> Result<String> {
    let mut weights: BTreeMap<&str, u16> = BTreeMap::new();
    for (text, &count) in &counts.tokens {
        if count >= LEAST_COMMON && text.chars().count() > 1 {
            weights.insert(text, weight(count, LEAST_COMMON));
        }
    }
    let census = unpack(&names.join("us_census_2010_surnames.csv.gz"))?;
    let mut surnames = Vec::new();
    for line in census.lines().skip(1) {
        let mut cells = line.split(',');
        if let (Some(name), Some(count)) = (cells.next(), cells.nth(1)) {
            surnames.push((name.to_lowercase(), count.parse::<u64>().unwrap_or(0)));
        }
    }
    // 24 bearers among the romanizer's names and 24,000 of the census are about as usual.
    for (name, count) in &surnames {
        if *count >= LEAST_COMMON * 1000 && name.bytes().all(|b| b.is_ascii_lowercase()) {
            let weight = weight(*count, LEAST_COMMON * 1000);
            let entry = weights.entry(name).or_insert(weight);
            *entry = weight.min(*entry);
        }
    }
    let mut table = String::from(
        "# Generated by `cargo xtask gen`: common tokens of names (Wikidata, CC0; DziriNames, MIT; US census 2010) and their weights.\n",
    );
    for (text, weight) in weights {
        let _ = writeln!(table, "{text}\t{weight}");
    }
    Ok(table)
}

/// 95 for a name just common enough, five less for every doubling, 60 at the least.
fn weight(count: u64, least: u64) -> u16 {
    let doublings = (count / least).max(1).ilog2();
    u16::try_from(95_u32.saturating_sub(5 * doublings).max(60)).unwrap_or(95)
}

/// Characters that are read otherwise when they are family names.
const FAMILY_READINGS: [(char, &str); 12] = [
    ('\u{66FE}', "zeng"),
    ('\u{55AE}', "shan"),
    ('\u{5355}', "shan"),
    ('\u{89E3}', "xie"),
    ('\u{4EC7}', "qiu"),
    ('\u{67E5}', "zha"),
    ('\u{7FDF}', "zhai"),
    ('\u{5340}', "ou"),
    ('\u{533A}', "ou"),
    ('\u{76D6}', "ge"),
    ('\u{8983}', "qin"),
    ('\u{4EFB}', "ren"),
];

/// The Mandarin reading of each Han character of the basic block, by syllable.
fn readings() -> String {
    use pinyin::ToPinyin as _;
    let mut by_syllable: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for c in '\u{4E00}'..='\u{9FFF}' {
        let family = FAMILY_READINGS.iter().find(|(known, _)| *known == c);
        let syllable = match family {
            Some((_, syllable)) => Some((*syllable).to_owned()),
            // v stands for u with dots.
            None => c
                .to_pinyin()
                .map(|reading| reading.plain().replace('\u{FC}', "v")),
        };
        if let Some(syllable) = syllable
            && syllable.bytes().all(|b| b.is_ascii_lowercase())
        {
            by_syllable.entry(syllable).or_default().push(c);
        }
    }
    let mut table = String::from(
        "# Generated by `cargo xtask gen` with the crate pinyin 0.11 (MIT): Mandarin syllables and the characters read so.\n",
    );
    for (syllable, characters) in by_syllable {
        let characters: String = characters.into_iter().collect();
        let _ = writeln!(table, "{syllable}\t{characters}");
    }
    table
}
