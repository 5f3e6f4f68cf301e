//! `/v1/trace`: movements of a request, joined with the lists and searched. All parties are invented.

use crate::support::Desk;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman al-Mithali"],"topics":["sanction"]}}"#;

const LEDGER: &str = "id,src,dst,time,amount,currency\n\
    1,donor,changer,2026-01-05T09:00:00Z,9000.00,EUR\n\
    2,changer,Nadir Exampleman al-Mithali,2026-01-05T11:30:00Z,8900.00,EUR\n\
    3,changer,donor,2026-01-05T12:00:00Z,70.00,EUR\n";

async fn trace(parameters: &str, body: &str) -> (StatusCode, Value) {
    let desk = Desk::new(&[("invented_list", LIST)]);
    let request = Request::post(format!("/v1/trace?{parameters}"))
        .body(Body::from(body.to_owned()))
        .expect("a request");
    let got = desk.send(request).await;
    (got.status, got.json())
}

#[tokio::test]
async fn a_channel_runs_to_the_listed_party() {
    let (status, answer) = trace("search=channels&from=donor&cards=true", LEDGER).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["complete"], true);
    assert_eq!(answer["findings"][0]["edges"], json!([1, 2]));
    assert_eq!(
        answer["findings"][0]["parties"],
        json!(["donor", "changer", "x-1"])
    );
    let evidence = answer["findings"][0]["evidence"].as_array();
    let joined = evidence.is_some_and(|steps| steps.iter().any(|step| step["join"] == "name"));
    assert!(joined, "{answer}");
    assert!(answer["evidence"].is_object(), "{answer}");
    assert_eq!(answer["network"]["movements"], 3);
}

#[tokio::test]
async fn rows_as_a_json_array_and_bad_rows_are_told() {
    let rows = json!([
        {"id": 1, "src": "a", "dst": "b", "time": 10, "amount": 5},
        {"id": 2, "src": "b", "dst": "a", "time": 20, "amount": 4.5},
        {"id": 3, "src": "b", "dst": "a", "time": 30, "amount": -4},
    ]);
    let (status, answer) = trace("search=cycles&window=1h", &rows.to_string()).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["findings"][0]["amount"], json!(4.5));
    assert_eq!(
        (&answer["complete"], &answer["count"]),
        (&json!(false), &json!(1))
    );
    assert_eq!(
        answer["problems"],
        json!([{"problem": "negative", "rows": 1, "left_out": true}])
    );
    assert_eq!(answer["notes"][0]["line"], 3);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_with_a_hint() {
    for (parameters, body, status, code) in [
        (
            "search=rings",
            LEDGER,
            StatusCode::BAD_REQUEST,
            "bad_parameter",
        ),
        (
            "search=cycles&window=soon",
            LEDGER,
            StatusCode::BAD_REQUEST,
            "bad_parameter",
        ),
        (
            "search=cycles&limit=0",
            LEDGER,
            StatusCode::BAD_REQUEST,
            "bad_parameter",
        ),
        (
            "search=patterns&typology=ring",
            LEDGER,
            StatusCode::BAD_REQUEST,
            "bad_parameter",
        ),
        (
            "search=cycles&from=nobody",
            LEDGER,
            StatusCode::UNPROCESSABLE_ENTITY,
            "unreadable",
        ),
        (
            "search=cycles",
            "a,b\n1,2\n",
            StatusCode::UNPROCESSABLE_ENTITY,
            "unreadable",
        ),
        (
            "search=cycles",
            "",
            StatusCode::UNPROCESSABLE_ENTITY,
            "unreadable",
        ),
    ] {
        let (got, answer) = trace(parameters, body).await;
        assert_eq!(
            (got, answer["code"].as_str()),
            (status, Some(code)),
            "{parameters}: {answer}"
        );
        assert!(answer["hint"].is_string(), "{answer}");
    }
}
