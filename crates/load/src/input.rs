//! Paths to bytes: plain files, directories, gzip, zstd and zip, told apart by content.
//!
//! What it is not: a downloader, and not a judge of the text inside (see [`crate::recognise`]).
//! Everything is bounded before it is allocated: what was decompressed may at no moment be more than
//! [`MAX_RATIO`] times as large as what it came from (plus a small allowance), so that a bomb is stopped
//! at its first mebibyte, and all files together [`MAX_TOTAL_BYTES`]. A container that ends early is
//! refused, because its beginning looks like a whole list.

use crate::{LoadError, SourceFile, workbook};
use labels::{folder_label, member_label, path_between};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

mod labels;

/// Largest growth from compressed to plain bytes. The 28 lists in `../shared` compress 2 to 13 times, an
/// excerpt of the EU's 17; deflate's own limit is about 1030. With 200 instead, a bomb of 0.43 MB behind a
/// good list took 202 MB of memory before it was refused.
pub const MAX_RATIO: u64 = 40;
/// A small file may grow to this whatever its ratio.
const FREE_BYTES: u64 = 1 << 20;
/// Plain bytes of all files together: 4 GiB.
pub const MAX_TOTAL_BYTES: u64 = 4 << 30;
/// Decompressed at a time.
const CHUNK_BYTES: usize = 64 << 10;
/// Files in a directory tree or an archive.
const MAX_FILES: usize = 1_000;
/// Depth of a directory tree.
const MAX_DIRECTORY_DEPTH: usize = 8;

/// Reads files and directories, decompressing by content.
///
/// Directories are walked in name order; names that begin with a dot are left out. The order of the
/// result follows the order of `paths`.
///
/// # Errors
///
/// A path that cannot be read, a damaged or cut container, one that swells beyond the bounds, or no
/// file at all.
pub fn read_inputs(paths: &[PathBuf]) -> Result<Vec<SourceFile>, LoadError> {
    let mut left = MAX_TOTAL_BYTES;
    let mut files = Vec::new();
    for given in paths {
        let mut found = Vec::new();
        list_files(given, 0, &mut found)?;
        if found.is_empty() {
            let place = given.display().to_string();
            return Err(LoadError::NoFiles { place });
        }
        for path in found {
            let received = read_bounded(&path, left)?;
            let name = path.file_name().map_or_else(
                || path.display().to_string(),
                |n| n.to_string_lossy().into_owned(),
            );
            let root = path_between(given, &path);
            for mut file in unpack(&name, received, &mut left)? {
                file.folder = match file.folder.as_str() {
                    "" => root.clone(),
                    inner if root.is_empty() => inner.to_owned(),
                    inner => format!("{root}/{inner}"),
                };
                files.push(file);
            }
            if files.len() > MAX_FILES {
                return Err(too_many(&path.display().to_string()));
            }
        }
    }
    if files.is_empty() {
        let place = String::from("--file");
        return Err(LoadError::NoFiles { place });
    }
    Ok(files)
}

/// Decompresses one file by its content; plain bytes come back as they are.
///
/// # Errors
///
/// A container that is cut, damaged, nested, encrypted, or swells beyond the bounds.
pub fn unpack_bytes(name: &str, received: Vec<u8>) -> Result<Vec<SourceFile>, LoadError> {
    unpack(name, received, &mut MAX_TOTAL_BYTES.clone())
}

fn list_files(path: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), LoadError> {
    let failed = |source| LoadError::Read {
        path: path.to_owned(),
        source,
    };
    if !fs_err::metadata(path).map_err(failed)?.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    if depth >= MAX_DIRECTORY_DEPTH {
        let reason = format!("directories nest deeper than {MAX_DIRECTORY_DEPTH}");
        return Err(LoadError::TooLarge {
            file: path.display().to_string(),
            reason,
        });
    }
    let mut entries = Vec::new();
    for entry in fs_err::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            entries.push(entry.path());
        }
        if entries.len() > MAX_FILES {
            return Err(too_many(&path.display().to_string()));
        }
    }
    entries.sort();
    for entry in entries {
        list_files(&entry, depth + 1, found)?;
        if found.len() > MAX_FILES {
            return Err(too_many(&path.display().to_string()));
        }
    }
    Ok(())
}

fn too_many(place: &str) -> LoadError {
    let reason = format!("more than {MAX_FILES} files");
    LoadError::TooLarge {
        file: place.to_owned(),
        reason,
    }
}

