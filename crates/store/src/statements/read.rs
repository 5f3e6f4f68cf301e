//! Reading the statement tables in place.

use std::fmt;

use kashf_core::Statement;
use zerocopy::little_endian::U32;

use super::layout::{
    At, BY_ID, ENTITIES, EntityRow, HEADER, HISTORIES, Header, History, IDS, MAGIC, NONE,
    ORIGINALS, ROWS, RUNS, Row, SHAPES, STRING_ALIGNMENT, STRINGS, Shape, TEXT_IDS,
};
use crate::{Segment, StoreError};

/// What a text that cannot be read reads as: visible, and equal to nothing that a list says.
const UNREADABLE: &str = "\u{FFFD}";

/// The statements of a segment.
#[derive(Clone, Copy)]
pub struct Statements<'s> {
    segment: &'s Segment,
    strings: &'s [u8],
    entities: &'s [EntityRow],
    by_id: &'s [U32],
    ids: &'s [[u8; 20]],
    rows: &'s [Row],
    shapes: &'s [Shape],
    histories: &'s [History],
    runs: &'s [At],
    originals: &'s [At],
    text_ids: &'s [At],
}

impl fmt::Debug for Statements<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statements")
            .field("dataset", &self.segment.dataset())
            .field("entities", &self.entities.len())
            .field("statements", &self.rows.len())
            .finish()
    }
}

impl<'s> Statements<'s> {
    /// Opens the statement tables of a segment and compares their sizes.
    ///
    /// # Errors
    /// A table is missing, has another format, or does not fit the others.
    pub fn open(segment: &'s Segment) -> Result<Self, StoreError> {
        let wrong = |table: &str, problem: &str| StoreError::damaged(segment.place(table), problem);
        let header: &[Header] = segment.slice_of(HEADER)?;
        let [header] = header else {
            return Err(wrong(HEADER, "is not one header"));
        };
        if header.magic != MAGIC {
            if header.magic[..7] == MAGIC[..7] && header.magic[7] > MAGIC[7] {
                return Err(StoreError::NewerFormat {
                    place: segment.place(HEADER),
                    found: u64::from(header.magic[7].saturating_sub(b'0')),
                    needs: "a newer kashf".to_owned(),
                });
            }
            return Err(wrong(HEADER, "is not a header of statements"));
        }
        let strings = segment
            .table(STRINGS)
            .ok_or_else(|| StoreError::MissingTable {
                dataset: segment.dataset().to_owned(),
                table: STRINGS.to_owned(),
            })?;
        let statements = Self {
            segment,
            strings,
            entities: segment.slice_of(ENTITIES)?,
            by_id: segment.slice_of(BY_ID)?,
            ids: segment.slice_of(IDS)?,
            rows: segment.slice_of(ROWS)?,
            shapes: segment.slice_of(SHAPES)?,
            histories: segment.slice_of(HISTORIES)?,
            runs: segment.slice_of(RUNS)?,
            originals: segment.slice_of(ORIGINALS)?,
            text_ids: segment.slice_of(TEXT_IDS)?,
        };
        for (table, found, expected) in [
            (ROWS, statements.rows.len(), header.statements),
            (IDS, statements.ids.len(), header.statements),
            (ENTITIES, statements.entities.len(), header.entities),
            (BY_ID, statements.by_id.len(), header.entities),
        ] {
            if found as u64 != u64::from(expected.get()) {
                return Err(wrong(
                    table,
                    "has another number of records than its header says",
                ));
            }
        }
        Ok(statements)
    }

    /// How many entities.
    #[must_use]
    pub fn entity_count(&self) -> u32 {
        // Compared with the header's 32 bits when opened.
        self.entities.len() as u32
    }

    /// How many statements.
    #[must_use]
    pub fn statement_count(&self) -> u32 {
        self.rows.len() as u32
    }

