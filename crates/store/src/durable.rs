//! The only place that writes, syncs, renames and removes files of the data directory.
//!
//! Everything goes through [`FileLayer`], so that a test can make the n-th operation fail (disk
//! full, IO error, power cut) and see that no old snapshot suffers. The protocol is the usual one:
//! write beside under a name that begins with `.tmp-`, sync the file, rename, sync the directory.
//! After a failed sync nothing is synced a second time: the file is written anew, because the
//! kernel may have dropped the pages and forgotten the error.
//!
//! It does not read, and it does not hold the lock file, which carries no data ([`crate::WriterLock`]).
//!
//! Source: POSIX `rename` and `fsync`; "Files are hard" (danluu.com/file-consistency).

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::StoreError;

/// Names that begin so are unfinished work; the next writer removes them.
pub const TEMPORARY: &str = ".tmp-";

/// The operations on files that a publication consists of, each of which may fail.
pub trait FileLayer: fmt::Debug + Send + Sync {
    /// Creates one directory that only its owner may enter; an existing one is an error.
    ///
    /// # Errors
    /// What the operating system says.
    fn create_dir(&self, path: &Path) -> io::Result<()>;

    /// Creates a new file that only its owner may read; an existing one is an error.
    ///
    /// # Errors
    /// What the operating system says.
    fn create_file(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;

    /// Opens a file to be written on from byte `keep`; what stands behind it is cut off.
    ///
    /// # Errors
    /// What the operating system says; no such file.
    fn append_file(&self, path: &Path, keep: u64) -> io::Result<Box<dyn OpenFile>>;

    /// Moves a file or directory, replacing a file of that name in one step.
    ///
    /// # Errors
    /// What the operating system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Makes the names in a directory durable.
    ///
    /// # Errors
    /// What the operating system says.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// What the operating system says.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty directory.
    ///
    /// # Errors
    /// What the operating system says.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;
}

/// A file being written.
pub trait OpenFile {
    /// Writes all the bytes.
    ///
    /// # Errors
    /// What the operating system says; part of the bytes may then have been written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Makes the bytes durable.
    ///
    /// # Errors
    /// What the operating system says; the bytes must then be taken for lost.
    fn sync(&mut self) -> io::Result<()>;
}

/// The file layer of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiskFiles;

impl FileLayer for DiskFiles {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    fn create_file(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let mut options = fs_err::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        fs_err::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Box::new(options.open(path)?))
    }

    fn append_file(&self, path: &Path, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        let mut file = fs_err::OpenOptions::new().write(true).open(path)?;
        file.set_len(keep)?;
        io::Seek::seek(&mut file, io::SeekFrom::Start(keep))?;
        Ok(Box::new(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs_err::rename(from, to)
    }

    #[cfg(unix)]
    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        match fs_err::File::open(path)?.sync_all() {
            // Some network file systems know no such thing; there is nothing better to do there.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
                ) =>
            {
                Ok(())
            }
            done => done,
        }
    }

    /// Directories cannot be synced here; the file system's journal orders the renames.
    #[cfg(not(unix))]
    fn sync_dir(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs_err::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs_err::remove_dir(path)
    }
}

impl OpenFile for fs_err::File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        io::Write::write_all(self, bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

/// Creates a directory and those above it that are missing, durably.
pub(crate) fn ensure_dir(files: &dyn FileLayer, path: &Path) -> Result<(), StoreError> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    let above = path.parent().unwrap_or_else(|| Path::new(""));
    ensure_dir(files, above)?;
    match files.create_dir(path) {
        // Removed again when its name cannot be made durable, so that the next try does both.
        Ok(()) => sync_dir(files, above).inspect_err(|_| {
            let _ = files.remove_dir(path);
        }),
        // Another process may have been faster: that is what we wanted.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(StoreError::io(path, "creating the directory")(error)),
    }
}

/// Writes and syncs a new file; a name that exists already is an error.
pub(crate) fn write_new(
    files: &dyn FileLayer,
    path: &Path,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let mut file = files
        .create_file(path)
        .map_err(StoreError::io(path, "creating"))?;
    file.write(bytes).map_err(StoreError::io(path, "writing"))?;
    file.sync().map_err(StoreError::io(path, "syncing"))
}

/// Adds to a file behind its first `keep` bytes, and syncs it. What was acknowledged before stays whatever happens;
/// what is written now may be torn by a crash.
pub(crate) fn append(
    files: &dyn FileLayer,
    path: &Path,
    keep: u64,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let mut file = files
        .append_file(path, keep)
        .map_err(StoreError::io(path, "opening"))?;
    file.write(bytes).map_err(StoreError::io(path, "writing"))?;
    file.sync().map_err(StoreError::io(path, "syncing"))
}

/// Gives a file new content in one step: readers see the old bytes or the new ones, never a mixture.
pub(crate) fn replace(files: &dyn FileLayer, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let beside = beside(path);
    remove_tree(files, &beside)?;
    write_new(files, &beside, bytes)
        .and_then(|()| rename(files, &beside, path))
        .inspect_err(|_| {
            // A full disk gets its space back at once; what stays behind, the next writer removes.
            let _ = remove_tree(files, &beside);
        })?;
    sync_dir(files, path.parent().unwrap_or_else(|| Path::new("")))
}

/// The temporary name beside a path.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{TEMPORARY}{name}"))
}

pub(crate) fn rename(files: &dyn FileLayer, from: &Path, to: &Path) -> Result<(), StoreError> {
    files
        .rename(from, to)
        .map_err(StoreError::io(to, "renaming into place"))
}

pub(crate) fn sync_dir(files: &dyn FileLayer, path: &Path) -> Result<(), StoreError> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    files
        .sync_dir(path)
        .map_err(StoreError::io(path, "syncing the directory"))
}

/// Removes a file, or a directory with what it holds; an absent one is fine. Follows no links.
pub(crate) fn remove_tree(files: &dyn FileLayer, path: &Path) -> Result<(), StoreError> {
    let kind = match fs_err::symlink_metadata(path) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io(path, "looking at")(error)),
    };
    if !kind.is_dir() {
        return files
            .remove_file(path)
            .map_err(StoreError::io(path, "removing"));
    }
    for entry in fs_err::read_dir(path).map_err(StoreError::io(path, "listing"))? {
        let entry = entry.map_err(StoreError::io(path, "listing"))?;
        remove_tree(files, &entry.path())?;
    }
    files
        .remove_dir(path)
        .map_err(StoreError::io(path, "removing"))
}

/// Removes the unfinished work in one directory; an absent directory is fine.
pub(crate) fn remove_temporaries(files: &dyn FileLayer, path: &Path) -> Result<(), StoreError> {
    let entries = match fs_err::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io(path, "listing")(error)),
    };
    for entry in entries {
        let entry = entry.map_err(StoreError::io(path, "listing"))?;
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            remove_tree(files, &entry.path())?;
        }
    }
    Ok(())
}
