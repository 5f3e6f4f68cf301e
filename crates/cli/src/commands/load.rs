//! `kashf load`: lists in, a snapshot out, and what was found on the way.

use super::load_report::report;
use super::{Outcome, note, print};
use crate::args::LoadArguments;
use crate::progress::Bar;
use crate::settings;
use crate::show::{Align, Look, Table};
use anyhow::Result;
use kashf::{Kashf, KashfError, LoadOutcome, LoadRequest, Unchanged};

/// The request of the arguments, and whether every problem is to be printed.
pub(crate) fn request(arguments: LoadArguments) -> (LoadRequest, bool) {
    let request = LoadRequest {
        sources: arguments.source,
        files: arguments.file,
        name: arguments.name,
        mapping: arguments.mapping,
        accept: arguments.accept,
        now: now(),
        network: settings::network(),
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
    for unchanged in &outcome.unchanged {
        text.push_str(&confirmed(unchanged, &look));
        text.push('\n');
    }
    let refused = outcome.refusals.len();
    let others = outcome.reports.len() + outcome.unchanged.len();
    if refused == 1
        && others == 0
        && let Some(refusal) = outcome.refusals.pop()
    {
        return Err(refusal.error.into());
    }
    if outcome.fetched && refused + others > 1 {
        text.push_str(&summary(&outcome, &look));
    }
    if let Some(resolved) = &outcome.resolved {
        text.push_str(&super::xref::resolved_line(resolved));
    }
    match &outcome.snapshot {
        Some(id) if outcome.published => text.push_str(&format!("snapshot {id} is live\n")),
        Some(id) => text.push_str(&format!("nothing new: snapshot {id} stays live\n")),
        None if outcome.fetched => text.push_str("no list is live: nobody can be screened\n"),
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

/// What is said of a list that the publisher has not changed.
fn confirmed(unchanged: &Unchanged, look: &Look) -> String {
    let who = if unchanged.by_mirror {
        "a mirror"
    } else {
        "the publisher"
    };
    let as_of = unchanged.as_of.as_deref().unwrap_or("not stated");
    format!(
        "{}  not changed: {who} has version {} of {as_of}, which is live\n",
        look.bold(&unchanged.dataset),
        unchanged.version
    )
}

/// What became of each dataset, a line each, by name.
fn summary(outcome: &LoadOutcome, look: &Look) -> String {
    let mut rows: Vec<(String, String)> = Vec::new();
    for report in &outcome.reports {
        let held = report.gate.newly_held.len() + report.gate.newly_held_names.len();
        let what = match held {
            _ if report.unchanged => "not changed".to_owned(),
            0 => format!("live: {}", report.loaded.version),
            _ => format!("live: {}, with removals held", report.loaded.version),
        };
        rows.push((report.loaded.dataset.clone(), what));
    }
    for unchanged in &outcome.unchanged {
        rows.push((unchanged.dataset.clone(), "not changed".to_owned()));
    }
    for refusal in &outcome.refusals {
        let dataset = refusal.dataset.clone().unwrap_or_default();
        let what = match &refusal.error {
            KashfError::Unreachable(_) => "NOT FETCHED",
            _ => "REFUSED",
        };
        rows.push((dataset, what.to_owned()));
    }
    rows.sort();
    let mut table = Table::new(&[("dataset", Align::Start), ("outcome", Align::Start)]);
    for (dataset, what) in rows {
        table.row(vec![dataset, what]);
    }
    format!("{}\n", table.render(look, 0))
}
