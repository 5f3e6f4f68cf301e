//! Evidence in all its formats: the same card gives the same bytes, tables and XML stay well formed, the model of
//! FollowTheMoney is kept, and no name breaks out.

mod evidence_cases;

use evidence_cases::{channel, cycle, dossier, fan, layers};
use kashf_trace::evidence::{
    Card, CardFact, Dossier, FactValue, Format, Language, Listed, Look, OnWord, TimeForm, Unsure,
    Words, csv, cypher, ftm, graphml, html, json, svg, text,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const LANGUAGES: [Language; 2] = [Language::English, Language::Arabic];

fn all() -> Dossier {
    dossier(vec![channel(), cycle(), layers(), fan(40, 5)])
}

/// Everything that can be written of a dossier, by name.
fn written(dossier: &Dossier) -> Vec<(String, String)> {
    let names = [
        "e.txt",
        "e.json",
        "e.ftm.json",
        "e.svg",
        "e.csv",
        "e.graphml",
        "e.cypher",
        "e.html",
    ];
    let mut all = Vec::new();
    for language in LANGUAGES {
        for name in names {
            let format = Format::of_name(name).expect("a known ending");
            all.extend(format.files(name, dossier, language));
        }
    }
    all
}

/// Reads XML to its end and gives the names of its elements, in order, with the ids of the document.
fn elements(xml: &str) -> (Vec<String>, Vec<String>) {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut open = 0_i32;
    let (mut names, mut ids) = (Vec::new(), Vec::new());
    loop {
        use quick_xml::events::Event;
        let event = reader.read_event().expect("well formed");
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                if matches!(event, Event::Start(_)) {
                    open += 1;
                }
                names.push(element.name().as_ref().to_owned());
                for attribute in element.attributes() {
                    let attribute = attribute.expect("attributes once, with values");
                    assert!(!attribute.value.contains('<'));
                    if attribute.key.as_ref() == "id" {
                        ids.push(attribute.value.clone().into_owned());
                    }
                }
            }
            Event::End(_) => open -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0, "every element is closed");
    (names, ids)
}

/// The page as XML: what is void is closed, style and script are emptied.
fn as_xml(page: &str) -> String {
    let mut xml = page.replace("<!doctype html>", "").replace("<br>", "<br/>");
    for void in ["<meta", "<input"] {
        let mut out = String::new();
        for (at, piece) in xml.split(void).enumerate() {
            if at > 0 {
                out.push_str(void);
                out.push_str(&piece.replacen('>', "/>", 1));
            } else {
                out.push_str(piece);
            }
        }
        xml = out;
    }
    for (open, close) in [("<style>", "</style>"), ("<script>", "</script>")] {
        let (before, rest) = xml.split_once(open).expect("it opens");
        let (_, after) = rest.split_once(close).expect("it closes");
        xml = format!("{before}{after}");
    }
    xml
}

#[test]
fn the_same_evidence_is_the_same_bytes() {
    assert_eq!(written(&all()), written(&all()));
}

#[test]
fn the_channel_as_text() {
    let text = text(
        &dossier(vec![channel()]),
        Language::English,
        Look::default(),
    );
    let head: Vec<&str> = text.lines().take(12).collect();
    assert_eq!(
        head,
        [
            "1. Channel: ثويني بن غيث الدهيرشي to Nizar Abd al-Mun'im al-Qandilji",
            "   2026-03-01 09:12:00 to 2026-03-04 02:00:00 (3 days) · 4 steps · 5 parties · 2 listed",
            "   Money, goods or control can be followed step by step from the first party to the last, in the",
            "   order of time.",
            "",
            "   Step by step",
            "   1  ثويني بن غيث الدهيرشي (KW81CBKU0000000000001234560101) → صرافی نقره\u{200c}کار (acc-77120)",
            "       payment  48,000.00 USD  2026-03-01 09:12:00",
            "       On whose word: kuwait-bank.csv, line 1204, Id KW-5521",
            "       Detail: تبرع لأعمال الإغاثة",
            "   2  صرافی نقره\u{200c}کار (acc-77120) → Galerie Brückwitz & Söhne KG (DE02120300000000202051)",
            "       cash  46,500.00 USD  2026-03-02 03:00:00",
        ]
    );
    assert!(text.contains("50 to 100 %  since 2013-10-22"));
    assert!(text.contains("identified by name only, with a score of 0.931"));
    assert!(text.ends_with("This is a reason to look. It concludes nothing about any person.\n"));
}

#[test]
fn people_are_told_that_nothing_is_concluded() {
    for (language, closing) in [
        (Language::English, "It concludes nothing about any person."),
        (Language::Arabic, "ولا يُستنتج منه شيء بحق أي شخص."),
    ] {
        let all = all();
        assert!(
            text(&all, language, Look::default())
                .trim_end()
                .ends_with(closing)
        );
        assert!(svg(&all.cards[0], TimeForm::Iso, language).contains(closing));
        assert!(html(&all, language).contains(closing));
        assert!(json(&all).contains(closing));
    }
}

