//! A schema: a kind of entity, with what it inherits.

use super::Property;

/// How a schema is drawn as a line between two others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Property that names the entity at the start.
    pub source: &'static str,
    /// Property that names the entity at the end.
    pub target: &'static str,
    /// Properties that may stand on the line.
    pub caption: Vec<&'static str>,
    /// English words for the line, such as `owns`.
    pub label: &'static str,
    /// False when both ends play the same part.
    pub directed: bool,
}

/// A kind of entity, such as `Person` or `Vessel`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Name, such as `LegalEntity`.
    pub name: &'static str,
    /// English label.
    pub label: &'static str,
    /// English plural label.
    pub plural: &'static str,
    /// Names of the direct parents, sorted.
    pub extends: Vec<&'static str>,
    /// True when entities of this kind can be compared with each other.
    pub matchable: bool,
    /// True when no entity has exactly this schema.
    pub abstract_: bool,
    /// True when it should not be listed.
    pub hidden: bool,
    /// True when such entities are made by programs, not by people.
    pub generated: bool,
    /// True when it should not be used any more.
    pub deprecated: bool,
    /// The line that it draws, for relations.
    pub edge: Option<Edge>,
    /// Properties to show first.
    pub featured: Vec<&'static str>,
    /// Properties that an entity should have.
    pub required: Vec<&'static str>,
    /// Properties that can serve as caption, best first.
    pub caption: Vec<&'static str>,
    /// Properties that say when it began, best first.
    pub temporal_start: Vec<&'static str>,
    /// Properties that say when it ended, best first.
    pub temporal_end: Vec<&'static str>,
    /// Itself and all ancestors, sorted.
    pub(super) lineage: Vec<&'static str>,
    /// Matchable ancestors and descendants and itself, sorted; empty when not matchable.
    pub(super) matches: Vec<&'static str>,
    /// Own and inherited, sorted by name.
    pub(super) properties: Vec<&'static Property>,
}

impl Schema {
    /// True when this is `name` or a kind of it.
    #[must_use]
    pub fn is_a(&self, name: &str) -> bool {
        self.lineage.binary_search(&name).is_ok()
    }

    /// Itself and all schemata that it inherits from, sorted by name.
    pub fn ancestors(&self) -> impl Iterator<Item = &'static str> {
        self.lineage.iter().copied()
    }

    /// A property of its own or inherited, by exact name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        let place = self
            .properties
            .binary_search_by(|property| property.name.cmp(name))
            .ok()?;
        self.properties.get(place).copied()
    }

    /// All properties, inherited ones too, sorted by name.
    pub fn properties(&self) -> impl Iterator<Item = &'static Property> {
        self.properties.iter().copied()
    }

    /// The properties that it defines itself, sorted by name.
    pub fn own_properties(&self) -> impl Iterator<Item = &'static Property> {
        self.properties()
            .filter(|property| property.schema == self.name)
    }

    /// Names of the schemata whose entities may be the same party as one of this, sorted.
    pub fn matchable_schemata(&self) -> impl Iterator<Item = &'static str> {
        self.matches.iter().copied()
    }

    /// True when an entity of this schema may be the same party as one of `other`.
    #[must_use]
    pub fn can_match(&self, other: &Self) -> bool {
        self.matches.binary_search(&other.name).is_ok()
    }
}
