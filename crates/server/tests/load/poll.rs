//! Polling (promise P1): what a publisher has is live soon, what fails is seen, and a list that grew too old is `stale`.

#[expect(dead_code, reason = "the tests of fetching use more of it")]
#[path = "../../../fetch/tests/server/mod.rs"]
mod publisher;
use crate::socket::{Running, post};
use kashf_server::{AppState, PollPlan, ServeSettings, UpdateToken};
use publisher::{Server, ok, send};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const FIRST: &str = r#"{"id":"p-1","schema":"Person","last_seen":"2026-01-01","properties":{"name":["Otilie Androvy"]}}"#;
const SECOND: &str = r#"{"id":"p-2","schema":"Person","last_seen":"2026-01-02","properties":{"name":["Severin Qorvat"]}}"#;

struct World {
    _folder: tempfile::TempDir,
    _publisher: Server,
    shelf: Arc<Mutex<Option<String>>>,
    server: Running,
}

/// A list that came from a publisher, and a server that polls it.
async fn world(extra: &str) -> World {
    let shelf = Arc::new(Mutex::new(Some(format!("{FIRST}\n"))));
    let served = Arc::clone(&shelf);
    let publisher = Server::start(move |stream, _, _| {
        let text = served.lock().expect("not poisoned").clone();
        match text {
            None => send(stream, "HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n"),
            Some(text) => ok(stream, "", text.as_bytes()),
        }
    });
    let folder = tempfile::tempdir().expect("a scratch directory");
    let kashf = kashf::Kashf::open(folder.path().join("data")).expect("a data directory");
    let config = format!(
        "[fetch]\ntries = 1\n[sources.partners]\nurls = [{:?}]\nallow_private = true\n{extra}",
        publisher.url("/partners.json")
    );
    fs_err::write(folder.path().join("data/config.toml"), config).expect("a file");
    let network = kashf::NetworkSettings::default();
    let now = "2026-01-01T00:00:00Z";
    let first = tokio::task::block_in_place(|| kashf.poll("partners", &network, now));
    assert!(
        matches!(first, Ok(kashf::PollOutcome::Live(_))),
        "{first:?}"
    );
    let settings = ServeSettings {
        listen: ([127, 0, 0, 1], 0).into(),
        update_token: UpdateToken::new("token"),
        poll: Some(PollPlan {
            lists: Vec::new(),
            every: Duration::from_secs(60),
        }),
        ..ServeSettings::default()
    };
    let state = AppState::new(kashf, settings).expect("a list is loaded");
    World {
        _folder: folder,
        _publisher: publisher,
        shelf,
        server: Running::start(state).await,
    }
}

impl World {
    async fn ready(&self) -> (u16, Value) {
        let (status, text) = self.server.get("/readyz").await;
        let body = text.split("\r\n\r\n").nth(1).expect("a body");
        (status, serde_json::from_str(body).expect("JSON"))
    }

    async fn screen(&self, name: &str) -> Value {
        let mut client = self.server.connect().await;
        let body = format!(r#"{{"schema":"Person","properties":{{"name":["{name}"]}}}}"#);
        client.send(&post("/v1/screen", &body)).await;
        let (status, text) = client.answer().await;
        assert_eq!(status, 200, "{text}");
        let body = text.split("\r\n\r\n").nth(1).unwrap_or(&text);
        serde_json::from_str(body).expect("JSON")
    }

    async fn update(&self) -> (u16, String) {
        let mut client = self.server.connect().await;
        client
            .send(&post("/updatez?token=token&sync=true", ""))
            .await;
        client.answer().await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_past_its_limit_is_stale_until_a_poll_confirms_it() {
    let world = world("").await;
    // It was last confirmed in January, and its limit is three days.
    let (status, ready) = world.ready().await;
    assert_eq!(status, 503, "{ready}");
    let detail = ready["detail"].as_str().expect("a sentence");
    assert!(detail.contains("`partners` is stale"), "{detail}");
    assert_eq!(world.screen("Otilie Androvy").await["stale"], true);

    let (status, text) = world.update().await;
    assert_eq!(status, 200, "{text}");
    let (status, ready) = world.ready().await;
    assert_eq!(status, 200, "{ready}");
    assert_eq!(ready["polls"]["partners"]["outcome"], "unchanged");
    assert_eq!(world.screen("Otilie Androvy").await["stale"], false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_publisher_adds_is_live_after_the_poll() {
    let world = world("").await;
    assert_eq!(
        world.screen("Severin Qorvat").await["matches"],
        serde_json::json!([])
    );
    *world.shelf.lock().expect("not poisoned") = Some(format!("{FIRST}\n{SECOND}\n"));
    // Nobody asks for it: its own clock does, within a quarter of the first minute.
    let begun = Instant::now();
    loop {
        let answer = world.screen("Severin Qorvat").await;
        if answer["matches"][0]["id"] == "p-2" {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(40), "{answer}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(
        world.ready().await.1["polls"]["partners"]["outcome"],
        "live"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poll_that_fails_is_seen_and_the_old_list_answers() {
    let world = world("max_age = \"3650d\"\n").await;
    *world.shelf.lock().expect("not poisoned") = None;
    let (status, text) = world.update().await;
    assert_eq!(status, 503);
    assert!(text.contains("`partners`"), "{text}");
    let (status, ready) = world.ready().await;
    assert_eq!(status, 200, "within its limit it may be used: {ready}");
    assert_eq!(ready["polls"]["partners"]["outcome"], "unreachable");
    assert_eq!(
        world.screen("Otilie Androvy").await["matches"][0]["id"],
        "p-1"
    );
    let metrics = world.server.get("/metrics").await.1;
    assert!(
        metrics.contains("kashf_poll_failing{dataset=\"partners\"} 1"),
        "{metrics}"
    );
}
