//! From a query to the rows of a book.

use kashf_text::{NameToken, Script, Signature, Token, TokenClass, block_keys};
use rustc_hash::FxHashMap;
use zerocopy::IntoBytes;
use zerocopy::little_endian::{U16, U32, U64};

use super::open::Book;
use super::{ALWAYS, NEVER, ReadingRow, RecordRow, WordRow, book_version};
use crate::index::{Facts, NameTokenRow, hash_of};
use crate::probe::{
    acronym_hashes, joined_keys, joined_tokens, single_key, together, together_hashes,
};
use crate::query::{Query, QueryName};

/// What is kept of one record: made from its query on any thread, joined to the book in order.
#[derive(Debug, Default)]
pub struct BookRow {
    flags: u8,
    readings: Vec<Reading>,
    numbers: Vec<u64>,
    facts: Vec<u8>,
}

#[derive(Debug)]
struct Reading {
    tokens: Vec<NameToken>,
    joined: Vec<u64>,
    exact: u64,
    kind: u8,
    role: u8,
}

impl BookRow {
    /// A record that cannot be read: no list changes its answer.
    #[must_use]
    pub fn unreadable() -> Self {
        Self {
            flags: NEVER,
            ..Self::default()
        }
    }

    /// A record whose answer a list may change beyond the entries that it shows, as when names were left
    /// out of it: it is screened every time.
    #[must_use]
    pub fn always() -> Self {
        Self {
            flags: ALWAYS,
            ..Self::default()
        }
    }

    /// True for a record that is screened every time.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.flags & ALWAYS != 0
    }

    /// What is kept of a query.
    #[must_use]
    pub fn new(query: &Query) -> Self {
        if query.is_empty() {
            return Self::unreadable();
        }
        let facts = Facts {
            schema: query.schema.map_or("", |schema| schema.name).to_owned(),
            ..query.facts.clone()
        };
        let mut packed = Vec::new();
        facts.pack(&mut packed);
        // What was cut to fit would be compared otherwise than a screening does.
        if Facts::unpack(&packed).as_ref() != Some(&facts) {
            return Self::always();
        }
        let numbers = facts.identifiers.iter().map(|id| &id.value);
        let numbers = numbers.chain(&facts.contacts).map(|text| hash_of(text));
        Self {
            flags: 0,
            readings: query.names.iter().map(Reading::new).collect(),
            numbers: numbers.collect(),
            facts: packed,
        }
    }
}

impl Reading {
    fn new(name: &QueryName) -> Self {
        let mut joined = acronym_hashes(&name.prepared);
        joined.extend(together_hashes(&name.prepared));
        for (token, _) in joined_tokens(&name.prepared) {
            let mut keys: Vec<String> = joined_keys(token.as_ref())
                .iter()
                .map(|key| single_key(key))
                .collect();
            // As a screening looks them up: what stands together in some scripts has the keys of any word.
            if together(token.script) {
                block_keys(token.as_ref(), &mut keys);
            }
            joined.extend(keys.iter().map(|key| hash_of(key)));
        }
        Self {
            tokens: name.prepared.tokens.clone(),
            joined,
            exact: hash_of(&name.prepared.exact),
            kind: name.prepared.kind as u8,
            role: name.role as u8,
        }
    }
}

/// The tables of a book while it grows.
#[derive(Debug, Default)]
pub struct BookBuilder {
    numbers_of: FxHashMap<Token, u32>,
    records: Vec<RecordRow>,
    readings: Vec<ReadingRow>,
    tokens: Vec<NameTokenRow>,
    joined: Vec<U64>,
    numbers: Vec<U64>,
    facts: Vec<u8>,
    words: Vec<WordRow>,
    text: Vec<u8>,
    sounds: Vec<u32>,
    keys: Vec<U64>,
    word_joined: Vec<U64>,
}

impl BookBuilder {
    /// An empty book.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a record and gives its number. `None` when the book is full (its tables are addressed with 32 bits): it is
    /// then to be given up, and the file screened in full each time.
    #[must_use]
    pub fn add(&mut self, row: BookRow) -> Option<u32> {
        let full = [
            self.records.len(),
            self.readings.len() + row.readings.len(),
            self.tokens.len(),
            self.joined.len(),
            self.numbers.len(),
            self.keys.len(),
            self.text.len(),
            self.sounds.len(),
        ];
        // A record adds far less than this to any table.
        if full
            .iter()
            .any(|count| *count > (u32::MAX - (1 << 24)) as usize)
        {
            return None;
        }
        let number = u32_of(self.records.len()).get();
        self.records.push(self.record(row.flags));
        for reading in row.readings {
            self.readings.push(ReadingRow {
                tokens: u32_of(self.tokens.len()),
                joined: u32_of(self.joined.len()),
                exact: U64::new(reading.exact),
                kind: reading.kind,
                role: reading.role,
            });
            for token in reading.tokens {
                let flags = token.flags;
                let token = U32::new(self.word(token.token));
                self.tokens.push(NameTokenRow { token, flags });
            }
            self.joined.extend(reading.joined.into_iter().map(U64::new));
        }
        self.numbers.extend(row.numbers.into_iter().map(U64::new));
        self.facts.extend(row.facts);
        Some(number)
    }

