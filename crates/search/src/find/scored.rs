//! Entities with what a condition gives each, in the order of the files; joining them.

use crate::bits::Bits;
use crate::relevance::Milli;

/// Entities, rising, each with its relevance.
pub(super) type Scored = Vec<(u32, Milli)>;

/// Those in both, with both relevances.
pub(super) fn both(one: &Scored, other: &Scored) -> Scored {
    let mut out = Scored::with_capacity(one.len().min(other.len()));
    let mut others = other.iter().copied().peekable();
    for &(entity, score) in one {
        while others
            .next_if(|(candidate, _)| *candidate < entity)
            .is_some()
        {}
        if let Some((_, more)) = others.next_if(|(candidate, _)| *candidate == entity) {
            out.push((entity, score.saturating_add(more)));
        }
    }
    out
}

/// Those in either, with what `join` makes of two relevances.
pub(super) fn either(one: Scored, other: &Scored, join: fn(Milli, Milli) -> Milli) -> Scored {
    let mut out = Scored::with_capacity(one.len() + other.len());
    let mut others = other.iter().copied().peekable();
    for (entity, score) in one {
        while let Some(before) = others.next_if(|(candidate, _)| *candidate < entity) {
            out.push(before);
        }
        match others.next_if(|(candidate, _)| *candidate == entity) {
            Some((_, more)) => out.push((entity, join(score, more))),
            None => out.push((entity, score)),
        }
    }
    out.extend(others);
    out
}

/// The first ones, raised by the second's relevance where those have it.
pub(super) fn raised(mut one: Scored, other: &Scored) -> Scored {
    let mut others = other.iter().copied().peekable();
    for (entity, score) in &mut one {
        while others
            .next_if(|(candidate, _)| candidate < entity)
            .is_some()
        {}
        if let Some((_, more)) = others.next_if(|(candidate, _)| candidate == entity) {
            *score = score.saturating_add(more);
        }
    }
    one
}

/// The first ones that are not among the second.
pub(super) fn without(mut one: Scored, other: &Scored) -> Scored {
    let mut others = other.iter().copied().peekable();
    one.retain(|(entity, _)| {
        while others
            .next_if(|(candidate, _)| candidate < entity)
            .is_some()
        {}
        others
            .next_if(|(candidate, _)| candidate == entity)
            .is_none()
    });
    one
}

/// All of a set, each with the same relevance.
pub(super) fn constant(bits: &Bits, score: Milli) -> Scored {
    bits.iter().map(|entity| (entity, score)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn scored() -> impl Strategy<Value = Scored> {
        proptest::collection::btree_map(0_u32..40, 1_u32..9, 0..20)
            .prop_map(|map| map.into_iter().collect())
    }

    proptest! {
        #[test]
        fn joins_are_those_of_sets(one in scored(), other in scored()) {
            let of = |entity: &u32| other.iter().find(|(candidate, _)| candidate == entity).map(|found| found.1);
            let expected: Scored = one.iter().filter_map(|(e, s)| Some((*e, s + of(e)?))).collect();
            prop_assert_eq!(both(&one, &other), expected);
            let expected: Scored = one.iter().filter(|(e, _)| of(e).is_none()).copied().collect();
            prop_assert_eq!(without(one.clone(), &other), expected);
            let expected: Scored = one.iter().map(|(e, s)| (*e, s + of(e).unwrap_or(0))).collect();
            prop_assert_eq!(raised(one.clone(), &other), expected);
            let mut expected: BTreeMap<u32, u32> = one.iter().copied().collect();
            for (entity, score) in &other {
                *expected.entry(*entity).or_default() += score;
            }
            let found = either(one, &other, u32::saturating_add);
            prop_assert_eq!(found, expected.into_iter().collect::<Scored>());
        }
    }
}
