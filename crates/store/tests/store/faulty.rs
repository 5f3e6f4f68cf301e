//! A file layer that fails when told to.
//!
//! `crates/kashf/tests/gate_faults.rs` includes this very file, by its path: one copy, and neither a
//! feature nor a public module of the store that only tests use.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kashf_store::durable::{DiskFiles, FileLayer, OpenFile};

/// Does not wait for the disk: for tests of many cases.
#[derive(Debug)]
pub(crate) struct QuickFiles;

struct QuickFile(Box<dyn OpenFile>);

impl FileLayer for QuickFiles {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        DiskFiles.create_dir(path)
    }

    fn create_file(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        Ok(Box::new(QuickFile(DiskFiles.create_file(path)?)))
    }

    fn append_file(&self, path: &Path, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        Ok(Box::new(QuickFile(DiskFiles.append_file(path, keep)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        DiskFiles.rename(from, to)
    }

    fn sync_dir(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        DiskFiles.remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        DiskFiles.remove_dir(path)
    }
}

impl OpenFile for QuickFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the operating system says of the failure.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Failure {
    /// `ENOSPC`.
    DiskFull,
    /// `EIO`.
    DiskBroken,
}

impl Failure {
    fn error(self) -> io::Error {
        match self {
            Self::DiskFull if cfg!(unix) => io::Error::from_raw_os_error(28),
            Self::DiskBroken if cfg!(unix) => io::Error::from_raw_os_error(5),
            Self::DiskFull => io::ErrorKind::StorageFull.into(),
            Self::DiskBroken => io::Error::other("the device does not work"),
        }
    }
}

/// Which operations fail, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// That one operation, this way.
    Once(Failure),
    /// That one and so many in all, this way; then all is well again.
    Some(u64),
    /// That one and all after it, as on a disk that has gone.
    FromThenOn,
    /// The process dies.
    Abort,
}

/// Fails at the n-th operation, counted from 0; a write that fails leaves half its bytes. What
/// succeeds does not wait for the disk: the store's `power.rs` looks at what that would mean.
#[derive(Clone, Debug)]
pub(crate) struct FaultyFiles {
    at: u64,
    fault: Fault,
    count: Arc<AtomicU64>,
}

impl FaultyFiles {
    pub(crate) fn new(at: u64, fault: Fault) -> Self {
        Self {
            at,
            fault,
            count: Arc::default(),
        }
    }

    /// How many operations there were.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    fn step(&self) -> io::Result<()> {
        let now = self.count.fetch_add(1, Ordering::Relaxed);
        match self.fault {
            Fault::Once(failure) if now == self.at => Err(failure.error()),
            Fault::Some(many) if (self.at..self.at + many).contains(&now) => {
                Err(io::Error::other("the disk is busy"))
            }
            Fault::FromThenOn if now >= self.at => Err(io::Error::other("the disk has gone")),
            Fault::Abort if now == self.at => std::process::abort(),
            _ => Ok(()),
        }
    }
}

impl FileLayer for FaultyFiles {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        QuickFiles.create_dir(path)
    }

    fn create_file(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        self.step()?;
        let file = QuickFiles.create_file(path)?;
        let files = self.clone();
        Ok(Box::new(FaultyFile { file, files }))
    }

    fn append_file(&self, path: &Path, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        self.step()?;
        let file = QuickFiles.append_file(path, keep)?;
        let files = self.clone();
        Ok(Box::new(FaultyFile { file, files }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        QuickFiles.rename(from, to)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        QuickFiles.sync_dir(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        QuickFiles.remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        QuickFiles.remove_dir(path)
    }
}

struct FaultyFile {
    file: Box<dyn OpenFile>,
    files: FaultyFiles,
}

impl OpenFile for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        // Half first, so that a process that dies here leaves half.
        let half = bytes.len() / 2;
        self.file.write(&bytes[..half])?;
        self.files.step()?;
        self.file.write(&bytes[half..])
    }

    fn sync(&mut self) -> io::Result<()> {
        self.files.step()?;
        self.file.sync()
    }
}
