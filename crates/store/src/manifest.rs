//! The manifest of a snapshot: which segment of which dataset, with sizes and hashes of its files.
//!
//! Its bytes are canonical JSON (compact, keys sorted, UTF-8 unescaped: what Python's
//! `json.dumps(m, sort_keys=True, separators=(",", ":"), ensure_ascii=False)` gives), and the id of
//! the snapshot is the BLAKE3 of these bytes: `b3sum snapshots/ID.json` prints the file's own name.
//! No clock is inside, so the same lists make the same id everywhere.
//!
//! A segment's hash is the BLAKE3 of its entry's canonical JSON without the field `hash`.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::StoreError;

/// The format of manifests and segments that this program writes and reads.
pub const FORMAT: u32 = 1;

/// The oldest program that reads [`FORMAT`]; written into every manifest for older ones to print.
const NEEDS: &str = "kashf 0.1";

/// A table file of a segment. INVARIANT: fields in alphabetical order, as in every wire type here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// BLAKE3 of its bytes, 64 lowercase hex digits.
    pub blake3: String,
    /// Its size.
    pub bytes: u64,
}

/// One version of one dataset, compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentEntry {
    /// The publisher's date of the list, ISO 8601, when it says one.
    pub as_of: Option<String>,
    /// The sentence that travels with the data, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// Whatever is worth counting, by name; `records` are the publisher's records.
    pub counts: BTreeMap<String, u64>,
    /// Name of the dataset, such as `un_sc_sanctions`.
    pub dataset: String,
    /// Its table files by name.
    pub files: BTreeMap<String, FileEntry>,
    /// Names the directory under `segments/`.
    pub hash: String,
    /// Licence or terms of the data, where they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Version of the dataset.
    pub version: String,
}

/// A segment that is yet to be written.
#[derive(Clone, Default)]
pub struct SegmentDraft {
    /// Name of the dataset.
    pub dataset: String,
    /// Version of the dataset.
    pub version: String,
    /// The publisher's date of the list, ISO 8601.
    pub as_of: Option<String>,
    /// Whatever is worth counting, by name.
    pub counts: BTreeMap<String, u64>,
    /// Licence or terms of the data, where they are known.
    pub licence: Option<String>,
    /// The sentence that travels with the data, where one is known.
    pub attribution: Option<String>,
    /// Tables by name.
    pub tables: Vec<(String, Vec<u8>)>,
}

impl fmt::Debug for SegmentDraft {
    /// Sizes of tables only: they hold names and are long.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables = self.tables.iter().map(|(name, bytes)| (name, bytes.len()));
        f.debug_struct("SegmentDraft")
            .field("dataset", &self.dataset)
            .field("version", &self.version)
            .field("as_of", &self.as_of)
            .field("counts", &self.counts)
            .field("tables", &tables.collect::<Vec<_>>())
            .finish()
    }
}

/// The list of segments that make up a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Format of the manifest and its segments.
    pub format: u32,
    /// One a dataset, sorted by dataset.
    pub segments: Vec<SegmentEntry>,
    /// Who is one party across these very segments, where that was resolved.
    pub resolution: Option<SegmentEntry>,
}

#[derive(Serialize)]
struct ManifestOut<'a> {
    format: u32,
    needs: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolution: Option<&'a SegmentEntry>,
    segments: &'a [SegmentEntry],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestIn {
    format: u32,
    #[serde(rename = "needs")]
    _needs: String,
    #[serde(default)]
    resolution: Option<SegmentEntry>,
    segments: Vec<SegmentEntry>,
}

/// What every manifest, of whatever format, must say.
#[derive(Deserialize)]
struct Header {
    format: u64,
    #[serde(default)]
    needs: Option<String>,
}

impl Manifest {
    /// A manifest of these segments, in the present format.
    #[must_use]
    pub fn new(mut segments: Vec<SegmentEntry>) -> Self {
        segments.sort_by(|a, b| a.dataset.cmp(&b.dataset));
        Self {
            format: FORMAT,
            segments,
            resolution: None,
        }
    }

    /// The same lists with what was resolved across them.
    #[must_use]
    pub fn resolved(mut self, resolution: Option<SegmentEntry>) -> Self {
        self.resolution = resolution;
        self
    }

    /// Everything that must be on disk for it: the segments, and what was resolved across them.
    pub fn entries(&self) -> impl Iterator<Item = &SegmentEntry> {
        self.segments.iter().chain(&self.resolution)
    }

    /// The same manifest with this segment in the place of its dataset's present one, if any; nothing is resolved
    /// across them yet.
    #[must_use]
    pub fn with(&self, entry: SegmentEntry) -> Self {
        let mut segments = self.without(&entry.dataset).segments;
        segments.push(entry);
        Self::new(segments)
    }

    /// The same manifest without a dataset; nothing is resolved across the others yet.
    #[must_use]
    pub fn without(&self, dataset: &str) -> Self {
        let others = self.segments.iter().filter(|s| s.dataset != dataset);
        Self::new(others.cloned().collect())
    }

    /// The segment of a dataset.
    #[must_use]
    pub fn segment(&self, dataset: &str) -> Option<&SegmentEntry> {
        self.segments.iter().find(|s| s.dataset == dataset)
    }