fn read_bounded(path: &Path, left: u64) -> Result<Vec<u8>, LoadError> {
    let failed = |source| LoadError::Read {
        path: path.to_owned(),
        source,
    };
    let file = fs_err::File::open(path).map_err(failed)?;
    // The exact size, where the system knows it: growing by doubling would hold twice the file.
    let length = file.metadata().map_or(0, |meta| meta.len()).min(left);
    let mut bytes = Vec::new();
    if bytes
        .try_reserve_exact(usize::try_from(length).unwrap_or(0))
        .is_err()
    {
        return Err(LoadError::TooLarge {
            file: path.display().to_string(),
            reason: String::from("more than the memory that is free"),
        });
    }
    file.take(left.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > left {
        let file = path.display().to_string();
        return Err(LoadError::TooLarge {
            file,
            reason: total_reason(),
        });
    }
    Ok(bytes)
}

fn total_reason() -> String {
    format!("more than {} GiB in all", MAX_TOTAL_BYTES >> 30)
}

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const ZIP: &[u8] = b"PK\x03\x04";
const ZIP_EMPTY: &[u8] = b"PK\x05\x06";
/// Containers that are named, so that nobody has to guess: bzip2, xz, 7z, rar, PDF, old Office.
const OTHERS: &[(&[u8], &str)] = &[
    (b"BZh", "a bzip2 file"),
    (&[0xfd, b'7', b'z', b'X', b'Z', 0], "an xz file"),
    (&[b'7', b'z', 0xbc, 0xaf], "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"%PDF", "a PDF document"),
    (&[0xd0, 0xcf, 0x11, 0xe0], "an Office document"),
];

fn is_container(bytes: &[u8]) -> bool {
    [GZIP, ZSTD, ZIP, ZIP_EMPTY]
        .iter()
        .any(|magic| bytes.starts_with(magic))
}

fn unpack(name: &str, received: Vec<u8>, left: &mut u64) -> Result<Vec<SourceFile>, LoadError> {
    if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| received.starts_with(magic)) {
        return Err(LoadError::Unsupported {
            file: name.to_owned(),
            format: (*what).to_owned(),
            instead: Some("pass the plain file, or pack it with gzip, zstd or zip"),
        });
    }
    if let Some(format) = workbook::other_office(&received) {
        return Err(LoadError::Unsupported {
            file: name.to_owned(),
            format: format.to_owned(),
            instead: Some("save the table as XLSX or CSV and pass --mapping FILE with it"),
        });
    }
    let is_zip = received.starts_with(ZIP) || received.starts_with(ZIP_EMPTY);
    // A workbook is a zip, but one document.
    if is_zip && !workbook::is_workbook(&received) {
        return unzip(name, received, left);
    }
    let received_bytes = received.len() as u64;
    let bytes = if received.starts_with(GZIP) {
        let reader = flate2::bufread::MultiGzDecoder::new(received.as_slice());
        let rest = |reader: &flate2::bufread::MultiGzDecoder<&[u8]>| reader.get_ref().len();
        inflate(name, "gzip", reader, rest, received.len(), *left)?
    } else if received.starts_with(ZSTD) {
        let reader = zstd::stream::read::Decoder::with_buffer(received.as_slice())
            .map_err(|error| container(name, "zstd", &error))?;
        let rest = |reader: &zstd::stream::read::Decoder<'_, &[u8]>| reader.get_ref().len();
        inflate(name, "zstd", reader, rest, received.len(), *left)?
    } else {
        // Plain bytes stand here once: they are what was received.
        *left = left.saturating_sub(received_bytes);
        return Ok(vec![SourceFile {
            name: name.to_owned(),
            bytes: received,
            received_bytes,
            ..SourceFile::default()
        }]);
    };
    if received.len() != bytes.len() && is_container(&bytes) && !workbook::is_workbook(&bytes) {
        return Err(nested(name));
    }
    *left = left.saturating_sub(bytes.len() as u64);
    Ok(vec![SourceFile {
        name: name.to_owned(),
        bytes,
        received_bytes,
        received,
        ..SourceFile::default()
    }])
}

fn nested(name: &str) -> LoadError {
    let reason = String::from("a compressed file inside a compressed file");
    LoadError::Container {
        file: name.to_owned(),
        reason,
    }
}

/// Reads to the end within the bounds; an early end is a cut document, not a short one. `rest` tells how
/// much of the `received` bytes the decoder has not taken yet.
fn inflate<R: Read>(
    name: &str,
    kind: &str,
    mut reader: R,
    rest: impl Fn(&R) -> usize,
    received: usize,
    left: u64,
) -> Result<Vec<u8>, LoadError> {
    let mut bytes = Vec::new();
    let mut chunk = vec![0u8; CHUNK_BYTES];
    loop {
        let count = match reader.read(&mut chunk) {
            Ok(0) => return Ok(bytes),
            Ok(count) => count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(container(name, kind, &error)),
        };
        let length = bytes.len() as u64 + count as u64;
        let taken = received.saturating_sub(rest(&reader)) as u64;
        if length > left {
            return Err(LoadError::TooLarge {
                file: name.to_owned(),
                reason: total_reason(),
            });
        }
        if length > taken.saturating_mul(MAX_RATIO).max(FREE_BYTES) {
            return Err(swollen(name));
        }
        // Doubling would hold three times the text while it is copied.
        if bytes.capacity() - bytes.len() < count {
            bytes.reserve_exact(count + bytes.len() / 4);
        }
        bytes.extend_from_slice(&chunk[..count]);
    }
}

fn swollen(name: &str) -> LoadError {
    let reason = format!("it swells to more than {MAX_RATIO} times its size");
    LoadError::TooLarge {
        file: name.to_owned(),
        reason,
    }
}

fn container(name: &str, kind: &str, error: &std::io::Error) -> LoadError {
    let file = name.to_owned();
    // zstd reports a frame that ends early as `incomplete frame`, of kind UnexpectedEof as well.
    if error.kind() == std::io::ErrorKind::UnexpectedEof {
        let reason = format!("the {kind} data ends too early");
        return LoadError::Cut { file, reason };
    }
    LoadError::Container {
        file,
        reason: format!("{kind}: {error}"),
    }
}

fn unzip(name: &str, received: Vec<u8>, left: &mut u64) -> Result<Vec<SourceFile>, LoadError> {
    let broken = |error: &dyn std::fmt::Display| LoadError::Container {
        file: name.to_owned(),
        reason: format!("zip: {error}"),
    };
    let mut files = Vec::new();
    // The allowance is the archive's, not each member's: a thousand of them would be a gibibyte.
    let mut swell = (received.len() as u64)
        .saturating_mul(MAX_RATIO)
        .max(FREE_BYTES);
    {
        let mut archive =
            zip::ZipArchive::new(Cursor::new(received.as_slice())).map_err(|e| broken(&e))?;
        if archive.len() > MAX_FILES {
            return Err(too_many(name));
        }
        for index in 0..archive.len() {
            let member = archive.by_index(index).map_err(|e| broken(&e))?;
            let path = member.name().map_err(|e| broken(&e))?.into_owned();
            let Some(label) = member_label(&path) else {
                continue;
            };
            if !member.is_file() {
                continue;
            }
            let full = format!("{name}/{label}");
            // Where the decoder stands is not told for members: the whole of one counts as taken.
            let packed = usize::try_from(member.compressed_size()).unwrap_or(usize::MAX);
            let bytes = inflate(&full, "zip", member, |_| 0, packed, *left)?;
            let Some(rest) = swell.checked_sub(bytes.len() as u64) else {
                return Err(swollen(name));
            };
            swell = rest;
            if is_container(&bytes) && !workbook::is_workbook(&bytes) {
                return Err(nested(&full));
            }
            *left = left.saturating_sub(bytes.len() as u64);
            files.push(SourceFile {
                name: full,
                folder: folder_label(&path),
                bytes,
                ..SourceFile::default()
            });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let Some(first) = files.first_mut() else {
        return Err(LoadError::NoFiles {
            place: name.to_owned(),
        });
    };
    first.received_bytes = received.len() as u64;
    first.received = received;
    Ok(files)
}

/// Unpacks every member of an archive once and keeps nothing: none may swell beyond the bounds, and all
/// together not beyond `most` bytes. For archives that a library reads (workbooks).
pub(crate) fn check_archive(name: &str, bytes: &[u8], most: u64) -> Result<(), LoadError> {
    let broken = |error: &dyn std::fmt::Display| LoadError::Container {
        file: name.to_owned(),
        reason: format!("zip: {error}"),
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    if archive.len() > MAX_FILES {
        return Err(too_many(name));
    }
    let allowed = (bytes.len() as u64)
        .saturating_mul(MAX_RATIO)
        .max(FREE_BYTES)
        .min(most);
    let mut left = allowed;
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(|e| broken(&e))?;
        let mut counted = member.take(left.saturating_add(1));
        let length = std::io::copy(&mut counted, &mut std::io::sink())
            .map_err(|error| container(name, "zip", &error))?;
        left = left.checked_sub(length).ok_or_else(|| swollen(name))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