    /// The id of an entity; empty when there is no such entity.
    #[must_use]
    pub fn entity_id(&self, entity: u32) -> &'s str {
        self.entities
            .get(entity as usize)
            .map_or("", |row| self.text(row.id))
    }

    /// The entity with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u32> {
        let place = self
            .by_id
            .binary_search_by(|&entity| self.entity_id(entity.get()).cmp(id))
            .ok()?;
        let entity = self.by_id.get(place)?.get();
        (self.entity_id(entity) == id).then_some(entity)
    }

    /// The statements of an entity in their order; none when there is no such entity.
    pub fn statements(
        &self,
        entity: u32,
    ) -> impl ExactSizeIterator<Item = StatementRef<'s>> + use<'s> {
        let first = |entity: usize| self.entities.get(entity).map(|row| row.first.get());
        let start = first(entity as usize).unwrap_or(u32::MAX);
        let all = self.statement_count();
        let end = first(entity as usize + 1).unwrap_or(all).min(all);
        let held = *self;
        (start.min(end)..end).map(move |index| StatementRef {
            held,
            entity,
            index,
        })
    }

    /// All statements, entity by entity.
    pub fn iter(&self) -> impl Iterator<Item = StatementRef<'s>> + use<'s> {
        let held = *self;
        (0..self.entity_count()).flat_map(move |entity| held.statements(entity))
    }

    /// Reads everything once and looks at every reference.
    ///
    /// # Errors
    /// Names the first table that refers to what is not there.
    pub fn check(&self) -> Result<(), StoreError> {
        let wrong = |table: &str, problem: String| {
            Err(StoreError::damaged(self.segment.place(table), problem))
        };
        let mut next = 0;
        for (index, row) in self.entities.iter().enumerate() {
            if self.string(row.id).is_none() {
                return wrong(ENTITIES, format!("record {index}: its id is not a string"));
            }
            if index == 0 && row.first.get() != 0 || row.first.get() < next {
                return wrong(ENTITIES, format!("record {index}: is out of order"));
            }
            next = row.first.get();
        }
        let ids = || self.by_id.iter().map(|entity| entity.get());
        if ids().any(|entity| entity >= self.entity_count())
            || !ids()
                .zip(ids().skip(1))
                .all(|(a, b)| self.entity_id(a) < self.entity_id(b))
        {
            return wrong(BY_ID, "is not sorted by entity id".to_owned());
        }
        for (table, records, optional, limit) in [
            (RUNS, self.runs, false, Some(self.histories.len())),
            (ORIGINALS, self.originals, false, None),
            (TEXT_IDS, self.text_ids, false, None),
        ] {
            for (index, record) in records.iter().enumerate() {
                let there = match limit {
                    Some(limit) => (record.what.get() as usize) < limit,
                    None => self.readable(record.what, optional),
                };
                let ordered = index == 0 || records[index - 1].at.get() < record.at.get();
                if !there || !ordered || record.at.get() >= self.statement_count() {
                    return wrong(table, format!("record {index}: is wrong"));
                }
            }
        }
        for (index, shape) in self.shapes.iter().enumerate() {
            let names = [shape.schema, shape.prop, shape.dataset];
            let extras = [shape.lang, shape.origin];
            if !names.iter().all(|&text| self.readable(text, false))
                || !extras.iter().all(|&text| self.readable(text, true))
                || shape.external.get() > 1
            {
                return wrong(SHAPES, format!("record {index}: is wrong"));
            }
        }
        for (index, history) in self.histories.iter().enumerate() {
            let texts = [history.canonical, history.first_seen, history.last_seen];
            if !texts.iter().all(|&text| self.readable(text, true)) {
                return wrong(HISTORIES, format!("record {index}: is wrong"));
            }
        }
        if self.runs.first().is_some_and(|run| run.at.get() != 0)
            || self.runs.is_empty() != self.rows.is_empty()
        {
            return wrong(RUNS, "does not begin with the first statement".to_owned());
        }
        for (index, row) in self.rows.iter().enumerate() {
            if !self.readable(row.value, false) || row.shape.get() as usize >= self.shapes.len() {
                return wrong(ROWS, format!("record {index}: is wrong"));
            }
        }
        if self.entities.is_empty() && !self.rows.is_empty() {
            return wrong(ENTITIES, "is empty, but there are statements".to_owned());
        }
        Ok(())
    }

    fn readable(&self, place: U32, optional: bool) -> bool {
        optional && place.get() == NONE || self.string(place).is_some()
    }

    /// The string at a place of the arena, if there is one.
    fn string(&self, place: U32) -> Option<&'s str> {
        let start = (place.get() as usize).checked_mul(STRING_ALIGNMENT)?;
        let mut rest = self.strings.get(start..)?;
        let mut length = 0_usize;
        // Five groups of 7 bits are more than any string that the arena can hold.
        for group in 0..5 {
            let (&byte, after) = rest.split_first()?;
            rest = after;
            length |= ((byte & 0x7f) as usize).checked_shl(7 * group)?;
            if byte & 0x80 == 0 {
                return std::str::from_utf8(rest.get(..length)?).ok();
            }
        }
        None
    }

    fn text(&self, place: U32) -> &'s str {
        self.string(place).unwrap_or(UNREADABLE)
    }

    fn optional_text(&self, place: U32) -> Option<&'s str> {
        (place.get() != NONE).then(|| self.text(place))
    }

    fn exactly_at(&self, records: &'s [At], index: u32) -> Option<&'s str> {
        let place = records
            .binary_search_by(|record| record.at.get().cmp(&index))
            .ok()?;
        records.get(place).map(|record| self.text(record.what))
    }
}

