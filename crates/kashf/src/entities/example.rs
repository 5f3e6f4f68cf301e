//! A party given as an example: what is looked for, cleaned and as it was written.
//!
//! The engine is asked with the values as they were written, since it says of each that it cannot read why not; who
//! asks is shown the cleaned ones, as yente shows them.

use crate::screener::Screener;
use kashf_core::Entity;
use kashf_ftm::{Property, PropertyType, Schema, clean, model};
use kashf_screen::{Answer, Match, Options, Query};
use rustc_hash::FxHashSet;

/// The schema that says nothing: any kind of party.
const ANY: &str = "Thing";

/// Properties that a name is made of when none is given, in their order.
const NAME_PARTS: [&str; 5] = [
    "firstName",
    "secondName",
    "middleName",
    "fatherName",
    "lastName",
];

/// Why there can be no such example.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExampleError {
    /// The model has no such schema.
    #[error("unknown schema: '{0}'")]
    UnknownSchema(String),
    /// Entities of this kind are not compared.
    #[error("schema `{0}` is not compared")]
    NotMatchable(String),
}

/// A party that is looked for.
///
/// ```
/// use kashf::Example;
/// let example = Example::new("Person", [
///     ("name", vec!["Nadir  Exampleman"]),
///     ("country", vec!["Germany", "Nowhere at all"]),
/// ])?;
/// assert_eq!(example.values("country"), ["de"]);
/// assert_eq!(example.values("name"), ["Nadir Exampleman"]);
/// assert!(Example::new("Sanction", [("authority", vec!["An Office"])]).is_err());
/// # Ok::<(), kashf::ExampleError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Example {
    schema: &'static Schema,
    cleaned: Vec<(&'static str, Vec<String>)>,
    query: Query,
}

impl Example {
    /// An example of a party of this schema with these values as they were written.
    ///
    /// # Errors
    /// When there is no such schema, or its entities are not compared.
    pub fn new<'v, V: AsRef<str>>(
        schema: &str,
        properties: impl IntoIterator<Item = (&'v str, Vec<V>)>,
    ) -> Result<Self, ExampleError> {
        let known = model().schema(schema);
        let schema = known.ok_or_else(|| ExampleError::UnknownSchema(schema.to_owned()))?;
        if schema.name != ANY && !schema.matchable {
            return Err(ExampleError::NotMatchable(schema.name.to_owned()));
        }
        let asked = if schema.name == ANY { "" } else { schema.name };
        let mut entity = Entity::new("", asked);
        let mut cleaned = Vec::new();
        for (prop, values) in properties {
            for value in &values {
                entity.add(prop, value.as_ref());
            }
            if let Some(property) = schema.property(prop) {
                take(&mut cleaned, property, &values);
            }
        }
        let named = |(prop, _): &(&str, Vec<String>)| is_name(schema, prop);
        let parts = NAME_PARTS.iter().filter_map(|part| {
            let mut known = cleaned.iter();
            known.find(|(prop, _)| prop == part)?.1.first()
        });
        let composed: Vec<&str> = parts.map(String::as_str).collect();
        if !composed.is_empty() && !cleaned.iter().any(named) {
            let composed = composed.join(" ");
            cleaned.push(("name", vec![composed]));
        }
        Ok(Self {
            schema,
            cleaned,
            query: Query::new(&entity),
        })
    }

    /// Its schema.
    #[must_use]
    pub const fn schema(&self) -> &'static str {
        self.schema.name
    }

    /// Its values by property, cleaned; those that cannot be read are left out.
    #[must_use]
    pub fn properties(&self) -> &[(&'static str, Vec<String>)] {
        &self.cleaned
    }

    /// The cleaned values of a property.
    #[must_use]
    pub fn values(&self, prop: &str) -> &[String] {
        let mut known = self.cleaned.iter();
        let found = known.find(|(known, _)| *known == prop);
        found.map_or(&[], |(_, values)| values)
    }

    /// True when there is neither a name nor a number to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.query.is_empty()
    }

    /// How many different words its names have.
    #[must_use]
    pub fn name_words(&self) -> usize {
        let names = self
            .cleaned
            .iter()
            .filter(|(prop, _)| is_name(self.schema, prop));
        let names = names.flat_map(|(_, values)| values);
        let words = names.flat_map(|name| name.split_whitespace());
        words.map(str::to_lowercase).collect::<FxHashSet<_>>().len()
    }
}

fn is_name(schema: &Schema, prop: &str) -> bool {
    let property = schema.property(prop);
    property.is_some_and(|property| property.kind == PropertyType::Name && property.matchable)
}

fn take<V: AsRef<str>>(
    cleaned: &mut Vec<(&'static str, Vec<String>)>,
    property: &'static Property,
    values: &[V],
) {
    let mut taken: Vec<String> = Vec::new();
    for value in values {
        let values = clean(property, value.as_ref()).unwrap_or_default();
        for value in values.into_iter().map(|cleaned| cleaned.value) {
            if !taken.contains(&value) {
                taken.push(value);
            }
        }
    }
    if !taken.is_empty() {
        cleaned.push((property.name, taken));
    }
}

impl Screener {
    /// Screens an example, among the entries that are kept: `keep` is asked once of every entry that would be shown,
    /// best first, before the limit cuts.
    #[must_use]
    pub fn example(
        &self,
        example: &Example,
        options: &Options,
        keep: Option<&dyn Fn(&Match) -> bool>,
    ) -> Answer {
        self.ask_kept(&example.query, options, keep)
    }
}
