//! From statements to the tables of an index.
//!
//! Deterministic: the same statements in the same order give the same bytes (promise P5), whatever the number
//! of threads. Entities are made ready side by side, in blocks, and numbered one after another: numbers of
//! entities, names and tokens follow their first appearance.

use std::collections::BTreeMap;
use std::convert::Infallible;

use kashf_core::Statement;
use kashf_store::in_blocks;
use kashf_store::statements::{Encoded, Statements};
use kashf_text::NameKind;
use zerocopy::IntoBytes;
use zerocopy::little_endian::{U16, U32};

use super::listing::ListingTable;
use super::lists::Pairs;
use super::prepared::{PreparedEntity, PreparedEntry, Preparing, Screened};
use super::tokens::Dictionary;
use super::{EntityRow, HeldMarks, NameRow, NameTokenRow, version};

/// What one statement of an entity counts in a block: about what it takes while its entity is made ready.
const STATEMENT_WEIGHT: usize = 64;

/// The tables of one segment's index, and what was counted on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compiled {
    /// Tables by name, to be written beside the statements.
    pub tables: Vec<(String, Vec<u8>)>,
    /// `entities`, `screened`, `names`, `tokens`, `schema:NAME`, `script:NAME`.
    pub counts: BTreeMap<String, u64>,
}

/// Compiles the index of one dataset version, for short lists and tests.
///
/// Entities whose schema is not screened (addresses, sanctions, ownership) are counted, not indexed; documents and
/// wallets also lend their numbers to their holders.
#[must_use]
pub fn compile(statements: &[Statement]) -> Compiled {
    let encoded: Encoded = statements.iter().collect();
    compile_with(encoded.view(), &HeldMarks::default())
}

/// Compiles the index of one dataset version that may hold entries or names beyond the publisher's.
#[must_use]
pub fn compile_with(statements: Statements<'_>, held: &HeldMarks) -> Compiled {
    let preparing = Preparing::new(statements, held);
    let mut builder = Builder::default();
    let Ok(()) = in_blocks(
        0..statements.entity_count(),
        |entity| statements.statements(*entity).len() * STATEMENT_WEIGHT,
        |entity| preparing.entity(entity),
        |entity| {
            entity.into_iter().for_each(|entity| builder.add(entity));
            Ok::<(), Infallible>(())
        },
    );
    drop(preparing);
    builder.finish()
}

#[derive(Default)]
struct Builder {
    counts: BTreeMap<String, u64>,
    entities: Vec<EntityRow>,
    facts: Vec<u8>,
    listings: ListingTable,
    names: Vec<NameRow>,
    name_tokens: Vec<NameTokenRow>,
    name_text: Vec<u8>,
    tokens: Dictionary,
    joined: Pairs,
    exact: Pairs,
    ids: Pairs,
}

impl Builder {
    fn count(&mut self, what: &str) {
        match self.counts.get_mut(what) {
            Some(count) => *count += 1,
            None => {
                self.counts.insert(what.to_owned(), 1);
            }
        }
    }

    fn add(&mut self, entity: PreparedEntity) {
        if entity.counting {
            self.count("entities");
            self.count(&format!("schema:{}", entity.schema));
        }
        if let Some(screened) = entity.screened {
            self.add_screened(screened, entity.counting);
        }
    }

    fn add_screened(&mut self, mut entity: Screened, counting: bool) {
        if counting {
            self.count("screened");
        }
        let number = u32_of(self.entities.len());
        self.ids.add_all(entity.ids, number);
        let places = entity.listings.into_iter();
        entity.facts.listings = places.map(|listing| self.listings.add(listing)).collect();
        let facts_start = self.facts.len();
        entity.facts.pack(&mut self.facts);
        let name_start = self.names.len();
        for name in entity.names {
            if let Some(script) = name.counted
                && counting
            {
                self.count("names");
                if let Some(script) = script {
                    self.count(&format!("script:{}", script.name()));
                }
            }
            self.add_name(number, name);
        }
        self.entities.push(EntityRow {
            facts_start: U32::new(u32_of(facts_start)),
            facts_len: U32::new(u32_of(self.facts.len() - facts_start)),
            name_start: U32::new(u32_of(name_start)),
            name_count: U32::new(u32_of(self.names.len() - name_start)),
        });
    }

    fn add_name(&mut self, entity: u32, name: PreparedEntry) {
        let number = u32_of(self.names.len());
        let token_start = self.name_tokens.len();
        let token_count = u16::try_from(name.tokens.len()).unwrap_or(u16::MAX);
        for (token, flags) in name.tokens {
            self.name_tokens.push(NameTokenRow {
                token: U32::new(self.tokens.number(token)),
                flags,
            });
        }
        self.joined.add_all(name.joined, number);
        self.exact.add(name.exact, number);
        self.names.push(NameRow {
            entity: U32::new(entity),
            token_start: U32::new(u32_of(token_start)),
            text_start: U32::new(u32_of(self.name_text.len())),
            text_len: U16::new(u16::try_from(name.text.len()).unwrap_or(u16::MAX)),
            token_count: U16::new(token_count),
            weight: U16::new(name.weight),
            kind: name.kind as u8,
            role: name.role,
        });
        self.name_text.extend(name.text.as_bytes());
    }

    fn finish(self) -> Compiled {
        let Self {
            mut counts,
            entities,
            facts,
            listings,
            names,
            mut name_tokens,
            name_text,
            tokens,
            joined,
            exact,
            ids,
        } = self;
        counts.insert("tokens".to_owned(), tokens.len() as u64);
        let (tokens, keys) = tokens.finish(&names, &mut name_tokens);
        let mut lists = Vec::new();
        let keys = bytes(keys.into_table(&mut lists));
        let joined = bytes(joined.into_table(&mut lists));
        let exact = bytes(exact.into_table(&mut lists));
        let ids = bytes(ids.into_table(&mut lists));
        // Each is dropped when its bytes are made, so that one at a time stands here twice.
        let tables = [
            ("ix_version", version().into_bytes()),
            ("ix_entities", bytes(entities)),
            ("ix_facts", facts),
            ("ix_listings", listings.bytes),
            ("ix_measures", crate::measures::version().into()),
            ("ix_names", bytes(names)),
            ("ix_name_tokens", bytes(name_tokens)),
            ("ix_name_text", name_text),
            ("ix_tokens", bytes(tokens.rows)),
            ("ix_signatures", bytes(tokens.signatures)),
            ("ix_token_text", tokens.text),
            ("ix_sounds", bytes(tokens.sounds)),
            ("ix_postings", bytes(tokens.postings)),
            ("ix_keys", keys),
            ("ix_joined", joined),
            ("ix_exact", exact),
            ("ix_ids", ids),
            ("ix_lists", bytes(lists)),
        ];
        let tables = tables.map(|(name, bytes)| (name.to_owned(), bytes));
        Compiled {
            tables: tables.into(),
            counts,
        }
    }
}

fn bytes<T: IntoBytes + zerocopy::Immutable>(rows: Vec<T>) -> Vec<u8> {
    rows.as_bytes().to_vec()
}

/// Tables are addressed with 32 bits; a dataset beyond that must be split.
pub(crate) fn u32_of(number: usize) -> u32 {
    u32::try_from(number).expect("loaders bound a dataset far below 2^32 rows")
}

/// Kinds are part of the file format through their numbers.
const _: () = assert!(NameKind::Person as u8 == 0 && NameKind::Vessel as u8 == 2);
