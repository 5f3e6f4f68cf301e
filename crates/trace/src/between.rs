//! The two ends of a search: from whom, to whom, when.

use crate::{Flow, MoveNo, Party, TraceError};
use std::ops::Range;

/// From whom to whom a search runs, and in which time.
///
/// One side may be empty: then the designated parties stand in for it, which asks "does anything run from these customers
/// to anyone who is listed" or "from anyone who is listed to these customers".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// Where paths begin: customers, donors.
    pub from: Vec<Party>,
    /// Where paths end: designated parties.
    pub to: Vec<Party>,
    /// Who is designated: stands in for an empty side.
    pub designated: Vec<Party>,
    /// No movement before this time, in seconds since 1970.
    pub since: Option<i64>,
    /// No movement after this time, in seconds since 1970.
    pub until: Option<i64>,
    /// The day, in days since 1970, on which links must stand. Without it they must stand on the day of the movement
    /// beside which they stand on the path (of the one before, or else of the first).
    pub as_of: Option<i32>,
}

/// The sides of a search, each sorted and each party once.
#[derive(Clone, Debug)]
pub(crate) struct Ends {
    pub(crate) from: Vec<Party>,
    pub(crate) to: Vec<Party>,
}

impl Between {
    /// From these parties to those, at any time.
    #[must_use]
    pub fn new(from: &[Party], to: &[Party]) -> Self {
        Self {
            from: from.to_vec(),
            to: to.to_vec(),
            ..Self::default()
        }
    }

    /// Both sides, an empty one filled with the designated parties that do not stand on the other.
    ///
    /// # Errors
    /// A side with nobody; a party that the network does not have.
    pub(crate) fn ends(&self, flow: &Flow) -> Result<Ends, TraceError> {
        let sorted = |parties: &[Party]| {
            let mut parties = parties.to_vec();
            parties.sort_unstable();
            parties.dedup();
            parties
        };
        let (mut from, mut to) = (sorted(&self.from), sorted(&self.to));
        if from.is_empty() && to.is_empty() {
            return Err(TraceError::NoEnds { side: "from or to" });
        }
        let stand_in = |other: &[Party]| {
            let mut parties = sorted(&self.designated);
            parties.retain(|party| other.binary_search(party).is_err());
            parties
        };
        if from.is_empty() {
            from = stand_in(&to);
        } else if to.is_empty() {
            to = stand_in(&from);
        }
        for (side, parties) in [("from", &from), ("to", &to)] {
            let Some(last) = parties.last() else {
                return Err(TraceError::NoEnds { side });
            };
            if *last >= flow.parties() {
                return Err(TraceError::UnknownParty {
                    reference: format!("number {last}"),
                });
            }
        }
        Ok(Ends { from, to })
    }

    /// The movements of the time that was asked for.
    #[must_use]
    pub(crate) fn numbers(&self, flow: &Flow) -> Range<MoveNo> {
        let start = self.since.map_or(0, |time| flow.first_at(time));
        let end = self
            .until
            .map_or(flow.len(), |time| flow.first_at(time.saturating_add(1)));
        start..end.max(start)
    }
}

/// The day of a time in seconds since 1970.
pub(crate) fn day_of(time: i64) -> i32 {
    let day = time.div_euclid(86_400);
    i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX })
}
