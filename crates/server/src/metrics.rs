//! `/metrics`: counts and times in Prometheus' text form. No name, no id of a record, no value of a query (promise P14).
//!
//! A small writer of our own, not `prometheus-client`: the form is a line a number, and here every label is a
//! route's template, a status, a word of the program or the name of a dataset, by type. Nothing a client
//! sends can become a label, so the number of series is bounded too.

use crate::state::AppState;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Router, extract::State};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Upper bounds of the latency buckets, in microseconds: around the 20 ms that a request may take.
const BUCKETS: [u64; 14] = [
    500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
    2_000_000, 5_000_000, 30_000_000,
];

pub(crate) fn routes() -> Router<AppState> {
    Router::new().route("/metrics", get(metrics))
}

/// What was counted since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    routes: Mutex<BTreeMap<Box<str>, Route>>,
    words: Mutex<BTreeMap<(&'static str, &'static str), u64>>,
    /// Requests that are being answered.
    pub(crate) in_flight: AtomicUsize,
    /// Open connections.
    pub(crate) connections: AtomicUsize,
    /// Connections taken since the start.
    pub(crate) accepted: AtomicU64,
    /// Bytes of bodies held now.
    pub(crate) body_memory: AtomicUsize,
    /// Lines of the access log that were not written because its reader is slow.
    pub(crate) log_dropped: AtomicU64,
    /// Swaps to another snapshot or policy.
    pub(crate) swaps: AtomicU64,
}

/// One route.
#[derive(Debug, Default)]
struct Route {
    answers: BTreeMap<(&'static str, u16), u64>,
    buckets: [u64; BUCKETS.len() + 1],
    micros: u64,
}

/// How a screening went, for [`Metrics::screened`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screened {
    /// In full.
    Full,
    /// Not against all that was asked.
    Partial,
    /// Not at all: the query cannot be screened, or a defect stopped it.
    Not,
}

impl Metrics {
    /// A request was answered. The route is its template, never the path.
    pub(crate) fn answered(
        &self,
        route: &str,
        method: &'static str,
        status: StatusCode,
        took: Duration,
    ) {
        let mut routes = lock(&self.routes);
        if !routes.contains_key(route) {
            routes.insert(route.into(), Route::default());
        }
        let Some(entry) = routes.get_mut(route) else {
            return;
        };
        *entry.answers.entry((method, status.as_u16())).or_default() += 1;
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.partition_point(|bound| *bound < micros);
        entry.buckets[bucket] += 1;
        entry.micros = entry.micros.saturating_add(micros);
    }

    /// Queries were screened. Whoever answers `/match` and its like calls it once an answer.
    pub(crate) fn screened(&self, how: Screened, queries: u64) {
        let word = match how {
            Screened::Full => "screened",
            Screened::Partial => "partial",
            Screened::Not => "not_screened",
        };
        self.count("screenings", word, queries);
    }

    /// A request was refused without being worked on, for this reason.
    pub(crate) fn refused(&self, reason: &'static str) {
        self.count("refused", reason, 1);
    }

    /// Something that happens behind the requests: `refresh_failed`, `poll_live` ...
    pub(crate) fn event(&self, word: &'static str) {
        self.count("events", word, 1);
    }

    fn count(&self, family: &'static str, word: &'static str, by: u64) {
        *lock(&self.words).entry((family, word)).or_default() += by;
    }

    /// All of it as text.
    fn text(&self, state: &AppState) -> String {
        let mut out = String::with_capacity(8_192);
        self.write_routes(&mut out);
        self.write_words(&mut out);
        let gauge = |out: &mut String, name: &str, what: &str, value: u64| {
            // Writing into a String cannot fail.
            let _ = writeln!(
                out,
                "# HELP kashf_{name} {what}\n# TYPE kashf_{name} gauge\nkashf_{name} {value}"
            );
        };
        let now = |of: &AtomicUsize| of.load(Ordering::Relaxed) as u64;
        gauge(
            &mut out,
            "requests_in_flight",
            "Requests being answered.",
            now(&self.in_flight),
        );
        gauge(
            &mut out,
            "connections",
            "Open connections.",
            now(&self.connections),
        );
        gauge(
            &mut out,
            "body_memory_bytes",
            "Bytes of request bodies held.",
            now(&self.body_memory),
        );
        gauge(
            &mut out,
            "screening_log_lost",
            "Rows of the screening log that could not be written since the start.",
            state.log().lost(),
        );
        let pool = state.pool();
        gauge(
            &mut out,
            "queue_length",
            "Requests that wait for a worker.",
            pool.waiting() as u64,
        );
        gauge(
            &mut out,
            "workers_busy",
            "Workers at work.",
            pool.busy() as u64,
        );
        gauge(
            &mut out,
            "workers",
            "Workers.",
            state.settings().workers as u64,
        );
        for (name, what, of) in [
            ("connections_total", "Connections taken.", &self.accepted),
            (
                "access_log_dropped_total",
                "Lines of the access log that were not written.",
                &self.log_dropped,
            ),
            (
                "snapshot_swaps_total",
                "Swaps to another snapshot or policy.",
                &self.swaps,
            ),
        ] {
            let value = of.load(Ordering::Relaxed);
            let _ = writeln!(
                out,
                "# HELP kashf_{name} {what}\n# TYPE kashf_{name} counter\nkashf_{name} {value}"
            );
        }
        state.vitals().write_metrics(&mut out, &state.world());
        out
    }

