//! The types of a comparison: what two tokens have in common, and two names side by side.

/// How two tokens were found to be alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum How {
    /// The same letters.
    Same = 0,
    /// The same or nearly the same sounds.
    Sound = 1,
    /// Nearly the same letters.
    Letters = 2,
    /// Attested spellings of one name.
    Attested = 3,
    /// An initial and a name that begins with it.
    Initial = 4,
    /// Not alike.
    Unlike = 5,
    /// Known to be two different names, however alike they look.
    Distinct = 6,
    /// The same once tokens of one side are joined.
    Joined = 7,
    /// One is how the other's letters are spelled in Latin.
    Spelling = 8,
}

impl How {
    /// A stable key for messages and JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Sound => "sound",
            Self::Letters => "letters",
            Self::Attested => "attested",
            Self::Initial => "initial",
            Self::Unlike => "unlike",
            Self::Distinct => "distinct",
            Self::Joined => "joined",
            Self::Spelling => "spelling",
        }
    }
}

/// How alike two tokens are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenScore {
    /// 0 ..= 1000.
    pub thousandths: u16,
    /// What it rests on.
    pub how: How,
}

impl TokenScore {
    /// Not alike at all.
    pub const NONE: Self = Self {
        thousandths: 0,
        how: How::Unlike,
    };
}

/// Indexes of the tokens of one side that belong to a pair: one, or those that were joined.
pub type Places = smallvec::SmallVec<[usize; 2]>;

/// Tokens of the query set against tokens of the candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenPair {
    /// Indexes into the query's tokens; more than one when they were joined.
    pub query: Places,
    /// Indexes into the candidate's tokens.
    pub candidate: Places,
    /// How alike, 0 ..= 1000.
    pub thousandths: u16,
    /// What it rests on.
    pub how: How,
}

/// Two names laid side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alignment {
    /// How alike the names are, 0 ..= 1000.
    pub similarity: u16,
    /// The tokens that belong together, in the query's order.
    pub pairs: Vec<TokenPair>,
    /// Tokens of the query without a partner.
    pub extra_query: Vec<usize>,
    /// Tokens of the candidate without a partner.
    pub extra_candidate: Vec<usize>,
    /// Message keys of rules that moved the similarity.
    pub notes: Vec<&'static str>,
}
