//! What promise P2 demands of a step from one version to the next, from the record ids alone.
//!
//! It is written from the promise (`DESIGN.md` P2, issue 3) and not from the gate's code, so that
//! the two can disagree.

use super::{Class, Document, Witness, witness};
use std::collections::BTreeSet;

/// Records that may vanish from any list without being held, whatever its size.
const ALWAYS_ALLOWED: usize = 5;

/// A step between two versions of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Records of the old version that the new one lacks.
    pub missing: usize,
    /// How many of them are the last ones of the old version, without a gap.
    pub trailing: usize,
    /// Removals that are taken as real.
    pub allowance: usize,
    /// Records of the old version.
    pub old: usize,
    /// True when a new record stands after the last one that was kept.
    pub addition_after: bool,
}

impl Step {
    /// The step from `old` to `new`.
    #[must_use]
    pub fn between(old: &Document, new: &Document) -> Self {
        let new_ids = new.ids();
        let old_ids = old.ids();
        let order: Vec<&str> = ids_in_order(old);
        let gone = |id: &&&str| !new_ids.contains(**id);
        let new_order = ids_in_order(new);
        let after = new_order
            .iter()
            .rev()
            .take_while(|id| !old_ids.contains(**id));
        Self {
            missing: order.iter().filter(gone).count(),
            trailing: order.iter().rev().take_while(gone).count(),
            allowance: (order.len() / 50).max(ALWAYS_ALLOWED),
            old: order.len(),
            addition_after: after.count() > 0,
        }
    }

    /// What must come of it.
    #[must_use]
    pub fn class(&self) -> Class {
        let kept = self.old - self.missing;
        if self.missing == 0 {
            return Class::MustLoad;
        }
        if kept * 10 < self.old {
            return Class::MustRefuse;
        }
        if self.trailing == self.missing {
            // Whether the last entries were removed and others appended, nobody can tell from a cut
            // when they are few.
            return if self.missing <= self.allowance && self.addition_after {
                Class::OutOfReach
            } else {
                Class::MustRefuse
            };
        }
        if self.trailing >= ALWAYS_ALLOWED {
            Class::MustRefuse
        } else if self.missing > self.allowance {
            Class::MustHold
        } else {
            Class::MustLoad
        }
    }
}

fn ids_in_order(document: &Document) -> Vec<&str> {
    let pieces = document.ordered().into_iter();
    pieces
        .flat_map(|piece| piece.ids.iter().map(String::as_str))
        .collect()
}

/// Entries of the old version that the new one lacks.
pub(crate) fn vanished(old: &Document, new: &Document) -> Vec<Witness> {
    let new: BTreeSet<&str> = new.ids();
    let gone = old.pieces.iter().filter(|piece| !new.contains(piece.id()));
    gone.filter_map(witness).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Shape, Subject};

    fn class(keep: impl Fn(usize) -> bool) -> Class {
        let base = Subject::invented(Shape::Ofac, 100).base;
        let pieces = base.pieces.iter().enumerate();
        let kept = pieces
            .filter(|(ix, _)| keep(*ix))
            .map(|(_, piece)| piece.clone());
        Step::between(&base, &base.with(kept.collect())).class()
    }

    #[test]
    fn cuts_holds_and_removals_are_told_apart() {
        assert_eq!(class(|_| true), Class::MustLoad);
        assert_eq!(class(|ix| ix != 99), Class::MustRefuse);
        assert_eq!(class(|ix| ix < 60), Class::MustRefuse);
        assert_eq!(class(|ix| ix != 40), Class::MustLoad);
        assert_eq!(class(|ix| !(40..46).contains(&ix)), Class::MustHold);
        assert_eq!(class(|ix| ix != 40 && ix < 95), Class::MustRefuse);
        assert_eq!(class(|ix| ix % 20 == 0 || ix == 99), Class::MustRefuse);
    }
}
