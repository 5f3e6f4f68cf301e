//! One file against its size and BLAKE3: the check that publishing, verifying and mending share.

use std::io::Read;
use std::path::Path;

use crate::FileEntry;
use crate::stamps::Stamp;

/// What is wrong with a file whose bytes are not those of the manifest.
pub(crate) const ALTERED: &str = "altered: its BLAKE3 is not the one in the manifest";

/// Compares a file with what is known of it, reading it piece by piece; gives its stamp.
pub(crate) fn check_file(path: &Path, expected: &FileEntry) -> Result<Stamp, String> {
    let metadata = fs_err::symlink_metadata(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            "is missing".to_owned()
        } else {
            format!("cannot be read: {error}")
        }
    })?;
    if !metadata.is_file() {
        return Err("is not a plain file".to_owned());
    }
    if metadata.len() != expected.bytes {
        return Err(wrong_size(metadata.len(), expected.bytes));
    }
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    let mut file = fs_err::File::open(path).map_err(unreadable)?;
    let before = Stamp::of(&file.metadata().map_err(unreadable)?);
    let mut hasher = blake3::Hasher::new();
    let mut piece = vec![0_u8; 1 << 18];
    let mut seen = 0_u64;
    loop {
        let read = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unreadable(error)),
        };
        hasher.update(&piece[..read]);
        seen += read as u64;
        if seen > expected.bytes {
            break;
        }
    }
    if seen != expected.bytes {
        return Err(wrong_size(seen, expected.bytes));
    }
    if hasher.finalize().to_hex().as_str() != expected.blake3 {
        return Err(ALTERED.to_owned());
    }
    if before != Stamp::of(&file.metadata().map_err(unreadable)?) {
        return Err("was changed while it was read".to_owned());
    }
    Ok(before)
}

/// The problem of a file that is cut or grown.
pub(crate) fn wrong_size(found: u64, expected: u64) -> String {
    let how = if found < expected {
        "shorter"
    } else {
        "longer"
    };
    format!("{how} than its manifest says: {found} bytes instead of {expected}")
}
