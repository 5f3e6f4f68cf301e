//! A problem in foreign data: what is wrong, where, and what it cost.
//!
//! A bad row is not an error. Readers return what they could read together with the problems, so
//! that nothing is dropped in silence; only a document that cannot be trusted as a whole is an error.

use std::fmt;

/// Where in a source something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// File name as given.
    pub file: String,
    /// Line, counted from 1, when the format has lines.
    pub line: Option<u64>,
    /// The publisher's id of the record, when it was already known.
    pub record: Option<String>,
    /// Element, column or property.
    pub field: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.file)?;
        if let Some(line) = self.line {
            write!(f, " line {line}")?;
        }
        if let Some(record) = &self.record {
            write!(f, " record {record}")?;
        }
        if let Some(field) = &self.field {
            write!(f, " field {field}")?;
        }
        Ok(())
    }
}

/// What kind of problem it is, for counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The record could not be used at all.
    RecordLost,
    /// A value could not be cleaned for its type; the raw text is kept elsewhere (a note) or counted.
    ValueRejected,
    /// The format carries something that the data model has no place for.
    NotHeld,
    /// A value was taken, but looks wrong (a failed check digit, a replacement character).
    Doubtful,
}

/// One problem, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The kind, for counting.
    pub kind: ProblemKind,
    /// Where it stands.
    pub place: Place,
    /// What is wrong, lowercase, without a full stop.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}
