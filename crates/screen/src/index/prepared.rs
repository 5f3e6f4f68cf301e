//! One entity of a list made ready for the index: all that needs no knowledge of the other entities.
//!
//! Entities are made ready side by side, then numbered one after another (`compile`).

use kashf_core::{Entity, StatementView};
use kashf_ftm::Schema;
use kashf_store::statements::Statements;
use kashf_text::{NameKind, Script, Token, prepare, script_of};
use rustc_hash::FxHashMap;

use super::linked::lent_identifiers;
use super::listing::{Sanctions, pack};
use super::lists::hash_of;
use super::tokens::weight_of;
use super::{Facts, HELD_NAME, HeldMarks, NameRole};
use crate::probe::{acronym_hashes, joined_keys, joined_tokens, together_hashes};
use crate::subject::{FactsBuilder, is_screened, reading_kinds};

/// What the entities of a list are made ready with.
pub(super) struct Preparing<'s> {
    statements: Statements<'s>,
    held: &'s HeldMarks,
    lent: FxHashMap<&'s str, Vec<(&'static str, &'s str)>>,
    sanctions: Sanctions<'s>,
}

/// An entity of the list, ready.
pub(super) struct PreparedEntity {
    pub(super) schema: String,
    /// True when the entity is on the publisher's list, and not only held: counts are of that.
    pub(super) counting: bool,
    /// What the index holds of it, when its schema is screened.
    pub(super) screened: Option<Screened>,
}

/// What the index holds of an entity.
pub(super) struct Screened {
    /// The facts but for the places of the listings.
    pub(super) facts: Facts,
    /// The listings, packed.
    pub(super) listings: Vec<Vec<u8>>,
    /// Hashes of identifiers and contacts.
    pub(super) ids: Vec<u64>,
    pub(super) names: Vec<PreparedEntry>,
}

/// One name in one reading.
pub(super) struct PreparedEntry {
    /// The script, of the first reading of a name that the publisher gives.
    pub(super) counted: Option<Option<Script>>,
    pub(super) role: u8,
    pub(super) kind: NameKind,
    pub(super) text: String,
    pub(super) weight: u16,
    pub(super) tokens: Vec<(Token, u8)>,
    /// Hashes of the exact form, and of neighbours written as one and acronyms.
    pub(super) exact: u64,
    pub(super) joined: Vec<u64>,
}

impl<'s> Preparing<'s> {
    pub(super) fn new(statements: Statements<'s>, held: &'s HeldMarks) -> Self {
        Self {
            statements,
            held,
            lent: lent_identifiers(&statements),
            sanctions: Sanctions::new(statements),
        }
    }

    /// Makes an entity ready; nothing when it has no statements.
    pub(super) fn entity(&self, number: u32) -> Option<PreparedEntity> {
        let group: Vec<StatementView<'_>> = self
            .statements
            .statements(number)
            .map(|statement| statement.view())
            .collect();
        let entity = kashf_ftm::entity_from_views(group.iter().copied())?;
        let counting = !self.held.entries.contains_key(&entity.id);
        let schema = kashf_ftm::model().schema(&entity.schema);
        let schema = schema.filter(|schema| is_screened(schema));
        let screened = schema.map(|schema| self.screened(schema, &entity, &group));
        Some(PreparedEntity {
            schema: entity.schema,
            counting,
            screened,
        })
    }

    fn screened(&self, schema: &Schema, entity: &Entity, group: &[StatementView<'_>]) -> Screened {
        let lent = self.lent.get(entity.id.as_str());
        let mut facts = facts_of(schema, entity, group, lent.map_or(&[], Vec::as_slice));
        let dataset = group.first().map_or("", |statement| statement.dataset);
        let topics = entity.values("topics");
        let marked = topics.iter().any(|topic| topic == "sanction");
        let listings = self
            .sanctions
            .of(&entity.id, &entity.schema, dataset, marked);
        let mut packed: Vec<Vec<u8>> = listings
            .iter()
            .map(|listing| {
                let mut bytes = Vec::new();
                pack(listing, &mut bytes);
                bytes
            })
            .collect();
        let held = self.held;
        if let Some((since, whole)) = held.of(&entity.id) {
            facts.held_since = since.to_owned();
            facts.held_whole = whole;
        } else if let Some(since) = held.delisted.get(&entity.id) {
            facts.held_since.clone_from(since);
            facts.delisted = true;
            // What its listing did has ended.
            packed.clear();
        }
        let ids = facts.identifiers.iter().map(|id| &id.value);
        Screened {
            ids: ids.chain(&facts.contacts).map(|id| hash_of(id)).collect(),
            names: self.names(schema, entity),
            listings: packed,
            facts,
        }
    }

    fn names(&self, schema: &Schema, entity: &Entity) -> Vec<PreparedEntry> {
        let mut entries = Vec::new();
        for (role, text) in names_of(entity) {
            let held = self.held.holds_name(&entity.id, text);
            let mut counted = (!held).then(|| script_of(text));
            for kind in reading_kinds(schema) {
                let role = role as u8 | if held { HELD_NAME } else { 0 };
                entries.push(entry(role, text, *kind, counted.take()));
            }
        }
        entries
    }
}

fn entry(role: u8, text: &str, kind: NameKind, counted: Option<Option<Script>>) -> PreparedEntry {
    let prepared = prepare(text, kind);
    // Two neighbours written as one also lead here, so that "Jeanpaul" finds "Jean Paul".
    let mut joined = Vec::new();
    for (token, _) in joined_tokens(&prepared) {
        joined.extend(joined_keys(token.as_ref()).iter().map(|key| hash_of(key)));
    }
    joined.extend(acronym_hashes(&prepared));
    joined.extend(together_hashes(&prepared));
    let text = &text[..text.floor_char_boundary(usize::from(u16::MAX))];
    PreparedEntry {
        counted,
        role,
        kind: prepared.kind,
        text: text.to_owned(),
        weight: u16::try_from(weight_of(&prepared.tokens)).unwrap_or(u16::MAX),
        exact: hash_of(&prepared.exact),
        joined,
        tokens: prepared
            .tokens
            .into_iter()
            .map(|token| (token.token, token.flags))
            .collect(),
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
    group: &[StatementView<'_>],
    lent: &[(&'static str, &str)],
) -> Facts {
    let mut builder = FactsBuilder::default();
    for statement in group {
        builder.add(
            schema,
            statement.prop,
            statement.value,
            statement.original_value,
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
