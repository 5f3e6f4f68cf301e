//! Is it up, is it ready.

mod support;

use axum::http::StatusCode;
use support::Desk;

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;

#[tokio::test]
async fn a_server_with_a_list_is_up() {
    let got = Desk::new(&[("example_list", LIST)]).get("/healthz").await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.json()["status"], "ok");
}
