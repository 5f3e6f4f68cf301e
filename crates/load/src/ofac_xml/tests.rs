//! The `sdn.xml` reader on an invented list, beside the same records as CSV, and on the real one.

use crate::testing::{cleaned, ofac_csv};
use crate::{Format, LoadError, Loaded, SourceFile, load, recognise};
use kashf_core::ProblemKind;
use proptest::prelude::*;
use std::collections::BTreeSet;

const LIST: &str = include_str!("../../fixtures/sdn.xml");

fn list(text: &str) -> Result<Loaded, LoadError> {
    load(
        &[SourceFile::from_bytes("sdn.xml", text.as_bytes().to_vec())],
        None,
    )
}

/// The list with one thing replaced, and the count left as it is.
fn with(from: &str, to: &str) -> Result<Loaded, LoadError> {
    assert!(LIST.contains(from), "{from}");
    list(&LIST.replacen(from, to, 1))
}

/// What is said, without where it stands and how it was written.
fn facts(loaded: &Loaded) -> BTreeSet<String> {
    let said = loaded.statements.iter();
    said.filter(|s| s.prop != "id")
        .map(|s| format!("{} {} {} {}", s.entity_id, s.schema, s.prop, s.value))
        .collect()
}

#[test]
fn the_same_records_say_the_same_as_from_ofac_csv() {
    let (xml, csv) = (list(LIST).unwrap(), ofac_csv());
    let (from_xml, from_csv) = (facts(&xml), facts(&csv));
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> {
        a.difference(b).cloned().collect()
    };
    // The XML has no remark on an alternate name, and its tonnages are plain numbers.
    assert_eq!(
        only(&from_csv, &from_xml),
        [
            "us-sdn-901 Person notes AL-MITHAL, Badr Omar: since 2010",
            "us-sdn-902 Vessel deadweightTonnage 318,000",
            "us-sdn-902 Vessel grossRegisteredTonnage 163,660",
        ]
    );
    assert_eq!(
        only(&from_xml, &from_csv),
        [
            "us-sdn-902 Vessel deadweightTonnage 318000",
            "us-sdn-902 Vessel grossRegisteredTonnage 163660",
        ]
    );
    assert_eq!(xml.record_ids, csv.record_ids);
    assert_eq!(xml.records_by_type, csv.records_by_type);
    assert_eq!(
        (xml.dataset.as_str(), xml.as_of.as_deref(), csv.as_of),
        ("us_ofac_sdn", Some("2025-03-28"), None)
    );
    assert!(xml.version.starts_with("20250328-"), "{}", xml.version);
    // The main date of birth comes first, wherever it stands.
    assert_eq!(cleaned(&xml, "us-sdn-901", "birthDate")[0], "1962-03-14");
}

#[test]
fn weak_names_of_persons_are_turned_round_and_former_weak_ones_are_weak() {
    let weak = "<category>weak</category><lastName>ABU INVENTED</lastName>";
    let both = "<category>weak</category><lastName>INVENTED</lastName><firstName>Abu</firstName>";
    let loaded = with(weak, both).unwrap();
    assert_eq!(
        cleaned(&loaded, "us-sdn-901", "weakAlias"),
        ["Abu INVENTED"]
    );
    let loaded = with(
        "<type>a.k.a.</type><category>weak</category><lastName>ITC",
        "<type>f.k.a.</type><category>weak</category><lastName>ITC",
    )
    .unwrap();
    assert_eq!(cleaned(&loaded, "us-sdn-900", "weakAlias"), ["ITC"]);
    assert_eq!(
        cleaned(&loaded, "us-sdn-902", "previousName"),
        ["MOON OF EXAMPLE"]
    );
}

#[test]
fn papers_of_unknown_kinds_and_countries_of_other_facts_are_kept() {
    let loaded = with(
        "<idType>Cedula No.</idType><idNumber>112233</idNumber>",
        "<idType>Invented Scroll</idType><idNumber>S-9</idNumber>",
    )
    .unwrap();
    assert!(cleaned(&loaded, "us-sdn-901", "idNumber").contains(&String::from("S-9")));
    assert_eq!(cleaned(&loaded, "us-sdn-901-id-s9", "country"), ["co"]);
    let loaded = with(
        "<idNumber>INVESYDA</idNumber>",
        "<idNumber>INVESYDA</idNumber><idCountry>Syria</idCountry>",
    )
    .unwrap();
    let notes = cleaned(&loaded, "us-sdn-900", "notes").join("|");
    assert!(
        notes.contains("SWIFT/BIC INVESYDA: country Syria"),
        "{notes}"
    );
    let loaded = with("<idType>Gender</idType>", "<idType>Shoe size</idType>").unwrap();
    let notes = cleaned(&loaded, "us-sdn-901", "notes").join("|");
    assert!(notes.contains("Shoe size Male"), "{notes}");
}

