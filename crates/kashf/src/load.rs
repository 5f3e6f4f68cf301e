//! The verb *load*: files, or what publishers have, to a published snapshot.
//!
//! Files are grouped by dataset, each dataset is read, compiled and written as a segment, its source
//! kept with a receipt; then one manifest with all new segments and all old ones of other datasets
//! goes live at once. A dataset that is refused changes nothing about the others, nor about its own
//! version that is live. The same bytes again give the same snapshot, which is then said and not done.

mod fetched;
mod refusal;
mod sources;

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::gate::{self, Delisted, GateEvent, GateReport, Previous, RefusalCause};
use crate::group::{Group, group_files};
use crate::network::{NetworkSettings, Origin};
use crate::progress::Progress;
use crate::receipt::{Receipt, Received, published_version};
use crate::resolve::Resolved;
use crate::screener::draft_of;
use kashf_load::delta::Applied;
use kashf_load::{Loaded, SourceFile, load};
use kashf_store::{Manifest, SegmentDraft, SegmentEntry, WriterLock, delisted_of, is_companion};
use rayon::prelude::*;
use sources::{Asked, read_files};
use std::path::PathBuf;

/// What to load.
#[derive(Clone, Debug, Default)]
pub struct LoadRequest {
    /// Known datasets, aliases or paths.
    pub sources: Vec<String>,
    /// Local copies (`--file`).
    pub files: Vec<PathBuf>,
    /// Name of the dataset (`--as`).
    pub name: Option<String>,
    /// Which columns mean what, when the files are tables that are no known list (`--mapping`).
    pub mapping: Option<PathBuf>,
    /// Why removals of this load are taken as real (`--accept`); `None` holds them.
    pub accept: Option<String>,
    /// The time that receipts state, ISO 8601 in UTC.
    pub now: String,
    /// How the network may be used, for datasets without a file.
    pub network: NetworkSettings,
}

/// One dataset version that was loaded.
#[derive(Debug)]
pub struct LoadReport {
    /// What was read; its statements are in the snapshot and no longer here.
    pub loaded: Loaded,
    /// What is in the manifest.
    pub segment: SegmentEntry,
    /// What remembers the entries that left the list, when some did.
    pub delisted: Option<SegmentEntry>,
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

/// A dataset whose publisher says that he has nothing newer than what is live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchanged {
    /// The dataset.
    pub dataset: String,
    /// The version that is live.
    pub version: String,
    /// The publisher's date of it.
    pub as_of: Option<String>,
    /// True when a mirror said so.
    pub by_mirror: bool,
}

