//! Cleaning on the real lists in ../shared: every country and date of the UN and OFAC files is read, or
//! stands in a list here. Nothing of these files is copied into the repository.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::PathBuf;

use kashf_ftm::{clean, clean_country, date_spans, model};

/// The real lists; `None` (and a line that says so) when they are not there.
fn list(name: &str) -> Option<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let shared =
        std::env::var_os("KASHF_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let Ok(packed) = fs_err::read(shared.join("data/sanctions").join(name)) else {
        // Past the capture of test output: a skipped test must be seen.
        let _ =
            std::io::Write::write_all(&mut std::io::stderr(), b"SKIPPED: ../shared is absent\n");
        return None;
    };
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice())
        .read_to_end(&mut bytes)
        .unwrap();
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

const UN: &str = "un/UN_consolidated.2026-02-27.xml.gz";

/// The texts of all elements of that name that hold nothing but text.
fn elements<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(open.as_str())
        .skip(1)
        .filter_map(|rest| rest.split(close.as_str()).next())
        .filter(|text| !text.contains('<') && !text.trim().is_empty())
        .collect()
}

/// Counts what is read and what is not.
fn unread<'t>(
    texts: impl IntoIterator<Item = &'t str>,
    is_read: impl Fn(&str) -> bool,
) -> (usize, BTreeMap<&'t str, usize>) {
    let mut all = 0;
    let mut unread = BTreeMap::new();
    for text in texts {
        all += 1;
        if !is_read(text) {
            *unread.entry(text.trim()).or_default() += 1;
        }
    }
    (all, unread)
}

#[test]
fn every_country_of_the_un_list_is_known() {
    let Some(xml) = list(UN) else { return };
    let mut texts = elements(&xml, "COUNTRY");
    for name in [
        "NATIONALITY",
        "COUNTRY_OF_ISSUE",
        "ISSUING_COUNTRY",
        "COUNTRY_OF_BIRTH",
    ] {
        texts.extend(elements(&xml, name));
    }
    for block in xml.split("<NATIONALITY>").skip(1) {
        texts.extend(elements(
            block.split("</NATIONALITY>").next().unwrap(),
            "VALUE",
        ));
    }
    let (all, unread) = unread(texts, |text| clean_country(text).is_some());
    assert!(all > 2000, "{all}");
    eprintln!(
        "UN: {} of {all} country values have a code; not: {unread:?}",
        all - unread.values().sum::<usize>()
    );
    for text in unread.keys() {
        assert!(NOT_COUNTRIES.contains(text), "`{text}`");
    }
}

/// What stands in the place of a country and is none, or none that can be told.
const NOT_COUNTRIES: [&str; 4] = [
    "None Identified",
    "undetermined",
    "Region: Commonwealth of Independent States",
    "Region: Kafia Kingi",
];

#[test]
fn every_country_of_the_ofac_list_is_known() {
    let mut texts = Vec::new();
    for name in ["ofac/add.2021-07.csv.gz", "ofac/add.2025-12.csv.gz"] {
        let Some(text) = list(name) else { return };
        let mut rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        texts.extend(
            rows.records()
                .filter_map(|row| Some(row.ok()?.get(4)?.to_owned())),
        );
    }
    let Some(sdn) = list("ofac/sdn.2021-07.csv.gz") else {
        return;
    };
    for key in ["nationality ", "citizen ", "Nationality of Registration "] {
        let parts = sdn
            .split(key)
            .skip(1)
            .filter_map(|rest| rest.split([';', '"']).next());
        texts.extend(parts.map(|part| part.trim_end_matches('.').to_owned()));
    }
    let texts = texts
        .iter()
        .map(String::as_str)
        .filter(|text| !text.trim().starts_with("-0-"));
    let flag = model().schema("Vessel").unwrap().property("flag").unwrap();
    let (all, unread) = unread(texts, |text| {
        clean(flag, text).is_ok_and(|codes| !codes.is_empty())
    });
    assert!(all > 30_000, "{all}");
    eprintln!(
        "OFAC: {} of {all} country values have a code; not: {unread:?}",
        all - unread.values().sum::<usize>()
    );
    for text in unread.keys() {
        assert!(NOT_COUNTRIES.contains(text), "`{text}`");
    }
}

#[test]
fn every_birth_date_of_both_lists_is_read() {
    let Some(xml) = list(UN) else { return };
    let births = xml
        .split("<INDIVIDUAL_DATE_OF_BIRTH>")
        .skip(1)
        .filter_map(|rest| rest.split("</INDIVIDUAL_DATE_OF_BIRTH>").next());
    let mut texts: Vec<&str> = Vec::new();
    for block in births {
        for name in ["DATE", "YEAR", "FROM_YEAR", "TO_YEAR"] {
            texts.extend(elements(block, name));
        }
    }
    texts.extend(elements(&xml, "LISTED_ON"));
    let Some(sdn) = list("ofac/sdn.2021-07.csv.gz") else {
        return;
    };
    let parts = sdn
        .split("DOB ")
        .skip(1)
        .filter_map(|rest| rest.split([';', '"']).next());
    texts.extend(parts.map(|part| part.trim_end_matches('.')));
    let (all, unread) = unread(texts, |text| {
        let born = model()
            .schema("Person")
            .unwrap()
            .property("birthDate")
            .unwrap();
        let values = clean(born, text).unwrap_or_default();
        values.len() > 1 || (values.len() == 1 && date_spans(text).is_some())
    });
    assert!(all > 5000, "{all}");
    eprintln!(
        "{} of {all} dates are read; not: {unread:?}",
        all - unread.values().sum::<usize>()
    );
    assert!(unread.is_empty(), "{unread:?}");
}

/// Sets have no order in the format; everything else must come back as it was.
fn sorted(mut value: serde_json::Value) -> serde_json::Value {
    for field in ["datasets", "referents"] {
        if let Some(serde_json::Value::Array(items)) = value.get_mut(field) {
            items.sort_by_key(ToString::to_string);
        }
    }
    value
}

#[test]
fn every_entity_of_the_streams_comes_back_as_it_was() {
    let mut count = 0;
    for name in [
        "t1.entities.ftm.json.gz",
        "parteispenden.entities.ftm.json.gz",
        "zala.entities.ftm.json.gz",
        "donations.ijson.gz",
    ] {
        let Some(text) = list(&format!("ftm/{name}")) else {
            return;
        };
        for line in text.lines() {
            let entity = kashf_ftm::json::read_entity(line).unwrap();
            let parse = |text: &str| sorted(serde_json::from_str(text).unwrap());
            assert_eq!(parse(&kashf_ftm::json::write_entity(&entity)), parse(line));
            let statements = kashf_ftm::statements_from_entity(&entity, "example");
            let back = kashf_ftm::entity_from_statements(&statements).unwrap();
            let nonempty = entity
                .properties
                .iter()
                .filter(|(_, values)| !values.is_empty());
            assert!(nonempty.eq(back.properties.iter()));
            count += 1;
        }
    }
    assert!(count > 1000, "{count}");
}
