//! Invented lists for the tests of the store, and a file layer that fails when told to.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kashf_core::Statement;
use kashf_store::durable::{DiskFiles, FileLayer, OpenFile};
use kashf_store::{DataDir, Manifest, SegmentDraft, Snapshot, StoreError, statements};

/// A list whose one value says which version it is.
pub(crate) fn draft(dataset: &str, version: u32) -> SegmentDraft {
    let value = format!("Layla Example {version}");
    let list = [Statement::new("x-1", "Person", "name", &value, dataset)];
    SegmentDraft {
        dataset: dataset.to_owned(),
        version: version.to_string(),
        as_of: None,
        counts: [("records".to_owned(), 1)].into(),
        tables: statements::encode(&list),
    }
}

/// Writes one version of one list and publishes it in the place of its predecessor.
pub(crate) fn publish(data: &DataDir, dataset: &str, version: u32) -> Result<String, StoreError> {
    let lock = data.lock()?;
    let entry = data.write_segment(&lock, draft(dataset, version))?;
    let live = match data.live_id()? {
        Some(id) => data.manifest(&id)?,
        None => Manifest::new(Vec::new()),
    };
    data.publish(&lock, &live.with(entry))
}

/// What the lists of a snapshot say, checking that each agrees with its manifest.
pub(crate) fn read(snapshot: &Snapshot) -> Vec<String> {
    snapshot
        .segments
        .iter()
        .map(|segment| {
            let held = statements::Statements::open(segment).unwrap();
            held.check().unwrap();
            let entity = held.find("x-1").unwrap();
            let value = held.statements(entity).next().unwrap().value().to_owned();
            let version = &segment.entry().version;
            assert_eq!(value, format!("Layla Example {version}"));
            format!("{} {version}", segment.dataset())
        })
        .collect()
}

/// A scratch directory, in memory where the machine has such a place: the disk may be busy.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// A data directory that does not wait for the disk: for tests of many cases.
pub(crate) fn quick(path: impl AsRef<Path>) -> DataDir {
    DataDir::open_with(path, Arc::new(QuickFiles)).unwrap()
}

#[derive(Debug)]
struct QuickFiles;

struct QuickFile(Box<dyn OpenFile>);

impl FileLayer for QuickFiles {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        DiskFiles.create_dir(path)
    }

    fn create_file(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        Ok(Box::new(QuickFile(DiskFiles.create_file(path)?)))
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

/// How an operation fails.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// That one operation, with this error.
    Once(io::ErrorKind),
    /// That one and so many in all, this way; then all is well again.
    Some(u64),
    /// That one and all after it, as on a disk that has gone.
    FromThenOn,
    /// The process dies.
    Abort,
}

/// Fails at the n-th operation, counted from 0; a write that fails leaves half its bytes. What
/// succeeds does not wait for the disk: `power.rs` looks at what that would mean.
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
            Fault::Once(kind) if now == self.at => Err(kind.into()),
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
