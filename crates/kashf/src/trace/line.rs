//! A finding as a line: JSON as DESIGN section 5 says, or a row of CSV for spreadsheets.
//!
//! Written by hand rather than through a tree of values: amounts are decimals, not floats, and a search may give millions
//! of lines.

use super::{TimeForm, Traced};
use kashf_trace::{Currency, Fact, Finding, Hop, Id, Link, MoveNo, Party};
use std::fmt::Write as _;

/// Appends the JSON line of a finding, with its line break.
///
/// ```text
/// {"typology":"cycle","edges":[1,2],"parties":["a","b"],"amount":4.90,"currency":null,"start":10,"end":20,"capped":false,
///  "evidence":[{"edge":1,"from":"a","to":"b","time":10,"amount":5.00,"currency":null,"kind":"payment","file":"x.csv","line":2},...]}
/// ```
pub fn write_line(traced: &Traced, finding: &Finding, out: &mut String) {
    let flow = traced.network.flow();
    out.push_str("{\"typology\":");
    quoted(finding.typology, out);
    out.push_str(",\"edges\":[");
    for (nth, number) in finding.moves().enumerate() {
        comma(nth, out);
        id(flow.id(number), out);
    }
    out.push_str("],\"parties\":[");
    for (nth, party) in finding.parties.iter().enumerate() {
        comma(nth, out);
        quoted(traced.network.parties().reference(*party), out);
    }
    out.push_str("],\"amount\":");
    match finding.amount {
        Some(amount) if is_amount(traced) => {
            let _ = write!(out, "{amount}");
        }
        _ => out.push_str("null"),
    }
    out.push_str(",\"currency\":");
    currency(finding.amount.map(|amount| amount.currency), out);
    let span = finding.span(flow);
    for (name, time) in [
        ("start", span.map(|span| span.0)),
        ("end", span.map(|span| span.1)),
    ] {
        let _ = write!(out, ",\"{name}\":");
        match time {
            Some(time) => moment(time, traced.form, out),
            None => out.push_str("null"),
        }
    }
    let _ = write!(out, ",\"capped\":{},\"evidence\":[", finding.capped);
    for (nth, hop) in finding.hops.iter().enumerate() {
        comma(nth, out);
        match hop {
            Hop::Move(number) => movement(traced, *number, out),
            Hop::Held(held) => link(traced, held, false, out),
            Hop::Holder(held) => link(traced, held, true, out),
        }
    }
    joins(traced, finding, out);
    facts(traced, finding, out);
    out.push_str("]}\n");
}

/// What the typology says beside: the hub of a fan, the score of a channel, the rule of an answer about ownership.
fn facts(traced: &Traced, finding: &Finding, out: &mut String) {
    if finding.facts.is_empty() {
        return;
    }
    if out.ends_with('}') {
        out.push(',');
    }
    out.push_str("{\"facts\":[");
    for (nth, fact) in finding.facts.iter().enumerate() {
        comma(nth, out);
        let name = match fact {
            Fact::Party(name, _)
            | Fact::Number(name, _)
            | Fact::Amount(name, _)
            | Fact::Word(name, _) => name,
        };
        out.push_str("{\"name\":");
        quoted(name, out);
        out.push_str(",\"value\":");
        match fact {
            Fact::Party(_, party) => quoted(traced.network.parties().reference(*party), out),
            Fact::Number(_, number) => {
                let _ = write!(out, "{number}");
            }
            Fact::Amount(_, amount) => {
                let _ = write!(out, "{amount}");
            }
            Fact::Word(_, word) => quoted(word, out),
        }
        out.push('}');
    }
    out.push_str("]}");
}

/// Whether the input has amounts at all.
fn is_amount(traced: &Traced) -> bool {
    traced.has_amounts
}

fn comma(nth: usize, out: &mut String) {
    if nth > 0 {
        out.push(',');
    }
}

fn id(id: Id<'_>, out: &mut String) {
    match id {
        Id::Number(number) => {
            let _ = write!(out, "{number}");
        }
        Id::Text(text) => quoted(text, out),
    }
}

fn currency(currency: Option<Currency>, out: &mut String) {
    match currency.filter(|currency| *currency != Currency::NONE) {
        Some(currency) => {
            let _ = write!(out, "\"{}\"", currency.code());
        }
        None => out.push_str("null"),
    }
}

/// A time as the input writes it.
fn moment(time: i64, form: TimeForm, out: &mut String) {
    if form.is_seconds() {
        out.push_str(&form.text(time));
    } else {
        quoted(&form.text(time), out);
    }
}

fn movement(traced: &Traced, number: MoveNo, out: &mut String) {
    let flow = traced.network.flow();
    let movement = flow.get(number);
    out.push_str("{\"edge\":");
    id(flow.id(number), out);
    ends(traced, movement.from, movement.to, out);
    out.push_str(",\"time\":");
    moment(movement.time, traced.form, out);
    if is_amount(traced) {
        let _ = write!(out, ",\"amount\":{}", movement.amount);
    } else {
        out.push_str(",\"amount\":null");
    }
    out.push_str(",\"currency\":");
    currency(Some(movement.amount.currency), out);
    let _ = write!(out, ",\"kind\":\"{}\"", movement.kind.word());
    place(traced.place(movement.row), out);
    out.push('}');
}

