//! Checks on a whole XML document before any of it is parsed: declared encoding and characters.

use super::{line_at, shown};
use crate::LoadError;

/// XML 1.0 section 2.2.
pub(super) fn is_xml_character(letter: char) -> bool {
    !matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

pub(super) fn check_characters(file: &str, text: &str) -> Result<(), LoadError> {
    match text
        .char_indices()
        .find(|(_, letter)| !is_xml_character(*letter))
    {
        None => Ok(()),
        Some((offset, letter)) => Err(LoadError::NotWellFormed {
            file: file.to_owned(),
            line: line_at(text.as_bytes(), offset),
            reason: format!(
                "the character U+{:04X}, which XML forbids",
                u32::from(letter)
            ),
        }),
    }
}

/// The declared encoding must be one that is UTF-8; nothing is guessed and nothing converted.
pub(super) fn check_encoding(file: &str, bytes: &[u8]) -> Result<(), LoadError> {
    let wrong = |reason: String| {
        Err(LoadError::Encoding {
            file: file.to_owned(),
            line: 1,
            reason,
        })
    };
    let zero_beside_tag = matches!(bytes, [b'<', 0, ..] | [0, b'<', ..] | [0, 0, 0, b'<', ..]);
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || zero_beside_tag {
        return wrong(String::from("UTF-16 or UTF-32; lists must be UTF-8"));
    }
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !body.starts_with(b"<?xml") {
        return Ok(());
    }
    let head = &body[..body.len().min(512)];
    let Some(end) = head.windows(2).position(|pair| pair == b"?>") else {
        return Ok(()); // the syntax check will say so
    };
    let declaration = String::from_utf8_lossy(&head[..end]).to_ascii_lowercase();
    let Some((_, after)) = declaration.split_once("encoding") else {
        return Ok(());
    };
    let value = after
        .trim_start()
        .strip_prefix('=')
        .map(str::trim_start)
        .unwrap_or_default();
    let name = value.strip_prefix(['"', '\'']).unwrap_or_default();
    let name = name.split(['"', '\'']).next().unwrap_or_default();
    match name {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => Ok(()),
        other => wrong(format!(
            "the declared encoding `{}` is not UTF-8",
            shown(other)
        )),
    }
}
