//! How alike words of two scripts are: what is heard, and what it costs to spell the one as the other.
//!
//! Arabic keeps its sounds, which were set on names of persons; elsewhere the spelling decides.
//! Tables of attested names and of look-alikes come after this, in [`crate::similarity`].

use crate::similarity::DISTINCT;
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

/// What is measured by letters and sounds, and between another script and Latin the cost of the
/// spelling.
pub(crate) fn spelled(
    query: TokenRef<'_>,
    candidate: TokenRef<'_>,
    measured: TokenScore,
) -> TokenScore {
    let (native, latin) = match (query.script, candidate.script) {
        (Script::Latin, Script::Latin) => return measured,
        (_, Script::Latin) => (query, candidate),
        (Script::Latin, _) => (candidate, query),
        _ => return unrelated(query, candidate, measured),
    };
    let custom = matches!(native.script, Script::Han | Script::Hangul | Script::Hebrew);
    if custom && spelling::is_family_form(native.text, latin.text) {
        return TokenScore {
            thousandths: FAMILY,
            how: How::Attested,
        };
    }
    let heard = match native.script {
        // By habit more than by sound.
        Script::Hangul => measured.thousandths >= HARDLY,
        Script::Arabic => measured.thousandths >= LIKELY,
        _ => measured.thousandths >= UNHEARD,
    };
    if !heard {
        return if syllabic(native.script) {
            TokenScore::NONE
        } else {
            measured
        };
    }
    let Some(spelling) = spelling::similarity(native.text, native.script, latin.text, LEAST) else {
        return measured;
    };
    let alone = u32::from(measured.thousandths) * SOUND_ALONE / 100;
    match native.script {
        // Syllables alike in sound are other names.
        Script::Han | Script::Hangul if spelling == 0 => TokenScore::NONE,
        Script::Arabic => blended(measured, spelling),
        _ if syllabic(native.script) || u32::from(spelling) >= alone => TokenScore {
            thousandths: spelling,
            how: How::Spelling,
        },
        _ => TokenScore {
            thousandths: alone as u16,
            how: How::Sound,
        },
    }
}

const fn syllabic(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hangul)
}

/// Chinese and Korean syllables against a third script, where no spelling is known: what sounds alike
/// there is chance more often than not.
fn unrelated(query: TokenRef<'_>, candidate: TokenRef<'_>, measured: TokenScore) -> TokenScore {
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

/// How alike two joined words are to one of another script; none where only sounds can tell.
pub(crate) fn joined_across(a: TokenRef<'_>, b: TokenRef<'_>, whole: TokenRef<'_>) -> Option<u16> {
    let text = [a.text, b.text].concat();
    match (a.script, whole.script) {
        (Script::Arabic, _) | (_, Script::Arabic) => None,
        (Script::Latin, script) => spelling::similarity(whole.text, script, &text, LEAST),
        (script, Script::Latin) => spelling::similarity(&text, script, whole.text, LEAST),
        _ => None,
    }
}
