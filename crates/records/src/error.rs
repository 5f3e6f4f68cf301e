//! What can go wrong with the records, with the file named first and a remedy apart.

use std::path::PathBuf;

/// An error of the records. [`RecordsError::hint`] says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordsError {
    /// The database refused.
    #[error("`{}`: {action} failed", place.display())]
    Database {
        /// The database.
        place: PathBuf,
        /// What was tried.
        action: &'static str,
        /// Why not.
        source: rusqlite::Error,
    },
    /// The file system refused.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// Written by a newer Kashf.
    #[error(
        "`{}`: has schema {found}, this program knows schemas up to {}; it needs {needs}",
        place.display(), crate::SCHEMA
    )]
    Newer {
        /// The database.
        place: PathBuf,
        /// Its schema.
        found: i64,
        /// The version of Kashf that reads it, as the database says.
        needs: String,
    },
    /// A file that is not what its name says.
    #[error("`{}`: {problem}", place.display())]
    Damaged {
        /// The file.
        place: PathBuf,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The name is in use.
    #[error("there is a {what} of the name `{name}` already")]
    Taken {
        /// `key` or `user`.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Nothing has this name.
    #[error("there is no {what} `{name}`")]
    Unknown {
        /// `key`, `user` or `job`.
        what: &'static str,
        /// As given.
        name: String,
    },
    /// A value that cannot stand.
    #[error("{what}: {problem}")]
    Value {
        /// What it is.
        what: &'static str,
        /// The rule that it breaks.
        problem: &'static str,
    },
    /// The system gave no random bytes.
    #[error("the system gives no random bytes")]
    Random,
}

impl RecordsError {
    /// True when another process was writing for too long.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let Self::Database { source, .. } = self else {
            return false;
        };
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        matches!(
            source.sqlite_error_code(),
            Some(DatabaseBusy | DatabaseLocked)
        )
    }

    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Newer { needs, .. } => {
                return Some(format!("install {needs}; nothing was changed"));
            }
            Self::Database { .. } if self.is_busy() => "another process is writing; try again",
            Self::Database { .. } => {
                "`kashf verify` checks the data directory; a backup restores it"
            }
            Self::Taken { .. } => "choose another name, or revoke or remove that one first",
            Self::Unknown { what: "key", .. } => "`kashf keys list` shows the keys",
            Self::Unknown { what: "user", .. } => "`kashf users list` shows the users",
            Self::Damaged { .. }
            | Self::File(_)
            | Self::Unknown { .. }
            | Self::Value { .. }
            | Self::Random => {
                return None;
            }
        };
        Some(hint.to_owned())
    }
}
