//! Why a query cannot be read. No error holds a part of the query: queries are names of people.

use super::{MAX_CLAUSES, MAX_DEPTH, MAX_QUERY_CHARS};

/// Why a query cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// It breaks the grammar.
    #[error("the query cannot be read at character {at}: {what}")]
    Syntax {
        /// Which character, the first being 1; one behind the last at the end.
        at: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// It is too long.
    #[error("the query is longer than {MAX_QUERY_CHARS} characters")]
    TooLong,
    /// It nests too deep.
    #[error("the query nests more than {MAX_DEPTH} groups")]
    TooDeep,
    /// It has too many conditions.
    #[error("the query has more than {MAX_CLAUSES} conditions")]
    TooManyClauses,
}

impl QueryError {
    /// The remedy.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => {
                "put a backslash before signs that are part of a name, put the name into double quotes, or say `simple=true`"
            }
            Self::TooLong | Self::TooDeep | Self::TooManyClauses => "ask for less at once",
        }
    }
}
