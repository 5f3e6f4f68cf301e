//! Entries held against each other: what is one party, what is not, and laws of pairs. Every name here is made up.
#![expect(clippy::unwrap_used, reason = "a test: a failure here is its failure")]

use std::collections::BTreeSet;

use kashf_core::Statement;
use kashf_ftm::EntityBuilder;
use kashf_resolve::{JudgedPair, Outcome};
use kashf_screen::{Engine, Policy, compile};
use kashf_store::{Segment, SegmentDraft, Snapshot, statements};
use proptest::prelude::*;

/// An entry: id, schema, values.
type Entry = (String, &'static str, Vec<(&'static str, String)>);

fn entry(id: &str, schema: &'static str, values: &[(&'static str, &str)]) -> Entry {
    let values = values
        .iter()
        .map(|(prop, value)| (*prop, (*value).to_owned()));
    (id.to_owned(), schema, values.collect())
}

fn segment(dataset: &str, entries: &[Entry]) -> Segment {
    let mut all: Vec<Statement> = Vec::new();
    for (id, schema, values) in entries {
        let mut builder = EntityBuilder::new(dataset, id, schema);
        for (prop, value) in values {
            if builder.add(prop, value).is_err() {
                builder.add_as(prop, value, None, None, None);
            }
        }
        all.extend(builder.finish());
    }
    let mut tables = statements::encode(&all);
    let compiled = compile(&all);
    tables.extend(compiled.tables);
    let draft = SegmentDraft {
        dataset: dataset.to_owned(),
        version: "1".to_owned(),
        as_of: None,
        counts: compiled.counts,
        tables,
        ..SegmentDraft::default()
    };
    Segment::in_memory(draft).unwrap()
}

fn engine(lists: &[(&str, Vec<Entry>)]) -> Engine {
    let segments = lists
        .iter()
        .map(|(dataset, entries)| segment(dataset, entries));
    let snapshot = Snapshot::in_memory(segments.collect());
    Engine::new(&snapshot, Policy::built_in()).unwrap()
}

fn pairs(lists: &[(&str, Vec<Entry>)], changed: Option<&BTreeSet<String>>) -> Vec<JudgedPair> {
    engine(lists).field(None).unwrap().pairs(changed).unwrap()
}

/// The judgement on two entries of two lists.
fn judge(a: &Entry, b: &Entry) -> Option<JudgedPair> {
    let found = pairs(&[("one", vec![a.clone()]), ("two", vec![b.clone()])], None);
    assert!(found.len() < 2);
    let pair = found.into_iter().next()?;
    assert_eq!(
        pair.reasons.iter().map(|r| r.points).sum::<i32>(),
        pair.points()
    );
    Some(pair)
}

fn outcome(a: &Entry, b: &Entry) -> Option<Outcome> {
    judge(a, b).map(|pair| pair.outcome)
}

fn person(id: &str, values: &[(&'static str, &str)]) -> Entry {
    entry(id, "Person", values)
}

#[test]
fn one_person_on_two_lists() {
    let un = person(
        "un-1",
        &[
            ("name", "Qutayba Idris al-Zarnouki"),
            ("birthDate", "1971-04-09"),
            ("nationality", "tn"),
        ],
    );
    let us = person(
        "us-1",
        &[
            ("name", "Qutaiba Idriss AL-ZARNUQI"),
            ("birthDate", "1971-04-09"),
            ("nationality", "tn"),
        ],
    );
    assert_eq!(outcome(&un, &us), Some(Outcome::Same));
    // Known by its Arabic original only.
    let arabic = person(
        "un-1",
        &[
            ("name", "قتيبة إدريس الزرنوقي"),
            ("birthDate", "1971-04-09"),
            ("nationality", "tn"),
        ],
    );
    assert_eq!(outcome(&arabic, &us), Some(Outcome::Same));
}

#[test]
fn a_contradiction_is_never_outvoted() {
    let base = [
        ("name", "Qutayba Idris al-Zarnouki"),
        ("nationality", "tn"),
        ("passportNumber", "ZX4471902"),
    ];
    let born = |id: &str, day: &'static str| {
        let mut values = base.to_vec();
        values.push(("birthDate", day));
        person(id, &values)
    };
    assert_eq!(
        outcome(&born("un-1", "1971-04-09"), &born("us-1", "1971-04-09")),
        Some(Outcome::Same)
    );
    // A father and his son of one name, on one family paper.
    assert_eq!(
        outcome(&born("un-1", "1971-04-09"), &born("us-1", "1948-11-20")),
        Some(Outcome::Look)
    );
    let namesakes = |id: &str, day: &'static str| {
        person(
            id,
            &[("name", "Qutayba Idris al-Zarnouki"), ("birthDate", day)],
        )
    };
    let (old, young) = (
        namesakes("un-1", "1931-04-09"),
        namesakes("us-1", "1985-11-20"),
    );
    assert_eq!(outcome(&old, &young), Some(Outcome::Different));
}

