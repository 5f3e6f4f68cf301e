//! The advanced reader on an invented list, beside the same records as CSV.

use crate::testing::{cleaned, ofac_csv};
use crate::{Format, LoadError, Loaded, SourceFile, load, recognise};
use proptest::prelude::*;
use std::collections::BTreeSet;

const LIST: &str = include_str!("../../fixtures/sdn_advanced.xml");

fn list(text: &str) -> Result<Loaded, LoadError> {
    let file = SourceFile::from_bytes("sdn_advanced.xml", text.as_bytes().to_vec());
    load(&[file], None)
}

/// The list with one thing replaced.
fn with(from: &str, to: &str) -> Result<Loaded, LoadError> {
    assert!(LIST.contains(from), "{from}");
    list(&LIST.replacen(from, to, 1))
}

fn facts(loaded: &Loaded) -> BTreeSet<String> {
    let said = loaded.statements.iter().filter(|s| s.prop != "id");
    said.map(|s| format!("{} {} {}", s.entity_id, s.prop, s.value))
        .collect()
}

#[test]
fn the_same_records_say_the_same_as_from_csv_and_more() {
    let (advanced, csv) = (list(LIST).unwrap(), ofac_csv());
    let (here, there) = (facts(&advanced), facts(&csv));
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> {
        a.difference(b).cloned().collect()
    };
    // A relation has its own words, where the CSV has "Linked To"; a link in both is one edge.
    assert_eq!(
        only(&there, &here),
        [
            "us-sdn-900-link-us-sdn-901 role Linked To",
            "us-sdn-901 notes AL-MITHAL, Badr Omar: since 2010",
            "us-sdn-901-link-us-sdn-900 object us-sdn-900",
            "us-sdn-901-link-us-sdn-900 role Linked To",
            "us-sdn-901-link-us-sdn-900 subject us-sdn-901",
            "us-sdn-902-link-us-sdn-900 role Linked To",
        ]
    );
    let more = only(&here, &there);
    let told = |part: &str| more.iter().filter(|fact| fact.contains(part)).count();
    // Of four listings the date, the ground, the measure, of one more event the date and words; two relations; names in three scripts.
    assert_eq!(told("-sanction "), 14);
    assert_eq!(told("-link-"), 6);
    assert_eq!((told("00 name "), told("01 name ")), (1, 1));
    assert_eq!((told(" alias "), told("Name ")), (1, 2));
    assert_eq!((told(": Fraudulent"), more.len()), (1, 26), "{more:#?}");
    assert_eq!(advanced.record_ids, csv.record_ids);
    assert_eq!(advanced.records_by_type, csv.records_by_type);
    assert_eq!(
        (advanced.dataset.as_str(), advanced.as_of.as_deref()),
        ("us_ofac_sdn", Some("2025-03-28"))
    );
}

#[test]
fn every_script_is_a_name() {
    let loaded = list(LIST).unwrap();
    // Arabic "the example company"; Cyrillic given and family name; Han without a space.
    let arabic = "\u{634}\u{631}\u{643}\u{629} \u{627}\u{644}\u{645}\u{62b}\u{627}\u{644}";
    assert_eq!(
        cleaned(&loaded, "us-sdn-900", "name"),
        ["INVENTED TRADING COMPANY, LTD.", arabic]
    );
    let cyrillic = cleaned(&loaded, "us-sdn-901", "name");
    assert_eq!(
        cyrillic[1],
        "\u{411}\u{430}\u{434}\u{440} \u{42d}\u{43a}\u{437}\u{435}\u{43c}\u{43f}\u{43b}"
    );
    let aliases = cleaned(&loaded, "us-sdn-901", "alias");
    assert!(
        aliases.contains(&String::from("\u{738b}\u{5df4}\u{5fb7}")),
        "{aliases:?}"
    );
    assert_eq!(
        cleaned(&loaded, "us-sdn-901", "weakAlias"),
        ["ABU INVENTED"]
    );
    assert_eq!(
        cleaned(&loaded, "us-sdn-902", "previousName"),
        ["MOON OF EXAMPLE"]
    );
}

