//! Clients that take their time: slow headers, slow bodies, connections that wait for nothing, readers that do not read.

use crate::socket::{Running, get};
use crate::support::Desk;
use kashf_server::ServeSettings;
use std::time::Duration;

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;

async fn server() -> (Desk, Running) {
    let settings = ServeSettings {
        listen: ([127, 0, 0, 1], 0).into(),
        read_time: Duration::from_millis(300),
        idle_time: Duration::from_millis(900),
        ..ServeSettings::default()
    };
    let desk = Desk::with(&[("example_list", LIST)], settings);
    let running = Running::start(desk.state.clone()).await;
    (desk, running)
}

#[tokio::test]
async fn headers_that_drip_are_cut_after_the_read_time() {
    let (_desk, server) = server().await;
    let mut client = server.connect().await;
    client.send("GET /healthz HTTP/1.1\r\n").await;
    let begun = std::time::Instant::now();
    // A byte now and then keeps no connection.
    while client.try_send(b"x").await && begun.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(begun.elapsed() >= Duration::from_millis(250));
    assert!(begun.elapsed() < Duration::from_secs(3), "held too long");
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed_after_the_read_time() {
    let (_desk, server) = server().await;
    let closed = server.connect().await.closed_after().await;
    assert!(closed >= Duration::from_millis(250), "{closed:?}");
    assert!(closed < Duration::from_secs(3), "{closed:?}");
}

#[tokio::test]
async fn half_a_preface_of_http2_is_closed_too() {
    let (_desk, server) = server().await;
    let mut client = server.connect().await;
    client.send("PRI * HTT").await;
    let closed = client.closed_after().await;
    assert!(closed < Duration::from_secs(3), "{closed:?}");
}

#[tokio::test]
async fn a_connection_between_two_requests_has_the_idle_time() {
    let (_desk, server) = server().await;
    let mut client = server.connect().await;
    client.send(&get("/healthz", "keep-alive")).await;
    assert_eq!(client.answer().await.0, 200);
    tokio::time::sleep(Duration::from_millis(600)).await;
    client.send(&get("/healthz", "keep-alive")).await;
    assert_eq!(client.answer().await.0, 200, "longer than the read time");
    let closed = client.closed_after().await;
    assert!(closed >= Duration::from_millis(800), "{closed:?}");
    assert!(closed < Duration::from_secs(4), "{closed:?}");
}

#[tokio::test]
async fn a_body_that_drips_is_answered_408() {
    let (_desk, server) = server().await;
    let mut client = server.connect().await;
    client
        .send("POST /v1/screen HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{\"queries\"")
        .await;
    let (mut read, mut write) = client.stream.split();
    let drip = async {
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if tokio::io::AsyncWriteExt::write_all(&mut write, b" ")
                .await
                .is_err()
            {
                std::future::pending::<()>().await;
            }
        }
    };
    let mut answer = Vec::new();
    let answered = async {
        let _ = tokio::io::AsyncReadExt::read_to_end(&mut read, &mut answer).await;
    };
    tokio::select! {
        () = drip => {}
        () = answered => {}
        () = tokio::time::sleep(Duration::from_secs(5)) => panic!("held too long"),
    }
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("not screened"), "{answer}");
}
