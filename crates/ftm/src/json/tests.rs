//! Round trips, and what is not an entity.

use super::*;
use proptest::prelude::*;

#[test]
fn keeps_what_it_has_no_place_for() {
    for line in [
        r#"{"id":"a","schema":"Person","properties":{}}"#,
        r#"{"id":"a","caption":"A","schema":"Person","properties":{"alias":[],"name":["A"]},"referents":["b","c"],"datasets":["d"],"first_seen":"2020","last_seen":"2021","last_change":"2020","target":true}"#,
        r#"{"id":"a","schema":"Person","properties":{},"caption":null,"datasets":[],"score":1.10,"target":null,"x":{"y":[1e400,18446744073709551616]}}"#,
    ] {
        let entity = read_entity(line).unwrap();
        assert_eq!(write_entity(&entity), line);
    }
}

#[test]
fn turns_numbers_and_nested_entities_into_text() {
    let line = r#"{"id":7,"schema":"Ownership","properties":{"owner":[{"id":"b","schema":"Person"}],"sharesCount":[12],"role":"x","notes":null}}"#;
    let entity = read_entity(line).unwrap();
    assert_eq!(entity.id, "7");
    assert_eq!(entity.first("owner"), Some("b"));
    assert_eq!(entity.first("sharesCount"), Some("12"));
    assert_eq!(entity.first("role"), Some("x"));
    assert!(entity.values("notes").is_empty());
}

#[test]
fn refuses_what_is_no_entity() {
    let deep = format!(
        r#"{{"id":"a","schema":"Person","x":{}{}}}"#,
        "[".repeat(100),
        "]".repeat(100)
    );
    for line in [
        "",
        "[]",
        "<html>",
        "{}",
        r#"{"id":"a"}"#,
        r#"{"schema":"Person"}"#,
        r#"{"id":"","schema":"Person"}"#,
        r#"{"id":null,"schema":"Person"}"#,
        r#"{"id":"a","schema":"Person","properties":[]}"#,
        r#"{"id":"a","schema":"Person","properties":{"name":[null]}}"#,
        r#"{"id":"a","schema":"Person","properties":{"name":[["x"]]}}"#,
        deep.as_str(),
    ] {
        let error = read_entity(line).unwrap_err();
        assert!(!error.to_string().is_empty(), "{line}");
    }
}

#[test]
fn a_context_that_is_no_json_is_written_as_text() {
    let mut entity = Entity::new("a", "Person");
    entity
        .context
        .insert("note".to_owned(), "two\nlines".to_owned());
    entity.context.insert("id".to_owned(), "\"b\"".to_owned());
    assert_eq!(
        write_entity(&entity),
        r#"{"id":"a","schema":"Person","properties":{},"note":"two\nlines"}"#
    );
}

#[test]
fn what_is_not_plain_is_read_as_ever() {
    for line in [
        r#"{"id":"a","schema":"Person","properties":{"name":["A","A"]}}"#,
        r#"{"id":"a","schema":"Person","properties":{"name":["A"],"name":["B"]}}"#,
        r#"{"id":"a","id":"b","schema":"Person","properties":{}}"#,
        r#"{"id":"a","schema":"Person","properties":{},"caption":null}"#,
        r#"{"id":"a","schema":"Person","properties":{},"datasets":[]}"#,
        r#"{"id":"a","schema":"Person","properties":{},"datasets":["x","x"]}"#,
        r#"{"id":"a","schema":"Person","properties":{"name":"A"}}"#,
        r#"{"id":"a","schema":"Person","properties":null}"#,
        r#"{"id":"a","schema":"Person"}"#,
        r#"{"id":"","schema":"Person","properties":{}}"#,
    ] {
        assert_eq!(plain::read(line), None, "{line}");
    }
    let line = r#"{"id":"a\u0062","schema":"Person","properties":{"name":["\ud83d\ude00"]}} "#;
    assert_eq!(plain::read(line), read_any(line).ok());
}

fn texts() -> impl Strategy<Value = String> {
    "\\PC{1,12}"
}

fn entities() -> impl Strategy<Value = Entity> {
    let values = proptest::collection::vec(texts(), 0..4);
    let properties = proptest::collection::btree_map("[a-z]{1,8}", values, 0..4);
    let sets = || proptest::collection::btree_set(texts(), 0..3);
    let optional = || proptest::option::of(texts());
    (
        (texts(), texts(), optional()),
        properties,
        (sets(), sets()),
        (
            optional(),
            optional(),
            optional(),
            proptest::option::of(any::<bool>()),
        ),
        proptest::collection::btree_map("[A-Z]{1,4}", any::<u64>(), 0..3),
    )
        .prop_map(|(head, mut properties, sets, seen, context)| {
            for values in properties.values_mut() {
                let mut known = BTreeSet::new();
                values.retain(|value| known.insert(value.clone()));
            }
            Entity {
                id: head.0,
                schema: head.1,
                caption: head.2,
                properties,
                datasets: sets.0,
                referents: sets.1,
                target: seen.3,
                first_seen: seen.0,
                last_seen: seen.1,
                last_change: seen.2,
                context: context
                    .into_iter()
                    .map(|(key, value)| (key, value.to_string()))
                    .collect(),
            }
        })
}

proptest! {
    #[test]
    fn entities_survive_the_round_trip(entity in entities()) {
        let line = write_entity(&entity);
        prop_assert!(!line.contains('\n'));
        prop_assert_eq!(&read_any(&line).unwrap(), &entity);
        let plain = plain::read(&line);
        prop_assert_eq!(plain.is_some(), entity.context.is_empty());
        prop_assert!(plain.is_none_or(|plain| plain == entity));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,60}|[{}\\[\\]\":,a-z0-9\\\\]{0,60}") {
        if let Some(plain) = plain::read(&text) {
            prop_assert_eq!(plain, read_any(&text).unwrap());
        }
        if let Ok(entity) = read_entity(&text) {
            prop_assert_eq!(read_entity(&write_entity(&entity)).unwrap(), entity);
        }
    }
}
