//! Every word of a mapping once, its errors, and laws; the people are invented.

use super::{load_mapped, read_mapping};
use crate::{LoadError, Loaded, SourceFile, load};
use proptest::prelude::*;

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile::from_bytes(name, text.as_bytes().to_vec())
}

pub(super) fn mapped(mapping: &str, table: &[u8]) -> Result<Loaded, LoadError> {
    let mapping = read_mapping(&file("m.toml", mapping))?;
    let table = SourceFile::from_bytes("list.csv", table.to_vec());
    load_mapped(&[table], "mine", &mapping)
}

fn values(loaded: &Loaded, id: &str, prop: &str) -> Vec<String> {
    let of = |s: &kashf_core::StatementView<'_>| s.entity_id == id && s.prop == prop;
    loaded
        .statements
        .iter()
        .filter(of)
        .map(|s| s.value.to_owned())
        .collect()
}

pub(super) const PLAIN: &str =
    "mapping = 1\n[entities.party]\nschema = \"Person\"\nproperties.name = \"Name\"\n";

const FULL: &str = r#"
# A bank's own list: several rows a party.
mapping = 1
dataset = "house_list"
prefix = "house"
as_of = { column = "Changed", format = ["%d/%m/%Y", "%Y-%m-%d"] }

[source]
delimiter = ";"
header = 2
empty = ["-", "n/a"]
required = ["No"]
ignore = ["Clerk"]

[filters]
Status = ["live", "new"]
[filters_not]
Kind = "test"

[entities.party]
schema = "LegalEntity"
schema_from = { column = "Kind", values = { P = "Person", C = "Company" } }
id_column = "No"

[entities.party.properties]
name = { column = "Name", when = { Use = "main" } }
alias = { column = "Name", when = { Use = "aka" }, split = [";", " / "], keep_with = ["Ltd"] }
birthDate = { column = "Born", format = "%d/%m/%Y" }
gender = { column = "Sex", values = { m = "male", w = "female" } }
address = { columns = ["Street", "City"], join = ", " }
country = "Country"
notes = [{ template = "{{No}} was told on {{Changed}}" }, { literals = ["from the house list"] }]
topics = { literal = "sanction" }

[entities.owner]
schema = "Company"
key_literal = "owner"
keys = ["Owner"]
record = false
when = { Kind = "C" }
properties.name = { column = "Owner", required = true }

[entities.holding]
schema = "Ownership"
keys = ["No", "Owner"]
[entities.holding.properties]
owner = { entity = "owner", required = true }
asset = { entity = "party" }
"#;

const TABLE: &str = "The house list\nNo;Kind;Use;Name;Born;Sex;Street;City;Country;Owner;Status;Changed;Clerk;Mood\n\
    7;P;main;Layla Example;00/03/1970;w;1 Long Road;Sampletown;Jordan;;live;01/05/2026;x;good\n\
    7;P;aka;L. Example / Lola;-;w;;;n/a;;live;02/05/2026;x;\n\
    8;C;main;Example Trading;;;;;Malta;Holding Example;new;2026-04-01;;\n\
    8;C;aka;Extra / Ltd;;;;;;Holding Example;new;2026-04-01;;\n\
    9;P;main;Gone Example;;;;;;;dead;2027-01-01;;\n\
    10;test;main;Test Example;;;;;;;live;2027-01-01;;\n";

