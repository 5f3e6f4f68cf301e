//! A judged pair: two listed entries, what they come to, and the reasons that add up to it.
//!
//! The two ids stand in byte order, so that one pair has one form whichever side was asked about the other.

use std::fmt;

use kashf_core::{Points, Score};

/// What the engine makes of two entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// One party; the policy allows it to be merged without a human.
    Same,
    /// Two parties: resembling in something, and the evidence speaks against them.
    Different,
    /// A human should look.
    Look,
}

impl Outcome {
    /// The word in files: `same`, `different`, `look`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Look => "look",
        }
    }

    /// The outcome of such a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Same, Self::Different, Self::Look]
            .into_iter()
            .find(|outcome| outcome.word() == word)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One piece of evidence between two entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairReason {
    /// Message key, such as `xref-birth-same-day`, in `data/messages/{en,ar}.ftl`; its places are `left` and `right`.
    pub key: &'static str,
    /// The feature that found it, such as `name` or `listing`.
    pub feature: &'static str,
    /// Points for (positive) or against (negative).
    pub points: Points,
    /// The value of [`JudgedPair::a`].
    pub left: String,
    /// The value of [`JudgedPair::b`].
    pub right: String,
}

/// Two entries, weighed against each other.
///
/// ```
/// use kashf_resolve::{JudgedPair, Outcome};
/// let pair = JudgedPair::new("us-sdn-7", "un-3", Outcome::Look, Default::default(), vec![]);
/// assert_eq!((pair.a.as_str(), pair.b.as_str()), ("un-3", "us-sdn-7"));
/// assert_eq!(pair.outcome.word(), "look");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedPair {
    /// The id that sorts first.
    pub a: String,
    /// The id that sorts last.
    pub b: String,
    /// What it comes to.
    pub outcome: Outcome,
    /// How strongly, 0 ..= 1.
    pub score: Score,
    /// The evidence; its points add up to those that gave the score.
    pub reasons: Vec<PairReason>,
}

impl JudgedPair {
    /// A pair in its one form: ids in byte order, and the sides of the reasons turned with them.
    #[must_use]
    pub fn new(
        one: &str,
        other: &str,
        outcome: Outcome,
        score: Score,
        mut reasons: Vec<PairReason>,
    ) -> Self {
        let turned = other < one;
        if turned {
            for reason in &mut reasons {
                std::mem::swap(&mut reason.left, &mut reason.right);
            }
        }
        let (a, b) = if turned { (other, one) } else { (one, other) };
        Self {
            a: a.to_owned(),
            b: b.to_owned(),
            outcome,
            score,
            reasons,
        }
    }

    /// The points of all reasons together.
    #[must_use]
    pub fn points(&self) -> Points {
        self.reasons.iter().map(|reason| reason.points).sum()
    }
}
