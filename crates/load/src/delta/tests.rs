//! Chains of invented versions: that hold, and that are broken in every way that we know.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const V1: &str = "20260101000000-aaa";
const V2: &str = "20260102000000-bbb";
const V3: &str = "20260103000000-ccc";

type Damage = Box<dyn Fn(&mut Vec<SourceFile>)>;
type List = BTreeMap<String, u32>;

fn entity(id: &str, number: u32) -> String {
    let name = format!("Zarblek{number} Undrowen");
    serde_json::json!({"id": id, "schema": "Person", "properties": {"name": [name]}}).to_string()
}

fn lines(list: &List) -> Vec<u8> {
    let lines = list.iter().map(|(id, number)| entity(id, *number) + "\n");
    lines.collect::<String>().into_bytes()
}

fn file(folder: &str, name: &str, bytes: &[u8]) -> SourceFile {
    SourceFile {
        folder: folder.to_owned(),
        ..SourceFile::from_bytes(name, bytes.to_vec())
    }
}

fn index(folder: &str, version: &str, entities: usize, bytes: &[u8]) -> SourceFile {
    let json = serde_json::json!({
        "name": "invented", "title": "Invented", "version": version, "entity_count": entities,
        "delta_url": "https://data.example/invented/delta.json",
        "resources": [{"name": "entities.ftm.json", "path": "entities.ftm.json", "size": bytes.len(),
            "mime_type": "application/json+ftm"}]
    });
    file(folder, "index.json", json.to_string().as_bytes())
}

fn delta_index(versions: &[&str]) -> SourceFile {
    let urls = versions.iter().map(|version| {
        let url = format!("https://data.example/invented/{version}/entities.delta.json");
        ((*version).to_owned(), serde_json::Value::from(url))
    });
    let versions: serde_json::Map<_, _> = urls.collect();
    let json = serde_json::json!({ "versions": versions });
    file(
        "",
        "delta.json",
        serde_json::to_string_pretty(&json).unwrap().as_bytes(),
    )
}

fn op(op: &str, id: &str, number: u32) -> String {
    if op == "DEL" {
        return format!("{{\"op\":\"DEL\",\"entity\":{{\"id\":\"{id}\"}}}}\n");
    }
    format!("{{\"op\":\"{op}\",\"entity\":{}}}\n", entity(id, number))
}

fn delta(version: &str, text: &str) -> SourceFile {
    file(version, "entities.delta.json", text.as_bytes())
}

fn list(ids: &[(&str, u32)]) -> List {
    ids.iter()
        .map(|(id, number)| ((*id).to_owned(), *number))
        .collect()
}

fn none(_: &str) -> Option<SourceFile> {
    None
}

fn run(files: Vec<SourceFile>) -> Result<(List, Applied), String> {
    run_with(files, &none)
}

fn run_with(
    files: Vec<SourceFile>,
    kept: &dyn Fn(&str) -> Option<SourceFile>,
) -> Result<(List, Applied), String> {
    let mut files = files;
    let applied = apply(&mut files, None, kept, &mut Vec::new()).map_err(|e| e.to_string())?;
    let whole = &files[0];
    assert_eq!(whole.published.as_ref().unwrap().dataset, "invented");
    let loaded = crate::load(std::slice::from_ref(whole), Some("invented")).unwrap();
    let mut list = List::new();
    for statement in loaded.statements.iter().filter(|s| s.prop == "name") {
        let digits: String = statement
            .value
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        list.insert(statement.entity_id.to_owned(), digits.parse().unwrap());
    }
    Ok((list, applied.unwrap()))
}

/// Base of V1, deltas of V2 and V3, index of V3.
fn good() -> Vec<SourceFile> {
    let base = list(&[("a", 1), ("b", 2), ("c", 3)]);
    let d2 = op("MOD", "a", 11) + &op("ADD", "d", 4);
    let d3 = op("DEL", "b", 0) + &op("MOD", "d", 44);
    vec![
        file(V1, "entities.ftm.json", &lines(&base)),
        index("", V3, 3, b"other bytes"),
        delta_index(&[V1, V2, V3]),
        delta(V2, &d2),
        delta(V3, &d3),
    ]
}