#[test]
fn every_word_does_what_it_says() {
    let loaded = mapped(FULL, TABLE.as_bytes()).unwrap();
    assert_eq!(loaded.record_ids, ["house-7", "house-8"]);
    assert_eq!(
        (
            loaded.records,
            loaded.records_by_type["Person"],
            loaded.records_by_type["Company"]
        ),
        (2, 1, 1)
    );
    assert_eq!(loaded.as_of.as_deref(), Some("2026-05-02"));
    let of = |id: &str, prop: &str| values(&loaded, id, prop);
    assert_eq!(of("house-7", "name"), ["Layla Example"]);
    assert_eq!(of("house-7", "alias"), ["L. Example", "Lola"]);
    assert_eq!(of("house-7", "birthDate"), ["1970-03"]);
    assert_eq!(of("house-7", "gender"), ["female"]);
    assert_eq!(of("house-7", "address"), ["1 Long Road, Sampletown"]);
    assert_eq!(of("house-7", "country"), ["jo"]);
    assert_eq!(of("house-7", "topics"), ["sanction"]);
    assert_eq!(of("house-7", "notes").len(), 3);
    assert_eq!(of("house-8", "alias"), ["Extra / Ltd"]);
    let owner = loaded
        .statements
        .iter()
        .find(|s| s.value == "Holding Example")
        .unwrap();
    let holding = loaded
        .statements
        .iter()
        .find(|s| s.schema == "Ownership")
        .unwrap();
    assert_eq!(of(holding.entity_id, "owner"), [owner.entity_id]);
    assert_eq!(of(holding.entity_id, "asset"), ["house-8"]);
    assert_eq!(loaded.not_held.get("column Mood"), Some(&1));
    assert_eq!(loaded.not_held.get("gender of Company"), None);
    assert_eq!(loaded.understood["rows left out by the filters"], 2);
    assert!(
        loaded
            .problems
            .iter()
            .all(|p| !p.message.contains("rejected")),
        "{:?}",
        loaded.problems
    );
    let written = loaded
        .statements
        .iter()
        .find(|s| s.value == "Lola")
        .unwrap();
    assert_eq!(written.original_value, Some("L. Example / Lola"));
    assert_eq!(written.origin, Some("Name"));
}

#[test]
fn a_mapping_among_the_files_is_enough() {
    let files = [file("list.csv", TABLE), file("m.toml", FULL)];
    let loaded = load(&files, None).unwrap();
    assert_eq!((loaded.dataset.as_str(), loaded.records), ("house_list", 2));
    assert_eq!(loaded.files, ["list.csv", "m.toml"]);
    // The mapping is part of the version.
    let other = [
        file("list.csv", TABLE),
        file("m.toml", &FULL.replace("from the house list", "ours")),
    ];
    assert_ne!(load(&other, None).unwrap().version, loaded.version);
    let twice = [files[0].clone(), files[1].clone(), files[1].clone()];
    assert!(
        load(&twice, None)
            .unwrap_err()
            .to_string()
            .contains("is a mapping as well")
    );
    assert!(
        load(&files[1..], None)
            .unwrap_err()
            .to_string()
            .contains("without the table")
    );
}

#[test]
fn code_pages_and_tables_without_a_header() {
    let mapping = PLAIN.replace("\"Name\"", "2")
        + "[source]\nencoding = \"windows-1251\"\nheader = 0\nquote = \"\"\n";
    let loaded = mapped(&mapping, b"1,\xcb\xe5\xe9\xeb\xe0 \"Example\n").unwrap();
    assert_eq!(
        values(&loaded, &loaded.record_ids[0], "name"),
        ["\u{41b}\u{435}\u{439}\u{43b}\u{430} \"Example"]
    );
    let utf16: Vec<u8> = "No,Name\n1,Layla\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut marked = vec![0xff, 0xfe];
    marked.extend(utf16);
    let mapping = format!("{PLAIN}[source]\nencoding = \"utf-16le\"\n");
    assert_eq!(mapped(&mapping, &marked).unwrap().records, 1);
    let named = PLAIN.to_owned() + "[source]\nheader = 0\ncolumns = [\"No\", \"Name\"]\n";
    assert_eq!(mapped(&named, b"1,Layla\n2,Badr\n").unwrap().records, 2);
}

