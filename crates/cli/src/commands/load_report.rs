//! What a load found, for the person who loads.

use crate::show::{Look, Tint, grouped, wrap};
use kashf::{GateReport, LoadReport};
use kashf_core::ProblemKind;
use kashf_load::catalogue;
use std::collections::BTreeMap;

/// Problems that are printed without `--verbose`.
const SHOWN_PROBLEMS: usize = 10;

/// Kinds of facts read from prose that are printed without `--verbose`.
const SHOWN_PARTS: usize = 8;

/// The report of one dataset.
pub(crate) fn report(report: &LoadReport, look: &Look, verbose: bool) -> String {
    let loaded = &report.loaded;
    let known = catalogue::find(&loaded.dataset);
    let title = known.map_or_else(
        || "a list of your own".to_owned(),
        |info| info.title.to_owned(),
    );
    let mut text = format!("{}  {}\n", look.bold(&loaded.dataset), look.foreign(&title));
    let mut line = |name: &str, value: &str| {
        for (at, part) in wrap(value, look.width.saturating_sub(16))
            .iter()
            .enumerate()
        {
            let name = if at == 0 { name } else { "" };
            text.push_str(&format!("  {:<13} {part}\n", name));
        }
    };
    if let Some(closed) = known.and_then(|info| info.closed) {
        line("CLOSED", closed);
    }
    let as_of = loaded.as_of.as_deref().unwrap_or("not stated");
    let again = if report.unchanged {
        "  (these bytes are loaded already)"
    } else {
        ""
    };
    line(
        "version",
        &format!("{}  as of {as_of}{again}", loaded.version),
    );
    if let Some(before) = &report.replaced {
        let as_of = before.as_of.as_deref().unwrap_or("not stated");
        line("replaces", &format!("{}  as of {as_of}", before.version));
    }
    for (name, value) in gate_lines(&report.gate) {
        line(name, &value);
    }
    line(
        "records",
        &with_parts(loaded.records, &loaded.records_by_type),
    );
    let counts = &report.segment.counts;
    line(
        "entities",
        &with_parts(count(counts, "entities"), &under(counts, "schema:")),
    );
    line(
        "names",
        &with_parts(count(counts, "names"), &under(counts, "script:")),
    );
    if report.gate.names_asked > 0 {
        let wordless = match report.gate.names_wordless {
            0 => String::new(),
            names => format!("; {} names hold no letter and no digit", grouped(names)),
        };
        let asked = grouped(report.gate.names_asked);
        line(
            "self-find",
            &format!("{asked} names lead to their own entry{wordless}"),
        );
    }
    if !loaded.understood.is_empty() {
        let sum = loaded.understood.values().sum();
        let parts = if verbose { with_parts } else { with_largest };
        line("from prose", &parts(sum, &loaded.understood));
    }
    let problems: u64 = loaded.problem_counts.values().sum();
    let kinds: BTreeMap<String, u64> = loaded
        .problem_counts
        .iter()
        .map(|(kind, n)| (kind_in_words(*kind).to_owned(), *n))
        .collect();
    line("problems", &with_parts(problems, &kinds));
    let not_held: u64 = loaded.not_held.values().sum();
    line("not held", &with_parts(not_held, &loaded.not_held));
    match known {
        Some(info) => {
            line("licence", info.licence);
            line("attribution", info.attribution);
        }
        None => line("licence", "not known: a list of your own"),
    }
    let shown = if verbose {
        loaded.problems.len()
    } else {
        SHOWN_PROBLEMS
    };
    for problem in loaded.problems.iter().take(shown) {
        text.push_str(&format!(
            "  {} {}\n",
            look.tinted(Tint::Yellow, "!"),
            look.foreign(&problem.to_string())
        ));
    }
    let more = problems.saturating_sub(shown.min(loaded.problems.len()) as u64);
    if more > 0 {
        let how = if verbose {
            ""
        } else {
            "; --verbose prints them"
        };
        text.push_str(&format!("  ! and {} more problems{how}\n", grouped(more)));
    }
    text
}

