//! `/search/{dataset}` as yente answers it, over a small invented list: what is found, in which shape, what is refused.

use crate::support::Desk;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Nadir Exampleman in Arabic letters.
const ARABIC: &str = "%D9%86%D8%A7%D8%AF%D8%B1%20%D8%A5%D9%83%D8%B2%D9%85%D8%A8%D9%84";

const FIRST: &str = concat!(
    r#"{"id":"NK-x1","caption":"Nadir Exampleman","schema":"Person","properties":{"name":["Nadir Exampleman","نادر إكزمبل"],"birthDate":["1972-01-26"],"nationality":["sy"],"topics":["sanction"],"programId":["EX-P1"]},"datasets":["first_list"],"referents":["old-1"],"first_seen":"2024-01-01T00:00:00","last_seen":"2026-01-01T00:00:00","last_change":"2025-05-01T10:00:00"}"#,
    "\n",
    r#"{"id":"x-2","caption":"Karim Sample","schema":"Person","properties":{"name":["Karim Sample"],"nationality":["ru"],"notes":["Seen with Nadir Exampleman in Sampletown"]},"first_seen":"2025-01-01T00:00:00","last_change":"2025-06-01T10:00:00"}"#,
    "\n",
    r#"{"id":"a-1","caption":"12 Street, Sampletown","schema":"Address","properties":{"full":["12 Street, Sampletown"],"country":["ru"]},"first_seen":"2023-01-01T00:00:00","last_change":"2025-06-01T10:00:00"}"#,
    "\n",
    r#"{"id":"s-1","caption":"Sanction","schema":"Sanction","properties":{"entity":["NK-x1"],"authority":["Office of Sampletown"]}}"#,
    "\n",
);
const SECOND: &str = concat!(
    r#"{"id":"c-1","caption":"Exampleman Trading","schema":"Company","properties":{"name":["Exampleman Trading"],"jurisdiction":["sy"]},"first_seen":"2022-01-01T00:00:00","last_change":"2025-06-01T10:00:00"}"#,
    "\n",
);

fn desk() -> Desk {
    Desk::new(&[("first_list", FIRST), ("second_list", SECOND)])
}

async fn ids(desk: &Desk, address: &str) -> Vec<String> {
    let got = desk.get(address).await;
    assert_eq!(got.status, StatusCode::OK, "{address}: {}", got.json());
    let results = got.json()["results"].as_array().cloned().expect("results");
    results
        .iter()
        .map(|result| result["id"].as_str().expect("an id").to_owned())
        .collect()
}

async fn total(desk: &Desk, address: &str) -> u64 {
    let got = desk.get(address).await;
    assert_eq!(got.status, StatusCode::OK, "{address}: {}", got.json());
    assert_eq!(got.json()["total"]["relation"], "eq");
    got.json()["total"]["value"].as_u64().expect("a number")
}

async fn refused(desk: &Desk, address: &str) -> (StatusCode, Value) {
    let got = desk.get(address).await;
    (got.status, got.json()["detail"].clone())
}

#[tokio::test]
async fn an_answer_has_entities_a_total_and_facets() {
    let got = desk()
        .get("/search/default?q=nadir%20exampleman&limit=1")
        .await
        .json();
    let person = &got["results"][0];
    assert_eq!(person["id"], "NK-x1");
    assert_eq!(person["caption"], "Nadir Exampleman");
    assert_eq!(person["schema"], "Person");
    assert_eq!(person["properties"]["birthDate"], json!(["1972-01-26"]));
    assert_eq!(person["referents"], json!(["old-1"]));
    assert_eq!(person["target"], true);
    assert_eq!(person["first_seen"], "2024-01-01T00:00:00");
    assert_eq!((&got["limit"], &got["offset"]), (&json!(1), &json!(0)));
    assert_eq!(got["total"], json!({"value": 2, "relation": "eq"}));
    assert_eq!(
        got["facets"]["countries"],
        json!({"label": "Countries", "values": [
            {"name": "ru", "label": "Russia", "count": 1},
            {"name": "sy", "label": "Syria", "count": 1},
        ]})
    );
    assert_eq!(
        got["facets"]["topics"]["values"],
        json!([{"name": "sanction", "label": "Sanctioned", "count": 1}])
    );
    assert_eq!(got["facets"]["datasets"]["label"], "Data sources");
    assert_eq!(got["facets"]["datasets"]["values"][0]["name"], "first_list");
}

#[tokio::test]
async fn without_a_query_everything_of_the_family_is_there() {
    let desk = desk();
    // Sanctions are no things: they hang on one.
    assert_eq!(total(&desk, "/search/default").await, 4);
    assert_eq!(total(&desk, "/search/default?schema=Sanction").await, 1);
    assert_eq!(total(&desk, "/search/default?schema=LegalEntity").await, 3);
    assert_eq!(total(&desk, "/search/second_list").await, 1);
}

#[tokio::test]
async fn a_name_in_arabic_letters_finds_whoever_has_it() {
    assert_eq!(
        ids(&desk(), &format!("/search/default?q={ARABIC}")).await,
        ["NK-x1"]
    );
}

