//! `kashf snapshots` and `kashf verify`: what is on disk, and whether it is whole.

use super::{Outcome, note, print};
use crate::args::SnapshotsCommand;
use crate::show::{Look, grouped};
use anyhow::Result;
use kashf::Kashf;
use kashf_records::Records;

pub(crate) fn run(kashf: &Kashf, command: Option<&SnapshotsCommand>) -> Result<Outcome> {
    match command {
        None | Some(SnapshotsCommand::List) => list(kashf),
        Some(SnapshotsCommand::RollBack { id }) => {
            let id = kashf.roll_back(id)?;
            print(&format!("live is now snapshot {id}\n"))?;
            Ok(Outcome::Done)
        }
        Some(SnapshotsCommand::Prune { keep }) => {
            let pruned = kashf.prune(usize::from(*keep))?;
            print(&format!(
                "removed {} snapshots and {} segments; sources stay\n",
                pruned.snapshots.len(),
                pruned.segments.len()
            ))?;
            if let Some(left) = pruned.left {
                note(&format!("warning: segments were left alone: {left}"));
            }
            Ok(Outcome::Done)
        }
    }
}

fn list(kashf: &Kashf) -> Result<Outcome> {
    let look = Look::of_stdout();
    let mut text = String::new();
    for snapshot in kashf.snapshots()? {
        let live = if snapshot.live {
            look.bold("  live")
        } else {
            String::new()
        };
        text.push_str(&format!("{}{live}\n", snapshot.id));
        match snapshot.manifest {
            Ok(manifest) => {
                for segment in manifest.lists() {
                    let records = segment.counts.get("records").copied().unwrap_or(0);
                    let records = grouped(records);
                    text.push_str(&format!(
                        "  {} {}  {records} records\n",
                        segment.dataset, segment.version
                    ));
                }
            }
            Err(error) => text.push_str(&format!("  damaged: {error}\n")),
        }
    }
    if text.is_empty() {
        text.push_str("no snapshot yet\n");
    }
    print(&text)?;
    Ok(Outcome::Done)
}

/// `kashf verify`: exit 2 when something is missing or damaged.
pub(crate) fn verify(kashf: &Kashf) -> Result<Outcome> {
    let report = kashf.verify();
    let records = Records::open_existing(kashf.path())?;
    let wrong = records
        .map(|records| records.check())
        .transpose()?
        .flatten();
    let is_sound = report.is_sound() && wrong.is_none();
    let mut text = String::new();
    if let Some(wrong) = wrong {
        text.push_str(&crate::show::safe(&format!("`kashf.sqlite`: {wrong}\n")));
    }
    for finding in &report.findings {
        text.push_str(&crate::show::safe(&format!("{finding}\n")));
    }
    if report.not_listed > 0 {
        text.push_str(&format!("and {} more\n", grouped(report.not_listed)));
    }
    text.push_str(&format!(
        "{} snapshots, {} segments, {} files, {} bytes checked: {}\n",
        report.snapshots,
        report.segments,
        grouped(report.files),
        grouped(report.bytes),
        if is_sound {
            "all as published"
        } else {
            "NOT as published"
        },
    ));
    print(&text)?;
    if is_sound {
        return Ok(Outcome::Done);
    }
    note("error: the data directory is damaged");
    note("hint: load the named datasets again, or `kashf snapshots roll-back` to a whole snapshot");
    Ok(Outcome::Failed)
}
