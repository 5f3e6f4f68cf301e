//! Records to screen, from CSV, JSON Lines or Parquet, one at a time and in constant memory.
//!
//! Reading is split in two so that a batch can use every core: [`InputReader`] cuts the stream into
//! raw records in file order; [`Interpreter`] turns a raw record into an entity and may run anywhere.
//! Every raw record gives exactly one [`Record`]: a row that cannot be read is a record too, with the
//! reason. Blank lines are no records.
//!
//! ```
//! let text = "id,full_name,dob\nc1,Nadir Example,1970\n";
//! let mut reader = kashf::InputReader::open(text.as_bytes(), "customers.csv")?;
//! let raw = reader.next()?.expect("one row");
//! let record = reader.interpreter().interpret(raw, None);
//! assert_eq!(record.id, "c1");
//! # Ok::<(), kashf::InputError>(())
//! ```

mod alone;
mod error;
mod headers;
mod parquet_rows;
mod parquet_types;
mod record;
mod row;
mod text;

#[cfg(test)]
mod parquet_tests;

pub(crate) use alone::Alone;
pub use error::InputError;
pub use record::Record;
pub use text::MAX_LINE_BYTES;

use fs_err::File;
use headers::{Column, can_be_screened, column_of};
pub(crate) use parquet_rows::ParquetRows;
use parquet_rows::is_screened;
pub(crate) use parquet_types::moment;
use record::{Draft, from_json};
use row::{Cells, next_row};
pub(crate) use row::{MAX_ROW_LINES, Split, separator_of, split};
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;
use std::sync::Arc;
pub(crate) use text::Lines;

/// A record as it stands in the file, not yet understood.
#[derive(Debug)]
pub struct RawRecord {
    number: u64,
    line: u64,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Cells(Cells),
    Json(Vec<u8>),
    Bad(String),
}

/// How far a reader has come: enough to go on from there later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Bytes read, up to the end of the last record.
    pub offset: u64,
    /// Lines read.
    pub line: u64,
    /// Records read.
    pub record: u64,
}

#[derive(Debug)]
struct NamedColumn {
    header: String,
    column: Option<Column>,
}

/// Turns raw records into records; knows the header of a table.
#[derive(Debug)]
pub struct Interpreter {
    columns: Vec<NamedColumn>,
    /// What the place of a record is called.
    place: &'static str,
}

/// Reads raw records in file order.
#[derive(Debug)]
pub struct InputReader<R> {
    source: Source<R>,
    file: String,
    separator: Option<u8>,
    interpreter: Arc<Interpreter>,
    position: Position,
}

#[derive(Debug)]
enum Source<R> {
    Lines(Lines<BufReader<R>>),
    Rows(Box<ParquetRows>),
}

/// Bytes of the beginning by which a form is recognised.
const PEEK_BYTES: usize = 64 * 1024;