fn ends(traced: &Traced, from: Party, to: Party, out: &mut String) {
    let parties = traced.network.parties();
    for (name, party) in [("from", from), ("to", to)] {
        let _ = write!(out, ",\"{name}\":");
        quoted(parties.reference(party), out);
    }
}

fn place(place: Option<(&str, u64)>, out: &mut String) {
    if let Some((file, line)) = place {
        out.push_str(",\"file\":");
        quoted(file, out);
        let _ = write!(out, ",\"line\":{line}");
    }
}

/// A link: who holds what, since when, with what share; `back` when it is walked from what is held.
fn link(traced: &Traced, link: &Link, back: bool, out: &mut String) {
    let _ = write!(out, "{{\"link\":\"{}\"", link_word(link.kind));
    ends(traced, link.from, link.to, out);
    if link.kind == kashf_trace::LinkKind::Ownership {
        let percent = |hundredths: u16| format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let _ = write!(
            out,
            ",\"share\":[{},{}]",
            percent(link.share.least),
            percent(link.share.most)
        );
    }
    let day = |day: i32| TimeForm::days().text(i64::from(day) * 86_400);
    if link.since != i32::MIN {
        let _ = write!(out, ",\"since\":\"{}\"", day(link.since));
    }
    if link.until != i32::MAX {
        let _ = write!(out, ",\"until\":\"{}\"", day(link.until));
    }
    if back {
        out.push_str(",\"walked\":\"back\"");
    }
    place(traced.link_place(link.source), out);
    if let Some((dataset, entity)) = traced.link_statement(link.source) {
        out.push_str(",\"dataset\":");
        quoted(dataset, out);
        out.push_str(",\"entity\":");
        quoted(entity, out);
    }
    out.push('}');
}

/// The word of a link, as the input and the output write it.
#[must_use]
pub fn link_word(kind: kashf_trace::LinkKind) -> String {
    format!("{kind:?}").to_lowercase()
}

/// The joins on which parties of the finding rest.
fn joins(traced: &Traced, finding: &Finding, out: &mut String) {
    if traced.joins.lines().is_empty() {
        return;
    }
    for party in &finding.parties {
        for join in traced
            .joins
            .of_party(traced.network.parties().reference(*party))
        {
            if out.ends_with('}') {
                out.push(',');
            }
            let _ = write!(out, "{{\"join\":\"{}\",\"reference\":", join.by);
            quoted(&join.reference, out);
            out.push_str(",\"party\":");
            quoted(&join.party, out);
            if let Some(score) = join.score {
                let _ = write!(out, ",\"score\":{score}");
            }
            out.push_str(",\"reason\":");
            quoted(&join.reason, out);
            out.push('}');
        }
    }
}

/// A text as JSON.
fn quoted(text: &str, out: &mut String) {
    let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\' && byte != 0x7f;
    if text.bytes().all(plain) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned()));
    }
}

/// The columns of the CSV form.
const COLUMNS: &str = "typology,edges,parties,amount,currency,start,end,capped\n";

/// Appends the header of the CSV form.
pub fn write_csv_header(out: &mut String) {
    out.push_str(COLUMNS);
}

/// Appends a finding as a row of CSV: edges and parties stand in one cell each, between spaces and arrows.
pub fn write_csv_line(traced: &Traced, finding: &Finding, out: &mut String) {
    let flow = traced.network.flow();
    let edges: Vec<String> = finding
        .moves()
        .map(|number| flow.id(number).to_string())
        .collect();
    let parties = finding
        .parties
        .iter()
        .map(|party| traced.network.parties().reference(*party));
    let parties: Vec<&str> = parties.collect();
    let span = finding.span(flow);
    let time = |time: Option<i64>| time.map(|time| traced.form.text(time)).unwrap_or_default();
    let amount = finding.amount.filter(|_| is_amount(traced));
    let code = amount
        .map(|amount| amount.currency)
        .filter(|currency| *currency != Currency::NONE);
    let cells = [
        finding.typology.to_owned(),
        edges.join(" "),
        parties.join(" > "),
        amount.map(|amount| amount.to_string()).unwrap_or_default(),
        code.map(|currency| currency.code().to_owned())
            .unwrap_or_default(),
        time(span.map(|span| span.0)),
        time(span.map(|span| span.1)),
        finding.capped.to_string(),
    ];
    for (nth, cell) in cells.iter().enumerate() {
        comma(nth, out);
        csv_cell(cell, out);
    }
    out.push('\n');
}

/// A cell that a spreadsheet shows as text: what would be a formula there begins with an apostrophe.
fn csv_cell(cell: &str, out: &mut String) {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if formula { "'" } else { "" };
    if cell.contains([',', '"', '\n', '\r', ';']) {
        let _ = write!(out, "\"{mark}{}\"", cell.replace('"', "\"\""));
    } else {
        out.push_str(mark);
        out.push_str(cell);
    }
}
