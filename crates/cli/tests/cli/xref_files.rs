//! Resolver files and former ids: what other systems judged, and what they read of ours.

use crate::desk::Desk;
use crate::xref::{HOUSE, YARD, desk, matches};
use serde_json::Value;

#[test]
fn resolver_files_come_in_and_go_out() {
    let desk = desk();
    let file = desk.write(
        "resolver.ijson",
        "[\"Q42\", \"h-3\", \"positive\", null, \"jane\", \"2021-03-04T05:06:07\"]\n\
         [\"Q42\", \"y-3\", \"positive\", null, \"jane\", \"2021-03-04T05:06:08\"]\n\
         [\"y-2\", \"h-2\", \"negative\", null, \"jane\", null]\n\
         [\"wd-7\", \"elsewhere-1\", \"positive\", null, \"jane\", null]\n\
         [\"y-3\", \"h-1\", \"no_judgement\", 0.41, \"kashf\", null]\n",
    );
    let ran = desk.run(&["xref", "import", &file]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stdout
            .contains("5 lines: 4 judgements taken, 0 known already, 1 suggestions"),
        "{}",
        ran.stdout
    );
    let found = matches(&desk, "Zuleika Provesen Muster");
    assert_eq!(
        (found.len(), found[0]["canonical_id"].as_str()),
        (1, Some("Q42")),
        "imported names are kept"
    );
    assert_eq!(found[0]["referents"], serde_json::json!(["h-3", "y-3"]));
    assert_eq!(
        matches(&desk, "Quiet Exampler").len(),
        2,
        "their word goes over ours"
    );
    let again = desk.run(&["xref", "import", &file]);
    assert!(
        again.stdout.contains("0 judgements taken, 4 known already"),
        "{}",
        again.stdout
    );

    let out = desk.path("out.ijson");
    assert_eq!(desk.run(&["xref", "export", out.to_str().unwrap()]).code, 0);
    let text = fs_err::read_to_string(&out).unwrap();
    for line in [
        "[\"Q42\", \"h-3\", \"positive\", null, \"jane\", \"2021-03-04T05:06:07\"]",
        "[\"y-2\", \"h-2\", \"negative\", null, \"jane\", null]",
    ] {
        assert!(text.lines().any(|known| known == line), "{line}: {text}");
    }
    // Taken in elsewhere, it gives the same parties under the same names.
    let other = Desk::empty();
    let (house, yard) = (
        other.write("house.ftm.json", HOUSE),
        other.write("yard.ftm.json", YARD),
    );
    assert_eq!(other.run(&["load", &house, &yard]).code, 0);
    assert_eq!(
        other.run(&["xref", "import", out.to_str().unwrap()]).code,
        0
    );
    for name in [
        "Zuleika Provesen Muster",
        "Quiet Exampler",
        "Nadir Exampleman al-Mithali",
    ] {
        let ids = |desk: &Desk| -> Vec<Value> {
            matches(desk, name)
                .iter()
                .map(|found| found["canonical_id"].clone())
                .collect()
        };
        assert_eq!(ids(&desk), ids(&other), "{name}");
    }

    let bad = desk.write(
        "bad.ijson",
        "[\"Q1\", \"h-1\", \"positive\", null, null, null]\n[\"Q1\"]\n",
    );
    let ran = desk.run(&["xref", "import", &bad]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("line 2: has 1 fields, not 6"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("nothing of the file was taken"),
        "{}",
        ran.stderr
    );
    let party = desk.run(&["xref", "show", "Q1"]);
    assert_eq!(party.code, 2);
    assert!(
        party
            .stderr
            .contains("no loaded list and no judgement knows this id"),
        "{}",
        party.stderr
    );
}

#[test]
fn former_ids_of_a_list_lead_to_its_entry() {
    let desk = Desk::empty();
    let list = desk.write(
        "merged.ftm.json",
        "{\"id\":\"NK-example\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Nadir Exampleman\"]},\
         \"referents\":[\"ofac-7\",\"eu-9\"]}\n",
    );
    let ran = desk.run(&["load", &list]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stdout.contains("`referents`"), "{}", ran.stdout);
    let found = &matches(&desk, "Nadir Exampleman")[0];
    assert_eq!(found["canonical_id"], "NK-example");
    assert_eq!(found["referents"], serde_json::json!(["eu-9", "ofac-7"]));
    let shown = desk.run(&["xref", "show", "eu-9", "--json"]).json();
    assert_eq!(shown[0]["entries"][0]["id"], "NK-example");
}

/// nomenklatura itself reads our file and says the same; and its own file gives the same here.
#[test]
fn nomenklatura_reads_what_we_write() {
    let python = "/work/venv/peers/bin/python3";
    if !std::path::Path::new(python).exists() {
        eprintln!("SKIPPED: no nomenklatura at {python}");
        return;
    }
    let desk = desk();
    let file = desk.write(
        "theirs.ijson",
        "[\"NK-theirs\", \"h-3\", \"positive\", null, \"jane\", \"2021-03-04T05:06:07\"]\n\
         [\"NK-theirs\", \"y-3\", \"positive\", null, \"jane\", \"2021-03-04T05:06:08\"]\n",
    );
    assert_eq!(desk.run(&["xref", "import", &file]).code, 0);
    let out = desk.path("out.ijson");
    assert_eq!(desk.run(&["xref", "export", out.to_str().unwrap()]).code, 0);
    let script = desk.write(
        "read.py",
        "import sys, json\n\
         from nomenklatura.db import Session, get_engine\n\
         from nomenklatura.resolver import Resolver\n\
         session = Session(get_engine('sqlite:///:memory:'))\n\
         resolver = Resolver(session, create=True)\n\
         resolver.load(sys.argv[1])\n\
         ids = ['h-1', 'y-1', 'h-2', 'y-2', 'h-3', 'y-3']\n\
         print(json.dumps({i: resolver.get_canonical(i) for i in ids}))\n\
         resolver.dump(sys.argv[2])\n",
    );
    let theirs = desk.path("dumped.ijson");
    let ran = std::process::Command::new(python)
        .args([
            script.as_str(),
            out.to_str().unwrap(),
            theirs.to_str().unwrap(),
        ])
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{stderr}");
    let said: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let other = Desk::empty();
    let (house, yard) = (
        other.write("house.ftm.json", HOUSE),
        other.write("yard.ftm.json", YARD),
    );
    assert_eq!(other.run(&["load", &house, &yard]).code, 0);
    assert_eq!(
        other
            .run(&["xref", "import", theirs.to_str().unwrap()])
            .code,
        0
    );
    for (name, ids) in [
        ("Nadir Exampleman al-Mithali", ["h-1", "y-1"]),
        ("Quiet Exampler", ["h-2", "y-2"]),
        ("Zuleika Provesen Muster", ["h-3", "y-3"]),
    ] {
        let ours = matches(&desk, name)[0]["canonical_id"].clone();
        assert_eq!(
            matches(&other, name)[0]["canonical_id"],
            ours,
            "back from nomenklatura"
        );
        for id in ids {
            assert_eq!(said[id], ours, "{id}");
        }
    }
}
