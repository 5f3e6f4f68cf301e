//! Parquet without Arrow: the flat form written column by column.
//!
//! It takes JSON Lines as bytes, because that is what an interrupted run can go on from: a Parquet
//! file has its directory at the end and cannot be continued.

use super::ScreeningLine;
use super::flat::{COLUMNS, Row, rows};
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::io::{self, Write};
use std::sync::Arc;

/// Records a row group; bounds the memory (a record of five matches is about 10 KB).
pub(crate) const RECORDS_A_GROUP: usize = 4096;

/// The file's schema; the columns of [`COLUMNS`] in their order.
const SCHEMA: &str = "message screening {
  required binary id (UTF8); required binary status (UTF8); optional binary problem (UTF8);
  optional int32 rank; optional binary match_id (UTF8); optional binary caption (UTF8);
  optional binary schema (UTF8); optional binary datasets (UTF8); optional double score;
  optional boolean match; optional int32 points; optional binary measures (UTF8);
  optional binary reasons (UTF8); optional binary reasons_ar (UTF8);
  required binary snapshot (UTF8); required binary policy (UTF8); required boolean stale;
  optional boolean removal_held; optional boolean delisted; optional binary blocking (UTF8);
  optional binary measures_ar (UTF8); optional binary legal_basis (UTF8);
  optional binary canonical_id (UTF8); optional binary referents (UTF8);
}";

/// Takes screening output as JSON Lines and writes Parquet.
pub struct ParquetOutput<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    unfinished: Vec<u8>,
    lines: Vec<ScreeningLine>,
}

impl<W: Write + Send> std::fmt::Debug for ParquetOutput<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetOutput")
            .field("waiting", &self.lines.len())
            .finish_non_exhaustive()
    }
}

impl<W: Write + Send> ParquetOutput<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// When the first bytes cannot be written.
    pub fn new(inner: W) -> io::Result<Self> {
        let schema = Arc::new(parse_message_type(SCHEMA).map_err(as_io)?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(format!("kashf {}", env!("CARGO_PKG_VERSION")))
            .build();
        let writer =
            SerializedFileWriter::new(inner, schema, Arc::new(properties)).map_err(as_io)?;
        Ok(Self {
            writer,
            unfinished: Vec::new(),
            lines: Vec::new(),
        })
    }

    /// Writes what waits and the file's directory; gives the stream back.
    ///
    /// # Errors
    /// When writing fails, or the text ended within a line.
    pub fn finish(mut self) -> io::Result<W> {
        if !self.unfinished.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the last line is cut",
            ));
        }
        self.write_group().map_err(as_io)?;
        self.writer.into_inner().map_err(as_io)
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let lines = std::mem::take(&mut self.lines);
        self.write_lines(&lines)
    }

    /// Writes answers as a group of rows.
    pub(crate) fn write_answers(&mut self, answers: &[ScreeningLine]) -> io::Result<()> {
        self.write_lines(answers).map_err(as_io)
    }

    fn write_lines(&mut self, lines: &[ScreeningLine]) -> Result<(), ParquetError> {
        if lines.is_empty() {
            return Ok(());
        }
        let rows: Vec<Row<'_>> = lines.iter().flat_map(rows).collect();
        let mut group = self.writer.next_row_group()?;
        for column in COLUMNS {
            write_column(&mut group, column, &rows)?;
        }
        group.close()?;
        Ok(())
    }
}

