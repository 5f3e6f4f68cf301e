//! Documents that attack: a name, the bytes, and the words that the refusal must have.

use kashf_load::MAX_TOKEN_BYTES;

pub(crate) const PERSON: &str =
    "{\"id\":\"ex-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Layla Example\"]}}\n";
pub(crate) const RECORD: &str =
    "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>LAYLA</FIRST_NAME></INDIVIDUAL>";

/// A UN list with this prologue and these records.
pub(crate) fn list(prologue: &str, records: &str) -> String {
    format!(
        "{prologue}<CONSOLIDATED_LIST dateGenerated='2026-01-02'><INDIVIDUALS>{records}</INDIVIDUALS>\
         <ENTITIES/></CONSOLIDATED_LIST>"
    )
}

fn utf16(text: &str, mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff).into_iter();
    let units = mark.chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

pub(crate) type Attack = (&'static str, Vec<u8>, &'static str);

fn properties(count: u32) -> String {
    (0..count).map(|n| format!("\"p{n}\":[\"x\"],")).collect()
}

pub(crate) fn documents() -> Vec<Attack> {
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
            "an index of four million zeros",
            text(format!(
                "{{\"name\":\"x\",\"resources\":[],\"x\":[0{}]}}",
                ",0".repeat(4_000_000)
            )),
            "not recognised",
        ),
        (
            "an index of 300,000 resources",
            text(format!(
                "{{\"name\":\"x\",\"resources\":[{{\"name\":\"a\"}}{}]}}",
                ",{\"name\":\"b\"}".repeat(300_000)
            )),
            "not recognised",
        ),
        (
            "200,000 properties",
            text(PERSON.replace("\"name\"", &format!("{}\"name\"", properties(200_000)))),
            "a line longer",
        ),
        (
            "100,000 properties",
            text(PERSON.replace("\"name\"", &format!("{}\"name\"", properties(100_000)))),
            "more than 256 properties",
        ),
        (
            "100,000 values",
            text(PERSON.replace(
                "[",
                &format!(
                    "[{}",
                    (0..100_000).map(|n| format!("\"{n}\",")).collect::<String>()
                ),
            )),
            "more than 50000 values",
        ),
        (
            "an endless schema",
            text(PERSON.replace("Person", &"a".repeat(8 << 20))),
            "a line longer",
        ),
        (
            "an endless row",
            text(format!(
                "entity_id,prop,schema,value,dataset\na,name,Person,{},x\n",
                "a".repeat(8 << 20)
            )),
            "line 2: refused: a line longer",
        ),
        (
            "an endless OFAC row",
            text(format!("1,\"{}\"\n", "a".repeat(8 << 20))),
            "a line longer",
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
