//! `/reconcile/{dataset}` as yente answers it, over a small invented list.

use crate::support::{Desk, Got};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

const LIST: &str = concat!(
    r#"{"id":"x-1","caption":"Nadir Exampleman","schema":"Person","properties":{"name":["Nadir Exampleman","Exampleman, Nadir Omar"],"birthDate":["1972-01-26"],"nationality":["sy"],"topics":["sanction"]},"referents":["old-1"],"last_change":"2025-05-01T10:00:00"}"#,
    "\n",
    r#"{"id":"x-2","caption":"Karim Sample","schema":"Person","properties":{"name":["Karim Sample"],"birthDate":["1980-02-02"],"nationality":["ru"]},"last_change":"2025-05-01T10:00:00"}"#,
    "\n",
    r#"{"id":"c-1","caption":"Exampleman Trading","schema":"Company","properties":{"name":["Exampleman Trading"],"jurisdiction":["sy"]},"last_change":"2025-05-01T10:00:00"}"#,
    "\n",
    r#"{"id":"o-1","caption":"Sampletown Charity","schema":"Organization","properties":{"name":["Sampletown Charity"]},"last_change":"2025-05-01T10:00:00"}"#,
    "\n",
    r#"{"id":"s-1","schema":"Sanction","properties":{"entity":["x-1"],"authority":["An Office"]}}"#,
    "\n",
);

fn desk() -> Desk {
    Desk::new(&[("first_list", LIST)])
}

async fn post(desk: &Desk, address: &str, field: &str, value: &Value) -> Got {
    let form: String = form_urlencoded::Serializer::new(String::new())
        .append_pair(field, &value.to_string())
        .finish();
    let request = Request::post(address)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form))
        .expect("a request");
    desk.send(request).await
}

fn ids(answer: &Value) -> Vec<&str> {
    let entities = answer.as_array().map_or(&[][..], Vec::as_slice);
    entities
        .iter()
        .filter_map(|entity| entity["id"].as_str())
        .collect()
}

#[tokio::test]
async fn the_manifest_says_what_there_is_and_where() {
    let request = Request::get("/reconcile/first_list?api_key=k")
        .header("host", "lists.example:8000")
        .body(Body::empty())
        .expect("a request");
    let got = desk().send(request).await;
    assert_eq!(got.status, StatusCode::OK);
    let manifest = got.json();
    assert_eq!(manifest["versions"], json!(["0.2"]));
    assert!(
        manifest["identifierSpace"]
            .as_str()
            .is_some_and(|space| space.starts_with("https://www.opensanctions.org"))
    );
    let base = "http://lists.example:8000/reconcile/first_list";
    for part in ["entity", "property", "type"] {
        let suggest = &manifest["suggest"][part];
        assert_eq!(suggest["service_url"], base);
        assert_eq!(
            suggest["service_path"],
            format!("/suggest/{part}?api_key=k"),
            "a key in the address goes on"
        );
    }
    assert_eq!(
        manifest["extend"]["propose_properties"]["service_path"],
        "/extend/property?api_key=k"
    );
    assert_eq!(
        manifest["preview"]["url"],
        format!("{base}/preview?id={{{{id}}}}&api_key=k")
    );
    assert_eq!(
        ids(&manifest["defaultTypes"]),
        [
            "Asset",
            "Company",
            "LegalEntity",
            "Organization",
            "Person",
            "Thing",
            "Value"
        ],
        "what is held and can be compared, with what it is a kind of"
    );
}

#[tokio::test]
async fn queries_are_answered_with_candidates_and_scores() {
    let desk = desk();
    let queries = json!({
        "q0": {"query": "Nadir EXAMPLEMAN"},
        "q1": {"query": "Nadir Exampleman", "type": "Company", "limit": 1},
        "q2": {"query": "Karim Sample", "type": ["Person"], "properties": [
            {"pid": "Person:birthDate", "v": "1980-02-02"},
            {"pid": "Person:nationality", "v": ["Russia"]},
            {"pid": "Nothing:known", "v": "x"},
        ]},
        "q3": {"query": "Zzyzx Qwfp"},
    });
    let got = post(&desk, "/reconcile/default", "queries", &queries).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.json());
    assert_eq!(got.headers["x-batch-size"], "4");
    let answer = got.json();
    let best = &answer["q0"]["result"][0];
    assert_eq!(best["id"], "x-1");
    assert_eq!(best["name"], "Nadir Exampleman");
    assert_eq!(best["description"], "Person");
    assert_eq!(
        best["type"],
        json!([{"id": "Person", "name": "People", "description": "Person"}])
    );
    assert_eq!(best["match"], true);
    assert!(best["score"].as_f64().is_some_and(|score| score >= 0.7));
    assert!(
        !ids(&answer["q1"]["result"]).contains(&"x-1"),
        "a person is no company"
    );
    let with_birth_date = answer["q2"]["result"][0]["score"]
        .as_f64()
        .expect("a score");
    assert_eq!(answer["q2"]["result"][0]["id"], "x-2");
    assert!(with_birth_date >= 0.9, "{with_birth_date}");
    assert_eq!(answer["q3"]["result"], json!([]));
}

