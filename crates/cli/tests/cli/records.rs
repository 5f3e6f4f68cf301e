//! Keys, users, jobs, backup and upgrade, with the program as it runs: a process that is killed, one that is asked to end.

use crate::desk::{Desk, Ran};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// A server of a desk, on a port of its own.
struct Serving {
    process: Child,
    address: String,
}

impl Serving {
    fn start(desk: &Desk) -> Self {
        let mut command = desk.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut process = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stderr.take().unwrap());
        let mut all = String::new();
        let address = loop {
            let mut line = String::new();
            assert!(said.read_line(&mut line).unwrap() > 0, "it ended: {all}");
            if let Some((_, address)) = line.trim().split_once("http://") {
                break address.to_owned();
            }
            all.push_str(&line);
        };
        // What else it says must not fill the pipe.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Self { process, address }
    }

    /// Status and body of a request.
    fn ask(&self, head: &str, headers: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let length = body.len();
        let request = format!(
            "{head} HTTP/1.1\r\nhost: kashf\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        assert!(!head.to_lowercase().contains("transfer-encoding"), "{head}");
        (head[9..12].parse().unwrap(), answer[end + 4..].to_vec())
    }

    fn json(&self, head: &str) -> Value {
        let (status, body) = self.ask(head, "", b"");
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap()
    }

    /// Kills it, or asks it to end.
    fn end(mut self, at_once: bool) {
        if at_once {
            self.process.kill().unwrap();
        } else {
            let id = rustix::process::Pid::from_child(&self.process);
            rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        }
        let status = self.process.wait().unwrap();
        assert_eq!(status.success(), !at_once, "{status}");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Nothing happens where it has ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn piped(desk: &Desk, arguments: &[&str], line: &str) -> Ran {
    let file = desk.write("stdin.txt", line);
    desk.run_with(arguments, |command| {
        command.stdin(fs_err::File::open(&file).unwrap().into_parts().0);
    })
}

#[test]
fn keys_and_users_open_what_was_closed_and_are_not_kept() {
    let desk = Desk::loaded();
    let others = desk.run(&["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(others.code, 2);
    assert!(
        others.stderr.contains("kashf keys add"),
        "{}",
        others.stderr
    );

    let made = desk.run(&["keys", "add", "payments", "--scope", "read"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let key = made.stdout.trim();
    assert!(key.starts_with("kashf_") && key.len() == 79, "{key}");
    assert!(!made.stderr.contains(key), "once, on stdout");
    assert_eq!(
        desk.run(&["keys", "add", "payments"]).code,
        2,
        "the name is taken"
    );
    let database = fs_err::read(desk.path("data/kashf.sqlite")).unwrap();
    let secret = key.rsplit('_').next().unwrap().as_bytes();
    assert!(!database.windows(64).any(|window| window == secret));

    let short = piped(&desk, &["users", "add", "layla"], "short\n");
    assert_eq!(short.code, 2);
    let user = piped(&desk, &["users", "add", "layla"], "a good long password\n");
    assert_eq!(user.code, 0, "{}", user.stderr);
    assert_eq!(
        desk.run(&["users", "list", "--json"]).json()[0]["role"],
        "analyst"
    );

    let server = Serving::start(&desk);
    let status = |headers: &str| server.ask("GET /v1/lists", headers, b"").0;
    assert_eq!(status(""), 401);
    assert_eq!(status(&format!("authorization: Bearer {key}\r\n")), 200);
    assert_eq!(
        status("authorization: Basic bGF5bGE6YSBnb29kIGxvbmcgcGFzc3dvcmQ=\r\n"),
        200
    );
    assert_eq!(status("authorization: Basic bGF5bGE6d3Jvbmc=\r\n"), 401);
    let screen = server.ask("POST /v1/screen", &format!("x-api-key: {key}\r\n"), b"{}");
    assert_eq!(screen.0, 403);
    assert_eq!(desk.run(&["keys", "revoke", "payments"]).code, 0);
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(status(&format!("authorization: Bearer {key}\r\n")), 401);
    assert_eq!(
        desk.run(&["keys", "list", "--json"]).json()[0]["status"],
        "revoked"
    );
    server.end(false);
}

#[test]
fn a_job_survives_kills_and_its_answers_are_those_of_a_straight_run() {
    let desk = Desk::loaded();
    let mut records = String::new();
    for number in 0..30_000 {
        let line = json!({"id": format!("r{number}"), "full_name": format!("Nadir Exampleman {}", number % 1013)});
        records.push_str(&format!("{line}\n"));
    }
    let file = desk.write("book.jsonl", &records);
    let straight = desk.path("straight.jsonl");
    let ran = desk.run(&["screen", "--in", &file, "--out", straight.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);

    let server = Serving::start(&desk);
    let (status, body) = server.ask("POST /v1/jobs", "", records.as_bytes());
    assert_eq!(status, 202, "{}", String::from_utf8_lossy(&body));
    let job: Value = serde_json::from_slice(&body).unwrap();
    let id = job["id"].as_str().unwrap();
    let mut server = Some(server);
    let (mut interrupted, mut seen) = (0, 0);
    for at_once in [true, false, true, false] {
        let running = server.take().unwrap();
        let begun = Instant::now();
        // In the middle: further than the interruption before.
        let more = loop {
            let view = running.json(&format!("GET /v1/jobs/{id}"));
            let records = view["records"].as_u64().unwrap();
            assert!(begun.elapsed() < Duration::from_secs(60), "{view}");
            if view["state"] == "done" {
                break false;
            }
            if view["state"] == "running" && records > seen {
                seen = records;
                break true;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        interrupted += u32::from(more);
        running.end(at_once);
        server = Some(Serving::start(&desk));
    }
    let server = server.unwrap();
    let begun = Instant::now();
    let view = loop {
        let view = server.json(&format!("GET /v1/jobs/{id}"));
        if view["state"] == "done" || view["state"] == "failed" {
            break view;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "{view}");
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(
        (&view["state"], &view["restarts"]),
        (&json!("done"), &json!(0)),
        "{view}"
    );
    assert_eq!(view["tally"]["records"], 30_000);
    assert!(interrupted > 1, "it was not interrupted in the middle");
    let (status, answers) = server.ask(&format!("GET /v1/jobs/{id}/result"), "", b"");
    assert_eq!(status, 200);
    assert!(
        answers == fs_err::read(&straight).unwrap(),
        "the answers differ"
    );
    server.end(false);
}

#[test]
fn a_backup_of_a_server_at_work_is_whole_and_serves() {
    let desk = Desk::loaded();
    assert_eq!(desk.run(&["keys", "add", "bank", "--scope", "log"]).code, 0);
    let made = desk.run(&["keys", "add", "desk", "--scope", "screen"]);
    let header = format!("x-api-key: {}\r\n", made.stdout.trim());
    let server = Serving::start(&desk);
    let screen = || {
        server
            .ask(
                "POST /v1/screen",
                &header,
                br#"{"id":"c-1","name":"Somebody Somewhere"}"#,
            )
            .0
    };
    assert_eq!(screen(), 200);
    // A row is on disk 200 ms after its answer at the latest.
    std::thread::sleep(Duration::from_millis(600));
    let copy = desk.path("copy");
    let ran = std::thread::scope(|scope| {
        let writing = scope.spawn(|| (0..200).map(|_| screen()).all(|status| status == 200));
        let ran = desk.run(&["backup", copy.to_str().unwrap()]);
        assert!(writing.join().unwrap());
        ran
    });
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    server.end(false);
    let again = desk.run(&["backup", copy.to_str().unwrap()]);
    assert_eq!(again.code, 2, "a backup is never written over");

    let of_copy = |arguments: &[&str]| {
        desk.run_with(arguments, |command| {
            command.env("KASHF_DATA", &copy);
        })
    };
    let verified = of_copy(&["verify"]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    assert_eq!(of_copy(&["keys", "list", "--json"]).json().len(), 2);
    // The log of the copy answers with the key of the copy.
    let rows = of_copy(&["log", "show", "--name", "somebody somewhere"]).json();
    assert!(!rows.is_empty(), "the log was copied");
    let erased = piped_of(
        &desk,
        &copy,
        &["log", "erase", "--name", "-"],
        "Somebody Somewhere\n",
    );
    assert_eq!(erased.stdout, format!("erased from {} rows\n", rows.len()));
    assert!(
        of_copy(&["log", "show", "--name", "Somebody Somewhere"])
            .json()
            .is_empty()
    );
    assert_eq!(of_copy(&["log", "erasures"]).json()[0]["kind"], "name");
}

fn piped_of(desk: &Desk, data: &std::path::Path, arguments: &[&str], line: &str) -> Ran {
    let file = desk.write("stdin.txt", line);
    desk.run_with(arguments, |command| {
        command.env("KASHF_DATA", data);
        command.stdin(fs_err::File::open(&file).unwrap().into_parts().0);
    })
}

/// The schema with which the previous release ended.
const SCHEMA_1: &str = include_str!("../../../records/src/schema/1.sql");

#[test]
fn a_directory_of_the_previous_release_is_opened_with_a_copy_first_and_a_newer_one_is_refused() {
    let desk = Desk::loaded();
    let database = desk.path("data/kashf.sqlite");
    let old = rusqlite::Connection::open(&database).unwrap();
    old.execute_batch(SCHEMA_1).unwrap();
    old.execute_batch(
        "INSERT INTO api_keys (id, name, hash, scopes, created_at) VALUES ('0123abcd', 'bank', zeroblob(32), 'read', 1);
         PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    let server = Serving::start(&desk);
    assert_eq!(
        server.ask("GET /catalog", "", b"").0,
        401,
        "the old key still closes it"
    );
    assert_eq!(server.ask("GET /healthz", "", b"").0, 200);
    server.end(false);
    let copy = desk.path("data/kashf.sqlite.schema1.bak");
    let kept = rusqlite::Connection::open(&copy).unwrap();
    let version: i64 = kept
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 1);
    assert_eq!(
        desk.run(&["keys", "list", "--json"]).json()[0]["name"],
        "bank"
    );

    let newer = rusqlite::Connection::open(&database).unwrap();
    newer
        .execute_batch("UPDATE meta SET value = 'kashf 7.2.0 or newer'; PRAGMA user_version = 70; PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    drop(newer);
    let before = fs_err::read(&database).unwrap();
    for arguments in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["keys", "list"],
        &["verify"],
    ] {
        let refused = desk.run(arguments);
        assert_eq!(refused.code, 2, "{arguments:?}");
        assert!(refused.stderr.contains("kashf 7.2.0"), "{}", refused.stderr);
    }
    assert_eq!(
        fs_err::read(&database).unwrap(),
        before,
        "nothing was changed"
    );
}
