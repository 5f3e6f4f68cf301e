//! Entities in one line, for tests.

use kashf_core::{Entity, Statement};

/// An entity under construction.
///
/// ```
/// use kashf_testkit::build::person;
/// let entity = person("p1", "Layla Example").with("birthDate", "1970-05-01").entity();
/// assert_eq!(entity.first("birthDate"), Some("1970-05-01"));
/// ```
#[derive(Clone, Debug)]
pub struct Draft(Entity);

/// A person with a name.
#[must_use]
pub fn person(id: &str, name: &str) -> Draft {
    of("Person", id, name)
}

/// A company with a name.
#[must_use]
pub fn company(id: &str, name: &str) -> Draft {
    of("Company", id, name)
}

/// A vessel with a name.
#[must_use]
pub fn vessel(id: &str, name: &str) -> Draft {
    of("Vessel", id, name)
}

/// An entity of any schema with a name.
#[must_use]
pub fn of(schema: &str, id: &str, name: &str) -> Draft {
    let mut entity = Entity::new(id, schema);
    entity.add("name", name);
    entity.target = Some(true);
    Draft(entity)
}

impl Draft {
    /// Adds a value.
    #[must_use]
    pub fn with(mut self, property: &str, value: &str) -> Self {
        self.0.add(property, value);
        self
    }

    /// The entity.
    #[must_use]
    pub fn entity(self) -> Entity {
        self.0
    }

    /// Its statements in a dataset, cleaned as a loader cleans; values that the cleaner refuses
    /// are left out.
    #[must_use]
    pub fn statements(self, dataset: &str) -> Vec<Statement> {
        let mut builder = kashf_ftm::EntityBuilder::new(dataset, &self.0.id, &self.0.schema);
        for (property, values) in &self.0.properties {
            for value in values {
                // A case may hold a value that no cleaner takes; the engine then sees none.
                let _ = builder.add(property, value);
            }
        }
        builder.finish()
    }
}
