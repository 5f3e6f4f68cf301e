//! Fetching as a user meets it: config.toml, a server that behaves and then does not, exit codes, what is said.

use crate::desk::{Desk, Ran};
use crate::server::{Server, ok, send};
use std::sync::Arc;
use std::sync::Mutex;

/// A person of the list, in a form that says its date.
pub(crate) fn person(id: &str, name: &str, day: &str) -> String {
    let entity = serde_json::json!({
        "id": id,
        "schema": "Person",
        "last_seen": day,
        "last_change": day,
        "properties": { "name": [name] },
    });
    format!("{entity}\n")
}

/// Writes a `config.toml` with short limits.
pub(crate) fn configure(desk: &Desk, text: &str) {
    fs_err::create_dir_all(desk.path("data")).unwrap();
    let fast =
        "[fetch]\ntries = 2\nconnect_seconds = 2\nfirst_byte_seconds = 2\ntotal_seconds = 8\n";
    fs_err::write(desk.path("data/config.toml"), format!("{fast}{text}")).unwrap();
}

fn source(name: &str, urls: &[String]) -> String {
    format!("[sources.{name}]\nurls = {urls:?}\nallow_private = true\n")
}

/// Runs with the network switched on.
pub(crate) fn run(desk: &Desk, arguments: &[&str]) -> Ran {
    desk.run_with(arguments, |command| {
        command.env_remove("KASHF_OFFLINE");
    })
}

