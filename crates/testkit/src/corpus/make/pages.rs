//! What arrives in place of a list: nothing, a page, an error, another list.

use super::{Draft, any_file, changed};
use crate::corpus::{Class, File, Prng, Shape, Subject};

/// A document without a record, a file without a byte.
pub(super) fn emptied(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let none = subject.next.with(Vec::new());
    let (detail, bytes): (&str, Vec<u8>) = match number % 6 {
        0 => ("no record", none.text_until(file, None).into_bytes()),
        1 => ("no byte", Vec::new()),
        2 => ("white space", b" \r\n\t \n".repeat(40)),
        3 => ("an end mark only", b"\x1a".to_vec()),
        4 => ("a byte order mark only", b"\xef\xbb\xbf".to_vec()),
        _ => ("zeros", vec![0; 5000]),
    };
    let files = changed(subject, file, |_| bytes);
    // Places are chosen by number, too, so that each meets each.
    Some(Draft::refused(detail, files, number / 6 + number))
}

const PAGES: &[(&str, &str)] = &[
    (
        "a login page",
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Sign in</title></head><body>\
         <form action=\"/login\" method=\"post\"><input name=\"user\"/></form></body></html>\n",
    ),
    (
        "a page in XHTML",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\
         <head><title>Access denied</title></head><body><p>403</p></body></html>\n",
    ),
    (
        "an error as JSON",
        "{\"error\":{\"code\":429,\"message\":\"rate limit exceeded\"}}\n",
    ),
    (
        "an error as JSON with an id",
        "{\"id\":\"req-1\",\"status\":\"error\",\"message\":\"gone\"}\n",
    ),
    (
        "RSS",
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>News</title></channel></rss>\n",
    ),
    (
        "an error as XML",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code></Error>\n",
    ),
    ("an error as text", "503 Service Unavailable\n"),
    ("a name of a file", "consolidated.xml,2026-03-15,moved\n"),
    (
        "a captive portal",
        "<HTML><HEAD><META HTTP-EQUIV=refresh CONTENT='0;url=http://portal.example/'></HEAD></HTML>",
    ),
    (
        "a Git LFS pointer",
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n",
    ),
];

/// A page in place of a file.
pub(super) fn page(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let (detail, page) = PAGES[(number as usize) % PAGES.len()];
    let files = changed(subject, file, |_| page.as_bytes().to_vec());
    Some(Draft::refused(detail, files, number / 3 + number))
}

/// A page before the list or behind it: a server that failed half way.
pub(super) fn around(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let (detail, page) = PAGES[prng.below(PAGES.len())];
    let before = number.is_multiple_of(2);
    let files = changed(subject, file, |bytes| {
        if before {
            [page.as_bytes(), &bytes].concat()
        } else {
            [&bytes, page.as_bytes()].concat()
        }
    });
    let detail = format!(
        "{detail} {} the list",
        if before { "before" } else { "behind" }
    );
    // One strange line among a thousand is a bad row in formats that have rows.
    if subject.shape == Shape::Un || (before && !page.starts_with('{')) {
        return Some(Draft::refused(detail, files, number));
    }
    Some(Draft::new(Class::OutOfReach, detail, files))
}

/// Another list of the same format, whole and new.
pub(super) fn other_list(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let pieces = subject.other.pieces.len();
    // As large, or larger, or smaller than the live one; a few of our records among them.
    let mut other = subject.other.first(pieces - prng.below(pieces / 2));
    let ours = if number % 3 == 2 {
        prng.within(1, pieces / 25)
    } else {
        0
    };
    let own = subject.next.pieces.iter().step_by(25).take(ours).cloned();
    other.pieces.extend(own);
    let detail = format!(
        "another list of {} records, {ours} of ours",
        other.pieces.len()
    );
    Some(Draft::new(Class::MustRefuse, detail, other.files()))
}

/// A list in another format.
pub(super) fn other_format(subject: &Subject, prng: &mut Prng, _number: u64) -> Option<Draft> {
    let pieces = subject.foreign.pieces.len();
    let foreign = subject.foreign.first(pieces - prng.below(pieces / 2));
    let files: Vec<File> = foreign.files();
    let detail = format!("a list as {} in its place", foreign.shape);
    Some(Draft::new(Class::MustRefuse, detail, files))
}
