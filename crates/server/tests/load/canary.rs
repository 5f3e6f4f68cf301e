//! A name that is screened appears in nothing that the server says of itself (promise P14).

use crate::support::Desk;
use axum::body::Body;
use axum::http::{HeaderName, Method, Request};
use kashf_server::{AccessLog, ServeSettings};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const LIST: &str =
    r#"{"id":"canary-row-7","schema":"Person","properties":{"name":["Zephyrine Quandrilleux"]}}"#;

/// Parts of the names, ids and values that are sent; none of them is a word of the program.
const CANARIES: [&str; 4] = ["zephyrine", "quandrilleux", "canary-row", "xylocanary"];

/// Paths that take a value, whether or not this server has the route.
const PATHS: [&str; 12] = [
    "/match/default",
    "/match/xylocanary",
    "/search/default?q=Zephyrine+Quandrilleux",
    "/search/xylocanary?q=Zephyrine&limit=Quandrilleux",
    "/entities/canary-row-7",
    "/entities/canary-row-7/adjacent/xylocanary",
    "/reconcile/default?queries=Zephyrine",
    "/reconcile/default/suggest/entity?prefix=Zephyrine",
    "/v1/screen?name=Zephyrine",
    "/v1/screen/batch",
    "/v1/lists/xylocanary",
    "/xylocanary/Zephyrine",
];

#[tokio::test]
async fn no_log_metric_or_state_holds_what_was_asked() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let settings = ServeSettings {
        access_log: AccessLog::Memory(Arc::clone(&lines)),
        ..ServeSettings::default()
    };
    let desk = Desk::with(&[("example_list", LIST)], settings);
    let query = json!({
        "schema": "Person", "id": "canary-row-7",
        "properties": {"name": ["Zephyrine Quandrilleux"]}, "name": "Zephyrine Quandrilleux",
        "queries": {"xylocanary": {"schema": "Person", "properties": {"name": ["Zephyrine Quandrilleux"]}}},
    });
    let bodies = [
        query.to_string(),
        format!("{query}{{\"Zephyrine"),
        "\"Zephyrine Quandrilleux\"".to_owned(),
        String::new(),
    ];
    let mut sent = 0;
    for path in PATHS {
        for method in [Method::GET, Method::POST, Method::PUT] {
            for body in &bodies {
                let mut request = Request::builder().method(&method).uri(path);
                for name in [
                    "x-request-id",
                    "traceparent",
                    "tracestate",
                    "user-agent",
                    "referer",
                ] {
                    request = request.header(HeaderName::from_static(name), "xylocanary=Zephyrine");
                }
                let request = request.body(Body::from(body.clone())).expect("a request");
                desk.send(request).await;
                sent += 1;
            }
        }
    }
    let metrics = String::from_utf8(desk.get("/metrics").await.body).expect("text");
    let ready = String::from_utf8(desk.get("/readyz").await.body).expect("text");
    let written = all_lines(&lines, sent + 2);
    for (what, text) in [("metrics", &metrics), ("readyz", &ready), ("log", &written)] {
        let text = text.to_lowercase();
        for canary in CANARIES {
            assert!(!text.contains(canary), "{what} holds {canary}:\n{text}");
        }
    }
    // They are not empty either.
    assert!(metrics.contains("kashf_requests_total{route=\"/v1/screen\",method=\"POST\""));
    assert!(written.contains("\"route\":\"/v1/screen\""));
    assert!(written.contains("\"route\":\"unknown\"") || written.contains("\"status\":404"));
}

/// The log, when so many lines have come.
fn all_lines(lines: &Mutex<Vec<u8>>, wanted: usize) -> String {
    let begun = Instant::now();
    loop {
        let text = String::from_utf8(lines.lock().expect("not poisoned").clone()).expect("text");
        if text.lines().count() >= wanted {
            return text;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "the log is short:\n{text}"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}
