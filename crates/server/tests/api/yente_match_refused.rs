//! `POST /match/{dataset}`: what it refuses, with which status and which words.

use crate::yente_match::{desk, nadir, status_of};
use serde_json::json;

#[tokio::test]
async fn a_query_that_is_none_stops_the_batch() {
    let desk = desk();
    let banana = json!({ "properties": { "name": "Banana" } });
    let (status, detail) = status_of(
        &desk,
        "/match/circle",
        &json!({ "queries": { "fail": banana } }),
    )
    .await;
    assert_eq!(status, 422);
    assert_eq!(
        detail,
        json!([{ "type": "missing", "loc": ["body", "queries", "fail", "schema"], "msg": "Field required" }])
    );
    for (schema, said) in [
        ("xxx", "unknown schema"),
        ("Sanction", "Non-matchable schema"),
    ] {
        let wrong = json!({ "schema": schema, "properties": { "name": "Banana" } });
        let body = json!({ "queries": { "fail": wrong, "ok": nadir() } });
        let (status, detail) = status_of(&desk, "/match/circle", &body).await;
        assert_eq!(status, 400);
        let detail = detail.as_str().expect("a sentence");
        assert!(
            detail.starts_with("Cannot parse example entity: ") && detail.contains(said),
            "{detail}"
        );
    }
}

#[tokio::test]
async fn a_body_of_the_wrong_shape_is_422_with_its_places_and_without_its_values() {
    let desk = desk();
    for (body, kind, place) in [
        (json!([]), "model_attributes_type", json!(["body"])),
        (json!({}), "missing", json!(["body", "queries"])),
        (
            json!({ "queries": [] }),
            "dict_type",
            json!(["body", "queries"]),
        ),
        (
            json!({ "queries": { "q": 7 } }),
            "model_attributes_type",
            json!(["body", "queries", "q"]),
        ),
        (
            json!({ "queries": { "q": { "schema": "Person" } } }),
            "missing",
            json!(["body", "queries", "q", "properties"]),
        ),
        (
            json!({ "queries": { "q": { "schema": "Person", "properties": { "name": { "first": "Nadir" } } } } }),
            "list_type",
            json!(["body", "queries", "q", "properties", "name"]),
        ),
        (
            json!({ "queries": {}, "weights": { "name": "heavy" } }),
            "float_type",
            json!(["body", "weights", "name"]),
        ),
    ] {
        let (status, detail) = status_of(&desk, "/match/circle", &body).await;
        assert_eq!(status, 422, "{body}");
        assert_eq!(
            (&detail[0]["type"], &detail[0]["loc"]),
            (&json!(kind), &place)
        );
        assert!(!detail.to_string().contains("Nadir"));
    }
    let broken =
        axum::http::Request::post("/match/circle").body(axum::body::Body::from("{\"queries\":"));
    let got = desk.send(broken.expect("a request")).await;
    assert_eq!(
        (got.status.as_u16(), &got.json()["detail"][0]["type"]),
        (422, &json!("json_invalid"))
    );
}

#[tokio::test]
async fn parameters_that_cannot_be_read_are_422() {
    let desk = desk();
    let query = json!({ "queries": { "q": nadir() } });
    for (parameter, kind) in [
        ("limit=501", "less_than_equal"),
        ("limit=many", "int_parsing"),
        ("threshold=high", "float_parsing"),
        ("changed_since=yesterday", "string_pattern_mismatch"),
    ] {
        let (status, detail) =
            status_of(&desk, &format!("/match/circle?{parameter}"), &query).await;
        assert_eq!(
            (status, &detail[0]["type"]),
            (422, &json!(kind)),
            "{parameter}"
        );
        assert_eq!(detail[0]["loc"][0], "query");
    }
    let ids: String = (0..51)
        .map(|number| format!("exclude_entity_ids=x{number}&"))
        .collect();
    let (status, detail) = status_of(&desk, &format!("/match/circle?{ids}"), &query).await;
    assert_eq!((status, &detail[0]["type"]), (422, &json!("too_long")));
}

#[tokio::test]
async fn no_queries_or_too_many_are_400() {
    let desk = desk();
    let (status, detail) = status_of(&desk, "/match/circle", &json!({ "queries": {} })).await;
    assert_eq!((status, detail), (400, json!("No queries provided.")));
    let crowd = |count: usize| {
        let queries = (0..count).map(|number| (number.to_string(), nadir()));
        json!({ "queries": queries.collect::<serde_json::Map<_, _>>() })
    };
    assert_eq!(desk.post("/match/circle", &crowd(100)).await.status, 200);
    let (status, detail) = status_of(&desk, "/match/circle", &crowd(101)).await;
    assert_eq!(
        (status, detail),
        (400, json!("Too many queries in one batch (limit: 100)"))
    );
}

#[tokio::test]
async fn a_query_with_too_many_words_is_400() {
    let desk = desk();
    let names: Vec<String> = (0..900).map(|number| format!("token{number}")).collect();
    let query = json!({ "schema": "Person", "properties": { "name": names } });
    let (status, detail) = status_of(
        &desk,
        "/match/circle",
        &json!({ "queries": { "q": query } }),
    )
    .await;
    assert_eq!(status, 400);
    assert!(
        detail
            .as_str()
            .is_some_and(|said| said.contains("requires 901 clauses; maximum is 900")),
        "{detail}"
    );
}
