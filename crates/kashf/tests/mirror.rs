//! Mirrors of OpenSanctions: an index, a catalogue of several datasets, and delta chains, day after day.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a file that cannot be written fails the test"
)]

use kashf::{Kashf, LoadOutcome, LoadRequest, NoProgress};
use std::path::Path;

const V1: &str = "20260101000000-aaa";
const V2: &str = "20260102000000-bbb";

fn entity(id: &str, name: &str) -> serde_json::Value {
    serde_json::json!({"id": id, "schema": "Person", "properties": {"name": [name]}})
}

fn list(names: &[&str]) -> String {
    let lines = names.iter().map(|name| {
        let id = name.split(' ').next().unwrap().to_lowercase();
        format!("{}\n", entity(&id, name))
    });
    lines.collect()
}

fn dataset(name: &str, version: &str, text: &str, entities: usize) -> serde_json::Value {
    serde_json::json!({
        "name": name, "title": name, "version": version, "entity_count": entities,
        "last_export": "2026-01-01T00:00:00",
        "resources": [{"name": "entities.ftm.json", "path": "entities.ftm.json", "size": text.len(),
            "mime_type": "application/json+ftm"}, {"name": "targets.nested.json", "size": text.len()}]
    })
}

fn write(path: &Path, text: &str) {
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(path, text).unwrap();
}

fn load(kashf: &Kashf, sources: &[&str], folder: &Path) -> Result<LoadOutcome, String> {
    let request = LoadRequest {
        sources: sources.iter().map(|source| (*source).to_owned()).collect(),
        files: vec![folder.to_owned()],
        now: "2026-11-22T10:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    let outcome = kashf
        .load(&request, &NoProgress)
        .map_err(|e| e.to_string())?;
    assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
    Ok(outcome)
}

fn names(kashf: &Kashf) -> Vec<(String, u64)> {
    let lists = kashf.lists().unwrap();
    lists
        .into_iter()
        .map(|list| (list.dataset, list.records))
        .collect()
}

#[test]
fn a_mirror_is_loaded_and_then_kept_current_by_deltas_alone() {
    let folder = tempfile::tempdir().unwrap();
    let kashf = Kashf::open(folder.path().join("data")).unwrap();
    let first = list(&["Zarblek Undrowen", "Ostbrin Kelwaday", "Wimbra Tolvenek"]);
    let mirror = folder.path().join("first");
    write(
        &mirror.join("index.json"),
        &dataset("ext_invented", V1, &first, 3).to_string(),
    );
    write(&mirror.join("entities.ftm.json"), &first);
    write(&mirror.join("targets.nested.json"), &first);
    load(&kashf, &[], &mirror).unwrap();
    assert_eq!(names(&kashf), [("ext_invented".to_owned(), 3)]);

    // Only the changes: the base is the source of the live version.
    let deltas = folder.path().join("deltas");
    let add = serde_json::json!({"op": "ADD", "entity": entity("grulo", "Grulo Fendrak")});
    let delete = serde_json::json!({"op": "DEL", "entity": {"id": "ostbrin"}});
    write(
        &deltas.join(V2).join("entities.delta.json"),
        &format!("{add}\n{delete}\n"),
    );
    write(
        &deltas.join("delta.json"),
        &serde_json::json!({"versions": {V1: "x", V2: "y"}}).to_string(),
    );
    write(
        &deltas.join("index.json"),
        &dataset("ext_invented", V2, "whole", 3).to_string(),
    );
    let outcome = load(&kashf, &[], &deltas).unwrap();
    let applied = outcome.applied.unwrap();
    assert_eq!(
        (applied.base.as_str(), applied.steps.as_slice()),
        (V1, &[(V2.to_owned(), [1, 0, 1])][..])
    );
    assert_eq!(names(&kashf), [("ext_invented".to_owned(), 3)]);
    let changes = kashf.changes("ext_invented").unwrap();
    assert_eq!(changes.changes.len(), 2);
    // Once more: the live version is the target, nothing is to be done.
    let again = load(&kashf, &[], &deltas).unwrap();
    assert!(!again.published && again.applied.unwrap().steps.is_empty());

    // Without a live version there is nothing to start from.
    let empty = Kashf::open(folder.path().join("empty")).unwrap();
    let error = load(&empty, &[], &deltas).unwrap_err();
    assert!(error.contains("there is no list to start from"), "{error}");
}

#[test]
fn of_a_catalogue_the_user_chooses() {
    let folder = tempfile::tempdir().unwrap();
    let one = list(&["Zarblek Undrowen"]);
    let two = list(&["Ostbrin Kelwaday", "Wimbra Tolvenek"]);
    let mirror = folder.path().join("mirror");
    let collection = serde_json::json!({"name": "both", "title": "Both", "type": "collection",
        "datasets": ["ext_one", "ext_two"], "children": ["ext_one", "ext_two"]});
    let catalogue = serde_json::json!({"datasets": [
        dataset("ext_one", V1, &one, 1), dataset("ext_two", V1, &two, 2), collection]});
    write(&mirror.join("index.json"), &catalogue.to_string());
    write(&mirror.join("one/entities.ftm.json"), &one);
    write(&mirror.join("two/entities.ftm.json"), &two);

    let kashf = Kashf::open(folder.path().join("chosen")).unwrap();
    let outcome = load(&kashf, &["ext_two"], &mirror).unwrap();
    assert_eq!(names(&kashf), [("ext_two".to_owned(), 2)]);
    assert!(
        outcome.ignored[0].contains("another dataset"),
        "{:?}",
        outcome.ignored
    );

    let kashf = Kashf::open(folder.path().join("all")).unwrap();
    load(&kashf, &[], &mirror).unwrap();
    assert_eq!(
        names(&kashf),
        [("ext_one".to_owned(), 1), ("ext_two".to_owned(), 2)]
    );
    assert!(
        load(&kashf, &["ext_three"], &mirror)
            .unwrap_err()
            .contains("ext_three")
    );

    // The same bytes under two names: only the user knows which is meant.
    let same = serde_json::json!({"datasets": [
        dataset("ext_one", V1, &one, 1), dataset("ext_two", V1, &one, 1)]});
    let alike = folder.path().join("alike");
    write(&alike.join("index.json"), &same.to_string());
    write(&alike.join("entities.ftm.json"), &one);
    let error = load(&kashf, &[], &alike).unwrap_err();
    assert!(error.contains("`ext_one`, `ext_two`"), "{error}");
    let kashf = Kashf::open(folder.path().join("alike-data")).unwrap();
    load(&kashf, &["ext_one"], &alike).unwrap();
    assert_eq!(names(&kashf), [("ext_one".to_owned(), 1)]);
}
