//! The table: how a server misbehaves, and words of the error that it must give.

use crate::LIST;
use crate::server::{ok, send};
use std::net::TcpStream;
use std::time::Duration;

/// A way to misbehave, and words of the error that it must give.
pub(crate) type Case = (&'static str, fn(&mut TcpStream, &str, usize), &'static str);

pub(crate) const REFUSED: &[Case] = &[
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
