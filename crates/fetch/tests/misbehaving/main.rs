//! Servers that misbehave in every way that we could think of: none of them gives a short list, and none holds
//! us longer than the limits. A local server plays them; nothing here needs a network.

#![expect(
    clippy::unwrap_used,
    reason = "clippy knows only functions marked as tests for tests, not what they share"
)]

mod names;
#[path = "../server/mod.rs"]
mod server;
mod table;

use kashf_fetch::{Address, Answer, Body, Cause, Client, FetchError, Limits, Request, Validators};
use server::{Server, ok, send};
use std::time::{Duration, Instant};

const LIST: &[u8] = b"36,\"EXAMPLE LINES\"\n37,\"EXAMPLE SHIPPING\"\n";

fn limits() -> Limits {
    Limits {
        connect: Duration::from_millis(600),
        first_byte: Duration::from_millis(600),
        total: Duration::from_secs(5),
        stall: Duration::from_millis(300),
        least_rate: 1_000,
        max_bytes: 300_000,
        tries: 1,
        wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(1_500),
    }
}

fn get_with(
    limits: Limits,
    url: &str,
    validators: Option<&Validators>,
) -> Result<Answer, FetchError> {
    let address = Address::parse(url).unwrap();
    let request = Request {
        address: &address,
        validators,
        allow_private: true,
    };
    Client::new(limits, None).unwrap().get(&request, &|_, _| {})
}

fn body(answer: Result<Answer, FetchError>) -> Body {
    match answer {
        Ok(Answer::Body(body)) => body,
        other => panic!("no body: {other:?}"),
    }
}

#[test]
fn no_misbehaving_server_gives_a_list() {
    assert!(table::REFUSED.len() >= 30);
    // Side by side, since most of the time is waiting.
    std::thread::scope(|scope| {
        for (name, behaviour, words) in table::REFUSED {
            scope.spawn(move || {
                let server = Server::start(behaviour);
                let begun = Instant::now();
                let found = get_with(limits(), &server.url("/list.csv?key=secret"), None);
                let error = match found {
                    Err(error) => error.to_string(),
                    Ok(answer) => panic!("{name}: {answer:?}"),
                };
                assert!(error.contains(words), "{name}: {error}");
                assert!(error.contains("/list.csv?...`: "), "{name}: {error}");
                assert!(!error.contains("secret"), "{name}: {error}");
                assert!(begun.elapsed() < Duration::from_secs(4), "{name}");
            });
        }
    });
}

#[test]
fn a_connection_that_is_reset_is_no_end() {
    // Closing while bytes of the other side are unread resets the connection.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/list.csv", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        send(&mut stream, "HTTP/1.1 200 OK\r\n\r\n");
        send(&mut stream, &LIST[..19]);
        std::thread::sleep(Duration::from_millis(100));
    });
    let error = get_with(limits(), &url, None).unwrap_err().to_string();
    server.join().unwrap();
    assert!(
        error.contains("broke") || error.contains("ended within"),
        "{error}"
    );
}

