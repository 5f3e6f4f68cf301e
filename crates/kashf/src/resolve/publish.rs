//! The resolution of a manifest: pairs judged where something changed, clusters, names.
//!
//! It follows from the lists, the policy, the journal and the names before. Where none of them changed, the resolution
//! before is taken over as it is. It has a stopwatch, and knows no date.

use super::artifact::{self, About, Apart, Party, StoredPair};
use super::changed::changed;
use super::record::said_by_lists;
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::progress::Progress;
use crate::xref::{XrefPlan, judge_all, judge_changed};
use kashf_core::Points;
use kashf_resolve::{
    JudgedPair, Judgement, MachinePair, Named, Outcome, PairReason, RIVAL, in_force, name_clusters,
    resolve, settle,
};
use kashf_screen::{Engine, Member, Policy};
use kashf_store::{Manifest, Segment, SegmentEntry, Snapshot, WriterLock, is_companion};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What resolving did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// Pairs that the engine judged, now or before.
    pub pairs: usize,
    /// Of these, pairs of entries that did not change, taken over.
    pub taken_over: usize,
    /// Parties with more than one entry or id.
    pub parties: usize,
    /// Entries that stand for one of them.
    pub merged: usize,
    /// Pairs that a human should look at.
    pub look: usize,
    /// What it took.
    pub time: Duration,
}

/// The lists of a manifest, with what was resolved across them.
pub(super) struct Work {
    pub(super) about: About,
    pub(super) pairs: Vec<StoredPair>,
    pub(super) parties: Vec<Party>,
    pub(super) apart: Vec<Apart>,
    pub(super) done: Resolved,
}

impl Kashf {
    /// The manifest with its resolution; nothing to resolve leaves it without one.
    ///
    /// # Errors
    /// A damaged segment, journal or policy.
    pub(crate) fn resolved(
        &self,
        lock: &WriterLock,
        manifest: Manifest,
        before: &Manifest,
        progress: &dyn Progress,
    ) -> Result<(Manifest, Option<Resolved>), KashfError> {
        let policy = self.policy()?.policy;
        let record = self.record()?;
        let about = About {
            policy: policy.id(),
            judged: policy.xref.automatic,
            segments: hashes(&manifest),
            journal: record.hash,
            ..About::default()
        };
        let manifest = manifest.resolved(None);
        let known = before.resolution.as_ref();
        // What cannot be read is made anew: everything in it follows from what stands beside it, but the names.
        let known = known.and_then(|entry| Some((entry, self.data.open_segment(entry).ok()?)));
        if let Some((entry, segment)) = &known
            && artifact::about_of(segment).is_ok_and(|old| About { format: 0, ..old } == about)
        {
            return Ok((manifest.resolved(Some((*entry).clone())), None));
        }
        let segments = manifest.segments.iter();
        let segments = segments.map(|entry| self.data.open_segment(entry).map(Arc::new));
        let snapshot = Snapshot {
            id: manifest.id(),
            segments: segments.collect::<Result<_, _>>()?,
            manifest: manifest.clone(),
            resolution: None,
        };
        let mut judgements = said_by_lists(&snapshot)?;
        judgements.extend(record.journal.judgements);
        let lists = manifest.lists().count();
        if judgements.is_empty() && lists < 2 {
            return Ok((manifest, None));
        }
        let known = known.map(|(_, segment)| segment);
        let work = self.work(
            &snapshot,
            before,
            known.as_ref(),
            (&policy, about, &judgements),
            progress,
        )?;
        let draft = artifact::draft(&work.about, &work.pairs, &work.parties, &work.apart);
        let entry: SegmentEntry = self.data.write_segment(lock, draft)?;
        Ok((manifest.resolved(Some(entry)), Some(work.done)))
    }

    fn work(
        &self,
        snapshot: &Snapshot,
        before: &Manifest,
        known: Option<&Segment>,
        (policy, about, judgements): (&Policy, About, &[Judgement]),
        progress: &dyn Progress,
    ) -> Result<Work, KashfError> {
        let begun = Instant::now();
        let members = Engine::new(snapshot, policy.clone())?.members()?;
        let mut places: BTreeMap<&str, Vec<&Member>> = BTreeMap::new();
        for member in &members {
            places.entry(&member.id).or_default().push(member);
        }
        let mut taken_over = 0;
        let pairs = if about.judged {
            let old = known.and_then(|segment| old_pairs(segment, &about.policy));
            match old {
                Some((old_about, old)) => {
                    let touched = self.touched(snapshot, before, &old_about)?;
                    let still = |id: &str| !touched.contains(id) && places.contains_key(id);
                    let mut pairs: Vec<StoredPair> = old
                        .into_iter()
                        .filter(|pair| still(&pair.a) && still(&pair.b))
                        .collect();
                    taken_over = pairs.len();
                    pairs.extend(judge(snapshot, policy, Some(&touched), progress)?);
                    pairs
                }
                None => judge(snapshot, policy, None, progress)?,
            }
        } else {
            Vec::new()
        };
        let mut pairs = in_order(pairs);
        let list_of = |id: &str| {
            places
                .get(id)
                .and_then(|at| at.first())
                .map(|m| m.segment.as_str())
        };
        find_rivals(&mut pairs, judgements, &list_of, policy.xref.ahead);
        let named = known.and_then(|segment| artifact::parties_of(segment).ok());
        let named: Vec<Named> = named.unwrap_or_default().iter().map(Party::named).collect();
        let (parties, apart) = parties(&pairs, judgements, &places, &named);
        let look = pairs
            .iter()
            .filter(|pair| pair.outcome() == Outcome::Look)
            .count();
        let done = Resolved {
            pairs: pairs.len(),
            taken_over,
            merged: parties.iter().map(|party| party.members.len()).sum(),
            parties: parties.len(),
            look: look + apart.len(),
            time: begun.elapsed(),
        };
        Ok(Work {
            about,
            pairs,
            parties,
            apart,
            done,
        })
    }

