//! The screening log as the server keeps it: what each screening was, in ids and keyed hashes (promise P14).
//!
//! A handler that has screened puts [`Screenings`] into the extensions of its response, or calls [`ScreeningLog::keep`]
//! while it streams. Rows go through a bounded queue to one thread that writes them in groups, so that an answer does
//! not wait for a disk; where the log is `required` it does wait, and what could not be written down is not answered.

pub(crate) mod routes;
mod row;
mod writer;

pub(crate) use row::{Screened, Screenings};

use crate::error::{ApiError, ServeError, YenteError};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kashf::LogConfig;
use kashf_records::{Marks, Screening};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use writer::Writer;

/// Says that what was screened could not be written down.
const UNWRITTEN: HeaderName = HeaderName::from_static("x-screening-log");

/// The id of a request, in its extensions.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestId(pub(crate) Arc<str>);

/// What the log says of a request itself, in the extensions of every request.
#[derive(Clone, Debug)]
pub(crate) struct LogContext {
    pub(crate) request: RequestId,
    pub(crate) caller: Arc<str>,
    pub(crate) route: Arc<str>,
}

/// A screening that must be written down cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unwritten;

impl Unwritten {
    /// In words.
    pub(crate) const fn message(self) -> &'static str {
        "not screened: the screening log cannot be written, and this server requires it"
    }
}

/// The log of a server.
#[derive(Debug)]
pub(crate) struct ScreeningLog {
    config: LogConfig,
    writer: Option<Writer>,
}

impl ScreeningLog {
    /// The log of a data directory. Nothing is created before the first screening, except for a log that is required.
    pub(crate) fn new(data: &Path, config: LogConfig) -> Result<Self, ServeError> {
        let writer = config.enabled.then(|| Writer::new(data, config));
        if let Some(writer) = writer.as_ref().filter(|_| config.required) {
            writer.open()?;
        }
        Ok(Self { config, writer })
    }

    /// How many rows were lost since the start.
    pub(crate) fn lost(&self) -> u64 {
        self.writer.as_ref().map_or(0, Writer::lost)
    }

    /// Writes down what was screened. True when it is written or will be; false when it is lost, and the log is not required.
    ///
    /// # Errors
    /// When it is lost and the log is required: the answer must not go out.
    pub(crate) async fn keep(
        &self,
        context: &LogContext,
        screenings: Screenings,
    ) -> Result<bool, Unwritten> {
        let Some(writer) = &self.writer else {
            return Ok(true);
        };
        if screenings.is_empty() {
            return Ok(true);
        }
        let rows = match writer.marks() {
            Some(marks) => screenings.rows(context, marks, self.config.names),
            None => return self.lose(screenings.len()),
        };
        self.write(writer, rows).await
    }

    async fn write(&self, writer: &Writer, rows: Vec<Screening>) -> Result<bool, Unwritten> {
        let count = rows.len();
        if !self.config.required {
            return match writer.queue(rows, None) {
                Ok(()) => Ok(writer.is_well()),
                Err(_) => self.lose(count),
            };
        }
        let (tell, told) = tokio::sync::oneshot::channel();
        match writer.queue(rows, Some(tell)) {
            Ok(()) if told.await == Ok(true) => Ok(true),
            _ => Err(Unwritten),
        }
    }

    /// As [`ScreeningLog::keep`], for work that has time: it waits for room, and where the log is required also until it
    /// can be written again.
    pub(crate) fn keep_waiting(
        &self,
        context: &LogContext,
        screenings: Screenings,
        is_stopped: &dyn Fn() -> bool,
    ) {
        let Some(writer) = &self.writer else { return };
        let count = screenings.len();
        let rows = loop {
            if let Some(marks) = writer.marks() {
                break screenings.rows(context, marks, self.config.names);
            }
            if !self.config.required {
                return writer.count_lost(count);
            }
            if is_stopped() {
                return;
            }
            std::thread::sleep(Duration::from_secs(1));
        };
        let mut rows = rows;
        loop {
            let asked = (self.config.required && !writer.is_well()).then(|| rows.clone());
            let (tell, told) = tokio::sync::oneshot::channel();
            match writer.queue(rows, asked.is_some().then_some(tell)) {
                Err(back) => rows = back,
                Ok(()) => match asked {
                    None => return,
                    Some(again) => match told.blocking_recv() {
                        Ok(true) => return,
                        _ => rows = again,
                    },
                },
            }
            if is_stopped() {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn lose(&self, rows: usize) -> Result<bool, Unwritten> {
        if let Some(writer) = &self.writer {
            writer.count_lost(rows);
        }
        if self.config.required {
            Err(Unwritten)
        } else {
            Ok(false)
        }
    }

    /// Writes down what a response says was screened; what cannot be written is said in a header, or the answer is withheld.
    pub(crate) async fn record(
        &self,
        context: &LogContext,
        own: bool,
        mut response: Response,
    ) -> Response {
        let Some(screenings) = response.extensions_mut().remove::<Screenings>() else {
            return response;
        };
        match self.keep(context, screenings).await {
            Ok(true) => response,
            Ok(false) => {
                let said = HeaderValue::from_static("not written");
                response.headers_mut().insert(UNWRITTEN, said);
                response
            }
            Err(Unwritten) => refusal(own),
        }
    }

    /// The marks of this data directory, for finding and erasing.
    pub(crate) fn marks(&self) -> Option<&Marks> {
        self.writer.as_ref().and_then(Writer::marks)
    }
}

/// Instead of an answer that must not go out unwritten.
pub(crate) fn refusal(own: bool) -> Response {
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let message = Unwritten.message();
    if own {
        let mut error = ApiError::new(status, "log_unwritten", message)
            .hint("free some space in the data directory, or set `required = false` in [log] of config.toml");
        error.retry_after = Some(5);
        return error.into_response();
    }
    let mut error = YenteError::new(status, message);
    error.retry_after = Some(5);
    error.into_response()
}
