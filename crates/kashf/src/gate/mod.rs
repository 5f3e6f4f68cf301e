//! The list gate: what stands between a version that was read and the snapshot that answers (promise P2).
//!
//! A list that loses its tail clears the people on it; a list that is refused too eagerly leaves new
//! designations unscreened. So: what can only be damage is refused ([`GateProblem`]); additions
//! always go live at once; entries and names that vanished in greater number than delisting explains keep
//! matching, marked, until a human accepts (`--accept REASON`).
//!
//! It compares a version with the last one and with the floors of its dataset. Whether a file is whole in
//! itself is `kashf-load`'s matter. What no comparison can see (one letter of one name changed, a
//! handful of records left out) is said in `docs/gate.md`.

mod compare;
mod delisted;
mod floor;
mod held;
mod own;
mod previous;
mod problem;
mod record;

pub(crate) use delisted::Delisted;
pub(crate) use held::{HeldRow, tables};
pub(crate) use own::{find_own_names, objection as own_names_objection};
pub(crate) use previous::Previous;
pub(crate) use problem::serving;
pub use problem::{GateProblem, LiveVersion, RefusalCause, Refused};
pub use record::GateEvent;

use compare::{Comparison, allowance, compare};
use kashf_load::Loaded;
use kashf_screen::HeldMarks;
use kashf_store::{Segment, StoreError};

/// A trailing run of missing records of this length is a cut even when other records are missing too.
/// Chance alone takes five particular records of a list that lost a fifth of them once in 3,000 times;
/// the real steps that we hold (UN 2020, 2025, 2026; OFAC 2019, 2021) have no trailing run at all.
const CUT_RUN: usize = 5;

/// Fewer than one in so many of the live records in a new version: it is another list.
const OTHER_LIST: usize = 10;

/// Lists shorter than this are too short for that rule.
const OTHER_LIST_FROM: usize = 20;

/// What the gate found when a version took the place of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GateReport {
    /// The version that it was compared with; `None` for the first of a dataset.
    pub compared_with: Option<String>,
    /// Records that the version before did not have.
    pub added: u64,
    /// Records of the version before that this one does not have.
    pub removed: u64,
    /// Ids of entries that vanished in this step and are held.
    pub newly_held: Vec<String>,
    /// Names that vanished from entries in this step and are held: entry, name.
    pub newly_held_names: Vec<(String, String)>,
    /// Entries of the dataset that are held in all, those of earlier steps included.
    pub held: u64,
    /// Names that are held in all.
    pub held_names: u64,
    /// Entries that left the list and are shown as delisted, those of earlier steps included.
    pub delisted: u64,
    /// Why what was remembered of delisted entries is lost, when it is.
    pub delisted_lost: Option<String>,
    /// Ids of entries that were held and no longer are: accepted, or listed again.
    pub released: Vec<String>,
    /// Fields that fewer of the kept entries have than before: field, before, now.
    pub thinned: Vec<(String, u64, u64)>,
    /// What would have been refused or held without `--accept`.
    pub overridden: Vec<String>,
    /// Why removals were accepted.
    pub accepted: Option<String>,
    /// Names that were asked for their own entry before the version went live, and found it (promise P3).
    pub names_asked: u64,
    /// Names without a letter or a digit, which nothing can find.
    pub names_wordless: u64,
    /// True when the version says a date that has not come yet: later versions will look older than it. The
    /// clock of this machine may be wrong as well, so it is told and not refused.
    pub from_the_future: bool,
    /// Why the version could not be compared with the one before, when it could not.
    pub not_compared: Option<String>,
}

/// A version that may go on to be compiled.
pub(crate) struct Passed {
    /// Ids and names that the segment holds beyond the publisher's, for the index.
    pub(crate) marks: HeldMarks,
    /// Tables by which the next version will be compared.
    pub(crate) tables: Vec<(String, Vec<u8>)>,
    pub(crate) report: GateReport,
    /// What the list remembers of its delisted entries.
    pub(crate) delisted: Delisted,
}

/// What a segment holds beyond its publisher's list, for its index.
pub(crate) fn marks_of(segment: &Segment) -> Result<HeldMarks, StoreError> {
    Ok(held::marks(&previous::held_rows(segment)?))
}