    /// The canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        canonical(&ManifestOut {
            format: self.format,
            needs: NEEDS,
            resolution: self.resolution.as_ref(),
            segments: &self.segments,
        })
    }

    /// The id of the snapshot: BLAKE3 of the canonical JSON, 64 hex digits.
    #[must_use]
    pub fn id(&self) -> String {
        hash(&self.to_json())
    }

    /// Reads a manifest and checks it, names, hashes and order included; `place` names it in errors.
    ///
    /// # Errors
    /// A newer or older format, or anything that [`Manifest::to_json`] would not have written.
    pub fn from_json(place: &str, bytes: &[u8]) -> Result<Self, StoreError> {
        let damaged = |problem: String| StoreError::damaged(place, problem);
        let header: Header = serde_json::from_slice(bytes)
            .map_err(|error| damaged(format!("not a manifest: {error}")))?;
        if header.format > u64::from(FORMAT) {
            return Err(StoreError::NewerFormat {
                place: place.to_owned(),
                found: header.format,
                needs: header.needs.map_or_else(
                    || "a newer kashf".to_owned(),
                    |needs| needs.chars().filter(|c| !c.is_control()).take(40).collect(),
                ),
            });
        }
        if header.format < u64::from(FORMAT) {
            return Err(StoreError::OlderFormat {
                place: place.to_owned(),
                found: header.format,
            });
        }
        let wire: ManifestIn = serde_json::from_slice(bytes)
            .map_err(|error| damaged(format!("not a manifest: {error}")))?;
        let manifest = Self {
            format: wire.format,
            segments: wire.segments,
            resolution: wire.resolution,
        };
        manifest
            .check()
            .map_err(|error| damaged(error.to_string()))?;
        if manifest.to_json() != bytes {
            return Err(damaged("not in its canonical form".to_owned()));
        }
        Ok(manifest)
    }

    /// Checks names, hashes, and that every dataset stands once and in order.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        for entry in self.entries() {
            entry.check()?;
        }
        for pair in self.segments.windows(2) {
            if pair[0].dataset >= pair[1].dataset {
                return Err(StoreError::DatasetTwice {
                    dataset: pair[1].dataset.clone(),
                });
            }
        }
        Ok(())
    }
}

impl FileEntry {
    /// What describes these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self {
            blake3: hash(bytes),
            bytes: bytes.len() as u64,
        }
    }
}

impl SegmentEntry {
    /// The entry that describes a draft, hashes included.
    ///
    /// # Errors
    /// A name that cannot be a file name, or a table named twice.
    pub fn describe(draft: &SegmentDraft) -> Result<Self, StoreError> {
        let mut files = BTreeMap::new();
        for (name, bytes) in &draft.tables {
            if files.insert(name.clone(), FileEntry::of(bytes)).is_some() {
                return Err(bad_name("table", name, "is given twice"));
            }
        }
        let mut entry = Self {
            as_of: draft.as_of.clone(),
            attribution: draft.attribution.clone(),
            counts: draft.counts.clone(),
            dataset: draft.dataset.clone(),
            files,
            hash: String::new(),
            licence: draft.licence.clone(),
            version: draft.version.clone(),
        };
        entry.hash = entry.computed_hash();
        entry.check()?;
        Ok(entry)
    }

    /// BLAKE3 of the canonical JSON of everything but the hash.
    pub(crate) fn computed_hash(&self) -> String {
        #[derive(Serialize)]
        struct Hashed<'a> {
            as_of: &'a Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            attribution: Option<&'a str>,
            counts: &'a BTreeMap<String, u64>,
            dataset: &'a str,
            files: &'a BTreeMap<String, FileEntry>,
            #[serde(skip_serializing_if = "Option::is_none")]
            licence: Option<&'a str>,
            version: &'a str,
        }
        hash(&canonical(&Hashed {
            as_of: &self.as_of,
            attribution: self.attribution.as_deref(),
            counts: &self.counts,
            dataset: &self.dataset,
            files: &self.files,
            licence: self.licence.as_deref(),
            version: &self.version,
        }))
    }

    fn check(&self) -> Result<(), StoreError> {
        check_name("dataset", &self.dataset)?;
        check_name("version", &self.version)?;
        for (name, file) in &self.files {
            check_name("table", name)?;
            check_hash("BLAKE3 of a table", &file.blake3)?;
        }
        check_hash("segment", &self.hash)?;
        if self.hash != self.computed_hash() {
            return Err(bad_name(
                "segment",
                &self.hash,
                "is not the hash of its entry",
            ));
        }
        Ok(())
    }
}

/// Refuses a name that could leave its directory, hide, or collide with temporary names.
pub(crate) fn check_name(what: &'static str, name: &str) -> Result<(), StoreError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let problem = if name.is_empty() {
        "is empty"
    } else if name.len() > 100 {
        "is longer than 100 characters"
    } else if name.starts_with('.') {
        "begins with a dot"
    } else if !name.bytes().all(allowed) {
        "has a character that is not allowed"
    } else {
        return Ok(());
    };
    Err(bad_name(what, name, problem))
}

/// Accepts only what [`hash`] produces.
pub(crate) fn check_hash(what: &'static str, text: &str) -> Result<(), StoreError> {
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if text.len() == 64 && text.bytes().all(hex) {
        return Ok(());
    }
    Err(bad_name(what, text, "is not 64 lowercase hex digits"))
}

pub(crate) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn bad_name(what: &'static str, name: &str, problem: &'static str) -> StoreError {
    let name = name
        .chars()
        .take(100)
        .flat_map(char::escape_debug)
        .collect();
    StoreError::BadName {
        what,
        name,
        problem,
    }
}

fn canonical(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain structs with string keys always serialise")
}
