//! The EU's CSV on an invented list in both layouts, and on the damaged copy at hand.

use crate::testing::{garbled, shared, values};
use crate::{LoadError, Loaded, SourceFile, load};
use proptest::prelude::*;

const OLD: &str = include_str!("../../fixtures/eu_old.csv");

fn read(text: &str) -> Result<Loaded, LoadError> {
    let file = SourceFile::from_bytes("eu.csv", text.as_bytes().to_vec());
    load(&[file], None)
}

/// As a spreadsheet saves it: each line in quotes, tabs after it.
fn wrapped(text: &str) -> String {
    let line = |line: &str| format!("\"{}\t\t\"\r\n", line.replace('"', "\"\""));
    text.lines().map(line).collect()
}

#[test]
fn rows_of_an_entity_are_one_record() {
    for text in [OLD.to_owned(), wrapped(OLD)] {
        let loaded = read(&text).unwrap();
        assert_eq!(loaded.dataset, "eu_fsf");
        assert_eq!(loaded.as_of.as_deref(), Some("2018-07-04"));
        assert_eq!(loaded.record_ids, ["eu-901", "eu-902"]);
        let person = |prop| values(&loaded, "eu-901", prop);
        assert_eq!(person("name"), ["Layla Sara EXAMPLE"]);
        assert_eq!(person("alias"), ["Leila Mithal"]);
        assert_eq!(person("lastName"), ["EXAMPLE"]);
        assert_eq!(person("gender"), ["female <- F"]);
        assert_eq!(person("position"), ["Treasurer; of an invented society"]);
        assert_eq!(person("birthDate"), ["1924-02-21"]);
        assert_eq!(person("birthPlace"), ["Invented Town"]);
        assert_eq!(person("birthCountry"), ["iq <- IRQ"]);
        assert_eq!(person("citizenship"), ["lb <- LBN"]);
        assert_eq!(person("address"), ["7 Example Street, 1000, Invented Town"]);
        assert_eq!(person("country"), ["pk <- PAK"]);
        assert_eq!(person("phone").len(), 2, "{:?}", person("phone"));
        assert_eq!(person("passportNumber"), ["X001095"]);
        let notes = person("notes").join("\n");
        for part in ["(INVENTED BASIS)", "second floor"] {
            assert!(notes.contains(part), "{part}: {notes}");
        }
        let passport = |prop| values(&loaded, "eu-901-passport-x001095", prop);
        assert_eq!(passport("type"), ["National passport"]);
        assert_eq!(passport("summary"), ["(issued 2001)"]);
        let listing = |prop| values(&loaded, "eu-901-sanction", prop);
        assert_eq!(
            listing("reason"),
            ["2018/223 (OJ L43)", "1643/2002 (OJ L247)"]
        );
        assert_eq!(listing("program"), ["ZWE"]);
        assert_eq!(listing("authorityId"), ["EU.36.64"]);
        assert_eq!(values(&loaded, "eu-902", "name"), ["Example Lines"]);
        let held: Vec<&String> = loaded.not_held.keys().collect();
        assert_eq!(held, ["date, type and address of regulationSummary"]);
    }
}

#[test]
fn columns_of_version_1_1_are_read() {
    let text = "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_DesignationDate;Entity_Remark;\
        Entity_SubjectType;Entity_SubjectType_ClassificationCode;Entity_Regulation_Type;Entity_Regulation_NumberTitle;Entity_Regulation_Programme;\
        NameAlias_WholeName;NameAlias_NameLanguage;NameAlias_Strong;NameAlias_LogicalId;NameAlias_Regulation_NumberTitle;\
        BirthDate_BirthDate;BirthDate_Year;BirthDate_Circa;BirthDate_CalendarType;BirthDate_CountryIso2Code;\
        Identification_Number;Identification_TypeCode;Identification_KnownFalse;Novelty\n\
        02/01/2026;7;EU.1.1;QDi.9;2001-02-03;a remark;person;P;amendment;2001/9;TAQA;Layla Example;EN;true;1;2001/8;;;;;;;;;\n\
        02/01/2026;7;EU.1.1;QDi.9;2001-02-03;a remark;person;P;amendment;2001/9;TAQA;;;;;;;1970;true;GREGORIAN;IQ;;;;new\n\
        02/01/2026;7;EU.1.1;QDi.9;2001-02-03;a remark;person;P;amendment;2001/9;TAQA;;;;;;;;;;;P1;passport;true;\n";
    let loaded = read(text).unwrap();
    assert_eq!(loaded.as_of.as_deref(), Some("2026-01-02"));
    let person = |prop| values(&loaded, "eu-7", prop);
    assert_eq!(person("name"), ["Layla Example"]);
    assert_eq!(person("birthDate"), ["1970 <- circa 1970"]);
    assert_eq!(person("birthCountry"), ["iq <- IQ"]);
    assert_eq!(person("passportNumber"), ["P1"]);
    assert_eq!(person("notes"), ["a remark"]);
    let listing = |prop| values(&loaded, "eu-7-sanction", prop);
    assert_eq!(listing("unscId"), ["QDi.9"]);
    assert_eq!(listing("listingDate"), ["2001-02-03"]);
    assert_eq!(listing("summary"), ["Regulation 2001/9 (amendment)"]);
    assert!(
        values(&loaded, "eu-7-passport-p1", "summary").contains(&"known to be false".to_owned())
    );
    assert_eq!(loaded.not_held["column Novelty"], 1);
}

