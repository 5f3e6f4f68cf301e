//! From aligned tokens to one number: what counts for, what against, by kind of name.
//!
//! similarity = likeness of the pairs, by weight / (weight of the pairs + what is missing).
//! A word missing on one side is usual (a middle name left out); words on both sides that have no
//! partner contradict each other.

use crate::classic::is_same_classic;
use crate::types::{Alignment, How, NameKind, NameToken, NameTokenRef, TokenClass, TokenPair};

/// Notes: message keys of the rules that moved a similarity.
pub(crate) mod note {
    pub(crate) const NUMBERS: &str = "numbers-differ";
    pub(crate) const GENERIC_ONLY: &str = "only-generic-words-agree";
    pub(crate) const FATHER_SWAPPED: &str = "given-name-and-father-swapped";
    pub(crate) const OTHER_ORDER: &str = "other-order";
    pub(crate) const GENERATION: &str = "perhaps-parent-and-child";
    pub(crate) const SIBLINGS: &str = "given-names-differ";
    pub(crate) const INITIAL_ONLY: &str = "rests-on-initials";
}

/// What a name that is not spelled the same can reach.
const NOT_THE_SAME: u64 = 995;

/// Tokens up to this weight are titles and particles.
const LIGHT: u16 = 20;

struct Costs {
    /// Per cent of its weight that an extra word costs when the other side has none.
    one_sided: u64,
    /// The same for each of two words that contradict each other.
    both_sides: u64,
}

const fn costs(kind: NameKind) -> Costs {
    match kind {
        NameKind::Organization => Costs {
            one_sided: 90,
            both_sides: 150,
        },
        NameKind::Vessel => Costs {
            one_sided: 130,
            both_sides: 120,
        },
        NameKind::Person | NameKind::Unknown => Costs {
            one_sided: 60,
            both_sides: 150,
        },
    }
}

/// What likeness a pair is worth: nearly alike tokens are often two names, so the worth falls
/// faster than the likeness. Piecewise linear.
fn credit(thousandths: u16) -> u64 {
    const POINTS: [(u64, u64); 6] = [
        (450, 0),
        (600, 200),
        (700, 430),
        (800, 700),
        (900, 890),
        (1000, 1000),
    ];
    let likeness = u64::from(thousandths);
    for window in POINTS.windows(2) {
        let ((from, low), (to, high)) = (window[0], window[1]);
        if likeness <= to {
            return low + likeness.saturating_sub(from) * (high - low) / (to - from);
        }
    }
    1000
}

/// Fills in the similarity and the notes of an alignment.
pub(crate) fn judge(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
    alignment: &mut Alignment,
) {
    if is_same(query, candidate, alignment) {
        alignment.similarity = if query.is_empty() { 0 } else { 1000 };
        return;
    }
    let costs = costs(kind);
    let (mut total, mut weight, mut known) = (0_u64, 0_u64, 0_u64);
    for pair in &alignment.pairs {
        let pair_weight = pair_weight(query, candidate, pair);
        let credit = credit(pair.thousandths);
        total += pair_weight * credit;
        known += pair_weight * credit / 2000;
        // A pair that is hardly one contradicts as much as two words without a partner.
        weight += pair_weight + pair_weight * (costs.both_sides - 100) * (1000 - credit) / 100_000;
    }
    let sum = |tokens: &[NameTokenRef<'_>], extra: &[usize]| -> u64 {
        extra.iter().map(|&i| extra_weight(tokens[i], kind)).sum()
    };
    let extra_query = sum(query, &alignment.extra_query);
    let extra_candidate = sum(candidate, &alignment.extra_candidate);
    let contradicting = |tokens: &[NameTokenRef<'_>], extra: &[usize]| -> u64 {
        extra.iter().map(|&i| contradiction(tokens[i], kind)).sum()
    };
    let both = contradicting(query, &alignment.extra_query)
        .min(contradicting(candidate, &alignment.extra_candidate));
    let one = extra_query.abs_diff(extra_candidate);
    let one_sided = match kind {
        NameKind::Person | NameKind::Unknown => middle_names(known),
        NameKind::Organization | NameKind::Vessel => costs.one_sided,
    };
    let missing = (both * 2 * costs.both_sides + one * one_sided) / 100;
    let mut similarity = if weight == 0 {
        0
    } else {
        total / (weight + missing)
    };
    let caps = [
        numbers(query, candidate, alignment),
        generic_only(query, candidate, kind, alignment),
        initials_only(alignment),
    ];
    for (cap, note) in caps.into_iter().flatten() {
        similarity = similarity.min(cap);
        alignment.notes.push(note);
    }
    let relatives = [
        generation(query, candidate, kind, alignment),
        siblings(query, candidate, kind, alignment),
    ];
    for (share, note) in relatives.into_iter().flatten() {
        similarity = similarity * share / 100;
        alignment.notes.push(note);
    }
    if let Some((cost, note)) = other_order(query, candidate, kind, alignment) {
        similarity = similarity.saturating_sub(cost);
        alignment.notes.push(note);
    }
    alignment.similarity = similarity.min(NOT_THE_SAME) as u16;
}

