//! `data/countries/names.tsv`: names, adjectives and codes of countries, to FollowTheMoney's code.
//!
//! Sources, in the order in which they win: codes; rigour's own names and strong names; our demonyms;
//! the names of i18n-iso-countries in seven languages; rigour's weak names of countries, then those of
//! their parts; cities and other places. Within one rank a key that means two countries is left out, so
//! that nothing depends on which file is read first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::key::key;

/// A key can mean several codes within a rank; only unanimous ones are kept.
type Rank = BTreeMap<String, BTreeSet<String>>;

/// What the table is made from, by code.
struct Territory {
    parent: Option<String>,
    is_ftm: bool,
    is_historical: bool,
}

/// The table as text, from rigour's territories (a line each), the folder of i18n-iso-countries and ours.
pub(super) fn table(territories: &str, iso: &Path, demonyms: &Path) -> Result<String> {
    let rows = rows(territories)?;
    let mut known: BTreeMap<String, Territory> = BTreeMap::new();
    for row in &rows {
        let flag = |field: &str| row.get(field).and_then(Value::as_bool).unwrap_or_default();
        let territory = Territory {
            parent: row.get("parent").and_then(Value::as_str).map(str::to_owned),
            is_ftm: flag("is_ftm"),
            is_historical: flag("is_historical"),
        };
        known.insert(code_of(row)?.to_owned(), territory);
    }
    let [mut codes, mut strong, mut own, mut names] = <[Rank; 4]>::default();
    let mut several = Rank::new();
    let [mut weak, mut parts, mut places] = <[Rank; 3]>::default();
    for row in &rows {
        let code = code_of(row)?;
        // Subdivisions count as the country that FollowTheMoney knows.
        let Some(ftm) = ftm_code(code, &known) else {
            continue;
        };
        insert(&mut codes, code, &ftm);
        for field in ["alpha3", "other_codes", "qid", "other_qids"] {
            texts(row.get(field)).for_each(|text| insert(&mut codes, text, &ftm));
        }
        for field in ["name", "full_name", "names_strong"] {
            texts(row.get(field)).for_each(|text| insert(&mut strong, text, &ftm));
        }
        let is_own = known.get(code).is_some_and(|territory| territory.is_ftm);
        // Weak names of parts (Georgia of the United States) must not shadow those of countries.
        let rank = if is_own { &mut weak } else { &mut parts };
        texts(row.get("names_weak")).for_each(|text| insert(rank, text, &ftm));
        texts(row.get("places")).for_each(|text| insert(&mut places, text, &ftm));
    }
    prefer(&mut strong, &known);
    own_words(demonyms, &known, &mut own, &mut several)?;
    iso_names(iso, &known, &mut names)?;
    prefer(&mut weak, &known);
    let mut table: BTreeMap<String, String> = BTreeMap::new();
    let mut ambiguous: BTreeSet<String> = BTreeSet::new();
    // Words that we know to mean several countries keep all their codes.
    for (key, codes) in several {
        let codes: Vec<String> = codes.into_iter().collect();
        table.insert(key, codes.join(","));
    }
    for rank in [codes, strong, own, names, weak, parts, places] {
        let mut unclear = BTreeSet::new();
        for (key, found) in rank {
            if table.contains_key(&key) || ambiguous.contains(&key) {
                continue;
            }
            match found.first() {
                Some(code) if found.len() == 1 => {
                    table.insert(key, code.clone());
                }
                _ => {
                    unclear.insert(key);
                }
            }
        }
        ambiguous.extend(unclear);
    }
    Ok(table
        .iter()
        .map(|(key, code)| format!("{key}\t{code}\n"))
        .collect())
}

fn code_of(row: &Value) -> Result<&str> {
    row.get("code")
        .and_then(Value::as_str)
        .context("a territory without a code")
}

fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let (one, many) = match value {
        Some(Value::Array(values)) => (None, values.as_slice()),
        Some(value) => (value.as_str(), [].as_slice()),
        None => (None, [].as_slice()),
    };
    one.into_iter().chain(many.iter().filter_map(Value::as_str))
}

fn insert(rank: &mut Rank, text: &str, code: &str) {
    let key = key(text);
    // One letter is no name; one ideograph is.
    if key.chars().count() > 1 || key.chars().any(|c| c > '\u{2e80}') {
        rank.entry(key).or_default().insert(code.to_owned());
    }
}

