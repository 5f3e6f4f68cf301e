//! What `kashf trace` shows people: the best findings in a table, and what was wrong with rows.

use super::note;
use crate::show::{Align, Look, Table, fit, grouped, wrap};
use kashf::trace::{Amount, Currency, Finding, Found, Hop, Traced};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The best findings, at most so many: by typology the largest amount first, of one amount the shortest. Those that a search
/// ranks itself keep its order.
pub(crate) fn ranked(found: &Found, most: usize) -> Found {
    let mut findings: Vec<&Finding> = found.findings.iter().collect();
    let ranks = |finding: &Finding| matches!(finding.typology, "channel" | "owned" | "chain");
    if !found.findings.iter().all(ranks) {
        // Amounts of two currencies cannot be compared: each is ranked among its own.
        let mut places: BTreeMap<Option<Currency>, u64> = BTreeMap::new();
        let key = |finding: &&Finding| {
            let amount = finding.amount.map(|amount| amount.minor);
            (Reverse(amount), finding.hops.len())
        };
        findings.sort_by_key(key);
        let mut order: Vec<(u64, &Finding)> = findings
            .into_iter()
            .map(|finding| {
                let place = places
                    .entry(finding.amount.map(|amount| amount.currency))
                    .or_insert(0);
                *place += 1;
                (*place, finding)
            })
            .collect();
        order.sort_by_key(|(place, _)| *place);
        findings = order.into_iter().map(|(_, finding)| finding).collect();
    }
    Found {
        findings: findings.into_iter().take(most).cloned().collect(),
        capped: found.capped,
        hubs: found.hubs.clone(),
        currencies: found.currencies.clone(),
    }
}

/// The findings as a table, the best first, and how many more there are.
pub(crate) fn summary(traced: &Traced, found: &Found, most: usize, look: &Look) -> String {
    if found.findings.is_empty() {
        return "nothing found in what was read\n".to_owned();
    }
    let mut by_typology: BTreeMap<&str, u64> = BTreeMap::new();
    for finding in &found.findings {
        *by_typology.entry(finding.typology).or_insert(0) += 1;
    }
    let counts: Vec<String> = by_typology
        .iter()
        .map(|(typology, count)| format!("{} {typology}", grouped(*count)))
        .collect();
    let mut text = format!("{}: {}\n", look.bold("found"), counts.join(", "));
    let mut table = Table::new(&[
        ("", Align::Start),
        ("amount", Align::End),
        ("first", Align::Start),
        ("last", Align::Start),
        ("steps", Align::End),
        ("parties", Align::Start),
    ]);
    let best = ranked(found, most);
    for finding in &best.findings {
        let span = finding.span(traced.network.flow());
        let time = |time: Option<i64>| time.map(|time| traced.form.text(time)).unwrap_or_default();
        let mark = if finding.capped { "+" } else { "" };
        table.row(vec![
            format!("{}{mark}", finding.typology),
            finding
                .amount
                .filter(|_| traced.has_amounts)
                .map(money)
                .unwrap_or_default(),
            time(span.map(|span| span.0)),
            time(span.map(|span| span.1)),
            finding.hops.len().to_string(),
            parties(traced, finding, look),
        ]);
    }
    text.push_str(&table.render(look, 1));
    let more = found.findings.len().saturating_sub(best.findings.len());
    if more > 0 {
        text.push_str(&format!(" ... and {} more\n", grouped(more as u64)));
    }
    let mut closing = Vec::new();
    if found.capped {
        closing.push(
            "+ a limit cut the search there: there may be more, and the best were kept.".to_owned(),
        );
    }
    if !found.hubs.is_empty() {
        closing.push(format!(
            "{} hubs were passed over (--hubs).",
            grouped(found.hubs.len() as u64)
        ));
    }
    closing.push(
        "A finding is a reason to look, never a verdict. --explain shows its evidence, --json or --out F.jsonl gives all."
            .to_owned(),
    );
    for sentence in closing {
        for line in wrap(&sentence, look.width) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// `12,500.00 EUR`.
fn money(amount: Amount) -> String {
    let text = amount.to_string();
    let (whole, part) = text
        .split_once('.')
        .map_or((text.as_str(), ""), |(whole, part)| (whole, part));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    let point = if part.is_empty() { "" } else { "." };
    let code = if amount.currency == Currency::NONE {
        String::new()
    } else {
        format!(" {}", amount.currency.code())
    };
    format!("{whole}{point}{part}{code}")
}

/// The parties of a finding: a path with arrows, else the first and the rest.
fn parties(traced: &Traced, finding: &Finding, look: &Look) -> String {
    let name = |party: u32| {
        let caption = traced.caption(party);
        let reference = traced.network.parties().reference(party);
        let listed = traced
            .listed
            .get(&party)
            .is_some_and(|listed| listed.target);
        let shown = if caption.is_empty() {
            reference
        } else {
            caption
        };
        let shown = look.foreign(&fit(shown, 28));
        if listed {
            format!("{shown} [listed]")
        } else {
            shown
        }
    };
    let names: Vec<String> = finding.parties.iter().map(|party| name(*party)).collect();
    let is_path = matches!(finding.typology, "cycle" | "chain" | "channel" | "owned");
    let linked = finding.hops.iter().any(|hop| !matches!(hop, Hop::Move(_)));
    if is_path || linked {
        let mut path = names.join(" \u{2192} ");
        if finding.typology == "cycle" {
            path.push_str(" \u{21ba}");
        }
        path
    } else {
        names.join(", ")
    }
}

/// Says on stderr what was wrong with rows, and which were the first.
pub(crate) fn left_out(traced: &Traced) {
    for (problem, count) in traced.problems.counts() {
        let warning = if problem.is_left_out() {
            "warning: left out "
        } else {
            ""
        };
        let rows = if count == 1 { "row" } else { "rows" };
        note(&format!(
            "{warning}{} {rows} {}",
            grouped(count),
            problem.sentence()
        ));
        for row in traced
            .problems
            .notes()
            .iter()
            .filter(|row| row.problem == problem.word())
        {
            note(&format!(
                "  {} line {}: {}",
                row.file, row.line, row.message
            ));
        }
    }
    if traced
        .problems
        .counts()
        .any(|(problem, _)| problem == kashf::trace::RowProblem::Future)
    {
        note(
            "hint: times are whole seconds since 1970 or ISO 8601; milliseconds must be divided by 1000 first",
        );
    }
    if traced.problems.left_out() > 0 {
        note(&format!(
            "the answer is incomplete: {} of {} rows were left out",
            grouped(traced.problems.left_out()),
            grouped(traced.rows)
        ));
    }
}