#[test]
fn listings_and_relations_are_held() {
    let loaded = list(LIST).unwrap();
    let of = |id: &str, prop| cleaned(&loaded, &format!("us-sdn-{id}"), prop);
    assert_eq!(of("900-sanction", "listingDate"), ["2011-08-09"]);
    assert_eq!(
        of("900-sanction", "reason"),
        ["Executive Order 99999 (Invented)"]
    );
    assert!(of("900-sanction", "provisions").contains(&String::from("Block")));
    assert_eq!(of("900-sanction", "program"), ["SDGT", "SYRIA"]);
    assert_eq!(of("903-sanction", "listingDate"), ["2011-08-09"]);
    assert_eq!(
        of("903-sanction", "summary"),
        ["Amended: 2015", "once more"]
    );
    assert_eq!(of("901-link-us-sdn-900", "director"), ["us-sdn-901"]);
    assert_eq!(of("901-link-us-sdn-900", "organization"), ["us-sdn-900"]);
    assert_eq!(
        of("902-link-us-sdn-900", "role"),
        ["Owned or Controlled By (former)"]
    );
    assert_eq!(of("902-link-us-sdn-900", "summary"), ["until 2010"]);
    assert!(
        of("901", "notes")
            .iter()
            .any(|text| text.ends_with(": Fraudulent"))
    );
    let family = with("Leader or official of", "Family member of").unwrap();
    // A company has no family: the words stay.
    assert_eq!(
        cleaned(&family, "us-sdn-901-link-us-sdn-900", "role"),
        ["Family member of"]
    );
    let lost = with("To-ProfileID=\"901\"", "To-ProfileID=\"77\"").unwrap();
    assert_eq!(
        lost.not_held["a relation to a profile that is not in the file"],
        1
    );
    let other = LIST.replace(">SDN List<", ">Non-SDN CMIC List<");
    let other = list(&other).unwrap();
    let lists = cleaned(&other, "us-sdn-900-sanction", "summary");
    assert_eq!(lists, ["Non-SDN CMIC List"]);
}

#[test]
fn the_list_is_told_by_its_entries_then_by_its_name() {
    let named = |name: &str, text: &str| {
        super::dataset_of(&SourceFile::from_bytes(name, text.as_bytes().to_vec()))
    };
    assert_eq!(named("x.xml", LIST), "us_ofac_sdn");
    let unnamed = LIST.replace(">SDN List<", ">Consolidated List<");
    assert_eq!(named("cons_advanced.xml", &unnamed), "us_ofac_cons");
    let elsewhere = LIST.replace(" ListID=\"", " ListID=\"9");
    assert_eq!(named("sdn_advanced.xml", &elsewhere), "us_ofac_cons");
}

