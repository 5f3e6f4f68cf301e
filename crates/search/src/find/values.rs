//! Conditions on values that are not cut into words: equal, between, fitting a pattern.

use super::place::How;
use super::scored::{Scored, constant};
use crate::bits::Bits;
use crate::index::Index;
use crate::query::Bound;
use crate::relevance::{Milli, rarity};
use crate::words::plain_value;
use std::ops::Range;

impl Index {
    /// Numbers of all values of a field.
    pub(super) fn values_of(&self, field: u16) -> Range<usize> {
        self.values.beginning(&field.to_be_bytes())
    }

    /// A value without its field.
    pub(super) fn value(&self, number: usize) -> &str {
        // Keys were texts when they came in.
        std::str::from_utf8(&self.values.key(number)[2..]).unwrap_or_default()
    }

    /// Who has this value in one of these fields.
    pub(super) fn equal(&self, fields: &[u16], value: &str, how: How) -> Bits {
        let mut found = Bits::none(self.len());
        let plain = plain_value(value);
        for &field in fields {
            let exact = if how == How::Exact { value } else { &plain };
            match self.number_of(field, exact) {
                Some(number) => self.mark(number, &mut found),
                None if how == How::Exact => {
                    let other_case = self
                        .values_of(field)
                        .filter(|number| plain_value(self.value(*number)) == plain);
                    other_case.for_each(|number| self.mark(number, &mut found));
                }
                None => {}
            }
        }
        found
    }

    pub(super) fn number_of(&self, field: u16, value: &str) -> Option<usize> {
        let mut key = field.to_be_bytes().to_vec();
        key.extend_from_slice(value.as_bytes());
        self.values.find(&key)
    }

    /// Who has a value in one of these fields for which this holds.
    pub(super) fn holding(&self, fields: &[u16], holds: impl Fn(&str) -> bool) -> Bits {
        let mut found = Bits::none(self.len());
        for &field in fields {
            for number in self.values_of(field) {
                if holds(self.value(number)) {
                    self.mark(number, &mut found);
                }
            }
        }
        found
    }

    /// Who has a value between these two.
    pub(super) fn between(&self, fields: &[u16], how: How, from: &Bound, to: &Bound) -> Bits {
        let (from, to) = (plain_bound(from), plain_bound(to));
        self.holding(fields, |value| {
            above(value, &from, how) && below(value, &to, how)
        })
    }

    /// Who has any value in this field.
    pub(super) fn having(&self, field: u16, found: &mut Bits) {
        if let Some(number) = self.having.find(&field.to_be_bytes()) {
            mark(self.having.list(number), found);
        }
    }

    pub(super) fn mark(&self, number: usize, found: &mut Bits) {
        mark(self.values.list(number), found);
    }

    /// A set as the answer to a condition on a value: the fewer have it, the more it says.
    pub(super) fn by_value(&self, found: &Bits) -> Scored {
        // Of a value there is one occurrence, and no length: 1 / (1 + k1).
        let score: Milli = rarity(self.len(), found.count()) * 10 / 22;
        constant(found, score)
    }
}

pub(super) fn each(mut list: crate::index::terms::Numbers<'_>, mut found: impl FnMut(u32)) {
    let mut next = 0;
    while let Some(distance) = list.next() {
        found(next + distance);
        next += distance + 1;
    }
}

fn mark(list: crate::index::terms::Numbers<'_>, found: &mut Bits) {
    each(list, |entity| found.insert(entity));
}

fn plain_bound(bound: &Bound) -> Bound {
    match bound {
        Bound::Open => Bound::Open,
        Bound::Included(value) => Bound::Included(plain_value(value)),
        Bound::Excluded(value) => Bound::Excluded(plain_value(value)),
    }
}

/// So much of a time as the bound says: what lies in its day, month or year is not behind it.
fn within<'v>(value: &'v str, bound: &str, how: How) -> &'v str {
    match how {
        How::Time => value.get(..bound.len()).unwrap_or(value),
        How::Plain | How::Exact => value,
    }
}

fn above(value: &str, from: &Bound, how: How) -> bool {
    match from {
        Bound::Open => true,
        Bound::Included(bound) => value >= bound.as_str(),
        Bound::Excluded(bound) => within(value, bound, how) > bound.as_str(),
    }
}

fn below(value: &str, to: &Bound, how: How) -> bool {
    match to {
        Bound::Open => true,
        Bound::Included(bound) => within(value, bound, how) <= bound.as_str(),
        Bound::Excluded(bound) => value < bound.as_str(),
    }
}
