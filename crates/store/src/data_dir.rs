//! The data directory: opening it, reading snapshots, writing segments, publishing.
//!
//! ```text
//! segments/HASH/TABLE      one dataset version compiled
//! segments/HASH/.stamps    what the file system said of these files when their hashes were verified
//! snapshots/ID.json        manifest; ID is the BLAKE3 of the file
//! snapshots/HISTORY        ids in the order of publication, oldest first; says what is recent
//! CURRENT                  id of the live snapshot
//! sources/DATASET/VERSION/ the publisher's files and receipt.json
//! resolver.jsonl           what people and imported files judged, appended to
//! LOCK                     held by the one writer
//! ```
//!
//! Reading never writes: a data directory on a read-only file system can be opened and screened
//! with.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::check_file;
use crate::durable::{self, DiskFiles, FileLayer};
use crate::manifest::{check_hash, hash};
use crate::{Manifest, Segment, SegmentDraft, SegmentEntry, Snapshot, StoreError, WriterLock};

/// No file that is read whole is larger: manifests have about 1 kB a dataset.
const MAX_READ_BYTES: u64 = 64 << 20;

/// A directory with lists, compiled and as received.
#[derive(Clone, Debug)]
pub struct DataDir {
    root: PathBuf,
    files: Arc<dyn FileLayer>,
    warnings: Vec<String>,
}

