//! The files of a delta chain told apart: indices, lists, `delta.json`, deltas, and others.

use super::version_in_place;
use crate::text::{check_last_line, check_line, text_of};
use crate::transport::{Described, Index, base_of, hand_on, without_suffix};
use crate::{Format, LoadError, SourceFile, recognise};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Versions in one `delta.json`; OpenSanctions keeps a few weeks of some ten a day.
const MAX_VERSIONS: usize = 10_000;
/// A `delta.json` larger than this is none.
const MAX_INDEX_BYTES: usize = 4 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Index,
    Delta,
}

#[derive(Debug, Deserialize)]
struct DeltaIndex {
    versions: BTreeMap<String, String>,
}

/// Only told apart; the chain reads it in full.
#[derive(Debug, Deserialize)]
struct Op {
    #[serde(rename = "op")]
    _op: serde::de::IgnoredAny,
    #[serde(rename = "entity")]
    _entity: serde::de::IgnoredAny,
}

/// Everything that came, told apart.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Each index's file name with one of its datasets.
    pub(super) indices: Vec<(String, Described)>,
    /// The name of `delta.json`, and its versions in order.
    pub(super) delta_index: Option<(String, BTreeSet<String>)>,
    deltas: Vec<SourceFile>,
    /// Whole lists of FollowTheMoney.
    pub(super) lists: Vec<SourceFile>,
    /// What has nothing to do with the chain.
    pub(super) others: Vec<SourceFile>,
}

/// What part of a chain a file is.
pub(super) fn kind_of(file: &SourceFile) -> Option<Kind> {
    let name = without_suffix(base_of(&file.name));
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf");
    let bytes = bytes.unwrap_or(&file.bytes).trim_ascii();
    // A version that changed nothing can have an empty delta.
    if bytes.is_empty() {
        return name.ends_with("entities.delta.json").then_some(Kind::Delta);
    }
    if !bytes.starts_with(b"{") {
        return None;
    }
    let line = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let short = line.len() <= crate::text::MAX_LINE_BYTES;
    if name.ends_with(".delta.json") || short && serde_json::from_slice::<Op>(line).is_ok() {
        return Some(Kind::Delta);
    }
    let small = bytes.len() <= MAX_INDEX_BYTES;
    let is_index = || serde_json::from_slice::<DeltaIndex>(bytes).is_ok();
    (name.ends_with("delta.json") || small && is_index()).then_some(Kind::Index)
}

/// `20260102063040-abc`: 14 digits, a hyphen, letters and digits.
pub(super) fn is_version(text: &str) -> bool {
    let Some((time, tag)) = text.split_once('-') else {
        return false;
    };
    let is_tag = |b: u8| b.is_ascii_alphanumeric();
    time.len() == 14
        && time.bytes().all(|b| b.is_ascii_digit())
        && (1..=16).contains(&tag.len())
        && tag.bytes().all(is_tag)
}

/// The versions in a path: whole folders, or pieces of a name between dots or underscores.
pub(super) fn versions_in(path: &str) -> BTreeSet<String> {
    let pieces = path.split(['/', '.', '_']);
    pieces
        .filter(|piece| is_version(piece))
        .map(str::to_owned)
        .collect()
}

impl Parts {
    pub(super) fn sort(
        files: Vec<SourceFile>,
        left_out: &mut Vec<String>,
    ) -> Result<Self, LoadError> {
        let mut parts = Self::default();
        let mut read = Vec::new();
        for file in files {
            match kind_of(&file) {
                Some(Kind::Delta) => parts.deltas.push(file),
                Some(Kind::Index) => {
                    parts.read_index(&file)?;
                    read.push(file);
                }
                None => match Index::read(&file)? {
                    Some(index) => {
                        let datasets = index.datasets.into_iter();
                        let named = datasets.filter(|dataset| dataset.published.is_some());
                        parts
                            .indices
                            .extend(named.map(|dataset| (file.name.clone(), dataset)));
                        read.push(file);
                    }
                    None if matches!(recognise(&file), Ok(Format::FtmJson))
                        && !is_nested(&file) =>
                    {
                        parts.lists.push(file);
                    }
                    None => parts.others.push(file),
                },
            }
        }
        let indices = &parts.indices;
        let described = |file: &SourceFile| indices.iter().any(|(_, index)| index.names(file));
        let (forms, others): (Vec<_>, Vec<_>) = std::mem::take(&mut parts.others)
            .into_iter()
            .partition(described);
        for form in &forms {
            left_out.push(format!(
                "`{}`: another form of the list that the deltas change",
                form.name
            ));
        }
        parts.others = others;
        read.extend(forms);
        hand_on(&mut parts.others, read);
        Ok(parts)
    }

