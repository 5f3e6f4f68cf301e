//! The EU's XML on an invented list, on damaged copies of it, and on the excerpt at hand.

use crate::testing::{garbled, shared, values};
use crate::{LoadError, Loaded, SourceFile, load};
use kashf_core::ProblemKind;
use proptest::prelude::*;

pub(crate) const LIST: &str = include_str!("../../fixtures/eu.xml");

fn read(text: &[u8]) -> Result<Loaded, LoadError> {
    load(&[SourceFile::from_bytes("eu.xml", text.to_vec())], None)
}

#[test]
fn every_field_of_a_person_is_held() {
    let loaded = read(LIST.as_bytes()).unwrap();
    assert_eq!(loaded.dataset, "eu_fsf");
    assert!(
        loaded.version.starts_with("20260102152922-"),
        "{}",
        loaded.version
    );
    assert_eq!(loaded.record_ids, ["eu-901", "eu-902"]);
    assert_eq!(
        (
            loaded.records_by_type["person"],
            loaded.records_by_type["enterprise"]
        ),
        (1, 1)
    );
    let person = |prop| values(&loaded, "eu-901", prop);
    assert_eq!(person("name"), ["Layla Sara EXAMPLE"]);
    assert_eq!(person("weakAlias"), ["Umm Mithal"]);
    assert_eq!(
        person("alias"),
        ["\u{644}\u{64a}\u{644}\u{649} \u{645}\u{62b}\u{627}\u{644}"]
    );
    assert!(
        loaded
            .statements
            .iter()
            .any(|s| s.prop == "alias" && s.lang == Some("ara"))
    );
    let main = loaded.statements.iter().find(|s| s.prop == "name").unwrap();
    assert_eq!(main.origin, Some("nameAlias, 598/2012 (OJ L176)"));
    assert_eq!(person("firstName"), ["Layla"]);
    assert_eq!(person("middleName"), ["Sara"]);
    assert_eq!(person("lastName"), ["EXAMPLE"]);
    assert_eq!(person("gender"), ["female <- F"]);
    assert_eq!(
        (person("title"), person("position")),
        (vec!["Dr".into()], vec!["Treasurer".into()])
    );
    assert_eq!(
        person("birthDate"),
        [
            "1965-12-12",
            "1958 <- circa 1958",
            "1960 <- between 1960 and 1963",
            "1963 <- between 1960 and 1963",
            "1964-03"
        ]
    );
    assert_eq!(person("birthPlace"), ["Invented Town, Province, ALGERIA"]);
    assert_eq!(person("birthCountry"), ["dz <- ALGERIA"]);
    assert_eq!(person("citizenship"), ["dz <- ALGERIA"]);
    assert_eq!(
        person("address"),
        ["1 Street, P.O. Box 7, 1000, Tunis, TUNISIA"]
    );
    assert_eq!(person("country"), ["tn <- TUNISIA"]);
    assert_eq!(person("phone"), ["+21671000000"]);
    assert_eq!(person("email"), ["layla@example.org"]);
    assert_eq!(person("website"), ["https://example.org/"]);
    assert_eq!(person("passportNumber"), ["488555", "L2"]);
    assert_eq!(person("topics"), ["sanction"]);
    assert_eq!(person("createdAt"), ["2008-07-03"]);
    assert_eq!(person("modifiedAt"), ["2019-04-08"]);
    let notes = person("notes").join("\n");
    for part in [
        "An invented person.",
        "KEY: more",
        "Layla Sara EXAMPLE: as in her passport",
        "region North",
        "acquisitionDate 2001-02-03",
        "ISLAMIC calendar: 1384",
        "Address at the time of listing",
        "PIGEON: loft 3",
        "second floor",
    ] {
        assert!(notes.contains(part), "{part} is lost: {notes}");
    }
}

