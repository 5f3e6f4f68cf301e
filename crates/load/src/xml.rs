//! The guard: XML from outside, read strictly and within bounds.
//!
//! quick-xml streams fast and expands no entity, but it reports success on a cut document, accepts
//! a DOCTYPE, and leaves depth, attributes and encoding to the caller. This module adds what it
//! lacks: the root is seen and closed before the end, nothing follows it, no DOCTYPE, depth
//! [`MAX_DEPTH`], attributes [`MAX_ATTRIBUTES`], a token [`MAX_TOKEN_BYTES`], only the five
//! predefined entities and valid character references, UTF-8 only, and no control characters.
//!
//! What it is not: a validator. It knows no schema; unknown elements are the reader's business.
//! Source of the bounds: `DESIGN.md` section 8; of the attacks: its test table (XXE, billion
//! laughs, a million levels, 200,000 attributes, UTF-16 and UTF-7 tricks, NUL).

use crate::LoadError;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::cell::Cell;

pub(crate) mod attributes;
mod checks;
pub(crate) mod tree;

use attributes::Attributes;
use checks::{check_characters, check_encoding, is_xml_character};

/// Levels of elements. The UN list has 5, no list that we know more than 12.
pub const MAX_DEPTH: usize = 64;
/// Attributes of one element. The UN's root has 3.
pub const MAX_ATTRIBUTES: usize = 256;
/// Bytes of one tag or one run of text. The longest UN comment has 4,800.
pub const MAX_TOKEN_BYTES: usize = 1 << 20;

/// What the guard passes on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// An element opens; an empty element opens and closes.
    Start(&'a str),
    /// Text inside an element, entities resolved; long text may come in several tokens.
    Text(Cow<'a, str>),
    /// The element that was opened last closes.
    End,
}

/// A strict reader over a whole document in memory.
pub(crate) struct Guard<'a> {
    file: &'a str,
    text: &'a str,
    reader: quick_xml::Reader<&'a [u8]>,
    depth: usize,
    pending_end: bool,
    root: Option<String>,
    /// Of the element that was opened last.
    attributes: Attributes,
    root_attributes: Attributes,
    root_closed: bool,
    first: bool,
    /// Bytes already searched for line ends, and lines found: positions only grow.
    counted: Cell<(usize, u64)>,
}

impl<'a> Guard<'a> {
    /// Checks encoding and characters of the whole document, then stands before its root.
    pub(crate) fn new(file: &'a str, bytes: &'a [u8]) -> Result<Self, LoadError> {
        check_encoding(file, bytes)?;
        let text = std::str::from_utf8(bytes).map_err(|error| LoadError::Encoding {
            file: file.to_owned(),
            line: line_at(bytes, error.valid_up_to()),
            reason: String::from("the bytes are not valid UTF-8"),
        })?;
        check_characters(file, text)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = quick_xml::Reader::from_str(text);
        let config = reader.config_mut();
        config.check_comments = true;
        config.check_end_names = true;
        config.allow_dangling_amp = false;
        config.allow_unmatched_ends = false;
        Ok(Self {
            file,
            text,
            reader,
            depth: 0,
            pending_end: false,
            root: None,
            attributes: Attributes::new(),
            root_attributes: Attributes::new(),
            root_closed: false,
            first: true,
            counted: Cell::new((0, 1)),
        })
    }

