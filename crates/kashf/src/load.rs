//! The verb *load*: files to a published snapshot.
//!
//! Files are grouped by dataset, each dataset is read, compiled and written as a segment, its source
//! kept with a receipt; then one manifest with all new segments and all old ones of other datasets
//! goes live at once. A dataset that is refused changes nothing about the others, nor about its own
//! version that is live. The same bytes again give the same snapshot, which is then said and not done.

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::gate::GateReport;
use crate::group::{Group, group_files};
use crate::progress::Progress;
use crate::receipt::Receipt;
use crate::screener::draft_of;
use kashf_load::{LoadError, Loaded, SourceFile, catalogue, load, read_inputs};
use kashf_store::{Manifest, SegmentDraft, SegmentEntry, WriterLock};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// What to load.
#[derive(Clone, Debug, Default)]
pub struct LoadRequest {
    /// Known datasets, aliases or paths.
    pub sources: Vec<String>,
    /// Local copies (`--file`).
    pub files: Vec<PathBuf>,
    /// Name of the dataset (`--as`).
    pub name: Option<String>,
    /// Why removals of this load are taken as real (`--accept`); `None` holds them.
    pub accept: Option<String>,
    /// The time that receipts state, ISO 8601 in UTC.
    pub now: String,
}

/// One dataset version that was loaded.
#[derive(Debug)]
pub struct LoadReport {
    /// What was read; its statements are in the snapshot and no longer here.
    pub loaded: Loaded,
    /// What is in the manifest.
    pub segment: SegmentEntry,
    /// True when this version was live already, byte for byte.
    pub unchanged: bool,
    /// The version that was live before, when it was another one.
    pub replaced: Option<SegmentEntry>,
    /// What the gate found in the step from the version before.
    pub gate: GateReport,
}

/// One dataset that was refused; what was live before still is.
#[derive(Debug)]
pub struct LoadRefusal {
    /// The dataset, when it was known before reading.
    pub dataset: Option<String>,
    /// Why.
    pub error: KashfError,
}

/// What a load did.
#[derive(Debug)]
pub struct LoadOutcome {
    /// Datasets that are live now, in the order of their names.
    pub reports: Vec<LoadReport>,
    /// Datasets that were refused.
    pub refusals: Vec<LoadRefusal>,
    /// Files of a directory that are no list, with the reason.
    pub ignored: Vec<String>,
    /// Id of the live snapshot; `None` when nothing was loaded and nothing was live.
    pub snapshot: Option<String>,
    /// False when the live snapshot was the same before.
    pub published: bool,
}

impl Kashf {
    /// Loads and publishes.
    ///
    /// # Errors
    /// When nothing can be loaded for a reason that concerns all of it: a source that is not known, a
    /// file that cannot be read, another writer, a full disk. A dataset whose files are refused is in
    /// [`LoadOutcome::refusals`] instead.
    pub fn load(
        &self,
        request: &LoadRequest,
        progress: &dyn Progress,
    ) -> Result<LoadOutcome, KashfError> {
        let (wanted, paths) = request.resolve()?;
        progress.begin("reading", None);
        let mut ignored = Vec::new();
        let only = request.only_dataset(&wanted);
        let files = read_files(&paths, &mut ignored);
        let files = files.map_err(|error| self.refused(only, error, &request.now))?;
        let groups = group_files(&files, &wanted, request.name.as_deref());
        let groups = groups.map_err(|error| self.refused(only, error, &request.now))?;
        // Each dataset is read and compiled on its own; the widest step, so it runs side by side.
        let mut drafts: Vec<Draft<'_>> = groups.into_par_iter().map(Draft::of).collect();
        progress.end();

        let lock = self.data.lock()?;
        let live = self.data.live_id()?;
        let before = match &live {
            Some(id) => self.data.manifest(id)?,
            None => Manifest::new(Vec::new()),
        };
        let mut manifest = before.clone();
        let mut reports = Vec::new();
        let mut refusals = Vec::new();
        drafts.sort_by(|a, b| a.dataset.cmp(&b.dataset));
        for draft in drafts {
            let dataset = draft.dataset.clone();
            match draft.content {
                Ok((loaded, segment)) => {
                    let replaced = before.segment(&dataset);
                    let report =
                        self.keep(&lock, loaded, segment, &draft.files, replaced, &request.now)?;
                    manifest = manifest.with(report.segment.clone());
                    reports.push(report);
                }
                Err(error) => {
                    // Only a dataset that is in use has a "last refusal" to show.
                    if before.segment(&dataset).is_some() {
                        self.note_refusal(&lock, &dataset, &request.now, &error.to_string())?;
                    }
                    refusals.push(LoadRefusal {
                        dataset: Some(dataset),
                        error: error.into(),
                    });
                }
            }
        }
        // Segments are on disk, nothing is live yet: the gate that lets every name find itself (promise
        // P3) will stand here. Until then a test holds it (tests/real_lists.rs).
        let published = manifest != before;
        let snapshot = if published {
            Some(self.data.publish(&lock, &manifest)?)
        } else {
            live
        };
        Ok(LoadOutcome {
            reports,
            refusals,
            ignored,
            snapshot,
            published,
        })
    }

