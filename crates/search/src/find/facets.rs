//! How many of those who fit have which value.

use super::Index;
use super::scored::Scored;
use super::values::each;
use crate::bits::Bits;
use crate::fields::is_group;
use std::collections::BTreeMap;

/// Most values of a facet.
const MAX_VALUES: usize = 1_000;

/// A value and how many have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The value in its plain form; names of datasets and schemata as they are.
    pub name: String,
    /// How many have it.
    pub count: usize,
}

impl Index {
    /// The values of each field, the most frequent first, of equal ones the lesser.
    pub(super) fn facets(&self, fields: &[&str], found: &Scored) -> Vec<Vec<FacetValue>> {
        if fields.is_empty() {
            return Vec::new();
        }
        let mut fitting = Bits::none(self.len());
        found.iter().for_each(|(entity, _)| fitting.insert(*entity));
        fields
            .iter()
            .map(|field| self.facet(field, &fitting))
            .collect()
    }

    fn facet(&self, field: &str, fitting: &Bits) -> Vec<FacetValue> {
        let fields = if is_group(field) {
            self.gathered(field)
        } else {
            self.fields.get(field).copied().into_iter().collect()
        };
        // A value may stand in several properties: its place lists together.
        let mut lists: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for field in fields {
            for number in self.values_of(field) {
                lists.entry(self.value(number)).or_default().push(number);
            }
        }
        let mut values: Vec<FacetValue> = lists
            .into_iter()
            .filter_map(|(name, numbers)| {
                let count = self.count(&numbers, fitting);
                (count > 0).then(|| FacetValue {
                    name: name.to_owned(),
                    count,
                })
            })
            .collect();
        values.sort_by(|one, other| {
            other
                .count
                .cmp(&one.count)
                .then_with(|| one.name.cmp(&other.name))
        });
        values.truncate(MAX_VALUES);
        values
    }

    fn count(&self, numbers: &[usize], fitting: &Bits) -> usize {
        if let [number] = numbers {
            let mut count = 0;
            each(self.values.list(*number), |entity| {
                count += usize::from(fitting.contains(entity))
            });
            return count;
        }
        // Few have most values: a set of their own would be cleared for each.
        let mut entities: Vec<u32> = Vec::new();
        for number in numbers {
            each(self.values.list(*number), |entity| {
                if fitting.contains(entity) {
                    entities.push(entity);
                }
            });
        }
        entities.sort_unstable();
        entities.dedup();
        entities.len()
    }
}
