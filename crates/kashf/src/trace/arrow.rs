//! Arrow files and streams (IPC): batches of columns, of which a row's cells become the texts that a CSV file would hold.
//!
//! Text, whole numbers, fractions, decimals, dates, times and dictionaries of these are read; other columns are refused by
//! name when they are needed.

use super::TracingError;
use crate::input::InputError;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, DataType, SchemaRef, TimeUnit};
use fs_err::File;
use std::fmt::Write as _;
use std::io::{BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// First bytes of an Arrow file.
pub(crate) const FILE_MAGIC: &[u8] = b"ARROW1";
/// First bytes of a stream: the mark of continuation before its schema.
pub(crate) const STREAM_MAGIC: &[u8] = &[0xff, 0xff, 0xff, 0xff];

/// The batches of a file or a stream.
pub(crate) struct Batches {
    source: Source,
    file: String,
}

enum Source {
    File(Box<FileReader<BufReader<std::fs::File>>>),
    Stream(Box<StreamReader<Box<dyn Read>>>),
}

impl Batches {
    /// A file, whose directory stands at its end.
    pub(crate) fn of_file(file: File, name: &str) -> Result<Self, TracingError> {
        let (file, _) = file.into_parts();
        let reader = guarded(name, || FileReader::try_new(BufReader::new(file), None))?;
        Ok(Self {
            source: Source::File(Box::new(reader)),
            file: name.to_owned(),
        })
    }

    /// A stream, from its first byte.
    pub(crate) fn of_stream(inner: Box<dyn Read>, name: &str) -> Result<Self, TracingError> {
        let reader = guarded(name, || StreamReader::try_new(inner, None))?;
        Ok(Self {
            source: Source::Stream(Box::new(reader)),
            file: name.to_owned(),
        })
    }

    fn schema(&self) -> SchemaRef {
        match &self.source {
            Source::File(reader) => reader.schema(),
            Source::Stream(reader) => reader.schema(),
        }
    }

    /// Names of the columns.
    pub(crate) fn headers(&self) -> Vec<String> {
        let schema = self.schema();
        let fields = schema.fields().iter();
        fields.map(|field| field.name().trim().to_owned()).collect()
    }

    /// # Errors
    /// A column, by its number, whose values have no text.
    pub(crate) fn check(&self, columns: &[usize]) -> Result<(), TracingError> {
        let schema = self.schema();
        for at in columns {
            let field = schema.field(*at);
            if !is_read(field.data_type()) {
                return Err(TracingError::Input(InputError::Column {
                    file: self.file.clone(),
                    column: field.name().chars().take(80).collect(),
                    what: "has a type which is not read".to_owned(),
                    hint: "write it as text, a number, a date or a time",
                }));
            }
        }
        Ok(())
    }

    /// The next batch, none at the end.
    pub(crate) fn next(&mut self) -> Result<Option<RecordBatch>, TracingError> {
        let Self { source, file } = self;
        guarded(file, || match source {
            Source::File(reader) => reader.next().transpose(),
            Source::Stream(reader) => reader.next().transpose(),
        })
    }
}

/// What the crate does with foreign bytes; a panic of it is a damaged file, not the end of the program.
fn guarded<T>(file: &str, read: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, TracingError> {
    let problem = match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(error)) => error.to_string().chars().take(200).collect(),
        Err(_) => "its batches cannot be read".to_owned(),
    };
    Err(TracingError::Arrow {
        file: file.to_owned(),
        problem,
    })
}

fn is_read(kind: &DataType) -> bool {
    use DataType as D;
    match kind {
        D::Dictionary(_, values) => is_read(values) && !matches!(**values, D::Dictionary(..)),
        D::Null
        | D::Boolean
        | D::Int8
        | D::Int16
        | D::Int32
        | D::Int64
        | D::UInt8
        | D::UInt16
        | D::UInt32
        | D::UInt64
        | D::Float32
        | D::Float64
        | D::Decimal128(..)
        | D::Date32
        | D::Date64
        | D::Timestamp(..)
        | D::Utf8
        | D::LargeUtf8
        | D::Utf8View => true,
        _ => false,
    }
}

/// A column of a batch, its dictionary opened once.
pub(crate) struct Column {
    array: ArrayRef,
    /// Places in the dictionary, by row.
    keys: Option<Vec<usize>>,
    values: ArrayRef,
}

impl Column {
    /// Of a batch, by its number.
    pub(crate) fn of(batch: &RecordBatch, at: usize) -> Self {
        let array = Arc::clone(batch.column(at));
        match array.as_any_dictionary_opt() {
            Some(dictionary) if !dictionary.values().is_empty() => Self {
                keys: Some(dictionary.normalized_keys()),
                values: Arc::clone(dictionary.values()),
                array,
            },
            _ => Self {
                keys: None,
                values: Arc::clone(&array),
                array,
            },
        }
    }