    /// Writes the segment, the sources and the receipt of one dataset version; nothing is live yet.
    fn keep(
        &self,
        lock: &WriterLock,
        loaded: Loaded,
        draft: SegmentDraft,
        files: &[&SourceFile],
        before: Option<&SegmentEntry>,
        now: &str,
    ) -> Result<LoadReport, KashfError> {
        let known = self.receipt(&loaded.dataset, &loaded.version)?;
        let segment = self.data.write_segment(lock, draft)?;
        let unchanged = before == Some(&segment);
        if !unchanged || known.is_none() {
            let files = self.keep_sources(lock, &loaded, files)?;
            let receipt = Receipt::new(&loaded, &segment.counts, files, now);
            let json = serde_json::to_vec_pretty(&receipt)
                .expect("a receipt is strings, numbers and maps of them");
            self.data
                .write_receipt(lock, &loaded.dataset, &loaded.version, &json)?;
        }
        let replaced = before.filter(|before| **before != segment).cloned();
        Ok(LoadReport {
            gate: GateReport::default(),
            loaded,
            segment,
            unchanged,
            replaced,
        })
    }

    /// Remembers the refusal of the one dataset that was asked for, and gives the error back.
    fn refused(&self, dataset: Option<&str>, error: KashfError, now: &str) -> KashfError {
        let note = |dataset: &str| -> Result<(), KashfError> {
            let lock = self.data.lock()?;
            let live = self
                .data
                .live_id()?
                .map(|id| self.data.manifest(&id))
                .transpose()?;
            if live.is_some_and(|manifest| manifest.segment(dataset).is_some()) {
                self.note_refusal(&lock, dataset, now, &error.to_string())?;
            }
            Ok(())
        };
        // The refusal itself is what the user must hear of, whether or not it could be written down.
        if let (Some(dataset), KashfError::Load(_)) = (dataset, &error) {
            let _ = note(dataset);
        }
        error
    }
}

/// A dataset on its way to a segment.
struct Draft<'a> {
    dataset: String,
    files: Vec<&'a SourceFile>,
    content: Result<(Loaded, SegmentDraft), LoadError>,
}

impl<'a> Draft<'a> {
    fn of(group: Group<'a>) -> Self {
        let files: Vec<SourceFile> = group.files.iter().map(|file| (*file).clone()).collect();
        let content = load(&files, Some(&group.dataset)).map(|mut loaded| {
            let segment = draft_of(&loaded);
            // The statements are the bulk of it and stand in the segment now.
            loaded.statements = Vec::new();
            (loaded, segment)
        });
        Self {
            dataset: group.dataset,
            files: group.files,
            content,
        }
    }
}

impl LoadRequest {
    /// The one dataset that is meant, when the user named exactly one.
    fn only_dataset(&self, wanted: &[&'static str]) -> Option<&str> {
        match (&self.name, wanted) {
            (Some(name), _) => Some(catalogue::find(name).map_or(name.as_str(), |info| info.name)),
            (None, [one]) => Some(one),
            (None, _) => None,
        }
    }

    /// The known datasets that were asked for, and the paths to read.
    fn resolve(&self) -> Result<(Vec<&'static str>, Vec<PathBuf>), KashfError> {
        let mut wanted = Vec::new();
        let mut paths = Vec::new();
        for source in &self.sources {
            if let Some(known) = catalogue::find(source) {
                if self.files.is_empty() {
                    return Err(no_source_for(known));
                }
                wanted.push(known.name);
            } else if Path::new(source).exists() {
                paths.push(PathBuf::from(source));
            } else {
                return Err(KashfError::UnknownSource {
                    name: source.clone(),
                });
            }
        }
        paths.extend(self.files.iter().cloned());
        Ok((wanted, paths))
    }
}

fn no_source_for(known: &catalogue::DatasetInfo) -> KashfError {
    if known.readable {
        KashfError::NoFetcher {
            dataset: known.name.to_owned(),
            alias: known.alias.to_owned(),
            urls: known.urls.iter().map(|url| (*url).to_owned()).collect(),
        }
    } else {
        KashfError::NotReadable {
            dataset: known.name.to_owned(),
        }
    }
}

/// The files of all paths. What a directory holds beside lists (a README) is ignored and named; a file
/// that was named itself must be a list, and a file that is a list but broken is never ignored.
fn read_files(paths: &[PathBuf], ignored: &mut Vec<String>) -> Result<Vec<SourceFile>, KashfError> {
    let mut files = Vec::new();
    for path in paths {
        let found = read_inputs(std::slice::from_ref(path))?;
        if !path.is_dir() {
            files.extend(found);
            continue;
        }
        for file in found {
            match kashf_load::recognise(&file) {
                Err(error @ LoadError::Unrecognised { .. }) => ignored.push(error.to_string()),
                Ok(_) | Err(_) => files.push(file),
            }
        }
    }
    if files.is_empty() {
        let place = paths
            .first()
            .map_or_else(String::new, |path| path.display().to_string());
        return Err(LoadError::NoFiles { place }.into());
    }
    Ok(files)
}
