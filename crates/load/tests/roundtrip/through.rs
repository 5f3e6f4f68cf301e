//! Through FollowTheMoney's own formats and back: whatever a reader makes must survive.

use kashf_core::Statement;
use kashf_ftm::statements_csv::{Reader, Writer};
use kashf_load::{Loaded, SourceFile, load};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// As statements CSV: every column of every statement, in the same order.
pub(crate) fn csv(loaded: &Loaded) -> Result<(), TestCaseError> {
    let mut writer = Writer::new(Vec::new()).expect("in memory");
    for statement in &loaded.statements.to_vec() {
        writer.write(statement).expect("in memory");
    }
    let bytes = writer.finish().expect("in memory");
    let again: Result<Vec<Statement>, _> =
        Reader::new(bytes.as_slice()).and_then(|reader| reader.collect());
    let again = again.map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(&again, &loaded.statements.to_vec());
    // And through the loader, under the same name.
    let file = SourceFile::from_bytes("statements.csv", bytes);
    let loaded_again = load(&[file], Some(&loaded.dataset))
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    let ids =
        |all: &[Statement]| -> BTreeSet<String> { all.iter().map(|s| format!("{s:?}")).collect() };
    prop_assert_eq!(
        ids(&loaded_again.statements.to_vec()),
        ids(&loaded.statements.to_vec())
    );
    Ok(())
}

/// As entities in JSON lines: schema, properties and values; who said it and how it was written are not
/// in that format.
pub(crate) fn json(loaded: &Loaded) -> Result<(), TestCaseError> {
    let mut entities: BTreeMap<&str, Vec<Statement>> = BTreeMap::new();
    let statements = loaded.statements.to_vec();
    for statement in &statements {
        entities
            .entry(&statement.canonical_id)
            .or_default()
            .push(statement.clone());
    }
    let lines = entities.values().map(|statements| {
        let entity = kashf_ftm::entity_from_statements(statements).expect("there are statements");
        kashf_ftm::json::write_entity(&entity) + "\n"
    });
    let text: String = lines.collect();
    let file = SourceFile::from_bytes("list.ftm.json", text.into_bytes());
    let again = load(&[file], Some(&loaded.dataset))
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    let said = |all: &[Statement]| -> BTreeSet<[String; 4]> {
        let all = all.iter().filter(|statement| statement.prop != "id");
        all.map(|s| [&s.entity_id, &s.schema, &s.prop, &s.value].map(String::clone))
            .collect()
    };
    prop_assert_eq!(
        said(&again.statements.to_vec()),
        said(&loaded.statements.to_vec())
    );
    // One statement a value, and one for each entity's existence.
    prop_assert_eq!(
        again.statements.len(),
        entities.len() + said(&loaded.statements.to_vec()).len()
    );
    Ok(())
}
