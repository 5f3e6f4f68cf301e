//! FollowTheMoney's statement ids: SHA-1 over dataset, entity, property, value (and language).
//!
//! SOURCE: `followthemoney.statement.Statement.make_key` 4.11; equal to it byte for byte, so that our
//! statements and theirs are the same statements. SHA-1 is theirs, not a choice; nothing here is secret.

use kashf_core::Statement;
use sha1::{Digest, Sha1};

/// The pseudo-property whose statement marks that an entity exists.
pub(crate) const ID_PROP: &str = "id";

/// The id that FollowTheMoney gives to a statement.
///
/// ```
/// let statement = kashf_core::Statement::new("ex-1", "Person", "name", "Layla Example", "example");
/// assert_eq!(kashf_ftm::statement_id(&statement), "8084b6e40c186454e35c8599618ef400ca8d3a1f");
/// ```
#[must_use]
pub fn statement_id(statement: &Statement) -> String {
    let mut sha1 = Sha1::new();
    let parts = [
        statement.dataset.as_str(),
        statement.entity_id.as_str(),
        statement.prop.as_str(),
        statement.value.as_str(),
    ];
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            sha1.update(b".");
        }
        sha1.update(part.as_bytes());
    }
    if let Some(lang) = &statement.lang {
        sha1.update(b"@");
        sha1.update(lang.as_bytes());
    }
    if statement.external {
        sha1.update(b".ext");
    }
    hex(&sha1.finalize())
}

/// The same for a statement without language, of the source itself, as bytes.
pub(crate) fn plain_digest(dataset: &str, entity_id: &str, prop: &str, value: &str) -> [u8; 20] {
    let mut sha1 = Sha1::new();
    for part in [dataset, ".", entity_id, ".", prop, ".", value] {
        sha1.update(part.as_bytes());
    }
    sha1.finalize().into()
}

/// The value of an entity's `id` statement, from the ids of the others as bytes: these sort as their digits do.
pub(crate) fn checksum_of(schema: &str, mut ids: Vec<[u8; 20]>) -> String {
    ids.sort_unstable();
    let mut sha1 = Sha1::new();
    sha1.update(schema.as_bytes());
    for id in ids {
        sha1.update(hex_bytes(&id));
    }
    hex(&sha1.finalize())
}

/// The value of an entity's `id` statement: SHA-1 over its schema and its other statements' ids.
///
/// SOURCE: `followthemoney.statement.StatementEntity.statements`.
pub(crate) fn entity_checksum<'s>(schema: &str, ids: impl Iterator<Item = &'s str>) -> String {
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    let mut sha1 = Sha1::new();
    sha1.update(schema.as_bytes());
    for id in ids {
        sha1.update(id.as_bytes());
    }
    hex(&sha1.finalize())
}

fn hex_bytes(bytes: &[u8; 20]) -> [u8; 40] {
    let mut digits = [0; 40];
    for (byte, pair) in bytes.iter().zip(digits.chunks_exact_mut(2)) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    digits
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from(DIGITS[usize::from(half)]));
        }
    }
    text
}
