//! Text formats (CSV, JSON lines) as strictly as XML: the whole file is UTF-8, and nothing in it is NUL.
//!
//! Nothing is guessed and nothing replaced: a byte that is not UTF-8 means that the copy was converted
//! or damaged, and then no other byte can be believed. The XML guard has its own, stricter checks.

use crate::{LoadError, SourceFile};

/// Bytes of one line of JSON or one row of CSV. The longest in `../shared` has 13 KB; each byte of a line
/// of an attacker's can cost twenty of memory.
pub(crate) const MAX_LINE_BYTES: usize = 2 << 20;

/// The whole text, without a byte order mark.
pub(crate) fn text_of(file: &SourceFile) -> Result<&str, LoadError> {
    let refused = |at: usize, reason: &str| LoadError::Encoding {
        file: file.name.clone(),
        line: 1 + count(&file.bytes[..at], b'\n'),
        reason: reason.to_owned(),
    };
    if let Some(at) = file.bytes.iter().position(|byte| *byte == 0) {
        return Err(refused(at, "a NUL byte, so it is not text"));
    }
    let text = std::str::from_utf8(&file.bytes)
        .map_err(|error| refused(error.valid_up_to(), "the bytes are not valid UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Checks that the last line is ended: half a row can look like a whole one.
pub(crate) fn check_last_line(file: &SourceFile) -> Result<(), LoadError> {
    if file.bytes.ends_with(b"\n") {
        return Ok(());
    }
    Err(LoadError::Cut {
        file: file.name.clone(),
        reason: "its last line has no line end".to_owned(),
    })
}

/// Checks a line that was split off already.
pub(crate) fn check_line(file: &SourceFile, line: u64, length: usize) -> Result<(), LoadError> {
    if length <= MAX_LINE_BYTES {
        return Ok(());
    }
    Err(LoadError::Refused {
        file: file.name.clone(),
        line,
        reason: format!("a line longer than {MAX_LINE_BYTES} bytes"),
    })
}

/// Checks a CSV text before it is parsed: rows, which may hold line ends in quotes, are bounded, and the
/// last quote closes.
pub(crate) fn check_rows(file: &SourceFile, text: &str) -> Result<(), LoadError> {
    let mut quoted = false;
    let mut start = 0;
    let mut lines = 0;
    let mut line = 1;
    let marks = text.bytes().enumerate();
    for (at, byte) in marks.filter(|(_, byte)| matches!(byte, b'"' | b'\n')) {
        if byte == b'"' {
            quoted = !quoted;
            continue;
        }
        lines += 1;
        if !quoted {
            check_line(file, line, at - start)?;
            (start, line) = (at + 1, lines + 1);
        }
    }
    if quoted {
        return Err(LoadError::Cut {
            file: file.name.clone(),
            reason: format!("the quote that opens in or after line {line} is never closed"),
        });
    }
    check_line(file, line, text.len() - start)
}

/// How often a byte stands in a text.
pub(crate) fn count(bytes: &[u8], byte: u8) -> u64 {
    bytes.iter().filter(|b| **b == byte).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_bounded_and_quotes_close() {
        let told = |text: &str| {
            let file = SourceFile::from_bytes("f.csv", text.as_bytes().to_vec());
            check_rows(&file, text).map_err(|e| e.to_string())
        };
        let long = "x\n".repeat(MAX_LINE_BYTES / 2);
        assert_eq!(told(&long), Ok(()));
        assert_eq!(told("a,\"b\n\"\"c\"\n\nd"), Ok(()));
        for (text, words) in [
            (
                format!("a\n\"b\nc\"\n\"{long}\"\n"),
                "line 4: refused: a line longer",
            ),
            (
                format!("a\n{}", long.replace('\n', "y")) + "z",
                "line 2: refused",
            ),
            (
                "a,b\n\"c".to_owned(),
                "cut: the quote that opens in or after line 2",
            ),
        ] {
            let error = told(&text).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_their_line() {
        let told = |bytes: &[u8]| {
            let file = SourceFile::from_bytes("f.csv", bytes.to_vec());
            text_of(&file).map(str::to_owned).map_err(|e| e.to_string())
        };
        assert_eq!(told(b"\xef\xbb\xbfa\nb").unwrap(), "a\nb");
        for (bytes, words) in [
            (
                &b"a\nb\0"[..],
                "`f.csv` line 2: invalid encoding: a NUL byte",
            ),
            (
                b"a\n\n\xe9",
                "`f.csv` line 3: invalid encoding: the bytes are not",
            ),
        ] {
            let error = told(bytes).unwrap_err();
            assert!(error.starts_with(words), "{error}");
        }
    }
}