#[test]
fn addresses_are_written_as_in_the_ofac_csv() {
    let loaded = with(
        "<address1>Street 1</address1><city>Invented Town</city>",
        "<address1>Floor 2</address1><address2>Street 1</address2><address3>Block C</address3>\
         <city>Invented Town</city><stateOrProvince>Province</stateOrProvince>\
         <postalCode>123</postalCode><region>R</region>",
    )
    .unwrap();
    assert_eq!(
        cleaned(&loaded, "us-sdn-900", "address"),
        ["Floor 2, Street 1, Block C, Invented Town, Province 123, Region: R, Syria"]
    );
}

#[test]
fn what_the_schema_does_not_know_is_counted() {
    let loaded = with(
        "<sdnType>Vessel</sdnType>",
        "<sdnType>Vessel</sdnType><colour>red</colour><akaList><aka><mood>x</mood></aka></akaList>",
    )
    .unwrap();
    assert_eq!(loaded.not_held["element colour"], 1);
    assert_eq!(loaded.not_held["element aka/mood"], 1);
    let twice = with("<uid>903</uid>", "<uid>902</uid>").unwrap_err();
    assert!(twice.to_string().contains("same number"), "{twice}");
    for (from, to, words) in [
        (
            "<Record_Count>4<",
            "<Record_Count>5<",
            "says 5 records, the file holds 4",
        ),
        ("<Record_Count>4<", "<Record_Count>x<", "is no number"),
        (
            "<Publish_Date>03/28/2025<",
            "<Publish_Date>28/03/2025<",
            "is no date",
        ),
        (
            "<Publish_Date>03/28/2025</Publish_Date>",
            "",
            "does not say when",
        ),
        (
            "<sdnType>Vessel<",
            "<sdnType>Raft<",
            "the type `Raft` is not known",
        ),
        ("<lastName>XX-ABC<", "<lastName><", "has no name"),
        ("<uid>903</uid>", "", "has no number"),
        (
            "<program>SDGT</program></programList>",
            "</programList>",
            "no programme",
        ),
        (
            "</sdnList>",
            "<sdnNew><uid>9</uid></sdnNew></sdnList>",
            "holds 5",
        ),
        ("<sdnList", "<!DOCTYPE x><sdnList", "DOCTYPE"),
    ] {
        let error = with(from, to).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    let uncounted = with("<Record_Count>4</Record_Count>", "").unwrap();
    assert_eq!(uncounted.problem_counts[&ProblemKind::Doubtful], 1);
}

#[test]
fn the_list_is_told_by_its_programmes_then_by_its_name() {
    let named = |name: &str, text: &str| {
        let file = SourceFile::from_bytes(name, text.as_bytes().to_vec());
        super::dataset_of(&file)
    };
    assert_eq!(named("sdn.xml", LIST), "us_ofac_sdn");
    assert_eq!(named("x/Consolidated.xml", LIST), "us_ofac_cons");
    let plc = LIST.replace("<program>SYRIA<", "<program>NS-PLC<");
    assert_eq!(named("sdn.xml", &plc), "us_ofac_cons");
    let loaded = list(&plc).unwrap();
    assert_eq!(loaded.record_ids[0], "us-cons-900");
    assert!(loaded.statements.iter().all(|s| s.value != "asset freeze"));
}

#[test]
fn every_cut_is_refused() {
    let whole = LIST.trim_end();
    for end in 0..whole.len() {
        assert!(list(&whole[..end]).is_err(), "cut at byte {end} passed");
    }
}

proptest! {
    #[test]
    fn never_panics_on_garbled_lists(at in 0usize..9000, bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
        let mut file = LIST.as_bytes().to_vec();
        for (ix, byte) in bytes.iter().enumerate() {
            if let Some(place) = file.get_mut(at + ix) {
                *place = *byte;
            }
        }
        let _ = load(&[SourceFile::from_bytes("sdn.xml", file)], None);
    }

    #[test]
    fn entries_never_panic_and_are_never_lost(kind in "[A-Za-z.#:' ()-]{1,12}(DOB|Passport|No[.]|Number)?", number in "[A-Z0-9 ()/-]{1,16}[0-9]") {
        let entry = format!("<idType>{kind}</idType><idNumber>{number}</idNumber>");
        let loaded = with("<idType>Gender</idType><idNumber>Male</idNumber>", &entry).unwrap();
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).map(char::from).collect::<String>();
        let wanted = digits(&number);
        let kept = loaded.statements.iter().any(|s| {
            digits(s.original_value.unwrap_or(s.value)).contains(&wanted)
        });
        prop_assert!(kept, "lost");
    }
}

