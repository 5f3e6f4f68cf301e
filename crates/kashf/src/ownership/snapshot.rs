//! The links of a snapshot.

use super::edge::{edges_of, kind_of};
use crate::entities::{Entities, EntityReader};
use crate::error::KashfError;
use crate::screener::Screener;
use kashf_ftm::{entity_from_views, model};
use kashf_store::SegmentEntry;
use kashf_trace::{LinkKind, NetworkBuilder};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Where the links of a snapshot stand, by their source.
#[derive(Clone, Debug, Default)]
pub struct SnapshotLinks {
    first: u32,
    /// List and entity of each source.
    statements: Vec<(u32, String)>,
    lists: Vec<String>,
}

impl SnapshotLinks {
    /// List and id of the entity that is the link of this source.
    #[must_use]
    pub fn statement(&self, source: u32) -> Option<(&str, &str)> {
        let at = source.checked_sub(self.first)?;
        let (list, id) = self.statements.get(at as usize)?;
        Some((self.lists.get(*list as usize)?, id))
    }

    /// How many entities are links.
    #[must_use]
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }
}

/// Whether a list has edges of one of these kinds, by its counts.
pub(super) fn has(list: &SegmentEntry, wanted: impl Fn(LinkKind) -> bool) -> bool {
    list.counts.iter().any(|(name, count)| {
        let schema = name
            .strip_prefix("schema:")
            .and_then(|name| model().schema(name));
        *count > 0 && schema.and_then(kind_of).is_some_and(&wanted)
    })
}

/// Adds every edge of the lists to a network, between the ids of parties; the first has the source `first`, and the others
/// follow.
///
/// # Errors
/// A damaged table; more links than a network takes.
pub fn of_snapshot(
    screener: &Screener,
    builder: &mut NetworkBuilder,
    first: u32,
) -> Result<SnapshotLinks, KashfError> {
    let entities = Entities::of(screener)?;
    let reader = entities.reader();
    let lists = screener.segments();
    links(&reader, lists, builder, first, |_| true).map(|(found, _)| found)
}

/// The same of some kinds; and which of the parties are listed, sorted by id.
pub(super) fn links(
    reader: &EntityReader<'_>,
    lists: &[SegmentEntry],
    builder: &mut NetworkBuilder,
    first: u32,
    wanted: impl Fn(LinkKind) -> bool,
) -> Result<(SnapshotLinks, BTreeSet<String>), KashfError> {
    let mut found = SnapshotLinks {
        first,
        ..SnapshotLinks::default()
    };
    let mut ends = Ends {
        reader,
        known: FxHashMap::default(),
        listed: BTreeSet::new(),
    };
    for list in lists.iter().filter(|list| has(list, &wanted)) {
        // It fits: a snapshot has few lists.
        let number = found.lists.len() as u32;
        found.lists.push(list.dataset.clone());
        let Some(statements) = reader.statements_of(&list.dataset) else {
            continue;
        };
        for entity in 0..statements.entity_count() {
            let first_said = statements.statements(entity).next();
            let schema = first_said.and_then(|said| model().schema(said.schema()));
            if !schema.and_then(kind_of).is_some_and(&wanted) {
                continue;
            }
            let views = statements.statements(entity).map(|said| said.view());
            let Some(entity) = entity_from_views(views) else {
                continue;
            };
            // It fits: a network takes so many links.
            let source = first.saturating_add(found.statements.len() as u32);
            for edge in edges_of(&entity) {
                let (from, to) = (ends.party(&edge.from), ends.party(&edge.to));
                let days = (edge.since, edge.until);
                builder.link((&from, &to), edge.kind, edge.share, days, source)?;
            }
            found.statements.push((number, entity.id.clone()));
        }
    }
    Ok((found, ends.listed))
}

/// The parties at the ends of edges.
struct Ends<'r, 'e> {
    reader: &'r EntityReader<'e>,
    known: FxHashMap<u32, &'e str>,
    listed: BTreeSet<String>,
}

impl<'e> Ends<'_, 'e> {
    /// The id of the party that an end is; an end that no list has keeps its own.
    fn party(&mut self, end: &str) -> String {
        let Some(number) = self.reader.find(end) else {
            return end.to_owned();
        };
        let reader = self.reader;
        let listed = &mut self.listed;
        let id = *self.known.entry(number).or_insert_with(|| {
            let view = reader.view(number);
            // What every list has dropped is no target.
            if view.target && view.values("topics").contains(&LISTED) {
                listed.insert(view.id.to_owned());
            }
            view.id
        });
        id.to_owned()
    }
}

/// The topic of those whom a list designates.
const LISTED: &str = "sanction";
