//! Reading an index in place: bounds-checked views on the mapped tables, nothing copied.

use std::sync::Arc;

use kashf_core::DateSpan;
use kashf_store::Segment;
use kashf_text::{NameKind, NameTokenRef, Script, Signature, TokenClass, TokenRef};
use zerocopy::little_endian::{U32, U64};

use super::listing::unpack;
use super::lists::{List, ListRow, find, hash_of};
use super::{EntityRow, Facts, HELD_NAME, NameRole, NameRow, NameTokenRow, TokenRow, version};
use crate::ScreenError;
use crate::measures::Listing;
use crate::reach::Word;

/// The index of one segment.
#[derive(Debug)]
pub(crate) struct Index {
    segment: Arc<Segment>,
}

/// One name of the list, as the features see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameView<'a> {
    pub(crate) role: NameRole,
    /// True when the publisher no longer gives the name.
    pub(crate) held: bool,
    pub(crate) text: &'a str,
    tokens: &'a [NameTokenRow],
}

impl Index {
    /// Opens the index of a segment.
    ///
    /// # Errors
    /// The segment was compiled by another version, or a table is missing or misshapen.
    pub(crate) fn open(segment: Arc<Segment>) -> Result<Self, ScreenError> {
        let found = segment.table("ix_version").unwrap_or_default();
        if found != version().as_bytes() {
            return Err(ScreenError::IndexVersion {
                dataset: segment.dataset().to_owned(),
                found: String::from_utf8_lossy(found).into_owned(),
                expected: version(),
            });
        }
        let index = Self { segment };
        // Misshapen tables are refused at once, not by the first query.
        index.tables()?;
        Ok(index)
    }

    /// The dataset of the segment.
    pub(crate) fn dataset(&self) -> &str {
        self.segment.dataset()
    }

    /// The segment.
    pub(crate) fn segment(&self) -> &Segment {
        &self.segment
    }

    /// The tables, ready for a query; costs about a microsecond.
    pub(crate) fn tables(&self) -> Result<Tables<'_>, ScreenError> {
        let segment = &self.segment;
        Ok(Tables {
            dataset: segment.dataset(),
            entities: segment.slice_of("ix_entities")?,
            facts: segment.table("ix_facts").unwrap_or_default(),
            listings: segment.table("ix_listings").unwrap_or_default(),
            names: segment.slice_of("ix_names")?,
            name_tokens: segment.slice_of("ix_name_tokens")?,
            name_text: segment.table("ix_name_text").unwrap_or_default(),
            tokens: segment.slice_of("ix_tokens")?,
            signatures: segment.slice_of("ix_signatures")?,
            token_text: segment.table("ix_token_text").unwrap_or_default(),
            sounds: segment.slice_of("ix_sounds")?,
            postings: segment.slice_of("ix_postings")?,
            lists: segment.slice_of("ix_lists")?,
            keys: segment.slice_of("ix_keys")?,
            joined: segment.slice_of("ix_joined")?,
            exact: segment.slice_of("ix_exact")?,
            ids: segment.slice_of("ix_ids")?,
        })
    }
}

/// The tables of one index.
pub(crate) struct Tables<'a> {
    dataset: &'a str,
    entities: &'a [EntityRow],
    facts: &'a [u8],
    listings: &'a [u8],
    names: &'a [NameRow],
    name_tokens: &'a [NameTokenRow],
    name_text: &'a [u8],
    tokens: &'a [TokenRow],
    signatures: &'a [[U64; 3]],
    token_text: &'a [u8],
    sounds: &'a [u32],
    postings: &'a [U32],
    lists: &'a [U32],
    keys: &'a [ListRow],
    joined: &'a [ListRow],
    exact: &'a [ListRow],
    ids: &'a [ListRow],
}

impl<'a> Tables<'a> {
    /// Number of names, for scratch memory.
    pub(crate) fn name_count(&self) -> usize {
        self.names.len()
    }