/// What the list gate found, a line a finding.
fn gate_lines(gate: &GateReport) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if gate.compared_with.is_some() {
        let (added, removed) = (grouped(gate.added), grouped(gate.removed));
        lines.push((
            "changes",
            format!("{added} added, {removed} gone from the list"),
        ));
    }
    if gate.from_the_future {
        let text = "the list says a date that has not come yet; a later version with a true date will be \
                    refused as older (--accept REASON takes it)";
        lines.push(("DATE", text.to_owned()));
    }
    if let Some(problem) = &gate.not_compared {
        let text = format!("the version before cannot be read, so nothing was compared: {problem}");
        lines.push(("NOT COMPARED", text));
    }
    if !gate.newly_held.is_empty() {
        let text = format!(
            "{} entries vanished, more than delisting explains (2 % or 5): they keep matching, marked, \
             until a human accepts; `kashf lists --changes` shows them, `kashf load --accept REASON` lets \
             them go",
            grouped(gate.newly_held.len() as u64)
        );
        lines.push(("HELD", text));
    }
    if !gate.newly_held_names.is_empty() {
        let text = format!(
            "{} names vanished from entries that are still listed: they keep matching, marked",
            grouped(gate.newly_held_names.len() as u64)
        );
        lines.push(("HELD", text));
    }
    if gate.held + gate.held_names > 0 {
        let text = format!(
            "{} entries and {} names in all",
            grouped(gate.held),
            grouped(gate.held_names)
        );
        lines.push(("held", text));
    }
    if gate.delisted > 0 {
        let count = grouped(gate.delisted);
        let text = format!("{count} entries in all: shown as such, no match");
        lines.push(("delisted", text));
    }
    if let Some(problem) = &gate.delisted_lost {
        let text =
            format!("what was known of delisted entries cannot be read and begins anew: {problem}");
        lines.push(("DELISTED", text));
    }
    if !gate.released.is_empty() {
        let why = if gate.accepted.is_some() {
            "accepted"
        } else {
            "listed again"
        };
        let count = grouped(gate.released.len() as u64);
        lines.push(("released", format!("{count} entries that were held: {why}")));
    }
    for (field, before, now) in &gate.thinned {
        let (before, now) = (grouped(*before), grouped(*now));
        let text = format!("`{field}`: {before} entries had it, {now} of them still do");
        lines.push(("fewer", text));
    }
    if let Some(reason) = &gate.accepted {
        lines.push((
            "accepted",
            format!("{}; on record", crate::show::safe(reason)),
        ));
    }
    for problem in &gate.overridden {
        lines.push(("overridden", crate::show::safe(problem)));
    }
    lines
}

fn kind_in_words(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::RecordLost => "records lost",
        ProblemKind::ValueRejected => "values rejected",
        ProblemKind::NotHeld => "not held",
        ProblemKind::Doubtful => "doubtful values",
    }
}

/// The largest parts of a count, with the rest as one number.
fn with_largest(total: u64, parts: &BTreeMap<String, u64>) -> String {
    let mut sorted: Vec<_> = parts.iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let shown = sorted
        .iter()
        .take(SHOWN_PARTS)
        .map(|(name, n)| ((*name).clone(), **n))
        .collect();
    let text = with_parts(total, &shown);
    match sorted.get(SHOWN_PARTS..) {
        None | Some([]) => text,
        Some(rest) => {
            let sum: u64 = rest.iter().map(|(_, n)| **n).sum();
            format!("{text}, and {} of {} other kinds", grouped(sum), rest.len())
        }
    }
}

/// `1,003: individual 730, entity 273`, the largest first.
fn with_parts(total: u64, parts: &BTreeMap<String, u64>) -> String {
    let mut parts: Vec<_> = parts.iter().collect();
    parts.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let parts: Vec<String> = parts
        .iter()
        .map(|(name, n)| format!("{} {}", crate::show::safe(name), grouped(**n)))
        .collect();
    if parts.is_empty() {
        grouped(total)
    } else {
        format!("{}: {}", grouped(total), parts.join(", "))
    }
}

fn count(counts: &BTreeMap<String, u64>, name: &str) -> u64 {
    counts.get(name).copied().unwrap_or(0)
}

fn under(counts: &BTreeMap<String, u64>, prefix: &str) -> BTreeMap<String, u64> {
    let counts = counts.iter();
    counts
        .filter_map(|(name, n)| Some((name.strip_prefix(prefix)?.to_owned(), *n)))
        .collect()
}
