//! Around every request: its trace, its time, its line in the log, and errors in one of two shapes.
//!
//! What a handler did not say itself (an unknown route, a body that is too long, a panic) becomes `{"detail"}` on
//! yente's routes and `{"code","message","hint"}` on own ones, without a word of what the client sent.

use super::body::{Fault, Meter};
use super::cors;
use super::trace::Trace;
use crate::error::{ApiError, Overload, YenteError};
use crate::log::RequestId;
use crate::state::AppState;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::{Duration, Instant};

/// Longest URL, as in yente.
const URL_BYTES: usize = 60_000;

/// The layer.
pub(super) async fn observe(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let mut seen = Seen::new(state, &request);
    let id = RequestId(seen.trace.id.as_str().into());
    request.extensions_mut().insert(id);
    let own = request.uri().path().starts_with("/v1/");
    let path = request.uri().path().to_owned();
    let origin = request.headers().contains_key(header::ORIGIN);
    let meter = request.extensions().get::<Arc<Meter>>().cloned();
    let mut response = if url_bytes(&request) > URL_BYTES {
        StatusCode::URI_TOO_LONG.into_response()
    } else if !own && is_too_long(request.headers(), seen.state.settings().body_bytes) {
        // Refused before it is sent: the client that waits for "100 Continue" sends nothing.
        StatusCode::PAYLOAD_TOO_LARGE.into_response()
    } else if let Some(answer) = cors::preflight(request.method(), &path, request.headers()) {
        answer
    } else {
        caught(next.run(request)).await
    };
    match meter.as_deref().and_then(Meter::fault) {
        Some(Fault::Slow) => response = StatusCode::REQUEST_TIMEOUT.into_response(),
        Some(Fault::TooMany) => response = StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Some(Fault::NoMemory) => {
            seen.state.metrics().refused("body_memory");
            response = if own {
                ApiError::from(Overload::Busy).into_response()
            } else {
                YenteError::from(Overload::Busy).into_response()
            };
        }
        None => {}
    }
    if needs_words(&response) {
        response = worded(own, response);
    }
    let headers = response.headers_mut();
    cors::allow(&path, origin, headers);
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    seen.trace.tell(headers);
    seen.end(response.status());
    response
}

/// A request that is being answered. When it is dropped without an end its client has left.
struct Seen {
    state: AppState,
    begun: Instant,
    method: &'static str,
    route: Option<MatchedPath>,
    trace: Trace,
    ended: bool,
}

impl Seen {
    fn new(state: AppState, request: &Request) -> Self {
        state.metrics().in_flight.fetch_add(1, Ordering::Relaxed);
        Self {
            state,
            begun: Instant::now(),
            method: word(request.method()),
            route: request.extensions().get::<MatchedPath>().cloned(),
            trace: Trace::of(request.headers()),
            ended: false,
        }
    }

    fn end(&mut self, status: StatusCode) {
        self.ended = true;
        let route = self.route.as_ref().map_or("unknown", MatchedPath::as_str);
        let took: Duration = self.begun.elapsed();
        let metrics = self.state.metrics();
        metrics.in_flight.fetch_sub(1, Ordering::Relaxed);
        metrics.answered(route, self.method, status, took);
        self.state
            .access_log()
            .request(self.method, route, status.as_u16(), took, &self.trace.id);
    }
}

impl Drop for Seen {
    fn drop(&mut self) {
        if !self.ended {
            // What nginx calls it; no client sees it.
            let left = StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST);
            self.end(left);
        }
    }
}

/// The method as a word of ours: a label cannot come from a client.
fn word(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

fn url_bytes(request: &Request) -> usize {
    let query = request.uri().query();
    request.uri().path().len() + query.map_or(0, |query| query.len() + 1)
}

/// True when the body says that it is longer than it may be.
fn is_too_long(headers: &HeaderMap, most: usize) -> bool {
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    length.is_some_and(|length| length > most as u64)
}

/// Runs a handler; a defect in it costs this request.
async fn caught(answer: impl Future<Output = Response>) -> Response {
    let mut answer = std::pin::pin!(answer);
    std::future::poll_fn(move |cx| {
        match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(cx))) {
            Ok(polled) => polled,
            Err(_) => Poll::Ready(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
        }
    })
    .await
}

/// True for errors without a body of ours: only handlers write JSON.
fn needs_words(response: &Response) -> bool {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return false;
    }
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
    !kind.starts_with("application/json")
}

/// The same status with words of ours, in the shape of its route.
fn worded(own: bool, old: Response) -> Response {
    let status = old.status();
    let (code, message) = match status {
        StatusCode::NOT_FOUND => ("not_found", "Not Found"),
        StatusCode::METHOD_NOT_ALLOWED => ("method_not_allowed", "Method Not Allowed"),
        StatusCode::REQUEST_TIMEOUT => ("too_slow", "not screened: the body came too slowly"),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "too_large",
            "not screened: the body is too long, or holds too many values",
        ),
        StatusCode::URI_TOO_LONG => ("url_too_long", "Request URI too long"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("media_type", "the body's type is not taken here"),
        StatusCode::INTERNAL_SERVER_ERROR => (
            "defect",
            "not screened: a defect of the program stopped this request",
        ),
        status if status.is_client_error() => ("bad_request", "the request cannot be read"),
        _ => ("failed", "not screened: the request failed"),
    };
    let mut new = if own {
        ApiError::new(status, code, message).into_response()
    } else {
        YenteError::new(status, message).into_response()
    };
    for name in [header::ALLOW, header::RETRY_AFTER, header::WWW_AUTHENTICATE] {
        if let Some(value) = old.headers().get(&name) {
            new.headers_mut().insert(name, value.clone());
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    #[tokio::test]
    async fn a_handler_that_panics_costs_its_request_and_says_nothing_of_it() {
        let broken = async {
            tokio::task::yield_now().await;
            let name = std::hint::black_box("Nadir Exampleman");
            panic!("no rule for {name}");
        };
        let response = caught(broken).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(needs_words(&response));
        for own in [true, false] {
            let response = worded(own, StatusCode::INTERNAL_SERVER_ERROR.into_response());
            let body = response.into_body().collect().await.unwrap().to_bytes();
            let text = String::from_utf8_lossy(&body);
            assert!(text.contains("not screened"), "{text}");
            assert!(!text.contains("Nadir"), "{text}");
        }
    }
}
