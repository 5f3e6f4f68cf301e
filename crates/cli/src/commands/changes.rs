//! `kashf lists --changes DATASET`: what the live version brought, and what is held.

use super::{Outcome, print};
use crate::show::{Align, Look, Table, grouped};
use anyhow::Result;
use kashf::{Change, Changes, Kashf};

/// Entries of one kind of change that are printed; `--json` gives all.
const SHOWN: usize = 50;

pub(crate) fn run(kashf: &Kashf, dataset: &str, json: bool) -> Result<Outcome> {
    let changes = kashf.changes(dataset)?;
    if json {
        let mut text = String::new();
        for change in &changes.changes {
            text.push_str(&serde_json::to_string(change)?);
            text.push('\n');
        }
        print(&text)?;
        return Ok(Outcome::Done);
    }
    print(&text_of(&changes, &Look::of_stdout()))?;
    Ok(Outcome::Done)
}

fn text_of(changes: &Changes, look: &Look) -> String {
    let name = |version: &kashf::VersionName| {
        let as_of = version.as_of.as_deref().unwrap_or("date not stated");
        format!("{} ({as_of})", version.version)
    };
    let mut text = match &changes.from {
        Some(from) => format!(
            "{}: from {} to {}\n",
            look.bold(&changes.dataset),
            name(from),
            name(&changes.to)
        ),
        None => format!(
            "{}: {} is the first version here, or the one before was pruned\n",
            look.bold(&changes.dataset),
            name(&changes.to)
        ),
    };
    let kinds = [
        (
            "removal_held",
            "vanished from the list and held: they keep matching until `--accept REASON`",
        ),
        ("names_held", "names that vanished and are held"),
        ("added", "added"),
        ("removed", "removed"),
        ("amended", "amended"),
        (
            "delisted",
            "delisted in earlier steps: shown as such, no match",
        ),
    ];
    for (kind, title) in kinds {
        let of_kind: Vec<&Change> = changes
            .changes
            .iter()
            .filter(|change| change.change == kind)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{} {title}\n", grouped(of_kind.len() as u64)));
        text.push_str(&table(&of_kind, look));
        if let Some(more) = of_kind.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            text.push_str(&format!(
                "  and {} more; --json gives all\n",
                grouped(more as u64)
            ));
        }
    }
    if changes.changes.is_empty() {
        text.push_str("nothing changed\n");
    }
    text
}

fn table(changes: &[&Change], look: &Look) -> String {
    let mut table = Table::new(&[
        ("id", Align::Start),
        ("kind", Align::Start),
        ("caption", Align::Start),
        ("what", Align::Start),
    ]);
    for change in changes.iter().take(SHOWN) {
        table.row(vec![
            crate::show::safe(&change.id),
            change.schema.clone(),
            look.foreign(&change.caption),
            look.foreign(&what(change)),
        ]);
    }
    table.render(look, 2)
}

/// The statements that came (+) and went (-), and since when something is held.
fn what(change: &Change) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(since) = &change.since {
        parts.push(format!("not on the list of {since}"));
    }
    let came = change
        .came
        .iter()
        .map(|(prop, value)| format!("+ {prop} {value}"));
    let went = change
        .went
        .iter()
        .map(|(prop, value)| format!("- {prop} {value}"));
    parts.extend(came.chain(went));
    parts.join("; ")
}
