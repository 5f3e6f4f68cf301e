//! Names whose words are the same, with blanks, compounds or order elsewhere.

use super::{GLUED, INFLECTED, LIGHT, Names, Open, SLIPPED, judged, note, pair};
use crate::assign::one;
use crate::known::is_known;
use crate::slips::{is_misspelt_front, is_vowel, plain_slip, slip};
use crate::tables::legal_form;
use crate::types::{
    Alignment, How, NameKind, NameToken, NameTokenRef, Places, TokenClass, TokenPair,
};

/// *Salam* for *Abdul Salam*.
const PART: u16 = 840;
/// The same words in another order, compounds taken apart by it.
const REORDERED: u16 = 900;
/// A compound whose parts stand apart, or whose first part is an initial.
const SCATTERED: u16 = 930;

/// *Latif ... Abdul*, `A. Latif`, *Dad Allah* in another order, beside the compound written as one; and
/// *Abdul Qandili* for *Abdul X Qandili*.
pub(super) fn scattered(
    query: Names<'_>,
    candidate: Names<'_>,
    open_query: &mut Open,
    open_candidate: &mut Open,
    pairs: &mut Vec<TokenPair>,
    swapped: bool,
) {
    let (parts, whole) = if swapped {
        (candidate, query)
    } else {
        (query, candidate)
    };
    let (open_parts, open_whole) = if swapped {
        (&mut *open_candidate, &mut *open_query)
    } else {
        (&mut *open_query, &mut *open_candidate)
    };
    for j in open_whole.clone() {
        let text = whole[j].token.text;
        let mut found = None;
        for &i in open_parts.iter() {
            for &k in open_parts.iter() {
                if i == k || parts[i].token.script != whole[j].token.script {
                    continue;
                }
                let (front, back) = (parts[i].token, parts[k].token);
                let joined = text.strip_suffix(back.text).is_some_and(|head| {
                    !back.text.is_empty()
                        && (head == front.text
                            || (i + 1 == k && is_misspelt_front(front.text, head))
                            || (front.class == TokenClass::Initial
                                && back.class == TokenClass::Word
                                && i + 1 == k
                                && matches!(head, "abd" | "abu")
                                && front.text == "a"))
                });
                // Abdul Qandili: its own name is lost, and what follows stands for it.
                let lost = back.weight > LIGHT
                    && back.class == TokenClass::Word
                    && front.text.starts_with("abd")
                    && !is_known(text)
                    && text.strip_prefix("abd") == Some(back.text)
                    && back.text.len() > 2
                    && i < k;
                if joined || lost {
                    found = Some((i, k, if joined { SCATTERED } else { SLIPPED }));
                }
            }
        }
        if let Some((i, k, thousandths)) = found {
            let split = Places::from_slice(&[i.min(k), i.max(k)]);
            pairs.push(if swapped {
                pair(one(j), split, thousandths, How::Joined)
            } else {
                pair(split, one(j), thousandths, How::Joined)
            });
            open_parts.retain(|at| *at != i && *at != k);
            open_whole.retain(|at| *at != j);
        }
    }
}

