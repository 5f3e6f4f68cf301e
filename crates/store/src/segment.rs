//! A segment and a snapshot, opened for reading.
//!
//! Opening checks the manifest, the sizes of the files, and that each file is the one whose hash was
//! verified when the snapshot was published: by its stamp where that agrees, by hashing it where not.
//! [`crate::DataDir::verify`] hashes everything again when asked.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use zerocopy::{FromBytes, Immutable, KnownLayout};

use crate::check::ALTERED;
use crate::manifest::hash;
use crate::map::Bytes;
use crate::stamps::Stamps;
use crate::{Manifest, SegmentDraft, SegmentEntry, StoreError};

/// One version of one dataset: tables, each a run of bytes that never changes.
#[derive(Debug)]
pub struct Segment {
    entry: SegmentEntry,
    tables: BTreeMap<String, Bytes>,
    hashed: usize,
}

/// A snapshot held open. It stays readable when a newer one goes live and this one is pruned.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Its id.
    pub id: String,
    /// What it consists of.
    pub manifest: Manifest,
    /// One a dataset, in the order of the manifest.
    pub segments: Vec<Arc<Segment>>,
    /// Who is one party across them, where that was resolved.
    pub resolution: Option<Arc<Segment>>,
}

impl Segment {
    /// Maps the files of a segment. `folder` is `segments/HASH`.
    pub(crate) fn open(folder: &Path, entry: SegmentEntry) -> Result<Self, StoreError> {
        if cfg!(target_endian = "big") {
            return Err(StoreError::damaged(
                format!("segments/{}", entry.hash),
                "its tables are little-endian, this machine is big-endian",
            ));
        }
        let stamps = Stamps::read(folder);
        let mut hashed = 0;
        let mut tables = BTreeMap::new();
        for (name, file) in &entry.files {
            let place = format!("segments/{}/{name}", entry.hash);
            let (bytes, stamp) = Bytes::map(&folder.join(name), &place, file.bytes)?;
            if !stamps.vouch(name, file, &stamp) {
                if hash(bytes.as_slice()) != file.blake3 {
                    return Err(StoreError::damaged(place, ALTERED));
                }
                hashed += 1;
            }
            tables.insert(name.clone(), bytes);
        }
        Ok(Self {
            entry,
            tables,
            hashed,
        })
    }

    /// A segment in memory, with an entry that is taken as it is: for tests and fuzzing.
    #[must_use]
    pub fn from_tables(entry: SegmentEntry, tables: Vec<(String, Vec<u8>)>) -> Self {
        let tables = tables
            .into_iter()
            .map(|(name, bytes)| (name, Bytes::hold(&bytes)))
            .collect();
        Self {
            entry,
            tables,
            hashed: 0,
        }
    }

    /// A segment in memory, described like one on disk: for lists that are embedded.
    ///
    /// # Errors
    /// As [`SegmentEntry::describe`].
    pub fn in_memory(draft: SegmentDraft) -> Result<Self, StoreError> {
        let entry = SegmentEntry::describe(&draft)?;
        Ok(Self::from_tables(entry, draft.tables))
    }

    /// Name of the dataset.
    #[must_use]
    pub fn dataset(&self) -> &str {
        &self.entry.dataset
    }

    /// What the manifest says of it.
    #[must_use]
    pub fn entry(&self) -> &SegmentEntry {
        &self.entry
    }

    /// How many files opening had to hash, because no stamp vouched for them: all of them after a
    /// restore from a backup, none as a rule. The next writer stamps them.
    #[must_use]
    pub fn hashed(&self) -> usize {
        self.hashed
    }

    /// The names of its tables, in order.
    pub fn table_names(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }

    /// The bytes of a table; `None` when the segment has no such table.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&[u8]> {
        self.tables.get(name).map(Bytes::as_slice)
    }

    /// A table as a slice of fixed-width records, read in place.
    ///
    /// Tables are little-endian: give records fields of `zerocopy::little_endian`, or plain
    /// integers, since segments are not opened on a big-endian machine. Every bit pattern of the
    /// table is a value of `T`; whether the values make sense is for the caller to check.
    ///
    /// # Errors
    /// No such table, or a size that is not a multiple of the record's.
    pub fn slice_of<T>(&self, name: &str) -> Result<&[T], StoreError>
    where
        T: FromBytes + Immutable + KnownLayout,
    {
        let bytes = self.table(name).ok_or_else(|| StoreError::MissingTable {
            dataset: self.entry.dataset.clone(),
            table: name.to_owned(),
        })?;
        records(bytes, || self.place(name))
    }

    /// The file of a table, for errors.
    #[must_use]
    pub fn place(&self, table: &str) -> String {
        format!("segments/{}/{table}", self.entry.hash)
    }
}

/// Bytes as records of fixed width; `place` names them in errors.
pub(crate) fn records<T>(bytes: &[u8], place: impl Fn() -> String) -> Result<&[T], StoreError>
where
    T: FromBytes + Immutable + KnownLayout,
{
    // An empty table has no address to be aligned.
    if bytes.is_empty() {
        return Ok(&[]);
    }
    <[T]>::ref_from_bytes(bytes).map_err(|_| {
        StoreError::damaged(
            place(),
            format!(
                "{} bytes cannot hold records of {} bytes",
                bytes.len(),
                size_of::<T>()
            ),
        )
    })
}

impl Snapshot {
    /// A snapshot that is nowhere on disk: for the demo and for tests.
    #[must_use]
    pub fn in_memory(mut segments: Vec<Segment>) -> Self {
        segments.sort_by(|a, b| a.dataset().cmp(b.dataset()));
        let manifest = Manifest::new(segments.iter().map(|s| s.entry.clone()).collect());
        Self {
            id: manifest.id(),
            manifest,
            segments: segments.into_iter().map(Arc::new).collect(),
            resolution: None,
        }
    }

    /// The segment of a dataset.
    #[must_use]
    pub fn segment(&self, dataset: &str) -> Option<&Segment> {
        self.segments
            .iter()
            .find(|segment| segment.dataset() == dataset)
            .map(AsRef::as_ref)
    }
}