impl<W: Write + Send> Write for ParquetOutput<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.unfinished.extend_from_slice(part);
            if part.last() == Some(&b'\n') {
                self.lines.push(serde_json::from_slice(&self.unfinished)?);
                self.unfinished.clear();
                if self.lines.len() == RECORDS_A_GROUP {
                    self.write_group().map_err(as_io)?;
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn as_io(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(io) => *io,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

fn write_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &str,
    rows: &[Row<'_>],
) -> Result<(), ParquetError> {
    let Some(mut writer) = group.next_column()? else {
        return Ok(());
    };
    let required = matches!(column, "id" | "status" | "snapshot" | "policy" | "stale");
    // Definition levels: 1 where an optional value stands, 0 where it does not.
    macro_rules! write {
        ($kind:ty, $values:expr) => {{
            let values: Vec<Option<_>> = $values;
            let levels: Vec<i16> = values
                .iter()
                .map(|value| i16::from(value.is_some()))
                .collect();
            let present: Vec<_> = values.into_iter().flatten().collect();
            let levels = (!required).then_some(levels.as_slice());
            writer
                .typed::<$kind>()
                .write_batch(&present, levels, None)?;
        }};
    }
    match column {
        "stale" => write!(
            BoolType,
            rows.iter().map(|row| Some(row.line.stale)).collect()
        ),
        "match" => write!(
            BoolType,
            rows.iter()
                .map(|row| row.found.map(|(_, m)| m.is_match))
                .collect()
        ),
        "removal_held" => write!(
            BoolType,
            rows.iter()
                .map(|row| row.found.map(|(_, m)| m.removal_held))
                .collect()
        ),
        "delisted" => write!(
            BoolType,
            rows.iter()
                .map(|row| row.found.map(|(_, m)| m.delisted))
                .collect()
        ),
        "score" => write!(
            DoubleType,
            rows.iter()
                .map(|row| row.found.map(|(_, m)| m.score))
                .collect()
        ),
        "points" => write!(
            Int32Type,
            rows.iter()
                .map(|row| row.found.map(|(_, m)| m.points))
                .collect()
        ),
        "rank" => write!(
            Int32Type,
            rows.iter()
                .map(|row| row.found.map(|(rank, _)| rank))
                .collect()
        ),
        _ => {
            let at = COLUMNS.iter().position(|name| *name == column);
            let text = |row: &Row<'_>| {
                let present = match column {
                    "problem" => row.line.problem.is_some(),
                    _ => required || row.found.is_some(),
                };
                let cell = at.filter(|_| present).map(|at| row.cell(at));
                cell.map(|text| ByteArray::from(text.into_bytes()))
            };
            write!(ByteArrayType, rows.iter().map(text).collect());
        }
    }
    writer.close()
}

#[cfg(test)]
mod tests {
    use super::super::MatchLine;
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    fn line(id: &str, matches: usize) -> ScreeningLine {
        let found = MatchLine {
            id: "x-1".into(),
            caption: "Nadir Example".into(),
            schema: "Person".into(),
            datasets: vec!["x".into()],
            score: 0.873,
            is_match: true,
            points: 873,
            features: Default::default(),
            reasons: Vec::new(),
            measures: Vec::new(),
            listing: Vec::new(),
            canonical_id: "NK-1".into(),
            referents: vec!["x-1".into()],
            removal_held: false,
            delisted: false,
            owned: Vec::new(),
            alignment: None,
        };
        ScreeningLine {
            id: id.into(),
            status: "screened".into(),
            problem: None,
            snapshot: "s".into(),
            policy: "p".into(),
            stale: false,
            matches: vec![found; matches],
        }
    }

    #[test]
    fn every_record_and_every_match_has_a_row() {
        let mut output = ParquetOutput::new(Vec::new()).unwrap();
        for text in [line("a", 2), line("b", 0)] {
            output
                .write_all(&super::super::Format::Parquet.render(&text))
                .unwrap();
        }
        let bytes = output.finish().unwrap();
        let path = tempfile::NamedTempFile::new().unwrap();
        fs_err::write(path.path(), bytes).unwrap();
        let reader = SerializedFileReader::new(path.reopen().unwrap()).unwrap();
        let rows: Vec<_> = reader
            .get_row_iter(None)
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[1].get_string(0).unwrap(), "a");
        assert_eq!(rows[1].get_int(3).unwrap(), 2);
        assert!((rows[1].get_double(8).unwrap() - 0.873).abs() < 1e-9);
        assert_eq!(rows[1].get_string(22).unwrap(), "NK-1");
        assert_eq!(rows[1].get_string(23).unwrap(), "x-1");
        assert_eq!(rows[2].get_string(0).unwrap(), "b");
        assert!(rows[2].get_int(3).is_err());
    }
}
