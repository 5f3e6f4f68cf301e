//! Names that lead where nobody should be led, redirects among them, and proxies.

use crate::server::{Server, ok, send};
use crate::{LIST, body, limits};
use kashf_fetch::{Address, Answer, Cause, Client, FetchError, Names, ProxySettings, Request};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a name means the first time, and later.
type Answers = fn(&str, usize) -> Vec<IpAddr>;

/// A resolver that says what a test wants, and sends every connection to the test's server.
#[derive(Debug)]
struct Told {
    answers: Answers,
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

fn get_told(server: &Server, answers: Answers, url: &str) -> Result<Answer, FetchError> {
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
    let error = get_told(&server, |_, _| Vec::new(), "http://lists.example/").unwrap_err();
    assert!(matches!(error.cause, Cause::Name { .. }) && error.cause.is_no_network());
    let cases: [(&str, Answers, &str); 4] = [
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

#[test]
fn a_proxy_resolves_names_and_is_led_nowhere_private() {
    let proxy = Server::start(|stream, head, _| {
        // `CONNECT lists.example:80`, then the request itself on the same connection.
        if head.starts_with("CONNECT lists.example:80 ") {
            send(stream, "HTTP/1.1 200 OK\r\n\r\n");
            let mut request = [0; 4_096];
            let count = io::Read::read(stream, &mut request).unwrap_or(0);
            assert!(request[..count].starts_with(b"GET /x HTTP/1.1"));
            ok(stream, "", LIST);
        } else {
            send(stream, "HTTP/1.1 407 Sign In\r\n\r\n");
        }
    });
    let settings = ProxySettings {
        url: format!("http://me:word@127.0.0.1:{}", proxy.port()),
        except: "direct.example".to_owned(),
    };
    assert!(!format!("{settings:?}").contains("word"));
    let told = Arc::new(Told {
        answers: |host, _| match host {
            "direct.example" => vec![[10, 0, 0, 1].into()],
            _ => panic!("the proxy asks for `{host}`, not we"),
        },
        asked: AtomicUsize::new(0),
        port: proxy.port(),
    });
    let client = Client::with_names(limits(), Some(&settings), told).unwrap();
    let get = |url: &str| {
        let address = Address::parse(url).unwrap();
        let request = Request {
            address: &address,
            validators: None,
            allow_private: false,
        };
        client.get(&request, &|_, _| {})
    };
    assert_eq!(body(get("http://lists.example/x")).bytes, LIST);
    assert!(proxy.heads()[0].contains("roxy-"), "{:?}", proxy.heads());
    assert!(get("http://other.example/x").is_err(), "the proxy refuses");
    for (url, words) in [
        ("http://10.0.0.1/", "which is private"),
        ("http://[::1]/", "which is loopback"),
        ("http://2130706433/", "not a public name"),
        ("http://127.1/", "not a public name"),
        ("http://localhost/", "not a public name"),
        ("http://direct.example/", "10.0.0.1, which is private"),
    ] {
        let error = get(url).unwrap_err().to_string();
        assert!(error.contains(words), "{url}: {error}");
    }
    assert_eq!(proxy.heads().len(), 2);
}