/// Judges a version; what is held is added to its statements.
pub(crate) fn judge(
    loaded: &mut Loaded,
    previous: Option<&Previous>,
    known: Delisted,
    accept: Option<&str>,
) -> Result<Passed, Box<GateProblem>> {
    let mut report = GateReport {
        accepted: accept.map(str::to_owned),
        not_compared: previous.and_then(|previous| previous.unreadable.clone()),
        ..GateReport::default()
    };
    let mut objections = Vec::new();
    let mut rows = Vec::new();
    let mut delisted = Delisted::default();
    if let Some(previous) = previous {
        let same = previous.entry.version == loaded.version;
        report.compared_with = Some(previous.entry.version.clone());
        let comparison = compare(previous, loaded);
        if !same {
            objections.extend(date_objection(previous, loaded));
            objections.extend(list_objection(&comparison));
            objections.extend(comparison.emptied());
        }
        let unreadable = previous.unreadable.clone();
        objections.extend(unreadable.map(|problem| GateProblem::LiveUnreadable { problem }));
        report.added = comparison.added.len() as u64;
        report.removed = comparison.missing.len() as u64;
        report.thinned = comparison.thinned();
        rows = hold(previous, loaded, &comparison, accept.is_some(), &mut report);
        delisted = delisted::remember(known, previous, loaded, &comparison, &rows);
    }
    objections.extend(floor::objection(loaded));
    if let Some(objection) = objections.first()
        && accept.is_none()
    {
        return Err(Box::new(objection.clone()));
    }
    report
        .overridden
        .extend(objections.iter().map(ToString::to_string));
    let tables = held::tables(&loaded.record_ids, &rows);
    if let Some(previous) = previous {
        held::add_statements(
            &mut loaded.statements,
            &previous.statements_of(&rows),
            &rows,
        );
    }
    report.held = rows.iter().filter(|row| row.is_entry()).count() as u64;
    report.held_names = rows.iter().filter(|row| row.name.is_some()).count() as u64;
    report.delisted = delisted.rows.len() as u64;
    Ok(Passed {
        marks: held::marks(&rows),
        tables,
        report,
        delisted,
    })
}

/// An older version never takes the place of a newer one, nor one without a date that of a dated one.
fn date_objection(previous: &Previous, loaded: &Loaded) -> Option<GateProblem> {
    let live = previous.entry.as_of.clone()?;
    let Some(found) = loaded.as_of.clone() else {
        return Some(GateProblem::Undated { live });
    };
    // Dates of one publisher have one form; their common beginning tells which is older.
    let common = live.len().min(found.len());
    let older = found.get(..common) < live.get(..common);
    older.then_some(GateProblem::Older { found, live })
}

/// A cut, or another list altogether.
fn list_objection(comparison: &Comparison) -> Option<GateProblem> {
    let of = comparison.before;
    let missing = comparison.missing.len();
    if of >= OTHER_LIST_FROM && comparison.kept * OTHER_LIST < of {
        return Some(GateProblem::OtherList {
            kept: comparison.kept,
            of,
        });
    }
    let run = comparison.trailing;
    let only_the_end = run > 0 && run == missing;
    // The publisher went on after the place where the few missing records stood.
    let goes_on = comparison.goes_on && missing <= allowance(of);
    if (only_the_end && !goes_on) || run >= CUT_RUN {
        let end = &comparison.missing[missing - run..];
        return Some(GateProblem::Cut {
            missing: run,
            of,
            first: end.first().cloned().unwrap_or_default(),
            last: end.last().cloned().unwrap_or_default(),
        });
    }
    None
}

/// Which entries and names are held from now on: those of before that are still not listed, and those
/// that vanished in this step if they are too many for plain delistings.
fn hold(
    previous: &Previous,
    loaded: &Loaded,
    comparison: &Comparison,
    accepted: bool,
    report: &mut GateReport,
) -> Vec<HeldRow> {
    let too_many = comparison.missing.len() > allowance(comparison.before);
    let too_many_names = comparison.lost_names.len() > allowance(comparison.names_before);
    if accepted {
        if too_many {
            let missing = comparison.missing.len();
            report
                .overridden
                .push(format!("{missing} vanished records are not held"));
        }
        if too_many_names {
            let lost = comparison.lost_names.len();
            report
                .overridden
                .push(format!("{lost} vanished names are not held"));
        }
        let entries = previous.held.iter().filter(|row| row.is_entry());
        report.released = entries.map(|row| row.entity.clone()).collect();
        return Vec::new();
    }
    let mut rows = Vec::new();
    for row in &previous.held {
        if comparison.is_listed(row) {
            if row.is_entry() {
                report.released.push(row.entity.clone());
            }
        } else {
            rows.push(row.clone());
        }
    }
    let missing_in = loaded.version.clone();
    let as_of = loaded.as_of.clone();
    let row = |entity: &str, kind: &str, name: Option<&str>| HeldRow {
        entity: entity.to_owned(),
        kind: kind.to_owned(),
        name: name.map(str::to_owned),
        last_in: previous.entry.version.clone(),
        missing_in: missing_in.clone(),
        as_of: as_of.clone(),
    };
    if too_many {
        report.newly_held.clone_from(&comparison.missing);
        rows.extend(
            comparison
                .missing
                .iter()
                .map(|id| row(id, held::ENTRY, None)),
        );
        rows.extend(comparison.parts.iter().map(|id| row(id, held::PART, None)));
    }
    if too_many_names {
        report.newly_held_names.clone_from(&comparison.lost_names);
        let names = comparison.lost_names.iter();
        rows.extend(names.map(|(id, name)| row(id, held::NAME, Some(name))));
    }
    rows
}
