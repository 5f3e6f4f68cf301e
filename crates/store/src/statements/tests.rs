//! Laws of the statement tables: nothing is lost, and no bytes make the reader panic.

use kashf_core::Statement;
use proptest::prelude::*;

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
    for (table, problem) in [(1, "cannot hold"), (5, "cannot hold"), (2, "cannot hold")] {
        let mut tables = all.clone();
        // Arenas have no record size; the others must be whole records.
        if table == 1 {
            continue;
        }
        tables[table].1.push(0);
        let segment = Segment::from_tables(SegmentEntry::default(), tables);
        let error = Statements::open(&segment).unwrap_err().to_string();
        assert!(error.contains(problem), "{error}");
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
