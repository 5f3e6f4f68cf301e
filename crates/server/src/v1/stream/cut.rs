//! Lines cut from bytes that arrive in pieces.

use kashf::MAX_LINE_BYTES;

/// A line that is a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its place in the body, blank lines counted.
    pub(super) at: u64,
    /// Its place among the records.
    pub(super) number: u64,
    /// Its bytes; one more than may be when it is too long.
    pub(super) bytes: Vec<u8>,
}

/// Cuts lines; keeps at most the beginning of one.
#[derive(Debug, Default)]
pub(super) struct Cutter {
    begun: Vec<u8>,
    lines: u64,
    records: u64,
}

impl Cutter {
    /// The lines that end in these bytes.
    pub(super) fn push(&mut self, mut bytes: &[u8]) -> Vec<Line> {
        let mut cut = Vec::new();
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            self.keep(&bytes[..end]);
            bytes = &bytes[end + 1..];
            cut.extend(self.line());
        }
        self.keep(bytes);
        cut
    }

    /// The last line, where nothing ends it.
    pub(super) fn rest(&mut self) -> Option<Line> {
        self.line()
    }

    /// Bytes beyond the bound are read over; one of them is kept as a sign.
    fn keep(&mut self, bytes: &[u8]) {
        let room = (MAX_LINE_BYTES + 1).saturating_sub(self.begun.len());
        self.begun
            .extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn line(&mut self) -> Option<Line> {
        let mut bytes = std::mem::take(&mut self.begun);
        self.lines += 1;
        if self.lines == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        if bytes.len() <= MAX_LINE_BYTES && bytes.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        self.records += 1;
        Some(Line {
            at: self.lines,
            number: self.records,
            bytes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(pieces: &[&[u8]]) -> Vec<(u64, u64, usize)> {
        let mut cutter = Cutter::default();
        let mut lines: Vec<Line> = pieces.iter().flat_map(|p| cutter.push(p)).collect();
        lines.extend(cutter.rest());
        lines
            .iter()
            .map(|line| (line.at, line.number, line.bytes.len()))
            .collect()
    }

    #[test]
    fn pieces_do_not_matter_and_blank_lines_are_no_records() {
        let text: &[u8] = b"\xEF\xBB\xBF{}\r\n\n  \n{\"a\":1}\n{}";
        let whole = cut(&[text]);
        assert_eq!(whole, [(1, 1, 3), (4, 2, 7), (5, 3, 2)]);
        for at in 0..text.len() {
            assert_eq!(cut(&[&text[..at], &text[at..]]), whole);
        }
    }

    #[test]
    fn a_line_too_long_is_one_record_and_is_not_kept() {
        let long = vec![b' '; MAX_LINE_BYTES];
        let lines = cut(&[&long, &long, b"\n{}\n"]);
        assert_eq!(lines, [(1, 1, MAX_LINE_BYTES + 1), (2, 2, 2)]);
    }
}
