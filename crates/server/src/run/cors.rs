//! Which answers a page of another origin may read: yente's routes, as OpenRefine's suggestions need it.
//!
//! yente allows every origin *with* credentials; here it is every origin without: a page that somebody visits can
//! then use no session or certificate of his. Own routes allow no other origin.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

/// True for paths of yente's contract that a page may ask.
fn is_open(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next();
    matches!(
        first,
        Some(
            "match"
                | "search"
                | "entities"
                | "reconcile"
                | "catalog"
                | "manifest"
                | "algorithms"
                | "openapi.json"
        )
    )
}

/// The answer to a page that asks whether it may ask.
pub(super) fn preflight(method: &Method, path: &str, headers: &HeaderMap) -> Option<Response> {
    let asks = method == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    if !asks || !is_open(path) {
        return None;
    }
    let mut response = StatusCode::OK.into_response();
    let out = response.headers_mut();
    out.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    out.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, HEAD, POST, OPTIONS"),
    );
    out.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    if let Some(wanted) = headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        out.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    Some(response)
}

/// Lets a page of another origin read an answer.
pub(super) fn allow(path: &str, origin: bool, out: &mut HeaderMap) {
    if origin && is_open(path) {
        out.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        out.insert(
            ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("x-batch-size, x-request-id, traceparent, retry-after"),
        );
    }
}
