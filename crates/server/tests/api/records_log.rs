//! The screening log, and what changed since.

use crate::support::{self, Desk};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use kashf::Kashf;
use kashf_server::{AppState, ServeSettings, router};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub(super) const LIST: &str = concat!(
    r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#,
    "\n",
    r#"{"id":"x-2","schema":"Person","properties":{"name":["Layla Sampleton"]}}"#,
    "\n"
);

/// A name that must stand nowhere.
const CANARY: &str = "Zanzibar Canaryson";

/// A desk whose data directory has this `config.toml`.
pub(super) fn configured(config: &str) -> Desk {
    let mut desk = Desk::new(&[("example_list", LIST)]);
    fs_err::write(desk.data().join("config.toml"), config).unwrap();
    again(&mut desk);
    desk
}

/// Another server over the same data directory.
pub(super) fn again(desk: &mut Desk) {
    let kashf = Kashf::open(desk.data()).unwrap();
    desk.state = AppState::new(kashf, ServeSettings::default()).unwrap();
    desk.routes = router(desk.state.clone());
}

pub(super) async fn rows(desk: &Desk, count: usize) -> Vec<Value> {
    let begun = Instant::now();
    loop {
        let rows = desk.get("/v1/log").await.json()["items"].clone();
        let rows = rows.as_array().unwrap().clone();
        if rows.len() >= count || begun.elapsed() > Duration::from_secs(10) {
            return rows;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub(super) fn holds(desk: &Desk, text: &str) -> Option<String> {
    let mut folders = vec![desk.data()];
    while let Some(folder) = folders.pop() {
        for entry in fs_err::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if fs_err::read(&path)
                .unwrap()
                .windows(text.len())
                .any(|window| window == text.as_bytes())
            {
                return Some(path.display().to_string());
            }
        }
    }
    None
}

#[tokio::test]
async fn a_screening_is_written_down_without_its_names() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let got = desk
        .post(
            "/v1/screen",
            &json!({"id": "c-77", "name": "Nadir Exampleman"}),
        )
        .await;
    assert_eq!(got.status, StatusCode::OK);
    let batch = json!([{"id": "1", "name": CANARY}, {"id": "2", "name": "Layla Sampleton"}]);
    assert_eq!(
        desk.post("/v1/screen/batch", &batch).await.status,
        StatusCode::OK
    );
    let request = Request::post("/v1/screen/stream")
        .body(Body::from(format!("{{\"name\":\"{CANARY}\"}}\n")))
        .unwrap();
    assert_eq!(desk.send(request).await.status, StatusCode::OK);

    let rows = rows(&desk, 4).await;
    assert_eq!(rows.len(), 4, "{rows:?}");
    let first = &rows[0];
    assert_eq!(first["route"], "/v1/screen");
    assert_eq!(first["caller"], "open");
    assert_eq!(first["status"], "screened");
    assert_eq!(first["matches"][0][0], "x-1");
    assert_eq!(
        first["request"],
        got.headers["x-request-id"].to_str().unwrap()
    );
    assert_eq!(first["snapshot"], got.json()["snapshot"]);
    assert_eq!(first["record_id"], Value::Null);
    assert_eq!(first["spelled"], Value::Null);
    // The same name has the same mark, whoever asked for it and how.
    assert_eq!(rows[1]["names"], rows[3]["names"]);
    assert_ne!(rows[1]["names"], rows[2]["names"]);
    assert_eq!(holds(&desk, CANARY), None);
    assert_eq!(holds(&desk, "c-77"), None);
}

#[tokio::test]
async fn what_is_asked_in_yentes_way_is_written_down_as_well() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let query = json!({"queries": {"q": {"id": "c-9", "schema": "Person", "properties": {"name": ["Nadir Exampleman"]}}}});
    assert_eq!(
        desk.post("/match/default", &query).await.status,
        StatusCode::OK
    );
    assert_eq!(
        desk.get("/search/default?q=Zanzibar").await.status,
        StatusCode::OK
    );
    let queries = "%7B%22q0%22:%7B%22query%22:%22Nadir%20Exampleman%22%7D%7D";
    let reconciled = desk
        .get(&format!("/reconcile/default?queries={queries}"))
        .await;
    assert_eq!(reconciled.status, StatusCode::OK);
    let rows = rows(&desk, 3).await;
    let routes: Vec<&str> = rows
        .iter()
        .filter_map(|row| row["route"].as_str())
        .collect();
    assert_eq!(
        routes,
        [
            "/match/{dataset}",
            "/search/{dataset}",
            "/reconcile/{dataset}"
        ]
    );
    assert_eq!(rows[0]["matches"][0][0], "x-1");
    // One name has one mark, by whichever route it came.
    assert_eq!(rows[0]["names"], rows[2]["names"]);
    assert_eq!(holds(&desk, "Zanzibar"), None);
}

