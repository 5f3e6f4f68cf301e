//! The schema and its versions: `user_version` counts them, each step is a file beside this one.
//!
//! A step runs in one transaction, after a copy of the database was made. A database of a newer program is refused with the
//! version that it needs, which every step writes into `meta`.

use crate::backup;
use crate::error::RecordsError;
use rusqlite::{Connection, OptionalExtension};
use std::path::{Path, PathBuf};

/// The steps: step N makes schema N of schema N - 1. A step that was released never changes.
const STEPS: &[&str] = &[include_str!("1.sql"), include_str!("2.sql")];

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FILE, NewKey, Records, Scopes};

    /// A data directory with a database of schema 1, as the program that ended there wrote it.
    fn of_schema_1(folder: &Path) -> PathBuf {
        let place = folder.join(FILE);
        let old = Connection::open(&place).unwrap();
        old.execute_batch(STEPS[0]).unwrap();
        old.execute_batch(
            "INSERT INTO meta VALUES ('needs', 'kashf 0.1.0 or newer');
             INSERT INTO api_keys (id, name, hash, scopes, created_at)
             VALUES ('0123abcd', 'bank', zeroblob(32), 'read,screen', 1);
             PRAGMA user_version = 1;",
        )
        .unwrap();
        place
    }

    #[test]
    fn an_older_database_is_copied_and_migrated() {
        let folder = tempfile::tempdir().unwrap();
        let place = of_schema_1(folder.path());
        let records = Records::open(folder.path()).unwrap();
        let keys = records.keys().unwrap();
        assert_eq!((keys.len(), keys[0].name.as_str()), (1, "bank"));
        assert!(records.jobs(None).unwrap().is_empty());

        let copy = Connection::open(before(&place, 1)).unwrap();
        assert_eq!(version(&copy).unwrap(), 1);
        let kept: i64 = copy
            .query_row("SELECT count(*) FROM api_keys", [], |row| row.get(0))
            .unwrap();
        assert_eq!(kept, 1);
        // Opened again nothing is migrated.
        fs_err::remove_file(before(&place, 1)).unwrap();
        Records::open(folder.path()).unwrap();
        assert!(!before(&place, 1).exists());
    }

    #[test]
    fn many_may_open_a_new_database_at_once() {
        for _ in 0..10 {
            let folder = tempfile::tempdir().unwrap();
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        let records = Records::open(folder.path()).unwrap();
                        assert!(records.keys().unwrap().is_empty());
                    });
                }
            });
        }
    }

    #[test]
    fn a_newer_database_is_refused_with_what_it_needs_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        drop(Records::open(folder.path()).unwrap());
        let place = folder.path().join(FILE);
        let newer = Connection::open(&place).unwrap();
        newer
            .execute_batch(
                "UPDATE meta SET value = 'kashf 9.1.0 or newer'; PRAGMA user_version = 99",
            )
            .unwrap();
        drop(newer);
        let before = fs_err::read(&place).unwrap();
        let refused = Records::open(folder.path()).unwrap_err();
        let text = refused.to_string();
        assert!(
            text.contains("schema 99") && text.contains("kashf 9.1.0"),
            "{text}"
        );
        assert!(refused.hint().unwrap().contains("kashf 9.1.0"));
        assert_eq!(fs_err::read(&place).unwrap(), before);
    }

    #[test]
    fn a_database_is_its_owners_and_its_copy_too() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::open(folder.path()).unwrap();
        let new = NewKey {
            name: "bank",
            scopes: Scopes::all(),
            per_minute: None,
            expires_at: None,
        };
        records.add_key(&new, 1).unwrap();
        let copy = folder.path().join("copy.sqlite");
        records.back_up(&copy).unwrap();
        records.log_key().unwrap();
        #[cfg(unix)]
        for name in [FILE, "copy.sqlite", "kashf.sqlite-wal", "kashf.key"] {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs_err::metadata(folder.path().join(name)).unwrap();
            assert_eq!(mode.permissions().mode() & 0o777, 0o600, "{name}");
        }
        let copied = Connection::open(&copy).unwrap();
        let keys: i64 = copied
            .query_row("SELECT count(*) FROM api_keys", [], |row| row.get(0))
            .unwrap();
        assert_eq!(keys, 1);
    }
}
