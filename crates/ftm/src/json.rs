//! Entities as FollowTheMoney's JSON, a line an entity, read and written without loss.
//!
//! Fields that the entity has no place for are kept as JSON text in `Entity::context`, and so are
//! known fields of an unexpected shape. Within a property values are text: a number becomes its text
//! and an entity its id, as in FollowTheMoney. Nothing is cleaned here. Written lines have a fixed
//! order: id, caption, schema, properties by name, referents, datasets, times, target, the rest by name.

mod plain;

use std::collections::{BTreeMap, BTreeSet};

use kashf_core::Entity;
use serde_json::value::RawValue;

/// The longest line that is read, in bytes (FollowTheMoney's `ENTITY_VALUE_MAX`).
const MAX_BYTES: usize = 50 << 20;
/// The deepest nesting that is read.
const MAX_DEPTH: usize = 64;

/// A line that is not an entity.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// Not JSON at all.
    #[error("not well-formed JSON")]
    Malformed(#[source] serde_json::Error),
    /// Longer or deeper than is read.
    #[error("{0}")]
    TooLarge(&'static str),
    /// JSON, but no entity.
    #[error("field `{field}`: {reason}")]
    NotAnEntity {
        /// The field.
        field: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl JsonError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Malformed(_) => Some("each line must hold one whole JSON object".to_owned()),
            Self::TooLarge(_) => None,
            Self::NotAnEntity { .. } => Some(
                "an entity needs `id`, `schema` and `properties` with lists of text".to_owned(),
            ),
        }
    }
}

fn wrong(field: &str, reason: &'static str) -> JsonError {
    JsonError::NotAnEntity {
        field: field.to_owned(),
        reason,
    }
}

/// Reads one entity.
///
/// ```
/// let line = r#"{"id":"ex-1","schema":"Person","properties":{"name":["Layla Example"]},"score":0.50}"#;
/// let entity = kashf_ftm::json::read_entity(line)?;
/// assert_eq!(entity.first("name"), Some("Layla Example"));
/// assert_eq!(entity.context["score"], "0.50");
/// assert_eq!(kashf_ftm::json::write_entity(&entity), line);
/// # Ok::<(), kashf_ftm::json::JsonError>(())
/// ```
///
/// # Errors
///
/// When the text is not JSON, too large, or not an entity.
pub fn read_entity(line: &str) -> Result<Entity, JsonError> {
    if line.len() > MAX_BYTES {
        return Err(JsonError::TooLarge("longer than 50 MiB"));
    }
    plain::read(line).map_or_else(|| read_any(line), Ok)
}

/// Reads an entity of any shape.
fn read_any(line: &str) -> Result<Entity, JsonError> {
    if !is_shallow(line) {
        return Err(JsonError::TooLarge("nested deeper than 64"));
    }
    let fields: BTreeMap<String, &RawValue> =
        serde_json::from_str(line).map_err(JsonError::Malformed)?;
    let mut entity = Entity::default();
    let mut has_id = false;
    for (field, raw) in fields {
        let text = raw.get();
        let held = match field.as_str() {
            "id" => {
                entity.id = scalar(text).ok_or_else(|| wrong("id", "is not text"))?;
                has_id = !entity.id.is_empty();
                true
            }
            "schema" => {
                entity.schema = parse(text).ok_or_else(|| wrong("schema", "is not text"))?;
                true
            }
            "properties" => {
                entity.properties = properties(text)?;
                true
            }
            "caption" => hold(&mut entity.caption, text),
            "datasets" => hold_set(&mut entity.datasets, text),
            "referents" => hold_set(&mut entity.referents, text),
            "target" => hold(&mut entity.target, text),
            "first_seen" => hold(&mut entity.first_seen, text),
            "last_seen" => hold(&mut entity.last_seen, text),
            "last_change" => hold(&mut entity.last_change, text),
            _ => false,
        };
        if !held {
            // One line, as it is written again; inside a string a line break is escaped already.
            let text = without_line_ends(text);
            entity.context.insert(field, text);
        }
    }
    if !has_id {
        return Err(wrong("id", "is missing"));
    }
    if entity.schema.is_empty() {
        return Err(wrong("schema", "is missing"));
    }
    Ok(entity)
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

/// Text, or a number as its text.
fn scalar(text: &str) -> Option<String> {
    match text.as_bytes().first()? {
        b'"' => parse(text),
        b'-' | b'0'..=b'9' => Some(text.to_owned()),
        _ => None,
    }
}

/// Takes the value over; false when it has another shape and belongs in the context.
fn hold<T: serde::de::DeserializeOwned>(place: &mut Option<T>, text: &str) -> bool {
    *place = parse(text);
    place.is_some()
}

/// The same for a set; an empty one goes to the context, else it could not be told from none.
fn hold_set(place: &mut BTreeSet<String>, text: &str) -> bool {
    let Some(values) = parse::<Vec<String>>(text) else {
        return false;
    };
    let count = values.len();
    *place = values.into_iter().collect();
    let held = count > 0 && place.len() == count;
    if !held {
        place.clear();
    }
    held
}

fn properties(text: &str) -> Result<BTreeMap<String, Vec<String>>, JsonError> {
    let raw: BTreeMap<String, &RawValue> =
        serde_json::from_str(text).map_err(|_| wrong("properties", "is not an object"))?;
    let mut properties = BTreeMap::new();
    for (prop, raw) in raw {
        let text = raw.get();
        let mut values = Vec::new();
        if text.starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(JsonError::Malformed)?;
            let mut known = rustc_hash::FxHashSet::default();
            for item in items {
                let value = property_value(item.get())
                    .ok_or_else(|| wrong(&prop, "holds a value that is not text"))?;
                if known.insert(value.clone()) {
                    values.push(value);
                }
            }
        } else if text != "null" {
            values.push(property_value(text).ok_or_else(|| wrong(&prop, "is not a list of text"))?);
        }
        properties.insert(prop, values);
    }
    Ok(properties)
}

