//! What stands on disk: a damaged segment gives an error or an answer, never a panic.
//!
//! The input is a list of edits to good tables, six bytes each, so that the fuzzer reaches deep
//! without knowing the format, and the seeds survive a change of it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use kashf_core::Statement;
use kashf_ftm::EntityBuilder;
use kashf_screen::{Engine, Options, Policy, Query};
use kashf_store::statements::{Statements, encode};
use kashf_store::{Manifest, Segment, SegmentDraft, Snapshot};

type Tables = BTreeMap<String, Vec<u8>>;

/// The statements tables of a segment, edited.
pub(crate) fn segment(data: &[u8]) {
    static GOOD: OnceLock<Tables> = OnceLock::new();
    let good = GOOD.get_or_init(|| encode(&small_list()).into_iter().collect());
    let Some(segment) = in_memory(edit(good, data)) else {
        return;
    };
    if let Ok(held) = Statements::open(&segment) {
        for entity in 0..held.entity_count().min(64) {
            let id = held.entity_id(entity).to_owned();
            let _ = held.find(&id);
            let _ = held.statements(entity).count();
        }
    }
}

/// The index tables of a segment, edited, and two queries against them.
pub(crate) fn index(data: &[u8]) {
    static GOOD: OnceLock<Tables> = OnceLock::new();
    let good = GOOD.get_or_init(|| {
        let list = small_list();
        let mut tables: Tables = kashf_screen::compile(&list).tables.into_iter().collect();
        tables.extend(encode(&list));
        tables
    });
    let Some(segment) = in_memory(edit(good, data)) else {
        return;
    };
    let snapshot = Snapshot::in_memory(vec![segment]);
    if let Ok(engine) = Engine::new(&snapshot, Policy::built_in()) {
        for name in ["Nadir Qasrani", "Tariq Trading Company"] {
            let answer = engine.screen(&Query::name(name), &Options::default());
            for found in answer.matches {
                let sum: i32 = found.reasons.iter().map(|reason| reason.points).sum();
                assert_eq!(sum, found.points, "reasons add up");
            }
        }
    }
}

/// A manifest: what is read and written is read again as the same, under the same id.
pub(crate) fn manifest(data: &[u8]) {
    if let Ok(manifest) = Manifest::from_json("manifest", data) {
        let written = manifest.to_json();
        let again = Manifest::from_json("manifest", &written).expect("what is written is read");
        assert_eq!(manifest.id(), again.id());
    }
}

/// A list with a bit of everything; every name is invented.
fn small_list() -> Vec<Statement> {
    let entries: [(&str, &[(&str, &str)]); 3] = [
        (
            "Person",
            &[
                ("name", "Nadir Qasrani"),
                (
                    "alias",
                    "\u{0646}\u{0627}\u{062F}\u{0631} \u{0642}\u{0635}\u{0631}\u{0627}\u{0646}\u{064A}",
                ),
                ("weakAlias", "Abu Tariq"),
                ("birthDate", "1971-03-04"),
                ("nationality", "Tunisia"),
                ("passportNumber", "X1234567"),
            ],
        ),
        (
            "Company",
            &[("name", "Tariq Trading Company Ltd"), ("country", "ly")],
        ),
        (
            "Vessel",
            &[("name", "SEA LANTERN"), ("imoNumber", "IMO9990002")],
        ),
    ];
    let mut statements = Vec::new();
    for (number, (schema, values)) in entries.iter().enumerate() {
        let mut builder = EntityBuilder::new("fuzz", &format!("fuzz-{number}"), schema);
        for (prop, value) in *values {
            // A value that is refused only makes the list smaller.
            let _ = builder.add(prop, value);
        }
        statements.extend(builder.finish());
    }
    statements
}

fn in_memory(tables: Tables) -> Option<Segment> {
    let draft = SegmentDraft {
        dataset: "fuzz".to_owned(),
        version: "1".to_owned(),
        tables: tables.into_iter().collect(),
        ..SegmentDraft::default()
    };
    Segment::in_memory(draft).ok()
}

/// Six bytes an edit: table, what to do, two bytes of place, two bytes of value.
fn edit(good: &Tables, data: &[u8]) -> Tables {
    let mut tables = good.clone();
    let names: Vec<String> = tables.keys().cloned().collect();
    for step in data.chunks_exact(6) {
        let name = &names[usize::from(step[0]) % names.len()];
        let place = usize::from(u16::from_le_bytes([step[2], step[3]]));
        let Some(bytes) = tables.get_mut(name) else {
            continue;
        };
        match step[1] % 6 {
            0 => {
                tables.remove(name);
            }
            1 => bytes.truncate(place),
            2 => bytes.extend_from_slice(&step[4..]),
            kind => {
                let length = bytes.len().max(1);
                for (offset, value) in step[4..].iter().enumerate() {
                    if let Some(byte) = bytes.get_mut((place + offset) % length) {
                        *byte = if kind == 3 { *byte ^ value } else { *value };
                    }
                }
            }
        }
    }
    tables
}
