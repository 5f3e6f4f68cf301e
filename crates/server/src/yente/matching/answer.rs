//! The answer to a batch: screened one query after another, written once, in yente's shape.

use super::super::filter::Filters;
use super::super::scope::Scope;
use super::super::score::Scale;
use super::bounds::{Bounds, OwnBounds};
use crate::error::YenteError;
use crate::log::Screenings;
use crate::metrics::{Metrics, Screened};
use crate::world::World;
use axum::http::StatusCode;
use kashf::{
    ALGORITHM, Answer, EntityReader, EntityView, Example, Language, Match, Options, OwnedLine,
    Status, sentence,
};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::cell::Cell;

/// One query, understood.
#[derive(Debug)]
pub(super) struct One {
    pub(super) key: String,
    pub(super) id: Option<String>,
    pub(super) example: Example,
    pub(super) scope: Scope,
    pub(super) filters: Filters,
}

/// A batch, understood.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) limit: usize,
    pub(super) bounds: Bounds,
    pub(super) queries: Vec<One>,
}

/// An answer, written, and what was screened for it.
pub(super) struct Done {
    pub(super) json: Vec<u8>,
    pub(super) screenings: Screenings,
}

impl Batch {
    /// Screens all and writes the answer.
    pub(super) fn answer(&self, world: &World, metrics: &Metrics) -> Result<Done, YenteError> {
        let reader = world.entities.reader();
        let scale = Scale::of(world.screener.policy());
        let bounds = OwnBounds::of(self.bounds, scale);
        let (snapshot, policy) = (world.screener.snapshot_id(), world.screener.policy_id());
        let mut screenings = Screenings::of(snapshot, policy);
        let mut answers = Vec::with_capacity(self.queries.len());
        for one in &self.queries {
            let (total, answer) = one.screen(world, &reader, bounds, self.limit);
            let how = match answer.status {
                Status::Screened => Screened::Full,
                Status::Partial => Screened::Partial,
                Status::NotScreened => Screened::Not,
            };
            metrics.screened(how, 1);
            let failed = answer.status == Status::NotScreened && !one.example.is_empty();
            if failed {
                let problem = answer.problem.unwrap_or_default();
                let problem = format!("not screened: {problem}");
                return Err(YenteError::new(StatusCode::INTERNAL_SERVER_ERROR, problem));
            }
            screenings.items.push(one.noted(&answer));
            answers.push((one, total, answer));
        }
        let written = Written {
            batch: self,
            answers: &answers,
            world,
            reader: &reader,
            bounds,
            scale,
        };
        let json = serde_json::to_vec(&written).expect("plain values, written to memory");
        Ok(Done { json, screenings })
    }
}

impl One {
    /// What the screening log says of it.
    fn noted(&self, answer: &Answer) -> crate::log::Screened {
        let properties = self.example.properties().iter();
        let values = properties
            .flat_map(|(prop, values)| values.iter().map(move |value| (*prop, value.as_str())));
        let noted = crate::log::Screened::new(self.example.schema(), values)
            .record(self.id.as_deref().unwrap_or_default())
            .status(answer.status.as_str());
        answer.matches.iter().fold(noted, |noted, found| {
            noted.found(&found.id, found.score.thousandths())
        })
    }

    /// The answer, and how many entities match before the limit.
    fn screen(
        &self,
        world: &World,
        reader: &EntityReader<'_>,
        bounds: OwnBounds,
        limit: usize,
    ) -> (usize, Answer) {
        let nothing = |status, problem: Option<&str>| Answer {
            status,
            problem: problem.map(str::to_owned),
            matches: Vec::new(),
        };
        if self.example.is_empty() {
            let problem = "not screened: the query has neither a name nor a number to look for";
            return (0, nothing(Status::NotScreened, Some(problem)));
        }
        if self.scope.is_empty() {
            return (0, nothing(Status::Screened, None));
        }
        let options = Options {
            limit,
            threshold: bounds.asked(),
            datasets: self.scope.lists().map(<[String]>::to_vec),
        };
        let all = self.filters.is_empty() && !self.scope.is_by_source();
        let total = Cell::new(0_usize);
        let keep = |found: &Match| {
            let is_match = bounds.is_match(found, world);
            if !is_match && !bounds.is_shown(found) {
                return false;
            }
            if !all && !self.filters.keep(found, &self.scope, reader) {
                return false;
            }
            total.set(total.get() + usize::from(is_match));
            true
        };
        let answer = world.screener.example(&self.example, &options, Some(&keep));
        (total.get(), answer)
    }
}

struct Written<'w> {
    batch: &'w Batch,
    answers: &'w [(&'w One, usize, Answer)],
    world: &'w World,
    reader: &'w EntityReader<'w>,
    bounds: OwnBounds,
    scale: Scale,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("responses", &Answers(self))?;
        map.serialize_entry("limit", &self.batch.limit)?;
        map.serialize_entry("algorithm", ALGORITHM)?;
        map.end()
    }
}

