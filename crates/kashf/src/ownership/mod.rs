//! Ownership by listed persons: what screening says of a company that no list names, and that listed persons own.
//!
//! The links are the edges of FollowTheMoney in the snapshot: those of the lists, and those of a register that was loaded
//! beside them. Which rule applies is the policy's; what the rules are stands in `kashf_trace::ownership`. All is found
//! once a snapshot, when a match first asks; a snapshot without `Ownership` costs nothing.
//!
//! Listed is a party with the topic `sanction` on a list that still has it. The day is that of the newest list, not of the
//! clock: the same snapshot gives the same answer.

mod edge;
mod line;
mod said;
mod share;
mod snapshot;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use edge::{Edge, edges_of};
pub use line::{OwnedLine, OwnedStatement, OwnedStep, ShareLine};
pub(crate) use said::Said;
pub use snapshot::{SnapshotLinks, of_snapshot};
pub use words::step_sentence;
