//! For tests: where the real lists are, if they are here.

use std::path::PathBuf;

/// A file of `../shared`, or of `KASHF_SHARED`; says loudly when it is absent.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("KASHF_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let file = root.join(path);
    if file.exists() {
        return Some(file);
    }
    // Past the capture of test output: a skipped test must be seen.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), b"SKIPPED: ../shared is absent\n");
    None
}

/// Values of a property, each with its original after `<-` when there is one.
pub(crate) fn values(loaded: &crate::Loaded, id: &str, prop: &str) -> Vec<String> {
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

/// Values of a property, as cleaned.
pub(crate) fn cleaned(loaded: &crate::Loaded, id: &str, prop: &str) -> Vec<String> {
    let statements = loaded.statements.iter();
    statements
        .filter(|s| s.entity_id == id && s.prop == prop)
        .map(|s| s.value.to_owned())
        .collect()
}

/// A list with other bytes from a place on.
pub(crate) fn garbled(list: &str, at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut garbled = list.as_bytes().to_vec();
    for (place, byte) in garbled.iter_mut().skip(at).zip(bytes) {
        *place = *byte;
    }
    garbled
}

/// The invented records of `fixtures/`, as OFAC publishes its CSV.
pub(crate) fn ofac_csv() -> crate::Loaded {
    let file = |name: &str, text: &str| {
        let text = format!("{}\u{1a}", text.replace('\n', "\r\n"));
        crate::SourceFile::from_bytes(name, text.into_bytes())
    };
    let files = [
        file("sdn.csv", include_str!("../fixtures/sdn.csv")),
        file("alt.csv", include_str!("../fixtures/alt.csv")),
        file("add.csv", include_str!("../fixtures/add.csv")),
    ];
    crate::load(&files, None).expect("the CSV fixture is good")
}

/// A workbook of one sheet of text cells, as Excel writes its parts.
pub(crate) fn workbook_of(rows: &[Vec<String>]) -> Vec<u8> {
    use std::io::Write;
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let mut sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>");
    for (row, cells) in rows.iter().enumerate() {
        sheet += &format!("<row r=\"{}\">", row + 1);
        for (column, text) in cells
            .iter()
            .enumerate()
            .filter(|(_, text)| !text.is_empty())
        {
            let letter = char::from(b'A' + u8::try_from(column).expect("few columns"));
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            sheet += &format!(
                "<c r=\"{letter}{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>",
                row + 1
            );
        }
        sheet += "</row>";
    }
    sheet += "</sheetData></worksheet>";
    let parts = [
        (
            "[Content_Types].xml",
            format!("<Types xmlns=\"{package}/content-types\"/>"),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{rels}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{rels}\"><sheets><sheet name=\"List\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{rels}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .expect("in memory");
        zip.write_all(text.as_bytes()).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}
