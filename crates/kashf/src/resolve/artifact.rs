//! The segment that keeps a resolution: pairs as the engine judged them, clusters with their names.
//!
//! | table | what |
//! |---|---|
//! | `about.json` | format, policy, the segments and the journal that it was made of |
//! | `pairs.jsonl` | one judged pair a line: ids, outcome, thousandths, reasons |
//! | `apart.jsonl` | one pair a line that is called the same and was not put together, and why |
//! | `clusters.jsonl` | one party a line: name, former names, ids, the places of its entries |
//!
//! No clock is in it. It is foreign data to whoever reads it, as every table.

use crate::error::KashfError;
use kashf_core::{Points, Score};
use kashf_resolve::{Conflict, JudgedPair, Named, Outcome, Refusal, is_canonical};
use kashf_screen::{Cluster, Member};
use kashf_store::{Segment, SegmentDraft, Snapshot, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Name of the segment; no list can have it.
const NAME: &str = "kashf.xref";
const ABOUT: &str = "about.json";
const PAIRS: &str = "pairs.jsonl";
const APART: &str = "apart.jsonl";
const CLUSTERS: &str = "clusters.jsonl";
const FORMAT: u32 = 1;

/// What a resolution was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct About {
    pub(crate) format: u32,
    /// The policy that judged; it names the program and its tables as well.
    pub(crate) policy: String,
    /// Whether pairs were judged; a policy that merges nothing by itself leaves them out.
    pub(crate) judged: bool,
    /// Hash of each segment by its name.
    pub(crate) segments: BTreeMap<String, String>,
    /// BLAKE3 of the journal's whole lines.
    pub(crate) journal: String,
}

/// A pair as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPair {
    /// The id that sorts first.
    pub a: String,
    /// The id that sorts last.
    pub b: String,
    /// `same`, `different` or `look`, as the engine judged this pair alone.
    pub outcome: String,
    /// Another entry of the same list that is about as likely: it makes a `same` a `look`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rival: Option<String>,
    /// Thousandths.
    pub score: u16,
    /// The evidence; its points add up.
    pub reasons: Vec<StoredReason>,
}

/// One piece of evidence as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredReason {
    /// Message key.
    pub key: String,
    /// The feature that found it.
    pub feature: String,
    /// Points for or against.
    pub points: Points,
    /// The value of `a`.
    pub left: String,
    /// The value of `b`.
    pub right: String,
}

/// A pair that is called the same and was not put together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Apart {
    pub(crate) a: String,
    pub(crate) b: String,
    /// The two ids, one on either side, that keep it apart.
    pub(crate) one: String,
    pub(crate) other: String,
    /// The list on which these two stand; absent when they are judged different.
    pub(crate) list: Option<String>,
}

impl Apart {
    pub(crate) fn new(refusal: Refusal) -> Self {
        let (one, other, list) = match refusal.conflict {
            Conflict::Judged(one, other) => (one, other, None),
            Conflict::OneList(one, other, list) => (one, other, Some(list)),
        };
        Self {
            a: refusal.a,
            b: refusal.b,
            one,
            other,
            list,
        }
    }
}

/// One party as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its canonical id.
    pub id: String,
    /// Names that it bore before, or that came into it.
    pub former: Vec<String>,
    /// Its ids, sorted.
    pub ids: Vec<String>,
    /// Its entries: dataset, number in the index, id.
    pub members: Vec<(String, u32, String)>,
}

impl StoredPair {
    pub(crate) fn new(pair: &JudgedPair) -> Self {
        let reasons = pair.reasons.iter().map(|reason| StoredReason {
            key: reason.key.to_owned(),
            feature: reason.feature.to_owned(),
            points: reason.points,
            left: reason.left.clone(),
            right: reason.right.clone(),
        });
        Self {
            a: pair.a.clone(),
            b: pair.b.clone(),
            outcome: pair.outcome.word().to_owned(),
            rival: None,
            score: pair.score.thousandths(),
            reasons: reasons.collect(),
        }
    }

    /// What the engine made of it, among all pairs.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self.rival {
            Some(_) => Outcome::Look,
            None => self.alone(),
        }
    }

    /// What the engine made of it alone.
    pub(super) fn alone(&self) -> Outcome {
        // Whatever else it says, a human should look.
        Outcome::from_word(&self.outcome).unwrap_or(Outcome::Look)
    }

    /// How strongly.
    #[must_use]
    pub fn score(&self) -> Score {
        Score::from_thousandths(self.score.min(1000))
    }
}

