//! An invented Australian list, as CSV and as a workbook, and damaged copies of it.

use super::*;
use crate::testing::{cleaned, values, workbook_of};
use crate::{Format, Loaded, load, recognise};
use proptest::prelude::*;

const LIST: &str = include_str!("../../fixtures/au.csv");

fn read(text: &str) -> Result<Loaded, LoadError> {
    load(
        &[SourceFile::from_bytes("au.csv", text.as_bytes().to_vec())],
        None,
    )
}

#[test]
fn every_column_is_held() {
    let loaded = read(LIST).unwrap();
    assert_eq!(loaded.dataset, "au_dfat_sanctions");
    assert_eq!(loaded.as_of.as_deref(), Some("2024-02-27"));
    assert_eq!(loaded.record_ids[..3], ["au-101", "au-102", "au-103"]);
    let of = |prop: &str| values(&loaded, "au-101", prop);
    let name = "\u{632}\u{631}\u{628}\u{644}\u{643} \u{623}\u{646}\u{62f}\u{631}\u{648}\u{646}";
    assert_eq!(of("name"), ["Zarblek Undrowen", name]);
    assert_eq!(of("alias"), ["Zarblek al-Undrowen"]);
    assert_eq!(of("weakAlias"), ["Zar"]);
    assert_eq!(
        of("birthDate"),
        ["1961-03-04 <- 4/03/1961", "1962 <- a) 4/03/1961 b) 1962"]
    );
    assert_eq!(
        cleaned(&loaded, "au-101", "birthPlace"),
        ["Exampleton", "Mithal, Yemen"]
    );
    assert_eq!(cleaned(&loaded, "au-101", "citizenship"), ["ye", "sa"]);
    assert_eq!(
        cleaned(&loaded, "au-101", "address"),
        ["1 Example Street, Exampleton", "PO Box 7, Mithal"]
    );
    assert_eq!(of("notes"), ["Passport no: A1234567"]);
    assert_eq!(of("createdAt"), ["2024-02-27 <- 27/02/2024"]);
    let listing = |prop: &str| cleaned(&loaded, "au-101-sanction", prop);
    assert_eq!(
        listing("program"),
        ["1267/1989/2253 (ISIL (Da'esh) and Al-Qaida)"]
    );
    assert_eq!(listing("programId"), ["UN-SCISIL"]);
    assert_eq!(listing("authorityId"), ["101"]);
    assert_eq!(listing("startDate"), ["2024-02-27"]);
    assert_eq!(listing("provisions"), ["asset freeze", "travel ban"]);
    assert_eq!(
        listing("summary"),
        [
            "Listed by the invented committee on 3 March 2001",
            "Invented Instrument 2024"
        ]
    );
    let ship = |prop: &str| cleaned(&loaded, "au-102", prop);
    assert_eq!(
        (ship("imoNumber"), ship("name")),
        (
            vec!["IMO9074729".to_owned()],
            vec!["EXAMPLE STAR".to_owned()]
        )
    );
    assert_eq!(
        cleaned(&loaded, "au-102-sanction", "provisions"),
        ["maritime restriction"]
    );
    assert_eq!(
        cleaned(&loaded, "au-103", "previousName"),
        ["Old Example Trading"]
    );
    assert_eq!(loaded.records_by_type.get("entity"), Some(&2));
    assert_eq!(loaded.not_held.get("column Colour"), Some(&1));
}

#[test]
fn a_number_that_is_used_again_is_another_party() {
    let loaded = read(LIST).unwrap();
    let again = loaded.record_ids.last().unwrap();
    assert!(again.starts_with("au-101-") && again.len() == 15, "{again}");
    assert_eq!(
        cleaned(&loaded, again, "name"),
        ["Wimbra Tolvenek Holdings"]
    );
    assert!(
        loaded
            .problems
            .iter()
            .any(|p| p.message.contains("second primary name"))
    );
}

#[test]
fn a_workbook_says_the_same_as_the_table() {
    let rows: Vec<Vec<String>> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(LIST.as_bytes())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let file = SourceFile::from_bytes("list.xlsx", workbook_of(&rows));
    assert_eq!(recognise(&file).unwrap(), Format::AuXlsx);
    let book = load(&[file], None).unwrap();
    assert_eq!(book.statements, read(LIST).unwrap().statements);
    let other = SourceFile::from_bytes("x.xlsx", workbook_of(&[vec!["Name".to_owned()]]));
    assert!(
        recognise(&other)
            .unwrap_err()
            .to_string()
            .contains("Excel workbook")
    );
}