#[test]
fn a_chain_gives_the_list_of_its_end() {
    let (end, applied) = run(good()).unwrap();
    assert_eq!(end, list(&[("a", 11), ("c", 3), ("d", 44)]));
    assert_eq!(applied.base, V1);
    assert_eq!(
        applied.steps,
        [(V2.to_owned(), [1, 1, 0]), (V3.to_owned(), [0, 1, 1])]
    );
    let mut reversed = good();
    reversed.reverse();
    assert_eq!(run(reversed).unwrap().0, end);
    // The base may be known by the checksum or size in its own index instead of its folder.
    let mut by_index = good();
    by_index[0].folder.clear();
    by_index.push(index("old", V1, 3, &by_index[0].bytes.clone()));
    assert_eq!(run(by_index).unwrap().0, end);
    // The base may be the live version.
    let mut live = good();
    let mut base = live.remove(0);
    base.published = Some(Published {
        dataset: "invented".to_owned(),
        version: Some(V1.to_owned()),
    });
    let kept = |name: &str| (name == "invented").then(|| base.clone());
    assert_eq!(run_with(live, &kept).unwrap().0, end);
    // A base from between two deltas takes only what came after it.
    let mut between = good();
    between[0] = file(
        V2,
        "entities.ftm.json",
        &lines(&list(&[("a", 11), ("b", 2), ("c", 3), ("d", 4)])),
    );
    assert_eq!(run(between).unwrap().1.steps.len(), 1);
}

#[test]
fn a_chain_that_does_not_hold_is_refused_by_name() {
    let cases: Vec<(&str, Damage)> = vec![
        (
            "the delta of 20260102000000-bbb is missing",
            Box::new(|f| drop(f.remove(3))),
        ),
        (
            "it begins with 20260103000000-ccc, after the base",
            Box::new(|f| f[2] = delta_index(&[V3])),
        ),
        ("no `delta.json` beside it", Box::new(|f| drop(f.remove(2)))),
        ("no `index.json` beside it", Box::new(|f| drop(f.remove(1)))),
        (
            "there is no list to start from",
            Box::new(|f| drop(f.remove(0))),
        ),
        (
            "its version is not known",
            Box::new(|f| f[0].folder.clear()),
        ),
        (
            "3 entities come out, and version 20260103000000-ccc has 4",
            Box::new(|f| f[1] = index("", V3, 4, b"x")),
        ),
        (
            "it adds `c`, which is there already",
            Box::new(|f| f[4] = delta(V3, &op("ADD", "c", 1))),
        ),
        (
            "it modifies `z`, which is not there",
            Box::new(|f| f[4] = delta(V3, &op("MOD", "z", 1))),
        ),
        (
            "it deletes `z`, which is not there",
            Box::new(|f| f[4] = delta(V3, &op("DEL", "z", 1))),
        ),
        (
            "`MERGE` is no operation",
            Box::new(|f| f[4] = delta(V3, &op("MERGE", "c", 1))),
        ),
        (
            "line 1: it modifies `d`",
            Box::new(|f| {
                // Two deltas whose folders were exchanged.
                f[3].folder = V3.to_owned();
                f[4] = delta(V2, &op("MOD", "d", 1));
            }),
        ),
        (
            "two files are the delta",
            Box::new(|f| f.push(delta(V2, ""))),
        ),
        (
            "it is of version 20260103000000-ccc, and the index of 20260102000000-bbb",
            Box::new(|f| {
                f[0].folder = V3.to_owned();
                f[1] = index("", V2, 3, b"x");
            }),
        ),
        ("has no line end", Box::new(|f| _ = f[4].bytes.pop())),
        (
            "a second line of `a`",
            Box::new(|f| {
                let again = f[0].bytes.clone();
                f[0].bytes.extend(again);
            }),
        ),
        (
            "a version in it is not as",
            Box::new(|f| f[2] = delta_index(&["latest"])),
        ),
        (
            "version 20260102000000-bbb has 9",
            Box::new(|f| f.push(index(V2, V2, 9, b"x"))),
        ),
        (
            "`other`",
            Box::new(|f| {
                let text = String::from_utf8(f[1].bytes.clone()).unwrap();
                f.push(file(
                    "x",
                    "index.json",
                    text.replace("\"invented\"", "\"other\"").as_bytes(),
                ));
            }),
        ),
    ];
    for (words, damage) in cases {
        let mut files = good();
        damage(&mut files);
        let error = run(files).expect_err(words);
        assert!(error.contains(words), "{words}: {error}");
    }
    let mut files = good();
    files.remove(3);
    let error = apply(&mut files, None, &none, &mut Vec::new()).unwrap_err();
    assert!(
        error.hint().unwrap().starts_with("load the whole list"),
        "{error}"
    );
}

