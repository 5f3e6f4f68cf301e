//! Attacks and accidents that the guard must stop (research table, tests 4 and 5).

use super::*;
use proptest::prelude::*;

fn read(bytes: &[u8]) -> Result<Vec<String>, LoadError> {
    let mut guard = Guard::new("f.xml", bytes)?;
    let mut seen = Vec::new();
    while let Some(token) = guard.next()? {
        seen.push(match token {
            Token::Start(name) => format!("<{name}"),
            Token::Text(text) => text.into_owned(),
            Token::End => String::from(">"),
        });
    }
    Ok(seen)
}

fn refusal(bytes: &[u8]) -> String {
    read(bytes).expect_err("must be refused").to_string()
}

#[test]
fn a_good_document_passes() {
    let seen = read(b"\xef\xbb\xbf<?xml version='1.0' encoding=\"UTF-8\"?>\r\n<!-- c --><a x='1'>b&amp;c<d/>\r\n</a>\n");
    assert_eq!(seen.unwrap().concat(), "<ab&c<d>\n>");
}

#[test]
fn character_references_are_resolved() {
    assert_eq!(
        read(b"<a>&#x643;&#65;</a>").unwrap(),
        ["<a", "\u{643}", "A", ">"]
    );
}

#[test]
fn attributes_of_records_are_held_with_their_references_resolved() {
    let text = b"<l x='&amp;'><r a='1&#x643;&lt;' b=\"x\n'y\"><c d=''/>t</r></l>";
    let mut guard = Guard::new("f.xml", text).unwrap();
    assert_eq!(guard.next().unwrap(), Some(Token::Start("l")));
    assert_eq!(guard.root_attribute("x"), Some("&"));
    let Some(Token::Start(name)) = guard.next().unwrap() else {
        panic!("a record opens")
    };
    let node = tree::Node::read(&mut guard, name).unwrap();
    assert_eq!(node.attribute("a"), "1\u{643}<");
    assert_eq!(node.attribute("b"), "x 'y");
    assert_eq!(node.attribute("c"), "");
    assert_eq!(node.children[0].attributes, [("d".into(), String::new())]);
}

#[test]
fn attacks_are_refused_by_name() {
    let deep = "<a>".repeat(1_000_000);
    let attributes = |count: u32| (0..count).map(|i| format!("k{i}='' ")).collect::<String>();
    let wide = format!("<a {}/>", attributes(300));
    let widest = format!("<a {}/>", attributes(200_000));
    let long = format!("<a>{}</a>", "x".repeat(MAX_TOKEN_BYTES + 1));
    let laughs = "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
    let external = "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>";
    for (document, words) in [
        (deep.as_bytes(), "nest deeper than 64"),
        (wide.as_bytes(), "more than 256 attributes"),
        (widest.as_bytes(), "a token longer"),
        (long.as_bytes(), "a token longer"),
        (laughs.as_bytes(), "DOCTYPE"),
        (external.as_bytes(), "DOCTYPE"),
        (b"<a>&e;</a>", "unknown entity `&e;`"),
        (b"<a>&#0;</a>", "character reference"),
        (b"<a>x\0</a>", "U+0000"),
        (b"<a>x\x01</a>", "U+0001"),
        (b"<a>\xc3\x28</a>", "not valid UTF-8"),
        (b"<?xml version='1.0' encoding='UTF-7'?><a/>", "`utf-7`"),
        (
            b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
            "`iso-8859-1`",
        ),
        (b"\xff\xfe<\0a\0/\0>\0", "UTF-16"),
        (b"<\0a\0/\0>\0", "UTF-16"),
        (b"<a></b>", "not well-formed"),
        (b"<a/><b/>", "second root"),
        (b"<a/>text", "outside the root"),
        (b"<a x='1' x='2'/>", "not well-formed"),
        (b"<a><?xml version='1.0'?></a>", "declaration"),
        (b"<a>a & b</a>", "not well-formed"),
        (b"<a x='&e;'/>", "unknown entity `&e;`"),
        (b"<a x='&#1;'/>", "character reference"),
        (b"<a>&#+65;</a>", "character reference"),
        (b"<a x='a & b'/>", "no reference"),
        (b"<a x='<'/>", "not well-formed"),
    ] {
        let error = refusal(document);
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn every_cut_of_a_document_is_refused() {
    let whole =
        "<?xml version='1.0'?><a x='1'><b>text &amp; more</b><!-- c --><c/><![CDATA[d]]></a>";
    assert!(read(whole.as_bytes()).is_ok());
    for end in 0..whole.len() {
        assert!(
            read(&whole.as_bytes()[..end]).is_err(),
            "cut at {end} passed"
        );
    }
}

proptest! {
    #[test]
    fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn never_panics_on_markup(text in "(<a>|</a>|<b x='|'/>|&|amp;|#|;|<!|--|\\[CDATA\\[|\\]\\]>|<\\?xml|\\?>|[a-z\u{643} ]){0,40}") {
        let _ = read(text.as_bytes());
    }

    #[test]
    fn text_comes_back_as_written(text in "[^\\x00-\\x1f\u{fffe}\u{ffff}]{0,60}") {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let seen = read(format!("<a>{escaped}</a>").as_bytes()).unwrap();
        prop_assert_eq!(seen[1..seen.len() - 1].concat(), text);
    }
}
