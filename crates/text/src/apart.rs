//! What compounds share says nothing: two servants of God, two *-al-Din* are as alike as the rest of them.

use crate::similarity::DISTINCT;
use crate::sound::{MAX_SOUND, class, sound_similarity};
use crate::types::{Script, TokenRef, TokenScore};

/// Compounds share a part that says nothing: two servants of God, two *-al-Din* are as alike as
/// the other parts are. And *Abu X* is not X.
pub(crate) fn apart(
    query: TokenRef<'_>,
    candidate: TokenRef<'_>,
    measured: TokenScore,
) -> TokenScore {
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
        let (mut a, mut b) = ([0; MAX_SOUND], [0; MAX_SOUND]);
        return capped(sound_similarity(
            without_din(query.sound, &mut a),
            without_din(candidate.sound, &mut b),
        ));
    }
    measured
}

/// The sound of a compound before its *-al-Din*.
fn without_din<'s>(sound: &[u32], head: &'s mut [u32; MAX_SOUND]) -> &'s [u32] {
    let end = sound.len().saturating_sub(3).min(MAX_SOUND - 1);
    head[..end].copy_from_slice(&sound[..end]);
    &head[..=end]
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