#[test]
fn parts_are_told_by_content_and_name() {
    assert!(is_part(&file("", "x.json", op("ADD", "a", 1).as_bytes())));
    assert!(is_part(&file("", "x", b"{\"versions\": {}}")));
    assert!(is_part(&file("", "entities.delta.json", b"")));
    for other in [
        &lines(&list(&[("a", 1)]))[..],
        b"",
        b"[]",
        b"{\"id\":\"a\"}",
    ] {
        assert!(!is_part(&file("", "entities.ftm.json", other)));
    }
}

/// A real file: what a chain makes of it is the file itself.
#[test]
fn a_real_list_comes_out_of_its_parts() {
    let Some(path) = crate::testing::shared("data/sanctions/ftm/zala.entities.ftm.json.gz") else {
        return;
    };
    let whole = crate::read_inputs(&[path]).unwrap().remove(0);
    let text = String::from_utf8(whole.bytes.clone()).unwrap();
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let id_of = |line: &str| -> String {
        let entity: serde_json::Value = serde_json::from_str(line).unwrap();
        entity["id"].as_str().unwrap().to_owned()
    };
    let (mut base, mut second, mut third) = (String::new(), String::new(), String::new());
    for (at, line) in lines.iter().enumerate() {
        let id = id_of(line);
        match at % 5 {
            0 => second += &format!("{{\"op\":\"ADD\",\"entity\":{line}}}\n"),
            1 => {
                base += &(entity(&id, 1) + "\n");
                third += &format!("{{\"op\":\"MOD\",\"entity\":{line}}}\n");
            }
            _ => base += &format!("{line}\n"),
        }
    }
    base += &(entity("gone", 1) + "\n");
    third += &op("DEL", "gone", 0);
    let mut files = vec![
        file(V1, "entities.ftm.json", base.as_bytes()),
        index("", V3, lines.len(), &whole.bytes),
        delta_index(&[V1, V2, V3]),
        delta(V2, &second),
        delta(V3, &third),
    ];
    apply(&mut files, None, &none, &mut Vec::new()).unwrap();
    let statements = |file: &SourceFile| {
        let loaded = crate::load(std::slice::from_ref(file), Some("zala")).unwrap();
        let all = loaded.statements.iter().map(|s| format!("{s:?}"));
        all.collect::<std::collections::BTreeSet<String>>()
    };
    assert_eq!(statements(&files[0]), statements(&whole));
    assert_eq!(lines.len(), 91);
}

proptest! {
    /// Any walk over versions, written as a chain, comes out as the last version.
    #[test]
    fn any_chain_comes_out(versions in prop::collection::vec(
        prop::collection::btree_map("[a-f\u{627}-\u{62a}]", 0u32..100, 1..8), 2..6)
    ) {
        let names: Vec<String> = (0..versions.len()).map(|n| format!("2026010{n}000000-abc")).collect();
        let mut files = vec![file(&names[0], "entities.ftm.json", &lines(&versions[0]))];
        for (step, name) in versions.windows(2).zip(&names[1..]) {
            let mut text = String::new();
            for id in step[0].keys().filter(|id| !step[1].contains_key(*id)) {
                text += &op("DEL", id, 0);
            }
            for (id, number) in &step[1] {
                match step[0].get(id) {
                    None => text += &op("ADD", id, *number),
                    Some(old) if old != number => text += &op("MOD", id, *number),
                    Some(_) => {}
                }
            }
            files.push(delta(name, &text));
        }
        let links: Vec<&str> = names.iter().map(String::as_str).collect();
        files.push(delta_index(&links));
        let last = versions.last().unwrap();
        files.push(index("", names.last().unwrap(), last.len(), b"x"));
        let end = run(files).unwrap().0;
        prop_assert_eq!(&end, last);
    }
}