#[tokio::test]
async fn somebody_is_found_and_erased_by_name_and_it_is_told() {
    let desk = configured("[log]\nnames = true\n");
    for name in [CANARY, "Layla Sampleton", CANARY] {
        desk.post("/v1/screen", &json!({"id": "c-1", "name": name}))
            .await;
    }
    assert_eq!(rows(&desk, 3).await[0]["spelled"], json!([CANARY]));
    assert!(holds(&desk, CANARY).is_some(), "retention of names is on");
    let whom = json!({ "name": CANARY.to_uppercase() });
    let found = desk.post("/v1/log/find", &whom).await.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 2);
    assert_eq!(
        desk.post("/v1/log/erase", &whom).await.json(),
        json!({"rows": 2})
    );
    let rows = rows(&desk, 3).await;
    assert!(rows[0]["erased_at"].is_string());
    assert_eq!(rows[0]["names"], json!([]));
    assert_eq!(rows[0]["record_id"], Value::Null);
    assert_eq!(rows[1]["record_id"], "c-1");
    assert_eq!(holds(&desk, CANARY), None);
    let both = json!({"name": CANARY, "record": "c-1"});
    let refused = desk.post("/v1/log/erase", &both).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!String::from_utf8_lossy(&refused.body).contains("Canary"));
}

#[tokio::test]
async fn what_must_be_written_down_and_cannot_be_is_not_answered() {
    let desk = configured("[log]\nrequired = true\n");
    let record = json!({"name": "Nadir Exampleman"});
    assert_eq!(
        desk.post("/v1/screen", &record).await.status,
        StatusCode::OK
    );
    assert_eq!(
        rows(&desk, 1).await.len(),
        1,
        "written before it is answered"
    );
    // Another schema in its place: every further write fails.
    break_log(&desk);
    let got = desk.post("/v1/screen", &record).await;
    assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(got.json()["code"], "log_unwritten");
    assert!(got.headers.contains_key("retry-after"));
    assert!(
        !String::from_utf8_lossy(&got.body).contains("x-1"),
        "no answer"
    );
}

#[tokio::test]
async fn what_need_not_be_written_down_is_answered_and_says_so() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let record = json!({"name": "Nadir Exampleman"});
    desk.post("/v1/screen", &record).await;
    assert_eq!(rows(&desk, 1).await.len(), 1);
    break_log(&desk);
    let begun = Instant::now();
    loop {
        let got = desk.post("/v1/screen", &record).await;
        assert_eq!(got.status, StatusCode::OK);
        if got.headers.contains_key("x-screening-log") {
            return;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "it never says so"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Takes the table of the log away, as a disk that fails would.
fn break_log(desk: &Desk) {
    let connection = rusqlite::Connection::open(desk.data().join("kashf.sqlite")).unwrap();
    connection.busy_timeout(Duration::from_secs(5)).unwrap();
    connection
        .execute_batch("ALTER TABLE screenings RENAME TO elsewhere")
        .unwrap();
}

#[tokio::test]
async fn changes_since_a_snapshot_come_in_pages_and_in_lines() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let kashf = Kashf::open(desk.data()).unwrap();
    let before = kashf.live_id().unwrap().unwrap();
    let more = format!(
        "{LIST}{}\n{}\n",
        r#"{"id":"x-3","schema":"Person","properties":{"name":["Omar Specimen"]}}"#,
        r#"{"id":"x-4","schema":"Person","properties":{"name":["Huda Instance"]}}"#
    );
    support::load(
        &kashf,
        "example_list",
        &more,
        &desk.folder.path().join("example_list.ftm.json"),
    );
    let page = desk
        .get(&format!("/v1/changes?since={before}&limit=1"))
        .await
        .json();
    assert_eq!(
        (&page["total"], &page["next"]),
        (&json!(2), &json!(1)),
        "{page}"
    );
    assert_eq!(page["items"][0]["change"], "added");
    assert_eq!(page["items"][0]["dataset"], "example_list");
    let to = page["to"].as_str().unwrap();
    let next = desk
        .get(&format!(
            "/v1/changes?since={before}&until={to}&limit=1&offset=1"
        ))
        .await;
    assert_eq!(next.json()["items"][0]["id"], "x-4");
    assert_eq!(next.json()["next"], Value::Null);
    let lines = Request::get(format!("/v1/changes?since={before}"))
        .header("accept", "application/x-ndjson")
        .body(Body::empty())
        .unwrap();
    let lines = desk.send(lines).await;
    assert_eq!(String::from_utf8(lines.body).unwrap().lines().count(), 2);
    for wrong in ["ffffffff", "2020-01-01", "no"] {
        let got = desk.get(&format!("/v1/changes?since={wrong}")).await;
        assert_eq!(
            got.status.as_u16() / 100,
            4,
            "{wrong}: {}",
            String::from_utf8_lossy(&got.body)
        );
    }
}
