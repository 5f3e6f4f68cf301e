//! `POST /v1/trace`: movements and links of one request, searched for channels.
//!
//! What `kashf trace` does with a file, over the body of a request: read by the same readers, joined with the live lists,
//! searched on one worker, answered in the lines of the command. Nothing of the body is kept.

use super::take::{ApiBody, ApiQuery, bad_parameter, unreadable};
use crate::error::ApiError;
use crate::state::AppState;
use crate::world::World;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kashf::NoProgress;
use kashf::trace::{
    Hubs, JoinPlan, Lists, Mapping, Options, Party, Question, Reading, RowNote, Search, TraceInput,
    Traced, TracingError, evidence, write_line,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::io::Cursor;
use utoipa::{IntoParams, ToSchema};

/// Most findings of an answer.
const MAX_LIMIT: usize = 1_000;
/// Names of a request that are held against the lists.
const MAX_NAMES: usize = 1_000;
/// Findings that one party or payment may have, and steps of its search: a request is one of many.
const MOST: (u32, u64) = (100, 100_000);

/// Parameters of `/v1/trace`.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct TraceParams {
    /// What to look for: cycles, fan, scatter, layers, patterns, chains, channels, owned, flow, taint.
    #[param(example = "cycles")]
    search: String,
    /// Which column or key means what, as `--columns` of `kashf trace`; without it they are recognised by their names.
    #[param(example = "src=payer,dst=payee,time=date,amount=sum,currency=EUR!,id=ref")]
    columns: Option<String>,
    /// Longest time from the first movement to the last: seconds, or 30min, 12h, 1d, 2w.
    #[param(default = "1d", example = "12h")]
    window: Option<String>,
    /// Most movements of a path or cycle.
    #[param(minimum = 2, maximum = 64, default = 10)]
    max_hops: Option<u8>,
    /// As things stood on this day.
    #[param(example = "2026-01-31")]
    as_of: Option<String>,
    /// Where paths begin, separated by commas; elsewhere, parties of which one must stand in a finding.
    from: Option<String>,
    /// Where paths end; for chains and channels, without it, the designated parties of the lists.
    to: Option<String>,
    /// Typologies for `patterns`, separated by commas; without it all.
    #[param(example = "fan-in,cycle")]
    typology: Option<String>,
    /// Fewest parties at the wide side of a fan, a scatter or a layer.
    #[param(minimum = 2, default = 3)]
    min_width: Option<u32>,
    /// How much of an amount must be passed on from hop to hop, in percent.
    #[param(minimum = 0, maximum = 100, default = 0)]
    preserved: Option<u8>,
    /// Go around parties with more than so many movements in a window.
    hubs: Option<u32>,
    /// How much earlier a movement may be than the one before it on a path, as `window`.
    #[param(default = "0")]
    slack: Option<String>,
    /// Rules of ownership for `owned`, separated by commas: ofac_50, eu, uk; without it ofac_50.
    rule: Option<String>,
    /// Most findings of the answer.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
    /// Adds a card for each finding: who, when, how much, through what, on whose word, what is unsure.
    #[param(default = false)]
    cards: Option<bool>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TraceAnswer {
    /// False when rows were left out or names not held against the lists: nothing found then does not mean nothing there.
    complete: bool,
    /// How many findings there are.
    count: usize,
    /// Whether a limit cut the search: there may be more, and the best were kept.
    capped: bool,
    /// Findings, as `kashf trace` writes them.
    #[schema(value_type = Vec<TraceFinding>)]
    findings: Vec<Box<RawValue>>,
    /// Cards of these findings, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    evidence: Option<Box<RawValue>>,
    /// Rows read.
    rows: u64,
    /// Movements, links and parties of the network.
    network: TraceCounts,
    /// What was wrong with rows.
    problems: Vec<TraceProblem>,
    /// The first rows of each problem.
    #[schema(value_type = Vec<Object>)]
    notes: Vec<RowNote>,
    /// Names that were not held against the lists, because there were too many.
    unscreened: usize,
    /// Snapshot of the lists with which parties were joined.
    snapshot: String,
    /// Policy that judged names.
    policy: String,
    /// True when a list is past its age limit.
    stale: bool,
}

/// Of how much the network consists.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TraceCounts {
    movements: u32,
    links: usize,
    parties: usize,
}

/// Rows with one problem.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TraceProblem {
    /// broken, no_party, time, future, amount, negative, currency, self_payment, link; and, of rows that are not missing,
    /// repeated, shared_id, rounded, after, within.
    problem: &'static str,
    /// How many rows.
    rows: u64,
    /// Whether they are missing from what was searched.
    left_out: bool,
}

