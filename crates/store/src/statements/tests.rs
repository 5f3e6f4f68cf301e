//! Laws of the statement tables: nothing is lost, and no bytes make the reader panic.

use kashf_core::Statement;
use proptest::prelude::*;

use super::layout::{BY_ID, ENTITIES, IDS, RUNS, STRINGS};
use super::{Statements, encode};
use crate::{Segment, SegmentDraft, SegmentEntry};

fn segment(statements: &[Statement]) -> Segment {
    Segment::in_memory(SegmentDraft {
        dataset: "example".to_owned(),
        version: "1".to_owned(),
        tables: encode(statements),
        ..SegmentDraft::default()
    })
    .unwrap()
}

fn grouped(statements: &[Statement]) -> Vec<Statement> {
    let mut order: Vec<&str> = Vec::new();
    for statement in statements {
        if !order.contains(&statement.entity_id.as_str()) {
            order.push(&statement.entity_id);
        }
    }
    order
        .iter()
        .flat_map(|id| statements.iter().filter(move |s| s.entity_id == *id))
        .cloned()
        .collect()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-c]",
        "\\PC{0,12}",
        "[a-z]{120,300}",
        Just("\u{0644}\u{064A}\u{0644}\u{0649}".to_owned()),
        Just("\u{FFFD}".to_owned()),
    ]
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9a-f]{40}", "[0-9A-F]{40}", Just("0".repeat(40)), text()]
}

fn statement() -> impl Strategy<Value = Statement> {
    let optional = || proptest::option::of(text());
    (
        (
            id(),
            "[a-e]?",
            text(),
            any::<bool>(),
            "[A-C]?",
            "[a-c]?",
            text(),
        ),
        (
            optional(),
            optional(),
            "[a-b]?",
            optional(),
            any::<bool>(),
            optional(),
            optional(),
        ),
    )
        .prop_map(|(first, second)| {
            let (id, entity_id, other_id, resolved, schema, prop, value) = first;
            let (original_value, lang, dataset, origin, external, first_seen, last_seen) = second;
            Statement {
                id,
                canonical_id: if resolved {
                    other_id
                } else {
                    entity_id.clone()
                },
                entity_id,
                schema,
                prop,
                value,
                original_value,
                lang,
                dataset,
                origin,
                external,
                first_seen,
                last_seen,
            }
        })
}

/// Reads everything that there is to read.
fn read_all(statements: &Statements<'_>) -> usize {
    let sound = statements.check().is_ok();
    let mut read = 0;
    for entity in 0..statements.entity_count().min(200) {
        let found = statements.find(statements.entity_id(entity));
        assert!(!sound || found == Some(entity));
        for statement in statements.statements(entity).take(200) {
            read += statement.to_statement().value.len() + format!("{statement:?}").len();
        }
    }
    let beyond = statements.entity_count();
    assert_eq!(statements.statements(beyond).len(), 0);
    assert_eq!(statements.statements(u32::MAX).len(), 0);
    assert_eq!(statements.entity_id(u32::MAX), "");
    read
}

proptest! {
    #[test]
    fn lose_nothing(list in proptest::collection::vec(statement(), 0..40)) {
        let segment = segment(&list);
        let held = Statements::open(&segment).unwrap();
        held.check().unwrap();
        let back: Vec<Statement> = held.iter().map(|s| s.to_statement()).collect();
        prop_assert_eq!(&back, &grouped(&list));
        prop_assert_eq!(held.statement_count() as usize, list.len());
        for statement in &list {
            let entity = held.find(&statement.entity_id);
            prop_assert_eq!(entity.map(|e| held.entity_id(e)), Some(&*statement.entity_id));
        }
        prop_assert_eq!(held.find("not there"), None);
        // Grouping is idempotent, and the same statements give the same bytes.
        prop_assert_eq!(encode(&back), encode(&list));
    }

    #[test]
    fn survive_any_bytes(
        list in proptest::collection::vec(statement(), 0..12),
        tables in proptest::collection::vec((0_usize..12, proptest::collection::vec(any::<u8>(), 0..120)), 1..6),
    ) {
        let mut damaged = encode(&list);
        for (table, bytes) in tables {
            if let Some(table) = damaged.get_mut(table) {
                table.1 = bytes;
            }
        }
        let segment = Segment::from_tables(SegmentEntry::default(), damaged);
        if let Ok(held) = Statements::open(&segment) {
            read_all(&held);
        }
    }

    #[test]
    fn survive_flipped_bytes(
        list in proptest::collection::vec(statement(), 1..12),
        flips in proptest::collection::vec((0_usize..11, any::<prop::sample::Index>(), 1_u8..), 1..8),
    ) {
        let mut damaged = encode(&list);
        for (table, place, flip) in flips {
            let bytes = &mut damaged[table].1;
            if !bytes.is_empty() {
                let place = place.index(bytes.len());
                bytes[place] ^= flip;
            }
        }
        let segment = Segment::from_tables(SegmentEntry::default(), damaged);
        if let Ok(held) = Statements::open(&segment) {
            read_all(&held);
        }
    }
}

