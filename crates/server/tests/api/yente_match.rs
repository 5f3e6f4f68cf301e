//! `POST /match/{dataset}` as clients of yente know it: what each of its own contract tests holds, over invented lists.

use crate::support::lists::{CIRCLE, GIFTS};
use crate::support::{Desk, Got};
use serde_json::{Value, json};

pub(super) fn desk() -> Desk {
    Desk::new(&[("circle", CIRCLE), ("gifts", GIFTS)])
}

pub(super) fn nadir() -> Value {
    json!({
        "schema": "Person",
        "properties": { "name": ["Nadir Qasim EXAMPLEMAN"], "birthDate": ["1965"], "country": "Russia" },
    })
}

/// The answer to one query.
pub(super) async fn asked(desk: &Desk, uri: &str, query: &Value) -> Value {
    let got = desk.post(uri, &json!({ "queries": { "q": query } })).await;
    assert_eq!(got.status, 200, "{}", got.json());
    got.json()["responses"]["q"].clone()
}

pub(super) fn ids(answer: &Value) -> Vec<&str> {
    let results = answer["results"].as_array().expect("results");
    results
        .iter()
        .filter_map(|found| found["id"].as_str())
        .collect()
}

pub(super) async fn status_of(desk: &Desk, uri: &str, body: &Value) -> (u16, Value) {
    let got: Got = desk.post(uri, body).await;
    (got.status.as_u16(), got.json()["detail"].clone())
}

#[tokio::test]
async fn a_batch_is_answered_by_the_keys_of_its_queries() {
    let desk = desk();
    let queries = json!({ "vv": nadir(), "xx": nadir(), "zz": nadir() });
    let got = desk
        .post("/match/circle", &json!({ "queries": queries }))
        .await;
    assert_eq!(got.status, 200);
    assert_eq!(got.headers["x-batch-size"], "3");
    let answer = got.json();
    assert_eq!(answer["limit"], 5);
    let keys: Vec<&String> = answer["responses"]
        .as_object()
        .expect("responses")
        .keys()
        .collect();
    assert_eq!(keys, ["vv", "xx", "zz"]);
    assert_eq!(answer["responses"]["vv"], answer["responses"]["zz"]);
}

#[tokio::test]
async fn a_result_is_the_entity_with_score_match_and_explanations() {
    let desk = desk();
    let answer = asked(&desk, "/match/circle", &nadir()).await;
    assert_eq!(answer["status"], 200);
    assert_eq!(answer["total"], json!({ "value": 1, "relation": "eq" }));
    let found = &answer["results"][0];
    for (key, value) in [
        ("id", json!("NK-nadir")),
        ("caption", json!("Nadir Q. Exampleman")),
        ("schema", json!("Person")),
        ("datasets", json!(["circle", "eu_source", "us_source"])),
        ("referents", json!(["eu-9", "us-45"])),
        ("target", json!(true)),
        ("first_seen", json!("2023-11-02T16:38:16")),
        ("last_seen", json!("2026-04-29T12:53:04")),
        ("last_change", json!("2026-04-29T07:55:02")),
        ("match", json!(true)),
    ] {
        assert_eq!(found[key], value, "{key}");
    }
    assert_eq!(found["properties"]["addressEntity"], json!(["addr-1"]));
    assert!(found["score"].as_f64().expect("a score") > 0.7);
    let explanations = found["explanations"].as_object().expect("explanations");
    let mut points = 0;
    for (feature, said) in explanations {
        assert!(
            said["detail"].as_str().is_some_and(|said| !said.is_empty()),
            "{feature}"
        );
        assert!(
            (0.0..=1.0).contains(&said["score"].as_f64().expect("a score")),
            "{feature}"
        );
        points += said["points"].as_i64().expect("points");
    }
    assert_eq!(found["points"], points, "the reasons add up (promise P16)");
    assert_eq!(explanations["name"]["query"], "Nadir Qasim EXAMPLEMAN");
    assert_eq!(explanations["name"]["candidate"], "Nadir Qasim Exampleman");
}

#[tokio::test]
async fn an_answer_names_the_snapshot_and_the_policy_that_gave_it() {
    let desk = desk();
    let answer = asked(&desk, "/match/circle", &nadir()).await;
    assert_eq!(answer["snapshot"].as_str().map(str::len), Some(64));
    assert_eq!(answer["policy"].as_str().map(str::len), Some(16));
    assert_eq!(answer["screened"], "screened");
}

