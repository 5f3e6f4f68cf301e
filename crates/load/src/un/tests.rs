//! The UN reader on an invented list, on damaged copies of it, and on the real lists.

use crate::{LoadError, Loaded, SourceFile, load};
use kashf_core::ProblemKind;
use proptest::prelude::*;

pub(super) const LIST: &str = include_str!("../../fixtures/un.xml");

pub(super) fn read(text: &[u8]) -> Result<Loaded, LoadError> {
    load(&[SourceFile::from_bytes("un.xml", text.to_vec())], None)
}

fn fixture() -> Loaded {
    read(LIST.as_bytes()).expect("the fixture is a good list")
}

/// Values of a property, each with its original after `<-` when there is one.
fn values(loaded: &Loaded, id: &str, prop: &str) -> Vec<String> {
    let statements = loaded
        .statements
        .iter()
        .filter(|s| s.entity_id == id && s.prop == prop);
    statements
        .map(|s| match s.original_value {
            Some(original) => format!("{} <- {original}", s.value),
            None => s.value.to_owned(),
        })
        .collect()
}

#[test]
fn counts_and_dates_of_the_list() {
    let loaded = fixture();
    assert_eq!(loaded.dataset, "un_sc_sanctions");
    assert_eq!(loaded.as_of.as_deref(), Some("2026-01-02T03:04:05.678Z"));
    assert!(loaded.version.starts_with("20260102030405-"));
    assert_eq!(loaded.records, 3);
    assert_eq!(loaded.records_by_type["individual"], 2);
    assert_eq!(loaded.records_by_type["entity"], 1);
}

#[test]
fn every_field_of_a_person_is_held() {
    let loaded = fixture();
    let person = |prop| values(&loaded, "un-900001", prop);
    assert_eq!(
        person("name"),
        [
            "LAYLA SARA BINT EXAMPLE",
            "\u{644}\u{64a}\u{644}\u{649} \u{645}\u{62b}\u{627}\u{644}"
        ]
    );
    assert_eq!(person("firstName"), ["LAYLA"]);
    assert_eq!(person("lastName"), ["EXAMPLE"]);
    assert_eq!(
        person("alias"),
        [
            "Leila Mithal <- Leila Mithal; Laila Example",
            "Laila Example <- Leila Mithal; Laila Example",
            "\u{41b}\u{435}\u{439}\u{43b}\u{430}"
        ]
    );
    assert_eq!(person("weakAlias"), ["Umm Mithal"]);
    assert_eq!(person("previousName"), ["L. S. Example"]);
    assert_eq!(
        person("birthDate"),
        [
            "1971-04-05",
            "1958 <- between 1958 and 1962",
            "1962 <- between 1958 and 1962",
            "1970 <- circa 1970",
            "1969"
        ]
    );
    assert_eq!(person("birthCountry"), ["sy <- Syria", "iq <- Iraq"]);
    assert_eq!(
        person("birthPlace"),
        ["Invented Town, Invented Province, Syria", "Elsewhere, Iraq"]
    );
    assert_eq!(person("nationality"), ["sy <- Syrian Arab Republic"]);
    assert_eq!(person("gender"), ["female <- Female"]);
    assert_eq!(person("title"), ["Dr."]);
    assert_eq!(
        person("position"),
        ["Treasurer of an invented society", "Teacher"]
    );
    assert_eq!(person("passportNumber"), ["X0000001"]);
    assert_eq!(person("idNumber"), ["ID-77 <- ID-77 (invented)"]);
    assert_eq!(person("address"), ["Street 1, Invented Town, Syria"]);
    assert_eq!(person("country"), ["sy <- Syria", "lb <- Lebanon"]);
    assert_eq!(person("topics"), ["sanction"]);
    assert_eq!(person("createdAt"), ["2015-11-02"]);
    assert_eq!(person("modifiedAt"), ["2016-01-01", "2020-02-02"]);
    let notes = person("notes").join("\n");
    for part in [
        "An invented person.",
        "Date of birth 1971-04-05: from an invented paper",
        "nom de guerre",
        "as of 2014",
    ] {
        assert!(notes.contains(part), "{part} is lost");
    }
}

#[test]
fn papers_and_the_listing_are_entities() {
    let loaded = fixture();
    let of = |id, prop| values(&loaded, id, prop);
    let passport = "un-900001-passport-x0000001";
    assert_eq!(of(passport, "holder"), ["un-900001"]);
    assert_eq!(of(passport, "country"), ["sy <- Syria"]);
    assert_eq!(of(passport, "startDate"), ["2010-01-01"]);
    assert_eq!(of(passport, "endDate"), ["2015-12-31 <- 31 Dec. 2015"]);
    assert_eq!(of(passport, "authority"), ["Invented Town"]);
    assert_eq!(of("un-900001-sanction", "entity"), ["un-900001"]);
    assert_eq!(of("un-900001-sanction", "program"), ["Al-Qaida"]);
    assert_eq!(of("un-900001-sanction", "unscId"), ["QDi.999"]);
    assert_eq!(of("un-900001-sanction", "listingDate"), ["2015-11-02"]);
    assert_eq!(of("un-900001-sanction", "programId"), ["UN-SCISIL"]);
    // The list does not say its measures; data/measures does, and that is no statement.
    assert!(of("un-900001-sanction", "provisions").is_empty());
}

