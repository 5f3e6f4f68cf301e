//! Rows of a separated file at the speed of the disk: a block of text at a time, and no copy of a cell without quotes.
//!
//! The same reading as `input/row.rs`, which every row with a quote goes through: RFC 4180 with any separator; a quote
//! that is never closed costs its own line only.

use crate::input::{MAX_LINE_BYTES, MAX_ROW_LINES, Split, separator_of, split};
use std::io::{self, Read};

/// Bytes that are read at a time.
const BLOCK_BYTES: usize = 1 << 18;

/// A separated file while it is read.
pub(crate) struct Table<R> {
    inner: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    separator: u8,
    width: usize,
    /// Lines before `start`.
    line: u64,
    cells: Cells,
}

/// The cells of a row: places in the text of its line, or texts of their own where it has quotes.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    text: String,
    /// Where each cell ends; the separator stands between two.
    ends: Vec<u32>,
    own: Vec<String>,
}

impl Cells {
    /// A cell; empty when there is none.
    pub(crate) fn get(&self, at: usize) -> &str {
        if !self.own.is_empty() {
            return self.own.get(at).map_or("", String::as_str);
        }
        let Some(end) = self.ends.get(at) else {
            return "";
        };
        let start = if at == 0 { 0 } else { self.ends[at - 1] + 1 };
        &self.text[start as usize..*end as usize]
    }
}

/// What stands on the next row.
#[derive(Debug)]
pub(crate) enum Row<'t> {
    /// Its cells, and the line on which it begins.
    Cells(&'t Cells, u64),
    /// What is wrong with it, and its line.
    Bad(String, u64),
}

impl<R: Read> Table<R> {
    /// Reads the header line; none when there is no line with text.
    pub(crate) fn open(inner: R) -> io::Result<Option<(Self, Vec<String>)>> {
        let mut table = Self {
            inner,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            ended: false,
            separator: b',',
            width: 0,
            line: 0,
            cells: Cells::default(),
        };
        table.fill()?;
        if table.buffer[..table.end].starts_with(b"\xEF\xBB\xBF") {
            table.start = 3;
        }
        loop {
            let Some((line, next)) = table.find_line(0)? else {
                return Ok(None);
            };
            let text = &table.buffer[table.start..table.start + line];
            if !text.iter().all(u8::is_ascii_whitespace) {
                table.separator = separator_of(text);
                break;
            }
            table.start += next;
            table.line += 1;
        }
        let header = match table.next()? {
            Some(Row::Cells(cells, _)) => {
                let width = cells.own.len().max(cells.ends.len());
                (0..width)
                    .map(|at| cells.get(at).trim().to_owned())
                    .collect()
            }
            Some(Row::Bad(..)) | None => Vec::new(),
        };
        table.width = header.len();
        Ok(Some((table, header)))
    }

    /// The next row with text, none at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Row<'_>>> {
        let (length, next) = loop {
            let Some((length, next)) = self.find_line(0)? else {
                return Ok(None);
            };
            let line = &self.buffer[self.start..self.start + length];
            // Hardly a line is blank: the first byte tells.
            if line.first().is_some_and(|byte| !byte.is_ascii_whitespace())
                || !line.iter().all(u8::is_ascii_whitespace)
            {
                break (length, next);
            }
            self.start += next;
            self.line += 1;
        };
        if length > MAX_LINE_BYTES {
            return self.too_long().map(Some);
        }
        let line = &self.buffer[self.start..self.start + length];
        self.cells.ends.clear();
        self.cells.own.clear();
        let separator = self.separator;
        let mut quoted = false;
        for (at, byte) in (0_u32..).zip(line) {
            if *byte == separator {
                self.cells.ends.push(at);
            }
            quoted |= *byte == b'"';
        }
        if quoted {
            return self.quoted().map(Some);
        }
        // It fits: a line is at most a mebibyte.
        self.cells.ends.push(length as u32);
        let text = std::str::from_utf8(line).map(|text| {
            self.cells.text.clear();
            self.cells.text.push_str(text);
        });
        let whole = text.is_ok();
        self.start += next;
        self.line += 1;
        let line = self.line;
        if !whole {
            return Ok(Some(Row::Bad("not UTF-8".to_owned(), line)));
        }
        let found = self.cells.ends.len();
        if self.width > 0 && found != self.width {
            return Ok(Some(Row::Bad(self.expected(found), line)));
        }
        Ok(Some(Row::Cells(&self.cells, line)))
    }

    fn expected(&self, found: usize) -> String {
        format!("expected {} fields, found {found}", self.width)
    }

    /// A row with quotes, perhaps over several lines.
    fn quoted(&mut self) -> io::Result<Row<'_>> {
        let first = self.line + 1;
        // Separators inside quotes are none.
        self.cells.ends.clear();
        let (mut lines, mut next) = (0, 0);
        let problem = loop {
            let found = if lines < MAX_ROW_LINES && next < MAX_LINE_BYTES {
                self.find_line(next)?
            } else {
                None
            };
            let Some((end, after)) = found else {
                break "a quoted field is never closed".to_owned();
            };
            lines += 1;
            next = after;
            match split(&self.buffer[self.start..self.start + end], self.separator) {
                Split::Open => {}
                Split::Stray(at) => {
                    break format!("a quoted field ends before the separator (byte {at})");
                }
                Split::Cells(cells) => {
                    if self.width > 0 && cells.len() != self.width {
                        break self.expected(cells.len());
                    }
                    let texts: Result<Vec<String>, _> =
                        cells.into_iter().map(String::from_utf8).collect();
                    let Ok(own) = texts else {
                        break "not UTF-8".to_owned();
                    };
                    self.cells.own = own;
                    self.start += next;
                    self.line += lines as u64;
                    return Ok(Row::Cells(&self.cells, first));
                }
            }
        };
        // The lines after the first are read again as rows of their own.
        if let Some((_, next)) = self.find_line(0)? {
            self.start += next;
            self.line += 1;
        }
        Ok(Row::Bad(problem, first))
    }

    /// Reads to the end of a line that is not kept.
    fn too_long(&mut self) -> io::Result<Row<'_>> {
        self.line += 1;
        loop {
            let rest = &self.buffer[self.start..self.end];
            if let Some(at) = memchr::memchr(b'\n', rest) {
                self.start += at + 1;
                break;
            }
            self.start = self.end;
            if self.ended {
                break;
            }
            self.fill()?;
        }
        let problem = format!("the line is longer than {MAX_LINE_BYTES} bytes");
        Ok(Row::Bad(problem, self.line))
    }

    /// Where the line that begins `from` bytes after `start` ends, without and with its line break; a line beyond the
    /// bound is given as far as it was read.
    fn find_line(&mut self, from: usize) -> io::Result<Option<(usize, usize)>> {
        let mut looked = from;
        loop {
            let text = &self.buffer[self.start..self.end];
            if let Some(at) = text
                .get(looked..)
                .and_then(|rest| memchr::memchr(b'\n', rest))
            {
                let end = looked + at;
                let cut = usize::from(end > from && text[end - 1] == b'\r');
                return Ok(Some((end - cut, end + 1)));
            }
            if self.ended || text.len() - from.min(text.len()) > MAX_LINE_BYTES {
                let end = text.len();
                let cut = usize::from(self.ended && end > from && text[end - 1] == b'\r');
                return Ok((end > from).then_some((end - cut, end)));
            }
            looked = text.len();
            self.fill()?;
        }
    }

    /// Reads on; what stands before `start` is given up.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < self.end + BLOCK_BYTES {
            self.buffer.resize(self.end + BLOCK_BYTES, 0);
        }
        loop {
            match self.inner.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.ended = true,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}

