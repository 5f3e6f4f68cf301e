//! How alike two tokens are: an ensemble of letters and sounds, with rules for what stays apart.

use std::cell::OnceCell;

use crate::across::{self, Measured};
use crate::apart::apart;
use crate::attested::{Attestation, Attested};
use crate::classic::{Classes, Verdict, classes, verdict_of};
use crate::initials::{initial, initials};
use crate::letters::Letters;
use crate::measure::{glued_article, is_unlike, measure};
use crate::relatives::is_patronymic;
use crate::sound::Heard;
use crate::spelling::{LatinWord, Native};
use crate::tables::generic;
use crate::types::{How, Script, TokenClass, TokenRef, TokenScore};

/// What two tokens can reach that are known to be different names.
pub(crate) const DISTINCT: u16 = 550;
/// Spellings of one classic name.
const CLASSIC: u16 = 985;
/// Below this no table is asked: what it lifts must be plausible.
const PLAUSIBLE: u16 = 480;

/// An Arabic name and a Latin spelling that its bearers use.
const ATTESTED_ACROSS: u16 = 975;
/// Two Latin spellings that bearers of one Arabic name use.
const ATTESTED_BETWEEN: u16 = 930;
/// Per cent that is left when two spellings are known for different names only: both often seen,
/// or not.
const APART_OFTEN: u32 = 82;
const APART_SELDOM: u32 = 92;

/// How alike two tokens are, 0 ..= 1000. Symmetric.
///
/// Tokens of one script are compared by letters and by sound, tokens of two scripts by sound.
/// Tables say where the measures are known to be wrong. Whoever lays one token beside many asks a
/// [`Matcher`].
#[must_use]
pub fn token_similarity(query: TokenRef<'_>, candidate: TokenRef<'_>) -> TokenScore {
    Matcher::new(query).similarity(candidate)
}

/// As [`token_similarity`] where that reaches `least`; none where it stays below, which is found out
/// sooner.
///
/// ```
/// use kashf_text::{NameKind, prepare, token_similarity, token_similarity_at_least};
/// let name = prepare("Tarik Tareq Qandil", NameKind::Person);
/// let token = |at: usize| name.tokens[at].token.as_ref();
/// let score = token_similarity(token(0), token(1));
/// assert_eq!(token_similarity_at_least(token(0), token(1), 550), Some(score));
/// assert_eq!(token_similarity_at_least(token(0), token(2), 550), None);
/// ```
#[must_use]
pub fn token_similarity_at_least(
    query: TokenRef<'_>,
    candidate: TokenRef<'_>,
    least: u16,
) -> Option<TokenScore> {
    Matcher::new(query).at_least(candidate, least)
}

/// As [`token_similarity`] for two words, but without the attested spellings: with it the tables of
/// attested spellings are compiled, which must not depend on themselves.
#[must_use]
pub fn unattested_similarity(query: TokenRef<'_>, candidate: TokenRef<'_>) -> TokenScore {
    let (query, candidate) = (Matcher::new(query), Matcher::new(candidate));
    let measured = measure(&query, &candidate, 0);
    compare_words(&query, &candidate, measured, |measured| measured)
}

/// A token that is laid beside many others: what follows from it alone is worked out once. What nearly every
/// comparison asks for at the beginning, the rest when it is first needed.
#[derive(Debug)]
pub struct Matcher<'a> {
    pub(crate) token: TokenRef<'a>,
    pub(crate) letters: Letters,
    pub(crate) heard: Heard<'a>,
    /// Whether it has an article glued to it.
    pub(crate) glued: bool,
    latin: OnceCell<Box<LatinWord>>,
    native: OnceCell<Option<Box<Native>>>,
    classes: OnceCell<Option<Classes>>,
    attested: OnceCell<Attested>,
}

impl<'a> Matcher<'a> {
    /// For one token.
    #[must_use]
    pub fn new(token: TokenRef<'a>) -> Self {
        Self {
            token,
            letters: Letters::of(token.text),
            heard: Heard::of(token.sound),
            glued: glued_article(token),
            latin: OnceCell::new(),
            native: OnceCell::new(),
            classes: OnceCell::new(),
            attested: OnceCell::new(),
        }
    }

    /// As [`token_similarity`].
    #[must_use]
    pub fn similarity(&self, candidate: TokenRef<'_>) -> TokenScore {
        similarity(self, &Matcher::new(candidate), 0)
    }

    /// As [`token_similarity_at_least`].
    #[must_use]
    pub fn at_least(&self, candidate: TokenRef<'_>, least: u16) -> Option<TokenScore> {
        let score = similarity(self, &Matcher::new(candidate), least);
        (score.thousandths >= least).then_some(score)
    }

    /// As [`Matcher::at_least`]; also words that are as alike and known for two names, which reach less.
    #[must_use]
    pub fn at_least_or_distinct(&self, candidate: TokenRef<'_>, least: u16) -> Option<TokenScore> {
        let score = similarity(self, &Matcher::new(candidate), least);
        (score.thousandths >= least || score.how == How::Distinct).then_some(score)
    }

    /// The letters of a Latin token as spellings count them.
    pub(crate) fn latin(&self) -> &LatinWord {
        self.latin
            .get_or_init(|| Box::new(LatinWord::of(self.token.text)))
    }

    /// The token made ready for spelling; none where its script has no table.
    pub(crate) fn native(&self) -> Option<&Native> {
        let token = &self.token;
        self.native
            .get_or_init(|| Native::new(token.text, token.script).map(Box::new))
            .as_deref()
    }

