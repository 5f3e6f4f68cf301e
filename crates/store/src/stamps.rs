//! Stamps: by what opening knows that a table file is the one whose hash was verified.
//!
//! Hashing every table on every opening would cost a fresh process more than all its other work; not
//! hashing would let an altered file of the same size answer. So the writer, when it has just
//! verified a hash, records what the file system says of that file: the times of its last change and
//! its inode. Opening trusts a file that the file system still describes so, and hashes any other:
//! one that was altered, restored from a backup or copied. A right hash opens it (the next writer
//! stamps it anew), a wrong one refuses it. Opening itself never writes.
//!
//! They stand in `segments/HASH/.stamps`, are no part of the segment's content, and go with it. They
//! are a cache: absent, cut or of another format means "hash everything", never "trust". A stamp
//! names the BLAKE3 that it vouches for, so a segment's directory under another one's name is found.
//!
//! A file is stamped only when its last change is older than the clock of its file system at the
//! moment before it is hashed. Otherwise a change within the same tick could hide (git calls such
//! entries "racy").
//!
//! They guard against accidents and foreign programs, not against the owner of the directory, who
//! can replace `CURRENT` as well, nor against bits that rot below the file system: these are
//! [`DataDir::verify`]'s work.
//!
//! Source: `docs/decisions/0002-segments.md`; git, `Documentation/technical/racy-git.txt`.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::check::check_file;
use crate::durable::{self, OpenFile};
use crate::{DataDir, FileEntry, SegmentEntry, StoreError};

/// The file of the stamps in a segment's directory. Its dot keeps it apart from every table's name.
pub(crate) const STAMPS: &str = ".stamps";

const FORMAT: u32 = 1;

/// A segment has a few dozen tables of 300 bytes each.
const MAX_BYTES: u64 = 1 << 20;

/// How often the writer waits for the file system's clock to tick, and how long each time: in all
/// 24 ms, more than any tick of Linux (1 to 10 ms). Where ticks are longer (FAT: 2 s) the files stay
/// without a stamp until the next writer.
const WAITS: u32 = 8;
const WAIT: Duration = Duration::from_millis(3);

/// Seconds since 1970, negative before, and nanoseconds.
type Time = (i64, i64);

/// What the file system says of a file. The size is in the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stamp {
    /// Last change of content or attributes, which no program can set; only where there is one.
    changed: Option<Time>,
    /// Number of the file, only where there is one.
    inode: Option<u64>,
    /// Last change of content, which programs can set.
    modified: Time,
}

impl Stamp {
    /// The stamp of an open file.
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let (changed, inode) = changed_and_inode(metadata);
        Self {
            changed,
            inode,
            modified: metadata.modified().map_or((0, 0), time),
        }
    }

    /// When the file system last saw a change.
    fn clock(&self) -> Time {
        self.changed.unwrap_or(self.modified)
    }
}

#[cfg(unix)]
fn changed_and_inode(metadata: &Metadata) -> (Option<Time>, Option<u64>) {
    use std::os::unix::fs::MetadataExt;
    let changed = (metadata.ctime(), metadata.ctime_nsec());
    (Some(changed), Some(metadata.ino()))
}

#[cfg(not(unix))]
fn changed_and_inode(_metadata: &Metadata) -> (Option<Time>, Option<u64>) {
    (None, None)
}

fn time(time: SystemTime) -> Time {
    let parts = |since: Duration| {
        let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        (seconds, i64::from(since.subsec_nanos()))
    };
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => parts(since),
        Err(before) => {
            let (seconds, nanos) = parts(before.duration());
            (-seconds, -nanos)
        }
    }
}

/// A stamp and the hash that it vouches for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Vouched {
    blake3: String,
    stamp: Stamp,
}

/// The stamps of a segment's files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stamps {
    files: BTreeMap<String, Vouched>,
    format: u32,
}

impl Stamps {
    /// The stamps in a segment's directory; none when they are absent or not whole.
    pub(crate) fn read(folder: &Path) -> Self {
        let read = || -> Option<Self> {
            let path = folder.join(STAMPS);
            if !fs_err::symlink_metadata(&path).ok()?.is_file() {
                return None;
            }
            let mut bytes = Vec::new();
            let file = fs_err::File::open(&path).ok()?;
            file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
            let stamps: Self = serde_json::from_slice(&bytes).ok()?;
            (stamps.format == FORMAT).then_some(stamps)
        };
        read().unwrap_or_default()
    }

    /// True when the file with this stamp is the one whose hash was verified.
    pub(crate) fn vouch(&self, name: &str, file: &FileEntry, stamp: &Stamp) -> bool {
        self.files
            .get(name)
            .is_some_and(|known| known.blake3 == file.blake3 && known.stamp == *stamp)
    }
}

impl DataDir {
    /// Hashes every file of a segment, refuses it when one is wrong, and stamps them.
    pub(crate) fn check_segment(&self, entry: &SegmentEntry) -> Result<(), StoreError> {
        self.stamp_segment(entry, true)
    }

    /// Hashes the files of a segment whose stamp does not agree, and stamps those that are right.
    pub(crate) fn renew_stamps(&self, entry: &SegmentEntry) -> Result<(), StoreError> {
        self.stamp_segment(entry, false)
    }

    /// Renews the stamps of the live snapshot. What is damaged or cannot be written stays without:
    /// it costs the readers time, and must not keep a writer from mending, rolling back or pruning.
    pub(crate) fn renew_live_stamps(&self) {
        if let Ok(Some(id)) = self.live_id()
            && let Ok(manifest) = self.manifest(&id)
        {
            for entry in manifest.entries() {
                let _ = self.renew_stamps(entry);
            }
        }
    }

