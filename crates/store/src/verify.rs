//! Verification: every file of every snapshot, by size and BLAKE3, and what does not belong here.
//!
//! It only reads, follows no links, goes on after a finding, and needs no lock; a writer at work at
//! the same moment can show up as leftovers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::check::check_file;
use crate::durable::TEMPORARY;
use crate::stamps::STAMPS;
use crate::{DataDir, SegmentEntry, StoreError};

/// So much is listed one by one; the rest is only counted.
const MAX_FINDINGS: usize = 10_000;

/// What kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A file is absent.
    Missing,
    /// A file is not what it was when it was published, or cannot be read.
    Damaged,
    /// A file that nothing refers to. It harms nothing; `prune` or the next writer removes ours.
    Leftover,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the data directory.
    pub file: String,
    /// What kind.
    pub kind: FindingKind,
    /// What is wrong, lowercase, without a full stop.
    pub problem: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.file, self.problem)
    }
}

/// What verification saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Snapshots whose manifest was read.
    pub snapshots: u64,
    /// Segments checked, each once.
    pub segments: u64,
    /// Table files checked.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// What was found, sorted by file.
    pub findings: Vec<Finding>,
    /// How many more there were.
    pub not_listed: u64,
}

impl VerifyReport {
    /// True when nothing is missing or damaged; leftovers are allowed.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.not_listed == 0
            && self
                .findings
                .iter()
                .all(|finding| finding.kind == FindingKind::Leftover)
    }

    fn add(&mut self, file: impl Into<String>, kind: FindingKind, problem: impl Into<String>) {
        if self.findings.len() >= MAX_FINDINGS {
            self.not_listed += 1;
            return;
        }
        self.findings.push(Finding {
            file: file.into(),
            kind,
            problem: problem.into(),
        });
    }
}

impl DataDir {
    /// Checks everything; what is wrong is in the report, with file names.
    #[must_use]
    pub fn verify(&self) -> VerifyReport {
        let mut report = VerifyReport::default();
        let mut segments: BTreeMap<String, SegmentEntry> = BTreeMap::new();
        self.verify_snapshots(&mut report, &mut segments);
        for entry in segments.values() {
            self.verify_segment(entry, &mut report);
        }
        self.find_leftovers(&segments, &mut report);
        report.findings.sort();
        report
    }

    fn verify_snapshots(
        &self,
        report: &mut VerifyReport,
        segments: &mut BTreeMap<String, SegmentEntry>,
    ) {
        match self.live_id() {
            Ok(Some(id))
                if !self
                    .folder("snapshots")
                    .join(format!("{id}.json"))
                    .is_file() =>
            {
                let problem = format!("names snapshot {id}, which is not there");
                report.add("CURRENT", FindingKind::Missing, problem);
            }
            Ok(_) => {}
            Err(error) => report.add("CURRENT", FindingKind::Damaged, reason(&error)),
        }
        let ids = match self.snapshot_ids() {
            Ok(ids) => ids,
            Err(error) => {
                report.add("snapshots", FindingKind::Damaged, reason(&error));
                return;
            }
        };
        if !ids.is_empty() && matches!(self.live_id(), Ok(None)) {
            let problem = "is missing, so that no snapshot is live";
            report.add("CURRENT", FindingKind::Missing, problem);
        }
        for id in ids {
            match self.manifest(&id) {
                Ok(manifest) => {
                    report.snapshots += 1;
                    for entry in manifest.entries() {
                        segments.insert(entry.hash.clone(), entry.clone());
                    }
                }
                Err(error) => {
                    let file = format!("snapshots/{id}.json");
                    report.add(file, FindingKind::Damaged, reason(&error));
                }
            }
        }
    }

    fn verify_segment(&self, entry: &SegmentEntry, report: &mut VerifyReport) {
        report.segments += 1;
        let folder = self.segment_folder(entry);
        for (name, file) in &entry.files {
            let path = folder.join(name);
            let place = format!("segments/{}/{name}", entry.hash);
            report.files += 1;
            if fs_err::symlink_metadata(&path).is_err() {
                report.add(place, FindingKind::Missing, "is missing");
                continue;
            }
            match check_file(&path, file) {
                Ok(_) => report.bytes += file.bytes,
                Err(problem) => report.add(place, FindingKind::Damaged, problem),
            }
        }
        let names = self.names_in(&folder).unwrap_or_else(|error| {
            let place = format!("segments/{}", entry.hash);
            report.add(place, FindingKind::Damaged, reason(&error));
            Vec::new()
        });
        for name in names {
            if name != STAMPS && !entry.files.contains_key(&name) {
                let place = format!("segments/{}/{name}", entry.hash);
                report.add(place, FindingKind::Leftover, "is in no manifest");
            }
        }
    }

    fn find_leftovers(&self, segments: &BTreeMap<String, SegmentEntry>, report: &mut VerifyReport) {
        let ids: BTreeSet<String> = self
            .snapshot_ids()
            .unwrap_or_default()
            .into_iter()
            .collect();
        for (folder, expected) in [("segments", None), ("snapshots", Some(&ids))] {
            let names = match self.names_in(&self.folder(folder)) {
                Ok(names) => names,
                Err(error) => {
                    report.add(folder, FindingKind::Damaged, reason(&error));
                    continue;
                }
            };
            for name in names {
                let known = match expected {
                    None => segments.contains_key(&name),
                    Some(ids) => {
                        name == "HISTORY"
                            || name
                                .strip_suffix(".json")
                                .is_some_and(|id| ids.contains(id))
                    }
                };
                if !known {
                    let problem = if name.starts_with(TEMPORARY) {
                        "is unfinished work of a writer"
                    } else {
                        "is in no manifest"
                    };
                    report.add(format!("{folder}/{name}"), FindingKind::Leftover, problem);
                }
            }
        }
        for name in self.names_in(self.path()).unwrap_or_default() {
            if name.starts_with(TEMPORARY) {
                report.add(
                    name,
                    FindingKind::Leftover,
                    "is unfinished work of a writer",
                );
            }
        }
    }
}

/// An error without its place, and with its cause: the finding names the file itself.
fn reason(error: &StoreError) -> String {
    match error {
        StoreError::Damaged { problem, .. } => problem.clone(),
        StoreError::Io { action, source, .. } => format!("{action} failed: {source}"),
        other => other.to_string(),
    }
}
