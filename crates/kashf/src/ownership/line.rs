//! Ownership in the form that leaves the program. Shares are percentages here and only here.

use kashf_trace::Share;
use serde::{Deserialize, Serialize};

/// What a rule says of a party that no list names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnedLine {
    /// The rule: `ofac_50`, `eu` or `uk`.
    pub rule: String,
    /// First day of its wording, ISO 8601.
    pub rule_since: String,
    /// `owned`: owned or controlled whatever the unknown shares are; `possibly`: depending on them, or on a sign of control.
    pub answer: String,
    /// What it rests on: `stake`, `control`, or `sign` of control.
    pub basis: String,
    /// Ids of the listed persons with whom the proof begins, in order.
    pub by: Vec<String>,
    /// What listed persons, and those whom they own, hold of it together.
    pub share: ShareLine,
    /// The day, ISO 8601: that of the newest list; none where no list has a date.
    pub as_of: Option<String>,
    /// The proof, in the order of derivation; it alone suffices.
    pub proof: Vec<OwnedStep>,
    /// In English.
    pub en: String,
    /// In Arabic.
    pub ar: String,
}

/// A share in percent, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShareLine {
    /// At least.
    pub least: f64,
    /// At most.
    pub most: f64,
}

/// One step of a proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnedStep {
    /// Id of the one who holds: listed, or shown to be owned by steps before.
    pub owner: String,
    /// What it is called.
    pub owner_caption: String,
    /// Id of what is held.
    pub owned: String,
    /// What it is called.
    pub owned_caption: String,
    /// `stake`, `control`, or `sign` of control.
    pub basis: String,
    /// How much is held, for a stake.
    pub share: Option<ShareLine>,
    /// How much that makes with the steps before, for a stake.
    pub sum: Option<ShareLine>,
    /// The statements that say so.
    pub statements: Vec<OwnedStatement>,
}

/// Where a link stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnedStatement {
    /// The list.
    pub dataset: String,
    /// Id of the entity that is the link.
    pub id: String,
}

impl From<Share> for ShareLine {
    fn from(share: Share) -> Self {
        // More than all is a defect of the source, and not shown as a share.
        let percent = |hundredths: u16| f64::from(hundredths.min(10_000)) / 100.0;
        Self {
            least: percent(share.least),
            most: percent(share.most),
        }
    }
}
