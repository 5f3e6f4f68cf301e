//! A server on a socket of this machine, and a client that may misbehave.

#![expect(
    clippy::unwrap_used,
    reason = "clippy knows only functions marked as tests for tests, not what they share"
)]

use kashf_server::{AppState, ServeError, Server};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, MutexGuard, oneshot};
use tokio::task::JoinHandle;

/// What a server is measured by (its memory, its time) is the process's: one at a time.
static ALONE: Mutex<()> = Mutex::const_new(());

/// A running server.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    at_once: Option<oneshot::Sender<()>>,
    ended: JoinHandle<Result<(), ServeError>>,
    _alone: MutexGuard<'static, ()>,
}

impl Running {
    /// Starts one; its settings must say port 0.
    pub(crate) async fn start(state: AppState) -> Self {
        let alone = ALONE.lock().await;
        let server = Server::bind(state).await.unwrap();
        let address = server.address();
        let (stop, stopped) = oneshot::channel::<()>();
        let (at_once, now) = oneshot::channel::<()>();
        let ended = tokio::spawn(server.run(
            async {
                let _ = stopped.await;
            },
            async {
                // A sender that was dropped is no signal.
                if now.await.is_err() {
                    std::future::pending::<()>().await;
                }
            },
        ));
        Self {
            address,
            stop: Some(stop),
            at_once: Some(at_once),
            ended,
            _alone: alone,
        }
    }

    /// As SIGTERM does.
    pub(crate) fn stop(&mut self) {
        let _ = self.stop.take().unwrap().send(());
    }

    /// As a second signal does.
    pub(crate) fn stop_at_once(&mut self) {
        let _ = self.at_once.take().unwrap().send(());
    }

    /// How it ended.
    pub(crate) async fn ended(self) -> Result<(), ServeError> {
        let _kept = self.at_once;
        self.ended.await.unwrap()
    }

    /// A connection.
    pub(crate) async fn connect(&self) -> Client {
        Client {
            stream: TcpStream::connect(self.address).await.unwrap(),
        }
    }

    /// GET on a connection of its own: the status, and the whole answer.
    pub(crate) async fn get(&self, path: &str) -> (u16, String) {
        let mut client = self.connect().await;
        client.send(&get(path, "close")).await;
        client.rest().await
    }
}

/// A GET.
pub(crate) fn get(path: &str, connection: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: {connection}\r\n\r\n")
}

/// A POST of JSON.
pub(crate) fn post(path: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A client that says what it is told.
pub(crate) struct Client {
    pub(crate) stream: TcpStream,
}

impl Client {
    pub(crate) async fn send(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).await.unwrap();
    }

    /// Sends bytes; false when the other side does not take them any more.
    pub(crate) async fn try_send(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).await.is_ok()
    }

    /// One answer on a connection that stays: its status and body.
    pub(crate) async fn answer(&mut self) -> (u16, String) {
        let mut bytes = Vec::new();
        let mut block = [0; 16_384];
        loop {
            if let Some((status, body)) = whole(&bytes) {
                return (status, body);
            }
            let read = self.stream.read(&mut block).await.unwrap_or(0);
            if read == 0 {
                return split(&bytes);
            }
            bytes.extend_from_slice(&block[..read]);
        }
    }

    /// Everything until the server closes: the status (0 without an answer) and the text.
    pub(crate) async fn rest(&mut self) -> (u16, String) {
        let mut bytes = Vec::new();
        // A reset ends it as a close does.
        let _ = self.stream.read_to_end(&mut bytes).await;
        split(&bytes)
    }

    /// How long it takes until the server closes, at most ten seconds.
    pub(crate) async fn closed_after(&mut self) -> Duration {
        let begun = Instant::now();
        let closed = tokio::time::timeout(Duration::from_secs(10), self.rest()).await;
        assert!(closed.is_ok(), "the server holds the connection");
        begun.elapsed()
    }
}

fn whole(bytes: &[u8]) -> Option<(u16, String)> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    })?;
    (body.len() >= length).then(|| (status_of(head), body.to_owned()))
}

fn split(bytes: &[u8]) -> (u16, String) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    (status_of(&text), text)
}

fn status_of(head: &str) -> u16 {
    let status = head.split(' ').nth(1);
    status.and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// Memory of this process in MiB.
#[cfg(target_os = "linux")]
pub(crate) fn resident_mib() -> u64 {
    let status = fs_err::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.unwrap().split_whitespace().nth(1).unwrap();
    kib.parse::<u64>().unwrap() / 1024
}
