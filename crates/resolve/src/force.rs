//! Which judgements hold: of each authority the last, and of several authorities the highest.

use std::collections::BTreeMap;

use crate::{Judgement, Verdict};

/// The judgement that holds for each pair, by its ids in byte order.
pub type InForce<'j> = BTreeMap<(&'j str, &'j str), &'j Judgement>;

/// Finds the judgement that holds for each pair, in whatever order they come.
///
/// A person goes over an import, an import over a list, a list over the engine. What was withdrawn lets the next
/// lower authority speak.
#[must_use]
pub fn in_force(judgements: &[Judgement]) -> InForce<'_> {
    let mut last: BTreeMap<(&str, &str, u8), &Judgement> = BTreeMap::new();
    for judgement in judgements {
        let key = (&*judgement.a, &*judgement.b, judgement.who.rank());
        let known = last.entry(key).or_insert(judgement);
        if order(judgement) > order(known) {
            *known = judgement;
        }
    }
    let mut held = InForce::new();
    // Ranks rise within a pair, so the highest is written last.
    for ((a, b, _), judgement) in last {
        if judgement.verdict != Verdict::Withdrawn {
            held.insert((a, b), judgement);
        }
    }
    held
}

/// Later on record first of all; the rest only so that no order of input decides.
fn order(judgement: &Judgement) -> impl Ord + '_ {
    (
        judgement.number,
        &judgement.when,
        &judgement.who,
        judgement.verdict,
        &judgement.user,
        &judgement.evidence,
    )
}
