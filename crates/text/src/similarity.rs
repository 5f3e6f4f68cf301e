//! How alike two tokens are: an ensemble of letters and sounds, with rules for what stays apart.

use crate::letters::letter_similarity;
use crate::sound::{sound_similarity, strip_front};
use crate::tables::generic;
use crate::types::{How, Script, TokenClass, TokenRef, TokenScore};

/// How alike two tokens are, 0 ..= 1000. Symmetric.
///
/// Tokens of one script are compared by letters and by sound, tokens of two scripts by sound.
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
        }
        (TokenClass::Word | TokenClass::Generic, TokenClass::Word | TokenClass::Generic) => {}
    }
    words(query, candidate)
}

fn words(query: TokenRef<'_>, candidate: TokenRef<'_>) -> TokenScore {
    let sound = heard(query, candidate);
    let same_script = query.script == candidate.script;
    let letters = if same_script {
        letter_similarity(query.text, candidate.text)
    } else {
        0
    };
    // Two words of one script that sound alike but are spelled otherwise are alike, not the same.
    let sound = if same_script { sound.min(980) } else { sound };
    if letters >= sound {
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
            thousandths: sound,
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
            thousandths: 800,
            how: How::Initial,
        }
    } else {
        TokenScore::NONE
    }
}

fn first_sounds_meet(a: TokenRef<'_>, b: TokenRef<'_>) -> bool {
    match (a.sound.first(), b.sound.first()) {
        (Some(a), Some(b)) => a & b & 0x00FF_FFFF != 0 || (a | b) & 0x00FF_FFFF == 0,
        _ => false,
    }
}
