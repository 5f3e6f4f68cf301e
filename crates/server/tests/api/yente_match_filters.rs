//! What `/match/{dataset}` leaves out: lists, sources, schemata, topics, times and ids, of the URL, the body and one query.

use crate::yente_match::{asked, desk, ids, nadir, status_of};
use serde_json::{Value, json};

#[tokio::test]
async fn lists_and_sources_are_included_and_excluded() {
    let desk = desk();
    for (parameters, found) in [
        ("include_dataset=circle&include_dataset=no_such_list", true),
        (
            "include_dataset=ae_local&include_dataset=mx_governors",
            false,
        ),
        ("include_dataset=gifts", false),
        ("include_dataset=us_source", true),
        ("exclude_dataset=circle", false),
        ("exclude_dataset=us_source", true),
        ("exclude_dataset=us_source&exclude_dataset=eu_source", false),
        (
            "include_dataset=circle&include_dataset=x&exclude_dataset=circle",
            false,
        ),
        ("include_dataset=us_source&exclude_dataset=us_source", false),
    ] {
        let uri = format!("/match/default?algorithm=name-based&{parameters}");
        let answer = asked(&desk, &uri, &nadir()).await;
        assert_eq!(ids(&answer) == ["NK-nadir"], found, "{parameters}");
    }
}

#[tokio::test]
async fn topics_schemata_and_times_narrow_the_results() {
    let desk = desk();
    for (parameters, found) in [
        ("topics=crime.cyber", false),
        ("topics=sanction", true),
        ("topics=crime.cyber&topics=sanction", true),
        ("exclude_schema=Person", false),
        ("exclude_schema=LegalEntity", true),
        ("changed_since=2026-04-29", true),
        ("changed_since=2026-04-29T07:55:02", false),
        ("changed_since=2099-01-01T00:00", false),
    ] {
        let answer = asked(&desk, &format!("/match/circle?{parameters}"), &nadir()).await;
        assert_eq!(ids(&answer) == ["NK-nadir"], found, "{parameters}");
        assert_eq!(answer["total"]["value"], u8::from(found));
    }
}

#[tokio::test]
async fn excluded_ids_may_be_former_ones() {
    let desk = desk();
    for id in ["NK-nadir", "us-45", "eu-9"] {
        let uri = format!("/match/circle?exclude_entity_ids={id}");
        assert!(ids(&asked(&desk, &uri, &nadir()).await).is_empty(), "{id}");
    }
    let other = "/match/circle?exclude_entity_ids=us-46";
    assert_eq!(ids(&asked(&desk, other, &nadir()).await), ["NK-nadir"]);
}

#[tokio::test]
async fn what_is_excluded_takes_no_place() {
    let desk = desk();
    let query = json!({ "schema": "Person", "properties": { "name": "Nadira Exampleman" } });
    let uri = "/match/circle?threshold=0.2&limit=1&exclude_entity_ids=NK-nadira";
    assert_eq!(ids(&asked(&desk, uri, &query).await), ["NK-nadir"]);
}

#[tokio::test]
async fn params_in_the_body_stand_for_all_queries_and_in_a_query_for_it_alone() {
    let desk = desk();
    let with = |params: Value| {
        let mut query = nadir();
        query["params"] = params;
        query
    };
    let body = json!({
        "params": { "include_datasets": ["gifts"] },
        "queries": {
            "as_all": nadir(),
            "own": with(json!({ "include_datasets": ["circle"] })),
            "without": with(json!({ "include_datasets": ["circle"], "exclude_entity_ids": ["eu-9"] })),
        },
    });
    let answer = desk.post("/match/default", &body).await.json();
    let found = |key: &str| ids(&answer["responses"][key]).len();
    assert_eq!((found("as_all"), found("own"), found("without")), (0, 1, 0));
    // More ids than an URL may hold.
    let many: Vec<String> = (0..500)
        .map(|number| format!("x-{number}"))
        .chain(["us-45".to_owned()])
        .collect();
    let body = json!({ "params": { "exclude_entity_ids": many }, "queries": { "q": nadir() } });
    let answer = desk.post("/match/default", &body).await.json();
    assert!(ids(&answer["responses"]["q"]).is_empty());
}

#[tokio::test]
async fn filters_are_ands_of_ors() {
    let desk = desk();
    for (filters, found) in [
        (json!({ "topics": [["wanted", "sanction"]] }), true),
        (
            json!({ "topics": [["wanted", "sanction"], ["role.pep"]] }),
            false,
        ),
        (
            json!({ "topics": [["sanction"]], "properties.country": [["ru", "by"]] }),
            true,
        ),
        (json!({ "countries": [["by"]] }), false),
        (
            json!({ "schema": [["Person"]], "datasets": [["eu_source"]] }),
            true,
        ),
        (json!({ "topics": [[]] }), false),
        (json!({ "topics": [] }), true),
    ] {
        let mut query = nadir();
        query["filters"] = filters.clone();
        assert_eq!(
            ids(&asked(&desk, "/match/circle", &query).await).len(),
            usize::from(found),
            "{filters}"
        );
        let body = json!({ "queries": { "q": nadir() }, "filters": filters });
        let answer = desk.post("/match/circle", &body).await.json();
        assert_eq!(
            ids(&answer["responses"]["q"]).len(),
            usize::from(found),
            "{filters}"
        );
    }
    // A field that no entity can have would read as "nobody": it is refused.
    let body = json!({ "queries": { "q": nadir() }, "filters": { "propertys.country": [["ru"]] } });
    assert_eq!(status_of(&desk, "/match/circle", &body).await.0, 400);
}
