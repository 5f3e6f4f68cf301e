//! What can be checked of a mapping without a table.

use super::spec::{AsOf, Entity, OneOrMany, Property};
use super::suggest::suggest;
use super::{Mapping, dates};
use crate::LoadError;
use crate::sheet::shown;
use kashf_ftm::Schema;

/// Entities in one mapping, properties in one entity, values in one filter.
const MAX_WORDS: usize = 500;

impl Mapping {
    /// Checks what needs no table.
    pub(super) fn check(&self) -> Result<(), LoadError> {
        let spec = &self.spec;
        if spec.mapping != 1 {
            let problem = format!("format {} is not known", spec.mapping);
            return Err(self.error("mapping", problem, "this version reads `mapping = 1`"));
        }
        for (key, name) in [("dataset", &spec.dataset), ("prefix", &spec.prefix)] {
            let wrong = name
                .as_ref()
                .and_then(|name| crate::load::check_name(name).err());
            if let Some(error) = wrong {
                return Err(self.error(key, error.to_string(), "use a name such as `my_list`"));
            }
        }
        self.check_source()?;
        if let Some(AsOf::Literal(date)) = &spec.as_of
            && date.parse::<kashf_core::DateSpan>().is_err()
        {
            let problem = format!("`{}` is no date", shown(date));
            return Err(self.error("as_of", problem, "write it as 2025-05-31, 2025-05 or 2025"));
        }
        if let Some(AsOf::Latest(latest)) = &spec.as_of {
            self.check_formats("as_of.format", latest.format.as_ref())?;
        }
        if spec.entities.is_empty() || spec.entities.len() > MAX_WORDS {
            let problem = "no entity, or more than 500";
            return Err(self.error("entities", problem, "describe one with `[entities.party]`"));
        }
        for (name, entity) in &spec.entities {
            self.check_entity(name, entity)?;
        }
        if !spec.entities.values().any(|entity| self.is_record(entity)) {
            let problem = "none of the entities is a record of the list";
            let remedy = "give one the schema of a party or vessel, or `record = true`";
            return Err(self.error("entities", problem, remedy));
        }
        Ok(())
    }

    /// True when entities of this mapping are the list's records.
    pub(super) fn is_record(&self, entity: &Entity) -> bool {
        let model = kashf_ftm::model();
        entity.record.unwrap_or_else(|| {
            let schema = model.schema(&entity.schema);
            schema.is_some_and(|schema| schema.is_a("LegalEntity") || schema.is_a("Vehicle"))
        })
    }

    fn check_source(&self) -> Result<(), LoadError> {
        let source = &self.spec.source;
        for (key, text) in [
            ("source.delimiter", &source.delimiter),
            ("source.quote", &source.quote),
        ] {
            let Some(text) = text else { continue };
            let none = key == "source.quote" && text.is_empty();
            if !none && (text.len() != 1 || matches!(text.as_bytes(), b"\n" | b"\r")) {
                let problem = format!("`{}` is not one ASCII character", shown(text));
                return Err(self.error(
                    key,
                    problem,
                    "use one such as \",\", \";\", \"\\t\" or \"|\"",
                ));
            }
        }
        if let Some(name) = &source.encoding
            && encoding_rs::Encoding::for_label(name.as_bytes()).is_none()
        {
            let problem = format!("no encoding is called `{}`", shown(name));
            let remedy = "use one of the WHATWG's names: utf-8, utf-16le, windows-1252, windows-1256, iso-8859-6";
            return Err(self.error("source.encoding", problem, remedy));
        }
        if source.header.unwrap_or(1) > 0 && !source.columns.is_empty() {
            let problem = "the table has a header, which names the columns";
            return Err(self.error(
                "source.columns",
                problem,
                "say `header = 0`, or leave it out",
            ));
        }
        Ok(())
    }

