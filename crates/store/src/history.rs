//! The snapshots that are there: listing them, going back to one, removing old ones.
//!
//! Without a clock, "recent" means the order of publication, kept in `snapshots/HISTORY` (one id a
//! line, oldest first). It is written before `CURRENT` is swapped, so it may end with a snapshot
//! that never went live; it never lacks one that did. Losing it loses the order, nothing else.

use std::collections::BTreeSet;

use crate::durable;
use crate::manifest::check_hash;
use crate::{DataDir, Manifest, StoreError, WriterLock};

/// A snapshot in a listing.
#[derive(Debug)]
pub struct SnapshotSummary {
    /// Its id.
    pub id: String,
    /// True for the one that answers.
    pub live: bool,
    /// What it consists of, or why it cannot be read.
    pub manifest: Result<Manifest, StoreError>,
}

/// What pruning has removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Ids of the snapshots removed.
    pub snapshots: Vec<String>,
    /// Hashes of the segments that no snapshot needs any more, removed.
    pub segments: Vec<String>,
    /// Why segments were left in place, if they were.
    pub left: Option<String>,
}

impl DataDir {
    /// All snapshots, the most recently published first.
    ///
    /// # Errors
    /// The directory cannot be listed; a manifest that cannot be read is part of the answer.
    pub fn snapshots(&self) -> Result<Vec<SnapshotSummary>, StoreError> {
        let live = self.live_id()?;
        let mut ids = self.snapshot_ids()?;
        ids.reverse();
        Ok(ids
            .into_iter()
            .map(|id| SnapshotSummary {
                live: live.as_deref() == Some(id.as_str()),
                manifest: self.manifest(&id),
                id,
            })
            .collect())
    }

    /// The whole id of the snapshot whose id begins so; at least 4 digits.
    ///
    /// # Errors
    /// None or several begin so.
    pub fn resolve(&self, prefix: &str) -> Result<String, StoreError> {
        let unknown = |problem| StoreError::UnknownSnapshot {
            id: prefix
                .chars()
                .take(64)
                .flat_map(char::escape_debug)
                .collect(),
            problem,
        };
        if prefix.len() < 4 {
            return Err(unknown("is too short, give at least 4 digits"));
        }
        let mut found = self.snapshot_ids()?;
        found.retain(|id| id.starts_with(prefix));
        match found.as_slice() {
            [id] => Ok(id.clone()),
            [] => Err(unknown("is not in this data directory")),
            _ => Err(unknown("is the beginning of several ids")),
        }
    }

    /// Makes an older snapshot live again, after checking all its files by hash. Returns its id.
    ///
    /// # Errors
    /// No such snapshot, a damaged one, or the file system refuses; the live one then stays.
    pub fn roll_back(&self, lock: &WriterLock, id: &str) -> Result<String, StoreError> {
        lock.covers(self.path())?;
        let id = self.resolve(id)?;
        let manifest = self.manifest(&id)?;
        self.check_segments(&manifest)?;
        self.swap_live(&id)?;
        Ok(id)
    }

    /// Removes old snapshots until `keep` are left; the live one always stays and counts.
    ///
    /// # Errors
    /// The file system refuses; what has been removed by then stays removed.
    pub fn prune(&self, lock: &WriterLock, keep: usize) -> Result<Pruned, StoreError> {
        self.prune_except(lock, keep, &BTreeSet::new())
    }

