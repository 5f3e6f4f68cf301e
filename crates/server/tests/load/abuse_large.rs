//! Too much at once: a gigabyte of JSON, a million queries, a URL without an end, more bodies than there is memory for.

#![cfg(target_os = "linux")]

use crate::socket::{Running, get, post, resident_mib};
use crate::support::Desk;
use kashf_server::ServeSettings;
use std::fmt::Write as _;

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;

async fn server(settings: ServeSettings) -> (Desk, Running) {
    let settings = ServeSettings {
        listen: ([127, 0, 0, 1], 0).into(),
        ..settings
    };
    let desk = Desk::with(&[("example_list", LIST)], settings);
    let running = Running::start(desk.state.clone()).await;
    (desk, running)
}

/// Sends a body in chunks without saying how long it is; gives the bytes that were taken and the answer's status.
async fn stream(server: &Running, path: &str, bytes: u64) -> (u64, u16) {
    let mut client = server.connect().await;
    client
        .send(&format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
        ))
        .await;
    let text = format!("\"{}\",", "a".repeat(65_533));
    let chunk = format!("{:x}\r\n{text}\r\n", text.len());
    let mut taken = 0;
    client.send("1\r\n[\r\n").await;
    while taken < bytes && client.try_send(chunk.as_bytes()).await {
        taken += text.len() as u64;
    }
    (taken, client.rest().await.0)
}

#[tokio::test]
async fn a_gigabyte_of_json_is_refused_after_the_body_limit() {
    for path in ["/match/default", "/v1/screen", "/v1/screen/batch"] {
        let (_desk, server) = server(ServeSettings::default()).await;
        let before = resident_mib();
        let (taken, status) = stream(&server, path, 1 << 30).await;
        // What stands in the buffers of two sockets comes on top of the limit of 10 MiB.
        assert!(taken < 64 << 20, "{path}: {taken} bytes were taken");
        assert!(matches!(status, 413 | 0 | 404), "{path}: {status}");
        let grown = resident_mib().saturating_sub(before);
        assert!(grown < 64, "{path}: memory grew by {grown} MiB");
        assert_eq!(server.get("/healthz").await.0, 200);
    }
}

#[tokio::test]
async fn a_gigabyte_that_is_announced_is_refused_at_once() {
    let (_desk, server) = server(ServeSettings::default()).await;
    let mut client = server.connect().await;
    client
        .send("POST /match/default HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 1073741824\r\n\r\n")
        .await;
    let (status, text) = client.answer().await;
    assert_eq!(status, 413, "{text}");
    assert!(text.contains("not screened"), "{text}");
}

#[tokio::test]
async fn a_million_queries_are_refused_and_memory_stays() {
    let (_desk, server) = server(ServeSettings::default()).await;
    let mut queries = String::from("{\"queries\":{");
    for at in 0..1_000_000 {
        let comma = if at == 0 { "" } else { "," };
        write!(
            queries,
            "{comma}\"{at}\":{{\"schema\":\"Person\",\"properties\":{{\"name\":[\"A\"]}}}}"
        )
        .expect("a string");
    }
    queries.push_str("}}");
    let before = resident_mib();
    let mut client = server.connect().await;
    let _ = client
        .try_send(post("/match/default", &queries).as_bytes())
        .await;
    let (status, _) = client.rest().await;
    assert!(matches!(status, 413 | 0 | 404), "{status}");
    let grown = resident_mib().saturating_sub(before);
    assert!(grown < 64, "memory grew by {grown} MiB");
}

#[tokio::test]
async fn a_url_without_an_end_is_refused() {
    let (_desk, server) = server(ServeSettings::default()).await;
    let long = |bytes: usize| format!("/search/default?q={}", "a".repeat(bytes));
    assert_eq!(server.get(&long(60_000)).await.0, 414);
    assert_eq!(server.get(&long(65_600)).await.0, 414);
    let mut client = server.connect().await;
    let _ = client
        .try_send(get(&long(1 << 20), "close").as_bytes())
        .await;
    let status = client.rest().await.0;
    assert!(matches!(status, 0 | 414 | 431), "{status}");
    assert_eq!(server.get("/healthz").await.0, 200);
}

#[tokio::test]
async fn headers_without_an_end_are_refused() {
    let (_desk, server) = server(ServeSettings::default()).await;
    let mut client = server.connect().await;
    let mut head = String::from("GET /healthz HTTP/1.1\r\n");
    for at in 0..10_000 {
        write!(head, "x-{at}: {}\r\n", "b".repeat(100)).expect("a string");
    }
    let _ = client.try_send(head.as_bytes()).await;
    let status = client.rest().await.0;
    assert!(matches!(status, 0 | 431), "{status}");
}

#[tokio::test]
async fn all_bodies_together_hold_no_more_than_they_may() {
    let settings = ServeSettings {
        body_memory_bytes: 2 << 20,
        ..ServeSettings::default()
    };
    let (_desk, server) = server(settings).await;
    let mut clients = Vec::new();
    let part = "a".repeat(512 << 10);
    // Each sends half of its body and waits.
    for _ in 0..8 {
        let mut client = server.connect().await;
        client
            .send("POST /v1/screen HTTP/1.1\r\nhost: x\r\ncontent-length: 1048576\r\n\r\n")
            .await;
        let _ = client.try_send(part.as_bytes()).await;
        clients.push(client);
    }
    let mut refused = 0;
    for client in &mut clients {
        let answer = tokio::time::timeout(std::time::Duration::from_millis(300), client.rest());
        if let Ok((status, text)) = answer.await {
            assert!(matches!(status, 503 | 0), "{text}");
            refused += 1;
        }
    }
    assert!((4..8).contains(&refused), "{refused} of 8 were refused");
    assert_eq!(server.get("/healthz").await.0, 200);
}

#[tokio::test]
async fn a_permitted_length_with_too_many_values_is_refused_unread() {
    let (_desk, server) = server(ServeSettings::default()).await;
    let many = format!("[{}0]", "0,".repeat(4_000_000));
    let before = resident_mib();
    let mut client = server.connect().await;
    let _ = client
        .try_send(post("/match/default", &many).as_bytes())
        .await;
    let (status, text) = client.rest().await;
    assert!(matches!(status, 413 | 0), "{text}");
    let grown = resident_mib().saturating_sub(before);
    assert!(grown < 64, "memory grew by {grown} MiB");
}
