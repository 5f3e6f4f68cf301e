//! Physical lines of a foreign file: bounded, numbered, with their place in bytes.
//!
//! A line longer than the bound is read to its end but not kept, so that one bad line costs one
//! record and never the memory. Lines can be handed back: a reader that followed an unclosed quote
//! too far returns what it took.

use std::collections::VecDeque;
use std::io::{self, BufRead};

/// Longest line that is kept, in bytes; longer ones are reported.
pub const MAX_LINE_BYTES: usize = 1 << 20;

/// One line without its line break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Counted from 1.
    pub(crate) number: u64,
    /// The bytes, empty when the line was too long.
    pub(crate) bytes: Vec<u8>,
    /// True when the line was longer than [`MAX_LINE_BYTES`].
    pub(crate) too_long: bool,
    /// Place in the file after the line break.
    pub(crate) end: u64,
}

/// The lines of a reader.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    inner: R,
    returned: VecDeque<Line>,
    number: u64,
    offset: u64,
}

impl<R: BufRead> Lines<R> {
    /// Lines of `inner`, whose first byte stands at `offset` after `number` lines.
    pub(crate) fn new(inner: R, number: u64, offset: u64) -> Self {
        Self {
            inner,
            returned: VecDeque::new(),
            number,
            offset,
        }
    }

    /// Hands lines back, to be read again in the same order.
    pub(crate) fn give_back(&mut self, lines: Vec<Line>) {
        for line in lines.into_iter().rev() {
            self.returned.push_front(line);
        }
    }

    /// The next line, `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.returned.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::new();
        let mut length = 0u64;
        let mut too_long = false;
        loop {
            let buffer = match self.inner.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|b| *b == b'\n');
            let take = end.map_or(buffer.len(), |at| at + 1);
            let kept = &buffer[..end.unwrap_or(buffer.len())];
            if too_long || bytes.len() + kept.len() > MAX_LINE_BYTES {
                too_long = true;
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(kept);
            }
            length += take as u64;
            self.inner.consume(take);
            if end.is_some() {
                break;
            }
        }
        if length == 0 {
            return Ok(None);
        }
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        self.number += 1;
        self.offset += length;
        Ok(Some(Line {
            number: self.number,
            bytes,
            too_long,
            end: self.offset,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lines_and_places() {
        let mut lines = Lines::new(&b"a\r\nbc\n\nd"[..], 0, 0);
        let mut seen = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            seen.push((line.number, line.bytes, line.end));
        }
        assert_eq!(
            seen,
            [
                (1, b"a".to_vec(), 3),
                (2, b"bc".to_vec(), 6),
                (3, Vec::new(), 7),
                (4, b"d".to_vec(), 8),
            ]
        );
    }

    #[test]
    fn a_long_line_costs_one_line() {
        let mut text = vec![b'x'; MAX_LINE_BYTES + 1];
        text.extend_from_slice(b"\nnext");
        let mut lines = Lines::new(&text[..], 0, 0);
        let first = lines.next().unwrap().unwrap();
        assert!(first.too_long && first.bytes.is_empty());
        let second = lines.next().unwrap().unwrap();
        assert_eq!(second.bytes, b"next");
        lines.give_back(vec![second.clone()]);
        assert_eq!(lines.next().unwrap(), Some(second));
    }
}
