//! The self-find gate over one compiled segment (promise P3), on all processors.

use super::problem::GateProblem;
use crate::directory::Kashf;
use crate::error::KashfError;
use kashf_screen::{Engine, Missed, OwnNames, Policy, ScreenError};
use kashf_store::{Segment, Snapshot};

/// Names that are quoted when the gate refuses.
const EXAMPLES: usize = 3;

/// Asks every name of a segment for its own entry.
///
/// The built-in policy judges: the gate looks at the list and the index, and a stricter `policy.toml` is
/// its owner's own decision.
pub(crate) fn find_own_names(segment: Segment) -> Result<OwnNames, ScreenError> {
    ask(&Snapshot::in_memory(vec![segment]))
}

fn ask(snapshot: &Snapshot) -> Result<OwnNames, ScreenError> {
    let engine = Engine::new(snapshot, Policy::built_in())?;
    let mut all = engine.find_own_names()?;
    all.missed
        .sort_by(|a, b| (&a.id, &a.name).cmp(&(&b.id, &b.name)));
    Ok(all)
}

impl Kashf {
    /// Asks every name of the live snapshot for its own entry, as every load does before it goes live.
    ///
    /// # Errors
    /// When nothing is loaded or a segment is damaged.
    pub fn find_own_names(&self) -> Result<OwnNames, KashfError> {
        let snapshot = self.data.open_live()?.ok_or_else(|| KashfError::NoList {
            data: self.path().to_owned(),
        })?;
        Ok(ask(&snapshot)?)
    }
}

/// What to refuse with, when a name was missed.
pub(crate) fn objection(own: &OwnNames) -> Option<GateProblem> {
    let example =
        |missed: &Missed| format!("`{}` of {} ({})", missed.name, missed.id, missed.problem);
    let examples: Vec<String> = own.missed.iter().take(EXAMPLES).map(example).collect();
    (!own.missed.is_empty()).then(|| GateProblem::NotFound {
        missed: own.missed.len(),
        asked: own.asked,
        examples: examples.join(", "),
    })
}
