//! A freeze is told from a restriction in every format.

use super::{Format, ScreeningLine};
use crate::Screener;
use kashf_load::SourceFile;
use kashf_screen::measures::{Blocking, measure_table};
use kashf_screen::{Options, Policy};
use proptest::prelude::*;
use std::io::Write;

const NAME: &str = "Nadir Example Specimen";

/// The answer to the name of an invented entry under these programmes of a list.
fn answer(dataset: &str, programmes: &[&str], words: &[&str]) -> ScreeningLine {
    let party = serde_json::json!({"id": "x-1", "schema": "Person", "properties": {"name": [NAME], "topics": ["sanction"]}});
    let sanction = serde_json::json!({"id": "x-2", "schema": "Sanction",
        "properties": {"entity": ["x-1"], "program": programmes, "provisions": words}});
    let text = format!("{party}\n{sanction}\n");
    let file = SourceFile::from_bytes("list.ftm.json", text.into_bytes());
    let list = kashf_load::load(&[file], Some(dataset)).unwrap();
    let screener = Screener::in_memory(&[list], Policy::built_in()).unwrap();
    let found = screener.name(NAME, Some("Person"), &Options::default());
    screener.line_of("q", &found)
}

/// The record in every format, as text; Parquet without compression cannot be read so, hence its cells.
fn everywhere(line: &ScreeningLine) -> String {
    let mut text = String::from_utf8(Format::JsonLines.render(line)).unwrap();
    text.push_str(&String::from_utf8(Format::Csv.render(line)).unwrap());
    let mut output = super::ParquetOutput::new(Vec::new()).unwrap();
    output.write_all(&Format::Parquet.render(line)).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    fs_err::write(file.path(), output.finish().unwrap()).unwrap();
    let reader = parquet::file::reader::SerializedFileReader::new(file.reopen().unwrap()).unwrap();
    for row in parquet::file::reader::FileReader::get_row_iter(&reader, None).unwrap() {
        text.push_str(&row.unwrap().to_string());
    }
    text
}

/// Programmes of a list, blocking or not.
fn programmes(list: &str, blocking: bool) -> Vec<String> {
    let table = measure_table();
    let blocks = |code: &String| {
        table
            .term(code)
            .is_some_and(|term| term.measure.blocking == Blocking::Yes)
    };
    let rows = table
        .programmes
        .iter()
        .filter(|row| row.list == list && row.when.is_empty());
    rows.filter(|row| row.measures.iter().any(blocks) == blocking && !row.measures.is_empty())
        .flat_map(|row| row.programmes.clone())
        .filter(|name| name != "*")
        .collect()
}

#[test]
fn a_freeze_is_said_with_its_basis_and_its_exemption() {
    let line = answer("un_sc_sanctions", &["Taliban"], &[]);
    let found = &line.matches[0];
    assert_eq!(
        found.measures[..3],
        ["asset freeze", "travel ban", "arms embargo"]
    );
    assert!(found.measures.iter().any(|text| text.contains("2664")));
    let listing = &found.listing[0];
    assert_eq!(listing.programme.as_deref(), Some("Taliban"));
    assert_eq!(listing.programme_id.as_deref(), Some("UN-SC1988"));
    assert_eq!((listing.source.as_str(), listing.checked), ("kashf", true));
    assert_eq!(listing.measures[0].blocking, Some(true));
    assert!(listing.legal_basis[0].contains("2255"));
    assert_eq!(listing.exemptions.len(), 2);
    let csv = String::from_utf8(Format::Csv.render(&line)).unwrap();
    assert!(
        csv.contains(",yes,") && csv.contains("resolution 2255"),
        "{csv}"
    );
    // The line reads back as it was written.
    let text = Format::JsonLines.render(&line);
    assert_eq!(
        serde_json::from_slice::<ScreeningLine>(&text).unwrap(),
        line
    );
}

#[test]
fn what_nobody_knows_is_no_empty_cell() {
    let line = answer("invented_list", &["INVENTED"], &[]);
    assert_eq!(line.matches[0].listing[0].measures[0].blocking, None);
    let csv = String::from_utf8(Format::Csv.render(&line)).unwrap();
    assert!(
        csv.contains("ask the publisher") && csv.contains(",unknown,"),
        "{csv}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_does_not_block_never_looks_like_a_freeze(pick in any::<u64>(), count in 1..4u64) {
        for list in ["us_ofac_cons", "un_sc_sanctions"] {
            let free = programmes(list, false);
            let chosen: Vec<&str> = (0..count)
                .map(|n| free[usize::try_from((pick >> (8 * n)) % free.len() as u64).unwrap()].as_str())
                .collect();
            let words = ["Executive Order 13662 Directive Determination - Subject to Directive 2"];
            let line = answer(list, &chosen, if pick % 2 == 0 { &words } else { &[] });
            prop_assert!(!line.matches.is_empty());
            let text = everywhere(&line);
            prop_assert!(!text.contains("asset freeze"), "{chosen:?}: {text}");
            let arabic = &measure_table().term("asset-freeze").unwrap().measure.ar;
            prop_assert!(!text.contains(arabic.as_str()), "{chosen:?}: {text}");
            // One programme that blocks is enough, and both are said.
            if let Some(blocking) = programmes(list, true).first() {
                let mut both = chosen.clone();
                both.push(blocking);
                let line = answer(list, &both, &[]);
                prop_assert!(line.matches[0].measures.iter().any(|m| m == "asset freeze"));
                prop_assert!(line.matches[0].measures.len() > 1);
            }
        }
    }
}
