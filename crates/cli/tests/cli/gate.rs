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

#[test]
fn what_was_delisted_is_shown_and_is_no_match() {
    let desk = Desk::empty();
    let version = |day: &str, names: &[&str]| {
        let line = |name: &&str| {
            let entity = serde_json::json!({
                "id": name.replace(' ', "-"), "schema": "Person", "last_change": day, "last_seen": day,
                "properties": { "name": [name] },
            });
            format!("{entity}\n")
        };
        names.iter().map(line).collect::<String>()
    };
    let old = ["Otilie Androvy", "Bakhit Zurqan", "Nuhad Bothman"];
    let first = desk.write("first.json", version("2025-01-01", &old));
    let next = desk.write("next.json", version("2025-02-01", &[old[0], old[2]]));
    for file in [&first, &next] {
        let ran = desk.run(&["load", "--as", "mine", "--file", file]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let answer = desk.run(&["screen", "Bakhit Zurqan", "--json"]).json();
    let found = &answer[0]["matches"][0];
    assert_eq!(found["id"], "Bakhit-Zurqan");
    assert_eq!(
        (&found["match"], &found["delisted"]),
        (&false.into(), &true.into())
    );
    assert_eq!(found["datasets"], serde_json::json!(["mine"]));
    let reasons = found["reasons"].as_array().unwrap();
    assert!(reasons.iter().any(|reason| reason["feature"] == "delisted"));
    let ran = desk.run(&[
        "screen",
        "Bakhit Zurqan",
        "--exit-code",
        "--dataset",
        "mine",
    ]);
    assert_eq!(ran.code, 0, "no match: {}", ran.stdout);
    assert!(ran.stdout.contains("was delisted"), "{}", ran.stdout);

    let lists = desk.run(&["lists", "--json"]).json();
    assert_eq!((lists.len(), &lists[0]["delisted"]), (1, &1.into()));
    let then = desk.run(&["screen", "Bakhit Zurqan", "--json", "--as-of", "2025-01-15"]);
    assert_eq!(then.json()[0]["matches"][0]["match"], true);
    let refused = desk.run(&["load", "--as", "mine.delisted", "--file", &first]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("cannot end in `.delisted`"));
}
