//! One row of a file read again, out of turn.

use super::row::next_row;
use super::text::Lines;
use super::{Content, Interpreter, RawRecord, Record};
use std::io;
use std::sync::Arc;

/// Reads rows of a file one by one, from the bytes between the ends of two rows.
#[derive(Clone, Debug)]
pub(crate) struct Alone {
    pub(super) separator: Option<u8>,
    pub(super) interpreter: Arc<Interpreter>,
}

impl Alone {
    /// The record that stands in these bytes, as it was read from the file. `bad` is what was wrong with it
    /// there, since only the lines after it tell.
    pub(crate) fn record(
        &self,
        bytes: &[u8],
        (number, line): (u64, u64),
        bad: Option<&str>,
        default_schema: Option<&str>,
    ) -> io::Result<Record> {
        let content = match bad {
            Some(message) => Content::Bad(message.to_owned()),
            None => self.content(bytes)?,
        };
        let raw = RawRecord {
            number,
            line,
            content,
        };
        Ok(self.interpreter.interpret(raw, default_schema))
    }

    fn content(&self, bytes: &[u8]) -> io::Result<Content> {
        let mut lines = Lines::new(bytes, 0, 0);
        let Some(separator) = self.separator else {
            while let Some(line) = lines.next()? {
                if !line.bytes.iter().all(u8::is_ascii_whitespace) {
                    return Ok(Content::Json(line.bytes));
                }
            }
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        let width = self.interpreter.columns.len();
        let row = next_row(&mut lines, separator, Some(width))?;
        let row = row.ok_or(io::ErrorKind::UnexpectedEof)?;
        Ok(row.cells.map_or_else(Content::Bad, Content::Cells))
    }
}
