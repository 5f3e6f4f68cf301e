//! Rows of a separated file (CSV, TSV): RFC 4180 with any separator, forgiving only where nothing is lost.
//!
//! Not the `csv` crate: its reader follows an unclosed quote to the end of the file, in memory and
//! through every customer on the way. Here a cell may run over at most [`MAX_ROW_LINES`] lines; when a
//! quote is not closed, or a row over several lines has the wrong number of cells, only its first line
//! is bad and the lines after it are read again as rows of their own.

use super::text::{Line, Lines, MAX_LINE_BYTES};
use std::io::{self, BufRead};

/// Lines that one row may run over.
pub(crate) const MAX_ROW_LINES: usize = 100;

/// The cells of a row, unquoted.
pub(crate) type Cells = Vec<Vec<u8>>;

/// One row, with the line on which it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) cells: Result<Cells, String>,
    pub(crate) end: u64,
}

/// The separator that the header line uses: the most frequent of `,` `;` tab `|` outside quotes.
pub(crate) fn separator_of(header: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [0usize; 4];
    const SEPARATORS: [u8; 4] = *b",;\t|";
    for byte in header {
        if *byte == b'"' {
            quoted = !quoted;
        } else if !quoted && let Some(at) = SEPARATORS.iter().position(|s| s == byte) {
            counts[at] += 1;
        }
    }
    let mut best = 0;
    for at in 1..counts.len() {
        if counts[at] > counts[best] {
            best = at;
        }
    }
    SEPARATORS[best]
}

/// Reads one row; `width` is the number of cells that it must have (`None` for the header).
pub(crate) fn next_row<R: BufRead>(
    lines: &mut Lines<R>,
    separator: u8,
    width: Option<usize>,
) -> io::Result<Option<Row>> {
    let first = loop {
        match lines.next()? {
            None => return Ok(None),
            Some(line) if is_blank(&line) => {}
            Some(line) => break line,
        }
    };
    let (number, end) = (first.number, first.end);
    let bad = |message: String| Row {
        line: number,
        cells: Err(message),
        end,
    };
    if first.too_long {
        return Ok(Some(bad(format!(
            "the line is longer than {MAX_LINE_BYTES} bytes"
        ))));
    }
    let mut text = first.bytes;
    let mut further: Vec<Line> = Vec::new();
    loop {
        match split(&text, separator) {
            Split::Cells(cells) => {
                if let Some(width) = width
                    && cells.len() != width
                {
                    lines.give_back(further);
                    let found = cells.len();
                    return Ok(Some(bad(format!("expected {width} fields, found {found}"))));
                }
                return Ok(Some(Row {
                    line: number,
                    cells: Ok(cells),
                    end: further.last().map_or(end, |line| line.end),
                }));
            }
            Split::Stray(at) => {
                lines.give_back(further);
                return Ok(Some(bad(format!(
                    "a quoted field ends before the separator (byte {at})"
                ))));
            }
            Split::Open => {}
        }
        let next = if further.len() + 1 < MAX_ROW_LINES && text.len() < MAX_LINE_BYTES {
            lines.next()?
        } else {
            None
        };
        match next {
            Some(line) if !line.too_long => {
                text.push(b'\n');
                text.extend_from_slice(&line.bytes);
                further.push(line);
            }
            other => {
                further.extend(other);
                lines.give_back(further);
                return Ok(Some(bad("a quoted field is never closed".to_owned())));
            }
        }
    }
}

fn is_blank(line: &Line) -> bool {
    !line.too_long && line.bytes.iter().all(u8::is_ascii_whitespace)
}

/// What a text is as a row.
pub(crate) enum Split {
    /// Whole cells.
    Cells(Cells),
    /// A quote is still open at the end of the text.
    Open,
    /// Text follows a closing quote, at this byte.
    Stray(usize),
}