    /// Name of the file, for messages.
    pub(crate) fn file(&self) -> &'a str {
        self.file
    }

    /// Name of the root element, once it was read.
    pub(crate) fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }

    /// An attribute of the root element.
    pub(crate) fn root_attribute(&self, name: &str) -> Option<&str> {
        let found = self.root_attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// True between the root's start and the start of an element in it, or the end.
    pub(crate) fn is_at_root(&self) -> bool {
        self.depth == 1 && !self.root_closed
    }

    /// Line of the reader's position, from 1.
    pub(crate) fn line(&self) -> u64 {
        let (from, lines) = self.counted.get();
        let to = self.position().max(from);
        let more = self.text.as_bytes()[from..to]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        let lines = lines + more as u64;
        self.counted.set((to, lines));
        lines
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position())
            .map_or(self.text.len(), |p| p.min(self.text.len()))
    }

    fn refused(&self, reason: impl Into<String>) -> LoadError {
        LoadError::Refused {
            file: self.file.to_owned(),
            line: self.line(),
            reason: reason.into(),
        }
    }

    fn broken(&self, reason: impl Into<String>) -> LoadError {
        LoadError::NotWellFormed {
            file: self.file.to_owned(),
            line: self.line(),
            reason: reason.into(),
        }
    }

    /// The next token; `None` only after the root was closed and nothing but comments follows.
    pub(crate) fn next(&mut self) -> Result<Option<Token<'a>>, LoadError> {
        if self.pending_end {
            self.pending_end = false;
            self.close();
            return Ok(Some(Token::End));
        }
        loop {
            let before = self.position();
            let event = self
                .reader
                .read_event()
                .map_err(|error| self.syntax(&error))?;
            if self.position().saturating_sub(before) > MAX_TOKEN_BYTES {
                return Err(self.refused(format!("a token longer than {MAX_TOKEN_BYTES} bytes")));
            }
            let first = std::mem::replace(&mut self.first, false);
            match event {
                Event::Decl(_) if !first => {
                    return Err(self.broken("an XML declaration that is not the first thing"));
                }
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
                Event::DocType(_) => {
                    return Err(self.refused("a DOCTYPE, which can define entities"));
                }
                Event::Start(start) => return self.open(before, &start, false).map(Some),
                Event::Empty(start) => return self.open(before, &start, true).map(Some),
                Event::End(_) => {
                    self.close();
                    return Ok(Some(Token::End));
                }
                Event::Text(text) => {
                    if self.depth > 0 {
                        return Ok(Some(Token::Text(normal_newlines(text.into_inner()))));
                    }
                    if !text.trim().is_empty() {
                        return Err(self.broken("text outside the root element"));
                    }
                }
                Event::CData(data) => {
                    if self.depth == 0 {
                        return Err(self.broken("text outside the root element"));
                    }
                    return Ok(Some(Token::Text(normal_newlines(data.into_inner()))));
                }
                Event::GeneralRef(reference) => {
                    if self.depth == 0 {
                        return Err(self.broken("a reference outside the root element"));
                    }
                    let text = self.resolve(&reference)?;
                    return Ok(Some(Token::Text(Cow::Owned(text))));
                }
                Event::Eof => return self.end_of_document(),
            }
        }
    }

    fn end_of_document(&self) -> Result<Option<Token<'a>>, LoadError> {
        let cut = |reason: String| LoadError::Cut {
            file: self.file.to_owned(),
            reason,
        };
        match &self.root {
            None => Err(cut(String::from("it has no root element"))),
            Some(root) if !self.root_closed => Err(cut(format!(
                "the root element `{}` is never closed",
                shown(root)
            ))),
            Some(_) => Ok(None),
        }
    }

    fn open(
        &mut self,
        at: usize,
        start: &BytesStart<'_>,
        empty: bool,
    ) -> Result<Token<'a>, LoadError> {
        if self.root_closed {
            return Err(self.broken("a second root element"));
        }
        if self.depth >= MAX_DEPTH {
            return Err(self.refused(format!("elements nest deeper than {MAX_DEPTH}")));
        }
        let length = start.name().as_ref().len();
        self.attributes = self.attributes_of(start)?;
        // The tag stands in the text as `<NAME`, after any byte order mark that quick-xml skipped.
        let name = self.text.get(at + 1..at + 1 + length).unwrap_or_default();
        if name.is_empty() {
            return Err(self.broken("an element without a name"));
        }
        if self.depth == 0 {
            self.root = Some(name.to_owned());
            self.root_attributes.clone_from(&self.attributes);
        }
        self.depth += 1;
        self.pending_end = empty;
        Ok(Token::Start(name))
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.root_closed |= self.depth == 0;
    }

    /// The text of a reference, given without `&` and `;`.
    fn resolve(&self, reference: &str) -> Result<String, LoadError> {
        if let Some(number) = reference.strip_prefix('#') {
            let code = match number.strip_prefix('x') {
                Some(digits) => number_of(digits, 16),
                None => number_of(number, 10),
            };
            return match code.and_then(char::from_u32) {
                Some(letter) if is_xml_character(letter) => Ok(letter.to_string()),
                _ => Err(self.broken("a character reference to no character")),
            };
        }
        let text = match reference {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            other => return Err(self.refused(format!("the unknown entity `&{};`", shown(other)))),
        };
        Ok(text.to_owned())
    }

    fn syntax(&self, error: &quick_xml::Error) -> LoadError {
        if let quick_xml::Error::Syntax(error) = error {
            // Every syntax error but one means that something opened is never closed.
            let rest = &self.text[self.position()..];
            if !matches!(error, quick_xml::errors::SyntaxError::InvalidBangMarkup) || rest.len() < 3
            {
                return LoadError::Cut {
                    file: self.file.to_owned(),
                    reason: error.to_string(),
                };
            }
        }
        self.broken(error.to_string())
    }
}

/// The root element's name, from the beginning of a document.
pub(crate) fn root_name(file: &str, head: &[u8]) -> Result<String, LoadError> {
    check_encoding(file, head)?;
    // The head may end inside a character; what stands before it is enough.
    let end = match std::str::from_utf8(head) {
        Ok(_) => head.len(),
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Err(error) => {
            let reason = String::from("the bytes are not valid UTF-8");
            let line = line_at(head, error.valid_up_to());
            return Err(LoadError::Encoding {
                file: file.to_owned(),
                line,
                reason,
            });
        }
    };
    let mut guard = Guard::new(file, &head[..end])?;
    while guard.root().is_none() {
        if guard.next()?.is_none() {
            break;
        }
    }
    Ok(guard.root().unwrap_or_default().to_owned())
}

/// Digits only: `from_str_radix` would take a sign, too.
fn number_of(digits: &str, radix: u32) -> Option<u32> {
    let digits_only = digits.chars().all(|c| c.is_digit(radix));
    digits_only
        .then(|| u32::from_str_radix(digits, radix).ok())
        .flatten()
}

/// A name for a message: short and without control characters.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(64).collect()
}

fn line_at(bytes: &[u8], offset: usize) -> u64 {
    let before = &bytes[..offset.min(bytes.len())];
    1 + before.iter().filter(|b| **b == b'\n').count() as u64
}

/// XML 1.0 section 2.11: a parser sees every line end as one newline.
fn normal_newlines(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text
    }
}

#[cfg(test)]
mod tests;
