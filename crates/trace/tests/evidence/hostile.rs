//! Names that want to break out of their format: nothing that they hold becomes anything but text.

use crate::cases::{channel, dossier};
use crate::xml::{as_xml, elements};
use kashf_trace::evidence::{
    Card, CardFact, Dossier, FactValue, Language, Listed, Look, OnWord, TimeForm, Unsure, Words,
    csv, cypher, ftm, graphml, html, json, svg,
};
use proptest::prelude::*;

const LANGUAGES: [Language; 2] = [Language::English, Language::Arabic];

/// A card whose every text is the same hostile one.
fn hostile(text: &str) -> Card {
    let mut card = channel();
    card.typology = text.to_owned();
    for (at, party) in card.parties.iter_mut().enumerate() {
        party.caption = text.to_owned();
        party.schema = text.to_owned();
        party.country = text.to_owned();
        party.reference = format!("{text}{at}");
        party.names = vec![text.to_owned()];
        party.notes = vec![Words::from(text)];
        party.listed = Some(Listed {
            id: format!("{text}{at}"),
            caption: text.to_owned(),
            datasets: vec![text.to_owned()],
            programmes: vec![text.to_owned()],
            measures: vec![Words::from(text)],
            since: text.to_owned(),
        });
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

fn hostile_dossier(text: &str) -> Dossier {
    Dossier {
        title: text.to_owned(),
        made: Some(text.to_owned()),
        program: text.to_owned(),
        options: vec![(text.to_owned(), text.to_owned())],
        hubs: vec![text.to_owned()],
        ..dossier(vec![hostile(text)])
    }
}

/// The elements of a document without lines of text: a longer name takes two.
fn shapes(xml: &str) -> Vec<String> {
    let names = elements(xml).0.into_iter();
    names.filter(|name| name != "text").collect()
}

/// Holds that a text changes nothing but text: the elements are those that a harmless name makes.
fn cannot_break_out(text: &str) {
    let bad = hostile_dossier(text);
    let good = hostile_dossier("Basil");
    let turns = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2067}' | '\u{200e}')
    };
    for language in LANGUAGES {
        let of = |dossier: &Dossier| shapes(&as_xml(&html(dossier, language)));
        assert!(of(&bad) == of(&good), "other elements: {text:?}");
        let page = html(&bad, language);
        assert!(!page.contains(turns));
        assert!(page.matches("<script").count() == 2 && page.matches("</script").count() == 2);
        let picture = svg(&bad.cards[0], TimeForm::Iso, language);
        let of_good = svg(&good.cards[0], TimeForm::Iso, language);
        assert_eq!(shapes(&picture), shapes(&of_good));
        assert!(!picture.contains(turns));
        assert!(!kashf_trace::evidence::text(&bad, language, Look::default()).contains(turns));
        let table = csv(&bad, language);
        let mut rows = ::csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        for row in rows.records() {
            let row = row.expect("as many fields as headings");
            for field in &row {
                assert!(
                    !field.trim_start().starts_with(['=', '+', '-', '@']),
                    "{field}"
                );
            }
        }
    }
    assert_eq!(elements(&graphml(&bad)).0, elements(&graphml(&good)).0);
    let tables = cypher(&bad);
    for (table, count) in [(&tables.nodes, 5), (&tables.relationships, 4)] {
        assert_eq!(
            ::csv::Reader::from_reader(table.as_bytes())
                .records()
                .count(),
            count
        );
        assert_eq!(table.lines().count(), count + 1);
    }
    // The record keeps the text itself.
    let parsed: serde_json::Value = serde_json::from_str(&json(&bad)).expect("JSON");
    assert_eq!(parsed["findings"][0]["parties"][0]["names"][0], text);
    assert!(!json(&bad).contains(['<', '>', '&', '\u{202e}', '\u{2028}']));
    for line in ftm(&bad).lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("JSON");
    }
}

#[test]
fn hostile_names_cannot_break_out() {
    for text in [
        "</script><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "]]><!--",
        "<!--",
        "{{constructor}}",
        "=HYPERLINK(\"http://x\",\"y\")",
        "+964-1",
        "@SUM(A1)",
        "\u{ff1d}1+1",
        "a\r\nb,c;d\"e",
        "\\\",\n\"",
        "\u{202e}gnp.exe",
        "\u{2067}\u{2066}\u{2069}\u{2069}",
        "\u{0}\u{1b}[31m\u{7}",
        "\u{fffe}\u{ffff}\u{feff}",
        "{ $n }",
        "&amp;&#60;",
        "\u{2028}\u{2029}",
    ] {
        cannot_break_out(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_text_breaks_out(text in "[<>&\"'=+@\\\\\\-;,a\u{0}\u{202e}\u{643}\r\n\t ]{1,12}|.{1,20}") {
        cannot_break_out(&text);
    }
}
