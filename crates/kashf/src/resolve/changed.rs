//! Which entries differ between two versions of a list, as far as a judgement on them could.
//!
//! What is said of an entry is its own statements and those of what hangs on it: listings, papers, addresses, relations,
//! and who stands at their other end. So two steps from entity to entity count.

use crate::error::KashfError;
use kashf_store::Segment;
use kashf_store::statements::Statements;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

type Print = [u8; 32];

/// The ids of which the two segments say something else, or that stand in one of them only.
pub(super) fn changed(
    before: Option<&Segment>,
    now: Option<&Segment>,
) -> Result<BTreeSet<String>, KashfError> {
    let (before, now) = rayon::join(|| prints(before), || prints(now));
    let (mut before, now) = (before?, now?);
    let mut changed = BTreeSet::new();
    for (id, print) in now {
        if before.remove(&id) != Some(print) {
            changed.insert(id);
        }
    }
    changed.extend(before.into_keys());
    Ok(changed)
}

/// What is said of each entity, in 32 bytes.
fn prints(segment: Option<&Segment>) -> Result<FxHashMap<String, Print>, KashfError> {
    let Some(segment) = segment else {
        return Ok(FxHashMap::default());
    };
    let statements = Statements::open(segment)?;
    let count = statements.entity_count();
    let numbers: FxHashMap<&str, u32> = (0..count)
        .map(|entity| (statements.entity_id(entity), entity))
        .collect();
    let mut own: Vec<Print> = Vec::with_capacity(count as usize);
    let mut linked: Vec<Vec<u32>> = vec![Vec::new(); count as usize];
    for entity in 0..count {
        let mut hasher = blake3::Hasher::new();
        for statement in statements.statements(entity) {
            for text in [statement.schema(), statement.prop(), statement.value()] {
                hasher.update(&(text.len() as u64).to_le_bytes());
                hasher.update(text.as_bytes());
            }
            let original = statement.original_value().unwrap_or_default();
            hasher.update(original.as_bytes());
            if let Some(other) = numbers
                .get(statement.value())
                .filter(|other| **other != entity)
            {
                linked[entity as usize].push(*other);
                linked[*other as usize].push(entity);
            }
        }
        own.push(*hasher.finalize().as_bytes());
    }
    for links in &mut linked {
        links.sort_unstable();
        links.dedup();
    }
    for _ in 0..2 {
        own = own
            .iter()
            .zip(&linked)
            .map(|(print, links)| with_linked(print, links, &own))
            .collect();
    }
    let ids = (0..count).map(|entity| statements.entity_id(entity).to_owned());
    Ok(ids.zip(own).collect())
}

/// The print of an entity with those of its neighbours, in whatever order they stand.
fn with_linked(print: &Print, links: &[u32], all: &[Print]) -> Print {
    let mut neighbours: Vec<&Print> = links.iter().map(|link| &all[*link as usize]).collect();
    neighbours.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    hasher.update(print);
    for neighbour in neighbours {
        hasher.update(neighbour);
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kashf_core::Statement;
    use kashf_store::{SegmentDraft, statements};

    fn list(rows: &[(&str, &str, &str)]) -> Segment {
        let rows: Vec<Statement> = rows
            .iter()
            .map(|(id, prop, value)| Statement::new(id, "Person", prop, value, "invented"))
            .collect();
        let draft = SegmentDraft {
            dataset: "invented".to_owned(),
            version: "1".to_owned(),
            tables: statements::encode(&rows),
            ..SegmentDraft::default()
        };
        Segment::in_memory(draft).unwrap()
    }

    #[test]
    fn what_hangs_on_an_entry_belongs_to_it() {
        let said = |name: &str| {
            list(&[
                ("a", "name", "Layla"),
                ("b", "name", "Nadir"),
                ("s", "entity", "a"),
                ("s", "associate", "c"),
                ("c", "name", name),
            ])
        };
        let of = |one: &Segment, other: &Segment| changed(Some(one), Some(other)).unwrap();
        assert!(of(&said("x"), &said("x")).is_empty());
        let expected: BTreeSet<String> = ["a", "c", "s"].map(str::to_owned).into();
        assert_eq!(of(&said("x"), &said("y")), expected, "and nobody else");
        assert_eq!(changed(None, Some(&said("x"))).unwrap().len(), 4);
        assert_eq!(changed(Some(&said("x")), None).unwrap().len(), 4);
    }
}
