//! `kashf load`: lists in, a snapshot out, and what was found on the way.

use super::load_report::report;
use super::{Outcome, note, print};
use crate::args::LoadArguments;
use crate::progress::Bar;
use crate::show::Look;
use anyhow::Result;
use kashf::{Kashf, LoadRequest};

/// The request of the arguments, and whether every problem is to be printed.
pub(crate) fn request(arguments: LoadArguments) -> (LoadRequest, bool) {
    let request = LoadRequest {
        sources: arguments.source,
        files: arguments.file,
        name: arguments.name,
        mapping: arguments.mapping,
        accept: arguments.accept,
        now: now(),
    };
    (request, arguments.verbose)
}

/// The time for receipts, in whole seconds UTC.
pub(crate) fn now() -> String {
    let seconds = jiff::Timestamp::now().as_second();
    jiff::Timestamp::from_second(seconds)
        .unwrap_or_default()
        .to_string()
}

pub(crate) fn run(kashf: &Kashf, request: &LoadRequest, verbose: bool) -> Result<Outcome> {
    let look = Look::of_stdout();
    let mut outcome = kashf.load(request, &Bar::default())?;
    let mut text = String::new();
    for loaded in &outcome.reports {
        text.push_str(&report(loaded, &look, verbose));
        text.push('\n');
    }
    if let Some(applied) = &outcome.applied {
        let mut sums = [0; 3];
        for (_, step) in &applied.steps {
            for (sum, count) in sums.iter_mut().zip(step) {
                *sum += count;
            }
        }
        note(&format!(
            "{}: deltas applied after version {}: {} ({} added, {} modified, {} deleted); {} entities, as the index says",
            applied.dataset,
            applied.base,
            applied.steps.len(),
            sums[0],
            sums[1],
            sums[2],
            applied.entities
        ));
    }
    for reason in &outcome.ignored {
        note(&format!("ignored {reason}"));
    }
    let refused = outcome.refusals.len();
    if refused == 1
        && outcome.reports.is_empty()
        && let Some(refusal) = outcome.refusals.pop()
    {
        return Err(refusal.error.into());
    }
    match &outcome.snapshot {
        Some(id) if outcome.published => text.push_str(&format!("snapshot {id} is live\n")),
        Some(id) => text.push_str(&format!("nothing new: snapshot {id} stays live\n")),
        None => {}
    }
    print(&text)?;
    for refusal in outcome.refusals {
        crate::error::print(&anyhow::Error::from(refusal.error));
    }
    Ok(if refused == 0 {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}
