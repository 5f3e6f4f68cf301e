//! `kashf trace` as a user meets it. All parties are invented.

use crate::desk::{Desk, Ran};
use serde_json::{Value, json};

const LEDGER: &str = "id,payer,payee,date,amount,currency\n\
    1,donor,changer,2026-01-05T09:00:00Z,9000.00,EUR\n\
    2,changer,dealer,2026-01-05T11:30:00Z,8900.00,EUR\n\
    3,dealer,donor,2026-01-05T16:00:00Z,8700.00,EUR\n\
    4,changer,shop,2026-01-06T10:00:00Z,120.00,EUR\n";

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman al-Mithali","نادر المثالي"],"topics":["sanction"]}}
{"id":"x-2","schema":"BankAccount","properties":{"name":["Account of Nadir Exampleman"],"iban":["DE89370400440532013000"],"topics":["sanction"]}}
"#;

fn ok(ran: &Ran) {
    assert_eq!(ran.code, 0, "{}\n{}", ran.stdout, ran.stderr);
}

#[test]
fn a_cycle_is_found_without_a_data_directory() {
    let desk = Desk::empty();
    let ledger = desk.write("ledger.csv", LEDGER);
    let ran = desk.run(&["trace", "cycles", "--in", &ledger, "--json"]);
    ok(&ran);
    let [line] = ran.json().try_into().unwrap();
    assert_eq!(line["typology"], "cycle");
    assert_eq!(line["edges"], json!([1, 2, 3]));
    assert_eq!(line["parties"], json!(["donor", "changer", "dealer"]));
    assert_eq!(line["amount"], json!(8700.0));
    assert_eq!(line["currency"], "EUR");
    assert_eq!(line["start"], "2026-01-05T09:00:00Z");
    assert_eq!(line["end"], "2026-01-05T16:00:00Z");
    assert_eq!(line["capped"], false);
    assert_eq!(line["evidence"][1]["line"], 3);
    assert!(
        ran.stderr.contains("src=payer,dst=payee,time=date"),
        "{}",
        ran.stderr
    );
    assert!(!desk.path("data").exists(), "nothing is created");
}

