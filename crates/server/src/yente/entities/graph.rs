//! What stands around an entity: who it refers to, who refers to it, and the other ends of what lies between.
//!
//! One step out from the entity, and one more through relations (ownerships, payments, families), so that both ends of
//! one are seen. Each entity is then written inside the one that leads to it. What leads back, or was not looked at,
//! stays an id.

use kashf::{EntityReader, EntityView, Property, PropertyType, model};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::BTreeMap;

/// Entities around one that are looked at, as yente.
const MOST: usize = 9_999;
/// Entities in one answer: lists in which everything refers to everything would otherwise never end.
const MOST_NESTED: usize = 20_000;

/// Which neighbours, and which of them.
#[derive(Clone, Debug)]
pub(super) struct Page<'p> {
    pub(super) limit: usize,
    pub(super) offset: usize,
    /// Field and whether it falls.
    pub(super) sort: &'p [(String, bool)],
}

impl Page<'_> {
    /// All of them.
    pub(super) const ALL: Self = Self {
        limit: MOST,
        offset: 0,
        sort: &[],
    };
}

/// An entity with those around it.
#[derive(Debug)]
pub(super) struct Around<'e> {
    root: u32,
    /// Those next to it that were asked for, in order.
    pub(super) next: Vec<u32>,
    /// How many there are.
    pub(super) total: usize,
    entities: BTreeMap<u32, EntityView<'e>>,
    /// By whom an entity is referred to: the property that leads back, and who.
    inverted: FxHashMap<u32, Vec<(&'static str, u32)>>,
}

/// Properties of a schema whose values are entities.
pub(super) fn references_of(schema: &str) -> impl Iterator<Item = &'static Property> {
    let schema = model().schema(schema);
    let properties = schema.into_iter().flat_map(|schema| schema.properties());
    properties.filter(|property| property.kind == PropertyType::Entity)
}

/// The entities that one refers to, with the property by which it does.
fn outbound<'e>(
    reader: &EntityReader<'e>,
    entity: &EntityView<'e>,
) -> Vec<(&'static Property, u32)> {
    let mut found = Vec::new();
    for property in references_of(entity.schema) {
        let values = entity.values(property.name).iter();
        found.extend(values.filter_map(|id| Some((property, reader.find(id)?))));
    }
    found
}

impl<'e> Around<'e> {
    /// Looks around an entity: along all properties or along one.
    pub(super) fn of(
        reader: &EntityReader<'e>,
        entity: &EntityView<'e>,
        along: Option<&Property>,
        page: &Page<'_>,
    ) -> Self {
        let root = entity.number;
        let mut near: Vec<u32> = outbound(reader, entity)
            .into_iter()
            .filter(|(property, _)| along.is_none_or(|along| along.name == property.name))
            .map(|(_, number)| number)
            .collect();
        let inbound = reader.references_to(root).iter();
        near.extend(inbound.filter_map(|reference| {
            let wanted = along.is_none_or(|along| {
                along.reverse == Some(reference.prop)
                    && along
                        .range
                        .is_none_or(|range| is_a(reader, reference.from, range))
            });
            wanted.then_some(reference.from)
        }));
        near.sort_unstable();
        near.dedup();
        near.retain(|number| *number != root);
        let mut around = Self {
            root,
            total: near.len(),
            next: Vec::new(),
            entities: BTreeMap::new(),
            inverted: FxHashMap::default(),
        };
        if !page.sort.is_empty() {
            sort(reader, &mut near, page.sort);
        }
        let near: Vec<u32> = near
            .into_iter()
            .skip(page.offset)
            .take(page.limit)
            .collect();
        around.entities.insert(root, entity.clone());
        let mut further = around.look(reader, &near);
        around.next = near;
        // Through relations, and through what they lead to where that is one.
        while !further.is_empty() && around.entities.len() < MOST {
            further = around.look(reader, &further);
        }
        around
    }

    /// Takes entities in; gives the other ends of those that are relations.
    fn look(&mut self, reader: &EntityReader<'e>, numbers: &[u32]) -> Vec<u32> {
        let mut further = Vec::new();
        for number in numbers {
            if self.entities.contains_key(number) {
                continue;
            }
            let entity = reader.view(*number);
            let is_relation = model()
                .schema(entity.schema)
                .is_some_and(|schema| schema.edge.is_some());
            for (property, to) in outbound(reader, &entity) {
                if is_relation {
                    further.push(to);
                }
                if let Some(reverse) = property.reverse {
                    let known = self.inverted.entry(to).or_default();
                    if !known.contains(&(reverse, *number)) {
                        known.push((reverse, *number));
                    }
                }
            }
            self.entities.insert(*number, entity);
        }
        further.sort_unstable();
        further.dedup();
        further.retain(|number| !self.entities.contains_key(number));
        further
    }