#[test]
fn sound_answers_come_whole_as_they_were_received() {
    let server = Server::start(|stream, head, _| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        match path.split('?').next().unwrap_or_default() {
            "/length" => ok(
                stream,
                "ETag: \"a1\"\r\nLast-Modified: Mon, 02 Mar 2026 10:00:00 GMT\r\n",
                LIST,
            ),
            "/chunks" => {
                send(
                    stream,
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                );
                send(stream, "13\r\n");
                send(stream, &LIST[..19]);
                send(stream, "\r\n16\r\n");
                send(stream, &LIST[19..]);
                send(stream, "\r\n0\r\n\r\n");
            }
            "/until-closed" => {
                send(stream, "HTTP/1.0 200 OK\r\n\r\n");
                send(stream, LIST);
            }
            "/empty" => ok(stream, "", b""),
            "/gzip" => ok(stream, "Content-Encoding: gzip\r\n", &[0x1f, 0x8b, 8, 0]),
            "/moved" => send(
                stream,
                "HTTP/1.1 301 Moved\r\nLocation: length?key=secret\r\nContent-Length: 5\r\n\r\nmoved",
            ),
            _ => send(stream, "HTTP/1.1 404 Not Found\r\n\r\n"),
        }
    });
    let get = |path: &str| body(get_with(limits(), &server.url(path), None));
    let found = get("/length");
    assert_eq!(found.bytes, LIST);
    assert_eq!(found.validators.etag.as_deref(), Some("\"a1\""));
    assert!(found.validators.last_modified.is_some() && found.via.is_empty());
    assert_eq!(get("/chunks").bytes, LIST);
    assert_eq!(get("/until-closed").bytes, LIST);
    // Whether nothing is a list is for readers to say.
    assert_eq!(get("/empty").bytes, b"");
    let packed = get("/gzip");
    assert!(packed.gzip && packed.bytes.len() == 4);
    let moved = get("/moved");
    assert_eq!(moved.bytes, LIST);
    assert_eq!(moved.via, [server.url("/length?...")]);
    let head = server.heads().remove(0);
    assert!(head.contains("accept-encoding: gzip"), "{head}");
    assert!(head.contains("Mozilla/5.0 (compatible; kashf/"), "{head}");
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start(|stream, head, _| {
        if head.to_ascii_lowercase().contains("if-none-match: \"a1\"") {
            send(stream, "HTTP/1.1 304 Not Modified\r\nETag: \"a1\"\r\n\r\n");
        } else {
            ok(stream, "ETag: \"a1\"\r\n", LIST);
        }
    });
    let url = server.url("/list.csv");
    let first = body(get_with(limits(), &url, None));
    let again = get_with(limits(), &url, Some(&first.validators)).unwrap();
    assert_eq!(again, Answer::NotModified);
    // Empty validators are none.
    let none = Validators::default();
    assert_eq!(body(get_with(limits(), &url, Some(&none))).bytes, LIST);
}

#[test]
fn what_may_pass_is_tried_again_and_nothing_else() {
    for (first, expected, requests) in [
        (
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
            true,
            3,
        ),
        ("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", true, 3),
        ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut", true, 3),
        ("", true, 3),
        (
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            false,
            1,
        ),
        (
            "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n",
            false,
            1,
        ),
    ] {
        let server = Server::start(move |stream, _, number| {
            if number < 2 {
                send(stream, first);
            } else {
                ok(stream, "", LIST);
            }
        });
        let limits = Limits {
            tries: 4,
            ..limits()
        };
        let found = get_with(limits, &server.url("/"), None);
        assert_eq!(found.is_ok(), expected, "{first}: {found:?}");
        assert_eq!(server.heads().len(), requests, "{first}");
    }
}

#[test]
fn a_server_that_asks_for_time_gets_it_up_to_the_limit() {
    let server = Server::start(|stream, _, number| {
        if number == 0 {
            send(
                stream,
                "HTTP/1.1 429 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
            );
        } else {
            ok(stream, "", LIST);
        }
    });
    let limits = Limits {
        tries: 2,
        ..limits()
    };
    let begun = Instant::now();
    assert_eq!(body(get_with(limits, &server.url("/"), None)).bytes, LIST);
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[test]
fn nobody_there_and_no_encryption_are_told_apart() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let error = get_with(limits(), &format!("http://127.0.0.1:{port}/"), None).unwrap_err();
    assert!(error.cause.is_no_network(), "{error}");
    let plain = Server::of(LIST);
    let secure = plain.url("/").replace("http:", "https:");
    let error = get_with(limits(), &secure, None).unwrap_err();
    assert!(
        matches!(
            error.cause,
            Cause::Tls { .. } | Cause::NoRoots { .. } | Cause::Broken { .. } | Cause::Slow { .. }
        ),
        "{error}"
    );
}