#[test]
fn refuses_tables_that_do_not_fit() {
    let list = [Statement::new(
        "a",
        "Person",
        "name",
        "Layla Example",
        "example",
    )];
    let all = encode(&list);
    for lost in 0..all.len() {
        let mut tables = all.clone();
        let (name, _) = tables.remove(lost);
        let segment = Segment::from_tables(SegmentEntry::default(), tables);
        let error = Statements::open(&segment).unwrap_err().to_string();
        assert!(error.contains(&name), "{error}");
    }
    for (table, (name, _)) in all.iter().enumerate() {
        let mut tables = all.clone();
        tables[table].1.push(0);
        let segment = Segment::from_tables(SegmentEntry::default(), tables);
        let opened = Statements::open(&segment);
        // An arena has no record size; all others must be whole records.
        assert_eq!(opened.is_ok(), name == STRINGS, "{name}");
    }
}

/// Two entities, so that order matters, with every optional field somewhere.
fn full() -> Vec<Statement> {
    let first = Statement {
        id: "not a hash".to_owned(),
        canonical_id: "c".to_owned(),
        original_value: Some("LAYLA".to_owned()),
        lang: Some("eng".to_owned()),
        origin: Some("row 1".to_owned()),
        first_seen: Some("2024".to_owned()),
        last_seen: Some("2025".to_owned()),
        ..Statement::new("b", "Person", "name", "Layla Example", "example")
    };
    let second = Statement::new("a", "Person", "name", "Nour Example", "example");
    vec![first, second]
}

#[test]
fn finds_every_wrong_reference() {
    let all = encode(&full());
    for (table, (name, bytes)) in all.iter().enumerate() {
        if [STRINGS, IDS].contains(&name.as_str()) {
            continue;
        }
        assert!(!bytes.is_empty(), "{name} is not tried");
        for cell in (0..bytes.len()).step_by(4) {
            let mut tables = all.clone();
            tables[table].1[cell..cell + 4].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
            let segment = Segment::from_tables(SegmentEntry::default(), tables);
            let checked = Statements::open(&segment).and_then(|held| {
                read_all(&held);
                held.check()
            });
            assert!(checked.is_err(), "{name}, byte {cell}");
        }
    }
    // Swapped and repeated records are in range, and still wrong.
    for (name, width) in [(BY_ID, 4), (ENTITIES, 8), (RUNS, 8)] {
        let table = all.iter().position(|(table, _)| table == name).unwrap();
        for repeat in [false, true] {
            let mut tables = all.clone();
            let bytes = &mut tables[table].1;
            if repeat {
                bytes.copy_within(width..2 * width, 0);
            } else {
                bytes.rotate_left(width);
            }
            let segment = Segment::from_tables(SegmentEntry::default(), tables);
            let held = Statements::open(&segment).unwrap();
            read_all(&held);
            assert!(held.check().is_err(), "{name}, repeated: {repeat}");
        }
    }
}

#[test]
fn names_the_format_that_it_does_not_know() {
    let mut tables = encode(&[]);
    tables[0].1[7] = b'2';
    let segment = Segment::from_tables(SegmentEntry::default(), tables);
    let error = Statements::open(&segment).unwrap_err();
    assert!(
        matches!(error, crate::StoreError::NewerFormat { found: 2, .. }),
        "{error}"
    );
}
