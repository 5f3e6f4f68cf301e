//! The index: made once of all entities of a snapshot, in memory, never changed.

pub(crate) mod build;
pub(crate) mod terms;

pub use build::{Document, IndexBuilder};

use crate::relevance::Length;
use rustc_hash::FxHashMap;
use terms::Terms;

/// Where which word stands, which entity has which value.
#[derive(Debug)]
pub struct Index {
    /// Words of all properties, with property and position.
    pub(crate) words: Terms,
    /// Values: the number of the field (two bytes), then the value.
    pub(crate) values: Terms,
    /// Numbers of properties and other fields by name: `properties.X`, or one of [`crate::fields::OWN`].
    pub(crate) fields: FxHashMap<String, u16>,
    /// For each field who has a value in it.
    pub(crate) having: Terms,
    pub(crate) entities: Vec<Facts>,
    /// The caller's number of each entity.
    pub(crate) numbers: Vec<u32>,
    pub(crate) names_length: Length,
    pub(crate) text_length: Length,
}

/// What counts for the order of an entity.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// The words of its caption, hashed.
    pub(crate) caption: u64,
    /// Its place among all when sorted by id.
    pub(crate) by_id: u32,
    pub(crate) values: u32,
    pub(crate) text_words: u32,
    pub(crate) names_words: u32,
    pub(crate) target: bool,
}

impl Index {
    /// An index to be filled.
    #[must_use]
    pub fn builder() -> IndexBuilder {
        IndexBuilder::default()
    }

    /// How many entities it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// True when it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// Memory that it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let tables = self.words.bytes() + self.values.bytes() + self.having.bytes();
        tables + self.entities.len() * (size_of::<Facts>() + 4)
    }
}
