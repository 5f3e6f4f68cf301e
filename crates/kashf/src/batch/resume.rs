//! A batch written to a file, which an interrupted run can go on with.
//!
//! `F.part` holds the answers so far, `F.part.journal` what they are answers to: the first line names
//! the run (hash of the input, snapshot, policy, options), each further line a chunk that stands in
//! `F.part`, with its length and hash. A run that finds a journal of its own name goes on after the last
//! chunk whose bytes are really there; anything else starts anew. So the result is that of an
//! uninterrupted run, or the journal is not believed.

use super::{Batch, BatchError, StreamOutcome, Tally, in_order, run};
use crate::input::{InputReader, Position};
use crate::output::{Format, ParquetOutput, RECORDS_A_GROUP, ScreeningLine};
use crate::progress::Progress;
use fs_err::{self as fs, File, OpenOptions};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Bytes at the end of a journal in which its last whole entry is looked for.
const JOURNAL_TAIL_BYTES: u64 = 64 * 1024;

/// Records between two entries of the journal: what an interruption may cost. Ten million records make a
/// journal of 3 MB, a thousandth of their answers.
const JOURNAL_RECORDS: u64 = 1024;

/// A file to screen, with what the answers depend on.
#[derive(Debug)]
pub struct FileRun<'a> {
    /// The records.
    pub input: &'a Path,
    /// Where the answers go.
    pub output: &'a Path,
    /// Snapshot id, policy id and options: runs with another text here do not continue each other.
    pub identity: &'a str,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    records: u64,
    offset: u64,
    line: u64,
    bytes: u64,
    blake3: String,
    tally: Tally,
}

/// What a file run gave.
#[derive(Debug)]
pub struct FileOutcome {
    /// The counts, those of the interrupted run included.
    pub stream: StreamOutcome,
    /// Records that an interrupted run had already answered.
    pub resumed_after: u64,
    /// Columns of a CSV file whose names are not known.
    pub unknown_columns: Vec<String>,
}

/// Screens a file into a file; goes on where an interrupted run of the same kind stopped.
///
/// # Errors
/// When a file cannot be read or written, or another run holds the output.
pub fn screen_file(
    job: &FileRun<'_>,
    batch: &Batch<'_>,
    progress: &dyn Progress,
) -> Result<FileOutcome, BatchError> {
    let output = job.output.display().to_string();
    if is_same_file(job.input, job.output) {
        return Err(BatchError::SameFile { file: output });
    }
    let written = |source| BatchError::Output {
        file: output.clone(),
        source,
    };
    let file = job.input.display().to_string();
    let read = |source| crate::input::InputError::Io {
        file: file.clone(),
        source,
    };
    let (input_bytes, input_hash) =
        hash_of(File::open(job.input).map_err(read)?, None).map_err(read)?;
    let identity = serde_json::json!({
        "kashf": env!("CARGO_PKG_VERSION"),
        "input": input_hash,
        "bytes": input_bytes,
        "run": job.identity,
        "format": batch.format.as_str(),
    });
    let part_path = with_suffix(job.output, ".part");
    let journal_path = with_suffix(job.output, ".part.journal");
    let mut journal = lock(job.output)?;
    let mut part = open(&part_path).map_err(written)?;
    let mut reader = InputReader::open_path(job.input)?;
    let unknown_columns = reader.unknown_columns();

    let begun = last_entry(&mut journal, &identity.to_string(), &mut part).map_err(written)?;
    let (mut hasher, tally, mut bytes, resumed_after) = match begun {
        Some((entry, hasher)) => {
            reader.skip_to(entry.records)?;
            part.set_len(entry.bytes).map_err(written)?;
            (hasher, entry.tally, entry.bytes, entry.records)
        }
        None => {
            journal.set_len(0).map_err(written)?;
            journal.rewind().map_err(written)?;
            part.set_len(0).map_err(written)?;
            writeln!(journal, "{identity}").map_err(written)?;
            part.rewind().map_err(written)?;
            let header = batch.format.header();
            part.write_all(&header).map_err(written)?;
            let mut hasher = blake3::Hasher::new();
            hasher.update(&header);
            (hasher, Tally::default(), header.len() as u64, 0)
        }
    };
    part.seek(SeekFrom::End(0)).map_err(written)?;
    journal.seek(SeekFrom::End(0)).map_err(written)?;
    progress.begin("screening", Some(input_bytes));
    let mut entered = tally.records;
    let mut write = |position: Position, tally: Tally, chunk: &[u8]| -> io::Result<()> {
        part.write_all(chunk)?;
        hasher.update(chunk);
        bytes += chunk.len() as u64;
        if tally.records < entered + JOURNAL_RECORDS {
            return Ok(());
        }
        entered = tally.records;
        let entry = Entry {
            records: position.record,
            offset: position.offset,
            line: position.line,
            bytes,
            blake3: hasher.finalize().to_hex().to_string(),
            tally,
        };
        let mut text = serde_json::to_string(&entry)?;
        text.push('\n');
        journal.write_all(text.as_bytes())
    };
    let stream =
        run(&mut reader, batch, tally, &mut write, progress).map_err(|error| error.named(&output));
    progress.end();
    let stream = stream?;
    part.sync_all().map_err(written)?;
    if batch.format == Format::Parquet {
        let columns = with_suffix(job.output, ".part.parquet");
        to_parquet(part, &columns, progress).map_err(written)?;
        fs::rename(&columns, job.output).map_err(written)?;
        fs::remove_file(&part_path).map_err(written)?;
    } else {
        fs::rename(&part_path, job.output).map_err(written)?;
    }
    sync_folder(job.output);
    fs::remove_file(&journal_path).map_err(written)?;
    Ok(FileOutcome {
        stream,
        resumed_after,
        unknown_columns,
    })
}

