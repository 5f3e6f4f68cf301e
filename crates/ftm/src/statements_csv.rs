//! FollowTheMoney's statements CSV: 14 columns, one statement a row, read and written without loss.
//!
//! SOURCE: `followthemoney.statement.serialize` 4.11: every cell quoted, lines ended by LF, an absent
//! value as an empty cell, `external` as `t` or `f`. Columns are found by name, in any order.

use std::io;

use kashf_core::Statement;

use crate::model::model;
use crate::statement_id::{ID_PROP, statement_id};

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 14] = [
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
];

/// The longest row that is read, in bytes (FollowTheMoney's `PROP_VALUE_MAX`, and room for the rest).
const MAX_ROW_BYTES: u64 = 32 << 20;

/// A file that is not a statements CSV, or a row that is not a statement.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CsvError {
    /// The first row lacks a column that a statement cannot do without.
    #[error("line 1: no column `{0}`")]
    NoColumn(&'static str),
    /// A row lacks a value that a statement cannot do without.
    #[error("line {line}: column `{column}` is empty")]
    NoValue {
        /// Line of the file, from 1.
        line: u64,
        /// The column.
        column: &'static str,
    },
    /// A row with more or fewer cells than the first row has columns: its values may stand in wrong columns.
    #[error("line {line}: {found} cells in a table of {expected} columns")]
    Width {
        /// Line of the file, from 1.
        line: u64,
        /// Cells of the row.
        found: usize,
        /// Columns.
        expected: usize,
    },
    /// The row cannot be read.
    #[error("line {line}: not a row of CSV in UTF-8")]
    Malformed {
        /// Line of the file, from 1; 0 when not known.
        line: u64,
        /// The reader's own words.
        #[source]
        source: csv::Error,
    },
    /// The row cannot be written.
    #[error("failed to write a row")]
    Write(#[source] io::Error),
}

impl CsvError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoColumn(_) => Some(format!("the columns are {}", COLUMNS.join(","))),
            Self::Width { .. } => Some(String::from(
                "a quote or a comma of the row was lost: write the table again, or take the publisher's own bytes",
            )),
            _ => None,
        }
    }

    fn malformed(source: csv::Error) -> Self {
        let line = source.position().map_or(0, csv::Position::line);
        Self::Malformed { line, source }
    }
}

/// Stops reading when one row is longer than the limit (an unclosed quote swallows the file).
#[derive(Debug)]
struct Bounded<R> {
    inner: R,
    since_row: u64,
}

impl<R: io::Read> io::Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since_row > MAX_ROW_BYTES {
            return Err(io::Error::other("a row is longer than 32 MiB"));
        }
        let count = self.inner.read(buffer)?;
        self.since_row += count as u64;
        Ok(count)
    }
}

/// Reads statements; an iterator over rows.
///
/// ```
/// let csv = "entity_id,prop,schema,value,dataset\nex-1,name,Person,Layla Example,example\n";
/// let statements: Vec<_> = kashf_ftm::statements_csv::Reader::new(csv.as_bytes())?
///     .collect::<Result<_, _>>()?;
/// assert_eq!(statements[0].value, "Layla Example");
/// assert_eq!(statements[0].id.len(), 40);
/// # Ok::<(), kashf_ftm::statements_csv::CsvError>(())
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    rows: csv::Reader<Bounded<R>>,
    row: csv::StringRecord,
    /// Where each of [`COLUMNS`] stands in a row.
    places: [Option<usize>; 14],
    /// Columns.
    width: usize,
    unknown: Vec<UnknownColumn>,
}

/// A column that is none of [`COLUMNS`]: not read, but counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    place: usize,
    /// Its name.
    pub name: String,
    /// Rows in which it says something, so far.
    pub filled: u64,
    /// What it says in the first of them.
    pub first: String,
}

/// The columns that a statement cannot do without.
const REQUIRED: [&str; 5] = ["entity_id", "prop", "schema", "value", "dataset"];

impl<R: io::Read> Reader<R> {
    /// Starts reading: takes the first row as the names of the columns.
    ///
    /// # Errors
    ///
    /// When the first row cannot be read or lacks a column.
    pub fn new(source: R) -> Result<Self, CsvError> {
        let bounded = Bounded {
            inner: source,
            since_row: 0,
        };
        let mut rows = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(bounded);
        let names = rows.headers().map_err(CsvError::malformed)?;
        let place = |column: &str| {
            names
                .iter()
                .position(|name| name.trim_start_matches('\u{feff}') == column)
        };
        let places = COLUMNS.map(place);
        if let Some(missing) = REQUIRED.into_iter().find(|column| place(column).is_none()) {
            return Err(CsvError::NoColumn(missing));
        }
        let known = |place: &usize| places.contains(&Some(*place));
        let unknown = (0..names.len()).filter(|place| !known(place));
        let unknown = unknown.map(|place| UnknownColumn {
            place,
            name: names.get(place).unwrap_or_default().to_owned(),
            filled: 0,
            first: String::new(),
        });
        let (unknown, width) = (unknown.collect(), names.len());
        Ok(Self {
            rows,
            row: csv::StringRecord::new(),
            places,
            width,
            unknown,
        })
    }