    /// The entity with the others inside.
    pub(super) fn nested(&self, reader: &EntityReader<'e>) -> Nested<'_, 'e> {
        let mut left = MOST_NESTED;
        self.nest(reader, self.root, &mut Vec::new(), &mut left)
    }

    /// Those next to it, each with the others inside, in order.
    pub(super) fn neighbours(&self, reader: &EntityReader<'e>) -> Vec<Nested<'_, 'e>> {
        let mut left = MOST_NESTED;
        let mut path = vec![self.root];
        let next = self.next.iter();
        next.map(|number| self.nest(reader, *number, &mut path, &mut left))
            .collect()
    }

    fn nest(
        &self,
        reader: &EntityReader<'e>,
        number: u32,
        path: &mut Vec<u32>,
        left: &mut usize,
    ) -> Nested<'_, 'e> {
        let entity = &self.entities[&number];
        let depth = path.len();
        path.push(number);
        let mut inside: Vec<(&'static str, Vec<Nested<'_, 'e>>)> = Vec::new();
        let back = self.inverted.get(&number).filter(|_| depth <= 1);
        let forth = outbound(reader, entity);
        let forth = forth.into_iter().map(|(property, to)| (property.name, to));
        let mut seen = FxHashSet::default();
        for (prop, other) in back.into_iter().flatten().copied().chain(forth) {
            let known = self.entities.contains_key(&other) && !path.contains(&other);
            if !known || *left == 0 || !seen.insert((prop, other)) {
                continue;
            }
            *left -= 1;
            let nested = self.nest(reader, other, path, left);
            match inside.iter_mut().find(|(known, _)| *known == prop) {
                Some((_, list)) => list.push(nested),
                None => inside.push((prop, vec![nested])),
            }
        }
        path.pop();
        Nested { entity, inside }
    }
}

fn is_a(reader: &EntityReader<'_>, number: u32, range: &str) -> bool {
    let schema = model().schema(reader.view(number).schema);
    schema.is_some_and(|schema| schema.is_a(range))
}

/// Sorts by fields; entities without a value come last, equal ones stay in the order of the files.
fn sort(reader: &EntityReader<'_>, numbers: &mut Vec<u32>, by: &[(String, bool)]) {
    let mut keyed: Vec<(Vec<Option<String>>, u32)> = numbers
        .iter()
        .map(|number| {
            let entity = reader.view(*number);
            let key = |(field, _): &(String, bool)| {
                let values = super::super::filter::field_values(&entity, field);
                values.into_iter().min().map(str::to_owned)
            };
            (by.iter().map(key).collect(), *number)
        })
        .collect();
    keyed.sort_by(|(a, _), (b, _)| {
        let fields = a.iter().zip(b).zip(by);
        let orders = fields.map(|((a, b), (_, falls))| match (a, b) {
            (Some(a), Some(b)) if *falls => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        orders
            .into_iter()
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    *numbers = keyed.into_iter().map(|(_, number)| number).collect();
}

/// An entity in whose properties others stand.
#[derive(Debug)]
pub(super) struct Nested<'a, 'e> {
    entity: &'a EntityView<'e>,
    inside: Vec<(&'static str, Vec<Nested<'a, 'e>>)>,
}

impl Serialize for Nested<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entity = self.entity;
        let mut map = serializer.serialize_map(Some(10))?;
        map.serialize_entry("id", entity.id)?;
        map.serialize_entry("caption", &entity.caption)?;
        map.serialize_entry("schema", entity.schema)?;
        map.serialize_entry("properties", &Inside(self))?;
        map.serialize_entry("datasets", &entity.datasets)?;
        map.serialize_entry("referents", &entity.referents)?;
        map.serialize_entry("target", &entity.target)?;
        map.serialize_entry("first_seen", &entity.first_seen)?;
        map.serialize_entry("last_seen", &entity.last_seen)?;
        map.serialize_entry("last_change", &entity.last_change)?;
        map.end()
    }
}

struct Inside<'n, 'a, 'e>(&'n Nested<'a, 'e>);

impl Serialize for Inside<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Nested { entity, inside } = self.0;
        let mut map = serializer.serialize_map(None)?;
        for (prop, values) in &entity.properties {
            if !inside.iter().any(|(known, _)| known == prop) {
                map.serialize_entry(prop, values)?;
            }
        }
        for (prop, entities) in inside {
            map.serialize_entry(prop, entities)?;
        }
        map.end()
    }
}
