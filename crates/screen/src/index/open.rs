//! Reading an index in place: bounds-checked views on the mapped tables, nothing copied.

use std::sync::Arc;

use fst::Map;
use kashf_store::Segment;
use kashf_text::{NameKind, NameTokenRef, Script, TokenClass, TokenRef};
use zerocopy::little_endian::U32;

use super::hits::HitMemory;
use super::listing::unpack;
use super::{EntityRow, Facts, HELD_NAME, NameRole, NameRow, NameTokenRow, TokenRow, version};
use crate::ScreenError;
use crate::measures::Listing;

/// The index of one segment.
#[derive(Debug)]
pub(crate) struct Index {
    segment: Arc<Segment>,
    memory: HitMemory,
}

/// One name of the list, as the features see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameView<'a> {
    pub(crate) entity: u32,
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
        let index = Self {
            segment,
            memory: HitMemory::default(),
        };
        index.check_maps()?;
        Ok(index)
    }

    /// Checks the sums of the fst tables: the library trusts their bytes, and an altered one would
    /// make it panic. About a millisecond a megabyte.
    fn check_maps(&self) -> Result<(), ScreenError> {
        let tables = self.tables()?;
        let maps = [
            ("ix_keys", &tables.keys),
            ("ix_joined", &tables.joined),
            ("ix_exact", &tables.exact),
            ("ix_ids", &tables.ids),
        ];
        for (table, map) in maps {
            map.as_fst()
                .verify()
                .map_err(|error| ScreenError::Damaged {
                    dataset: self.dataset().to_owned(),
                    table,
                    problem: error.to_string(),
                })?;
        }
        Ok(())
    }

    /// The dataset of the segment.
    pub(crate) fn dataset(&self) -> &str {
        self.segment.dataset()
    }

    /// The tables, ready for a query; costs less than a microsecond.
    pub(crate) fn tables(&self) -> Result<Tables<'_>, ScreenError> {
        let segment = &self.segment;
        let map = |name: &'static str| -> Result<Map<&[u8]>, ScreenError> {
            let bytes = segment.table(name).unwrap_or_default();
            Map::new(bytes).map_err(|error| ScreenError::Damaged {
                dataset: segment.dataset().to_owned(),
                table: name,
                problem: error.to_string(),
            })
        };
        Ok(Tables {
            dataset: segment.dataset(),
            memory: &self.memory,
            entities: segment.slice_of("ix_entities")?,
            facts: segment.table("ix_facts").unwrap_or_default(),
            listings: segment.table("ix_listings").unwrap_or_default(),
            names: segment.slice_of("ix_names")?,
            name_tokens: segment.slice_of("ix_name_tokens")?,
            name_text: segment.table("ix_name_text").unwrap_or_default(),
            tokens: segment.slice_of("ix_tokens")?,
            token_text: segment.table("ix_token_text").unwrap_or_default(),
            sounds: segment.slice_of("ix_sounds")?,
            postings: segment.slice_of("ix_postings")?,
            lists: segment.slice_of("ix_lists")?,
            keys: map("ix_keys")?,
            joined: map("ix_joined")?,
            exact: map("ix_exact")?,
            ids: map("ix_ids")?,
        })
    }
}

/// The tables of one index.
pub(crate) struct Tables<'a> {
    dataset: &'a str,
    /// What earlier queries found in this list.
    pub(crate) memory: &'a HitMemory,
    entities: &'a [EntityRow],
    facts: &'a [u8],
    listings: &'a [u8],
    names: &'a [NameRow],
    name_tokens: &'a [NameTokenRow],
    name_text: &'a [u8],
    tokens: &'a [TokenRow],
    token_text: &'a [u8],
    sounds: &'a [u32],
    postings: &'a [U32],
    lists: &'a [U32],
    keys: Map<&'a [u8]>,
    joined: Map<&'a [u8]>,
    exact: Map<&'a [u8]>,
    ids: Map<&'a [u8]>,
}

impl<'a> Tables<'a> {
    /// Number of names, for scratch memory.
    pub(crate) fn name_count(&self) -> usize {
        self.names.len()
    }

    /// Tokens that share a block key.
    pub(crate) fn tokens_of_key(&self, key: &str) -> Result<&'a [U32], ScreenError> {
        self.list(&self.keys, key, "ix_keys")
    }

    /// Names in which two neighbouring tokens, written as one, have this sound.
    pub(crate) fn names_of_joined(&self, key: &str) -> Result<&'a [U32], ScreenError> {
        self.list(&self.joined, key, "ix_joined")
    }

    /// Names of exactly this form.
    pub(crate) fn names_of_exact(&self, exact: &str) -> Result<&'a [U32], ScreenError> {
        self.list(&self.exact, exact, "ix_exact")
    }

    /// Entities that hold this identifier.
    pub(crate) fn entities_of_id(&self, id: &str) -> Result<&'a [U32], ScreenError> {
        self.list(&self.ids, id, "ix_ids")
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
            entity: row.entity.get(),
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
        map: &Map<&'a [u8]>,
        key: &str,
        table: &'static str,
    ) -> Result<&'a [U32], ScreenError> {
        let Some(start) = map.get(key) else {
            return Ok(&[]);
        };
        usize::try_from(start)
            .ok()
            .and_then(|start| {
                let count = self.lists.get(start)?.get() as usize;
                self.lists.get(start + 1..)?.get(..count)
            })
            .ok_or_else(|| self.damaged(table))
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
