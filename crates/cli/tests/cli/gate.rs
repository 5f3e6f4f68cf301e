//! The list gate as an operator meets it: what is refused, what still serves, what is accepted.

use crate::desk::Desk;

#[test]
fn an_older_version_is_refused_and_what_serves_is_said() {
    let desk = Desk::empty();
    let version = |day: &str| {
        let entity = serde_json::json!({
            "id": "o-1",
            "schema": "Person",
            "last_seen": day,
            "last_change": day,
            "properties": { "name": ["Otilie Androvy"] },
        });
        format!("{entity}\n")
    };
    let new = desk.write("new.json", version("2026-02-02"));
    let old = desk.write("old.json", version("2025-01-01"));
    let load = |file: &str, more: &[&str]| {
        let arguments = [&["load", "--as", "mine", "--file", file], more].concat();
        desk.run(&arguments)
    };
    let ran = load(&new, &[]);
    assert!(!ran.stdout.contains("replaces"), "{}", ran.stdout);
    let ran = load(&old, &[]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    for words in [
        "mine is refused: it is of 2025-01-01, older than the live version of 2026-02-02",
        "still serving: version 20260202-",
        "with 1 records, loaded 20",
        "hint: `kashf snapshots roll-back ID`",
    ] {
        assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    }
    let lists = desk.run(&["lists", "--json"]).json();
    assert_eq!(lists[0]["as_of"], "2026-02-02");
    let reason = lists[0]["last_refusal"]["reason"].as_str().unwrap();
    assert!(reason.contains("older than the live version"), "{reason}");

    let ran = load(&old, &["--accept", " "]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("the reason is empty"), "{}", ran.stderr);
    let ran = load(&old, &["--accept", "the publisher set his date back"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("replaces      20260202-"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains("accepted      the publisher set his date back; on record"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("overridden    it is of 2025-01-01"),
        "{}",
        ran.stdout
    );
}
