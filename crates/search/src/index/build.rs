//! Filling an index, entity by entity.

use super::terms::TermsBuilder;
use super::{Facts, Index};
use crate::fields::{is_exact, properties};
use crate::relevance::Length;
use crate::words::{each_word, plain_value, plain_word, words};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// Between two values of an entity lie so many positions, so that no phrase reaches from one into the next.
const GAP: u32 = 100;

/// Most words of one entity that are looked up.
const MAX_WORDS: u32 = 1_000_000;

/// What an index is told of an entity.
#[derive(Clone, Debug, Default)]
pub struct Document<'d> {
    /// The caller's number of it, which answers give back.
    pub number: u32,
    /// Its id.
    pub id: &'d str,
    /// What it is called.
    pub caption: &'d str,
    /// Its schema.
    pub schema: &'d str,
    /// Values by property.
    pub properties: &'d [(&'d str, Vec<&'d str>)],
    /// Names of all datasets that speak of it.
    pub datasets: &'d [&'d str],
    /// Names of the loaded lists on which it stands.
    pub lists: &'d [&'d str],
    /// Ids that were merged into it.
    pub referents: &'d [&'d str],
    /// True when it is listed itself.
    pub target: bool,
    /// ISO 8601.
    pub first_seen: Option<&'d str>,
    /// ISO 8601.
    pub last_seen: Option<&'d str>,
    /// ISO 8601.
    pub last_change: Option<&'d str>,
}

/// An index that is being filled, in the order of the files.
#[derive(Debug, Default)]
pub struct IndexBuilder {
    words: TermsBuilder,
    values: TermsBuilder,
    having: TermsBuilder,
    fields: FxHashMap<String, u16>,
    names_fields: Vec<bool>,
    entities: Vec<Facts>,
    numbers: Vec<u32>,
    ids: Vec<Box<str>>,
    /// Words as they were written, with the number of their plain form; none for those without letters.
    written: FxHashMap<Box<str>, Option<u32>>,
    /// The words of the entity at hand: word, property, position.
    places: Vec<(u32, u16, u32)>,
}

impl IndexBuilder {
    /// Adds an entity.
    pub fn add(&mut self, document: &Document<'_>) {
        let entity = u32::try_from(self.entities.len()).unwrap_or(u32::MAX);
        let mut facts = Facts {
            target: document.target,
            caption: words_hash(&words(document.caption)),
            ..Facts::default()
        };
        for (name, value) in [
            ("id", Some(document.id)),
            ("caption", Some(document.caption)),
            ("schema", Some(document.schema)),
            ("first_seen", document.first_seen),
            ("last_seen", document.last_seen),
            ("last_change", document.last_change),
        ] {
            self.own(name, value.as_slice(), entity);
        }
        self.own("datasets", document.datasets, entity);
        self.own("lists", document.lists, entity);
        self.own("referents", document.referents, entity);
        let mut position = 0;
        for (prop, values) in document.properties {
            let field = self.property(prop);
            let number = self.having.number(&field.to_be_bytes());
            self.having.add(number, entity);
            let in_words = properties().get(prop).is_none_or(|info| info.in_words);
            facts.values += u32::try_from(values.len()).unwrap_or(u32::MAX);
            for value in values {
                if !in_words {
                    self.value(field, &plain_value(value), entity);
                }
                let before = self.places.len();
                position = self.cut(value, field, position) + GAP;
                let count = u32::try_from(self.places.len() - before).unwrap_or(u32::MAX);
                facts.text_words += count;
                if self.names_fields[usize::from(field)] {
                    facts.names_words += count;
                }
            }
        }
        // By word, then by position, which rises from value to value.
        self.places
            .sort_unstable_by_key(|&(word, _, position)| (word, position));
        for of_word in self.places.chunk_by(|one, other| one.0 == other.0) {
            self.words.add_places(of_word[0].0, entity, of_word);
        }
        self.places.clear();
        self.entities.push(facts);
        self.numbers.push(document.number);
        self.ids.push(plain_value(document.id).into());
    }

    /// The index.
    #[must_use]
    pub fn finish(mut self) -> Index {
        drop(std::mem::take(&mut self.written));
        let mut order: Vec<u32> = (0_u32..).take(self.ids.len()).collect();
        order.sort_by(|one, other| self.ids[*one as usize].cmp(&self.ids[*other as usize]));
        for (place, entity) in (0_u32..).zip(order) {
            self.entities[entity as usize].by_id = place;
        }
        let length = |weight, count: fn(&Facts) -> u32| Length {
            weight,
            total: self
                .entities
                .iter()
                .map(|facts| u64::from(count(facts)))
                .sum(),
            entities: self
                .entities
                .iter()
                .filter(|facts| count(facts) > 0)
                .count() as u64,
        };
        Index {
            names_length: length(250, |facts| facts.names_words),
            text_length: length(750, |facts| facts.text_words),
            words: self.words.finish(),
            values: self.values.finish(),
            having: self.having.finish(),
            fields: self.fields,
            entities: self.entities,
            numbers: self.numbers,
        }
    }

    /// Notes the words of a value; gives the position behind the last.
    fn cut(&mut self, value: &str, field: u16, mut position: u32) -> u32 {
        let Self {
            words,
            written,
            places,
            ..
        } = self;
        each_word(value, |word| {
            let number = match written.get(word) {
                Some(&number) => number,
                None => {
                    let plain = plain_word(word);
                    let number = (!plain.is_empty()).then(|| words.number(plain.as_bytes()));
                    written.insert(word.into(), number);
                    number
                }
            };
            if let Some(number) = number
                && places.len() < MAX_WORDS as usize
            {
                places.push((number, field, position));
                position += 1;
            }
        });
        position
    }

    fn own(&mut self, name: &str, values: &[&str], entity: u32) {
        let field = self.field(name);
        for value in values.iter().filter(|value| !value.is_empty()) {
            if is_exact(name) {
                self.value(field, value, entity);
            } else {
                self.value(field, &plain_value(value), entity);
            }
        }
        if !values.is_empty() {
            let number = self.having.number(&field.to_be_bytes());
            self.having.add(number, entity);
        }
    }

    fn value(&mut self, field: u16, value: &str, entity: u32) {
        let mut key = Vec::with_capacity(value.len() + 2);
        key.extend_from_slice(&field.to_be_bytes());
        key.extend_from_slice(value.as_bytes());
        let number = self.values.number(&key);
        self.values.add(number, entity);
    }

    fn property(&mut self, prop: &str) -> u16 {
        // One allocation a property and entity, which the words of its values dwarf.
        self.field(&format!("properties.{prop}"))
    }

    fn field(&mut self, name: &str) -> u16 {
        if let Some(&field) = self.fields.get(name) {
            return field;
        }
        let field = u16::try_from(self.fields.len()).unwrap_or(u16::MAX);
        self.fields.insert(name.to_owned(), field);
        let info = name
            .strip_prefix("properties.")
            .and_then(|prop| properties().get(prop));
        self.names_fields
            .push(info.is_some_and(|info| info.groups.contains("names")));
        field
    }
}

/// The words of a caption as one number.
pub(crate) fn words_hash(words: &[String]) -> u64 {
    let mut hasher = FxHasher::default();
    words.hash(&mut hasher);
    hasher.finish()
}
