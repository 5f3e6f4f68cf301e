//! The FollowTheMoney reader: what is kept, what is told, what is refused.

use crate::{LoadError, Loaded, SourceFile, load};
use kashf_core::ProblemKind;
use proptest::prelude::*;

const LINES: &str = concat!(
    r#"{"id":"ex-1","schema":"Person","properties":{"name":["Layla Example"],"birthDate":["1962"]},"datasets":["invented"],"last_seen":"2026-01-02T00:00:00"}"#,
    "\n",
    r#"{"id":"ex-2","schema":"LegalEntity","properties":{"name":["Invented Ltd"]},"datasets":["invented"],"referents":["x-9"],"odd":1}"#,
    "\n",
    r#"{"id":"ex-2","schema":"Company","properties":{"name":["Invented Limited"],"leiCode":["not a code"],"shoeSize":["9"]},"datasets":["invented"]}"#,
    "\n",
);

fn read(name: &str, bytes: &[u8], dataset: Option<&str>) -> Result<Loaded, LoadError> {
    load(&[SourceFile::from_bytes(name, bytes.to_vec())], dataset)
}

#[test]
fn fragments_join_and_nothing_is_lost_in_silence() {
    let loaded = read("entities.ftm.json", LINES.as_bytes(), None).unwrap();
    assert_eq!((loaded.dataset.as_str(), loaded.records), ("invented", 2));
    assert_eq!(loaded.as_of.as_deref(), Some("2026-01-02T00:00:00"));
    assert_eq!(loaded.records_by_type["Company"], 1);
    let names: Vec<&str> = loaded
        .statements
        .iter()
        .filter(|s| s.prop == "name")
        .map(|s| s.value)
        .collect();
    assert_eq!(names, ["Layla Example", "Invented Ltd", "Invented Limited"]);
    assert!(
        loaded.statements.iter().any(|s| s.value == "not a code"),
        "values stay as they are"
    );
    assert_eq!(loaded.problem_counts[&ProblemKind::Doubtful], 2);
    assert_eq!(loaded.referents, [("ex-2".to_owned(), "x-9".to_owned())]);
    assert_eq!(loaded.not_held["field `odd`"], 1);
    assert!(loaded.statements.iter().all(|s| s.origin.is_none()));
}

#[test]
fn repeated_values_of_fragments_stand_once() {
    let lines = format!("{LINES}{LINES}");
    let once = read("x.json", LINES.as_bytes(), None).unwrap();
    assert_eq!(
        read("x.json", lines.as_bytes(), None).unwrap().statements,
        once.statements
    );
}

