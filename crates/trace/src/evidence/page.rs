//! One finding in the page: at a glance, picture with its list, amounts, time, steps, parties, what is unsure.

use super::html::party_link;
use super::layers::Layers;
use super::page_steps::{grouped, steps};
use super::svg::{colour, dashes};
use super::words::{Fill, Say};
use super::{Card, CardParty, HopKind};

/// More steps than this are shown grouped.
const MOST_STEPS: usize = 120;
/// More parties than this are counted.
pub(super) const MOST_PARTIES: usize = 60;

/// A section of its own.
pub(super) fn card(out: &mut String, say: Say, card: &Card, prefix: &str, number: usize) {
    let typology = say.typology(&card.typology);
    out.push_str(&format!(
        "<section class=\"card\" id=\"{prefix}\" aria-labelledby=\"{prefix}-h\">\n\
         <h2 id=\"{prefix}-h\"><span class=\"number\">{number}.</span> {typology}</h2>\n<p class=\"headline\">{}</p>\n",
        say.headline(card)
    ));
    glance(out, say, card);
    let what = say.of_typology(&card.typology, "what");
    out.push_str(&format!("<p>{what}</p>\n"));
    picture(out, say, card, prefix);
    let attribute = say.in_attributes();
    let finding = attribute.typology(&card.typology);
    let named = |key: &str| attribute.with(key, &[("finding", Fill::Ready(finding.clone()))]);
    if let Some((flow, currencies)) = super::sankey::sankey(attribute, card, &named("page-flow-of"))
    {
        heading(out, say, "label-flow");
        figure(out, &flow);
        if currencies > 1 {
            out.push_str(&format!(
                "<p class=\"faint\">{}</p>\n",
                say.plain("one-scale")
            ));
        }
    }
    if let Some(time) = super::timeline::timeline(attribute, card, &named("page-timeline-of")) {
        heading(out, say, "label-timeline");
        figure(out, &time);
    }
    heading(out, say, "label-hops");
    if card.hops.len() <= MOST_STEPS {
        steps(out, say, card, prefix);
    } else {
        grouped(out, say, card, prefix);
    }
    facts(out, say, card);
    heading(out, say, "label-who");
    out.push_str("<div class=\"parties\">");
    for (at, party) in card.parties.iter().take(MOST_PARTIES).enumerate() {
        entry(out, say, party, &format!("{prefix}-p{at}"));
    }
    out.push_str("</div>\n");
    if card.parties.len() > MOST_PARTIES {
        let rest = say.count("rest-people", card.parties.len() - MOST_PARTIES);
        out.push_str(&format!("<p class=\"faint\">{rest}</p>\n"));
    }
    out.push_str("<div class=\"two\"><div>");
    heading(out, say, "label-unsure");
    out.push_str("<ul class=\"unsure\">");
    for sentence in say.all_unsure(card) {
        out.push_str(&format!("<li>{sentence}</li>"));
    }
    out.push_str("</ul></div><div>");
    heading(out, say, "label-innocent");
    let innocent = say.of_typology(&card.typology, "innocent");
    out.push_str(&format!("<p>{innocent}</p></div></div>\n</section>\n"));
}

fn heading(out: &mut String, say: Say, key: &str) {
    out.push_str(&format!("<h3>{}</h3>\n", say.plain(key)));
}

fn figure(out: &mut String, svg: &str) {
    out.push_str(&format!("<figure class=\"picture\">{svg}</figure>\n"));
}

fn glance(out: &mut String, say: Say, card: &Card) {
    let listed = card
        .parties
        .iter()
        .filter(|party| party.listed.is_some())
        .count();
    let amount = card.amount.map_or_else(
        || {
            let sums = super::pairs::sums(card.hops.iter().filter_map(|hop| hop.amount));
            if sums.len() > 1 {
                say.plain("several-currencies")
            } else {
                String::new()
            }
        },
        |amount| say.amount(amount),
    );
    let moved = card.hops.len();
    let cells = [
        ("label-amount", amount, ""),
        (
            "label-period",
            card.span.map_or_else(String::new, |span| say.span(span)),
            "wide",
        ),
        ("label-steps", say.count("count-steps", moved), ""),
        (
            "label-parties",
            say.count("count-parties", card.parties.len()),
            "",
        ),
        (
            "label-listed",
            say.count_listed(card),
            if listed > 0 { "alert" } else { "" },
        ),
    ];
    out.push_str("<dl class=\"glance\">");
    for (key, value, class) in cells {
        if !value.is_empty() {
            out.push_str(&format!(
                "<div class=\"{class}\"><dt>{}</dt><dd>{value}</dd></div>",
                say.plain(key)
            ));
        }
    }
    out.push_str("</dl>\n");
}

