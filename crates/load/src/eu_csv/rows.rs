//! Rows of the EU's CSV: between `;`, as published or wrapped in quotes by a spreadsheet.

use crate::{LoadError, SourceFile, text};

/// Line number and fields of each row, the header first.
pub(super) fn read(file: &SourceFile) -> Result<Vec<(u64, Vec<String>)>, LoadError> {
    let whole = text::text_of(file)?;
    text::check_rows(file, whole)?;
    // A copy that a spreadsheet cut may end in a control-Z.
    let whole = whole.trim_end_matches(['\u{1a}', '\n', '\r', '\t', ' ']);
    let wrapped = whole
        .lines()
        .next()
        .is_some_and(|line| line.starts_with('"') && line.trim_end().ends_with('"'));
    if !wrapped {
        return split(file, whole, b';', 0);
    }
    let mut rows = Vec::new();
    for (line, fields) in split(file, whole, b',', 0)? {
        // A comma outside the quotes would be the end of the wrapped line.
        let inner = fields.join(",");
        let inner = inner.trim_end_matches(['\t', ' ']);
        let mut inner = split(file, inner, b';', line - 1)?;
        if inner.len() == 1 {
            rows.append(&mut inner);
        } else {
            // A line end in a wrapped line: the row is not what the header says.
            rows.push((line, Vec::new()));
        }
    }
    Ok(rows)
}

fn split(
    file: &SourceFile,
    text: &str,
    delimiter: u8,
    before: u64,
) -> Result<Vec<(u64, Vec<String>)>, LoadError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let line = before + reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(rows),
            Ok(true) => rows.push((line, record.iter().map(str::to_owned).collect())),
            Err(error) => {
                return Err(LoadError::NotWellFormed {
                    file: file.name.clone(),
                    line,
                    reason: error.to_string(),
                });
            }
        }
    }
}
