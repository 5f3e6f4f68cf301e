//! The proof of an answer: stakes in the order of derivation, which alone suffice.
//!
//! Each step says who holds how much of whom, and how much that makes so far. Whoever has reached the threshold by steps that
//! stand before counts as a holder in the steps after. The last step is about the party that was asked for.

use super::owned::Members;
use super::stakes::{added, together};
use super::{Aggregation, Repeats, Rule, Stakes, Standing};
use crate::{Hop, LinkKind, Links, Party, Share};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use thiserror::Error;

/// What a step rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// A stake.
    Stake,
    /// A right that is control by the rule.
    Control,
    /// A sign of control: it makes an answer "possibly".
    Sign,
}

impl Basis {
    /// As answers write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Stake => "stake",
            Self::Control => "control",
            Self::Sign => "sign",
        }
    }
}

/// One step of a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofStep {
    /// Who holds: a listed party, or one that steps before have shown to be owned.
    pub owner: Party,
    /// What is held.
    pub owned: Party,
    /// What the step rests on.
    pub basis: Basis,
    /// How much, for a stake.
    pub share: Share,
    /// How much of `owned` that makes with the steps before.
    pub sum: Share,
    /// The links that say so: numbers in [`Links::all`].
    pub links: Vec<u32>,
}

/// Why a party is owned, or possibly owned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// By which rule.
    pub rule: &'static Rule,
    /// On which day, in days since 1970.
    pub day: i32,
    /// Who.
    pub party: Party,
    /// What it proves: [`Standing::Owned`] or [`Standing::Possibly`].
    pub standing: Standing,
    /// What the listed, and those owned by them, hold of the party together: steps may stop before all are counted.
    pub share: Share,
    /// What repeats of a link mean.
    pub repeats: Repeats,
    /// Steps, in the order of derivation.
    pub steps: Vec<ProofStep>,
}

/// What is wrong with a proof.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Flaw {
    /// A step has no link, or one that does not say what the step says.
    #[error("step {0} does not stand in the links")]
    Link(usize),
    /// A step begins at one who is neither listed nor shown to be owned.
    #[error("step {0} begins at a party that is not shown to be owned")]
    Owner(usize),
    /// A step counts what was counted before.
    #[error("step {0} counts a stake again")]
    Again(usize),
    /// A sum is not the sum.
    #[error("step {0} adds up wrongly")]
    Sum(usize),
    /// A sign of control where the answer is certain, or where the rule knows none.
    #[error("step {0} rests on a sign of control where none counts")]
    Basis(usize),
    /// Several persons where each counts alone.
    #[error("step {0} begins at another listed person, and the rule lets each count alone")]
    Together(usize),
    /// The end is not reached.
    #[error("the steps do not reach the party")]
    End,
}

impl Proof {
    /// The listed at its beginning, in order: by whom the party is owned.
    #[must_use]
    pub fn by(&self) -> Vec<Party> {
        let shown: FxHashSet<Party> = self.steps.iter().map(|step| step.owned).collect();
        let mut by: Vec<Party> = self.steps.iter().map(|step| step.owner).collect();
        by.retain(|owner| !shown.contains(owner));
        by.sort_unstable();
        by.dedup();
        by
    }

    /// What it rests on: stakes where they are enough, else control, else a sign of it.
    #[must_use]
    pub fn basis(&self) -> Basis {
        let last = self.steps.iter().filter(|step| step.owned == self.party);
        let sure = self.standing != Standing::Possibly;
        let reached = last
            .clone()
            .any(|step| step.basis == Basis::Stake && self.rule.reached(counts(step.sum, sure)));
        let control = last.clone().any(|step| step.basis == Basis::Control);
        match (reached, control) {
            (true, _) => Basis::Stake,
            (false, true) => Basis::Control,
            (false, false) => Basis::Sign,
        }
    }

    /// Its links as steps of a finding.
    #[must_use]
    pub fn hops(&self, links: &Links) -> Vec<Hop> {
        let numbers = self.steps.iter().flat_map(|step| &step.links);
        numbers
            .filter_map(|number| links.all().get(*number as usize))
            .map(|link| Hop::Held(*link))
            .collect()
    }

    /// Goes through the steps, knowing nothing but them, the links that they name, and who is listed.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, links: &Links, listed: impl Fn(Party) -> bool) -> Result<(), Flaw> {
        let mut shown: FxHashSet<Party> = FxHashSet::default();
        let mut sums: FxHashMap<Party, Share> = FxHashMap::default();
        let mut counted: FxHashSet<(Party, Party, Basis)> = FxHashSet::default();
        let mut alone = None;
        for (at, step) in self.steps.iter().enumerate() {
            if !shown.contains(&step.owner) {
                if !listed(step.owner) {
                    return Err(Flaw::Owner(at));
                }
                let first = *alone.get_or_insert(step.owner);
                if self.rule.aggregation == Aggregation::Alone && first != step.owner {
                    return Err(Flaw::Together(at));
                }
            }
            self.check_links(at, step, links)?;
            if !counted.insert((step.owner, step.owned, step.basis)) {
                return Err(Flaw::Again(at));
            }
            if step.basis != Basis::Stake {
                let last = step.owned == self.party && self.standing == Standing::Possibly;
                if step.basis == Basis::Sign && !(last && listed(step.owner)) {
                    return Err(Flaw::Basis(at));
                }
                shown.insert(step.owned);
                continue;
            }
            let sum = sums.entry(step.owned).or_insert(NONE);
            *sum = added(*sum, step.share);
            if *sum != step.sum {
                return Err(Flaw::Sum(at));
            }
            let sure = self.standing != Standing::Possibly;
            if self.rule.reached(counts(*sum, sure)) {
                shown.insert(step.owned);
            }
        }
        if shown.contains(&self.party) && !listed(self.party) {
            Ok(())
        } else {
            Err(Flaw::End)
        }
    }

    /// Whether the links of a step stand on the day, run as it says, and say so much.
    fn check_links(&self, at: usize, step: &ProofStep, links: &Links) -> Result<(), Flaw> {
        let named: Option<Vec<_>> = step
            .links
            .iter()
            .map(|number| links.all().get(*number as usize).copied())
            .collect();
        let named = named.unwrap_or_default();
        let kinds: &[LinkKind] = match step.basis {
            Basis::Stake => &[LinkKind::Ownership],
            Basis::Control => self.rule.control,
            Basis::Sign => self.rule.signs,
        };
        let fits = named.iter().all(|link| {
            (link.from, link.to) == (step.owner, step.owned)
                && kinds.contains(&link.kind)
                && link.stands_on(self.day)
        });
        let share = match step.basis {
            Basis::Stake => together(&named, self.day, self.repeats),
            Basis::Control | Basis::Sign => Some(step.share),
        };
        if named.is_empty() || !fits || share != Some(step.share) {
            return Err(Flaw::Link(at));
        }
        Ok(())
    }
}