/// The records of the real list, counted on its plain text.
#[test]
fn the_real_list_is_read_whole() {
    let Some(path) = crate::testing::shared("data/sanctions/ofac/consolidated.2025-03-28.xml.gz")
    else {
        return;
    };
    let files = crate::read_inputs(&[path]).unwrap();
    assert_eq!(recognise(&files[0]).unwrap(), Format::OfacSdnXml);
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    let count = |part: &str| text.matches(part).count() as u64;
    let loaded = load(&files, None).unwrap();
    assert_eq!(
        (loaded.dataset.as_str(), loaded.records),
        ("us_ofac_cons", 443)
    );
    assert_eq!(loaded.records, count("<sdnEntry>"));
    assert_eq!(
        loaded.records_by_type["individual"],
        count("<sdnType>Individual<")
    );
    assert_eq!(loaded.records_by_type["entity"], count("<sdnType>Entity<"));
    assert_eq!(loaded.as_of.as_deref(), Some("2025-03-28"));
    let statements =
        |prop: &str| loaded.statements.iter().filter(|s| s.prop == prop).count() as u64;
    assert_eq!(statements("name"), 443);
    let weak = statements("weakAlias");
    assert_eq!(weak, count("<category>weak<"));
    assert_eq!(statements("birthDate"), count("<dateOfBirth>"));
    assert_eq!(statements("program"), count("<program>"));
    assert_eq!(statements("website"), count("<idType>Website<"));
    assert_eq!(statements("leiCode"), count("<idType>Legal Entity Number<"));
    let former = statements("previousName");
    // Three former names stand twice in one record.
    assert_eq!(former + 3, count("<type>f.k.a.<"));
    assert_eq!(loaded.problem_counts.get(&ProblemKind::RecordLost), None);
    // Nothing but one link to a party of the other list has no place.
    assert_eq!(
        loaded.not_held.values().sum::<u64>(),
        1,
        "{:?}",
        loaded.not_held
    );
    let notes = loaded.understood["not understood, kept as a note"];
    let facts: u64 = loaded.understood.values().sum();
    assert!(
        notes * 1000 <= facts * 25,
        "{notes} of {facts} are not understood"
    );
}

/// The XML of March 2025 beside the CSV of December: what OFAC did not change is the same.
#[test]
fn the_real_list_says_the_same_in_both_formats() {
    let names = ["prim", "alt", "add", "comments"];
    let mut paths = Vec::new();
    for name in names.map(|name| format!("cons_{name}.2025-12.csv.gz")) {
        paths.extend(crate::testing::shared(&format!(
            "data/sanctions/ofac/{name}"
        )));
    }
    let xml = crate::testing::shared("data/sanctions/ofac/consolidated.2025-03-28.xml.gz");
    let (Some(xml), 4) = (xml, paths.len()) else {
        return;
    };
    let records = |paths: &[std::path::PathBuf]| {
        let loaded = load(&crate::read_inputs(paths).unwrap(), None).unwrap();
        let mut records = std::collections::BTreeMap::<String, BTreeSet<String>>::new();
        for fact in facts(&loaded) {
            let id = fact.split([' ', '-']).skip(2).take(1).collect::<String>();
            records.entry(id).or_default().insert(fact);
        }
        records
    };
    let (xml, csv) = (records(&[xml]), records(&paths));
    let same = xml.iter().filter(|(id, facts)| csv.get(*id) == Some(facts));
    // Measured: 419 of 442; in the other 23 the publisher added papers, programmes and addresses.
    assert!(same.count() >= 419);
}

/// Lists that other people wrote: invented ones, hostile ones, and an excerpt of OFAC's own.
#[test]
fn foreign_files_load_or_are_refused_for_what_they_are() {
    let read = |name: &str| {
        let path = crate::testing::shared(&format!("data/sanctions/formats/{name}"))?;
        Some(crate::read_inputs(&[path]).unwrap())
    };
    let told = |name: &str| {
        let loaded = load(&read(&format!("openwatchlist/{name}.xml"))?, None);
        Some(loaded.map_err(|error| error.to_string()))
    };
    let Some(excerpt) = read("binary-com/sdn.xml") else {
        return;
    };
    assert_eq!(told("sdn-fixture").unwrap().unwrap().records, 3);
    assert_eq!(
        told("sdn-official-publsh-information")
            .unwrap()
            .unwrap()
            .records,
        1
    );
    let unknown = told("sdn-unknown-element").unwrap().unwrap();
    assert_eq!(unknown.not_held["element unexpected"], 1);
    for (name, words) in [
        ("sdn-bad-record-count", "says 2 records, the file holds 1"),
        ("sdn-unsafe-doctype", "DOCTYPE"),
    ] {
        let error = told(name).unwrap().unwrap_err();
        assert!(error.contains(words), "{error}");
    }
    // Someone's selection is not the list, unless it says so.
    let error = load(&excerpt, None).unwrap_err().to_string();
    assert!(
        error.contains("says 8197 records, the file holds 8"),
        "{error}"
    );
    let text = String::from_utf8(excerpt[0].bytes.clone()).unwrap();
    let loaded = list(&text.replace(">8197<", ">8<")).unwrap();
    let count = |part: &str| text.matches(part).count();
    let statements = |prop: &str| loaded.statements.iter().filter(|s| s.prop == prop).count();
    assert_eq!(
        (loaded.dataset.as_str(), loaded.records),
        ("us_ofac_sdn", 8)
    );
    assert_eq!(statements("passportNumber"), count("<idType>Passport<"));
    assert_eq!(
        statements("alias") + statements("weakAlias") + statements("previousName"),
        count("<aka>")
    );
    // Whom two of them are linked to is not in the excerpt.
    let kinds: Vec<&String> = loaded.not_held.keys().collect();
    assert_eq!(
        kinds,
        ["a link to a name that no single record of the file has"]
    );
}
