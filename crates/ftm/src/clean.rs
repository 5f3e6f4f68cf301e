//! Cleaning: from what a source or a customer wrote to the form in which values are compared.
//!
//! Follows FollowTheMoney's own cleaning (compared with the Python package on the real lists, see
//! docs/decisions/0001-ftm-model.md) and goes further only where sources write what it cannot read:
//! country names in more languages, dates in words, genders. The original is kept whenever cleaning
//! changed it. It guesses nothing: what cannot be read is [`Rejected`] with the reason.

mod address;
pub(crate) mod country;
pub(crate) mod date;
mod email;
mod fold;
pub(crate) use fold::digit;
mod gender;
mod ip;
mod language;
mod mimetype;
mod name;
mod phone;
mod sanitize;
mod url;

use crate::identifier;
use crate::model::{Property, PropertyType, model};

/// One value, cleaned, with what was written when that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The value for its property type.
    pub value: String,
    /// The text as written, only when it differs from the value.
    pub original: Option<String>,
}

/// A value that could not be cleaned. The reason names the property, never the value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{prop}`: {reason}")]
pub struct Rejected {
    /// Name of the property.
    pub prop: String,
    /// What is wrong, lowercase, without a full stop.
    pub reason: String,
}

impl Rejected {
    pub(crate) fn new(prop: &str, reason: impl Into<String>) -> Self {
        Self {
            prop: prop.to_owned(),
            reason: reason.into(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        (self.reason.starts_with("no such property"))
            .then(|| "see the schema at followthemoney.tech/explorer/schemata".to_owned())
    }
}

/// The longest raw value that is looked at, in bytes; FollowTheMoney's longest type holds 65,000
/// characters.
const MAX_RAW_BYTES: usize = 1 << 20;

/// Cleans one raw value of a property. Empty values give an empty list; a range gives both its ends.
///
/// ```
/// let person = kashf_ftm::model().schema("Person").expect("every version has it");
/// let born = person.property("birthDate").expect("every person has one");
/// let ends = kashf_ftm::clean(born, "between 1958 and 1962")?;
/// let values: Vec<_> = ends.iter().map(|cleaned| cleaned.value.as_str()).collect();
/// assert_eq!(values, ["1958", "1962"]);
/// assert_eq!(ends[0].original.as_deref(), Some("between 1958 and 1962"));
/// # Ok::<(), kashf_ftm::Rejected>(())
/// ```
///
/// # Errors
///
/// When the value cannot be read as the type of the property, or is longer than it may be.
pub fn clean(property: &Property, raw: &str) -> Result<Vec<Cleaned>, Rejected> {
    let rejected = |reason: &str| Rejected::new(property.name, reason);
    if property.stub {
        return Err(rejected("is a reverse property and cannot be written"));
    }
    if raw.len() > MAX_RAW_BYTES {
        return Err(rejected("is longer than 1 MiB"));
    }
    let text = sanitize::sanitize(raw);
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let values = clean_text(property, &text).map_err(rejected)?;
    let mut cleaned: Vec<Cleaned> = Vec::with_capacity(values.len());
    for value in values {
        // The model's lengths are for the reader of a table; only those of whole texts are a limit,
        // as in FollowTheMoney. Others are bounded so that no foreign value is endless.
        let limit = property.max_length.max(MAX_CHARACTERS);
        if value.len() > limit && value.chars().count() > limit {
            return Err(rejected("is longer than its type may be"));
        }
        if value.is_empty() || cleaned.iter().any(|known| known.value == value) {
            continue;
        }
        let original = (value != raw).then(|| raw.to_owned());
        cleaned.push(Cleaned { value, original });
    }
    Ok(cleaned)
}

/// The least limit on the length of a cleaned value, in characters.
const MAX_CHARACTERS: usize = 65_000;

/// One value, or the reason why not.
fn one(value: Option<String>, reason: &'static str) -> Result<Vec<String>, &'static str> {
    value.map(|value| vec![value]).ok_or(reason)
}

fn clean_text(property: &Property, text: &str) -> Result<Vec<String>, &'static str> {
    match property.kind {
        PropertyType::Name => Ok(vec![name::clean(text)]),
        PropertyType::Address => Ok(vec![address::clean(text)]),
        PropertyType::Date if matches!(property.name, "birthDate" | "deathDate") => {
            date::clean_of_life(text)
        }
        PropertyType::Date => date::clean(text),
        PropertyType::Country => match country::clean_all(text) {
            codes if codes.is_empty() => Err("is not the name or code of a country"),
            codes => Ok(codes.into_iter().map(str::to_owned).collect()),
        },
        PropertyType::Gender => one(
            gender::clean(text).map(str::to_owned),
            "is not a gender that the model knows",
        ),
        PropertyType::Language => one(
            language::clean(text).map(str::to_owned),
            "is not a language that the model knows",
        ),
        PropertyType::Topic => one(topic(text), "is not a topic that the model knows"),
        PropertyType::Phone => match phone::clean_all(text) {
            numbers if numbers.is_empty() => Err("is not a telephone number with its country code"),
            numbers => Ok(numbers),
        },
        PropertyType::Email => one(email::clean(text), "is not an e-mail address"),
        PropertyType::Url => one(url::clean(text), "is not a web address"),
        PropertyType::Ip => one(ip::clean(text), "is not an internet address"),
        PropertyType::Mimetype => one(mimetype::clean(text), "is not a media type"),
        PropertyType::Entity => one(entity_id(text), "is not an entity id"),
        PropertyType::Identifier => identifier::clean(property, text).map(|value| vec![value]),
        PropertyType::Number
        | PropertyType::Checksum
        | PropertyType::Html
        | PropertyType::Json
        | PropertyType::String
        | PropertyType::Text => Ok(vec![text.to_owned()]),
    }
}

/// The ISO 639-3 code of a language that the model knows.
pub(crate) fn language_code(text: &str) -> Option<&'static str> {
    language::clean(text)
}

fn topic(text: &str) -> Option<String> {
    let code = text.to_lowercase();
    let (code, _) = model().value(PropertyType::Topic, code.trim())?;
    Some(code.to_owned())
}

/// `^[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?$`, as in FollowTheMoney.
fn entity_id(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let ends = bytes.first()?.is_ascii_alphanumeric() && bytes.last()?.is_ascii_alphanumeric();
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    (ends && bytes.iter().all(inner)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
