//! `/v1/log`: reading the screening log, and erasing somebody from it.
//!
//! Whom to look for or to erase stands in the body, never in the address: addresses end up in the logs of proxies.

use super::ScreeningLog;
use crate::access::{Caller, now_millis};
use crate::error::{ApiError, internal};
use crate::state::AppState;
use crate::v1::{ApiBody, ApiQuery, bad_parameter, unreadable};
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use jiff::Timestamp;
use kashf_records::{LogFilter, Mark, Millis, Records, Screening, Subject};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/log", get(read))
        .route("/v1/log/find", post(find))
        .route("/v1/log/erase", post(erase))
}

/// Which rows of the screening log.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LogParams {
    /// From this time on (ISO 8601).
    since: Option<String>,
    /// Before this time.
    until: Option<String>,
    /// Of this caller: `key:ID`, `user:NAME` or `open`.
    caller: Option<String>,
    /// Of this request: the `x-request-id` of its answer.
    request: Option<String>,
    /// Behind this row: `next` of the page before.
    after: Option<i64>,
    /// Rows of a page; 1000 is the most.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Whose rows: exactly one of the three.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Nadir Exampleman"}))]
pub(crate) struct SubjectBody {
    /// A name that was screened; spacing, case and width do not matter.
    name: Option<String>,
    /// The id of a record that was screened.
    record: Option<String>,
    /// The hash of a query, as the log shows it.
    query: Option<String>,
}

/// A page of the screening log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LogPage {
    /// The rows, oldest first.
    items: Vec<LogRow>,
    /// `after` of the next page; `null` on the last.
    next: Option<i64>,
}

/// One screening.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LogRow {
    /// Number of the row.
    id: i64,
    /// When.
    at: String,
    /// Id of the request.
    request: String,
    /// Who asked.
    caller: String,
    /// The route.
    route: String,
    /// Snapshot that answered.
    snapshot: String,
    /// Policy that judged.
    policy: String,
    /// `screened`, `partial` or `not_screened`.
    status: String,
    /// Keyed hash of the query.
    query: Option<String>,
    /// Keyed hash of the record's id.
    record: Option<String>,
    /// Keyed hashes of the names.
    names: Vec<String>,
    /// The record's id, where names are kept.
    record_id: Option<String>,
    /// The names, where names are kept.
    #[schema(value_type = Option<Vec<String>>)]
    spelled: Option<Box<RawValue>>,
    /// Ids of entities that were answered, with scores in thousandths.
    #[schema(value_type = Option<Vec<(String, u16)>>)]
    matches: Option<Box<RawValue>>,
    /// When the subject was erased.
    erased_at: Option<String>,
}

/// What was erased.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Erased {
    /// Rows from which the subject is gone.
    rows: u64,
}

/// The screening log, page by page.
#[utoipa::path(get, path = "/v1/log", tag = "log", params(LogParams),
    responses((status = 200, description = "A page", body = LogPage)))]
pub(crate) async fn read(
    State(state): State<AppState>,
    ApiQuery(params): ApiQuery<LogParams>,
) -> Result<Json<LogPage>, ApiError> {
    let filter = params.filter()?;
    page(state, filter).await
}

/// The rows of one subject.
#[utoipa::path(post, path = "/v1/log/find", tag = "log", params(LogParams), request_body = SubjectBody,
    responses((status = 200, description = "A page", body = LogPage)))]
pub(crate) async fn find(
    State(state): State<AppState>,
    ApiQuery(params): ApiQuery<LogParams>,
    ApiBody(body): ApiBody,
) -> Result<Json<LogPage>, ApiError> {
    let mut filter = params.filter()?;
    filter.subject = Some(subject(state.log(), &body)?);
    page(state, filter).await
}

/// Erases one subject: what tells who it was goes, that there was a screening stays.
#[utoipa::path(post, path = "/v1/log/erase", tag = "log", request_body = SubjectBody,
    responses((status = 200, description = "Erased", body = Erased)))]
pub(crate) async fn erase(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    ApiBody(body): ApiBody,
) -> Result<Json<Erased>, ApiError> {
    let subject = subject(state.log(), &body)?;
    let data = state.worlds().kashf().path().to_owned();
    let work = move || Records::open(&data)?.erase(subject, caller.name(), now_millis());
    let done = tokio::task::spawn_blocking(work).await;
    let rows = done.map_err(|_| internal())?.map_err(unwritten)?;
    Ok(Json(Erased { rows }))
}

