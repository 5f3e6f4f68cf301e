//! What `kashf xref` asks and says: judged pairs as they stand, splitting, the queue of a review.

use super::artifact::{self, Party, StoredPair, StoredReason};
use super::publish::{Resolved, find_rivals, judge};
use super::record::said_by_lists;
use super::show::{EntityCard, card_of};
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::progress::Progress;
use kashf_core::Score;
use kashf_resolve::{InForce, Judgement, Outcome, RIVAL, Verdict, Who, in_force};
use kashf_screen::{Engine, Language, message};
use kashf_store::Snapshot;
use kashf_store::statements::Statements;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::BTreeMap;

/// A party of more ids than this is not taken apart in one step: each id is then taken out alone.
const MAX_DISSOLVED: usize = 60;

/// A judged pair as it stands (DESIGN section 5).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct XrefLine {
    /// The id that sorts first.
    pub a: String,
    /// The id that sorts last.
    pub b: String,
    /// `same`: one party; `different`; `look`: a human should look.
    pub outcome: String,
    /// What the engine found, 0 ..= 1; null where only a human judged.
    pub score: Option<f64>,
    /// Why, weightiest first.
    pub reasons: Vec<XrefReason>,
}

/// One piece of evidence with its sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct XrefReason {
    /// The feature that found it, or `judgement`.
    pub feature: String,
    /// Points for or against.
    pub points: i32,
    /// The value of `a`.
    pub a: Option<String>,
    /// The value of `b`.
    pub b: Option<String>,
    /// In English.
    pub en: String,
    /// In Arabic.
    pub ar: String,
}

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

/// The live snapshot with everything that was judged.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) snapshot: Snapshot,
    pub(super) pairs: Vec<StoredPair>,
    pub(super) parties: Vec<Party>,
    pub(super) judgements: Vec<Judgement>,
    by_id: BTreeMap<String, usize>,
}

impl Standing {
    /// The party that an id stands for: its member, its name, or a name that it bore.
    pub(super) fn party(&self, id: &str) -> Option<&Party> {
        self.by_id.get(id).map(|at| &self.parties[*at])
    }

    fn is_one(&self, a: &str, b: &str) -> bool {
        let place = self.by_id.get(a);
        place.is_some() && place == self.by_id.get(b)
    }

    /// What holds of a pair that the engine judged.
    pub(super) fn outcome(&self, pair: &StoredPair, held: &InForce<'_>) -> Outcome {
        if self.is_one(&pair.a, &pair.b) {
            return Outcome::Same;
        }
        let said = held.get(&(&*pair.a, &*pair.b));
        match said.and_then(|judgement| judgement.verdict.outcome()) {
            // Called the same, and something kept them apart.
            Some(Outcome::Same) => Outcome::Look,
            Some(said) => said,
            None if pair.outcome() == Outcome::Same => Outcome::Look,
            None => pair.outcome(),
        }
    }

    pub(super) fn line(&self, pair: &StoredPair, held: &InForce<'_>) -> XrefLine {
        let mut reasons: Vec<XrefReason> = pair.reasons.iter().map(XrefReason::new).collect();
        reasons.extend(pair.rival.as_ref().map(|rival| {
            XrefReason::new(&StoredReason {
                key: RIVAL.to_owned(),
                feature: "rival".to_owned(),
                points: 0,
                left: rival.clone(),
                right: rival.clone(),
            })
        }));
        let judgement = held.get(&(&*pair.a, &*pair.b));
        reasons.extend(judgement.map(|judgement| XrefReason::of_judgement(judgement)));
        XrefLine {
            a: pair.a.clone(),
            b: pair.b.clone(),
            outcome: self.outcome(pair, held).word().to_owned(),
            score: Some(pair.score().as_f64()),
            reasons,
        }
    }

    /// All judged pairs of entries that are here, in the order of their ids.
    pub(super) fn lines(&self) -> Vec<XrefLine> {
        let held = in_force(&self.judgements);
        let mut lines: BTreeMap<(&str, &str), XrefLine> = BTreeMap::new();
        for pair in &self.pairs {
            lines.insert((&pair.a, &pair.b), self.line(pair, &held));
        }
        let segments = self.snapshot.segments.iter();
        let here: Vec<Statements<'_>> = segments
            .filter_map(|segment| Statements::open(segment).ok())
            .collect();
        let holds = |id: &str| here.iter().any(|list| list.find(id).is_some());
        for ((a, b), judgement) in &held {
            if lines.contains_key(&(*a, *b)) || !holds(a) || !holds(b) {
                continue;
            }
            let outcome = match judgement.verdict.outcome() {
                _ if self.is_one(a, b) => Outcome::Same,
                Some(Outcome::Same) | None => Outcome::Look,
                Some(said) => said,
            };
            let line = XrefLine {
                a: (*a).to_owned(),
                b: (*b).to_owned(),
                outcome: outcome.word().to_owned(),
                score: judgement.score.map(Score::as_f64),
                reasons: vec![XrefReason::of_judgement(judgement)],
            };
            lines.insert((a, b), line);
        }
        lines.into_values().collect()
    }
}