#[test]
fn brothers_a_person_and_a_company_are_two() {
    let brother = |id: &str, name: &str| person(id, &[("name", name), ("nationality", "tn")]);
    let found = outcome(
        &brother("un-1", "Qutayba Idris al-Zarnouki"),
        &brother("us-1", "Marwan Idris al-Zarnouki"),
    );
    assert_ne!(found, Some(Outcome::Same));
    let company = entry("us-1", "Company", &[("name", "Qutayba Idris al-Zarnouki")]);
    assert_eq!(
        outcome(&brother("un-1", "Qutayba Idris al-Zarnouki"), &company),
        None
    );
}

#[test]
fn a_ship_is_its_number() {
    let ship = |id: &str, name: &str, number: Option<&'static str>| {
        let mut values = vec![("name", name)];
        values.extend(number.map(|number| ("imoNumber", number)));
        entry(id, "Vessel", &values)
    };
    let old = ship("un-1", "SILVER HERON", Some("IMO9990002"));
    assert_eq!(
        outcome(&old, &ship("us-1", "GOLDEN IBIS", Some("IMO9990002"))),
        Some(Outcome::Look)
    );
    assert_eq!(
        outcome(&old, &ship("us-1", "SILVER HERON", Some("IMO9990002"))),
        Some(Outcome::Same)
    );
    assert_eq!(
        outcome(&old, &ship("us-1", "SILVER HERON", None)),
        Some(Outcome::Look)
    );
    assert_ne!(
        outcome(&old, &ship("us-1", "SILVER HERON", Some("IMO9990014"))),
        Some(Outcome::Same)
    );
}

#[test]
fn within_one_list_a_human_decides() {
    let values = [
        ("name", "Qutayba Idris al-Zarnouki"),
        ("birthDate", "1971-04-09"),
        ("nationality", "tn"),
    ];
    let found = pairs(
        &[("one", vec![person("a-1", &values), person("a-2", &values)])],
        None,
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].outcome, Outcome::Look);
}

#[test]
fn a_company_with_its_acronym_and_without() {
    let company =
        |id: &str, name: &str| entry(id, "Organization", &[("name", name), ("country", "km")]);
    let (with, without) = (
        "Zarnouki Harbour Dredging Works (ZHDW)",
        "ZARNOUKI HARBOUR DREDGING WORKS",
    );
    assert_eq!(
        outcome(&company("un-1", with), &company("us-1", without)),
        Some(Outcome::Same)
    );
}

#[test]
fn references_of_the_security_council_tell() {
    let base = [("name", "Qutayba Idris al-Zarnouki"), ("nationality", "tn")];
    let noted = |id: &str, note: &'static str| {
        let mut values = base.to_vec();
        values.push(("notes", note));
        person(id, &values)
    };
    let same = outcome(
        &noted("a-1", "UN Ref QDi.999"),
        &noted("b-1", "Listed. UN Ref: QDi.999."),
    );
    assert_eq!(same, Some(Outcome::Same));
    let other = judge(
        &noted("a-1", "UN Ref QDi.999"),
        &noted("b-1", "UN Ref QDi.998"),
    );
    assert_ne!(other.map(|pair| pair.outcome), Some(Outcome::Same));
}

const GIVEN: [&str; 8] = [
    "Qutayba",
    "قتيبة",
    "Qutaiba",
    "Marwan",
    "مروان",
    "Salwa",
    "Кутайба",
    "Layla",
];
const FAMILY: [&str; 6] = [
    "al-Zarnouki",
    "الزرنوقي",
    "Zarnuqi",
    "Tamoudi",
    "Tammoudi",
    "Harbour",
];

fn an_entry() -> impl Strategy<Value = (&'static str, Vec<(&'static str, String)>)> {
    let name = (0..GIVEN.len(), 0..GIVEN.len(), 0..FAMILY.len())
        .prop_map(|(a, b, c)| format!("{} {} {}", GIVEN[a], GIVEN[b], FAMILY[c]));
    (
        prop_oneof![4 => Just("Person"), 2 => Just("Organization"), 1 => Just("LegalEntity"), 1 => Just("Vessel")],
        prop::collection::vec(name, 1..4),
        prop::option::of(1958u16..1964),
        prop::option::of(prop_oneof![Just("tn"), Just("iq"), Just("ly")]),
        prop::option::of(0u32..4),
        prop::option::of(0u32..3),
    )
        .prop_map(|(schema, names, year, country, passport, reference)| {
            let mut values = vec![("name", names[0].clone())];
            let more = names[1..].iter().enumerate();
            values.extend(more.map(|(at, name)| (["alias", "weakAlias"][at], name.clone())));
            if schema == "Person" {
                values.extend(year.map(|year| ("birthDate", format!("{year}-04-09"))));
                values.extend(passport.map(|number| ("passportNumber", format!("ZX447190{number}"))));
                values.extend(year.map(|year| ("birthPlace", format!("Port Selim {}, Tunisia", year % 2))));
            }
            if schema == "Vessel" {
                values.extend(passport.map(|number| ("imoNumber", format!("IMO999000{number}"))));
            }
            values.extend(country.map(|country| ("country", country.to_owned())));
            values.extend(reference.map(|number| ("notes", format!("UN Ref QDi.99{number}"))));
            (schema, values)
        })
}

