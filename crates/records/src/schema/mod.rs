//! The schema and its versions: `user_version` counts them, each step is a file beside this one.
//!
//! A step runs in one transaction, after a copy of the database was made. A database of a newer program is refused with the
//! version that it needs, which every step writes into `meta`.

use crate::backup;
use crate::error::RecordsError;
use rusqlite::{Connection, OptionalExtension};
use std::path::{Path, PathBuf};

/// The steps: step N makes schema N of schema N - 1. A step that was released never changes.
const STEPS: &[&str] = &[include_str!("1.sql")];

/// The schema that this program writes.
pub const SCHEMA: i64 = STEPS.len() as i64;

/// Brings a database to this program's schema.
pub(crate) fn migrate(connection: &mut Connection, place: &Path) -> Result<(), RecordsError> {
    let wrong = |action| {
        move |source| RecordsError::Database {
            place: place.to_owned(),
            action,
            source,
        }
    };
    let found = version(connection).map_err(wrong("reading the schema"))?;
    if found > SCHEMA {
        return Err(RecordsError::Newer {
            place: place.to_owned(),
            found,
            needs: needs(connection),
        });
    }
    if found == SCHEMA {
        return Ok(());
    }
    if found > 0 {
        backup::copy(connection, &before(place, found))?;
    }
    let migrating = wrong("changing the schema");
    // Immediate: of two processes that open an old database at once one migrates, and the other finds it done.
    let transaction = connection
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .map_err(migrating)?;
    let found = version(&transaction).map_err(migrating)?;
    let from = usize::try_from(found).unwrap_or(STEPS.len());
    for step in STEPS.iter().skip(from) {
        transaction.execute_batch(step).map_err(migrating)?;
    }
    transaction
        .execute(
            "INSERT INTO meta VALUES ('needs', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1",
            [concat!("kashf ", env!("CARGO_PKG_VERSION"), " or newer")],
        )
        .map_err(migrating)?;
    transaction
        .pragma_update(None, "user_version", SCHEMA)
        .map_err(migrating)?;
    transaction.commit().map_err(migrating)
}

/// Where a database of an older schema is copied to before it is changed.
fn before(place: &Path, schema: i64) -> PathBuf {
    place.with_extension(format!("sqlite.schema{schema}.bak"))
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// What a newer database says that it needs.
fn needs(connection: &Connection) -> String {
    let said: rusqlite::Result<Option<String>> = connection
        .query_row("SELECT value FROM meta WHERE name = 'needs'", [], |row| {
            row.get(0)
        })
        .optional();
    let said = said.ok().flatten().unwrap_or_default();
    let said: String = said.chars().filter(|c| !c.is_control()).take(60).collect();
    if said.is_empty() {
        "a newer Kashf".to_owned()
    } else {
        said
    }
}
