//! The three mappings that are shipped, on the tables that they were written for, against counts of our own.

use super::{load_mapped, read_mapping};
use crate::{Loaded, SourceFile, read_inputs};
use std::collections::{BTreeMap, BTreeSet};

/// The list, and the table's rows as split by the test itself.
fn load(mapping: &str, table: &str) -> Option<(Loaded, Vec<Vec<String>>)> {
    let path = crate::testing::shared(&format!("data/sanctions/{table}"))?;
    let files = read_inputs(&[path]).unwrap();
    let text = std::str::from_utf8(&files[0].bytes).unwrap();
    let rows = rows_of(text);
    let place = format!("{}/../../data/mappings/{mapping}", env!("CARGO_MANIFEST_DIR"));
    let mapping = SourceFile::from_bytes(mapping, fs_err::read(place).unwrap());
    let mapping = read_mapping(&mapping).unwrap();
    Some((load_mapped(&files, "derived", &mapping).unwrap(), rows))
}

/// Rows of a CSV, split by hand, without the header.
fn rows_of(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows.remove(0);
    rows
}

fn names(loaded: &Loaded, prop: &str) -> usize {
    loaded.statements.iter().filter(|s| s.prop == prop).count()
}

fn by_schema(loaded: &Loaded) -> BTreeMap<&str, usize> {
    let ids: BTreeSet<_> = loaded.statements.iter().map(|s| (s.schema.as_str(), s.entity_id.as_str())).collect();
    let mut counts = BTreeMap::new();
    for (schema, _) in ids {
        *counts.entry(schema).or_default() += 1;
    }
    counts
}

#[test]
fn the_eu_copy_loads_whole() {
    let Some((loaded, rows)) = load("eu_parsed.toml", "eu/eur_Europe_parsed.2025-05.csv.gz") else {
        return;
    };
    let kind = |kind: &str| rows.iter().filter(|row| row[3] == kind).count();
    assert_eq!((rows.len(), kind("person"), kind("enterprise")), (5_316, 4_110, 1_206));
    assert_eq!(loaded.records, 5_316);
    let found = by_schema(&loaded);
    assert_eq!((found["Person"], found["Organization"], found["Sanction"]), (4_110, 1_206, 5_316));
    assert_eq!(names(&loaded, "name"), 5_316);
    assert!(loaded.not_held.is_empty(), "{:?}", loaded.not_held);
    let countries = rows.iter().filter(|row| !row[2].is_empty()).count();
    eprintln!("EU: aliases {} countries {} of {countries} problems {:?}", names(&loaded, "alias"), names(&loaded, "country"), loaded.problem_counts);
    for p in loaded.problems.iter().take(20) { eprintln!("{p}"); }
}

#[test]
fn the_uk_copy_loads_whole() {
    let Some((loaded, rows)) = load("uk_parsed.toml", "uk/uk_uk_parsed.2025-05.csv.gz") else {
        return;
    };
    let distinct: BTreeSet<_> = rows.iter().filter(|row| !row[0].is_empty()).collect();
    eprintln!("UK rows {} distinct {} loaded {} aliases {} {:?} {:?}", rows.len(), distinct.len(), loaded.records, names(&loaded, "alias"), loaded.problem_counts, loaded.understood);
    for p in loaded.problems.iter().take(20) { eprintln!("{p}"); }
    assert_eq!(rows.len(), 2_524);
    assert_eq!(loaded.records as usize, distinct.len());
}

#[test]
fn the_australian_copy_loads_whole() {
    let Some((loaded, rows)) = load("au_parsed.toml", "au/aus_Australia_parsed.2025-05.csv.gz") else {
        return;
    };
    let distinct: BTreeSet<_> = rows.iter().collect();
    eprintln!("AU rows {} distinct {} loaded {} {:?} {:?}", rows.len(), distinct.len(), loaded.records, loaded.problem_counts, loaded.understood);
    for p in loaded.problems.iter().take(20) { eprintln!("{p}"); }
    assert_eq!(rows.len(), 9_983);
    assert_eq!(loaded.records as usize, distinct.len());
}
