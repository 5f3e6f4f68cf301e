//! Attributes of the element that opens: bounded in number, references resolved as strictly as in text.

use super::{Guard, MAX_ATTRIBUTES};
use crate::LoadError;
use quick_xml::events::BytesStart;

/// Name and value, in the document's order.
pub(crate) type Attributes = Vec<(String, String)>;

impl Guard<'_> {
    /// Attributes of the element that was opened last; they can be taken once.
    pub(crate) fn take_attributes(&mut self) -> Attributes {
        std::mem::take(&mut self.attributes)
    }

    pub(super) fn attributes_of(&self, start: &BytesStart<'_>) -> Result<Attributes, LoadError> {
        let mut attributes = Vec::new();
        for (count, attribute) in start.attributes().enumerate() {
            if count >= MAX_ATTRIBUTES {
                return Err(self.refused(format!(
                    "an element with more than {MAX_ATTRIBUTES} attributes"
                )));
            }
            let attribute = attribute.map_err(|error| self.broken(error.to_string()))?;
            let value = self.attribute_value(&attribute.value)?;
            attributes.push((attribute.key.as_ref().to_string(), value));
        }
        Ok(attributes)
    }

    /// XML 1.0 section 3.3.3: references resolved, each white space character a space.
    fn attribute_value(&self, raw: &str) -> Result<String, LoadError> {
        if raw.contains('<') {
            return Err(self.broken("a `<` in the value of an attribute"));
        }
        let mut value = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((before, after)) = rest.split_once('&') {
            value.extend(before.chars().map(plain));
            let Some((reference, after)) = after.split_once(';') else {
                return Err(self.broken("a `&` in the value of an attribute that is no reference"));
            };
            value.push_str(&self.resolve(reference)?);
            rest = after;
        }
        value.extend(rest.chars().map(plain));
        Ok(value)
    }
}

fn plain(letter: char) -> char {
    if matches!(letter, '\t' | '\n' | '\r') {
        ' '
    } else {
        letter
    }
}
