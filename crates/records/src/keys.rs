//! Keys of programs: 256 random bits, shown once, kept as a hash.
//!
//! A plain hash is enough: nobody can try 2^256 keys, so nothing slow is needed, and a request costs a microsecond.

use crate::database::{check_name, is_taken};
use crate::secret::{Secret, hex, random};
use crate::{Millis, Records, RecordsError, Scopes};
use rusqlite::{Row, params};

/// What every key begins with, so that scanners of code find one that was committed.
const PREFIX: &str = "kashf_";

/// Digits of a key's id.
const ID_DIGITS: usize = 8;

/// A key as it is kept: its secret is not in it.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Its id; part of the key, harmless on its own.
    pub id: String,
    /// Its owner's name for it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// Requests a minute; no limit when `None`.
    pub per_minute: Option<u32>,
    /// When it was made.
    pub created_at: Millis,
    /// From when on it is refused.
    pub expires_at: Option<Millis>,
    /// Since when it is refused.
    pub revoked_at: Option<Millis>,
    hash: [u8; 32],
}

/// A key to make.
#[derive(Clone, Debug)]
pub struct NewKey<'a> {
    /// Name: whose it is, what for.
    pub name: &'a str,
    /// What it may do.
    pub scopes: Scopes,
    /// Requests a minute.
    pub per_minute: Option<u32>,
    /// From when on it is refused.
    pub expires_at: Option<Millis>,
}

impl ApiKey {
    /// True when this is the whole key; takes the same time wherever the first difference is.
    #[must_use]
    pub fn is(&self, key: &str) -> bool {
        // The comparison of BLAKE3's own type is constant-time.
        blake3::hash(key.as_bytes()) == blake3::Hash::from_bytes(self.hash)
    }

    /// True when it may be used at this time.
    #[must_use]
    pub fn is_valid(&self, now: Millis) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let scopes: String = row.get("scopes")?;
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            // A scope of a newer program gives no right here.
            scopes: scopes
                .split(',')
                .filter_map(|word| word.parse().ok())
                .collect(),
            per_minute: row.get("per_minute")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
            revoked_at: row.get("revoked_at")?,
            hash: row.get("hash")?,
        })
    }
}

/// The id inside a key, when the text has the form of one.
///
/// ```
/// let key = format!("kashf_0123abcd_{}", "0".repeat(64));
/// assert_eq!(kashf_records::key_id(&key), Some("0123abcd"));
/// assert_eq!(kashf_records::key_id("secret"), None);
/// ```
#[must_use]
pub fn key_id(key: &str) -> Option<&str> {
    let (id, secret) = key.strip_prefix(PREFIX)?.split_once('_')?;
    let hexadecimal = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    (id.len() == ID_DIGITS && secret.len() == 64 && hexadecimal(id) && hexadecimal(secret))
        .then_some(id)
}

impl Records {
    /// Makes a key. The secret is given here and nowhere else.
    ///
    /// # Errors
    /// A name that is taken or cannot stand, no scope, a limit of nothing.
    pub fn add_key(&self, new: &NewKey<'_>, now: Millis) -> Result<(ApiKey, Secret), RecordsError> {
        check_name("name of a key", new.name)?;
        let value = |what, problem| Err(RecordsError::Value { what, problem });
        if new.scopes.is_empty() {
            return value("scopes", "a key without a scope can do nothing");
        }
        if new.per_minute == Some(0) {
            return value("requests a minute", "must be 1 or more");
        }
        if new.expires_at.is_some_and(|end| end <= now) {
            return value("expiry", "must be in the future");
        }
        let id = hex(&random::<{ ID_DIGITS / 2 }>()?);
        let secret = Secret::new(format!("{PREFIX}{id}_{}", hex(&random::<32>()?)));
        let key = ApiKey {
            id,
            name: new.name.to_owned(),
            scopes: new.scopes,
            per_minute: new.per_minute,
            created_at: now,
            expires_at: new.expires_at,
            revoked_at: None,
            hash: *blake3::hash(secret.reveal().as_bytes()).as_bytes(),
        };
        let row = params![
            key.id,
            key.name,
            key.hash,
            key.scopes.to_string(),
            key.per_minute,
            key.created_at,
            key.expires_at
        ];
        let sql =
            "INSERT INTO api_keys (id, name, hash, scopes, per_minute, created_at, expires_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        match self.connection().execute(sql, row) {
            Ok(_) => Ok((key, secret)),
            Err(error) if is_taken(&error) => Err(RecordsError::Taken {
                what: "key",
                name: new.name.to_owned(),
            }),
            Err(error) => Err(self.wrong("adding a key")(error)),
        }
    }

    /// All keys, those revoked included, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn keys(&self) -> Result<Vec<ApiKey>, RecordsError> {
        let connection = self.connection();
        let read = || -> rusqlite::Result<Vec<_>> {
            connection
                .prepare("SELECT * FROM api_keys ORDER BY created_at, id")?
                .query_map([], ApiKey::from_row)?
                .collect()
        };
        read().map_err(self.wrong("reading the keys"))
    }

    /// Revokes the key of this name or id; gives its id.
    ///
    /// # Errors
    /// When there is none that is not revoked yet.
    pub fn revoke_key(&self, name: &str, now: Millis) -> Result<String, RecordsError> {
        let sql = "UPDATE api_keys SET revoked_at = ?2
                   WHERE revoked_at IS NULL AND (name = ?1 OR id = ?1) RETURNING id";
        let revoked = self
            .connection()
            .query_row(sql, params![name, now], |row| row.get(0));
        revoked.map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => RecordsError::Unknown {
                what: "key",
                name: name.to_owned(),
            },
            other => self.wrong("revoking a key")(other),
        })
    }
}
