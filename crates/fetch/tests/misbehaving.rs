//! Servers that misbehave in every way that we could think of: none of them gives a short list, and none holds
//! us longer than the limits. A local server plays them; nothing here needs a network.

mod server;

use kashf_fetch::{
    Address, Answer, Body, Cause, Client, FetchError, Limits, Names, Request, Validators,
};
use server::{Server, ok, send};
use std::io;
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// A way to misbehave, and words of the error that it must give.
type Case = (&'static str, fn(&mut TcpStream, &str, usize), &'static str);

const REFUSED: &[Case] = &[
    (
        "fewer bytes than Content-Length",
        |stream, _, _| {
            send(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
            send(stream, LIST);
        },
        "the connection ended after 41 of 100 bytes",
    ),
    (
        "more bytes than Content-Length",
        |stream, _, _| {
            send(stream, "HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n");
            send(stream, LIST);
        },
        "more bytes came than the server had said",
    ),
    (
        "more bytes, and late",
        |stream, _, _| {
            send(stream, "HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n");
            send(stream, &LIST[..19]);
            std::thread::sleep(Duration::from_millis(80));
            send(stream, &LIST[19..]);
        },
        "more bytes came than the server had said",
    ),
    (
        "chunks that end within one",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            );
            send(stream, "13\r\n36,\"EXAMPLE LINES\"\n\r\n50\r\n37,\"EX");
        },
        "the connection ended within the body, after 25 bytes",
    ),
    (
        "chunks without the last one",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            );
            send(stream, "13\r\n36,\"EXAMPLE LINES\"\n\r\n");
        },
        "the connection ended within the body",
    ),
    (
        "chunks of no size",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            );
            send(stream, "moon\r\nx\r\n0\r\n\r\n");
        },
        "the connection ended within the body",
    ),
    (
        "more after the last chunk",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            );
            send(
                stream,
                "13\r\n36,\"EXAMPLE LINES\"\n\r\n0\r\n\r\n37,\"EXAMPLE SHIPPING\"\n",
            );
        },
        "more bytes came than the server had said",
    ),
    (
        "never answers",
        |_, _, _| std::thread::sleep(Duration::from_millis(1_500)),
        "the answer took longer than 600 ms",
    ),
    (
        "never goes on after the headers",
        |stream, _, _| {
            send(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
            std::thread::sleep(Duration::from_millis(1_500));
        },
        "took longer than 600 ms",
    ),
    (
        "trickles its headers",
        |stream, _, _| {
            for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" {
                send(stream, [*byte]);
                std::thread::sleep(Duration::from_millis(60));
            }
        },
        "the answer took longer than 600 ms",
    ),
    (
        "trickles its body",
        |stream, _, _| {
            send(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
            for _ in 0..100 {
                send(stream, b"x");
                std::thread::sleep(Duration::from_millis(50));
            }
        },
        "too slow: fewer than 1000 bytes a second",
    ),
    (
        "closes at once",
        |_, _, _| {},
        "the connection broke before an answer came",
    ),
    (
        "a body without end",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            );
            let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
            for _ in 0..1_000 {
                send(stream, &chunk);
            }
        },
        "larger than the limit of 300000 bytes",
    ),
    (
        "says that the body is huge",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
            )
        },
        "larger than the limit of 300000 bytes",
    ),
    (
        "headers without end",
        |stream, _, _| {
            send(stream, "HTTP/1.1 200 OK\r\n");
            for number in 0..20_000 {
                send(stream, format!("X-Header-{number}: example\r\n"));
            }
        },
        "",
    ),
    (
        "a header of a megabyte",
        |stream, _, _| {
            send(stream, "HTTP/1.1 200 OK\r\nX-Header: ");
            send(stream, "x".repeat(1 << 20));
            send(stream, "\r\n\r\n");
        },
        "headers without end",
    ),
    (
        "two lengths",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: 19\r\nContent-Length: 41\r\n\r\n",
            );
            send(stream, LIST);
        },
        "",
    ),
    (
        "a length that is no number",
        |stream, _, _| {
            send(stream, "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n");
            send(stream, LIST);
        },
        "",
    ),
    (
        "redirects in a circle",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n",
            )
        },
        "more than 3 redirects",
    ),
    (
        "four redirects",
        |stream, _, number| match number {
            0..4 => send(
                stream,
                format!(
                    "HTTP/1.1 307 Temporary Redirect\r\nLocation: /{number}\r\nContent-Length: 0\r\n\r\n"
                ),
            ),
            _ => ok(stream, "", LIST),
        },
        "more than 3 redirects",
    ),
    (
        "a redirect to a file",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n",
            )
        },
        "a redirect that is not followed: `file:///etc/passwd` cannot be fetched: not http or https",
    ),
    (
        "a redirect to FTP",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 302 Found\r\nLocation: ftp://lists.example/x\r\n\r\n",
            )
        },
        "not http or https",
    ),
    (
        "a redirect with a password inside",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 302 Found\r\nLocation: http://me:word@lists.example/x\r\n\r\n",
            );
        },
        "a user or a password inside",
    ),
    (
        "a redirect to nowhere",
        |stream, _, _| send(stream, "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
        "it does not say where to",
    ),
    (
        "a redirect from the owner's host to another private one",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2/x\r\n\r\n",
            )
        },
        "`127.0.0.2` has the address 127.0.0.2, which is loopback, not public",
    ),
    (
        "not changed, though nobody asked",
        |stream, _, _| send(stream, "HTTP/1.1 304 Not Modified\r\n\r\n"),
        "though nothing was there to compare with",
    ),
    (
        "a part that nobody asked for",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-18/41\r\nContent-Length: 19\r\n\r\n",
            );
            send(stream, &LIST[..19]);
        },
        "the server answered 206 (a part), though the whole file was asked for",
    ),
    (
        "nothing there",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            )
        },
        "the server answered 404 (not found)",
    ),
    (
        "no content",
        |stream, _, _| send(stream, "HTTP/1.1 204 No Content\r\n\r\n"),
        "the server answered 204",
    ),
    (
        "a status line of garbage",
        |stream, _, _| send(stream, "\x00\x01\x02 moon\r\n\r\n"),
        "no answer of HTTP/1.1",
    ),
    ("HTTP/0.9", |stream, _, _| send(stream, LIST), ""),
    (
        "a packing that was not asked for",
        |stream, _, _| ok(stream, "Content-Encoding: br\r\n", LIST),
        "packed as `br`, which was not asked for",
    ),
    (
        "gzip that is none",
        |stream, _, _| ok(stream, "Content-Encoding: gzip\r\n", LIST),
        "it is said to be packed with gzip and is not",
    ),
    (
        "asks to come back tomorrow",
        |stream, _, _| {
            send(
                stream,
                "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n",
            );
        },
        "429",
    ),
    (
        "answers 100 for ever",
        |stream, _, _| {
            for _ in 0..200 {
                send(stream, "HTTP/1.1 100 Continue\r\n\r\n");
                std::thread::sleep(Duration::from_millis(5));
            }
        },
        "",
    ),
];

