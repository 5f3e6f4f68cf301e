//! The database of a data directory: opening it, and what every part does with it.

use crate::error::RecordsError;
use crate::{FILE, schema, secret};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a write waits for another process's.
const BUSY: Duration = Duration::from_secs(10);

/// Between two tries to open.
const AGAIN: Duration = Duration::from_millis(20);

/// The key under which the screening log hashes, in the data directory.
const LOG_KEY: &str = "kashf.key";

/// An open `kashf.sqlite`; one connection, used by one thread at a time. Open it again for another thread that must not wait.
#[derive(Debug)]
pub struct Records {
    connection: Mutex<Connection>,
    data: PathBuf,
}

impl Records {
    /// Opens the records of a data directory; a missing database is created, for its owner only, an older one is copied and
    /// migrated.
    ///
    /// # Errors
    /// When the directory cannot be written, or a newer program wrote the database.
    pub fn open(data: &Path) -> Result<Self, RecordsError> {
        let place = data.join(FILE);
        if !place.exists() {
            // SQLite gives its further files the mode of the database.
            secret::private()
                .create(true)
                .truncate(false)
                .open(&place)?;
        }
        Self::connect(data, &place)
    }

    /// As [`Records::open`], but nothing is created: `None` where there is no database.
    ///
    /// # Errors
    /// As [`Records::open`].
    pub fn open_existing(data: &Path) -> Result<Option<Self>, RecordsError> {
        let place = data.join(FILE);
        if !place.exists() {
            return Ok(None);
        }
        Self::connect(data, &place).map(Some)
    }

    /// Opens and migrates. Two processes that begin at once may meet where SQLite does not wait by itself.
    fn connect(data: &Path, place: &Path) -> Result<Self, RecordsError> {
        let begun = Instant::now();
        loop {
            match Self::connect_once(data, place) {
                Err(error) if error.is_busy() && begun.elapsed() < BUSY => {
                    std::thread::sleep(AGAIN);
                }
                opened => return opened,
            }
        }
    }

    fn connect_once(data: &Path, place: &Path) -> Result<Self, RecordsError> {
        let opened = || -> rusqlite::Result<Connection> {
            let connection = Connection::open_with_flags(
                place,
                OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?;
            connection.busy_timeout(BUSY)?;
            // The schema of a newer program is looked at before anything is set.
            connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))?;
            connection.pragma_update(None, "journal_mode", "wal")?;
            connection.pragma_update(None, "synchronous", "full")?;
            connection.pragma_update(None, "foreign_keys", "on")?;
            // What is erased is overwritten, not only forgotten.
            connection.pragma_update(None, "secure_delete", "on")?;
            Ok(connection)
        };
        let mut connection = opened().map_err(|source| RecordsError::Database {
            place: place.to_owned(),
            action: "opening",
            source,
        })?;
        schema::migrate(&mut connection, place)?;
        Ok(Self {
            connection: Mutex::new(connection),
            data: data.to_owned(),
        })
    }

    /// The data directory.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// A number that differs after another connection has changed something.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn changed(&self) -> Result<i64, RecordsError> {
        self.connection()
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .map_err(self.wrong("looking for changes"))
    }

    /// The key under which the screening log hashes; made when there is none.
    ///
    /// # Errors
    /// When it cannot be read or made.
    pub fn log_key(&self) -> Result<[u8; 32], RecordsError> {
        secret::key_file(&self.data.join(LOG_KEY))
    }

    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        // A transaction that a panic left open was rolled back when it was dropped.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn wrong(&self, action: &'static str) -> impl Fn(rusqlite::Error) -> RecordsError {
        let place = self.data.join(FILE);
        move |source| RecordsError::Database {
            place: place.clone(),
            action,
            source,
        }
    }
}

/// True when a row was refused because its key is in use.
pub(crate) fn is_taken(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation)
}

/// A name of a key or a user: what can be printed, logged and sent in a header.
pub(crate) fn check_name(what: &'static str, name: &str) -> Result<(), RecordsError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.@".contains(c);
    if (1..=64).contains(&name.len()) && name.chars().all(fits) {
        return Ok(());
    }
    Err(RecordsError::Value {
        what,
        problem: "must be 1 to 64 letters, digits, `-`, `_`, `.` or `@`",
    })
}