#[test]
fn cuts_within_a_row_are_refused() {
    for text in [
        OLD.trim_end().to_owned(),
        wrapped(OLD).trim_end().to_owned(),
    ] {
        let mut passed = Vec::new();
        for end in 0..text.len() {
            // Between two lines a cut cannot be seen, and a reference number that lost its end neither.
            let Some(cut) = text.get(..end) else { continue };
            let fields = |line: &str| line.matches(';').count();
            let whole = cut.lines().last().map(fields) >= text.lines().next().map(fields);
            if !whole && read(cut).is_ok() && !cut.ends_with('\n') {
                passed.push(end);
            }
        }
        assert!(passed.is_empty(), "{passed:?}");
    }
}

#[test]
fn a_row_of_another_width_or_without_an_owner_refuses_the_list() {
    for (from, to, words) in [
        ("Example Lines;", "Example Lines;;", "as many columns"),
        ("04/07/2018;902;", "04/07/2018;;", "whose it is"),
        ("Example Lines;", ";", "no name"),
        ("04/07/2018", "soon", "no date"),
    ] {
        let text = OLD.replace(from, to);
        assert_ne!(text, OLD);
        let error = read(&text).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

proptest! {
    #[test]
    fn never_panics_on_garbled_lists(at in 0..OLD.len(), bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
        let _ = load(&[SourceFile::from_bytes("eu.csv", garbled(OLD, at, &bytes))], None);
    }
}

/// The copy at hand is damaged; mended as far as a test may, its structure is read whole.
#[test]
fn the_real_copy_is_refused_and_its_structure_is_read() {
    let Some(path) = shared("data/sanctions/eu/EUSanctionsShort.2018-07-04.csv.gz") else {
        return;
    };
    let mut files = crate::read_inputs(&[path]).unwrap();
    let error = load(&files, Some("cut")).unwrap_err();
    assert!(matches!(error, LoadError::Encoding { .. }), "{error}");
    // Letters beyond ASCII read as Latin-1, the lost ones as `x`: enough to count.
    let text: String = files[0].bytes.iter().map(|b| char::from(*b)).collect();
    let text: String = text
        .chars()
        .map(|c| {
            if c.is_control() && !c.is_ascii() {
                'x'
            } else {
                c
            }
        })
        .collect();
    files[0].bytes = text.replace("??", "xx").into_bytes();
    let loaded = load(&files, Some("cut")).unwrap();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(';').collect())
        .collect();
    let mut ids: Vec<&str> = rows.iter().map(|row| row[1]).collect();
    ids.dedup();
    assert_eq!(loaded.records as usize, ids.len());
    assert_eq!(loaded.records, 93);
    let names = rows
        .iter()
        .filter(|row| row.get(8).is_some_and(|id| !id.is_empty()))
        .count();
    assert_eq!(names, 799);
    let count = |prop: &str| loaded.statements.iter().filter(|s| s.prop == prop).count();
    let distinct = count("name") + count("alias");
    // A name that two regulations give is one statement.
    assert!(distinct > 700 && distinct <= names, "{distinct}");
    assert_eq!(count("name"), 93);
    assert_eq!(count("holder"), 9);
    // Of the 59 one is of an enterprise, and its country.
    assert_eq!(count("citizenship"), 58);
    assert_eq!(loaded.not_held.len(), 1, "{:?}", loaded.not_held);
}
