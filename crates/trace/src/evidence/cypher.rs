//! The dossier as two tables for graph databases, with the headers of `neo4j-admin database import`:
//!
//! ```text
//! neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv evidence
//! ```
//!
//! Fields are quoted and hold no line ends, so that no `--multiline-fields` is needed. They are for an import, not for a
//! spreadsheet: a reference that begins with `+` keeps it (for spreadsheets there is [`super::csv`]).

use super::describe::{kind_word, percent};
use super::safe::{quoted, safe_whole};
use super::time::{date, iso};
use super::whole::Whole;
use super::{Dossier, OnWord};

/// The two tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cypher {
    /// `nodes.csv`.
    pub nodes: String,
    /// `relationships.csv`.
    pub relationships: String,
}

/// Nodes and relationships.
///
/// ```
/// use kashf_trace::evidence::{Dossier, cypher};
///
/// assert!(cypher(&Dossier::default()).nodes.starts_with("reference:ID,caption,"));
/// ```
#[must_use]
pub fn cypher(dossier: &Dossier) -> Cypher {
    let whole = Whole::of(dossier);
    let mut nodes =
        String::from("reference:ID,caption,schema,country,part,datasets:string[],:LABEL\n");
    for party in &whole.parties {
        let listed = party.listed.as_ref();
        let datasets: Vec<String> = listed.map_or_else(Vec::new, |listed| {
            // The semicolon parts the values of a list.
            let datasets = listed.datasets.iter();
            datasets.map(|dataset| dataset.replace(';', ",")).collect()
        });
        row(
            &[
                &party.reference,
                party.shown(),
                &party.schema,
                &party.country,
                party.part.word(),
                &datasets.join(";"),
                if listed.is_some() {
                    "Party;Listed"
                } else {
                    "Party"
                },
            ],
            &mut nodes,
        );
    }
    let mut relationships = String::from(
        ":START_ID,:END_ID,:TYPE,id,time,amount:double,minor:long,currency,least_percent:double,most_percent:double,since,until,detail,on_word,findings:int[]\n",
    );
    for edge in &whole.edges {
        let hop = edge.hop;
        let amount = hop
            .amount
            .map_or_else(String::new, |amount| amount.to_string());
        let minor = hop
            .amount
            .map_or_else(String::new, |amount| amount.minor.to_string());
        let day = |day: Option<i32>| day.map_or_else(String::new, |day| date(day.into()));
        let share = |of: fn(crate::Share) -> u16| {
            hop.share
                .map_or_else(String::new, |share| percent(of(share)))
        };
        row(
            &[
                &whole.parties[edge.from].reference,
                &whole.parties[edge.to].reference,
                &kind_word(hop.kind).to_uppercase(),
                &hop.id,
                &hop.time
                    .map_or_else(String::new, |time| iso(time, dossier.times)),
                &amount,
                &minor,
                hop.amount.map_or("", |amount| amount.currency.code()),
                &share(|share| share.least),
                &share(|share| share.most),
                &day(hop.stands.0),
                &day(hop.stands.1),
                &hop.detail,
                &on_word(&hop.word),
                &findings(&edge.findings).replace("; ", ";"),
            ],
            &mut relationships,
        );
    }
    Cypher {
        nodes,
        relationships,
    }
}

fn row(fields: &[&str], out: &mut String) {
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if !field.is_empty() {
            out.push_str(&quoted(&safe_whole(field)));
        }
    }
    out.push('\n');
}

/// On whose word, as one text.
pub(super) fn on_word(words: &[OnWord]) -> String {
    let words: Vec<String> = words
        .iter()
        .map(|word| match word {
            OnWord::Row { file, line } => format!("{file}:{line}"),
            OnWord::Statement {
                dataset, entity, ..
            } => format!("{dataset}: {entity}"),
        })
        .collect();
    words.join("; ")
}

/// Findings as one text.
pub(super) fn findings(findings: &[usize]) -> String {
    let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
    findings.join("; ")
}
