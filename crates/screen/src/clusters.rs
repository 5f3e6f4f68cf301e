//! Entries that are one party: one match for all of them, with what every list says of it.
//!
//! Which entries these are is resolved elsewhere and handed in ([`Engine::with_clusters`]); here it changes no score
//! and hides no entry: the match is the entry that resembles the query most, and beside it stand the lists, the
//! listings and the ids of the others. An entry that the publisher delisted adds neither list nor measure.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ScreenError;
use crate::answer::Match;
use crate::engine::Engine;
use crate::index::Tables;

/// Where an entry stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The segment.
    pub segment: String,
    /// Its number in the index of the segment: see [`Engine::members`].
    pub entity: u32,
    /// Its id.
    pub id: String,
}

/// Entries that are one party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// The name of the party.
    pub canonical_id: String,
    /// All its other ids, sorted, whether their lists are loaded or not.
    pub referents: Vec<String>,
    /// Its entries on the lists that answer.
    pub members: Vec<Member>,
}

/// The clusters of an engine, by the place of an entry.
#[derive(Debug, Default)]
pub(crate) struct Clusters {
    all: Arc<[Cluster]>,
    by_place: FxHashMap<(usize, u32), usize>,
    /// The places of the members of each, with their number among them.
    places: Vec<Vec<((usize, u32), usize)>>,
}

/// What was found, and where.
type Placed = ((usize, u32), Match);

impl Engine {
    /// The same engine, knowing which entries are one party. Members whose segment it does not answer from are left
    /// out; one that does not stand where it should makes the answers that would name it an error.
    #[must_use]
    pub fn with_clusters(mut self, clusters: Vec<Cluster>) -> Self {
        let segments = self.indexes.iter().enumerate();
        let segments: FxHashMap<&str, usize> =
            segments.map(|(at, index)| (index.dataset(), at)).collect();
        let mut known = Clusters::default();
        for (number, cluster) in clusters.iter().enumerate() {
            let mut places = Vec::with_capacity(cluster.members.len());
            for (nth, member) in cluster.members.iter().enumerate() {
                if let Some(at) = segments.get(member.segment.as_str()) {
                    let place = (*at, member.entity);
                    places.push((place, nth));
                    known.by_place.insert(place, number);
                }
            }
            known.places.push(places);
        }
        known.all = clusters.into();
        self.clusters = known;
        self
    }

    /// Who is one party here.
    #[must_use]
    pub fn clusters(&self) -> &[Cluster] {
        &self.clusters.all
    }

    /// The same, to be kept by who needs it beside the engine.
    #[must_use]
    pub fn shared_clusters(&self) -> Arc<[Cluster]> {
        Arc::clone(&self.clusters.all)
    }

    /// All entries of its lists, without what lists remember of delisted ones.
    ///
    /// # Errors
    /// A damaged table.
    pub fn members(&self) -> Result<Vec<Member>, ScreenError> {
        let mut members = Vec::new();
        let lists = self.indexes.iter();
        for index in lists.filter(|index| !kashf_store::is_companion(index.dataset())) {
            let tables = index.tables()?;
            for entity in 0..tables.entity_count() {
                let entity = u32::try_from(entity).unwrap_or(u32::MAX);
                members.push(Member {
                    segment: index.dataset().to_owned(),
                    entity,
                    id: tables.entity_id(entity)?.to_owned(),
                });
            }
        }
        Ok(members)
    }

    /// One match a party, best first as they come: the first of each stays.
    pub(crate) fn united(
        &self,
        matches: Vec<Placed>,
        tables: &[Tables<'_>],
        chosen: &[usize],
    ) -> Result<Vec<Match>, ScreenError> {
        let mut seen = FxHashSet::default();
        let mut united = Vec::with_capacity(matches.len());
        for (place, mut found) in matches {
            if let Some(number) = self.clusters.by_place.get(&place) {
                if !seen.insert(*number) {
                    continue;
                }
                self.unite(*number, place, &mut found, tables, chosen)?;
            }
            united.push(found);
        }
        Ok(united)
    }

    fn unite(
        &self,
        number: usize,
        place: (usize, u32),
        found: &mut Match,
        tables: &[Tables<'_>],
        chosen: &[usize],
    ) -> Result<(), ScreenError> {
        let cluster = &self.clusters.all[number];
        found.canonical_id.clone_from(&cluster.canonical_id);
        found.referents.clone_from(&cluster.referents);
        for ((index, entity), nth) in &self.clusters.places[number] {
            if !chosen.contains(index) {
                continue;
            }
            let tables = &tables[*index];
            let facts = tables.facts(*entity)?;
            let member = &cluster.members[*nth];
            if facts.id != member.id {
                return Err(ScreenError::Misplaced {
                    id: member.id.clone(),
                    segment: member.segment.clone(),
                });
            }
            if facts.delisted || (*index, *entity) == place {
                continue;
            }
            for listing in tables.listings(&facts)? {
                if !found.listing.contains(&listing) {
                    found.listing.push(listing);
                }
            }
            found.datasets.extend(facts.datasets);
        }
        found.datasets.sort();
        found.datasets.dedup();
        // What lists say first; the order is else that of the entries.
        found.listing.sort_by_key(|listing| listing.source);
        found.measures = crate::measures::sentences(&found.listing);
        Ok(())
    }
}
