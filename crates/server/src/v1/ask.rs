//! What is asked of a screening: the parameters that all routes of screening share.

use super::keep::Keep;
use super::take::bad_parameter;
use crate::error::ApiError;
use crate::log::{self, Screenings};
use crate::metrics::Screened;
use crate::state::AppState;
use crate::world::World;
use axum::http::StatusCode;
use kashf::{Match, Options, Record, ScreeningLine, Tally};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Most matches that one answer may be asked for.
pub(crate) const MAX_LIMIT: usize = 500;

/// Unknown fields that an answer names, and their longest names.
const MAX_UNKNOWN: (usize, usize) = (50, 100);

/// Parameters of `/v1/screen`, `/v1/screen/batch` and `/v1/screen/stream`.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScreenParams {
    /// Most matches an answer, best first.
    #[param(minimum = 1, maximum = 500, default = 5, example = 5)]
    limit: Option<usize>,
    /// A threshold in place of the policy's, 0 to 1: from it on an entry is a `match`.
    #[param(value_type = Option<f64>, minimum = 0, maximum = 1, example = 0.7)]
    threshold: Option<String>,
    /// Only these lists, separated by commas: names or aliases of loaded lists; `default` and `all` mean every one.
    #[param(example = "default")]
    datasets: Option<String>,
    /// No parties of exactly these FollowTheMoney schemata, separated by commas.
    #[param(example = "Vessel")]
    exclude_schema: Option<String>,
    /// Only parties with one of these topics, separated by commas.
    #[param(example = "sanction")]
    topics: Option<String>,
    /// Only parties of which something changed after this day or time.
    #[param(example = "2026-01-01")]
    changed_since: Option<String>,
    /// No parties that bear or bore one of these ids, separated by commas.
    #[param(example = "x-9")]
    exclude_ids: Option<String>,
    /// FollowTheMoney schema (or an everyday word such as `ship`) of records that do not say theirs.
    #[param(example = "Person")]
    schema: Option<String>,
    /// Lays the names that were compared side by side, token by token, in `alignment` of every match.
    #[param(default = false)]
    explain: Option<bool>,
}

/// What is asked, understood.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) options: Options,
    schema: Option<&'static str>,
    explain: bool,
    keep: Keep,
}

impl ScreenParams {
    /// Understood against the lists that answer.
    pub(crate) fn understood(&self, world: &World) -> Result<Ask, ApiError> {
        let limit = self.limit.unwrap_or(5);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(bad_parameter(&format!(
                "limit: must be from 1 to {MAX_LIMIT}"
            )));
        }
        let threshold = self.threshold.as_deref().map(str::parse).transpose();
        let threshold =
            threshold.map_err(|_| bad_parameter("threshold: must be a decimal from 0 to 1"))?;
        let datasets = match &self.datasets {
            None => None,
            Some(names) => {
                let names: Vec<String> = names.split(',').map(str::to_owned).collect();
                world.screener.datasets(&names)?
            }
        };
        Ok(Ask {
            options: Options {
                limit,
                threshold,
                datasets,
            },
            schema: self.schema.as_deref().map(schema_of).transpose()?,
            explain: self.explain.unwrap_or(false),
            keep: Keep::read(
                self.exclude_schema.as_deref(),
                self.topics.as_deref(),
                self.changed_since.as_deref(),
                self.exclude_ids.as_deref(),
            )?,
        })
    }
}

/// FollowTheMoney's spelling of a schema.
pub(crate) fn schema_of(name: &str) -> Result<&'static str, ApiError> {
    kashf::schema_named(name).ok_or_else(|| {
        ApiError::new(
            StatusCode::BAD_REQUEST,
            "unknown_schema",
            "schema: is not known",
        )
        .hint(
            "use a FollowTheMoney schema: Person, Company, Organization, Vessel, Airplane, \
             CryptoWallet ...",
        )
    })
}

impl Ask {
    /// The schema of records that do not say theirs.
    pub(crate) const fn schema(&self) -> Option<&'static str> {
        self.schema
    }

    /// Screens one record.
    pub(crate) fn answer(&self, world: &World, record: &Record) -> ScreeningAnswer {
        let mut line = if self.keep.is_all() {
            world.screener.line(record, &self.options)
        } else {
            let reader = world.entities.reader();
            let keep = |found: &Match| self.keep.keeps(found, &reader);
            world.screener.line_kept(record, &self.options, &keep)
        };
        line.stale = world.is_stale(self.options.datasets.as_deref());
        if self.explain {
            line.align(world.screener.policy());
        }
        let screened = Some(log::Screened::of_record(record, &line));
        let (count, letters) = MAX_UNKNOWN;
        let unknown = record.unknown.iter().take(count);
        ScreeningAnswer {
            line,
            unknown: unknown
                .map(|name| name.chars().take(letters).collect())
                .collect(),
            screened,
        }
    }

    /// The answer to a record that nobody looked at, and why.
    pub(crate) fn not_screened(&self, world: &World, id: String, problem: &str) -> ScreeningAnswer {
        ScreeningAnswer {
            line: ScreeningLine {
                id,
                status: "not_screened".to_owned(),
                problem: Some(problem.to_owned()),
                snapshot: world.screener.snapshot_id().to_owned(),
                policy: world.screener.policy_id().to_owned(),
                stale: world.is_stale(self.options.datasets.as_deref()),
                matches: Vec::new(),
            },
            unknown: Vec::new(),
            screened: None,
        }
    }
}

/// Counts answers where the metrics are.
pub(crate) fn count(state: &AppState, tally: &Tally) {
    let counts = [
        (Screened::Full, tally.screened),
        (Screened::Partial, tally.partial),
        (Screened::Not, tally.not_screened),
    ];
    for (how, records) in counts.into_iter().filter(|(_, records)| *records > 0) {
        state.metrics().screened(how, records);
    }
}

/// The answer to one record: a line of `kashf screen`, with the fields that were not understood.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ScreeningAnswer {
    #[serde(flatten)]
    pub(crate) line: ScreeningLine,
    /// Fields of the record whose names are not known and which were not compared; left out when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub(crate) unknown: Vec<String>,
    /// What the screening log says of it.
    #[serde(skip)]
    screened: Option<log::Screened>,
}

/// What the screening log says of these answers.
pub(crate) fn screenings<'a>(
    world: &World,
    answers: impl IntoIterator<Item = &'a mut ScreeningAnswer>,
) -> Screenings {
    let mut told = Screenings::of(world.screener.snapshot_id(), world.screener.policy_id());
    let screened = answers
        .into_iter()
        .filter_map(|answer| answer.screened.take());
    told.items.extend(screened);
    told
}
