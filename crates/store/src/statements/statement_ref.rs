//! One statement in place.

use std::fmt;

use kashf_core::{Statement, StatementView};

use zerocopy::little_endian::U32;

use super::layout::{History, NONE, Row, Shape};
use super::read::{Statements, UNREADABLE};

/// A statement in place; each field is read when it is asked for.
#[derive(Clone, Copy)]
pub struct StatementRef<'s> {
    pub(super) held: Statements<'s>,
    pub(super) entity: u32,
    pub(super) index: u32,
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

    /// Its fields in place, each looked up once.
    #[must_use]
    pub fn view(&self) -> StatementView<'s> {
        let text = |place: U32| self.held.text(place);
        let optional = |place: U32| self.held.optional_text(place);
        let (shape, history) = (self.shape(), self.history());
        let entity_id = self.entity_id();
        StatementView {
            entity_id,
            canonical_id: match history {
                Some(history) if history.canonical.get() == NONE => entity_id,
                Some(history) => text(history.canonical),
                None => UNREADABLE,
            },
            schema: shape.map_or(UNREADABLE, |shape| text(shape.schema)),
            prop: shape.map_or(UNREADABLE, |shape| text(shape.prop)),
            value: self.value(),
            original_value: self.original_value(),
            lang: shape.and_then(|shape| optional(shape.lang)),
            dataset: shape.map_or(UNREADABLE, |shape| text(shape.dataset)),
            origin: shape.and_then(|shape| optional(shape.origin)),
            first_seen: history.and_then(|history| optional(history.first_seen)),
            last_seen: history.and_then(|history| optional(history.last_seen)),
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
