//! Lines of OFAC's CSV files, strictly: column counts, closing quotes, the end mark.
//!
//! The publisher ends every file with the byte 0x1A after CR LF lines. A file with CR LF lines and
//! no mark was cut. A file with LF lines was rewritten by someone (an editor, a repository), so the
//! missing mark proves nothing; it is read, and said to be doubtful.

use crate::sheet::{At, Sheet};
use crate::structure::Tally;
use crate::text::{check_rows, text_of};
use crate::{Format, LoadError, SourceFile};
use kashf_core::ProblemKind;

const END_MARK: u8 = 0x1a;

/// `SDN_Type`; an organisation has OFAC's null, in some copies the word.
const TYPES: [&str; 5] = ["individual", "vessel", "aircraft", "", "entity"];

/// One line: its number in the file, the record's number, all fields as published.
///
/// The fields stand in one text of exact size: a `csv::StringRecord` a line took 20 MB for the SDN
/// list of 2021-07, this takes 4.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) number: u64,
    text: Box<str>,
    ends: Box<[u32]>,
}

impl Row {
    fn new(line: u64, number: u64, fields: &csv::StringRecord) -> Self {
        let mut text = String::with_capacity(fields.as_slice().len());
        let mut ends = Vec::with_capacity(fields.len());
        for field in fields {
            text.push_str(field);
            // A line is shorter than its file, and a file than 4 GiB.
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Self {
            line,
            number,
            text: text.into_boxed_str(),
            ends: ends.into_boxed_slice(),
        }
    }

    /// A field without white space at its ends; empty for OFAC's null `-0-`.
    pub(super) fn field(&self, ix: usize) -> &str {
        match self.raw(ix).trim() {
            "-0-" | "-0" => "",
            text => text,
        }
    }

    /// A field exactly as published.
    pub(super) fn raw(&self, ix: usize) -> &str {
        let end = |ix: usize| self.ends.get(ix).map(|end| *end as usize);
        let start = ix.checked_sub(1).map_or(Some(0), end);
        match (start, end(ix)) {
            (Some(start), Some(end)) => self.text.get(start..end).unwrap_or_default(),
            _ => "",
        }
    }

    /// True when both lines say the same.
    pub(super) fn says_same(&self, other: &Self) -> bool {
        self.text == other.text && self.ends == other.ends
    }
}

/// One file.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) file: String,
    pub(super) rows: Vec<Row>,
    /// Lines that were lost or lack a required field.
    pub(super) tally: Tally,
    /// All lines, also those that were lost.
    pub(super) lines: u64,
}

impl Table {
    /// Refuses when more than one line in a thousand was lost or lacks a required field.
    pub(super) fn check(&self) -> Result<(), LoadError> {
        self.tally.check(self.lines)
    }
}

fn columns_of(format: Format) -> usize {
    match format {
        Format::OfacSdnCsv => 12,
        Format::OfacAddCsv => 6,
        Format::OfacAltCsv => 5,
        _ => 2,
    }
}

/// Required of a line beside its number: columns, with what they hold.
fn required_of(format: Format) -> &'static [(usize, &'static str, &'static str)] {
    match format {
        Format::OfacSdnCsv => &[(1, "SDN_Name", "the record has no name")],
        Format::OfacAltCsv => &[(3, "alt_name", "the alternate name is empty")],
        _ => &[],
    }
}

