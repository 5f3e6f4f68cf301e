//! The plain case, in one pass: known fields of the expected shape, each once, and lists of different texts.
//!
//! Nearly every line of every list is so. Anything else is left to the reader above, which looks at the
//! line again and says what is wrong; the two agree where both read (a test).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use kashf_core::Entity;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// More values of a property than this are not compared with each other one by one.
const MAX_VALUES: usize = 64;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    schema: String,
    properties: Properties,
    #[serde(default, deserialize_with = "present")]
    caption: Option<String>,
    #[serde(default, deserialize_with = "present")]
    datasets: Option<Set>,
    #[serde(default, deserialize_with = "present")]
    referents: Option<Set>,
    #[serde(default, deserialize_with = "present")]
    first_seen: Option<String>,
    #[serde(default, deserialize_with = "present")]
    last_seen: Option<String>,
    #[serde(default, deserialize_with = "present")]
    last_change: Option<String>,
    #[serde(default, deserialize_with = "present")]
    target: Option<bool>,
}

/// The entity of a line; nothing when it is not the plain case.
pub(super) fn read(line: &str) -> Option<Entity> {
    let line: Line = serde_json::from_str(line).ok()?;
    if line.id.is_empty() || line.schema.is_empty() {
        return None;
    }
    Some(Entity {
        id: line.id,
        schema: line.schema,
        caption: line.caption,
        properties: line.properties.0,
        datasets: line.datasets.map(|set| set.0).unwrap_or_default(),
        referents: line.referents.map(|set| set.0).unwrap_or_default(),
        target: line.target,
        first_seen: line.first_seen,
        last_seen: line.last_seen,
        last_change: line.last_change,
        context: BTreeMap::new(),
    })
}

/// A field that is there, and not null: that would be kept as it is written.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

struct Properties(BTreeMap<String, Vec<String>>);

/// Texts, each once and at least one: another list is kept as it is written.
struct Set(BTreeSet<String>);

/// Texts, each once.
struct Values(Vec<String>);

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Properties;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("lists of text by property")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
                let mut properties = BTreeMap::new();
                while let Some((prop, Values(values))) = map.next_entry::<String, Values>()? {
                    if properties.insert(prop, values).is_some() {
                        return Err(A::Error::custom("a property twice"));
                    }
                }
                Ok(Properties(properties))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Values;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of text")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Values, A::Error> {
                let mut values: Vec<String> = Vec::new();
                while let Some(value) = seq.next_element::<String>()? {
                    if values.len() == MAX_VALUES || values.contains(&value) {
                        return Err(A::Error::custom("not the plain case"));
                    }
                    values.push(value);
                }
                Ok(Values(values))
            }
        }
        deserializer.deserialize_seq(Reader)
    }
}

impl<'de> Deserialize<'de> for Set {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Values(values) = Values::deserialize(deserializer)?;
        if values.is_empty() {
            return Err(D::Error::custom("not the plain case"));
        }
        Ok(Self(values.into_iter().collect()))
    }
}
