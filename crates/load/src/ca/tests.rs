//! The Canadian reader on an invented list, on damaged copies of it, and on the real list.

use crate::testing::{garbled, shared, values};
use crate::{LoadError, Loaded, SourceFile, load};
use kashf_core::ProblemKind;
use proptest::prelude::*;
use std::collections::BTreeSet;

const LIST: &str = include_str!("../../fixtures/ca.xml");

fn read(text: &[u8]) -> Result<Loaded, LoadError> {
    load(&[SourceFile::from_bytes("ca.xml", text.to_vec())], None)
}

#[test]
fn every_field_is_held() {
    let loaded = read(LIST.as_bytes()).unwrap();
    assert_eq!(loaded.dataset, "ca_dfatd_sema_sanctions");
    assert_eq!(loaded.as_of.as_deref(), Some("2021-03-04"));
    assert_eq!(
        loaded.record_ids,
        [
            "ca-belarus-1-part-1-1",
            "ca-russia-3-2",
            "ca-russia-1-1-1",
            "ca-hamas-terrorist-attacks-part-1-7"
        ]
    );
    let of = |id, prop| values(&loaded, id, prop);
    let person = |prop| of("ca-belarus-1-part-1-1", prop);
    assert_eq!(person("name"), ["Layla Invented Example"]);
    assert_eq!(person("firstName"), ["Layla Invented"]);
    assert_eq!(person("lastName"), ["Example"]);
    let field = "Leila Mithal; Layla Petrovna or Petrowna Example, Belarusian: \u{41b}\u{435}\u{439}\u{43b}\u{430} \u{41f}\u{440}\u{44b}\u{43a}\u{43b}\u{430}\u{434}";
    let aliases = [
        "Leila Mithal",
        "Layla Petrovna Example",
        "Layla Petrowna Example",
        "\u{41b}\u{435}\u{439}\u{43b}\u{430} \u{41f}\u{440}\u{44b}\u{43a}\u{43b}\u{430}\u{434}",
    ];
    assert_eq!(
        person("alias"),
        aliases.map(|alias| format!("{alias} <- {field}"))
    );
    let belarusian = loaded.statements.iter().filter(|s| s.lang == Some("bel"));
    assert_eq!(belarusian.count(), 1);
    assert_eq!(
        person("birthDate"),
        ["1963 <- 1963-1964", "1964 <- 1963-1964"]
    );
    assert_eq!(
        person("title"),
        [
            "Major General <- Major General/major-g\u{e9}n\u{e9}ral",
            "major-g\u{e9}n\u{e9}ral <- Major General/major-g\u{e9}n\u{e9}ral"
        ]
    );
    assert_eq!(person("topics"), ["sanction"]);
    assert_eq!(person("createdAt"), ["2020-09-28"]);
    let listing = |prop| of("ca-belarus-1-part-1-1-sanction", prop);
    assert_eq!(listing("entity"), ["ca-belarus-1-part-1-1"]);
    assert_eq!(listing("program"), ["Belarus / B\u{e9}larus"]);
    assert_eq!(listing("programId"), ["CA-SEMA"]);
    assert_eq!(listing("reason"), ["Schedule 1, Part 1, item 1"]);
    assert_eq!(
        listing("summary"),
        ["Special Economic Measures (Belarus) Regulations"]
    );
    // What the schedule forbids stands in data/measures, not in statements.
    assert!(listing("provisions").is_empty());
    assert_eq!(listing("listingDate"), ["2020-09-28"]);
    assert_eq!(
        of("ca-russia-3-2", "name"),
        [
            "Example Navy <- Example Navy/Force navale d'Exemple",
            "Force navale d'Exemple <- Example Navy/Force navale d'Exemple"
        ]
    );
    assert_eq!(of("ca-russia-3-2", "alias").len(), 2);
    let ship = |prop| of("ca-russia-1-1-1", prop);
    assert_eq!(ship("imoNumber"), ["IMO9074729 <- 9074729"]);
    assert_eq!(
        (ship("type"), ship("buildDate")),
        (vec!["Oil Tanker".into()], vec!["1994".into()])
    );
    assert_eq!(loaded.records_by_type["ship"], 1);
    assert_eq!(loaded.not_held["element NewElement"], 1);
    assert_eq!(loaded.problem_counts[&ProblemKind::ValueRejected], 1);
    assert_eq!(
        of("ca-hamas-terrorist-attacks-part-1-7-sanction", "reason"),
        ["Schedule, Part 1, item 7"]
    );
}

