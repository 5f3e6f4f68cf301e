//! `kashf xref`: who is one party across the lists.

use super::{Outcome, note, print, xref_review};
use crate::args::{XrefArguments, XrefCommand};
use crate::error::fail;
use crate::progress::Bar;
use crate::show::{Look, grouped, safe, safe_sentence};
use anyhow::Result;
use kashf::{EntityCard, Kashf, KashfError, PartyView, Resolved, XrefLine};
use std::env;

pub(crate) fn run(kashf: &Kashf, arguments: &XrefArguments) -> Result<Outcome> {
    let json = arguments.json;
    match &arguments.command {
        None => list(kashf, json),
        Some(XrefCommand::Split { id, reason, by }) => {
            let by = person(by.as_deref())?;
            split(kashf, id, (&by, reason), json)
        }
        Some(XrefCommand::Review { by, unsure }) => {
            let by = person(by.as_deref())?;
            current(kashf)?;
            xref_review::run(kashf, &by, *unsure)
        }
        Some(XrefCommand::Import { file }) => {
            let report = kashf.import_resolver(file, &Bar::default())?;
            let mut text = format!(
                "{} lines: {} judgements taken, {} known already, {} suggestions and {} deleted lines left out\n",
                grouped(report.lines),
                grouped(report.added),
                grouped(report.known),
                grouped(report.suggestions),
                grouped(report.deleted)
            );
            if let Some((id, resolved)) = &report.resolved {
                text.push_str(&resolved_line(resolved));
                text.push_str(&format!("snapshot {id} is live\n"));
            }
            print(&text)?;
            Ok(Outcome::Done)
        }
        Some(XrefCommand::Export { file }) => {
            current(kashf)?;
            let report = kashf.export_resolver(file, &Bar::default())?;
            print(&format!(
                "{} parties in {} lines written to {}\n",
                grouped(report.parties as u64),
                grouped(report.lines as u64),
                safe(&file.display().to_string())
            ))?;
            Ok(Outcome::Done)
        }
        Some(XrefCommand::Show { id }) => show(kashf, id, json),
    }
}

/// What resolving did, in one line.
pub(crate) fn resolved_line(resolved: &Resolved) -> String {
    let of = |count: usize, one: &str, several: &str| {
        let word = if count == 1 { one } else { several };
        format!("{} {word}", grouped(count as u64))
    };
    format!(
        "across lists: {} judged ({} as before), {} in {}, {} for a human to look at; {:.1} s\n",
        of(resolved.pairs, "pair", "pairs"),
        grouped(resolved.taken_over as u64),
        of(resolved.merged, "entry", "entries"),
        of(resolved.parties, "party", "parties"),
        grouped(resolved.look as u64),
        resolved.time.as_secs_f64()
    )
}

/// Brings what was resolved to the policy and the judgements of now.
pub(super) fn current(kashf: &Kashf) -> Result<()> {
    if let Some((id, resolved)) = kashf.resolve_again(&Bar::default())? {
        note(resolved_line(&resolved).trim_end());
        note(&format!("snapshot {id} is live"));
    }
    Ok(())
}

/// Who judges: `--by`, else the user of this machine. A judgement without a name is one all the same, and says so.
fn person(by: Option<&str>) -> Result<String> {
    let named = |name: &str| {
        let name = name.trim();
        (!name.is_empty() && !name.chars().any(char::is_control)).then(|| name.to_owned())
    };
    if let Some(by) = by {
        return named(by).ok_or_else(|| {
            fail(
                "--by: the name is empty or holds control characters",
                "name who judges, such as --by Layla",
            )
        });
    }
    let of_machine = ["USER", "LOGNAME"]
        .iter()
        .find_map(|name| named(&env::var(name).ok()?));
    Ok(of_machine.unwrap_or_else(|| {
        note("warning: nobody is named as the one who judges; --by NAME does");
        "not named".to_owned()
    }))
}

