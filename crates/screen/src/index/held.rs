//! What a segment holds beyond its publisher's list: removals that are held, and delisted entries.
//!
//! The list gate decides what is held (`kashf`); here it is only marked, so that every answer that
//! rests on it can say so. Held entries and names are compared like all others: a mark changes no score.

use std::collections::BTreeMap;

/// Entries and names whose removal is held, and entries that were delisted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldMarks {
    /// Ids of entries, each with the version (a date where the list has dates) that no longer had it.
    pub entries: BTreeMap<String, String>,
    /// Names by the id of their entry, each with the version that no longer had it.
    pub names: BTreeMap<String, BTreeMap<String, String>>,
    /// Ids of entries that were delisted, each with the version that no longer had it. They are shown and never
    /// match.
    pub delisted: BTreeMap<String, String>,
}

impl HeldMarks {
    /// The version that no longer had something of this entry, and whether it is the entry itself.
    pub(crate) fn of(&self, id: &str) -> Option<(&str, bool)> {
        if let Some(since) = self.entries.get(id) {
            return Some((since, true));
        }
        // Names may have gone in several steps: the first is told.
        let since = self.names.get(id)?.values().min()?;
        Some((since, false))
    }

    /// True when this name of the entry is held.
    pub(crate) fn holds_name(&self, id: &str, name: &str) -> bool {
        self.names
            .get(id)
            .is_some_and(|names| names.contains_key(name))
    }
}
