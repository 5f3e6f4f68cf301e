//! `kashf.sqlite`: what the program itself writes down beside the lists: users, keys, jobs, the screening log.
//!
//! It knows no list and screens nobody. It reads no clock: times are passed in, as milliseconds since 1970.
//! SQLite runs with a write-ahead log and `synchronous=FULL`: what was acknowledged survives a crash. Several processes may
//! have it open (`kashf keys add` while `kashf serve` runs).
//!
//! * [`Records`]: the database of a data directory, opened, migrated, copied.
//! * [`ApiKey`], [`User`]: who may ask. A key is shown once and kept as a hash; a password is kept as argon2id.
//! * [`Scope`], [`Role`]: what they may ask for.
//! * [`Screening`]: one row of the screening log; [`Marks`]: the keyed hashes that stand for names in it (promise P14).
//! * [`Job`]: a file that is being screened, or was.

mod backup;
mod database;
mod error;
mod jobs;
mod keys;
mod log;
mod marks;
mod rights;
mod schema;
mod secret;
mod users;

pub use database::Records;
pub use error::RecordsError;
pub use jobs::{Job, JobState};
pub use keys::{ApiKey, NewKey, key_id};
pub use log::{Erasure, LogFilter, Screening, Subject};
pub use marks::{Mark, Marks};
pub use rights::{Role, Scope, Scopes};
pub use schema::SCHEMA;
pub use secret::{Secret, random_key};
pub use users::{MIN_PASSWORD, PasswordHash, User};

/// File of the database in a data directory.
pub const FILE: &str = "kashf.sqlite";

/// Milliseconds since 1970.
pub type Millis = i64;
