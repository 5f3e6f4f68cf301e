//! The three mappings that are shipped, on the tables that they were written for, against counts of our own.

use super::{load_mapped, read_mapping};
use crate::{Loaded, SourceFile, read_inputs};
use kashf_core::ProblemKind;
use std::collections::{BTreeMap, BTreeSet};

/// The list, and the table's rows as split by the test itself.
fn load(mapping: &str, table: &str) -> Option<(Loaded, Vec<Vec<String>>)> {
    let path = crate::testing::shared(&format!("data/sanctions/{table}"))?;
    let files = read_inputs(&[path]).unwrap();
    let text = std::str::from_utf8(&files[0].bytes).unwrap();
    let rows = rows_of(text);
    let place = format!(
        "{}/../../data/mappings/{mapping}",
        env!("CARGO_MANIFEST_DIR")
    );
    let mapping = SourceFile::from_bytes(mapping, fs_err::read(place).unwrap());
    let mapping = read_mapping(&mapping).unwrap();
    Some((load_mapped(&files, "derived", &mapping).unwrap(), rows))
}

/// Rows of a CSV, split by hand, without the header.
fn rows_of(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            // A quote inside quotes stands twice.
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
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

fn ids_with(loaded: &Loaded, prop: &str) -> usize {
    let with = loaded.statements.iter().filter(|s| s.prop == prop);
    with.map(|s| s.entity_id).collect::<BTreeSet<_>>().len()
}

fn by_schema(loaded: &Loaded) -> BTreeMap<&str, usize> {
    let ids: BTreeSet<_> = loaded
        .statements
        .iter()
        .map(|s| (s.schema, s.entity_id))
        .collect();
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
    assert_eq!(
        (rows.len(), kind("person"), kind("enterprise")),
        (5_316, 4_110, 1_206)
    );
    assert_eq!(loaded.records, 5_316);
    let found = by_schema(&loaded);
    assert_eq!(
        (found["Person"], found["Organization"], found["Sanction"]),
        (4_110, 1_206, 5_316)
    );
    assert_eq!(names(&loaded, "name"), 5_316);
    assert!(loaded.not_held.is_empty(), "{:?}", loaded.not_held);
    // The list says the name first, then the aliases.
    let more = rows
        .iter()
        .filter(|row| row[1].len() > row[0].len() + 2)
        .count();
    assert!(
        ids_with(&loaded, "alias") * 100 >= more * 99,
        "{} of {more}",
        ids_with(&loaded, "alias")
    );
    let countries = rows.iter().filter(|row| !row[2].is_empty()).count();
    let rejected = loaded
        .problem_counts
        .get(&ProblemKind::ValueRejected)
        .copied()
        .unwrap_or(0);
    assert_eq!(
        (ids_with(&loaded, "country"), countries, rejected),
        (2_367, 2_367, 0),
        "{:?}",
        loaded.problems
    );
}

#[test]
fn the_uk_copy_loads_whole() {
    let Some((loaded, rows)) = load("uk_parsed.toml", "uk/uk_uk_parsed.2025-05.csv.gz") else {
        return;
    };
    let distinct: BTreeSet<_> = rows.iter().filter(|row| !row[0].is_empty()).collect();
    assert_eq!((rows.len(), distinct.len()), (2_524, 2_490));
    // 33 rows stand twice, and one has no name.
    assert_eq!(
        (loaded.records, loaded.understood["rows that stand twice"]),
        (2_490, 33)
    );
    assert_eq!(
        loaded.problem_counts.get(&ProblemKind::RecordLost),
        Some(&1)
    );
    assert_eq!(
        (names(&loaded, "name"), ids_with(&loaded, "country")),
        (2_490, 2_490)
    );
}

#[test]
fn the_australian_copy_loads_whole() {
    let Some((loaded, rows)) = load("au_parsed.toml", "au/aus_Australia_parsed.2025-05.csv.gz")
    else {
        return;
    };
    let distinct: BTreeSet<_> = rows.iter().collect();
    assert_eq!((rows.len(), distinct.len()), (9_983, 9_934));
    assert_eq!(
        (loaded.records, loaded.understood["rows that stand twice"]),
        (9_934, 49)
    );
    let listed: BTreeSet<&str> = rows.iter().map(|row| row[0].trim()).collect();
    let names = loaded.statements.iter().filter(|s| s.prop == "name");
    let held: BTreeSet<&str> = names
        .map(|s| s.original_value.unwrap_or(s.value).trim())
        .collect();
    let lost: Vec<_> = listed.difference(&held).collect();
    assert!(lost.is_empty(), "{lost:?}");
}