    fn stamp_segment(&self, entry: &SegmentEntry, all: bool) -> Result<(), StoreError> {
        let folder = self.segment_folder(entry);
        let known = Stamps::read(&folder);
        let mut newest = None;
        for (name, file) in &entry.files {
            // An absent file is found below.
            if let Ok(metadata) = fs_err::symlink_metadata(folder.join(name)) {
                let stamp = Stamp::of(&metadata);
                if !known.vouch(name, file, &stamp) {
                    newest = newest.max(Some(stamp.clock()));
                }
            }
        }
        let Some(newest) = newest else {
            // Nothing to stamp: only look.
            return if all {
                self.stamps_of(entry, &Stamps::default(), all, None)
                    .map(drop)
            } else {
                Ok(())
            };
        };
        let (file, begin) = self.begin(&folder, newest)?;
        let beside = durable::beside(&folder.join(STAMPS));
        let written = self
            .stamps_of(entry, &known, all, Some(begin))
            .and_then(|stamps| {
                if stamps == known {
                    durable::remove_tree(self.layer(), &beside)
                } else {
                    self.finish(file, &folder, &stamps)
                }
            });
        written.inspect_err(|_| {
            let _ = durable::remove_tree(self.layer(), &beside);
        })
    }

    /// Hashes files (`all`, or those that are not known) and gives the stamps of those that are right
    /// and older than `begin`.
    fn stamps_of(
        &self,
        entry: &SegmentEntry,
        known: &Stamps,
        all: bool,
        begin: Option<Time>,
    ) -> Result<Stamps, StoreError> {
        let folder = self.segment_folder(entry);
        let mut stamps = Stamps {
            files: BTreeMap::new(),
            format: FORMAT,
        };
        for (name, file) in &entry.files {
            let path = folder.join(name);
            if !all
                && let Ok(metadata) = fs_err::symlink_metadata(&path)
                && known.vouch(name, file, &Stamp::of(&metadata))
            {
                let vouched = known.files[name].clone();
                stamps.files.insert(name.clone(), vouched);
                continue;
            }
            match check_file(&path, file) {
                Ok(stamp) if begin.is_some_and(|begin| stamp.clock() < begin) => {
                    let blake3 = file.blake3.clone();
                    stamps.files.insert(name.clone(), Vouched { blake3, stamp });
                }
                Ok(_) => {}
                Err(problem) if all => {
                    let place = format!("segments/{}/{name}", entry.hash);
                    return Err(StoreError::damaged(place, problem));
                }
                Err(_) => {}
            }
        }
        Ok(stamps)
    }

    /// Creates the file of the stamps beside its place, later than `newest` by the clock of its file
    /// system where that ticks soon, and gives the time that the clock showed.
    fn begin(&self, folder: &Path, newest: Time) -> Result<(Box<dyn OpenFile>, Time), StoreError> {
        let beside = durable::beside(&folder.join(STAMPS));
        let mut waited = 0;
        loop {
            durable::remove_tree(self.layer(), &beside)?;
            let file = self
                .layer()
                .create_file(&beside)
                .map_err(StoreError::io(&beside, "creating"))?;
            let metadata =
                fs_err::symlink_metadata(&beside).map_err(StoreError::io(&beside, "looking at"))?;
            let begin = Stamp::of(&metadata).clock();
            if begin > newest || waited == WAITS {
                return Ok((file, begin));
            }
            waited += 1;
            std::thread::sleep(WAIT);
        }
    }

    fn finish(
        &self,
        mut file: Box<dyn OpenFile>,
        folder: &Path,
        stamps: &Stamps,
    ) -> Result<(), StoreError> {
        let path = folder.join(STAMPS);
        let beside = durable::beside(&path);
        let json = serde_json::to_vec(stamps).expect("plain structs with string keys serialise");
        file.write(&json)
            .map_err(StoreError::io(&path, "writing"))?;
        file.sync().map_err(StoreError::io(&path, "syncing"))?;
        durable::rename(self.layer(), &beside, &path)?;
        durable::sync_dir(self.layer(), folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Manifest, SegmentDraft};

    /// A change in the same tick would have the same time: such a file is never vouched for.
    #[test]
    fn a_file_as_young_as_the_clock_gets_no_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::open(folder.path()).unwrap();
        let lock = data.lock().unwrap();
        let draft = SegmentDraft {
            dataset: "un".to_owned(),
            version: "1".to_owned(),
            tables: vec![("a".to_owned(), vec![1; 9])],
            ..SegmentDraft::default()
        };
        let entry = data.write_segment(&lock, draft).unwrap();
        data.publish(&lock, &Manifest::new(vec![entry.clone()]))
            .unwrap();
        let path = data.segment_folder(&entry).join("a");
        let clock = Stamp::of(&fs_err::metadata(path).unwrap()).clock();
        let stamped = |begin| {
            let stamps = data.stamps_of(&entry, &Stamps::default(), true, begin);
            stamps.unwrap().files.len()
        };
        assert_eq!(stamped(Some((clock.0 + 1, 0))), 1);
        assert_eq!(stamped(Some((clock.0, clock.1 + 1))), 1);
        assert_eq!(stamped(Some(clock)), 0);
        assert_eq!(stamped(Some((clock.0 - 1, 999_999_999))), 0);
        assert_eq!(stamped(None), 0);
    }

    #[test]
    fn times_are_in_order_before_and_after_1970() {
        let at = |nanos: i64| {
            let since = Duration::from_nanos(nanos.unsigned_abs());
            time(if nanos < 0 {
                UNIX_EPOCH - since
            } else {
                UNIX_EPOCH + since
            })
        };
        let nanos = [-2_000_000_100, -2_000_000_000, -100, 0, 100, 1_000_000_000];
        assert!(nanos.windows(2).all(|pair| at(pair[0]) < at(pair[1])));
    }
}