impl XrefReason {
    pub(super) fn new(reason: &StoredReason) -> Self {
        let arguments = [("left", &*reason.left), ("right", &*reason.right)];
        let say = |language| {
            message(&reason.key, &arguments, language)
                .unwrap_or_else(|| format!("{} ({})", reason.feature, reason.key))
        };
        let value = |text: &String| (!text.is_empty()).then(|| text.clone());
        Self {
            feature: reason.feature.clone(),
            points: reason.points,
            a: value(&reason.left),
            b: value(&reason.right),
            en: say(Language::English),
            ar: say(Language::Arabic),
        }
    }

    /// Who judged, as a reason without points.
    pub(super) fn of_judgement(judgement: &Judgement) -> Self {
        let who = match &judgement.user {
            Some(user) => format!("{} ({user})", judgement.who),
            None => judgement.who.to_string(),
        };
        let when = judgement.when.get(..10).unwrap_or(&judgement.when);
        let key = format!("xref-judged-{}", judgement.verdict.word());
        let arguments = [
            ("who", who.as_str()),
            ("when", if when.is_empty() { "-" } else { when }),
            (
                "evidence",
                if judgement.evidence.is_empty() {
                    "-"
                } else {
                    &judgement.evidence
                },
            ),
        ];
        let say = |language| message(&key, &arguments, language).unwrap_or_else(|| key.clone());
        Self {
            feature: "judgement".to_owned(),
            points: 0,
            a: None,
            b: None,
            en: say(Language::English),
            ar: say(Language::Arabic),
        }
    }
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

    fn asked_now(
        &self,
        snapshot: &Snapshot,
        judgements: &[Judgement],
        progress: &dyn Progress,
    ) -> Result<Vec<StoredPair>, KashfError> {
        let policy = self.policy()?.policy;
        let mut pairs = judge(snapshot, &policy, None, progress)?;
        let ahead = policy.xref.ahead;
        let members = Engine::new(snapshot, policy)?.members()?;
        let lists: FxHashMap<&str, &str> = members
            .iter()
            .map(|member| (member.id.as_str(), member.segment.as_str()))
            .collect();
        find_rivals(&mut pairs, judgements, &|id| lists.get(id).copied(), ahead);
        Ok(pairs)
    }

    pub(super) fn standing(&self, progress: &dyn Progress) -> Result<Standing, KashfError> {
        let snapshot = self.data.open_live()?.ok_or_else(|| KashfError::NoList {
            data: self.path().to_owned(),
        })?;
        let (mut parties, mut pairs) = (Vec::new(), None);
        if let Some(segment) = &snapshot.resolution {
            parties = artifact::parties_of(segment)?;
            if artifact::about_of(segment)?.judged {
                pairs = Some(artifact::pairs_of(segment)?);
            }
        }
        let mut judgements = said_by_lists(&snapshot)?;
        judgements.extend(self.record()?.journal.judgements);
        let pairs = match pairs {
            Some(pairs) => pairs,
            // The policy merges nothing by itself; what it would make of the pairs is asked now.
            None => self.asked_now(&snapshot, &judgements, progress)?,
        };
        let mut by_id = BTreeMap::new();
        for (at, party) in parties.iter().enumerate() {
            for id in party.ids.iter().chain(&party.former).chain([&party.id]) {
                by_id.insert(id.clone(), at);
            }
        }
        Ok(Standing {
            snapshot,
            pairs,
            parties,
            judgements,
            by_id,
        })
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
        let mut queue: Vec<usize> = (0..standing.pairs.len())
            .filter(|at| {
                let pair = &standing.pairs[*at];
                let said = held.get(&(&*pair.a, &*pair.b));
                let told = said.is_some_and(|said| matches!(said.who, Who::Person(_)));
                let may =
                    !told || (unsure && said.is_some_and(|said| said.verdict == Verdict::Look));
                may && standing.outcome(pair, &held) == Outcome::Look
            })
            .collect();
        // Stable: of equal scores in the order of the ids.
        queue.sort_by_key(|at| std::cmp::Reverse(standing.pairs[*at].score));
        drop(held);
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