#[test]
fn no_misbehaving_server_gives_a_list() {
    assert!(REFUSED.len() >= 30);
    // Side by side, since most of the time is waiting.
    std::thread::scope(|scope| {
        for (name, behaviour, words) in REFUSED {
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
    // `.invalid` is promised never to exist (RFC 2606).
    let error = get_with(limits(), "http://lists.invalid/", None).unwrap_err();
    assert!(matches!(error.cause, Cause::Name { .. }), "{error}");
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

/// A resolver that says what a test wants, and sends every connection to the test's server.
#[derive(Debug)]
struct Told {
    answers: fn(&str, usize) -> Vec<IpAddr>,
    asked: AtomicUsize,
    port: u16,
}

impl Names for Told {
    fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok((self.answers)(
            host,
            self.asked.fetch_add(1, Ordering::SeqCst),
        ))
    }

    fn dial(&self, _: SocketAddr) -> SocketAddr {
        SocketAddr::new([127, 0, 0, 1].into(), self.port)
    }
}

const PUBLIC: [u8; 4] = [151, 101, 2, 137];

fn get_told(
    server: &Server,
    answers: fn(&str, usize) -> Vec<IpAddr>,
    url: &str,
) -> Result<Answer, FetchError> {
    let told = Arc::new(Told {
        answers,
        asked: AtomicUsize::new(0),
        port: server.port(),
    });
    let client = Client::with_names(limits(), None, told).unwrap();
    let address = Address::parse(url).unwrap();
    let request = Request {
        address: &address,
        validators: None,
        allow_private: false,
    };
    client.get(&request, &|_, _| {})
}

#[test]
fn names_that_lead_inside_are_refused_before_anything_is_sent() {
    let server = Server::of(LIST);
    let good = get_told(&server, |_, _| vec![PUBLIC.into()], "http://lists.example/");
    assert_eq!(body(good).bytes, LIST);
    let asked = server.heads().len();
    let cases: [(&str, fn(&str, usize) -> Vec<IpAddr>, &str); 4] = [
        (
            "http://lists.example/",
            |_, _| vec![[10, 0, 0, 1].into()],
            "10.0.0.1, which is private",
        ),
        (
            "http://lists.example/",
            |_, _| vec![PUBLIC.into(), [169, 254, 169, 254].into()],
            "169.254.169.254, which is link-local",
        ),
        (
            "http://127.0.0.1/",
            |_, _| vec![PUBLIC.into()],
            "which is loopback",
        ),
        (
            "http://[::ffff:192.168.0.1]/",
            |_, _| vec![PUBLIC.into()],
            "which is private",
        ),
    ];
    for (url, answers, words) in cases {
        let error = get_told(&server, answers, url).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert!(
            error
                .cause
                .hint()
                .is_some_and(|hint| hint.contains("allow_private"))
        );
    }
    assert_eq!(server.heads().len(), asked, "nothing was sent");
}

#[test]
fn a_redirect_is_resolved_and_checked_again() {
    let server = Server::start(|stream, head, _| {
        let host = head.to_ascii_lowercase();
        if host.contains("host: lists.example") {
            send(
                stream,
                "HTTP/1.1 302 Found\r\nLocation: http://inside.example/x\r\n\r\n",
            );
        } else {
            ok(stream, "", LIST);
        }
    });
    let inside = |host: &str, _| match host {
        "inside.example" => vec![[192, 168, 1, 1].into()],
        _ => vec![PUBLIC.into()],
    };
    let error = get_told(&server, inside, "http://lists.example/").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`inside.example` has the address 192.168.1.1"),
        "{error}"
    );
    assert_eq!(server.heads().len(), 1);
    // A name that changes between the check and the connection changes nothing: it is asked once a hop.
    let rebinding = |_: &str, number| match number {
        0 | 1 => vec![PUBLIC.into()],
        _ => vec![[127, 0, 0, 1].into()],
    };
    let found = body(get_told(&server, rebinding, "http://lists.example/"));
    assert_eq!((found.bytes.as_slice(), found.via.len()), (LIST, 1));
}
