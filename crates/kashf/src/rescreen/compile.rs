//! The book of a run that has just been made: from its input and its answers.

use super::answers::{places_of, said};
use super::input::Input;
use super::keep::{self, Identity};
use super::run::{Rescreen, run_of, written};
use super::work::{book_row, read_at};
use crate::batch::{CHUNK_RECORDS, in_order};
use crate::error::KashfError;
use crate::progress::Progress;
use fs_err::File;
use kashf_screen::{BookBuilder, BookRow};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, PoisonError};

/// Compiles the records of a file and keeps them beside its answers.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn compile(
    job: &Rescreen<'_>,
    unknown: &BTreeSet<String>,
    progress: &dyn Progress,
) -> Result<(), KashfError> {
    let failed = |source| written(job, source);
    let format = job.batch.format;
    let (mut input, head) = Input::fresh(job)?;
    let places = places_of(File::open(job.run.output).map_err(failed)?, format).map_err(failed)?;
    let all = input.rows.len();
    if places.starts.len() != all + 1 {
        // The file was changed while it was screened: without a book the next run is a full one.
        return Ok(());
    }
    let source = Mutex::new(File::open(job.run.input).map_err(failed)?);
    let answers = Mutex::new(File::open(job.run.output).map_err(failed)?);
    let nobody = FxHashSet::default();
    let row_of = |at: usize| -> io::Result<BookRow> {
        let answer = {
            let mut file = answers.lock().unwrap_or_else(PoisonError::into_inner);
            let (start, end) = (places.starts[at], places.starts[at + 1]);
            read_at(&mut file, start, end - start)?
        };
        let bytes = input.bytes(at, source.lock().unwrap_or_else(PoisonError::into_inner))?;
        let record = input.record(at, &bytes, job.batch.default_schema)?;
        let said = said(&answer, format, &nobody);
        Ok(said.map_or_else(BookRow::always, |said| book_row(&record, &said)))
    };
    let mut builder = BookBuilder::new();
    let mut ranges = (0..all)
        .step_by(CHUNK_RECORDS)
        .map(|from| from..all.min(from + CHUNK_RECORDS));
    let mut records = Vec::with_capacity(all);
    progress.begin("compiling the book", Some(all as u64));
    in_order(
        || Ok(ranges.next()),
        |range| range.map(row_of).collect::<io::Result<Vec<_>>>(),
        |rows| -> Result<(), KashfError> {
            for row in rows.map_err(failed)? {
                // A file too large for the tables has no book and is screened in full each time.
                records.extend(builder.add(row));
            }
            progress.at(records.len() as u64);
            Ok(())
        },
    )?;
    progress.end();
    if records.len() != all {
        return Ok(());
    }
    for (row, record) in input.rows.iter_mut().zip(records) {
        row.record = record;
    }
    let identity = Identity {
        run: run_of(job),
        snapshot: job.screener.snapshot_id().to_owned(),
        stale: job.screener.is_stale(),
        input: input.hash,
        head,
        output_bytes: places.starts.last().copied().unwrap_or(0),
        output: places.blake3,
        unknown: unknown.iter().cloned().collect(),
    };
    let place = keep::place_of(job.run.output);
    keep::write(&place, &identity, &builder.finish(), &input.rows).map_err(failed)?;
    keep::publish(&place).map_err(failed)
}
