//! The engine end to end on a small invented list: every name here is made up.
#![expect(clippy::unwrap_used, reason = "a test: a failure here is its failure")]

use kashf_core::{Entity, Score, Statement};
use kashf_ftm::EntityBuilder;
use kashf_screen::{Answer, Engine, Language, Options, Policy, Query, Status, compile, sentence};
use kashf_store::{Segment, SegmentDraft, Snapshot, statements};

fn entity(id: &str, schema: &str, values: &[(&str, &str)]) -> Vec<Statement> {
    let mut builder = EntityBuilder::new("demo_list", id, schema);
    for (prop, value) in values {
        if builder.add(prop, value).is_err() {
            builder.add_as(prop, value, None, None, None);
        }
    }
    builder.finish()
}

fn list() -> Vec<Statement> {
    let mut all = entity(
        "d-1",
        "Person",
        &[
            ("name", "Qutayba al-Zarnouki"),
            ("name", "قتيبة الزرنوقي"),
            ("alias", "Abu Marjan"),
            ("weakAlias", "Shadow Merchant"),
            ("birthDate", "1971-04-09"),
            ("nationality", "Tunisian"),
            ("gender", "male"),
            ("passportNumber", "ZX4471902"),
        ],
    );
    all.extend(entity(
        "d-2",
        "Vessel",
        &[
            ("name", "M/V SILVER HERON"),
            ("imoNumber", "IMO9990002"),
            ("flag", "Panama"),
        ],
    ));
    all.extend(entity(
        "d-3",
        "Company",
        &[("name", "Zarnouki Trading FZE")],
    ));
    all.extend(entity(
        "d-4",
        "Person",
        &[
            ("name", "Salwa Bint Idris Tamoudi"),
            ("birthDate", "between 1958 and 1963"),
        ],
    ));
    all
}

fn engine() -> Engine {
    let statements = list();
    let mut tables = statements::encode(&statements);
    let compiled = compile(&statements);
    assert_eq!(compiled, compile(&statements), "compiling is deterministic");
    tables.extend(compiled.tables);
    let draft = SegmentDraft {
        dataset: "demo_list".to_owned(),
        version: "1".to_owned(),
        as_of: None,
        counts: compiled.counts,
        tables,
        ..SegmentDraft::default()
    };
    let snapshot = Snapshot::in_memory(vec![Segment::in_memory(draft).unwrap()]);
    Engine::new(&snapshot, Policy::built_in()).unwrap()
}

fn ask(schema: &str, values: &[(&str, &str)]) -> Answer {
    let mut query = Entity::new("q", schema);
    for (prop, value) in values {
        query.add(prop, value);
    }
    let answer = engine().screen(&Query::new(&query), &Options::default());
    for found in &answer.matches {
        let sum: i32 = found.reasons.iter().map(|reason| reason.points).sum();
        assert_eq!(sum, found.points, "the reasons add up to the points");
        for reason in &found.reasons {
            for language in [Language::English, Language::Arabic] {
                let text = sentence(reason, language);
                assert!(!text.contains('{') && !text.is_empty(), "{text}");
            }
        }
    }
    answer
}

fn first(answer: &Answer) -> (&str, bool, Score) {
    let found = answer.matches.first().expect("something is found");
    (&found.id, found.is_match, found.score)
}

#[test]
fn each_name_finds_its_own_entry() {
    for name in [
        "Qutayba al-Zarnouki",
        "قتيبة الزرنوقي",
        "Abu Marjan",
        "Salwa Bint Idris Tamoudi",
    ] {
        let answer = ask("Person", &[("name", name)]);
        let found = &answer.matches[0];
        assert!(found.is_match, "{name}: {found:?}");
        assert!(
            found.features["name"] >= Score::from_thousandths(950),
            "{name}"
        );
    }
}

#[test]
fn arabic_finds_latin_and_the_reverse() {
    for name in ["قتيبه زرنوقي", "Koutaiba Zarnouqi", "Кутайба Зарнуки"] {
        let answer = ask("Person", &[("name", name)]);
        let (id, is_match, _) = first(&answer);
        assert_eq!((id, is_match), ("d-1", true), "{name}");
    }
}

#[test]
fn a_weak_alias_alone_is_never_a_match() {
    let alone = ask("Person", &[("name", "Shadow Merchant")]);
    assert!(!alone.matches[0].is_match && !alone.matches.is_empty());
    let more = ask(
        "Person",
        &[
            ("name", "Shadow Merchant"),
            ("birthDate", "1971-04-09"),
            ("nationality", "TN"),
        ],
    );
    assert!(more.matches[0].is_match);
}