    fn check_entity(&self, name: &str, entity: &Entity) -> Result<(), LoadError> {
        let base = format!("entities.{name}");
        let mut schemas = Vec::new();
        for schema in entity.schemas() {
            schemas.push(self.check_schema(&base, entity, schema)?);
        }
        let keyed = entity.all_keys().next().is_some();
        if entity.id_column.is_some() && keyed {
            let key = format!("{base}.id_column");
            return Err(self.error(&key, "there are `keys` as well", "use one of the two"));
        }
        if entity.properties.is_empty() || entity.properties.len() > MAX_WORDS {
            let key = format!("{base}.properties");
            let remedy = format!("say at least `[{base}.properties]` and `name = \"COLUMN\"`");
            return Err(self.error(&key, "no property, or more than 500", remedy));
        }
        for (prop, made_of) in &entity.properties {
            let key = format!("{base}.properties.{prop}");
            if !schemas.iter().any(|schema| schema.property(prop).is_some()) {
                let problem = format!("{} has no property `{}`", entity.schema, shown(prop));
                let names = schemas[0].properties().map(|property| property.name);
                return Err(self.error(&key, problem, suggest(prop, names)));
            }
            for property in &made_of.0 {
                self.check_property(&key, property)?;
            }
        }
        Ok(())
    }

    fn check_schema(
        &self,
        base: &str,
        entity: &Entity,
        name: &str,
    ) -> Result<&'static Schema, LoadError> {
        let model = kashf_ftm::model();
        let key = if name == entity.schema {
            format!("{base}.schema")
        } else {
            format!("{base}.schema_from.values")
        };
        match model.schema(name) {
            Some(schema) if schema.abstract_ => {
                let problem = format!("`{name}` is abstract: nothing is only that");
                Err(self.error(
                    &key,
                    problem,
                    "use Person, Organization, Company, LegalEntity, Vessel",
                ))
            }
            Some(schema) => Ok(schema),
            None => {
                let problem = format!("no schema is called `{}`", shown(name));
                let names = model.schemata().map(|schema| schema.name);
                Err(self.error(&key, problem, suggest(name, names)))
            }
        }
    }

    fn check_property(&self, key: &str, property: &Property) -> Result<(), LoadError> {
        let sources = [
            property.column.is_some() || !property.columns.is_empty(),
            property.literal.is_some() || !property.literals.is_empty(),
            property.template.is_some(),
            property.entity.is_some(),
        ];
        if sources.iter().filter(|given| **given).count() != 1 {
            let problem = "it must be made of exactly one thing";
            let remedy = "give `column`, `columns`, `literal`, `literals`, `template` or `entity`";
            return Err(self.error(key, problem, remedy));
        }
        if let Some(entity) = &property.entity
            && !self.spec.entities.contains_key(entity)
        {
            let problem = format!("there is no entity `{}` in this mapping", shown(entity));
            let names = self.spec.entities.keys().map(String::as_str);
            return Err(self.error(key, problem, suggest(entity, names)));
        }
        if property
            .split
            .as_ref()
            .is_some_and(|split| split.all().iter().any(String::is_empty))
        {
            return Err(self.error(
                key,
                "an empty separator splits nothing",
                "name the separator in `split`",
            ));
        }
        if property.split.is_none() && !property.keep_with.is_empty() {
            return Err(self.error(
                key,
                "`keep_with` without `split`",
                "it names parts of a split cell",
            ));
        }
        self.check_formats(key, property.format.as_ref())
    }

    fn check_formats(&self, key: &str, formats: Option<&OneOrMany>) -> Result<(), LoadError> {
        for format in formats.iter().flat_map(|formats| formats.all()) {
            if let Err(problem) = dates::check(format) {
                let remedy = "use %d %m %Y %b %B %H %M %S and the marks between them: \"%d/%m/%Y\"";
                return Err(self.error(
                    key,
                    format!("format `{}`: {problem}", shown(format)),
                    remedy,
                ));
            }
        }
        Ok(())
    }
}
