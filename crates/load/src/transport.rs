//! Is this the file that the publisher sent? Sizes and checksums published beside a list.
//!
//! Two kinds of companion are understood. An *index* is the `index.json` of an OpenSanctions dataset
//! or catalogue (<https://www.opensanctions.org/docs/bulk/>, written by `followthemoney.dataset`): its
//! `resources` carry `name`, `path`, `size` (bytes) and `checksum` (SHA-1), the dataset `entity_count`.
//! A *checksum file* is `NAME.sha256` or `NAME.sha1` as `sha256sum` writes it. What a companion
//! describes must be so, byte for byte; a companion that describes none of the files is refused,
//! because otherwise a renamed file would pass as checked. Companions are no lists: [`check`] takes
//! them out.
//!
//! What it is not: proof of origin. Whoever can change the list on its way can change its index, and
//! SHA-1 resists no attacker. It finds what was lost in transfer. `target_count` is not compared: which
//! entities are targets is the publisher's judgement, and newer exports do not mark them.

use crate::{LoadError, Published, SourceFile};
use sha1::Digest;
use std::cell::OnceCell;

mod choose;
mod index;
mod sums;

pub(crate) use index::{Described, Index};
use sums::Sums;

/// A companion larger than this is none. OpenSanctions' index of all datasets has 3 MB.
const MAX_COMPANION_BYTES: usize = 64 << 20;

/// What one companion says of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Claim {
    /// Names under which the file is known.
    names: Vec<String>,
    size: Option<u64>,
    sha1: Option<String>,
    sha256: Option<String>,
    /// Entities in the file, a line each.
    entities: Option<u64>,
    /// The dataset, when an index says so.
    published: Option<Published>,
}

/// A companion with its claims.
#[derive(Debug)]
struct Companion {
    file: String,
    folder: String,
    claims: Vec<Claim>,
}

/// True when the file is an index or a checksum file and not a list.
///
/// ```
/// use kashf_load::{SourceFile, transport::is_companion};
/// let index = br#"{"name":"mine","resources":[{"name":"list.ftm.json","size":12}]}"#;
/// assert!(is_companion(&SourceFile::from_bytes("index.json", index.to_vec())));
/// assert!(!is_companion(&SourceFile::from_bytes("list.csv", b"1,2,3".to_vec())));
/// ```
#[must_use]
pub fn is_companion(file: &SourceFile) -> bool {
    !matches!(companion_of(file), Ok(None))
}

/// Checks files against the indices and checksum files among them, and takes these out.
///
/// Call it with all files of a load at once, before they are told apart by format. Files are matched
/// by name, with or without a compression suffix; one under another name, by its bytes.
///
/// ```
/// use kashf_load::{SourceFile, transport};
/// let list = SourceFile::from_bytes("list.ftm.json", b"{}\n".to_vec());
/// let index = br#"{"name":"mine","resources":[{"name":"list.ftm.json","size":12}]}"#;
/// let mut files = vec![SourceFile::from_bytes("index.json", index.to_vec()), list];
/// let error = transport::check(&mut files).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`list.ftm.json`: not the file that `index.json` describes: 3 bytes instead of 12"
/// );
/// ```
///
/// # Errors
///
/// A file that is not as described, a companion that describes none of the files or cannot be read, or
/// nothing but companions.
pub fn check(files: &mut Vec<SourceFile>) -> Result<(), LoadError> {
    check_chosen(files, None, &mut Vec::new())
}

