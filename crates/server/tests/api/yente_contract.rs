//! Assertions of yente's own API tests over the data of those tests, for whoever has that data.
//!
//! `KASHF_YENTE_DATA` names a folder with `zala.jsonl` and `parteispenden.jsonl`; they are real and stay outside the
//! repository. Without it nothing is run.

#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use crate::support::Desk;
use serde_json::{Value, json};

const ZAKHAROV: &str = "NK-aU5ybkbRFJucf8YMwsJvDw";
const GIVER: &str = "/entities/281d01c426ce39ddf80aa0e46574843c1ba8bfc9";

fn desk() -> Option<Desk> {
    let Some(folder) = std::env::var_os("KASHF_YENTE_DATA") else {
        eprintln!("SKIPPED: KASHF_YENTE_DATA is not set");
        return None;
    };
    let read = |name: &str| {
        let file = std::path::Path::new(&folder).join(name);
        fs_err::read_to_string(file).expect("the folder holds both files")
    };
    let (zala, gifts) = (read("zala.jsonl"), read("parteispenden.jsonl"));
    Some(Desk::new(&[("zala", &zala), ("parteispenden", &gifts)]))
}

fn query(name: &str) -> Value {
    json!({ "schema": "Person", "properties": { "name": [name] } })
}

fn zakharov() -> Value {
    json!({
        "schema": "Person",
        "properties": {
            "name": ["Alexander Vyacheslavovich ZAKHAROV"],
            "birthDate": ["1965"],
            "country": "Russia",
        },
    })
}

async fn first(desk: &Desk, parameters: &str, query: Value) -> (Option<String>, Value) {
    let body = json!({ "queries": { "q": query } });
    let got = desk.post(&format!("/match/zala?{parameters}"), &body).await;
    assert_eq!(got.status, 200, "{parameters}");
    let answer = got.json()["responses"]["q"].clone();
    let id = answer["results"][0]["id"].as_str().map(str::to_owned);
    (id, answer)
}

#[tokio::test]
async fn matching() {
    let Some(desk) = desk() else { return };
    for parameters in ["", "algorithm=name-based", "algorithm=logic-v1&fuzzy=false"] {
        let (id, answer) = first(&desk, parameters, zakharov()).await;
        assert_eq!(id.as_deref(), Some(ZAKHAROV), "{parameters}");
        assert!(answer["results"][0]["score"].as_f64() > Some(0.7));
        assert_eq!(answer["query"]["properties"]["country"][0], "ru");
        assert_eq!(
            answer["results"][0]["caption"],
            "Alexander Vyacheslavovich ZAKHAROV"
        );
    }
    for parameters in [
        "exclude_dataset=zala",
        "include_dataset=ae_local_terrorists&include_dataset=mx_governors",
        "include_dataset=zala&exclude_dataset=zala",
        "topics=crime.cyber",
        "exclude_entity_ids=NK-aU5ybkbRFJucf8YMwsJvDw",
        "exclude_entity_ids=ofac-45937",
    ] {
        let (id, _) = first(&desk, parameters, zakharov()).await;
        assert_eq!(id, None, "{parameters}");
    }
    let (id, _) = first(
        &desk,
        "include_dataset=zala&include_dataset=ae_local_terrorists",
        zakharov(),
    )
    .await;
    assert_eq!(id.as_deref(), Some(ZAKHAROV));
}

#[tokio::test]
async fn misspelt_names_are_retrieved() {
    let Some(desk) = desk() else { return };
    for (parameters, name) in [
        ("threshold=0.2&algorithm=logic-v2", "Aiexandvr Zakharom"),
        ("threshold=0.2&algorithm=logic-v2", "Zlexander Sakharov"),
    ] {
        let (id, answer) = first(&desk, parameters, query(name)).await;
        assert_eq!(id.as_deref(), Some(ZAKHAROV), "{name}: {answer}");
    }
}

#[tokio::test]
async fn entities_and_their_neighbours() {
    let Some(desk) = desk() else { return };
    let got = desk.get("/entities/ofac-45937").await;
    assert_eq!(got.status, 308);
    let person = desk.get(&format!("/entities/{ZAKHAROV}")).await.json();
    assert!(
        person["referents"]
            .as_array()
            .is_some_and(|ids| ids.len() > 5)
    );
    assert_eq!(person["first_seen"], "2023-07-19T18:02:43");
    let datasets = person["datasets"].as_array().expect("datasets");
    assert!(datasets.contains(&json!("zala")) && datasets.contains(&json!("eu_fsf")));

    let all = desk.get(&format!("{GIVER}/adjacent?limit=1")).await.json();
    let (addresses, payments) = (
        &all["adjacent"]["addressEntity"],
        &all["adjacent"]["paymentPayer"],
    );
    assert_eq!(
        addresses["results"][0]["id"],
        "582e64e961eaf537d8a80856520d601519a5fb98"
    );
    assert_eq!(
        payments["results"][0]["id"],
        "98a5b377dffde7307e265a7cc928297e318daaef"
    );
    assert_eq!(
        (&addresses["total"]["value"], &payments["total"]["value"]),
        (&json!(2), &json!(2))
    );
    let receivers = payments["results"][0]["properties"]["beneficiary"].as_array();
    assert_eq!(receivers.map(Vec::len), Some(2));
    let second = desk
        .get(&format!("{GIVER}/adjacent/paymentPayer?limit=1&offset=1"))
        .await
        .json();
    assert_eq!(
        second["results"][0]["id"],
        "8928105b8d3748805295a0fb01ae57cc37be30a5"
    );
    assert_eq!(
        desk.get(&format!("{GIVER}/adjacent/address")).await.status,
        404
    );
}