/// Per cent of its weight that a name costs which only one side has, when names of so much weight
/// agree: left out beside two rare names it says little, beside one common name nearly all.
fn middle_names(known: u64) -> u64 {
    110_u64.saturating_sub(known * 3 / 10).clamp(45, 90)
}

/// The same tokens in the same order.
fn is_same(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    alignment: &Alignment,
) -> bool {
    query.len() == candidate.len()
        && alignment.pairs.len() == query.len()
        && query.iter().zip(candidate).all(|(a, b)| {
            a.token.text == b.token.text
                && a.token.script == b.token.script
                && a.token.class == b.token.class
                && (a.flags ^ b.flags) & NameToken::AFTER_NASAB == 0
        })
}

fn pair_weight(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    pair: &TokenPair,
) -> u64 {
    let side = |tokens: &[NameTokenRef<'_>], indexes: &[usize]| -> u64 {
        indexes
            .iter()
            .map(|&i| u64::from(tokens[i].token.weight))
            .sum()
    };
    let (a, b) = (side(query, &pair.query), side(candidate, &pair.candidate));
    match pair.how {
        // An initial says little, whatever it stands for.
        How::Initial => a.min(b) * 2,
        _ => a + b,
    }
}

fn extra_weight(token: NameTokenRef<'_>, kind: NameKind) -> u64 {
    let weight = u64::from(token.token.weight);
    match token.token.class {
        // A wrong initial contradicts more than a right one supports.
        TokenClass::Initial => weight * 2,
        TokenClass::Number if kind != NameKind::Person => weight * 2,
        _ => weight,
    }
}

/// What a word weighs that contradicts one of the other side. A common name contradicts another as
/// much as a rare one does: Ali is not Umar.
fn contradiction(token: NameTokenRef<'_>, kind: NameKind) -> u64 {
    let weight = extra_weight(token, kind);
    if token.token.class == TokenClass::Word && token.token.weight > 50 {
        weight.max(100)
    } else {
        weight
    }
}

/// Numbers on both sides that do not agree: another unit, another ship.
fn numbers(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    alignment: &Alignment,
) -> Option<(u64, &'static str)> {
    let has = |tokens: &[NameTokenRef<'_>], extra: &[usize]| {
        extra
            .iter()
            .any(|&i| tokens[i].token.class == TokenClass::Number)
    };
    let differ = has(query, &alignment.extra_query) && has(candidate, &alignment.extra_candidate);
    differ.then_some((500, note::NUMBERS))
}

/// Only generic words and legal forms agree although one side has a name of its own.
fn generic_only(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
    alignment: &Alignment,
) -> Option<(u64, &'static str)> {
    if kind == NameKind::Person {
        return None;
    }
    let core =
        |token: &NameTokenRef<'_>| token.token.class == TokenClass::Word && token.token.weight > 20;
    let has_core = query.iter().any(core) || candidate.iter().any(core);
    let paired = alignment.pairs.iter().any(|pair| {
        pair.query.iter().any(|&i| core(&query[i]))
            || pair.candidate.iter().any(|&j| core(&candidate[j]))
    });
    (has_core && !paired).then_some((350, note::GENERIC_ONLY))
}

fn initials_only(alignment: &Alignment) -> Option<(u64, &'static str)> {
    let only =
        !alignment.pairs.is_empty() && alignment.pairs.iter().all(|pair| pair.how == How::Initial);
    only.then_some((500, note::INITIAL_ONLY))
}

