//! The Swiss reader on an invented list, on damaged copies of it, and on the format example.

use crate::testing::{garbled, shared, values};
use crate::{LoadError, Loaded, SourceFile, load};
use proptest::prelude::*;

const LIST: &str = include_str!("../../fixtures/ch.xml");

fn read(text: &[u8]) -> Result<Loaded, LoadError> {
    load(&[SourceFile::from_bytes("ch.xml", text.to_vec())], None)
}

#[test]
fn every_field_of_a_person_is_held() {
    let loaded = read(LIST.as_bytes()).unwrap();
    assert_eq!(loaded.dataset, "ch_seco_sanctions");
    assert_eq!(loaded.as_of.as_deref(), Some("2026-01-17"));
    assert_eq!(loaded.record_ids, ["ch-901", "ch-902", "ch-903"]);
    let person = |prop| values(&loaded, "ch-901", prop);
    assert_eq!(person("name"), ["Layla Example Al-Mithali"]);
    assert_eq!(
        person("alias"),
        [
            "Layla Exampel Al-Mithali",
            "Leila Example Al-Mithali",
            "Leila Exampel Al-Mithali",
            "Umm Mithal"
        ]
    );
    let arabic = "\u{644}\u{64a}\u{644}\u{649} \u{645}\u{62b}\u{627}\u{644}";
    let russian = "\u{41f}\u{440}\u{438}\u{43c}\u{435}\u{440}";
    // The tribal name has no such spelling, so these are parts of a name.
    assert_eq!(person("weakAlias"), [arabic, russian, "Leli"]);
    assert!(
        loaded
            .statements
            .iter()
            .any(|s| s.value == arabic && s.lang == Some("ara"))
    );
    assert_eq!(person("previousName"), ["L. Beispiel"]);
    assert_eq!(
        (person("title"), person("firstName")),
        (vec!["Dr".into()], vec!["Layla".into()])
    );
    assert_eq!(person("lastName"), ["Example"]);
    assert_eq!(person("gender"), ["female"]);
    assert_eq!(person("nationality"), ["sy <- Syria"]);
    assert_eq!(person("birthDate"), ["1965-12-31"]);
    assert_eq!(person("birthPlace"), ["Invented Town, Province, Syria"]);
    assert_eq!(person("birthCountry"), ["sy <- Syria"]);
    assert_eq!(
        person("address"),
        ["1 Street, P.O. Box 7, 1000, Invented Town, Province, Syria"]
    );
    assert_eq!(person("country"), ["sy <- Syria"]);
    assert_eq!(person("passportNumber"), ["X 0001"]);
    assert_eq!(person("createdAt"), ["2016-01-01"]);
    assert_eq!(person("modifiedAt"), ["2021-02-03"]);
    let notes = person("notes").join("\n");
    for part in [
        "tribal-name: Al-Mithali",
        "Islamic calendar: 1384",
        "Badr",
        "as of 2014",
        "Fond of",
        "File: F1",
    ] {
        assert!(notes.contains(part), "{part}: {notes}");
    }
    let passport = |prop| values(&loaded, "ch-901-passport-x0001", prop);
    assert_eq!(
        (passport("startDate"), passport("endDate")),
        (vec!["2010-01-02".into()], vec!["2015-01-02".into()])
    );
    assert_eq!(
        (passport("country"), passport("summary")),
        (vec!["sy <- Syria".into()], vec!["stolen".into()])
    );
    assert_eq!(passport("authority"), ["Invented Town, Province, Syria"]);
    let listing = |prop| values(&loaded, "ch-901-sanction", prop);
    assert_eq!(
        listing("program"),
        ["Ordinance on measures against an example", "EXP"]
    );
    assert_eq!(
        listing("provisions"),
        [
            "asset freeze <- Financial measures, annex 2",
            "travel ban <- Travel ban, annex 1"
        ]
    );
    assert_eq!(listing("unscId"), ["QDi.999"]);
    assert_eq!(listing("reason"), ["An invented reason."]);
    assert_eq!(
        (listing("listingDate"), listing("startDate")),
        (vec!["2016-01-01".into()], vec!["2016-01-01".into()])
    );
    let link = |prop| values(&loaded, "ch-901-link-902-related-to", prop);
    assert_eq!(
        (link("subject"), link("object")),
        (vec!["ch-901".into()], vec!["ch-902".into()])
    );
    assert_eq!(link("summary"), ["owner"]);
}