    fn write_routes(&self, out: &mut String) {
        let routes = lock(&self.routes);
        out.push_str("# HELP kashf_requests_total Requests by route, method and status (499: the client left).\n# TYPE kashf_requests_total counter\n");
        for (route, entry) in &*routes {
            for ((method, status), count) in &entry.answers {
                let _ = writeln!(
                    out,
                    "kashf_requests_total{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}} {count}"
                );
            }
        }
        out.push_str("# HELP kashf_request_seconds Time until an answer begins.\n# TYPE kashf_request_seconds histogram\n");
        for (route, entry) in &*routes {
            let mut sum = 0;
            for (at, count) in entry.buckets.iter().enumerate() {
                sum += count;
                let bound = BUCKETS
                    .get(at)
                    .map_or("+Inf".to_owned(), |micros| seconds(*micros));
                let _ = writeln!(
                    out,
                    "kashf_request_seconds_bucket{{route=\"{route}\",le=\"{bound}\"}} {sum}"
                );
            }
            let _ = writeln!(
                out,
                "kashf_request_seconds_sum{{route=\"{route}\"}} {}\nkashf_request_seconds_count{{route=\"{route}\"}} {sum}",
                seconds(entry.micros)
            );
        }
    }

    fn write_words(&self, out: &mut String) {
        let words = lock(&self.words);
        for (family, label, what) in [
            ("screenings", "status", "Queries screened."),
            (
                "refused",
                "reason",
                "Requests refused without being worked on.",
            ),
            ("events", "event", "What happened behind the requests."),
        ] {
            let _ = writeln!(
                out,
                "# HELP kashf_{family}_total {what}\n# TYPE kashf_{family}_total counter"
            );
            for ((_, word), count) in words.iter().filter(|((of, _), _)| *of == family) {
                let _ = writeln!(out, "kashf_{family}_total{{{label}=\"{word}\"}} {count}");
            }
        }
    }
}

/// Microseconds as seconds.
fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Numbers are whole even when a thread ended while it held them.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was counted since the start, for Prometheus; it holds no name.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "service",
    responses((status = 200, description = "Metrics", content_type = "text/plain", body = String)),
)]
pub(crate) async fn metrics(State(state): State<AppState>) -> impl IntoResponse {
    let text = state.metrics().text(&state);
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_counts_in_every_bucket_above_it() {
        let metrics = Metrics::default();
        metrics.answered("/x/{id}", "GET", StatusCode::OK, Duration::from_millis(7));
        metrics.answered("/x/{id}", "GET", StatusCode::OK, Duration::from_secs(60));
        let mut out = String::new();
        metrics.write_routes(&mut out);
        assert!(
            out.contains("kashf_requests_total{route=\"/x/{id}\",method=\"GET\",status=\"200\"} 2")
        );
        assert!(
            out.contains("{route=\"/x/{id}\",le=\"0.005000\"} 0"),
            "{out}"
        );
        assert!(
            out.contains("{route=\"/x/{id}\",le=\"0.010000\"} 1"),
            "{out}"
        );
        assert!(
            out.contains("{route=\"/x/{id}\",le=\"30.000000\"} 1"),
            "{out}"
        );
        assert!(out.contains("{route=\"/x/{id}\",le=\"+Inf\"} 2"), "{out}");
        assert!(out.contains("kashf_request_seconds_sum{route=\"/x/{id}\"} 60.007000"));
    }
}
