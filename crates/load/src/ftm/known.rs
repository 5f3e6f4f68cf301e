//! Entities between reading and saying: a line, or what several lines gave together.

use super::doubts;
use crate::given::foreign;
use crate::sheet::{At, Sheet, shown};
use kashf_core::{Entity, ProblemKind};
use kashf_ftm::StatementIds;
use rustc_hash::FxHashSet;

/// An entity that was read: the line that gives it, or what several lines gave together. A line is read again
/// when statements are made of it; kept as an entity, a million of them would take more than a gigabyte.
#[derive(Debug)]
pub(super) enum Known<'f> {
    Line(&'f str),
    Joined(Box<Entity>),
}

impl Known<'_> {
    /// How much it takes to read and to say.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Line(line) => line.len(),
            Self::Joined(entity) => entity.properties.values().flatten().map(String::len).sum(),
        }
    }

    fn into_entity(self) -> Entity {
        match self {
            Self::Line(line) => {
                kashf_ftm::json::read_entity(line).expect("a line that was read once is read again")
            }
            Self::Joined(entity) => *entity,
        }
    }

    /// The entity, to be joined with what further lines say of it.
    pub(super) fn joined(&mut self) -> &mut Entity {
        if let Self::Line(line) = *self {
            *self = Self::Joined(Box::new(Known::Line(line).into_entity()));
        }
        match self {
            Self::Joined(entity) => entity,
            Self::Line(_) => unreachable!("it was joined above"),
        }
    }
}

/// Joins a further fragment into an entity.
pub(super) fn join(known: &mut Entity, fragment: Entity, sheet: &mut Sheet, at: At<'_>) {
    match kashf_ftm::model().common_schema(&known.schema, &fragment.schema) {
        Some(schema) => schema.name.clone_into(&mut known.schema),
        None if known.schema == fragment.schema => {}
        None => {
            let message = format!(
                "`{}` and `{}` cannot be one entity; the first schema stays",
                shown(&known.schema),
                shown(&fragment.schema)
            );
            sheet.problem(ProblemKind::Doubtful, at, Some("schema"), message);
        }
    }
    // Repeats come out when all fragments are known: one search a value would be quadratic.
    for (prop, mut values) in fragment.properties {
        known
            .properties
            .entry(prop)
            .or_default()
            .append(&mut values);
    }
    known.datasets.extend(fragment.datasets);
    known.first_seen = match (known.first_seen.take(), fragment.first_seen) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    known.last_seen = known.last_seen.take().max(fragment.last_seen);
    known.last_change = known.last_change.take().max(fragment.last_change);
}

/// An entity that is whole, and what takes time to know of it.
pub(super) struct Said {
    pub(super) entity: Entity,
    pub(super) found: bool,
    /// The datasets that it comes from, when these are others than this one.
    pub(super) origin: Option<String>,
    /// True when it is called otherwise than our rule would.
    pub(super) called: bool,
    pub(super) ids: StatementIds,
}

pub(super) fn say(known: Known<'_>, dataset: &str) -> Said {
    let mut entity = known.into_entity();
    without_repeats(&mut entity);
    let props = entity.properties.iter();
    let props = props.filter(|(_, values)| !values.is_empty());
    let found = doubts::can_be_found(&entity.schema, props.map(|(prop, _)| prop.as_str()));
    let foreign = foreign(&entity.datasets, dataset);
    let origin = (!foreign.is_empty()).then(|| foreign.join(";"));
    let called = entity.caption.as_ref();
    Said {
        called: called.is_some_and(|given| *given != kashf_ftm::caption(&entity)),
        ids: StatementIds::of(&entity, dataset),
        entity,
        found,
        origin,
    }
}

/// Leaves the first of equal values of a property.
fn without_repeats(entity: &mut Entity) {
    for values in entity
        .properties
        .values_mut()
        .filter(|values| values.len() > 1)
    {
        let mut seen = FxHashSet::default();
        values.retain(|value| seen.insert(value.clone()));
    }
}
