//! The query: what the user knows of a party, cleaned as the list was.
//!
//! Raw values go in; what could not be read is kept as a problem, and the answer is then `partial`.
//! Nothing the user gave is dropped in silence.

use kashf_core::Entity;
use kashf_ftm::identifier::IdentifierKind;
use kashf_ftm::{PropertyType, Schema, clean, identifier, model};
use kashf_text::{NameKind, PreparedName, prepare};

use crate::index::{Facts, Identifier, NameRole};
use crate::subject::{FactsBuilder, reading_kinds};

/// At most this many names of one query are compared; more make the answer `partial`.
const MAX_NAMES: usize = 64;

/// Where the property of a record without a schema is looked up.
const GUESSES: [&str; 6] = [
    "Person",
    "Company",
    "Vessel",
    "Airplane",
    "CryptoWallet",
    "BankAccount",
];

/// One name of the query in one reading.
#[derive(Clone, Debug)]
pub(crate) struct QueryName {
    pub(crate) text: String,
    pub(crate) role: NameRole,
    pub(crate) prepared: PreparedName,
}

/// A party to be screened.
#[derive(Clone, Debug)]
pub struct Query {
    /// The user's id of the record.
    pub id: String,
    /// What could not be read, in words for the user; not empty makes the answer `partial`.
    pub problems: Vec<String>,
    pub(crate) schema: Option<&'static Schema>,
    pub(crate) names: Vec<QueryName>,
    pub(crate) facts: Facts,
}

impl Query {
    /// A query by one name of a party whose kind is not known. A text that may be a number (a passport,
    /// an IMO number with or without `IMO`, an IBAN, a wallet address) is looked up as one, too.
    ///
    /// ```
    /// let query = kashf_screen::Query::name("Layla Example");
    /// assert!(query.problems.is_empty());
    /// ```
    #[must_use]
    pub fn name(name: &str) -> Self {
        let mut entity = Entity::new("", "");
        entity.add("name", name);
        let mut query = Self::new(&entity);
        query.facts.identifiers.extend(numbers_in(name));
        query
    }

    /// A query from an entity with raw values; an empty schema means "kind not known".
    #[must_use]
    pub fn new(entity: &Entity) -> Self {
        let mut problems = Vec::new();
        let schema = if entity.schema.is_empty() {
            None
        } else {
            let schema = model().schema(&entity.schema);
            if schema.is_none() {
                problems.push(format!("schema `{}` is not known", entity.schema));
            }
            schema
        };
        let mut query = Self {
            id: entity.id.clone(),
            problems,
            schema,
            names: Vec::new(),
            facts: Facts::default(),
        };
        query.take_names(entity);
        query.take_facts(entity);
        query
    }

    /// True when there is neither a name nor an identifier to search by.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names
            .iter()
            .all(|name| name.prepared.tokens.is_empty() && name.prepared.exact.is_empty())
            && self.facts.identifiers.is_empty()
            && self.facts.contacts.is_empty()
    }

    fn take_names(&mut self, entity: &Entity) {
        let mut names: Vec<(NameRole, String)> = Vec::new();
        for prop in ["name", "alias", "previousName", "weakAlias"] {
            let Some(role) = NameRole::of_property(prop) else {
                continue;
            };
            for text in entity.values(prop) {
                if !text.trim().is_empty() && !names.iter().any(|(_, known)| known == text) {
                    names.push((role, text.clone()));
                }
            }
        }
        if !names.iter().any(|(role, _)| *role != NameRole::Weak) {
            names.extend(composed_name(entity).map(|name| (NameRole::Name, name)));
        }
        if names.len() > MAX_NAMES {
            self.problems.push(format!(
                "has {} names, the first {MAX_NAMES} were compared",
                names.len()
            ));
            names.truncate(MAX_NAMES);
        }
        let kinds: &[NameKind] = match self.schema {
            Some(schema) => reading_kinds(schema),
            None => &[NameKind::Person, NameKind::Organization, NameKind::Vessel],
        };
        for (role, text) in names {
            let mut truncated = false;
            for kind in kinds {
                let prepared = prepare(&text, *kind);
                truncated |= prepared.truncated;
                self.names.push(QueryName {
                    text: text.clone(),
                    role,
                    prepared,
                });
            }
            if truncated {
                self.problems.push(
                    "name is longer than 512 characters, the rest was not compared".to_owned(),
                );
            }
        }
    }

    fn take_facts(&mut self, entity: &Entity) {
        let mut facts = FactsBuilder::default();
        for (prop, values) in &entity.properties {
            if NameRole::of_property(prop).is_some() {
                continue;
            }
            let Some(schema) = self.schema_with(prop) else {
                self.problems.push(format!(
                    "property `{prop}` is not known and was not compared"
                ));
                continue;
            };
            let Some(property) = schema.property(prop) else {
                continue;
            };
            // Entity references and free text are not compared; they need no cleaning.
            if matches!(property.kind, PropertyType::Entity | PropertyType::Text) {
                continue;
            }
            for raw in values.iter().filter(|raw| !raw.trim().is_empty()) {
                match clean(property, raw) {
                    Ok(cleaned) => {
                        for value in cleaned {
                            facts.add(schema, prop, &value.value, value.original.as_deref());
                        }
                    }
                    // A number that fails its check digit is still compared as it stands.
                    Err(_) if property.kind == PropertyType::Identifier => {
                        facts.add_identifier(prop, raw);
                    }
                    Err(rejected) => self.problems.push(format!(
                        "`{prop}` could not be read and was not compared: {}",
                        rejected.reason
                    )),
                }
            }
        }
        self.facts = facts.finish();
    }

    fn schema_with(&self, prop: &str) -> Option<&'static Schema> {
        let has = |schema: &&'static Schema| schema.property(prop).is_some();
        self.schema.filter(has).or_else(|| {
            GUESSES
                .iter()
                .filter_map(|name| model().schema(name))
                .find(has)
        })
    }
}

/// What a text may be when it is a number and no name.
fn numbers_in(text: &str) -> Vec<Identifier> {
    let mut facts = FactsBuilder::default();
    let text = text.trim();
    if let Some((_, value)) = identifier::recognise(text) {
        facts.add_identifier("number", &value);
    }
    if text.chars().any(|c| c.is_numeric()) && !text.contains(char::is_whitespace) {
        facts.add_identifier("number", text);
        if let Some(imo) = identifier::check(IdentifierKind::Imo, text) {
            facts.add_identifier("imoNumber", &imo);
        }
    }
    facts.finish().identifiers
}

/// "first second middle father last" when a record gives its name in parts.
fn composed_name(entity: &Entity) -> Option<String> {
    let parts: Vec<&str> = [
        "firstName",
        "secondName",
        "middleName",
        "fatherName",
        "lastName",
    ]
    .iter()
    .filter_map(|prop| entity.first(prop))
    .map(str::trim)
    .filter(|part| !part.is_empty())
    .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
