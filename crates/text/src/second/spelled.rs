//! Names that were robbed of letters: written without vowels, or cut off at the end of a field.

use super::{LIGHT, Names, SLIPPED, judged, note, pair};
use crate::assign::one;
use crate::known::is_known;
use crate::relatives::is_patronymic;
use crate::slips::{is_bare, is_cut, is_own_name, is_stripped, skeleton};
use crate::types::{Alignment, How, NameKind, NameToken, TokenPair};

/// A word without its vowels; the second for two consonants, which are many words.
const STRIPPED: (u16, u16) = (900, 860);
/// Consonants that a name without vowels must have in all: fewer are anybody's.
const LEAST_CONSONANTS: usize = 5;
/// Letters that a cut name must have kept; the fields that cut names are 20 and 35 wide.
const LEAST_KEPT: usize = 12;
/// With so many kept, two whole words before it, a cut word may be a name of its own.
const LONG_KEPT: usize = 18;
/// Letters, with a blank for each word, that a field of 20 leaves of whole words once article and *bin* are gone.
const FIELD_KEPT: usize = 17;
/// The same where the cut fell between two words: nothing shows it but the length.
const WHOLE_WORDS: u16 = 780;
/// What the words of a name must weigh in all, where no letter of the next one is left.
const LEAST_TOLD: usize = 165;
/// What a cut name can reach.
const CUT_OFF: u16 = 880;

/// One name without its vowels: every word of it agrees in all consonants with a word of the other.
pub(super) fn stripped(
    query: Names<'_>,
    candidate: Names<'_>,
    kind: NameKind,
) -> Option<Alignment> {
    let bare = |tokens: Names<'_>| {
        tokens
            .iter()
            .any(|token| token.token.text.len() > 2 && is_bare(token.token.text))
    };
    if bare(query)
        && let Some(pairs) = strip(query, candidate)
    {
        return Some(judged(query, candidate, kind, pairs, note::NO_VOWELS));
    }
    if bare(candidate)
        && let Some(mut pairs) = strip(candidate, query)
    {
        for pair in &mut pairs {
            std::mem::swap(&mut pair.query, &mut pair.candidate);
        }
        return Some(judged(query, candidate, kind, pairs, note::NO_VOWELS));
    }
    None
}

pub(super) fn strip(bare: Names<'_>, full: Names<'_>) -> Option<Vec<TokenPair>> {
    let mut pairs: Vec<TokenPair> = Vec::with_capacity(bare.len());
    let (mut consonants, mut words) = (0, 0);
    for (i, token) in bare.iter().enumerate() {
        let text = token.token.text;
        let free = |j: &usize| !pairs.iter().any(|pair| pair.candidate.contains(j));
        let same = |j: &usize| full[*j].token.text == text;
        let full_form = |j: &usize| is_bare(text) && is_stripped(text, full[*j].token.text);
        let equal = (0..full.len()).find(|j| free(j) && same(j));
        let found = equal.or_else(|| (0..full.len()).find(|j| free(j) && full_form(j)));
        let Some(j) = found else {
            if token.token.weight <= LIGHT {
                continue;
            }
            return None;
        };
        let length = skeleton(text).len();
        consonants += length;
        let (thousandths, how) = if equal.is_some() {
            (1000, How::Same)
        } else {
            words += usize::from(!is_own_name(text));
            let worth = if length > 2 { STRIPPED.0 } else { STRIPPED.1 };
            (worth, How::Letters)
        };
        pairs.push(pair(one(i), one(j), thousandths, how));
    }
    (words > 0 && consonants >= LEAST_CONSONANTS).then_some(pairs)
}

/// One name is the beginning of the other, its last word cut: what a field of 20 or 35 letters leaves.
pub(super) fn cut(query: Names<'_>, candidate: Names<'_>, kind: NameKind) -> Option<Alignment> {
    let query_is_cut = match cut_at(query, candidate) {
        Some(whole) => Some((false, whole)),
        None => cut_at(candidate, query).map(|whole| (true, whole)),
    };
    let (swapped, words) = query_is_cut?;
    let (short, long) = if swapped {
        (candidate, query)
    } else {
        (query, candidate)
    };
    let mut pairs: Vec<TokenPair> = (0..words)
        .map(|at| pair(one(at), one(at), 1000, How::Same))
        .collect();
    if words + 1 == short.len() && is_cut(short[words].token.text, long[words].token.text) {
        pairs.push(pair(one(words), one(words), SLIPPED, How::Letters));
    }
    let kept = pairs.len();
    // What the field had no room for says nothing against it: judged on what is there.
    let mut judged_part = judged(&query[..kept], &candidate[..kept], kind, pairs, note::CUT);
    let most = if words == short.len() {
        WHOLE_WORDS
    } else {
        CUT_OFF
    };
    judged_part.similarity = judged_part.similarity.min(most);
    judged_part.extra_query = (kept..query.len()).collect();
    judged_part.extra_candidate = (kept..candidate.len()).collect();
    Some(judged_part)
}

/// How many words agree before the cut one; none when `short` is not `long` cut off.
pub(super) fn cut_at(short: Names<'_>, long: Names<'_>) -> Option<usize> {
    let words = short.len().checked_sub(1)?;
    if words == 0 || long.len() <= words {
        return None;
    }
    let same = |at: usize| short[at].token.text == long[at].token.text;
    if !(0..words).all(same)
        || short[0].flags & NameToken::FAMILY != long[0].flags & NameToken::FAMILY
    {
        return None;
    }
    let kept: usize = short.iter().map(|token| token.token.text.len() + 1).sum();
    let (last, next) = (short[words].token, long[words]);
    if kept >= FIELD_KEPT && long.len() > short.len() && same(words) && tells(short) {
        return Some(short.len());
    }
    let set_apart = NameToken::FAMILY | NameToken::AFTER_NASAB;
    if short[words].flags & set_apart != next.flags & set_apart && last.text.len() > 3 {
        return None;
    }
    if kept < LEAST_KEPT || last.script != next.token.script {
        return None;
    }
    // `BE` of *bin*, `A` of *al*: the small word in front of the next name.
    let small = |flag: u8, words: &[&str]| {
        next.flags & flag != 0 && words.iter().any(|word| word.starts_with(last.text))
    };
    let particle = small(NameToken::AFTER_NASAB, &["bin", "ben", "ibn"])
        || small(NameToken::ARTICLE, &["al", "el"]);
    // `ABD AL`, `ABU A`: the front of a compound, its name cut off.
    let front = ["abd", "abu"].iter().any(|front| {
        last.text.starts_with(front) && last.text.len() < 6 && next.token.text.starts_with(front)
    });
    if (words > 1 && (particle || front))
        || (front && (last.text.len() == 3 || !is_own_name(last.text)))
    {
        return Some(words);
    }
    // Behind one word only the last of two can be told from another name: *Vladimir Mikhailov* is
    // not *Vladimir Mikhailovich* cut off.
    let long_enough = words > 1
        || (last.text.len() > 3 && long.len() == 2)
        || (last.text.len() > 5 && !is_known(last.text));
    if is_patronymic(next.token.text) {
        return None;
    }
    let beginning = is_cut(last.text, next.token.text)
        && (last.text.len() < 3 || !is_own_name(last.text) || (words > 1 && kept >= LONG_KEPT));
    (long_enough && beginning).then_some(words)
}

/// Whether so many words tell who is meant: two of the commonest are anybody's.
fn tells(name: Names<'_>) -> bool {
    let weight: usize = name
        .iter()
        .map(|token| usize::from(token.token.weight))
        .sum();
    weight >= LEAST_TOLD
}
