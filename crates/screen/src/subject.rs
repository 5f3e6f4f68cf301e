//! From FollowTheMoney properties to what the features compare, the same way for list and query.
//!
//! Both sides pass through here, so that a nationality or a passport number means the same on
//! either. It knows which schemata are screened and how their names are read.

use kashf_ftm::{PropertyType, Schema, date_spans, identifier};
use kashf_text::NameKind;

use crate::index::{Facts, Identifier};

/// Identifiers shorter than this are too common to tell anybody apart ("12", "A1").
const MIN_IDENTIFIER_CHARS: usize = 5;

/// True for schemata that are parties or things a list names: people, organisations, ships,
/// aircraft, wallets, accounts, securities.
pub(crate) fn is_screened(schema: &Schema) -> bool {
    const PARTIES: [&str; 5] = [
        "LegalEntity",
        "Vehicle",
        "CryptoWallet",
        "BankAccount",
        "Security",
    ];
    schema.matchable && PARTIES.iter().any(|party| schema.is_a(party))
}

/// How the names of a schema are read. A `LegalEntity` may be a person or an organisation, so its
/// names are read both ways.
pub(crate) fn reading_kinds(schema: &Schema) -> &'static [NameKind] {
    if schema.is_a("Person") {
        &[NameKind::Person]
    } else if schema.is_a("Vehicle") {
        &[NameKind::Vessel]
    } else if schema.name == "LegalEntity" {
        &[NameKind::Person, NameKind::Organization]
    } else {
        &[NameKind::Organization]
    }
}

/// True when a query of one schema may mean an entry of the other.
///
/// FollowTheMoney's own rule, widened among organisations: a customer file says `Company` where a
/// list says `PublicBody` or `Organization`.
pub(crate) fn may_be_same(query: &Schema, candidate: &Schema) -> bool {
    query.can_match(candidate)
        || candidate.can_match(query)
        || (query.is_a("Organization") && candidate.is_a("Organization"))
}

/// Collects facts from properties.
#[derive(Default)]
pub(crate) struct FactsBuilder {
    facts: Facts,
}

impl FactsBuilder {
    /// Takes one cleaned value with what the source wrote; values that no feature compares are left.
    pub(crate) fn add(&mut self, schema: &Schema, prop: &str, value: &str, original: Option<&str>) {
        let Some(property) = schema.property(prop) else {
            return;
        };
        match property.kind {
            PropertyType::Date if prop == "birthDate" => {
                // The original may say more than the value: "circa 1962", "between 1958 and 1962".
                let span = original.and_then(date_spans).or_else(|| date_spans(value));
                if let Some(span) = span {
                    push(&mut self.facts.birth_dates, span);
                }
            }
            PropertyType::Country => {
                let belongs = matches!(
                    prop,
                    "nationality" | "citizenship" | "jurisdiction" | "flag"
                );
                let countries = &mut self.facts.countries;
                let list = if belongs {
                    &mut countries.belongs
                } else {
                    &mut countries.other
                };
                push(list, value.to_owned());
            }
            PropertyType::Gender => push(&mut self.facts.genders, value.to_owned()),
            PropertyType::Identifier => self.add_identifier(prop, value),
            PropertyType::Phone | PropertyType::Email => {
                push(&mut self.facts.contacts, value.to_lowercase());
            }
            PropertyType::Address => push(&mut self.facts.addresses, value.to_owned()),
            _ => {}
        }
    }

    /// Takes an identifier in any writing.
    pub(crate) fn add_identifier(&mut self, prop: &str, value: &str) {
        let value = identifier::normalise(value);
        if value.chars().count() >= MIN_IDENTIFIER_CHARS {
            push(
                &mut self.facts.identifiers,
                Identifier {
                    prop: prop.to_owned(),
                    value,
                },
            );
        }
    }

    /// The facts.
    pub(crate) fn finish(self) -> Facts {
        self.facts
    }
}

fn push<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}
