//! Which entries differ between the snapshot that answered and the one that answers now.

use crate::error::KashfError;
use kashf_screen::Engine;
use kashf_store::Manifest;
use rustc_hash::FxHashSet;
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
    before: (&Manifest, &Engine),
    now: (&Manifest, &Engine),
) -> Result<Entries, KashfError> {
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
    Ok(entries)
}

/// The prints of a segment by id; an id may stand more than once.
fn prints(engine: &Engine, segment: &str) -> Result<BTreeMap<String, Vec<[u8; 16]>>, KashfError> {
    let mut by_id: BTreeMap<String, Vec<[u8; 16]>> = BTreeMap::new();
    for entry in engine.prints(segment)? {
        by_id.entry(entry.id).or_default().push(entry.print);
    }
    Ok(by_id)
}
