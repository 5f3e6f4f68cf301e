//! How alike two tokens are: an ensemble of letters and sounds, with rules for what stays apart.

use crate::across;
use crate::attested::{Attestation, across, between};
use crate::classic::{Verdict, verdict};
use crate::letters::letter_similarity;
use crate::relatives::is_patronymic;
use crate::sound::{class, sound_similarity, strip_front};
use crate::tables::generic;
use crate::types::{How, Script, TokenClass, TokenRef, TokenScore};

/// What two tokens can reach that are known to be different names.
pub(crate) const DISTINCT: u16 = 550;
/// Spellings of one classic name.
const CLASSIC: u16 = 985;
/// What two tokens can reach by sound alone: they may yet be two names.
const HEARD: u16 = 975;
/// An initial and a name that begins with it.
const INITIAL: u16 = 850;
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

/// Words of one script that sound less alike than this are not compared letter by letter.
const APART: u16 = 250;

/// How alike two tokens are, 0 ..= 1000. Symmetric.
///
/// Tokens of one script are compared by letters and by sound, tokens of two scripts by sound.
/// Tables say where the measures are known to be wrong.
#[must_use]
pub fn token_similarity(query: TokenRef<'_>, candidate: TokenRef<'_>) -> TokenScore {
    let score = |thousandths, how| TokenScore { thousandths, how };
    if query.class == candidate.class
        && query.text == candidate.text
        && query.script == candidate.script
    {
        return score(1000, How::Same);
    }
    match (query.class, candidate.class) {
        (TokenClass::LegalForm, _) | (_, TokenClass::LegalForm) => return TokenScore::NONE,
        (TokenClass::Number, _) | (_, TokenClass::Number) => return TokenScore::NONE,
        (TokenClass::Initial, TokenClass::Initial) => return initials(query, candidate),
        (TokenClass::Initial, _) => return initial(query, candidate),
        (_, TokenClass::Initial) => return initial(candidate, query),
        (TokenClass::Generic, TokenClass::Generic) => {
            let concept = generic(query.text);
            if concept.is_some() && concept == generic(candidate.text) {
                return score(950, How::Attested);
            }
            // Chile and China, oil and air: two things, however they are spelled.
            return TokenScore::NONE;
        }
        (TokenClass::Word | TokenClass::Generic, TokenClass::Word | TokenClass::Generic) => {}
    }
    let found = words(query, candidate);
    // Grigoriev is not Grigorievich: one is the family, the other the father.
    if found.thousandths > DISTINCT && is_patronymic(query.text) != is_patronymic(candidate.text) {
        return score(DISTINCT, How::Distinct);
    }
    found
}

/// As [`token_similarity`] for two words, but without the attested spellings: with it the tables of
/// attested spellings are compiled, which must not depend on themselves.
#[must_use]
pub fn unattested_similarity(query: TokenRef<'_>, candidate: TokenRef<'_>) -> TokenScore {
    compare_words(query, candidate, measure, |_, _, measured| measured)
}

fn words(query: TokenRef<'_>, candidate: TokenRef<'_>) -> TokenScore {
    compare_words(query, candidate, spelled, attested)
}

fn compare_words(
    query: TokenRef<'_>,
    candidate: TokenRef<'_>,
    measured: fn(TokenRef<'_>, TokenRef<'_>) -> TokenScore,
    attested: fn(TokenRef<'_>, TokenRef<'_>, TokenScore) -> TokenScore,
) -> TokenScore {
    let measured = measured(query, candidate);
    // Korean family names are written by habit, not by sound: Lee for a vowel alone.
    let korean = query.script == Script::Hangul || candidate.script == Script::Hangul;
    if measured.thousandths < PLAUSIBLE && !korean {
        return measured;
    }
    match verdict(query.text, candidate.text) {
        Verdict::Same => TokenScore {
            thousandths: CLASSIC,
            how: How::Attested,
        },
        Verdict::Different => TokenScore {
            thousandths: measured.thousandths.min(DISTINCT),
            how: How::Distinct,
        },
        Verdict::Silent => attested(query, candidate, apart(query, candidate, measured)),
    }
}