/// The proof of a party from the order in which members joined.
pub(super) fn prove(
    stakes: &Stakes<'_>,
    rule: &'static Rule,
    (party, standing, share): (Party, Standing, Share),
    members: &Members,
) -> Proof {
    // By the place of who is held, so that what is shown stands before what rests on it.
    let mut steps: BTreeMap<u32, Vec<ProofStep>> = BTreeMap::new();
    let mut open = vec![party];
    while let Some(owned) = open.pop() {
        let joined = members.place(owned);
        let place = joined.unwrap_or(u32::MAX);
        if steps.contains_key(&place) {
            continue;
        }
        // One who has not joined shows a sign of control: what it rests on is listed.
        let before = joined.unwrap_or(members.begin);
        let known = |owner| members.place(owner).filter(|place| *place < before);
        let sure = standing != Standing::Possibly;
        let mut of_it = Vec::new();
        if owned == party && !sure {
            let listed = |owner| known(owner).filter(|place| *place < members.begin);
            of_it.extend(rights(stakes, owned, (rule.signs, Basis::Sign), listed));
        }
        of_it.extend(rights(stakes, owned, (rule.control, Basis::Control), known));
        if owned == party || of_it.is_empty() {
            let stakes = stakes_of(stakes, owned, sure, known);
            of_it.extend(counted(rule, stakes, sure, owned == party));
        }
        if owned != party
            && of_it
                .first()
                .is_some_and(|step| step.basis == Basis::Control)
        {
            of_it.truncate(1);
        }
        let owners = of_it.iter().map(|step| step.owner);
        open.extend(owners.filter(|owner| members.place(*owner) >= Some(members.begin)));
        steps.insert(place, of_it);
    }
    Proof {
        rule,
        day: stakes.day(),
        party,
        standing,
        share,
        repeats: stakes.repeats(),
        steps: steps.into_values().flatten().collect(),
    }
}

const NONE: Share = Share { least: 0, most: 0 };

/// Rights and signs of control that known holders have, in the order of holders.
fn rights(
    stakes: &Stakes<'_>,
    owned: Party,
    (kinds, basis): (&[LinkKind], Basis),
    known: impl Fn(Party) -> Option<u32>,
) -> Vec<ProofStep> {
    let mut holders: Vec<Party> = stakes
        .links()
        .holders_of(owned)
        .filter(|link| kinds.contains(&link.kind) && link.stands_on(stakes.day()))
        .map(|link| link.from)
        .filter(|holder| *holder != owned && known(*holder).is_some())
        .collect();
    holders.sort_unstable();
    holders.dedup();
    let step = |owner| ProofStep {
        owner,
        owned,
        basis,
        share: NONE,
        sum: NONE,
        links: stakes.links_between(owner, owned, kinds),
    };
    holders.into_iter().map(step).collect()
}

/// Stakes that known holders have, the largest first.
fn stakes_of(
    stakes: &Stakes<'_>,
    owned: Party,
    sure: bool,
    known: impl Fn(Party) -> Option<u32>,
) -> Vec<ProofStep> {
    let mut holders = stakes.holders_of(owned);
    holders.retain(|(owner, share)| share.most > 0 && known(*owner).is_some());
    holders.sort_by_key(|(owner, share)| (Reverse(counts(*share, sure)), known(*owner)));
    let step = |(owner, share)| ProofStep {
        owner,
        owned,
        basis: Basis::Stake,
        share,
        sum: NONE,
        links: stakes.links_between(owner, owned, &[LinkKind::Ownership]),
    };
    holders.into_iter().map(step).collect()
}

/// Stakes with their sums: all of them, or so many as are enough.
fn counted(rule: &Rule, mut steps: Vec<ProofStep>, sure: bool, all: bool) -> Vec<ProofStep> {
    let mut sum = NONE;
    let mut enough = steps.len();
    for (at, step) in steps.iter_mut().enumerate() {
        sum = added(sum, step.share);
        step.sum = sum;
        if rule.reached(counts(sum, sure)) {
            enough = enough.min(at + 1);
        }
    }
    if !all {
        steps.truncate(enough);
    }
    steps
}

/// Which end of an interval counts.
fn counts(share: Share, sure: bool) -> u16 {
    if sure { share.least } else { share.most }
}
