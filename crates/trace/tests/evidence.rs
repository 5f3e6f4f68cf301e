//! Evidence in all its formats: the same card gives the same bytes, tables and XML stay well formed, and no name breaks out.

mod evidence_cases;

use evidence_cases::{channel, cycle, dossier, fan, layers};
use kashf_trace::evidence::{
    Card, CardFact, FactValue, Language, Listed, Look, OnWord, Unsure, Words, csv, cypher, ftm,
    graphml, json, text,
};
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

/// A card whose every text is the same hostile one.
fn hostile(text: &str) -> Card {
    let mut card = channel();
    card.typology = text.to_owned();
    for party in &mut card.parties {
        for field in [
            &mut party.caption,
            &mut party.schema,
            &mut party.country,
            &mut party.reference,
        ] {
            field.clear();
            field.push_str(text);
        }
        party.names = vec![text.to_owned()];
        party.notes = vec![Words::from(text)];
        party.listed = Some(Listed {
            id: text.to_owned(),
            caption: text.to_owned(),
            datasets: vec![text.to_owned()],
            programmes: vec![text.to_owned()],
            measures: vec![Words::from(text)],
            since: text.to_owned(),
        });
    }
    for (at, party) in card.parties.iter_mut().enumerate() {
        party.reference.push_str(&at.to_string());
    }
    for hop in &mut card.hops {
        hop.id = text.to_owned();
        hop.detail = text.to_owned();
        hop.why = vec![Words::from(text)];
        hop.word = vec![OnWord::Row {
            file: text.to_owned(),
            line: 1,
        }];
    }
    card.facts.push(CardFact {
        name: text.to_owned(),
        value: FactValue::Words(Words::from(text)),
    });
    card.unsure.push(Unsure::Other(Words::from(text)));
    card
}
