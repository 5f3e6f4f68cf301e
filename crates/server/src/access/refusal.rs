//! Why somebody is not admitted, in the shape of the route that was asked.

use super::rate::Allowance;
use crate::error::{ApiError, YenteError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kashf_records::Scope;

/// Why a request is not admitted.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It says nothing of who asks.
    NoCredentials,
    /// What it says is wrong, expired or revoked.
    BadCredentials,
    /// Who asks may not have this.
    NotAllowed(Option<Scope>),
    /// Asked too often.
    TooMany(Allowance),
    /// Wrong too often; seconds to wait.
    TooManyFailures(u32),
    /// Keys and users cannot be read now.
    Unknowable,
}

impl Refusal {
    const fn parts(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::NoCredentials => (
                StatusCode::UNAUTHORIZED,
                "no_credentials",
                "not admitted: this server asks for a key",
            ),
            Self::BadCredentials => (
                StatusCode::UNAUTHORIZED,
                "bad_credentials",
                "not admitted: the key or the password is wrong, expired or revoked",
            ),
            Self::NotAllowed(_) => (
                StatusCode::FORBIDDEN,
                "not_allowed",
                "not admitted: this key or user may not use this route",
            ),
            Self::TooMany(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_requests",
                "not screened: the requests of this key are used up for now",
            ),
            Self::TooManyFailures(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_failures",
                "not admitted: too many wrong keys or passwords; wait and try again",
            ),
            Self::Unknowable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "access_unknown",
                "not screened: who may ask cannot be found out now",
            ),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NoCredentials => {
                Some("send `Authorization: Bearer KEY`, or `X-API-Key: KEY`".to_owned())
            }
            Self::NotAllowed(Some(scope)) => Some(format!("it needs the scope `{scope}`")),
            _ => None,
        }
    }

    const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooMany(allowance) => Some(allowance.wait),
            Self::TooManyFailures(seconds) => Some(*seconds),
            Self::Unknowable => Some(1),
            Self::NoCredentials | Self::BadCredentials | Self::NotAllowed(_) => None,
        }
    }

    /// As the route of this path answers errors.
    pub(super) fn response(self, path: &str) -> Response {
        let (status, code, message) = self.parts();
        let mut response = if path.starts_with("/v1") {
            let mut error = ApiError::new(status, code, message);
            error.hint = self.hint();
            error.retry_after = self.retry_after();
            error.into_response()
        } else {
            let mut error = YenteError::new(status, message);
            error.retry_after = self.retry_after();
            error.into_response()
        };
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            let asked = HeaderValue::from_static(r#"Bearer realm="kashf", Basic realm="kashf""#);
            headers.insert(header::WWW_AUTHENTICATE, asked);
        }
        if let Self::TooMany(allowance) = self {
            allowance.write(headers);
        }
        response
    }
}
