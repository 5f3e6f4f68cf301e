//! Invented lists for the tests of the store.

use std::path::Path;
use std::sync::Arc;

use kashf_core::Statement;
use kashf_store::{DataDir, Manifest, SegmentDraft, Snapshot, StoreError, statements};

use crate::faulty::QuickFiles;

/// A list whose one value says which version it is.
pub(crate) fn draft(dataset: &str, version: u32) -> SegmentDraft {
    let value = format!("Layla Example {version}");
    let list = [Statement::new("x-1", "Person", "name", &value, dataset)];
    SegmentDraft {
        dataset: dataset.to_owned(),
        version: version.to_string(),
        as_of: None,
        counts: [("records".to_owned(), 1)].into(),
        tables: statements::encode(&list),
        ..SegmentDraft::default()
    }
}

/// Writes one version of one list and publishes it in the place of its predecessor.
pub(crate) fn publish(data: &DataDir, dataset: &str, version: u32) -> Result<String, StoreError> {
    let lock = data.lock()?;
    let entry = data.write_segment(&lock, draft(dataset, version))?;
    let live = match data.live_id()? {
        Some(id) => data.manifest(&id)?,
        None => Manifest::new(Vec::new()),
    };
    data.publish(&lock, &live.with(entry))
}

/// What the lists of a snapshot say, checking that each agrees with its manifest.
pub(crate) fn read(snapshot: &Snapshot) -> Vec<String> {
    snapshot
        .segments
        .iter()
        .map(|segment| {
            let held = statements::Statements::open(segment).unwrap();
            held.check().unwrap();
            let entity = held.find("x-1").unwrap();
            let value = held.statements(entity).next().unwrap().value().to_owned();
            let version = &segment.entry().version;
            assert_eq!(value, format!("Layla Example {version}"));
            format!("{} {version}", segment.dataset())
        })
        .collect()
}

/// A scratch directory, in memory where the machine has such a place: the disk may be busy.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// A data directory that does not wait for the disk: for tests of many cases.
pub(crate) fn quick(path: impl AsRef<Path>) -> DataDir {
    DataDir::open_with(path, Arc::new(QuickFiles)).unwrap()
}
