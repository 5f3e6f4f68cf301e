//! The run: what changed, whom it may concern, and the answers that follow.

use super::answers::places_of;
use super::compile::compile;
use super::entries::{Entries, changed};
use super::input::Input;
use super::keep::{self, Identity, Kept};
use super::work::Work;
use crate::batch::{
    Batch, BatchError, CHUNK_RECORDS, FileOutcome, FileRun, StreamOutcome, is_same_file, lock,
    put_in_place, screen_file,
};
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::output::Format;
use crate::progress::Progress;
use crate::screener::Screener;
use fs_err::File;
use kashf_screen::{Book, BookBuilder, Options, book_version};
use rayon::prelude::*;
use std::io;
use std::sync::Mutex;

/// Records that are looked at together.
const RANGE: u32 = 4096;

/// A file to bring to the live lists.
#[derive(Debug)]
pub struct Rescreen<'a> {
    /// The files, and what a full run depends on.
    pub run: FileRun<'a>,
    /// What a full run does with every record.
    pub batch: &'a Batch<'a>,
    /// The live lists.
    pub screener: &'a Screener,
    /// What is asked of every screening.
    pub options: &'a Options,
}

/// What a rescreening did.
#[derive(Debug)]
pub struct RescreenOutcome {
    /// As of a full run.
    pub file: FileOutcome,
    /// What was spared.
    pub rescreened: Rescreened,
}

/// How much was done anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rescreened {
    /// Everything, and why.
    All(&'static str),
    /// What the changes may concern.
    Some {
        /// Snapshot that had answered.
        before: String,
        /// Entries that differ.
        entries: usize,
        /// Rows that are new or other than before.
        rows: u64,
        /// Records that were screened, those rows included.
        screened: u64,
    },
}

impl Kashf {
    /// Writes what [`screen_file`] would write, screening only what changed since the run that wrote the
    /// answers; see [`Rescreened`] for what it did. The first run, and any that cannot be sure, is a full one.
    ///
    /// # Errors
    /// As [`screen_file`]; a damaged list.
    pub fn rescreen(
        &self,
        job: &Rescreen<'_>,
        progress: &dyn Progress,
    ) -> Result<RescreenOutcome, KashfError> {
        if is_same_file(job.run.input, job.run.output) {
            return Err(BatchError::SameFile {
                file: job.run.output.display().to_string(),
            }
            .into());
        }
        let why = match self.changed_only(job, progress)? {
            Ok(outcome) => return Ok(outcome),
            Err(why) => why,
        };
        let file = screen_file(&job.run, job.batch, progress)?;
        if job.batch.format != Format::Parquet {
            compile(job, &file.stream.unknown, progress)?;
        }
        Ok(RescreenOutcome {
            file,
            rescreened: Rescreened::All(why),
        })
    }