#[test]
fn papers_and_the_listing_are_entities() {
    let loaded = read(LIST.as_bytes()).unwrap();
    let of = |id, prop| values(&loaded, id, prop);
    let passport = |prop| of("eu-901-passport-488555", prop);
    assert_eq!(passport("holder"), ["eu-901"]);
    assert_eq!(passport("number"), ["488555", "L2"]);
    assert_eq!(passport("type"), ["National passport"]);
    assert_eq!(passport("startDate"), ["2001-01-01", "2001-01-02"]);
    assert_eq!(passport("endDate"), ["2011-01-01"]);
    assert_eq!(passport("authority"), ["Invented Office"]);
    let summary = passport("summary").join("; ");
    for words in [
        "diplomatic",
        "expired",
        "false",
        "lost",
        "revoked",
        "L. Example",
        "drawer",
    ] {
        assert!(summary.contains(words), "{words}: {summary}");
    }
    let listing = |prop| of("eu-901-sanction", prop);
    assert_eq!(listing("program"), ["TAQA"]);
    assert_eq!(listing("authority"), ["European Commission <- commission"]);
    assert_eq!(listing("reason"), ["2019/999 (OJ L97)"]);
    assert_eq!(
        listing("sourceUrl"),
        ["https://eur-lex.europa.eu/x?uri=OJ:L&from=EN"]
    );
    assert_eq!(
        (listing("listingDate"), listing("startDate")),
        (vec!["2008-07-03".into()], vec!["2008-07-03".into()])
    );
    assert_eq!(listing("endDate"), ["2027-01-01"]);
    assert_eq!(listing("unscId"), ["QDi.999"]);
    assert_eq!(listing("authorityId"), ["EU.9.99"]);
    assert!(listing("provisions").is_empty());
    let summary = listing("summary").join("; ");
    assert!(
        summary.contains("in force from 2019-04-09") && summary.contains("corrigendum C1"),
        "{summary}"
    );
    assert!(summary.contains("an invented reason"));
    // Without a designation the regulation's entry into force is the beginning.
    assert_eq!(of("eu-902-sanction", "startDate"), ["2020-01-15"]);
    assert_eq!(of("eu-902", "imoNumber"), ["IMO9074729 <- 9074729"]);
    assert_eq!(of("eu-902", "registrationNumber"), ["RN-7"]);
    assert_eq!(of("eu-902", "incorporationDate"), ["1999-01-01"]);
    assert!(
        of("eu-902", "notes")
            .join("; ")
            .contains("function: carrier")
    );
    assert_eq!(loaded.not_held["element sanctionEntity/newElement"], 1);
    assert_eq!(loaded.not_held["attribute identification/newFlag"], 1);
    assert_eq!(loaded.not_held["attribute nameAlias/regulationLanguage"], 1);
    assert_eq!(
        loaded.not_held["date, type and address of regulationSummary"],
        1
    );
    assert_eq!(
        loaded.problem_counts.get(&ProblemKind::ValueRejected),
        None,
        "{:?}",
        loaded.problems
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
fn records_without_number_or_name_and_lists_without_a_date_are_refused() {
    for (from, to, words) in [
        ("logicalId=\"902\"", "logicalId=\"901\"", "same number"),
        ("logicalId=\"902\"", "logicalId=\"9o2\"", "no number"),
        ("wholeName=\"Example Lines\"", "wholeName=\"-\"", "no name"),
        ("generationDate=\"2026", "generationDate=\"202", "no date"),
        ("generationDate", "generated", "does not say when"),
    ] {
        let text = LIST.replacen(from, to, 1);
        assert_ne!(text, LIST, "{from}");
        let error = read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    let renamed = LIST.replace("sanctionEntity", "sanctionedThing");
    assert!(
        read(renamed.as_bytes())
            .unwrap_err()
            .to_string()
            .contains("does not know")
    );
    let other = LIST.replace(
        "code=\"enterprise\" classificationCode=\"E\"",
        "code=\"ship\" classificationCode=\"S\"",
    );
    let loaded = read(other.as_bytes()).unwrap();
    assert_eq!(loaded.records_by_type["other"], 1);
    assert_eq!(values(&loaded, "eu-902", "name"), ["Example Lines"]);
}

proptest! {
    #[test]
    fn never_panics_on_garbled_lists(at in 0..LIST.len(), bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
        let _ = read(&garbled(LIST, at, &bytes));
    }
}

/// The excerpt at hand has two copies of one entity, so it is no whole list: read without the second.
#[test]
fn the_excerpt_as_published_is_read() {
    let Some(path) = shared("data/sanctions/formats/binary-com/sample_eu.xml") else {
        return;
    };
    let text = fs_err::read_to_string(path).unwrap();
    assert!(
        read(text.as_bytes())
            .unwrap_err()
            .to_string()
            .contains("same number")
    );
    let second = text.rfind("logicalId=\"5468\"").unwrap();
    let text = format!(
        "{}logicalId=\"95468\"{}",
        &text[..second],
        &text[second + 16..]
    );
    let loaded = load(
        &[SourceFile::from_bytes("eu.xml", text.clone().into_bytes())],
        Some("excerpt"),
    )
    .unwrap();
    let tags = |name: &str| text.matches(&format!("<{name} ")).count();
    assert_eq!(loaded.records as usize, tags("sanctionEntity"));
    assert_eq!(
        loaded.as_of.as_deref(),
        Some("2020-04-15T15:29:22.497+02:00")
    );
    let count = |prop: &str| loaded.statements.iter().filter(|s| s.prop == prop).count();
    assert_eq!(
        count("name") + count("alias") + count("weakAlias"),
        tags("nameAlias")
    );
    assert_eq!(count("citizenship"), tags("citizenship"));
    assert_eq!(count("holder"), tags("identification"));
    assert_eq!(
        count("passportNumber") + count("idNumber"),
        tags("identification")
    );
    assert_eq!(count("address"), tags("address"));
    assert_eq!(count("program"), tags("regulation"));
    let held: Vec<&String> = loaded.not_held.keys().collect();
    assert_eq!(held, ["date, type and address of regulationSummary"]);
}