/// Entries of two lists.
fn two_lists() -> impl Strategy<Value = (Vec<Entry>, Vec<Entry>)> {
    let list = |prefix: &'static str| {
        prop::collection::vec(an_entry(), 1..7).prop_map(move |entries| {
            let numbered = entries.into_iter().enumerate();
            numbered
                .map(|(at, (schema, values))| (format!("{prefix}-{at}"), schema, values))
                .collect::<Vec<Entry>>()
        })
    };
    (list("aa"), list("bb"))
}

/// What a pair comes to, without the order of its sides.
fn weight(pair: &JudgedPair) -> (Outcome, u16, Vec<(&'static str, i32)>) {
    let mut reasons: Vec<_> = pair.reasons.iter().map(|r| (r.key, r.points)).collect();
    reasons.sort_unstable();
    (pair.outcome, pair.score.thousandths(), reasons)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn the_order_of_lists_entries_and_threads_changes_nothing((a, b) in two_lists()) {
        let all = pairs(&[("one", a.clone()), ("two", b.clone())], None);
        let (mut c, mut d) = (a.clone(), b.clone());
        c.reverse();
        d.reverse();
        prop_assert_eq!(&all, &pairs(&[("two", c), ("one", d)], None));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        prop_assert_eq!(&all, &pool.install(|| pairs(&[("one", a), ("two", b)], None)));
    }

    #[test]
    fn a_pair_weighs_the_same_from_both_sides((a, b) in two_lists()) {
        // With the ids turned round, what stood left stands right.
        let turned = |list: &[Entry], prefix: &str| -> Vec<Entry> {
            list.iter().map(|(id, schema, values)| (format!("{prefix}{id}"), *schema, values.clone())).collect()
        };
        let one = pairs(&[("one", turned(&a, "x-")), ("two", turned(&b, "y-"))], None);
        let other = pairs(&[("one", turned(&a, "y-")), ("two", turned(&b, "x-"))], None);
        let across = |pairs: &[JudgedPair], first: &str| -> Vec<_> {
            let mut all: Vec<_> = pairs
                .iter()
                .filter(|pair| pair.a[..2] != pair.b[..2])
                .map(|pair| {
                    let (mut left, mut right) = (&pair.a[2..], &pair.b[2..]);
                    if !left.starts_with(first) {
                        std::mem::swap(&mut left, &mut right);
                    }
                    (left.to_owned(), right.to_owned(), weight(pair))
                })
                .collect();
            all.sort();
            all
        };
        prop_assert_eq!(across(&one, "aa"), across(&other, "aa"));
    }

    #[test]
    fn judging_by_parts_is_judging_all((a, b) in two_lists(), bits: u16) {
        let lists = [("one", a), ("two", b)];
        let all = pairs(&lists, None);
        let ids: Vec<String> = lists.iter().flat_map(|(_, list)| list).map(|entry| entry.0.clone()).collect();
        let part: BTreeSet<String> =
            ids.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, id)| id.clone()).collect();
        let touched = pairs(&lists, Some(&part));
        let expected: Vec<JudgedPair> =
            all.iter().filter(|pair| part.contains(&pair.a) || part.contains(&pair.b)).cloned().collect();
        prop_assert_eq!(touched, expected);
        let rest: BTreeSet<String> = ids.into_iter().filter(|id| !part.contains(id)).collect();
        let mut union = pairs(&lists, Some(&part));
        union.extend(pairs(&lists, Some(&rest)));
        union.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        union.dedup();
        prop_assert_eq!(union, all);
    }

    #[test]
    fn another_list_moves_no_pair((a, b) in two_lists(), (c, _) in two_lists()) {
        let third: Vec<Entry> = c.into_iter().map(|(id, schema, values)| (format!("c{id}"), schema, values)).collect();
        let two = pairs(&[("one", a.clone()), ("two", b.clone())], None);
        let three = pairs(&[("nought", third), ("one", a), ("two", b)], None);
        let without: Vec<JudgedPair> = three
            .into_iter()
            .filter(|pair| !pair.a.starts_with('c') && !pair.b.starts_with('c'))
            .collect();
        prop_assert_eq!(two, without);
    }
}
