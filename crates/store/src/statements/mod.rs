//! Statements in columns: the tables of a segment that hold what the sources said.
//!
//! Eleven little-endian tables, read in place. Strings are stored once (each referred to by its place in
//! an arena); what repeats together is stored together: a *shape* is schema, property, dataset,
//! language, origin and the external flag; a *history* is canonical id, first and last seen. A
//! statement then costs 28 bytes (20 of them its SHA-1) and its new strings.
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
mod layout;
mod read;
mod statement_ref;

pub use encode::encode;
pub use read::Statements;
pub use statement_ref::{StatementId, StatementRef};

#[cfg(test)]
mod tests;
