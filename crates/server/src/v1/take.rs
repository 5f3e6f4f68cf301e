//! What a request brings, or an error in our own shape.

use crate::error::ApiError;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use serde::de::DeserializeOwned;

/// The parameters of the URL.
#[derive(Debug)]
pub(crate) struct ApiQuery<T>(pub(crate) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for ApiQuery<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let query = Query::<T>::try_from_uri(&parts.uri).map_err(|rejection| {
            // It names the parameter and what it must be; it quotes no value.
            let problem = rejection.body_text();
            let problem = problem
                .strip_prefix("Failed to deserialize query string: ")
                .unwrap_or(&problem);
            bad_parameter(problem)
        })?;
        Ok(Self(query.0))
    }
}

/// A parameter that cannot be understood.
pub(crate) fn bad_parameter(problem: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "bad_parameter", problem)
        .hint("`/docs` lists the parameters of every route")
}

/// The parts of the path.
#[derive(Debug)]
pub(crate) struct ApiPath<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for ApiPath<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        let Path(path) = path.map_err(|_| bad_parameter("the path is not UTF-8"))?;
        Ok(Self(path))
    }
}

/// The whole body, of whatever content type, as long as it may be.
#[derive(Debug)]
pub(crate) struct ApiBody(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for ApiBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let body = Bytes::from_request(request, state).await;
        body.map(Self).map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
                too_large("the body is longer than this server takes at once")
            }
            other => ApiError::new(
                other.into_response().status(),
                "body_broken",
                "not screened: the body did not arrive whole",
            ),
        })
    }
}

/// More than a request may bring.
pub(crate) fn too_large(message: impl Into<String>) -> ApiError {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
        .hint("not screened: send fewer records at a time, or any number to `/v1/screen/stream`")
}

/// A body that is not what the route reads.
pub(crate) fn unreadable(message: impl Into<String>) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "unreadable", message)
        .hint("not screened: correct the body; `/docs` shows an example")
}
