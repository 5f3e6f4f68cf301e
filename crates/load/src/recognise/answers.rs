//! What servers answer instead of a list: pages for people and error messages for programs.
//!
//! Told from the first kilobytes. The words of the answer go into the message, one line and bounded,
//! because "Session expired" says more than "not a list".

use super::find;

pub(super) fn looks_like_page(text: &[u8]) -> bool {
    let start: Vec<u8> = text.iter().take(2048).map(u8::to_ascii_lowercase).collect();
    let starts = |prefix: &[u8]| start.starts_with(prefix);
    starts(b"<!doctype html")
        || starts(b"<html")
        || PAGE_STARTS.iter().any(|tag| starts(tag))
        || (starts(b"<!--") || starts(b"<?xml") || starts(b"<!doctype"))
            && find(&start, b"<html").is_some()
}

/// Tags that only pages begin with, when they leave out `<html>`.
const PAGE_STARTS: &[&[u8]] = &[
    b"<head", b"<body", b"<title", b"<meta", b"<script", b"<h1", b"<center",
];

pub(super) fn page_title(text: &[u8]) -> Option<String> {
    let lower: Vec<u8> = text.iter().map(u8::to_ascii_lowercase).collect();
    let open = find(&lower, b"<title")?;
    let start = open + find(&lower[open..], b">")? + 1;
    let end = start + find(&lower[start..], b"<")?;
    said(&String::from_utf8_lossy(&text[start..end]))
}

/// The text after an opening tag.
pub(super) fn text_between(text: &[u8], tag: &[u8]) -> Option<String> {
    let start = find(text, tag)? + tag.len();
    let end = start + find(&text[start..], b"<")?;
    said(&String::from_utf8_lossy(&text[start..end]))
}

/// A foreign text for a message: one line, bounded, without control characters.
fn said(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).take(80).collect();
    (!line.is_empty()).then_some(line)
}

/// Fields of an error object; RFC 9457 names five, frameworks write up to eight.
const MAX_ERROR_FIELDS: usize = 8;

/// What a server's error object says (`{"error":"unauthorized"}`, `{"status":403,"message":".."}`);
/// `None` for an object of another kind.
pub(super) fn error_of(map: &serde_json::Map<String, serde_json::Value>) -> Option<Option<String>> {
    const WORDS: [&str; 7] = [
        "error_description",
        "message",
        "detail",
        "title",
        "error",
        "errors",
        "status",
    ];
    // A report that lists errors among much else is no answer of a server.
    let is_error = map.len() <= MAX_ERROR_FIELDS
        && (["error", "errors", "detail", "message", "statusCode"]
            .iter()
            .any(|key| map.contains_key(*key))
            || map.contains_key("status") && map.contains_key("title"));
    let text = |word: &&str| map.get(*word).and_then(serde_json::Value::as_str);
    is_error.then(|| WORDS.iter().find_map(text).and_then(said))
}