/// The same letters in the same order, with blanks elsewhere: what is left between a common beginning
/// and a common end is joined on both sides.
pub(super) fn glued(query: Names<'_>, candidate: Names<'_>, kind: NameKind) -> Option<Alignment> {
    let same = |a: &NameTokenRef<'_>, b: &NameTokenRef<'_>| {
        a.token.text == b.token.text && a.token.class == b.token.class
    };
    let front = query
        .iter()
        .zip(candidate)
        .take_while(|(a, b)| same(a, b))
        .count();
    let (rest_query, rest_candidate) = (&query[front..], &candidate[front..]);
    let back = rest_query
        .iter()
        .rev()
        .zip(rest_candidate.iter().rev())
        .take_while(|(a, b)| same(a, b))
        .count();
    let middle_query = &rest_query[..rest_query.len() - back];
    let middle_candidate = &rest_candidate[..rest_candidate.len() - back];
    if middle_query.is_empty()
        || middle_candidate.is_empty()
        || middle_query.len().max(middle_candidate.len()) < 2
    {
        return None;
    }
    let readable = |tokens: Names<'_>| {
        tokens.iter().all(|token| {
            matches!(
                token.token.class,
                TokenClass::Word | TokenClass::Generic | TokenClass::Initial
            )
        })
    };
    if !readable(middle_query) || !readable(middle_candidate) {
        return None;
    }
    let length = |tokens: Names<'_>| {
        tokens
            .iter()
            .map(|token| token.token.text.len())
            .sum::<usize>()
    };
    let (long, short) = (length(middle_query), length(middle_candidate));
    if long.abs_diff(short) > 2 || long < 4 {
        return None;
    }
    fn letters<'n>(tokens: Names<'n>) -> impl Iterator<Item = u8> + 'n {
        tokens.iter().flat_map(|token| token.token.text.bytes())
    }
    // `ALM-ADANI` of *al-Madani*: the article went with the blank.
    let article = |glued: Names<'_>, tokens: Names<'_>| {
        let mut glued = letters(glued);
        tokens[0].flags & NameToken::ARTICLE != 0
            && matches!(
                (glued.next(), glued.next()),
                (Some(b'a' | b'e'), Some(b'l'))
            )
            && glued.eq(letters(tokens))
    };
    let thousandths = if letters(middle_query).eq(letters(middle_candidate))
        || article(middle_query, middle_candidate)
        || article(middle_candidate, middle_query)
    {
        GLUED
    } else if long > 7 && middle_query.len().min(middle_candidate.len()) == 1 {
        let text = |tokens: Names<'_>| {
            let parts = tokens.iter().map(|token| token.token.text);
            parts.fold(String::with_capacity(long + 2), |text, part| text + part)
        };
        let (a, b) = (text(middle_query), text(middle_candidate));
        if !plain_slip(&a, &b) && !split_slip(middle_query, middle_candidate, &a, &b) {
            return None;
        }
        SLIPPED
    } else {
        return None;
    };
    let ends = |at: usize, count: usize, other: usize| {
        (0..count).map(move |n| pair(one(at + n), one(other + n), 1000, How::Same))
    };
    let mut pairs: Vec<TokenPair> = ends(0, front, 0).collect();
    pairs.extend(ends(query.len() - back, back, candidate.len() - back));
    pairs.push(pair(
        (front..query.len() - back).collect::<Places>(),
        (front..candidate.len() - back).collect::<Places>(),
        thousandths,
        How::Joined,
    ));
    Some(judged(query, candidate, kind, pairs, note::GLUED))
}

/// *Sammi Deem* beside *Sammi Deen*: a compound whose end is misspelt, and stands apart for it.
fn split_slip(query: Names<'_>, candidate: Names<'_>, a: &str, b: &str) -> bool {
    let (parts, whole) = if candidate.len() == 1 {
        (query, b)
    } else {
        (candidate, a)
    };
    whole.starts_with(parts[0].token.text) && slip(a, b, 0).is_some()
}

/// *Qandil Qandil*: a form wanted two names of someone who has one.
pub(super) fn doubled(
    query: Names<'_>,
    candidate: Names<'_>,
    first: &Alignment,
) -> Option<Alignment> {
    let (twice, once) = if query.len() == 2 {
        (query, candidate)
    } else {
        (candidate, query)
    };
    let ([a, b], [_], [only]) = (twice, once, &first.pairs[..]) else {
        return None;
    };
    (a.token.text == b.token.text && only.thousandths >= GLUED).then(|| Alignment {
        similarity: only.thousandths.min(SCATTERED),
        notes: vec![note::GLUED],
        ..first.clone()
    })
}

