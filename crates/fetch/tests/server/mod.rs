//! A web server of a few lines that misbehaves as it is told; for tests only.
//!
//! Every connection gets a thread and one call of the behaviour, with the head of the request and the number of
//! the request. It stops when it is dropped.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server does with a connection: the stream, the head of the request, its number from 0.
pub(crate) type Behaviour = dyn Fn(&mut TcpStream, &str, usize) + Send + Sync;

/// A running server.
pub(crate) struct Server {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// Starts one.
    pub(crate) fn start(
        behaviour: impl Fn(&mut TcpStream, &str, usize) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let heads = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let behaviour: Arc<Behaviour> = Arc::new(behaviour);
        let (all, stopped) = (Arc::clone(&heads), Arc::clone(&stop));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(mut stream) = stream else { continue };
                let (behaviour, all) = (Arc::clone(&behaviour), Arc::clone(&all));
                std::thread::spawn(move || {
                    let head = read_head(&mut stream);
                    let number = {
                        let mut all = all.lock().expect("no test panics with it");
                        all.push(head.clone());
                        all.len() - 1
                    };
                    behaviour(&mut stream, &head, number);
                    let _ = stream.flush();
                    let _ = stream.shutdown(Shutdown::Write);
                    // What the other side still says is read, so that closing is no reset.
                    let _ = stream.set_read_timeout(Some(Duration::from_millis(500)));
                    let _ = std::io::copy(&mut stream, &mut std::io::sink());
                });
            }
        });
        Self {
            address,
            heads,
            stop,
        }
    }

    /// One that gives the same bytes to everybody.
    pub(crate) fn of(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::start(move |stream, _, _| ok(stream, "", &bytes))
    }

    /// An address of it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Its port.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The heads of all requests so far.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no test panics with it").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

/// Sends bytes; a client that has gone away is its own matter.
pub(crate) fn send(stream: &mut TcpStream, bytes: impl AsRef<[u8]>) {
    let _ = stream.write_all(bytes.as_ref());
    let _ = stream.flush();
}

/// A sound answer with these headers (each with its line end) and this body.
pub(crate) fn ok(stream: &mut TcpStream, headers: &str, body: &[u8]) {
    let length = body.len();
    send(
        stream,
        format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{headers}\r\n"),
    );
    send(stream, body);
}

fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && head.len() < 16_384 {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}