#[test]
fn a_list_comes_stays_changes_and_outlives_its_server() {
    let list = Arc::new(Mutex::new((
        person("p-1", "Otilie Androvy", "2026-02-01"),
        "\"a\"",
    )));
    let served = Arc::clone(&list);
    let server = Server::start(move |stream, head, _| {
        let (text, etag) = served.lock().unwrap().clone();
        if head
            .to_lowercase()
            .contains(&format!("if-none-match: {etag}"))
        {
            send(stream, "HTTP/1.1 304 Not Modified\r\n\r\n");
        } else {
            ok(stream, &format!("ETag: {etag}\r\n"), text.as_bytes());
        }
    });
    let desk = Desk::empty();
    configure(
        &desk,
        &source("partners", &[server.url("/list.json?key=secret")]),
    );

    let ran = run(&desk, &["load", "partners"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("is live"), "{}", ran.stdout);
    let lists = run(&desk, &["lists", "--json"]).json();
    assert_eq!(lists[0]["status"], "current");
    let version = lists[0]["version"].as_str().unwrap().to_owned();
    let receipt = desk.path(&format!("data/sources/partners/{version}/receipt.json"));
    let receipt = fs_err::read_to_string(receipt).unwrap();
    assert!(
        receipt.contains("/list.json?...\"") && receipt.contains("\"network\""),
        "{receipt}"
    );
    assert!(
        receipt.contains("\"kept_as\": \"list.json.zst\""),
        "{receipt}"
    );

    // Not changed: confirmed, nothing published. `all` means what was fetched.
    let ran = run(&desk, &["load", "all"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stdout
            .contains("partners  not changed: the publisher has version")
            && ran.stdout.contains("nothing new: snapshot"),
        "{}",
        ran.stdout
    );
    assert!(
        server.heads()[1].contains("if-none-match"),
        "{:?}",
        server.heads()
    );

    let second = person("p-2", "Nadir Exampleman", "2026-02-03");
    *list.lock().unwrap() = (
        person("p-1", "Otilie Androvy", "2026-02-03") + &second,
        "\"b\"",
    );
    let ran = run(&desk, &["load", "partners"]);
    assert!(
        ran.stdout.contains("1 added, 0 gone"),
        "{} {}",
        ran.stdout,
        ran.stderr
    );

    // An older version, as a mirror left behind would have it.
    *list.lock().unwrap() = (person("p-1", "Otilie Androvy", "2026-01-01"), "\"c\"");
    let ran = run(&desk, &["load", "partners"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("older than the live version"),
        "{}",
        ran.stderr
    );

    // A copy by hand, as the hint below says it.
    let copy = desk.write(
        "copy.json",
        person("p-1", "Otilie Androvy", "2026-02-03") + &second,
    );
    let ran = run(&desk, &["load", "partners", "--file", &copy]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);

    drop(server);
    let ran = run(&desk, &["load", "partners"]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    for words in [
        "partners is not fetched: `http://127.0.0.1:",
        "/list.json?...`: no connection to `127.0.0.1`",
        "still serving: version 20260203",
        "elsewhere and load it with: kashf load partners --file PATH",
    ] {
        assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    }
    let all = format!("{}{}", ran.stdout, ran.stderr);
    assert!(!all.contains("secret"), "{all}");
    let found = run(&desk, &["screen", "Nadir Exampleman", "--json"]).json();
    assert_eq!(
        (&found[0]["stale"], &found[0]["matches"][0]["id"]),
        (&false.into(), &"p-2".into())
    );
    let lists = run(&desk, &["lists"]).stdout;
    assert!(lists.contains("partners: not fetched at 20"), "{lists}");
}

#[test]
fn a_list_that_nobody_confirmed_is_stale_until_somebody_does_or_it_is_pinned() {
    let server = Server::of(person("p-1", "Otilie Androvy", "2026-02-01"));
    let desk = Desk::empty();
    configure(
        &desk,
        &format!(
            "{}max_age = \"36h\"\n",
            source("partners", &[server.url("/list.json")])
        ),
    );
    assert_eq!(run(&desk, &["load", "partners"]).code, 0);
    let state = desk.path("data/sources/partners/fetch/receipt.json");
    let age = || {
        let mut json: serde_json::Value =
            serde_json::from_slice(&fs_err::read(&state).unwrap()).unwrap();
        json["confirmed_at"] = "2026-01-01T00:00:00Z".into();
        fs_err::write(&state, json.to_string()).unwrap();
    };
    age();
    let screen = || run(&desk, &["screen", "Otilie Androvy", "--json"]);
    let ran = screen();
    assert_eq!(ran.json()[0]["stale"], true);
    assert!(
        ran.stderr.contains(
            "partners is stale: last confirmed 2026-01-01T00:00:00Z, and its limit is 36 hours"
        ),
        "{}",
        ran.stderr
    );
    assert_eq!(
        run(&desk, &["lists", "--json"]).json()[0]["status"],
        "stale"
    );
    let people = run(&desk, &["screen", "Otilie Androvy"]).stdout;
    let words = people.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("STALE, last confirmed 2026-01-01T00:00:00Z"),
        "{people}"
    );
    // The same bytes once more are a confirmation as well.
    let ran = run(&desk, &["load", "partners"]);
    assert!(
        ran.stdout.contains("these bytes are loaded already"),
        "{}",
        ran.stdout
    );
    assert_eq!(screen().json()[0]["stale"], false);
    // A copy given by hand is pinned.
    age();
    let copy = desk.write("copy.json", person("p-1", "Otilie Androvy", "2026-02-01"));
    let ran = run(&desk, &["load", "--as", "partners", "--file", &copy]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(screen().json()[0]["stale"], false);
    assert_eq!(
        run(&desk, &["lists", "--json"]).json()[0]["status"],
        "pinned"
    );
    assert_eq!(run(&desk, &["load", "all"]).code, 2);
}

#[test]
fn one_that_fails_holds_up_no_other() {
    let server = Server::start(|stream, head, _| {
        let good = person("p-1", "Otilie Androvy", "2026-02-01");
        match head.split(' ').nth(1).unwrap_or_default() {
            "/good" => ok(stream, "", good.as_bytes()),
            "/login" => ok(stream, "", b"<!doctype html><title>Sign in</title><form>"),
            "/error" => ok(stream, "", br#"{"error":"quota exceeded","code":17}"#),
            "/empty" => ok(stream, "", b""),
            "/bomb" => ok(stream, "Content-Encoding: gzip\r\n", &bomb()),
            "/corrupt" => ok(
                stream,
                "Content-Encoding: gzip\r\n",
                b"\x1f\x8b\x08\0\0\0\0\0\0\xffmoonmoonmoon",
            ),
            "/cut" => send(
                stream,
                format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nContent-Encoding: gzip\r\n\r\n\x1f",
                    900
                ),
            ),
            _ => send(
                stream,
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            ),
        }
    });
    let names = [
        "good", "login", "error", "empty", "bomb", "corrupt", "cut", "absent",
    ];
    let desk = Desk::empty();
    let sources = names.map(|name| source(name, &[server.url(&format!("/{name}"))]));
    configure(&desk, &sources.concat());
    let ran = run(&desk, &[&["load"], &names[..]].concat());
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    let base = server.url("");
    for (name, words) in [
        ("login", "this is a web page"),
        ("error", ""),
        ("empty", "empty"),
        ("bomb", "swells"),
        ("corrupt", "gzip"),
        ("cut", "the connection ended after"),
        ("absent", "the server answered 404 (not found)"),
    ] {
        let line = ran
            .stderr
            .lines()
            .find(|line| line.contains(&format!("{base}/{name}`")));
        let line = line.unwrap_or_else(|| panic!("{name}: {}", ran.stderr));
        assert!(line.contains(words), "{name}: {line}");
    }
    for (name, outcome) in [
        ("good", "live: 20260201-"),
        ("login", "REFUSED"),
        ("cut", "NOT FETCHED"),
        ("absent", "NOT FETCHED"),
    ] {
        let line = ran.stdout.lines().rfind(|line| line.starts_with(name));
        assert!(
            line.is_some_and(|line| line.contains(outcome)),
            "{name}: {}",
            ran.stdout
        );
    }
    let lists = run(&desk, &["lists", "--json"]).json();
    assert_eq!(lists.len(), 1);
    assert_eq!(lists[0]["dataset"], "good");
}

/// A mebibyte of blanks after another: 30 MB in 30 kB.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..30 {
        packer.write_all(&blanks).unwrap();
    }
    packer.finish().unwrap()
}

#[test]
fn another_list_than_the_one_that_was_asked_for_is_refused_with_its_address() {
    let server = Server::of(
        &b"36,\"EXAMPLE LINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"[..],
    );
    let desk = Desk::empty();
    configure(&desk, &source("un", &[server.url("/consolidated.xml")]));
    let ran = run(&desk, &["load", "un"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("un_sc_sanctions is refused: `http://127.0.0.1:")
            && ran.stderr.contains("/consolidated.xml`: this is"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_mirror_is_asked_when_the_publisher_fails_and_the_receipt_says_so() {
    let mirror = Server::of(person("p-1", "Otilie Androvy", "2026-02-01"));
    let publisher = Server::start(|stream, _, _| {
        send(
            stream,
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        );
    });
    let desk = Desk::empty();
    let mirrors = format!("mirrors = [[{:?}]]\n", mirror.url("/list.json"));
    configure(
        &desk,
        &(source("partners", &[publisher.url("/list.json")]) + &mirrors),
    );
    let ran = run(&desk, &["load", "partners"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let version = run(&desk, &["lists", "--json"]).json()[0]["version"].clone();
    let receipt = format!(
        "data/sources/partners/{}/receipt.json",
        version.as_str().unwrap()
    );
    let receipt = fs_err::read_to_string(desk.path(&receipt)).unwrap();
    assert!(receipt.contains("\"origin\": \"mirror\""), "{receipt}");
    assert!(receipt.contains(&mirror.url("/list.json")), "{receipt}");
    drop(mirror);
    let ran = run(&desk, &["load", "partners"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("404 (not found); mirror `http://127.0.0.1"),
        "{}",
        ran.stderr
    );
}
