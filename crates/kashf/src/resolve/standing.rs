//! What stands: the live snapshot with everything that was judged, and each pair as it comes out of that.

use super::artifact::{self, Apart, Party, StoredPair, StoredReason};
use super::publish::{find_rivals, judge};
use super::record::said_by_lists;
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::progress::Progress;
use kashf_core::Score;
use kashf_resolve::{InForce, Judgement, Outcome, RIVAL, in_force};
use kashf_screen::{Engine, Language, message};
use kashf_store::Snapshot;
use kashf_store::statements::Statements;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::BTreeMap;

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

/// The live snapshot with everything that was judged.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) snapshot: Snapshot,
    pub(super) pairs: Vec<StoredPair>,
    pub(super) parties: Vec<Party>,
    pub(super) judgements: Vec<Judgement>,
    by_id: BTreeMap<String, usize>,
    /// Why a pair is not put together, by its ids.
    apart: BTreeMap<(String, String), Apart>,
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
        let apart = self.apart.get(&(pair.a.clone(), pair.b.clone()));
        reasons.extend(apart.map(XrefReason::of_conflict));
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

    /// The list of each entry that was judged.
    pub(super) fn lists(&self) -> FxHashMap<&str, &str> {
        let segments = self.snapshot.segments.iter();
        let here: Vec<(&str, Statements<'_>)> = segments
            .filter_map(|segment| Some((segment.dataset(), Statements::open(segment).ok()?)))
            .collect();
        let mut lists = FxHashMap::default();
        for id in self.pairs.iter().flat_map(|pair| [&pair.a, &pair.b]) {
            if !lists.contains_key(id.as_str()) {
                let list = here
                    .iter()
                    .find(|(_, statements)| statements.find(id).is_some());
                lists.extend(list.map(|(name, _)| (id.as_str(), *name)));
            }
        }
        lists
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

    /// What keeps a pair apart, as a reason without points.
    fn of_conflict(apart: &Apart) -> Self {
        let list = apart.list.as_deref();
        let key = match list {
            Some(_) => "xref-kept-apart-list",
            None => "xref-kept-apart-judged",
        };
        let arguments = [
            ("left", apart.one.as_str()),
            ("right", apart.other.as_str()),
            ("list", list.unwrap_or_default()),
        ];
        let say = |language| message(key, &arguments, language).unwrap_or_else(|| key.to_owned());
        Self {
            feature: "kept_apart".to_owned(),
            points: 0,
            a: None,
            b: None,
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
        let (mut parties, mut pairs, mut apart) = (Vec::new(), None, Vec::new());
        if let Some(segment) = &snapshot.resolution {
            parties = artifact::parties_of(segment)?;
            apart = artifact::apart_of(segment)?;
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
            apart: apart
                .into_iter()
                .map(|pair| ((pair.a.clone(), pair.b.clone()), pair))
                .collect(),
        })
    }
}
