//! Keyed hashes that stand for names, records and queries in the screening log.
//!
//! With the key (`kashf.key` of the data directory) one can ask whether a known name was screened; without it nothing can be
//! tried. The key is a secret of the data directory: it must be backed up with it, and must not stand beside a copy of
//! the log that is given away.

use crate::error::RecordsError;
use crate::secret::hex;
use unicode_normalization::UnicodeNormalization;

/// A keyed hash, 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(pub(crate) [u8; 16]);

impl Mark {
    /// Of its hexadecimal form.
    ///
    /// # Errors
    /// When it is not 32 digits.
    pub fn from_hex(text: &str) -> Result<Self, RecordsError> {
        let wrong = || RecordsError::Value {
            what: "hash",
            problem: "must be 32 hexadecimal digits",
        };
        if text.len() != 32 || !text.is_ascii() {
            return Err(wrong());
        }
        let mut bytes = [0; 16];
        for (at, byte) in bytes.iter_mut().enumerate() {
            let digits = &text[2 * at..2 * at + 2];
            *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }

    /// 32 hexadecimal digits.
    #[must_use]
    pub fn to_hex(self) -> String {
        hex(&self.0)
    }
}

/// Makes marks under one key.
#[derive(Clone)]
pub struct Marks([u8; 32]);

impl std::fmt::Debug for Marks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Marks(..)")
    }
}

impl Marks {
    /// Under this key.
    #[must_use]
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The mark of a name: the same for other spacing, case and width of characters.
    #[must_use]
    pub fn of_name(&self, name: &str) -> Mark {
        self.of("name", &[&plain(name)])
    }

    /// The mark of a record's id.
    #[must_use]
    pub fn of_record(&self, id: &str) -> Mark {
        self.of("record", &[id])
    }

    /// The mark of a whole query: schema, then property and value; the order of properties does not matter.
    #[must_use]
    pub fn of_query(&self, schema: &str, values: &[(String, String)]) -> Mark {
        let mut said: Vec<(&str, String)> = values
            .iter()
            .map(|(property, value)| (property.as_str(), plain(value)))
            .collect();
        said.sort();
        let mut parts = vec![schema];
        for (property, value) in &said {
            parts.extend([*property, value.as_str()]);
        }
        self.of("query", &parts)
    }

    fn of(&self, kind: &str, parts: &[&str]) -> Mark {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(kind.as_bytes());
        for part in parts {
            // The length in front, so that no two lists of parts are one text.
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let mut mark = [0; 16];
        mark.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Mark(mark)
    }
}

/// A value without differences that nobody sees: compatibility forms, case, spacing.
fn plain(value: &str) -> String {
    let folded: String = value.nfkc().flat_map(char::to_lowercase).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spacing_and_case_make_no_other_name_but_a_key_does() {
        let marks = Marks::new([1; 32]);
        let mark = marks.of_name("Nadir Exampleman");
        assert_eq!(marks.of_name("  NADIR\u{a0} exampleman "), mark);
        assert_ne!(marks.of_name("Nadir Exampleman Junior"), mark);
        assert_ne!(Marks::new([2; 32]).of_name("Nadir Exampleman"), mark);
        assert_eq!(Mark::from_hex(&mark.to_hex()).unwrap(), mark);
        assert!(Mark::from_hex("nadir").is_err());
    }

    #[test]
    fn a_query_is_its_values_in_any_order() {
        let marks = Marks::new([1; 32]);
        let pair = |p: &str, v: &str| (p.to_owned(), v.to_owned());
        let one = [pair("name", "Nadir"), pair("country", "sy")];
        let other = [pair("country", "sy"), pair("name", "nadir")];
        assert_eq!(
            marks.of_query("Person", &one),
            marks.of_query("Person", &other)
        );
        assert_ne!(
            marks.of_query("Person", &one),
            marks.of_query("Company", &one)
        );
        let moved = [pair("name", "Nadi"), pair("country", "rsy")];
        assert_ne!(
            marks.of_query("Person", &one),
            marks.of_query("Person", &moved)
        );
    }
}
