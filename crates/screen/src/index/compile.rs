//! From statements to the tables of an index.
//!
//! Deterministic: the same statements in the same order give the same bytes (promise P5). Numbers of
//! entities, names and tokens follow their first appearance.

use std::collections::BTreeMap;

use kashf_core::{Entity, Statement};
use kashf_ftm::Schema;
use kashf_text::{
    NameKind, NameToken, PreparedName, Signature, Token, block_keys, prepare, script_of,
};
use rustc_hash::FxHashMap;
use zerocopy::IntoBytes;
use zerocopy::little_endian::{U16, U32};

use super::linked::lent_identifiers;
use super::listing::{ListingTable, Sanctions};
use super::lists::{hash_of, table_of};
use super::{
    EntityRow, Facts, HELD_NAME, HeldMarks, NameRole, NameRow, NameTokenRow, TokenRow, version,
};
use crate::probe::{acronym_hashes, joined_keys, joined_tokens, single_key};
use crate::subject::{FactsBuilder, is_screened, reading_kinds};

/// The tables of one segment's index, and what was counted on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compiled {
    /// Tables by name, to be written beside the statements.
    pub tables: Vec<(String, Vec<u8>)>,
    /// `entities`, `screened`, `names`, `tokens`, `schema:NAME`, `script:NAME`.
    pub counts: BTreeMap<String, u64>,
}

/// Compiles the index of one dataset version.
///
/// `statements` must be grouped by entity, as loaders and `kashf_store` give them. Entities whose
/// schema is not screened (addresses, sanctions, ownership) are counted, not indexed; documents and
/// wallets also lend their numbers to their holders.
#[must_use]
pub fn compile(statements: &[Statement]) -> Compiled {
    compile_with(statements, &HeldMarks::default())
}

