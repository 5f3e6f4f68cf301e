//! Text formats (CSV, JSON lines) as strictly as XML: the whole file is UTF-8, and nothing in it is NUL.
//!
//! Nothing is guessed and nothing replaced: a byte that is not UTF-8 means that the copy was converted
//! or damaged, and then no other byte can be believed. The XML guard has its own, stricter checks.

use crate::{LoadError, SourceFile};

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

/// How often a byte stands in a text.
pub(crate) fn count(bytes: &[u8], byte: u8) -> u64 {
    bytes.iter().filter(|b| **b == byte).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

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
