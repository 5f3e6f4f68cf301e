//! `/v1/screen` and `/v1/screen/batch`: records in, answers out, and no failure that reads as "clear".

use crate::support::{Desk, Got};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

const LIST: &str = concat!(
    r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"],"birthDate":["1970-03-01"]}}"#,
    "\n",
    r#"{"id":"x-2","schema":"Vessel","properties":{"name":["MV Sample Star"],"imoNumber":["9074729"]}}"#,
);

const OTHER: &str = r#"{"id":"y-1","schema":"Person","properties":{"name":["Layla Sampleton"]}}"#;

fn desk() -> Desk {
    Desk::new(&[("example_list", LIST), ("second_list", OTHER)])
}

async fn raw(desk: &Desk, uri: &str, body: impl Into<Body>) -> Got {
    let request = Request::post(uri).body(body.into()).expect("a request");
    desk.send(request).await
}

#[tokio::test]
async fn a_record_in_everyday_words_finds_its_entry() {
    let record = json!({"id": "c-17", "full_name": "Nadir Exampleman", "dob": "1970-03-01"});
    let got = desk().post("/v1/screen", &record).await;
    assert_eq!(got.status, StatusCode::OK);
    let answer = got.json();
    assert_eq!(answer["id"], "c-17");
    assert_eq!(answer["status"], "screened");
    assert_eq!(answer["problem"], Value::Null);
    assert_eq!(answer["stale"], false);
    assert_eq!(answer["matches"][0]["id"], "x-1");
    assert_eq!(answer["matches"][0]["match"], true);
    let reasons = answer["matches"][0]["reasons"].as_array().expect("reasons");
    let points: i64 = reasons.iter().filter_map(|r| r["points"].as_i64()).sum();
    assert_eq!(answer["matches"][0]["points"], points);
    assert!(answer["matches"][0]["alignment"].is_null());
}

#[tokio::test]
async fn the_same_record_in_followthemoney_has_the_same_answer() {
    let desk = desk();
    let flat = json!({"id": "c-17", "schema": "Person", "name": "Nadir Exampleman", "dob": 1970});
    let entity = json!({"id": "c-17", "schema": "Person", "properties": {"name": ["Nadir Exampleman"], "birthDate": [1970]}});
    let answers = [
        desk.post("/v1/screen", &flat).await,
        desk.post("/v1/screen", &entity).await,
    ];
    assert_eq!(answers[0].body, answers[1].body);
    assert!(answers[0].json()["matches"][0]["id"] == "x-1");
}

#[tokio::test]
async fn a_record_without_a_name_is_not_screened_and_says_so() {
    let got = desk()
        .post("/v1/screen", &json!({"id": "c-1", "dob": "1970"}))
        .await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.json()["status"], "not_screened");
    assert!(got.json()["problem"].is_string());
}

