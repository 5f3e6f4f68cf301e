//! A copy of the database while others write to it: SQLite's online backup.

use crate::database::Records;
use crate::error::RecordsError;
use crate::secret::private;
use fs_err as fs;
use rusqlite::Connection;
use rusqlite::backup::Backup;
use std::path::Path;
use std::time::Duration;

/// Pages copied between two looks at who else writes: 4 MB.
const PAGES: std::ffi::c_int = 1024;

impl Records {
    /// Copies the database, as it stands at one moment, to a file that does not exist.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn back_up(&self, to: &Path) -> Result<(), RecordsError> {
        copy(&self.connection(), to)
    }

    /// What is wrong with the database; `None` when it is sound. Reads all of it.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn check(&self) -> Result<Option<String>, RecordsError> {
        let said: String = self
            .connection()
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
            .map_err(self.wrong("checking"))?;
        Ok((said != "ok").then_some(said))
    }
}

/// Copies a database beside the target, checks the copy, and renames it: a copy that is there is whole.
pub(crate) fn copy(from: &Connection, to: &Path) -> Result<(), RecordsError> {
    let wrong = |source| RecordsError::Database {
        place: to.to_owned(),
        action: "copying the database",
        source,
    };
    let mut beside = to.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    let file = private().create(true).truncate(true).open(beside)?;
    {
        let mut target = Connection::open(beside).map_err(wrong)?;
        Backup::new(from, &mut target)
            .and_then(|copy| copy.run_to_completion(PAGES, Duration::from_millis(2), None))
            .map_err(wrong)?;
        let sound: String = target
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(wrong)?;
        if sound != "ok" {
            return Err(RecordsError::Damaged {
                place: to.to_owned(),
                problem: "the copy of the database is not sound",
            });
        }
    }
    file.sync_all()?;
    fs::rename(beside, to)?;
    Ok(())
}
