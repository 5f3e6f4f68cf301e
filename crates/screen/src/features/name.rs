//! Names: similarity in thousandths, points by the policy's table, rarity as an order among equals.
//!
//! What it finds: the pair of names, one of each side, that gives most points. Weak aliases are
//! capped: alone they never make a match. Why it matters: it is what screening starts from.
//! False alarms: common names; the points for rarity order them, the other features part them.
//! Source: Wolfsberg Guidance on Sanctions Screening (2019) on weak aliases; the comparison itself
//! is `kashf-text`.

use kashf_core::{Evidence, Points, Reason, Score};
use kashf_text::{Alignment, NameTokenRef, Obfuscation, script_of};

use super::Finding;
use crate::Policy;
use crate::index::NameRole;

/// One pair of names, compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamePair {
    /// Similarity 0 ..= 1000.
    pub(crate) similarity: u16,
    /// Sum of the weights of the matched tokens.
    pub(crate) matched_weight: u32,
    /// True when either side's name is a weak alias.
    pub(crate) weak: bool,
}

impl NamePair {
    /// From an alignment.
    pub(crate) fn of(alignment: &Alignment, candidate: &[NameTokenRef<'_>], weak: bool) -> Self {
        let matched_weight = alignment
            .pairs
            .iter()
            .flat_map(|pair| &pair.candidate)
            .filter_map(|&at| candidate.get(at))
            .map(|token| u32::from(token.token.weight))
            .sum();
        Self {
            similarity: alignment.similarity,
            matched_weight,
            weak,
        }
    }

    /// Points of the pair; those of a weak alias stay below its cap.
    pub(crate) fn points(&self, policy: &Policy) -> Points {
        let points = policy.points_of_name(self.similarity);
        if self.weak {
            points * policy.points.weak_alias_cap / policy.points_of_name(1000).max(1)
        } else {
            points + self.rarity(policy)
        }
    }

    /// Extra points for rare names, only above the threshold similarity, so that it orders matches
    /// and never makes one.
    fn rarity(&self, policy: &Policy) -> Points {
        /// Four ordinary tokens in common, or three rare ones, tell as much as a name can.
        const FULL_WEIGHT: u32 = 400;
        let threshold = kashf_text::DEFAULT_SIMILARITY_THRESHOLD;
        if self.similarity < threshold {
            return 0;
        }
        let most = policy.points.name_rarity;
        let share = i32::try_from(self.matched_weight.min(FULL_WEIGHT)).unwrap_or(0);
        let above = i32::from(self.similarity - threshold);
        let span = i32::from(1000 - threshold).max(1);
        most * share / i32::try_from(FULL_WEIGHT).unwrap_or(1) * above / span
    }
}

/// What was done to one of the names, as the comparison found it: no points, they are in the
/// similarity.
pub(crate) fn damages(alignment: &Alignment) -> Vec<Finding> {
    let agreement = Score::from_thousandths(alignment.similarity);
    let key = |note: &&'static str| match *note {
        "one-slip" => Some("damage-one-slip"),
        "vowels-dropped" => Some("damage-vowels-dropped"),
        "cut-off" => Some("damage-cut-off"),
        "glued-or-split" => Some("damage-glued-or-split"),
        "short-form" => Some("damage-short-form"),
        "acronym" => Some("damage-acronym"),
        "written-backwards" => Some("damage-written-backwards"),
        _ => None,
    };
    let keys = alignment.notes.iter().filter_map(key);
    keys.map(|key| extra("name_form", agreement, 0, key))
        .collect()
}

/// The role of the two names together: weak when either is.
pub(crate) fn is_weak(query: NameRole, candidate: NameRole) -> bool {
    query == NameRole::Weak || candidate == NameRole::Weak
}

/// The findings for the best pair of names.
pub(crate) fn findings(
    pair: &NamePair,
    query: &str,
    candidate: &str,
    alignment: &str,
    seen_through: &[Obfuscation],
    policy: &Policy,
) -> Vec<Finding> {
    let feature = if pair.weak { "weak_alias" } else { "name" };
    let agreement = Score::from_thousandths(pair.similarity);
    let key = match () {
        () if pair.weak => "weak-alias",
        () if pair.similarity >= 1000 && query == candidate => "name-same",
        () if script_of(query) != script_of(candidate) => "name-other-script",
        () if pair.similarity >= 1000 => "name-equal",
        () => "name-similar",
    };
    let rarity = if pair.weak { 0 } else { pair.rarity(policy) };
    let mut findings = vec![Finding {
        feature,
        agreement,
        reason: Reason {
            feature,
            points: pair.points(policy) - rarity,
            query: Some(query.to_owned()),
            candidate: Some(candidate.to_owned()),
            evidence: Evidence {
                key,
                arguments: vec![
                    ("query", query.to_owned()),
                    ("candidate", candidate.to_owned()),
                    (
                        "similarity",
                        format!("{}", (u32::from(pair.similarity) + 5) / 10),
                    ),
                    ("alignment", alignment.to_owned()),
                ],
            },
        },
    }];
    if rarity != 0 {
        findings.push(extra("name_rarity", agreement, rarity, "name-rarity"));
    }
    for obfuscation in seen_through {
        findings.push(extra("name_form", agreement, 0, form_key(*obfuscation)));
    }
    findings
}

fn extra(feature: &'static str, agreement: Score, points: Points, key: &'static str) -> Finding {
    let evidence = Evidence {
        key,
        arguments: Vec::new(),
    };
    Finding {
        feature,
        agreement,
        reason: Reason {
            feature,
            points,
            query: None,
            candidate: None,
            evidence,
        },
    }
}

fn form_key(obfuscation: Obfuscation) -> &'static str {
    match obfuscation {
        Obfuscation::HiddenCharacters => "form-hidden-characters",
        Obfuscation::Homoglyphs => "form-homoglyphs",
        Obfuscation::LetterForms => "form-letter-forms",
        Obfuscation::Tatweel => "form-tatweel",
        Obfuscation::DigitsAsLetters => "form-digits-as-letters",
        Obfuscation::MisreadLetters => "form-misread-letters",
        Obfuscation::LostCharacters => "form-lost-characters",
    }
}

/// `a = b` for each aligned pair of tokens, in the query's order.
pub(crate) fn describe(
    alignment: &Alignment,
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
) -> String {
    let side = |places: &[usize], tokens: &[NameTokenRef<'_>]| {
        let texts: Vec<&str> = places
            .iter()
            .filter_map(|&at| tokens.get(at))
            .map(|token| token.token.text)
            .collect();
        texts.join(" ")
    };
    let pairs: Vec<String> = alignment
        .pairs
        .iter()
        .map(|pair| {
            let sign = if pair.thousandths >= 1000 { "=" } else { "~" };
            format!(
                "{} {sign} {}",
                side(&pair.query, query),
                side(&pair.candidate, candidate)
            )
        })
        .collect();
    pairs.join(", ")
}
