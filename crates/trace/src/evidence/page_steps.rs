//! The steps of a finding as a table of the page: each its own row, or grouped by who gave and who received.

use super::describe::kind_word;
use super::html::party_link;
use super::page::MOST_PARTIES;
use super::pairs::{Pair, heaviest, pairs};
use super::words::Say;
use super::{Card, CardHop, HopKind};

/// More pairs than this are counted.
const MOST_PAIRS: usize = 60;

fn party_of(say: Say, card: &Card, prefix: &str, at: usize) -> String {
    let Some(party) = card.parties.get(at) else {
        return "?".to_owned();
    };
    let mut text = party_link(prefix, at, MOST_PARTIES, &say.foreign(party.shown()));
    if !party.caption.is_empty() && !party.reference.is_empty() {
        let reference = say.foreign(&party.reference);
        text.push_str(&format!("<br><span class=\"id\">{reference}</span>"));
    }
    if party.listed.is_some() {
        let listed = say.plain("listed-yes");
        text.push_str(&format!(" <span class=\"badge listed\">{listed}</span>"));
    }
    text
}

fn kind_badge(say: Say, kind: HopKind) -> String {
    let class = match kind {
        HopKind::Move(_) => kind_word(kind),
        HopKind::Link(_) => "link",
    };
    format!(
        "<span class=\"kind kind-{class}\">{}</span>",
        say.kind(kind)
    )
}

fn table(out: &mut String, say: Say, keys: &[&str], rows: &[Vec<(&str, String)>]) {
    let label = say.in_attributes().plain("label-hops");
    out.push_str(&format!(
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\"><table><thead><tr>"
    ));
    for key in keys {
        out.push_str(&format!("<th scope=\"col\">{}</th>", say.plain(key)));
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for (class, cell) in row {
            out.push_str(&format!("<td class=\"{class}\">{cell}</td>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

/// A row a step.
pub(super) fn steps(out: &mut String, say: Say, card: &Card, prefix: &str) {
    let rows: Vec<_> = card
        .hops
        .iter()
        .enumerate()
        .map(|(at, hop)| step(say, card, prefix, at, hop))
        .collect();
    let keys = [
        "label-hop",
        "label-when",
        "label-what",
        "label-amount",
        "label-from",
        "label-to",
        "label-word",
    ];
    table(out, say, &keys, &rows);
}

fn step(
    say: Say,
    card: &Card,
    prefix: &str,
    at: usize,
    hop: &CardHop,
) -> Vec<(&'static str, String)> {
    let mut what = kind_badge(say, hop.kind);
    if !hop.detail.is_empty() {
        what.push_str(&format!("<div>{}</div>", say.foreign(&hop.detail)));
    }
    for why in &hop.why {
        let why = say.foreign(why.of(say.language));
        what.push_str(&format!("<p class=\"why\">{why}</p>"));
    }
    let mut word = say.words(hop).join("<br>");
    if !hop.id.is_empty() {
        word.push_str(&format!(
            "<br><span class=\"id\">{} {}</span>",
            say.plain("label-id"),
            say.foreign(&hop.id)
        ));
    }
    vec![
        ("", (at + 1).to_string()),
        ("", format!("<span class=\"when\">{}</span>", say.when(hop))),
        ("", what),
        ("much", say.measure(hop)),
        ("", party_of(say, card, prefix, hop.from)),
        ("", party_of(say, card, prefix, hop.to)),
        ("", word),
    ]
}

/// A row a pair, the heaviest first, and how many are left out.
pub(super) fn grouped(out: &mut String, say: Say, card: &Card, prefix: &str) {
    out.push_str(&format!(
        "<p>{}</p>\n",
        say.count("grouped", card.hops.len())
    ));
    let (kept, left) = heaviest(pairs(card), MOST_PAIRS);
    let row = |pair: &Pair| {
        vec![
            ("", party_of(say, card, prefix, pair.from)),
            ("", party_of(say, card, prefix, pair.to)),
            ("", kind_badge(say, pair.kind)),
            ("", say.count("count-movements", pair.hops.len())),
            ("much", say.amounts(&pair.sums)),
            (
                "",
                pair.span.map_or_else(String::new, |span| say.span(span)),
            ),
        ]
    };
    let keys = [
        "label-from",
        "label-to",
        "label-what",
        "label-steps",
        "label-amount",
        "label-period",
    ];
    table(out, say, &keys, &kept.iter().map(row).collect::<Vec<_>>());
    if left > 0 {
        let rest = say.count("rest-pairs", left);
        out.push_str(&format!("<p class=\"faint\">{rest}</p>\n"));
    }
}
