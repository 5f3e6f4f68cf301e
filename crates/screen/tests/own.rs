//! The self-find gate and the marks of what is held, on a small invented list.
#![expect(clippy::unwrap_used, reason = "a test: a failure here is its failure")]

use kashf_core::Statement;
use kashf_ftm::EntityBuilder;
use kashf_screen::{Engine, HeldMarks, Options, OwnNames, Policy, Query, compile_with};
use kashf_store::statements::Encoded;
use kashf_store::{Segment, SegmentDraft, Snapshot};

fn list() -> Vec<Statement> {
    let entries = [
        (
            "o-1",
            "Person",
            &["name:Qutayba al-Zarnouki", "alias:قتيبة الزرنوقي"][..],
        ),
        (
            "o-2",
            "LegalEntity",
            &["name:Silver Lantern Brokers", "weakAlias:The Lamp"],
        ),
        (
            "o-3",
            "Vessel",
            &["name:M/V GREY PETREL", "previousName:Sea Thistle 7"],
        ),
        (
            "o-4",
            "Person",
            &["name:Salwa Bint Idris Tamoudi", "name:---"],
        ),
    ];
    let mut all = Vec::new();
    for (id, schema, names) in entries {
        let mut builder = EntityBuilder::new("own", id, schema);
        for name in names {
            let (prop, name) = name.split_once(':').unwrap();
            builder.add_as(prop, name, None, None, None);
        }
        all.extend(builder.finish());
    }
    all
}

fn encoded(list: &[Statement]) -> Encoded {
    list.iter().collect()
}

/// The tables of the list, some of them replaced.
fn engine(held: &HeldMarks, replaced: &[(&str, &[u8])]) -> Engine {
    let mut compiled = compile_with(encoded(&list()).view(), held);
    for (name, bytes) in replaced {
        let table = compiled.tables.iter_mut().find(|(table, _)| table == name);
        table.unwrap().1 = bytes.to_vec();
    }
    let draft = SegmentDraft {
        dataset: "own".to_owned(),
        version: "1".to_owned(),
        tables: compiled.tables,
        ..SegmentDraft::default()
    };
    let snapshot = Snapshot::in_memory(vec![Segment::in_memory(draft).unwrap()]);
    Engine::new(&snapshot, Policy::built_in()).unwrap()
}

fn ask(replaced: &[(&str, &[u8])]) -> OwnNames {
    let engine = engine(&HeldMarks::default(), replaced);
    engine.find_own_names().unwrap()
}

#[test]
fn every_name_of_a_sound_index_finds_its_entry() {
    let own = ask(&[]);
    assert_eq!(own.missed, []);
    assert_eq!((own.asked, own.wordless), (7, 1));
}

#[test]
fn a_name_that_the_index_does_not_lead_to_is_missed() {
    let nothing: Vec<u8> = Vec::new();
    let own = ask(&[("ix_exact", &nothing)]);
    assert_eq!(own.missed.len(), 7, "{:?}", own.missed);
    assert!(
        own.missed[0].problem.contains("not found"),
        "{:?}",
        own.missed[0]
    );
    // The exact form still leads there, but no other spelling would.
    let own = ask(&[("ix_keys", &nothing)]);
    assert!(own.missed.len() >= 6, "{:?}", own.missed);
    assert!(
        own.missed[0].problem.contains("by its sound"),
        "{:?}",
        own.missed[0]
    );
    let compiled = compile_with(encoded(&list()).view(), &HeldMarks::default());
    let postings = compiled
        .tables
        .iter()
        .find(|(name, _)| name == "ix_postings");
    let zeros = vec![0; postings.unwrap().1.len()];
    let own = ask(&[("ix_postings", &zeros)]);
    assert!(own.missed.len() >= 5, "{:?}", own.missed);
}

#[test]
fn held_entries_and_names_are_marked_and_score_as_before() {
    let mut held = HeldMarks::default();
    held.entries
        .insert("o-1".to_owned(), "2026-01-02".to_owned());
    let names = held.names.entry("o-3".to_owned()).or_default();
    names.insert("Sea Thistle 7".to_owned(), "2026-01-03".to_owned());
    let (marked, plain) = (engine(&held, &[]), engine(&HeldMarks::default(), &[]));
    for (name, is_held) in [
        ("Kutaiba Zarnuki", true),
        ("Sea Thistle 7", true),
        ("Grey Petrel", false),
        ("Salwa Idris Tamoudi", false),
    ] {
        let answers = [&marked, &plain].map(|engine| {
            let answer = engine.screen(&Query::name(name), &Options::default());
            answer.matches.into_iter().next().unwrap()
        });
        let [found, before] = answers;
        assert_eq!(
            (found.removal_held, before.removal_held),
            (is_held, false),
            "{name}"
        );
        assert_eq!((found.score, found.points), (before.score, before.points));
        assert_eq!(found.features, before.features);
        let said = found.reasons.iter().any(|r| r.feature == "removal_held");
        assert_eq!(said, is_held);
    }
}
