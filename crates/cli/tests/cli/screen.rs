//! Screening from the command line: nobody is skipped, nobody is cleared by a failure, order is kept.

use crate::desk::{Desk, fixture};
use serde_json::Value;

fn ids(lines: &[Value]) -> Vec<&str> {
    lines
        .iter()
        .map(|line| line["id"].as_str().unwrap())
        .collect()
}

#[test]
fn without_a_list_nobody_is_clear() {
    let desk = Desk::empty();
    let customers = fixture("customers.csv");
    for arguments in [
        vec!["screen", "Somebody Quite Else"],
        vec!["screen", "Somebody Quite Else", "--json"],
        vec!["screen", "--in", customers.to_str().unwrap()],
    ] {
        let ran = desk.run(&arguments);
        assert_eq!(ran.code, 2);
        assert_eq!(ran.stdout, "");
        assert!(ran.stderr.contains("no list is loaded"), "{}", ran.stderr);
        assert!(ran.stderr.contains("hint: "), "{}", ran.stderr);
        assert!(
            !desk.path("data").exists(),
            "reading must not create a data directory"
        );
    }
}

#[test]
fn a_dataset_that_is_not_loaded_is_a_failure() {
    let desk = Desk::loaded();
    let ran = desk.run(&["screen", "Nadir Exampleman", "--dataset", "un"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(ran.stderr, @r"
    kashf: error: dataset `un` is not loaded
    hint: loaded are: example_list; `kashf lists` shows them
    ");
    for name in ["all", "default", "example_list"] {
        assert_eq!(
            desk.run(&["screen", "Nadir Exampleman", "--dataset", name])
                .code,
            0
        );
    }
}

#[test]
fn a_line_has_the_fields_of_the_contract_in_their_order() {
    let desk = Desk::loaded();
    let ran = desk.run(&["screen", "Nadir Exampleman al-Mithali", "--json"]);
    let lines = ran.json();
    let keys = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(",")
    };
    assert_eq!(
        keys(&lines[0]),
        "id,status,problem,snapshot,policy,stale,matches"
    );
    let found = &lines[0]["matches"][0];
    assert_eq!(
        keys(found),
        "id,caption,schema,datasets,score,match,points,features,reasons,measures,listing,canonical_id,referents"
    );
    assert_eq!(
        keys(&found["reasons"][0]),
        "feature,points,query,candidate,en,ar"
    );
    assert_eq!(found["id"], "ex-1");
    assert_eq!(found["match"], true);
    assert_eq!(found["datasets"], serde_json::json!(["example_list"]));
    let sum: i64 = found["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["points"].as_i64().unwrap())
        .sum();
    assert_eq!(found["points"].as_i64(), Some(sum));
}

#[test]
fn every_customer_is_answered_in_order() {
    let desk = Desk::loaded();
    let ran = desk.run(&["screen", "--in", fixture("customers.csv").to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let lines = ran.json();
    assert_eq!(ids(&lines), ["c1", "c2", "c3", "c4", "c5"]);
    assert_eq!(lines[0]["matches"][0]["id"], "ex-1");
    assert_eq!(lines[1]["matches"][0]["id"], "ex-1");
    assert_eq!(lines[2]["matches"][0]["id"], "ex-2");
    assert_eq!(lines[3]["matches"], serde_json::json!([]));
    assert_ne!(
        lines[4]["matches"][0]["match"], true,
        "another birth date and nationality"
    );
    let warnings: Vec<&str> = ran
        .stderr
        .lines()
        .filter(|line| line.contains("warning"))
        .collect();
    assert_eq!(
        warnings,
        ["kashf: warning: columns not understood and not used: favourite_colour"]
    );
}

#[test]
fn rows_that_cannot_be_read_are_answered_as_not_screened() {
    let desk = Desk::loaded();
    let mut text = b"id,name,dob\n1,Nadir Exampleman,1970-03-04\n2,too,many,cells\n3,\"never closed,x\n4,Zuleika Provesen,1985\n5,bad \xff byte,\n6,Zuleika Provesen,35 Marchtober\n7,,\n".to_vec();
    text.extend_from_slice(b"8,");
    text.extend(std::iter::repeat_n(b'x', (1 << 20) + 5));
    text.extend_from_slice(b",\n9,Zuleika Provesen,1985\n");
    let file = desk.write("rows.csv", text);
    let ran = desk.run(&["screen", "--in", &file]);
    assert_eq!(ran.code, 3);
    let told: Vec<String> = ran
        .json()
        .iter()
        .map(|line| {
            let text = |key: &str| {
                line[key]
                    .as_str()
                    .unwrap_or("-")
                    .chars()
                    .take(58)
                    .collect::<String>()
            };
            format!("{} {}: {}", text("id"), text("status"), text("problem"))
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    1 screened: -
    2 not_screened: line 3: expected 3 fields, found 4
    3 not_screened: line 4: a quoted field is never closed
    4 screened: -
    5 not_screened: line 6: field `name` is not UTF-8
    6 partial: `birthDate` could not be read and was not compared: is not
    7 not_screened: the record has no name and no identifier
    8 not_screened: line 9: the line is longer than 1048576 bytes
    9 screened: -
    ");
}

#[test]
fn json_lines_are_answered_line_by_line() {
    let desk = Desk::loaded();
    let file = desk.write(
        "in.jsonl",
        "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Zuleika Provesen\"]}}\n\n{\"name\":\"Quiet Exampler\",\"shoe\":1}\nnot json\n{\"id\":7}\n",
    );
    let ran = desk.run(&["screen", "--in", &file]);
    assert_eq!(ran.code, 3);
    let lines = ran.json();
    assert_eq!(ids(&lines), ["a", "2", "3", "7"]);
    assert_eq!(lines[0]["matches"][0]["id"], "ex-4");
    assert_eq!(lines[1]["matches"][0]["id"], "ex-3");
    assert_eq!(lines[2]["problem"], "line 4: not JSON (column 2)");
    assert_eq!(lines[3]["status"], "not_screened");
    assert!(
        ran.stderr
            .contains("fields not understood and not used: shoe"),
        "{}",
        ran.stderr
    );
}

#[test]
fn files_that_cannot_be_screened_at_all_say_why() {
    let desk = Desk::loaded();
    let cases: [(&str, &[u8]); 6] = [
        ("empty.csv", b""),
        ("nothing.csv", b"colour,size\nred,1\n"),
        ("wide.csv", b"\xff\xfei\0d\0"),
        ("list.json", b"[{\"name\":\"x\"}]"),
        ("customers.csv.gz", b"\x1f\x8b\x08\0"),
        ("names.txt", b"Nadir Exampleman\nZuleika Provesen\n"),
    ];
    let mut told = String::new();
    for (name, bytes) in cases {
        desk.write(name, bytes);
        let ran = desk.run(&["screen", "--in", name]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        told.push_str(&ran.stderr);
    }
    insta::assert_snapshot!(told, @r"
    kashf: error: `empty.csv`: is empty
    hint: the first line names the columns; each further line is a record
    kashf: error: `nothing.csv` line 1: none of its 2 columns holds a name or an identifier
    hint: the first line must name the columns, such as `id,schema,name,birthDate,country`
    kashf: error: `wide.csv`: is UTF-16
    hint: save it as UTF-8
    kashf: error: `list.json`: is a JSON array
    hint: write one object a line (JSON Lines): `jq -c '.[]' FILE`
    kashf: error: `customers.csv.gz`: is compressed
    hint: unpack it first, or pipe it: `zcat FILE | kashf screen --in -`
    kashf: error: `names.txt` line 1: none of its 1 columns holds a name or an identifier
    hint: the first line must name the columns, such as `id,schema,name,birthDate,country`
    ");
}

#[test]
fn exit_codes_tell_hits_only_when_asked() {
    let desk = Desk::loaded();
    assert_eq!(desk.run(&["screen", "Nadir Exampleman al-Mithali"]).code, 0);
    assert_eq!(
        desk.run(&["screen", "Nadir Exampleman al-Mithali", "--exit-code"])
            .code,
        1
    );
    assert_eq!(
        desk.run(&["screen", "Somebody Quite Else", "--exit-code"])
            .code,
        0
    );
    assert_eq!(desk.run(&["screen", "...", "--exit-code"]).code, 3);
    assert_eq!(desk.run(&["screen"]).code, 2);
    assert_eq!(desk.run(&["screen", "a", "--in", "b"]).code, 2);
    assert_eq!(desk.run(&["screen", "a", "--threshold", "1.2"]).code, 2);
}

#[test]
fn no_match_is_not_called_a_clearance() {
    let desk = Desk::loaded();
    let ran = desk.run(&["screen", "Somebody Quite Else"]);
    insta::assert_snapshot!(ran.stdout, @r"
    nobody on these lists resembles this name above 0.700
    Compared with example_list (date not stated).
    That is not a clearance: it says what these lists, at these dates, do not hold.
    ");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let desk = Desk::loaded();
    let mut text = String::from("id,name\n");
    for number in 0..3000 {
        text.push_str(&format!("{number},Nadir Exampleman {number}\n"));
    }
    let file = desk.write("many.csv", text);
    let with = |threads: &str| {
        let mut command = desk.command(&["screen", "--in", &file]);
        command
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap()
            .stdout
    };
    let one = with("1");
    assert_eq!(one.iter().filter(|byte| **byte == b'\n').count(), 3000);
    assert!(one == with("4"), "order or content depends on the threads");
}

#[test]
fn as_of_is_answered_only_where_a_version_stood() {
    let desk = Desk::loaded();
    let ask = |date: &str| desk.run(&["screen", "Nadir Exampleman", "--as-of", date]);
    for (date, why) in [
        (
            "2015-11-23",
            "the earliest version of `example_list` here is of",
        ),
        ("9999-01-01", "has not come"),
        ("yesterday", "not a day"),
    ] {
        let ran = ask(date);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    }
    // The list states no date, so the day of loading counts: today can be answered for.
    let lists = desk.run(&["lists", "--json"]).json();
    let today = &lists[0]["loaded_at"].as_str().unwrap()[..10];
    assert_eq!(ask(today).code, 0);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let desk = Desk::loaded();
    let file = desk.write(
        "many.csv",
        format!("name\n{}", "Nadir Exampleman\n".repeat(20_000)),
    );
    let mut command = desk.command(&["screen", "--in", &file]);
    command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_company_of_a_register_that_listed_persons_own_is_answered_so() {
    let desk = Desk::empty();
    let person = r#"{"id":"l-1","schema":"Person","properties":{"name":["Nadir Exampleman"],"topics":["sanction"]}}"#;
    let list = desk.write("list.ftm.json", person);
    let register = [
        r#"{"id":"r-1","schema":"Company","properties":{"name":["Aerofabula Holding"]}}"#,
        r#"{"id":"r-2","schema":"Company","properties":{"name":["Fabulous Front Trading"]}}"#,
        r#"{"id":"o-1","schema":"Ownership","properties":{"owner":["l-1"],"asset":["r-1"],"percentage":["60%"]}}"#,
        r#"{"id":"o-2","schema":"Ownership","properties":{"owner":["r-1"],"asset":["r-2"],"percentage":["50,5"]}}"#,
    ];
    let register = desk.write("registry.ftm.json", register.join("\n"));
    for (file, name) in [(&list, "sanctions"), (&register, "registry")] {
        let ran = desk.run(&["load", file, "--as", name]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let ran = desk.run(&["screen", "Fabulous Front Trading", "--json"]);
    let found = &ran.json()[0]["matches"][0];
    assert_eq!(found["match"], true);
    let owned = &found["owned"][0];
    let told = [
        &owned["rule"],
        &owned["answer"],
        &owned["by"][0],
        &owned["proof"][1]["owner"],
    ];
    assert_eq!(told, ["ofac_50", "owned", "l-1", "r-1"]);
    let card = desk.run(&["screen", "Fabulous Front Trading"]).stdout;
    let words: Vec<&str> = card.split_whitespace().collect();
    let card = words.join(" ");
    for part in [
        "OWNED Not listed, but owned by listed persons: Nadir Exampleman hold 50.5 % of it",
        "1 Nadir Exampleman holds 60 % of Aerofabula Holding; that makes 60 %. (registry o-1)",
        "2 Aerofabula Holding holds 50.5 % of Fabulous Front Trading; that makes 50.5 %. (registry o-2)",
    ] {
        assert!(card.contains(part), "{part}: {card}");
    }
}