#[test]
fn entities_have_former_names_and_unknown_elements_are_counted() {
    let loaded = fixture();
    assert_eq!(values(&loaded, "un-900003", "alias"), ["IES"]);
    assert_eq!(
        values(&loaded, "un-900003", "previousName"),
        ["First Example Society"]
    );
    assert_eq!(loaded.not_held.get("element NEW_ELEMENT"), Some(&1));
    assert_eq!(
        loaded.not_held.get("element INDIVIDUAL_ADDRESS/PLANET"),
        Some(&1)
    );
    assert_eq!(loaded.problem_counts[&ProblemKind::NotHeld], 2);
    assert_eq!(loaded.problem_counts[&ProblemKind::ValueRejected], 1);
    let notes = values(&loaded, "un-900002", "notes").join("\n");
    assert!(notes.contains("NATIONALITY: once of Nowhere"), "{notes}");
}

#[test]
fn every_cut_is_refused() {
    let bytes = LIST.trim_end().as_bytes();
    for end in 0..bytes.len() {
        assert!(
            read(&bytes[..end]).is_err(),
            "cut at byte {end} of {} passed",
            bytes.len()
        );
    }
}

#[test]
fn a_list_without_a_part_or_a_record_is_refused() {
    let without = |part: &str| {
        let start = LIST.find(&format!("<{part}>")).unwrap();
        let close = format!("</{part}>");
        let end = LIST.find(&close).unwrap() + close.len();
        format!("{}{}", &LIST[..start], &LIST[end..])
    };
    assert!(matches!(
        read(without("ENTITIES").as_bytes()),
        Err(LoadError::Cut { .. })
    ));
    let empty = "<CONSOLIDATED_LIST dateGenerated='2026-01-01'><INDIVIDUALS/><ENTITIES/></CONSOLIDATED_LIST>";
    assert!(matches!(
        read(empty.as_bytes()),
        Err(LoadError::NoRecords { .. })
    ));
}

proptest! {
    #[test]
    fn never_panics_on_garbled_lists(at in 0..LIST.len(), bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
        let _ = read(&crate::testing::garbled(LIST, at, &bytes));
    }
}

/// A plain-text count of start tags, independent of the reader.
fn tags(text: &str, name: &str) -> usize {
    text.matches(&format!("<{name}>")).count()
}

#[test]
fn real_lists_are_read_whole() {
    for (file, individuals, entities) in [
        ("UN_consolidated.2026-02-27.xml.gz", 730, 273),
        ("UN.2025-04-19.xml.gz", 684, 193),
        ("consolidated.2020-11-30.xml.gz", 713, 305),
    ] {
        let Some(path) = crate::testing::shared(&format!("data/sanctions/un/{file}")) else {
            return;
        };
        let files = crate::read_inputs(&[path]).unwrap();
        let text = String::from_utf8(files[0].bytes.clone()).unwrap();
        let loaded = load(&files, Some("un")).unwrap();
        assert_eq!(tags(&text, "INDIVIDUAL"), individuals);
        assert_eq!(tags(&text, "ENTITY"), entities);
        assert_eq!(loaded.records_by_type["individual"], individuals as u64);
        assert_eq!(loaded.records_by_type["entity"], entities as u64);
        assert!(loaded.not_held.is_empty(), "{:?}", loaded.not_held);
        // Each original name of the file is a name of some entity.
        let origin = Some("NAME_ORIGINAL_SCRIPT".to_owned());
        let held = loaded
            .statements
            .iter()
            .filter(|s| s.prop == "name" && s.origin == origin.as_deref())
            .count();
        assert!(held + 2 >= filled(&text, "NAME_ORIGINAL_SCRIPT"), "{held}");
        // Each alias that is not empty is held, split ones more than once.
        let aliases = loaded
            .statements
            .iter()
            .filter(|s| matches!(s.prop, "alias" | "weakAlias" | "previousName"));
        assert!(aliases.count() * 100 >= filled(&text, "ALIAS_NAME") * 97);
    }
}

fn filled(text: &str, element: &str) -> usize {
    text.split(&format!("<{element}>"))
        .skip(1)
        .filter(|rest| {
            rest.split('<')
                .next()
                .is_some_and(|value| !value.trim().is_empty())
        })
        .count()
}

#[test]
fn the_real_damaged_list_and_real_cuts_are_refused() {
    let Some(path) =
        crate::testing::shared("data/sanctions/un/consolidated.2025-08-16.CORRUPT.xml.gz")
    else {
        return;
    };
    let error = load(&crate::read_inputs(&[path]).unwrap(), None).unwrap_err();
    assert!(
        matches!(
            error,
            LoadError::Encoding { .. } | LoadError::NotWellFormed { .. }
        ),
        "{error}"
    );
    let Some(path) = crate::testing::shared("data/sanctions/un/UN.2025-04-19.xml.gz") else {
        return;
    };
    let whole = crate::read_inputs(&[path]).unwrap().remove(0).bytes;
    for percent in (1..100).step_by(7) {
        let cut = &whole[..whole.len() * percent / 100];
        assert!(read(cut).is_err(), "{percent} % of the list passed");
    }
}