fn picture(out: &mut String, say: Say, card: &Card, prefix: &str) {
    let attribute = say.in_attributes();
    let fills = [
        ("finding", Fill::Ready(attribute.typology(&card.typology))),
        (
            "parties",
            Fill::Ready(attribute.count("count-parties", card.parties.len())),
        ),
        (
            "steps",
            Fill::Ready(attribute.count("count-steps", card.hops.len())),
        ),
    ];
    let name = attribute.with("page-graph-of", &fills);
    let (svg, together) = super::graph::inside(attribute, card, prefix, &name);
    heading(out, say, "label-graph");
    out.push_str(&format!(
        "<div class=\"interactive\" data-prefix=\"{prefix}-\">\n<p class=\"faint help scripted\">{}</p>\n",
        say.plain("page-help")
    ));
    figure(out, &svg);
    legend(out, say, card);
    out.push_str("<div class=\"tools scripted\">");
    for (size, key) in [
        ("0.8", "page-larger"),
        ("1.25", "page-smaller"),
        ("0", "page-whole"),
    ] {
        out.push_str(&format!(
            "<button type=\"button\" data-size=\"{size}\">{}</button>",
            say.plain(key)
        ));
    }
    out.push_str(&format!(
        "</div>\n<div class=\"detail scripted\" role=\"status\">{}</div>\n</div>\n",
        say.plain("page-detail")
    ));
    if together > 0 {
        let together = say.count("together", together);
        out.push_str(&format!("<p class=\"faint\">{together}</p>\n"));
    }
    mirror(out, say, card, prefix);
}

fn legend(out: &mut String, say: Say, card: &Card) {
    let kinds: std::collections::BTreeSet<HopKind> = card.hops.iter().map(|hop| hop.kind).collect();
    out.push_str(&format!(
        "<ul class=\"legend\" aria-label=\"{}\">",
        say.in_attributes().plain("page-legend")
    ));
    for kind in kinds {
        out.push_str(&format!(
            "<li><svg width=\"34\" height=\"6\" aria-hidden=\"true\"><line x1=\"0\" y1=\"3\" x2=\"34\" y2=\"3\" stroke=\"{}\" stroke-width=\"2\"{}/></svg>{}</li>",
            colour(kind),
            dashes(kind),
            say.kind(kind)
        ));
    }
    out.push_str("</ul>\n");
}

/// The picture as a list: what a screen reader reads, and what stands when the picture is too small.
fn mirror(out: &mut String, say: Say, card: &Card, prefix: &str) {
    let picture = Layers::of(card);
    out.push_str(&format!(
        "<details open=\"\"><summary>{}</summary><ol class=\"mirror\">",
        say.plain("page-list")
    ));
    for tie in &picture.ties {
        let end = |node: usize| {
            let node = &picture.nodes[node];
            let name = super::graph::node_name(say, card, node);
            match node.parties.as_slice() {
                [party] if !node.rest => party_link(prefix, *party, MOST_PARTIES, &name),
                _ => name,
            }
        };
        let (from, to) = tie.stands();
        let words = super::arrows::tie_words(say, card, tie);
        out.push_str(&format!(
            "<li>{} {} {}: {}</li>",
            end(from),
            say.arrow(),
            end(to),
            say.list(&words)
        ));
    }
    out.push_str("</ol></details>\n");
}

fn facts(out: &mut String, say: Say, card: &Card) {
    if card.facts.is_empty() {
        return;
    }
    heading(out, say, "label-facts");
    out.push_str("<dl class=\"origin\">");
    for fact in &card.facts {
        let (label, value) = say.fact(card, fact);
        out.push_str(&format!("<dt>{label}</dt><dd>{value}</dd>"));
    }
    out.push_str("</dl>\n");
}

fn entry(out: &mut String, say: Say, party: &CardParty, id: &str) {
    let (class, badge) = if party.listed.is_some() {
        (
            " listed",
            format!(
                "<span class=\"badge listed\">{}</span>",
                say.plain("listed-yes")
            ),
        )
    } else {
        ("", String::new())
    };
    let part = say.plain(&format!("part-{}", party.part.word()));
    out.push_str(&format!(
        "<div class=\"party{class}\" id=\"{id}\"><h4>{}</h4><p>{badge} <span class=\"badge\">{part}</span></p><ul>",
        say.foreign(party.shown())
    ));
    let mut item = |text: String| out.push_str(&format!("<li>{text}</li>"));
    let labelled = |key: &str, value: String| format!("{}: {value}", say.plain(key));
    if !party.caption.is_empty() && !party.reference.is_empty() {
        item(labelled("label-reference", say.foreign(&party.reference)));
    }
    if !party.names.is_empty() {
        let names: Vec<String> = party.names.iter().map(|name| say.foreign(name)).collect();
        item(labelled("label-other-names", say.list(&names)));
    }
    if let Some(schema) = say.schema(party) {
        item(labelled("label-kind", schema));
    }
    if !party.country.is_empty() {
        item(labelled("label-country", say.foreign(&party.country)));
    }
    if party.listed.is_none() {
        item(say.listed(party));
    }
    for line in super::text::listing(say, party) {
        item(line);
    }
    if let Some(joined) = &party.joined {
        item(labelled("label-joined", say.joined(joined)));
        for reason in &joined.reasons {
            item(say.foreign(reason.of(say.language)));
        }
    }
    for note in &party.notes {
        item(say.foreign(note.of(say.language)));
    }
    out.push_str("</ul></div>");
}