/// As [`check`]; where an index names several datasets, only the files of the `chosen` one stay. Of one
/// dataset in several forms (`entities.ftm.json`, `statements.csv`, `targets.simple.csv`) the fullest
/// stays. What is left out is named in `left_out`.
///
/// # Errors
///
/// As [`check`], and a file that several datasets claim when none of them is chosen.
pub fn check_chosen(
    files: &mut Vec<SourceFile>,
    chosen: Option<&str>,
    left_out: &mut Vec<String>,
) -> Result<(), LoadError> {
    let mut companions = Vec::new();
    let mut is_list = Vec::with_capacity(files.len());
    for file in files.iter() {
        let companion = companion_of(file)?;
        is_list.push(companion.is_none());
        companions.extend(companion);
    }
    if companions.is_empty() {
        return Ok(());
    }
    let lists = files.iter().zip(&is_list).filter(|(_, list)| **list);
    let subjects: Vec<Subject<'_>> = lists.map(|(file, _)| Subject::new(file)).collect();
    for companion in &companions {
        if !subjects.iter().any(|subject| companion.describes(subject)) {
            let example = companion.example();
            return Err(LoadError::Unverifiable {
                file: companion.file.clone(),
                reason: format!("none of the files it describes is here{example}"),
            });
        }
    }
    let mut told = Vec::with_capacity(subjects.len());
    for subject in &subjects {
        check_subject(subject, &companions)?;
        told.push(choose::datasets_of(subject, &companions));
    }
    take_out(files, &is_list);
    choose::keep_chosen(files, told, chosen, left_out)
}

/// Of the claims that name a file one must hold. Several for one name are normal: every dataset of a
/// catalogue has an `entities.ftm.json`, and so have two folders with an index each.
fn check_subject(subject: &Subject<'_>, companions: &[Companion]) -> Result<(), LoadError> {
    for companion in companions {
        let alike = companions
            .iter()
            .filter(|other| base_of(&other.file) == base_of(&companion.file));
        let claims = alike.flat_map(|other| &other.claims);
        let mut reason = None;
        let mut held = false;
        for claim in claims.filter(|claim| claim.names(subject)) {
            match claim.check(subject) {
                Ok(()) => held = true,
                Err(why) => _ = reason.get_or_insert(why),
            }
        }
        if let (false, Some(reason)) = (held, reason) {
            return Err(LoadError::Mismatch {
                file: subject.file.name.clone(),
                index: companion.file.clone(),
                reason,
            });
        }
    }
    Ok(())
}

/// Removes companions.
fn take_out(files: &mut Vec<SourceFile>, is_list: &[bool]) {
    let mut kept: Vec<SourceFile> = Vec::with_capacity(files.len());
    let mut dropped: Vec<SourceFile> = Vec::new();
    for (file, list) in files.drain(..).zip(is_list) {
        let to = if *list { &mut kept } else { &mut dropped };
        to.push(file);
    }
    hand_on(&mut kept, dropped);
    *files = kept;
}

/// What was received of an archive hangs on its first member: when that is dropped, it moves to the next.
pub(crate) fn hand_on(kept: &mut [SourceFile], dropped: Vec<SourceFile>) {
    let of_archive = |file: &SourceFile| !file.received.is_empty() && file.name.contains('/');
    for orphan in dropped.into_iter().filter(of_archive) {
        let archive = |name: &str| name.split('/').next().map(str::to_owned);
        let heir = kept.iter_mut().find(|file| {
            file.name.contains('/')
                && file.received.is_empty()
                && archive(&file.name) == archive(&orphan.name)
        });
        if let Some(heir) = heir {
            heir.received_bytes = orphan.received_bytes;
            heir.received = orphan.received;
        }
    }
}

fn companion_of(file: &SourceFile) -> Result<Option<Companion>, LoadError> {
    if file.bytes.len() > MAX_COMPANION_BYTES {
        return Ok(None);
    }
    let claims = if let Some(sums) = Sums::of(file) {
        Some(sums.read(file)?)
    } else {
        Index::read(file)?.map(Index::into_claims)
    };
    Ok(claims.map(|claims| Companion {
        file: file.name.clone(),
        folder: file.folder.clone(),
        claims,
    }))
}

