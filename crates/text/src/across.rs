//! How alike words of two scripts are: what is heard, and what it costs to spell the one as the other.
//!
//! Arabic keeps its sounds, which were set on names of persons; elsewhere the spelling decides.
//! Tables of attested names and of look-alikes come after this, in [`crate::similarity`].

use crate::measure::measure;
use crate::similarity::{DISTINCT, Matcher};
use crate::spelling;
use crate::types::{How, Script, TokenRef, TokenScore};

/// The same for Arabic, whose sounds are fine enough to say what is no spelling.
const LIKELY: u16 = 600;
/// The same for Korean, where a higher bound loses a point of first places. Family names are asked for first.
const HARDLY: u16 = 150;
/// Sounds that meet less than this are not spelled out: it saves the search for the cheapest path.
const UNHEARD: u16 = 300;
/// What is left of a sound that the spelling does not bear out, per cent.
const SOUND_ALONE: u32 = 75;

/// How alike two words are, and what of it is heard.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    pub(crate) score: TokenScore,
    /// What letters and sounds tell, whatever the spelling costs.
    pub(crate) heard: TokenScore,
}

impl Measured {
    pub(crate) const NONE: Self = Self::heard(TokenScore::NONE);

    /// Where no spelling has a say.
    pub(crate) const fn heard(heard: TokenScore) -> Self {
        Self {
            score: heard,
            heard,
        }
    }
}

/// What is measured by letters and sounds, and between another script and Latin the cost of the
/// spelling. What stays below `least` may be answered as anything below it.
pub(crate) fn spelled(query: &Matcher<'_>, candidate: &Matcher<'_>, least: u16) -> Measured {
    let (native, latin) = match (query.token.script, candidate.token.script) {
        (Script::Latin, Script::Latin) => {
            return Measured::heard(measure(query, candidate, least));
        }
        (_, Script::Latin) => (query, candidate),
        (Script::Latin, _) => (candidate, query),
        _ => {
            let measured = measure(query, candidate, least);
            return Measured::heard(unrelated(query, candidate, measured));
        }
    };
    let (script, latin_text) = (native.token.script, latin.token.text);
    let custom = matches!(script, Script::Han | Script::Hangul | Script::Hebrew);
    if custom && spelling::is_family_form(native.token.text, latin_text) {
        return Measured::heard(TokenScore {
            thousandths: FAMILY,
            how: How::Attested,
        });
    }
    let from = match script {
        // By habit more than by sound.
        Script::Hangul => HARDLY,
        Script::Arabic => LIKELY,
        _ => UNHEARD,
    };
    // What must be heard for it to reach `least`. Where the spelling decides and cannot be anything, what
    // sounds right is left.
    let must_sound = match script {
        _ if least == 0 => 0,
        _ if !spelling::is_learned(script) => least,
        _ if syllabic(script) => from,
        _ => least.min(from),
    };
    let measured = measure(query, candidate, must_sound);
    if measured.thousandths < must_sound {
        return Measured::NONE;
    }
    let by_sound = least > from && !syllabic(script) && script != Script::Arabic;
    if by_sound
        && u32::from(measured.thousandths) * SOUND_ALONE < u32::from(least) * 100
        && native
            .native()
            .is_some_and(|native| !native.may_reach(latin.latin(), LEAST))
    {
        return Measured::NONE;
    }
    if measured.thousandths < from {
        return if syllabic(script) {
            Measured::NONE
        } else {
            Measured::heard(measured)
        };
    }
    let Some(spelling) = native.native() else {
        return Measured::heard(measured);
    };
    let alone = (u32::from(measured.thousandths) * SOUND_ALONE / 100) as u16;
    // A spelling that would change nothing need not be found.
    let decides = match script {
        _ if syllabic(script) => LEAST,
        Script::Arabic => LEAST.max(measured.thousandths.saturating_sub(2 * MOST_LOST)),
        _ => LEAST.max(alone),
    };
    let spelling = spelling.similarity(native.token.text, latin_text, latin.latin(), decides);
    let score = match script {
        // Syllables alike in sound are other names.
        Script::Han | Script::Hangul if spelling == 0 => TokenScore::NONE,
        Script::Arabic => blended(measured, spelling),
        _ if syllabic(script) || spelling >= alone => TokenScore {
            thousandths: spelling,
            how: How::Spelling,
        },
        _ => TokenScore {
            thousandths: alone,
            how: How::Sound,
        },
    };
    Measured {
        score,
        heard: measured,
    }
}

const fn syllabic(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hangul)
}

/// Chinese and Korean syllables against a third script, where no spelling is known: what sounds alike
/// there is chance more often than not.
fn unrelated(query: &Matcher<'_>, candidate: &Matcher<'_>, measured: TokenScore) -> TokenScore {
    let (query, candidate) = (query.token, candidate.token);
    if query.script == candidate.script || !(syllabic(query.script) || syllabic(candidate.script)) {
        return measured;
    }
    TokenScore {
        thousandths: measured.thousandths.min(DISTINCT),
        how: measured.how,
    }
}

/// A name and a Latin form that its bearers use: below what is attested for Arabic, since one form
/// stands for several names.
const FAMILY: u16 = 950;
/// Spellings that reach less need not be told apart: below lie different names.
const LEAST: u16 = 550;

/// Arabic: the sounds were set on names of persons; how a name is spelled orders what sounds alike.
/// Of eleven blends the one that costs persons least: halves, and at most [`MOST_LOST`] down (UN accepted .960,
/// sound alone .963; foreign words first .865, .645).
fn blended(heard: TokenScore, spelling: u16) -> TokenScore {
    let half = (heard.thousandths + spelling) / 2;
    TokenScore {
        thousandths: half.max(heard.thousandths.saturating_sub(MOST_LOST)),
        how: if spelling >= heard.thousandths {
            How::Spelling
        } else {
            How::Sound
        },
    }
}

/// What a rare spelling can take from an Arabic name that sounds right.
const MOST_LOST: u16 = 80;

/// How alike two joined words are to one of another script; none where only sounds can tell. Less than `least`
/// may be answered as 0.
pub(crate) fn joined_across(
    a: TokenRef<'_>,
    b: TokenRef<'_>,
    whole: TokenRef<'_>,
    least: u16,
) -> Option<u16> {
    let least = least.max(LEAST);
    let text = [a.text, b.text].concat();
    match (a.script, whole.script) {
        (Script::Arabic, _) | (_, Script::Arabic) => None,
        (Script::Latin, script) => spelling::similarity(whole.text, script, &text, least),
        (script, Script::Latin) => spelling::similarity(&text, script, whole.text, least),
        _ => None,
    }
}
