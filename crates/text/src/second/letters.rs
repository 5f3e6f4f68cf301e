//! Names reduced to their first letters, or written backwards.

use super::{Names, Open, note, pair};
use crate::assign::one;
use crate::known::is_known;
use crate::tables::legal_form;
use crate::types::{Alignment, How, Places, TokenClass, TokenPair};

/// What an acronym of four letters and more can reach: few companies share one, but some do.
const ACRONYM: u16 = 780;
/// The same for three letters, below the threshold: shown, no match.
const SHORT_ACRONYM: u16 = 720;
/// A name whose letters stand in the opposite order.
const BACKWARDS: u16 = 880;

/// `JC` for *Jean Claude*: a word that is the initials of all that is left of the other name.
pub(super) fn initials_of(
    query: Names<'_>,
    candidate: Names<'_>,
    open_query: &mut Open,
    open_candidate: &mut Open,
    pairs: &mut Vec<TokenPair>,
    swapped: bool,
) {
    let (short, long, open_short, open_long) = if swapped {
        (candidate, query, open_candidate, open_query)
    } else {
        (query, candidate, open_query, open_candidate)
    };
    let ([i], true) = (&open_short[..], open_long.len() > 1) else {
        return;
    };
    let text = short[*i].token.text;
    if open_long.len() > 3 || (text.len() > 2 && is_known(text)) {
        return;
    }
    let letters = text.chars();
    let initials = open_long
        .iter()
        .filter_map(|&j| long[j].token.text.chars().next());
    if !letters.eq(initials) {
        return;
    }
    let (one, many) = (one(*i), Places::from_slice(open_long));
    pairs.push(if swapped {
        pair(many, one, 850, How::Initial)
    } else {
        pair(one, many, 850, How::Initial)
    });
    open_short.clear();
    open_long.clear();
}

/// The only word of an organization, as far as it may be an acronym.
fn only_word<'n>(name: Names<'n>) -> Option<&'n str> {
    let mut words = name
        .iter()
        .filter(|token| token.token.class != TokenClass::LegalForm);
    let only = words.next()?.token;
    let plain = only.class == TokenClass::Word && only.text.is_ascii();
    (words.next().is_none() && plain && (3..=8).contains(&only.text.len())).then_some(only.text)
}

/// The first letters of the words of an organization, with or without its small words.
fn first_letters(name: Names<'_>, small: bool) -> String {
    name.iter()
        .filter(|token| token.token.class != TokenClass::LegalForm)
        .filter(|token| small || token.token.weight > 20)
        .filter_map(|token| token.token.text.chars().next())
        .collect()
}

/// What an organization's name and its acronym have in common: the letters of either, without a legal form
/// at their end. Sorted, each once; nothing for other names.
pub(crate) fn acronym_letters(name: Names<'_>) -> Vec<String> {
    let mut all = match only_word(name) {
        Some(word) => {
            let without = |n: usize| {
                let tail = word.get(word.len().checked_sub(n)?..)?;
                legal_form(tail)?;
                word.get(..word.len() - n).map(str::to_owned)
            };
            [Some(word.to_owned()), without(2), without(3)]
                .into_iter()
                .flatten()
                .collect()
        }
        None => vec![first_letters(name, true), first_letters(name, false)],
    };
    all.retain(|letters| (2..=8).contains(&letters.len()) && letters.is_ascii());
    all.sort_unstable();
    all.dedup();
    all
}

/// One organization's only word is the initials of the other's words: with or without its small
/// words, its legal form spelled out behind them (*PDVSA*).
pub(super) fn acronym(query: Names<'_>, candidate: Names<'_>) -> Option<Alignment> {
    let (letters, long) = match (only_word(query), only_word(candidate)) {
        (Some(letters), None) => (letters, candidate),
        (None, Some(letters)) => (letters, query),
        _ => return None,
    };
    let forms = |letters: &str| -> String {
        // The form that stands behind the long name, as the acronym may end in it: sa, ag, llc.
        let family = long
            .iter()
            .find(|token| token.token.class == TokenClass::LegalForm)
            .map(|token| token.token.text);
        (2..4)
            .filter_map(|n| letters.get(letters.len().checked_sub(n)?..))
            .find(|tail| family.is_some() && legal_form(tail).map(|form| form.family) == family)
            .unwrap_or_default()
            .to_owned()
    };
    let tail = forms(letters);
    let is = |initials: String| {
        initials.len() > 2 && letters == initials
            || initials.len() > 1 && !tail.is_empty() && letters == initials + &tail
    };
    if !is(first_letters(long, true)) && !is(first_letters(long, false)) {
        return None;
    }
    let similarity = if letters.len() > 3 {
        ACRONYM
    } else {
        SHORT_ACRONYM
    };
    Some(Alignment {
        similarity,
        pairs: vec![pair(
            (0..query.len()).collect::<Places>(),
            (0..candidate.len()).collect::<Places>(),
            similarity,
            How::Initial,
        )],
        extra_query: Vec::new(),
        extra_candidate: Vec::new(),
        notes: vec![note::ACRONYM],
    })
}

/// All letters of one name from the end to the beginning of the other.
pub(super) fn backwards(
    query: Names<'_>,
    candidate: Names<'_>,
    first: &Alignment,
) -> Option<Alignment> {
    fn letters<'n>(name: Names<'n>) -> impl DoubleEndedIterator<Item = char> + 'n {
        name.iter().flat_map(|token| token.token.text.chars())
    }
    // Most names are told from one another by one letter.
    let (first_letter, last_letter) = (query.first()?.token.text, candidate.last()?.token.text);
    if let (Some(a), Some(b)) = (first_letter.chars().next(), last_letter.chars().next_back())
        && a != b
    {
        return None;
    }
    let same = letters(query).eq(letters(candidate).rev());
    let long = letters(query).count() > 7;
    (same && long).then(|| Alignment {
        similarity: BACKWARDS,
        notes: vec![note::BACKWARDS],
        ..first.clone()
    })
}
