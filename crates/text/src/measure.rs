//! What letters and sounds say of two words, before any table is asked.
//!
//! Most words that are laid side by side are not alike, and their letters and consonants tell it as sets. What is left
//! is measured letters first: the more is known of them, the less needs to be heard, and the sooner the sounds are told
//! to be too far apart.

use crate::similarity::Matcher;
use crate::types::{How, Script, TokenRef, TokenScore};

/// What two tokens can reach by sound alone: they may yet be two names.
const HEARD: u16 = 975;
/// Words of one script that sound less alike than this are not compared letter by letter.
const APART: u16 = 250;

/// True only for words of one script that [`measure`] finds less alike than `least`: what most pairs of words are, told
/// by their letters and consonants as sets.
#[inline]
pub(crate) fn is_unlike(query: &Matcher<'_>, candidate: &Matcher<'_>, least: u16) -> bool {
    if least == 0 || query.token.script != candidate.token.script {
        return false;
    }
    let most = query.letters.most(&candidate.letters);
    let must_sound = Shares::of(query, candidate).must_sound(most, least);
    must_sound > HEARD
        || (must_sound > 0
            && query.glued == candidate.glued
            && query.heard.is_far(&candidate.heard, must_sound))
}

/// What letters and sounds of two words of one script have to say.
struct Shares {
    /// Parts of the sounds, to one of the letters.
    trust: u16,
    /// Both have consonants to be heard.
    hears: bool,
}

impl Shares {
    /// Within one script the letters have a say in what is heard: the fewer consonants there are to hear, the more.
    #[inline]
    fn of(query: &Matcher<'_>, candidate: &Matcher<'_>) -> Self {
        let (a, b) = (query.token.sound.len(), candidate.token.sound.len());
        Self {
            trust: match a.max(b) {
                0..=4 => 1,
                5 => 2,
                _ => 3,
            },
            hears: a > 1 && b > 1,
        }
    }

    /// What must be heard for two words to reach `least` whose letters are at `most` so much alike.
    #[inline]
    fn must_sound(&self, most: u16, least: u16) -> u16 {
        let must_sound = if self.hears && least >= APART {
            APART
        } else {
            0
        };
        if most >= least {
            return must_sound;
        }
        let missing = least * (self.trust + 1) - most;
        must_sound.max(match self.trust {
            1 => missing,
            2 => missing.div_ceil(2),
            _ => missing.div_ceil(3),
        })
    }
}

/// Letters and sounds; what stays below `least` may be answered as anything below it.
pub(crate) fn measure(query: &Matcher<'_>, candidate: &Matcher<'_>, least: u16) -> TokenScore {
    let (a, b) = (&query.token, &candidate.token);
    if a.script != b.script {
        let sound = heard(query, candidate, least).min(HEARD);
        return TokenScore {
            thousandths: sound,
            how: if sound == 0 { How::Unlike } else { How::Sound },
        };
    }
    let shares = Shares::of(query, candidate);
    let Shares { trust, hears } = shares;
    let (ours, theirs) = (&query.letters, &candidate.letters);
    // The letters are told soonest; the more is known of them the less needs to be heard.
    let (most, exact) = ours.glance(a.text, theirs, b.text);
    let must_sound = shares.must_sound(most, least);
    let sound = heard(query, candidate, must_sound).min(HEARD);
    if sound < must_sound {
        return TokenScore::NONE;
    }
    // Where almost nothing sounds alike the letters do not count.
    let letters = if sound < APART && hears {
        0
    } else if exact {
        most
    } else {
        let needed = least * (trust + 1);
        let missing = needed.saturating_sub(sound * trust).min(least);
        if most < missing {
            return TokenScore::NONE;
        }
        ours.measure(a.text, theirs, b.text, missing)
    };
    let blend = (sound * trust + letters) / (trust + 1);
    // Chinese characters that are read alike are still other names.
    let blend = match a.script {
        Script::Han => blend.min(700),
        _ => blend,
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

/// How alike two tokens sound; what stays below `least` may be answered as anything below it.
fn heard(query: &Matcher<'_>, candidate: &Matcher<'_>, least: u16) -> u16 {
    let whole = query.heard.similarity(candidate.heard, least);
    if query.glued == candidate.glued {
        return whole;
    }
    let least = (least + GLUED_COST).min(1000);
    let without = if query.glued {
        let query = query.heard.strip_front();
        query.similarity(candidate.heard, least)
    } else {
        let candidate = candidate.heard.strip_front();
        query.heard.similarity(candidate, least)
    };
    whole.max(without.saturating_sub(GLUED_COST))
}

/// What it costs to take an article off.
const GLUED_COST: u16 = 40;

/// Alsabah, Elbaradei: perhaps an article and a name.
pub(crate) fn glued_article(token: TokenRef<'_>) -> bool {
    token.script == Script::Latin
        && (token.text.starts_with("al") || token.text.starts_with("el"))
        && token.sound.len() > 3
        && token.text.len() > 5
}