async fn page(state: AppState, filter: LogFilter) -> Result<Json<LogPage>, ApiError> {
    let data = state.worlds().kashf().path().to_owned();
    let limit = filter.limit;
    let work = move || match Records::open_existing(&data)? {
        Some(records) => records.screenings(&filter),
        None => Ok(Vec::new()),
    };
    let read = tokio::task::spawn_blocking(work).await;
    let rows = read.map_err(|_| internal())?.map_err(unwritten)?;
    let next = rows.last().filter(|_| rows.len() == limit as usize);
    Ok(Json(LogPage {
        next: next.map(|row| row.id),
        items: rows.into_iter().map(LogRow::of).collect(),
    }))
}

/// A fault of the database, without what was asked.
fn unwritten(_: kashf_records::RecordsError) -> ApiError {
    ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "records",
        "the database of the data directory cannot be used now",
    )
    .hint("`kashf verify` checks the data directory")
}

fn subject(log: &ScreeningLog, body: &[u8]) -> Result<Subject, ApiError> {
    // The error of the parser would quote the body.
    let body: SubjectBody = serde_json::from_slice(body)
        .map_err(|_| unreadable("the body must be {\"name\"}, {\"record\"} or {\"query\"}"))?;
    let one = || unreadable("exactly one of `name`, `record` and `query` must be there");
    if let (None, None, Some(query)) = (&body.name, &body.record, &body.query) {
        let mark = Mark::from_hex(query);
        return Ok(Subject::Query(
            mark.map_err(|error| unreadable(error.to_string()))?,
        ));
    }
    let marks = log.marks().ok_or_else(|| {
        ApiError::new(
            StatusCode::CONFLICT,
            "no_log",
            "this server keeps no screening log",
        )
    })?;
    match (&body.name, &body.record, &body.query) {
        (Some(name), None, None) => Ok(Subject::Name(marks.of_name(name))),
        (None, Some(record), None) => Ok(Subject::Record(marks.of_record(record))),
        _ => Err(one()),
    }
}

impl LogParams {
    fn filter(self) -> Result<LogFilter, ApiError> {
        let time = |key: &str, text: Option<String>| {
            text.map(|text| {
                millis_of(&text).ok_or_else(|| {
                    bad_parameter(&format!(
                        "{key}: must be a time such as 2026-02-27T00:00:00Z or a day"
                    ))
                })
            })
            .transpose()
        };
        let limit = self.limit.unwrap_or(100);
        if !(1..=1000).contains(&limit) {
            return Err(bad_parameter("limit: must be 1 to 1000"));
        }
        Ok(LogFilter {
            since: time("since", self.since)?,
            until: time("until", self.until)?,
            caller: self.caller,
            request: self.request,
            subject: None,
            after: self.after.unwrap_or(0),
            limit,
        })
    }
}

/// A time or a day as milliseconds.
fn millis_of(text: &str) -> Option<Millis> {
    let whole = if text.len() == 10 {
        format!("{text}T00:00:00Z")
    } else {
        text.to_owned()
    };
    Some(whole.parse::<Timestamp>().ok()?.as_millisecond())
}

/// `2026-02-27T08:30:00.123Z`.
pub(crate) fn time_of(millis: Millis) -> String {
    Timestamp::from_millisecond(millis).map_or_else(|_| String::new(), |time| time.to_string())
}

impl LogRow {
    fn of(row: Screening) -> Self {
        let raw = |text: Option<String>| text.and_then(|text| RawValue::from_string(text).ok());
        Self {
            id: row.id,
            at: time_of(row.at),
            request: row.request,
            caller: row.caller,
            route: row.route,
            snapshot: row.snapshot,
            policy: row.policy,
            status: row.status,
            query: row.query.map(Mark::to_hex),
            record: row.record.map(Mark::to_hex),
            names: row.names.into_iter().map(Mark::to_hex).collect(),
            record_id: row.record_id,
            spelled: raw(row.spelled),
            matches: raw(row.matches),
            erased_at: row.erased_at.map(time_of),
        }
    }
}