struct Answers<'w>(&'w Written<'w>);

impl Serialize for Answers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.answers.iter().map(|(one, total, answer)| {
            let answered = Answered {
                written: self.0,
                one,
                total: *total,
                answer,
            };
            (&one.key, answered)
        }))
    }
}

struct Answered<'w> {
    written: &'w Written<'w>,
    one: &'w One,
    total: usize,
    answer: &'w Answer,
}

impl Serialize for Answered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let world = self.written.world;
        let not_screened = self.answer.status == Status::NotScreened;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("status", if not_screened { &400 } else { &200 })?;
        map.serialize_entry("results", &Results(self))?;
        map.serialize_entry(
            "total",
            &Total {
                value: self.total,
                relation: "eq",
            },
        )?;
        map.serialize_entry("query", &Echo(self.one))?;
        map.serialize_entry("screened", self.answer.status.as_str())?;
        if let Some(problem) = &self.answer.problem {
            map.serialize_entry("problem", problem)?;
        }
        map.serialize_entry("snapshot", world.screener.snapshot_id())?;
        map.serialize_entry("policy", world.screener.policy_id())?;
        if world.is_stale(self.one.scope.lists()) {
            map.serialize_entry("stale", &true)?;
        }
        map.end()
    }
}

#[derive(serde::Serialize)]
struct Total {
    value: usize,
    relation: &'static str,
}

/// The query as it was understood.
struct Echo<'w>(&'w One);

impl Serialize for Echo<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("id", &self.0.id)?;
        map.serialize_entry("schema", self.0.example.schema())?;
        map.serialize_entry("properties", &Pairs(self.0.example.properties()))?;
        map.end()
    }
}

struct Pairs<'w>(&'w [(&'static str, Vec<String>)]);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(prop, values)| (prop, values)))
    }
}

struct Results<'w>(&'w Answered<'w>);

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = self.0.written;
        serializer.collect_seq(self.0.answer.matches.iter().map(|found| Scored {
            entity: entity_of(written.reader, found),
            score: written.scale.shown(found.score),
            is_match: written.bounds.is_match(found, written.world),
            explanations: Explanations(found),
            points: found.points,
            measures: &found.measures,
            delisted: found.delisted,
            removal_held: found.removal_held,
            owned: written.world.screener.owned(&found.canonical_id, &found.id),
        }))
    }
}

/// A result: the entity as yente gives it, how much it resembles, and why.
#[derive(serde::Serialize)]
struct Scored<'w> {
    #[serde(flatten)]
    entity: EntityView<'w>,
    score: f64,
    #[serde(rename = "match")]
    is_match: bool,
    explanations: Explanations<'w>,
    points: i32,
    measures: &'w [String],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    delisted: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    removal_held: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    owned: Vec<OwnedLine>,
}

/// The entity that a match is about.
fn entity_of<'w>(reader: &EntityReader<'w>, found: &'w Match) -> EntityView<'w> {
    let number = reader.find(&found.canonical_id);
    match number.or_else(|| reader.find(&found.id)) {
        Some(number) => reader.view(number),
        None => EntityView {
            id: &found.canonical_id,
            caption: Cow::Borrowed(&found.caption),
            schema: &found.schema,
            datasets: found.datasets.iter().map(String::as_str).collect(),
            ..EntityView::default()
        },
    }
}

/// The reasons by feature, in yente's shape; points beside.
struct Explanations<'w>(&'w Match);

impl Serialize for Explanations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let found = self.0;
        let mut features: Vec<&str> = found.reasons.iter().map(|reason| reason.feature).collect();
        features.sort_unstable();
        features.dedup();
        let mut map = serializer.serialize_map(Some(features.len()))?;
        for feature in features {
            map.serialize_entry(feature, &Explanation::of(found, feature))?;
        }
        map.end()
    }
}

#[derive(serde::Serialize)]
struct Explanation<'w> {
    score: f64,
    detail: String,
    query: Option<&'w str>,
    candidate: Option<&'w str>,
    points: i32,
}

impl<'w> Explanation<'w> {
    fn of(found: &'w Match, feature: &str) -> Self {
        let reasons = || {
            found
                .reasons
                .iter()
                .filter(|reason| reason.feature == feature)
        };
        let sentences: Vec<String> = reasons()
            .map(|reason| sentence(reason, Language::English))
            .collect();
        let first = reasons().next();
        Self {
            score: found
                .features
                .get(feature)
                .map_or(0.0, |score| score.as_f64()),
            detail: sentences.join(" "),
            query: first.and_then(|reason| reason.query.as_deref()),
            candidate: first.and_then(|reason| reason.candidate.as_deref()),
            points: reasons().map(|reason| reason.points).sum(),
        }
    }
}
