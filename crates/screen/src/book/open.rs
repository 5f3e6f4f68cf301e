//! Reading a book in place: bounds-checked views on its tables.

use std::ops::Range;
use std::sync::Arc;

use kashf_store::{Segment, SegmentEntry};
use kashf_text::{NameKind, NameTokenRef, Script, Signature, TokenClass, TokenRef};
use zerocopy::little_endian::{U32, U64};

use super::{ALWAYS, NEVER, ReadingRow, RecordRow, WordRow, book_version};
use crate::ScreenError;
use crate::index::{Facts, NameRole, NameTokenRow};

/// A compiled book.
#[derive(Clone, Debug)]
pub struct Book {
    segment: Arc<Segment>,
}

impl Book {
    /// A book from its tables.
    ///
    /// # Errors
    /// They were written by another version, or a table is missing or misshapen.
    pub fn open(tables: Vec<(String, Vec<u8>)>) -> Result<Self, ScreenError> {
        let entry = SegmentEntry {
            dataset: "book".to_owned(),
            ..SegmentEntry::default()
        };
        let segment = Arc::new(Segment::from_tables(entry, tables));
        let found = segment.table("book_version").unwrap_or_default();
        if found != book_version().as_bytes() {
            return Err(ScreenError::IndexVersion {
                dataset: "book".to_owned(),
                found: String::from_utf8_lossy(found).into_owned(),
                expected: book_version(),
            });
        }
        let book = Self { segment };
        book.tables()?;
        Ok(book)
    }

    /// Number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tables().map_or(0, |tables| tables.record_count())
    }

    /// True for a record that no list concerns, since it cannot be read or says nothing.
    #[must_use]
    pub fn is_never(&self, record: u32) -> bool {
        let always = self.tables().and_then(|tables| tables.always(record));
        matches!(always, Ok(None))
    }

    /// True for a record that is screened every time.
    #[must_use]
    pub fn is_always(&self, record: u32) -> bool {
        let always = self.tables().and_then(|tables| tables.always(record));
        matches!(always, Ok(Some(true)))
    }

    /// Its tables, to be written again.
    #[must_use]
    pub fn copy_tables(&self) -> Vec<(String, Vec<u8>)> {
        let names = self.segment.table_names();
        names
            .map(|name| {
                let bytes = self.segment.table(name).unwrap_or_default();
                (name.to_owned(), bytes.to_vec())
            })
            .collect()
    }

    /// True when it holds no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn tables(&self) -> Result<BookTables<'_>, ScreenError> {
        let segment = &self.segment;
        let tables = BookTables {
            records: segment.slice_of("book_records")?,
            readings: segment.slice_of("book_readings")?,
            tokens: segment.slice_of("book_tokens")?,
            joined: segment.slice_of("book_joined")?,
            numbers: segment.slice_of("book_numbers")?,
            facts: segment.table("book_facts").unwrap_or_default(),
            words: segment.slice_of("book_words")?,
            text: segment.table("book_text").unwrap_or_default(),
            sounds: segment.slice_of("book_sounds")?,
            keys: segment.slice_of("book_keys")?,
            word_joined: segment.slice_of("book_word_joined")?,
        };
        let ended =
            !tables.records.is_empty() && !tables.readings.is_empty() && !tables.words.is_empty();
        if ended {
            Ok(tables)
        } else {
            Err(damaged("book_records"))
        }
    }
}

/// The tables of a book.
#[derive(Clone, Copy)]
pub(super) struct BookTables<'b> {
    pub(super) records: &'b [RecordRow],
    pub(super) readings: &'b [ReadingRow],
    pub(super) tokens: &'b [NameTokenRow],
    pub(super) joined: &'b [U64],
    pub(super) numbers: &'b [U64],
    pub(super) facts: &'b [u8],
    pub(super) words: &'b [WordRow],
    pub(super) text: &'b [u8],
    pub(super) sounds: &'b [u32],
    pub(super) keys: &'b [U64],
    pub(super) word_joined: &'b [U64],
}

/// One name of a record in one reading.
pub(super) struct ReadingView<'b> {
    pub(super) tokens: &'b [NameTokenRow],
    pub(super) joined: &'b [U64],
    pub(super) exact: u64,
    pub(super) kind: NameKind,
    pub(super) role: NameRole,
}

impl<'b> BookTables<'b> {
    pub(super) fn record_count(&self) -> usize {
        self.records.len() - 1
    }

    pub(super) fn word_count(&self) -> u32 {
        u32::try_from(self.words.len() - 1).unwrap_or(u32::MAX)
    }