    /// The inner error says why everything must be screened.
    fn changed_only(
        &self,
        job: &Rescreen<'_>,
        progress: &dyn Progress,
    ) -> Result<Result<RescreenOutcome, &'static str>, KashfError> {
        let failed = |source| written(job, source);
        if job.batch.format == Format::Parquet {
            return Ok(Err("Parquet is written anew each time"));
        }
        if !job.run.output.exists() {
            return Ok(Err("there are no answers yet"));
        }
        let _held = lock(job.run.output)?;
        let Kept {
            identity,
            book,
            rows: kept,
        } = match keep::read(&keep::place_of(job.run.output)) {
            Ok(kept) => kept,
            Err(why) => return Ok(Err(why)),
        };
        if identity.run != run_of(job) {
            return Ok(Err("the policy, the options or the program differ"));
        }
        let answers = File::open(job.run.output).map_err(failed)?;
        let places = places_of(answers, job.batch.format).map_err(failed)?;
        if places.blake3 != identity.output || places.starts.len() != kept.len() + 1 {
            return Ok(Err("the answers are not those that the last run wrote"));
        }
        let Some(before) = self.before(&identity, job)? else {
            return Ok(Err("the snapshot that answered is no longer kept"));
        };
        let never = |record| book.is_never(record);
        let Some(mut input) = Input::again(job, &identity, kept, never)? else {
            return Ok(Err("the columns of the file differ"));
        };
        let end = input.rows.last();
        let end = end.map(|row| row.start + u64::from(row.bytes));
        progress.begin("rescreening", end);
        let concerned = concerned(job, &book, &before)?;
        let work = Work {
            job,
            input: &input,
            places: &places,
            before: &before,
            book: &book,
            concerned: &concerned,
            answers: Mutex::new(File::open(job.run.output).map_err(failed)?),
            source: Mutex::new(File::open(job.run.input).map_err(failed)?),
        };
        let done = work.write(progress);
        drop(work);
        progress.end();
        let mut done = done?;
        done.unknown.extend(identity.unknown.iter().cloned());
        for (at, record) in done.records {
            input.rows[at].record = record;
        }
        let tables = match done.builder {
            Some(builder) => builder.finish(),
            None => book.copy_tables(),
        };
        // A book with more rows that have gone than rows that are there is compiled anew.
        let grown = BookBuilder::records_of(&tables) > 2 * input.rows.len() + CHUNK_RECORDS;
        let next = Identity {
            unknown: done.unknown.iter().cloned().collect(),
            input: input.hash.clone(),
            snapshot: job.screener.snapshot_id().to_owned(),
            stale: job.screener.is_stale(),
            output_bytes: done.bytes,
            output: done.blake3,
            ..identity
        };
        let place = keep::place_of(job.run.output);
        if !grown {
            keep::write(&place, &next, &tables, &input.rows).map_err(failed)?;
        }
        put_in_place(job.run.output, &done.part).map_err(failed)?;
        if grown {
            compile(job, &done.unknown, progress)?;
        } else {
            keep::publish(&place).map_err(failed)?;
        }
        let rescreened = Rescreened::Some {
            before: before.snapshot,
            entries: before.entries.ids.len(),
            rows: input.new_rows(),
            screened: done.screened,
        };
        Ok(Ok(RescreenOutcome {
            file: FileOutcome {
                stream: StreamOutcome {
                    tally: done.tally,
                    unknown: done.unknown,
                },
                resumed_after: 0,
                unknown_columns: input.unknown_columns,
            },
            rescreened,
        }))
    }

    /// What answered before, and how the lists differ; `None` when that snapshot cannot be opened.
    fn before(
        &self,
        identity: &Identity,
        job: &Rescreen<'_>,
    ) -> Result<Option<Before>, KashfError> {
        let live = job.screener.snapshot_id();
        let mut before = Before {
            snapshot: identity.snapshot.clone(),
            stale: identity.stale,
            entries: Entries::default(),
        };
        if identity.snapshot == live {
            return Ok(Some(before));
        }
        let Ok(old) = self.data.open_snapshot(&identity.snapshot) else {
            return Ok(None);
        };
        // Another index format, perhaps: what it answered cannot be compared.
        let Ok(old) = Screener::new(&old, job.screener.policy().clone()) else {
            return Ok(None);
        };
        let now = self.data.manifest(live)?;
        before.entries = changed((&old.snapshot().manifest, &old), (&now, job.screener))?;
        Ok(Some(before))
    }
}

/// What answered before.
pub(super) struct Before {
    pub(super) snapshot: String,
    pub(super) stale: bool,
    /// What differs now.
    pub(super) entries: Entries,
}

/// The records of the book that must be screened, whatever their old answers say.
fn concerned(job: &Rescreen<'_>, book: &Book, before: &Before) -> Result<Vec<bool>, KashfError> {
    let mut concerned = vec![false; book.len()];
    if before.snapshot == job.screener.snapshot_id() {
        return Ok(concerned);
    }
    let engine = job.screener.engine();
    let concerns = engine.concerns(&before.entries.now, job.options)?;
    let met = (0..book.runs()?)
        .into_par_iter()
        .map(|run| concerns.meet(book, run))
        .collect::<Result<Vec<_>, _>>()?;
    let met = concerns.meeting(book, met)?;
    let all = u32::try_from(book.len()).unwrap_or(u32::MAX);
    let ranges: Vec<u32> = (0..all).step_by(RANGE as usize).collect();
    let found = ranges
        .into_par_iter()
        .map(|from| concerns.records(book, &met, from..all.min(from + RANGE)))
        .collect::<Result<Vec<_>, _>>()?;
    for record in found.into_iter().flatten() {
        concerned[record as usize] = true;
    }
    Ok(concerned)
}

/// What else the answers depend on, beside the input and the lists.
pub(super) fn run_of(job: &Rescreen<'_>) -> String {
    let options = job.options;
    serde_json::json!({
        "kashf": env!("CARGO_PKG_VERSION"),
        "book": book_version(),
        "policy": job.screener.policy_id(),
        "datasets": options.datasets,
        "threshold": options.threshold.map(|threshold| threshold.thousandths()),
        "limit": options.limit,
        "schema": job.batch.default_schema,
        "format": job.batch.format.as_str(),
    })
    .to_string()
}

/// A failure beside the output.
pub(super) fn written(job: &Rescreen<'_>, source: io::Error) -> KashfError {
    BatchError::Output {
        file: job.run.output.display().to_string(),
        source,
    }
    .into()
}
