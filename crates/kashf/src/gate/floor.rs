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
    let groups = || {
        loaded
            .statements
            .chunk_by(|a, b| a.entity_id == b.entity_id)
    };
    let names = || {
        let statements = loaded.statements.iter();
        statements.filter(|s| super::compare::is_name(&s.prop))
    };
    let count = match what.split_once(':') {
        Some(("schema", schema)) => groups().filter(|group| group[0].schema == schema).count(),
        Some(("script", script)) => names()
            .filter(|s| script_of(&s.value).is_some_and(|found| found.name() == script))
            .count(),
        _ if what == "entities" => groups().count(),
        _ if what == "names" => names().count(),
        _ => return loaded.records,
    };
    count as u64
}
