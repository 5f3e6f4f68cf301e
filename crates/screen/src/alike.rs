//! Whether two words are so alike that one leads to the names of the other.

use kashf_text::{Glance, Matcher, Signature, TokenRef, TokenScore};

use crate::probe::together;

/// Tokens less alike than this lead to no name: below it lie different names (research,
/// names-and-press, section 3: "forbid" list); a name needs other tokens then.
const MIN_TOKEN_SIMILARITY: u16 = 650;

/// What words that are known for two names are held to be alike at most; and the bound of a wide search.
const LEAST_WIDE: u16 = 550;

/// Words written as one that are less alike are never laid together (`kashf_text`).
const MIN_JOINED: u16 = 800;

/// Longer words in Latin letters are two as a rule.
const GLUED: usize = 15;

/// How alike words must be that lead to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Least {
    Usual,
    /// Every word that shares a key and is not another name.
    Wide,
    /// Two words written as one.
    Joined,
}

/// A word whose like is looked for.
pub(crate) struct Asked<'t> {
    pub(crate) glance: Glance,
    token: TokenRef<'t>,
    matcher: Matcher<'t>,
    least: Least,
}

impl<'t> Asked<'t> {
    pub(crate) fn new(glance: Glance, token: TokenRef<'t>, least: Least) -> Self {
        Self {
            glance,
            token,
            matcher: Matcher::new(token),
            least,
        }
    }

    /// How alike another word is, when that leads to a name. Words that are known for two names are kept, too: with
    /// everything else the same, one may be a slip of the other (*Kanan*, *Kafan*); and so are words one letter apart,
    /// whatever they sound like (*Khrenin*, *Hkrenin*).
    pub(crate) fn alike(&self, other: TokenRef<'_>, signature: &Signature) -> Option<TokenScore> {
        // Benkharroub, whose first letters may be a word of their own; VLADIMIROVICHKHOMENKO.
        let glued = |token: &TokenRef<'_>| {
            token.text.starts_with("ben")
                || token.text.starts_with("bin")
                || token.text.len() > GLUED
        };
        match self.least {
            // Syllables are written as one by habit, not by chance.
            Least::Joined if !together(other.script) => self.matcher.at_least(other, MIN_JOINED),
            Least::Usual if !glued(&self.token) && !glued(&other) => {
                let alike = self
                    .matcher
                    .at_least_or_distinct(other, MIN_TOKEN_SIMILARITY);
                let slip = || self.glance.is_one_letter_apart(signature);
                alike.or_else(|| slip().then(|| self.matcher.similarity(other)))
            }
            Least::Usual | Least::Wide | Least::Joined => self.matcher.at_least(other, LEAST_WIDE),
        }
    }
}
