//! A judgement: who says of two ids that they are one party, when, and on what evidence.
//!
//! It is never changed. A later one of the same authority takes its place, a [`Verdict::Withdrawn`] one takes it back,
//! and both stay on record.

use std::cmp::Ordering;
use std::fmt;

use kashf_core::Score;

use crate::Outcome;

/// What is said of two ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// One party.
    Same,
    /// Two parties.
    Different,
    /// Nobody can say yet.
    Look,
    /// What the same authority said before no longer holds.
    Withdrawn,
}

impl Verdict {
    /// The word in our files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Look => "look",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The verdict of such a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Same, Self::Different, Self::Look, Self::Withdrawn]
            .into_iter()
            .find(|verdict| verdict.word() == word)
    }

    /// As an outcome; `None` for what was withdrawn.
    #[must_use]
    pub const fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Same => Some(Outcome::Same),
            Self::Different => Some(Outcome::Different),
            Self::Look => Some(Outcome::Look),
            Self::Withdrawn => None,
        }
    }
}

impl From<Outcome> for Verdict {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Same => Self::Same,
            Outcome::Different => Self::Different,
            Outcome::Look => Self::Look,
        }
    }
}

/// Who or what judged. A later row of this enum goes over an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// The engine under a policy, by its id.
    Kashf(String),
    /// A list that gives its entries' former ids (`referents`), by the name of its dataset.
    List(String),
    /// A resolver file of another system, by its name.
    Import(String),
    /// A person here.
    Person(String),
}

impl Who {
    /// Whether a human stands behind it, here or elsewhere.
    #[must_use]
    pub const fn is_machine(&self) -> bool {
        matches!(self, Self::Kashf(_))
    }

    /// How far it goes over others.
    #[must_use]
    pub const fn rank(&self) -> u8 {
        match self {
            Self::Kashf(_) => 0,
            Self::List(_) => 1,
            Self::Import(_) => 2,
            Self::Person(_) => 3,
        }
    }

    /// The authority of such a text.
    ///
    /// ```
    /// use kashf_resolve::Who;
    /// let who = Who::from_text("person:Layla").unwrap();
    /// assert_eq!(who, Who::Person("Layla".to_owned()));
    /// assert_eq!(Who::from_text(&who.to_string()), Some(who));
    /// assert_eq!(Who::from_text("somebody"), None);
    /// ```
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        if let Some(policy) = text.strip_prefix("kashf ") {
            return Some(Self::Kashf(policy.to_owned()));
        }
        let (kind, name) = text.split_once(':')?;
        match kind {
            "list" => Some(Self::List(name.to_owned())),
            "import" => Some(Self::Import(name.to_owned())),
            "person" => Some(Self::Person(name.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kashf(policy) => write!(f, "kashf {policy}"),
            Self::List(name) => write!(f, "list:{name}"),
            Self::Import(name) => write!(f, "import:{name}"),
            Self::Person(name) => write!(f, "person:{name}"),
        }
    }
}

/// What somebody said of two ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The id that sorts first.
    pub a: String,
    /// The id that sorts last.
    pub b: String,
    /// What was said.
    pub verdict: Verdict,
    /// How alike they were found, where that was counted.
    pub score: Option<Score>,
    /// Who said it.
    pub who: Who,
    /// Of an import: the user that the file names.
    pub user: Option<String>,
    /// When, ISO 8601; of an import as its file says; empty when nobody says.
    pub when: String,
    /// On what evidence, in words.
    pub evidence: String,
    /// Its place on record: of one authority the later one holds.
    pub number: u64,
}

impl Judgement {
    /// A judgement in its one form: the ids in byte order. `None` for an id and itself.
    #[must_use]
    pub fn new(one: &str, other: &str, verdict: Verdict, who: Who, when: &str) -> Option<Self> {
        let (a, b) = match one.cmp(other) {
            Ordering::Less => (one, other),
            Ordering::Greater => (other, one),
            Ordering::Equal => return None,
        };
        Some(Self {
            a: a.to_owned(),
            b: b.to_owned(),
            verdict,
            score: None,
            who,
            user: None,
            when: when.to_owned(),
            evidence: String::new(),
            number: 0,
        })
    }

    /// The same with its evidence.
    #[must_use]
    pub fn on(mut self, evidence: impl Into<String>) -> Self {
        self.evidence = evidence.into();
        self
    }
}