#[test]
fn secondary_data_order_and_part() {
    let score = |birth: &str| {
        let answer = ask(
            "Person",
            &[("name", "Qutayba Zarnouki"), ("birthDate", birth)],
        );
        let found = &answer.matches[0];
        (found.score, found.is_match)
    };
    let same = score("9 April 1971");
    let swapped = score("1971-09-04");
    let digit = score("1971-04-08");
    let other = score("1990-11-30");
    assert!(same.0 > swapped.0 && swapped.0 > other.0 && digit.0 > other.0);
    assert!(same.1 && swapped.1 && digit.1);
    assert!(
        !other.1,
        "a namesake of another birth year is shown, not a match"
    );
}

#[test]
fn identifiers_find_whatever_the_name() {
    let ship = ask(
        "Vessel",
        &[("name", "Golden Ibis"), ("imoNumber", "9990002")],
    );
    assert_eq!(first(&ship).0, "d-2");
    assert!(first(&ship).1);
    for number in ["9990002", "IMO 9990002", "ZX4471902", "zx4471902"] {
        let answer = engine().screen(&Query::name(number), &Options::default());
        assert!(answer.has_match(), "{number}");
    }
    let document = ask(
        "Person",
        &[("name", "Nobody Atall"), ("passportNumber", "zx 4471902")],
    );
    assert_eq!((first(&document).0, first(&document).1), ("d-1", true));
}

#[test]
fn schemata_that_cannot_be_one_do_not_meet() {
    let company = ask("Company", &[("name", "Zarnouki Trading")]);
    assert!(
        company
            .matches
            .iter()
            .all(|found| found.schema == "Company")
    );
    assert_eq!(first(&company).0, "d-3");
    let unknown = ask("", &[("name", "Silver Heron")]);
    assert_eq!(first(&unknown).0, "d-2");
}

#[test]
fn what_cannot_be_read_is_said() {
    let partial = ask(
        "Person",
        &[("name", "Qutayba Zarnouki"), ("birthDate", "the fifth")],
    );
    assert_eq!(partial.status, Status::Partial);
    assert!(
        partial
            .problem
            .as_deref()
            .is_some_and(|p| p.contains("birthDate"))
    );
    let empty = ask("Person", &[("birthDate", "1971")]);
    assert_eq!(empty.status, Status::NotScreened);
    assert!(empty.matches.is_empty() && empty.problem.is_some());
}

#[test]
fn the_threshold_and_the_limit_are_the_users() {
    let engine = engine();
    let query = Query::name("Qutayba Zarnouki");
    let strict = Options {
        threshold: Some(Score::ONE),
        ..Options::default()
    };
    assert!(
        engine
            .screen(&query, &strict)
            .matches
            .iter()
            .all(|found| !found.is_match)
    );
    let none = Options {
        limit: 0,
        ..Options::default()
    };
    assert!(engine.screen(&query, &none).matches.is_empty());
    let elsewhere = Options {
        datasets: Some(vec!["no_such".to_owned()]),
        ..Options::default()
    };
    assert_eq!(
        engine.screen(&query, &elsewhere).status,
        Status::NotScreened
    );
}

/// That no altered table is opened is the store's to see, by stamps and hashes; here an altered one must not make the
/// engine panic, and one of a shape that cannot be is refused at once.
#[test]
fn an_altered_table_makes_nothing_panic() {
    let statements = list();
    let compiled = compile(&statements);
    for table in [
        "ix_keys",
        "ix_joined",
        "ix_exact",
        "ix_ids",
        "ix_signatures",
    ] {
        let with = |alter: &dyn Fn(&mut Vec<u8>)| {
            let mut tables = compiled.tables.clone();
            alter(&mut tables.iter_mut().find(|(name, _)| name == table).unwrap().1);
            let draft = SegmentDraft {
                dataset: "demo_list".to_owned(),
                version: "1".to_owned(),
                as_of: None,
                counts: compiled.counts.clone(),
                tables,
                ..SegmentDraft::default()
            };
            let snapshot = Snapshot::in_memory(vec![Segment::in_memory(draft).unwrap()]);
            Engine::new(&snapshot, Policy::built_in())
        };
        let bytes = compiled
            .tables
            .iter()
            .find(|(name, _)| name == table)
            .unwrap()
            .1
            .len();
        for at in (0..bytes).step_by(61) {
            let engine = with(&|bytes| bytes[at] ^= 0x40).unwrap();
            for name in ["Salwa Idris Tamoudi", "Qutayba Alzarnouki"] {
                let answer = engine.screen(&Query::name(name), &Options::default());
                assert!(answer.matches.len() <= 5);
            }
        }
        let error = with(&|bytes| bytes.truncate(bytes.len() - 1)).unwrap_err();
        assert!(format!("{error:?}").contains(table), "{error:?}");
    }
}

#[test]
fn glued_and_split_names_meet() {
    for name in ["Qutayba Alzarnouki", "Abumarjan", "Salwa Idris Tamou di"] {
        let answer = ask("Person", &[("name", name)]);
        assert!(!answer.matches.is_empty(), "{name}");
    }
}