#[test]
fn pictures_graphs_and_pages_are_well_formed() {
    let all = all();
    for language in LANGUAGES {
        for card in &all.cards {
            elements(&svg(card, TimeForm::Iso, language));
        }
        let page = html(&all, language);
        let (names, ids) = elements(&as_xml(&page));
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "no id twice");
        // One graph, one flow of amounts and one line of time a finding and language.
        let pictures = page.matches("class=\"graph\"").count();
        assert_eq!((pictures, page.matches("class=\"flow\"").count()), (8, 8));
        assert_eq!(page.matches("class=\"time\"").count(), 8);
        // All that links to a place finds it.
        for link in page.split("href=\"#").skip(1) {
            let to = link.split('"').next().expect("it ends");
            assert!(ids.iter().any(|id| id == to), "{to}");
        }
        assert!(
            !names
                .iter()
                .any(|name| ["img", "link", "iframe", "object", "form"].contains(&name.as_str()))
        );
        for refused in [" src=", "url(", "@import", "javascript:"] {
            assert!(!page.contains(refused), "{refused}");
        }
    }
    let (names, _) = elements(&graphml(&all));
    let count = |name: &str| names.iter().filter(|known| *known == name).count();
    assert_eq!(count("edge"), 4 + 6 + 10 + 200);
    assert_eq!(count("node"), 5 + 6 + 7 + 41);
}

#[test]
fn a_large_finding_stays_small_and_says_what_it_leaves_out() {
    let large = dossier(vec![fan(500, 20)]);
    let card = &large.cards[0];
    let picture = svg(card, TimeForm::Iso, Language::English);
    assert!(picture.len() < 30_000 && picture.contains("493 more parties"));
    assert!(picture.contains("The picture shows 493 further parties together"));
    let text = text(&large, Language::English, Look::default());
    assert!(text.contains("10,000 movements, grouped") && text.contains("476 more pairs"));
    let page = html(&large, Language::Arabic);
    assert!(page.contains("لم تُعرض هنا 440 ") || page.contains("لم يُعرض هنا 440 "));
    // What people are spared, programs get whole.
    let table = csv(&large, Language::English);
    assert_eq!(table.lines().count(), 10_001);
    let parsed: serde_json::Value = serde_json::from_str(&json(&large)).expect("JSON");
    assert_eq!(
        parsed["findings"][0]["hops"].as_array().map(Vec::len),
        Some(10_000)
    );
}

#[test]
fn json_carries_amounts_and_ids_as_they_are() {
    let parsed: serde_json::Value = serde_json::from_str(&json(&all())).expect("JSON");
    let hop = &parsed["findings"][1]["hops"][0];
    assert_eq!(hop["edge"], 7_000);
    assert_eq!(
        hop["amount"].to_string(),
        "90000.00"
            .parse::<f64>()
            .map(|n| format!("{n:?}"))
            .expect("a number")
    );
    assert_eq!(
        (&hop["file"], &hop["line"]),
        (&"three-banks.csv".into(), &51_200.into())
    );
    assert_eq!(hop["time"], "2026-03-01T08:20:00Z");
    let link = &parsed["findings"][0]["hops"][3];
    assert_eq!(
        (&link["kind"], &link["least_percent"]),
        (&"ownership".into(), &50.into())
    );
    assert_eq!(link["on_word"][0]["dataset"], "demo_list");
    assert!(json(&all()).contains("\"amount\":90000.00,"));
}

/// The model: for each schema its parents and its properties with their ranges.
struct Model {
    parents: BTreeMap<String, Vec<String>>,
    properties: BTreeMap<(String, String), String>,
}

impl Model {
    fn read() -> Self {
        let mut model = Self {
            parents: BTreeMap::new(),
            properties: BTreeMap::new(),
        };
        let mut schema = String::new();
        for line in include_str!("../../../data/ftm/model.tsv").lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            match cells.as_slice() {
                ["schema", name, _, _, parents, ..] => {
                    schema = (*name).to_owned();
                    let parents = parents.split(',').filter(|name| !name.is_empty());
                    let parents = parents.map(str::to_owned).collect();
                    model.parents.insert(schema.clone(), parents);
                }
                ["prop", name, _, kind, _, _, range, ..] => {
                    let range = if *kind == "entity" { *range } else { "" };
                    model
                        .properties
                        .insert((schema.clone(), (*name).to_owned()), range.to_owned());
                }
                _ => {}
            }
        }
        model
    }

    fn ancestors(&self, schema: &str) -> Vec<String> {
        let mut all = vec![schema.to_owned()];
        for parent in self.parents.get(schema).into_iter().flatten() {
            all.extend(self.ancestors(parent));
        }
        all
    }

    /// The range of a property of a schema; empty where it holds no entity.
    fn range(&self, schema: &str, property: &str) -> Option<&str> {
        let of = |schema: String| self.properties.get(&(schema, property.to_owned()));
        self.ancestors(schema)
            .into_iter()
            .find_map(of)
            .map(String::as_str)
    }
}

