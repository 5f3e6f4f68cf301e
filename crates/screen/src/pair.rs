//! Two names without any list: for benchmarks, casebooks and explanations.

use kashf_core::{Points, Reason, Score};
use kashf_text::{Alignment, NameKind, PreparedName, compare, prepare};

use crate::Policy;
use crate::features::name::{NamePair, describe, findings};
use crate::subject::reading_kinds;

/// The comparison of two names as the engine scores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairScore {
    /// The score of the names alone.
    pub score: Score,
    /// Its points; the sum of the reasons'.
    pub points: Points,
    /// True from the policy's threshold on.
    pub is_match: bool,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Token against token.
    pub alignment: Alignment,
    /// The first name as it was read.
    pub query: PreparedName,
    /// The second name as it was read.
    pub candidate: PreparedName,
}

/// Compares two names as names of a schema; an empty or unknown schema tries every reading and takes
/// the best.
///
/// ```
/// use kashf_screen::{Policy, score_pair};
/// let policy = Policy::built_in();
/// let same = score_pair("Person", "Layla Example", "Layla Example", &policy);
/// assert!(same.is_match);
/// ```
#[must_use]
pub fn score_pair(schema: &str, name1: &str, name2: &str, policy: &Policy) -> PairScore {
    let kinds = match kashf_ftm::model().schema(schema) {
        Some(schema) => reading_kinds(schema),
        None => &[NameKind::Person, NameKind::Organization, NameKind::Vessel][..],
    };
    let mut best: Option<(PreparedName, PreparedName, Alignment)> = None;
    for kind in kinds {
        let (query, candidate) = (prepare(name1, *kind), prepare(name2, *kind));
        let mut alignment = compare(&query.token_refs(), &candidate.token_refs(), *kind);
        if query.exact == candidate.exact && !query.exact.is_empty() {
            alignment.similarity = 1000;
        }
        if best
            .as_ref()
            .is_none_or(|(.., known)| alignment.similarity > known.similarity)
        {
            best = Some((query, candidate, alignment));
        }
    }
    let (query, candidate, alignment) = best.expect("every schema has at least one reading");
    let tokens = candidate.token_refs();
    let pair = NamePair::of(&alignment, &tokens, false);
    let described = describe(&alignment, &query.token_refs(), &tokens);
    let found = findings(&pair, name1, name2, &described, &query.seen_through, policy);
    let reasons: Vec<Reason> = found.into_iter().map(|finding| finding.reason).collect();
    let points = reasons.iter().map(|reason| reason.points).sum();
    let score = policy.score_of(points);
    let is_match = score >= policy.threshold_for(schema, &[]);
    PairScore {
        score,
        points,
        is_match,
        reasons,
        alignment,
        query,
        candidate,
    }
}
