//! Evidence in all its formats: the same card gives the same bytes, tables and XML stay well formed, and no name breaks out.

mod evidence_cases;

use evidence_cases::{channel, cycle, dossier, fan, hostile, layers};
use kashf_trace::evidence::{Language, Look, csv, cypher, ftm, graphml, json, text};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn the_channel_as_text() {
    let text = text(
        &dossier(vec![channel()]),
        Language::English,
        Look::default(),
    );
    print!("{text}");
    let arabic = kashf_trace::evidence::text(
        &dossier(vec![channel(), cycle()]),
        Language::Arabic,
        Look::default(),
    );
    print!("{arabic}");
    let long = kashf_trace::evidence::text(
        &dossier(vec![fan(500, 20), layers()]),
        Language::English,
        Look::default(),
    );
    print!("{long}");
}
