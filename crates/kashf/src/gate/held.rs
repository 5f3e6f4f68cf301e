//! What a segment holds beyond its publisher's list, and the tables that remember it.
//!
//! `gate_records`: ids of the publisher's records in his order, a JSON array. `gate_held`: a
//! JSON array of [`HeldRow`]. `gate_reader`: the version of the readers that made the statements.

use kashf_core::Statement;
use kashf_load::READERS_VERSION;
use kashf_screen::HeldMarks;
use kashf_store::statements::{Encoded, Encoder};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

pub(super) const RECORDS: &str = "gate_records";
pub(super) const HELD: &str = "gate_held";
pub(super) const READER: &str = "gate_reader";

/// A record of the publisher that vanished.
pub(super) const ENTRY: &str = "entry";
/// An entity that belongs to such a record: its sanction, its passports.
pub(super) const PART: &str = "part";
/// A record that was delisted: few vanished with it, or a human accepted.
pub(super) const DELISTED: &str = "delisted";
/// A name that vanished from an entry that is still listed.
pub(super) const NAME: &str = "name";

/// Something that is held. Fields in alphabetical order, as in every wire type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeldRow {
    /// The publisher's date of the version that lacked it.
    pub(crate) as_of: Option<String>,
    /// Id of the entity.
    pub(crate) entity: String,
    /// `entry`, `part`, `name`, or in a companion `delisted`.
    pub(crate) kind: String,
    /// The last version that had it.
    pub(crate) last_in: String,
    /// The first version that lacked it.
    pub(crate) missing_in: String,
    /// The name, when only a name is held.
    pub(crate) name: Option<String>,
}

impl HeldRow {
    pub(crate) fn is_entry(&self) -> bool {
        self.kind == ENTRY
    }

    /// The same entry, let go.
    pub(super) fn delisted(mut self) -> Self {
        DELISTED.clone_into(&mut self.kind);
        self
    }

    /// The day of the version that lacked it, or its version where the list has no date.
    pub(crate) fn since(&self) -> &str {
        self.as_of
            .as_deref()
            .map_or(&self.missing_in, |as_of| as_of.get(..10).unwrap_or(as_of))
    }
}

/// The gate's tables of a segment.
pub(crate) fn tables(records: &[String], rows: &[HeldRow]) -> Vec<(String, Vec<u8>)> {
    let json =
        |value: serde_json::Result<Vec<u8>>| value.expect("strings and lists of them are JSON");
    vec![
        (RECORDS.to_owned(), json(serde_json::to_vec(records))),
        (HELD.to_owned(), json(serde_json::to_vec(rows))),
        (READER.to_owned(), READERS_VERSION.as_bytes().to_vec()),
    ]
}

/// The marks for the index.
pub(super) fn marks(rows: &[HeldRow]) -> HeldMarks {
    let mut marks = HeldMarks::default();
    for row in rows {
        let since = row.since().to_owned();
        match &row.name {
            Some(name) => {
                let names = marks.names.entry(row.entity.clone()).or_default();
                names.insert(name.clone(), since);
            }
            None if row.kind == DELISTED => {
                marks.delisted.insert(row.entity.clone(), since);
            }
            None => {
                marks.entries.insert(row.entity.clone(), since);
            }
        }
    }
    marks
}

/// Adds what is held: names into their entity's group, whole entities at the end.
pub(super) fn add_statements(statements: &mut Encoded, before: &[Statement], rows: &[HeldRow]) {
    let entities: FxHashSet<&str> = rows
        .iter()
        .filter(|row| row.name.is_none())
        .map(|row| row.entity.as_str())
        .collect();
    let mut names: FxHashMap<&str, Vec<&Statement>> = FxHashMap::default();
    for statement in before {
        if !entities.contains(statement.entity_id.as_str()) {
            let held = names.entry(&statement.entity_id).or_default();
            held.push(statement);
        }
    }
    if before.is_empty() {
        return;
    }
    let mut together = Encoder::default();
    let old = statements.view();
    for entity in 0..old.entity_count() {
        for statement in old.statements(entity) {
            together.push(&statement.to_statement());
        }
        let held = names.remove(old.entity_id(entity)).unwrap_or_default();
        together.extend(held);
    }
    let whole = before.iter();
    together.extend(whole.filter(|statement| entities.contains(statement.entity_id.as_str())));
    *statements = together.finish();
}
