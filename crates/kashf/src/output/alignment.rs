//! Two names laid side by side, token by token, in the form that leaves the program.

use super::ReasonLine;
use kashf_screen::{PairScore, Policy, score_pair};
use kashf_text::{NameToken, PreparedName, TokenClass};
use serde::{Deserialize, Serialize};

/// What the comparison of two names comes to, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PairLine {
    /// Policy that judged.
    pub policy: String,
    /// 0 ..= 1 in thousandths; the names alone.
    pub score: f64,
    /// True from the threshold on.
    #[serde(rename = "match")]
    pub is_match: bool,
    /// The threshold of this schema.
    pub threshold: f64,
    /// Evidence in whole points; the sum of the reasons.
    pub points: i32,
    /// The evidence, piece by piece.
    pub reasons: Vec<ReasonLine>,
    /// Token against token.
    pub alignment: AlignmentLine,
}

/// Token against token.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AlignmentLine {
    /// How alike the names are, 0 ..= 1 in thousandths.
    pub similarity: f64,
    /// Tokens that belong together, in the query's order.
    pub pairs: Vec<TokenPairLine>,
    /// Tokens only on the user's side.
    pub only_query: Vec<TokenLine>,
    /// Tokens only on the list's side.
    pub only_candidate: Vec<TokenLine>,
    /// Keys of the rules that moved the similarity.
    pub notes: Vec<String>,
}

/// Tokens that belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenPairLine {
    /// As on the user's side.
    pub query: TokenLine,
    /// As on the list's side.
    pub candidate: TokenLine,
    /// 0 ..= 1 in thousandths.
    pub score: f64,
    /// `same`, `sound`, `letters`, `attested`, `initial`, `joined`, `spelling`, `unlike` or `distinct`.
    pub how: String,
}

/// One token, or a few that stand together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenLine {
    /// The words as written, in their own script.
    pub text: String,
    /// What the token is, where that matters: `title`, `kunya`, `father`, `family`, `legal_form`, `everyday`.
    pub part: Option<String>,
}

impl PairLine {
    /// Compares two names as names of a schema; an empty one means that the kind is not known.
    ///
    /// ```
    /// let policy = kashf::policy_of("no/such/directory".as_ref())?.policy;
    /// let line = kashf::PairLine::of("Person", "Layla Example", "Leila Example", &policy);
    /// assert_eq!(line.alignment.pairs.len(), 2);
    /// # Ok::<(), kashf::KashfError>(())
    /// ```
    #[must_use]
    pub fn of(schema: &str, name1: &str, name2: &str, policy: &Policy) -> Self {
        let pair = score_pair(schema, name1, name2, policy);
        Self {
            policy: policy.id(),
            score: pair.score.as_f64(),
            is_match: pair.is_match,
            threshold: policy.threshold_for(schema, &[]).as_f64(),
            points: pair.points,
            reasons: pair.reasons.iter().map(ReasonLine::new).collect(),
            alignment: AlignmentLine::of(&pair),
        }
    }
}

impl AlignmentLine {
    /// The alignment of a pair.
    #[must_use]
    pub fn of(pair: &PairScore) -> Self {
        let (query, candidate) = (&pair.query, &pair.candidate);
        let alignment = &pair.alignment;
        let alone = |name: &PreparedName, at: &[usize]| {
            at.iter().map(|at| TokenLine::of(name, &[*at])).collect()
        };
        Self {
            similarity: f64::from(alignment.similarity) / 1000.0,
            pairs: alignment
                .pairs
                .iter()
                .map(|pair| TokenPairLine {
                    query: TokenLine::of(query, &pair.query),
                    candidate: TokenLine::of(candidate, &pair.candidate),
                    score: f64::from(pair.thousandths) / 1000.0,
                    how: pair.how.key().to_owned(),
                })
                .collect(),
            only_query: alone(query, &alignment.extra_query),
            only_candidate: alone(candidate, &alignment.extra_candidate),
            notes: alignment
                .notes
                .iter()
                .map(|&note| note.to_owned())
                .collect(),
        }
    }
}

impl TokenLine {
    fn of(name: &PreparedName, at: &[usize]) -> Self {
        let first = at.first().and_then(|at| name.tokens.get(*at));
        Self {
            text: name.words_of(at),
            part: first.and_then(part_of).map(str::to_owned),
        }
    }
}

fn part_of(token: &NameToken) -> Option<&'static str> {
    match token.token.class {
        _ if token.flags & NameToken::TITLE != 0 => Some("title"),
        _ if token.flags & NameToken::KUNYA != 0 => Some("kunya"),
        _ if token.flags & NameToken::AFTER_NASAB != 0 => Some("father"),
        _ if token.flags & NameToken::FAMILY != 0 => Some("family"),
        TokenClass::LegalForm => Some("legal_form"),
        TokenClass::Generic => Some("everyday"),
        TokenClass::Word | TokenClass::Initial | TokenClass::Number => None,
    }
}
