//! Evidence in all its formats: the same card gives the same bytes, what is written is well formed, and any card can be drawn.

mod cases;
mod hostile;
mod tables;
mod xml;

use cases::{channel, cycle, dossier, fan, layers};
use kashf_trace::evidence::{
    Dossier, Format, Language, Look, TimeForm, csv, graphml, html, json, svg, text,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use xml::{as_xml, elements};

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
fn nobody_is_cleared_by_lists_that_were_not_asked() {
    let mut one = dossier(vec![cycle()]);
    let page = html(&one, Language::English);
    assert!(page.contains("none listed") && page.contains("not found on the lists asked"));
    one.snapshot = None;
    for content in [
        html(&one, Language::English),
        text(&one, Language::English, Look::default()),
    ] {
        assert!(content.contains("no list was asked"));
        assert!(!content.contains("none listed") && !content.contains("not found on the lists"));
    }
    assert!(!svg(&one.cards[0], TimeForm::Iso, Language::English).contains("listed"));
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

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
