//! Placeholder of h-pairs7's module while it is not merged; replaced by it.

use crate::error::KashfError;
use crate::progress::Progress;
use kashf_resolve::JudgedPair;
use kashf_screen::Policy;
use kashf_store::Snapshot;
use std::collections::BTreeSet;

pub(crate) fn judge(
    _: &Snapshot,
    _: &Policy,
    _: Option<&BTreeSet<String>>,
    _: &dyn Progress,
) -> Result<Vec<JudgedPair>, KashfError> {
    Ok(Vec::new())
}
