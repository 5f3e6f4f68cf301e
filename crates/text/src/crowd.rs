//! The crowd: names that agree, and are borne by too many for that to say who is meant.
//!
//! A word that two names share tells as much as it is rare. One word of several is hardly anybody;
//! two of the commonest, with the family name missing on one side, are thousands of people. These
//! rules lower what rests on so little; they never touch the same name in full. What they cost and
//! what they spare is in decision 0015: alarms on innocent people by origin of name, beside recall.

use crate::known::is_known;
use crate::relatives::{Order, is_patronymic};
use crate::tables::{Role, role};
use crate::types::{Alignment, How, NameKind, NameTokenRef, TokenClass};

/// Notes: message keys of the rules here.
pub(crate) mod note {
    pub(crate) const ONE_WORD: &str = "one-word-agrees";
    pub(crate) const COMMON: &str = "only-common-names-agree";
}

/// Tokens up to this weight carry no name.
const LIGHT: u16 = 40;
/// A pair from here on is the same word.
const FIRM: u16 = 700;
/// A name of this weight is in no table of common names.
const RARE: u32 = 100;
/// Names that weigh less on the average are among the commonest.
const COMMONEST: u32 = 80;
/// A name of this weight is common, and not one of the commonest.
const USUAL: u32 = 75;
/// What one common word of several can reach, and one rare word.
const ONE_WORD: (u64, u64) = (600, 700);

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
    if shared.count == 1 && missing + shared.initials > 0 {
        let cap = match shared.rarest {
            // An initial for each of the other words: *J. Zanjabili*.
            USUAL.. if missing == 0 => return none,
            RARE.. => ONE_WORD.1,
            _ => ONE_WORD.0,
        };
        return Crowd {
            cap: Some((cap, note::ONE_WORD)),
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
    // Three of the commonest names, one more on a side, in another order: any three cousins.
    let turned = missing > 0 && !order.is_kept();
    let commonest = shared.weight < COMMONEST * shared.count as u32;
    let share = match (shared.count, end) {
        (2, true) => 88,
        (_, true) if turned && commonest => 86,
        (_, true) => 95,
        (_, false) if turned && commonest => 90,
        // Two of the commonest, with a name between them on one side only; not with a stray syllable.
        (2, false)
            if commonest
                && (named(query, &alignment.extra_query)
                    || named(candidate, &alignment.extra_candidate)) =>
        {
            94
        }
        _ => return none,
    };
    Crowd {
        cap: None,
        share: Some((share, note::COMMON)),
    }
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
    extra.iter().any(|&at| {
        let text = tokens[at].token.text;
        is_word(tokens, at) && !is_patronymic(text) && (text.chars().count() > 3 || is_known(text))
    })
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
        // What is joined on one side is as many words as on the other.
        shared.count += a.0.max(b.0);
        shared.weight += a.1.min(b.1);
        shared.rarest = shared.rarest.max(a.1.min(b.1));
    }
    shared
}

/// True when a word at an end of the name has no partner: the given name or the family's.
fn missing_end(tokens: &[NameTokenRef<'_>], extra: &[usize]) -> bool {
    let mut words = (0..tokens.len()).filter(|&i| is_word(tokens, i));
    let ends = [words.next(), words.next_back()];
    ends.into_iter().flatten().any(|end| extra.contains(&end))
}
