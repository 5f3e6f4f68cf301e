//! Whose file is it? Which dataset of an index a list belongs to, and which of its forms is read.
//!
//! A mirror of OpenSanctions holds the same list in several forms, and a catalogue several lists. A file
//! whose bytes one dataset claims is that dataset's; when several claim it, the user chooses.

use super::{Claim, Companion, Subject, without_suffix};
use crate::sheet::shown;
use crate::{LoadError, Published, SourceFile};

/// Names in an error.
const MAX_NAMES: usize = 20;

/// Forms of one list, the fullest first: a form is left out when a fuller one is there.
const FORMS: &[&str] = &["entities.ftm.json", "statements.csv", "targets.simple.csv"];

/// What the companions say of one list.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The datasets that claim it.
    datasets: Vec<Published>,
    /// Its published name.
    name: String,
}

/// The datasets whose claim on the file holds; those that name it go before those that know its bytes.
pub(super) fn datasets_of(subject: &Subject<'_>, companions: &[Companion]) -> Told {
    let claims = |near: bool| {
        let companions = companions.iter();
        let companions = companions.filter(move |c| !near || c.folder == subject.file.folder);
        let claims = companions.flat_map(|companion| &companion.claims);
        claims.filter(|claim| claim.published.is_some())
    };
    let named = |near| -> Vec<&Claim> {
        let named = claims(near).filter(|claim| claim.names(subject));
        named.filter(|claim| claim.check(subject).is_ok()).collect()
    };
    // An index speaks of its own folder first; a renamed file is known by its bytes.
    let mut held = named(true);
    if held.is_empty() {
        held = named(false);
    }
    if held.is_empty() {
        let strong = claims(false).filter(|claim| claim.is_strong());
        held = strong
            .filter(|claim| claim.check(subject).is_ok())
            .collect();
    }
    let mut told = Told::default();
    for claim in held {
        if let Some(published) = &claim.published
            && !told.datasets.contains(published)
        {
            told.datasets.push(published.clone());
        }
        if let (true, Some(name)) = (told.name.is_empty(), claim.names.first()) {
            without_suffix(name).clone_into(&mut told.name);
        }
    }
    told
}

/// Notes whose each file is and drops those of other datasets than the chosen one.
pub(super) fn keep_chosen(
    files: &mut Vec<SourceFile>,
    told: Vec<Told>,
    chosen: Option<&str>,
    left_out: &mut Vec<String>,
) -> Result<(), LoadError> {
    let is_chosen = |published: &Published| chosen == Some(published.dataset.as_str());
    let known = told.iter().any(|told| told.datasets.iter().any(is_chosen));
    let mut names: Vec<&str> = Vec::new();
    let all = told.iter().flat_map(|told| &told.datasets);
    for name in all.map(|published| published.dataset.as_str()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // A name of the user's own for files of several datasets would mix them.
    let mixed = chosen.is_some() && !known && names.len() > 1;
    let several = |file: &SourceFile, names: &[&str]| LoadError::Several {
        file: file.name.clone(),
        names: names
            .iter()
            .take(MAX_NAMES)
            .map(|name| format!("`{}`", shown(name)))
            .collect(),
    };
    let mut kept: Vec<(SourceFile, String)> = Vec::with_capacity(files.len());
    let mut dropped = Vec::new();
    for (mut file, told) in files.drain(..).zip(&told) {
        let mut datasets = told.datasets.iter();
        if mixed && !told.datasets.is_empty() {
            return Err(several(&file, &names));
        }
        file.published = if known {
            datasets.find(|published| is_chosen(published)).cloned()
        } else if told.datasets.len() > 1 {
            let names: Vec<&str> = datasets.map(|p| p.dataset.as_str()).collect();
            return Err(several(&file, &names));
        } else {
            datasets.next().cloned()
        };
        if known && file.published.is_none() && !told.datasets.is_empty() {
            left_out.push(format!("`{}`: a list of another dataset", file.name));
            dropped.push(file);
        } else {
            kept.push((file, told.name.clone()));
        }
    }
    let ranks: Vec<(Option<Published>, usize)> = kept
        .iter()
        .filter_map(|(file, name)| Some((file.published.clone(), rank(name)?)))
        .filter(|(published, _)| published.is_some())
        .collect();
    for (file, name) in kept {
        let own = rank(&name).unwrap_or(FORMS.len());
        let fuller = |(published, rank): &(Option<Published>, usize)| {
            *published == file.published && *rank < own
        };
        if ranks.iter().any(fuller) {
            let reason = "the same list is here in a fuller form";
            left_out.push(format!("`{}`: {reason}", file.name));
            dropped.push(file);
        } else {
            files.push(file);
        }
    }
    super::hand_on(files, dropped);
    Ok(())
}

/// Which form of a list a published name is.
fn rank(name: &str) -> Option<usize> {
    FORMS.iter().position(|form| name.ends_with(form))
}
