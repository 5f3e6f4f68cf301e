//! Who is one party across lists, as a user sees it. All parties are invented.

use crate::desk::{Desk, Ran};
use serde_json::Value;
use std::io::Write;
use std::process::Stdio;

/// Two parties stand on both lists; two namesakes do not say enough to be told apart or put together.
pub(crate) const HOUSE: &str = r#"{"id":"h-1","schema":"Person","properties":{"name":["Nadir Exampleman al-Mithali","نادر المثالي"],"birthDate":["1970-03-04"],"nationality":["jo"],"gender":["male"],"passportNumber":["EX4400192"],"topics":["sanction"]}}
{"id":"h-1-s","schema":"Sanction","properties":{"entity":["h-1"],"program":["Invented regime A"],"provisions":["Travel ban"]}}
{"id":"h-2","schema":"Vessel","properties":{"name":["Quiet Exampler"],"imoNumber":["IMO9999993"],"flag":["pa"]}}
{"id":"h-3","schema":"Person","properties":{"name":["Zuleika Provesen Muster"]}}
"#;
pub(crate) const YARD: &str = r#"{"id":"y-1","schema":"Person","properties":{"name":["Nadir EXAMPLEMAN AL-MITHALI"],"alias":["Nader Exampleman"],"birthDate":["1970-03-04"],"nationality":["jo"],"gender":["male"],"passportNumber":["EX4400192"],"topics":["sanction"]}}
{"id":"y-1-s","schema":"Sanction","properties":{"entity":["y-1"],"program":["Invented regime B"],"provisions":["Asset freeze"]}}
{"id":"y-2","schema":"Vessel","properties":{"name":["QUIET EXAMPLER"],"imoNumber":["IMO9999993"],"flag":["pa"]}}
{"id":"y-3","schema":"Person","properties":{"name":["Zuleika Provesen Muster"]}}
"#;

/// Both lists are loaded.
pub(crate) fn desk() -> Desk {
    let desk = Desk::empty();
    let (house, yard) = (
        desk.write("house.ftm.json", HOUSE),
        desk.write("yard.ftm.json", YARD),
    );
    let ran = desk.run(&["load", &house, &yard]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("across lists: "), "{}", ran.stdout);
    desk
}

