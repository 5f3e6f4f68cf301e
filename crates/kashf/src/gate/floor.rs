//! The floors: counts below which a file is no version of its list, whatever it says of itself.
//!
//! They belong to the datasets of the catalogue, each with the version that set it. A list under a name
//! of the user's own has none.

use super::problem::GateProblem;
use kashf_load::{Loaded, catalogue};
use kashf_text::script_of;

/// The first floor that a version does not reach.
pub(super) fn objection(loaded: &Loaded) -> Option<GateProblem> {
    let floors = catalogue::find(&loaded.dataset)?.floors;
    floors.iter().find_map(|floor| {
        let found = count(loaded, floor.count);
        (found < floor.at_least).then(|| GateProblem::BelowFloor {
            count: floor.count.to_owned(),
            found,
            floor: floor.at_least,
            set_by: floor.source.to_owned(),
        })
    })
}

/// What the publisher's version has of something, in the words of a segment's counts.
fn count(loaded: &Loaded, what: &str) -> u64 {
    let statements = loaded.statements.view();
    let names = || {
        let all = statements.iter();
        all.filter(|said| super::compare::is_name(said.prop()))
    };
    let schema_of = |entity| {
        statements
            .statements(entity)
            .next()
            .map(|said| said.schema())
    };
    let count = match what.split_once(':') {
        Some(("schema", schema)) => (0..statements.entity_count())
            .filter(|entity| schema_of(*entity) == Some(schema))
            .count(),
        Some(("script", script)) => names()
            .filter(|said| script_of(said.value()).is_some_and(|found| found.name() == script))
            .count(),
        _ if what == "entities" => statements.entity_count() as usize,
        _ if what == "names" => names().count(),
        _ => return loaded.records,
    };
    count as u64
}
