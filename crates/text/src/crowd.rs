//! The crowd: names that agree, and are borne by too many for that to say who is meant.
//!
//! A word that two names share tells as much as it is rare. One word of several is hardly anybody;
//! two of the commonest, with the family name missing on one side, are thousands of people. These
//! rules lower what rests on so little; they never touch the same name in full. What they cost and
//! what they spare is in decision 0015: alarms on innocent people by origin of name, beside recall.

use crate::known::is_known;
use crate::relatives::{Order, is_patronymic};
use crate::tables::{Role, role};
use crate::types::{Alignment, How, NameKind, NameToken, NameTokenRef, Script, TokenClass};

/// Notes: message keys of the rules here.
pub(crate) mod note {
    pub(crate) const ONE_WORD: &str = "one-word-agrees";
    pub(crate) const COMMON: &str = "only-common-names-agree";
    pub(crate) const TURNED: &str = "family-name-is-given-name";
    pub(crate) const SYLLABLES: &str = "a-syllable-more";
}

/// Tokens up to this weight carry no name.
const LIGHT: u16 = 40;
/// A pair from here on is the same word.
const FIRM: u16 = 700;
/// A name of this weight is in no table of common names.
const RARE: u32 = 100;
/// Names that weigh less on the average are among the commonest.
const COMMONEST: u32 = 84;
/// A name of this weight is common, and not one of the commonest.
const USUAL: u32 = 75;
/// What one common word of several can reach, and one rare word.
const ONE_WORD: (u64, u64) = (600, 700);

/// Per cent that is left where the family name of one is the given name of the other.
const TURNED: u64 = 74;
/// What a Chinese or Korean name reaches with a syllable more on the other side: shown, no match.
const SYLLABLES: u64 = 700;

/// What a word reaches that is the whole of one name and stands beside a title or an initial in the other.
const BARE: u64 = 720;
/// A pair from here on is spelled the same, or as usage has it.
const SAME: u16 = 950;
/// Words joined are the same letters from here on.
const GLUED: u16 = 970;
/// Letters from which words joined tell who is meant, a slip among them.
const LONG: usize = 8;
/// Tokens up to this weight are titles and particles.
const TITLE: u16 = 20;

/// What a name rests on.
struct Shared {
    /// Words that agree.
    count: usize,
    /// Their weights, the lighter of both sides each.
    weight: u32,
    /// The heaviest of them.
    rarest: u32,
    /// Pairs of an initial with a word.
    initials: usize,
    /// Pairs of words that are hardly the same.
    doubtful: usize,
    /// How alike the least alike pair is.
    loosest: u16,
}

