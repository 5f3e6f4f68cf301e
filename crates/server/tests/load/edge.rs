//! What every answer has, and how requests are refused that no handler saw.

use crate::support::Desk;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use kashf_server::ServeSettings;

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;

#[tokio::test]
async fn an_unknown_route_is_refused_in_the_shape_of_its_side() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let yente = desk.get("/nowhere").await;
    assert_eq!(yente.status, StatusCode::NOT_FOUND);
    assert_eq!(yente.json(), serde_json::json!({"detail": "Not Found"}));
    let own = desk.get("/v1/nowhere").await;
    assert_eq!(own.status, StatusCode::NOT_FOUND);
    assert!(own.json()["code"].is_string());
}

#[tokio::test]
async fn a_wrong_method_is_told_which_is_right() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let request = Request::delete("/healthz")
        .body(Body::empty())
        .expect("a request");
    let got = desk.send(request).await;
    assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(got.json()["detail"], "Method Not Allowed");
    assert_eq!(got.headers["allow"], "GET,HEAD");
}

#[tokio::test]
async fn a_url_of_sixty_thousand_bytes_is_read_and_one_more_is_not() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let url = |bytes: usize| {
        let start = "/healthz?q=";
        format!("{start}{}", "a".repeat(bytes - start.len()))
    };
    assert_eq!(desk.get(&url(60_000)).await.status, StatusCode::OK);
    let long = desk.get(&url(60_001)).await;
    assert_eq!(long.status, StatusCode::URI_TOO_LONG);
    assert_eq!(long.json()["detail"], "Request URI too long");
}

#[tokio::test]
async fn a_body_that_says_it_is_too_long_is_refused_before_it_comes() {
    let settings = ServeSettings {
        body_bytes: 1_000,
        ..ServeSettings::default()
    };
    let desk = Desk::with(&[("example_list", LIST)], settings);
    let request = Request::post("/healthz")
        .header("content-length", "1001")
        .body(Body::empty())
        .expect("a request");
    let got = desk.send(request).await;
    assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(got.json()["detail"].is_string());
}

#[tokio::test]
async fn every_answer_continues_the_trace_of_its_request() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let id = "4bf92f3577b34da6a3ce929d0e0e4736";
    let request = Request::get("/healthz")
        .header("traceparent", format!("00-{id}-00f067aa0ba902b7-01"))
        .body(Body::empty())
        .expect("a request");
    let got = desk.send(request).await;
    let parent = got.headers["traceparent"].to_str().expect("text");
    assert!(parent.starts_with(&format!("00-{id}-")), "{parent}");
    assert!(!parent.contains("00f067aa0ba902b7"), "a span of its own");
    assert_eq!(got.headers["x-request-id"], id);
    let other = desk.get("/healthz").await;
    assert_ne!(other.headers["x-request-id"], id);
}

#[tokio::test]
async fn pages_of_other_origins_may_read_yentes_routes_only_and_without_credentials() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let ask = |method: Method, path: &str| {
        Request::builder()
            .method(method)
            .uri(path)
            .header("origin", "https://refine.example")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type")
            .body(Body::empty())
            .expect("a request")
    };
    let open = desk.send(ask(Method::OPTIONS, "/reconcile/default")).await;
    assert_eq!(open.status, StatusCode::OK);
    assert_eq!(open.headers["access-control-allow-origin"], "*");
    assert_eq!(open.headers["access-control-allow-headers"], "content-type");
    assert!(
        !open
            .headers
            .contains_key("access-control-allow-credentials")
    );
    for path in ["/v1/lists", "/metrics", "/updatez"] {
        let closed = desk.send(ask(Method::OPTIONS, path)).await;
        let allowed = closed.headers.contains_key("access-control-allow-origin");
        assert!(!allowed, "{path}");
    }
}
