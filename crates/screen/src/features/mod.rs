//! The features of a match, one file each. A feature compares one kind of value and gives reasons.
//!
//! A feature looks at the query's and the candidate's values only: never at other entries of the
//! list, so that loading a list moves nobody's score (design, idea 4).

pub(crate) mod address;
pub(crate) mod birth_date;
pub(crate) mod country;
pub(crate) mod gender;
pub(crate) mod identifier;
pub(crate) mod name;

use kashf_core::{Evidence, Points, Reason, Score};

/// What a feature found: its agreement 0 ..= 1 and the reasons that carry the points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Feature name, the key in a match's `features`.
    pub(crate) feature: &'static str,
    /// How far it agrees.
    pub(crate) agreement: Score,
    /// The evidence.
    pub(crate) reason: Reason,
}

/// A finding with one reason.
pub(crate) fn finding(
    feature: &'static str,
    agreement: u16,
    points: Points,
    key: &'static str,
    query: Option<String>,
    candidate: Option<String>,
) -> Finding {
    let mut arguments = Vec::new();
    if let Some(query) = &query {
        arguments.push(("query", query.clone()));
    }
    if let Some(candidate) = &candidate {
        arguments.push(("candidate", candidate.clone()));
    }
    Finding {
        feature,
        agreement: Score::from_thousandths(agreement),
        reason: Reason {
            feature,
            points,
            query,
            candidate,
            evidence: Evidence { key, arguments },
        },
    }
}