impl<R: Read> InputReader<R> {
    /// Reads the header, or recognises JSON Lines by the first byte.
    ///
    /// # Errors
    /// When the stream cannot be read, is compressed, is not UTF-8, or has no column to screen.
    pub fn open(inner: R, file: &str) -> Result<Self, InputError> {
        let io_error = |source| InputError::Io {
            file: file.to_owned(),
            source,
        };
        let form = |what, hint| InputError::Form {
            file: file.to_owned(),
            what,
            hint,
        };
        let mut buffer = BufReader::with_capacity(PEEK_BYTES, inner);
        let start = buffer.fill_buf().map_err(io_error)?;
        let bom = start.starts_with(b"\xEF\xBB\xBF");
        if start.starts_with(b"\x1F\x8B")
            || start.starts_with(b"PK\x03\x04")
            || start.starts_with(b"\x28\xB5\x2F\xFD")
        {
            return Err(form(
                "is compressed",
                "unpack it first, or pipe it: `zcat FILE | kashf screen --in -`",
            ));
        }
        if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") {
            return Err(form("is UTF-16", "save it as UTF-8"));
        }
        if start.starts_with(b"PAR1") {
            return Err(form(
                "is a Parquet file",
                "name the file itself with --in, not a pipe; where rows are looked at out of order (`--rescreen`), \
                 write it as CSV or JSON Lines",
            ));
        }
        let skip = if bom { 3 } else { 0 };
        let first = start[skip..]
            .iter()
            .copied()
            .find(|b| !b.is_ascii_whitespace());
        if bom {
            buffer.consume(3);
        }
        let mut lines = Lines::new(buffer, 0, skip as u64);
        let mut position = Position::default();
        match first {
            None => Err(form(
                "is empty",
                "the first line names the columns; each further line is a record",
            )),
            Some(b'[') => Err(form(
                "is a JSON array",
                "write one object a line (JSON Lines): `jq -c '.[]' FILE`",
            )),
            Some(b'{') => Ok(Self {
                source: Source::Lines(lines),
                file: file.to_owned(),
                separator: None,
                interpreter: Arc::new(Interpreter {
                    columns: Vec::new(),
                    place: "line",
                }),
                position,
            }),
            Some(_) => {
                let not_text = || {
                    form(
                        "line 1 is not UTF-8 text",
                        "save the file as UTF-8; the first line names the columns",
                    )
                };
                let line = loop {
                    let line = lines.next().map_err(io_error)?.ok_or_else(not_text)?;
                    if !line.bytes.iter().all(u8::is_ascii_whitespace) || line.too_long {
                        break line;
                    }
                };
                let separator = separator_of(&line.bytes);
                lines.give_back(vec![line]);
                let row = next_row(&mut lines, separator, None)
                    .map_err(io_error)?
                    .ok_or_else(not_text)?;
                let cells = row.cells.map_err(|_| not_text())?;
                let mut columns = Vec::with_capacity(cells.len());
                for cell in cells {
                    let header = String::from_utf8(cell)
                        .map_err(|_| not_text())?
                        .trim()
                        .to_owned();
                    let column = column_of(&header);
                    columns.push(NamedColumn { header, column });
                }
                if !columns.iter().any(is_screened) {
                    return Err(InputError::NoColumns {
                        file: file.to_owned(),
                        columns: columns.len(),
                    });
                }
                position.offset = row.end;
                position.line = row.line;
                Ok(Self {
                    source: Source::Lines(lines),
                    file: file.to_owned(),
                    separator: Some(separator),
                    interpreter: Arc::new(Interpreter {
                        columns,
                        place: "line",
                    }),
                    position,
                })
            }
        }
    }

    /// The next raw record, `None` at the end.
    ///
    /// # Errors
    /// When the stream cannot be read.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator of results would hide the error at the end"
    )]
    pub fn next(&mut self) -> Result<Option<RawRecord>, InputError> {
        let raw = match &mut self.source {
            Source::Rows(rows) => rows.next()?.map(|cells| {
                self.position.offset = rows.offset();
                self.position.line = self.position.record + 1;
                RawRecord {
                    number: self.position.record + 1,
                    line: self.position.line,
                    content: cells.map_or_else(Content::Bad, Content::Cells),
                }
            }),
            Source::Lines(lines) => {
                let width = self.interpreter.columns.len();
                let shape = self.separator.map(|separator| (separator, width));
                next_raw(lines, shape, &mut self.position).map_err(|source| InputError::Io {
                    file: self.file.clone(),
                    source,
                })?
            }
        };
        if raw.is_some() {
            self.position.record += 1;
        }
        Ok(raw)
    }

    /// How far the reader has come.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Skips the first `records` records, which an earlier run has answered.
    ///
    /// # Errors
    /// When the stream cannot be read or ends before.
    pub fn skip_to(&mut self, records: u64) -> Result<(), InputError> {
        if let Source::Rows(rows) = &mut self.source {
            let skipped = rows.skip(records.saturating_sub(self.position.record))?;
            self.position.record += skipped;
            self.position.line = self.position.record;
            self.position.offset = rows.offset();
            return Ok(());
        }
        while self.position.record < records {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// What reads single rows of this file again.
    pub(crate) fn alone(&self) -> Alone {
        Alone {
            separator: self.separator,
            interpreter: self.interpreter(),
        }
    }

    /// What turns the raw records into records; shared between threads.
    pub fn interpreter(&self) -> Arc<Interpreter> {
        Arc::clone(&self.interpreter)
    }

    /// Columns of a table whose names are not known.
    pub fn unknown_columns(&self) -> Vec<String> {
        let unknown = self
            .interpreter
            .columns
            .iter()
            .filter(|c| c.column.is_none());
        unknown.map(|c| c.header.clone()).collect()
    }
}

/// The next raw record of a text; a table has a separator and a width.
fn next_raw<R: BufRead>(
    lines: &mut Lines<R>,
    table: Option<(u8, usize)>,
    position: &mut Position,
) -> io::Result<Option<RawRecord>> {
    let number = position.record + 1;
    if let Some((separator, width)) = table {
        let Some(row) = next_row(lines, separator, Some(width))? else {
            return Ok(None);
        };
        position.offset = row.end;
        position.line = row.line;
        return Ok(Some(RawRecord {
            number,
            line: row.line,
            content: row.cells.map_or_else(Content::Bad, Content::Cells),
        }));
    }
    while let Some(line) = lines.next()? {
        position.offset = line.end;
        position.line = line.number;
        let content = if line.too_long {
            let limit = text::MAX_LINE_BYTES;
            Content::Bad(format!("the line is longer than {limit} bytes"))
        } else if line.bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        } else {
            Content::Json(line.bytes)
        };
        return Ok(Some(RawRecord {
            number,
            line: line.number,
            content,
        }));
    }
    Ok(None)
}

