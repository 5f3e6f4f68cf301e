//! What screening answers: plain data. Its JSON form is made at the edge (`kashf`).

use std::collections::BTreeMap;

use kashf_core::{Points, Reason, Score};

use crate::measures::Listing;

/// Whether a record was screened. A failure is never an empty result (promise P13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Compared with every requested list, with all its values.
    Screened,
    /// Compared, but not with all that it says; `problem` tells what was left out.
    Partial,
    /// Not compared; `problem` tells why. This is not "clear".
    NotScreened,
}

impl Status {
    /// The word used in output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Screened => "screened",
            Self::Partial => "partial",
            Self::NotScreened => "not_screened",
        }
    }
}

/// One party that resembles the query, by the entry that resembles it most. A reason to look, never a verdict
/// (promise P15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The entry's id.
    pub id: String,
    /// Its caption.
    pub caption: String,
    /// Its schema.
    pub schema: String,
    /// The datasets that list it.
    pub datasets: Vec<String>,
    /// The published score.
    pub score: Score,
    /// True from the policy's threshold on.
    pub is_match: bool,
    /// The evidence; exactly the sum of the reasons' points.
    pub points: Points,
    /// How far each feature that could be compared agrees, 0 ..= 1.
    pub features: BTreeMap<&'static str, Score>,
    /// The evidence piece by piece, weightiest first.
    pub reasons: Vec<Reason>,
    /// True when the publisher's list no longer holds the entry, or the name that matched, and nobody has
    /// accepted that yet.
    pub removal_held: bool,
    /// True when the entry was delisted: it is shown and is no match.
    pub delisted: bool,
    /// What the listings do (asset freeze, travel ban ...), in English: what the list says first.
    pub measures: Vec<String>,
    /// The same listing by listing, with legal basis and exemptions, in both languages.
    pub listing: Vec<Listing>,
    /// The party that the entry stands for: the name of its cluster, or its own id.
    pub canonical_id: String,
    /// All ids of the cluster but the canonical one, sorted; none when nothing is merged.
    pub referents: Vec<String>,
}

/// The answer to one query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether it was screened.
    pub status: Status,
    /// What went wrong or was left out.
    pub problem: Option<String>,
    /// Entries from the policy's `show_from` score on, and namesakes: entries whose name alone would be a
    /// match while the rest speaks against it. Best first.
    pub matches: Vec<Match>,
}

impl Answer {
    /// True when an entry reaches the threshold.
    #[must_use]
    pub fn has_match(&self) -> bool {
        self.matches.iter().any(|found| found.is_match)
    }

    /// An answer for a record that could not be screened.
    #[must_use]
    pub fn not_screened(problem: impl Into<String>) -> Self {
        Self {
            status: Status::NotScreened,
            problem: Some(problem.into()),
            matches: Vec::new(),
        }
    }
}
