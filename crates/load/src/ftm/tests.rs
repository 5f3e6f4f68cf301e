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
        .map(|s| s.value.as_str())
        .collect();
    assert_eq!(names, ["Layla Example", "Invented Ltd", "Invented Limited"]);
    assert!(
        loaded.statements.iter().any(|s| s.value == "not a code"),
        "values stay as they are"
    );
    assert_eq!(loaded.problem_counts[&ProblemKind::Doubtful], 2);
    assert_eq!(loaded.not_held["field `referents`"], 1);
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
fn an_unknown_schema_is_left_out_and_counted() {
    let line = r#"{"id":"ex-9","schema":"Ghost","properties":{"name":["Layla Example"]}}"#;
    let loaded = read("x.json", format!("{LINES}{line}\n").as_bytes(), None).unwrap();
    assert_eq!(loaded.not_held["schema `Ghost`"], 1);
    assert!(loaded.statements.iter().all(|s| s.entity_id != "ex-9"));
    let table = format!("{TABLE}c,c,name,Ghost,Layla,one,,,f,,,,id-9,name\n");
    assert_eq!(
        read("s.csv", table.as_bytes(), None).unwrap().not_held["schema `Ghost`"],
        1
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
            .all(|s| s.dataset == "mine" && s.origin.as_deref() == Some("invented"))
    );
}

#[test]
fn a_broken_line_is_a_problem_a_cut_one_a_refusal() {
    let broken = format!(
        "{LINES}{{\"id\":}}\n\n{}",
        r#"{"id":"ex-3","schema":"Person","properties":{}}"#
    );
    let loaded = read("x.ijson", broken.as_bytes(), None).unwrap();
    assert_eq!(loaded.records, 3);
    let lost = loaded
        .problems
        .iter()
        .find(|p| p.kind == ProblemKind::RecordLost)
        .unwrap();
    assert_eq!(lost.place.line, Some(4));
    let cut = &LINES.as_bytes()[..LINES.len() - 20];
    assert!(matches!(
        read("x.ijson", cut, None),
        Err(LoadError::Cut { .. })
    ));
    let damaged = format!("{LINES}{}", "{broken\n".repeat(20));
    assert!(matches!(
        read("x.ijson", damaged.as_bytes(), None),
        Err(LoadError::NotWellFormed { .. })
    ));
}

const TABLE: &str = "canonical_id,entity_id,prop,schema,value,dataset,lang,original_value,external,first_seen,last_seen,origin,id,prop_type\n\
    b,b,name,Person,\"Badr \"\"B\"\" Example\",one,eng,,f,2025-01-01,2026-01-01,,id-1,name\n\
    a,a,name,Person,Layla Example,one,,,f,,,,id-2,name\n\
    b,b,birthDate,Person,1962,one,,circa 1962,f,,,page 3,id-3,date\n";

#[test]
fn statements_keep_all_columns_and_are_grouped() {
    let loaded = read("statements.csv", TABLE.as_bytes(), None).unwrap();
    assert_eq!((loaded.dataset.as_str(), loaded.records), ("one", 2));
    let ids: Vec<&str> = loaded.statements.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["id-1", "id-3", "id-2"]);
    assert_eq!(
        loaded.statements[1].original_value.as_deref(),
        Some("circa 1962")
    );
    assert_eq!(loaded.statements[1].origin.as_deref(), Some("page 3"));
    assert_eq!(loaded.statements[0].lang.as_deref(), Some("eng"));
    let renamed = read("statements.csv", TABLE.as_bytes(), Some("mine")).unwrap();
    assert_eq!(renamed.statements[2].origin.as_deref(), Some("one"));
    assert!(
        renamed
            .statements
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
        let mut garbled = if table { TABLE } else { LINES }.as_bytes().to_vec();
        for (ix, byte) in bytes.iter().enumerate() {
            if let Some(place) = garbled.get_mut(at + ix) {
                *place = *byte;
            }
        }
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
