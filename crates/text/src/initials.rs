//! Initials: a letter that stands for a name.

use crate::sound::class;
use crate::types::{How, TokenRef, TokenScore};

/// An initial and a name that begins with it.
const INITIAL: u16 = 850;

/// Two initials, which are the same letter in two scripts at best.
pub(crate) fn initials(query: TokenRef<'_>, candidate: TokenRef<'_>) -> TokenScore {
    if query.script != candidate.script && first_sounds_meet(query, candidate) {
        return TokenScore {
            thousandths: 900,
            how: How::Initial,
        };
    }
    TokenScore::NONE
}

/// An initial against a full name.
pub(crate) fn initial(initial: TokenRef<'_>, name: TokenRef<'_>) -> TokenScore {
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
