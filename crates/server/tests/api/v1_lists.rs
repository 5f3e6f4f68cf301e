//! What answers: lists with their age, snapshots, the policy, the program; and two names explained.

use crate::support::Desk;
use axum::http::StatusCode;
use serde_json::{Value, json};

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;

const MORE: &str = concat!(
    r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#,
    "\n",
    r#"{"id":"x-2","schema":"Person","properties":{"name":["Layla Sampleton"]}}"#,
);

fn desk() -> Desk {
    Desk::new(&[("example_list", LIST), ("second_list", MORE)])
}

#[tokio::test]
async fn lists_say_what_is_loaded_and_how_old_it_is() {
    let desk = desk();
    let lists = desk.get("/v1/lists").await.json();
    let names: Vec<&str> = lists["lists"]
        .as_array()
        .expect("lists")
        .iter()
        .filter_map(|list| list["dataset"].as_str())
        .collect();
    assert_eq!(names, ["example_list", "second_list"]);
    assert_eq!(lists["lists"][1]["records"], 2);
    assert_eq!(lists["lists"][0]["loaded_at"], "2026-01-01T00:00:00Z");
    assert_eq!(lists["lists"][0]["status"], "pinned");
    assert_eq!(lists["lists"][0]["age_seconds"], Value::Null);
    assert_eq!(lists["stale"], false);
    let one = desk.get("/v1/lists/second_list").await;
    assert_eq!(one.status, StatusCode::OK);
    assert_eq!(one.json(), lists["lists"][1]);
}

