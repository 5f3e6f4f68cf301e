//! `/v1/screen/stream`: a line a record, answered while they come, and a last line that says whether it is whole.

use crate::support::Desk;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Frame;
use kashf_server::ServeSettings;
use serde_json::Value;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;
use tower::ServiceExt;

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;

/// A body whose pieces come through a channel.
struct Pieces(mpsc::UnboundedReceiver<Bytes>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0
            .poll_recv(context)
            .map(|piece| piece.map(|bytes| Ok(Frame::data(bytes))))
    }
}

/// A body that never ends and counts what was taken of it.
struct Endless(Arc<AtomicUsize>);

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let lines = "{\"name\":\"Nadir Exampleman\"}\n".repeat(100);
        self.0.fetch_add(lines.len(), Ordering::Relaxed);
        Poll::Ready(Some(Ok(Frame::data(lines.into()))))
    }
}

fn lines(body: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(body).expect("UTF-8");
    assert!(text.ends_with('\n'), "the last line is whole");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect()
}

async fn stream(desk: &Desk, body: impl Into<Body>) -> Vec<Value> {
    let request = Request::post("/v1/screen/stream")
        .body(body.into())
        .expect("a request");
    let got = desk.send(request).await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.headers["content-type"], "application/x-ndjson");
    lines(&got.body)
}

#[tokio::test]
async fn every_record_has_a_line_in_order_and_the_last_line_sums_up() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let mut body = String::from("\u{feff}");
    for number in 0..500 {
        body.push_str(&format!(
            "{{\"id\":\"c-{number}\",\"name\":\"Nadir Exampleman\"}}\r\n"
        ));
    }
    let said = stream(&desk, body).await;
    assert_eq!(said.len(), 501);
    for (number, line) in said[..500].iter().enumerate() {
        assert_eq!(line["id"], format!("c-{number}"));
        assert_eq!(line["matches"][0]["id"], "x-1");
    }
    let summary = &said[500]["summary"];
    assert_eq!(summary["complete"], true);
    assert_eq!(summary["problem"], Value::Null);
    assert_eq!(summary["records"], 500);
    assert_eq!(summary["screened"], 500);
    assert_eq!(summary["with_match"], 500);
    assert_eq!(summary["snapshot"], said[0]["snapshot"]);
}

#[tokio::test]
async fn a_bad_line_is_answered_with_its_number_and_quotes_nothing() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let body = "{\"name\":\"Nadir Exampleman\"}\n\n{\"name\": Canary Birdsong}\n[1]\n\u{1}{\"name\":\"Nadir Exampleman\"}";
    let said = stream(&desk, body).await;
    assert_eq!(said.len(), 5);
    assert_eq!(said[0]["status"], "screened");
    assert_eq!(said[1]["id"], "2");
    assert_eq!(said[1]["status"], "not_screened");
    assert_eq!(said[1]["problem"], "line 3: not JSON (column 10)");
    assert_eq!(said[2]["problem"], "line 4: expected a JSON object");
    assert_eq!(said[3]["status"], "not_screened");
    assert_eq!(said[4]["summary"]["not_screened"], 3);
    assert_eq!(said[4]["summary"]["complete"], true);
    assert!(!format!("{said:?}").contains("Canary"));
}

#[tokio::test]
async fn an_empty_stream_is_whole() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let said = stream(&desk, "").await;
    assert_eq!(said.len(), 1);
    assert_eq!(said[0]["summary"]["records"], 0);
    assert_eq!(said[0]["summary"]["complete"], true);
}

#[tokio::test]
async fn a_line_is_answered_before_the_next_one_is_sent() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let (send, pieces) = mpsc::unbounded_channel();
    let body = Body::new(Pieces(pieces));
    let request = Request::post("/v1/screen/stream")
        .body(body)
        .expect("a request");
    let answer = desk
        .routes
        .clone()
        .oneshot(request)
        .await
        .expect("an answer");
    let mut answer = answer.into_body();
    for number in 1..=3 {
        send.send(Bytes::from("{\"name\":\"Nadir "))
            .expect("somebody reads");
        send.send(Bytes::from("Exampleman\"}\n"))
            .expect("somebody reads");
        let frame = answer.frame().await.expect("an answer").expect("whole");
        let line = lines(frame.data_ref().expect("data"));
        assert_eq!(line[0]["id"], number.to_string());
    }
    drop(send);
    let end = answer.collect().await.expect("an end").to_bytes();
    assert_eq!(lines(&end)[0]["summary"]["records"], 3);
}

#[tokio::test]
async fn who_takes_no_answers_stops_his_own_body() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let taken = Arc::new(AtomicUsize::new(0));
    let body = Body::new(Endless(Arc::clone(&taken)));
    let request = Request::post("/v1/screen/stream")
        .body(body)
        .expect("a request");
    let answer = desk
        .routes
        .clone()
        .oneshot(request)
        .await
        .expect("an answer");
    let mut before = usize::MAX;
    while before != taken.load(Ordering::Relaxed) {
        before = taken.load(Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert!(
        before > 0 && before < 1_000_000,
        "{before} bytes were taken"
    );
    // Others are answered meanwhile, and whoever goes leaves nothing behind.
    assert_eq!(desk.get("/healthz").await.status, StatusCode::OK);
    drop(answer);
}

#[tokio::test]
async fn a_body_that_stops_coming_ends_with_the_reason() {
    let settings = ServeSettings {
        answer_time: Duration::from_millis(200),
        ..ServeSettings::default()
    };
    let desk = Desk::with(&[("example_list", LIST)], settings);
    let (send, pieces) = mpsc::unbounded_channel();
    send.send(Bytes::from(
        "{\"name\":\"Nadir Exampleman\"}\n{\"name\":\"Nad",
    ))
    .expect("a channel");
    let said = stream(&desk, Body::new(Pieces(pieces))).await;
    assert_eq!(said[0]["status"], "screened");
    let summary = &said[1]["summary"];
    assert_eq!(summary["complete"], false);
    assert_eq!(summary["problem"], "no line came for too long");
    assert_eq!(summary["records"], 1);
    drop(send);
}

#[tokio::test]
async fn a_wrong_parameter_is_refused_before_anything_is_read() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let uri = "/v1/screen/stream?datasets=no_such_list";
    let request = Request::post(uri)
        .body(Body::from("{}\n"))
        .expect("a request");
    let got = desk.send(request).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    assert_eq!(got.json()["code"], "not_loaded");
}
