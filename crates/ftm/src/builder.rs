//! Builds the statements of one entity: cleans each value, keeps what was written, computes the ids.
//!
//! It does not decide what happens to a value that cannot be cleaned: that is the reader's business,
//! which counts it and may keep it as a note.

use kashf_core::Statement;
use rustc_hash::FxHashSet;

use crate::clean::{Cleaned, Rejected, clean, language_code};
use crate::model::{Property, Schema, model};
use crate::statement_id::{ID_PROP, entity_checksum, statement_id};

/// Builds one entity's statements from raw values.
///
/// ```
/// let mut ship = kashf_ftm::EntityBuilder::new("example_list", "ex-2", "Vessel");
/// ship.add("name", "EXAMPLE STAR")?;
/// ship.add("imoNumber", "IMO 9074729")?;
/// assert!(ship.add("imoNumber", "9074720").is_err());
/// let statements = ship.finish();
/// assert_eq!(statements[0].prop, "id");
/// assert_eq!(statements[2].value, "IMO9074729");
/// assert_eq!(statements[2].original_value.as_deref(), Some("IMO 9074729"));
/// # Ok::<(), kashf_ftm::Rejected>(())
/// ```
#[derive(Clone, Debug)]
pub struct EntityBuilder {
    dataset: String,
    entity_id: String,
    schema_name: String,
    schema: Option<&'static Schema>,
    first_seen: Option<String>,
    last_seen: Option<String>,
    statements: Vec<Statement>,
    /// Ids of the statements, so that none is made twice.
    known: FxHashSet<String>,
}

impl EntityBuilder {
    /// An entity of a dataset, without values.
    #[must_use]
    pub fn new(dataset: &str, entity_id: &str, schema: &str) -> Self {
        Self {
            dataset: dataset.to_owned(),
            entity_id: entity_id.to_owned(),
            schema_name: schema.to_owned(),
            schema: model().schema(schema),
            first_seen: None,
            last_seen: None,
            statements: Vec::new(),
            known: FxHashSet::default(),
        }
    }

    /// The entity's id.
    #[must_use]
    pub fn entity_id(&self) -> &str {
        &self.entity_id
    }

