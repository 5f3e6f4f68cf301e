//! What must hold beside the query: the lists that are looked at, schemata, values, a change since.

use super::place::Place;
use super::{Index, SearchError};
use crate::bits::Bits;
use crate::words::words as words_of;

/// What must hold beside the query.
#[derive(Clone, Debug, Default)]
pub struct Filters<'f> {
    /// Names of the lists that are looked at; `None`: all.
    pub scope: Option<Vec<String>>,
    /// Only entities of which one of these datasets speaks; empty: any.
    pub include_datasets: Vec<String>,
    /// Not entities of which only these datasets speak.
    pub exclude_datasets: Vec<String>,
    /// Only these schemata; `None`: any.
    pub schemata: Option<Vec<&'f str>>,
    /// Not these schemata.
    pub exclude_schemata: Vec<String>,
    /// Only entities that changed after the end of this day, hour, minute or second (ISO 8601).
    pub changed_since: Option<String>,
    /// Values by field.
    pub values: Vec<(String, Vec<String>)>,
    /// True when one of the values of a field is enough; else all are needed.
    pub any_value: bool,
}

impl Index {
    /// Who passes.
    pub(super) fn allowed(&self, filters: &Filters<'_>) -> Result<Bits, SearchError> {
        let mut allowed = Bits::all(self.len());
        self.datasets(filters, &mut allowed);
        if let Some(schemata) = &filters.schemata {
            allowed.and(&self.any_of("schema", schemata.iter().copied()));
        }
        if !filters.exclude_schemata.is_empty() {
            allowed.without(&self.any_of(
                "schema",
                filters.exclude_schemata.iter().map(String::as_str),
            ));
        }
        if let Some(since) = &filters.changed_since {
            allowed.and(&self.changed_since(since));
        }
        for (field, values) in &filters.values {
            let mut of_field: Option<Bits> = None;
            for value in values {
                let found = self.filtered(field, value)?;
                match &mut of_field {
                    None => of_field = Some(found),
                    Some(before) if filters.any_value => {
                        found.iter().for_each(|entity| before.insert(entity))
                    }
                    Some(before) => before.and(&found),
                }
            }
            if let Some(found) = of_field {
                allowed.and(&found);
            }
        }
        Ok(allowed)
    }

    fn datasets(&self, filters: &Filters<'_>, allowed: &mut Bits) {
        let excluded = |name: &str| filters.exclude_datasets.iter().any(|known| known == name);
        if filters.scope.is_some() || !filters.exclude_datasets.is_empty() {
            let in_scope = |name: &str| match &filters.scope {
                Some(scope) => scope.iter().any(|known| known == name),
                None => true,
            };
            allowed.and(&self.named("lists", |name| in_scope(name) && !excluded(name)));
        }
        if !filters.exclude_datasets.is_empty() {
            // Sources that a list names: an entity goes when all of its sources do.
            let (mut kept, mut gone) =
                (self.sources(|name| !excluded(name)), self.sources(excluded));
            gone.without(&kept);
            kept = gone;
            allowed.without(&kept);
        }
        if !filters.include_datasets.is_empty() {
            let included = |name: &str| filters.include_datasets.iter().any(|known| known == name);
            allowed.and(&self.named("datasets", |name| included(name) && !excluded(name)));
        }
    }

    /// Of whom a dataset speaks that is no list of its own and for which this holds.
    fn sources(&self, holds: impl Fn(&str) -> bool) -> Bits {
        let lists = self.fields.get("lists").copied();
        let is_list = |name: &str| lists.is_some_and(|field| self.number_of(field, name).is_some());
        self.named("datasets", |name| !is_list(name) && holds(name))
    }

    /// Who has a value in this field of its own for which this holds.
    fn named(&self, field: &str, holds: impl Fn(&str) -> bool) -> Bits {
        let fields = self.fields.get(field).copied();
        self.holding(fields.as_slice(), holds)
    }

    fn any_of<'n>(&self, field: &str, names: impl Iterator<Item = &'n str>) -> Bits {
        let mut found = Bits::none(self.len());
        if let Some(&field) = self.fields.get(field) {
            names
                .filter_map(|name| self.number_of(field, name))
                .for_each(|number| self.mark(number, &mut found));
        }
        found
    }

    /// A time without its hours is the beginning of its day; a limit without hours is the end of it.
    fn changed_since(&self, since: &str) -> Bits {
        let since = crate::words::plain_value(since);
        let fields = self.fields.get("last_change").copied();
        self.holding(fields.as_slice(), |value| {
            const MIDNIGHT: &str = "0000-00-00t00:00:00";
            let mut whole = value.to_owned();
            whole.push_str(MIDNIGHT.get(value.len()..).unwrap_or_default());
            whole.get(..since.len()).unwrap_or(&whole) > since.as_str()
        })
    }

    fn filtered(&self, field: &str, value: &str) -> Result<Bits, SearchError> {
        Ok(match self.place(&Some(field.to_owned())) {
            Place::Values(fields, how) => self.equal(&fields, value, how),
            Place::Target => match value {
                "true" => self.targets(true),
                "false" => self.targets(false),
                _ => return Err(SearchError::NeitherTrueNorFalse),
            },
            place @ (Place::Words(_) | Place::Default) => {
                let words = words_of(value);
                let slots: Vec<Vec<usize>> = words
                    .iter()
                    .map(|word| self.words.find(word.as_bytes()).into_iter().collect())
                    .collect();
                let mut found = Bits::none(self.len());
                if !slots.is_empty() {
                    let phrase = self.phrase(&slots, 0, &place);
                    phrase.iter().for_each(|(entity, _)| found.insert(*entity));
                }
                found
            }
            Place::Nowhere => Bits::none(self.len()),
        })
    }

    /// Who is listed itself, or who is not.
    pub(super) fn targets(&self, wanted: bool) -> Bits {
        let mut found = Bits::none(self.len());
        let entities = (0_u32..).zip(&self.entities);
        entities
            .filter(|(_, facts)| facts.target == wanted)
            .for_each(|(entity, _)| found.insert(entity));
        found
    }
}
