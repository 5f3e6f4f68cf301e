//! Is it up, is it ready, look again now.

use crate::support::{Desk, Got, load};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use kashf_server::{ServeSettings, UpdateToken};

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;

async fn update(desk: &Desk, query: &str) -> Got {
    let request = Request::post(format!("/updatez{query}"));
    desk.send(request.body(Body::empty()).expect("a request"))
        .await
}

#[tokio::test]
async fn a_server_with_a_list_is_up_and_ready() {
    let desk = Desk::new(&[("example_list", LIST)]);
    for path in ["/healthz", "/readyz"] {
        let got = desk.get(path).await;
        assert_eq!(got.status, StatusCode::OK);
        assert_eq!(got.json()["status"], "ok");
    }
    let ready = desk.get("/readyz").await.json();
    assert_eq!(ready["snapshot"].as_str().map(str::len), Some(64));
}

#[tokio::test]
async fn without_a_configured_token_no_token_opens_updatez() {
    let desk = Desk::new(&[("example_list", LIST)]);
    for query in ["", "?token=", "?token=unsafe-default", "?token=x&sync=true"] {
        let got = update(&desk, query).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{query}");
        assert_eq!(got.json()["detail"], "Invalid token.");
    }
}

#[tokio::test]
async fn updatez_with_its_token_takes_up_what_was_loaded() {
    let settings = ServeSettings {
        update_token: UpdateToken::new("seven doors"),
        ..ServeSettings::default()
    };
    let desk = Desk::with(&[("example_list", LIST)], settings);
    let before = desk.get("/readyz").await.json()["snapshot"].clone();
    for wrong in ["?token=seven", "?token=seven+doors+more", "?sync=true"] {
        assert_eq!(update(&desk, wrong).await.status, StatusCode::FORBIDDEN);
    }
    let odd = update(&desk, "?token=seven+doors&sync=perhaps").await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);

    let kashf = kashf::Kashf::open(desk.data()).expect("the data directory");
    let file = desk.folder.path().join("second.json");
    load(&kashf, "second_list", &LIST.replace("x-1", "y-1"), &file);
    let got = update(&desk, "?token=seven+doors&sync=true").await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.json()["status"], "ok");
    assert_ne!(desk.get("/readyz").await.json()["snapshot"], before);
}

#[tokio::test]
async fn an_update_that_fails_says_so_and_the_old_snapshot_answers() {
    let settings = ServeSettings {
        update_token: UpdateToken::new("seven doors"),
        ..ServeSettings::default()
    };
    let desk = Desk::with(&[("example_list", LIST)], settings);
    let before = desk.get("/readyz").await.json()["snapshot"].clone();
    fs_err::write(desk.data().join("policy.toml"), "threshold = \"high\"").expect("a file");
    let got = update(&desk, "?token=seven+doors&sync=true").await;
    assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
    let ready = desk.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::OK, "the old one answers");
    assert_eq!(ready.json()["snapshot"], before);
    assert!(ready.json()["refresh_failure"]["reason"].is_string());
    let metrics = String::from_utf8(desk.get("/metrics").await.body).expect("text");
    assert!(metrics.contains("kashf_refresh_failing 1"), "{metrics}");
}