impl Party {
    /// A cluster with the places of its entries.
    pub(crate) fn new(named: Named, places: &BTreeMap<&str, Vec<&Member>>) -> Self {
        let of_id = |id: &String| places.get(id.as_str()).into_iter().flatten();
        let members = named.ids.iter().flat_map(of_id);
        let members = members.map(|m| (m.segment.clone(), m.entity, m.id.clone()));
        Self {
            id: named.canonical,
            former: named.former,
            members: members.collect(),
            ids: named.ids,
        }
    }

    pub(crate) fn named(&self) -> Named {
        Named {
            canonical: self.id.clone(),
            former: self.former.clone(),
            ids: self.ids.clone(),
        }
    }

    /// Its other ids: those of entries and of sources, sorted. What is only a name of a cluster is none, unless an
    /// entry bears it.
    #[must_use]
    pub fn referents(&self) -> Vec<String> {
        let borne: BTreeSet<&str> = self.members.iter().map(|(_, _, id)| id.as_str()).collect();
        let ids = self.ids.iter().filter(|id| **id != self.id);
        ids.filter(|id| !is_canonical(id) || borne.contains(id.as_str()))
            .cloned()
            .collect()
    }

    fn cluster(&self) -> Cluster {
        let members = self.members.iter();
        Cluster {
            canonical_id: self.id.clone(),
            referents: self.referents(),
            members: members
                .map(|(segment, entity, id)| Member {
                    segment: segment.clone(),
                    entity: *entity,
                    id: id.clone(),
                })
                .collect(),
        }
    }
}

/// The segment of a resolution.
pub(crate) fn draft(
    about: &About,
    pairs: &[StoredPair],
    parties: &[Party],
    apart: &[Apart],
) -> SegmentDraft {
    let of = |outcome: Outcome| {
        pairs
            .iter()
            .filter(|pair| pair.outcome() == outcome)
            .count()
    };
    let merged: usize = parties.iter().map(|party| party.members.len()).sum();
    let counts = [
        ("pairs", pairs.len()),
        ("same", of(Outcome::Same)),
        ("different", of(Outcome::Different)),
        ("look", of(Outcome::Look)),
        ("parties", parties.len()),
        ("merged", merged),
    ];
    let about = About {
        format: FORMAT,
        ..about.clone()
    };
    SegmentDraft {
        dataset: NAME.to_owned(),
        version: about.policy.clone(),
        counts: counts
            .into_iter()
            .map(|(name, count)| (name.to_owned(), count as u64))
            .collect(),
        tables: vec![
            (ABOUT.to_owned(), lines(&[about])),
            (PAIRS.to_owned(), lines(pairs)),
            (APART.to_owned(), lines(apart)),
            (CLUSTERS.to_owned(), lines(parties)),
        ],
        ..SegmentDraft::default()
    }
}

/// A table that is not what it should be.
pub(super) fn damaged(place: String, problem: impl Into<String>) -> KashfError {
    let problem = problem.into();
    StoreError::Damaged { place, problem }.into()
}

fn lines(values: &[impl Serialize]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for value in values {
        serde_json::to_writer(&mut bytes, value).expect("plain values, written to memory");
        bytes.push(b'\n');
    }
    bytes
}

fn read<T: for<'de> Deserialize<'de>>(
    segment: &Segment,
    table: &str,
) -> Result<Vec<T>, KashfError> {
    let damaged = |problem: String| damaged(segment.place(table), problem);
    let bytes = segment
        .table(table)
        .ok_or_else(|| damaged("is missing".to_owned()))?;
    let values = serde_json::Deserializer::from_slice(bytes).into_iter();
    let values = values.map(|value| value.map_err(|error| damaged(error.to_string())));
    values.collect()
}

/// What a resolution was made of.
pub(crate) fn about_of(segment: &Segment) -> Result<About, KashfError> {
    let about = read::<About>(segment, ABOUT)?.into_iter().next();
    let about = about.filter(|about| about.format == FORMAT);
    let place = segment.place(ABOUT);
    let problem = "is of another version; any load resolves anew";
    about.ok_or_else(|| damaged(place, problem))
}

/// The pairs of a resolution, by their ids.
pub(crate) fn pairs_of(segment: &Segment) -> Result<Vec<StoredPair>, KashfError> {
    read(segment, PAIRS)
}

/// The parties of a resolution.
pub(crate) fn parties_of(segment: &Segment) -> Result<Vec<Party>, KashfError> {
    read(segment, CLUSTERS)
}

/// What was not put together.
pub(crate) fn apart_of(segment: &Segment) -> Result<Vec<Apart>, KashfError> {
    read(segment, APART)
}

/// Who is one party in a snapshot; nobody, where nothing was resolved.
pub(crate) fn clusters_of(snapshot: &Snapshot) -> Result<Vec<Cluster>, KashfError> {
    let Some(segment) = &snapshot.resolution else {
        return Ok(Vec::new());
    };
    Ok(parties_of(segment)?.iter().map(Party::cluster).collect())
}