    /// The schema, when the model has it.
    #[must_use]
    pub fn schema(&self) -> Option<&'static Schema> {
        self.schema
    }

    /// Changes the schema, for sources that say late what an entity is. Values that were added stay.
    pub fn set_schema(&mut self, schema: &str) {
        self.schema_name = schema.to_owned();
        self.schema = model().schema(schema);
    }

    /// Says when the source first and last spoke of the entity (ISO 8601), for all its statements.
    pub fn set_seen(&mut self, first: Option<&str>, last: Option<&str>) {
        self.first_seen = first.map(str::to_owned);
        self.last_seen = last.map(str::to_owned);
    }

    /// True when the property has a value.
    #[must_use]
    pub fn has(&self, prop: &str) -> bool {
        self.statements
            .iter()
            .any(|statement| statement.prop == prop)
    }

    /// The values of a property so far.
    pub fn values<'s>(&'s self, prop: &'s str) -> impl Iterator<Item = &'s str> {
        let of_prop = move |statement: &&Statement| statement.prop == prop;
        self.statements
            .iter()
            .filter(of_prop)
            .map(|statement| statement.value.as_str())
    }

    /// Cleans a raw value and adds it; an empty one is dropped, a known one not repeated.
    ///
    /// # Errors
    ///
    /// When the schema has no such property or the value cannot be cleaned.
    pub fn add(&mut self, prop: &str, raw: &str) -> Result<(), Rejected> {
        self.add_with(prop, raw, None, None)
    }

    /// The same, saying where in the source it stood and in which language it is written.
    ///
    /// # Errors
    ///
    /// When the schema has no such property or the value cannot be cleaned.
    pub fn add_with(
        &mut self,
        prop: &str,
        raw: &str,
        origin: Option<&str>,
        lang: Option<&str>,
    ) -> Result<(), Rejected> {
        let property = self.property(prop)?;
        for Cleaned { value, original } in clean(property, raw)? {
            self.push(property, value, original, origin, lang);
        }
        Ok(())
    }

    /// Adds a value that is already clean, with what was written. The value is taken as it is, also for
    /// a property that the schema does not have.
    pub fn add_as(
        &mut self,
        prop: &str,
        cleaned: &str,
        original: Option<&str>,
        origin: Option<&str>,
        lang: Option<&str>,
    ) {
        if cleaned.is_empty() {
            return;
        }
        let original = original.map(str::to_owned);
        match self.schema.and_then(|schema| schema.property(prop)) {
            Some(property) => self.push(property, cleaned.to_owned(), original, origin, lang),
            None => self.push_statement(prop, cleaned.to_owned(), original, origin, lang),
        }
    }

    /// The statements: first the one that marks the entity's existence, then the others as added.
    #[must_use]
    pub fn finish(mut self) -> Vec<Statement> {
        let ids = self
            .statements
            .iter()
            .map(|statement| statement.id.as_str());
        let checksum = entity_checksum(&self.schema_name, ids);
        let mut statements = Vec::with_capacity(self.statements.len() + 1);
        statements.push(self.statement(ID_PROP, checksum));
        statements.append(&mut self.statements);
        for statement in &mut statements {
            // The schema and the dates may have been set after the first values.
            statement.schema.clone_from(&self.schema_name);
            statement.first_seen.clone_from(&self.first_seen);
            statement.last_seen = self.last_seen.clone().or_else(|| self.first_seen.clone());
        }
        if let Some(existence) = statements.first_mut() {
            existence.id = statement_id(existence);
        }
        statements
    }

    fn property(&self, prop: &str) -> Result<&'static Property, Rejected> {
        let Some(schema) = self.schema else {
            let reason = format!("no such schema as `{}`", self.schema_name);
            return Err(Rejected::new(prop, reason));
        };
        schema
            .property(prop)
            .ok_or_else(|| Rejected::new(prop, format!("no such property of `{}`", schema.name)))
    }

    fn push(
        &mut self,
        property: &Property,
        value: String,
        original: Option<String>,
        origin: Option<&str>,
        lang: Option<&str>,
    ) {
        let lang = lang.filter(|_| property.kind.has_language());
        self.push_statement(property.name, value, original, origin, lang);
    }

    fn push_statement(
        &mut self,
        prop: &str,
        value: String,
        original: Option<String>,
        origin: Option<&str>,
        lang: Option<&str>,
    ) {
        let mut statement = self.statement(prop, value);
        statement.original_value =
            original.filter(|original| !original.is_empty() && *original != statement.value);
        statement.origin = origin.map(str::to_owned);
        statement.lang = lang.and_then(language_code).map(str::to_owned);
        statement.id = statement_id(&statement);
        if self.known.insert(statement.id.clone()) {
            self.statements.push(statement);
        }
    }

    fn statement(&self, prop: &str, value: String) -> Statement {
        Statement {
            entity_id: self.entity_id.clone(),
            canonical_id: self.entity_id.clone(),
            schema: self.schema_name.clone(),
            prop: prop.to_owned(),
            value,
            dataset: self.dataset.clone(),
            ..Statement::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_it_cannot_hold() {
        let mut person = EntityBuilder::new("example", "ex-1", "Person");
        let unknown = person.add("imoNumber", "9074729").unwrap_err();
        assert!(unknown.hint().is_some() && unknown.prop == "imoNumber");
        assert!(person.add("birthDate", "in the year of the flood").is_err());
        assert_eq!(person.add("name", "  \u{200b} "), Ok(()));
        assert_eq!(person.finish().len(), 1);
        let mut nothing = EntityBuilder::new("example", "ex-1", "Ghost");
        assert!(nothing.add("name", "x").is_err());
    }

    #[test]
    fn repeats_nothing_and_keeps_what_was_written() {
        let mut person = EntityBuilder::new("example", "ex-1", "Person");
        for raw in ["Layla Example", "Layla  Example", " Layla Example"] {
            person
                .add_with("name", raw, Some("row 1"), Some("en"))
                .unwrap();
        }
        person.add("nationality", "Syrian").unwrap();
        person.set_seen(Some("2026-01-01"), None);
        let statements = person.finish();
        assert_eq!(statements.len(), 3);
        assert_eq!(statements[1].original_value, None);
        assert_eq!(statements[1].lang.as_deref(), Some("eng"));
        assert_eq!(statements[2].original_value.as_deref(), Some("Syrian"));
        assert!(
            statements
                .iter()
                .all(|s| s.last_seen.as_deref() == Some("2026-01-01"))
        );
        assert!(statements.iter().all(|s| s.id == statement_id(s)));
    }
}
