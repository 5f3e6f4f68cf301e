//! What to look for, one file each. Every file says: What it finds, Why it matters, Example, False alarms, Source.
//!
//! A typology is a function from a network and options to a [`crate::Found`]; its result depends on nothing else.
//!
//! **One form for each.** What a typology looks for is a set of movements inside one window that only grows when the window
//! does (so many givers, so many middles). Reported are the windows that no other contains: a planted pattern that fits the
//! window lies whole inside one of them, and no finding is longer than the window. A busy party has very many such
//! windows, hence the rule of records (`windows.rs`).

pub mod awakened;
mod bicliques;
pub mod bipartite;
pub mod campaign;
pub mod chain;
pub mod cycle;
mod document;
pub mod fan_in;
pub mod fan_out;
mod fans;
pub mod gather_scatter;
pub mod hidden_owner;
mod limits;
pub mod pass_through;
pub mod scatter_gather;
pub mod stack;
pub mod structuring;
pub mod trade_leg;
mod windows;

#[cfg(test)]
mod tests;

pub use document::document;
pub use limits::Limits;

use crate::{Found, MoveNo, Network, Options, TraceError};
use std::ops::Range;

/// What people are told of a typology: `docs/typologies.md` is made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// What it finds.
    pub finds: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// An example.
    pub example: &'static str,
    /// What innocent people do that looks the same.
    pub false_alarms: &'static str,
    /// Who described it.
    pub source: &'static str,
}

/// What of the past and the future a finding depends on, in windows before and after its last movement: whoever keeps only a
/// part of the movements must keep so much to get the same findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Windows before the last movement.
    pub before: u32,
    /// Windows after it: a finding is settled once so much time has passed.
    pub after: u32,
}

/// A search over the whole network.
pub type Find = fn(&Network, &Options) -> Result<Found, TraceError>;

/// A search for the findings whose last movement (by number) lies in a range. The union over ranges that make up all
/// movements is what the search over the whole network finds.
pub type FindWithin = fn(&Network, &Options, Range<MoveNo>) -> Found;

/// A typology.
#[derive(Clone, Copy, Debug)]
pub struct Typology {
    /// Its name in output.
    pub name: &'static str,
    /// What people are told.
    pub about: About,
    /// Searches the whole network.
    pub find: Find,
    /// Searches what closes in a range; none where a finding is no matter of a window.
    pub find_within: Option<FindWithin>,
    /// What a finding depends on.
    pub reach: Reach,
}

/// All typologies, in the order in which documents show them.
#[must_use]
pub fn all() -> &'static [Typology] {
    const ALL: &[Typology] = &[
        cycle::TYPOLOGY,
        fan_in::TYPOLOGY,
        fan_out::TYPOLOGY,
        gather_scatter::TYPOLOGY,
        scatter_gather::TYPOLOGY,
        bipartite::TYPOLOGY,
        stack::TYPOLOGY,
        pass_through::TYPOLOGY,
        structuring::TYPOLOGY,
        hidden_owner::TYPOLOGY,
        campaign::TYPOLOGY,
        trade_leg::TYPOLOGY,
        awakened::TYPOLOGY,
        chain::TYPOLOGY,
    ];
    ALL
}

/// The typology of a name.
#[must_use]
pub fn of(name: &str) -> Option<&'static Typology> {
    all().iter().find(|typology| typology.name == name)
}
