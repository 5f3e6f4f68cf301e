//! Which entries differ between the snapshot that answered and the one that answers now, those whose party differs
//! included.

use crate::error::KashfError;
use crate::ownership::{OwnedLine, Said};
use crate::screener::Screener;
use kashf_screen::{Cluster, Engine};
use kashf_store::Manifest;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// What differs.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// By segment, the entries that stand there now and did not stand there so before.
    pub(super) now: Vec<(String, Vec<String>)>,
    /// All ids: added, amended, removed, held, delisted.
    pub(super) ids: FxHashSet<String>,
}

/// Compares segment by segment; a segment of the same hash has not changed.
///
/// # Errors
/// A damaged table.
pub(super) fn changed(
    (old, before): (&Manifest, &Screener),
    (new, now): (&Manifest, &Screener),
) -> Result<Entries, KashfError> {
    let otherwise = otherwise_owned(before, now);
    let (before, now) = ((old, before.engine()), (new, now.engine()));
    let names: BTreeSet<&str> = before.1.segments().chain(now.1.segments()).collect();
    let mut entries = Entries::default();
    for name in names {
        let hash = |manifest: &Manifest| manifest.segment(name).map(|entry| entry.hash.clone());
        if hash(before.0) == hash(now.0) {
            continue;
        }
        let (old, new) = rayon::join(|| prints(before.1, name), || prints(now.1, name));
        let (mut old, new) = (old?, new?);
        let mut other = Vec::new();
        for (id, prints) in new {
            if old.remove(&id).as_ref() != Some(&prints) {
                other.push(id);
            }
        }
        entries.ids.extend(old.into_keys());
        entries.ids.extend(other.iter().cloned());
        if !other.is_empty() {
            entries.now.push((name.to_owned(), other));
        }
    }
    for cluster in before.1.clusters().iter().chain(now.1.clusters()) {
        if otherwise.contains(&cluster.canonical_id) {
            let members = cluster.members.iter();
            entries.ids.extend(members.map(|member| member.id.clone()));
        }
    }
    entries.ids.extend(otherwise);
    let parties = (Parties::of(before.1), Parties::of(now.1));
    parties.0.spread(&parties.1, &mut entries.ids);
    Ok(entries)
}

/// The parties of which the rules of ownership say something else now: an owner was listed, a share was sold.
fn otherwise_owned(before: &Screener, now: &Screener) -> FxHashSet<String> {
    let said = |screener: &Screener| -> BTreeMap<String, Vec<OwnedLine>> {
        let said = screener.ownership().into_iter().flat_map(Said::all);
        said.map(|(id, lines)| (id.to_owned(), lines)).collect()
    };
    let (before, now) = (said(before), said(now));
    let other = |(id, lines): &(&String, &Vec<OwnedLine>), there: &BTreeMap<_, _>| {
        there.get(*id) != Some(*lines)
    };
    let gone = before.iter().filter(|entry| other(entry, &now));
    let come = now.iter().filter(|entry| other(entry, &before));
    gone.chain(come).map(|(id, _)| id.clone()).collect()
}

/// Who is one party under an engine. An answer names one entry of a party and says what all of them are listed for,
/// so that it changes with each of them.
struct Parties<'e> {
    by_id: FxHashMap<&'e str, &'e Cluster>,
}

impl<'e> Parties<'e> {
    fn of(engine: &'e Engine) -> Self {
        let mut by_id = FxHashMap::default();
        for cluster in engine.clusters() {
            by_id.extend(
                cluster
                    .members
                    .iter()
                    .map(|member| (member.id.as_str(), cluster)),
            );
        }
        Self { by_id }
    }

    /// Adds the entries whose party is another one now, and those that are one party with a changed one.
    fn spread(&self, now: &Self, ids: &mut FxHashSet<String>) {
        let mut more: BTreeSet<&str> = BTreeSet::new();
        for (id, cluster) in self.by_id.iter().chain(&now.by_id) {
            let (old, new) = (self.by_id.get(id), now.by_id.get(id));
            let alike = matches!((old, new), (Some(old), Some(new)) if says_the_same(old, new));
            let touched = || {
                cluster
                    .members
                    .iter()
                    .any(|member| ids.contains(&member.id))
            };
            if !alike || touched() {
                more.insert(*id);
            }
        }
        ids.extend(more.into_iter().map(str::to_owned));
    }
}

/// Whether two clusters are the same to an answer; the places of their entries do not show.
fn says_the_same(one: &Cluster, other: &Cluster) -> bool {
    let entries = |cluster: &Cluster| -> Vec<(String, String)> {
        let members = cluster.members.iter();
        members
            .map(|member| (member.segment.clone(), member.id.clone()))
            .collect()
    };
    one.canonical_id == other.canonical_id
        && one.referents == other.referents
        && entries(one) == entries(other)
}

/// The prints of a segment by id; an id may stand more than once.
fn prints(engine: &Engine, segment: &str) -> Result<BTreeMap<String, Vec<[u8; 16]>>, KashfError> {
    let mut by_id: BTreeMap<String, Vec<[u8; 16]>> = BTreeMap::new();
    for entry in engine.prints(segment)? {
        by_id.entry(entry.id).or_default().push(entry.print);
    }
    Ok(by_id)
}
