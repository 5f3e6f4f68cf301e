//! Parties as readers see them: all that the lists of a snapshot say of one, put together.
//!
//! What lists say stands in statements, entry by entry; who is one party stands in the snapshot's resolution. This
//! joins the two when a party is asked for: by its id, by an id that was merged into it, one after another in the
//! order of the lists, or by who refers to whom. Nothing is copied: texts stay where the snapshot holds them, and
//! what takes time to know (former ids, references) is gathered when it is first asked for.
//!
//! What lists remember of delisted entries is found by id, and is not among those that are gone through.

mod example;
mod references;
mod said;
mod view;

use crate::error::KashfError;
use crate::screener::Screener;
use kashf_load::Given;
use kashf_screen::Cluster;
use kashf_store::statements::Statements;
use kashf_store::{Segment, is_companion, list_of};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

pub use example::{Example, ExampleError};
pub use references::Reference;
pub use said::{SourceLine, StatementLine};
pub use view::EntityView;

/// The table of a list's segment that holds what its file says beside values: [`Given`].
pub(crate) const GIVEN: &str = "given";

/// The entities of a snapshot.
///
/// ```
/// use kashf::{Entities, Kashf, LoadRequest, NoProgress};
///
/// # let folder = tempfile::tempdir()?;
/// # let list = folder.path().join("example_list.ftm.json");
/// # fs_err::write(&list, concat!(
/// #     r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"],"topics":["sanction"]},"referents":["old-1"]}"#, "\n",
/// #     r#"{"id":"s-1","schema":"Sanction","properties":{"entity":["x-1"],"authority":["An Office"]}}"#, "\n"))?;
/// # let kashf = Kashf::open(folder.path().join("data"))?;
/// # let request = LoadRequest {
/// #     sources: vec![list.display().to_string()],
/// #     now: "2026-01-01T00:00:00Z".to_owned(),
/// #     ..LoadRequest::default()
/// # };
/// # kashf.load(&request, &NoProgress)?;
/// let entities = Entities::of(&kashf.screener()?)?;
/// let person = entities.get("old-1").expect("a former id leads to it");
/// assert_eq!((person.id, person.caption.as_ref(), person.target), ("x-1", "Nadir Exampleman", true));
///
/// let reader = entities.reader();
/// let who = reader.find("x-1").expect("it is listed");
/// let [sanction] = reader.references_to(who) else { panic!("one refers to it") };
/// assert_eq!((reader.view(sanction.from).id, sanction.prop), ("s-1", "entity"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Entities {
    /// Lists first, then what they remember of delisted entries.
    lists: Vec<List>,
    /// How many of them are lists.
    current: usize,
    clusters: Arc<[Cluster]>,
    /// The cluster of an entry.
    cluster_of: FxHashMap<u32, u32>,
    /// The entries of each cluster, in order; the first stands for it.
    members: Vec<Vec<u32>>,
    /// Ids of clusters that are no entry's, sorted: cluster, and which of its referents ([`CANONICAL`]: its own id).
    former: OnceLock<Vec<(u32, u32)>>,
    references: OnceLock<Vec<Reference>>,
}

/// In place of the number of a referent: the canonical id.
const CANONICAL: u32 = u32::MAX;

#[derive(Debug)]
struct List {
    segment: Arc<Segment>,
    /// Number of its first entity.
    base: u32,
    count: u32,
}

impl Entities {
    /// The entities that a screener answers about.
    ///
    /// # Errors
    /// A damaged table.
    pub fn of(screener: &Screener) -> Result<Self, KashfError> {
        let mut segments: Vec<&Arc<Segment>> = screener.snapshot().segments.iter().collect();
        segments.sort_by_key(|segment| is_companion(segment.dataset()));
        let mut lists = Vec::with_capacity(segments.len());
        let mut base = 0_u32;
        for segment in segments {
            let count = Statements::open(segment)?.entity_count();
            lists.push(List {
                segment: Arc::clone(segment),
                base,
                count,
            });
            base = base.saturating_add(count);
        }
        let current = lists.iter().filter(|list| !list.is_companion()).count();
        let mut entities = Self {
            lists,
            current,
            clusters: screener.engine().shared_clusters(),
            cluster_of: FxHashMap::default(),
            members: Vec::new(),
            former: OnceLock::new(),
            references: OnceLock::new(),
        };
        entities.place_clusters();
        Ok(entities)
    }

    fn place_clusters(&mut self) {
        let mut cluster_of = FxHashMap::default();
        let mut members = Vec::with_capacity(self.clusters.len());
        let reader = self.reader();
        let lists = self.lists.iter().zip(&reader.statements);
        let by_name: FxHashMap<&str, (u32, &Statements<'_>)> = lists
            .map(|(list, held)| (list.segment.dataset(), (list.base, held)))
            .collect();
        for (number, cluster) in self.clusters.iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(CANONICAL);
            let mut of_it = Vec::with_capacity(cluster.members.len());
            for member in &cluster.members {
                let Some((base, held)) = by_name.get(member.segment.as_str()) else {
                    continue;
                };
                match held.find(&member.id) {
                    Some(entity) => of_it.push(base + entity),
                    // Statements that were merged elsewhere stand under the ids that their sources gave.
                    None => {
                        let former = cluster.referents.iter().filter_map(|id| held.find(id));
                        of_it.extend(former.map(|entity| base + entity));
                    }
                }
            }
            of_it.sort_unstable();
            of_it.dedup();
            of_it.retain(|entry| *cluster_of.entry(*entry).or_insert(number) == number);
            members.push(of_it);
        }
        self.cluster_of = cluster_of;
        self.members = members;
    }

