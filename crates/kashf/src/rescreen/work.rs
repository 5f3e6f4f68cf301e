//! Row by row: the old answer under the new snapshot, or a new one.

use super::answers::{Places, Said, Stamp, restamp, said};
use super::input::Input;
use super::run::{Before, Rescreen, written};
use crate::batch::{CHUNK_RECORDS, Tally, in_order, with_suffix};
use crate::error::KashfError;
use crate::input::Record;
use crate::output::ScreeningLine;
use crate::progress::Progress;
use crate::screener::Screener;
use fs_err::File;
use kashf_screen::{Book, BookBuilder, BookRow};
use std::collections::BTreeSet;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// What the rows are answered from.
pub(super) struct Work<'a> {
    pub(super) job: &'a Rescreen<'a>,
    pub(super) input: &'a Input,
    pub(super) places: &'a Places,
    pub(super) before: &'a Before,
    pub(super) book: &'a Book,
    /// By record of the book.
    pub(super) concerned: &'a [bool],
    pub(super) answers: Mutex<File>,
    pub(super) source: Mutex<File>,
}

/// What became of all rows.
pub(super) struct Done {
    pub(super) part: File,
    pub(super) bytes: u64,
    pub(super) blake3: String,
    pub(super) tally: Tally,
    pub(super) screened: u64,
    pub(super) unknown: BTreeSet<String>,
    /// Rows whose record in the book is another one now.
    pub(super) records: Vec<(usize, u32)>,
    /// The book with their records, when there are any.
    pub(super) builder: Option<BookBuilder>,
}

/// What became of some rows.
#[derive(Default)]
struct Chunk {
    end: u64,
    bytes: Vec<u8>,
    tally: Tally,
    screened: u64,
    unknown: Vec<String>,
    rows: Vec<(usize, BookRow)>,
}

