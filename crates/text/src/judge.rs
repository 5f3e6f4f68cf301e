//! From aligned tokens to one number: what counts for, what against, by kind of name.
//!
//! similarity = likeness of the pairs, by weight / (weight of the pairs + what is missing).
//! A word missing on one side is usual (a middle name left out); words on both sides that have no
//! partner contradict each other.

use crate::crowd::crowd;
use crate::relatives::{Order, is_patronymic};
use crate::types::{Alignment, How, NameKind, NameToken, NameTokenRef, TokenClass, TokenPair};

/// Notes: message keys of the rules that moved a similarity.
pub(crate) mod note {
    pub(crate) const NUMBERS: &str = "numbers-differ";
    pub(crate) const GENERIC_ONLY: &str = "only-generic-words-agree";
    pub(crate) const INITIAL_ONLY: &str = "rests-on-initials";
    pub(crate) const GENERATIONS: &str = "father-and-son";
}

/// What a name that is not spelled the same can reach.
const NOT_THE_SAME: u64 = 995;

/// Weight from which an extra word is a name and no title.
pub(crate) const HEAVY: u64 = 50;

/// What a generic word weighs against another one of the other side.
pub(crate) const GENERIC_APART: u64 = 90;

pub(crate) struct Costs {
    /// Per cent of its weight that an extra word costs when the other side has none.
    pub(crate) one_sided: u64,
    /// The same for each of two words that contradict each other.
    pub(crate) both_sides: u64,
}