/// What another order of the same words costs.
fn other_order(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
    alignment: &Alignment,
) -> Option<(u64, &'static str)> {
    let places: Vec<(usize, usize)> = alignment
        .pairs
        .iter()
        .filter_map(|pair| Some((*pair.query.first()?, *pair.candidate.first()?)))
        .collect();
    let mut inverted = false;
    for (at, &(i, j)) in places.iter().enumerate() {
        for &(later, sooner) in &places[at + 1..] {
            if sooner > j {
                continue;
            }
            inverted = true;
            if kind == NameKind::Person && swapped(query, candidate, (i, j), (later, sooner)) {
                return Some((350, note::FATHER_SWAPPED));
            }
        }
    }
    if !inverted {
        return None;
    }
    let family = |tokens: &[NameTokenRef<'_>]| {
        tokens
            .iter()
            .any(|token| token.flags & NameToken::FAMILY != 0)
    };
    // A comma on one side says that the order is turned on purpose.
    let told = family(query) != family(candidate);
    Some((if told { 3 } else { 12 }, note::OTHER_ORDER))
}

/// A name and the father's name in each other's place, where *bin* tells which is which.
fn swapped(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    (i, j): (usize, usize),
    (later, sooner): (usize, usize),
) -> bool {
    let after = |token: &NameTokenRef<'_>| token.flags & NameToken::AFTER_NASAB != 0;
    // Later in the query stands the father; in the candidate he stands where the son stood.
    let (father_query, son_query) = (&query[later], &query[i]);
    let (father_candidate, son_candidate) = (&candidate[j], &candidate[sooner]);
    after(father_query) && after(father_candidate) && !after(son_query) && !after(son_candidate)
}

/// *Ali Salim Hasan* beside *Salim Hasan*: the whole shorter name, in its order, is the end of the
/// longer one, and the name in front is its own: a child beside its parent. Not when only two
/// names follow and the one in front is Muhammad, which stands before many given names.
fn generation(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
    alignment: &Alignment,
) -> Option<(u64, &'static str)> {
    if kind != NameKind::Person || alignment.pairs.len() < 2 {
        return None;
    }
    let own = |tokens: &[NameTokenRef<'_>], extra: &[usize]| -> Vec<usize> {
        extra
            .iter()
            .copied()
            .filter(|&i| tokens[i].token.weight > LIGHT)
            .collect()
    };
    let (in_query, in_candidate) = (
        own(query, &alignment.extra_query),
        own(candidate, &alignment.extra_candidate),
    );
    let longer = match (&in_query[..], &in_candidate[..]) {
        ([0], []) => query,
        ([], [0]) => candidate,
        _ => return None,
    };
    let first = longer[0];
    let plain = first.flags & (NameToken::FAMILY | NameToken::TITLE) == 0
        && first.token.class == TokenClass::Word
        && first.token.weight > 50
        && (alignment.pairs.len() > 2 || !is_same_classic(first.token.text, "muhammad"));
    let ordered = alignment
        .pairs
        .windows(2)
        .all(|pair| pair[0].query < pair[1].query && pair[0].candidate < pair[1].candidate);
    // With three names behind it the chain of fathers is plain; with two it may be a middle name.
    let share = if alignment.pairs.len() > 2 { 74 } else { 88 };
    (plain && ordered).then_some((share, note::GENERATION))
}

/// *Ali Salim Hasan* beside *Umar Salim Hasan*: all agrees but the given name, which is the one
/// that tells brothers apart.
fn siblings(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
    alignment: &Alignment,
) -> Option<(u64, &'static str)> {
    if kind != NameKind::Person || alignment.pairs.len() < 2 {
        return None;
    }
    let given = |tokens: &[NameTokenRef<'_>], extra: &[usize]| {
        let first = tokens.iter().position(|token| token.token.weight > LIGHT)?;
        let token = tokens[first];
        let plain = token.token.class == TokenClass::Word && token.flags & NameToken::FAMILY == 0;
        (plain && extra.contains(&first)).then_some(first)
    };
    given(query, &alignment.extra_query)?;
    given(candidate, &alignment.extra_candidate)?;
    Some((92, note::SIBLINGS))
}
