//! Which entries differ between two snapshots: by what an answer can say of them.

use rustc_hash::FxHashMap;

use crate::ScreenError;
use crate::engine::Engine;
use crate::index::Tables;

/// One entry, in so many bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryPrint {
    /// Its id.
    pub id: String,
    /// Hash of its names, its facts and its listings. Equal prints give equal answers.
    pub print: [u8; 16],
}

impl Engine {
    /// The segments that it answers from, companions included, in order.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.indexes.iter().map(|index| index.dataset())
    }

    /// The prints of the entries of a segment, in their order; none when there is no such segment.
    ///
    /// # Errors
    /// A damaged table.
    pub fn prints(&self, segment: &str) -> Result<Vec<EntryPrint>, ScreenError> {
        let mut prints = Vec::new();
        for index in self
            .indexes
            .iter()
            .filter(|index| index.dataset() == segment)
        {
            let tables = index.tables()?;
            let mut listings = FxHashMap::default();
            for entity in 0..tables.entity_count() {
                let entity = u32::try_from(entity).unwrap_or(u32::MAX);
                prints.push(print_of(&tables, entity, &mut listings)?);
            }
        }
        Ok(prints)
    }
}

/// Hashes of listings by their place; entries of one programme share theirs.
type Listings = FxHashMap<Vec<u32>, [u8; 32]>;

fn print_of(
    tables: &Tables<'_>,
    entity: u32,
    known: &mut Listings,
) -> Result<EntryPrint, ScreenError> {
    let mut facts = tables.facts(entity)?;
    if !known.contains_key(&facts.listings) {
        let listings = tables.listings(&facts)?;
        let hash = blake3::hash(format!("{listings:?}").as_bytes());
        known.insert(facts.listings.clone(), *hash.as_bytes());
    }
    let listings = known.get(&facts.listings).copied().unwrap_or_default();
    // Where a listing stands is no content, what it says is.
    facts.listings.clear();
    let mut bytes = listings.to_vec();
    facts.pack(&mut bytes);
    for number in tables.names_of_entity(entity)? {
        let name = tables.name(number)?;
        let (_, kind) = tables.name_head(number)?;
        bytes.extend([kind as u8, name.role as u8, u8::from(name.held)]);
        bytes.extend((name.text.len() as u64).to_le_bytes());
        bytes.extend(name.text.as_bytes());
    }
    let mut print = [0; 16];
    print.copy_from_slice(&blake3::hash(&bytes).as_bytes()[..16]);
    Ok(EntryPrint {
        id: facts.id,
        print,
    })
}
