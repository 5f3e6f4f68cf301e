//! The advanced reader on an invented list, beside the same records as CSV.

use crate::{Format, LoadError, Loaded, SourceFile, load, recognise};
use proptest::prelude::*;
use std::collections::BTreeSet;

const LIST: &str = include_str!("../../fixtures/sdn_advanced.xml");

fn list(text: &str) -> Result<Loaded, LoadError> {
    let file = SourceFile::from_bytes("sdn_advanced.xml", text.as_bytes().to_vec());
    load(&[file], None)
}

/// The list with one thing replaced.
fn with(from: &str, to: &str) -> Result<Loaded, LoadError> {
    assert!(LIST.contains(from), "{from}");
    list(&LIST.replacen(from, to, 1))
}

fn csv() -> Loaded {
    let file = |name: &str, text: &str| {
        let text = format!("{}\u{1a}", text.replace('\n', "\r\n"));
        SourceFile::from_bytes(name, text.into_bytes())
    };
    let files = [
        file("sdn.csv", include_str!("../../fixtures/sdn.csv")),
        file("alt.csv", include_str!("../../fixtures/alt.csv")),
        file("add.csv", include_str!("../../fixtures/add.csv")),
    ];
    load(&files, None).expect("the CSV fixture is good")
}

fn facts(loaded: &Loaded) -> BTreeSet<String> {
    let said = loaded.statements.iter().filter(|s| s.prop != "id");
    said.map(|s| format!("{} {} {}", s.entity_id, s.prop, s.value))
        .collect()
}

fn values(loaded: &Loaded, id: &str, prop: &str) -> Vec<String> {
    let statements = loaded.statements.iter();
    statements
        .filter(|s| s.entity_id == id && s.prop == prop)
        .map(|s| s.value.clone())
        .collect()
}

#[test]
fn the_same_records_say_the_same_as_from_csv_and_more() {
    let (advanced, csv) = (list(LIST).unwrap(), csv());
    let (here, there) = (facts(&advanced), facts(&csv));
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> {
        a.difference(b).cloned().collect()
    };
    assert_eq!(only(&there, &here), Vec::<String>::new());
    assert_eq!(only(&here, &there), Vec::<String>::new());
    assert_eq!(advanced.record_ids, csv.record_ids);
    assert_eq!(advanced.records_by_type, csv.records_by_type);
    assert_eq!(advanced.as_of.as_deref(), Some("2025-03-28"));
    assert_eq!(advanced.dataset, "us_ofac_sdn");
}