#[test]
fn every_cut_is_refused() {
    let bytes = LIST.trim_end().as_bytes();
    for end in 0..bytes.len() {
        assert!(read(&bytes[..end]).is_err(), "cut at byte {end} passed");
    }
}

#[test]
fn records_without_place_name_or_date_refuse_the_list() {
    for (from, to, words) in [
        ("<Item>1</Item>", "", "where it stands"),
        (
            "<Country>Belarus / B\u{e9}larus</Country>",
            "",
            "where it stands",
        ),
        (
            "<LastName>Beispiel</LastName>\n\t\t<GivenName>Badr</GivenName>",
            "",
            "no name",
        ),
        ("<record>", "<recrod>", "not known"),
        ("<record>", "<r>", "not well-formed"),
    ] {
        let mut text = LIST.replacen(from, to, 1);
        if to == "<recrod>" {
            text = text.replacen("</record>", "</recrod>", 1);
        }
        assert_ne!(text, LIST, "{from}");
        let error = read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    let again = LIST
        .replace("<Item>2</Item>", "<Item>1</Item>")
        .replace(">3<", ">1.1<");
    let loaded = read(again.as_bytes()).unwrap();
    assert_eq!(loaded.record_ids[1], "ca-russia-1-1-1");
    assert!(
        loaded.record_ids[2].starts_with("ca-russia-1-1-1-"),
        "{:?}",
        loaded.record_ids
    );
    assert_eq!(loaded.record_ids[2].len(), "ca-russia-1-1-1-".len() + 8);
    let undated = LIST.replace("DateOfListing", "DateOfLosting");
    assert!(matches!(
        read(undated.as_bytes()),
        Err(LoadError::NoDate { .. })
    ));
}

proptest! {
    #[test]
    fn never_panics_on_garbled_lists(at in 0..LIST.len(), bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
        let _ = read(&garbled(LIST, at, &bytes));
    }
}

/// Texts of an element, counted without the reader.
fn filled<'t>(text: &'t str, element: &str) -> Vec<&'t str> {
    let open = format!("<{element}>");
    let texts = text.split(open.as_str()).skip(1);
    texts
        .filter_map(|rest| rest.split('<').next())
        .filter(|value| !value.trim().is_empty())
        .collect()
}

#[test]
fn the_real_list_is_read_whole() {
    let Some(path) = shared("data/sanctions/ca/cannada.2025-03.xml.gz") else {
        return;
    };
    let files = crate::read_inputs(&[path]).unwrap();
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    let loaded = load(&files, Some("ca")).unwrap();
    assert_eq!(loaded.records, text.matches("<record>").count() as u64);
    assert_eq!(loaded.records, 4_759);
    assert_eq!(loaded.as_of.as_deref(), Some("2025-03-20"));
    let ids: BTreeSet<&String> = loaded.record_ids.iter().collect();
    assert_eq!(ids.len(), 4_759);
    // No id needed the hash of a name.
    assert!(
        loaded
            .record_ids
            .iter()
            .all(|id| id.rsplit('-').next().is_some_and(|item| item.len() < 8))
    );
    assert!(loaded.not_held.is_empty(), "{:?}", loaded.not_held);
    let count = |prop: &str| loaded.statements.iter().filter(|s| s.prop == prop).count();
    assert_eq!(count("imoNumber"), filled(&text, "ShipIMONumber").len());
    assert_eq!(count("listingDate"), filled(&text, "DateOfListing").len());
    assert_eq!(count("lastName"), filled(&text, "LastName").len());
    assert_eq!(count("firstName"), filled(&text, "GivenName").len());
    assert_eq!(loaded.records_by_type["ship"], 109);
    assert_eq!(
        loaded.records_by_type["person"] as usize,
        filled(&text, "LastName").len()
    );
    assert!(count("alias") > filled(&text, "Aliases").len());
    let dated: BTreeSet<&str> = loaded
        .statements
        .iter()
        .filter(|s| matches!(s.prop, "birthDate" | "buildDate"))
        .map(|s| s.entity_id)
        .collect();
    // "Sep-99" and "born in the early 1970s" are notes.
    assert!(
        dated.len() + 2 >= filled(&text, "DateOfBirthOrShipBuildDate").len(),
        "{}",
        dated.len()
    );
    assert!(loaded.problems.len() < 10, "{:?}", loaded.problems);
    // No field of aliases is a name as a whole when it lists several.
    let whole = loaded
        .statements
        .iter()
        .filter(|s| s.prop == "alias" && s.value.contains(';'));
    assert_eq!(whole.count(), 0);
}
