//! Files of movements and links into a network: each form recognised by its first bytes, read a row at a time.

use super::arrow::{self, Batches};
use super::columns::{COUNT, Mapping, Placed};
use super::fill::{Filler, RawRow};
use super::read_columns::{batches, parquet};
use super::table::{self, Table, joined};
use super::{TracingError, ftm};
use crate::Progress;
use crate::input::InputError;
use fs_err::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Rows after which progress is told.
pub(super) const STEP: u64 = 1 << 16;
/// Files in a directory.
const MAX_FILES: usize = 100_000;

/// What was read of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRead {
    /// File name as given.
    pub file: String,
    /// Its form: `CSV`, `Parquet`, `Arrow`, `JSON Lines`.
    pub form: &'static str,
    /// Rows in it, with those that were left out.
    pub rows: u64,
    /// Field, column, and whether it was recognised by its header rather than named.
    pub columns: Vec<(&'static str, String, bool)>,
    /// Columns that mean nothing here.
    pub unused: Vec<String>,
    /// Whether its shares were read as parts of one.
    pub fractions: bool,
}

/// A reader that counts what was read, for the progress.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Where the readers of a run tell how far they are.
pub(crate) struct Meter<'p> {
    progress: &'p dyn Progress,
    pub(super) bytes: Arc<AtomicU64>,
}

impl<'p> Meter<'p> {
    pub(crate) fn new(progress: &'p dyn Progress) -> Self {
        Self {
            progress,
            bytes: Arc::default(),
        }
    }

    pub(super) fn tell(&self, filler: &Filler) {
        if filler.rows.is_multiple_of(STEP) {
            self.progress.at(self.bytes.load(Ordering::Relaxed));
            self.progress.records(filler.rows);
        }
    }
}

/// The files that paths mean: themselves, or all of a directory in the order of their names (Parquet written in parts).
pub(crate) fn files_of(paths: &[PathBuf]) -> Result<Vec<PathBuf>, TracingError> {
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" || !path.is_dir() {
            files.push(path.clone());
        } else {
            walk(path, &mut files, 0)?;
        }
    }
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>, depth: usize) -> Result<(), TracingError> {
    let failed = |source| InputError::Io {
        file: folder.display().to_string(),
        source,
    };
    let mut entries = Vec::new();
    for entry in fs_err::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
    }
    entries.sort();
    for path in entries {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // What other programs leave beside their parts: `_SUCCESS`, `.part-0.crc`.
        if name.starts_with(['.', '_']) {
            continue;
        }
        if path.is_dir() {
            if depth < 8 {
                walk(&path, files, depth + 1)?;
            }
        } else {
            files.push(path);
        }
        if files.len() > MAX_FILES {
            return Err(TracingError::TooMany {
                file: folder.display().to_string(),
                what: "files",
                limit: MAX_FILES as u64,
            });
        }
    }
    Ok(())
}

/// Reads a file of any form into the filler.
pub(crate) fn path(
    path: &Path,
    mapping: &Mapping,
    filler: &mut Filler,
    meter: &Meter<'_>,
) -> Result<FileRead, TracingError> {
    if path.as_os_str() == "-" {
        return stream(Box::new(io::stdin()), "stdin", mapping, filler, meter);
    }
    let name = path.display().to_string();
    let failed = |source| InputError::Io {
        file: name.clone(),
        source,
    };
    let mut file = File::open(path).map_err(failed)?;
    let mut magic = Vec::new();
    file.by_ref()
        .take(8)
        .read_to_end(&mut magic)
        .map_err(failed)?;
    // What is no plain file, such as a named pipe, cannot be read twice, and is neither of these.
    if magic.starts_with(b"PAR1") {
        file.rewind().map_err(failed)?;
        return parquet(file, &name, mapping, filler, meter);
    }
    if magic.starts_with(arrow::FILE_MAGIC) {
        file.rewind().map_err(failed)?;
        return batches(
            Batches::of_file(file, &name)?,
            &name,
            mapping,
            filler,
            meter,
        );
    }
    stream(
        Box::new(Cursor::new(magic).chain(file)),
        &name,
        mapping,
        filler,
        meter,
    )
}

