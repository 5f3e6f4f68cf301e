//! A job as it is asked for and as it is shown.

use super::Shared;
use crate::error::ApiError;
use crate::log::routes::time_of;
use crate::v1::{bad_parameter, schema_of};
use crate::world::World;
use kashf::{Format, Options};
use kashf_records::{Job, JobState};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// Most matches that one answer may be asked for, as `kashf screen` takes them.
const MAX_LIMIT: usize = 1000;

/// How a file is screened.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct JobParams {
    /// Most matches a record, best first.
    #[param(minimum = 1, maximum = 1000, default = 5)]
    limit: Option<usize>,
    /// A threshold in place of the policy's, 0 to 1.
    #[param(value_type = Option<f64>, minimum = 0, maximum = 1)]
    threshold: Option<String>,
    /// Only these lists, separated by commas.
    datasets: Option<String>,
    /// Schema of records that do not say theirs.
    schema: Option<String>,
    /// Format of the answers: `jsonl`, `csv` or `parquet`.
    #[param(default = "jsonl")]
    format: Option<String>,
}

/// How a file is screened, checked; kept with the job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct JobOptions {
    limit: usize,
    threshold: Option<String>,
    datasets: Option<Vec<String>>,
    pub(super) schema: Option<String>,
    format: String,
}

impl JobParams {
    /// Understood against the lists that answer.
    pub(super) fn understood(self, world: &World) -> Result<JobOptions, ApiError> {
        let limit = self.limit.unwrap_or(5);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(bad_parameter("limit: must be from 1 to 1000"));
        }
        let format = self.format.unwrap_or_else(|| "jsonl".to_owned());
        if !["jsonl", "csv", "parquet"].contains(&format.as_str()) {
            return Err(bad_parameter("format: must be jsonl, csv or parquet"));
        }
        let options = JobOptions {
            limit,
            threshold: self.threshold,
            datasets: match self.datasets {
                None => None,
                Some(names) => {
                    let names: Vec<String> = names.split(',').map(str::to_owned).collect();
                    world.screener.datasets(&names)?
                }
            },
            schema: self
                .schema
                .as_deref()
                .map(schema_of)
                .transpose()?
                .map(str::to_owned),
            format,
        };
        if options.threshold.is_some() && options.asked().threshold.is_none() {
            return Err(bad_parameter("threshold: must be a decimal from 0 to 1"));
        }
        Ok(options)
    }
}

impl JobOptions {
    /// As the engine is asked.
    pub(super) fn asked(&self) -> Options {
        Options {
            limit: self.limit,
            threshold: self.threshold.as_deref().and_then(|text| text.parse().ok()),
            datasets: self.datasets.clone(),
        }
    }

    pub(super) fn format(&self) -> Format {
        match self.format.as_str() {
            "csv" => Format::Csv,
            "parquet" => Format::Parquet,
            _ => Format::JsonLines,
        }
    }

    /// Content type and file ending of the answers.
    pub(super) fn kind(&self) -> (&'static str, &'static str) {
        match self.format() {
            Format::Csv => ("text/csv; charset=utf-8", "csv"),
            Format::Parquet => ("application/vnd.apache.parquet", "parquet"),
            Format::JsonLines => ("application/x-ndjson", "jsonl"),
        }
    }
}

/// A job.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobView {
    /// Its id; whoever has it and may see the job needs nothing else.
    id: String,
    /// `queued`, `running`, `done` or `failed`.
    #[schema(example = "running")]
    state: &'static str,
    /// Who uploaded it.
    caller: String,
    created_at: String,
    started_at: Option<String>,
    finished_at: Option<String>,
    /// Bytes of the file.
    bytes: u64,
    /// How it is screened.
    #[schema(value_type = Object)]
    options: Value,
    /// The snapshot on which it runs, wholly.
    snapshot: Option<String>,
    /// The policy that judges.
    policy: Option<String>,
    /// Whether a list was past its age limit when it began.
    stale: bool,
    /// How often it began anew, because its snapshot was removed or the policy changed.
    restarts: u32,
    /// Records that are done.
    records: u64,
    /// Share of the file that is done, 0 to 1; `null` where it is not known.
    progress: Option<f64>,
    /// Records a second.
    rate: Option<f64>,
    /// Seconds left at that rate.
    seconds_left: Option<u64>,
    /// What was counted, once it is done: records screened, in part, not screened, with a match; unknown columns.
    #[schema(value_type = Option<Object>)]
    tally: Option<Value>,
    /// Why it failed.
    problem: Option<String>,
    /// Where its answers are, once it is done.
    result: Option<String>,
}

impl JobView {
    pub(super) fn of(shared: &Shared, job: Job) -> Self {
        let running = shared.running().filter(|running| running.id == job.id);
        let tally: Option<Value> = job
            .tally
            .as_deref()
            .and_then(|tally| serde_json::from_str(tally).ok());
        let counted = tally.as_ref().and_then(|tally| tally["records"].as_u64());
        let (rate, seconds_left) = running.as_ref().map_or((None, None), |now| now.pace());
        let done = job.state == JobState::Done;
        Self {
            state: job.state.as_str(),
            caller: job.caller,
            created_at: time_of(job.created_at),
            started_at: job.started_at.map(time_of),
            finished_at: job.finished_at.map(time_of),
            bytes: job.bytes,
            options: serde_json::from_str(&job.options).unwrap_or_default(),
            snapshot: job.snapshot,
            policy: job.policy,
            stale: job.stale,
            restarts: job.restarts,
            records: counted
                .or_else(|| Some(running.as_ref()?.records()))
                .unwrap_or(0),
            progress: if done {
                Some(1.0)
            } else {
                running.and_then(|now| now.share())
            },
            rate,
            seconds_left,
            tally,
            problem: job.problem,
            result: done.then(|| format!("/v1/jobs/{}/result", job.id)),
            id: job.id,
        }
    }
}