#[test]
fn entities_keep_to_the_model_of_follow_the_money() {
    let model = Model::read();
    assert_eq!(model.range("Payment", "payer"), Some("LegalEntity"));
    let mut all = all();
    // A party that is an account, and one that is a wallet.
    all.cards[2].parties[1].schema = "BankAccount".to_owned();
    all.cards[2].parties[3].schema = "CryptoWallet".to_owned();
    let lines = ftm(&all);
    let entities: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let mut schemata: BTreeMap<&str, &str> = BTreeMap::new();
    for entity in &entities {
        let (id, schema) = (
            entity["id"].as_str().expect("id"),
            entity["schema"].as_str().expect("schema"),
        );
        assert!(model.parents.contains_key(schema), "{schema}");
        assert_eq!(schemata.insert(id, schema), None, "an id once");
    }
    let mut seen = BTreeSet::new();
    for entity in &entities {
        let schema = entity["schema"].as_str().expect("schema");
        seen.insert(schema);
        for (name, values) in entity["properties"].as_object().expect("properties") {
            let range = model
                .range(schema, name)
                .unwrap_or_else(|| panic!("{schema}.{name}"));
            for value in values.as_array().expect("values") {
                let value = value.as_str().expect("a text");
                if !range.is_empty() {
                    let target = schemata
                        .get(value)
                        .unwrap_or_else(|| panic!("{schema}.{name} leads nowhere"));
                    assert!(
                        model.ancestors(target).iter().any(|known| known == range),
                        "{schema}.{name}: {target}"
                    );
                }
            }
        }
    }
    for expected in [
        "Payment",
        "EconomicActivity",
        "Ownership",
        "Company",
        "Person",
        "BankAccount",
        "CryptoWallet",
    ] {
        assert!(seen.contains(expected), "{expected}");
    }
}

#[test]
fn relationships_lead_to_nodes() {
    let tables = cypher(&all());
    let mut nodes = ::csv::Reader::from_reader(tables.nodes.as_bytes());
    let known: BTreeSet<String> = nodes
        .records()
        .map(|row| row.expect("a row")[0].to_owned())
        .collect();
    let mut relationships = ::csv::Reader::from_reader(tables.relationships.as_bytes());
    let rows: Vec<_> = relationships
        .records()
        .map(|row| row.expect("a row"))
        .collect();
    assert_eq!(rows.len(), 220);
    for row in rows {
        assert!(known.contains(&row[0]) && known.contains(&row[1]));
        assert!(["PAYMENT", "CASH", "CRYPTO", "GOODS", "OWNERSHIP"].contains(&&row[2]));
    }
}

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

    /// Any steps between any parties give a picture whose boxes do not lie on one another.
    #[test]
    fn any_card_can_be_drawn(
        parties in 1_usize..60,
        ends in prop::collection::vec((0_usize..60, 0_usize..60, 0_usize..3), 0..120),
    ) {
        let mut card = layers();
        let model = card.hops.clone();
        let names = card.parties.clone();
        card.parties = (0..parties).map(|at| names[at % names.len()].clone()).collect();
        for (at, party) in card.parties.iter_mut().enumerate() {
            party.reference = format!("r{at}");
        }
        card.hops = ends
            .iter()
            .map(|(from, to, kind)| {
                let mut hop = model[[0, 6, 8][*kind]].clone();
                // Some lead nowhere: a card may come from anywhere.
                (hop.from, hop.to) = (from % (parties + 1), to % parties);
                hop
            })
            .collect();
        let one = dossier(vec![card]);
        for (name, content) in written(&one) {
            prop_assert!(!content.is_empty() || name.ends_with("ftm.json"));
        }
        let picture = svg(&one.cards[0], TimeForm::Iso, Language::Arabic);
        elements(&picture);
        elements(&as_xml(&html(&one, Language::English)));
        let number = |of: &str, name: &str| -> i64 {
            let rest = of.split(&format!(" {name}=\"")).nth(1).expect("given");
            rest.split('"').next().expect("ends").parse().expect("a whole number")
        };
        let boxes: Vec<(i64, i64)> = picture
            .split("<rect")
            .filter(|of| of.contains("class=\"box\""))
            .map(|of| (number(of, "x"), number(of, "y")))
            .collect();
        for (at, one) in boxes.iter().enumerate() {
            for other in &boxes[..at] {
                prop_assert!((one.0 - other.0).abs() >= 200 || (one.1 - other.1).abs() >= 78);
            }
        }
    }
}
