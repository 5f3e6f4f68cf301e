//! Sheets of an Excel workbook (XLSX), through the crate calamine.
//!
//! A workbook is a zip of XML: it is unpacked once here, member by member within the bounds of
//! [`crate::input`], before calamine sees it, so that no part can swell. Dates come out as ISO 8601,
//! whole numbers without a fraction, errors of formulas as nothing. Used by mappings and by lists that are
//! published so. What it is not: a reader of `.xls`, `.xlsb` or `.ods`; those are named as what they are.

use crate::sheet::shown;
use crate::{LoadError, SourceFile};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use csv::StringRecord;
use std::io::Cursor;

/// All members of a workbook, unpacked: about 800,000 rows of ten columns. An empty shared string of five
/// bytes costs calamine 24.
const MAX_BYTES: u64 = 256 << 20;
/// Rows of one table; Excel's sheets end at 1,048,576.
pub(crate) const MAX_ROWS: usize = 2_000_000;
/// Columns of one table.
pub(crate) const MAX_COLUMNS: usize = 1_000;
/// Cells of one sheet.
const MAX_CELLS: usize = 20_000_000;
/// The longest text that Excel allows in a cell, in characters.
const MAX_CELL_CHARACTERS: usize = 32_767;
/// The first day that Excel's numbers do not reach: 1 January 10000.
const END_OF_DAYS: f64 = 2_958_466.0;

/// True when the bytes are a zip with the parts of a workbook.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    has_member(bytes, "xl/workbook.xml")
}

/// The kind of another office document, so that it can be named.
pub(crate) fn other_office(bytes: &[u8]) -> Option<&'static str> {
    let kinds = [
        ("xl/workbook.bin", "a binary Excel workbook (xlsb)"),
        ("word/document.xml", "a Word document"),
        ("META-INF/manifest.xml", "an OpenDocument file"),
    ];
    kinds
        .iter()
        .find(|(member, _)| has_member(bytes, member))
        .map(|(_, kind)| *kind)
}

fn has_member(bytes: &[u8], member: &str) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && zip::ZipArchive::new(Cursor::new(bytes))
            .is_ok_and(|archive| archive.index_for_name(member).is_some())
}

/// Chooses a sheet among their names.
type Choose<'c> = &'c dyn Fn(&[String]) -> Result<String, LoadError>;

/// The rows of the sheet that is chosen, as text, with their numbers; of all rows or of the first few.
pub(crate) fn read(
    file: &SourceFile,
    choose: Choose<'_>,
    most: Option<usize>,
) -> Result<Vec<(u64, StringRecord)>, LoadError> {
    crate::input::check_archive(&file.name, &file.bytes, MAX_BYTES)?;
    // calamine 0.38 overflows on a cell's row of eleven digits (our property test): a panic with overflow
    // checks, a wrong row without, which the order of rows shows.
    let cells = std::panic::AssertUnwindSafe(|| read_cells(file, choose, most));
    std::panic::catch_unwind(cells).unwrap_or_else(|_| {
        Err(LoadError::Container {
            file: file.name.clone(),
            reason: String::from("workbook: a part of it cannot be read"),
        })
    })
}

fn read_cells(
    file: &SourceFile,
    choose: Choose<'_>,
    most: Option<usize>,
) -> Result<Vec<(u64, StringRecord)>, LoadError> {
    let broken = |error: &dyn std::fmt::Display| LoadError::Container {
        file: file.name.clone(),
        reason: format!("workbook: {}", shown(&error.to_string())),
    };
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(file.bytes.as_slice())).map_err(|error| broken(&error))?;
    let name = choose(&workbook.sheet_names())?;
    let mut cells = workbook
        .worksheet_cells_reader(&name)
        .map_err(|error| broken(&error))?;
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    let mut count = 0usize;
    while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
        let (row, column) = cell.get_position();
        let (line, column) = (u64::from(row) + 1, column as usize);
        let Some(text) = text_of(cell.get_value()) else {
            continue;
        };
        count += 1;
        let long = text.len() > MAX_CELL_CHARACTERS && text.chars().count() > MAX_CELL_CHARACTERS;
        if count > MAX_CELLS || column >= MAX_COLUMNS || rows.len() >= MAX_ROWS || long {
            let reason = format!(
                "a sheet of more than {MAX_CELLS} cells, {MAX_ROWS} rows or {MAX_COLUMNS} columns, or a \
                 cell longer than Excel allows"
            );
            return Err(too_large(&file.name, reason));
        }
        let last = rows.len();
        match rows.last_mut() {
            Some((last, cells)) if *last == line => put(cells, column, text),
            Some((last, _)) if *last > line => {
                return Err(broken(&"the rows of a sheet are not in order"));
            }
            _ if most.is_some_and(|most| last >= most) => break,
            _ => {
                let mut cells = Vec::new();
                put(&mut cells, column, text);
                rows.push((line, cells));
            }
        }
    }
    // Empty cells at the end of a row are not written: every row is as wide as the widest.
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|(line, mut cells)| {
            cells.resize(width, String::new());
            (line, StringRecord::from(cells))
        })
        .collect())
}

fn put(cells: &mut Vec<String>, column: usize, text: String) {
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    cells[column] = text;
}

pub(crate) fn too_large(file: &str, reason: String) -> LoadError {
    LoadError::TooLarge {
        file: file.to_owned(),
        reason,
    }
}

/// What a cell says, as one would type it.
fn text_of(value: &DataRef<'_>) -> Option<String> {
    let text = match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.is_finite() => number.to_string(),
        DataRef::Bool(true) => String::from("true"),
        DataRef::Bool(false) => String::from("false"),
        DataRef::DateTime(moment) => date_of(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Float(_) | DataRef::Error(_) | DataRef::Empty => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

fn date_of(moment: &ExcelDateTime) -> String {
    let number = moment.as_f64();
    if !moment.is_datetime() || !(0.0..END_OF_DAYS).contains(&number) {
        return number.to_string();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        return format!("{year:04}-{month:02}-{day:02}");
    }
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}