/// Cuts a row into its cells.
pub(crate) fn split(text: &[u8], separator: u8) -> Split {
    let mut cells = Cells::new();
    let mut at = 0;
    loop {
        let mut cell = Vec::new();
        // A quote opens a cell only at its start; elsewhere it is a letter of the name.
        if text.get(at) == Some(&b'"') {
            at += 1;
            loop {
                match (text.get(at), text.get(at + 1)) {
                    (None, _) => return Split::Open,
                    (Some(b'"'), Some(b'"')) => {
                        cell.push(b'"');
                        at += 2;
                    }
                    (Some(b'"'), _) => {
                        at += 1;
                        break;
                    }
                    (Some(byte), _) => {
                        cell.push(*byte);
                        at += 1;
                    }
                }
            }
            while text.get(at) == Some(&b' ') {
                at += 1;
            }
            if text.get(at).is_some_and(|byte| *byte != separator) {
                return Split::Stray(at);
            }
        } else {
            let rest = &text[at..];
            let length = rest
                .iter()
                .position(|byte| *byte == separator)
                .unwrap_or(rest.len());
            cell.extend_from_slice(&rest[..length]);
            at += length;
        }
        cells.push(cell);
        if at >= text.len() {
            return Split::Cells(cells);
        }
        at += 1; // the separator
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str, width: Option<usize>) -> Vec<(u64, Result<Vec<String>, String>)> {
        let mut lines = Lines::new(text.as_bytes(), 0, 0);
        let mut all = Vec::new();
        while let Some(row) = next_row(&mut lines, b',', width).unwrap() {
            let cells = row.cells.map(|cells| {
                cells
                    .into_iter()
                    .map(|c| String::from_utf8(c).unwrap())
                    .collect()
            });
            all.push((row.line, cells));
        }
        all
    }

    #[test]
    fn quotes_hold_separators_breaks_and_quotes() {
        let rows = rows("a,\"b, \"\"c\"\"\nd\",e\n", Some(3));
        assert_eq!(
            rows,
            [(
                1,
                Ok(vec!["a".into(), "b, \"c\"\nd".into(), "e".to_owned()])
            )]
        );
    }

    #[test]
    fn an_unclosed_quote_costs_its_own_line_only() {
        let rows = rows("1,\"open\n2,b\n3,c\n", Some(2));
        assert!(rows[0].1.is_err());
        assert_eq!(rows[1], (2, Ok(vec!["2".into(), "b".into()])));
        assert_eq!(rows[2], (3, Ok(vec!["3".into(), "c".into()])));
    }

    #[test]
    fn a_quote_closed_three_customers_later_costs_its_own_line_only() {
        let rows = rows("1,\"open\n2,b\n3,\"c\"\n4,d\n", Some(2));
        let lines: Vec<_> = rows.iter().map(|r| (r.0, r.1.is_ok())).collect();
        assert_eq!(lines, [(1, false), (2, true), (3, true), (4, true)]);
    }

    #[test]
    fn too_many_cells_are_named() {
        let rows = rows("a,b,c\n\nd,e\n", Some(2));
        assert_eq!(rows[0].1, Err("expected 2 fields, found 3".to_owned()));
        assert_eq!(rows[1].0, 3);
    }

    #[test]
    fn separators_are_recognised() {
        assert_eq!(separator_of(b"id;name;dob"), b';');
        assert_eq!(separator_of(b"id\tname"), b'\t');
        assert_eq!(separator_of(b"\"a;b;c\",name"), b',');
        assert_eq!(separator_of(b"name"), b',');
    }

    proptest! {
        #[test]
        fn any_bytes_end_and_every_line_is_answered(text in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut lines = Lines::new(&text[..], 0, 0);
            let mut rows = 0usize;
            while next_row(&mut lines, b',', Some(2)).unwrap().is_some() {
                rows += 1;
                prop_assert!(rows <= text.len());
            }
        }

        #[test]
        fn what_the_csv_crate_writes_is_read_back(cells in proptest::collection::vec("[a-z\",;\n ]{0,12}", 2..6)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            let bytes = writer.into_inner().unwrap();
            let mut lines = Lines::new(&bytes[..], 0, 0);
            if let Some(row) = next_row(&mut lines, b',', Some(cells.len())).unwrap() {
                let read: Vec<String> = row.cells.unwrap().into_iter().map(|c| String::from_utf8(c).unwrap()).collect();
                prop_assert_eq!(read, cells);
            }
        }
    }
}
