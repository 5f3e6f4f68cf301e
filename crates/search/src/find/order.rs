//! The order of an answer: what was asked for, then relevance, then the id.

use super::place::Place;
use super::scored::Scored;
use super::values::each;
use super::{Index, Search, SearchError};
use crate::index::build::words_hash;
use crate::query::Node;
use crate::relevance::raise;
use crate::words::words as words_of;
use std::cmp::Ordering;

/// Relevance that an entity gains when it is called exactly as asked: more than any sum of words.
const CALLED_SO: u32 = 1_000_000;

/// One criterion of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// A field that is not cut into words, `score`, or `entity_values_count`.
    pub field: String,
    /// True for the greatest first.
    pub descending: bool,
}

/// A criterion as numbers.
enum Key {
    /// Place of each entity's value; none comes last in both directions.
    Places(Vec<u32>, bool),
    Values(bool),
    Score(bool),
}

const NONE: u32 = u32::MAX;

impl Index {
    /// The numbers of those who are asked for.
    pub(super) fn ordered(
        &self,
        mut found: Scored,
        search: &Search<'_>,
    ) -> Result<Vec<u32>, SearchError> {
        let keys: Vec<Key> = search
            .sort
            .iter()
            .map(|sort| self.key(sort))
            .collect::<Result<_, _>>()?;
        let asked = asked_words(search.query).map(|words| words_hash(&words));
        for (entity, score) in &mut found {
            let facts = self.entities[*entity as usize];
            if search.prefer_large {
                *score = score.saturating_add(raise(facts.values));
            }
            if asked == Some(facts.caption) {
                *score = score.saturating_add(CALLED_SO);
            }
        }
        let order = |one: &(u32, u32), other: &(u32, u32)| {
            let by_keys = keys.iter().map(|key| self.compare(key, *one, *other));
            let first = by_keys.into_iter().find(|order| *order != Ordering::Equal);
            first
                .unwrap_or(Ordering::Equal)
                .then_with(|| other.1.cmp(&one.1))
                .then_with(|| {
                    let by_id = |found: &(u32, u32)| self.entities[found.0 as usize].by_id;
                    by_id(one).cmp(&by_id(other))
                })
        };
        let end = search.offset.saturating_add(search.limit).min(found.len());
        if end == 0 || search.offset >= end {
            return Ok(Vec::new());
        }
        if end < found.len() {
            found.select_nth_unstable_by(end - 1, order);
            found.truncate(end);
        }
        found.sort_unstable_by(order);
        let wanted = found.iter().skip(search.offset);
        Ok(wanted
            .map(|(entity, _)| self.numbers[*entity as usize])
            .collect())
    }

    fn key(&self, sort: &Sort) -> Result<Key, SearchError> {
        let descending = sort.descending;
        match sort.field.as_str() {
            "score" | "_score" => return Ok(Key::Score(descending)),
            "entity_values_count" => return Ok(Key::Values(descending)),
            _ => {}
        }
        let fields = match self.place(&Some(sort.field.clone())) {
            Place::Values(fields, _) => fields,
            // A property that this index has never seen orders nothing; a name that nobody knows is a mistake.
            Place::Nowhere if is_known(&sort.field) => Vec::new(),
            _ => return Err(SearchError::NoOrder),
        };
        // Of several values the one that would come first.
        let mut values: Vec<usize> = fields
            .iter()
            .flat_map(|field| self.values_of(*field))
            .collect();
        values.sort_by(|one, other| self.value(*one).cmp(self.value(*other)));
        let mut places = vec![NONE; self.len()];
        let (mut place, mut before) = (0, None);
        for number in values {
            let value = self.value(number);
            place += u32::from(before.is_some_and(|before| before != value));
            before = Some(value);
            each(self.values.list(number), |entity| {
                let known = &mut places[entity as usize];
                if descending || *known == NONE {
                    *known = place;
                }
            });
        }
        Ok(Key::Places(places, descending))
    }

    fn compare(&self, key: &Key, one: (u32, u32), other: (u32, u32)) -> Ordering {
        let directed =
            |order: Ordering, descending: bool| if descending { order.reverse() } else { order };
        match key {
            Key::Score(descending) => directed(one.1.cmp(&other.1), *descending),
            Key::Values(descending) => {
                let values = |found: (u32, u32)| self.entities[found.0 as usize].values;
                directed(values(one).cmp(&values(other)), *descending)
            }
            Key::Places(places, descending) => {
                let (one, other) = (places[one.0 as usize], places[other.0 as usize]);
                match (one == NONE, other == NONE) {
                    (false, false) => directed(one.cmp(&other), *descending),
                    (one, other) => one.cmp(&other),
                }
            }
        }
    }
}

fn is_known(field: &str) -> bool {
    let prop = field.strip_prefix("properties.").unwrap_or(field);
    crate::fields::properties()
        .get(prop)
        .is_some_and(|info| !info.in_words)
        || crate::fields::OWN.contains(&field)
        || field == "entity_id"
}

/// The words of a query that is nothing but words without a field.
fn asked_words(query: &Node) -> Option<Vec<String>> {
    match query {
        Node::Words(None, text) | Node::Phrase(None, text, _) => Some(words_of(text)),
        Node::Group(group) if group.should.is_empty() && group.not.is_empty() => {
            let words: Option<Vec<Vec<String>>> = group.must.iter().map(asked_words).collect();
            words.map(|words| words.concat())
        }
        _ => None,
    }
}