#[test]
fn ids_stay_apart_and_are_the_models_own() {
    let mapping = PLAIN.replace("schema", "id_column = \"No\"\nschema");
    let loaded = mapped(
        &mapping,
        "No,Name\nA/1,Layla\nA-1,Badr\nA 1,Nadir\n\u{661},Zaki\n-x-,Huda\n".as_bytes(),
    )
    .unwrap();
    assert_eq!(loaded.records, 5);
    assert_eq!(loaded.record_ids[1], "mine-A-1");
    for id in &loaded.record_ids {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        assert!(id.chars().all(plain) && !id.ends_with('-'), "{id}");
    }
    // A known dataset's ids begin with its alias: the model allows no underscore in ids.
    let mapping = read_mapping(&file("m.toml", &mapping)).unwrap();
    let loaded = load_mapped(&[file("l.csv", "No,Name\n1,Layla\n")], "eu", &mapping).unwrap();
    assert_eq!(
        (loaded.dataset.as_str(), loaded.record_ids[0].as_str()),
        ("eu_fsf", "eu-1")
    );
}

/// A cut at the end of a line cannot be seen in a table without a count; every other one is refused.
#[test]
fn cuts_are_refused_or_lose_whole_rows() {
    let whole = mapped(FULL, TABLE.as_bytes()).unwrap();
    for end in 0..TABLE.len() {
        if let Ok(loaded) = mapped(FULL, &TABLE.as_bytes()[..end]) {
            assert!(TABLE[..end].ends_with('\n'), "{end}");
            assert!(loaded.records <= whole.records);
        }
    }
    for end in 0..FULL.len() {
        let _ = mapped(&FULL[..end], TABLE.as_bytes());
    }
}

proptest! {
    /// What stands in the cells comes out, whatever it is, and rows have the same ids in any order.
    #[test]
    fn cells_come_out_and_order_gives_no_other_ids(cells in prop::collection::vec("[A-Za-z;,\" ]{1,20}", 1..8)) {
        let write = |cells: &[&String]| {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["No", "Name"]).unwrap();
            for cell in cells {
                writer.write_record(["x", &format!("N{cell}")]).unwrap();
            }
            writer.into_inner().unwrap()
        };
        let forth: Vec<&String> = cells.iter().collect();
        let back: Vec<&String> = cells.iter().rev().collect();
        let (one, two) = (mapped(PLAIN, &write(&forth)).unwrap(), mapped(PLAIN, &write(&back)).unwrap());
        let sorted = |loaded: &Loaded| {
            let mut ids = loaded.record_ids.clone();
            ids.sort();
            ids
        };
        prop_assert_eq!(sorted(&one), sorted(&two));
        for cell in &cells {
            let name = format!("N{cell}");
            let held = |s: kashf_core::StatementView<'_>| s.value == name.trim() || s.original_value == Some(name.trim());
            prop_assert!(one.statements.iter().any(held), "{}", name);
        }
    }

    #[test]
    fn no_mapping_and_no_table_panics(mapping in ".{0,200}", table in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = mapped(&format!("mapping = 1\n{mapping}"), &table);
        let _ = mapped(PLAIN, &table);
    }
}

#[test]
fn the_example_of_the_documentation_runs() {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/formats.md");
    let text = fs_err::read_to_string(place).unwrap();
    let section = text.split("### Any table by a mapping").nth(1).unwrap();
    let block = |start: &str| {
        section
            .split(start)
            .nth(1)
            .unwrap()
            .split("```")
            .next()
            .unwrap()
    };
    let mapping = read_mapping(&file("m.toml", block("```toml\n"))).unwrap();
    let loaded = load_mapped(&[file("list.csv", block("```text\n"))], "my_list", &mapping).unwrap();
    assert_eq!(loaded.record_ids, ["my-list-7", "my-list-8"]);
    assert_eq!(
        values(&loaded, "my-list-7", "alias"),
        ["L. Example", "Lola"]
    );
    assert_eq!(values(&loaded, "my-list-7", "birthDate"), ["1970-03"]);
    assert_eq!(loaded.records_by_type["Company"], 1);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
}
