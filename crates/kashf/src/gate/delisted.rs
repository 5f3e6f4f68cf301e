//! Entries that left a list for good: remembered beside it, shown as delisted, no match.
//!
//! What vanishes in small number is a plain delisting, and so is what a human accepts. Such entries go into a
//! companion segment of the list (`DATASET.delisted`), with the statements of the last version that had them and what
//! belongs to them. One that is listed again leaves it. The list's own segment knows nothing of this, so the same
//! publisher's bytes still give the same segment.

use super::compare::Comparison;
use super::held::{self, HeldRow};
use super::previous::{Previous, held_rows};
use kashf_core::Statement;
use kashf_load::Loaded;
use kashf_screen::compile_with;
use kashf_store::statements::{Encoded, Statements};
use kashf_store::{Segment, SegmentDraft, delisted_of};
use rustc_hash::FxHashSet;

/// What a list remembers of its delisted entries: a row each, and their statements.
#[derive(Debug, Default)]
pub(crate) struct Delisted {
    pub(crate) rows: Vec<HeldRow>,
    statements: Vec<Statement>,
}

impl Delisted {
    /// Reads the companion of a list. One that is damaged is left behind with a word: what it held is no match, so
    /// that it must not keep an addition waiting.
    pub(crate) fn open(segment: Result<Segment, kashf_store::StoreError>) -> Result<Self, String> {
        let read = segment.and_then(|segment| {
            let statements = Statements::open(&segment)?;
            let statements = statements.iter().map(|statement| statement.to_statement());
            Ok(Self {
                statements: statements.collect(),
                rows: held_rows(&segment)?,
            })
        });
        read.map_err(|error| error.to_string())
    }

    /// The segment that remembers them; `None` when there is nothing to remember.
    pub(crate) fn draft(&self, loaded: &Loaded) -> Option<SegmentDraft> {
        if self.rows.is_empty() {
            return None;
        }
        let mut tables = held::tables(&[], &self.rows);
        let statements: Encoded = self.statements.iter().collect();
        let compiled = compile_with(statements.view(), &held::marks(&self.rows));
        tables.extend(statements.into_tables());
        tables.extend(compiled.tables);
        let mut counts = compiled.counts;
        counts.insert("delisted".to_owned(), self.rows.len() as u64);
        Some(SegmentDraft {
            dataset: delisted_of(&loaded.dataset),
            version: loaded.version.clone(),
            as_of: loaded.as_of.clone(),
            counts,
            tables,
            ..SegmentDraft::default()
        })
    }
}

/// What is remembered after this step: what was before and is not listed again, what vanished in this step and
/// is not held (`rows` is), and what was held and is let go.
pub(super) fn remember(
    known: Delisted,
    previous: &Previous,
    loaded: &Loaded,
    comparison: &Comparison,
    rows: &[HeldRow],
) -> Delisted {
    let statements = loaded.statements.view();
    let listed: FxHashSet<&str> = (0..statements.entity_count())
        .map(|entity| statements.entity_id(entity))
        .collect();
    let held: FxHashSet<&str> = rows.iter().map(|row| row.entity.as_str()).collect();
    let gone = |id: &str| !listed.contains(id) && !held.contains(id);

    let mut all: Vec<HeldRow> = Vec::new();
    all.extend(known.rows.into_iter().filter(|row| gone(&row.entity)));
    let old = ids(&all);
    let mut kept = about(&old, &gone, known.statements);

    let let_go = previous.held.iter().filter(|row| row.is_entry());
    let let_go = let_go.filter(|row| gone(&row.entity)).cloned();
    let vanished = comparison.missing.iter().filter(|id| gone(id));
    let vanished = vanished.map(|id| HeldRow {
        entity: id.clone(),
        kind: held::DELISTED.to_owned(),
        name: None,
        last_in: previous.entry.version.clone(),
        missing_in: loaded.version.clone(),
        as_of: loaded.as_of.clone(),
    });
    let fresh: Vec<HeldRow> = let_go
        .chain(vanished)
        .filter(|row| !old.contains(&row.entity))
        .map(HeldRow::delisted)
        .collect();
    let new = ids(&fresh);
    if !new.is_empty() {
        kept.extend(about(&new, &gone, previous.all_statements().collect()));
    }
    all.extend(fresh);
    all.sort_by(|a, b| a.entity.cmp(&b.entity));
    // Groups of an entity stay together: the same entity can stand in both sources.
    kept.sort_by(|a, b| a.entity_id.cmp(&b.entity_id));
    let mut seen: FxHashSet<(String, String, String)> = FxHashSet::default();
    kept.retain(|s| seen.insert((s.entity_id.clone(), s.prop.clone(), s.value.clone())));
    Delisted {
        rows: all,
        statements: kept,
    }
}

fn ids(rows: &[HeldRow]) -> FxHashSet<String> {
    rows.iter().map(|row| row.entity.clone()).collect()
}

/// The statements of these entries and of what belongs to them: what names them, and what they name.
fn about(
    ids: &FxHashSet<String>,
    gone: &dyn Fn(&str) -> bool,
    all: Vec<Statement>,
) -> Vec<Statement> {
    let mut wanted: FxHashSet<String> = FxHashSet::default();
    for statement in &all {
        if ids.contains(&statement.entity_id) {
            wanted.insert(statement.entity_id.clone());
            wanted.insert(statement.value.clone());
        } else if ids.contains(&statement.value) {
            wanted.insert(statement.entity_id.clone());
        }
    }
    let of_wanted = |s: &Statement| wanted.contains(&s.entity_id) && gone(&s.entity_id);
    all.into_iter().filter(of_wanted).collect()
}
