//! The FollowTheMoney model: schemata, their properties, and the types of values.
//!
//! It is read once from an embedded table (`data/ftm/model.tsv`, MIT, made from the Python package by
//! `cargo xtask gen`), so nothing is typed by hand and nothing can drift. It is not a validator of
//! entities: unknown schemata and properties are the caller's problem to report.

mod parse;
mod property;
mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

pub use property::{Property, PropertyType, TypeInfo};
pub use schema::{Edge, Schema};

/// The table as committed.
const TABLE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../data/ftm/model.tsv"
));

/// All schemata and types of one version of FollowTheMoney.
#[derive(Debug)]
pub struct Model {
    version: &'static str,
    /// Sorted by name.
    schemata: Vec<Schema>,
    types: Vec<TypeInfo>,
    /// Codes that an enumerated type may hold, with their labels.
    values: BTreeMap<(PropertyType, &'static str), (&'static str, &'static str)>,
    /// Other ways to write such a code.
    aliases: BTreeMap<(PropertyType, &'static str), &'static str>,
    /// Names of all properties that hold identifiers.
    identifiers: BTreeSet<&'static str>,
}

/// The model, read on first use (well under 3 ms).
///
/// ```
/// let person = kashf_ftm::model().schema("Person").expect("every version has it");
/// assert!(person.is_a("LegalEntity"));
/// assert!(person.property("name").is_some_and(|name| name.matchable));
/// ```
#[must_use]
pub fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| parse::parse(TABLE))
}

impl Model {
    /// Version of FollowTheMoney that the table was made from.
    #[must_use]
    pub fn version(&self) -> &'static str {
        self.version
    }

    /// A schema by its exact name.
    #[must_use]
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        let place = self.schemata.binary_search_by(|s| s.name.cmp(name)).ok()?;
        self.schemata.get(place)
    }

    /// All schemata, sorted by name.
    pub fn schemata(&self) -> impl Iterator<Item = &Schema> {
        self.schemata.iter()
    }

    /// What the model says about a property type.
    #[must_use]
    pub fn type_info(&self, kind: PropertyType) -> Option<&TypeInfo> {
        self.types.iter().find(|info| info.kind == kind)
    }

    /// All property types, sorted by name.
    pub fn types(&self) -> impl Iterator<Item = &TypeInfo> {
        self.types.iter()
    }

    /// The narrower of two schemata when one is a kind of the other.
    ///
    /// ```
    /// let model = kashf_ftm::model();
    /// let narrow = model.common_schema("LegalEntity", "Person").map(|schema| schema.name);
    /// assert_eq!(narrow, Some("Person"));
    /// assert!(model.common_schema("Person", "Vessel").is_none());
    /// ```
    #[must_use]
    pub fn common_schema(&self, one: &str, other: &str) -> Option<&Schema> {
        let (one, other) = (self.schema(one)?, self.schema(other)?);
        if one.is_a(other.name) {
            Some(one)
        } else if other.is_a(one.name) {
            Some(other)
        } else {
            None
        }
    }

    /// The code of an enumerated type (topic, language, gender) with its label, if the model has it.
    #[must_use]
    pub fn value(&self, kind: PropertyType, code: &str) -> Option<(&'static str, &'static str)> {
        self.values.get(&(kind, code)).copied()
    }

    /// True when a property of that name holds identifiers, in whichever schema.
    pub(crate) fn is_identifier(&self, prop: &str) -> bool {
        self.identifiers.contains(prop)
    }

    /// The code behind another way to write it, such as `en` for the language `eng`.
    pub(crate) fn alias(&self, kind: PropertyType, alias: &str) -> Option<&'static str> {
        self.aliases.get(&(kind, alias)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_the_whole_model() {
        let model = model();
        assert_eq!(model.version(), "4.11.2");
        assert_eq!(model.schemata().count(), 71);
        assert_eq!(model.types().count(), 20);
        let own: usize = model.schemata().map(|s| s.own_properties().count()).sum();
        assert_eq!(own, 625);
    }

    #[test]
    fn every_reference_resolves() {
        let model = model();
        for schema in model.schemata() {
            for parent in &schema.extends {
                assert!(model.schema(parent).is_some(), "{} < {parent}", schema.name);
            }
            let named = schema.featured.iter().chain(&schema.required);
            let temporal = schema.temporal_start.iter().chain(&schema.temporal_end);
            for prop in named.chain(&schema.caption).chain(temporal) {
                assert!(schema.property(prop).is_some(), "{}:{prop}", schema.name);
            }
            if let Some(edge) = &schema.edge {
                for end in [edge.source, edge.target] {
                    let property = schema.property(end).unwrap();
                    assert_eq!(property.kind, PropertyType::Entity);
                }
            }
            for property in schema.properties() {
                if let Some(range) = property.range {
                    assert!(model.schema(range).is_some(), "{range}");
                }
                assert!(model.type_info(property.kind).is_some());
            }
        }
    }

    #[test]
    fn inheritance_reaches_grandparents_through_several_parents() {
        let company = model().schema("Company").unwrap();
        for ancestor in ["Organization", "LegalEntity", "Thing", "Asset", "Value"] {
            assert!(company.is_a(ancestor), "{ancestor}");
        }
        assert!(!company.is_a("Person"));
        assert_eq!(company.property("name").unwrap().schema, "Thing");
        assert_eq!(company.property("amount").unwrap().schema, "Value");
    }

    #[test]
    fn matching_goes_up_and_down_but_not_sideways() {
        let model = model();
        let can = |a: &str, b: &str| {
            let (a, b) = (model.schema(a).unwrap(), model.schema(b).unwrap());
            a.can_match(b)
        };
        assert!(can("Company", "LegalEntity") && can("LegalEntity", "Company"));
        assert!(!can("Company", "Vessel") && !can("Person", "Company"));
        // Thing is abstract to matching: nothing may be compared with it.
        assert!(!can("Person", "Thing"));
    }
}
