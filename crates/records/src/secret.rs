//! Random secrets, and the key under which the screening log hashes.

use crate::error::RecordsError;
use fs_err as fs;
use std::io::Write;
use std::path::Path;

/// Text that is shown once and never printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub(crate) const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], RecordsError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| RecordsError::Random)?;
    Ok(bytes)
}

/// A key for what one process keeps to itself.
///
/// # Errors
/// When the system gives no random bytes.
pub fn random_key() -> Result<[u8; 32], RecordsError> {
    random()
}

/// Lowercase hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// File options for what only the owner may read.
pub(crate) fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    fs::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The 256 bits of a key file; a missing one is made, for its owner only.
pub(crate) fn key_file(path: &Path) -> Result<[u8; 32], RecordsError> {
    match private().create_new(true).open(path) {
        Ok(mut file) => {
            let key = random::<32>()?;
            file.write_all(&key)?;
            file.sync_all()?;
            return Ok(key);
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error.into()),
    }
    let bytes = fs::read(path)?;
    bytes.try_into().map_err(|_| RecordsError::Damaged {
        place: path.to_owned(),
        problem: "is not 32 bytes long, so hashes of the screening log cannot be compared",
    })
}
