//! `/catalog`, `/manifest` and `/algorithms` as clients of yente know them.

use crate::support::lists::{CIRCLE, GIFTS};
use crate::support::{Desk, Got};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

async fn with_tag(desk: &Desk, tag: &str) -> Got {
    let request = Request::get("/catalog").header("if-none-match", tag);
    desk.send(request.body(Body::empty()).expect("a request"))
        .await
}

#[tokio::test]
async fn the_catalog_names_the_lists_that_answer() {
    let desk = Desk::new(&[("circle", CIRCLE), ("gifts", GIFTS)]);
    let catalog = desk.get("/catalog").await.json();
    assert_eq!(catalog["current"], json!(["circle", "gifts"]));
    assert_eq!(
        (&catalog["outdated"], &catalog["index_stale"]),
        (&json!([]), &json!(false))
    );
    let lists = catalog["datasets"].as_array().expect("datasets");
    assert_eq!(lists.len(), 2);
    let gifts = &lists[1];
    assert_eq!(
        (&gifts["name"], &gifts["load"], &gifts["index_current"]),
        (&json!("gifts"), &json!(true), &json!(true))
    );
    assert_eq!(gifts["index_version"], gifts["version"]);
    assert!(gifts["version"].is_string() && gifts["title"].is_string());
    assert_eq!(gifts["entity_count"], 7);
    assert_eq!(desk.get("/manifest").await.json(), catalog);
}

#[tokio::test]
async fn a_catalog_that_is_known_is_not_sent_again() {
    let desk = Desk::new(&[("gifts", GIFTS)]);
    let first = desk.get("/catalog").await;
    let tag = first.headers["etag"].to_str().expect("text").to_owned();
    assert_eq!(first.headers["cache-control"], "public, max-age=300");
    for known in [
        tag.clone(),
        "*".to_owned(),
        format!("W/{tag}"),
        format!("\"other\", {tag}"),
    ] {
        let again = with_tag(&desk, &known).await;
        assert_eq!(again.status, 304, "{known}");
        assert_eq!(again.headers["etag"], tag.as_str());
        assert!(again.body.is_empty());
    }
    let stale = with_tag(&desk, "\"stale\"").await;
    assert_eq!(stale.status, 200);
    assert_eq!(stale.headers["etag"], tag.as_str());
}

#[tokio::test]
async fn the_algorithms_name_ours_first_and_those_that_clients_may_name() {
    let desk = Desk::new(&[("gifts", GIFTS)]);
    let answer = desk.get("/algorithms").await.json();
    assert_eq!(
        (&answer["default"], &answer["best"]),
        (&json!("best"), &json!("kashf-1"))
    );
    let algorithms = answer["algorithms"].as_array().expect("algorithms");
    let names: Vec<&Value> = algorithms
        .iter()
        .map(|algorithm| &algorithm["name"])
        .collect();
    assert_eq!(
        names,
        [
            "kashf-1",
            "logic-v2",
            "name-based",
            "name-qualified",
            "logic-v1",
            "regression-v1"
        ]
    );
    let logic = &algorithms[1];
    assert!(logic["docs"]["config"]["nm_number_mismatch"].is_object());
    for algorithm in algorithms {
        assert!(algorithm["features"]["name"].is_object());
        assert_eq!(algorithm["features"], algorithm["docs"]["features"]);
    }
}
