//! The receipt of a load: what came in, from where, when, and what was found in it.
//!
//! It stands beside the publisher's own bytes under `sources/DATASET/VERSION/` and is the only place
//! that holds a clock's time: no id depends on it.

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::gate::GateEvent;
use crate::lists::Refusal;
use crate::network::{Origin, name_of};
use kashf_core::ProblemKind;
use kashf_load::{Loaded, Published, SourceFile};
use kashf_store::WriterLock;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Problems that a receipt quotes; all of them are counted.
const QUOTED_PROBLEMS: usize = 100;

/// The folder beside the versions in which a dataset's last refusal stands.
const REFUSED: &str = "last_refusal";

/// Level of zstd for sources: lists shrink to a tenth, at 300 MB/s.
const ZSTD_LEVEL: i32 = 3;

/// One file of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceivedFile {
    /// Name as it came.
    pub name: String,
    /// Bytes as received; 0 for further members of an archive.
    pub received_bytes: u64,
    /// Bytes after unpacking.
    pub bytes: u64,
    /// BLAKE3 of the unpacked bytes.
    pub blake3: String,
    /// Name under which the received bytes are kept; absent for further members of an archive.
    pub kept_as: Option<String>,
    /// The address from which it was fetched, without its query; absent for files of this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where redirects led on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// `ETag` as the server gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified` as the server gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// What one load of one dataset version found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Name of the dataset.
    pub dataset: String,
    /// Version.
    pub version: String,
    /// The publisher's date.
    pub as_of: Option<String>,
    /// The publisher's own version, when an index beside the files said it; delta chains start from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// When it was loaded, ISO 8601 in UTC.
    pub loaded_at: String,
    /// Where it came from: `file`, `network` or `mirror`.
    pub origin: String,
    /// Program and version that loaded it.
    pub loaded_by: String,
    /// The files.
    pub files: Vec<ReceivedFile>,
    /// Records of the publisher.
    pub records: u64,
    /// Records by the publisher's types.
    pub records_by_type: BTreeMap<String, u64>,
    /// Counts of the segment.
    pub counts: BTreeMap<String, u64>,
    /// Problems by kind.
    pub problem_counts: BTreeMap<String, u64>,
    /// The first problems, with their places.
    pub problems: Vec<String>,
    /// What the source says that the model has no place for.
    pub not_held: BTreeMap<String, u64>,
    /// What the list gate judged when this version took the place of another.
    #[serde(default)]
    pub gate: Option<GateEvent>,
}

/// What is known of a version beside what is in it.
pub(crate) struct Received<'a> {
    pub(crate) files: Vec<ReceivedFile>,
    pub(crate) published: Option<String>,
    pub(crate) loaded_at: &'a str,
    pub(crate) origin: &'a Origin,
}

/// The word for a kind of problem.
#[must_use]
pub fn problem_word(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::RecordLost => "record_lost",
        ProblemKind::ValueRejected => "value_rejected",
        ProblemKind::NotHeld => "not_held",
        ProblemKind::Doubtful => "doubtful",
    }
}

impl Receipt {
    pub(crate) fn new(
        loaded: &Loaded,
        counts: &BTreeMap<String, u64>,
        received: Received<'_>,
        gate: GateEvent,
    ) -> Self {
        let kinds = loaded.problem_counts.iter();
        Self {
            dataset: loaded.dataset.clone(),
            version: loaded.version.clone(),
            as_of: loaded.as_of.clone(),
            published: received.published,
            loaded_at: received.loaded_at.to_owned(),
            origin: received.origin.word().to_owned(),
            loaded_by: concat!("kashf ", env!("CARGO_PKG_VERSION")).to_owned(),
            files: received.files,
            records: loaded.records,
            records_by_type: loaded.records_by_type.clone(),
            counts: counts.clone(),
            problem_counts: kinds
                .map(|(kind, n)| (problem_word(*kind).to_owned(), *n))
                .collect(),
            problems: loaded
                .problems
                .iter()
                .take(QUOTED_PROBLEMS)
                .map(ToString::to_string)
                .collect(),
            not_held: loaded.not_held.clone(),
            gate: Some(gate),
        }
    }
}

impl Receipt {
    /// What the publisher's index said of the files.
    pub(crate) fn published_as(&self) -> Option<Published> {
        self.published.clone().map(|version| Published {
            dataset: self.dataset.clone(),
            version: Some(version),
        })
    }
}

/// The version that an index stated, when it is the same for all files.
pub(crate) fn published_version(files: &[&SourceFile]) -> Option<String> {
    let mut versions = files
        .iter()
        .map(|file| file.published.as_ref()?.version.clone());
    let first = versions.next()??;
    versions
        .all(|version| version.as_ref() == Some(&first))
        .then_some(first)
}

impl Kashf {
    /// Keeps the received bytes of a dataset version, compressed; says what was kept under which name.
    pub(crate) fn keep_sources(
        &self,
        lock: &WriterLock,
        loaded: &Loaded,
        files: &[&SourceFile],
        origin: &Origin,
    ) -> Result<Vec<ReceivedFile>, KashfError> {
        let mut kept = Vec::with_capacity(files.len());
        for file in files {
            let fetched = origin.fetched(file);
            // A fetched file is named by its address; the last part of that is what it is called.
            let plain = match fetched {
                Some(fetched) => name_of(&fetched.url).rsplit('/').next().unwrap_or_default(),
                None => &file.name,
            };
            let mut kept_as = None;
            if !file.as_received().is_empty() {
                // What is compressed already stays as it came.
                let packed = !file.received.is_empty();
                let archive = plain.split('/').next().unwrap_or(plain);
                let (name, bytes) = if packed {
                    (archive.to_owned(), Cow::Borrowed(&file.received[..]))
                } else {
                    let bytes =
                        zstd::encode_all(&file.bytes[..], ZSTD_LEVEL).map_err(|source| {
                            kashf_load::LoadError::Read {
                                path: file.name.clone().into(),
                                source,
                            }
                        })?;
                    (format!("{plain}.zst"), Cow::Owned(bytes))
                };
                let path =
                    self.data
                        .keep_source(lock, &loaded.dataset, &loaded.version, &name, &bytes)?;
                kept_as = path
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned());
            }
            kept.push(ReceivedFile {
                name: file.name.clone(),
                received_bytes: file.received_bytes,
                bytes: file.bytes.len() as u64,
                blake3: blake3::hash(&file.bytes).to_hex().to_string(),
                kept_as,
                url: fetched.map(|fetched| fetched.url.clone()),
                via: fetched.map_or_else(Vec::new, |fetched| fetched.via.clone()),
                etag: fetched.and_then(|fetched| fetched.etag.clone()),
                last_modified: fetched.and_then(|fetched| fetched.last_modified.clone()),
            });
        }
        Ok(kept)
    }

    /// Remembers that a version of a dataset was refused.
    pub(crate) fn note_refusal(
        &self,
        lock: &WriterLock,
        dataset: &str,
        at: &str,
        reason: &str,
    ) -> Result<(), KashfError> {
        let refusal = Refusal {
            at: at.to_owned(),
            reason: reason.to_owned(),
        };
        let json = serde_json::to_vec_pretty(&refusal).expect("two strings are JSON");
        Ok(self.data.write_receipt(lock, dataset, REFUSED, &json)?)
    }

    /// The last refusal of a dataset.
    pub(crate) fn last_refusal(&self, dataset: &str) -> Result<Option<Refusal>, KashfError> {
        let bytes = self.data.receipt(dataset, REFUSED)?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }
}