    /// The ids that must be judged anew: of which a list says something else than when the old pairs were judged.
    fn touched(
        &self,
        snapshot: &Snapshot,
        before: &Manifest,
        about: &About,
    ) -> Result<BTreeSet<String>, KashfError> {
        let now = hashes(&snapshot.manifest);
        let names: BTreeSet<&String> = now.keys().chain(about.segments.keys()).collect();
        let mut touched = BTreeSet::new();
        for name in names.into_iter().filter(|name| !is_companion(name)) {
            let was = about.segments.get(name);
            if was == now.get(name) {
                continue;
            }
            // A segment that cannot be read any more compares as if it had held nothing.
            let old = before
                .segment(name)
                .filter(|entry| Some(&entry.hash) == was);
            let old = old.and_then(|entry| self.data.open_segment(entry).ok());
            touched.extend(changed(old.as_ref(), snapshot.segment(name))?);
        }
        Ok(touched)
    }
}

/// Pairs that the same policy judged, with what they were made of.
fn old_pairs(segment: &Segment, policy: &str) -> Option<(About, Vec<StoredPair>)> {
    let about = artifact::about_of(segment).ok()?;
    let same = about.judged && about.policy == policy;
    same.then(|| artifact::pairs_of(segment).ok())
        .flatten()
        .map(|pairs| (about, pairs))
}

/// Pairs in the order of their ids, each once.
fn in_order(mut pairs: Vec<StoredPair>) -> Vec<StoredPair> {
    pairs.sort_by(|one, other| (&one.a, &one.b).cmp(&(&other.a, &other.b)));
    pairs.dedup_by(|one, other| (&one.a, &one.b) == (&other.a, &other.b));
    pairs
}

/// Finds the pairs that have a rival. A pair that a human judged is settled; what he called different is no rival.
pub(super) fn find_rivals<'l>(
    pairs: &mut [StoredPair],
    judgements: &[Judgement],
    list_of: &dyn Fn(&str) -> Option<&'l str>,
    ahead: Points,
) {
    let held = in_force(judgements);
    let mut all: Vec<JudgedPair> = pairs
        .iter()
        .map(|pair| {
            let said = held
                .get(&(&*pair.a, &*pair.b))
                .and_then(|said| said.verdict.outcome());
            let sum = PairReason {
                key: "",
                feature: "",
                points: pair.reasons.iter().map(|reason| reason.points).sum(),
                left: String::new(),
                right: String::new(),
            };
            JudgedPair {
                a: pair.a.clone(),
                b: pair.b.clone(),
                outcome: said.unwrap_or_else(|| pair.alone()),
                score: pair.score(),
                reasons: vec![sum],
            }
        })
        .collect();
    settle(&mut all, list_of, ahead);
    for (pair, settled) in pairs.iter_mut().zip(all) {
        let rival = settled
            .reasons
            .into_iter()
            .find(|reason| reason.key == RIVAL);
        pair.rival = rival.map(|reason| reason.left);
    }
}

/// The parties that follow, and the pairs that were not put together.
pub(super) fn parties(
    pairs: &[StoredPair],
    judgements: &[Judgement],
    places: &BTreeMap<&str, Vec<&Member>>,
    before: &[Named],
) -> (Vec<Party>, Vec<Apart>) {
    let machine: Vec<MachinePair<'_>> = pairs.iter().map(machine_pair).collect();
    let list_of = |id: &str| {
        places
            .get(id)
            .and_then(|at| at.first())
            .map(|m| m.segment.as_str())
    };
    let mut resolution = resolve(judgements, &machine, &list_of);
    // What concerns no entry here (most of an imported file) answers nobody.
    let concerns = |ids: &Vec<String>| ids.iter().any(|id| places.contains_key(id.as_str()));
    resolution.clusters.retain(concerns);
    let named = name_clusters(&resolution.clusters, before);
    let parties = named.into_iter().map(|named| Party::new(named, places));
    let apart = resolution.refusals.into_iter().map(Apart::new);
    (parties.collect(), apart.collect())
}

pub(super) fn machine_pair(pair: &StoredPair) -> MachinePair<'_> {
    MachinePair {
        a: &pair.a,
        b: &pair.b,
        outcome: pair.outcome(),
        score: pair.score(),
    }
}

/// Pairs judged by the engine: all, or those that touch one of these ids.
pub(super) fn judge(
    snapshot: &Snapshot,
    policy: &Policy,
    touched: Option<&BTreeSet<String>>,
    progress: &dyn Progress,
) -> Result<Vec<StoredPair>, KashfError> {
    let plan = XrefPlan::default();
    let judged = match touched {
        Some(touched) => judge_changed(snapshot, policy, touched, &plan, progress)?,
        None => judge_all(snapshot, policy, &plan, progress)?,
    };
    let mut seen = FxHashSet::default();
    let judged = judged.iter().filter(|pair| seen.insert((&pair.a, &pair.b)));
    Ok(judged.map(StoredPair::new).collect())
}

/// The hash of every list by its name; what lists remember of delisted entries is judged by nobody, but places are by
/// segment.
fn hashes(manifest: &Manifest) -> BTreeMap<String, String> {
    let segments = manifest.segments.iter();
    segments
        .map(|entry| (entry.dataset.clone(), entry.hash.clone()))
        .collect()
}