#[tokio::test]
async fn queries_may_stand_in_the_address() {
    let queries = "%7B%22q0%22%3A%7B%22query%22%3A%22Karim%20Sample%22%7D%7D";
    let got = desk()
        .get(&format!("/reconcile/default?queries={queries}"))
        .await;
    assert_eq!(ids(&got.json()["q0"]["result"]), ["x-2"]);
}

#[tokio::test]
async fn what_is_refused() {
    let desk = desk();
    for (field, value) in [
        ("queries", json!({"q": {"query": 37473874}})),
        ("queries", json!({"q": {"type": "Banana"}})),
        ("queries", json!({"q": {"query": "x", "type": "Sanction"}})),
        (
            "queries",
            json!({"q": {"query": "x", "properties": [{"v": "x"}]}}),
        ),
        ("queries", json!(["q"])),
        ("extend", json!({"ids": "x"})),
        ("extend", json!({"ids": ["old-1"], "properties": []})),
        ("nothing", json!(null)),
    ] {
        let got = post(&desk, "/reconcile/default", field, &value).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{field} {value}");
        assert!(got.json()["detail"].is_string());
    }
    let many: serde_json::Map<String, Value> = (0..2_000)
        .map(|n| (format!("q{n}"), json!({"query": "x"})))
        .collect();
    let got = post(&desk, "/reconcile/default", "queries", &Value::Object(many)).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    for route in [
        "",
        "/suggest/entity",
        "/suggest/type",
        "/suggest/property",
        "/extend/property",
        "/preview",
    ] {
        let got = desk.get(&format!("/reconcile/banana{route}")).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{route}");
    }
    let queries = json!({"q": {"query": "x"}});
    let unknown = post(
        &desk,
        "/reconcile/default?algorithm=banana",
        "queries",
        &queries,
    )
    .await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn entities_are_suggested_by_the_beginning_of_a_name() {
    let desk = desk();
    let suggest = async |prefix: &str| {
        desk.get(&format!(
            "/reconcile/default/suggest/entity?prefix={prefix}"
        ))
        .await
        .json()
    };
    let found = suggest("nadir%20exa").await;
    assert_eq!(found["prefix"], "nadir exa");
    assert_eq!(
        (&found["code"], &found["status"]),
        (&json!("/api/status/ok"), &json!("200 OK"))
    );
    assert_eq!(ids(&found["result"]), ["x-1"]);
    assert_eq!(found["result"][0]["name"], "Nadir Exampleman");
    assert_eq!(ids(&suggest("exampleman%20na").await["result"]), ["x-1"]);
    assert_eq!(
        suggest("exampleman").await["result"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    assert_eq!(suggest("banana%20man").await["result"], json!([]));
    assert_eq!(suggest("").await["result"], json!([]));
    let none = desk.get("/reconcile/default/suggest/entity").await;
    assert_eq!(none.json()["result"], json!([]));
}

#[tokio::test]
async fn properties_and_types_are_suggested_by_name_and_label() {
    let desk = desk();
    let found = async |route: &str| {
        desk.get(&format!("/reconcile/default/suggest/{route}"))
            .await
            .json()["result"]
            .clone()
    };
    let properties = found("property?prefix=country").await;
    assert_eq!(
        ids(&properties),
        [
            "Thing:country",
            "LegalEntity:mainCountry",
            "Person:birthCountry"
        ]
    );
    assert_eq!(properties[0]["name"], "Country");
    assert_eq!(found("property?prefix=banana").await, json!([]));
    assert_eq!(found("property").await, json!([]));
    assert_eq!(ids(&found("type?prefix=organ").await), ["Organization"]);
    assert_eq!(found("type?prefix=banana").await, json!([]));
    assert_eq!(found("type").await, json!([]));
}

#[tokio::test]
async fn rows_are_extended_with_values() {
    let desk = desk();
    let extend = json!({
        "ids": ["x-1", "nobody"],
        "properties": [
            {"id": "name", "settings": {"limit": "1"}},
            {"id": "nationality"},
            {"id": "birthDate", "settings": {"render": "raw"}},
            {"id": "imoNumber"},
        ],
    });
    let got = post(&desk, "/reconcile/default", "extend", &extend).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.json());
    assert_eq!(
        got.json(),
        json!({
            "meta": [
                {"id": "name", "name": "Name"},
                {"id": "nationality", "name": "Nationality"},
                {"id": "birthDate", "name": "Birth date"},
            ],
            "rows": {
                "x-1": {
                    "name": [{"str": "Nadir Exampleman"}],
                    "nationality": [{"str": "Syria"}],
                    "birthDate": [{"str": "1972-01-26"}],
                },
                "nobody": {},
            },
        })
    );
}

#[tokio::test]
async fn properties_for_an_extension_are_proposed() {
    let desk = desk();
    let got = desk
        .get("/reconcile/default/extend/property?limit=5&type=LegalEntity")
        .await
        .json();
    assert_eq!(
        (&got["type"], &got["limit"]),
        (&json!("LegalEntity"), &json!(5))
    );
    let proposed = ids(&got["properties"]);
    assert_eq!(proposed.len(), 5);
    for featured in ["name", "country", "legalForm", "status"] {
        assert!(proposed.contains(&featured), "{proposed:?}");
    }
    assert_eq!(
        desk.get("/reconcile/default/extend/property").await.json()["type"],
        "Thing"
    );
    let unknown = desk
        .get("/reconcile/default/extend/property?type=Banana")
        .await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}
