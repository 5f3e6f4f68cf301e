//! `kashf serve` as a process: how it starts, how it ends, what it writes.

#![cfg(unix)]

use crate::desk::Desk;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

struct Serving {
    child: Child,
    address: String,
    stderr: std::thread::JoinHandle<String>,
}

impl Serving {
    fn start(desk: &Desk, arguments: &[&str]) -> Self {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        all.extend(arguments);
        let mut command = desk.command(&all);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        let address = loop {
            let mut line = String::new();
            assert!(stderr.read_line(&mut line).unwrap() > 0, "it ended: {said}");
            said.push_str(&line);
            if let Some((_, address)) = line.split_once("listening on http://") {
                break address.trim().to_owned();
            }
        };
        let stderr = std::thread::spawn(move || {
            let _ = stderr.read_to_string(&mut said);
            said
        });
        Self {
            child,
            address,
            stderr,
        }
    }

    fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn get(&self, path: &str) -> String {
        answer(self.send(&format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
        )))
    }

    /// As `kill -SIGNAL` does.
    fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status();
        assert!(sent.unwrap().success());
    }

    /// The exit code and all of stderr.
    fn end(mut self) -> (Option<i32>, String) {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if begun.elapsed() > Duration::from_secs(20) {
                let _ = self.child.kill();
                panic!("it does not end");
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        (status.code(), self.stderr.join().unwrap())
    }
}

fn answer(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn sigterm_ends_it_with_0_after_the_answers_that_have_begun() {
    for signal in ["-TERM", "-INT"] {
        let desk = Desk::loaded();
        let serving = Serving::start(&desk, &[]);
        assert!(serving.get("/readyz").starts_with("HTTP/1.1 200"));
        let body = r#"{"schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;
        let head = format!(
            "POST /v1/screen HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut begun = serving.send(&head);
        std::thread::sleep(Duration::from_millis(200));
        serving.signal(signal);
        std::thread::sleep(Duration::from_millis(200));
        begun.write_all(body.as_bytes()).unwrap();
        let answer = answer(begun);
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("\"screened\""), "{answer}");
        let (code, said) = serving.end();
        assert_eq!(code, Some(0), "{said}");
    }
}

#[test]
fn a_second_signal_ends_it_at_once_and_not_with_0() {
    let desk = Desk::loaded();
    let serving = Serving::start(&desk, &[]);
    let _stuck = serving.send("POST /v1/screen HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n");
    std::thread::sleep(Duration::from_millis(200));
    serving.signal("-TERM");
    std::thread::sleep(Duration::from_millis(200));
    let begun = Instant::now();
    serving.signal("-TERM");
    let (code, said) = serving.end();
    assert_eq!(code, Some(2), "{said}");
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert!(
        said.contains("before every request had its answer"),
        "{said}"
    );
}

#[test]
fn after_kill_9_it_starts_again_and_answers() {
    let desk = Desk::loaded();
    let mut serving = Serving::start(&desk, &[]);
    let before = serving.get("/readyz");
    serving.child.kill().unwrap();
    serving.end();
    let serving = Serving::start(&desk, &[]);
    let snapshot = |text: &str| {
        let at = text.find("\"snapshot\"").unwrap();
        text[at..at + 40].to_owned()
    };
    assert_eq!(snapshot(&serving.get("/readyz")), snapshot(&before));
    serving.signal("-TERM");
    assert_eq!(serving.end().0, Some(0));
}

#[test]
fn what_it_writes_holds_no_name_that_was_asked() {
    let desk = Desk::loaded();
    let serving = Serving::start(&desk, &[]);
    for path in [
        "/v1/screen?name=Zephyrine+Quandrilleux",
        "/search/default?q=Zephyrine",
        "/entities/Quandrilleux",
    ] {
        serving.get(path);
    }
    let body = r#"{"name":"Zephyrine Quandrilleux"}"#;
    answer(serving.send(&format!(
        "POST /v1/screen HTTP/1.1\r\nhost: x\r\nconnection: close\r\nreferer: Zephyrine\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )));
    let metrics = serving.get("/metrics");
    serving.signal("-TERM");
    let (code, said) = serving.end();
    assert_eq!(code, Some(0));
    assert!(said.contains("\"route\":\"/v1/screen\""), "{said}");
    for text in [&said, &metrics] {
        for canary in ["Zephyrine", "Quandrilleux"] {
            assert!(!text.contains(canary), "{text}");
        }
    }
}

#[test]
fn a_wrong_setting_stops_the_start_with_its_place() {
    for (text, said) in [
        ("[serve]\nworker = 3\n", "unknown field `worker`"),
        ("[serve]\nworkers = 0\n", "serve.workers: must be 1 to 1024"),
        (
            "[serve]\nlisten = \"here\"\n",
            "serve.listen: must be address:port",
        ),
        ("[serve]\npoll_every = \"10m\"\n", "without `poll = true`"),
        (
            "[serve]\npoll = true\npoll_every = \"5s\"\n",
            "`5s` is no interval",
        ),
    ] {
        let desk = Desk::loaded();
        crate::fetch::configure(&desk, text);
        let ran = desk.run(&["serve", "--listen", "127.0.0.1:0"]);
        assert_eq!(ran.code, 2, "{text}");
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

#[test]
fn an_address_that_is_taken_is_an_error() {
    let desk = Desk::loaded();
    let serving = Serving::start(&desk, &[]);
    let ran = desk.run(&["serve", "--listen", &serving.address]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("cannot listen"), "{}", ran.stderr);
    serving.signal("-TERM");
    assert_eq!(serving.end().0, Some(0));
}
