//! Workbooks, written here part by part.

use super::{load_mapped, read_mapping};
use crate::{LoadError, Loaded, SourceFile, read_inputs, recognise, unpack_bytes};
use proptest::prelude::*;
use std::io::Write;
use zip::write::SimpleFileOptions;

const MAPPING: &str = "mapping = 1\n[source]\nsheet = \"List\"\nheader = 2\n[entities.party]\nschema = \"Person\"\nid_column = \"No\"\n\
    [entities.party.properties]\nname = \"Name\"\nbirthDate = \"Born\"\n";

const STRINGS: &str = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>Name</t></si><si><r><t xml:space=\"preserve\">Layla </t></r><r><t>Example</t></r></si></sst>";
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
const SHEET: &str = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\
    <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>The house list</t></is></c></row>\
    <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>No</t></is></c><c r=\"B2\" t=\"s\"><v>0</v></c><c r=\"D2\" t=\"inlineStr\"><is><t>Born</t></is></c></row>\
    <row r=\"3\"><c r=\"A3\"><v>17</v></c><c r=\"B3\" t=\"s\"><v>1</v></c><c r=\"D3\" s=\"1\"><v>25569</v></c></row>\
    <row r=\"5\"><c r=\"A5\"><v>18</v></c><c r=\"B5\" t=\"inlineStr\"><is><t>Badr Example</t></is></c></row>\
    </sheetData></worksheet>";

fn workbook(sheet: &str) -> Vec<u8> {
    altered(sheet, |_, text| text)
}

/// The workbook with its parts changed.
fn altered(sheet: &str, change: impl Fn(usize, String) -> String) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let main = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"{main}.sheet.main+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{rels}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{rels}\"><sheets><sheet name=\"List\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{rels}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{rels}/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId3\" Type=\"{rels}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        ("xl/sharedStrings.xml", STRINGS.to_owned()),
        ("xl/styles.xml", STYLES.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet.to_owned()),
    ];
    for (part, (name, text)) in parts.into_iter().enumerate() {
        let text = change(part, text);
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn load(bytes: Vec<u8>, mapping: &str) -> Result<Loaded, LoadError> {
    let mapping = read_mapping(&SourceFile::from_bytes(
        "m.toml",
        mapping.as_bytes().to_vec(),
    ))?;
    load_mapped(&unpack_bytes("list.xlsx", bytes)?, "mine", &mapping)
}

#[test]
fn cells_of_every_kind_come_out() {
    let loaded = load(workbook(SHEET), MAPPING).unwrap();
    assert_eq!(loaded.record_ids, ["mine-17", "mine-18"]);
    let said = |prop: &str| {
        let of = loaded.statements.iter().filter(|s| s.prop == prop);
        of.map(|s| s.value).collect::<Vec<_>>()
    };
    assert_eq!(said("name"), ["Layla Example", "Badr Example"]);
    assert_eq!(said("birthDate"), ["1970-01-01"]);
}

#[test]
fn a_workbook_is_one_file_plain_packed_or_kept() {
    let bytes = workbook(SHEET);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xlsx.zst");
    fs_err::write(&path, zstd::encode_all(&bytes[..], 3).unwrap()).unwrap();
    let files = read_inputs(&[path]).unwrap();
    assert_eq!((files.len(), &files[0].bytes), (1, &bytes));
    let error = recognise(&files[0]).unwrap_err();
    assert!(
        error.to_string().contains("this is an Excel workbook"),
        "{error}"
    );
    assert!(error.hint().unwrap().contains("--mapping FILE"));
}

#[test]
fn broken_and_swollen_workbooks_are_refused() {
    for (sheet, mapping, words) in [
        (
            SHEET.replace("</sheetData></worksheet>", ""),
            MAPPING.to_owned(),
            "workbook:",
        ),
        (
            SHEET.to_owned(),
            MAPPING.replace("\"List\"", "2"),
            "has no such sheet",
        ),
        (
            SHEET
                .replace("r=\"5\"", "r=\"1\"")
                .replace("\"A5\"", "\"A1\"")
                .replace("\"B5\"", "\"B1\""),
            MAPPING.to_owned(),
            "not in order",
        ),
        (SHEET.replace("A5", "AMA5"), MAPPING.to_owned(), "columns"),
        (
            SHEET.replace("Badr Example", &"x".repeat(40_000)),
            MAPPING.to_owned(),
            "longer than Excel allows",
        ),
        (
            SHEET.replace("Badr Example", &"x".repeat(4 << 20)),
            MAPPING.to_owned(),
            "swells",
        ),
    ] {
        let error = load(workbook(&sheet), &mapping).unwrap_err().to_string();
        assert!(error.contains(words), "{words}: {error}");
    }
    let whole = workbook(SHEET);
    for end in 0..whole.len() {
        assert!(load(whole[..end].to_vec(), MAPPING).is_err(), "{end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// calamine answers, too, whatever the parts say.
    #[test]
    fn no_workbook_panics(part in 0usize..7, from in 0usize..900, length in 0usize..40, put in "[<>/a-zA-Z0-9\"=. -]{0,12}") {
        let bytes = altered(SHEET, |index, text| {
            if index != part {
                return text;
            }
            let (from, to) = (from.min(text.len()), (from + length).min(text.len()));
            format!("{}{put}{}", &text[..from], &text[to..])
        });
        let _ = load(bytes, MAPPING);
    }

    /// Numbers where a number stands: counts, positions, styles, days.
    #[test]
    fn no_number_panics(part in 0usize..7, which in 0usize..30, number in prop_oneof![Just("-1".to_owned()), Just("1e400".to_owned()), Just("NaN".to_owned()), "[0-9]{1,22}", "-?[0-9]{1,9}[.][0-9]{1,4}"]) {
        let bytes = altered(SHEET, |index, text| {
            let mut runs: Vec<(usize, usize)> = Vec::new();
            for (at, _) in text.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()) {
                match runs.last_mut() {
                    Some((_, end)) if *end == at => *end += 1,
                    _ => runs.push((at, at + 1)),
                }
            }
            match runs.get(which) {
                Some((from, to)) if index == part => format!("{}{number}{}", &text[..*from], &text[*to..]),
                _ => text,
            }
        });
        let _ = load(bytes, MAPPING);
    }
}