/// The text of several cells as one value.
pub(crate) fn joined<'c>(
    at: &[usize],
    cell: impl Fn(usize) -> &'c str,
    room: &'c mut String,
) -> &'c str {
    if let [one] = at {
        return cell(*one);
    }
    room.clear();
    for (nth, at) in at.iter().enumerate() {
        if nth > 0 {
            room.push(':');
        }
        room.push_str(cell(*at).trim());
    }
    room
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &[u8]) -> Vec<(u64, Result<Vec<String>, String>)> {
        let Some((mut table, header)) = Table::open(text).expect("memory is read") else {
            return Vec::new();
        };
        let mut all = vec![(0, Ok(header))];
        while let Some(row) = table.next().expect("memory is read") {
            all.push(match row {
                Row::Cells(cells, line) => {
                    let width = 0..cells.own.len().max(cells.ends.len());
                    (line, Ok(width.map(|at| cells.get(at).to_owned()).collect()))
                }
                Row::Bad(problem, line) => (line, Err(problem)),
            });
        }
        all
    }

    fn cells(texts: &[&str]) -> Result<Vec<String>, String> {
        Ok(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn rows_are_read_with_their_lines() {
        let text = b"\xEF\xBB\xBFa;b\r\n1;2\r\n\r\n\"x;y\";\"1\n2\"\n3\n4;5";
        let rows = rows(text);
        assert_eq!(rows[0].1, cells(&["a", "b"]));
        assert_eq!(rows[1], (2, cells(&["1", "2"])));
        assert_eq!(rows[2], (4, cells(&["x;y", "1\n2"])));
        assert_eq!(rows[3], (6, Err("expected 2 fields, found 1".to_owned())));
        assert_eq!(rows[4], (7, cells(&["4", "5"])));
        assert_eq!(rows.len(), 5);
    }

    #[test]
    fn an_open_quote_and_a_long_line_cost_their_line_only() {
        let mut text = b"a,b\n1,\"open\n2,3\n".to_vec();
        text.extend(vec![b'x'; MAX_LINE_BYTES + 9]);
        text.extend_from_slice(b"\n4,5\n\xff,6\n");
        let rows = rows(&text);
        let seen: Vec<(u64, bool)> = rows
            .iter()
            .map(|(line, row)| (*line, row.is_ok()))
            .collect();
        assert_eq!(
            seen,
            [
                (0, true),
                (2, false),
                (3, true),
                (4, false),
                (5, true),
                (6, false)
            ]
        );
    }

    proptest! {
        #[test]
        fn any_bytes_end_and_what_is_written_is_read(
            text in prop::collection::vec(prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), any::<u8>()], 0..300),
            written in prop::collection::vec(prop::collection::vec("[a-z\",;\n ]{1,9}", 2), 1..9),
        ) {
            prop_assert!(rows(&text).len() <= text.len() + 1);
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["a", "b"]).expect("memory");
            for row in &written {
                writer.write_record(row).expect("memory");
            }
            let bytes = writer.into_inner().expect("memory");
            let read: Vec<_> = rows(&bytes).into_iter().skip(1).map(|(_, row)| row).collect();
            let expected: Vec<_> = written.iter().map(|row| Ok(row.clone())).collect();
            prop_assert_eq!(read, expected);
        }
    }
}
