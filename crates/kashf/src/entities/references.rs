//! Who refers to whom: every value that is the id of another entity, the other way round.

use super::{Entities, EntityReader};
use kashf_ftm::{PropertyType, model};
use rustc_hash::FxHashMap;

/// One party refers to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Number of the party that is referred to.
    pub to: u32,
    /// Number of the party that refers to it.
    pub from: u32,
    /// The property by which it does.
    pub prop: &'static str,
}

impl Entities {
    /// All references, by who is referred to, then in the order of the lists and files.
    pub(super) fn references(&self, reader: &EntityReader<'_>) -> &[Reference] {
        self.references.get_or_init(|| {
            let mut references = Vec::new();
            let mut kinds: FxHashMap<(&str, &str), Option<&'static str>> = FxHashMap::default();
            for (list, statements) in self.lists[..self.current].iter().zip(&reader.statements) {
                for statement in statements.iter() {
                    let (schema, prop) = (statement.schema(), statement.prop());
                    let known = kinds.entry((schema, prop));
                    let Some(prop) = *known.or_insert_with(|| reference(schema, prop)) else {
                        continue;
                    };
                    if let Some(to) = reader.find(statement.value()) {
                        let from = reader.head(list.base + statement.entity());
                        references.push(Reference { to, from, prop });
                    }
                }
            }
            references.sort_unstable();
            references.dedup();
            references.shrink_to_fit();
            references
        })
    }
}

/// The name of a property whose values are ids.
fn reference(schema: &str, prop: &str) -> Option<&'static str> {
    let known = model().schema(schema)?.property(prop)?;
    (known.kind == PropertyType::Entity).then_some(known.name)
}
