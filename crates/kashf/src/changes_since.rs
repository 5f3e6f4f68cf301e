//! What entered, changed and left between two snapshots, list by list: whom to screen again.
//!
//! Both snapshots are immutable, so the answer to the same two ids never changes. A list that one of them lacks came or went
//! as a whole. What is held (a removal that the gate does not believe yet) has not left: it still answers.

use crate::changes::{Change, VersionName, compare, version_name, whole};
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::gate::Previous;
use kashf_load::catalogue;
use kashf_store::{Manifest, SegmentEntry};
use serde::Serialize;
use std::collections::BTreeMap;

/// What changed between two snapshots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangesSince {
    /// The earlier snapshot.
    pub from: String,
    /// The later one.
    pub to: String,
    /// The lists that changed, by name.
    pub lists: Vec<ChangedList>,
}

/// What changed in one list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangedList {
    /// The dataset.
    pub dataset: String,
    /// Its version in the earlier snapshot; `None` where that has no such list.
    pub from: Option<VersionName>,
    /// Its version in the later snapshot; `None` where that has no such list.
    pub to: Option<VersionName>,
    /// The entries: `added`, `amended`, `removed`; by kind and id.
    pub changes: Vec<Change>,
}

impl Kashf {
    /// What changed from a snapshot to another (to the live one, when `to` is `None`), in all lists or in one. `since` is an
    /// id, the first digits of one, or a day: the last snapshot all of whose lists had been loaded by the end of that day.
    ///
    /// # Errors
    /// No such snapshot, none that is as old as the day, a dataset that neither has, or a segment that cannot be read.
    pub fn changes_since(
        &self,
        since: &str,
        to: Option<&str>,
        dataset: Option<&str>,
    ) -> Result<ChangesSince, KashfError> {
        let from = self.snapshot_of(since)?;
        let to = match to {
            Some(to) => self.snapshot_of(to)?,
            None => self.live_id()?.ok_or_else(|| KashfError::NoList {
                data: self.path().to_owned(),
            })?,
        };
        let (before, after) = (self.data.manifest(&from)?, self.data.manifest(&to)?);
        let mut pairs: BTreeMap<&str, (Option<&SegmentEntry>, Option<&SegmentEntry>)> =
            BTreeMap::new();
        for entry in before.lists() {
            pairs.entry(&entry.dataset).or_default().0 = Some(entry);
        }
        for entry in after.lists() {
            pairs.entry(&entry.dataset).or_default().1 = Some(entry);
        }
        if let Some(asked) = dataset {
            let name = catalogue::find(asked).map_or(asked, |info| info.name);
            if !pairs.contains_key(name) {
                return Err(KashfError::NotLoaded {
                    name: asked.to_owned(),
                    loaded: pairs.keys().map(|name| (*name).to_owned()).collect(),
                });
            }
            pairs.retain(|known, _| *known == name);
        }
        let mut lists = Vec::new();
        for (name, (before, after)) in pairs {
            if before.map(|entry| &entry.hash) == after.map(|entry| &entry.hash) {
                continue;
            }
            let mut changes = self.changes_of_list(name, before, after)?;
            changes.sort_by(|a, b| (a.change, &a.id).cmp(&(b.change, &b.id)));
            lists.push(ChangedList {
                dataset: name.to_owned(),
                from: before.map(version_name),
                to: after.map(version_name),
                changes,
            });
        }
        Ok(ChangesSince { from, to, lists })
    }

    fn changes_of_list(
        &self,
        name: &str,
        before: Option<&SegmentEntry>,
        after: Option<&SegmentEntry>,
    ) -> Result<Vec<Change>, KashfError> {
        let open = |entry: Option<&SegmentEntry>| match entry {
            None => Ok(None),
            Some(entry) => {
                let version = Previous::open(self, entry);
                match version.unreadable {
                    // What cannot be compared must not read as "nothing changed".
                    Some(problem) => Err(KashfError::Unreadable {
                        dataset: name.to_owned(),
                        problem,
                    }),
                    None => Ok(Some(version)),
                }
            }
        };
        Ok(match (open(before)?, open(after)?) {
            (Some(before), Some(after)) => compare(&before, &after),
            (None, Some(after)) => whole("added", &after),
            (Some(before), None) => whole("removed", &before),
            (None, None) => Vec::new(),
        })
    }

