//! Screening a stream of records: constant memory, every core, order kept.
//!
//! Records are taken in chunks of [`CHUNK_RECORDS`]. The workers screen a chunk each while the calling thread
//! reads further ones and writes what is done, in file order. What is in memory is a few chunks, whatever the
//! file's size, and the output does not depend on the number of threads (promise P5).

mod pipeline;
mod resume;

pub(crate) use pipeline::in_order;

pub use resume::{FileOutcome, FileRun, is_same_file, screen_file};
pub(crate) use resume::{hash_of, lock, put_in_place, with_suffix};

use crate::input::{InputError, InputReader, Interpreter, Position, RawRecord, Record};
use crate::output::{Format, ScreeningLine};
use crate::progress::Progress;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io::{self, Read, Write};

/// Records that a worker takes at a time: at 0.1 ms a record a few hundredths of a second, next to which
/// handing them over costs nothing.
pub const CHUNK_RECORDS: usize = 256;

/// Unknown JSON fields that are remembered for the warning.
const MAX_UNKNOWN: usize = 50;

/// What is done with every record.
pub struct Batch<'a> {
    /// Form of the output.
    pub format: Format,
    /// Kind of the records that do not say theirs.
    pub default_schema: Option<&'a str>,
    /// Answers one record.
    pub screen: &'a (dyn Fn(&Record) -> ScreeningLine + Sync),
}

impl std::fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

/// What a batch counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// Records answered.
    pub records: u64,
    /// Compared in full.
    pub screened: u64,
    /// Compared, but not with all that they say.
    pub partial: u64,
    /// Not compared.
    pub not_screened: u64,
    /// Records with an entry at or above the threshold.
    pub with_match: u64,
}

impl Tally {
    /// True when every record was compared in full.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.screened == self.records
    }

    /// Counts one answer.
    pub fn add(&mut self, line: &ScreeningLine) {
        self.count(&line.status, line.has_match());
    }

    /// Counts one answer of this status.
    pub(crate) fn count(&mut self, status: &str, has_match: bool) {
        self.records += 1;
        match status {
            "screened" => self.screened += 1,
            "partial" => self.partial += 1,
            _ => self.not_screened += 1,
        }
        self.with_match += u64::from(has_match);
    }

    /// Adds the counts of other records.
    pub fn join(&mut self, other: &Self) {
        self.records += other.records;
        self.screened += other.screened;
        self.partial += other.partial;
        self.not_screened += other.not_screened;
        self.with_match += other.with_match;
    }
}

/// Why a batch stopped.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The input cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The output cannot be written.
    #[error("failed to write `{file}`")]
    Output {
        /// File name, or `stdout`.
        file: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The answers would replace the records.
    #[error("`{file}` is both the input and the output")]
    SameFile {
        /// File name.
        file: String,
    },
    /// It was told to stop; a run of the same kind goes on from there.
    #[error("stopped before the end")]
    Stopped,
    /// Another run is writing the same file.
    #[error("`{file}` is being written by another run")]
    Busy {
        /// File name.
        file: String,
    },
}

impl BatchError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Input(error) => error.hint(),
            Self::Output { .. } | Self::Stopped => None,
            Self::SameFile { .. } => Some("name another file for the output".to_owned()),
            Self::Busy { .. } => Some("wait for it, or write to another file".to_owned()),
        }
    }

    /// True when the reader of our output went away, which is no failure of ours.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// What a stream gave.
#[derive(Debug, Default)]
pub struct StreamOutcome {
    /// The counts.
    pub tally: Tally,
    /// JSON fields whose names are not known, the first fifty of them.
    pub unknown: BTreeSet<String>,
}

/// Called after each chunk has been written.
pub(crate) type AfterChunk<'a> = dyn FnMut(Position, Tally, &[u8]) -> io::Result<()> + 'a;

/// Screens all records of `reader` and writes them to `out`, header included.
///
/// # Errors
/// When the input cannot be read or the output cannot be written.
pub fn screen_stream<R: Read, W: Write>(
    reader: &mut InputReader<R>,
    batch: &Batch<'_>,
    out: &mut W,
    progress: &dyn Progress,
) -> Result<StreamOutcome, BatchError> {
    let to_stdout = |source| BatchError::Output {
        file: "stdout".to_owned(),
        source,
    };
    out.write_all(&batch.format.header()).map_err(to_stdout)?;
    run(
        reader,
        batch,
        Tally::default(),
        &mut |_, _, bytes| out.write_all(bytes),
        progress,
    )
    .map_err(|error| error.named("stdout"))
    .and_then(|outcome| out.flush().map_err(to_stdout).map(|()| outcome))
}

impl BatchError {
    fn named(self, name: &str) -> Self {
        match self {
            Self::Output { source, .. } => Self::Output {
                file: name.to_owned(),
                source,
            },
            other
            @ (Self::Input(_) | Self::SameFile { .. } | Self::Busy { .. } | Self::Stopped) => other,
        }
    }
}

/// The loop that all batches share; `write` takes the bytes of a chunk.
pub(crate) fn run<R: Read>(
    reader: &mut InputReader<R>,
    batch: &Batch<'_>,
    mut tally: Tally,
    write: &mut AfterChunk<'_>,
    progress: &dyn Progress,
) -> Result<StreamOutcome, BatchError> {
    let interpreter = reader.interpreter();
    let mut unknown = BTreeSet::new();
    let next = || -> Result<_, BatchError> {
        if progress.is_stopped() {
            return Err(BatchError::Stopped);
        }
        let mut raw = Vec::with_capacity(CHUNK_RECORDS);
        while raw.len() < CHUNK_RECORDS {
            match reader.next()? {
                Some(record) => raw.push(record),
                None => break,
            }
        }
        let position = reader.position();
        Ok((!raw.is_empty()).then_some((raw, position)))
    };
    let work = |(raw, position): (Vec<_>, Position)| {
        let mut chunk = Chunk::at(position);
        for raw in raw {
            chunk.answer(raw, batch, &interpreter);
        }
        chunk
    };
    in_order(next, work, |chunk| {
        tally.join(&chunk.tally);
        for field in chunk.unknown {
            if unknown.len() < MAX_UNKNOWN {
                unknown.insert(field);
            }
        }
        write(chunk.position, tally, &chunk.bytes).map_err(|source| BatchError::Output {
            file: String::new(),
            source,
        })?;
        progress.at(chunk.position.offset);
        progress.records(tally.records);
        Ok(())
    })?;
    Ok(StreamOutcome { tally, unknown })
}

/// Answered records, as they are written.
struct Chunk {
    /// Behind the last of them.
    position: Position,
    tally: Tally,
    bytes: Vec<u8>,
    unknown: Vec<String>,
}

impl Chunk {
    fn at(position: Position) -> Self {
        Self {
            position,
            tally: Tally::default(),
            bytes: Vec::new(),
            unknown: Vec::new(),
        }
    }

    fn answer(&mut self, raw: RawRecord, batch: &Batch<'_>, interpreter: &Interpreter) {
        let record = interpreter.interpret(raw, batch.default_schema);
        let line = (batch.screen)(&record);
        self.bytes.extend(batch.format.render(&line));
        self.tally.add(&line);
        self.unknown.extend(record.unknown);
    }
}
