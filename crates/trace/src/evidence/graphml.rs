//! The dossier as GraphML, for Gephi, yEd, NetworkX and their like: one directed graph with parallel edges.
//!
//! SOURCE: GraphML 1.0 (graphdrawing.org), keys with `attr.name` and `attr.type`.

use super::Dossier;
use super::describe::{kind_word, percent};
use super::safe::{escaped, safe_whole};
use super::time::{date, iso};
use super::whole::Whole;

const KEYS: [(&str, &str, &str); 20] = [
    ("caption", "node", "string"),
    ("reference", "node", "string"),
    ("schema", "node", "string"),
    ("country", "node", "string"),
    ("part", "node", "string"),
    ("listed", "node", "boolean"),
    ("datasets", "node", "string"),
    ("kind", "edge", "string"),
    ("label", "edge", "string"),
    ("id", "edge", "string"),
    ("time", "edge", "string"),
    ("amount", "edge", "double"),
    ("currency", "edge", "string"),
    ("least_percent", "edge", "double"),
    ("most_percent", "edge", "double"),
    ("since", "edge", "string"),
    ("until", "edge", "string"),
    ("detail", "edge", "string"),
    ("on_word", "edge", "string"),
    ("findings", "edge", "string"),
];

/// The graph.
///
/// ```
/// use kashf_trace::evidence::{Dossier, graphml};
///
/// assert!(graphml(&Dossier::default()).contains("<graph id=\"evidence\" edgedefault=\"directed\">"));
/// ```
#[must_use]
pub fn graphml(dossier: &Dossier) -> String {
    let whole = Whole::of(dossier);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (name, target, kind) in KEYS {
        out.push_str(&format!(
            "<key id=\"{target}-{name}\" for=\"{target}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n"
        ));
    }
    out.push_str("<graph id=\"evidence\" edgedefault=\"directed\">\n");
    for (at, party) in whole.parties.iter().enumerate() {
        out.push_str(&format!("<node id=\"n{at}\">"));
        let listed = party.listed.as_ref();
        let datasets = listed.map_or_else(String::new, |listed| listed.datasets.join("; "));
        for (name, value) in [
            ("caption", party.shown()),
            ("reference", &party.reference),
            ("schema", &party.schema),
            ("country", &party.country),
            ("part", party.part.word()),
            ("listed", if listed.is_some() { "true" } else { "false" }),
            ("datasets", &datasets),
        ] {
            data("node", name, value, &mut out);
        }
        out.push_str("</node>\n");
    }
    for (at, edge) in whole.edges.iter().enumerate() {
        let hop = edge.hop;
        out.push_str(&format!(
            "<edge id=\"e{at}\" source=\"n{}\" target=\"n{}\">",
            edge.from, edge.to
        ));
        let amount = hop
            .amount
            .map_or_else(String::new, |amount| amount.to_string());
        let label = hop
            .amount
            .map_or_else(|| kind_word(hop.kind).to_owned(), super::words::amount_text);
        let day = |day: Option<i32>| day.map_or_else(String::new, |day| date(day.into()));
        let share = |of: fn(crate::Share) -> u16| {
            hop.share
                .map_or_else(String::new, |share| percent(of(share)))
        };
        let time = hop
            .time
            .map_or_else(String::new, |time| iso(time, dossier.times));
        for (name, value) in [
            ("kind", kind_word(hop.kind)),
            ("label", &label),
            ("id", &hop.id),
            ("time", &time),
            ("amount", &amount),
            (
                "currency",
                hop.amount.map_or("", |amount| amount.currency.code()),
            ),
            ("least_percent", &share(|share| share.least)),
            ("most_percent", &share(|share| share.most)),
            ("since", &day(hop.stands.0)),
            ("until", &day(hop.stands.1)),
            ("detail", &hop.detail),
            ("on_word", &super::cypher::on_word(&hop.word)),
            ("findings", &super::cypher::findings(&edge.findings)),
        ] {
            data("edge", name, value, &mut out);
        }
        out.push_str("</edge>\n");
    }
    out.push_str("</graph>\n</graphml>\n");
    out
}

fn data(target: &str, name: &str, value: &str, out: &mut String) {
    if !value.is_empty() {
        let value = escaped(&safe_whole(value));
        out.push_str(&format!("<data key=\"{target}-{name}\">{value}</data>"));
    }
}
