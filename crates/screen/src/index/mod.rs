//! The index of one segment: from a token to the names that hold it, from a name to its entity.
//!
//! Each distinct token of a list stands once, with its sounds; a query token is compared with the
//! few dictionary tokens that share a block key, once, and the postings of those that resemble it
//! lead to names. So the cost of a query grows with the number of *different* tokens that resemble
//! its own, not with the length of the list, and nothing is cut off by a hit limit.
//!
//! Tables (all little-endian, read in place from the mapped file):
//!
//! | table | row | meaning |
//! |---|---|---|
//! | `ix_version` | text | format of these tables and version of the name tables |
//! | `ix_entities` | [`EntityRow`] | one screened entity: its names and its facts |
//! | `ix_facts` | packed | id, caption, schema, datasets, dates, countries, genders, identifiers, places in `ix_listings` |
//! | `ix_listings` | packed | what listings mean: programme, measures, legal basis, exemptions |
//! | `ix_measures` | text | version of the table of measures that said so |
//! | `ix_names` | [`NameRow`] | one name: entity, kind, role, tokens |
//! | `ix_name_tokens` | [`NameTokenRow`] | token of a name with its flags |
//! | `ix_name_text` | UTF-8 | names as published |
//! | `ix_tokens` | [`TokenRow`] | one distinct token |
//! | `ix_signatures` | three `u64` | a token at a glance: `kashf_text::Signature` |
//! | `ix_token_text`, `ix_sounds` | UTF-8, `u32` | texts and sounds of the tokens |
//! | `ix_postings` | `u32` | names by token, rising |
//! | `ix_keys` | [`ListRow`](lists::ListRow) | block key to token numbers |
//! | `ix_joined` | the same | sound of two neighbouring tokens written as one, or acronym, to name numbers |
//! | `ix_exact` | the same | exact form of a name to name numbers |
//! | `ix_ids` | the same | normalised identifier to entity numbers |
//! | `ix_lists` | `u32` | the lists of the four |
//!
//! It is not a search engine: no ranking by rarity in the list, since the other entries of a list
//! must not move anybody's score.

mod compile;
mod facts;
mod held;
mod hits;
mod linked;
mod listing;
mod lists;
mod open;
mod prepared;
mod tokens;

pub(crate) use compile::u32_of;
pub use compile::{Compiled, compile, compile_with};
pub(crate) use facts::{Facts, Identifier};
pub use held::HeldMarks;
pub(crate) use hits::{HitMemory, Hits, HitsKey, TokenHits};
pub(crate) use listing::Sanctions;
pub(crate) use lists::{List, hash_of};
pub(crate) use open::{Index, Tables};
pub(crate) use tokens::retrieval_weight;

use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// Format of the tables; a segment with another one is refused and must be compiled again.
pub(crate) const INDEX_FORMAT: u32 = 9;

/// Version of the name tables that prepared names depend on.
pub(crate) const NAME_TABLES: &str = kashf_text::TABLES_VERSION;

/// What the table `ix_version` of an index must hold that this program reads: format and name tables, since
/// prepared names depend on both.
#[must_use]
pub fn version() -> String {
    format!("{INDEX_FORMAT} {NAME_TABLES}")
}

/// What part a name plays for its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum NameRole {
    /// `name`
    Name = 0,
    /// `alias`
    Alias = 1,
    /// `previousName`
    Previous = 2,
    /// `weakAlias`: alone it never makes a match.
    Weak = 3,
}

impl NameRole {
    /// The role of a FollowTheMoney property.
    pub(crate) fn of_property(prop: &str) -> Option<Self> {
        Some(match prop {
            "name" => Self::Name,
            "alias" => Self::Alias,
            "previousName" => Self::Previous,
            "weakAlias" => Self::Weak,
            _ => return None,
        })
    }

    pub(crate) fn from_u8(number: u8) -> Self {
        match number {
            0 => Self::Name,
            1 => Self::Alias,
            2 => Self::Previous,
            // An unknown number must not make a strong hit.
            _ => Self::Weak,
        }
    }
}

/// The bit of [`NameRow::role`] that marks a name whose removal is held.
pub(crate) const HELD_NAME: u8 = 0x80;

/// One screened entity.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub(crate) struct EntityRow {
    pub(crate) facts_start: U32,
    pub(crate) facts_len: U32,
    pub(crate) name_start: U32,
    pub(crate) name_count: U32,
}

/// One name of an entity.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub(crate) struct NameRow {
    pub(crate) entity: U32,
    pub(crate) token_start: U32,
    pub(crate) text_start: U32,
    pub(crate) text_len: U16,
    pub(crate) token_count: U16,
    /// Sum of the tokens' weights, at most 65535.
    pub(crate) weight: U16,
    /// A `kashf_text::NameKind`.
    pub(crate) kind: u8,
    /// A [`NameRole`]; with [`HELD_NAME`] added when the publisher no longer gives the name.
    pub(crate) role: u8,
}

/// A token where it stands in a name.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub(crate) struct NameTokenRow {
    pub(crate) token: U32,
    pub(crate) flags: u8,
}

/// One distinct token.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub(crate) struct TokenRow {
    pub(crate) text_start: U32,
    pub(crate) sound_start: U32,
    pub(crate) posting_start: U32,
    pub(crate) posting_count: U32,
    pub(crate) text_len: U16,
    pub(crate) sound_len: U16,
    pub(crate) weight: U16,
    pub(crate) script: u8,
    pub(crate) class: u8,
}
