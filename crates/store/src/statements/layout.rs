//! The records of the statement tables. All little-endian and unaligned, so any bytes are records.

use zerocopy::little_endian::U32;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// Begins the header table; the digit is the format.
pub(super) const MAGIC: [u8; 8] = *b"kashfst1";

/// Stands for an absent string or, as a canonical id, for "the same as the entity id".
pub(super) const NONE: u32 = u32::MAX;

/// Strings begin at multiples of this, so that 32 bits reach 16 GiB.
pub(super) const STRING_ALIGNMENT: usize = 4;

pub(super) const HEADER: &str = "st_header";
pub(super) const STRINGS: &str = "st_strings";
pub(super) const ENTITIES: &str = "st_entities";
pub(super) const BY_ID: &str = "st_by_id";
pub(super) const IDS: &str = "st_ids";
pub(super) const ROWS: &str = "st_rows";
pub(super) const SHAPES: &str = "st_shapes";
pub(super) const HISTORIES: &str = "st_histories";
pub(super) const RUNS: &str = "st_runs";
pub(super) const ORIGINALS: &str = "st_originals";
pub(super) const TEXT_IDS: &str = "st_text_ids";

/// Magic and counts, to be compared with the sizes of the other tables.
#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct Header {
    pub(super) magic: [u8; 8],
    pub(super) statements: U32,
    pub(super) entities: U32,
}

/// An entity: its statements are those from `first` to the next entity's `first`.
#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct EntityRow {
    pub(super) id: U32,
    pub(super) first: U32,
}

/// A statement: its value and its shape.
#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct Row {
    pub(super) value: U32,
    pub(super) shape: U32,
}

/// What most statements share with many others.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned,
)]
#[repr(C)]
pub(super) struct Shape {
    pub(super) schema: U32,
    pub(super) prop: U32,
    pub(super) dataset: U32,
    pub(super) lang: U32,
    pub(super) origin: U32,
    pub(super) external: U32,
}

/// What most statements share with their neighbours.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned,
)]
#[repr(C)]
pub(super) struct History {
    pub(super) canonical: U32,
    pub(super) first_seen: U32,
    pub(super) last_seen: U32,
}

/// Says something of the statement `at`, or of all from `at` to the next record; sorted by `at`.
#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct At {
    pub(super) at: U32,
    pub(super) what: U32,
}