    fn classes(&self) -> Option<&Classes> {
        self.classes
            .get_or_init(|| classes(self.token.text))
            .as_ref()
    }

    fn attested(&self) -> &Attested {
        let token = &self.token;
        self.attested
            .get_or_init(|| Attested::of(token.text, token.script))
    }

    /// Whether a table may lift what is measured.
    fn may_be_lifted(&self) -> bool {
        self.classes().is_some() || self.attested().is_known()
    }
}

/// As [`token_similarity`]; what stays below `least` may be answered as anything below it.
pub(crate) fn similarity(
    query_side: &Matcher<'_>,
    candidate_side: &Matcher<'_>,
    least: u16,
) -> TokenScore {
    let (query, candidate) = (&query_side.token, &candidate_side.token);
    let score = |thousandths, how| TokenScore { thousandths, how };
    if query.class == candidate.class
        && query.text == candidate.text
        && query.script == candidate.script
    {
        return score(1000, How::Same);
    }
    match (query.class, candidate.class) {
        (TokenClass::Word, TokenClass::Word | TokenClass::Generic)
        | (TokenClass::Generic, TokenClass::Word) => {}
        (TokenClass::LegalForm, _) | (_, TokenClass::LegalForm) => return TokenScore::NONE,
        (TokenClass::Number, _) | (_, TokenClass::Number) => return TokenScore::NONE,
        (TokenClass::Initial, TokenClass::Initial) => return initials(*query, *candidate),
        (TokenClass::Initial, _) => return initial(*query, *candidate),
        (_, TokenClass::Initial) => return initial(*candidate, *query),
        (TokenClass::Generic, TokenClass::Generic) => {
            let concept = generic(query.text);
            if concept.is_some() && concept == generic(candidate.text) {
                return score(950, How::Attested);
            }
            // Chile and China, oil and air: two things, however they are spelled.
            return TokenScore::NONE;
        }
    }
    // What a table lifts is plausible; nothing else that is measured less will be more.
    let needed = if korean(query_side, candidate_side) {
        0
    } else if least > PLAUSIBLE && query_side.may_be_lifted() {
        PLAUSIBLE
    } else {
        least
    };
    if is_unlike(query_side, candidate_side, needed) {
        return TokenScore::NONE;
    }
    let found = words(query_side, candidate_side, needed);
    // Grigoriev is not Grigorievich: one is the family, the other the father.
    if found.thousandths > DISTINCT && is_patronymic(query.text) != is_patronymic(candidate.text) {
        return score(DISTINCT, How::Distinct);
    }
    found
}

fn words(query: &Matcher<'_>, candidate: &Matcher<'_>, needed: u16) -> TokenScore {
    let Measured { score, heard } = across::spelled(query, candidate, needed);
    if score.thousandths < needed {
        return TokenScore::NONE;
    }
    compare_words(query, candidate, score, |measured| {
        attested(query, candidate, measured, heard)
    })
}

/// Korean family names are written by habit, not by sound: Lee for a vowel alone.
fn korean(query: &Matcher<'_>, candidate: &Matcher<'_>) -> bool {
    query.token.script == Script::Hangul || candidate.token.script == Script::Hangul
}

fn compare_words(
    query: &Matcher<'_>,
    candidate: &Matcher<'_>,
    measured: TokenScore,
    attested: impl FnOnce(TokenScore) -> TokenScore,
) -> TokenScore {
    if measured.thousandths < PLAUSIBLE && !korean(query, candidate) {
        return measured;
    }
    match verdict_of(query.classes(), || candidate.classes()) {
        Verdict::Same => TokenScore {
            thousandths: CLASSIC,
            how: How::Attested,
        },
        Verdict::Different => TokenScore {
            thousandths: measured.thousandths.min(DISTINCT),
            how: How::Distinct,
        },
        Verdict::Silent => attested(apart(query.token, candidate.token, measured)),
    }
}

/// What bearers of the names attest: lifts a spelling that is known for the name, lowers one that
/// is known for other names only. `heard` is what sounds alone tell.
fn attested(
    query: &Matcher<'_>,
    candidate: &Matcher<'_>,
    measured: TokenScore,
    heard: TokenScore,
) -> TokenScore {
    if measured.thousandths < PLAUSIBLE {
        return measured;
    }
    let same = match (query.token.script, candidate.token.script) {
        (Script::Arabic, Script::Latin) | (Script::Latin, Script::Arabic) => ATTESTED_ACROSS,
        (Script::Latin, Script::Latin) => ATTESTED_BETWEEN,
        _ => return measured,
    };
    let share = match query.attested().beside(|| candidate.attested()) {
        Attestation::Silent => return measured,
        Attestation::Same => {
            // The less plausible the sounds, the likelier the sources put two names side by side.
            let doubt = 700_u16.saturating_sub(measured.thousandths);
            return TokenScore {
                thousandths: measured.thousandths.max(same - doubt),
                how: How::Attested,
            };
        }
        Attestation::Apart { often: true } => APART_OFTEN,
        Attestation::Apart { often: false } => APART_SELDOM,
    };
    // Lowered once: by the table or by the spelling, whichever takes more.
    let heard = if query.token.script == candidate.token.script {
        measured
    } else {
        apart(query.token, candidate.token, heard)
    };
    let lowered = (u32::from(heard.thousandths) * share / 100) as u16;
    TokenScore {
        thousandths: lowered.min(measured.thousandths),
        how: measured.how,
    }
}