#[tokio::test]
async fn lucenes_language_and_the_simple_one() {
    let desk = desk();
    assert_eq!(
        ids(&desk, "/search/default?q=exampl*%20-trading%20-karim").await,
        ["NK-x1"]
    );
    assert_eq!(
        ids(
            &desk,
            "/search/default?q=properties.birthDate:[1970%20TO%201975]"
        )
        .await,
        ["NK-x1"]
    );
    assert_eq!(
        ids(&desk, "/search/default?q=karym~&fuzzy=true").await,
        ["x-2"]
    );
    assert!(ids(&desk, "/search/default?q=karym~").await.is_empty());
    for query in [
        "invalid/query",
        "(open",
        "a%20AND",
        "name:",
        "/[/",
        "[1%20TO",
    ] {
        let (status, detail) = refused(&desk, &format!("/search/default?q={query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
        assert!(detail.is_string(), "{detail}");
        let simple = desk
            .get(&format!("/search/default?q={query}&simple=true"))
            .await;
        assert_eq!(simple.status, StatusCode::OK, "{query}");
    }
}

#[tokio::test]
async fn filters() {
    let desk = desk();
    let found = async |more: &str| {
        let mut ids = ids(&desk, &format!("/search/default?{more}")).await;
        ids.sort();
        ids
    };
    assert_eq!(found("schema=Person").await, ["NK-x1", "x-2"]);
    assert_eq!(
        found("exclude_schema=Address&exclude_schema=Company").await,
        ["NK-x1", "x-2"]
    );
    assert_eq!(found("countries=sy&countries=ru").await.len(), 4);
    assert!(
        found("countries=sy&countries=ru&filter_op=AND")
            .await
            .is_empty()
    );
    assert_eq!(found("topics=sanction").await, ["NK-x1"]);
    assert_eq!(found("datasets=second_list").await, ["c-1"]);
    assert_eq!(
        found("filter=properties.birthDate:1972-01-26").await,
        ["NK-x1"]
    );
    assert_eq!(found("filter=programId:EX-P1").await, ["NK-x1"]);
    assert!(
        found("filter=properties.birthDate:1972-01-26x")
            .await
            .is_empty()
    );
    assert_eq!(found("target=true").await, ["NK-x1"]);
    assert_eq!(
        found("target=false&schema=LegalEntity").await,
        ["c-1", "x-2"]
    );
    assert_eq!(
        found("changed_since=2025-05-01").await,
        ["a-1", "c-1", "x-2"]
    );
    assert!(found("changed_since=2099-01-01T00:00").await.is_empty());
    assert_eq!(found("include_dataset=second_list").await, ["c-1"]);
    assert!(found("include_dataset=no_such_list").await.is_empty());
    assert_eq!(found("exclude_dataset=first_list").await, ["c-1"]);
    assert!(
        found("include_dataset=second_list&exclude_dataset=second_list")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn facets_are_those_asked_for() {
    let desk = desk();
    let got = desk
        .get("/search/default?facets=schema&facets=topics")
        .await
        .json();
    let facets: Vec<&String> = got["facets"].as_object().expect("facets").keys().collect();
    assert_eq!(facets, ["schema", "topics"]);
    assert_eq!(
        got["facets"]["schema"]["values"][0],
        json!({"name": "Person", "label": "People", "count": 2})
    );
    // They count all who fit, not the page.
    let page = desk.get("/search/default?limit=0").await.json();
    assert_eq!(page["results"], json!([]));
    assert_eq!(page["facets"]["datasets"]["values"][0]["count"], 3);
}

#[tokio::test]
async fn orders_and_pages() {
    let desk = desk();
    assert_eq!(
        ids(&desk, "/search/default?sort=first_seen:desc").await,
        ["x-2", "NK-x1", "a-1", "c-1"]
    );
    assert_eq!(
        ids(&desk, "/search/default?sort=first_seen").await,
        ["c-1", "a-1", "NK-x1", "x-2"]
    );
    assert_eq!(
        ids(&desk, "/search/default?sort=first_seen&offset=1&limit=2").await,
        ["a-1", "NK-x1"]
    );
    let behind = desk.get("/search/default?offset=100").await.json();
    assert_eq!(
        (&behind["results"], &behind["offset"]),
        (&json!([]), &json!(100))
    );
    assert_eq!(
        refused(&desk, "/search/default?sort=names").await.0,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn what_is_refused() {
    let desk = desk();
    assert_eq!(
        refused(&desk, "/search/banana").await,
        (StatusCode::NOT_FOUND, json!("No such dataset."))
    );
    for (address, status) in [
        ("schema=Banana", StatusCode::BAD_REQUEST),
        ("filter=nocolon", StatusCode::BAD_REQUEST),
        ("limit=10000", StatusCode::UNPROCESSABLE_ENTITY),
        ("offset=9999", StatusCode::UNPROCESSABLE_ENTITY),
        ("limit=many", StatusCode::UNPROCESSABLE_ENTITY),
        ("facets=banana", StatusCode::UNPROCESSABLE_ENTITY),
        ("filter_op=XOR", StatusCode::UNPROCESSABLE_ENTITY),
        ("changed_since=yesterday", StatusCode::UNPROCESSABLE_ENTITY),
        ("target=perhaps", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(
            refused(&desk, &format!("/search/default?{address}"))
                .await
                .0,
            status,
            "{address}"
        );
    }
    assert_eq!(
        desk.get("/search/default?limit=500").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn no_refusal_quotes_the_query() {
    let desk = desk();
    for address in [
        "q=Secretname/",
        "filter=Secretname",
        "facets=Secretname",
        "limit=Secretname",
        "sort=Secretname",
    ] {
        let (status, detail) = refused(&desk, &format!("/search/default?{address}")).await;
        assert!(status.is_client_error(), "{address}");
        assert!(
            !detail.to_string().contains("Secretname"),
            "{address}: {detail}"
        );
    }
}