#[test]
fn what_does_not_fit_is_refused_or_said() {
    for (from, to, words) in [
        (
            "<DistinctParty FixedRef=\"903\">",
            "<DistinctParty FixedRef=\"902\">",
            "same number",
        ),
        (
            "<DistinctParty FixedRef=\"903\">",
            "<DistinctParty>",
            "has no number",
        ),
        (
            "<Profile ID=\"903\" PartySubTypeID=\"4\">",
            "<Profile ID=\"903\" PartySubTypeID=\"9\">",
            "is not known",
        ),
        (
            " ProfileID=\"903\"",
            " ProfileID=\"9\"",
            "no sanctions entry",
        ),
        (">XX-ABC<", "><", "has no name"),
        (
            "<Year>2025</Year>",
            "<Year>MMXXV</Year>",
            "does not say when",
        ),
        (
            "<Month>3</Month><Day>28</Day>",
            "<Month>13</Month><Day>28</Day>",
            "does not say when",
        ),
        ("<Sanctions ", "<!DOCTYPE x><Sanctions ", "DOCTYPE"),
    ] {
        let error = with(from, to).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    let start = LIST.find("  <SanctionsEntries>").unwrap();
    let end = LIST.find("  <SanctionsEntryLinks").unwrap();
    let without = format!("{}{}", &LIST[..start], &LIST[end..]);
    let error = list(&without).unwrap_err().to_string();
    assert!(error.contains("the part `SanctionsEntries`"), "{error}");
    let long = format!(">{}<", "x".repeat(5000));
    let error = with(">Street 1<", &long).unwrap_err().to_string();
    assert!(error.contains("longer than"), "{error}");
    let loaded = with("<SanctionsEntryLinks />", "<Moods><Mood /></Moods>").unwrap();
    assert_eq!(loaded.not_held["element Moods/Mood"], 1);
    let loaded = with("IdentityID=\"9020\"", "IdentityID=\"1\"").unwrap();
    let said = |p: &kashf_core::Problem| p.message.contains("1 papers belong to no party");
    assert!(loaded.problems.iter().any(said));
    let loaded = with(">N.K.A.<", ">P.K.A.<").unwrap();
    let said = |p: &kashf_core::Problem| p.message.contains("alias type `p.k.a.`");
    assert!(loaded.problems.iter().any(said));
}

#[test]
fn every_cut_is_refused() {
    // Every seventh byte, and every byte of the part that the last tables stand in.
    let whole = LIST.trim_end();
    let ends =
        (0..whole.len()).filter(|end: &usize| end.is_multiple_of(7) || end + 3_000 > whole.len());
    for end in ends.filter(|end| whole.is_char_boundary(*end)) {
        assert!(list(&whole[..end]).is_err(), "cut at byte {end} passed");
    }
}

proptest! {
    #[test]
    fn never_panics_on_garbled_lists(at in 0usize..29_000, bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
        let mut file = LIST.as_bytes().to_vec();
        for (ix, byte) in bytes.iter().enumerate() {
            if let Some(place) = file.get_mut(at + ix) {
                *place = *byte;
            }
        }
        let _ = load(&[SourceFile::from_bytes("sdn_advanced.xml", file)], None);
    }
}

/// A fixture of other people: invented by them, in the same format.
#[test]
fn a_foreign_fixture_is_read() {
    let path = "data/sanctions/formats/openwatchlist/sdn-advanced-fixture.xml";
    let Some(path) = crate::testing::shared(path) else {
        return;
    };
    let files = crate::read_inputs(&[path]).unwrap();
    assert_eq!(recognise(&files[0]).unwrap(), Format::OfacAdvancedXml);
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    let loaded = load(&files, None).unwrap();
    assert_eq!(
        loaded.records,
        text.matches("<DistinctParty ").count() as u64
    );
    assert_eq!(loaded.as_of.as_deref(), Some("2026-07-13"));
    let names = ["name", "alias", "weakAlias", "previousName"];
    let held = names
        .iter()
        .flat_map(|prop| loaded.statements.iter().filter(move |s| s.prop == *prop));
    assert_eq!(held.count(), text.matches("<DocumentedName ").count());
    assert_eq!(cleaned(&loaded, "us-sdn-2002", "birthDate"), ["1980-05-20"]);
    assert_eq!(cleaned(&loaded, "us-sdn-2002", "name").len(), 2);
    assert_eq!(
        cleaned(&loaded, "us-sdn-1001-sanction", "program"),
        ["DEMO", "DEMO-SECONDARY"]
    );
    assert_eq!(
        cleaned(&loaded, "us-sdn-1001-link-us-sdn-3003", "role"),
        ["Owned or controlled by"]
    );
    assert_eq!(
        cleaned(&loaded, "us-sdn-1001", "address"),
        ["100 Example Avenue, Suite 200, New York, NY 10001, United States"]
    );
}
