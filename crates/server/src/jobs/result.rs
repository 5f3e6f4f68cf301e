//! The answers of a job, whole or in part (`Range`), read as the client takes them.

use crate::error::{ApiError, internal};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use fs_err as fs;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// Bytes of a portion, and portions read ahead: what a slow client holds in memory.
const PORTION: usize = 64 * 1024;
const AHEAD: usize = 2;

/// Which bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// First and last byte, both included.
    From(u64, u64),
    /// Nothing of it is there.
    Outside,
}

/// The file as an answer.
pub(super) async fn answer(
    path: PathBuf,
    kind: (&'static str, &'static str),
    id: &str,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let opened = tokio::task::spawn_blocking(move || {
        let file = fs::File::open(path)?;
        let length = file.metadata()?.len();
        Ok::<_, io::Error>((file, length))
    });
    let gone = |_| {
        ApiError::new(
            StatusCode::GONE,
            "gone",
            "the answers are not there any more",
        )
    };
    let (file, length) = opened.await.map_err(|_| internal())?.map_err(gone)?;
    let tag = format!("\"{id}\"");
    // A part of other answers than those that the client has begun with would be of no use.
    let same = headers
        .get(header::IF_RANGE)
        .is_none_or(|asked| asked.as_bytes() == tag.as_bytes());
    let asked = headers.get(header::RANGE).filter(|_| same);
    let part = asked.map_or(Part::Whole, |range| part_of(range, length));
    let (status, first, count) = match part {
        Part::Whole => (StatusCode::OK, 0, length),
        Part::From(first, last) => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
        Part::Outside => (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0),
    };
    let mut response = (status, Body::new(Portions::of(file, first, count))).into_response();
    let headers = response.headers_mut();
    let mut set = |name, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, kind.0.to_owned());
    set(header::ACCEPT_RANGES, "bytes".to_owned());
    set(header::ETAG, tag);
    set(header::CONTENT_LENGTH, count.to_string());
    set(
        header::CONTENT_DISPOSITION,
        format!("attachment; filename=\"kashf-{id}.{}\"", kind.1),
    );
    match part {
        Part::Whole => {}
        Part::From(first, last) => {
            set(
                header::CONTENT_RANGE,
                format!("bytes {first}-{last}/{length}"),
            );
        }
        Part::Outside => set(header::CONTENT_RANGE, format!("bytes */{length}")),
    }
    Ok(response)
}

/// One range of bytes (RFC 9110, 14.2); several, or what cannot be read, give the whole file, which is always allowed.
fn part_of(range: &HeaderValue, length: u64) -> Part {
    let Some(range) = range
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("bytes="))
    else {
        return Part::Whole;
    };
    let Some((first, last)) = range.trim().split_once('-') else {
        return Part::Whole;
    };
    let number = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse::<u64>().ok())
            .flatten()
    };
    match (first, last) {
        ("", last) => match number(last) {
            None => Part::Whole,
            Some(0) => Part::Outside,
            Some(_) if length == 0 => Part::Outside,
            Some(count) => Part::From(length.saturating_sub(count), length - 1),
        },
        (first, last) => {
            let Some(first) = number(first) else {
                return Part::Whole;
            };
            let last = if last.is_empty() {
                Some(u64::MAX)
            } else {
                number(last)
            };
            match last {
                Some(last) if last < first => Part::Whole,
                None => Part::Whole,
                Some(_) if first >= length => Part::Outside,
                Some(last) => Part::From(first, last.min(length - 1)),
            }
        }
    }
}

/// A body that is read from a file by a thread that may block, portion by portion.
struct Portions {
    portions: mpsc::Receiver<io::Result<Bytes>>,
    left: u64,
}

impl Portions {
    fn of(mut file: fs::File, first: u64, count: u64) -> Self {
        let (send, portions) = mpsc::channel(AHEAD);
        if count > 0 {
            tokio::task::spawn_blocking(move || {
                let mut left = count;
                let mut sought = file.seek(SeekFrom::Start(first)).map(|_| ());
                while left > 0 {
                    let mut portion =
                        vec![0; PORTION.min(usize::try_from(left).unwrap_or(PORTION))];
                    let read = sought.and_then(|()| file.read_exact(&mut portion));
                    sought = Ok(());
                    left -= portion.len() as u64;
                    let failed = read.is_err();
                    let sent = send.blocking_send(read.map(|()| Bytes::from(portion)));
                    if failed || sent.is_err() {
                        return;
                    }
                }
            });
        }
        Self {
            portions,
            left: count,
        }
    }
}

impl HttpBody for Portions {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.portions.poll_recv(context).map(|next| {
            let next = next?.inspect(|bytes| {
                self.left = self.left.saturating_sub(bytes.len() as u64);
            });
            Some(next.map(Frame::data))
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_as_the_standard_says() {
        for (range, expected) in [
            ("bytes=0-9", Part::From(0, 9)),
            ("bytes=90-", Part::From(90, 99)),
            ("bytes=-10", Part::From(90, 99)),
            ("bytes=-1000", Part::From(0, 99)),
            ("bytes=50-1000", Part::From(50, 99)),
            ("bytes=100-", Part::Outside),
            ("bytes=-0", Part::Outside),
            ("bytes=9-5", Part::Whole),
            ("bytes=0-1,5-6", Part::Whole),
            ("bytes=+1-5", Part::Whole),
            ("lines=1-5", Part::Whole),
            ("bytes=99999999999999999999-", Part::Whole),
        ] {
            assert_eq!(
                part_of(&HeaderValue::from_static(range), 100),
                expected,
                "{range}"
            );
        }
    }
}
