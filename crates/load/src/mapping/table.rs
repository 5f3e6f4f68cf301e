//! Rows of a table, from CSV or XLSX: text cells, bounded, each with its line.

use super::spec::{Column, Format};
use super::suggest::suggest;
use super::{Mapping, check_is_table};
use crate::text::{check_line, check_rows, text_of};
use crate::workbook::{self, MAX_COLUMNS, MAX_ROWS, too_large};
use crate::{LoadError, MAX_TOKEN_BYTES, SourceFile};
use csv::StringRecord;
use std::borrow::Cow;

/// A table in memory.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Names of the columns; empty when the table has none.
    pub(super) names: Vec<String>,
    /// Columns.
    pub(super) width: usize,
    /// Rows that are not blank, with their lines.
    pub(super) rows: Vec<(u64, StringRecord)>,
}

impl Rows {
    /// Takes the header from the front, and bounds what is left.
    fn with_header(
        mapping: &Mapping,
        file: &str,
        mut rows: Vec<(u64, StringRecord)>,
    ) -> Result<Self, LoadError> {
        let source = &mapping.spec.source;
        let header = u64::from(source.header.unwrap_or(1));
        let mut names: Vec<String> = source.columns.clone();
        if header > 0 {
            rows.retain(|(line, _)| *line >= header);
            if rows.is_empty() {
                let problem = format!("`{file}` has no row {header}");
                return Err(mapping.error(
                    "source.header",
                    problem,
                    "say in which row the header stands",
                ));
            }
            let (_, first) = rows.remove(0);
            names = first.iter().map(|name| name.trim().to_owned()).collect();
            while names.last().is_some_and(String::is_empty) {
                names.pop();
            }
        }
        let width = if names.is_empty() {
            rows.first().map_or(0, |(_, row)| row.len())
        } else {
            names.len()
        };
        if width > MAX_COLUMNS {
            return Err(too_large(
                file,
                format!("a table of more than {MAX_COLUMNS} columns"),
            ));
        }
        rows.retain(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
        Ok(Self { names, width, rows })
    }
}

/// The sheet that the mapping names, else the first.
fn sheet_of(names: &[String], file: &SourceFile, mapping: &Mapping) -> Result<String, LoadError> {
    let wanted = mapping.spec.source.sheet.as_ref();
    let found = match wanted.unwrap_or(&Column::Number(1)) {
        Column::Number(number) => number.checked_sub(1).and_then(|at| names.get(at)),
        Column::Name(name) => names.iter().find(|known| *known == name),
    };
    found.cloned().ok_or_else(|| {
        let problem = format!("`{}` has no such sheet", file.name);
        mapping.error(
            "source.sheet",
            problem,
            suggest("", names.iter().map(String::as_str)),
        )
    })
}

/// Reads one file as the mapping says.
pub(super) fn read(file: &SourceFile, mapping: &Mapping) -> Result<Rows, LoadError> {
    let is_workbook = workbook::is_workbook(&file.bytes);
    let wanted = mapping.spec.source.format;
    let found = if is_workbook {
        Format::Xlsx
    } else {
        Format::Csv
    };
    if wanted.is_some_and(|wanted| wanted != found) {
        let problem = format!("`{}` is not in that format", file.name);
        return Err(mapping.error("source.format", problem, "leave it out: the content tells"));
    }
    let rows = if is_workbook {
        workbook::read(file, &|names| sheet_of(names, file, mapping), None)?
    } else {
        read_csv(file, mapping)?
    };
    Rows::with_header(mapping, &file.name, rows)
}

fn read_csv(file: &SourceFile, mapping: &Mapping) -> Result<Vec<(u64, StringRecord)>, LoadError> {
    let source = &mapping.spec.source;
    let text = decoded(file, mapping)?;
    let plain = SourceFile {
        name: file.name.clone(),
        bytes: text.as_bytes()[..text.len().min(64 << 10)].to_vec(),
        ..SourceFile::default()
    };
    check_is_table(&plain)?;
    if !text.ends_with('\n') && !source.open_end {
        return Err(LoadError::OpenEnd {
            file: file.name.clone(),
        });
    }
    let byte = |text: &Option<String>, default| {
        let first = text.as_ref().map(|text| text.bytes().next());
        first.unwrap_or(Some(default))
    };
    let quote = byte(&source.quote, b'"');
    if quote == Some(b'"') {
        check_rows(file, &text)?;
    } else {
        for (line, text) in text.split('\n').enumerate() {
            check_line(file, line as u64 + 1, text.len())?;
        }
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(byte(&source.delimiter, b',').unwrap_or(b','))
        .quote(quote.unwrap_or(b'"'))
        .quoting(quote.is_some())
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| LoadError::NotWellFormed {
            file: file.name.clone(),
            line: error.position().map_or(1, csv::Position::line),
            reason: error.to_string(),
        })?;
        let line = row.position().map_or(1, csv::Position::line);
        if rows.len() >= MAX_ROWS {
            return Err(too_large(
                &file.name,
                format!("a table of more than {MAX_ROWS} rows"),
            ));
        }
        if row.iter().any(|cell| cell.len() > MAX_TOKEN_BYTES) {
            return Err(LoadError::Refused {
                file: file.name.clone(),
                line,
                reason: format!("a cell longer than {MAX_TOKEN_BYTES} bytes"),
            });
        }
        rows.push((line, row));
    }
    Ok(rows)
}

/// The text in its encoding. Nothing is replaced: a byte that the encoding does not have is an error.
fn decoded<'f>(file: &'f SourceFile, mapping: &Mapping) -> Result<Cow<'f, str>, LoadError> {
    let label = mapping.spec.source.encoding.as_deref().unwrap_or("utf-8");
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    if encoding == encoding_rs::UTF_8 {
        return text_of(file)
            .map(Cow::Borrowed)
            .map_err(|error| match error {
                LoadError::Encoding { line, reason, .. }
                    if mapping.spec.source.encoding.is_none() =>
                {
                    let problem = format!("`{}` line {line}: {reason}", file.name);
                    let remedy =
                        "if the table is in a code page, name it: `encoding = \"windows-1252\"`";
                    mapping.error("source.encoding", problem, remedy)
                }
                error => error,
            });
    }
    let bytes = match encoding_rs::Encoding::for_bom(&file.bytes) {
        Some((found, length)) if found == encoding => &file.bytes[length..],
        _ => &file.bytes[..],
    };
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .filter(|text| !text.contains('\0'))
        .ok_or_else(|| {
            let problem = format!("`{}` is not in {}", file.name, encoding.name());
            mapping.error(
                "source.encoding",
                problem,
                "name the encoding that the table was saved in",
            )
        })
}