#[tokio::test]
async fn the_query_comes_back_as_it_was_understood() {
    let desk = desk();
    let mut query = nadir();
    query["id"] = json!("customer-7");
    query["properties"]["birthDate"] = json!([1965]);
    query["properties"]["shoeSize"] = json!("44");
    query["properties"]["gender"] = json!("no such gender");
    let answer = asked(&desk, "/match/circle", &query).await;
    assert_eq!(
        answer["query"],
        json!({
            "id": "customer-7",
            "schema": "Person",
            "properties": {
                "name": ["Nadir Qasim EXAMPLEMAN"],
                "birthDate": ["1965"],
                "country": ["ru"],
            },
        })
    );
    // What was left out of the comparison is said, not hidden (promise P13).
    assert_eq!(answer["screened"], "partial");
    let problem = answer["problem"].as_str().expect("a problem");
    assert!(
        problem.contains("shoeSize") && problem.contains("gender"),
        "{problem}"
    );
    assert_eq!(ids(&answer), ["NK-nadir"]);
}

#[tokio::test]
async fn a_name_in_parts_is_put_together() {
    let desk = desk();
    let parts = json!({
        "schema": "Person",
        "properties": { "firstName": "Nadir", "middleName": "Qasim", "lastName": "Exampleman" },
    });
    let answer = asked(&desk, "/match/circle", &parts).await;
    assert_eq!(
        answer["query"]["properties"]["name"],
        json!(["Nadir Qasim Exampleman"])
    );
    assert_eq!(ids(&answer), ["NK-nadir"]);
}

#[tokio::test]
async fn it_works_without_a_content_type() {
    let desk = desk();
    let body = json!({ "queries": { "q": nadir() } }).to_string();
    let request = axum::http::Request::post("/match/circle");
    let request = request
        .body(axum::body::Body::from(body))
        .expect("a request");
    assert_eq!(desk.send(request).await.status, 200);
}

#[tokio::test]
async fn default_means_all_lists_and_an_unknown_dataset_is_404() {
    let desk = desk();
    assert_eq!(
        ids(&asked(&desk, "/match/default", &nadir()).await),
        ["NK-nadir"]
    );
    assert!(ids(&asked(&desk, "/match/gifts", &nadir()).await).is_empty());
    let query = json!({ "queries": { "q": nadir() } });
    let (status, detail) = status_of(&desk, "/match/banana", &query).await;
    assert_eq!((status, detail), (404, json!("No such dataset.")));
}

#[tokio::test]
async fn names_of_algorithms_are_checked_and_all_give_the_same() {
    let desk = desk();
    let best = asked(&desk, "/match/circle", &nadir()).await;
    for name in [
        "best",
        "logic-v2",
        "LOGIC-V1",
        "name-based",
        "name-qualified",
        "regression-v1",
        "kashf-1",
    ] {
        let answer = asked(&desk, &format!("/match/circle?algorithm={name}"), &nadir()).await;
        assert_eq!(answer, best, "{name}");
        let unknown = format!("/match/circle?algorithm={name}&fuzzy=false");
        assert_eq!(
            asked(&desk, &unknown, &nadir()).await,
            best,
            "an unknown parameter is ignored"
        );
    }
    let query = json!({ "queries": { "q": nadir() } });
    let (status, detail) = status_of(&desk, "/match/circle?algorithm=neural-net", &query).await;
    assert_eq!(
        (status, detail),
        (400, json!("Invalid algorithm: neural-net"))
    );
}

#[tokio::test]
async fn settings_of_the_algorithm_are_checked() {
    let desk = desk();
    let body = |key: &str| json!({ "queries": { "q": nadir() }, "config": { key: 0.4 }, "weights": { "x": 1 } });
    let got = desk
        .post(
            "/match/circle?algorithm=logic-v2",
            &body("nm_number_mismatch"),
        )
        .await;
    assert_eq!(got.status, 200);
    let (status, detail) = status_of(&desk, "/match/circle", &body("invalid_option")).await;
    let said = "Invalid configuration parameter: invalid_option for algorithm logic-v2";
    assert_eq!((status, detail), (400, json!(said)));
    let other = "/match/circle?algorithm=name-based";
    assert_eq!(
        status_of(&desk, other, &body("nm_number_mismatch")).await.0,
        400
    );
}