impl Companion {
    fn describes(&self, subject: &Subject<'_>) -> bool {
        let held = |claim: &Claim| claim.is_strong() && claim.check(subject).is_ok();
        let mut claims = self.claims.iter();
        claims.any(|claim| claim.names(subject) || held(claim))
    }

    fn example(&self) -> String {
        let name = self.claims.iter().find_map(|claim| claim.names.first());
        name.map_or_else(String::new, |name| {
            format!(" (such as `{}`)", crate::sheet::shown(name))
        })
    }
}

/// A list with what is computed of it once, however many claims there are.
struct Subject<'f> {
    file: &'f SourceFile,
    plain: Bytes<'f>,
    received: Option<Bytes<'f>>,
}

impl<'f> Subject<'f> {
    fn new(file: &'f SourceFile) -> Self {
        let packed = !file.received.is_empty();
        Self {
            file,
            plain: Bytes::new(&file.bytes),
            received: packed.then(|| Bytes::new(&file.received)),
        }
    }
}

struct Bytes<'f> {
    bytes: &'f [u8],
    sha1: OnceCell<String>,
    sha256: OnceCell<String>,
    lines: OnceCell<u64>,
}

impl<'f> Bytes<'f> {
    fn new(bytes: &'f [u8]) -> Self {
        Self {
            bytes,
            sha1: OnceCell::new(),
            sha256: OnceCell::new(),
            lines: OnceCell::new(),
        }
    }

    fn sha1(&self) -> &str {
        self.sha1
            .get_or_init(|| hex(&sha1::Sha1::digest(self.bytes)))
    }

    fn sha256(&self) -> &str {
        self.sha256
            .get_or_init(|| hex(&sha2::Sha256::digest(self.bytes)))
    }

    /// Lines that are not blank.
    fn lines(&self) -> u64 {
        *self.lines.get_or_init(|| {
            let lines = self.bytes.split(|byte| *byte == b'\n');
            lines.filter(|line| !line.trim_ascii().is_empty()).count() as u64
        })
    }
}

impl Claim {
    fn names(&self, subject: &Subject<'_>) -> bool {
        let base = base_of(&subject.file.name);
        let plain = without_suffix(base);
        let mut names = self.names.iter();
        names.any(|name| name == base || without_suffix(name) == plain)
    }

    fn is_strong(&self) -> bool {
        self.sha1.is_some() || self.sha256.is_some()
    }

    /// Compares with the plain bytes, or with those received; says what differs.
    fn check(&self, subject: &Subject<'_>) -> Result<(), String> {
        let plain = self.check_bytes(&subject.plain);
        match (&plain, &subject.received) {
            (Err(_), Some(received)) => self.check_bytes(received).or(plain),
            _ => plain,
        }
    }

    fn check_bytes(&self, bytes: &Bytes<'_>) -> Result<(), String> {
        let length = bytes.bytes.len() as u64;
        if let Some(size) = self.size
            && size != length
        {
            return Err(format!("{length} bytes instead of {size}"));
        }
        if let Some(expected) = &self.sha256
            && bytes.sha256() != expected
        {
            return Err(String::from("another SHA-256 checksum"));
        }
        if let Some(expected) = &self.sha1
            && bytes.sha1() != expected
        {
            return Err(String::from("another SHA-1 checksum"));
        }
        // Where a checksum holds, the bytes are the publisher's, whatever is counted as an entity.
        if let (Some(expected), false) = (self.entities, self.is_strong())
            && bytes.lines() != expected
        {
            let lines = bytes.lines();
            return Err(format!("{lines} entities instead of {expected}"));
        }
        Ok(())
    }
}

fn hex(digest: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let nibbles = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles
        .map(|nibble| char::from(DIGITS[usize::from(nibble)]))
        .collect()
}

/// The name without folders or archive.
pub(crate) fn base_of(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The name without what a packer added.
pub(crate) fn without_suffix(name: &str) -> &str {
    let mut endings = [".gz", ".zst", ".zip"].iter();
    endings
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests;
