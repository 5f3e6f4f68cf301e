//! A table by a mapping file, from the load to an answer; the people are invented.

#![expect(
    clippy::unwrap_used,
    reason = "a file that cannot be written fails the test"
)]

use kashf::{Kashf, LoadOutcome, LoadRequest, NoProgress};
use std::path::{Path, PathBuf};

const TABLE: &str = "No,Name,Born\n17,Layla Example,03/04/1970\n18,Badr Specimen,\n";
const MAPPING: &str = "mapping = 1\n[entities.party]\nschema = \"Person\"\nid_column = \"No\"\n[entities.party.properties]\n\
    name = \"Name\"\nbirthDate = { column = \"Born\", format = \"%d/%m/%Y\" }\n";

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs_err::write(&path, text).unwrap();
    path
}

fn load(kashf: &Kashf, table: &Path, mapping: Option<&Path>, sources: &[&str]) -> LoadOutcome {
    let request = LoadRequest {
        sources: sources.iter().map(|source| (*source).to_owned()).collect(),
        files: vec![table.to_owned()],
        name: Some("house_list".to_owned()),
        mapping: mapping.map(Path::to_owned),
        now: "2026-01-01T00:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    kashf.load(&request, &NoProgress).unwrap()
}

#[test]
fn a_mapped_table_goes_live_and_its_mapping_is_kept_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let kashf = Kashf::open(folder.path().join("data")).unwrap();
    let table = write(folder.path(), "list.csv", TABLE);
    let mapping = write(folder.path(), "m.toml", MAPPING);
    let first = load(&kashf, &table, Some(&mapping), &[]);
    assert!(first.refusals.is_empty() && first.published);
    assert_eq!(
        first.reports[0].loaded.record_ids,
        ["house-list-17", "house-list-18"]
    );
    let version = first.reports[0].segment.version.clone();
    let kept = folder.path().join("data/sources/house_list").join(&version);
    assert!(kept.join("m.toml.zst").exists() && kept.join("list.csv.zst").exists());

    // The same bytes are the same version; another mapping is another.
    assert!(!load(&kashf, &table, Some(&mapping), &[]).published);
    let other = write(folder.path(), "m.toml", &format!("# ours\n{MAPPING}"));
    let second = load(&kashf, &table, Some(&other), &[]);
    assert_ne!(second.reports[0].segment.version, version);

    // What is live can be accepted from its kept source: the mapping is found there.
    let request = LoadRequest {
        sources: vec!["house_list".to_owned()],
        accept: Some("checked by hand".to_owned()),
        now: "2026-01-02T00:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    let again = kashf.load(&request, &NoProgress).unwrap();
    assert_eq!(again.reports[0].loaded.records, 2);
    assert!(again.refusals.is_empty());
}

#[test]
fn a_folder_with_table_and_mapping_needs_no_flag() {
    let folder = tempfile::tempdir().unwrap();
    let lists = folder.path().join("lists");
    fs_err::create_dir(&lists).unwrap();
    write(&lists, "list.csv", TABLE);
    write(&lists, "m.toml", MAPPING);
    let kashf = Kashf::open(folder.path().join("data")).unwrap();
    let outcome = load(&kashf, &lists, None, &[]);
    assert_eq!(outcome.reports[0].loaded.records, 2);
}

#[test]
fn what_is_no_mapping_is_said_before_any_table_is_blamed() {
    let folder = tempfile::tempdir().unwrap();
    let kashf = Kashf::open(folder.path().join("data")).unwrap();
    let table = write(folder.path(), "list.csv", TABLE);
    let request = LoadRequest {
        files: vec![table.clone()],
        mapping: Some(table),
        ..LoadRequest::default()
    };
    let error = kashf.load(&request, &NoProgress).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`list.csv` mapping: this is no mapping file"
    );
    assert!(
        error
            .hint()
            .unwrap()
            .starts_with("begin it with the line `mapping = 1`")
    );
}