#[test]
fn fragments_join_however_far_apart_they_stand() {
    let fragment = |name: &str| {
        format!(
            r#"{{"id":"ex-1","schema":"Person","properties":{{"name":["{name}"]}},"last_seen":"2026-01-02"}}"#
        ) + "\n"
    };
    let (first, second) = (fragment("Layla Example"), fragment("Layla Muster"));
    let note = "x".repeat(1000);
    // More than a block of lines.
    let between: String = (0..3000)
        .map(|n| format!(r#"{{"id":"p-{n}","schema":"Person","properties":{{"name":["Nadir {n}"],"notes":["{note}"]}}}}"#) + "\n")
        .collect();
    let apart = read(
        "x.json",
        format!("{first}{between}{second}").as_bytes(),
        None,
    )
    .unwrap();
    let beside = read(
        "x.json",
        format!("{first}{second}{between}").as_bytes(),
        None,
    )
    .unwrap();
    assert_eq!(apart.statements, beside.statements);
    assert_eq!(
        (apart.records, apart.as_of.as_deref()),
        (3001, Some("2026-01-02"))
    );
    assert!(
        apart
            .statements
            .iter()
            .any(|s| s.entity_id == "ex-1" && s.value == "Layla Muster")
    );
}

#[test]
fn an_unknown_schema_is_counted_and_a_name_in_it_is_a_loss() {
    let line = r#"{"id":"ex-9","schema":"Ghost","properties":{"summary":["x"]}}"#;
    let loaded = read("x.json", format!("{LINES}{line}\n").as_bytes(), None).unwrap();
    assert_eq!(loaded.not_held["schema `Ghost`"], 1);
    assert!(loaded.statements.iter().all(|s| s.entity_id != "ex-9"));
    let table = format!("{TABLE}c,c,summary,Ghost,x,one,,,f,,,,id-9,text\n");
    let loaded = read("s.csv", table.as_bytes(), None).unwrap();
    assert_eq!(loaded.not_held["schema `Ghost`"], 1);
    // A party whose names nobody could screen.
    let line = line.replace("summary", "name");
    let named = read("x.json", format!("{LINES}{line}\n").as_bytes(), None);
    let message = named.unwrap_err().to_string();
    assert!(message.contains("`x.json` line 4 record ex-9"), "{message}");
    assert!(message.contains("1 of 3 records"), "{message}");
    let named = read("s.csv", table.replace("summary", "name").as_bytes(), None);
    assert!(
        named
            .unwrap_err()
            .to_string()
            .contains("record c: its schema")
    );
}

/// So many whole entities that one in a thousand may be missing.
fn thousands(count: u64) -> String {
    (0..count)
        .map(|n| format!("{{\"id\":\"p-{n}\",\"schema\":\"Person\",\"properties\":{{\"name\":[\"Layla Example\"]}}}}\n"))
        .collect()
}

#[test]
fn one_entity_in_a_thousand_may_be_lost_or_lack_a_name() {
    let nameless = "{\"id\":\"x-1\",\"schema\":\"Vessel\",\"properties\":{\"flag\":[\"pa\"]}}\n";
    let broken = "{\"id\":,\"schema\":\"Person\"}\n";
    for bad in [nameless, broken] {
        let loaded = read(
            "x.json",
            format!("{bad}{}", thousands(999)).as_bytes(),
            None,
        )
        .unwrap();
        assert_eq!(loaded.problem_counts.values().sum::<u64>(), 1);
        let few = read(
            "x.json",
            format!("{bad}{}", thousands(998)).as_bytes(),
            None,
        );
        let message = few.unwrap_err().to_string();
        assert!(message.starts_with("`x.json` line 1"), "{message}");
        assert!(message.contains("1 of 999 records"), "{message}");
    }
    // An identifier is enough, and what no one screens needs neither.
    let found = "{\"id\":\"x-1\",\"schema\":\"Vessel\",\"properties\":{\"imoNumber\":[\"9074729\"]}}\n\
                 {\"id\":\"x-2\",\"schema\":\"Address\",\"properties\":{\"country\":[\"sy\"]}}\n";
    assert!(read("x.json", found.as_bytes(), None).is_ok());
    let row = "c,c,birthDate,Person,1962,one,,,f,,,,id-9,date\n";
    let table = read("s.csv", format!("{TABLE}{row}").as_bytes(), None);
    assert!(table.unwrap_err().to_string().contains("1 of 3 records"));
}

#[test]
fn destroyed_names_are_counted_also_in_fragments() {
    let questions = LINES.replace("Layla Example", "????? ????");
    let error = read("x.json", questions.as_bytes(), None).unwrap_err();
    assert!(
        matches!(
            error,
            LoadError::Garbled {
                garbled: 1,
                names: 3,
                ..
            }
        ),
        "{error}"
    );
    assert!(error.to_string().starts_with("`x.json` line 1 record ex-1"));
    let table = TABLE.replace("Layla", "La\u{fffd}la");
    let error = read("s.csv", table.as_bytes(), None).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("record a: the name shows U+FFFD"),
        "{error}"
    );
}

#[test]
fn another_name_keeps_who_said_it() {
    let loaded = read("x.json", LINES.as_bytes(), Some("mine")).unwrap();
    assert_eq!(loaded.dataset, "mine");
    assert!(
        loaded
            .statements
            .iter()
            .all(|s| s.dataset == "mine" && s.origin == Some("invented"))
    );
}

#[test]
fn a_whole_last_line_needs_no_line_end_and_a_cut_one_is_refused() {
    let whole = LINES.trim_end().as_bytes();
    assert_eq!(read("x.ijson", whole, None).unwrap().records, 2);
    for end in 1..whole.len() {
        let cut = read("x.ijson", &whole[..end], None);
        // A cut just before or after a line end leaves whole lines: no trace in this format.
        let between = whole[end] == b'\n' || whole[end - 1] == b'\n';
        assert_eq!(cut.is_ok(), between, "cut at byte {end}: {cut:?}");
    }
}

#[test]
fn bytes_that_are_not_text_refuse_the_file() {
    for (bytes, words) in [(&b"\xe9"[..], "not valid UTF-8"), (b"\0", "NUL")] {
        for (name, text) in [("x.json", LINES), ("s.csv", TABLE)] {
            let bad = [text.as_bytes(), bytes, b"\n"].concat();
            let error = read(name, &bad, None).unwrap_err().to_string();
            assert!(
                error.contains(words) && error.contains("line 4") | error.contains("line 5"),
                "{error}"
            );
        }
    }
}

#[test]
fn endless_and_deep_values_are_refused() {
    let long = "x".repeat(crate::MAX_TOKEN_BYTES + 1);
    let line = format!(
        "{{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{{\"name\":[\"{long}\"]}}}}\n"
    );
    let row = format!("d,d,name,Person,{long},one,,,f,,,,id-7,name\n");
    for (name, text, line) in [
        ("x.json", format!("{LINES}{line}"), 4),
        ("s.csv", format!("{TABLE}{row}"), 5),
    ] {
        let error = read(name, text.as_bytes(), None).unwrap_err();
        assert!(
            matches!(error, LoadError::Refused { line: l, .. } if l == line),
            "{error}"
        );
    }
    let deep = format!(
        "{LINES}{{\"id\":\"a\",\"schema\":\"Person\",\"x\":{}\n",
        "[".repeat(1_000_000)
    );
    let error = read("x.json", deep.as_bytes(), None).unwrap_err();
    assert!(
        error.to_string().contains("line 4: nested deeper"),
        "{error}"
    );
}

const TABLE: &str = "canonical_id,entity_id,prop,schema,value,dataset,lang,original_value,external,first_seen,last_seen,origin,id,prop_type\n\
    b,b,name,Person,\"Badr \"\"B\"\" Example\",one,eng,,f,2025-01-01,2026-01-01,,id-1,name\n\
    a,a,name,Person,Layla Example,one,,,f,,,,id-2,name\n\
    b,b,birthDate,Person,1962,one,,circa 1962,f,,,page 3,id-3,date\n";

#[test]
fn statements_keep_all_columns_and_are_grouped() {
    let loaded = read("statements.csv", TABLE.as_bytes(), None).unwrap();
    assert_eq!((loaded.dataset.as_str(), loaded.records), ("one", 2));
    let statements = loaded.statements.to_vec();
    let ids: Vec<&str> = statements.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["id-1", "id-3", "id-2"]);
    assert_eq!(
        loaded.statements.to_vec()[1].original_value.as_deref(),
        Some("circa 1962")
    );
    assert_eq!(
        loaded.statements.to_vec()[1].origin.as_deref(),
        Some("page 3")
    );
    assert_eq!(loaded.statements.to_vec()[0].lang.as_deref(), Some("eng"));
    let renamed = read("statements.csv", TABLE.as_bytes(), Some("mine")).unwrap();
    assert_eq!(
        renamed.statements.to_vec()[2].origin.as_deref(),
        Some("one")
    );
    assert!(
        renamed
            .statements
            .to_vec()
            .iter()
            .all(|s| s.dataset == "mine" && s.id != "id-2")
    );
}