#[tokio::test]
async fn a_query_without_a_name_never_reads_as_clear() {
    let desk = desk();
    let empty = json!({ "schema": "Person", "properties": { "birthDate": "1965" } });
    let queries = json!({ "queries": { "empty": empty, "full": nadir() } });
    let got = desk.post("/match/circle", &queries).await;
    assert_eq!(got.status, 200, "the others are answered");
    let answer = &got.json()["responses"]["empty"];
    assert_eq!(
        (&answer["status"], &answer["screened"]),
        (&json!(400), &json!("not_screened"))
    );
    assert!(
        answer["problem"]
            .as_str()
            .is_some_and(|said| said.starts_with("not screened"))
    );
    assert_eq!(ids(&got.json()["responses"]["full"]), ["NK-nadir"]);
}

#[tokio::test]
async fn nothing_below_the_cutoff_is_shown_and_a_lower_one_shows_more() {
    let desk = desk();
    let misspelt = json!({ "schema": "Person", "properties": { "name": "Nadira Exampelman" } });
    assert!(
        ids(&asked(
            &desk,
            "/match/circle?threshold=0.999&cutoff=0.999",
            &misspelt
        )
        .await)
        .is_empty()
    );
    // The cutoff is 0.7 where none is given: what lies between it and a higher threshold is shown as no match.
    let strict = asked(&desk, "/match/circle?threshold=0.999", &misspelt).await;
    assert!(!ids(&strict).is_empty());
    assert_eq!(
        (&strict["results"][0]["match"], &strict["total"]["value"]),
        (&json!(false), &json!(0))
    );
    let loose = asked(&desk, "/match/circle?threshold=0.2", &misspelt).await;
    assert!(!ids(&loose).is_empty());
    // A lower cutoff shows what is no match; a higher one than the threshold counts as the threshold.
    let shown = asked(&desk, "/match/circle?threshold=0.999&cutoff=0.2", &misspelt).await;
    assert_eq!(ids(&shown), ids(&loose));
    assert_eq!(
        (&shown["results"][0]["match"], &shown["total"]["value"]),
        (&json!(false), &json!(0))
    );
    let both = asked(&desk, "/match/circle?threshold=0.2&cutoff=0.99", &misspelt).await;
    assert_eq!(ids(&both), ids(&loose));
    assert!(
        ids(&asked(&desk, "/match/circle?threshold=1.5&cutoff=1.5", &nadir()).await).is_empty()
    );
}

#[tokio::test]
async fn best_first_and_no_more_than_asked_for() {
    let desk = desk();
    let query = json!({ "schema": "Person", "properties": { "name": "Nadira Exampleman" } });
    let all = asked(&desk, "/match/circle?threshold=0.2", &query).await;
    assert_eq!(ids(&all), ["NK-nadira", "NK-nadir"]);
    let one = asked(&desk, "/match/circle?threshold=0.2&limit=1", &query).await;
    assert_eq!(ids(&one), ["NK-nadira"]);
    assert_eq!(
        one["total"], all["total"],
        "the total counts before the limit"
    );
    assert!(ids(&asked(&desk, "/match/circle?limit=0", &query).await).is_empty());
}

#[tokio::test]
async fn anything_may_be_looked_for_as_a_thing() {
    let desk = desk();
    let thing = json!({ "schema": "Thing", "properties": { "name": "Aerofabula Works" } });
    let answer = asked(&desk, "/match/circle", &thing).await;
    assert_eq!(answer["query"]["schema"], "Thing");
    assert_eq!(ids(&answer), ["firm-1"]);
}

#[tokio::test]
async fn a_company_that_listed_persons_may_own_is_answered_so() {
    let desk = desk();
    let query = json!({ "schema": "Company", "properties": { "name": ["Aerofabula Works"] } });
    let answer = asked(&desk, "/match/circle", &query).await;
    let owned = &answer["results"][0]["owned"][0];
    // Nobody says how much of it the listed person holds.
    let told = [&owned["rule"], &owned["answer"], &owned["by"][0]];
    assert_eq!(told, ["ofac_50", "possibly", "NK-nadir"]);
    assert_eq!(owned["proof"][0]["statements"][0]["id"], "own-1");
    let listed = asked(&desk, "/match/circle", &nadir()).await;
    assert!(
        listed["results"][0].get("owned").is_none(),
        "who is listed has a listing"
    );
}