/// What a load did.
#[derive(Debug, Default)]
pub struct LoadOutcome {
    /// Datasets that are live now, in the order of their names.
    pub reports: Vec<LoadReport>,
    /// Datasets that are live as they were, because their publishers have nothing newer.
    pub unchanged: Vec<Unchanged>,
    /// Datasets that were refused, or could not be fetched.
    pub refusals: Vec<LoadRefusal>,
    /// Files of a directory that are no list, with the reason.
    pub ignored: Vec<String>,
    /// The chain of deltas that made a list of this load.
    pub applied: Option<Applied>,
    /// Id of the live snapshot; `None` when nothing was loaded and nothing was live.
    pub snapshot: Option<String>,
    /// What resolving across the lists did, when something was to be resolved.
    pub resolved: Option<Resolved>,
    /// False when the live snapshot was the same before.
    pub published: bool,
    /// True when publishers were asked.
    pub fetched: bool,
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
        let config = self.config()?;
        let asked = self.resolve(request, &config)?;
        let mut outcome = LoadOutcome::default();
        if !asked.paths.is_empty() || asked.fetch.is_empty() {
            self.load_files(&asked, request, progress, &mut outcome)?;
        }
        if !asked.fetch.is_empty() {
            self.load_fetched(&asked.fetch, &config, request, progress, &mut outcome)?;
        }
        Ok(outcome)
    }

    /// Loads what stands on this machine.
    fn load_files(
        &self,
        asked: &Asked,
        request: &LoadRequest,
        progress: &dyn Progress,
        outcome: &mut LoadOutcome,
    ) -> Result<(), KashfError> {
        progress.begin("reading", None);
        let only = asked.only_dataset();
        let refused = |error| self.refused(only, error, &request.now);
        let mapping = asked.mapping.as_deref();
        let kept = |dataset: &str| self.live_list(only.unwrap_or(dataset));
        let ignored = &mut outcome.ignored;
        let (files, applied) = read_files(asked, mapping, &kept, ignored).map_err(refused)?;
        outcome.applied = applied;
        let groups = group_files(&files, &asked.known, asked.name.as_deref()).map_err(refused)?;

        if let Some(group) = groups.iter().find(|group| is_companion(&group.dataset)) {
            let name = group.dataset.clone();
            return Err(KashfError::ReservedName { name });
        }
        self.take(groups, request, progress, outcome)
    }

    /// Judges, keeps and publishes the versions of several datasets at once.
    fn take(
        &self,
        groups: Vec<Group<'_>>,
        request: &LoadRequest,
        progress: &dyn Progress,
        outcome: &mut LoadOutcome,
    ) -> Result<(), KashfError> {
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

        let mut manifest = self.renewed(&lock, &before)?;
        let mut taken = Vec::new();
        drafts.sort_by(|a, b| a.dataset.cmp(&b.dataset));
        progress.begin("every name finds its entry", None);
        for draft in drafts {
            let replaced = before.segment(&draft.dataset);
            let dataset = draft.dataset.clone();
            let origin = draft.origin.clone();
            match self.keep(&lock, draft, replaced, &request.now)? {
                Ok(report) => {
                    manifest = manifest.with(report.segment.clone());
                    manifest = match &report.delisted {
                        Some(entry) => manifest.with(entry.clone()),
                        None => manifest.without(&delisted_of(&dataset)),
                    };
                    taken.push((report.loaded.version.clone(), dataset, origin));
                    outcome.reports.push(report);
                }
                Err(cause) => {
                    let error = self.refusal(&lock, &dataset, cause, replaced, &request.now)?;
                    outcome.refusals.push(LoadRefusal {
                        dataset: Some(dataset),
                        error,
                    });
                }
            }
        }
        progress.end();
        let (manifest, resolved) = self.resolved(&lock, manifest, &before, progress)?;
        outcome.resolved = resolved.or(outcome.resolved.take());
        let published = manifest != before;
        outcome.snapshot = if published {
            Some(self.data.publish(&lock, &manifest)?)
        } else {
            live
        };
        outcome.published |= published;
        // Last, because it says of what is live that its origin has it.
        for (version, dataset, origin) in taken {
            self.note_confirmed(&lock, &dataset, &version, &origin, &request.now)?;
        }
        Ok(())
    }

    /// Reads, judges and compiles one dataset; nothing is written.
    fn draft<'a>(&self, group: Group<'a>, before: &Manifest, accept: Option<&str>) -> Draft<'a> {
        let content = || -> Result<Ready, RefusalCause> {
            let mut loaded = load(&group.files, Some(&group.dataset))?;
            let previous = before
                .segment(&group.dataset)
                .map(|entry| Previous::open(self, entry));
            let known = before.delisted(&group.dataset);
            let known = known.map(|entry| Delisted::open(self.data.open_segment(entry)));
            let (known, lost) = match known.transpose() {
                Ok(known) => (known.unwrap_or_default(), None),
                Err(problem) => (Delisted::default(), Some(problem)),
            };
            let mut passed = gate::judge(&mut loaded, previous.as_ref(), known, accept)
                .map_err(|problem| RefusalCause::Gate(*problem))?;
            passed.report.delisted_lost = lost;
            let delisted = passed.delisted.draft(&loaded);
            let mut segment = draft_of(&mut loaded, &passed.marks);
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
            Ok(Ready {
                loaded,
                segment,
                delisted,
                report: passed.report,
            })
        };
        Draft {
            content: content(),
            dataset: group.dataset,
            files: group.files,
            origin: group.origin,
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
            delisted,
            mut report,
        } = match draft.content {
            Ok(ready) => ready,
            Err(cause) => return Ok(Err(cause)),
        };
        let day = |time: &str| time.get(..10).map(str::to_owned);
        report.from_the_future = loaded.as_of.as_deref().and_then(day) > day(now);
        let segment = self.data.write_segment(lock, segment)?;
        let delisted = delisted.map(|draft| self.data.write_segment(lock, draft));
        let delisted = delisted.transpose()?;
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
            let published = published_version(&draft.files);
            let (files, published, loaded_at) = match known {
                // The same bytes once more: they stand here already, under the names they came with.
                Some(known) => (known.files, published.or(known.published), known.loaded_at),
                None => {
                    let files = self.keep_sources(lock, &loaded, &draft.files, &draft.origin)?;
                    (files, published, now.to_owned())
                }
            };
            let received = Received {
                files,
                published,
                loaded_at: &loaded_at,
                origin: &draft.origin,
            };
            let receipt = Receipt::new(&loaded, &segment.counts, received, event.clone());
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
            delisted,
            unchanged,
            replaced,
            gate: report,
        }))
    }
}

/// A dataset on its way to a segment.
struct Draft<'a> {
    dataset: String,
    files: Vec<&'a SourceFile>,
    origin: Origin,
    content: Result<Ready, RefusalCause>,
}

/// A version that was read, judged and compiled.
struct Ready {
    loaded: Loaded,
    segment: SegmentDraft,
    delisted: Option<SegmentDraft>,
    report: GateReport,
}