impl DataDir {
    /// Opens a data directory; a missing one is created, for its owner only.
    ///
    /// # Errors
    /// The path is not a directory, or cannot be created.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::open_with(path, Arc::new(DiskFiles))
    }

    /// Opens a data directory whose writes go through another file layer, for injecting faults.
    ///
    /// # Errors
    /// As [`DataDir::open`].
    pub fn open_with(
        path: impl AsRef<Path>,
        files: Arc<dyn FileLayer>,
    ) -> Result<Self, StoreError> {
        let root = path.as_ref().to_owned();
        if root.exists() && !root.is_dir() {
            return Err(StoreError::NotADirectory { place: root });
        }
        durable::ensure_dir(files.as_ref(), &root)?;
        let warnings = warnings(&root);
        Ok(Self {
            root,
            files,
            warnings,
        })
    }

    /// The path as given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// What a careful owner should know, such as that others may read the directory.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Becomes the one writer, removes what a writer that died has left unfinished, and stamps the
    /// files of the live snapshot that opening would have to hash.
    ///
    /// # Errors
    /// Another writer holds the lock (its process, host and time are named), or the file system
    /// refuses.
    pub fn lock(&self) -> Result<WriterLock, StoreError> {
        let lock = WriterLock::take(&self.root)?;
        let segments = self.folder("segments");
        let mut folders = vec![
            self.root.clone(),
            self.folder("snapshots"),
            segments.clone(),
        ];
        folders.extend(
            self.names_in(&segments)?
                .iter()
                .map(|name| segments.join(name)),
        );
        for folder in folders {
            durable::remove_temporaries(self.layer(), &folder)?;
        }
        self.clean_sources()?;
        self.renew_live_stamps();
        Ok(lock)
    }

    /// Id of the live snapshot; `None` before the first publication.
    ///
    /// # Errors
    /// `CURRENT` cannot be read or does not hold an id.
    pub fn live_id(&self) -> Result<Option<String>, StoreError> {
        let Some(bytes) = self.read_optional(&self.root.join("CURRENT"))? else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&bytes);
        let id = text.trim_end_matches('\n');
        if check_hash("snapshot", id).is_err() {
            return Err(StoreError::damaged(
                "CURRENT",
                "does not hold the id of a snapshot",
            ));
        }
        Ok(Some(id.to_owned()))
    }

    /// The manifest of a snapshot, checked against its id. The id must be whole ([`DataDir::resolve`]).
    ///
    /// # Errors
    /// No such snapshot, another format, or a damaged manifest.
    pub fn manifest(&self, id: &str) -> Result<Manifest, StoreError> {
        let unknown = || StoreError::UnknownSnapshot {
            id: id.chars().take(64).flat_map(char::escape_debug).collect(),
            problem: "is not in this data directory",
        };
        if check_hash("snapshot", id).is_err() {
            return Err(unknown());
        }
        let place = format!("snapshots/{id}.json");
        let bytes = self
            .read_optional(&self.root.join(&place))?
            .ok_or_else(unknown)?;
        // The format first: what a newer program wrote is not damaged.
        let manifest = Manifest::from_json(&place, &bytes)?;
        if hash(&bytes) != id {
            return Err(StoreError::damaged(place, "its BLAKE3 is not its name"));
        }
        Ok(manifest)
    }

    /// Opens the live snapshot; `None` before the first publication.
    ///
    /// # Errors
    /// As [`DataDir::open_snapshot`].
    pub fn open_live(&self) -> Result<Option<Snapshot>, StoreError> {
        let mut live = self.live_id()?;
        loop {
            let Some(id) = live else { return Ok(None) };
            match self.open_snapshot(&id) {
                // Between reading CURRENT and opening, a writer may have gone on and pruned.
                Err(error) if error.is_absence() => {
                    let now = self.live_id()?;
                    if now.as_deref() == Some(id.as_str()) {
                        return Err(error);
                    }
                    live = now;
                }
                opened => return opened.map(Some),
            }
        }
    }

    /// Opens a snapshot, live or not. A file that is no longer as it was when its hash was verified
    /// is hashed again; the hashes of all files are [`DataDir::verify`]'s work.
    ///
    /// # Errors
    /// No such snapshot, another format, or a file that is missing, cut, grown or altered.
    pub fn open_snapshot(&self, id: &str) -> Result<Snapshot, StoreError> {
        let manifest = self.manifest(id)?;
        let segments = manifest
            .segments
            .iter()
            .map(|entry| Segment::open(&self.segment_folder(entry), entry.clone()).map(Arc::new))
            .collect::<Result<_, _>>()?;
        let resolution = manifest.resolution.as_ref();
        let resolution = resolution.map(|entry| self.open_segment(entry).map(Arc::new));
        Ok(Snapshot {
            id: id.to_owned(),
            resolution: resolution.transpose()?,
            manifest,
            segments,
        })
    }

    /// Opens one segment, live or not yet; its files are checked as in [`DataDir::open_snapshot`].
    ///
    /// # Errors
    /// A file that is missing, cut, grown or altered.
    pub fn open_segment(&self, entry: &SegmentEntry) -> Result<Segment, StoreError> {
        Segment::open(&self.segment_folder(entry), entry.clone())
    }

    /// Writes a segment durably. It belongs to no snapshot until a manifest names it.
    ///
    /// The same draft gives the same entry; a segment that exists is checked, and mended where it
    /// is damaged.
    ///
    /// # Errors
    /// A name that cannot be a file name, or the file system refuses.
    pub fn write_segment(
        &self,
        lock: &WriterLock,
        draft: SegmentDraft,
    ) -> Result<SegmentEntry, StoreError> {
        lock.covers(&self.root)?;
        let entry = SegmentEntry::describe(&draft)?;
        let folder = self.segment_folder(&entry);
        let above = self.folder("segments");
        durable::ensure_dir(self.layer(), &above)?;
        if folder.is_dir() {
            self.mend_segment(&entry, &draft)?;
        } else {
            let beside = durable::beside(&folder);
            durable::remove_tree(self.layer(), &beside)?;
            self.fill_segment(&beside, &draft)
                .and_then(|()| durable::rename(self.layer(), &beside, &folder))
                .inspect_err(|_| {
                    // A full disk gets its space back; what stays, the next writer removes.
                    let _ = durable::remove_tree(self.layer(), &beside);
                })?;
        }
        durable::sync_dir(self.layer(), &above)?;
        Ok(entry)
    }

    /// Makes a snapshot live: checks all its files by hash, writes its manifest, swaps `CURRENT`.
    ///
    /// Returns the id. After an error either the old snapshot or the new one is live, and whole:
    /// [`DataDir::live_id`] tells, and publishing again is harmless.
    ///
    /// # Errors
    /// A manifest that names a dataset twice or a segment that is absent or damaged, a live snapshot
    /// that a newer program has written, or the file system refuses.
    pub fn publish(&self, lock: &WriterLock, manifest: &Manifest) -> Result<String, StoreError> {
        lock.covers(&self.root)?;
        if let Some(live) = self.live_id()?
            && let Err(error @ StoreError::NewerFormat { .. }) = self.manifest(&live)
        {
            return Err(error);
        }
        let bytes = manifest.to_json();
        // What we write, we can read: order, names, format.
        Manifest::from_json("manifest", &bytes)?;
        self.check_segments(manifest)?;
        let id = hash(&bytes);
        let folder = self.folder("snapshots");
        durable::ensure_dir(self.layer(), &folder)?;
        durable::replace(self.layer(), &folder.join(format!("{id}.json")), &bytes)?;
        self.note_published(&id)?;
        self.swap_live(&id)?;
        Ok(id)
    }

    pub(crate) fn swap_live(&self, id: &str) -> Result<(), StoreError> {
        durable::replace(
            self.layer(),
            &self.root.join("CURRENT"),
            format!("{id}\n").as_bytes(),
        )
    }

    /// Reads every file that a manifest names, compares sizes and hashes, and stamps it.
    pub(crate) fn check_segments(&self, manifest: &Manifest) -> Result<(), StoreError> {
        manifest
            .entries()
            .try_for_each(|entry| self.check_segment(entry))
    }

    fn fill_segment(&self, folder: &Path, draft: &SegmentDraft) -> Result<(), StoreError> {
        self.layer()
            .create_dir(folder)
            .map_err(StoreError::io(folder, "creating the directory"))?;
        for (name, bytes) in &draft.tables {
            durable::write_new(self.layer(), &folder.join(name), bytes)?;
        }
        durable::sync_dir(self.layer(), folder)
    }

    /// Rewrites what differs, file by file: a reader of the damaged file keeps what it has mapped.
    fn mend_segment(&self, entry: &SegmentEntry, draft: &SegmentDraft) -> Result<(), StoreError> {
        let folder = self.segment_folder(entry);
        for (name, bytes) in &draft.tables {
            let path = folder.join(name);
            let sound = entry
                .files
                .get(name)
                .is_some_and(|file| check_file(&path, file).is_ok());
            if !sound {
                durable::replace(self.layer(), &path, bytes)?;
            }
        }
        durable::sync_dir(self.layer(), &folder)?;
        self.renew_stamps(entry)
    }

    pub(crate) fn layer(&self) -> &dyn FileLayer {
        self.files.as_ref()
    }

    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    pub(crate) fn segment_folder(&self, entry: &SegmentEntry) -> PathBuf {
        self.folder("segments").join(&entry.hash)
    }

    /// Reads a small file whole; `None` when it is absent.
    pub(crate) fn read_optional(&self, path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
        let read = || -> std::io::Result<Vec<u8>> {
            if !fs_err::symlink_metadata(path)?.is_file() {
                return Err(std::io::Error::other("not a plain file"));
            }
            let mut bytes = Vec::new();
            fs_err::File::open(path)?
                .take(MAX_READ_BYTES + 1)
                .read_to_end(&mut bytes)?;
            if bytes.len() as u64 > MAX_READ_BYTES {
                return Err(std::io::Error::other("larger than 64 MiB"));
            }
            Ok(bytes)
        };
        match read() {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io(path, "reading")(error)),
        }
    }
}

#[cfg(unix)]
fn warnings(root: &Path) -> Vec<String> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(metadata) = fs_err::metadata(root) else {
        return Vec::new();
    };
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Vec::new();
    }
    let place = root.display();
    vec![format!(
        "`{place}` is open to other users (mode {mode:04o}): run `chmod 700 {place}`"
    )]
}

#[cfg(not(unix))]
fn warnings(_root: &Path) -> Vec<String> {
    Vec::new()
}
