//! What can go wrong in the store, with the file named first and a remedy apart.

use std::io;
use std::path::{Path, PathBuf};

/// An error of the store. [`StoreError::hint`] says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The operating system refused.
    #[error("`{}`: {action} failed", place.display())]
    Io {
        /// The file or directory.
        place: PathBuf,
        /// What was tried: `reading`, `writing`, `syncing` ...
        action: &'static str,
        /// Why not.
        source: io::Error,
    },
    /// The data directory's path names something else.
    #[error("`{}`: not a directory", place.display())]
    NotADirectory {
        /// The path as given.
        place: PathBuf,
    },
    /// Another process writes at this moment.
    #[error("`{}`: held by another writer ({holder})", place.display())]
    Locked {
        /// The lock file.
        place: PathBuf,
        /// Who holds it: process, host, since when.
        holder: String,
    },
    /// A lock of another data directory was passed.
    #[error("`{}`: the lock belongs to another data directory", place.display())]
    ForeignLock {
        /// The data directory that was to be written.
        place: PathBuf,
    },
    /// Written by a newer Kashf.
    #[error(
        "`{place}`: has format {found}, this program reads up to {}; it needs {needs}",
        crate::FORMAT
    )]
    NewerFormat {
        /// The manifest or table.
        place: String,
        /// Its format number.
        found: u64,
        /// The version of Kashf that reads it, as the file says.
        needs: String,
    },
    /// Written by a Kashf that this one no longer reads.
    #[error(
        "`{place}`: has format {found}, this program reads only {}",
        crate::FORMAT
    )]
    OlderFormat {
        /// The manifest or table.
        place: String,
        /// Its format number.
        found: u64,
    },
    /// A file is not what its manifest or its format says.
    #[error("`{place}`: {problem}")]
    Damaged {
        /// The file, relative to the data directory.
        place: String,
        /// What is wrong with it.
        problem: String,
    },
    /// No snapshot, or more than one, has this id.
    #[error("snapshot `{id}`: {problem}")]
    UnknownSnapshot {
        /// The id as given.
        id: String,
        /// `is not in this data directory`, or that the short id is ambiguous.
        problem: &'static str,
    },
    /// A name cannot become a file name.
    #[error("{what} `{name}`: {problem}")]
    BadName {
        /// `dataset`, `version`, `table` ...
        what: &'static str,
        /// The name as given.
        name: String,
        /// Which rule it breaks.
        problem: &'static str,
    },
    /// A manifest names a dataset twice.
    #[error("manifest: names dataset `{dataset}` twice")]
    DatasetTwice {
        /// The dataset.
        dataset: String,
    },
    /// A segment lacks a table that its reader needs.
    #[error("dataset `{dataset}`: its segment has no table `{table}`")]
    MissingTable {
        /// The dataset.
        dataset: String,
        /// The table.
        table: String,
    },
}

impl StoreError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Io { action, source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "free some space and run it again; the live snapshot is untouched"
                }
                io::ErrorKind::NotFound => {
                    "run `kashf verify`, then load the dataset again or roll back to another snapshot"
                }
                io::ErrorKind::PermissionDenied => {
                    "the data directory must belong to the user who runs kashf (mode 0700)"
                }
                io::ErrorKind::ReadOnlyFilesystem => {
                    "the data directory is read-only here; name another with `--data`"
                }
                io::ErrorKind::Unsupported => {
                    "the data directory must be on a local file system with file locks"
                }
                _ if matches!(
                    *action,
                    "reading" | "opening" | "mapping" | "listing" | "looking at"
                ) =>
                {
                    "look at the disk (`dmesg` tells of its errors), then run `kashf verify`"
                }
                _ => {
                    "look at the disk (`dmesg` tells of its errors), then run it again; \
                     a whole snapshot is live, the old one or the new one: `kashf lists` shows which"
                }
            },
            Self::NotADirectory { .. } => "name a directory with `--data` or KASHF_DATA",
            Self::Locked { .. } => {
                "wait until it has finished, or end that process; readers need no lock"
            }
            Self::ForeignLock { .. } | Self::DatasetTwice { .. } => return None,
            Self::NewerFormat { needs, .. } => {
                return Some(format!(
                    "install {needs} or newer, or name another `--data`"
                ));
            }
            Self::OlderFormat { .. } => "load the lists again with this version of kashf",
            Self::Damaged { .. } => {
                "run `kashf verify`, then load the dataset again or roll back to another snapshot"
            }
            Self::UnknownSnapshot { .. } => "`kashf snapshots` lists the ids",
            Self::BadName { .. } => {
                "use at most 100 letters, digits, `_`, `-` and `.`, not beginning with `.`"
            }
            Self::MissingTable { .. } => "load the dataset again with this version of kashf",
        };
        Some(hint.to_owned())
    }

    pub(crate) fn io(place: &Path, action: &'static str) -> impl FnOnce(io::Error) -> Self {
        let place = place.to_owned();
        move |source| Self::Io {
            place,
            action,
            source,
        }
    }

    pub(crate) fn damaged(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Damaged {
            place: place.into(),
            problem: problem.into(),
        }
    }

    /// True when a file was absent: the one error that a swap of snapshots can explain.
    pub(crate) fn is_absence(&self) -> bool {
        match self {
            Self::Io { source, .. } => source.kind() == io::ErrorKind::NotFound,
            Self::UnknownSnapshot { .. } => true,
            _ => false,
        }
    }
}
