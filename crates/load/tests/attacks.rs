//! Attacks and accidents, each refused within a second of CPU and with bounded memory.
//!
//! One test in one binary, so that the process's peak of memory is the attacks' own. What each is
//! refused *as* is part of the contract: an operator acts on the words.

use kashf_load::{LoadError, MAX_TOKEN_BYTES, load, unpack_bytes};
use std::io::Write;
use std::time::{Duration, Instant};

/// As the issue asks, per attack.
const CPU_LIMIT: Duration = Duration::from_secs(1);
/// Above what the process had before and the attack's own bytes, which are held twice (as received, and plain).
const MEMORY_LIMIT_BYTES: u64 = 50 << 20;

const PERSON: &str =
    "{\"id\":\"ex-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Layla Example\"]}}\n";
const RECORD: &str = "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>LAYLA</FIRST_NAME></INDIVIDUAL>";

/// A UN list with this prologue and these records.
fn list(prologue: &str, records: &str) -> String {
    format!(
        "{prologue}<CONSOLIDATED_LIST dateGenerated='2026-01-02'><INDIVIDUALS>{records}</INDIVIDUALS>\
         <ENTITIES/></CONSOLIDATED_LIST>"
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// So many mebibytes that compress to a thousandth, without ever holding them.
fn gzip_zeros(mebibytes: usize) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..mebibytes {
        encoder.write_all(&zeros).unwrap();
    }
    encoder.finish().unwrap()
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file(name, options).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

fn utf16(text: &str, mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff).into_iter();
    let units = mark.chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

type Attack = (&'static str, Vec<u8>, &'static str);

fn documents() -> Vec<Attack> {
    let attributes: String = (0..200_000).map(|ix| format!("k{ix}='' ")).collect();
    let laughs: String = (1..10)
        .map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let laughs = format!("<!DOCTYPE x [<!ENTITY l0 'ha'>{laughs}]>");
    let text = |text: String| text.into_bytes();
    let declared = |name: &str| {
        text(list(
            &format!("<?xml version='1.0' encoding='{name}'?>"),
            RECORD,
        ))
    };
    let token = "x".repeat(MAX_TOKEN_BYTES + 1);
    vec![
        (
            "a million levels",
            text(list("", &"<INDIVIDUAL>".repeat(1_000_000))),
            "deeper than 64",
        ),
        (
            "a million levels from the root",
            text("<CONSOLIDATED_LIST dateGenerated='2026-01-02'>".repeat(1_000_000)),
            "deeper than 64",
        ),
        (
            "200,000 attributes",
            text(list("", &format!("<INDIVIDUAL {attributes}/>"))),
            "refused",
        ),
        (
            "200,000 attributes on the root",
            text(format!("<CONSOLIDATED_LIST {attributes}/>")),
            "cut",
        ),
        (
            "billion laughs",
            text(list(&laughs, "<INDIVIDUAL>&l9;</INDIVIDUAL>")),
            "DOCTYPE",
        ),
        (
            "external entity",
            text(list(
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
                "&e;",
            )),
            "DOCTYPE",
        ),
        (
            "entity without a DOCTYPE",
            text(list("", "<INDIVIDUAL>&e;</INDIVIDUAL>")),
            "unknown entity",
        ),
        (
            "UTF-16 with a mark",
            utf16(&list("", RECORD), true),
            "UTF-16",
        ),
        (
            "UTF-16 without a mark",
            utf16(&list("", RECORD), false),
            "UTF-16",
        ),
        ("UTF-16 JSON", utf16(PERSON, true), "UTF-16"),
        (
            "UTF-16 JSON without a mark",
            utf16(PERSON, false),
            "not recognised",
        ),
        ("declared UTF-16", declared("UTF-16"), "`utf-16`"),
        ("declared UTF-7", declared("UTF-7"), "`utf-7`"),
        (
            "declared ISO-8859-1",
            declared("ISO-8859-1"),
            "`iso-8859-1`",
        ),
        ("declared nothing", declared(""), "declared encoding"),
        (
            "NUL",
            text(list("", &RECORD.replace("LAYLA", "LAY\0LA"))),
            "U+0000",
        ),
        (
            "a second root",
            text(list("", RECORD) + "<x/>"),
            "second root",
        ),
        (
            "text after the root",
            text(list("", RECORD) + "x"),
            "outside the root",
        ),
        (
            "a list after the list",
            text(list("", RECORD).repeat(2)),
            "second root",
        ),
        (
            "a long token",
            text(list("", &RECORD.replace("LAYLA", &token))),
            "a token longer",
        ),
        (
            "a long comment",
            text(list("", &format!("<!--{token}-->"))),
            "a token longer",
        ),
        (
            "a long name",
            text(list("", &format!("<{token}/>"))),
            "a token longer",
        ),
        (
            "a record without end",
            text(list(
                "",
                &format!("<INDIVIDUAL>{}</INDIVIDUAL>", "<A/>".repeat(60_000)),
            )),
            "a record larger",
        ),
        (
            "a long value",
            text(PERSON.replace("Layla", &token)),
            "a value longer",
        ),
        (
            "deep JSON",
            text(PERSON.repeat(2) + &"[".repeat(1_000_000)),
            "cut",
        ),
        (
            "deep JSON at once",
            text(format!("{{\"id\":1,\"schema\":{}", "[".repeat(1_000_000))),
            "cut",
        ),
        (
            "a million broken lines",
            text(PERSON.to_owned() + &"{\"schema\"\n".repeat(1_000_000)),
            "1000000 of 1000001",
        ),
        (
            "a million names of one column",
            text("a\n".repeat(1_000_000)),
            "not recognised",
        ),
        (
            "a million quotes",
            text(format!("1,\"{}\n", "\"\"".repeat(1_000_000))),
            "never closed",
        ),
        ("nothing", Vec::new(), "empty"),
        ("white space", b"\xef\xbb\xbf \r\n\t\x1a".to_vec(), "empty"),
        (
            "HTML",
            text("<!doctype html><title>Sign in</title>".into()),
            "a web page titled \"Sign in\"",
        ),
        (
            "HTML with a mark",
            b"\xef\xbb\xbf<HTML><BODY>Log in".to_vec(),
            "a web page",
        ),
        (
            "XHTML",
            text("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'y'><html xmlns='z'>".into()),
            "a web page",
        ),
        (
            "a JSON error",
            text("{\"error\":\"unauthorized\"}".into()),
            "server (\"unauthorized\")",
        ),
        (
            "an XML error",
            text("<Error><Code>NoSuchKey</Code></Error>".into()),
            "server (\"NoSuchKey\")",
        ),
        (
            "RSS",
            text("<rss version='2.0'><channel/></rss>".into()),
            "root element `rss`",
        ),
        (
            "a wrong root",
            text("<SANCTIONS/>".into()),
            "root element `SANCTIONS`",
        ),
    ]
}

fn containers() -> Vec<Attack> {
    let whole = gzip(list("", RECORD).as_bytes());
    let zstd = zstd::encode_all(list("", RECORD).as_bytes(), 3).unwrap();
    let joined = |a: &[u8], b: &[u8]| [a, b].concat();
    let mut attacks = vec![
        (
            "a gzip bomb",
            gzip_zeros(64),
            "swells to more than 200 times",
        ),
        (
            "a large gzip bomb",
            gzip_zeros(1024),
            "swells to more than 200 times",
        ),
        (
            "a zstd bomb",
            zstd::encode_all(vec![0; 64 << 20].as_slice(), 1).unwrap(),
            "swells",
        ),
        ("a zip bomb", zipped("x", &vec![0; 64 << 20]), "swells"),
        (
            "garbage after gzip",
            joined(&whole, b"garbage garbage"),
            "failed to decompress",
        ),
        (
            "NUL after gzip",
            joined(&whole, &[0; 512]),
            "failed to decompress",
        ),
        (
            "half a member after gzip",
            joined(&whole, &whole[..12]),
            "too early",
        ),
        (
            "garbage after zstd",
            joined(&zstd, b"garbage"),
            "failed to decompress",
        ),
        ("gzip in gzip", gzip(&whole), "inside a compressed file"),
        (
            "zip in gzip",
            gzip(&zipped("x", b"y")),
            "inside a compressed file",
        ),
        (
            "gzip in zip",
            zipped("x", &whole),
            "inside a compressed file",
        ),
        (
            "a changed byte in gzip",
            {
                let mut bytes = whole.clone();
                let at = bytes.len() - 6;
                bytes[at] ^= 1;
                bytes
            },
            "failed to decompress",
        ),
    ];
    for percent in [0, 5, 10, 50, 90, 99] {
        let cut = whole[..(whole.len() * percent / 100).max(2)].to_vec();
        attacks.push(("a cut gzip", cut, "too early"));
    }
    for less in 1..=8 {
        attacks.push((
            "a gzip without its checksum",
            whole[..whole.len() - less].to_vec(),
            "too early",
        ));
    }
    attacks
}

/// CPU of this thread where the kernel tells it, so that a busy machine fails no test.
fn cpu() -> Option<Duration> {
    let text = fs_err::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

fn peak_memory_bytes() -> Option<u64> {
    let text = fs_err::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes << 10)
}

fn read(bytes: Vec<u8>) -> Result<u64, LoadError> {
    let files = unpack_bytes("list.bin", bytes)?;
    Ok(load(&files, Some("attacked"))?.records)
}

#[test]
fn every_attack_is_refused_by_name_quickly_and_in_bounded_memory() {
    assert_eq!(read(list("", RECORD).into_bytes()).unwrap(), 1);
    assert_eq!(read(gzip(PERSON.as_bytes())).unwrap(), 1);
    let mut failures = Vec::new();
    for (name, bytes, words) in documents().into_iter().chain(containers()) {
        let size = bytes.len() as u64;
        // The peak starts anew; where that is not allowed the older peak is allowed for.
        let _ = fs_err::write("/proc/self/clear_refs", "5");
        let before = peak_memory_bytes();
        let (start, cpu_start) = (Instant::now(), cpu());
        let error = read(bytes).expect_err(name);
        let took = match (cpu_start, cpu()) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            _ => start.elapsed(),
        };
        let message = error.to_string();
        let mut wrong = |why: &str| failures.push(format!("{name}: {why}: {message:?}"));
        if !message.contains(words) || !message.starts_with("`list.bin") {
            wrong("other words");
        }
        if message.contains(char::is_control) || error.hint().is_none() {
            wrong("a control character, or no hint");
        }
        if took >= CPU_LIMIT {
            wrong(&format!("{took:?}"));
        }
        if let (Some(before), Some(after)) = (before, peak_memory_bytes()) {
            let grew = after.saturating_sub(before + 2 * size);
            if grew >= MEMORY_LIMIT_BYTES {
                wrong(&format!("{grew} bytes"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
