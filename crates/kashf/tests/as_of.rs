//! Answers as of a day: the version that stood then, also after its snapshot was pruned.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a file that cannot be written fails the test"
)]

use kashf::{Kashf, KashfError, LoadRequest, NoProgress};
use kashf_screen::Options;
use std::path::Path;

fn load(kashf: &Kashf, folder: &Path, day: &str, names: &[(&str, &str)]) {
    let lines: Vec<String> = names
        .iter()
        .map(|(id, name)| {
            let entity = serde_json::json!({
                "id": id, "schema": "Person", "last_seen": day, "properties": { "name": [name] },
            });
            format!("{entity}\n")
        })
        .collect();
    let file = folder.join("mine.ftm.json");
    fs_err::write(&file, lines.concat()).unwrap();
    let request = LoadRequest {
        files: vec![file],
        name: Some("mine".to_owned()),
        now: format!("{day}T12:00:00Z"),
        ..LoadRequest::default()
    };
    let outcome = kashf.load(&request, &NoProgress).unwrap();
    assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
}

#[test]
fn the_version_that_stood_on_the_day_answers() {
    let folder = tempfile::tempdir().unwrap();
    let kashf = Kashf::open(folder.path().join("data")).unwrap();
    let (gone, stays, comes) = ("Zorblat Fengrist", "Oktra Wendilbron", "Tulmek Ashparrin");
    load(
        &kashf,
        folder.path(),
        "2026-01-10",
        &[("m-1", gone), ("m-2", stays)],
    );
    load(
        &kashf,
        folder.path(),
        "2026-02-10",
        &[("m-2", stays), ("m-3", comes)],
    );
    let now = "2026-03-01T00:00:00Z";
    let matched = |date: &str| {
        let screener = kashf.screener_as_of(None, date, now).unwrap();
        let matched = [gone, stays, comes].map(|name| {
            let answer = screener.name(name, Some("Person"), &Options::default());
            answer.matches.iter().any(|found| found.is_match)
        });
        (matched, screener.snapshot_id().to_owned())
    };
    let (first, second) = ([true, true, false], [false, true, true]);
    assert_eq!(matched("2026-01-10").0, first);
    let (answers, id) = matched("2026-02-09");
    assert_eq!(answers, first);
    assert_eq!(matched("2026-02-10").0, second);
    assert_eq!(matched("2026-02-28").1, kashf.live_id().unwrap().unwrap());

    // The old snapshot goes; its source stays and gives the same segment again.
    kashf.prune(1).unwrap();
    assert_eq!(matched("2026-02-09"), (first, id));

    for (date, words) in [
        (
            "2026-01-09",
            "the earliest version of `mine` here is of 2026-01-10",
        ),
        ("2026-03-02", "has not come"),
        ("2026-1-10", "not a day"),
        ("2026-02-30", "not a day"),
    ] {
        let error = kashf.screener_as_of(None, date, now).unwrap_err();
        assert!(matches!(error, KashfError::AsOf { .. }), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}