impl InputReader<Box<dyn Read>> {
    /// Opens a file by its name. Beside what [`InputReader::open`] reads it may be Parquet, which is told by its
    /// first bytes and cannot come through a pipe, because its directory stands at the end.
    ///
    /// # Errors
    /// As [`InputReader::open`]; a Parquet file that is damaged, or of which a column that would be used holds lists,
    /// structs or fractions.
    pub fn open_path(path: &Path) -> Result<Self, InputError> {
        let name = path.display().to_string();
        let io_error = |source| InputError::Io {
            file: name.clone(),
            source,
        };
        let mut file = File::open(path).map_err(io_error)?;
        let mut start = Vec::new();
        file.by_ref()
            .take(4)
            .read_to_end(&mut start)
            .map_err(io_error)?;
        // What is no plain file, such as a named pipe, cannot be read twice, and is no Parquet.
        if start != b"PAR1" {
            let whole = io::Cursor::new(start).chain(file);
            return Self::open(Box::new(whole), &name);
        }
        file.rewind().map_err(io_error)?;
        let (rows, columns) = ParquetRows::open(file, &name)?;
        if !columns.iter().any(is_screened) {
            return Err(InputError::Form {
                file: name,
                what: "none of its columns holds a name or an identifier",
                hint: "name the columns as in a CSV file: id, schema, name, birthDate, country",
            });
        }
        Ok(Self {
            source: Source::Rows(Box::new(rows)),
            file: name,
            separator: None,
            interpreter: Arc::new(Interpreter {
                columns,
                place: "row",
            }),
            position: Position::default(),
        })
    }
}

impl RawRecord {
    /// What is wrong with it, when it cannot be read.
    pub(crate) fn bad(&self) -> Option<&str> {
        match &self.content {
            Content::Bad(message) => Some(message),
            Content::Cells(_) | Content::Json(_) => None,
        }
    }
}

impl Interpreter {
    /// The record that a raw record holds; `default_schema` is the kind of rows that do not say theirs.
    #[must_use]
    pub fn interpret(&self, raw: RawRecord, default_schema: Option<&str>) -> Record {
        let RawRecord {
            number,
            line,
            content,
        } = raw;
        let bad = |message: &str| {
            let place = self.place;
            Record::unreadable(number.to_string(), format!("{place} {line}: {message}"))
        };
        match content {
            Content::Bad(message) => bad(&message),
            Content::Json(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) => from_json(text, line, number, default_schema),
                Err(_) => bad("not UTF-8"),
            },
            Content::Cells(cells) => {
                let mut draft = Draft::default();
                for (cell, named) in cells.iter().zip(&self.columns) {
                    let Some(column) = &named.column else {
                        continue;
                    };
                    match std::str::from_utf8(cell) {
                        Ok(text) => draft.add(column, text),
                        Err(_) => {
                            let mut record = bad(&format!("field `{}` is not UTF-8", named.header));
                            if let Some(id) = self.id_of(&cells) {
                                record.id = id;
                            }
                            return record;
                        }
                    }
                }
                draft.finish(number, default_schema)
            }
        }
    }

    fn id_of(&self, cells: &Cells) -> Option<String> {
        let at = self
            .columns
            .iter()
            .position(|c| c.column == Some(Column::Id))?;
        let text = std::str::from_utf8(cells.get(at)?).ok()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// FollowTheMoney's spelling of a schema that the user names in any case or in an everyday word.
///
/// ```
/// assert_eq!(kashf::schema_named("person"), Some("Person"));
/// assert_eq!(kashf::schema_named("ship"), Some("Vessel"));
/// assert_eq!(kashf::schema_named("customer"), None);
/// ```
#[must_use]
pub fn schema_named(name: &str) -> Option<&'static str> {
    headers::schema_of(name).map(|schema| schema.name)
}
