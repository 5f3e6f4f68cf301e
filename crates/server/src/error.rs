//! Errors: of the server itself, and the two shapes in which a request is refused.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kashf::KashfError;
use serde_json::json;

/// Why the server does not start or stops.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The data directory.
    #[error(transparent)]
    Kashf(#[from] KashfError),
    /// `kashf.sqlite`.
    #[error(transparent)]
    Records(#[from] kashf_records::RecordsError),
    /// Others reach the address, and nothing would tell them apart.
    #[error("{address}: other machines reach this address, and there is no key and no user")]
    Unguarded {
        /// The address.
        address: std::net::SocketAddr,
    },
    /// The address cannot be had.
    #[error("{address}: cannot listen")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A second signal, or the end of the time to drain.
    #[error("stopped before every request had its answer")]
    CutShort,
}

impl ServeError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Kashf(error) => error.hint(),
            Self::Records(error) => error.hint(),
            Self::Unguarded { .. } => Some(
                "make a key with `kashf keys add NAME --scope screen,read` or a user with `kashf users add NAME`, or listen on 127.0.0.1"
                    .to_owned(),
            ),
            Self::Listen { .. } | Self::CutShort => None,
        }
    }
}

/// A refusal on yente's routes: `{"detail": ...}`.
#[derive(Debug)]
pub(crate) struct YenteError {
    pub(crate) status: StatusCode,
    pub(crate) detail: serde_json::Value,
    pub(crate) retry_after: Option<u32>,
}

impl YenteError {
    /// With a sentence as detail.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: serde_json::Value::String(detail.into()),
            retry_after: None,
        }
    }
}

impl IntoResponse for YenteError {
    fn into_response(self) -> Response {
        let body = Json(json!({ "detail": self.detail }));
        with_retry((self.status, body).into_response(), self.retry_after)
    }
}

/// A refusal on own routes: `{"code","message","hint"}`.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    /// A word that programs branch on, such as `not_found`.
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
    pub(crate) retry_after: Option<u32>,
}

impl ApiError {
    /// Without a hint.
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            hint: None,
            retry_after: None,
        }
    }

    /// With a remedy.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = Json(json!({
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
        }));
        with_retry((self.status, body).into_response(), self.retry_after)
    }
}

/// A defect of ours, of which the client learns no more.
pub(crate) fn internal() -> ApiError {
    Overload::Defect.into()
}

fn with_retry(mut response: Response, seconds: Option<u32>) -> Response {
    if let Some(seconds) = seconds {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

impl From<KashfError> for ApiError {
    fn from(error: KashfError) -> Self {
        let mut api = match &error {
            KashfError::NotLoaded { .. } => {
                Self::new(StatusCode::NOT_FOUND, "not_loaded", error.to_string())
            }
            other => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "data_directory",
                other.to_string(),
            ),
        };
        api.hint = error.hint();
        api
    }
}

/// The server has no room for this request now: nothing was screened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overload {
    /// The queue is full, or the wait was too long.
    Busy,
    /// The work took longer than it may.
    TooLong,
    /// A defect stopped it.
    Defect,
}

impl Overload {
    /// Seconds after which another try makes sense.
    const RETRY_AFTER: u32 = 1;

    /// The word under which it is counted.
    pub(crate) const fn word(self) -> &'static str {
        self.parts().1
    }

    const fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "not screened: the server has more work than it can take; try again",
            ),
            Self::TooLong => (
                StatusCode::SERVICE_UNAVAILABLE,
                "too_long",
                "not screened: the answer took longer than it may",
            ),
            Self::Defect => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "defect",
                "not screened: a defect of the program stopped this request",
            ),
        }
    }
}

impl From<Overload> for YenteError {
    fn from(overload: Overload) -> Self {
        let (status, _, message) = overload.parts();
        let mut error = Self::new(status, message);
        error.retry_after = Some(Overload::RETRY_AFTER);
        error
    }
}

impl From<Overload> for ApiError {
    fn from(overload: Overload) -> Self {
        let (status, code, message) = overload.parts();
        let mut error = Self::new(status, code, message);
        error.retry_after = Some(Overload::RETRY_AFTER);
        error
    }
}
