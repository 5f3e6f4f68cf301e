//! What `kashf xref` does: a person's judgement, splitting, the queue of a review.

use super::artifact::Party;
use super::publish::Resolved;
use super::show::{EntityCard, card_of};
use super::standing::{Standing, XrefLine};
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::progress::Progress;
use kashf_resolve::{Judgement, Outcome, Verdict, Who, in_force};

/// A party of more ids than this is not taken apart in one step: each id is then taken out alone.
const MAX_DISSOLVED: usize = 60;

/// A pair that waits for a human.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueItem {
    /// The pair as the engine judged it.
    pub line: XrefLine,
    /// The entry of `a`.
    pub left: EntityCard,
    /// The entry of `b`.
    pub right: EntityCard,
}

/// Pairs that wait for a human, the likeliest first.
#[derive(Debug)]
pub struct Review {
    standing: Standing,
    /// Places among the pairs.
    queue: Vec<usize>,
}

/// What taking an id out did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitReport {
    /// The party as it was.
    pub before: Party,
    /// Pairs that are judged different now.
    pub judged: usize,
    /// What its ids stand for now: each party with its name, single ids alone.
    pub now: Vec<Vec<String>>,
    /// The snapshot that is live now.
    pub snapshot: String,
}

impl Kashf {
    /// Resolves the live lists again, when the policy or what people judged has changed since they were published, and
    /// makes that live.
    ///
    /// # Errors
    /// Nothing is loaded, another writer is at work, a damaged segment or journal.
    pub fn resolve_again(
        &self,
        progress: &dyn Progress,
    ) -> Result<Option<(String, Resolved)>, KashfError> {
        let lock = self.data.lock()?;
        let Some(live) = self.data.live_id()? else {
            let data = self.path().to_owned();
            return Err(KashfError::NoList { data });
        };
        let before = self.data.manifest(&live)?;
        let lists = before.clone().resolved(None);
        let (next, done) = self.resolved(&lock, lists, &before, progress)?;
        if next == before {
            return Ok(None);
        }
        let id = self.data.publish(&lock, &next)?;
        Ok(Some((id, done.unwrap_or_default())))
    }

    /// All judged pairs of the live snapshot as they stand.
    ///
    /// # Errors
    /// Nothing is loaded, or something is damaged.
    pub fn xref_lines(&self, progress: &dyn Progress) -> Result<Vec<XrefLine>, KashfError> {
        Ok(self.standing(progress)?.lines())
    }

    /// Judges one pair: a person's word, kept durably. It counts from the next [`Kashf::resolve_again`].
    ///
    /// # Errors
    /// An id and itself, another writer, a full disk.
    pub fn judge_pair(
        &self,
        (a, b): (&str, &str),
        verdict: Verdict,
        (by, now, evidence): (&str, &str, &str),
    ) -> Result<(), KashfError> {
        let who = Who::Person(by.to_owned());
        let judgement = Judgement::new(a, b, verdict, who, now)
            .ok_or_else(|| KashfError::NotMerged { id: a.to_owned() })?;
        let lock = self.data.lock()?;
        self.note_judged(&lock, &[judgement.on(evidence)])
    }

    /// Takes an id out of its party; the name of a party takes the whole party apart. It is recorded as the judgement of
    /// a person, and counts at once.
    ///
    /// # Errors
    /// An id that is merged with nothing, a party too large to be taken apart in one step, another writer.
    pub fn split(
        &self,
        id: &str,
        (by, now, reason): (&str, &str, &str),
        progress: &dyn Progress,
    ) -> Result<SplitReport, KashfError> {
        let standing = self.standing(progress)?;
        let unmerged = || KashfError::NotMerged { id: id.to_owned() };
        let before = standing.party(id).ok_or_else(unmerged)?.clone();
        let is_member = before.members.iter().any(|(_, _, member)| member == id)
            || (before.ids.iter().any(|known| known == id) && before.id != id);
        let mut pairs: Vec<(&String, &String)> = Vec::new();
        if is_member {
            let others = before.ids.iter().filter(|other| *other != id);
            let own = before.ids.iter().find(|known| *known == id);
            pairs.extend(
                own.into_iter()
                    .flat_map(|own| others.clone().map(move |other| (own, other))),
            );
        } else {
            if before.ids.len() > MAX_DISSOLVED {
                return Err(KashfError::PartyTooLarge {
                    id: id.to_owned(),
                    ids: before.ids.len(),
                });
            }
            for (at, one) in before.ids.iter().enumerate() {
                pairs.extend(before.ids[at + 1..].iter().map(|other| (one, other)));
            }
        }
        let who = Who::Person(by.to_owned());
        let judged = pairs.iter().filter_map(|(one, other)| {
            let made = Judgement::new(one, other, Verdict::Different, who.clone(), now)?;
            Some(made.on(reason))
        });
        let judged: Vec<Judgement> = judged.collect();
        {
            let lock = self.data.lock()?;
            self.note_judged(&lock, &judged)?;
        }
        self.resolve_again(progress)?;
        let after = self.standing(progress)?;
        let mut now: Vec<Vec<String>> = Vec::new();
        for id in &before.ids {
            let ids = after
                .party(id)
                .map_or_else(|| vec![id.clone()], |party| party.ids.clone());
            if !now.contains(&ids) {
                now.push(ids);
            }
        }
        Ok(SplitReport {
            before,
            judged: judged.len(),
            now,
            snapshot: after.snapshot.id,
        })
    }

    /// The pairs that wait for a human; with `unsure`, also those of which somebody said that he could not tell.
    ///
    /// # Errors
    /// Nothing is loaded, or something is damaged.
    pub fn review(&self, unsure: bool, progress: &dyn Progress) -> Result<Review, KashfError> {
        let standing = self.standing(progress)?;
        let held = in_force(&standing.judgements);
        let lists = standing.lists();
        let mut queue: Vec<usize> = (0..standing.pairs.len())
            .filter(|at| {
                let pair = &standing.pairs[*at];
                // A list that names two means two; whoever knows better says so with a resolver file.
                if lists.get(&*pair.a) == lists.get(&*pair.b) {
                    return false;
                }
                let said = held.get(&(&*pair.a, &*pair.b));
                let told = said.is_some_and(|said| matches!(said.who, Who::Person(_)));
                let may =
                    !told || (unsure && said.is_some_and(|said| said.verdict == Verdict::Look));
                may && standing.outcome(pair, &held) == Outcome::Look
            })
            .collect();
        // Stable: of equal scores in the order of the ids.
        queue.sort_by_key(|at| std::cmp::Reverse(standing.pairs[*at].score));
        drop((held, lists));
        Ok(Review { standing, queue })
    }
}

impl Review {
    /// How many pairs wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether none does.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// One of them, by its place; `None` behind the last one.
    ///
    /// # Errors
    /// A damaged segment.
    pub fn item(&self, at: usize) -> Result<Option<QueueItem>, KashfError> {
        let Some(pair) = self.queue.get(at).map(|at| &self.standing.pairs[*at]) else {
            return Ok(None);
        };
        let held = in_force(&self.standing.judgements);
        Ok(Some(QueueItem {
            line: self.standing.line(pair, &held),
            left: card_of(&self.standing.snapshot, &pair.a)?,
            right: card_of(&self.standing.snapshot, &pair.b)?,
        }))
    }
}
