//! Statements in columns: the tables of a segment that hold what the sources said.
//!
//! Eleven little-endian tables, read in place. Strings are stored once (each referred to by its place in
//! an arena); what repeats together is stored together: a *shape* is schema, property, dataset,
//! language, origin and the external flag; a *history* is canonical id, first and last seen. A
//! statement then costs 28 bytes (20 of them its SHA-1) and its new strings.
//!
//! | table | record | holds |
//! |---|---|---|
//! | `st_header` | 16 bytes | `kashfst1`, number of statements, number of entities |
//! | `st_strings` | varies | length (7 bits a byte, least first), UTF-8, zeros up to a multiple of 4 |
//! | `st_entities` | 8 | id, first statement; in the order of the source |
//! | `st_by_id` | 4 | numbers of the entities, sorted by id |
//! | `st_ids` | 20 | SHA-1 of each statement, zeros when its id is another text |
//! | `st_rows` | 8 | value, shape of each statement |
//! | `st_shapes` | 24 | schema, property, dataset, language, origin, external (0 or 1) |
//! | `st_histories` | 12 | canonical id, first seen, last seen |
//! | `st_runs` | 8 | from this statement on, this history |
//! | `st_originals` | 8 | this statement has this original value |
//! | `st_text_ids` | 8 | this statement has this id, which is no SHA-1 |
//!
//! Numbers have 32 bits; a string is referred to by its offset divided by 4, and 2^32 - 1 stands
//! for no string (as a canonical id: the entity id). Measured with the UN list of 2026-02-27 and
//! OFAC SDN of 2021-07: 51 and 52 bytes a statement in all, against 159 and 147 as CSV.
//!
//! Statements are grouped by entity id, entities in the order of their first statement, statements
//! of one entity in the order given; all 13 fields come back exactly. It is not an index of names:
//! `kashf-screen` puts its tables beside these.
//!
//! Reading checks every bound and panics on nothing. [`Statements::open`] checks sizes only; a table
//! that was damaged afterwards reads as U+FFFD in the place of the text that cannot be read.
//! [`Statements::check`] reads everything once.
//!
//! Source: FollowTheMoney's statement model, <https://followthemoney.tech/docs/statements/>.

mod check;
mod encode;
mod encoded;
mod layout;
mod read;
mod statement_ref;
mod strings;

pub use encode::{Encoder, encode};
pub use encoded::Encoded;
pub use read::Statements;
pub use statement_ref::{StatementId, StatementRef};

#[cfg(test)]
mod tests;