#[test]
fn what_cannot_be_believed_is_refused() {
    let header = LIST.lines().next().unwrap();
    let party = "7,Zarblek Undrowen,Individual,Primary Name,,,,,,,,,,27/02/2024,,,,,,\n";
    assert_eq!(read(&format!("{header}\n{party}")).unwrap().records, 1);
    for (row, words) in [
        (
            "x,Zarblek,Individual,Primary Name,,,,,,,,,,27/02/2024,,,,,,\n",
            "no reference number",
        ),
        (
            "7,,Individual,Primary Name,,,,,,,,,,27/02/2024,,,,,,\n",
            "the party has no name",
        ),
        (
            "7,Zarblek,,Primary Name,,,,,,,,,,27/02/2024,,,,,,\n",
            "neither an individual",
        ),
        (
            "7,Zarblek,Individual,Primary Name,,,,,,,,,,,,,,,,\n",
            "`Control Date`",
        ),
        ("7,Zarblek\n", "the row has 2 cells, the header 20"),
        (party.trim_end(), "no line end"),
    ] {
        let error = read(&format!("{header}\n{row}")).unwrap_err().to_string();
        assert!(error.contains(words), "{words}: {error}");
    }
}

#[test]
fn cells_come_apart() {
    assert_eq!(
        columns::parts_of("a) one b) two; c) three"),
        ["one", "two", "three"]
    );
    assert_eq!(columns::parts_of("Villa b) of"), ["Villa b) of"]);
    assert_eq!(columns::number_of("101ab"), Some(("101", "ab")));
    assert_eq!(columns::number_of("a101"), None);
    let dates = |text| {
        columns::dates_of(text)
            .into_iter()
            .map(|(date, _)| date)
            .collect::<Vec<_>>()
    };
    assert_eq!(dates("19/12/1980,19/01/1980"), ["1980-12-19", "1980-01-19"]);
    assert_eq!(dates("Approximately 1950"), ["1950"]);
    assert_eq!(dates("1963-01-01"), ["1963-01-01"]);
    assert_eq!(dates("between 1963 and 1968"), ["between 1963 and 1968"]);
}

/// The real names, in DFAT's own columns: the copy at hand lacks references and kinds of names, so each of
/// its rows is a party here.
#[test]
fn the_real_names_and_committees_come_through() {
    let path = "data/sanctions/au/aus_Australia_parsed.2025-05.csv.gz";
    let Some(path) = crate::testing::shared(path) else {
        return;
    };
    let copy = crate::read_inputs(&[path]).unwrap().remove(0).bytes;
    let mut list = csv::Writer::from_writer(Vec::new());
    list.write_record(LIST.lines().next().unwrap().split(','))
        .unwrap();
    let mut known = 0;
    let rows: Vec<StringRecord> = csv::Reader::from_reader(copy.as_slice())
        .into_records()
        .map(Result::unwrap)
        .filter(|row| !row[0].trim().is_empty())
        .collect();
    for (row, number) in rows.iter().zip(1..) {
        let number = format!("{number}");
        let mut cells = vec![""; 20];
        let fixed = [
            (0, number.as_str()),
            (2, "Individual"),
            (3, "Primary Name"),
            (13, "1/05/2025"),
        ];
        let told = [(1, &row[0]), (9, &row[3]), (12, &row[4])];
        for (place, text) in fixed.into_iter().chain(told) {
            cells[place] = text;
        }
        known += u64::from(crate::programs::au(&row[4]).is_some());
        list.write_record(&cells).unwrap();
    }
    let bytes = list.into_inner().unwrap();
    let loaded = load(&[SourceFile::from_bytes("au.csv", bytes)], None).unwrap();
    assert_eq!(loaded.records, rows.len() as u64);
    let count = |prop: &str| loaded.statements.iter().filter(|s| s.prop == prop).count() as u64;
    assert_eq!(count("name"), rows.len() as u64);
    assert_eq!(count("program"), rows.len() as u64);
    assert_eq!(count("programId"), known);
    assert!(known > 9_000 && loaded.not_held.is_empty());
}

proptest! {
    #[test]
    fn parts_lose_no_word(text in "[a-d1-3 );,\u{627}-\u{62a}]{0,40}") {
        let words = |text: &str| -> Vec<String> {
            text.chars().filter(|c| c.is_alphanumeric()).map(String::from).collect()
        };
        let all = words(&text);
        let marks = columns::parts_of(&text).len().saturating_sub(1);
        let parts = words(&columns::parts_of(&text).concat());
        prop_assert!(parts.len() + marks + 1 >= all.len());
    }

    #[test]
    fn never_panics(at in 0..LIST.len(), bytes in prop::collection::vec(any::<u8>(), 1..6)) {
        let text = crate::testing::garbled(LIST, at, &bytes);
        let _ = load(&[SourceFile::from_bytes("au.csv", text)], None);
    }
}