/// Opens the journal of an output and holds it: one run at a time writes a file.
pub(crate) fn lock(output: &Path) -> Result<File, BatchError> {
    let file = output.display().to_string();
    let failed = |source| BatchError::Output {
        file: file.clone(),
        source,
    };
    let journal = open(&with_suffix(output, ".part.journal")).map_err(failed)?;
    match journal.file().try_lock() {
        Ok(()) => Ok(journal),
        Err(std::fs::TryLockError::WouldBlock) => Err(BatchError::Busy { file }),
        Err(std::fs::TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// Puts what was written beside an output into its place, durably, and forgets the journal.
pub(crate) fn put_in_place(output: &Path, part: &File) -> io::Result<()> {
    part.sync_all()?;
    fs::rename(with_suffix(output, ".part"), output)?;
    sync_folder(output);
    fs::remove_file(with_suffix(output, ".part.journal"))
}

/// True when both paths lead to one existing file.
///
/// ```
/// assert!(!kashf::is_same_file("in.csv".as_ref(), "out.csv".as_ref()));
/// ```
#[must_use]
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// Length and BLAKE3 of a stream, or of its first `limit` bytes.
pub(crate) fn hash_of(file: impl Read, limit: Option<u64>) -> io::Result<(u64, String)> {
    let (bytes, hasher) = hasher_of(file, limit)?;
    Ok((bytes, hasher.finalize().to_hex().to_string()))
}

fn hasher_of(file: impl Read, limit: Option<u64>) -> io::Result<(u64, blake3::Hasher)> {
    let mut hasher = blake3::Hasher::new();
    let mut file = BufReader::with_capacity(1 << 16, file.take(limit.unwrap_or(u64::MAX)));
    let mut bytes = 0;
    loop {
        let buffer = file.fill_buf()?;
        if buffer.is_empty() {
            return Ok((bytes, hasher));
        }
        hasher.update(buffer);
        let length = buffer.len();
        bytes += length as u64;
        file.consume(length);
    }
}

/// The last chunk of a run of the same identity whose bytes stand in `part`, with their hash state.
fn last_entry(
    journal: &mut File,
    identity: &str,
    part: &mut File,
) -> io::Result<Option<(Entry, blake3::Hasher)>> {
    let mut first = String::new();
    let mut reader = BufReader::new(&mut *journal).take(JOURNAL_TAIL_BYTES);
    if reader.read_line(&mut first).is_err() || first.trim_end() != identity {
        return Ok(None);
    }
    let length = journal.seek(SeekFrom::End(0))?;
    let from = (first.len() as u64).max(length.saturating_sub(JOURNAL_TAIL_BYTES));
    journal.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    journal.read_to_end(&mut tail)?;
    // What follows the last line break is a line that was cut; so may be the first one of the tail.
    let whole = tail
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let lines = tail[..whole].split(|byte| *byte == b'\n');
    let Some(entry) = lines
        .rev()
        .find_map(|line| serde_json::from_slice::<Entry>(line).ok())
    else {
        return Ok(None);
    };
    part.rewind()?;
    let (bytes, hasher) = hasher_of(&mut *part, Some(entry.bytes))?;
    if bytes != entry.bytes || hasher.finalize().to_hex().as_str() != entry.blake3 {
        return Ok(None);
    }
    journal.set_len(from + whole as u64)?;
    Ok(Some((entry, hasher)))
}

/// The answers in columns: read on all cores, written on one, which takes about as long.
fn to_parquet(mut part: File, path: &Path, progress: &dyn Progress) -> io::Result<()> {
    progress.begin("writing Parquet", Some(part.metadata()?.len()));
    part.rewind()?;
    let mut part = BufReader::with_capacity(1 << 18, part);
    let mut output = ParquetOutput::new(BufWriter::new(File::create(path)?))?;
    let mut at = 0;
    let next = || -> io::Result<_> {
        let mut lines = Vec::new();
        for _ in 0..RECORDS_A_GROUP {
            if part.read_until(b'\n', &mut lines)? == 0 {
                break;
            }
        }
        Ok((!lines.is_empty()).then_some(lines))
    };
    let read = |lines: Vec<u8>| -> io::Result<(Vec<ScreeningLine>, usize)> {
        let answers = serde_json::Deserializer::from_slice(&lines).into_iter();
        Ok((answers.collect::<Result<_, _>>()?, lines.len()))
    };
    in_order(next, read, |answers| {
        let (answers, bytes) = answers?;
        output.write_answers(&answers)?;
        at += bytes as u64;
        progress.at(at);
        Ok(())
    })?;
    progress.end();
    let file = output
        .finish()?
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    file.sync_all()
}

/// Makes the rename durable where folders can be synced; elsewhere there is nothing to do.
fn sync_folder(path: &Path) {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or_else(|| Path::new("."))) {
        // Some file systems refuse to sync a folder; the file itself is already safe.
        let _ = folder.sync_all();
    }
}