/// Reads all lines; more than one bad line in a thousand means a damaged file.
pub(super) fn read(
    file: &SourceFile,
    format: Format,
    sheet: &mut Sheet,
) -> Result<Table, LoadError> {
    let text = text_of(file)?;
    check_rows(file, text)?;
    check_end(file, format, text, sheet)?;
    let mut rows = Vec::new();
    let mut tally = Tally::default();
    let mut records = 0u64;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns = columns_of(format);
    let mut fields = csv::StringRecord::new();
    let cut = |reason: &str| LoadError::Cut {
        file: file.name.clone(),
        reason: reason.to_owned(),
    };
    let mut last_is_short = false;
    let mut lines = Lines {
        text: text.as_bytes(),
        counted: 0,
        line: 1,
    };
    loop {
        match reader.read_record(&mut fields) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                let reason = error.to_string();
                return Err(LoadError::NotWellFormed {
                    file: file.name.clone(),
                    line,
                    reason,
                });
            }
        }
        let line = lines.at(fields.position().map_or(0, csv::Position::byte));
        if fields.len() == 1
            && fields[0]
                .trim_matches([END_MARK as char, ' ', '\r', '\n'])
                .is_empty()
        {
            continue;
        }
        records += 1;
        last_is_short = fields.len() < columns;
        // A file that was joined to another may begin with the other's end mark.
        let number = fields
            .get(0)
            .unwrap_or_default()
            .trim_matches([END_MARK as char, ' ']);
        let at = At {
            file: &file.name,
            line: Some(line),
            record: crate::sheet::brief(number),
        };
        if fields.len() != columns {
            let why = format!("expected {columns} columns, found {}", fields.len());
            tally.lost(sheet, at, None, &why);
            continue;
        }
        let Ok(number) = number.parse::<u64>() else {
            tally.lost(sheet, at, Some("ent_num"), "the record has no number");
            continue;
        };
        let row = Row::new(line, number, &fields);
        let mut required = required_of(format).iter();
        if let Some((_, field, why)) = required.find(|(ix, _, _)| row.field(*ix).is_empty()) {
            tally.lacks(sheet, at, field, why);
        } else if format == Format::OfacSdnCsv && !TYPES.contains(&row.field(2)) {
            let kind = crate::sheet::shown(row.field(2));
            let why = format!("the type `{kind}` is not known; taken as an organisation");
            tally.lacks(sheet, at, "SDN_Type", &why);
        }
        rows.push(row);
    }
    if last_is_short {
        return Err(cut("its last line has too few columns"));
    }
    let table = Table {
        file: file.name.clone(),
        rows,
        tally,
        lines: records,
    };
    table.check()?;
    if table.rows.is_empty() {
        return Err(LoadError::NoRecords {
            file: file.name.clone(),
        });
    }
    Ok(table)
}

/// Line numbers from byte offsets that only grow. The csv crate's own count is one behind after CR LF,
/// because a record then begins with the line feed of the one before.
struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u64,
}

impl Lines<'_> {
    fn at(&mut self, offset: u64) -> u64 {
        let mut offset =
            usize::try_from(offset).map_or(self.text.len(), |o| o.min(self.text.len()));
        while matches!(self.text.get(offset), Some(b'\r' | b'\n')) {
            offset += 1;
        }
        let skipped = self.text.get(self.counted..offset).unwrap_or_default();
        self.line += skipped.iter().filter(|b| **b == b'\n').count() as u64;
        self.counted = offset.max(self.counted);
        self.line
    }
}

fn check_end(
    file: &SourceFile,
    format: Format,
    text: &str,
    sheet: &mut Sheet,
) -> Result<(), LoadError> {
    let cut = |reason: &str| {
        Err(LoadError::Cut {
            file: file.name.clone(),
            reason: reason.to_owned(),
        })
    };
    let mark = END_MARK as char;
    let body = text.trim_end_matches([mark, '\r', '\n', ' ']);
    let tail = &text[body.len()..];
    let at = At {
        file: &file.name,
        line: None,
        record: "",
    };
    // Line feeds without carriage returns: not as OFAC writes.
    let rewritten = text.contains('\n') && !text.contains("\r\n");
    // In a rewritten address file `-0` may be what an editor left of the last null: that the file is
    // whole is then shown by the records, each of which has an address line.
    let trimmed = rewritten && format == Format::OfacAddCsv && body.ends_with(",-0");
    if !(body.ends_with('"') || body.ends_with("-0-") || trimmed) {
        return cut("its last field ends in the middle");
    }
    if body.contains(mark) {
        let message = "an end mark stands inside the file: several files were joined into one";
        sheet.problem(ProblemKind::Doubtful, at, None, message);
    }
    if tail.contains(mark) {
        return Ok(());
    }
    if !rewritten {
        return cut("the publisher's end mark (the byte 0x1A) is missing");
    }
    let message = "the publisher's end mark is missing and the line ends were changed: the file was \
                   rewritten by someone else";
    sheet.problem(ProblemKind::Doubtful, at, None, message);
    Ok(())
}
