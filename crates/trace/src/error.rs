//! What can be wrong with what a network is made of.

use thiserror::Error;

/// A network that cannot be made. Rows that are wrong by themselves are counted by whoever reads them; this is what no
/// row alone can tell.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TraceError {
    /// More than fits the numbers.
    #[error("too many {what}: {count} where at most {limit} fit one network")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there are, or at least.
        count: u64,
        /// How many fit.
        limit: u64,
    },
    /// Times too far apart for one network.
    #[error("the movements span {years} years; one network holds at most 136")]
    Span {
        /// How many years.
        years: i64,
    },
    /// An option outside its range.
    #[error("`{option}` is {value}; it must be {range}")]
    Option {
        /// Which.
        option: &'static str,
        /// What was asked for.
        value: String,
        /// What is allowed.
        range: &'static str,
    },
    /// A search between two ends of which one is not named, and no designated party stands in for it.
    #[error("no party to search {side}")]
    NoEnds {
        /// Which end: `from` or `to`.
        side: &'static str,
    },
    /// A party that was asked for and does not stand in the network.
    #[error("no party `{reference}` in the network")]
    UnknownParty {
        /// As asked for.
        reference: String,
    },
}

impl TraceError {
    /// What the user can do.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::TooMany { .. } => Some("cut the input by time, and trace each part".to_owned()),
            Self::Span { .. } => Some("is a column other than the time read as time?".to_owned()),
            Self::Option { .. } => None,
            Self::NoEnds { .. } => Some(
                "name parties on both sides, or on one side where the network has designated parties"
                    .to_owned(),
            ),
            Self::UnknownParty { .. } => Some(
                "parties are named as in the columns src and dst, or by their entity ids"
                    .to_owned(),
            ),
        }
    }
}
