//! Companion segments: what a dataset remembers beyond its list.
//!
//! `DATASET.delisted` holds the entries that left the list of `DATASET`. It is a segment like any other (hashed,
//! mapped, verified), beside that of the list, so that the list's own segment stays a function of the publisher's bytes
//! alone. It is not a dataset that a user can name, load or count.

use crate::{Manifest, SegmentEntry};

/// What the name of a companion ends in. No dataset's own name may.
const DELISTED: &str = ".delisted";

/// The name of the segment that remembers what left a dataset's list.
#[must_use]
pub fn delisted_of(dataset: &str) -> String {
    format!("{dataset}{DELISTED}")
}

/// The dataset that a segment belongs to: itself, unless it is a companion.
#[must_use]
pub fn list_of(dataset: &str) -> &str {
    dataset.strip_suffix(DELISTED).unwrap_or(dataset)
}

/// True for the name of a companion.
#[must_use]
pub fn is_companion(dataset: &str) -> bool {
    dataset.ends_with(DELISTED)
}

impl Manifest {
    /// The segments of lists, without their companions.
    pub fn lists(&self) -> impl Iterator<Item = &SegmentEntry> {
        let segments = self.segments.iter();
        segments.filter(|segment| !is_companion(&segment.dataset))
    }

    /// What remembers the entries that left a dataset's list.
    #[must_use]
    pub fn delisted(&self, dataset: &str) -> Option<&SegmentEntry> {
        self.segment(&delisted_of(dataset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companions_belong_to_their_list() {
        let of = |dataset: &str| SegmentEntry {
            dataset: dataset.to_owned(),
            ..SegmentEntry::default()
        };
        let manifest = Manifest::new(vec![of("a"), of("a.delisted"), of("b")]);
        let lists: Vec<&str> = manifest.lists().map(|s| s.dataset.as_str()).collect();
        assert_eq!(lists, ["a", "b"]);
        assert!(manifest.delisted("a").is_some() && manifest.delisted("b").is_none());
        assert_eq!(list_of(&delisted_of("a")), "a");
    }
}
