//! The verb *load*: files to a published snapshot.
//!
//! Files are grouped by dataset, each dataset is read, compiled and written as a segment, its source
//! kept with a receipt; then one manifest with all new segments and all old ones of other datasets
//! goes live at once. A dataset that is refused changes nothing about the others, nor about its own
//! version that is live. The same bytes again give the same snapshot, which is then said and not done.

mod refusal;
mod sources;

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::gate::{self, Delisted, GateEvent, GateReport, Previous, RefusalCause};
use crate::group::{Group, group_files};
use crate::progress::Progress;
use crate::receipt::{Receipt, published_version};
use crate::screener::draft_of;
use kashf_load::delta::Applied;
use kashf_load::{Loaded, SourceFile, load};
use kashf_store::{Manifest, SegmentDraft, SegmentEntry, WriterLock, delisted_of, is_companion};
use rayon::prelude::*;
use sources::read_files;
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

/// What a load did.
#[derive(Debug)]
pub struct LoadOutcome {
    /// Datasets that are live now, in the order of their names.
    pub reports: Vec<LoadReport>,
    /// Datasets that were refused.
    pub refusals: Vec<LoadRefusal>,
    /// Files of a directory that are no list, with the reason.
    pub ignored: Vec<String>,
    /// The chain of deltas that made a list of this load.
    pub applied: Option<Applied>,
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
        let mapping = request.mapping.as_deref();
        let kept = |dataset: &str| self.live_list(only.unwrap_or(dataset));
        let (files, applied) = read_files(&asked, mapping, &kept, &mut ignored).map_err(refused)?;
        let groups = group_files(&files, &asked.known, asked.name.as_deref()).map_err(refused)?;

        if let Some(group) = groups.iter().find(|group| is_companion(&group.dataset)) {
            let name = group.dataset.clone();
            return Err(KashfError::ReservedName { name });
        }

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
                    manifest = match &report.delisted {
                        Some(entry) => manifest.with(entry.clone()),
                        None => manifest.without(&delisted_of(&dataset)),
                    };
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
            applied,
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
                delisted,
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
                    let files = self.keep_sources(lock, &loaded, &draft.files)?;
                    (files, published, now.to_owned())
                }
            };
            let receipt = Receipt::new(
                &loaded,
                &segment.counts,
                files,
                published,
                &loaded_at,
                event.clone(),
            );
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
    content: Result<Ready, RefusalCause>,
}

/// A version that was read, judged and compiled.
struct Ready {
    loaded: Loaded,
    segment: SegmentDraft,
    delisted: Option<SegmentDraft>,
    report: GateReport,
}
