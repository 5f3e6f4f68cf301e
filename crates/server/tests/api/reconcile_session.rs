//! A session as OpenRefine has it: the service is added, guesses the type of a column, reconciles its rows, a person
//! looks at candidates and searches for one, then columns are added from what was matched.

use crate::support::Desk;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Map, Value, json};

/// Ten rows of somebody's table; the fourth and the ninth are on no list.
const ROWS: [(&str, Option<&str>); 10] = [
    ("Nadir Exampleman", Some("p-0")),
    ("Layla Sampleton", Some("p-1")),
    ("Omar Testfield", Some("p-2")),
    ("Quentin Unlisted", None),
    ("Huda Demoville", Some("p-4")),
    ("Karim Placeholder", Some("p-5")),
    ("Salma Mockridge", Some("p-6")),
    ("Tariq Fixturesson", Some("p-7")),
    ("Winifred Absentee", None),
    ("Zaynab Dummyworth", Some("p-9")),
];

fn desk() -> Desk {
    let listed = ROWS.iter().filter_map(|(name, id)| Some((name, (*id)?)));
    let line = |(name, id): (&&str, &str)| {
        let year = 1960 + id.len() * 3;
        let properties =
            json!({"name": [name], "nationality": ["sy"], "birthDate": [year.to_string()]});
        json!({"id": id, "caption": name, "schema": "Person", "properties": properties}).to_string()
    };
    let lines: Vec<String> = listed.map(line).collect();
    Desk::new(&[("first_list", &lines.join("\n"))])
}

async fn form(desk: &Desk, address: &str, field: &str, value: &Value) -> Value {
    let body: String = form_urlencoded::Serializer::new(String::new())
        .append_pair(field, &value.to_string())
        .finish();
    let request = Request::post(address)
        .header(
            "content-type",
            "application/x-www-form-urlencoded; charset=UTF-8",
        )
        .body(Body::from(body))
        .expect("a request");
    let got = desk.send(request).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.json());
    got.json()
}

/// Where a service of the manifest is, on this server.
fn local(service: &Value) -> String {
    let url = service["service_url"].as_str().expect("an address");
    let path = service["service_path"].as_str().expect("a path");
    let whole = format!("{url}{path}");
    whole
        .strip_prefix("http://refine.example")
        .expect("the host that was asked")
        .to_owned()
}

#[tokio::test]
async fn from_a_column_of_names_to_columns_of_facts() {
    let desk = desk();

    // The service is added by its address.
    let request = Request::get("/reconcile/first_list").header("host", "refine.example");
    let manifest = desk
        .send(request.body(Body::empty()).expect("a request"))
        .await
        .json();
    assert_eq!(manifest["versions"], json!(["0.2"]));
    let batch = manifest["batchSize"].as_u64().expect("a size");
    assert!(batch >= 10);

    // The first rows, without a type, tell which one the column may have.
    let guesses: Map<String, Value> = ROWS
        .iter()
        .enumerate()
        .map(|(row, (name, _))| (format!("q{row}"), json!({"query": name, "limit": 3})))
        .collect();
    let guessed = form(
        &desk,
        "/reconcile/first_list",
        "queries",
        &Value::Object(guesses),
    )
    .await;
    let types = guessed
        .as_object()
        .expect("answers")
        .values()
        .filter_map(|answer| answer["result"][0]["type"][0]["id"].as_str());
    assert_eq!(types.filter(|name| *name == "Person").count(), 8);

    // All rows with that type.
    let queries: Map<String, Value> = ROWS
        .iter()
        .enumerate()
        .map(|(row, (name, _))| {
            let nationality = json!([{"pid": "Person:nationality", "v": "Syria"}]);
            (format!("q{row}"), json!({"query": name, "type": "Person", "type_strict": "should", "properties": nationality}))
        })
        .collect();
    let answers = form(
        &desk,
        "/reconcile/first_list",
        "queries",
        &Value::Object(queries),
    )
    .await;
    let mut matched: Vec<String> = Vec::new();
    for (row, (name, expected)) in ROWS.iter().enumerate() {
        let best = &answers[format!("q{row}")]["result"][0];
        match expected {
            Some(id) => {
                assert_eq!(
                    (&best["id"], &best["match"]),
                    (&json!(id), &json!(true)),
                    "{name}"
                );
                matched.push((*id).to_owned());
            }
            None => assert_ne!(best["match"], true, "{name}"),
        }
    }

    // For a row without a match somebody types, and picks; what stands beside a candidate is a small page.
    let suggest = format!(
        "{}?prefix=zaynab+dum",
        local(&manifest["suggest"]["entity"])
    );
    let suggested = desk.get(&suggest).await.json();
    assert_eq!(suggested["result"][0]["id"], "p-9");
    let preview = manifest["preview"]["url"]
        .as_str()
        .expect("an address")
        .replace("{{id}}", "p-9");
    let preview = preview
        .strip_prefix("http://refine.example")
        .expect("the host that was asked");
    let page = desk.get(preview).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = String::from_utf8(page.body).expect("text");
    assert!(
        page.contains("Zaynab Dummyworth") && page.contains("Syria"),
        "{page}"
    );
    let view = manifest["view"]["url"].as_str().expect("an address");
    assert!(view.contains("/entities/{{id}}"));

    // Columns are added from what was matched.
    let proposed = format!(
        "{}?type=Person&limit=20",
        local(&manifest["extend"]["propose_properties"])
    );
    let proposed = desk.get(&proposed).await.json();
    let has = |id: &str| {
        proposed["properties"]
            .as_array()
            .expect("properties")
            .iter()
            .any(|property| property["id"] == id)
    };
    assert!(has("nationality") && has("birthDate"));
    let extend =
        json!({"ids": matched, "properties": [{"id": "nationality"}, {"id": "birthDate"}]});
    let rows = form(&desk, "/reconcile/first_list", "extend", &extend).await;
    assert_eq!(rows["meta"].as_array().map(Vec::len), Some(2));
    assert_eq!(rows["rows"].as_object().map(Map::len), Some(8));
    for id in &matched {
        assert_eq!(rows["rows"][id]["nationality"], json!([{"str": "Syria"}]));
    }
}
