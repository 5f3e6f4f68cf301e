//! One connection: HTTP/1.1 or HTTP/2 without TLS (a reverse proxy adds that), and how long it may do what.
//!
//! hyper bounds sizes; times are bounded here, by one rule for both versions: headers that have begun must be
//! whole within the read time, a connection without a request is given up after the idle time, and one on
//! which a request runs and nothing moves is given up when every answer would have come.

use super::accept::Shared;
use super::body::{Answer, Metered};
use super::io::{Activity, Watched};
use crate::settings::ServeSettings;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::{Request, Version};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::Instant;
use tower::ServiceExt;

/// Headers with the request's line: a URL of 60,000 bytes and 32 kB beside it fit; 431 beyond.
const HEADER_BYTES: usize = 96 << 10;
/// How long a connection may wait without a request while places are scarce, and how much longer by chance, so that not
/// all of them go when some are enough.
const CROWDED_IDLE: Duration = Duration::from_secs(1);
const CROWDED_SPREAD_MILLIS: u16 = 2_000;
/// How long a connection without a request is still held when the server ends: a request that its client was just sending
/// is answered, with `connection: close`, instead of lost.
const LAST_WORD: Duration = Duration::from_millis(300);
/// How long a connection that was asked to end may take to do so.
const GOODBYE: Duration = Duration::from_secs(5);

/// What connections are to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Serve.
    Serving,
    /// Answer what has begun, then close.
    Ending,
    /// Close.
    Over,
}

/// Serves one connection to its end.
pub(super) async fn serve(shared: &Arc<Shared>, stream: TcpStream, peer: SocketAddr) {
    let settings = shared.state.settings();
    let activity = Arc::new(Activity::new());
    let service = {
        let (shared, activity) = (Arc::clone(shared), Arc::clone(&activity));
        hyper::service::service_fn(move |request: Request<Incoming>| {
            answer(Arc::clone(&shared), Arc::clone(&activity), request, peer)
        })
    };
    let io = TokioIo::new(Watched::new(stream, Arc::clone(&activity)));
    let builder = builder(settings);
    let connection = builder.serve_connection(io, service);
    let mut connection = std::pin::pin!(connection);

    let mut phase = shared.phase.clone();
    let mut crowded = shared.crowded.subscribe();
    let spread = Duration::from_millis(u64::from(peer.port() % CROWDED_SPREAD_MILLIS));
    let mut closing = None;
    let mut ending: Option<Instant> = None;
    loop {
        let scarce = crowded.borrow_and_update().then_some(CROWDED_IDLE + spread);
        let mut wait = match judge(&activity, settings, scarce, closing) {
            Verdict::Look(wait) => wait,
            Verdict::Close if closing.is_none() => {
                connection.as_mut().graceful_shutdown();
                // A client that has sent nothing, or half of something, gets no goodbye.
                if activity.is_fresh() || activity.begins() {
                    return;
                }
                closing = Some(Instant::now() + GOODBYE);
                GOODBYE
            }
            Verdict::Close => return,
        };
        let now = *phase.borrow_and_update();
        match now {
            Phase::Serving => {}
            Phase::Ending => {
                let until = *ending.get_or_insert_with(|| Instant::now() + LAST_WORD);
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    connection.as_mut().graceful_shutdown();
                } else {
                    wait = wait.min(left);
                }
            }
            Phase::Over => return,
        }
        tokio::select! {
            _ = connection.as_mut() => return,
            _ = phase.changed() => {}
            _ = crowded.changed() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// What to do with a connection.
enum Verdict {
    /// Look again after this time.
    Look(Duration),
    Close,
}

fn judge(
    activity: &Activity,
    settings: &ServeSettings,
    scarce: Option<Duration>,
    closing: Option<Instant>,
) -> Verdict {
    let left = if activity.is_busy() {
        // Longest wait, longest answer, and time for it to be taken.
        let longest = settings.queue_time + settings.answer_time + settings.read_time;
        longest.checked_sub(activity.still_for())
    } else if let Some(end) = closing {
        end.checked_duration_since(Instant::now())
    } else {
        let begins = activity.begins();
        let longest = if begins || activity.is_fresh() {
            settings.read_time
        } else {
            settings.idle_time
        };
        let longest = match scarce {
            Some(scarce) if !begins => longest.min(scarce),
            _ => longest,
        };
        longest.checked_sub(activity.free_for())
    };
    match left {
        // A little later, so that the next look finds it past.
        Some(left) if !left.is_zero() => Verdict::Look(left + Duration::from_millis(5)),
        _ => Verdict::Close,
    }
}

fn builder(settings: &ServeSettings) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        // Ours is the clock: hyper's would also end a connection that rests between two requests.
        .header_read_timeout(None)
        .max_headers(100)
        .max_buf_size(HEADER_BYTES)
        .half_close(false);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(settings.streams)
        // Requests that are reset before they are taken, and errors that a client provokes: a connection that makes
        // more of them is closed (CVE-2023-44487, CVE-2025-8671).
        .max_pending_accept_reset_streams(20)
        .max_local_error_reset_streams(100)
        .max_header_list_size(HEADER_BYTES as u32)
        .initial_stream_window_size(128 << 10)
        .initial_connection_window_size(256 << 10)
        .max_send_buf_size(256 << 10)
        .keep_alive_interval(settings.idle_time)
        .keep_alive_timeout(settings.read_time);
    builder
}

/// Answers one request.
async fn answer(
    shared: Arc<Shared>,
    activity: Arc<Activity>,
    request: Request<Incoming>,
    peer: SocketAddr,
) -> Result<hyper::Response<Answer>, Infallible> {
    let running = activity.request();
    let (mut head, body) = request.into_parts();
    let (body, meter) = Metered::new(body, head.uri.path(), &shared.state);
    head.extensions.insert(ConnectInfo(peer));
    head.extensions.insert(meter);
    let request = Request::from_parts(head, Body::new(body));
    let version = request.version();
    let mut response = shared.routes.clone().oneshot(request).await?;
    if version <= Version::HTTP_11 && *shared.phase.borrow() != Phase::Serving {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    Ok(response.map(|body| Answer::new(body, running)))
}
