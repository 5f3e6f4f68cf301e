//! A book of customers turned round: which of them may a changed entry of a list concern?
//!
//! A screening goes from one customer to the entries that resemble it. When a list changes, the question
//! is the other one: from a few entries to the customers whose answer they may have entered. So the
//! customers are compiled once, as a list is: every distinct word stands once, with the keys that lead
//! to it, and each name is a row of word numbers. Reading a file of customers, preparing names and
//! comparing words (nearly all the cost of a screening) are then done for no customer a second time.
//!
//! What is true of it, and why the answers are those of a full run: which entries an answer holds is
//! decided for each entry by itself ([`crate::Engine`] looks at the query and that one entry). So an answer
//! can only change where a changed entry is shown now or stood in the answer before. [`Concerns`] finds the
//! first: it goes from the customer's words, in the direction and with the functions of a screening, but
//! never drops what a screening might keep. The second is read in the old answers (`kashf`).
//!
//! It holds no answer, and it is nobody's list: nothing here compares two customers.

mod changed;
mod concern;
mod find;
mod look;
mod meet;
mod open;
mod row;

pub use changed::EntryPrint;
pub use concern::Concerns;
pub use meet::{Meeting, Met};
pub use open::Book;
pub use row::{BookBuilder, BookRow};

use zerocopy::little_endian::{U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// Format of the tables of a book; one with another format is compiled anew.
const BOOK_FORMAT: u32 = 3;

/// What a book must say that this program reads: its format and that of the lists' indexes, whose words and
/// keys it shares.
#[must_use]
pub fn book_version() -> String {
    format!("{BOOK_FORMAT} {}", crate::index_version())
}

/// Nothing can be asked of this record, whatever is on a list: it cannot be read or says nothing.
const NEVER: u8 = 1;
/// This record does not fit the tables and is screened every time.
const ALWAYS: u8 = 2;

/// One record.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
struct RecordRow {
    /// First of its readings; they end where the next record's begin. So do the others.
    readings: U32,
    numbers: U32,
    facts: U64,
    flags: u8,
}

/// One name of a record in one reading.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
struct ReadingRow {
    tokens: U32,
    joined: U32,
    exact: U64,
    /// A `kashf_text::NameKind`.
    kind: u8,
    /// A [`crate::index::NameRole`].
    role: u8,
}

/// One distinct word.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
struct WordRow {
    text: U32,
    sounds: U32,
    keys: U32,
    joined: U32,
    /// A `kashf_text::Signature`.
    signature: [U64; 3],
    weight: U16,
    script: u8,
    class: u8,
}
