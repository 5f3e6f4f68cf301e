//! The bytes of a table: mapped from a file, or held in memory.
//!
//! The one `unsafe` of the project stands here. Mapped bytes begin on a page, held bytes on 16
//! bytes, so that tables of numbers can be read in place.

use std::fmt;
use std::path::Path;

use zerocopy::IntoBytes;

use crate::StoreError;
use crate::check::wrong_size;
use crate::stamps::Stamp;

/// Bytes that never change while they are held.
pub(crate) enum Bytes {
    /// A file of zero bytes, which cannot be mapped, or a table without content.
    Empty,
    /// A whole file.
    Mapped(memmap2::Mmap),
    /// In memory, padded to whole words so that the beginning is aligned.
    Held {
        /// The bytes, then zeros.
        words: Vec<u128>,
        /// How many bytes count.
        len: usize,
    },
}

impl fmt::Debug for Bytes {
    /// The size only: tables hold names and are long.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.as_slice().len())
    }
}

impl Bytes {
    /// Maps a file of exactly this size and gives its stamp; `place` names it in errors.
    pub(crate) fn map(path: &Path, place: &str, size: u64) -> Result<(Self, Stamp), StoreError> {
        let metadata = fs_err::symlink_metadata(path).map_err(StoreError::io(path, "opening"))?;
        // Opening a pipe would wait for ever, and a link may lead anywhere.
        if !metadata.is_file() {
            return Err(StoreError::damaged(place, "is not a plain file"));
        }
        let file = fs_err::File::open(path).map_err(StoreError::io(path, "opening"))?;
        // Of the open file, not of the path: what is mapped below is what was looked at.
        let metadata = file
            .metadata()
            .map_err(StoreError::io(path, "looking at"))?;
        let found = metadata.len();
        if found != size {
            return Err(StoreError::damaged(place, wrong_size(found, size)));
        }
        let stamp = Stamp::of(&metadata);
        if size == 0 {
            return Ok((Self::Empty, stamp));
        }
        #[expect(
            unsafe_code,
            reason = "mapping a file is what this crate is for; no safe API does it"
        )]
        // SAFETY: a mapping is sound while nobody changes or cuts the file. Files of segments are
        // written once under another name, synced, and renamed into place; no code of ours opens
        // them for writing afterwards, and removal unlinks them, which leaves mappings intact. The
        // directory is 0700, so only the owner, who could as well attach a debugger, can do more.
        let mapped = unsafe { memmap2::Mmap::map(file.file()) };
        mapped
            .map(|map| (Self::Mapped(map), stamp))
            .map_err(StoreError::io(path, "mapping"))
    }

    /// Holds a copy in memory.
    pub(crate) fn hold(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::Empty;
        }
        let mut words = vec![0_u128; bytes.len().div_ceil(16)];
        words.as_mut_bytes()[..bytes.len()].copy_from_slice(bytes);
        Self::Held {
            words,
            len: bytes.len(),
        }
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        match self {
            Self::Empty => &[],
            Self::Mapped(map) => map,
            Self::Held { words, len } => &words.as_bytes()[..*len],
        }
    }
}
