//! Crowds: more idle connections than there are places, and HTTP/2 streams that are reset as fast as they are opened.

use crate::socket::Running;
use crate::support::Desk;
use kashf_server::ServeSettings;
use std::time::{Duration, Instant};

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;

async fn server(connections: usize) -> (Desk, Running) {
    let settings = ServeSettings {
        listen: ([127, 0, 0, 1], 0).into(),
        connections,
        ..ServeSettings::default()
    };
    let desk = Desk::with(&[("example_list", LIST)], settings);
    let running = Running::start(desk.state.clone()).await;
    (desk, running)
}

#[tokio::test]
async fn idle_connections_make_room_for_one_that_asks() {
    let (_desk, server) = server(100).await;
    let mut idle = Vec::new();
    // Fewer than a listener's backlog beyond the places.
    for _ in 0..150 {
        idle.push(server.connect().await);
    }
    let begun = Instant::now();
    let (status, _) = server.get("/healthz").await;
    assert_eq!(status, 200);
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn a_thousand_idle_connections_cost_little_memory_and_no_time() {
    let (_desk, server) = server(5_000).await;
    let times = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times[times.len() * 99 / 100]
    };
    let ask = async || {
        let mut all = Vec::new();
        for _ in 0..200 {
            let begun = Instant::now();
            assert_eq!(server.get("/healthz").await.0, 200);
            all.push(begun.elapsed());
        }
        times(all)
    };
    let alone = ask().await;
    #[cfg(target_os = "linux")]
    let before = crate::socket::resident_mib();
    let mut idle = Vec::new();
    for _ in 0..400 {
        // Both ends are in this process, which may open 1,024 files by default.
        idle.push(server.connect().await);
    }
    let crowded = ask().await;
    #[cfg(target_os = "linux")]
    assert!(
        crate::socket::resident_mib() - before < 40,
        "idle connections hold memory"
    );
    // Twice the time alone, and a floor under what a busy machine can tell apart.
    let most = (alone * 2).max(Duration::from_millis(20));
    assert!(
        crowded <= most,
        "{crowded:?} with the crowd, {alone:?} without"
    );
}

/// A frame of HTTP/2.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("short").to_be_bytes();
    let mut bytes = vec![length[1], length[2], length[3], kind, flags];
    bytes.extend_from_slice(&stream.to_be_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

#[tokio::test]
async fn rapid_resets_end_the_connection_that_makes_them() {
    let (_desk, server) = server(100).await;
    let mut client = server.connect().await;
    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
    assert!(client.try_send(&frame(4, 0, 0, &[])).await);
    // GET, http, /, by HPACK's static table.
    let head = [0x82, 0x86, 0x84];
    let mut sent = 0;
    for round in 0..2_000_u32 {
        let mut bytes = Vec::new();
        for at in 0..50 {
            let stream = 2 * (round * 50 + at) + 1;
            bytes.extend(frame(1, 5, stream, &head));
            bytes.extend(frame(3, 0, stream, &8_u32.to_be_bytes()));
        }
        if !client.try_send(&bytes).await {
            break;
        }
        sent += 50;
    }
    assert!(sent < 100_000, "the server took {sent} resets");
    let begun = Instant::now();
    assert_eq!(server.get("/healthz").await.0, 200);
    assert!(begun.elapsed() < Duration::from_secs(2));
}