impl Work<'_> {
    /// Answers all rows and writes them beside the output.
    pub(super) fn write(&self, progress: &dyn Progress) -> Result<Done, KashfError> {
        let failed = |source| written(self.job, source);
        let format = self.job.batch.format;
        let mut part = File::create(with_suffix(self.job.run.output, ".part")).map_err(failed)?;
        let mut hasher = blake3::Hasher::new();
        let header = format.header();
        part.write_all(&header).map_err(failed)?;
        hasher.update(&header);
        let mut bytes = header.len() as u64;
        let (mut tally, mut screened) = (Tally::default(), 0);
        let (mut unknown, mut records, mut builder) = (BTreeSet::new(), Vec::new(), None);
        let all = self.input.rows.len();
        let mut ranges = (0..all)
            .step_by(CHUNK_RECORDS)
            .map(|from| from..all.min(from + CHUNK_RECORDS));
        in_order(
            || Ok(ranges.next()),
            |range| self.rows(range),
            |chunk: io::Result<Chunk>| -> Result<(), KashfError> {
                let chunk = chunk.map_err(failed)?;
                part.write_all(&chunk.bytes).map_err(failed)?;
                hasher.update(&chunk.bytes);
                bytes += chunk.bytes.len() as u64;
                tally.join(&chunk.tally);
                screened += chunk.screened;
                unknown.extend(chunk.unknown);
                for (at, row) in chunk.rows {
                    if builder.is_none() {
                        builder = Some(BookBuilder::of(self.book)?);
                    }
                    let record = builder.as_mut().and_then(|builder| builder.add(row));
                    let full = || failed(io::Error::other("the book of this file is full"));
                    records.push((at, record.ok_or_else(full)?));
                }
                progress.at(chunk.end);
                progress.records(tally.records);
                Ok(())
            },
        )?;
        Ok(Done {
            part,
            bytes,
            blake3: hasher.finalize().to_hex().to_string(),
            tally,
            screened,
            unknown,
            records,
            builder,
        })
    }

    fn rows(&self, range: Range<usize>) -> io::Result<Chunk> {
        let mut chunk = Chunk::default();
        // The old answers of a run of rows stand in a row as well, as a rule.
        let together = self.input.is_in_order(&range);
        let from = together.as_ref().map(|old| self.places.starts[old.start]);
        let answers = match together {
            Some(old) => self.answers_of(old)?,
            None => Vec::new(),
        };
        for at in range {
            let place = self.input.rows[at];
            chunk.end = place.start + u64::from(place.bytes);
            let old = self.input.old(at);
            let answer = match (old, from) {
                (Some(old), Some(from)) => {
                    let (start, end) = (self.places.starts[old], self.places.starts[old + 1]);
                    let part = |place: u64| usize::try_from(place - from).unwrap_or(usize::MAX);
                    answers.get(part(start)..part(end)).map(<[u8]>::to_vec)
                }
                (Some(old), None) => Some(self.answers_of(old..old + 1)?),
                (None, _) => None,
            };
            let kept = answer.is_some_and(|answer| self.keep(at, &answer, &mut chunk));
            if !kept {
                self.screen(at, old.is_none(), &mut chunk)?;
            }
        }
        Ok(chunk)
    }

    /// Takes the old answer over, when it is still the answer.
    fn keep(&self, at: usize, answer: &[u8], chunk: &mut Chunk) -> bool {
        let format = self.job.batch.format;
        let record = self.input.rows[at].record as usize;
        if self.concerned.get(record) != Some(&false) {
            return false;
        }
        let Some(said) = said(answer, format, &self.before.entries.ids) else {
            return false;
        };
        if said.touched || !self.input.is_named_alike(at, &said.id) {
            return false;
        }
        let screener = self.job.screener;
        let before = Stamp {
            snapshot: self.before.snapshot.clone(),
            stale: self.before.stale,
        };
        let now = Stamp {
            snapshot: screener.snapshot_id().to_owned(),
            stale: screener.is_stale(),
        };
        let length = chunk.bytes.len();
        if !restamp(answer, format, (&before, &now), &mut chunk.bytes) {
            chunk.bytes.truncate(length);
            return false;
        }
        said.count(&mut chunk.tally);
        true
    }

    fn screen(&self, at: usize, new: bool, chunk: &mut Chunk) -> io::Result<()> {
        let job = self.job;
        let record = {
            let source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
            let bytes = self.input.bytes(at, source)?;
            self.input.record(at, &bytes, job.batch.default_schema)?
        };
        let line = (job.batch.screen)(&record);
        chunk.bytes.extend(job.batch.format.render(&line));
        chunk.tally.add(&line);
        chunk.screened += 1;
        let row = book_row(&record, &Said::of(&line));
        let known = self.input.rows[at].record;
        if new || (row.is_always() && !self.book.is_always(known)) {
            chunk.rows.push((at, row));
        }
        chunk.unknown.extend(record.unknown);
        Ok(())
    }

    fn answers_of(&self, rows: Range<usize>) -> io::Result<Vec<u8>> {
        let (start, end) = (self.places.starts[rows.start], self.places.starts[rows.end]);
        let mut file = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        read_at(&mut file, start, end - start)
    }
}

/// What a book keeps of a record that was answered so.
pub(super) fn book_row(record: &Record, said: &Said) -> BookRow {
    let Ok(query) = Screener::query(record) else {
        return BookRow::unreadable();
    };
    if query.is_empty() {
        return BookRow::unreadable();
    }
    let own = (!query.problems.is_empty()).then(|| query.problems.join("; "));
    // More problems than the record's own: the engine left something out, or could not answer.
    if said.status == "not_screened" || said.problem != own {
        return BookRow::always();
    }
    BookRow::new(&query)
}

impl Said {
    /// What a new answer says.
    pub(super) fn of(line: &ScreeningLine) -> Self {
        Self {
            id: line.id.clone(),
            status: line.status.clone(),
            problem: line.problem.clone(),
            touched: false,
            has_match: line.has_match(),
        }
    }
}

/// Some bytes of a file.
pub(super) fn read_at(file: &mut File, start: u64, length: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}
