//! `NAME.sha256`, `NAME.sha1`: lines of a digest and a name, as `sha256sum` and `shasum` write them.
//!
//! Also read: a digest alone (for the file that the checksum file is named after), the BSD form
//! `SHA256 (NAME) = DIGEST`, several lines. Other digests (MD5) are not: they end in other suffixes.

use super::{Claim, base_of};
use crate::{LoadError, SourceFile};

/// Which digest a checksum file holds, and whose it is by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sums {
    digits: usize,
    subject: String,
}

impl Sums {
    /// Told by the suffix, for the content of such a file has no mark of its own.
    pub(super) fn of(file: &SourceFile) -> Option<Self> {
        let base = base_of(&file.name);
        let (subject, suffix) = base.rsplit_once('.')?;
        let digits = match suffix.to_ascii_lowercase().as_str() {
            "sha256" => 64,
            "sha1" => 40,
            _ => return None,
        };
        let subject = subject.to_owned();
        Some(Self { digits, subject })
    }

    /// Reads all lines; one that is no digest refuses the file.
    pub(super) fn read(&self, file: &SourceFile) -> Result<Vec<Claim>, LoadError> {
        let text = String::from_utf8_lossy(&file.bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let lines = text.lines().enumerate();
        let mut claims = Vec::new();
        for (ix, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let Some((digest, name)) = self.line(line.trim()) else {
                return Err(LoadError::Unverifiable {
                    file: file.name.clone(),
                    reason: format!(
                        "its line {} holds no digest of {} hex digits",
                        ix + 1,
                        self.digits
                    ),
                });
            };
            let name = if name.is_empty() { &self.subject } else { name };
            let mut claim = Claim {
                names: vec![base_of(name).to_owned()],
                ..Claim::default()
            };
            let digest = Some(digest.to_ascii_lowercase());
            if self.digits == 64 {
                claim.sha256 = digest;
            } else {
                claim.sha1 = digest;
            }
            claims.push(claim);
        }
        if claims.is_empty() {
            return Err(LoadError::Unverifiable {
                file: file.name.clone(),
                reason: String::from("it is empty"),
            });
        }
        Ok(claims)
    }

    /// Digest and name, the name empty when the line has none.
    fn line<'l>(&self, line: &'l str) -> Option<(&'l str, &'l str)> {
        let is_digest =
            |word: &str| word.len() == self.digits && word.bytes().all(|b| b.is_ascii_hexdigit());
        let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        // `sha256sum` writes a backslash before a line whose name it escaped.
        let first = first.strip_prefix('\\').unwrap_or(first);
        if is_digest(first) {
            let rest = rest.trim_start();
            return Some((first, rest.strip_prefix('*').unwrap_or(rest)));
        }
        let (head, digest) = line.rsplit_once('=')?;
        let (_, name) = head.split_once('(')?;
        let name = name.trim_end().strip_suffix(')')?;
        is_digest(digest.trim()).then_some((digest.trim(), name))
    }
}