    /// Tokens that share a block key, by its hash.
    pub(crate) fn tokens_of_key(&self, key: u64) -> Result<List<'a>, ScreenError> {
        self.list(self.keys, key, "ix_keys")
    }

    /// Names in which two neighbouring tokens, written as one, have the sound of this hash.
    pub(crate) fn names_of_joined(&self, key: u64) -> Result<List<'a>, ScreenError> {
        self.list(self.joined, key, "ix_joined")
    }

    /// Names of exactly this form.
    pub(crate) fn names_of_exact(&self, exact: &str) -> Result<List<'a>, ScreenError> {
        self.list(self.exact, hash_of(exact), "ix_exact")
    }

    /// Entities that hold this identifier.
    pub(crate) fn entities_of_id(&self, id: &str) -> Result<List<'a>, ScreenError> {
        self.list(self.ids, hash_of(id), "ix_ids")
    }

    /// Number of distinct tokens, for scratch memory.
    pub(crate) fn token_count(&self) -> usize {
        self.tokens.len()
    }

    /// A distinct token at a glance.
    pub(crate) fn signature(&self, number: u32) -> Result<Signature, ScreenError> {
        let words = self.signatures.get(number as usize);
        let words = words.ok_or_else(|| self.damaged("ix_signatures"))?;
        Ok(Signature::from_words(words.map(|word| word.get())))
    }

    /// A distinct token.
    pub(crate) fn token(&self, number: u32) -> Result<TokenRef<'a>, ScreenError> {
        let row = self
            .tokens
            .get(number as usize)
            .ok_or_else(|| self.damaged("ix_tokens"))?;
        let text = part(self.token_text, row.text_start, row.text_len.get().into())
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .ok_or_else(|| self.damaged("ix_token_text"))?;
        let sound = part(self.sounds, row.sound_start, row.sound_len.get().into())
            .ok_or_else(|| self.damaged("ix_sounds"))?;
        Ok(TokenRef {
            text,
            sound,
            script: Script::from_u8(row.script),
            class: TokenClass::from_u8(row.class),
            weight: row.weight.get(),
        })
    }

    /// The names that hold a token, rising.
    pub(crate) fn postings(&self, token: u32) -> Result<&'a [U32], ScreenError> {
        let row = self
            .tokens
            .get(token as usize)
            .ok_or_else(|| self.damaged("ix_tokens"))?;
        part(
            self.postings,
            row.posting_start,
            row.posting_count.get() as usize,
        )
        .ok_or_else(|| self.damaged("ix_postings"))
    }

    /// Weight and kind of a name, read without touching its text.
    pub(crate) fn name_head(&self, number: u32) -> Result<(u16, NameKind), ScreenError> {
        let row = self
            .names
            .get(number as usize)
            .ok_or_else(|| self.damaged("ix_names"))?;
        Ok((row.weight.get(), NameKind::from_u8(row.kind)))
    }

    /// The entity that has a name.
    pub(crate) fn entity_of_name(&self, number: u32) -> Result<u32, ScreenError> {
        let row = self.names.get(number as usize);
        let row = row.ok_or_else(|| self.damaged("ix_names"))?;
        Ok(row.entity.get())
    }

    /// The rows of a name's tokens.
    pub(crate) fn rows_of_name(&self, number: u32) -> Result<&'a [NameTokenRow], ScreenError> {
        let row = self.names.get(number as usize);
        let row = row.ok_or_else(|| self.damaged("ix_names"))?;
        part(
            self.name_tokens,
            row.token_start,
            row.token_count.get().into(),
        )
        .ok_or_else(|| self.damaged("ix_name_tokens"))
    }

    /// A token of a name, read without touching its text.
    pub(crate) fn word(&self, row: &NameTokenRow) -> Result<Word, ScreenError> {
        let token = self.tokens.get(row.token.get() as usize);
        let token = token.ok_or_else(|| self.damaged("ix_tokens"))?;
        Ok(Word {
            weight: token.weight.get(),
            class: TokenClass::from_u8(token.class),
            flags: row.flags,
        })
    }

    /// A name.
    pub(crate) fn name(&self, number: u32) -> Result<NameView<'a>, ScreenError> {
        let row = self
            .names
            .get(number as usize)
            .ok_or_else(|| self.damaged("ix_names"))?;
        let tokens = part(
            self.name_tokens,
            row.token_start,
            row.token_count.get().into(),
        )
        .ok_or_else(|| self.damaged("ix_name_tokens"))?;
        let text = part(self.name_text, row.text_start, row.text_len.get().into())
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .ok_or_else(|| self.damaged("ix_name_text"))?;
        Ok(NameView {
            role: NameRole::from_u8(row.role & !HELD_NAME),
            held: row.role & HELD_NAME != 0,
            text,
            tokens,
        })
    }

    /// The tokens of a name with their numbers.
    pub(crate) fn tokens_of(
        &self,
        name: &NameView<'a>,
    ) -> Result<(Vec<u32>, Vec<NameTokenRef<'a>>), ScreenError> {
        let mut numbers = Vec::with_capacity(name.tokens.len());
        let mut tokens = Vec::with_capacity(name.tokens.len());
        for row in name.tokens {
            numbers.push(row.token.get());
            tokens.push(NameTokenRef {
                token: self.token(row.token.get())?,
                flags: row.flags,
            });
        }
        Ok((numbers, tokens))
    }

    /// The facts of an entity.
    pub(crate) fn facts(&self, entity: u32) -> Result<Facts, ScreenError> {
        let row = self.entity(entity)?;
        part(self.facts, row.facts_start, row.facts_len.get() as usize)
            .and_then(Facts::unpack)
            .ok_or_else(|| self.damaged("ix_facts"))
    }

    /// The id of an entity, without reading what else is known of it.
    pub(crate) fn entity_id(&self, entity: u32) -> Result<&'a str, ScreenError> {
        let row = self.entity(entity)?;
        part(self.facts, row.facts_start, row.facts_len.get() as usize)
            .and_then(Facts::id_of)
            .ok_or_else(|| self.damaged("ix_facts"))
    }

    /// The birth dates of an entity.
    pub(crate) fn birth_dates(&self, entity: u32) -> Result<Vec<DateSpan>, ScreenError> {
        let row = self.entity(entity)?;
        part(self.facts, row.facts_start, row.facts_len.get() as usize)
            .and_then(Facts::births)
            .ok_or_else(|| self.damaged("ix_facts"))
    }

    /// What the listings of an entity mean.
    pub(crate) fn listings(&self, facts: &Facts) -> Result<Vec<Listing>, ScreenError> {
        let read = |start: &u32| self.listings.get(*start as usize..).and_then(unpack);
        facts
            .listings
            .iter()
            .map(|start| read(start).ok_or_else(|| self.damaged("ix_listings")))
            .collect()
    }

    /// Number of entities.
    pub(crate) fn entity_count(&self) -> usize {
        self.entities.len()
    }

    /// Numbers of the names of an entity.
    pub(crate) fn names_of_entity(&self, entity: u32) -> Result<std::ops::Range<u32>, ScreenError> {
        let row = self.entity(entity)?;
        let (start, count) = (row.name_start.get(), row.name_count.get());
        let end = start.checked_add(count);
        end.filter(|end| *end as usize <= self.names.len())
            .map(|end| start..end)
            .ok_or_else(|| self.damaged("ix_entities"))
    }

    fn entity(&self, number: u32) -> Result<&'a EntityRow, ScreenError> {
        self.entities
            .get(number as usize)
            .ok_or_else(|| self.damaged("ix_entities"))
    }

    fn list(
        &self,
        table: &[ListRow],
        hash: u64,
        name: &'static str,
    ) -> Result<List<'a>, ScreenError> {
        find(table, self.lists, hash).ok_or_else(|| self.damaged(name))
    }

    /// The error for a table whose content cannot be.
    pub(crate) fn damaged(&self, table: &'static str) -> ScreenError {
        ScreenError::Damaged {
            dataset: self.dataset.to_owned(),
            table,
            problem: "it holds what this program did not write".to_owned(),
        }
    }
}

fn part<T>(table: &[T], start: U32, len: usize) -> Option<&[T]> {
    table.get(start.get() as usize..)?.get(..len)
}