    fn record(&self, flags: u8) -> RecordRow {
        RecordRow {
            readings: u32_of(self.readings.len()),
            numbers: u32_of(self.numbers.len()),
            facts: U64::new(self.facts.len() as u64),
            flags,
        }
    }

    fn word(&mut self, token: Token) -> u32 {
        if let Some(number) = self.numbers_of.get(&token) {
            return *number;
        }
        let number = u32_of(self.words.len());
        self.words.push(self.word_row(&token));
        self.text.extend(token.text.as_bytes());
        self.sounds.extend(&token.sound);
        let mut keys = Vec::new();
        block_keys(token.as_ref(), &mut keys);
        self.keys
            .extend(keys.iter().map(|key| U64::new(hash_of(key))));
        let joined = joined_keys(token.as_ref());
        self.word_joined
            .extend(joined.iter().map(|key| U64::new(hash_of(key))));
        self.numbers_of.insert(token, number.get());
        number.get()
    }

    fn word_row(&self, token: &Token) -> WordRow {
        WordRow {
            text: u32_of(self.text.len()),
            sounds: u32_of(self.sounds.len()),
            keys: u32_of(self.keys.len()),
            joined: u32_of(self.word_joined.len()),
            signature: Signature::of(token.as_ref()).to_words().map(U64::new),
            weight: U16::new(token.weight),
            script: token.script as u8,
            class: token.class as u8,
        }
    }

    /// The tables, by name. Each table of rows ends with one more row, so that every run has an end.
    #[must_use]
    pub fn finish(mut self) -> Vec<(String, Vec<u8>)> {
        let end = Token {
            text: String::new(),
            sound: Vec::new(),
            script: Script::Other,
            class: TokenClass::Word,
            weight: 0,
        };
        self.records.push(self.record(NEVER));
        self.words.push(self.word_row(&end));
        self.readings.push(ReadingRow {
            tokens: u32_of(self.tokens.len()),
            joined: u32_of(self.joined.len()),
            exact: U64::new(0),
            kind: 0,
            role: 0,
        });
        let version = book_version();
        let tables: [(&str, &[u8]); 12] = [
            ("book_version", version.as_bytes()),
            ("book_records", self.records.as_bytes()),
            ("book_readings", self.readings.as_bytes()),
            ("book_tokens", self.tokens.as_bytes()),
            ("book_joined", self.joined.as_bytes()),
            ("book_numbers", self.numbers.as_bytes()),
            ("book_facts", &self.facts),
            ("book_words", self.words.as_bytes()),
            ("book_text", &self.text),
            ("book_sounds", self.sounds.as_bytes()),
            ("book_keys", self.keys.as_bytes()),
            ("book_word_joined", self.word_joined.as_bytes()),
        ];
        tables
            .into_iter()
            .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
            .collect()
    }

    /// Number of records in the tables of a book.
    #[must_use]
    pub fn records_of(tables: &[(String, Vec<u8>)]) -> usize {
        let records = tables.iter().find(|(name, _)| name == "book_records");
        records.map_or(0, |(_, rows)| {
            (rows.len() / size_of::<RecordRow>()).saturating_sub(1)
        })
    }

    /// Takes the tables of a book over, so that records can be added.
    ///
    /// # Errors
    /// A damaged table.
    pub fn of(book: &Book) -> Result<Self, crate::ScreenError> {
        book.to_builder()
    }
}

impl Book {
    fn to_builder(&self) -> Result<BookBuilder, crate::ScreenError> {
        let tables = self.tables()?;
        let mut numbers_of = FxHashMap::default();
        for number in 0..tables.word_count() {
            let word = tables.word(number)?;
            let token = Token {
                text: word.text.to_owned(),
                sound: word.sound.to_vec(),
                script: word.script,
                class: word.class,
                weight: word.weight,
            };
            numbers_of.insert(token, number);
        }
        let without_end = |rows: usize| rows.saturating_sub(1);
        Ok(BookBuilder {
            numbers_of,
            records: tables.records[..without_end(tables.records.len())].to_vec(),
            readings: tables.readings[..without_end(tables.readings.len())].to_vec(),
            words: tables.words[..without_end(tables.words.len())].to_vec(),
            tokens: tables.tokens.to_vec(),
            joined: tables.joined.to_vec(),
            numbers: tables.numbers.to_vec(),
            facts: tables.facts.to_vec(),
            text: tables.text.to_vec(),
            sounds: tables.sounds.to_vec(),
            keys: tables.keys.to_vec(),
            word_joined: tables.word_joined.to_vec(),
        })
    }
}

fn u32_of(number: usize) -> U32 {
    U32::new(u32::try_from(number).expect("`add` refuses what 32 bits do not address"))
}