#[test]
fn the_flags_of_the_design_are_taken() {
    let desk = Desk::empty();
    let steps = "tx,von,nach,schritt,betrag\n10,a,b,1,5\n11,b,c,20,5\n12,c,a,31,5\n13,c,a,40,5\n";
    let input = desk.write("steps.csv", steps);
    let columns = "src=von,dst=nach,time=schritt,amount=betrag,currency=,id=tx";
    let found = |more: &[&str]| -> Vec<Value> {
        let out = desk.path("found.jsonl");
        let mut arguments = vec![
            "trace",
            "cycles",
            "--in",
            &input,
            "--columns",
            columns,
            "--out",
            out.to_str().unwrap(),
        ];
        arguments.extend(more);
        ok(&desk.run(&arguments));
        let text = fs_err::read_to_string(&out).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    assert_eq!(found(&["--window", "30"])[0]["edges"], json!([10, 11, 12]));
    assert_eq!(found(&["--window", "30"]).len(), 1);
    assert_eq!(found(&["--window", "12h", "--max-hops", "3"]).len(), 2);
    assert_eq!(found(&["--window", "86400", "--max-hops", "2"]).len(), 0);
    assert_eq!(found(&["--window", "1d", "--as-of", "1970-01-01"]).len(), 2);
    assert_eq!(found(&["--window", "1d", "--as-of", "31"]).len(), 1);
    assert_eq!(found(&["--from", "a,b"]).len(), 2);
    let first = &found(&["--limit", "1"])[0];
    assert_eq!(
        (&first["start"], &first["currency"]),
        (&json!(1), &Value::Null)
    );
}

#[test]
fn rows_that_are_left_out_are_shown_and_change_the_exit_code() {
    let desk = Desk::empty();
    let bad = format!(
        "{LEDGER}5,a,b,2026-01-05,-3,EUR\n6,a,a,2026-01-05,3,EUR\n7,a,b,2999-01-01,3,EUR\n8,a,b\n9,a,b,2026-01-05,3,QQQ\n"
    );
    let input = desk.write("bad.csv", bad);
    let ran = desk.run(&["trace", "cycles", "--in", &input, "--json"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert_eq!(ran.json().len(), 1);
    for said in [
        "left out 1 row with a negative amount",
        "left out 1 row from a party to itself",
        "left out 1 row dated in the future",
        "left out 1 row cannot be read",
        "left out 1 row with an unknown currency",
        "bad.csv line 6: negative amount: `-3`",
        "bad.csv line 9: expected 6 fields, found 3",
        "5 of 9 rows were left out",
    ] {
        assert!(ran.stderr.contains(said), "{said}\n{}", ran.stderr);
    }
}

#[test]
fn mistakes_have_hints() {
    let desk = Desk::empty();
    let ledger = desk.write("ledger.csv", LEDGER);
    let failed = |arguments: &[&str]| {
        let ran = desk.run(arguments);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        ran.stderr
    };
    let stderr = failed(&["trace", "cycles", "--in", &ledger, "--columns", "src=giver"]);
    assert!(stderr.contains("no column `giver` for `src`"), "{stderr}");
    assert!(
        stderr.contains("hint: ") && stderr.contains("`payer`"),
        "{stderr}"
    );
    let stderr = failed(&["trace", "cycles", "--in", &ledger, "--from", "nobody"]);
    assert!(stderr.contains("--from: no party `nobody`"), "{stderr}");
    let stderr = failed(&["trace", "channels", "--in", &ledger]);
    assert!(stderr.contains("hint: "), "{stderr}");
    let stderr = failed(&["trace", "patterns", "--typology", "ring", "--in", &ledger]);
    assert!(
        stderr.contains("there is no typology `ring`") && stderr.contains("fan-in"),
        "{stderr}"
    );
    failed(&["trace", "cycles", "--in", &ledger, "--window", "soon"]);
    failed(&["trace", "cycles", "--in", "absent.csv"]);
}

#[test]
fn channels_run_to_the_listed_by_default_and_joins_can_be_undone() {
    let desk = Desk::empty();
    let list = desk.write("invented_list.ftm.json", LIST);
    ok(&desk.run(&["load", &list]));
    let ledger = "id,src,dst,time,amount,currency\n\
        1,donor,changer,2026-01-05T09:00:00Z,9000.00,EUR\n\
        2,changer,DE89 3704 0044 0532 0130 00,2026-01-05T11:30:00Z,8900.00,EUR\n\
        3,changer,Nader Exampleman al-Mithali,2026-01-05T12:30:00Z,50.00,EUR\n";
    let ledger = desk.write("ledger.csv", ledger);
    let joins = desk.path("joins.jsonl");
    let joins = joins.to_str().unwrap();
    let arguments = [
        "trace", "channels", "--in", &ledger, "--from", "donor", "--joins", joins, "--json",
    ];
    let ran = desk.run(&arguments);
    ok(&ran);
    let ends = |ran: &Ran| -> Vec<String> {
        let lines = ran.json();
        let ends = lines.iter().map(|line| {
            line["parties"]
                .as_array()
                .unwrap()
                .last()
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned()
        });
        let mut ends: Vec<String> = ends.collect();
        ends.sort();
        ends
    };
    assert_eq!(ends(&ran), ["x-1", "x-2"]);
    let evidence = ran.stdout.contains(
        r#"{"join":"name","reference":"Nader Exampleman al-Mithali","party":"x-1","score":"#,
    );
    assert!(evidence, "{}", ran.stdout);
    let text = fs_err::read_to_string(joins).unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
    let kept: String = text
        .lines()
        .filter(|line| !line.contains("\"name\""))
        .map(|line| format!("{line}\n"))
        .collect();
    fs_err::write(joins, kept).unwrap();
    let ran = desk.run(&arguments);
    ok(&ran);
    assert_eq!(ends(&ran), ["x-2"]);
    let cards = desk.run(&[
        "trace",
        "channels",
        "--in",
        &ledger,
        "--from",
        "donor",
        "--explain",
        "--lang",
        "ar",
    ]);
    ok(&cards);
    assert!(
        cards.stdout.contains("donor") && !cards.stdout.is_ascii(),
        "{}",
        cards.stdout
    );
}

#[test]
fn people_get_a_table_with_the_best_first() {
    let desk = Desk::empty();
    let mut rows = String::from("id,src,dst,time,amount\n");
    for (at, amount) in [10, 900, 30].iter().enumerate() {
        for giver in 0..4 {
            let id = at * 10 + giver;
            rows.push_str(&format!(
                "{id},g{at}{giver},hub{at},{},{amount}\n",
                at * 1000 + giver
            ));
        }
    }
    let input = desk.write("fans.csv", rows);
    let ran = desk.run(&[
        "trace", "fan", "--in", &input, "--window", "10", "--limit", "2",
    ]);
    ok(&ran);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines[0], "found: 3 fan-in");
    assert!(
        lines[2].contains("3,600.00") && lines[2].contains("hub1"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("... and 1 more") && ran.stdout.contains("reason to look"),
        "{}",
        ran.stdout
    );
    let found = desk.run(&[
        "trace",
        "fan",
        "--in",
        &input,
        "--window",
        "10",
        "--exit-code",
        "--json",
    ]);
    assert_eq!(found.code, 1);
}