/// A cap, and a share in per cent, with their notes.
pub(crate) struct Crowd {
    pub(crate) cap: Option<(u64, &'static str)>,
    pub(crate) share: Option<(u64, &'static str)>,
}

/// What is left of the likeness of two names of a person that rest on common names.
pub(crate) fn crowd(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
    alignment: &Alignment,
    order: &Order<'_>,
) -> Crowd {
    let none = Crowd {
        cap: None,
        share: None,
    };
    if !matches!(kind, NameKind::Person | NameKind::Unknown) {
        return none;
    }
    let shared = shared(query, candidate, alignment);
    // A title that only one side's script knows for one is paired, and no word that is missing.
    let words = |tokens: &[NameTokenRef<'_>], extra: &[usize]| {
        let of = extra.iter().filter(|&&at| is_word(tokens, at));
        of.count()
    };
    let missing = words(query, &alignment.extra_query)
        .max(words(candidate, &alignment.extra_candidate))
        + shared.doubtful;
    if (shared.count == 1 || alignment.pairs.len() == 1)
        && let Some(cap) = one_word(query, candidate, alignment, &shared, missing)
    {
        return Crowd {
            cap: Some((cap, note::ONE_WORD)),
            share: None,
        };
    }
    if let Some(cap) = east_asian(query, candidate, alignment, missing > shared.doubtful) {
        return Crowd {
            cap: Some((cap, note::SYLLABLES)),
            share: None,
        };
    }
    // A name that was cut off at the end of its field has lost its end for that reason.
    let cut = alignment.notes.contains(&crate::second::note::CUT);
    if cut || shared.count < 2 || shared.weight >= RARE * shared.count as u32 * 95 / 100 {
        return none;
    }
    let end = missing_end(query, &alignment.extra_query)
        || missing_end(candidate, &alignment.extra_candidate);
    let commonest = shared.weight < COMMONEST * shared.count as u32;
    if shared.count == 2 && order.contradicts() {
        return Crowd {
            cap: None,
            share: Some((TURNED, note::TURNED)),
        };
    }
    // Three of the commonest names, one more on a side, in another order: any three cousins.
    let more =
        || named(query, &alignment.extra_query) || named(candidate, &alignment.extra_candidate);
    let turned = missing > 0
        && !order.is_kept()
        && (stray(query, &alignment.extra_query) || stray(candidate, &alignment.extra_candidate));
    let share = match (shared.count, end) {
        (2, true) => 88,
        (_, true) if turned && commonest => 80,
        (_, true) => 95,
        (_, false) if turned && commonest => 86,
        // Two of the commonest, with a name between them on one side only; not with a stray syllable.
        (2, false) if commonest && more() => 94,
        _ => return none,
    };
    Crowd {
        cap: None,
        share: Some((share, note::COMMON)),
    }
}

/// The cap where one word agrees, and others are left over or stand as initials: many people share it.
fn one_word(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    alignment: &Alignment,
    shared: &Shared,
    missing: usize,
) -> Option<u64> {
    let common = shared.rarest < RARE;
    if shared.count == 1 && missing > 0 {
        return Some(if common { ONE_WORD.0 } else { ONE_WORD.1 });
    }
    if shared.count == 1 && shared.initials > 0 {
        // An initial for each of the other words: *J. Zanjabili*. In *Abubakar K.* it is the family's, and the
        // given name is anybody's.
        return match shared.rarest {
            ..USUAL => Some(ONE_WORD.0),
            USUAL..RARE if stands_first(query, alignment) => Some(BARE),
            _ => None,
        };
    }
    // *Cheikh Sy*, *Soe Oo*: short words joined sound like much else.
    if let ([only], []) = (&alignment.pairs[..], &alignment.notes[..])
        && only.how == How::Joined
        && query[only.query[0]].token.script == candidate[only.candidate[0]].token.script
        && only.thousandths < GLUED
    {
        let letters = |tokens: &[NameTokenRef<'_>], at: &[usize]| -> usize {
            at.iter().map(|&i| tokens[i].token.text.len()).sum()
        };
        let short = letters(query, &only.query).min(letters(candidate, &only.candidate));
        return (short < LONG).then_some(BARE);
    }
    // *Malik Tahir*, *Tahir*: what is left over may be a title or a name.
    let left = |tokens: &[NameTokenRef<'_>], extra: &[usize]| {
        extra.iter().any(|&at| {
            let token = &tokens[at];
            token.token.weight > TITLE && token.flags & NameToken::ALTERNATIVE == 0
        })
    };
    let left = left(query, &alignment.extra_query) || left(candidate, &alignment.extra_candidate);
    (shared.count == 1 && left && (common || shared.loosest < SAME)).then_some(BARE)
}

/// Whether the only full word that agrees stands before the initials, and is not said to be the family's name.
fn stands_first(query: &[NameTokenRef<'_>], alignment: &Alignment) -> bool {
    let full = alignment.pairs.iter().find(|pair| pair.how != How::Initial);
    let Some(&at) = full.and_then(|pair| pair.query.first()) else {
        return false;
    };
    query[at].flags & NameToken::FAMILY == 0
        && alignment
            .pairs
            .iter()
            .all(|pair| pair.query.first() >= Some(&at))
}

/// The cap for characters beside letters: a syllable that only one side has is part of the given name, never a
/// middle one; and one word of a third script is no name of two.
fn east_asian(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    alignment: &Alignment,
    missing: bool,
) -> Option<u64> {
    let script = |tokens: &[NameTokenRef<'_>]| tokens.first().map(|token| token.token.script);
    let characters = |script| matches!(script, Some(Script::Han | Script::Hangul));
    let (a, b) = (script(query), script(candidate));
    if a == b || !(characters(a) || characters(b)) {
        return None;
    }
    let other = if characters(a) { b } else { a };
    let joined = || {
        alignment
            .pairs
            .iter()
            .any(|pair| pair.query.len() != pair.candidate.len())
    };
    (missing || (other != Some(Script::Latin) && joined())).then_some(SYLLABLES)
}

/// True for a word that names somebody. A title does not, unless it stands behind the only other word of the name:
/// the family names of *Salah Hafez* and *Husayn Sayed* are no titles.
fn is_word(tokens: &[NameTokenRef<'_>], at: usize) -> bool {
    let heavy = |token: &NameTokenRef<'_>| {
        token.token.class == TokenClass::Word && token.token.weight > LIGHT
    };
    let token = &tokens[at];
    heavy(token)
        || (at > 0
            && token.token.class == TokenClass::Word
            && matches!(role(token.token.text), Some(Role::Title | Role::Soft))
            && tokens.iter().filter(|token| heavy(token)).count() == 1)
}

/// True when one of these words is a name: known as one, or long enough. A patronymic is left out more often than
/// written: *Sergei Petrenko* is *Sergei Ivanovich Petrenko*.
fn named(tokens: &[NameTokenRef<'_>], extra: &[usize]) -> bool {
    let own = |&at: &usize| is_word(tokens, at) && is_own(tokens[at].token.text);
    extra.iter().any(own)
}

/// True when one of these words is neither an article that another order left behind nor a patronymic.
fn stray(tokens: &[NameTokenRef<'_>], extra: &[usize]) -> bool {
    extra.iter().any(|&at| {
        let text = tokens[at].token.text;
        is_word(tokens, at) && role(text).is_none() && !is_patronymic(text)
    })
}

fn is_own(text: &str) -> bool {
    !is_patronymic(text) && (text.chars().count() > 3 || (is_known(text) && role(text).is_none()))
}

fn shared(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    alignment: &Alignment,
) -> Shared {
    let mut shared = Shared {
        count: 0,
        weight: 0,
        rarest: 0,
        initials: 0,
        doubtful: 0,
        loosest: 1000,
    };
    for pair in &alignment.pairs {
        if pair.how == How::Initial {
            shared.initials += 1;
            continue;
        }
        let words = |tokens: &[NameTokenRef<'_>], at: &[usize]| -> (usize, u32) {
            let of = at.iter().filter(|&&i| is_word(tokens, i));
            of.fold((0, 0), |(count, weight), &i| {
                (count + 1, weight + u32::from(tokens[i].token.weight))
            })
        };
        let (a, b) = (words(query, &pair.query), words(candidate, &pair.candidate));
        if a.0 == 0 || b.0 == 0 {
            continue;
        }
        if pair.thousandths < FIRM {
            shared.doubtful += 1;
            continue;
        }
        shared.loosest = shared.loosest.min(pair.thousandths);
        // What is joined on one side is as many words as on the other.
        shared.count += a.0.max(b.0);
        shared.weight += a.1.min(b.1);
        shared.rarest = shared.rarest.max(a.1.min(b.1));
    }
    shared
}

/// True when a word at an end of the name has no partner: the given name or the family's.
/// A patronymic stands at the end where the family name stands first.
fn missing_end(tokens: &[NameTokenRef<'_>], extra: &[usize]) -> bool {
    let is_end = |&at: &usize| is_word(tokens, at) && !is_patronymic(tokens[at].token.text);
    let ends = [
        (0..tokens.len()).find(is_end),
        (0..tokens.len()).rev().find(is_end),
    ];
    ends.iter()
        .flatten()
        .any(|end| extra.contains(end) && is_own(tokens[*end].token.text))
}
