//! Names reduced to their first letters, or written backwards.

use super::{Names, note, pair};
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
    open_query: &mut Vec<usize>,
    open_candidate: &mut Vec<usize>,
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
    let (one, many) = (vec![*i], open_long.clone());
    pairs.push(if swapped {
        pair(many, one, 850, How::Initial)
    } else {
        pair(one, many, 850, How::Initial)
    });
    open_short.clear();
    open_long.clear();
}

/// One organization's only word is the initials of the other's words: with or without its small
/// words, its legal form spelled out behind them (*PDVSA*).
pub(super) fn acronym(query: Names<'_>, candidate: Names<'_>) -> Option<Alignment> {
    fn word<'n>(name: Names<'n>) -> Option<&'n str> {
        let mut words = name
            .iter()
            .filter(|token| token.token.class != TokenClass::LegalForm);
        let only = words.next()?.token;
        let plain = only.class == TokenClass::Word && only.text.is_ascii();
        (words.next().is_none() && plain && (3..=8).contains(&only.text.len())).then_some(only.text)
    }
    let (letters, long) = match (word(query), word(candidate)) {
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
    let initials = |small: bool| -> String {
        long.iter()
            .filter(|token| token.token.class != TokenClass::LegalForm)
            .filter(|token| small || token.token.weight > 20)
            .filter_map(|token| token.token.text.chars().next())
            .collect()
    };
    let is = |initials: String| {
        initials.len() > 2 && letters == initials
            || initials.len() > 1 && !tail.is_empty() && letters == initials + &tail
    };
    if !is(initials(true)) && !is(initials(false)) {
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
    let same = letters(query).eq(letters(candidate).rev());
    let long = letters(query).count() > 7;
    (same && long).then(|| Alignment {
        similarity: BACKWARDS,
        notes: vec![note::BACKWARDS],
        ..first.clone()
    })
}