pub(crate) fn matches(desk: &Desk, name: &str) -> Vec<Value> {
    let ran = desk.run(&["screen", name, "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.json()[0]["matches"].as_array().unwrap().clone()
}

fn outcome(desk: &Desk, a: &str, b: &str) -> String {
    let lines = desk.run(&["xref", "--json"]).json();
    let found = lines.iter().find(|line| line["a"] == a && line["b"] == b);
    found
        .map_or("absent", |line| line["outcome"].as_str().unwrap())
        .to_owned()
}

/// Runs a review that is given these keys.
fn review(desk: &Desk, keys: &str, more: &[&str]) -> Ran {
    let arguments: Vec<&str> = ["xref", "review", "--by", "Layla"]
        .iter()
        .chain(more)
        .copied()
        .collect();
    let mut command = desk.command(&arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(keys.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn one_party_on_two_lists_is_one_match_with_all_it_is_listed_for() {
    let desk = desk();
    let found = matches(&desk, "Nadir Exampleman al-Mithali");
    assert_eq!(found.len(), 1, "{found:#?}");
    let found = &found[0];
    assert_eq!(found["datasets"], serde_json::json!(["house", "yard"]));
    let id = found["canonical_id"].as_str().unwrap();
    assert!(id.starts_with("NK-") && id.len() == 25, "{id}");
    assert_eq!(found["referents"], serde_json::json!(["h-1", "y-1"]));
    let measures = found["measures"].to_string().to_lowercase();
    assert!(
        measures.contains("asset freeze") && measures.contains("travel ban"),
        "{measures}"
    );

    let lines = desk.run(&["xref", "--json"]).json();
    let line = lines.iter().find(|line| line["a"] == "h-1").unwrap();
    let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["a", "b", "outcome", "score", "reasons"]);
    assert_eq!(
        (line["b"].as_str(), line["outcome"].as_str()),
        (Some("y-1"), Some("same"))
    );
    assert!(line["reasons"].as_array().unwrap().len() > 1);
    assert!(line["score"].as_f64().unwrap() <= 1.0);

    // An entry that stands alone answers under its own id.
    let alone = &matches(&desk, "Zuleika Provesen Muster")[0];
    assert_eq!(alone["canonical_id"], alone["id"]);
    assert_eq!(alone["referents"], serde_json::json!([]));

    // One list asked: the party is the same, the other list is not spoken of.
    let ran = desk.run(&[
        "screen",
        "Nadir Exampleman al-Mithali",
        "--json",
        "--dataset",
        "yard",
    ]);
    let only = ran.json()[0]["matches"][0].clone();
    assert_eq!(only["datasets"], serde_json::json!(["yard"]));
    assert_eq!(only["canonical_id"], found["canonical_id"]);
    assert!(
        !only["measures"]
            .to_string()
            .to_lowercase()
            .contains("travel ban")
    );

    let ran = desk.run(&["screen", "Nadir Exampleman al-Mithali", "--format", "csv"]);
    let header = ran.stdout.lines().next().unwrap();
    assert!(
        header.ends_with(",legal_basis,canonical_id,referents"),
        "{header}"
    );
    assert!(ran.stdout.contains("h-1 | y-1"), "{}", ran.stdout);
}

#[test]
fn a_split_is_a_judgement_that_counts_at_once_and_old_snapshots_stay() {
    let desk = desk();
    let before = matches(&desk, "Quiet Exampler");
    assert_eq!(before.len(), 1);
    let snapshot = desk.run(&["snapshots"]).stdout.lines().next().unwrap()[..64].to_owned();
    let party = before[0]["canonical_id"].as_str().unwrap();
    for id in ["h-2", "y-2", party] {
        let ran = desk.run(&["xref", "show", id, "--json"]);
        assert_eq!(
            ran.json()[0]["canonical_id"],
            party,
            "every id leads to the party"
        );
    }
    let ran = desk.run(&[
        "xref",
        "split",
        "y-2",
        "--by",
        "Layla",
        "--reason",
        "another hull",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let apart = matches(&desk, "Quiet Exampler");
    assert_eq!(apart.len(), 2);
    for found in &apart {
        assert_eq!(found["canonical_id"], found["id"]);
    }
    assert_eq!(outcome(&desk, "h-2", "y-2"), "different");
    let shown = desk.run(&["xref", "show", "y-2"]).stdout;
    assert!(
        shown.contains("person:Layla") && shown.contains("another hull"),
        "{shown}"
    );
    // Nobody is named, and the judgement counts all the same.
    let ran = desk.run(&["xref", "--json", "split", "h-1"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("nobody is named"), "{}", ran.stderr);
    assert_eq!(ran.json()[0]["now"], serde_json::json!([["h-1"], ["y-1"]]));
    let again = desk.run(&["xref", "split", "y-2", "--by", "Layla"]);
    assert_eq!(again.code, 2);
    assert!(
        again.stderr.contains("merged with no other entry"),
        "{}",
        again.stderr
    );
    assert!(desk.run(&["verify"]).stdout.contains("all as published"));

    // Loading a list keeps what a person judged.
    let more = desk.write("third.ftm.json", YARD.replace("y-", "t-"));
    assert_eq!(desk.run(&["load", &more]).code, 0);
    assert_eq!(outcome(&desk, "h-2", "y-2"), "different");

    let ran = desk.run(&["snapshots", "roll-back", &snapshot]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(
        matches(&desk, "Quiet Exampler"),
        before,
        "an old snapshot answers as it did"
    );
}

#[test]
fn the_name_of_a_party_stays_when_a_list_joins_and_a_load_in_steps_gives_what_one_gives() {
    let desk = desk();
    let name = |desk: &Desk| {
        let found = matches(desk, "Nadir Exampleman al-Mithali");
        let merged = found
            .iter()
            .find(|found| found["referents"] != serde_json::json!([]));
        merged.unwrap()["canonical_id"].clone()
    };
    let before = name(&desk);
    let third = YARD.replace("\"y-", "\"a-");
    let path = desk.write("another.ftm.json", &third);
    let ran = desk.run(&["load", &path]);
    assert!(ran.stdout.contains("as before"), "{}", ran.stdout);
    assert_eq!(name(&desk), before, "a smaller id joined");
    assert_eq!(matches(&desk, "Nadir Exampleman al-Mithali").len(), 1);

    let whole = Desk::empty();
    let paths = [("house", HOUSE), ("yard", YARD), ("another", &third)]
        .map(|(name, text)| whole.write(&format!("{name}.ftm.json"), text));
    assert_eq!(
        whole.run(&["load", &paths[0], &paths[1], &paths[2]]).code,
        0
    );
    let lines = whole.run(&["xref", "--json"]).stdout;
    assert!(!lines.is_empty());
    assert_eq!(desk.run(&["xref", "--json"]).stdout, lines);

    // An entry that is amended is judged anew, and nothing else moves.
    let amended = third
        .replace("1970-03-04", "1991-12-30")
        .replace("EX4400192", "EX7700201");
    let path = desk.write("another.ftm.json", &amended);
    assert_eq!(desk.run(&["load", &path]).code, 0);
    let anew = Desk::empty();
    let paths = [("house", HOUSE), ("yard", YARD), ("another", &amended)]
        .map(|(name, text)| anew.write(&format!("{name}.ftm.json"), text));
    assert_eq!(anew.run(&["load", &paths[0], &paths[1], &paths[2]]).code, 0);
    let amended_lines = anew.run(&["xref", "--json"]).stdout;
    assert_ne!(amended_lines, lines);
    assert_eq!(desk.run(&["xref", "--json"]).stdout, amended_lines);
    assert_eq!(name(&desk), before, "who stayed keeps the name");
}

#[test]
fn a_review_survives_interruption() {
    let desk = desk();
    assert_eq!(
        outcome(&desk, "h-3", "y-3"),
        "look",
        "names alone do not say enough"
    );
    let ran = review(&desk, "x\nk\n", &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("`x` is no key"), "{}", ran.stderr);
    for part in [
        "h-3 (house)",
        "y-3 (yard)",
        "Zuleika Provesen Muster",
        "agrees",
        "0 pairs judged",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    let ran = review(&desk, "u\n", &[]);
    assert!(ran.stdout.contains("kept: h-3 look y-3"), "{}", ran.stdout);
    assert!(
        review(&desk, "", &[])
            .stdout
            .contains("nothing waits for a human")
    );
    // The pipe ends behind the key: the decision is kept all the same.
    let ran = review(&desk, "s", &["--unsure"]);
    assert!(ran.stdout.contains("kept: h-3 same y-3"), "{}", ran.stdout);
    assert_eq!(matches(&desk, "Zuleika Provesen Muster").len(), 1);

    // What a crash tears off is not believed, and the next judgement goes on behind the whole lines.
    let journal = desk.path("data/resolver.jsonl");
    let whole = fs_err::read_to_string(&journal).unwrap();
    assert_eq!(whole.lines().count(), 2);
    fs_err::write(&journal, format!("{whole}{{\"a\":\"h-3\",\"b\"")).unwrap();
    let verify = desk.run(&["verify"]);
    assert_eq!(verify.code, 0);
    assert!(
        verify.stdout.contains("never acknowledged"),
        "{}",
        verify.stdout
    );
    assert_eq!(desk.run(&["xref", "split", "h-3", "--by", "Layla"]).code, 0);
    assert_eq!(fs_err::read_to_string(&journal).unwrap().lines().count(), 3);
    assert_eq!(outcome(&desk, "h-3", "y-3"), "different");

    // A damaged line is never passed over.
    fs_err::write(&journal, format!("nonsense\n{whole}")).unwrap();
    let ran = desk.run(&["xref"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("line 1") && ran.stderr.contains("hint: "),
        "{}",
        ran.stderr
    );
    assert_eq!(desk.run(&["verify"]).code, 2);
}

#[test]
fn a_policy_that_merges_nothing_leaves_it_to_people() {
    let desk = Desk::empty();
    let policy = desk.run(&["policy", "show"]).stdout;
    assert!(policy.contains("automatic = true"), "{policy}");
    fs_err::create_dir(desk.path("data")).unwrap();
    desk.write(
        "data/policy.toml",
        policy.replace("automatic = true", "automatic = false"),
    );
    let (house, yard) = (
        desk.write("house.ftm.json", HOUSE),
        desk.write("yard.ftm.json", YARD),
    );
    assert_eq!(desk.run(&["load", &house, &yard]).code, 0);
    let found = matches(&desk, "Quiet Exampler");
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .all(|found| found["canonical_id"] == found["id"])
    );
    assert_eq!(outcome(&desk, "h-2", "y-2"), "look", "a human may say so");
    let ran = review(&desk, "s\nq\n", &[]);
    assert!(ran.stdout.contains("1 pairs judged"), "{}", ran.stdout);
    let merged = [
        "Quiet Exampler",
        "Nadir Exampleman al-Mithali",
        "Zuleika Provesen Muster",
    ];
    let merged = merged
        .iter()
        .filter(|name| matches(&desk, name).len() == 1)
        .count();
    assert_eq!(merged, 1);
}
