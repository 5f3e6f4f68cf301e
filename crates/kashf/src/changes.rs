//! What changed in a list: the live version against the one before it, and what is held.
//!
//! Compared are the two segments as they stand on disk, statement by statement. The version before is the
//! newest snapshot with another version of the dataset; when it was pruned, only what is held can be told.

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::gate::Previous;
use kashf_load::catalogue;
use kashf_store::statements::Statements;
use kashf_store::{Manifest, SegmentEntry};
use rustc_hash::FxHashSet;
use serde::Serialize;
use std::collections::BTreeSet;

/// A version of a dataset, by its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionName {
    /// The version.
    pub version: String,
    /// The publisher's date.
    pub as_of: Option<String>,
}

/// One entry that changed. Fields in the order of `kashf lists --changes --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// `added`, `removed` (in this step), `amended`, `removal_held`, `names_held` or `delisted` (in an earlier step).
    pub change: &'static str,
    /// Id of the entry.
    pub id: String,
    /// Its caption.
    pub caption: String,
    /// Its schema.
    pub schema: String,
    /// The version that no longer had it, for what is held or delisted: its date, or its name where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Statements that the version before did not have: property, value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub came: Vec<(String, String)>,
    /// Statements that the live version does not have, or names that are held: property, value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub went: Vec<(String, String)>,
}

/// What changed in a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// The dataset.
    pub dataset: String,
    /// The version before; `None` for the first, or when it was pruned.
    pub from: Option<VersionName>,
    /// The live version.
    pub to: VersionName,
    /// The entries, by kind of change and id.
    pub changes: Vec<Change>,
}

impl Kashf {
    /// What changed in a dataset (its name or alias) when its live version took the place of another.
    ///
    /// # Errors
    /// When the dataset is not loaded, or a segment cannot be read.
    pub fn changes(&self, dataset: &str) -> Result<Changes, KashfError> {
        let name = catalogue::find(dataset).map_or(dataset, |info| info.name);
        let live = self.data.live_id()?;
        let manifest = live.map(|id| self.data.manifest(&id)).transpose()?;
        let manifest = manifest.unwrap_or_else(|| Manifest::new(Vec::new()));
        let Some(entry) = manifest.lists().find(|segment| segment.dataset == name) else {
            return Err(KashfError::NotLoaded {
                name: dataset.to_owned(),
                loaded: manifest.lists().map(|s| s.dataset.clone()).collect(),
            });
        };
        let now = Previous::open(self, entry);
        if let Some(problem) = &now.unreadable {
            return Err(KashfError::Unreadable {
                dataset: name.to_owned(),
                problem: problem.clone(),
            });
        }
        let before = self.version_before(entry)?;
        let mut changes = held(&now);
        if let Some(before) = &before {
            changes.extend(compare(&Previous::open(self, before), &now));
        }
        if let Some(entry) = manifest.delisted(name) {
            changes.extend(delisted(&Previous::open(self, entry), &changes));
        }
        changes.sort_by(|a, b| (a.change, &a.id).cmp(&(b.change, &b.id)));
        Ok(Changes {
            dataset: name.to_owned(),
            from: before.as_ref().map(version_name),
            to: version_name(entry),
            changes,
        })
    }

    /// The newest other version of a dataset that a snapshot still names.
    fn version_before(&self, entry: &SegmentEntry) -> Result<Option<SegmentEntry>, KashfError> {
        let mut behind_live = false;
        for snapshot in self.data.snapshots()? {
            behind_live |= snapshot.live;
            let Ok(manifest) = snapshot.manifest else {
                continue;
            };
            if let Some(found) = manifest.segment(&entry.dataset)
                && behind_live
                && found.version != entry.version
            {
                return Ok(Some(found.clone()));
            }
        }
        Ok(None)
    }
}

pub(crate) fn version_name(entry: &SegmentEntry) -> VersionName {
    VersionName {
        version: entry.version.clone(),
        as_of: entry.as_of.clone(),
    }
}

/// What is held, from the live segment.
fn held(now: &Previous) -> Vec<Change> {
    let Some(statements) = now.compared() else {
        return Vec::new();
    };
    let rows = now
        .held
        .iter()
        .filter(|row| row.is_entry() || row.name.is_some());
    rows.map(|row| {
        let mut change = change_of("removal_held", &row.entity, &statements);
        change.since = Some(row.since().to_owned());
        if let Some(name) = &row.name {
            change.change = "names_held";
            change.went.push(("name".to_owned(), name.clone()));
        }
        change
    })
    .collect()
}

/// What left the list in earlier steps, from the companion of the live segment.
fn delisted(companion: &Previous, told: &[Change]) -> Vec<Change> {
    let Some(statements) = companion.compared() else {
        return Vec::new();
    };
    let told: FxHashSet<&str> = told.iter().map(|change| change.id.as_str()).collect();
    let rows = companion.held.iter();
    rows.filter(|row| !told.contains(row.entity.as_str()))
        .map(|row| {
            let mut change = change_of("delisted", &row.entity, &statements);
            change.since = Some(row.since().to_owned());
            change
        })
        .collect()
}

/// What came, went and was amended between two versions.
pub(crate) fn compare(before: &Previous, now: &Previous) -> Vec<Change> {
    let (Some(old), Some(new)) = (before.compared(), now.compared()) else {
        return Vec::new();
    };
    let had: FxHashSet<&str> = before.records.iter().map(String::as_str).collect();
    let has: FxHashSet<&str> = now.records.iter().map(String::as_str).collect();
    let held: FxHashSet<&str> = now.held.iter().map(|row| row.entity.as_str()).collect();
    let mut changes = Vec::new();
    for id in &before.records {
        if !has.contains(id.as_str()) && !held.contains(id.as_str()) {
            changes.push(change_of("removed", id, &old));
        }
    }
    for id in &now.records {
        if !had.contains(id.as_str()) {
            changes.push(change_of("added", id, &new));
            continue;
        }
        let (was, is) = (said(id, &old), said(id, &new));
        if was != is {
            let mut change = change_of("amended", id, &new);
            change.came = is.difference(&was).cloned().collect();
            change.went = was.difference(&is).cloned().collect();
            changes.push(change);
        }
    }
    changes
}

/// What is said of an entity: property, value.
fn said(id: &str, statements: &Statements<'_>) -> BTreeSet<(String, String)> {
    let entity = statements.find(id);
    entity
        .into_iter()
        .flat_map(|entity| statements.statements(entity))
        .filter(|statement| statement.prop() != "id")
        .map(|statement| (statement.prop().to_owned(), statement.value().to_owned()))
        .collect()
}

/// Every record of a version, as one kind of change.
pub(crate) fn whole(change: &'static str, version: &Previous) -> Vec<Change> {
    let Some(statements) = version.compared() else {
        return Vec::new();
    };
    let ids = version.records.iter();
    ids.map(|id| change_of(change, id, &statements)).collect()
}

fn change_of(change: &'static str, id: &str, statements: &Statements<'_>) -> Change {
    let of_entity: Vec<_> = statements
        .find(id)
        .into_iter()
        .flat_map(|entity| statements.statements(entity))
        .map(|statement| statement.to_statement())
        .collect();
    let entity = kashf_ftm::entity_from_statements(&of_entity);
    Change {
        change,
        id: id.to_owned(),
        caption: entity.as_ref().map(kashf_ftm::caption).unwrap_or_default(),
        schema: entity.map(|entity| entity.schema).unwrap_or_default(),
        since: None,
        came: Vec::new(),
        went: Vec::new(),
    }
}
