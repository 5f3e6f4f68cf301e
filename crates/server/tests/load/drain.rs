//! The end: what has begun is answered, what comes later is refused, and a second signal does not wait.

use crate::socket::{Running, get};
use crate::support::Desk;
use kashf_server::{ServeError, ServeSettings};
use std::time::{Duration, Instant};

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;

async fn server(notice: Duration, drain: Duration) -> (Desk, Running) {
    let settings = ServeSettings {
        listen: ([127, 0, 0, 1], 0).into(),
        notice_time: notice,
        drain_time: drain,
        ..ServeSettings::default()
    };
    let desk = Desk::with(&[("example_list", LIST)], settings);
    let running = Running::start(desk.state.clone()).await;
    (desk, running)
}

/// A request of which a part is missing: it has begun, and ends when the rest comes.
const HALF: &str = "POST /updatez HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\n";

#[tokio::test]
async fn while_it_gives_notice_it_answers_and_is_not_ready() {
    let (_desk, mut server) = server(Duration::from_millis(600), Duration::from_secs(5)).await;
    assert_eq!(server.get("/readyz").await.0, 200);
    server.stop();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (status, text) = server.get("/readyz").await;
    assert_eq!(status, 503);
    assert!(text.contains("shutting down"), "{text}");
    assert_eq!(server.get("/healthz").await.0, 200);
    server.ended().await.expect("nothing was cut");
}

#[tokio::test]
async fn idle_connections_do_not_hold_up_the_end() {
    let (_desk, mut server) = server(Duration::ZERO, Duration::from_secs(20)).await;
    let _silent = server.connect().await;
    let mut client = server.connect().await;
    client.send(&get("/healthz", "keep-alive")).await;
    assert_eq!(client.answer().await.0, 200);
    let begun = Instant::now();
    server.stop();
    server.ended().await.expect("nothing was cut");
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn a_request_that_has_begun_is_answered_and_new_ones_are_refused() {
    let (_desk, mut server) = server(Duration::ZERO, Duration::from_secs(10)).await;
    let mut begun = server.connect().await;
    begun
        .send("POST /v1/screen HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\n{")
        .await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.stop();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let refused = tokio::net::TcpStream::connect(server.address).await;
    assert!(refused.is_err(), "a connection was taken");
    begun.send("}  ").await;
    let (status, text) = begun.rest().await;
    assert_ne!(status, 0, "it was not answered");
    assert!(text.to_lowercase().contains("connection: close"), "{text}");
    server.ended().await.expect("nothing was cut");
}

#[tokio::test]
async fn a_second_signal_ends_at_once_and_says_that_something_was_cut() {
    let (_desk, mut server) = server(Duration::ZERO, Duration::from_secs(60)).await;
    let mut stuck = server.connect().await;
    stuck.send(&HALF.replace("/updatez", "/v1/screen")).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.stop();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    server.stop_at_once();
    let ended = server.ended().await;
    assert!(matches!(ended, Err(ServeError::CutShort)), "{ended:?}");
    assert!(begun.elapsed() < Duration::from_secs(2));
}
