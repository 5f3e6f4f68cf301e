//! The rows of the input, and where each stands: so that one can be read alone, and known again.

use crate::input::{InputError, InputReader};
use fs_err::File;
use std::collections::BTreeMap;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// Bytes of one packed place.
const PACKED: usize = 8 + 4 + 4 + 16;

/// One row of the input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RowPlace {
    /// First byte, and how many.
    pub(super) start: u64,
    pub(super) bytes: u32,
    /// Its record in the book.
    pub(super) record: u32,
    /// Hash of its bytes.
    pub(super) print: [u8; 16],
}

impl RowPlace {
    pub(super) fn pack(rows: &[Self]) -> Vec<u8> {
        let mut packed = Vec::with_capacity(rows.len() * PACKED);
        for row in rows {
            packed.extend(row.start.to_le_bytes());
            packed.extend(row.bytes.to_le_bytes());
            packed.extend(row.record.to_le_bytes());
            packed.extend(row.print);
        }
        packed
    }

    pub(super) fn unpack(packed: &[u8]) -> Option<Vec<Self>> {
        let rows = packed.chunks(PACKED).map(|row| {
            Some(Self {
                start: u64::from_le_bytes(row.get(..8)?.try_into().ok()?),
                bytes: u32::from_le_bytes(row.get(8..12)?.try_into().ok()?),
                record: u32::from_le_bytes(row.get(12..16)?.try_into().ok()?),
                print: row.get(16..32)?.try_into().ok()?,
            })
        });
        rows.collect()
    }
}

/// All rows of a file, with record numbers that are still to be filled in.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<RowPlace>,
    /// The line on which each begins.
    pub(super) lines: Vec<u64>,
    /// What is wrong with those that cannot be read.
    pub(super) bad: BTreeMap<usize, String>,
    /// BLAKE3 of the part before the first row.
    pub(super) head: String,
}

/// Finds the rows of a file.
///
/// # Errors
/// When it cannot be read, or a row is too long to be placed.
pub(super) fn rows_of(path: &Path) -> Result<Rows, InputError> {
    let file = path.display().to_string();
    let failed = |source| InputError::Io {
        file: file.clone(),
        source,
    };
    let mut reader = InputReader::open(File::open(path).map_err(failed)?, &file)?;
    let mut bytes = BufReader::with_capacity(1 << 18, File::open(path).map_err(failed)?);
    let mut buffer = Vec::new();
    let mut next = |length: u64| -> io::Result<blake3::Hash> {
        buffer.clear();
        (&mut bytes).take(length).read_to_end(&mut buffer)?;
        if buffer.len() as u64 == length {
            Ok(blake3::hash(&buffer))
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    };
    let mut start = reader.position().offset;
    let head = next(start).map_err(failed)?.to_hex().to_string();
    let mut rows = Vec::new();
    let (mut lines, mut unreadable) = (Vec::new(), BTreeMap::new());
    while let Some(raw) = reader.next()? {
        if let Some(problem) = raw.bad() {
            unreadable.insert(rows.len(), problem.to_owned());
        }
        lines.push(reader.position().line);
        let end = reader.position().offset;
        let hash = next(end - start).map_err(failed)?;
        let mut print = [0; 16];
        print.copy_from_slice(&hash.as_bytes()[..16]);
        let bytes = u32::try_from(end - start);
        rows.push(RowPlace {
            start,
            bytes: bytes.map_err(|_| failed(io::ErrorKind::InvalidData.into()))?,
            record: 0,
            print,
        });
        start = end;
    }
    Ok(Rows {
        rows,
        lines,
        bad: unreadable,
        head,
    })
}
