//! The verb *load*: files to a published snapshot.
//!
//! Files are grouped by dataset, each dataset is read, compiled and written as a segment, its source
//! kept with a receipt; then one manifest with all new segments and all old ones of other datasets
//! goes live at once. A dataset that is refused changes nothing about the others, nor about its own
//! version that is live. The same bytes again give the same snapshot, which is then said and not done.

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::gate::{self, GateEvent, GateReport, LiveVersion, Previous, RefusalCause, Refused};
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
    /// file that cannot be read, another writer, a full disk. A dataset whose files or whose version are
    /// refused is in [`LoadOutcome::refusals`] instead.
    pub fn load(
        &self,
        request: &LoadRequest,
        progress: &dyn Progress,
    ) -> Result<LoadOutcome, KashfError> {
        if request
            .accept
            .as_deref()
            .is_some_and(|reason| reason.trim().is_empty())
        {
            return Err(KashfError::NoReason);
        }
        let asked = self.resolve(request)?;
        progress.begin("reading", None);
        let mut ignored = Vec::new();
        let only = asked.only_dataset();
        let refused = |error| self.refused(only, error, &request.now);
        let files = read_files(&asked.paths, &mut ignored).map_err(refused)?;
        let groups = group_files(&files, &asked.known, asked.name.as_deref()).map_err(refused)?;

        let lock = self.data.lock()?;
        let live = self.data.live_id()?;
        let before = match &live {
            Some(id) => self.data.manifest(id)?,
            None => Manifest::new(Vec::new()),
        };
        // Each dataset is read, judged and compiled on its own; the widest step, so it runs side by side.
        let mut drafts: Vec<Draft<'_>> = groups
            .into_par_iter()
            .map(|group| self.draft(group, &before, request.accept.as_deref()))
            .collect();
        progress.end();

        let mut manifest = before.clone();
        let mut reports = Vec::new();
        let mut refusals = Vec::new();
        drafts.sort_by(|a, b| a.dataset.cmp(&b.dataset));
        progress.begin("every name finds its entry", None);
        for draft in drafts {
            let replaced = before.segment(&draft.dataset);
            let dataset = draft.dataset.clone();
            match self.keep(&lock, draft, replaced, &request.now)? {
                Ok(report) => {
                    manifest = manifest.with(report.segment.clone());
                    reports.push(report);
                }
                Err(cause) => {
                    let error = self.refusal(&lock, &dataset, cause, replaced, &request.now)?;
                    refusals.push(LoadRefusal {
                        dataset: Some(dataset),
                        error,
                    });
                }
            }
        }
        progress.end();
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

    /// Reads, judges and compiles one dataset; nothing is written.
    fn draft<'a>(&self, group: Group<'a>, before: &Manifest, accept: Option<&str>) -> Draft<'a> {
        let content = || -> Result<Ready, RefusalCause> {
            let files: Vec<SourceFile> = group.files.iter().map(|file| (*file).clone()).collect();
            let mut loaded = load(&files, Some(&group.dataset))?;
            let previous = before
                .segment(&group.dataset)
                .map(|entry| Previous::open(self, entry));
            let passed = gate::judge(&mut loaded, previous.as_ref(), accept)
                .map_err(|problem| RefusalCause::Gate(*problem))?;
            let mut segment = draft_of(&loaded, &passed.marks);
            segment.tables.extend(passed.tables);
            if passed.report.held + passed.report.held_names > 0 {
                let counts = [
                    ("removal_held", passed.report.held),
                    ("names_held", passed.report.held_names),
                ];
                segment
                    .counts
                    .extend(counts.map(|(name, count)| (name.to_owned(), count)));
            }
            // The statements are the bulk of it and stand in the segment now.
            loaded.statements = Vec::new();
            Ok(Ready {
                loaded,
                segment,
                report: passed.report,
            })
        };
        Draft {
            content: content(),
            dataset: group.dataset,
            files: group.files,
        }
    }

    /// Writes the segment, asks it for its own names, writes the sources, the receipt and the gate's
    /// record of one dataset version; nothing is live yet.
    fn keep(
        &self,
        lock: &WriterLock,
        draft: Draft<'_>,
        before: Option<&SegmentEntry>,
        now: &str,
    ) -> Result<Result<LoadReport, RefusalCause>, KashfError> {
        let Ready {
            loaded,
            segment,
            mut report,
        } = match draft.content {
            Ok(ready) => ready,
            Err(cause) => return Ok(Err(cause)),
        };
        let segment = self.data.write_segment(lock, segment)?;
        let unchanged = before == Some(&segment);
        if !unchanged {
            let own = match gate::find_own_names(self.data.open_segment(&segment)?) {
                Ok(own) => own,
                Err(error) => return Ok(Err(error.into())),
            };
            report.names_asked = own.asked;
            report.names_wordless = own.wordless;
            if let Some(problem) = gate::own_names_objection(&own) {
                return Ok(Err(problem.into()));
            }
        }
        let known = self.receipt(&loaded.dataset, &loaded.version)?;
        if !unchanged || known.is_none() {
            let event = GateEvent::passed(now, &loaded.version, &report);
            let (files, loaded_at) = match known {
                // The same bytes once more: they stand here already, under the names they came with.
                Some(known) => (known.files, known.loaded_at),
                None => {
                    let files = self.keep_sources(lock, &loaded, &draft.files)?;
                    (files, now.to_owned())
                }
            };
            let receipt = Receipt::new(&loaded, &segment.counts, files, &loaded_at, event.clone());
            let json = serde_json::to_vec_pretty(&receipt)
                .expect("a receipt is strings, numbers and maps of them");
            self.data
                .write_receipt(lock, &loaded.dataset, &loaded.version, &json)?;
            self.note_judgement(lock, &loaded.dataset, event)?;
        }
        let replaced = before.filter(|before| **before != segment).cloned();
        Ok(Ok(LoadReport {
            loaded,
            segment,
            unchanged,
            replaced,
            gate: report,
        }))
    }

    /// Puts a refusal on record and says what still serves.
    fn refusal(
        &self,
        lock: &WriterLock,
        dataset: &str,
        cause: RefusalCause,
        live: Option<&SegmentEntry>,
        now: &str,
    ) -> Result<KashfError, KashfError> {
        let problem = cause.to_string();
        // Only a dataset that is in use has a "last refusal" to show.
        if live.is_some() {
            self.note_refusal(lock, dataset, now, &problem)?;
        }
        let version = live.map(|live| live.version.as_str());
        self.note_judgement(lock, dataset, GateEvent::refused(now, version, &problem))?;
        Ok(KashfError::Refused(Box::new(Refused {
            dataset: dataset.to_owned(),
            cause,
            live: live.map(|live| self.live_version(live)).transpose()?,
        })))
    }

    fn live_version(&self, segment: &SegmentEntry) -> Result<LiveVersion, KashfError> {
        let receipt = self.receipt(&segment.dataset, &segment.version)?;
        Ok(LiveVersion {
            version: segment.version.clone(),
            as_of: segment.as_of.clone(),
            records: segment.counts.get("records").copied().unwrap_or(0),
            loaded_at: receipt.map(|receipt| receipt.loaded_at),
        })
    }

    /// Puts the refusal of the one dataset that was asked for on record, and gives the error back.
    fn refused(&self, dataset: Option<&str>, error: KashfError, now: &str) -> KashfError {
        let (dataset, error) = match (dataset, error) {
            (Some(dataset), KashfError::Load(error)) => (dataset, error),
            (_, error) => return error,
        };
        let note = || -> Result<Option<SegmentEntry>, KashfError> {
            let live = self.data.live_id()?;
            let manifest = live.map(|id| self.data.manifest(&id)).transpose()?;
            Ok(manifest.and_then(|manifest| manifest.segment(dataset).cloned()))
        };
        // The refusal itself is what the user must hear of, whether or not it could be written down.
        let live = note().ok().flatten();
        let problem = error.to_string();
        if live.is_some()
            && let Ok(lock) = self.data.lock()
        {
            let version = live.as_ref().map(|live| live.version.as_str());
            let event = GateEvent::refused(now, version, &problem);
            let _ = self.note_refusal(&lock, dataset, now, &problem);
            let _ = self.note_judgement(&lock, dataset, event);
        }
        KashfError::Refused(Box::new(Refused {
            dataset: dataset.to_owned(),
            cause: error.into(),
            live: live.and_then(|live| self.live_version(&live).ok()),
        }))
    }

    /// The known datasets that were asked for, and the paths to read.
    fn resolve(&self, request: &LoadRequest) -> Result<Asked, KashfError> {
        let name = request.name.as_deref().map(|name| {
            catalogue::find(name)
                .map_or(name, |info| info.name)
                .to_owned()
        });
        let mut asked = Asked {
            name,
            ..Asked::default()
        };
        for source in &request.sources {
            let known = catalogue::find(source);
            if known.is_some() && !request.files.is_empty() {
                asked.known.extend(known.map(|known| known.name));
            } else if request.accept.is_some() && !Path::new(source).exists() {
                // What is live is accepted as it stands, from its kept source.
                let dataset = known.map_or(source.as_str(), |known| known.name);
                asked.paths.extend(self.live_files(dataset)?);
                match known {
                    Some(known) => asked.known.push(known.name),
                    None if request.sources.len() == 1 => asked.name = Some(dataset.to_owned()),
                    None => return Err(unknown_source(source)),
                }
            } else if let Some(known) = known {
                return Err(no_source_for(known));
            } else if Path::new(source).exists() {
                asked.paths.push(PathBuf::from(source));
            } else {
                return Err(unknown_source(source));
            }
        }
        asked.paths.extend(request.files.iter().cloned());
        Ok(asked)
    }

    /// The kept files of a dataset's live version.
    fn live_files(&self, dataset: &str) -> Result<Vec<PathBuf>, KashfError> {
        let live = self.data.live_id()?;
        let manifest = live.map(|id| self.data.manifest(&id)).transpose()?;
        let entry = manifest
            .as_ref()
            .and_then(|manifest| manifest.segment(dataset))
            .ok_or_else(|| KashfError::NothingToAccept {
                name: dataset.to_owned(),
            })?;
        self.kept_files(dataset, &entry.version)
    }
}

/// What a request means.
#[derive(Debug, Default)]
struct Asked {
    known: Vec<&'static str>,
    paths: Vec<PathBuf>,
    name: Option<String>,
}

impl Asked {
    /// The one dataset that is meant, when the user named exactly one.
    fn only_dataset(&self) -> Option<&str> {
        match (&self.name, &self.known[..]) {
            (Some(name), _) => Some(name),
            (None, [one]) => Some(one),
            (None, _) => None,
        }
    }
}

/// A dataset on its way to a segment.
struct Draft<'a> {
    dataset: String,
    files: Vec<&'a SourceFile>,
    content: Result<Ready, RefusalCause>,
}

/// A version that was read, judged and compiled.
struct Ready {
    loaded: Loaded,
    segment: SegmentDraft,
    report: GateReport,
}

fn unknown_source(source: &str) -> KashfError {
    KashfError::UnknownSource {
        name: source.to_owned(),
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