#[tokio::test]
async fn a_list_that_is_not_there_is_not_found() {
    let desk = desk();
    for name in ["no_such_list", "default", "%2e%2e", "un"] {
        let got = desk.get(&format!("/v1/lists/{name}")).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{name}");
        assert_eq!(got.json()["code"], "not_loaded");
    }
    let got = desk.get("/v1/lists/%FF").await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_snapshot_is_found_by_the_id_that_answers_carry() {
    let desk = desk();
    let answer = desk
        .post("/v1/screen", &json!({"name": "Nadir Exampleman"}))
        .await
        .json();
    let id = answer["snapshot"].as_str().expect("an id").to_owned();
    let all = desk.get("/v1/snapshots").await.json();
    assert_eq!(all["snapshot"], id);
    // Each load made one; the newest comes first.
    assert_eq!(all["snapshots"].as_array().map(Vec::len), Some(2));
    assert_eq!(all["snapshots"][0]["id"], id);
    assert_eq!(all["snapshots"][0]["live"], true);
    assert_eq!(all["snapshots"][1]["live"], false);
    for name in [&id, &id[..8]] {
        let one = desk.get(&format!("/v1/snapshots/{name}")).await.json();
        assert_eq!(one, all["snapshots"][0]);
        assert_eq!(one["lists"][1]["dataset"], "second_list");
        assert_eq!(one["lists"][1]["counts"]["records"], 2);
    }
    for name in [&id[..7], "0000000000", "..%2f..%2fCURRENT"] {
        let got = desk.get(&format!("/v1/snapshots/{name}")).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn the_policy_and_the_program_are_those_of_the_answers() {
    let desk = desk();
    let answer = desk
        .post("/v1/screen", &json!({"name": "Nadir Exampleman"}))
        .await
        .json();
    let policy = desk.get("/v1/policy").await.json();
    assert_eq!(policy["id"], answer["policy"]);
    assert_eq!(policy["threshold"], 0.7);
    assert!(
        policy["toml"]
            .as_str()
            .is_some_and(|text| text.contains("algorithm = "))
    );
    assert_eq!(policy["policy"]["algorithm"], kashf::ALGORITHM);
    let version = desk.get("/v1/version").await.json();
    assert_eq!(version["name"], "kashf");
    assert_eq!(version["snapshot"], answer["snapshot"]);
    assert_eq!(version["policy"], answer["policy"]);
}

#[tokio::test]
async fn two_names_are_explained_in_both_languages() {
    let desk = desk();
    let names = json!({"name1": "Nadir Exampleman", "name2": "\u{646}\u{627}\u{62f}\u{631} Exampleman", "schema": "Person"});
    let got = desk.post("/v1/explain", &names).await;
    assert_eq!(got.status, StatusCode::OK);
    let said = got.json();
    assert_eq!(said["match"], true);
    assert_eq!(said["threshold"], 0.7);
    let reasons = said["reasons"].as_array().expect("reasons");
    let points: i64 = reasons
        .iter()
        .filter_map(|reason| reason["points"].as_i64())
        .sum();
    assert_eq!(said["points"], points);
    for reason in reasons {
        assert!(
            reason["en"]
                .as_str()
                .is_some_and(|text| text.is_ascii() || text.contains('\u{646}'))
        );
        let arabic = |c: char| ('\u{600}'..='\u{6ff}').contains(&c);
        assert!(
            reason["ar"]
                .as_str()
                .is_some_and(|text| text.contains(arabic))
        );
    }
    assert_eq!(said["alignment"]["pairs"][1]["how"], "same");
    assert_eq!(said["alignment"]["only_query"], json!([]));
}

#[tokio::test]
async fn names_that_cannot_be_compared_are_errors_that_quote_nothing() {
    let desk = desk();
    let wrong = [
        (
            json!({"name1": "Canary Birdsong"}),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            json!({"name1": "Canary Birdsong", "name2": " "}),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            json!({"name1": "Canary", "name2": "Canary", "nmae3": "Canary"}),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            json!({"name1": ["Canary"], "name2": "Canary"}),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            json!({"name1": "Canary", "name2": "Canary", "schema": "Canary"}),
            StatusCode::BAD_REQUEST,
        ),
        (
            json!({"name1": "Canary ".repeat(5000), "name2": "Canary"}),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ];
    for (body, status) in wrong {
        let got = desk.post("/v1/explain", &body).await;
        assert_eq!(got.status, status);
        assert!(!got.json().to_string().contains("Canary"), "{}", got.json());
    }
}

#[tokio::test]
async fn an_entity_comes_with_every_statement_and_its_source() {
    let list = r#"{"id":"p-1","schema":"Person","properties":{"name":["Nadir Exampleman"],"nationality":["jo"],"birthDate":["1970-03-03"]}}"#;
    let desk = Desk::new(&[("third_list", list)]);
    let got = desk.get("/v1/entities/p-1").await;
    assert_eq!(got.status, StatusCode::OK);
    let said = got.json();
    assert_eq!(said["entity"]["id"], "p-1");
    assert_eq!(said["entity"]["caption"], "Nadir Exampleman");
    assert_eq!(said["entity"]["properties"]["nationality"], json!(["jo"]));
    let statements = said["statements"].as_array().expect("statements");
    let of = |prop: &str| {
        statements
            .iter()
            .find(|said| said["prop"] == prop)
            .expect("a statement")
    };
    assert_eq!(of("nationality")["value"], "jo");
    assert_eq!(of("nationality")["original_value"], Value::Null);
    assert_eq!(of("birthDate")["value"], "1970-03-03");
    assert_eq!(of("name")["list"], "third_list");
    assert_eq!(of("name")["entity_id"], "p-1");
    assert_eq!(of("name")["delisted"], false);
    assert_eq!(said["sources"].as_array().map(Vec::len), Some(1));
    let source = &said["sources"][0];
    assert_eq!(source["dataset"], "third_list");
    assert_eq!(source["origin"], "file");
    assert_eq!(source["loaded_at"], "2026-01-01T00:00:00Z");
    assert_eq!(
        source["files"][0]["blake3"].as_str().map(str::len),
        Some(64)
    );
}

#[tokio::test]
async fn what_two_lists_say_of_one_id_stands_side_by_side() {
    let said = desk().get("/v1/entities/x-1").await.json();
    let lists: Vec<&str> = said["statements"]
        .as_array()
        .expect("statements")
        .iter()
        .filter(|said| said["prop"] == "name")
        .filter_map(|said| said["list"].as_str())
        .collect();
    assert_eq!(lists, ["example_list", "second_list"]);
    assert_eq!(said["sources"].as_array().map(Vec::len), Some(2));
    let nobody = desk().get("/v1/entities/x-999").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    assert_eq!(nobody.json()["code"], "not_found");
}
