//! The evidence of one pair while it is gathered: reasons whose points add up, and what they forbid.

use kashf_core::{Points, Reason};
use kashf_resolve::PairReason;

use crate::features::Finding;

/// The evidence of one pair while it is gathered.
#[derive(Default)]
pub(super) struct Evidence {
    pub(super) reasons: Vec<PairReason>,
    pub(super) points: Points,
    /// Something that no other evidence outvotes.
    pub(super) contradicted: bool,
    /// A number or a reference that only one party has agrees.
    pub(super) identified: bool,
    /// A pair of names was found.
    pub(super) named: bool,
    /// They are read as names of organisations.
    pub(super) organization: bool,
}

impl Evidence {
    /// Adds a reason.
    pub(super) fn add(
        &mut self,
        feature: &'static str,
        key: &'static str,
        points: Points,
        left: impl Into<String>,
        right: impl Into<String>,
    ) {
        self.points += points;
        self.reasons.push(PairReason {
            key,
            feature,
            points,
            left: left.into(),
            right: right.into(),
        });
    }

    /// Adds what a feature of screening found.
    pub(super) fn add_finding(&mut self, finding: Finding) {
        let Reason {
            feature,
            points,
            query,
            candidate,
            evidence,
        } = finding.reason;
        let key = pair_key(evidence.key);
        self.contradicted |= matches!(key, "xref-birth-contradicts" | "xref-gender-differs");
        self.add(
            feature,
            key,
            points,
            query.unwrap_or_default(),
            candidate.unwrap_or_default(),
        );
    }
}

/// The message for a pair, of the feature's message for a query.
fn pair_key(key: &'static str) -> &'static str {
    match key {
        "birth-same-day" => "xref-birth-same-day",
        "birth-same-month" => "xref-birth-same-month",
        "birth-same-year" => "xref-birth-same-year",
        "birth-overlap" => "xref-birth-overlap",
        "birth-swapped" => "xref-birth-swapped",
        "birth-one-digit" => "xref-birth-one-digit",
        "birth-other-day" => "xref-birth-other-day",
        "birth-near-year" => "xref-birth-near-year",
        "birth-contradicts" => "xref-birth-contradicts",
        "country-same" => "xref-country-same",
        "country-differs" => "xref-country-differs",
        "nationality-differs" => "xref-nationality-differs",
        "gender-same" => "xref-gender-same",
        "gender-differs" => "xref-gender-differs",
        "address-same" => "xref-address-same",
        other => other,
    }
}
