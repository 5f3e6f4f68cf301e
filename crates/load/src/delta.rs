//! OpenSanctions' delta chains: the whole list of today made of the whole list of before and what changed.
//!
//! SOURCE: <https://www.opensanctions.org/docs/bulk/delta/>; field names as zavod writes and yente reads
//! them. `delta.json` is `{"versions": {VERSION: URL}}`; each version's `entities.delta.json` holds lines
//! `{"op": "ADD"|"MOD"|"DEL", "entity": {"id": ..}}` with the whole entity for `ADD` and `MOD`. Versions
//! are `20260102063040-abc`, so their order is that of their letters. A version without a change has no
//! delta. Which of several files of one name is whose version is told by the version in the folder or
//! the name (`20260102063040-abc/entities.delta.json`), as the archive has it.
//!
//! A chain is applied as a whole or not at all. It starts from a base whose version is known: by the
//! checksum in its index, by its folder, or because it was kept with its version. It takes every version
//! of `delta.json` after the base up to the version of the newest `index.json`. An `ADD` of an entity
//! that is there, a `MOD` or `DEL` of one that is not, a version whose delta is missing, a base before
//! the first delta, a count other than `entity_count`: each refuses the chain, and the remedy is always
//! the whole list.
//!
//! What it is not: a guard against changed bytes inside an entity. A delta has a checksum only when the
//! index of its own version names it. The bytes that are kept are those of the list so made.

mod chain;
mod parts;

use crate::transport::Described;
use crate::{LoadError, Published, SourceFile};
use chain::Chain;
use parts::{Parts, is_version, versions_in};

/// What a chain did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The dataset.
    pub dataset: String,
    /// The version that it started from.
    pub base: String,
    /// Each delta: version, and how many entities it added, modified, deleted.
    pub steps: Vec<(String, [u64; 3])>,
    /// Entities at the end, as the index says.
    pub entities: u64,
}

/// True for `delta.json` and for files of changes.
#[must_use]
pub fn is_part(file: &SourceFile) -> bool {
    parts::kind_of(file).is_some()
}

/// Replaces a base, its deltas and their indices by the whole list that they make; leaves files without
/// deltas alone. `kept` gives the list of a dataset's live version with [`SourceFile::published`], for a
/// directory that holds deltas only. Call it before [`crate::transport::check`].
///
/// # Errors
///
/// A chain that does not hold; [`LoadError::Several`] when indices of several datasets are there and none
/// is `chosen`.
pub fn apply(
    files: &mut Vec<SourceFile>,
    chosen: Option<&str>,
    kept: &dyn Fn(&str) -> Option<SourceFile>,
    left_out: &mut Vec<String>,
) -> Result<Option<Applied>, LoadError> {
    if !files.iter().any(is_part) {
        return Ok(None);
    }
    let parts = Parts::sort(std::mem::take(files), left_out)?;
    let (dataset, target) = target_of(&parts, chosen)?;
    let broken = |file: &str, reason: String| LoadError::Delta {
        file: file.to_owned(),
        reason,
    };
    let (target_file, target) = (target.0, &target.1);
    let entities = target.entities.ok_or_else(|| {
        let reason = "it does not say how many entities there are (`entity_count`)";
        broken(&target_file, reason.to_owned())
    })?;
    let version = version_of(target)
        .ok_or_else(|| broken(&target_file, "it does not say its `version`".to_owned()))?;

    let (base, from) = base_of(&parts, &dataset, &version, kept, left_out)?;
    let mut chain = Chain::new(&base)?;
    check_count(&parts, &dataset, &from, chain.len(), &base.name)?;
    let mut applied = Applied {
        dataset: dataset.clone(),
        base: from.clone(),
        entities,
        ..Applied::default()
    };
    for step in steps_of(&parts, &from, &version)? {
        let delta = parts.delta_of(&step)?;
        parts.check_delta(delta, &dataset, &step)?;
        let done = chain.step(delta)?;
        check_count(&parts, &dataset, &step, chain.len(), &delta.name)?;
        applied.steps.push((step, done));
    }
    if chain.len() != entities {
        let reason = format!(
            "{} entities come out, and version {version} has {entities}",
            chain.len()
        );
        return Err(broken(&target_file, reason));
    }
    let mut whole = SourceFile::from_bytes("entities.ftm.json", chain.into_bytes());
    whole.published = Some(Published {
        dataset,
        version: Some(version),
    });
    files.push(whole);
    files.extend(parts.others);
    Ok(Some(applied))
}

fn version_of(index: &Described) -> Option<String> {
    let version = index.published.as_ref()?.version.as_deref()?;
    is_version(version).then(|| version.to_owned())
}

