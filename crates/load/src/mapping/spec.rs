//! The words of a mapping file.

use serde::Deserialize;
use std::collections::BTreeMap;

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
