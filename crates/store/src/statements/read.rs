//! Reading the statement tables in place.

use std::fmt;

use zerocopy::little_endian::U32;

use super::layout::{
    At, BY_ID, ENTITIES, EntityRow, HEADER, HISTORIES, Header, History, IDS, MAGIC, NONE,
    ORIGINALS, ROWS, RUNS, Row, SHAPES, STRING_ALIGNMENT, STRINGS, Shape, TEXT_IDS,
};
use super::statement_ref::StatementRef;
use crate::segment::records;
use crate::{Segment, StoreError};

/// What a text that cannot be read reads as: visible, and equal to nothing that a list says.
pub(super) const UNREADABLE: &str = "\u{FFFD}";

/// The statements of a segment.
#[derive(Clone, Copy)]
pub struct Statements<'s> {
    /// Where the tables stand; nowhere when they are in memory only.
    pub(super) segment: Option<&'s Segment>,
    pub(super) strings: &'s [u8],
    pub(super) entities: &'s [EntityRow],
    pub(super) by_id: &'s [U32],
    pub(super) ids: &'s [[u8; 20]],
    pub(super) rows: &'s [Row],
    pub(super) shapes: &'s [Shape],
    pub(super) histories: &'s [History],
    pub(super) runs: &'s [At],
    pub(super) originals: &'s [At],
    pub(super) text_ids: &'s [At],
}

impl fmt::Debug for Statements<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statements")
            .field("dataset", &self.segment.map(Segment::dataset))
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
        Self::over(|name| segment.table(name), Some(segment))
    }

    /// The statements of these tables.
    pub(super) fn over(
        table: impl Fn(&str) -> Option<&'s [u8]>,
        segment: Option<&'s Segment>,
    ) -> Result<Self, StoreError> {
        let place = |name: &str| place_of(segment, name);
        let wrong = |name: &str, problem: &str| StoreError::damaged(place(name), problem);
        let bytes = |name: &str| {
            table(name).ok_or_else(|| StoreError::MissingTable {
                dataset: segment.map_or_else(String::new, |segment| segment.dataset().to_owned()),
                table: name.to_owned(),
            })
        };
        let header: &[Header] = records(bytes(HEADER)?, || place(HEADER))?;
        let [header] = header else {
            return Err(wrong(HEADER, "is not one header"));
        };
        if header.magic != MAGIC {
            if header.magic[..7] == MAGIC[..7] && header.magic[7] > MAGIC[7] {
                return Err(StoreError::NewerFormat {
                    place: place(HEADER),
                    found: u64::from(header.magic[7].saturating_sub(b'0')),
                    needs: "a newer kashf".to_owned(),
                });
            }
            return Err(wrong(HEADER, "is not a header of statements"));
        }
        let statements = Self {
            segment,
            strings: bytes(STRINGS)?,
            entities: records(bytes(ENTITIES)?, || place(ENTITIES))?,
            by_id: records(bytes(BY_ID)?, || place(BY_ID))?,
            ids: records(bytes(IDS)?, || place(IDS))?,
            rows: records(bytes(ROWS)?, || place(ROWS))?,
            shapes: records(bytes(SHAPES)?, || place(SHAPES))?,
            histories: records(bytes(HISTORIES)?, || place(HISTORIES))?,
            runs: records(bytes(RUNS)?, || place(RUNS))?,
            originals: records(bytes(ORIGINALS)?, || place(ORIGINALS))?,
            text_ids: records(bytes(TEXT_IDS)?, || place(TEXT_IDS))?,
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

    /// The file of a table, for errors.
    pub(super) fn place(&self, table: &str) -> String {
        place_of(self.segment, table)
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
        let all = self.statement_count();
        let start = self.first(entity).unwrap_or(all);
        let next = entity.checked_add(1).and_then(|next| self.first(next));
        let end = next.unwrap_or(all).min(all);
        let held = *self;
        (start.min(end)..end).map(move |index| StatementRef {
            held,
            entity,
            index,
        })
    }

    /// All statements, entity by entity.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = StatementRef<'s>> + use<'s> {
        let held = *self;
        let mut entity = 0;
        (0..self.statement_count()).map(move |index| {
            // Forward only, so that damaged tables cannot make this run for ever.
            while held.first(entity + 1).is_some_and(|first| first <= index) {
                entity += 1;
            }
            StatementRef {
                held,
                entity,
                index,
            }
        })
    }

    /// The first statement of an entity.
    fn first(&self, entity: u32) -> Option<u32> {
        self.entities
            .get(entity as usize)
            .map(|row| row.first.get())
    }

    /// The string at a place of the arena, if there is one.
    pub(super) fn string(&self, place: U32) -> Option<&'s str> {
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

    pub(super) fn text(&self, place: U32) -> &'s str {
        self.string(place).unwrap_or(UNREADABLE)
    }

    pub(super) fn optional_text(&self, place: U32) -> Option<&'s str> {
        (place.get() != NONE).then(|| self.text(place))
    }

    pub(super) fn exactly_at(&self, records: &'s [At], index: u32) -> Option<&'s str> {
        let place = records
            .binary_search_by(|record| record.at.get().cmp(&index))
            .ok()?;
        records.get(place).map(|record| self.text(record.what))
    }
}

fn place_of(segment: Option<&Segment>, table: &str) -> String {
    segment.map_or_else(|| table.to_owned(), |segment| segment.place(table))
}