    /// Writes the value of a row as text; nothing for null.
    pub(crate) fn cell(&self, row: usize, text: &mut String) {
        text.clear();
        if self.array.is_null(row) {
            return;
        }
        match &self.keys {
            Some(keys) => cell(self.values.as_ref(), keys[row], text),
            None => cell(self.values.as_ref(), row, text),
        }
    }
}

fn cell(column: &dyn Array, row: usize, text: &mut String) {
    use DataType as D;
    text.clear();
    if column.is_null(row) {
        return;
    }
    // Writing into a text cannot fail.
    let _ = match column.data_type() {
        D::Utf8 => text.write_str(column.as_string::<i32>().value(row)),
        D::LargeUtf8 => text.write_str(column.as_string::<i64>().value(row)),
        D::Utf8View => text.write_str(column.as_string_view().value(row)),
        D::Boolean => write!(text, "{}", column.as_boolean().value(row)),
        D::Int8 => write!(text, "{}", column.as_primitive::<Int8Type>().value(row)),
        D::Int16 => write!(text, "{}", column.as_primitive::<Int16Type>().value(row)),
        D::Int32 => write!(text, "{}", column.as_primitive::<Int32Type>().value(row)),
        D::Int64 => write!(text, "{}", column.as_primitive::<Int64Type>().value(row)),
        D::UInt8 => write!(text, "{}", column.as_primitive::<UInt8Type>().value(row)),
        D::UInt16 => write!(text, "{}", column.as_primitive::<UInt16Type>().value(row)),
        D::UInt32 => write!(text, "{}", column.as_primitive::<UInt32Type>().value(row)),
        D::UInt64 => write!(text, "{}", column.as_primitive::<UInt64Type>().value(row)),
        D::Float32 => write!(text, "{}", column.as_primitive::<Float32Type>().value(row)),
        D::Float64 => write!(text, "{}", column.as_primitive::<Float64Type>().value(row)),
        D::Decimal128(_, scale) => {
            decimal(
                column.as_primitive::<Decimal128Type>().value(row),
                *scale,
                text,
            );
            Ok(())
        }
        D::Date32 => {
            let days = i64::from(column.as_primitive::<Date32Type>().value(row));
            text.write_str(&crate::input::moment(days.saturating_mul(86_400), 1))
        }
        D::Date64 => text.write_str(&crate::input::moment(
            column.as_primitive::<Date64Type>().value(row),
            1_000,
        )),
        D::Timestamp(unit, zone) => {
            let (value, a_second) = match unit {
                TimeUnit::Second => (column.as_primitive::<TimestampSecondType>().value(row), 1),
                TimeUnit::Millisecond => (
                    column.as_primitive::<TimestampMillisecondType>().value(row),
                    1_000,
                ),
                TimeUnit::Microsecond => (
                    column.as_primitive::<TimestampMicrosecondType>().value(row),
                    1_000_000,
                ),
                TimeUnit::Nanosecond => (
                    column.as_primitive::<TimestampNanosecondType>().value(row),
                    1_000_000_000,
                ),
            };
            let _ = text.write_str(&crate::input::moment(value, a_second));
            // Values of a column with a zone are in UTC; a day alone has no zone to be named.
            if zone.is_some() && text.contains('T') {
                text.push('Z');
            }
            Ok(())
        }
        _ => Ok(()),
    };
}

/// A whole number with a decimal point so many digits from its end.
fn decimal(value: i128, scale: i8, text: &mut String) {
    let digits = value.unsigned_abs().to_string();
    if value < 0 {
        text.push('-');
    }
    match usize::try_from(scale) {
        Ok(0) => text.push_str(&digits),
        Ok(scale) => {
            let digits = format!("{digits:0>width$}", width = scale + 1);
            let (whole, part) = digits.split_at(digits.len() - scale);
            let _ = write!(text, "{whole}.{part}");
        }
        Err(_) => {
            text.push_str(&digits);
            text.extend(std::iter::repeat_n('0', usize::from(scale.unsigned_abs())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_with_their_point() {
        let of = |value, scale| {
            let mut text = String::new();
            decimal(value, scale, &mut text);
            text
        };
        assert_eq!(of(12_345, 2), "123.45");
        assert_eq!(of(5, 3), "0.005");
        assert_eq!(of(-5, 0), "-5");
        assert_eq!(of(7, -2), "700");
    }
}