/// A finding: a reason to look, never a verdict.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TraceFinding {
    /// cycle, fan-in, fan-out, scatter-gather, chain, channel, owned ...
    typology: String,
    /// Ids of its movements, in order.
    #[schema(value_type = Vec<Object>)]
    edges: Vec<()>,
    /// References of its parties.
    parties: Vec<String>,
    /// What it amounts to, in major units; null when currencies differ.
    amount: Option<f64>,
    /// ISO 4217; null when none is named.
    currency: Option<String>,
    /// Time of its first movement, as the input writes times.
    #[schema(value_type = Object)]
    start: (),
    /// Time of its last.
    #[schema(value_type = Object)]
    end: (),
    /// Whether a limit cut its search.
    capped: bool,
    /// Its steps and the joins on which they rest.
    #[schema(value_type = Vec<Object>)]
    evidence: Vec<()>,
}

/// Traces the movements and links of the body.
///
/// The body is what `kashf trace --in` reads: CSV with a header line, JSON Lines, a JSON array of rows, or entities of
/// FollowTheMoney; the whole of it is searched at once and nothing is kept. Parties are joined with the live lists by
/// identifier first and by screened name second. A row that cannot be used is counted in `problems` and shown in `notes`,
/// and makes the answer incomplete. A finding is a reason to look, never a verdict.
#[utoipa::path(
    post,
    path = "/v1/trace",
    tag = "trace",
    params(TraceParams),
    request_body(
        content = String,
        content_type = "text/csv",
        description = "Movements and links",
        example = "id,src,dst,time,amount,currency\n1,donor,changer,2026-01-01T10:00:00Z,9000.00,EUR\n2,changer,donor,2026-01-01T15:00:00Z,8900.00,EUR\n",
    ),
    responses((status = 200, description = "What was found", body = TraceAnswer)),
)]
pub(crate) async fn trace(
    State(state): State<AppState>,
    ApiQuery(params): ApiQuery<TraceParams>,
    ApiBody(body): ApiBody,
) -> Result<Response, ApiError> {
    let world = state.world();
    let now = jiff::Timestamp::now().as_second();
    let answer = state
        .pool()
        .run(move || answer(&world, &params, body.into(), now))
        .await??;
    Ok(([(header::CONTENT_TYPE, "application/json")], answer).into_response())
}

fn refused(error: &TracingError) -> ApiError {
    let mut refusal = match error {
        TracingError::Columns { .. } | TracingError::Typology { .. } | TracingError::Network(_) => {
            bad_parameter(&error.to_string())
        }
        _ => unreadable(error.to_string()),
    };
    if let Some(hint) = error.hint() {
        refusal = refusal.hint(hint);
    }
    refusal
}

fn answer(
    world: &World,
    params: &TraceParams,
    body: Vec<u8>,
    now: i64,
) -> Result<String, ApiError> {
    let search = Search::of(&params.search)
        .ok_or_else(|| bad_parameter("search: cycles, fan, scatter, layers, patterns, chains, channels, owned, flow or taint"))?;
    let limit = params.limit.unwrap_or(100);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(bad_parameter(&format!(
            "limit: must be from 1 to {MAX_LIMIT}"
        )));
    }
    let as_of = params.as_of.as_deref().map(|text| {
        kashf::trace::last_second(text)
            .ok_or_else(|| bad_parameter("as_of: must be a day, such as 2026-01-31"))
    });
    let as_of = as_of.transpose()?;
    let mapping = Mapping::read(params.columns.as_deref().unwrap_or_default())
        .map_err(|error| refused(&error))?;
    let input = TraceInput {
        mapping,
        as_of,
        ..TraceInput::at(now)
    };
    let rows = Box::new(Cursor::new(as_lines(body)?));
    let reading =
        Reading::of_stream(rows, "body", &input, &NoProgress).map_err(|error| refused(&error))?;
    let plan = JoinPlan {
        lists: Some(Lists {
            screener: &world.screener,
            entities: &world.entities,
        }),
        most_names: Some(MAX_NAMES),
        links: search.needs_links(),
        ..JoinPlan::default()
    };
    let traced = reading
        .join(&plan, &NoProgress)
        .map_err(|error| refused(&error))?;
    let question = question(params, &traced, search, as_of.unwrap_or(now))?;
    let found = search
        .run(&traced, &question)
        .map_err(|error| refused(&error))?;
    let mut findings = Vec::new();
    for finding in found.findings.iter().take(limit) {
        let mut line = String::new();
        write_line(&traced, finding, &mut line);
        findings.push(raw(line)?);
    }
    let evidence = if params.cards.unwrap_or(false) {
        let program = format!("kashf {}", env!("CARGO_PKG_VERSION"));
        Some(raw(evidence::json(&traced.dossier(
            &found,
            limit,
            &program,
            &[],
        )))?)
    } else {
        None
    };
    let answer = TraceAnswer {
        complete: traced.problems.left_out() == 0 && traced.joins.unscreened == 0,
        count: found.findings.len(),
        capped: found.capped,
        findings,
        evidence,
        rows: traced.rows,
        network: TraceCounts {
            movements: traced.network.flow().len(),
            links: traced.network.links().len(),
            parties: traced.network.parties().len(),
        },
        problems: traced
            .problems
            .counts()
            .map(|(problem, rows)| TraceProblem {
                problem: problem.word(),
                rows,
                left_out: problem.is_left_out(),
            })
            .collect(),
        notes: traced.problems.notes().to_vec(),
        unscreened: traced.joins.unscreened,
        snapshot: world.screener.snapshot_id().to_owned(),
        policy: world.screener.policy_id().to_owned(),
        stale: world.is_stale(None),
    };
    serde_json::to_string(&answer).map_err(|_| defect())
}