#[tokio::test]
async fn a_field_that_is_not_known_is_named() {
    let record = json!({"name": "Nadir Exampleman", "date_of_brith": "1970"});
    let got = desk().post("/v1/screen", &record).await;
    assert_eq!(got.json()["unknown"], json!(["date_of_brith"]));
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_that_quotes_nothing() {
    let desk = desk();
    let bodies: [&str; 5] = [
        r#"{"name": "Canary Birdsong"#,
        r#"["Canary Birdsong"]"#,
        r#"{"name": {"text": "Canary Birdsong"}}"#,
        r#"{"properties": "Canary Birdsong"}"#,
        "",
    ];
    for body in bodies {
        let got = raw(&desk, "/v1/screen", body).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let error = got.json();
        assert_eq!(error["code"], "unreadable");
        assert!(error["hint"].is_string());
        assert!(!error.to_string().contains("Canary"), "{error}");
    }
}

#[tokio::test]
async fn a_list_that_is_not_loaded_is_no_empty_answer() {
    let record = json!({"name": "Nadir Exampleman"});
    let got = desk()
        .post("/v1/screen?datasets=no_such_list", &record)
        .await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    assert_eq!(got.json()["code"], "not_loaded");
    assert!(
        got.json()["hint"]
            .as_str()
            .is_some_and(|hint| hint.contains("example_list"))
    );
}

#[tokio::test]
async fn parameters_choose_lists_thresholds_and_how_many() {
    let desk = desk();
    let record = json!({"name": "Layla Sampleton"});
    let only = desk.post("/v1/screen?datasets=example_list", &record).await;
    assert_eq!(only.json()["matches"], json!([]));
    let both = desk
        .post("/v1/screen?datasets=default&limit=1", &record)
        .await;
    assert_eq!(both.json()["matches"][0]["id"], "y-1");
    let strict = desk.post("/v1/screen?threshold=0.999", &record).await;
    assert_eq!(strict.json()["matches"][0]["match"], false);
}

#[tokio::test]
async fn a_parameter_that_cannot_be_understood_is_refused() {
    let desk = desk();
    let wrong = [
        "limit=0",
        "limit=501",
        "limit=many",
        "threshold=2",
        "threshold=high",
        "treshold=0.5",
        "explain=perhaps",
        "schema=Persn",
    ];
    for query in wrong {
        let uri = format!("/v1/screen?{query}");
        let got = desk.post(&uri, &json!({"name": "Nadir Exampleman"})).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(got.json()["message"].is_string());
    }
}

#[tokio::test]
async fn explain_lays_the_names_side_by_side() {
    let record = json!({"name": "Nader Exampelman", "schema": "Person"});
    let got = desk().post("/v1/screen?explain=true", &record).await;
    let alignment = &got.json()["matches"][0]["alignment"];
    assert_eq!(alignment["pairs"][0]["query"]["text"], "nader");
    assert_eq!(alignment["pairs"][0]["candidate"]["text"], "nadir");
    assert!(alignment["pairs"][0]["how"].is_string());
}

#[tokio::test]
async fn the_schema_of_the_url_is_for_records_that_do_not_say_theirs() {
    let desk = desk();
    let ship = json!({"name": "Sample Star"});
    let as_ship = desk.post("/v1/screen?schema=ship", &ship).await;
    assert_eq!(as_ship.json()["matches"][0]["id"], "x-2");
    let as_person = desk.post("/v1/screen?schema=Person", &ship).await;
    assert_eq!(as_person.json()["matches"], json!([]));
}

#[tokio::test]
async fn a_batch_answers_in_order_and_a_bad_record_spoils_no_other() {
    let records = json!([
        {"id": "a", "name": "Layla Sampleton"},
        {"id": "b", "name": {"no": "text"}},
        17,
        {"name": "Nadir Exampleman"},
        {"id": "e", "dob": "1980"},
    ]);
    let got = desk().post("/v1/screen/batch", &records).await;
    assert_eq!(got.status, StatusCode::OK);
    let body = got.json();
    let answers = body["answers"].as_array().expect("answers");
    let ids: Vec<&str> = answers.iter().filter_map(|a| a["id"].as_str()).collect();
    assert_eq!(ids, ["a", "2", "3", "4", "e"]);
    let statuses: Vec<&str> = answers
        .iter()
        .filter_map(|a| a["status"].as_str())
        .collect();
    assert_eq!(
        statuses,
        [
            "screened",
            "not_screened",
            "not_screened",
            "screened",
            "not_screened"
        ]
    );
    assert_eq!(
        answers[1]["problem"],
        "record 2: field `name` must hold text or a list of texts"
    );
    assert_eq!(body["summary"]["records"], 5);
    assert_eq!(body["summary"]["screened"], 2);
    assert_eq!(body["summary"]["not_screened"], 3);
    assert_eq!(body["summary"]["with_match"], 2);
    assert!(
        answers
            .iter()
            .all(|a| a["snapshot"] == body["summary"]["snapshot"])
    );
}

#[tokio::test]
async fn a_batch_answers_as_single_records_do() {
    let desk = desk();
    let records: Vec<Value> = (0..130)
        .map(|n| json!({"id": format!("c-{n}"), "name": format!("Nadir Exampleman {n}")}))
        .collect();
    let batch = desk.post("/v1/screen/batch", &json!(records)).await.json();
    assert_eq!(batch["summary"]["records"], 130);
    for at in [0, 49, 50, 129] {
        let single = desk.post("/v1/screen", &records[at]).await.json();
        assert_eq!(batch["answers"][at], single);
    }
}

#[tokio::test]
async fn a_batch_takes_a_thousand_records_and_not_one_more() {
    let desk = desk();
    let records = vec![json!({"dob": "1970"}); 1001];
    let full = desk.post("/v1/screen/batch", &json!(records[..1000])).await;
    assert_eq!(full.status, StatusCode::OK);
    assert_eq!(full.json()["summary"]["not_screened"], 1000);
    let over = desk.post("/v1/screen/batch", &json!(records)).await;
    assert_eq!(over.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(over.json()["code"], "too_large");
    let empty = desk.post("/v1/screen/batch", &json!([])).await;
    assert_eq!(empty.json()["answers"], json!([]));
}

#[tokio::test]
async fn a_batch_that_is_no_array_is_an_error() {
    let desk = desk();
    for body in ["{}", "[{}", "[{}]]", "17", "", "[{},]"] {
        let got = raw(&desk, "/v1/screen/batch", body).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
}

#[tokio::test]
async fn a_record_longer_than_a_mebibyte_is_not_screened() {
    let desk = desk();
    let long = format!(r#"{{"name":"{}"}}"#, "Nadir ".repeat(200_000));
    let single = raw(&desk, "/v1/screen", long.clone()).await;
    assert_eq!(single.status, StatusCode::PAYLOAD_TOO_LARGE);
    let two = format!(r#"[{long},{{"name":"Nadir Exampleman"}}]"#);
    let batch = raw(&desk, "/v1/screen/batch", two).await.json();
    assert_eq!(batch["answers"][0]["status"], "not_screened");
    assert_eq!(batch["answers"][1]["matches"][0]["id"], "x-1");
}

#[tokio::test]
async fn an_unknown_route_and_an_unknown_method_say_so() {
    let desk = desk();
    let nowhere = desk.get("/v1/screens").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert_eq!(nowhere.json()["code"], "no_route");
    let got = desk.get("/v1/screen").await;
    assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(got.headers["allow"], "POST");
    assert_eq!(got.json()["code"], "no_method");
}

#[tokio::test]
async fn what_filters_leave_out_takes_no_place() {
    let list = concat!(
        r#"{"id":"a-1","schema":"Person","properties":{"name":["Nadir Exampleman"],"topics":["role.pep"]},"last_change":"2025-01-01T00:00:00"}"#,
        "\n",
        r#"{"id":"a-2","schema":"Person","properties":{"name":["Nadir Exampleman"],"topics":["sanction"]},"last_change":"2026-02-01T00:00:00"}"#,
        "\n",
        r#"{"id":"a-3","schema":"Organization","properties":{"name":["Nadir Exampleman"],"topics":["sanction"]},"last_change":"2025-01-01T00:00:00"}"#,
    );
    let desk = Desk::new(&[("example_list", list)]);
    let record = json!({"name": "Nadir Exampleman"});
    let first = [
        ("", "a-1"),
        ("&topics=sanction,debarment", "a-2"),
        ("&exclude_ids=a-1,%20a-2", "a-3"),
        ("&exclude_schema=Person", "a-3"),
        ("&exclude_ids=a-1&exclude_schema=Organization", "a-2"),
    ];
    for (filter, id) in first {
        let got = desk
            .post(&format!("/v1/screen?limit=1{filter}"), &record)
            .await;
        assert_eq!(got.json()["matches"][0]["id"], id, "{filter}");
    }
    let nobody = desk.post("/v1/screen?topics=wanted", &record).await;
    assert_eq!(nobody.json()["status"], "screened");
    assert_eq!(nobody.json()["matches"], json!([]));
    for wrong in ["changed_since=yesterday", "exclude_schema=Persn"] {
        let got = desk.post(&format!("/v1/screen?{wrong}"), &record).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST);
    }
}
