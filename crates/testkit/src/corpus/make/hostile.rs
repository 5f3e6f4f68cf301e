//! Attacks: entity bombs, a million levels, 200,000 attributes, rows without an end.
//!
//! SOURCE: the classes that `DESIGN.md` section 8 bounds; OWASP, "XML External Entity Prevention".

use super::{Draft, any_file, changed};
use crate::corpus::{Class, Prng, Shape, Subject};

const ATTACKS: usize = 12;

/// A document type, or a construct in the list, that attacks the reader.
fn attack(number: u64) -> (&'static str, String, String) {
    let none = String::new;
    let doctype = |inner: &str| format!("<!DOCTYPE CONSOLIDATED_LIST [{inner}]>\n");
    match number as usize % ATTACKS {
        0 => {
            let mut inner = "<!ENTITY l0 \"lol\">".to_owned();
            for ix in 1..10 {
                let before = format!("&l{};", ix - 1).repeat(10);
                inner.push_str(&format!("<!ENTITY l{ix} \"{before}\">"));
            }
            ("a billion laughs", doctype(&inner), "&l9;".to_owned())
        }
        1 => {
            let long = "a".repeat(50_000);
            let inner = doctype(&format!("<!ENTITY a \"{long}\">"));
            ("a quadratic blow-up", inner, "&a;".repeat(50_000))
        }
        2 => (
            "a file as an entity",
            doctype("<!ENTITY x SYSTEM \"file:///etc/passwd\">"),
            "&x;".to_owned(),
        ),
        3 => (
            "an address as an entity",
            doctype("<!ENTITY x SYSTEM \"http://198.51.100.1/x\">"),
            "&x;".to_owned(),
        ),
        4 => (
            "a parameter entity",
            doctype("<!ENTITY % x SYSTEM \"http://198.51.100.1/x.dtd\"> %x;"),
            none(),
        ),
        5 => (
            "a document type",
            "<!DOCTYPE CONSOLIDATED_LIST SYSTEM \"list.dtd\">\n".to_owned(),
            none(),
        ),
        6 => (
            "a million levels",
            none(),
            "<a>".repeat(1_000_000) + &"</a>".repeat(1_000_000),
        ),
        7 => (
            "a million levels that never close",
            none(),
            "<a>".repeat(1_000_000),
        ),
        8 => {
            let attributes: String = (0..200_000).map(|ix| format!(" a{ix}=\"\"")).collect();
            ("200,000 attributes", none(), format!("<a{attributes}/>"))
        }
        9 => {
            let long = "a".repeat(3 << 20);
            (
                "an attribute of 3 MiB",
                none(),
                format!("<a b=\"{long}\"/>"),
            )
        }
        10 => (
            "an entity that nobody declared",
            none(),
            "&nobody;".to_owned(),
        ),
        _ => ("a control character by number", none(), "&#1;".to_owned()),
    }
}

/// An attack in place of a file.
pub(super) fn xml(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let (detail, head, body) = attack(number);
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head}<CONSOLIDATED_LIST \
         dateGenerated=\"2026-03-15T00:00:00Z\"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>\
         <FIRST_NAME>{body}</FIRST_NAME></INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>\n"
    );
    let files = changed(subject, file, |_| document.into_bytes());
    Some(Draft::refused(detail, files, number / 5 + number))
}

/// An attack within the good list.
pub(super) fn xml_inside(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let (detail, head, body) = attack(number);
    let mut text = subject.next.text_until(0, None);
    let comments: Vec<usize> = text
        .match_indices("<COMMENTS1>")
        .map(|(at, tag)| at + tag.len())
        .collect();
    text.insert_str(*prng.pick(&comments), &body);
    let root = text.find("<CONSOLIDATED_LIST")?;
    text.insert_str(root, &head);
    let files = changed(subject, 0, |_| text.into_bytes());
    Some(Draft::refused(
        format!("{detail} within the list"),
        files,
        number / 5 + number,
    ))
}

/// Rows that attack a reader of tables: endless ones end the file, single ones are bad rows.
pub(super) fn table(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let (detail, row, deadly) = match number % 4 {
        0 => (
            "a row of 200,000 columns",
            "1,".repeat(200_000) + "\r\n",
            false,
        ),
        1 => ("a quote that never closes", "1,\"".to_owned(), true),
        2 => (
            "a field of 8 MiB",
            format!("1,\"{}\",-0- \r\n", "a".repeat(8 << 20)),
            false,
        ),
        _ => (
            "a number beyond all numbers",
            format!("{},\"x\"\r\n", "9".repeat(400)),
            false,
        ),
    };
    let files = changed(subject, file, |bytes| inserted(&bytes, prng, &row));
    if deadly {
        return Some(Draft::refused(detail, files, number));
    }
    Some(Draft::new(Class::OutOfReach, detail, files))
}

/// Lines that attack a reader of JSON or of statements.
pub(super) fn lines(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let json = subject.shape == Shape::Ftm;
    let (detail, line, deadly) = match (number % 5, json) {
        (0, true) => {
            let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
            let line = format!("{{\"id\":\"x\",\"schema\":\"Person\",\"properties\":{deep}}}\n");
            ("a million levels in a line", line, false)
        }
        (1, true) => {
            let keys: String = (0..200_000)
                .map(|ix| format!("\"k{ix}\":[\"v\"],"))
                .collect();
            let line = format!(
                "{{\"id\":\"x\",\"schema\":\"Person\",\"properties\":{{{keys}\"name\":[\"X\"]}}}}\n"
            );
            ("200,000 properties in a line", line, false)
        }
        (2, true) => (
            "a line of 8 MiB",
            format!("{{\"id\":\"x\",\"schema\":\"{}\"}}\n", "a".repeat(8 << 20)),
            false,
        ),
        (3, true) => (
            "a lone surrogate",
            "{\"id\":\"\\ud800\",\"schema\":\"Person\"}\n".to_owned(),
            false,
        ),
        (_, true) => (
            "half a line at the end",
            "{\"id\":\"x\",\"sch".to_owned(),
            true,
        ),
        (0, false) => (
            "a row of 200,000 columns",
            "\"x\",".repeat(200_000) + "\"x\"\n",
            false,
        ),
        (1, false) => ("a quote that never closes", "\"x\",\"".to_owned(), true),
        (2, false) => (
            "a value of 8 MiB",
            format!(
                "\"x\",\"x\",\"notes\",\"text\",\"Person\",\"{}\"\n",
                "a".repeat(8 << 20)
            ),
            false,
        ),
        (3, false) => ("a row of quotes", "\"".repeat(100_000) + "\n", false),
        (_, false) => ("half a row at the end", "\"x\",\"x\",\"na".to_owned(), true),
    };
    let files = changed(subject, 0, |bytes| {
        if deadly && detail.ends_with("end") {
            return [&bytes, line.as_bytes()].concat();
        }
        inserted(&bytes, prng, &line)
    });
    if deadly {
        return Some(Draft::refused(detail, files, number));
    }
    Some(Draft::new(Class::OutOfReach, detail, files))
}

/// The bytes with a line put in after one of theirs.
fn inserted(bytes: &[u8], prng: &mut Prng, line: &str) -> Vec<u8> {
    let at = prng.below(bytes.len());
    let rest = bytes[at..].iter().position(|b| *b == b'\n');
    let at = rest.map_or(bytes.len(), |rest| at + rest + 1);
    [&bytes[..at], line.as_bytes(), &bytes[at..]].concat()
}