    fn read_index(&mut self, file: &SourceFile) -> Result<(), LoadError> {
        let broken = |reason: &str| LoadError::Delta {
            file: file.name.clone(),
            reason: reason.to_owned(),
        };
        let index: DeltaIndex = serde_json::from_slice(file.bytes.trim_ascii())
            .map_err(|_| broken("it is not an object of `versions`"))?;
        if index.versions.len() > MAX_VERSIONS {
            return Err(broken("it names more versions than any list has"));
        }
        if !index.versions.keys().all(|version| is_version(version)) {
            return Err(broken("a version in it is not as `20260102063040-abc`"));
        }
        let known = &mut self
            .delta_index
            .get_or_insert_with(|| (file.name.clone(), BTreeSet::new()))
            .1;
        known.extend(index.versions.into_keys());
        Ok(())
    }

    /// A file to name in an error about all of them.
    pub(super) fn example(&self) -> String {
        let index = self.delta_index.as_ref().map(|(name, _)| name.clone());
        let delta = || self.deltas.first().map(|file| file.name.clone());
        index.or_else(delta).unwrap_or_default()
    }

    /// The one delta of that version.
    pub(super) fn delta_of(&self, version: &str) -> Result<&SourceFile, LoadError> {
        let own = |file: &&SourceFile| version_in_place(file).as_deref() == Some(version);
        let mut own = self.deltas.iter().filter(own);
        let broken = |reason: String| LoadError::Delta {
            file: self.example(),
            reason,
        };
        match (own.next(), own.next()) {
            (Some(delta), None) => Ok(delta),
            (Some(_), Some(_)) => Err(broken(format!("two files are the delta of {version}"))),
            (None, _) => Err(broken(format!(
                "the delta of {version} is missing (looked for `{version}/entities.delta.json`)"
            ))),
        }
    }

    /// Compares a delta with the index of its own version, where that names it.
    pub(super) fn check_delta(
        &self,
        file: &SourceFile,
        dataset: &str,
        version: &str,
    ) -> Result<(), LoadError> {
        for (name, index) in &self.indices {
            let published = index.published.as_ref();
            let own = published
                .is_some_and(|p| p.dataset == dataset && p.version.as_deref() == Some(version));
            if let (true, Some(Err(reason))) = (own, index.check(file)) {
                return Err(LoadError::Mismatch {
                    file: file.name.clone(),
                    index: name.clone(),
                    reason,
                });
            }
        }
        Ok(())
    }

    /// The version of a whole list: by its checksum, or by its place, which its index must then confirm.
    pub(super) fn version_of_list(
        &self,
        file: &SourceFile,
        dataset: &str,
    ) -> Result<Option<String>, LoadError> {
        let place = version_in_place(file);
        for (name, index) in &self.indices {
            let Some(published) = index.published.as_ref().filter(|p| p.dataset == dataset) else {
                continue;
            };
            match (index.check(file), &place) {
                (Some(Ok(())), None) => return Ok(published.version.clone()),
                (Some(Err(reason)), Some(_)) if published.version == place => {
                    return Err(LoadError::Mismatch {
                        file: file.name.clone(),
                        index: name.clone(),
                        reason,
                    });
                }
                _ => {}
            }
        }
        Ok(place)
    }
}

/// `targets.nested.json` looks like entities.
fn is_nested(file: &SourceFile) -> bool {
    without_suffix(base_of(&file.name)).contains("nested")
}

/// Lines of a JSON lines file that are not blank, with their numbers, bounded.
pub(super) fn lines_of(file: &SourceFile) -> Result<Vec<(u64, &str)>, LoadError> {
    let text = text_of(file)?;
    let mut lines = Vec::new();
    for (ix, line) in text.split('\n').enumerate() {
        let line = line.trim();
        if !line.is_empty() {
            check_line(file, ix as u64 + 1, line.len())?;
            lines.push((ix as u64 + 1, line));
        }
    }
    if !lines.is_empty() {
        check_last_line(file)?;
    }
    Ok(lines)
}