/// What bearers of the names attest: lifts a spelling that is known for the name, lowers one that
/// is known for other names only.
fn attested(query: TokenRef<'_>, candidate: TokenRef<'_>, measured: TokenScore) -> TokenScore {
    if measured.thousandths < PLAUSIBLE {
        return measured;
    }
    let (attestation, same) = match (query.script, candidate.script) {
        (Script::Arabic, Script::Latin) => (across(query.text, candidate.text), ATTESTED_ACROSS),
        (Script::Latin, Script::Arabic) => (across(candidate.text, query.text), ATTESTED_ACROSS),
        (Script::Latin, Script::Latin) => (between(query.text, candidate.text), ATTESTED_BETWEEN),
        _ => return measured,
    };
    let share = match attestation {
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
    let heard = if query.script == candidate.script {
        measured
    } else {
        apart(query, candidate, measure(query, candidate))
    };
    let lowered = (u32::from(heard.thousandths) * share / 100) as u16;
    TokenScore {
        thousandths: lowered.min(measured.thousandths),
        how: measured.how,
    }
}

/// Letters and sounds, and between another script and Latin the cost of the spelling.
fn spelled(query: TokenRef<'_>, candidate: TokenRef<'_>) -> TokenScore {
    across::spelled(query, candidate, measure(query, candidate))
}

/// Letters and sounds.
fn measure(query: TokenRef<'_>, candidate: TokenRef<'_>) -> TokenScore {
    let sound = heard(query, candidate).min(HEARD);
    if query.script != candidate.script {
        return TokenScore {
            thousandths: sound,
            how: if sound == 0 { How::Unlike } else { How::Sound },
        };
    }
    // Where almost nothing sounds alike the letters need not be counted.
    let heard_apart = sound < APART && query.sound.len() > 1 && candidate.sound.len() > 1;
    let letters = if heard_apart {
        0
    } else {
        letter_similarity(query.text, candidate.text)
    };
    // Within one script the letters have a say in what is heard: the fewer consonants there are
    // to hear, the more.
    let units = query
        .sound
        .len()
        .max(candidate.sound.len())
        .saturating_sub(1);
    let trust = match units {
        0..=3 => 1,
        4 => 2,
        _ => 3,
    };
    let blend = (u32::from(sound) * trust + u32::from(letters)) / (trust + 1);
    // Chinese characters that are read alike are still other names.
    let blend = match query.script {
        Script::Han => blend.min(700) as u16,
        _ => blend as u16,
    };
    if letters >= blend {
        TokenScore {
            thousandths: letters,
            how: if letters == 0 {
                How::Unlike
            } else {
                How::Letters
            },
        }
    } else {
        TokenScore {
            thousandths: blend,
            how: How::Sound,
        }
    }
}

fn heard(query: TokenRef<'_>, candidate: TokenRef<'_>) -> u16 {
    let whole = sound_similarity(query.sound, candidate.sound);
    let (al_query, al_candidate) = (glued_article(query), glued_article(candidate));
    if al_query == al_candidate {
        return whole;
    }
    let without = if al_query {
        sound_similarity(strip_front(query.sound), candidate.sound)
    } else {
        sound_similarity(query.sound, strip_front(candidate.sound))
    };
    whole.max(without.saturating_sub(40))
}

/// Alsabah, Elbaradei: perhaps an article and a name.
fn glued_article(token: TokenRef<'_>) -> bool {
    token.script == Script::Latin
        && (token.text.starts_with("al") || token.text.starts_with("el"))
        && token.sound.len() > 3
        && token.text.len() > 5
}

/// Compounds share a part that says nothing: two servants of God, two *-al-Din* are as alike as
/// the other parts are. And *Abu X* is not X.
fn apart(query: TokenRef<'_>, candidate: TokenRef<'_>, measured: TokenScore) -> TokenScore {
    let capped = |cap: u16| TokenScore {
        thousandths: measured.thousandths.min(cap),
        how: measured.how,
    };
    let (front_query, front_candidate) = (front(query), front(candidate));
    match (front_query, front_candidate) {
        (Front::None, Front::None) => {}
        (a, b) if a == b => {
            let skip = a.units();
            if query.sound.len() > skip + 1 && candidate.sound.len() > skip + 1 {
                return capped(sound_similarity(
                    &query.sound[skip..],
                    &candidate.sound[skip..],
                ));
            }
        }
        (Front::None, _) => {
            if !begins_like(query, candidate) {
                return capped(DISTINCT);
            }
        }
        (_, Front::None) => {
            if !begins_like(candidate, query) {
                return capped(DISTINCT);
            }
        }
        // Abu X and Abd X.
        _ => return capped(DISTINCT),
    }
    let (din_query, din_candidate) = (has_din(query), has_din(candidate));
    if din_query && din_candidate {
        let head = |sound: &[u32]| -> Vec<u32> {
            let end = sound.len() - 3;
            sound[..end].iter().copied().chain([0]).collect()
        };
        return capped(sound_similarity(&head(query.sound), &head(candidate.sound)));
    }
    measured
}

/// The part of a compound that many share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Front {
    None,
    Father,
    Mother,
    Servant,
}

