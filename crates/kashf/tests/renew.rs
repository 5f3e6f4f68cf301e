//! A data directory of an older program: its indexes are compiled anew with the next load.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a file that cannot be written fails the test"
)]

use kashf::{Kashf, LoadRequest, NoProgress};
use kashf_screen::Options;
use kashf_store::{DataDir, SegmentDraft};
use std::path::Path;

fn load(kashf: &Kashf, folder: &Path, name: &str, count: usize) -> String {
    let lines: Vec<String> = (0..count)
        .map(|at| {
            let properties = serde_json::json!({ "name": [format!("Zarblek{at} Undrowen{name}")] });
            let entity = serde_json::json!({
                "id": format!("{name}-{at}"), "schema": "Person", "properties": properties,
            });
            format!("{entity}\n")
        })
        .collect();
    let file = folder.join(format!("{name}.ftm.json"));
    // A record stays at the end, so that what is missing is no cut.
    let end = serde_json::json!({
        "id": format!("{name}-end"), "schema": "Person", "properties": { "name": ["Ostbrin Kelwaday"] },
    });
    fs_err::write(&file, format!("{}{end}\n", lines.concat())).unwrap();
    let request = LoadRequest {
        files: vec![file],
        now: "2026-11-22T10:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    let outcome = kashf.load(&request, &NoProgress).unwrap();
    assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
    outcome.snapshot.unwrap()
}

#[test]
fn any_load_compiles_the_indexes_of_an_older_program_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let kashf = Kashf::open(&path).unwrap();
    load(&kashf, folder.path(), "old", 30);
    let sound = load(&kashf, folder.path(), "old", 20);
    assert_eq!(kashf.lists().unwrap()[0].removal_held, 10);

    // The same segment as an older program would have left it.
    let data = DataDir::open(&path).unwrap();
    let manifest = data.manifest(&sound).unwrap();
    let entry = &manifest.segments[0];
    let segment = data.open_segment(entry).unwrap();
    let tables = entry.files.keys().map(|name| {
        let bytes = match name.as_str() {
            "ix_version" => b"1 names-0".to_vec(),
            _ => segment.table(name).unwrap().to_vec(),
        };
        (name.clone(), bytes)
    });
    let draft = SegmentDraft {
        dataset: entry.dataset.clone(),
        version: entry.version.clone(),
        as_of: entry.as_of.clone(),
        counts: entry.counts.clone(),
        tables: tables.collect(),
        ..SegmentDraft::default()
    };
    {
        let lock = data.lock().unwrap();
        let old = data.write_segment(&lock, draft).unwrap();
        data.publish(&lock, &manifest.with(old)).unwrap();
    }
    let error = kashf.screener().unwrap_err();
    assert!(error.hint().unwrap().contains("compiled anew"), "{error}");

    load(&kashf, folder.path(), "other", 3);
    let live = kashf.live_id().unwrap().unwrap();
    let renewed = data.manifest(&live).unwrap();
    assert_eq!(
        renewed.segment("old"),
        manifest.segment("old"),
        "byte for byte as before"
    );
    let screener = kashf.screener().unwrap();
    let answer = screener.name("Zarblek25 Undrowenold", Some("Person"), &Options::default());
    assert!(answer.matches[0].is_match && answer.matches[0].removal_held);
}
