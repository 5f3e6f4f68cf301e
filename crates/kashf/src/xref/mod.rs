//! Which entries of the loaded lists may be one party: `kashf xref`'s half that finds and weighs pairs.
//!
//! The finding and weighing is `kashf-screen`'s ([`kashf_screen::Field`]); what is made of it (judgements, clusters,
//! answers) is the other half's. A pair depends on its two entries alone, so that judging what changed gives exactly what
//! judging everything gives.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use kashf_resolve::JudgedPair;
use kashf_screen::{Engine, Policy};
use kashf_store::Snapshot;

use crate::error::KashfError;
use crate::progress::Progress;

/// What is asked of one judging.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XrefPlan {
    /// Only these datasets; all when absent.
    pub datasets: Option<Vec<String>>,
    /// Threads; those of the machine when absent.
    pub threads: Option<NonZeroUsize>,
}

/// Judges every pair of entries that may be one party, sorted by their ids.
///
/// # Errors
/// A dataset that is not loaded, a damaged snapshot, or threads that the system refuses.
pub fn judge_all(
    snapshot: &Snapshot,
    policy: &Policy,
    plan: &XrefPlan,
    progress: &dyn Progress,
) -> Result<Vec<JudgedPair>, KashfError> {
    run(snapshot, policy, None, plan, progress)
}

/// Judges the pairs that touch these entries: those of [`judge_all`] that hold one of them, no others.
///
/// # Errors
/// As [`judge_all`].
pub fn judge_changed(
    snapshot: &Snapshot,
    policy: &Policy,
    changed: &BTreeSet<String>,
    plan: &XrefPlan,
    progress: &dyn Progress,
) -> Result<Vec<JudgedPair>, KashfError> {
    run(snapshot, policy, Some(changed), plan, progress)
}

fn run(
    snapshot: &Snapshot,
    policy: &Policy,
    changed: Option<&BTreeSet<String>>,
    plan: &XrefPlan,
    progress: &dyn Progress,
) -> Result<Vec<JudgedPair>, KashfError> {
    if changed.is_some_and(BTreeSet::is_empty) {
        return Ok(Vec::new());
    }
    progress.begin("comparing entries", None);
    let work = || -> Result<Vec<JudgedPair>, KashfError> {
        let engine = Engine::new(snapshot, policy.clone())?;
        let field = engine.field(plan.datasets.as_deref())?;
        Ok(field.pairs(changed)?)
    };
    let judged = match plan.threads {
        None => work(),
        Some(threads) => rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .build()
            .map_err(|error| KashfError::Threads(error.to_string()))?
            .install(work),
    };
    progress.end();
    judged
}