    /// A distinct word.
    pub(super) fn word(&self, number: u32) -> Result<TokenRef<'b>, ScreenError> {
        let (row, next) = pair(self.words, number, "book_words")?;
        let text = part(self.text, row.text, next.text, "book_text")?;
        Ok(TokenRef {
            text: std::str::from_utf8(text).map_err(|_| damaged("book_text"))?,
            sound: part(self.sounds, row.sounds, next.sounds, "book_sounds")?,
            script: Script::from_u8(row.script),
            class: TokenClass::from_u8(row.class),
            weight: row.weight.get(),
        })
    }

    /// What a word weighs.
    pub(super) fn weight(&self, number: u32) -> Result<u16, ScreenError> {
        let row = self.words.get(number as usize);
        row.map(|row| row.weight.get())
            .ok_or_else(|| damaged("book_words"))
    }

    /// What is known of a word at a glance.
    pub(super) fn signature(&self, number: u32) -> Result<Signature, ScreenError> {
        let row = self.words.get(number as usize);
        let words = row.map(|row| row.signature.map(U64::get));
        words
            .map(Signature::from_words)
            .ok_or_else(|| damaged("book_words"))
    }

    /// Hashes of the keys of a word, and of those by which it is found written as two.
    pub(super) fn keys(&self, word: u32) -> Result<(&'b [U64], &'b [U64]), ScreenError> {
        let (row, next) = pair(self.words, word, "book_words")?;
        let keys = part(self.keys, row.keys, next.keys, "book_keys")?;
        let joined = part(
            self.word_joined,
            row.joined,
            next.joined,
            "book_word_joined",
        )?;
        Ok((keys, joined))
    }

    /// What a record is beside its names; `None` for one that no list concerns, `Some(true)` for one that is
    /// screened every time.
    pub(super) fn always(&self, record: u32) -> Result<Option<bool>, ScreenError> {
        let (row, _) = pair(self.records, record, "book_records")?;
        Ok((row.flags & NEVER == 0).then_some(row.flags & ALWAYS != 0))
    }

    pub(super) fn facts(&self, record: u32) -> Result<Facts, ScreenError> {
        let (row, next) = pair(self.records, record, "book_records")?;
        let range = usize::try_from(row.facts.get()).ok()..usize::try_from(next.facts.get()).ok();
        let (Some(from), Some(to)) = (range.start, range.end) else {
            return Err(damaged("book_facts"));
        };
        self.facts
            .get(from..to)
            .and_then(Facts::unpack)
            .ok_or_else(|| damaged("book_facts"))
    }

    /// Hashes of its identifiers and contacts.
    pub(super) fn numbers(&self, record: u32) -> Result<&'b [U64], ScreenError> {
        let (row, next) = pair(self.records, record, "book_records")?;
        part(self.numbers, row.numbers, next.numbers, "book_numbers")
    }

    /// Numbers of its readings.
    pub(super) fn readings(&self, record: u32) -> Result<Range<u32>, ScreenError> {
        let (row, next) = pair(self.records, record, "book_records")?;
        Ok(row.readings.get()..next.readings.get())
    }

    pub(super) fn reading(&self, number: u32) -> Result<ReadingView<'b>, ScreenError> {
        let (row, next) = pair(self.readings, number, "book_readings")?;
        Ok(ReadingView {
            tokens: part(self.tokens, row.tokens, next.tokens, "book_tokens")?,
            joined: part(self.joined, row.joined, next.joined, "book_joined")?,
            exact: row.exact.get(),
            kind: NameKind::from_u8(row.kind),
            role: NameRole::from_u8(row.role),
        })
    }

    /// The tokens of a reading in their borrowed form.
    pub(super) fn tokens_of(
        &self,
        reading: &ReadingView<'b>,
        tokens: &mut Vec<NameTokenRef<'b>>,
    ) -> Result<(), ScreenError> {
        tokens.clear();
        for row in reading.tokens {
            tokens.push(NameTokenRef {
                token: self.word(row.token.get())?,
                flags: row.flags,
            });
        }
        Ok(())
    }
}

/// A row and the one after it.
fn pair<'b, T>(rows: &'b [T], at: u32, table: &'static str) -> Result<(&'b T, &'b T), ScreenError> {
    let at = at as usize;
    match rows.get(at..at.saturating_add(2)) {
        Some([row, next]) => Ok((row, next)),
        _ => Err(damaged(table)),
    }
}

fn part<'b, T>(
    table: &'b [T],
    from: U32,
    to: U32,
    name: &'static str,
) -> Result<&'b [T], ScreenError> {
    table
        .get(from.get() as usize..to.get() as usize)
        .ok_or_else(|| damaged(name))
}

/// The error for a table whose content cannot be.
pub(super) fn damaged(table: &'static str) -> ScreenError {
    ScreenError::Damaged {
        dataset: "book".to_owned(),
        table,
        problem: "it holds what this program did not write".to_owned(),
    }
}