#[test]
fn a_cut_table_is_refused() {
    for end in [TABLE.len() - 20, TABLE.find("\"\"B").unwrap()] {
        assert!(
            read("s.csv", &TABLE.as_bytes()[..end], None).is_err(),
            "{end}"
        );
    }
}

proptest! {
    #[test]
    fn never_panics_on_garbled_input(table in any::<bool>(), at in 0usize..500, bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
        let list = if table { TABLE } else { LINES };
        let garbled = crate::testing::garbled(list, at, &bytes);
        let _ = read("x", &garbled, None);
    }
}

#[test]
fn real_files_give_one_entity_a_line() {
    for (name, entities) in [
        ("zala.entities.ftm.json", 91),
        ("parteispenden.entities.ftm.json", 475),
        ("t1.entities.ftm.json", 6),
        ("donations.ijson", 474),
    ] {
        let Some(path) = crate::testing::shared(&format!("data/sanctions/ftm/{name}.gz")) else {
            return;
        };
        let files = crate::read_inputs(&[path]).unwrap();
        let lines = files[0]
            .bytes
            .split(|b| *b == b'\n')
            .filter(|l| !l.trim_ascii().is_empty())
            .count();
        let loaded = load(&files, None).unwrap();
        assert!(loaded.records <= lines as u64);
        assert!(
            loaded.records >= entities - 1,
            "{name}: {} of {entities}",
            loaded.records
        );
        assert_eq!(loaded.problem_counts.get(&ProblemKind::RecordLost), None);
    }
}
