//! What can go wrong while an index is opened or read.

/// A failure of screening. None of them is ever turned into an empty result.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// The segment was compiled by another version of the program.
    #[error("segment of `{dataset}` has index `{found}`, this program reads `{expected}`")]
    IndexVersion {
        /// The dataset.
        dataset: String,
        /// What the segment holds.
        found: String,
        /// What this program reads.
        expected: String,
    },
    /// A table is missing or points outside itself.
    #[error("segment of `{dataset}`: table `{table}` is damaged: {problem}")]
    Damaged {
        /// The dataset.
        dataset: String,
        /// The table.
        table: &'static str,
        /// What was found.
        problem: String,
    },
    /// The store refused a table.
    #[error("failed to read a segment")]
    Store(#[from] kashf_store::StoreError),
    /// What was resolved across the lists names an entry that is not there.
    #[error(
        "`{id}` does not stand in the segment of `{segment}` where the clusters of this snapshot say"
    )]
    Misplaced {
        /// The id.
        id: String,
        /// The segment.
        segment: String,
    },
    /// A requested dataset is not loaded.
    #[error("dataset `{0}` is not loaded")]
    NotLoaded(String),
}

impl ScreenError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::IndexVersion { dataset, .. } => {
                format!(
                    "an older kashf compiled it: load `{dataset}` or any other list, and every index is \
                     compiled anew"
                )
            }
            Self::Damaged { .. } | Self::Store(_) | Self::Misplaced { .. } => {
                "`kashf verify` names the damaged files; `kashf snapshots` can roll back".to_owned()
            }
            Self::NotLoaded(_) => "`kashf lists` shows what is loaded".to_owned(),
        }
    }
}