    /// As [`DataDir::prune`], but never removes the snapshots whose ids are given: decisions cite them.
    ///
    /// Segments that no remaining snapshot names go too, also those that were never published.
    /// Manifests go first: no manifest ever names a segment that is gone. While a remaining
    /// manifest cannot be read, no segment is removed, because it may need any of them.
    ///
    /// # Errors
    /// The file system refuses; what has been removed by then stays removed.
    pub fn prune_except(
        &self,
        lock: &WriterLock,
        keep: usize,
        cited: &BTreeSet<String>,
    ) -> Result<Pruned, StoreError> {
        lock.covers(self.path())?;
        let live = self.live_id()?;
        if let Some(live) = &live {
            // What a newer program has published is not ours to tidy.
            self.manifest(live)?;
        }
        let ids = self.snapshot_ids()?;
        // Without a live one, the most recent may be about to become it.
        let others = keep.max(1) - usize::from(live.is_some());
        let mut kept = BTreeSet::new();
        kept.extend(live.clone());
        kept.extend(ids.iter().filter(|id| cited.contains(*id)).cloned());
        let recent = ids.iter().rev().filter(|id| live.as_ref() != Some(*id));
        kept.extend(recent.take(others).cloned());

        let mut pruned = Pruned::default();
        let folder = self.folder("snapshots");
        for id in ids.iter().filter(|id| !kept.contains(*id)) {
            durable::remove_tree(self.layer(), &folder.join(format!("{id}.json")))?;
            pruned.snapshots.push(id.clone());
        }
        if !pruned.snapshots.is_empty() {
            durable::sync_dir(self.layer(), &folder)?;
            let remaining: Vec<_> = ids.into_iter().filter(|id| kept.contains(id)).collect();
            self.write_history(&remaining)?;
        }
        self.prune_segments(&kept, &mut pruned)?;
        Ok(pruned)
    }

    fn prune_segments(
        &self,
        kept: &BTreeSet<String>,
        pruned: &mut Pruned,
    ) -> Result<(), StoreError> {
        let mut needed = BTreeSet::new();
        for id in kept {
            match self.manifest(id) {
                Ok(manifest) => needed.extend(manifest.entries().map(|entry| entry.hash.clone())),
                Err(error) => {
                    pruned.left = Some(error.to_string());
                    return Ok(());
                }
            }
        }
        let folder = self.folder("segments");
        for hash in self.names_in(&folder)? {
            if needed.contains(&hash) || check_hash("segment", &hash).is_err() {
                continue;
            }
            // Renamed first, so that a half-removed segment never bears a segment's name.
            let doomed = durable::beside(&folder.join(&hash));
            durable::remove_tree(self.layer(), &doomed)?;
            durable::rename(self.layer(), &folder.join(&hash), &doomed)?;
            durable::remove_tree(self.layer(), &doomed)?;
            pruned.segments.push(hash);
        }
        if !pruned.segments.is_empty() {
            durable::sync_dir(self.layer(), &folder)?;
        }
        Ok(())
    }

    /// Puts an id at the end of the history.
    pub(crate) fn note_published(&self, id: &str) -> Result<(), StoreError> {
        let mut ids = self.snapshot_ids()?;
        ids.retain(|known| known != id);
        ids.push(id.to_owned());
        self.write_history(&ids)
    }

    fn write_history(&self, ids: &[String]) -> Result<(), StoreError> {
        let mut text = ids.join("\n");
        text.push('\n');
        let path = self.folder("snapshots").join("HISTORY");
        durable::replace(self.layer(), &path, text.as_bytes())
    }

    /// Ids of all manifests that are there: those that the history lacks first, by id, then in the
    /// order of publication.
    pub(crate) fn snapshot_ids(&self) -> Result<Vec<String>, StoreError> {
        let folder = self.folder("snapshots");
        let mut there: BTreeSet<String> = self
            .names_in(&folder)?
            .iter()
            .filter_map(|name| name.strip_suffix(".json"))
            .filter(|id| check_hash("snapshot", id).is_ok())
            .map(str::to_owned)
            .collect();
        let history = self
            .read_optional(&folder.join("HISTORY"))?
            .unwrap_or_default();
        let history = String::from_utf8_lossy(&history);
        let mut known: Vec<String> = Vec::new();
        for id in history.lines() {
            if there.remove(id) {
                known.push(id.to_owned());
            }
        }
        let mut ids: Vec<String> = there.into_iter().collect();
        ids.append(&mut known);
        Ok(ids)
    }
}