/// The same words in another order: a compound whose parts another order has torn apart is the same
/// compound (*Latif ... Abdul*, *Bakr Abu*). Where *bin* says who is whose father only the exact
/// reverse of at least four words is read so: nobody's forefathers are called that way round.
pub(super) fn reordered(
    query: Names<'_>,
    candidate: Names<'_>,
    first: &Alignment,
) -> Option<Alignment> {
    let compound = |token: &NameTokenRef<'_>| {
        let text = token.token.text;
        text.starts_with("ab") || text.ends_with("lah") || text.ends_with("din")
    };
    let nasab = |name: Names<'_>| {
        name.iter()
            .any(|token| token.flags & NameToken::AFTER_NASAB != 0)
    };
    let nasab = nasab(query) || nasab(candidate);
    if !nasab && !query.iter().chain(candidate).any(compound) {
        return None;
    }
    let (mut a, mut b) = (atoms(query), atoms(candidate));
    if a.len() != b.len() || a.len() < 2 || (nasab && a.len() < 4) {
        return None;
    }
    let same = if nasab {
        a.iter().eq(b.iter().rev())
    } else {
        a.sort_unstable();
        b.sort_unstable();
        a == b
    };
    same.then(|| Alignment {
        similarity: REORDERED,
        notes: vec![crate::relatives::note::OTHER_ORDER],
        ..first.clone()
    })
}

/// The words of a name with compounds taken apart.
pub(super) fn atoms<'n>(name: Names<'n>) -> Vec<&'n str> {
    let mut atoms = Vec::with_capacity(name.len() + 2);
    for token in name {
        let mut text = token.token.text;
        let mut tails = Vec::new();
        while let Some((head, tail)) = ["abd", "abu"]
            .iter()
            .find_map(|front| Some((*front, text.strip_prefix(front)?)))
            .filter(|(_, rest)| !rest.is_empty())
        {
            atoms.push(head);
            text = tail;
        }
        while let Some((head, tail)) = ["lah", "din"]
            .iter()
            .find_map(|end| Some((text.strip_suffix(end)?, *end)))
            .filter(|(rest, _)| !rest.is_empty())
        {
            tails.push(tail);
            text = head;
        }
        atoms.push(text);
        atoms.extend(tails.into_iter().rev());
    }
    atoms
}

/// The family of the legal form that is glued to one of two words: *Qandilgmbh* beside *Qandil GmbH*.
pub(super) fn glued_form<'n>(
    a: NameTokenRef<'_>,
    b: NameTokenRef<'_>,
    query: Names<'n>,
    candidate: Names<'n>,
) -> Option<&'static str> {
    let one = |glued: NameTokenRef<'_>, plain: NameTokenRef<'_>, beside: Names<'_>| {
        let form = glued.token.text.strip_prefix(plain.token.text)?;
        let family = legal_form(form)
            .filter(|_| plain.token.text.len() > 2)?
            .family;
        let stands = |token: &NameTokenRef<'_>| {
            token.token.class == TokenClass::LegalForm && token.token.text == family
        };
        beside.iter().any(stands).then_some(family)
    };
    one(a, b, candidate).or_else(|| one(b, a, query))
}

/// What a word is to another beside which so many agree: an article glued to it, or *Abdul* left out,
/// which bearers do (*Abdul Salam*, *Salam*) and which alone makes another name.
pub(super) fn part(a: NameTokenRef<'_>, b: NameTokenRef<'_>, agreed: usize) -> Option<u16> {
    let one = |glued: NameTokenRef<'_>, plain: NameTokenRef<'_>| {
        let text = glued.token.text;
        let article = ["al", "el"]
            .iter()
            .any(|al| text.strip_prefix(al) == Some(plain.token.text));
        if article && plain.flags & NameToken::ARTICLE != 0 {
            return Some(INFLECTED);
        }
        // Lamine, El Amine: French elides it.
        let elided = text.strip_prefix('l') == Some(plain.token.text)
            && plain.token.text.starts_with(is_vowel);
        if elided && plain.flags & NameToken::ARTICLE != 0 {
            return Some(INFLECTED);
        }
        let left_out = (agreed > 1 && text.strip_prefix("abd") == Some(plain.token.text))
            || (agreed > 2 && text.strip_prefix("abu") == Some(plain.token.text));
        left_out.then_some(PART)
    };
    one(a, b).or_else(|| one(b, a))
}
