//! From a prepared name to the names of one list that may be it.
//!
//! Every distinct token of the list that resembles a token of the query is known ([`crate::probe`]); each name then
//! holds the weighted sum of what its tokens share with the query. Names that share enough go on to the full
//! comparison: there is no "best 50 hits". What binds, if ever, is [`MAX_COMPARED`], and then the answer
//! says `partial`.

use kashf_text::{NameKind, PreparedName};

use crate::ScreenError;
use crate::index::Tables;
use crate::probe::{Probe, ProbeScratch};

/// Share of the lighter name that must be covered, in thousandths: in a name of two ordinary tokens the
/// one that a key leads to is enough. Measured: at 600 the casebook's Maghreb page loses three of its
/// 20 found rows.
pub(crate) const MIN_COVERED: u32 = 450;

/// What two tokens that were written as one count, in thousandths: their sound is the same, their
/// letters were not looked at.
pub(crate) const JOINED_SHARE: u32 = 900;

/// Names compared in full for one name of the query.
pub(crate) const MAX_COMPARED: usize = 50_000;

/// Working memory of one query, kept between queries.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) probe: ProbeScratch,
    covered: Vec<u32>,
    seen: Vec<u16>,
    touched: Vec<u32>,
}

/// Names to compare in full.
#[derive(Debug, Default)]
pub(crate) struct Retrieved {
    /// With what was counted for each.
    pub(crate) names: Vec<(u32, u32)>,
    /// Names left out by [`MAX_COMPARED`].
    pub(crate) left_out: usize,
}

/// Finds the names of a list that share enough with the query; `index` is the list's place in the probe.
pub(crate) fn retrieve(
    tables: &Tables<'_>,
    index: usize,
    probe: &Probe<'_>,
    scratch: &mut Scratch,
) -> Result<Retrieved, ScreenError> {
    scratch
        .covered
        .resize(scratch.covered.len().max(tables.name_count()), 0);
    scratch
        .seen
        .resize(scratch.seen.len().max(tables.name_count()), 0);
    let mut step = 0;
    for (at, weight) in probe.weights.iter().enumerate() {
        step += 1;
        let hits = &probe.hits[at].of[index].by_score;
        // What counts most comes first: two words written as one, between words as alike and words less alike.
        let (closer, others) = hits.split_at(closer_than_joined(hits));
        cover_hits(tables, closer, *weight, step, scratch)?;
        for key in &probe.whole[at] {
            let share = weight * JOINED_SHARE / 1000;
            cover(tables.names_of_joined(*key)?.iter(), share, step, scratch);
        }
        cover_hits(tables, others, *weight, step, scratch)?;
    }
    for key in probe.acronyms.iter().chain(&probe.together) {
        step += 1;
        cover(
            tables.names_of_joined(*key)?.iter(),
            probe.total,
            step,
            scratch,
        );
    }
    for (weight, hits) in &probe.joined {
        step += 1;
        cover_hits(tables, &hits.of[index].by_score, *weight, step, scratch)?;
    }
    collect(tables, probe.name, probe.total, scratch)
}

/// How many hits, most alike first, count as much as two words written as one.
pub(crate) fn closer_than_joined(hits: &[(u32, u16)]) -> usize {
    hits.partition_point(|(_, thousandths)| u32::from(*thousandths) >= JOINED_SHARE)
}

fn cover_hits(
    tables: &Tables<'_>,
    hits: &[(u32, u16)],
    weight: u32,
    step: u16,
    scratch: &mut Scratch,
) -> Result<(), ScreenError> {
    for (number, thousandths) in hits {
        let share = weight * u32::from(*thousandths) / 1000;
        let names = tables.postings(*number)?.iter().map(|name| name.get());
        cover(names, share, step, scratch);
    }
    Ok(())
}

/// The names of exactly this form only, as [`retrieve`] adds them whatever else it finds.
pub(crate) fn retrieve_exact(
    tables: &Tables<'_>,
    query: &PreparedName,
) -> Result<Retrieved, ScreenError> {
    collect(tables, query, 1, &mut Scratch::default())
}

/// Every name of the list that is read as the query is.
pub(crate) fn every_name(
    tables: &Tables<'_>,
    query: &PreparedName,
) -> Result<Retrieved, ScreenError> {
    let mut found = Retrieved::default();
    for number in 0..tables.name_count() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        if same_reading(query.kind, tables.name_head(number)?.1) {
            found.names.push((number, u32::MAX));
        }
    }
    Ok(found)
}

/// Adds to each name what it shares with one token of the query; a name counts once a step, so the
/// most alike of its tokens must come first.
fn cover(names: impl Iterator<Item = u32>, share: u32, step: u16, scratch: &mut Scratch) {
    for name in names {
        let Some(seen) = scratch.seen.get_mut(name as usize) else {
            continue;
        };
        if *seen == step {
            continue;
        }
        if *seen == 0 {
            scratch.touched.push(name);
        }
        *seen = step;
        scratch.covered[name as usize] += share;
    }
}

fn collect(
    tables: &Tables<'_>,
    query: &PreparedName,
    total: u32,
    scratch: &mut Scratch,
) -> Result<Retrieved, ScreenError> {
    let mut found = Retrieved::default();
    let mut enough: Vec<(u32, u32)> = Vec::new();
    for &name in &scratch.touched {
        let covered = scratch.covered[name as usize];
        scratch.covered[name as usize] = 0;
        scratch.seen[name as usize] = 0;
        let (weight, kind) = tables.name_head(name)?;
        let lighter = total.min(u32::from(weight)).max(1);
        if same_reading(query.kind, kind) && covered * 1000 >= lighter * MIN_COVERED {
            enough.push((covered, name));
        }
    }
    scratch.touched.clear();
    for name in tables.names_of_exact(&query.exact)?.iter() {
        let (_, kind) = tables.name_head(name)?;
        if same_reading(query.kind, kind) {
            enough.push((u32::MAX, name));
        }
    }
    if enough.len() > MAX_COMPARED {
        enough.sort_unstable_by_key(|(covered, name)| (std::cmp::Reverse(*covered), *name));
        found.left_out = enough.len() - MAX_COMPARED;
        enough.truncate(MAX_COMPARED);
    }
    // A name that is found in two ways is kept with what counts most.
    enough.sort_unstable_by_key(|(covered, name)| (*name, std::cmp::Reverse(*covered)));
    enough.dedup_by_key(|(_, name)| *name);
    found.names = enough
        .into_iter()
        .map(|(covered, name)| (name, covered))
        .collect();
    Ok(found)
}

pub(crate) fn same_reading(query: NameKind, candidate: NameKind) -> bool {
    query == candidate || query == NameKind::Unknown || candidate == NameKind::Unknown
}

/// True when names of this list may be left out of a comparison, so that an answer may depend on more entries than
/// it shows.
pub(crate) fn may_leave_out(tables: &Tables<'_>) -> bool {
    tables.name_count() > MAX_COMPARED
}
