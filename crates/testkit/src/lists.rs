//! Engines over small lists, in memory.

use kashf_core::Statement;
use kashf_screen::{Engine, Policy, ScreenError, compile};
use kashf_store::{Segment, SegmentDraft, Snapshot, StoreError, statements};

/// Why a list could not be made ready.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The store refused the tables.
    #[error("list `{0}` could not be held")]
    Store(String, #[source] StoreError),
    /// The engine refused the snapshot.
    #[error("lists could not be opened")]
    Screen(#[from] ScreenError),
}

/// A snapshot of lists given as statements, by dataset.
///
/// # Errors
/// When a list cannot be described.
pub fn snapshot(lists: &[(&str, Vec<Statement>)]) -> Result<Snapshot, ListError> {
    let mut segments = Vec::new();
    for (dataset, list) in lists {
        let compiled = compile(list);
        let mut tables = statements::encode(list);
        tables.extend(compiled.tables);
        let draft = SegmentDraft {
            dataset: (*dataset).to_owned(),
            version: "1".to_owned(),
            as_of: None,
            counts: compiled.counts,
            tables,
            ..SegmentDraft::default()
        };
        let held = Segment::in_memory(draft);
        segments.push(held.map_err(|error| ListError::Store((*dataset).to_owned(), error))?);
    }
    Ok(Snapshot::in_memory(segments))
}

/// An engine over one list with the built-in policy.
///
/// # Errors
/// When the list cannot be held or opened.
pub fn engine(dataset: &str, list: Vec<Statement>) -> Result<Engine, ListError> {
    let snapshot = snapshot(&[(dataset, list)])?;
    Ok(Engine::new(&snapshot, Policy::built_in())?)
}