pub(crate) const fn costs(kind: NameKind) -> Costs {
    match kind {
        NameKind::Organization => Costs {
            one_sided: 100,
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

/// The likeness of a pair, as its kind takes it: ships are named alike on purpose, so one letter
/// between two of them says more than a slip of the pen.
fn likeness(
    kind: NameKind,
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    pair: &TokenPair,
) -> u16 {
    let script =
        |tokens: &[NameTokenRef<'_>], at: &[usize]| at.first().map(|&i| tokens[i].token.script);
    let one_script = script(query, &pair.query) == script(candidate, &pair.candidate);
    let measured = matches!(pair.how, How::Sound | How::Letters);
    if kind == NameKind::Vessel && one_script && measured {
        pair.thousandths.saturating_sub(70)
    } else {
        pair.thousandths
    }
}

/// What likeness a pair is worth: nearly alike tokens are often two names, so the worth falls
/// faster than the likeness. Piecewise linear.
pub(crate) fn credit(thousandths: u16) -> u64 {
    const POINTS: [(u64, u64); 6] = [
        (450, 0),
        (600, 200),
        (700, 430),
        (800, 700),
        (900, 890),
        (1000, 1000),
    ];
    let likeness = u64::from(thousandths);
    // Taken apart, so that the compiler knows the widths.
    let between = |(from, low): (u64, u64), (to, high): (u64, u64)| {
        low + likeness.saturating_sub(from) * (high - low) / (to - from)
    };
    match likeness {
        ..=600 => between(POINTS[0], POINTS[1]),
        601..=700 => between(POINTS[1], POINTS[2]),
        701..=800 => between(POINTS[2], POINTS[3]),
        801..=900 => between(POINTS[3], POINTS[4]),
        901..=1000 => between(POINTS[4], POINTS[5]),
        _ => 1000,
    }
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
        let credit = credit(likeness(kind, query, candidate, pair));
        total += pair_weight * credit;
        known += pair_weight * credit / 2000;
        // A pair that is hardly one contradicts as much as two words without a partner.
        weight += pair_weight + pair_weight * (costs.both_sides - 100) * (1000 - credit) / 100_000;
    }
    let (extra_query, against_query) = extra_weights(query, &alignment.extra_query, kind);
    let (extra_candidate, against_candidate) =
        extra_weights(candidate, &alignment.extra_candidate, kind);
    let both = against_query.min(against_candidate);
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
        generations(query, candidate),
    ];
    let order = Order::of(query, candidate, alignment);
    let crowd = crowd(query, candidate, kind, alignment, &order);
    let (mut relatives, turned) = (Vec::new(), order.cost(kind));
    if matches!(kind, NameKind::Person | NameKind::Unknown) {
        relatives = order.relatives();
    }
    for (cap, note) in caps.into_iter().chain([crowd.cap]).flatten() {
        similarity = similarity.min(cap);
        alignment.notes.push(note);
    }
    if matches!(kind, NameKind::Person | NameKind::Unknown) && one >= HEAVY {
        similarity = similarity * evidence(known) / 100;
    }
    for (share, note) in relatives.into_iter().chain(crowd.share) {
        similarity = similarity * share / 100;
        alignment.notes.push(note);
    }
    if let Some((cost, note)) = turned {
        similarity = similarity.saturating_sub(cost);
        alignment.notes.push(note);
    }
    alignment.similarity = similarity.min(NOT_THE_SAME) as u16;
}

/// Per cent of its weight that a name costs which only one side has, when names of so much weight
/// agree: left out beside two rare names it says little, beside one common name nearly all.
pub(crate) fn middle_names(known: u64) -> u64 {
    110_u64.saturating_sub(known * 3 / 10).clamp(45, 90)
}

/// Per cent that is left of a similarity when one side has a name more and names of so much weight
/// agree: two of the commonest names do not yet make a person.
pub(crate) fn evidence(known: u64) -> u64 {
    (76 + known * 3 / 25).min(100)
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
        // What is joined on one side is one word on the other.
        How::Joined => a.min(b) * 2,
        _ => a + b,
    }
}

/// What the words weigh that found no partner, and what they weigh against words of the other side.
fn extra_weights(tokens: &[NameTokenRef<'_>], extra: &[usize], kind: NameKind) -> (u64, u64) {
    let (mut weights, mut against) = (0, 0);
    for &at in extra {
        let weight = extra_weight(&tokens[at], kind);
        weights += weight;
        against += contradiction(&tokens[at], weight);
    }
    (weights, against)
}

fn extra_weight(token: &NameTokenRef<'_>, kind: NameKind) -> u64 {
    let weight = u64::from(token.token.weight);
    if token.flags & NameToken::ALTERNATIVE != 0 {
        return 0;
    }
    match token.token.class {
        // A wrong initial contradicts more than a right one supports.
        TokenClass::Initial => weight * 2,
        TokenClass::Number if kind != NameKind::Person => weight * 2,
        // Passports have it, letters and newspapers leave it out.
        TokenClass::Word if is_patronymic(token.token.text) => weight * 3 / 4,
        _ => weight,
    }
}

/// What an extra word of some weight weighs that contradicts one of the other side. A common name contradicts another
/// as much as a rare one does: Ali is not Umar.
fn contradiction(token: &NameTokenRef<'_>, weight: u64) -> u64 {
    match token.token.class {
        TokenClass::Word if token.token.weight > 50 => weight.max(100),
        // Oil is not gas, Chile not China: what says little by itself tells two companies apart.
        TokenClass::Generic => weight.max(GENERIC_APART),
        _ => weight,
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

/// *Jr.* on one side and *Sr.* on the other, *II* and *III*: two people who share the name, and say so.
fn generations(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
) -> Option<(u64, &'static str)> {
    fn which(tokens: &[NameTokenRef<'_>]) -> Option<u8> {
        let title = |token: &&NameTokenRef<'_>| token.flags & NameToken::TITLE != 0;
        tokens
            .iter()
            .filter(title)
            .find_map(|token| match token.token.text {
                // Al-ab: alef, lam, alef, beh; al-ibn: alef, lam, alef, beh, noon.
                "sr" | "senior" | "\u{627}\u{644}\u{627}\u{628}" => Some(1),
                "jr" | "junior" | "ii" | "\u{627}\u{644}\u{627}\u{628}\u{646}" => Some(2),
                "iii" => Some(3),
                "iv" => Some(4),
                _ => None,
            })
    }
    let (a, b) = (which(query)?, which(candidate)?);
    (a != b).then_some((700, note::GENERATIONS))
}