/// Reads what comes through a pipe.
pub(crate) fn stream(
    inner: Box<dyn Read>,
    name: &str,
    mapping: &Mapping,
    filler: &mut Filler,
    meter: &Meter<'_>,
) -> Result<FileRead, TracingError> {
    let counted = Counted {
        inner,
        bytes: Arc::clone(&meter.bytes),
    };
    let failed = |source| {
        TracingError::Input(InputError::Io {
            file: name.to_owned(),
            source,
        })
    };
    let form = |what, hint| {
        TracingError::Input(InputError::Form {
            file: name.to_owned(),
            what,
            hint,
        })
    };
    let mut reader: Box<dyn BufRead> = Box::new(BufReader::with_capacity(1 << 16, counted));
    let mut start = reader.fill_buf().map_err(failed)?;
    for _ in 0..2 {
        reader = if start.starts_with(&[0x1f, 0x8b]) {
            Box::new(BufReader::with_capacity(
                1 << 16,
                flate2::bufread::MultiGzDecoder::new(reader),
            ))
        } else if start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            let decoder = zstd::stream::read::Decoder::with_buffer(reader).map_err(failed)?;
            Box::new(BufReader::with_capacity(1 << 16, decoder))
        } else {
            break;
        };
        start = reader.fill_buf().map_err(failed)?;
    }
    if start.starts_with(b"PK\x03\x04") {
        return Err(form(
            "is a zip archive or a workbook",
            "unpack it, or save it as CSV",
        ));
    }
    if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") {
        return Err(form("is UTF-16", "save it as UTF-8"));
    }
    if start.starts_with(b"PAR1") || start.starts_with(arrow::FILE_MAGIC) {
        return Err(form(
            "is a file whose directory stands at its end, and cannot come through a pipe",
            "name the file itself with --in, unpacked",
        ));
    }
    if start.starts_with(arrow::STREAM_MAGIC) {
        return batches(
            Batches::of_stream(Box::new(reader), name)?,
            name,
            mapping,
            filler,
            meter,
        );
    }
    let skip = if start.starts_with(b"\xEF\xBB\xBF") {
        3
    } else {
        0
    };
    match start[skip..]
        .iter()
        .copied()
        .find(|byte| !byte.is_ascii_whitespace())
    {
        None => Err(form(
            "is empty",
            "the first line names the columns; each further line is a movement",
        )),
        Some(b'[') => Err(form(
            "is a JSON array",
            "write one object a line (JSON Lines): `jq -c '.[]' FILE`",
        )),
        Some(b'{') => ftm::lines(reader, name, mapping, filler, &|filler| meter.tell(filler)),
        Some(_) => table(reader, name, mapping, filler, meter),
    }
}

pub(super) fn begin(
    filler: &mut Filler,
    placed: &Placed,
    name: &str,
    form: &'static str,
) -> (FileRead, [bool; COUNT]) {
    filler.begin(name);
    let read = FileRead {
        file: name.to_owned(),
        form,
        columns: placed.said.clone(),
        unused: placed.unused.clone(),
        ..FileRead::default()
    };
    let mut has = [false; COUNT];
    for (at, has) in has.iter_mut().enumerate() {
        *has = !placed.at[at].is_empty() || placed.constants[at].is_some();
    }
    (read, has)
}

fn table(
    reader: Box<dyn BufRead>,
    name: &str,
    mapping: &Mapping,
    filler: &mut Filler,
    meter: &Meter<'_>,
) -> Result<FileRead, TracingError> {
    let failed = |source| {
        TracingError::Input(InputError::Io {
            file: name.to_owned(),
            source,
        })
    };
    let empty = || {
        TracingError::Input(InputError::Form {
            file: name.to_owned(),
            what: "is empty",
            hint: "the first line names the columns; each further line is a movement",
        })
    };
    let (mut table, headers) = Table::open(reader).map_err(failed)?.ok_or_else(empty)?;
    let placed = mapping.place(name, &headers)?;
    let (mut read, has) = begin(filler, &placed, name, "CSV");
    let before = filler.rows;
    let mut rooms: [String; COUNT] = Default::default();
    while let Some(row) = table.next().map_err(failed)? {
        match row {
            table::Row::Bad(problem, line) => filler.broken(line, problem),
            table::Row::Cells(cells, line) => {
                filler.row(&raw(&placed, has, &mut rooms, line, |at| cells.get(at)))?;
            }
        }
        meter.tell(filler);
    }
    read.rows = filler.rows - before;
    read.fractions = filler.end()?;
    Ok(read)
}

/// The cells of a row by field.
pub(super) fn raw<'r>(
    placed: &'r Placed,
    has: [bool; COUNT],
    rooms: &'r mut [String; COUNT],
    line: u64,
    cell: impl Fn(usize) -> &'r str,
) -> RawRow<'r> {
    let mut cells = [""; COUNT];
    for ((at, room), value) in rooms.iter_mut().enumerate().zip(&mut cells) {
        let columns = &placed.at[at];
        if !columns.is_empty() {
            *value = joined(columns, &cell, room);
        } else if let Some(constant) = &placed.constants[at] {
            *value = constant;
        }
    }
    RawRow { cells, has, line }
}
