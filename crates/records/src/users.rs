//! Local users: a name, a role, a password kept as argon2id.
//!
//! Parameters are those of the argon2 crate's default, OWASP's first choice: 19 MiB, two passes, one lane.

use crate::database::{check_name, is_taken};
use crate::{Millis, Records, RecordsError, Role};
use argon2::Argon2;
use argon2::password_hash::phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use rusqlite::{Row, params};

/// The shortest password, in characters.
pub const MIN_PASSWORD: usize = 12;

/// The longest, in bytes: hashing takes time in proportion.
const MAX_PASSWORD: usize = 1024;

/// A hash of a password, as text in the PHC form.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Hashes a password under a new random salt; takes some 30 ms and 19 MiB, by intent.
    ///
    /// # Errors
    /// A password that is too short or too long.
    pub fn of(password: &str) -> Result<Self, RecordsError> {
        let wrong = |problem| RecordsError::Value {
            what: "password",
            problem,
        };
        if password.chars().count() < MIN_PASSWORD {
            return Err(wrong("must have 12 characters or more"));
        }
        if password.len() > MAX_PASSWORD {
            return Err(wrong("must have 1024 bytes at most"));
        }
        let hash: phc::PasswordHash = Argon2::default()
            .hash_password(password.as_bytes())
            .map_err(|_| RecordsError::Random)?;
        Ok(Self(hash.to_string()))
    }

    /// True when it is the hash of this password; takes as long as [`PasswordHash::of`].
    #[must_use]
    pub fn is_of(&self, password: &str) -> bool {
        password.len() <= MAX_PASSWORD
            && phc::PasswordHash::new(&self.0).is_ok_and(|hash| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &hash)
                    .is_ok()
            })
    }

    /// A fast hash under a secret key, by which a process remembers what it has checked; another one for another user,
    /// password or key.
    #[must_use]
    pub fn mark(&self, key: &[u8; 32], password: &str) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(key);
        // A hash in the PHC form holds no NUL, and a salt that no other user has.
        hasher.update(self.0.as_bytes()).update(b"\0");
        *hasher.update(password.as_bytes()).finalize().as_bytes()
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

/// A local user.
#[derive(Clone, Debug)]
pub struct User {
    /// Name.
    pub name: String,
    /// What the user is.
    pub role: Role,
    /// When the user was added.
    pub created_at: Millis,
    /// The password's hash.
    pub password: PasswordHash,
}

impl User {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let role: String = row.get("role")?;
        Ok(Self {
            name: row.get("name")?,
            // A role of a newer program has the least rights here.
            role: role.parse().unwrap_or(Role::Viewer),
            created_at: row.get("created_at")?,
            password: PasswordHash(row.get("password")?),
        })
    }
}

impl Records {
    /// Adds a user.
    ///
    /// # Errors
    /// A name that is taken or cannot stand, a password that is too short.
    pub fn add_user(
        &self,
        name: &str,
        role: Role,
        password: &str,
        now: Millis,
    ) -> Result<(), RecordsError> {
        check_name("name of a user", name)?;
        let hash = PasswordHash::of(password)?;
        let sql = "INSERT INTO users (name, role, password, created_at) VALUES (?1, ?2, ?3, ?4)";
        let row = params![name, role.as_str(), hash.0, now];
        match self.connection().execute(sql, row) {
            Ok(_) => Ok(()),
            Err(error) if is_taken(&error) => Err(RecordsError::Taken {
                what: "user",
                name: name.to_owned(),
            }),
            Err(error) => Err(self.wrong("adding a user")(error)),
        }
    }

    /// All users, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn users(&self) -> Result<Vec<User>, RecordsError> {
        let connection = self.connection();
        let read = || -> rusqlite::Result<Vec<_>> {
            connection
                .prepare("SELECT * FROM users ORDER BY name")?
                .query_map([], User::from_row)?
                .collect()
        };
        read().map_err(self.wrong("reading the users"))
    }

    /// Gives a user another password.
    ///
    /// # Errors
    /// When there is no such user, or the password is too short.
    pub fn set_password(&self, name: &str, password: &str) -> Result<(), RecordsError> {
        let hash = PasswordHash::of(password)?;
        let sql = "UPDATE users SET password = ?2 WHERE name = ?1";
        let changed = self.connection().execute(sql, params![name, hash.0]);
        self.one_user(name, changed)
    }

    /// Removes a user.
    ///
    /// # Errors
    /// When there is no such user.
    pub fn remove_user(&self, name: &str) -> Result<(), RecordsError> {
        let removed = self
            .connection()
            .execute("DELETE FROM users WHERE name = ?1", [name]);
        self.one_user(name, removed)
    }

    fn one_user(&self, name: &str, changed: rusqlite::Result<usize>) -> Result<(), RecordsError> {
        match changed.map_err(self.wrong("changing a user"))? {
            0 => Err(RecordsError::Unknown {
                what: "user",
                name: name.to_owned(),
            }),
            _ => Ok(()),
        }
    }
}