/// Text, a number or truth value as its text, or the id of a nested entity.
fn property_value(text: &str) -> Option<String> {
    match text.as_bytes().first()? {
        b't' | b'f' => Some(text.to_owned()),
        b'{' => {
            let nested: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
            scalar(nested.get("id")?.get())
        }
        _ => scalar(text),
    }
}

/// True when brackets nest no deeper than the limit.
fn is_shallow(text: &str) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return false;
                }
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    true
}

/// Writes one entity as one line, without a line end.
#[must_use]
pub fn write_entity(entity: &Entity) -> String {
    let mut line = Line(String::from("{"));
    line.text("id", Some(&entity.id));
    line.text("caption", entity.caption.as_deref());
    line.text("schema", Some(&entity.schema));
    line.raw("properties", &encode(&entity.properties));
    for (field, set) in [
        ("referents", &entity.referents),
        ("datasets", &entity.datasets),
    ] {
        if !set.is_empty() {
            line.raw(field, &encode(set));
        }
    }
    line.text("first_seen", entity.first_seen.as_deref());
    line.text("last_seen", entity.last_seen.as_deref());
    line.text("last_change", entity.last_change.as_deref());
    if let Some(target) = entity.target {
        line.raw("target", if target { "true" } else { "false" });
    }
    for (field, text) in &entity.context {
        if is_taken(entity, field) {
            continue;
        }
        // Text that is no JSON (the context may have been filled by a program) is written as text.
        match serde_json::from_str::<&RawValue>(text) {
            Ok(raw) if !raw.get().contains(['\n', '\r']) => line.raw(field, raw.get()),
            Ok(raw) => line.raw(field, &without_line_ends(raw.get())),
            Err(_) => line.raw(field, &encode(text)),
        }
    }
    line.0.push('}');
    line.0
}

/// True when the field is written from the entity itself.
fn is_taken(entity: &Entity, field: &str) -> bool {
    match field {
        "id" | "schema" | "properties" => true,
        "caption" => entity.caption.is_some(),
        "referents" => !entity.referents.is_empty(),
        "datasets" => !entity.datasets.is_empty(),
        "first_seen" => entity.first_seen.is_some(),
        "last_seen" => entity.last_seen.is_some(),
        "last_change" => entity.last_change.is_some(),
        "target" => entity.target.is_some(),
        _ => false,
    }
}

/// White space between the parts of JSON text has no meaning; inside texts line ends are escaped.
fn without_line_ends(json: &str) -> String {
    json.replace(['\n', '\r'], " ")
}

struct Line(String);

impl Line {
    fn raw(&mut self, field: &str, json: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&encode(field));
        self.0.push(':');
        self.0.push_str(json);
    }

    fn text(&mut self, field: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.raw(field, &encode(value));
        }
    }
}

fn encode<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("text and maps of text have a JSON form")
}

#[cfg(test)]
mod tests;