#[test]
fn history_is_no_listing() {
    let loaded = read(LIST.as_bytes()).unwrap();
    assert!(
        !loaded
            .statements
            .iter()
            .any(|s| s.value.contains("Wrong") || s.value.contains("Gone"))
    );
    assert_eq!(
        loaded.understood["targets that the publisher de-listed, not on the list"],
        1
    );
    assert_eq!(loaded.records, 3);
    assert_eq!(
        (
            loaded.records_by_type["object"],
            loaded.records_by_type["entity"]
        ),
        (1, 1)
    );
    assert_eq!(
        values(&loaded, "ch-902", "imoNumber"),
        ["IMO9074729 <- IMO number: 9074729."]
    );
    assert_eq!(values(&loaded, "ch-903", "website").len(), 1);
    let held: Vec<(&str, u64)> = loaded
        .not_held
        .iter()
        .map(|(k, v)| (k.as_str(), *v))
        .collect();
    assert_eq!(
        held,
        [
            ("element individual/novelty", 1),
            ("element place/location-variant", 1)
        ]
    );
    let lost = read(
        LIST.replace("<place ssid=\"91\">", "<place ssid=\"92\">")
            .as_bytes(),
    )
    .unwrap();
    let message = "the place `91` is not in the list";
    assert!(lost.problems.iter().any(|p| p.message == message));
    // The later date decides, not the order.
    let back = LIST.replace(
        "\"de-listed\" effective-date=\"2020-06-20\"",
        "\"de-listed\" effective-date=\"2020-06-01\"",
    );
    assert_eq!(read(back.as_bytes()).unwrap().records, 4);
}

#[test]
fn every_cut_is_refused() {
    let bytes = LIST.trim_end().as_bytes();
    for end in 0..bytes.len() {
        assert!(read(&bytes[..end]).is_err(), "cut at byte {end} passed");
    }
}

#[test]
fn broken_lists_are_refused() {
    for (from, to, words) in [
        (
            "<target ssid=\"902\"",
            "<target ssid=\"901\"",
            "same number",
        ),
        ("<target ssid=\"902\"", "<target ssid=\"\"", "no number"),
        ("<value>Example Star</value>", "<value>-</value>", "no name"),
        ("whole-list", "amendment", "only what changed"),
        ("date=\"2026-01-17\"", "date=\"soon\"", "no date"),
    ] {
        let text = LIST.replacen(from, to, 1);
        assert_ne!(text, LIST, "{from}");
        let error = read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

proptest! {
    #[test]
    fn never_panics_on_garbled_lists(at in 0..LIST.len(), bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
        let _ = read(&garbled(LIST, at, &bytes));
    }

    #[test]
    fn spellings_are_bounded(variants in proptest::collection::vec(0usize..40, 1..6)) {
        let parts: String = variants.iter().enumerate().map(|(ix, count)| {
            let own: String = (0..*count).map(|n| format!("<spelling-variant script='LATN'>w{ix}x{n}</spelling-variant>")).collect();
            format!("<name-part order='{ix}' name-part-type='other'><value>w{ix}</value>{own}</name-part>")
        }).collect();
        let list = LIST.replace("<name-part order=\"1\" name-part-type=\"whole-name\"><value>Example Star</value></name-part>", &parts);
        let loaded = read(list.as_bytes()).unwrap();
        let names = values(&loaded, "ch-902", "alias");
        let all: usize = variants.iter().sum();
        prop_assert!(names.len() <= all.max(100));
        // Each spelling is in some name.
        for (ix, count) in variants.iter().enumerate() {
            for n in 0..*count {
                let word = format!("w{ix}x{n}");
                prop_assert!(names.iter().any(|name| name.split(' ').any(|w| w == word)), "{word}");
            }
        }
    }
}

#[test]
fn the_format_example_is_read_under_a_name_of_its_own() {
    let Some(path) = shared("data/sanctions/ch/seco.sample.xml") else {
        return;
    };
    let files = crate::read_inputs(&[path]).unwrap();
    // A list of amendments is no version of the whole.
    let error = load(&files, None).unwrap_err().to_string();
    assert!(error.contains("amendment"), "{error}");
    let loaded = load(&files, Some("ch_example")).unwrap();
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    assert_eq!(loaded.records as usize, text.matches("<target ").count());
    let count = |prop: &str| loaded.statements.iter().filter(|s| s.prop == prop).count();
    assert_eq!(count("name"), text.matches("<name ").count());
    assert_eq!(count("birthDate"), text.matches("<day-month-year ").count());
    assert_eq!(count("nationality"), text.matches("<nationality ").count());
    assert!(loaded.not_held.is_empty(), "{:?}", loaded.not_held);
}