/// The code itself, or that of the nearest country above it that FollowTheMoney has.
fn ftm_code(code: &str, known: &BTreeMap<String, Territory>) -> Option<String> {
    let mut code = code;
    for _ in 0..8 {
        let territory = known.get(code)?;
        if territory.is_ftm {
            return Some(code.to_owned());
        }
        code = territory.parent.as_deref()?;
    }
    None
}

/// A country of today wins over one of the past, a whole country over a part.
fn prefer(rank: &mut Rank, known: &BTreeMap<String, Territory>) {
    for found in rank.values_mut().filter(|found| found.len() > 1) {
        for plain in [
            |_: &str, territory: &Territory| !territory.is_historical,
            |code: &str, _: &Territory| !code.contains('-'),
        ] {
            let fit = |code: &String| known.get(code).is_some_and(|t| plain(code, t));
            if found.iter().any(fit) {
                found.retain(fit);
            }
        }
    }
}

fn rows(territories: &str) -> Result<Vec<Value>> {
    territories
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).context("rigour: a territory is not JSON"))
        .collect()
}

/// Names of i18n-iso-countries: `{"locale", "countries": {"SY": name or [names]}}`.
fn iso_names(folder: &Path, known: &BTreeMap<String, Territory>, rank: &mut Rank) -> Result<()> {
    for language in ["ar", "en", "fa", "fr", "ru", "tr", "zh"] {
        let path = folder.join(format!("i18n-iso-countries.{language}.json"));
        let file: Value = serde_json::from_slice(&fs_err::read(path)?)?;
        let countries = file.get("countries").and_then(Value::as_object);
        for (code, names) in countries.context("i18n-iso-countries: no `countries`")? {
            if let Some(ftm) = ftm_code(&code.to_lowercase(), known) {
                texts(Some(names)).for_each(|text| insert(rank, text, &ftm));
            }
        }
    }
    Ok(())
}

/// Our own words, with the regular forms of their language.
fn own_words(
    path: &Path,
    known: &BTreeMap<String, Territory>,
    rank: &mut Rank,
    several: &mut Rank,
) -> Result<()> {
    let text = fs_err::read_to_string(path)?;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(code), Some(language), Some(words)) = (cells.next(), cells.next(), cells.next())
        else {
            bail!("demonyms: not three cells in `{line}`");
        };
        let rank = if code.contains(',') {
            &mut *several
        } else {
            &mut *rank
        };
        for code in code.split(',') {
            if !known.get(code).is_some_and(|territory| territory.is_ftm) {
                bail!("demonyms: FollowTheMoney has no code `{code}`");
            }
            for word in words.split(',') {
                insert(rank, word, code);
                for form in forms(language, word) {
                    insert(rank, &form, code);
                }
            }
        }
    }
    Ok(())
}

fn forms(language: &str, word: &str) -> Vec<String> {
    // Arabic nisba in yeh: feminine in teh marbuta, plurals in waw noon and yeh noon.
    const ARABIC: [&str; 3] = ["\u{0629}", "\u{0648}\u{0646}", "\u{064a}\u{0646}"];
    // Russian adjectives in i, short i: feminine aya, neuter oye, plural iye, genitives ogo and oy.
    const RUSSIAN_STEM: &str = "\u{0438}\u{0439}";
    const RUSSIAN: [&str; 5] = [
        "\u{0430}\u{044f}",
        "\u{043e}\u{0435}",
        "\u{0438}\u{0435}",
        "\u{043e}\u{0433}\u{043e}",
        "\u{043e}\u{0439}",
    ];
    match language {
        "en" | "fr" if word.ends_with(char::is_alphabetic) => vec![format!("{word}s")],
        "ar" if word.ends_with('\u{064a}') => {
            let mut forms: Vec<String> = ARABIC.iter().map(|end| format!("{word}{end}")).collect();
            // Of two words both are inflected.
            if let Some((first, second)) = word.split_once(' ')
                && first.ends_with('\u{064a}')
            {
                forms.push(format!("{first}\u{0629} {second}\u{0629}"));
            }
            forms
        }
        "ru" => word
            .strip_suffix(RUSSIAN_STEM)
            .map_or_else(Vec::new, |stem| {
                RUSSIAN.iter().map(|end| format!("{stem}{end}")).collect()
            }),
        _ => Vec::new(),
    }
}
