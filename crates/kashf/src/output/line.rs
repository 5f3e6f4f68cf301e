//! The answer to one record in the form that leaves the program (DESIGN section 5).
//!
//! Field names and their order are a contract: clients read them. Scores are decimals here and only
//! here; everything before counts in whole numbers.

use super::{AlignmentLine, ListingLine};
use crate::ownership::OwnedLine;
use kashf_core::Reason;
use kashf_screen::{Answer, Language, Match, Policy, Status, score_pair, sentence};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line of screening output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScreeningLine {
    /// Id of the record, or its number.
    pub id: String,
    /// `screened`, `partial` or `not_screened`.
    pub status: String,
    /// What was left out, or why the record was not screened.
    pub problem: Option<String>,
    /// Snapshot that answered.
    pub snapshot: String,
    /// Policy that judged.
    pub policy: String,
    /// True when a polled list that was asked is past its age limit; a `--file` list has none. The one field that
    /// depends on the clock.
    pub stale: bool,
    /// Entries found, best first.
    pub matches: Vec<MatchLine>,
}

/// One entry found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatchLine {
    /// Id of the entry.
    pub id: String,
    /// Its caption.
    pub caption: String,
    /// Its schema.
    pub schema: String,
    /// Datasets that list it.
    pub datasets: Vec<String>,
    /// 0 ..= 1 in thousandths.
    pub score: f64,
    /// True from the threshold on.
    #[serde(rename = "match")]
    pub is_match: bool,
    /// Evidence in whole points; the sum of the reasons.
    pub points: i32,
    /// How far each feature agrees, 0 ..= 1.
    pub features: BTreeMap<String, f64>,
    /// The evidence, piece by piece.
    pub reasons: Vec<ReasonLine>,
    /// What the listings do, in English; the list's own words first.
    pub measures: Vec<String>,
    /// The same listing by listing, in both languages, with legal basis and exemptions.
    #[serde(default)]
    pub listing: Vec<ListingLine>,
    /// The party that the entry stands for; the entry's own id when nothing is merged.
    #[serde(default)]
    pub canonical_id: String,
    /// All ids of the party but the canonical one, sorted; empty when nothing is merged.
    #[serde(default)]
    pub referents: Vec<String>,
    /// True when the publisher's list no longer holds the entry, or the name that matched, and nobody
    /// has accepted that yet; the field is left out otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removal_held: bool,
    /// True when the entry was delisted: it is shown and is no match; the field is left out otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub delisted: bool,
    /// What the policy's rules of ownership say of an entry that is not listed itself: owned or controlled by listed persons,
    /// or possibly so, with the proof. The field is left out where they say nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owned: Vec<OwnedLine>,
    /// The names that were compared, token by token, where that was asked for; the field is left out otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alignment: Option<AlignmentLine>,
}

/// One piece of evidence with its sentences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReasonLine {
    /// Feature that found it.
    pub feature: String,
    /// Points for or against.
    pub points: i32,
    /// Value on the user's side.
    pub query: Option<String>,
    /// Value on the list's side.
    pub candidate: Option<String>,
    /// In English.
    pub en: String,
    /// In Arabic.
    pub ar: String,
}

impl ScreeningLine {
    /// The line of an answer.
    #[must_use]
    pub fn new(id: &str, answer: &Answer, snapshot: &str, policy: &str, stale: bool) -> Self {
        Self {
            id: id.to_owned(),
            status: answer.status.as_str().to_owned(),
            problem: answer.problem.clone(),
            snapshot: snapshot.to_owned(),
            policy: policy.to_owned(),
            stale,
            matches: answer.matches.iter().map(MatchLine::new).collect(),
        }
    }

    /// True when the record was compared in full.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.status == Status::Screened.as_str()
    }

    /// Lays the names of every match side by side, token by token.
    pub fn align(&mut self, policy: &Policy) {
        for found in &mut self.matches {
            found.align(policy);
        }
    }

    /// True when an entry reaches the threshold.
    #[must_use]
    pub fn has_match(&self) -> bool {
        self.matches.iter().any(|found| found.is_match)
    }
}

impl MatchLine {
    fn new(found: &Match) -> Self {
        let features = found.features.iter();
        Self {
            id: found.id.clone(),
            caption: found.caption.clone(),
            schema: found.schema.clone(),
            datasets: found.datasets.clone(),
            score: found.score.as_f64(),
            is_match: found.is_match,
            points: found.points,
            features: features
                .map(|(name, score)| ((*name).to_owned(), score.as_f64()))
                .collect(),
            reasons: found.reasons.iter().map(ReasonLine::new).collect(),
            measures: found.measures.clone(),
            listing: found.listing.iter().map(ListingLine::new).collect(),
            canonical_id: found.canonical_id.clone(),
            referents: found.referents.clone(),
            removal_held: found.removal_held,
            delisted: found.delisted,
            owned: Vec::new(),
            alignment: None,
        }
    }

    /// Lays the names that were compared side by side.
    fn align(&mut self, policy: &Policy) {
        let named = self.reasons.iter().find_map(|reason| {
            let (query, candidate) = (reason.query.as_deref()?, reason.candidate.as_deref()?);
            matches!(reason.feature.as_str(), "name" | "weak_alias").then_some((query, candidate))
        });
        self.alignment = named.map(|(query, candidate)| {
            AlignmentLine::of(&score_pair(&self.schema, query, candidate, policy))
        });
    }
}

impl ReasonLine {
    pub(super) fn new(reason: &Reason) -> Self {
        Self {
            feature: reason.feature.to_owned(),
            points: reason.points,
            query: reason.query.clone(),
            candidate: reason.candidate.clone(),
            en: sentence(reason, Language::English),
            ar: sentence(reason, Language::Arabic),
        }
    }
}
