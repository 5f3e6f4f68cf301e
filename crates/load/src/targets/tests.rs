//! Invented rows as OpenSanctions writes them, and damaged ones.

use super::*;
use crate::testing::cleaned;
use crate::{Loaded, load};
use proptest::prelude::*;

const HEADER: &str = "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\",\"sanctions\",\"phones\",\"emails\",\"program_ids\",\"dataset\",\"first_seen\",\"last_seen\",\"last_change\"\n";

fn rows(text: &str) -> Result<Loaded, LoadError> {
    let text = format!("{HEADER}{text}");
    load(
        &[SourceFile::from_bytes(
            "targets.simple.csv",
            text.into_bytes(),
        )],
        Some("mine"),
    )
}

#[test]
fn every_column_is_held() {
    let person = "\"NK-a\",\"Person\",\"Zarblek Undrowen\",\"Undrowen; Z.;\"\"Zarblek \"\"\"\"Zar\"\"\"\" U.\"\";\u{632}\u{631}\u{628}\u{644}\u{643}\",\"1961;1962-03\",\"ru;sy\",\"\"\"1 Example Road; Town\"\";Elsewhere\",\"A1234567\",\"List One - because - 2020-01-01;List Two\",\"+12025550123\",\"z@example.com\",\"XX-ONE\",\"\"\"One; the List\"\";Two\",\"2023-01-01T00:00:00\",\"2026-02-03T04:05:06\",\"2025-01-01T00:00:00\"\n";
    let ship = "\"NK-b\",\"Vessel\",\"EXAMPLE STAR\",\"\",\"\",\"\",\"\",\"IMO9074729;REG-1\",\"\",\"\",\"\",\"\",\"Two\",\"\",\"2026-01-01\",\"\"\n";
    let loaded = rows(&format!("{person}{ship}")).unwrap();
    assert_eq!(loaded.record_ids, ["NK-a", "NK-b"]);
    assert_eq!(loaded.as_of.as_deref(), Some("2026-02-03T04:05:06"));
    let of = |id: &str, prop: &str| cleaned(&loaded, id, prop);
    assert_eq!(
        of("NK-a", "alias"),
        [
            "Undrowen",
            "Z.",
            "Zarblek \"Zar\" U.",
            "\u{632}\u{631}\u{628}\u{644}\u{643}"
        ]
    );
    assert_eq!(of("NK-a", "birthDate"), ["1961", "1962-03"]);
    assert_eq!(of("NK-a", "country"), ["ru", "sy"]);
    assert_eq!(of("NK-a", "address"), ["1 Example Road, Town", "Elsewhere"]);
    assert_eq!(of("NK-a", "topics"), ["sanction"]);
    assert_eq!(of("NK-b", "imoNumber"), ["IMO9074729"]);
    assert_eq!(of("NK-b", "registrationNumber"), ["REG-1"]);
    assert_eq!(of("NK-a-programs", "programId"), ["XX-ONE"]);
    let sanctions = loaded.statements.iter().filter(|s| s.prop == "summary");
    let texts: Vec<&str> = sanctions.map(|s| s.value).collect();
    assert_eq!(texts, ["List One - because - 2020-01-01", "List Two"]);
    let name = loaded.statements.iter().find(|s| s.prop == "name").unwrap();
    assert_eq!(name.origin, Some("One; the List;Two"));
    assert_eq!(name.first_seen, Some("2023-01-01T00:00:00"));
    assert!(loaded.not_held.is_empty(), "{:?}", loaded.not_held);
}

#[test]
fn columns_may_stand_in_any_order_and_unknown_ones_are_counted() {
    let text =
        "sanctions,identifiers,aliases,colour,name,schema,id\n,,,blue,Zarblek Undrowen,Person,a\n";
    let loaded = load(&[SourceFile::from_bytes("x.csv", text.into())], None).unwrap();
    assert_eq!(cleaned(&loaded, "a", "name"), ["Zarblek Undrowen"]);
    assert_eq!(loaded.not_held.get("column colour"), Some(&1));
}

#[test]
fn what_cannot_be_believed_is_refused() {
    let row = |id: &str, schema: &str, name: &str| {
        format!("\"{id}\",\"{schema}\",\"{name}\"{}\n", ",\"\"".repeat(13))
    };
    let good = row("a", "Person", "Zarblek Undrowen");
    assert!(rows(&good).is_ok());
    for (text, words) in [
        (row("", "Person", "Zarblek"), "the row has no id"),
        (row("a", "Spaceship", "Zarblek"), "no schema `Spaceship`"),
        (row("a", "Person", ""), "the row has no name"),
        (format!("{good}{good}"), "a second row of the same id"),
        (
            String::from("\"a\",\"Person\"\n"),
            "the row has 2 cells, the header 16",
        ),
        (good.trim_end().to_owned(), "no line end"),
    ] {
        let error = rows(&text).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

proptest! {
    /// Splitting undoes what Python's writer does.
    #[test]
    fn a_cell_comes_apart_as_it_was_joined(values in prop::collection::vec("[a-z\u{627}-\u{62a};\"\n,][a-z\u{627}-\u{62a};\",]{0,7}", 0..5)) {
        let values: Vec<String> = values.iter().map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect();
        let written = values.iter().map(|value| {
            if value.contains([';', '"']) { format!("\"{}\"", value.replace('"', "\"\"")) } else { value.clone() }
        });
        let cell = written.collect::<Vec<_>>().join(";");
        prop_assert_eq!(split(&cell), values);
    }

    #[test]
    fn splitting_never_loses_a_letter(cell in "[a-c;\" ]{0,20}") {
        let letters = |text: &str| text.chars().filter(|c| c.is_ascii_alphabetic()).count();
        prop_assert_eq!(letters(&split(&cell).concat()), letters(&cell));
    }
}