/// Compiles the index of one dataset version that holds entries or names beyond the publisher's.
#[must_use]
pub fn compile_with(statements: &[Statement], held: &HeldMarks) -> Compiled {
    let model = kashf_ftm::model();
    let lent = lent_identifiers(statements);
    let sanctions = Sanctions::new(statements);
    let mut builder = Builder::default();
    for group in statements.chunk_by(|a, b| a.entity_id == b.entity_id) {
        let Some(entity) = kashf_ftm::entity_from_statements(group) else {
            continue;
        };
        // Counts are of the publisher's list.
        builder.counting = !held.entries.contains_key(&entity.id);
        builder.count("entities");
        builder.count(&format!("schema:{}", entity.schema));
        let Some(schema) = model.schema(&entity.schema) else {
            continue;
        };
        if is_screened(schema) {
            let lent = lent.get(entity.id.as_str()).map_or(&[][..], Vec::as_slice);
            let mut facts = facts_of(schema, &entity, group, lent);
            let dataset = group.first().map_or("", |s| s.dataset.as_str());
            let marked = entity
                .values("topics")
                .iter()
                .any(|topic| topic == "sanction");
            let listings = sanctions.of(&entity.id, &entity.schema, dataset, marked);
            facts.listings = listings
                .iter()
                .map(|listing| builder.listings.add(listing))
                .collect();
            if let Some((since, whole)) = held.of(&entity.id) {
                facts.held_since = since.to_owned();
                facts.held_whole = whole;
            } else if let Some(since) = held.delisted.get(&entity.id) {
                facts.held_since.clone_from(since);
                facts.delisted = true;
                // What its listing did has ended.
                facts.listings.clear();
            }
            builder.add_entity(schema, &entity, &facts, held);
        }
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    counting: bool,
    counts: BTreeMap<String, u64>,
    entities: Vec<EntityRow>,
    facts: Vec<u8>,
    listings: ListingTable,
    names: Vec<NameRow>,
    name_tokens: Vec<NameTokenRow>,
    name_text: Vec<u8>,
    token_numbers: FxHashMap<Token, u32>,
    /// Names by token.
    postings: Vec<Vec<u32>>,
    joined: BTreeMap<u64, Vec<u32>>,
    exact: BTreeMap<u64, Vec<u32>>,
    ids: BTreeMap<u64, Vec<u32>>,
}

impl Builder {
    fn count(&mut self, what: &str) {
        if self.counting {
            *self.counts.entry(what.to_owned()).or_default() += 1;
        }
    }

    fn add_entity(&mut self, schema: &Schema, entity: &Entity, facts: &Facts, held: &HeldMarks) {
        self.count("screened");
        let number = u32_of(self.entities.len());
        for identifier in facts
            .identifiers
            .iter()
            .map(|id| &id.value)
            .chain(&facts.contacts)
        {
            let list = self.ids.entry(hash_of(identifier)).or_default();
            if list.last() != Some(&number) {
                list.push(number);
            }
        }
        let facts_start = self.facts.len();
        facts.pack(&mut self.facts);
        let name_start = self.names.len();
        for (role, text) in names_of(entity) {
            if !held.holds_name(&entity.id, text) {
                self.count("names");
                if let Some(script) = script_of(text) {
                    self.count(&format!("script:{}", script.name()));
                }
            }
            for kind in reading_kinds(schema) {
                let held = if held.holds_name(&entity.id, text) {
                    HELD_NAME
                } else {
                    0
                };
                self.add_name(number, role as u8 | held, text, &prepare(text, *kind));
            }
        }
        self.entities.push(EntityRow {
            facts_start: U32::new(u32_of(facts_start)),
            facts_len: U32::new(u32_of(self.facts.len() - facts_start)),
            name_start: U32::new(u32_of(name_start)),
            name_count: U32::new(u32_of(self.names.len() - name_start)),
        });
    }

    fn add_name(&mut self, entity: u32, role: u8, text: &str, prepared: &PreparedName) {
        let number = u32_of(self.names.len());
        let token_start = self.name_tokens.len();
        for token in &prepared.tokens {
            let token_number = self.post(&token.token, number);
            self.name_tokens.push(NameTokenRow {
                token: U32::new(token_number),
                flags: token.flags,
            });
        }
        // Two neighbours written as one also lead here, so that "Jeanpaul" finds "Jean Paul".
        for (joined, _) in joined_tokens(prepared) {
            for key in joined_keys(joined.as_ref()) {
                let list = self.joined.entry(hash_of(&key)).or_default();
                if list.last() != Some(&number) {
                    list.push(number);
                }
            }
        }
        for key in acronym_hashes(prepared) {
            let list = self.joined.entry(key).or_default();
            if list.last() != Some(&number) {
                list.push(number);
            }
        }
        let text = &text[..text.floor_char_boundary(usize::from(u16::MAX))];
        self.names.push(NameRow {
            entity: U32::new(entity),
            token_start: U32::new(u32_of(token_start)),
            text_start: U32::new(u32_of(self.name_text.len())),
            text_len: U16::new(u16::try_from(text.len()).unwrap_or(u16::MAX)),
            token_count: U16::new(u16::try_from(prepared.tokens.len()).unwrap_or(u16::MAX)),
            weight: U16::new(u16::try_from(weight_of(&prepared.tokens)).unwrap_or(u16::MAX)),
            kind: prepared.kind as u8,
            role,
        });
        self.name_text.extend(text.as_bytes());
        self.exact
            .entry(hash_of(&prepared.exact))
            .or_default()
            .push(number);
    }

    /// Notes that a name holds a token; returns the token's number.
    fn post(&mut self, token: &Token, name: u32) -> u32 {
        let number = self.token_number(token);
        let postings = &mut self.postings[number as usize];
        if postings.last() != Some(&name) {
            postings.push(name);
        }
        number
    }

    fn token_number(&mut self, token: &Token) -> u32 {
        if let Some(number) = self.token_numbers.get(token) {
            return *number;
        }
        let number = u32_of(self.token_numbers.len());
        self.token_numbers.insert(token.clone(), number);
        self.postings.push(Vec::new());
        number
    }

    fn finish(mut self) -> Compiled {
        let mut tokens: Vec<(Token, u32)> = std::mem::take(&mut self.token_numbers)
            .into_iter()
            .collect();
        self.counts.insert("tokens".to_owned(), tokens.len() as u64);
        // In the order of their sounds: what shares a key lies together, and so does what is read.
        tokens.sort_by_cached_key(|(token, _)| {
            let [_, _, low, high, ..] = Signature::of(token.as_ref()).to_words();
            (low, high, token.script, token.text.clone(), token.class)
        });
        let mut renumbered = vec![U32::new(0); tokens.len()];
        let mut table = TokenTable::default();
        for (number, (token, first)) in tokens.iter().enumerate() {
            let number = u32_of(number);
            renumbered[*first as usize] = U32::new(number);
            table.add(token, number, &self.postings[*first as usize]);
        }
        for row in &mut self.name_tokens {
            row.token = renumbered[row.token.get() as usize];
        }
        let mut lists = Vec::new();
        let keys = table_of(&table.keys, &mut lists);
        let joined = table_of(&self.joined, &mut lists);
        let exact = table_of(&self.exact, &mut lists);
        let ids = table_of(&self.ids, &mut lists);
        let named = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
        let tables = vec![
            named("ix_version", version().as_bytes()),
            named("ix_entities", self.entities.as_bytes()),
            named("ix_facts", &self.facts),
            named("ix_listings", &self.listings.bytes),
            named("ix_measures", crate::measures::version().as_bytes()),
            named("ix_names", self.names.as_bytes()),
            named("ix_name_tokens", self.name_tokens.as_bytes()),
            named("ix_name_text", &self.name_text),
            named("ix_tokens", table.rows.as_bytes()),
            named("ix_signatures", table.signatures.as_bytes()),
            named("ix_token_text", &table.text),
            named("ix_sounds", table.sounds.as_bytes()),
            named("ix_postings", table.postings.as_bytes()),
            named("ix_keys", keys.as_bytes()),
            named("ix_joined", joined.as_bytes()),
            named("ix_exact", exact.as_bytes()),
            named("ix_ids", ids.as_bytes()),
            named("ix_lists", lists.as_bytes()),
        ];
        Compiled {
            tables,
            counts: self.counts,
        }
    }
}

#[derive(Default)]
struct TokenTable {
    rows: Vec<TokenRow>,
    signatures: Vec<[U32; 6]>,
    text: Vec<u8>,
    sounds: Vec<u32>,
    postings: Vec<U32>,
    keys: BTreeMap<u64, Vec<u32>>,
    scratch: Vec<String>,
}

impl TokenTable {
    fn add(&mut self, token: &Token, number: u32, postings: &[u32]) {
        self.rows.push(TokenRow {
            text_start: U32::new(u32_of(self.text.len())),
            sound_start: U32::new(u32_of(self.sounds.len())),
            posting_start: U32::new(u32_of(self.postings.len())),
            posting_count: U32::new(u32_of(postings.len())),
            text_len: U16::new(u16::try_from(token.text.len()).unwrap_or(u16::MAX)),
            sound_len: U16::new(u16::try_from(token.sound.len()).unwrap_or(u16::MAX)),
            weight: U16::new(token.weight),
            script: token.script as u8,
            class: token.class as u8,
        });
        let signature = Signature::of(token.as_ref()).to_words();
        self.signatures.push(signature.map(U32::new));
        self.text.extend(token.text.as_bytes());
        self.sounds.extend(&token.sound);
        self.postings
            .extend(postings.iter().map(|name| U32::new(*name)));
        self.scratch.clear();
        block_keys(token.as_ref(), &mut self.scratch);
        self.scratch.extend(
            joined_keys(token.as_ref())
                .iter()
                .map(|key| single_key(key)),
        );
        for key in self.scratch.drain(..) {
            let list = self.keys.entry(hash_of(&key)).or_default();
            if list.last() != Some(&number) {
                list.push(number);
            }
        }
    }
}

/// The names of an entity by role, each spelling once, strong roles first.
fn names_of(entity: &Entity) -> Vec<(NameRole, &str)> {
    let mut names: Vec<(NameRole, &str)> = Vec::new();
    for prop in ["name", "alias", "previousName", "weakAlias"] {
        let Some(role) = NameRole::of_property(prop) else {
            continue;
        };
        for text in entity.values(prop) {
            if !names.iter().any(|(_, known)| known == text) {
                names.push((role, text));
            }
        }
    }
    names
}

fn facts_of(
    schema: &Schema,
    entity: &Entity,
    group: &[Statement],
    lent: &[(&'static str, &str)],
) -> Facts {
    let mut builder = FactsBuilder::default();
    for statement in group {
        builder.add(
            schema,
            &statement.prop,
            &statement.value,
            statement.original_value.as_deref(),
        );
    }
    for (prop, value) in lent {
        builder.add_identifier(prop, value);
    }
    Facts {
        id: entity.id.clone(),
        caption: kashf_ftm::caption(entity),
        schema: entity.schema.clone(),
        datasets: entity.datasets.iter().cloned().collect(),
        ..builder.finish()
    }
}

/// Sum of the weights of the tokens that tell something.
pub(crate) fn weight_of(tokens: &[NameToken]) -> u32 {
    tokens
        .iter()
        .map(|token| u32::from(retrieval_weight(token.token.weight, token.flags)))
        .sum()
}

/// What a token counts in retrieval; titles count next to nothing.
pub(crate) fn retrieval_weight(weight: u16, flags: u8) -> u16 {
    if flags & NameToken::TITLE == 0 {
        weight
    } else {
        weight.min(5)
    }
}

/// Tables are addressed with 32 bits; a dataset beyond that must be split.
pub(crate) fn u32_of(number: usize) -> u32 {
    u32::try_from(number).expect("loaders bound a dataset far below 2^32 rows")
}

/// Kinds are part of the file format through their numbers.
const _: () = assert!(NameKind::Person as u8 == 0 && NameKind::Vessel as u8 == 2);