/// A statement in place; each field is read when it is asked for.
#[derive(Clone, Copy)]
pub struct StatementRef<'s> {
    held: Statements<'s>,
    entity: u32,
    index: u32,
}

impl fmt::Debug for StatementRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_statement().fmt(f)
    }
}

/// The id of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementId<'s> {
    /// A SHA-1, as FollowTheMoney computes it.
    Sha1([u8; 20]),
    /// Anything else.
    Text(&'s str),
}

impl fmt::Display for StatementId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sha1(bytes) => bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl<'s> StatementRef<'s> {
    /// Its place among all statements of the segment.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.index
    }

    /// The entity, as a number in this segment.
    #[must_use]
    pub fn entity(&self) -> u32 {
        self.entity
    }

    /// The statement's own id.
    #[must_use]
    pub fn id(&self) -> StatementId<'s> {
        if let Some(text) = self.held.exactly_at(self.held.text_ids, self.index) {
            return StatementId::Text(text);
        }
        let sha1 = self.held.ids.get(self.index as usize).copied();
        StatementId::Sha1(sha1.unwrap_or_default())
    }

    /// The source's own id of the entity.
    #[must_use]
    pub fn entity_id(&self) -> &'s str {
        self.held.entity_id(self.entity)
    }

    /// The id of the entity after resolution.
    #[must_use]
    pub fn canonical_id(&self) -> &'s str {
        match self.history() {
            Some(history) if history.canonical.get() == NONE => self.entity_id(),
            Some(history) => self.held.text(history.canonical),
            None => UNREADABLE,
        }
    }

    /// Name of the schema.
    #[must_use]
    pub fn schema(&self) -> &'s str {
        self.shape()
            .map_or(UNREADABLE, |s| self.held.text(s.schema))
    }

    /// Name of the property.
    #[must_use]
    pub fn prop(&self) -> &'s str {
        self.shape().map_or(UNREADABLE, |s| self.held.text(s.prop))
    }

    /// The value, cleaned.
    #[must_use]
    pub fn value(&self) -> &'s str {
        self.row()
            .map_or(UNREADABLE, |row| self.held.text(row.value))
    }

    /// What the source wrote, when cleaning changed it.
    #[must_use]
    pub fn original_value(&self) -> Option<&'s str> {
        self.held.exactly_at(self.held.originals, self.index)
    }

    /// Language of the value.
    #[must_use]
    pub fn lang(&self) -> Option<&'s str> {
        self.shape().and_then(|s| self.held.optional_text(s.lang))
    }

    /// Name of the dataset that says so.
    #[must_use]
    pub fn dataset(&self) -> &'s str {
        self.shape()
            .map_or(UNREADABLE, |s| self.held.text(s.dataset))
    }

    /// Where inside the source it was read.
    #[must_use]
    pub fn origin(&self) -> Option<&'s str> {
        self.shape().and_then(|s| self.held.optional_text(s.origin))
    }

    /// True for a value that is not the source's own.
    #[must_use]
    pub fn external(&self) -> bool {
        self.shape().is_some_and(|s| s.external.get() != 0)
    }

    /// When the source first said so.
    #[must_use]
    pub fn first_seen(&self) -> Option<&'s str> {
        self.history()
            .and_then(|history| self.held.optional_text(history.first_seen))
    }

    /// When the source last said so.
    #[must_use]
    pub fn last_seen(&self) -> Option<&'s str> {
        self.history()
            .and_then(|history| self.held.optional_text(history.last_seen))
    }

    /// An owned copy with all 13 fields.
    #[must_use]
    pub fn to_statement(&self) -> Statement {
        Statement {
            id: self.id().to_string(),
            entity_id: self.entity_id().to_owned(),
            canonical_id: self.canonical_id().to_owned(),
            schema: self.schema().to_owned(),
            prop: self.prop().to_owned(),
            value: self.value().to_owned(),
            original_value: self.original_value().map(str::to_owned),
            lang: self.lang().map(str::to_owned),
            dataset: self.dataset().to_owned(),
            origin: self.origin().map(str::to_owned),
            external: self.external(),
            first_seen: self.first_seen().map(str::to_owned),
            last_seen: self.last_seen().map(str::to_owned),
        }
    }

    fn row(&self) -> Option<&'s Row> {
        self.held.rows.get(self.index as usize)
    }

    fn shape(&self) -> Option<&'s Shape> {
        self.held.shapes.get(self.row()?.shape.get() as usize)
    }

    fn history(&self) -> Option<&'s History> {
        let runs = self.held.runs;
        let after = runs.partition_point(|run| run.at.get() <= self.index);
        let run = runs.get(after.checked_sub(1)?)?;
        self.held.histories.get(run.what.get() as usize)
    }
}
