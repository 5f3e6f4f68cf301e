//! The file `F.book`: what the answers in `F` are answers to, and the customers compiled.
//!
//! One line of JSON, then the tables, each filled up to 8 bytes. The line holds the hash of the tables, so
//! that a damaged book is not believed; it is then compiled anew.

use super::rows::RowPlace;
use crate::batch::with_suffix;
use fs_err::{self as fs, File, OpenOptions};
use kashf_screen::Book;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// The table of the rows of the file, beside those of the book.
const ROWS: &str = "rows";
/// Longest first line that is read.
const MAX_HEAD_BYTES: u64 = 16 << 20;

/// What the answers are answers to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identity {
    /// Program, tables, policy and options: with another text here everything is screened anew.
    pub(super) run: String,
    /// Snapshot that answered.
    pub(super) snapshot: String,
    /// Whether the answers say `stale`.
    pub(super) stale: bool,
    /// BLAKE3 of the input, and of the part before its first row.
    pub(super) input: String,
    pub(super) head: String,
    /// Size and BLAKE3 of the answers.
    pub(super) output_bytes: u64,
    pub(super) output: String,
    /// Unknown fields and columns, for the warning.
    pub(super) unknown: Vec<String>,
}

/// A book as it is kept.
pub(super) struct Kept {
    pub(super) identity: Identity,
    pub(super) book: Book,
    /// In the order of the file.
    pub(super) rows: Vec<RowPlace>,
}

#[derive(Serialize, Deserialize)]
struct Head {
    identity: Identity,
    blake3: String,
    /// Names and sizes, in order.
    tables: Vec<(String, u64)>,
}

/// Where the book of an output stands.
pub(super) fn place_of(output: &Path) -> PathBuf {
    with_suffix(output, ".book")
}

/// Reads a book; the error says in words why it is of no use.
pub(super) fn read(path: &Path) -> Result<Kept, &'static str> {
    let damaged = |_| "its book is damaged";
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err("there is no book yet");
        }
        Err(_) => return Err("its book cannot be read"),
    };
    let whole = file.metadata().map_err(damaged)?.len();
    let mut file = BufReader::with_capacity(1 << 16, file);
    let mut line = Vec::new();
    (&mut file)
        .take(MAX_HEAD_BYTES)
        .read_until(b'\n', &mut line)
        .map_err(damaged)?;
    let head: Head = serde_json::from_slice(&line).map_err(|_| "its book is of another version")?;
    let mut hasher = blake3::Hasher::new();
    let mut tables = Vec::with_capacity(head.tables.len());
    let mut rows = Vec::new();
    for (name, bytes) in head.tables {
        // A size that the file cannot have would ask for memory that nobody has.
        if bytes > whole {
            return Err("its book is damaged");
        }
        let mut table = vec![0; usize::try_from(bytes).map_err(|_| "its book is too large")?];
        file.read_exact(&mut table).map_err(damaged)?;
        hasher.update(&table);
        if name == ROWS {
            rows = RowPlace::unpack(&table).ok_or("its book is damaged")?;
        } else {
            tables.push((name, table));
        }
    }
    if hasher.finalize().to_hex().as_str() != head.blake3 {
        return Err("its book is damaged");
    }
    let book = Book::open(tables).map_err(|_| "its book is of another version")?;
    let records = book.len();
    if rows.iter().any(|row| row.record as usize >= records) {
        return Err("its book is damaged");
    }
    Ok(Kept {
        identity: head.identity,
        book,
        rows,
    })
}

/// Writes a book beside its place; [`publish`] puts it there.
pub(super) fn write(
    path: &Path,
    identity: &Identity,
    tables: &[(String, Vec<u8>)],
    rows: &[RowPlace],
) -> io::Result<()> {
    let rows = RowPlace::pack(rows);
    let tables = || {
        let of_book = tables
            .iter()
            .map(|(name, bytes)| (name.as_str(), &bytes[..]));
        of_book.chain([(ROWS, &rows[..])])
    };
    let mut hasher = blake3::Hasher::new();
    for (_, bytes) in tables() {
        hasher.update(bytes);
    }
    let head = Head {
        identity: identity.clone(),
        blake3: hasher.finalize().to_hex().to_string(),
        tables: tables()
            .map(|(name, bytes)| (name.to_owned(), bytes.len() as u64))
            .collect(),
    };
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use fs_err::os::unix::fs::OpenOptionsExt;
        // It holds names of customers.
        options.mode(0o600);
    }
    let mut file = BufWriter::with_capacity(1 << 20, options.open(beside(path))?);
    serde_json::to_writer(&mut file, &head)?;
    file.write_all(b"\n")?;
    for (_, bytes) in tables() {
        file.write_all(bytes)?;
    }
    file.flush()
}

/// Puts a written book into its place.
pub(super) fn publish(path: &Path) -> io::Result<()> {
    fs::rename(beside(path), path)
}

fn beside(path: &Path) -> PathBuf {
    with_suffix(path, ".part")
}
