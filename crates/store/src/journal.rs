//! The journal of judgements, `resolver.jsonl`: what people and imported files say of who is one party.
//!
//! It is the one file that is appended to: each judgement stands alone, and rewriting a large import for each would
//! cost more than it is worth. A line is acknowledged when it is synced; a torn one is cut off by the next append, which
//! is told by those who read the lines where the whole ones end. What a line means is not known here.

use std::io::Read;

use crate::{DataDir, StoreError, WriterLock, durable};

/// The name of the file.
const JOURNAL: &str = "resolver.jsonl";

/// A journal is read whole. An append that would make it longer is refused: it could not be read again.
const MAX_BYTES: u64 = 1 << 30;

impl DataDir {
    /// The bytes of the journal; none when nobody has judged.
    ///
    /// # Errors
    /// It cannot be read, or is larger than 1 GiB.
    pub fn journal(&self) -> Result<Vec<u8>, StoreError> {
        let path = self.folder(JOURNAL);
        let mut bytes = Vec::new();
        let read = match fs_err::File::open(&path) {
            Ok(file) => file.take(MAX_BYTES + 1).read_to_end(&mut bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(bytes),
            Err(error) => Err(error),
        };
        read.map_err(StoreError::io(&path, "reading"))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(StoreError::damaged(JOURNAL, "is larger than 1 GiB"));
        }
        Ok(bytes)
    }

    /// Adds lines behind the first `keep` bytes of the journal, durably; what stood behind them was torn.
    ///
    /// # Errors
    /// The file system refuses; the judgements before stay, those given now count as not made.
    pub fn append_journal(
        &self,
        lock: &WriterLock,
        keep: u64,
        lines: &[u8],
    ) -> Result<(), StoreError> {
        lock.covers(self.path())?;
        let path = self.folder(JOURNAL);
        if keep.saturating_add(lines.len() as u64) > MAX_BYTES {
            return Err(StoreError::damaged(JOURNAL, "would be larger than 1 GiB"));
        }
        if !path.is_file() {
            // A file and its name must both survive: as every new file here.
            return durable::replace(self.layer(), &path, lines);
        }
        durable::append(self.layer(), &path, keep, lines)
    }
}
