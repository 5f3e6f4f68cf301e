//! Two names without any list: for benchmarks, casebooks and explanations.

use kashf_core::{Points, Reason, Score};
use kashf_text::{Alignment, NameKind, PreparedName, compare, prepare};

use crate::Policy;
use crate::features::name::{NamePair, damages, describe, findings};
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

/// Compares two names as names of a schema. Without a schema they are read as what they seem to be: as
/// organisations when either says so by its words, as ships when either has a ship's prefix, else as
/// people, for whom the order around *bin* has a meaning.
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
        None => apparent_kind(name1, name2),
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
    let mut found = findings(&pair, name1, name2, &described, &query.seen_through, policy);
    found.extend(damages(&alignment));
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

/// `Unknown` is read by its words as a person or an organisation; a ship's prefix adds the third.
fn apparent_kind(name1: &str, name2: &str) -> &'static [NameKind] {
    let tokens = |name: &str, kind| prepare(name, kind).tokens.len();
    let has_prefix = |name: &&str| tokens(name, NameKind::Vessel) < tokens(name, NameKind::Unknown);
    if [name1, name2].iter().any(has_prefix) {
        &[NameKind::Unknown, NameKind::Vessel]
    } else {
        &[NameKind::Unknown]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(schema: &str, name1: &str, name2: &str) -> bool {
        score_pair(schema, name1, name2, &Policy::built_in()).is_match
    }

    #[test]
    fn the_order_around_bin_has_a_meaning_without_a_schema_too() {
        for schema in ["", "Person"] {
            assert!(
                !matches(schema, "Salman bin Yahya", "Yahya bin Salman"),
                "{schema}"
            );
            assert!(
                matches(schema, "Salman bin Yahya", "Salman ibn Yahya"),
                "{schema}"
            );
        }
    }

    #[test]
    fn companies_and_ships_are_known_by_their_words() {
        assert!(matches("", "Qandil Trading GmbH", "QANDIL TRADING LLC"));
        assert!(matches("", "M/V Silver Heron", "Silver Heron"));
    }
}