/// The dataset that is meant, and its newest index.
fn target_of(
    parts: &Parts,
    chosen: Option<&str>,
) -> Result<(String, (String, Described)), LoadError> {
    let mut names: Vec<&str> = Vec::new();
    for (_, index) in &parts.indices {
        if let Some(published) = &index.published
            && !names.contains(&published.dataset.as_str())
        {
            names.push(&published.dataset);
        }
    }
    let meant = match (names.as_slice(), chosen) {
        ([one], _) => *one,
        (several, Some(chosen)) if several.contains(&chosen) => chosen,
        ([], _) => {
            return Err(LoadError::Delta {
                file: parts.example(),
                reason: String::from(
                    "no `index.json` beside it says which version it leads to, and how many entities that has",
                ),
            });
        }
        (several, _) => {
            return Err(LoadError::Several {
                file: parts.example(),
                names: several
                    .iter()
                    .take(20)
                    .map(|name| format!("`{name}`"))
                    .collect(),
            });
        }
    };
    let own = parts
        .indices
        .iter()
        .filter(|(_, index)| index.published.as_ref().is_some_and(|p| p.dataset == meant));
    let newest = own.max_by_key(|(_, index)| version_of(index));
    let found = newest.cloned().unwrap_or_default();
    Ok((meant.to_owned(), found))
}

/// The list to start from, with its version.
fn base_of(
    parts: &Parts,
    dataset: &str,
    target: &str,
    kept: &dyn Fn(&str) -> Option<SourceFile>,
    left_out: &mut Vec<String>,
) -> Result<(SourceFile, String), LoadError> {
    let mut found: Option<(&SourceFile, String)> = None;
    for file in &parts.lists {
        let version = parts.version_of_list(file, dataset)?.ok_or_else(|| LoadError::Delta {
            file: file.name.clone(),
            reason: String::from(
                "its version is not known: neither its folder nor the checksum in an index tells it",
            ),
        })?;
        if version.as_str() > target {
            let file = file.name.clone();
            let reason = format!("it is of version {version}, and the index of {target}");
            return Err(LoadError::Delta { file, reason });
        }
        let newer = found.as_ref().is_none_or(|(_, known)| *known < version);
        let left = if newer {
            found.replace((file, version)).map(|(old, _)| old)
        } else {
            Some(file)
        };
        if let Some(left) = left {
            left_out.push(format!("`{}`: an older version of the list", left.name));
        }
    }
    if let Some((file, version)) = found {
        return Ok((file.clone(), version));
    }
    let broken = |reason: String| LoadError::Delta {
        file: parts.example(),
        reason,
    };
    let live = kept(dataset).ok_or_else(|| {
        broken(format!(
            "there is no list to start from, neither beside it nor a live version of `{dataset}` whose \
             source was kept"
        ))
    })?;
    let version = live.published.as_ref().and_then(|p| p.version.clone());
    match version {
        Some(version) if version.as_str() <= target => Ok((live, version)),
        Some(version) => Err(broken(format!(
            "version {version} of `{dataset}` is live, and the index is of {target}"
        ))),
        None => Err(broken(format!(
            "the live version of `{dataset}` was loaded without an index, so its place in the chain is not \
             known"
        ))),
    }
}

/// The versions to go through, in order.
fn steps_of(parts: &Parts, from: &str, to: &str) -> Result<Vec<String>, LoadError> {
    if from == to {
        return Ok(Vec::new());
    }
    let Some((index, versions)) = &parts.delta_index else {
        return Err(LoadError::Delta {
            file: parts.example(),
            reason: String::from("no `delta.json` beside it says which versions there are"),
        });
    };
    let missing = |reason: String| LoadError::Delta {
        file: index.clone(),
        reason,
    };
    match versions.first() {
        Some(first) if from < first.as_str() => Err(missing(format!(
            "it begins with {first}, after the base of {from}: links are missing"
        ))),
        None => Err(missing(String::from("it names no version"))),
        Some(_) => {
            let steps = versions.iter();
            let steps = steps.filter(|v| v.as_str() > from && v.as_str() <= to);
            Ok(steps.cloned().collect())
        }
    }
}

/// Compares with the index of that version, where there is one.
fn check_count(
    parts: &Parts,
    dataset: &str,
    version: &str,
    count: u64,
    file: &str,
) -> Result<(), LoadError> {
    let indices = parts.indices.iter().map(|(_, index)| index);
    let own = indices.filter(|index| {
        let published = index.published.as_ref();
        published.is_some_and(|p| p.dataset == dataset && p.version.as_deref() == Some(version))
    });
    match own
        .filter_map(|index| index.entities)
        .find(|said| *said != count)
    {
        Some(said) => Err(LoadError::Delta {
            file: file.to_owned(),
            reason: format!("{count} entities come out, and version {version} has {said}"),
        }),
        None => Ok(()),
    }
}

/// The version in the name, else in the innermost folder that has one.
fn version_in_place(file: &SourceFile) -> Option<String> {
    let folders = file.folder.rsplit('/');
    let mut places = std::iter::once(file.name.as_str()).chain(folders);
    places.find_map(|place| {
        let mut found = versions_in(place).into_iter();
        found.next().filter(|_| found.next().is_none())
    })
}

#[cfg(test)]
mod tests;
