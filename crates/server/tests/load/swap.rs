//! A hundred snapshots go live while requests are answered: none of them fails (promise P11).

use crate::socket::{Running, post};
use crate::support::{Desk, load};
use kashf_server::{ServeSettings, UpdateToken};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

fn list(day: usize) -> String {
    format!(
        r#"{{"id":"x-1","schema":"Person","properties":{{"name":["Nadir Exampleman"],"notes":["day {day}"]}}}}"#
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_swaps_drop_no_request() {
    let settings = ServeSettings {
        listen: ([127, 0, 0, 1], 0).into(),
        update_token: UpdateToken::new("token"),
        ..ServeSettings::default()
    };
    let desk = Desk::with(&[("example_list", &list(0))], settings);
    let server = Arc::new(Running::start(desk.state.clone()).await);
    let (over, asked) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicUsize::new(0)),
    );
    let clients: Vec<_> = (0..3)
        .map(|_| {
            let (server, over, asked) =
                (Arc::clone(&server), Arc::clone(&over), Arc::clone(&asked));
            tokio::spawn(async move {
                let mut snapshots = BTreeSet::new();
                let mut client = server.connect().await;
                while !over.load(Ordering::Relaxed) {
                    let body = r#"{"schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;
                    client.send(&post("/v1/screen", body)).await;
                    let (status, text) = client.answer().await;
                    assert_eq!(status, 200, "{text}");
                    let answer: Value = serde_json::from_str(&text).expect("JSON");
                    assert_eq!(answer["status"], "screened", "{text}");
                    assert_eq!(answer["matches"][0]["id"], "x-1", "{text}");
                    snapshots.insert(answer["snapshot"].as_str().expect("an id").to_owned());
                    asked.fetch_add(1, Ordering::Relaxed);
                }
                snapshots
            })
        })
        .collect();
    let data = desk.data();
    let file = desk.folder.path().join("next.json");
    for day in 1..=100 {
        let (data, file) = (data.clone(), file.clone());
        tokio::task::spawn_blocking(move || {
            let kashf = kashf::Kashf::open(data).expect("the data directory");
            load(&kashf, "example_list", &list(day), &file);
        })
        .await
        .expect("it loads");
        let mut client = server.connect().await;
        client
            .send(&post("/updatez?token=token&sync=true", ""))
            .await;
        assert_eq!(client.answer().await.0, 200);
    }
    over.store(true, Ordering::Relaxed);
    let mut seen = BTreeSet::new();
    for client in clients {
        seen.extend(client.await.expect("no request failed"));
    }
    let metrics = server.get("/metrics").await.1;
    assert!(
        metrics.contains("kashf_snapshot_swaps_total 100"),
        "{metrics}"
    );
    assert!(
        seen.len() > 20,
        "answers came from {} snapshots only",
        seen.len()
    );
    assert!(asked.load(Ordering::Relaxed) > 200);
}

#[tokio::test]
async fn a_load_by_another_process_goes_live_within_seconds() {
    let settings = ServeSettings {
        listen: ([127, 0, 0, 1], 0).into(),
        ..ServeSettings::default()
    };
    let desk = Desk::with(&[("example_list", &list(0))], settings);
    let server = Running::start(desk.state.clone()).await;
    let snapshot = async || {
        let (_, text) = server.get("/readyz").await;
        let body = text.split("\r\n\r\n").nth(1).expect("a body").to_owned();
        let ready: Value = serde_json::from_str(&body).expect("JSON");
        ready["snapshot"].clone()
    };
    let before = snapshot().await;
    let kashf = kashf::Kashf::open(desk.data()).expect("the data directory");
    load(
        &kashf,
        "example_list",
        &list(1),
        &desk.folder.path().join("next.json"),
    );
    let begun = std::time::Instant::now();
    while snapshot().await == before {
        assert!(begun.elapsed().as_secs() < 10, "it is not followed");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