fn list(kashf: &Kashf, json: bool) -> Result<Outcome> {
    current(kashf)?;
    let lines = kashf.xref_lines(&Bar::default())?;
    if json {
        let mut text = String::new();
        for line in &lines {
            text.push_str(&serde_json::to_string(line)?);
            text.push('\n');
        }
        print(&text)?;
        return Ok(Outcome::Done);
    }
    let of = |outcome: &str| lines.iter().filter(|line| line.outcome == outcome).count() as u64;
    let mut text = format!(
        "{} pairs: {} same, {} different, {} for a human to look at\n",
        grouped(lines.len() as u64),
        grouped(of("same")),
        grouped(of("different")),
        grouped(of("look"))
    );
    let look = Look::of_stdout();
    for line in lines.iter().filter(|line| line.outcome == "same").take(10) {
        text.push_str(&pair(line, &look));
    }
    if of("same") > 10 {
        text.push_str("  ...\n");
    }
    text.push_str("`kashf xref --json` gives every pair with its reasons, `kashf xref review` those that wait\n");
    print(&text)?;
    Ok(Outcome::Done)
}

fn pair(line: &XrefLine, look: &Look) -> String {
    let score = line
        .score
        .map_or_else(|| "    -".to_owned(), |score| format!("{score:.3}"));
    let why = line
        .reasons
        .first()
        .map(|reason| safe_sentence(&reason.en, look));
    format!(
        "  {score}  {} = {}  {}\n",
        safe(&line.a),
        safe(&line.b),
        look.faint(&why.unwrap_or_default())
    )
}

fn split(kashf: &Kashf, id: &str, (by, reason): (&str, &str), json: bool) -> Result<Outcome> {
    current(kashf)?;
    let now = super::load::now();
    let report = kashf.split(id, (by, &now, reason), &Bar::default())?;
    if json {
        let value = serde_json::json!({
            "split": id,
            "was": report.before.id,
            "judged": report.judged,
            "now": report.now,
            "snapshot": report.snapshot,
        });
        print(&format!("{value}\n"))?;
        return Ok(Outcome::Done);
    }
    let mut text = format!(
        "{} is taken apart: {} pairs are judged different by {} ({})\n",
        safe(&report.before.id),
        report.judged,
        safe(by),
        safe(reason)
    );
    for ids in &report.now {
        let ids: Vec<String> = ids.iter().map(|id| safe(id)).collect();
        text.push_str(&format!("  {}\n", ids.join(" = ")));
    }
    text.push_str(&format!("snapshot {} is live\n", report.snapshot));
    print(&text)?;
    Ok(Outcome::Done)
}

fn show(kashf: &Kashf, id: &str, json: bool) -> Result<Outcome> {
    let unknown = || KashfError::UnknownId { id: id.to_owned() };
    let party = kashf.party(id, &Bar::default())?.ok_or_else(unknown)?;
    if json {
        print(&format!("{}\n", serde_json::to_string(&party)?))?;
        return Ok(Outcome::Done);
    }
    print(&party_text(&party, &Look::of_stdout()))?;
    Ok(Outcome::Done)
}

fn party_text(party: &PartyView, look: &Look) -> String {
    let mut text = format!("{}\n", look.bold(&look.foreign(&party.canonical_id)));
    let mut ids = |name: &str, ids: &[String]| {
        if !ids.is_empty() {
            let ids: Vec<String> = ids.iter().map(|id| safe(id)).collect();
            text.push_str(&format!("  {name:<10} {}\n", ids.join(" ")));
        }
    };
    ids("referents", &party.referents);
    ids("formerly", &party.former);
    for entry in &party.entries {
        text.push_str(&entry_line(entry, look));
    }
    for said in &party.said {
        let score = said
            .score
            .map(|score| format!(" {:.3}", f64::from(score) / 1000.0));
        text.push_str(&format!(
            "  {} {} {}: {}{}\n",
            safe(&said.a),
            if said.outcome == "same" { "=" } else { "|" },
            safe(&said.b),
            look.bold(&said.outcome),
            score.unwrap_or_default()
        ));
        for reason in &said.reasons {
            let en = safe_sentence(&reason.en, look);
            text.push_str(&format!("    {:>+5}  {en}\n", reason.points));
        }
    }
    text
}

fn entry_line(entry: &EntityCard, look: &Look) -> String {
    format!(
        "  {}  {}, {}, {}\n",
        safe(&entry.id),
        look.foreign(&entry.caption),
        entry.schema,
        entry.datasets.join(" + ")
    )
}
