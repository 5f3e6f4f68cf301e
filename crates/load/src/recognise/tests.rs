//! Every format by its first bytes; what is not read is named.

use super::*;

fn told(bytes: &[u8]) -> Result<Format, String> {
    recognise(&SourceFile::from_bytes("f", bytes.to_vec())).map_err(|e| e.to_string())
}

#[test]
fn every_format_by_its_first_bytes() {
    assert_eq!(
        told(b"\xef\xbb\xbf<?xml version='1.0'?>\n<CONSOLIDATED_LIST dateGenerated='x'>"),
        Ok(Format::UnXml)
    );
    assert_eq!(
        told(b"<?xml version='1.0'?><sdnList xmlns='x'>"),
        Ok(Format::OfacSdnXml)
    );
    assert_eq!(
        told(b"<Sanctions Version=\"3\">"),
        Ok(Format::OfacAdvancedXml)
    );
    assert_eq!(
        told(b"36,\"A, B\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"),
        Ok(Format::OfacSdnCsv)
    );
    assert_eq!(
        told(b"36,12,\"aka\",\"B\",-0- \r\n"),
        Ok(Format::OfacAltCsv)
    );
    assert_eq!(
        told(b"36,25,-0- ,\"Town\",\"Land\",-0- \r\n"),
        Ok(Format::OfacAddCsv)
    );
    assert_eq!(
        told(b"17,\"more; words.\"\r\n"),
        Ok(Format::OfacCommentsCsv)
    );
    assert_eq!(
        told(b"{\"id\":\"a\",\"schema\":\"Person\"}"),
        Ok(Format::FtmJson)
    );
    assert_eq!(
        told(b"canonical_id,entity_id,prop,prop_type,schema,value\n"),
        Ok(Format::StatementsCsv)
    );
}

#[test]
fn tables_of_open_formats_by_their_header() {
    let header = b"name,id,schema,aliases,identifiers,sanctions\n";
    assert_eq!(told(header), Ok(Format::TargetsCsv));
    let header = b"Reference,Name of Individual or Entity,Type,Name Type,Control Date\r\n";
    assert_eq!(told(header), Ok(Format::AuCsv));
    let delta = b"{\"op\":\"ADD\",\"entity\":{\"id\":\"a\",\"schema\":\"Person\"}}\n";
    assert!(told(delta).unwrap_err().contains("changes to a list"));
}

#[test]
fn what_is_not_read_is_named() {
    for (bytes, words) in [
        (&b" \r\n\x1a"[..], "empty"),
        (b"<!DOCTYPE html><html>", "web page"),
        (
            b"<?xml version='1.0'?><!-- x --><HTML lang='en'>",
            "web page",
        ),
        (b"<sanctionsData>", "OFAC's enhanced XML"),
        (b"<rss version='2'>", "root element `rss`"),
        (b"[{}]", "JSON array"),
        (b"{\"a\":1}", "without `id`"),
        (
            b"\xef\xbb\xbf\r\n<html><head><title>Sign\nin</title>",
            "web page titled \"Sign in\"",
        ),
        (b"<script>location='/login'</script>", "web page"),
        (b"{\"error\":\"unauthorized\"}", "server (\"unauthorized\")"),
        (
            b"{\n  \"statusCode\": 403,\n  \"message\": \"Forbidden\\u0007\"\n}",
            "server (\"Forbidden\")",
        ),
        (b"{\"detail\":[{\"loc\":1}]}", "error message of a server,"),
        (
            b"<?xml version='1.0'?>\n<Error><Code>AccessDenied</Code></Error>",
            "server (\"AccessDenied\")",
        ),
        (b"\xff\xfe<\0a\0", "UTF-16"),
        (b"name;birth\n", "1 columns"),
        (b"ab\0cd", "NUL"),
    ] {
        let error = told(bytes).unwrap_err();
        assert!(error.contains(words), "{error}");
    }
}