    /// Columns that a statement has not, with what was found in them so far.
    #[must_use]
    pub fn unknown_columns(&self) -> &[UnknownColumn] {
        &self.unknown
    }

    fn count_unknown(&mut self) {
        for column in &mut self.unknown {
            let cell = self.row.get(column.place).unwrap_or_default();
            if !cell.is_empty() {
                column.filled += 1;
                if column.filled == 1 {
                    cell.clone_into(&mut column.first);
                }
            }
        }
    }

    fn cell(&self, column: &str) -> &str {
        COLUMNS
            .iter()
            .position(|known| *known == column)
            .and_then(|index| self.places.get(index).copied().flatten())
            .and_then(|place| self.row.get(place))
            .unwrap_or_default()
    }

    fn statement(&self) -> Result<Statement, CsvError> {
        let line = self.row.position().map_or(0, csv::Position::line);
        let required = |column| {
            Some(self.cell(column))
                .filter(|cell| !cell.is_empty())
                .ok_or(CsvError::NoValue { line, column })
        };
        let optional = |column| Some(self.cell(column)).filter(|cell| !cell.is_empty());
        let owned = |column| optional(column).map(str::to_owned);
        let entity_id = required("entity_id")?;
        let mut statement = Statement::new(
            entity_id,
            required("schema")?,
            required("prop")?,
            required("value")?,
            required("dataset")?,
        );
        optional("canonical_id")
            .unwrap_or(entity_id)
            .clone_into(&mut statement.canonical_id);
        statement.original_value = owned("original_value");
        statement.lang = owned("lang");
        statement.origin = owned("origin");
        // As `rigour.boolean.text_bool`.
        statement.external = self.cell("external").starts_with(['t', 'T', 'y', 'Y', '1']);
        statement.first_seen = owned("first_seen");
        statement.last_seen = owned("last_seen").or_else(|| owned("first_seen"));
        statement.id = match optional("id") {
            Some(id) => id.to_owned(),
            None => statement_id(&statement),
        };
        Ok(statement)
    }
}

impl<R: io::Read> Iterator for Reader<R> {
    type Item = Result<Statement, CsvError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.get_mut().since_row = 0;
        match self.rows.read_record(&mut self.row) {
            Ok(true) if self.row.len() != self.width => Some(Err(CsvError::Width {
                line: self.row.position().map_or(0, csv::Position::line),
                found: self.row.len(),
                expected: self.width,
            })),
            Ok(true) => {
                self.count_unknown();
                Some(self.statement())
            }
            Ok(false) => None,
            Err(source) => Some(Err(CsvError::malformed(source))),
        }
    }
}

/// Writes statements; the names of the columns first.
#[derive(Debug)]
pub struct Writer<W: io::Write> {
    rows: csv::Writer<W>,
}

impl<W: io::Write> Writer<W> {
    /// Starts writing: writes the names of the columns.
    ///
    /// # Errors
    ///
    /// When the sink cannot be written.
    pub fn new(sink: W) -> Result<Self, CsvError> {
        let mut rows = csv::WriterBuilder::new()
            .quote_style(csv::QuoteStyle::Always)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_writer(sink);
        rows.write_record(COLUMNS).map_err(write_error)?;
        Ok(Self { rows })
    }

    /// Writes one statement.
    ///
    /// # Errors
    ///
    /// When the sink cannot be written.
    pub fn write(&mut self, statement: &Statement) -> Result<(), CsvError> {
        let optional = |value: &Option<String>| -> String { value.clone().unwrap_or_default() };
        let row = [
            statement.canonical_id.as_str(),
            &statement.entity_id,
            &statement.prop,
            prop_type(statement),
            &statement.schema,
            &statement.value,
            &statement.dataset,
            &optional(&statement.origin),
            &optional(&statement.lang),
            &optional(&statement.original_value),
            if statement.external { "t" } else { "f" },
            &optional(&statement.first_seen),
            &optional(&statement.last_seen),
            &statement.id,
        ];
        self.rows.write_record(row).map_err(write_error)
    }

    /// Writes what is still held back and gives the sink back.
    ///
    /// # Errors
    ///
    /// When the sink cannot be written.
    pub fn finish(self) -> Result<W, CsvError> {
        self.rows
            .into_inner()
            .map_err(|error| CsvError::Write(error.into_error()))
    }
}

fn write_error(error: csv::Error) -> CsvError {
    CsvError::Write(error.into())
}

/// The type of a statement's property; empty when the model does not have it.
fn prop_type(statement: &Statement) -> &'static str {
    if statement.prop == ID_PROP {
        return ID_PROP;
    }
    model()
        .schema(&statement.schema)
        .and_then(|schema| schema.property(&statement.prop))
        .map_or("", |property| property.kind.name())
}

#[cfg(test)]
mod tests;
