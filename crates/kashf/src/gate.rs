//! The list gate: what stands between a version that was read and the snapshot that answers.

/// What the gate found when a version took the place of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GateReport {
    /// Records that the version before did not have.
    pub added: u64,
    /// Records of the version before that this one does not have.
    pub removed: u64,
    /// Ids of entries that vanished in this step and are held.
    pub newly_held: Vec<String>,
    /// Entries of the dataset that are held in all, those of earlier steps included.
    pub held: u64,
    /// Ids of entries that were held and no longer are: accepted, or listed again.
    pub released: Vec<String>,
}
