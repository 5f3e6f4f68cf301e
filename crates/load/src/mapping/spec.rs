//! The words of a mapping file, and what can be checked of them without a table.

use super::{Mapping, dates};
use crate::LoadError;
use crate::sheet::shown;
use kashf_ftm::Schema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Entities in one mapping, properties in one entity, values in one filter.
const MAX_WORDS: usize = 500;

/// A whole mapping.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spec {
    pub(super) mapping: u32,
    pub(super) dataset: Option<String>,
    pub(super) prefix: Option<String>,
    pub(super) as_of: Option<AsOf>,
    #[serde(default)]
    pub(super) source: Source,
    #[serde(default)]
    pub(super) filters: Filters,
    #[serde(default)]
    pub(super) filters_not: Filters,
    pub(super) entities: BTreeMap<String, Entity>,
}

/// Columns and the values that they may have.
pub(super) type Filters = BTreeMap<String, OneOrMany>;

/// How the table is written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) format: Option<Format>,
    pub(super) encoding: Option<String>,
    pub(super) delimiter: Option<String>,
    pub(super) quote: Option<String>,
    pub(super) header: Option<u32>,
    #[serde(default)]
    pub(super) columns: Vec<String>,
    pub(super) sheet: Option<Column>,
    #[serde(default)]
    pub(super) empty: Vec<String>,
    #[serde(default)]
    pub(super) required: Vec<Column>,
    #[serde(default)]
    pub(super) ignore: Vec<Column>,
    #[serde(default)]
    pub(super) open_end: bool,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Format {
    Csv,
    Xlsx,
}

/// A column by name or, from 1, by number.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged)]
pub(super) enum Column {
    Number(usize),
    Name(String),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// The date of the list.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum AsOf {
    Literal(String),
    Latest(Latest),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Latest {
    pub(super) column: Column,
    pub(super) format: Option<OneOrMany>,
}

/// One entity of a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entity {
    pub(super) schema: String,
    pub(super) schema_from: Option<SchemaFrom>,
    pub(super) key: Option<Column>,
    #[serde(default)]
    pub(super) keys: Vec<Column>,
    pub(super) key_literal: Option<String>,
    pub(super) id_column: Option<Column>,
    #[serde(default)]
    pub(super) when: Filters,
    pub(super) record: Option<bool>,
    #[serde(default)]
    pub(super) properties: BTreeMap<String, Properties>,
}

impl Entity {
    /// `key` and `keys` together.
    pub(super) fn all_keys(&self) -> impl Iterator<Item = &Column> {
        self.key.iter().chain(&self.keys)
    }

    /// The schemas that an entity of this mapping can have.
    pub(super) fn schemas(&self) -> impl Iterator<Item = &str> {
        let by_value = self
            .schema_from
            .iter()
            .flat_map(|from| from.values.values());
        std::iter::once(self.schema.as_str()).chain(by_value.map(String::as_str))
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SchemaFrom {
    pub(super) column: Column,
    pub(super) values: BTreeMap<String, String>,
}

/// What a property is made of: a column, a table of words, or a list of such tables.
#[derive(Clone, Debug)]
pub(super) struct Properties(pub(super) Vec<Property>);

impl<'de> Deserialize<'de> for Properties {
    // By hand, because serde's untagged choice would not say which key is unknown.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let custom = |error: toml::de::Error| serde::de::Error::custom(error.message());
        let one = |value: toml::Value| match value {
            toml::Value::Table(_) => value.try_into::<Property>().map_err(custom),
            value => Ok(Property {
                column: Some(value.try_into::<Column>().map_err(|_| {
                    serde::de::Error::custom("a property is a column's name or number, or a table")
                })?),
                ..Property::default()
            }),
        };
        Ok(Self(match toml::Value::deserialize(deserializer)? {
            toml::Value::Array(many) => many.into_iter().map(one).collect::<Result<_, _>>()?,
            value => vec![one(value)?],
        }))
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Property {
    pub(super) column: Option<Column>,
    #[serde(default)]
    pub(super) columns: Vec<Column>,
    pub(super) literal: Option<String>,
    #[serde(default)]
    pub(super) literals: Vec<String>,
    pub(super) template: Option<String>,
    pub(super) entity: Option<String>,
    pub(super) join: Option<String>,
    pub(super) split: Option<OneOrMany>,
    #[serde(default)]
    pub(super) keep_with: Vec<String>,
    pub(super) without: Option<Column>,
    pub(super) format: Option<OneOrMany>,
    #[serde(default)]
    pub(super) values: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) when: Filters,
    pub(super) lang: Option<String>,
    #[serde(default)]
    pub(super) required: bool,
}

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

/// "did you mean `X`?", or the names that there are.
pub(super) fn suggest<'n>(wrong: &str, names: impl Iterator<Item = &'n str>) -> String {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    let lower = wrong.to_lowercase();
    let best = names
        .iter()
        .map(|name| (distance(&lower, &name.to_lowercase()), *name))
        .min();
    match best {
        Some((distance, name)) if distance <= 2 => format!("did you mean `{name}`?"),
        _ => {
            let all: Vec<String> = names
                .iter()
                .take(40)
                .map(|name| format!("`{}`", shown(name)))
                .collect();
            format!("there are: {}", all.join(", "))
        }
    }
}

/// Insertions, deletions and replacements between two short words.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().take(64).enumerate() {
        let mut corner = row[0];
        row[0] = above + 1;
        for (at, other) in other.iter().enumerate() {
            let replaced = corner + usize::from(letter != *other);
            corner = row[at + 1];
            row[at + 1] = replaced.min(corner + 1).min(row[at] + 1);
        }
    }
    row[other.len()]
}