fn raw(text: String) -> Result<Box<RawValue>, ApiError> {
    RawValue::from_string(text.trim_end().to_owned()).map_err(|_| defect())
}

/// What we wrote ourselves is no JSON.
fn defect() -> ApiError {
    ApiError::new(
        axum::http::StatusCode::INTERNAL_SERVER_ERROR,
        "defect",
        "the findings could not be written",
    )
}

/// An array of rows as lines; anything else as it is.
fn as_lines(body: Vec<u8>) -> Result<Vec<u8>, ApiError> {
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    if first != Some(&b'[') {
        return Ok(body);
    }
    let rows: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_slice(&body)
        .map_err(|error| {
            unreadable(format!(
                "expected an array of objects (line {}, column {})",
                error.line(),
                error.column()
            ))
        })?;
    let mut lines = Vec::with_capacity(body.len());
    for row in rows {
        serde_json::to_writer(&mut lines, &row).map_err(|_| defect())?;
        lines.push(b'\n');
    }
    Ok(lines)
}

fn question(
    params: &TraceParams,
    traced: &Traced,
    search: Search,
    as_of: i64,
) -> Result<Question, ApiError> {
    let seconds = |name: &str, text: Option<&str>, usual: u32| match text {
        None => Ok(usual),
        Some(text) => kashf::trace::seconds_of(text)
            .ok_or_else(|| bad_parameter(&format!("{name}: such as 86400, 30min, 12h, 1d, 2w"))),
    };
    let usual = Options::default();
    let list = |text: Option<&str>| -> Vec<String> {
        let parts = text.unwrap_or_default().split(',').map(str::trim);
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let parties = |name: &str, text: Option<&str>| -> Result<Vec<Party>, ApiError> {
        let parties = list(text).into_iter().map(|reference| {
            traced.party(&reference).ok_or_else(|| {
                unreadable(format!(
                    "{name}: one of the parties does not stand in the body"
                ))
            })
        });
        let mut parties = parties.collect::<Result<Vec<_>, _>>()?;
        parties.sort_unstable();
        parties.dedup();
        Ok(parties)
    };
    let is_dated = search == Search::Owned || params.as_of.is_some();
    Ok(Question {
        options: Options {
            window: seconds("window", params.window.as_deref(), usual.window)?,
            slack: seconds("slack", params.slack.as_deref(), usual.slack)?,
            max_hops: params.max_hops.unwrap_or(usual.max_hops),
            min_width: params.min_width.unwrap_or(usual.min_width).max(2),
            preserved: params.preserved.unwrap_or(usual.preserved),
            hubs: params.hubs.map_or(Hubs::Through, Hubs::Around),
            most: MOST.0,
            most_steps: MOST.1,
            // The pool is what shares the processor among requests.
            threads: 1,
            ..usual
        },
        from: parties("from", params.from.as_deref())?,
        to: parties("to", params.to.as_deref())?,
        typologies: list(params.typology.as_deref()),
        day: is_dated.then(|| i32::try_from(as_of.div_euclid(86_400)).unwrap_or(i32::MAX)),
        best: 10,
        currency: None,
        rules: list(params.rule.as_deref()),
    })
}