    /// A reader: one for an answer, since opening it costs some microseconds.
    #[must_use]
    pub fn reader(&self) -> EntityReader<'_> {
        // All were opened before, and tables never change.
        let open = |list: &List| Statements::open(&list.segment).ok().map(|_| ());
        debug_assert!(self.lists.iter().all(|list| open(list).is_some()));
        EntityReader {
            entities: self,
            statements: self
                .lists
                .iter()
                .filter_map(|list| Statements::open(&list.segment).ok())
                .collect(),
        }
    }

    /// The party with this id, or into which this id was merged.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<EntityView<'_>> {
        let reader = self.reader();
        reader.find(id).map(|number| reader.view(number))
    }

    /// All parties, each where its first entry stands, in the order of the lists and of their files.
    pub fn iter(&self) -> impl Iterator<Item = EntityView<'_>> {
        let reader = self.reader();
        (0..self.entries()).filter_map(move |number| {
            if reader.head(number) != number {
                return None;
            }
            Some(reader.view(number))
        })
    }

    /// How many entries all lists have together: the parties are at most as many, and their numbers below it.
    #[must_use]
    pub fn entries(&self) -> u32 {
        let lists = self.lists[..self.current].iter();
        lists.map(|list| list.count).sum()
    }

    /// Former ids, sorted.
    fn former(&self) -> &[(u32, u32)] {
        self.former.get_or_init(|| {
            let mut former = Vec::new();
            for (number, cluster) in (0_u32..).zip(self.clusters.iter()) {
                former.push((number, CANONICAL));
                former.extend(
                    (0_u32..)
                        .zip(&cluster.referents)
                        .map(|(nth, _)| (number, nth)),
                );
            }
            former.sort_unstable_by(|a, b| self.former_id(*a).cmp(self.former_id(*b)));
            former
        })
    }

    fn former_id(&self, (cluster, nth): (u32, u32)) -> &str {
        let cluster = &self.clusters[cluster as usize];
        let referent = cluster.referents.get(nth as usize);
        referent.map_or(&cluster.canonical_id, String::as_str)
    }
}

impl List {
    fn is_companion(&self) -> bool {
        is_companion(self.segment.dataset())
    }

    /// The dataset that it belongs to.
    fn dataset(&self) -> &str {
        list_of(self.segment.dataset())
    }

    /// What its file says of an entity beside its values.
    fn given(&self, id: &str) -> Option<(&str, &str)> {
        Given::find(self.segment.table(GIVEN)?, id)
    }
}

/// Reads the entities of a snapshot. A party has a number, that of its first entry.
#[derive(Debug)]
pub struct EntityReader<'e> {
    entities: &'e Entities,
    statements: Vec<Statements<'e>>,
}

impl<'e> EntityReader<'e> {
    /// The number of the party with this id, or into which this id was merged.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u32> {
        if let Some(first) = self.entries(id).next() {
            return Some(self.head(first));
        }
        let entities = self.entities;
        let former = entities.former();
        let place = former.binary_search_by(|place| entities.former_id(*place).cmp(id));
        let (cluster, _) = former[place.ok()?];
        entities.members[cluster as usize].first().copied()
    }

    /// The numbers of all parties of the lists, in order.
    pub fn parties(&self) -> impl Iterator<Item = u32> {
        (0..self.entities.entries()).filter(|number| self.head(*number) == *number)
    }

    /// Who refers to a party, in the order of the files, each with the property by which it does.
    #[must_use]
    pub fn references_to(&self, number: u32) -> &'e [Reference] {
        let all = self.entities.references(self);
        let start = all.partition_point(|reference| reference.to < number);
        let end = all.partition_point(|reference| reference.to <= number);
        &all[start..end]
    }

    /// What a list says, entity by entity.
    pub(crate) fn statements_of(&self, dataset: &str) -> Option<&Statements<'e>> {
        let mut lists = self.entities.lists.iter().zip(&self.statements);
        lists
            .find(|(list, _)| list.segment.dataset() == dataset)
            .map(|(_, statements)| statements)
    }

    /// The party of an entry.
    fn head(&self, entry: u32) -> u32 {
        self.members(entry).first().copied().unwrap_or(entry)
    }

    /// All entries of the party of an entry, in order.
    fn members(&self, entry: u32) -> Vec<u32> {
        if let Some(cluster) = self.entities.cluster_of.get(&entry) {
            return self.entities.members[*cluster as usize].clone();
        }
        if self.statements.len() < 2 {
            return vec![entry];
        }
        // Lists that give the same id speak of the same party.
        let id = self
            .place(entry)
            .map_or("", |(list, number)| self.statements[list].entity_id(number));
        self.entries(id).collect()
    }

    /// The entries with this id, at most one a list.
    fn entries(&self, id: &str) -> impl Iterator<Item = u32> {
        let lists = self.entities.lists.iter().zip(&self.statements);
        lists.filter_map(move |(list, statements)| Some(list.base + statements.find(id)?))
    }

    /// The list of an entry, and its number there.
    fn place(&self, entry: u32) -> Option<(usize, u32)> {
        let lists = &self.entities.lists;
        let list = lists
            .partition_point(|list| list.base <= entry)
            .checked_sub(1)?;
        // A list without entities has the same base as the next.
        let number = entry - lists[list].base;
        (number < lists[list].count).then_some((list, number))
    }
}