impl Front {
    /// Consonants of the part itself.
    const fn units(self) -> usize {
        match self {
            Self::None => 0,
            Self::Father | Self::Mother => 1,
            Self::Servant => 2,
        }
    }
}

fn front(token: TokenRef<'_>) -> Front {
    let (father, mother, servant) = match token.script {
        Script::Latin => ("abu", "um", "abd"),
        Script::Arabic => (
            "\u{627}\u{628}\u{648}",
            "\u{627}\u{645}",
            "\u{639}\u{628}\u{62F}",
        ),
        Script::Cyrillic => (
            "\u{430}\u{431}\u{443}",
            "\u{443}\u{43C}",
            "\u{430}\u{431}\u{434}",
        ),
        _ => return Front::None,
    };
    if token.sound.len() < 4 {
        return Front::None;
    }
    if token.text.starts_with(servant) {
        Front::Servant
    } else if token.text.starts_with(father) {
        Front::Father
    } else if token.script == Script::Latin
        && token.text.starts_with(mother)
        && token.text.len() > 6
    {
        Front::Mother
    } else {
        Front::None
    }
}

/// Whether a plain word begins with the sounds of the other's compound: Boubaker.
fn begins_like(plain: TokenRef<'_>, compound: TokenRef<'_>) -> bool {
    match (plain.sound.first(), compound.sound.first()) {
        (Some(a), Some(b)) => a & b & class::MASK != 0,
        _ => false,
    }
}

/// Whether a sound ends in d, n with something before: Nuruddin.
fn has_din(token: TokenRef<'_>) -> bool {
    let units = token.sound.len();
    units > 4
        && token.sound[units - 2] & class::MASK == class::N
        && token.sound[units - 3] & class::D != 0
        && match token.script {
            Script::Latin => ["din", "dine", "deen", "tin"]
                .iter()
                .any(|end| token.text.ends_with(end)),
            Script::Arabic => token.text.ends_with("\u{62F}\u{64A}\u{646}"),
            Script::Cyrillic => token.text.ends_with("\u{434}\u{438}\u{43D}"),
            _ => false,
        }
}

fn initials(query: TokenRef<'_>, candidate: TokenRef<'_>) -> TokenScore {
    if query.script != candidate.script && first_sounds_meet(query, candidate) {
        return TokenScore {
            thousandths: 900,
            how: How::Initial,
        };
    }
    TokenScore::NONE
}

/// An initial against a full name.
fn initial(initial: TokenRef<'_>, name: TokenRef<'_>) -> TokenScore {
    let meets = if initial.script == name.script {
        initial.text.chars().next() == name.text.chars().next()
    } else {
        first_sounds_meet(initial, name)
    };
    if meets {
        TokenScore {
            thousandths: INITIAL,
            how: How::Initial,
        }
    } else {
        TokenScore::NONE
    }
}

fn first_sounds_meet(a: TokenRef<'_>, b: TokenRef<'_>) -> bool {
    match (a.sound.first(), b.sound.first()) {
        (Some(a), Some(b)) => a & b & class::MASK != 0 || (a | b) & class::MASK == 0,
        _ => false,
    }
}