    /// The snapshot that an id, its first digits or a day means.
    fn snapshot_of(&self, text: &str) -> Result<String, KashfError> {
        let is_day = text.len() == 10 && text.as_bytes().get(4) == Some(&b'-');
        if !is_day {
            return Ok(self.data.resolve(text)?);
        }
        let mut earliest: Option<String> = None;
        for snapshot in self.data.snapshots()? {
            let Ok(manifest) = &snapshot.manifest else {
                continue;
            };
            let Some(day) = self.loaded_by(manifest)? else {
                continue;
            };
            if day.as_str() <= text {
                return Ok(snapshot.id);
            }
            earliest = Some(day);
        }
        Err(KashfError::AsOf {
            date: text.to_owned(),
            problem: match earliest {
                Some(day) => format!("the earliest snapshot here is of {day}"),
                None => "there is no snapshot whose day is known".to_owned(),
            },
        })
    }

    /// The day on which the last list of a snapshot was loaded; `None` where a receipt is missing.
    fn loaded_by(&self, manifest: &Manifest) -> Result<Option<String>, KashfError> {
        let mut last = None;
        for entry in manifest.lists() {
            let Some(receipt) = self.receipt(&entry.dataset, &entry.version)? else {
                return Ok(None);
            };
            let day = receipt.loaded_at.get(..10).map(str::to_owned);
            last = last.max(day);
        }
        Ok(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LoadRequest, NoProgress};

    fn load(
        kashf: &Kashf,
        folder: &std::path::Path,
        list: &str,
        entries: &[(&str, &str)],
        now: &str,
    ) {
        let lines: String = entries
            .iter()
            .map(|(id, name)| {
                format!("{{\"id\":\"{id}\",\"schema\":\"Person\",\"properties\":{{\"name\":[\"{name}\"]}}}}\n")
            })
            .collect();
        let file = folder.join(format!("{list}.ftm.json"));
        fs_err::write(&file, lines).unwrap();
        let request = LoadRequest {
            sources: vec![file.display().to_string()],
            now: now.to_owned(),
            ..LoadRequest::default()
        };
        let outcome = kashf.load(&request, &NoProgress).unwrap();
        assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
    }

    #[test]
    fn what_entered_changed_and_came_since_a_snapshot_or_a_day() {
        let folder = tempfile::tempdir().unwrap();
        let kashf = Kashf::open(folder.path().join("data")).unwrap();
        let at = folder.path();
        load(
            &kashf,
            at,
            "first",
            &[("x-1", "Nadir Exampleman"), ("x-2", "Layla Sample")],
            "2026-01-01T08:00:00Z",
        );
        let before = kashf.live_id().unwrap().unwrap();
        let second = [
            ("x-1", "Nadir Exampleman Junior"),
            ("x-2", "Layla Sample"),
            ("x-3", "Omar Specimen"),
        ];
        load(&kashf, at, "first", &second, "2026-01-05T08:00:00Z");
        load(
            &kashf,
            at,
            "second",
            &[("y-1", "Huda Instance")],
            "2026-01-07T08:00:00Z",
        );

        let told = |since: &str| {
            let since = kashf.changes_since(since, None, None).unwrap();
            let lists = since.lists.iter().flat_map(|list| {
                list.changes
                    .iter()
                    .map(|change| (list.dataset.clone(), change.change, change.id.clone()))
            });
            lists
                .map(|(list, kind, id)| format!("{list} {kind} {id}"))
                .collect::<Vec<_>>()
        };
        let all = ["first added x-3", "first amended x-1", "second added y-1"];
        assert_eq!(told(&before), all);
        assert_eq!(told(&before[..8]), all);
        assert_eq!(told("2026-01-03"), all);
        assert_eq!(told("2026-01-06"), ["second added y-1"]);
        assert!(told("2026-01-07").is_empty());
        let early = kashf.changes_since("2025-12-31", None, None).unwrap_err();
        assert!(early.to_string().contains("2026-01-01"), "{early}");
        let one = kashf.changes_since(&before, None, Some("second")).unwrap();
        assert_eq!(one.lists.len(), 1);
        assert!(kashf.changes_since(&before, None, Some("third")).is_err());
        // Backwards what came goes.
        let live = kashf.live_id().unwrap().unwrap();
        let back = kashf
            .changes_since(&live, Some(&before), Some("second"))
            .unwrap();
        assert_eq!(back.lists[0].changes[0].change, "removed");
    }
}
