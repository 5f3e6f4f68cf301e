//! An entity: the view over the statements that share a canonical id.
//!
//! It is what JSON carries and what a reader sees; the statements behind it stay the evidence.

use std::collections::{BTreeMap, BTreeSet};

/// A FollowTheMoney entity: an id, a schema, and values by property.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    /// Identifier, unique in its datasets.
    pub id: String,
    /// Name of the schema, such as `Person`.
    pub schema: String,
    /// The publisher's own caption when the input carries one; see `kashf_ftm::caption` for the rule.
    pub caption: Option<String>,
    /// Values by property name, in the order in which the source gave them, without repeats.
    pub properties: BTreeMap<String, Vec<String>>,
    /// Names of the datasets that speak of it.
    pub datasets: BTreeSet<String>,
    /// Ids that were merged into this one.
    pub referents: BTreeSet<String>,
    /// True when the entity itself is listed, not only linked to one that is.
    pub target: Option<bool>,
    /// ISO 8601, when a source first spoke of it.
    pub first_seen: Option<String>,
    /// ISO 8601, when a source last spoke of it.
    pub last_seen: Option<String>,
    /// ISO 8601, when its content last changed.
    pub last_change: Option<String>,
    /// Other fields of the JSON form, as JSON text by key, so that reading and writing loses nothing.
    pub context: BTreeMap<String, String>,
}

impl Entity {
    /// An entity without values.
    #[must_use]
    pub fn new(id: &str, schema: &str) -> Self {
        Self {
            id: id.to_owned(),
            schema: schema.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a value unless the property already has it.
    ///
    /// ```
    /// let mut person = kashf_core::Entity::new("q1", "Person");
    /// person.add("name", "Layla Example");
    /// person.add("name", "Layla Example");
    /// assert_eq!(person.values("name"), ["Layla Example"]);
    /// ```
    pub fn add(&mut self, prop: &str, value: &str) {
        let values = self.properties.entry(prop.to_owned()).or_default();
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }

    /// The values of a property; empty when it has none.
    #[must_use]
    pub fn values(&self, prop: &str) -> &[String] {
        self.properties.get(prop).map_or(&[], Vec::as_slice)
    }

    /// The first value of a property.
    #[must_use]
    pub fn first(&self, prop: &str) -> Option<&str> {
        self.values(prop).first().map(String::as_str)
    }
}
