//! A web address, and where a redirect leads from it.
//!
//! Only what a list needs: `https` and `http`, a host in ASCII, no user and no password inside, no fragment.

use crate::error::Cause;
use std::net::IpAddr;
use ureq::http::Uri;

/// An address that can be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    uri: Uri,
    host: String,
    port: u16,
    secure: bool,
}

/// Characters of an address.
const MAX_CHARACTERS: usize = 8_192;

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// Another scheme, no host, credentials inside, characters that do not belong.
    ///
    /// ```
    /// use kashf_fetch::Address;
    /// let address = Address::parse("https://lists.example/un.xml?token=secret").unwrap();
    /// assert_eq!(address.shown(), "https://lists.example/un.xml?...");
    /// assert!(Address::parse("file:///etc/passwd").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, Cause> {
        let bad = |problem: &str| Cause::BadAddress {
            address: without_query(&text.chars().take(200).collect::<String>()),
            problem: problem.to_owned(),
        };
        if text.len() > MAX_CHARACTERS {
            return Err(bad("longer than 8,192 characters"));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(bad("a blank or a character outside of ASCII"));
        }
        let text = text.split('#').next().unwrap_or_default();
        let scheme = text.split_once("://").map(|(scheme, _)| scheme);
        let secure = match scheme.map(str::to_ascii_lowercase).as_deref() {
            Some("https") => true,
            Some("http") => false,
            Some(_) => return Err(bad("not http or https")),
            None => return Err(bad("no `https://` before the host")),
        };
        let uri: Uri = text.parse().map_err(|_| bad("not a web address"))?;
        let authority = uri.authority().ok_or_else(|| bad("no host"))?;
        if authority.as_str().contains('@') {
            // Not quoted: it holds a password.
            return Err(Cause::BadAddress {
                address: format!(
                    "{}://...@{}",
                    if secure { "https" } else { "http" },
                    authority.host()
                ),
                problem: "a user or a password inside".to_owned(),
            });
        }
        let host = authority
            .host()
            .trim_matches(['[', ']'])
            .to_ascii_lowercase();
        if host.is_empty() {
            return Err(bad("no host"));
        }
        let port = authority
            .port_u16()
            .unwrap_or(if secure { 443 } else { 80 });
        Ok(Self {
            uri,
            host,
            port,
            secure,
        })
    }

    /// Where a redirect leads from here.
    pub(crate) fn redirected(&self, location: &str) -> Result<Self, Cause> {
        let location = location.split('#').next().unwrap_or_default();
        let scheme = if self.secure { "https" } else { "http" };
        let authority = self
            .uri
            .authority()
            .map_or("", |authority| authority.as_str());
        let path = self.uri.path();
        let text = if has_scheme(location) {
            location.to_owned()
        } else if location.starts_with("//") {
            format!("{scheme}:{location}")
        } else if location.starts_with('/') {
            format!("{scheme}://{authority}{location}")
        } else if location.starts_with('?') {
            format!("{scheme}://{authority}{path}{location}")
        } else {
            let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
            format!(
                "{scheme}://{authority}{}",
                without_dots(&format!("{folder}{location}"))
            )
        };
        let next = Self::parse(&text).map_err(|cause| Cause::BadRedirect {
            problem: cause.to_string(),
        })?;
        if self.secure && !next.secure {
            return Err(Cause::BadRedirect {
                problem: format!("`{}` is not encrypted", next.shown()),
            });
        }
        Ok(next)
    }

    /// The address without its query, which may hold a key.
    #[must_use]
    pub fn shown(&self) -> String {
        without_query(&self.uri.to_string())
    }

    /// The address with its query.
    #[must_use]
    pub fn full(&self) -> String {
        self.uri.to_string()
    }

    /// The last part of its path: what the file is called.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.uri.path().rsplit('/').next().unwrap_or_default()
    }

    /// The host, lowercase, without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// True for `https`.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.secure
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The address of the host, where the host is one.
    pub(crate) fn ip(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }
}

fn without_query(text: &str) -> String {
    match text.split_once('?') {
        Some((before, _)) => format!("{before}?..."),
        None => text.to_owned(),
    }
}

/// `file:/x`, `ftp://x` and `https://x` have one; `a/b:c` and `?x=a:b` have none.
fn has_scheme(location: &str) -> bool {
    let head = location.split(['/', '?']).next().unwrap_or_default();
    head.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// Takes `.` and `..` out of a path (RFC 3986 section 5.2.4); the query stays.
fn without_dots(text: &str) -> String {
    let (path, query) = match text.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (text, String::new()),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    format!("/{}{query}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_are_resolved_and_checked() {
        let from = Address::parse("https://lists.example:8443/a/b/list.xml?x=1").unwrap();
        for (location, expected) in [
            ("https://other.example/c", Ok("https://other.example/c")),
            ("//other.example/c", Ok("https://other.example/c")),
            ("/c?d", Ok("https://lists.example:8443/c?d")),
            ("c.xml", Ok("https://lists.example:8443/a/b/c.xml")),
            ("../c.xml#part", Ok("https://lists.example:8443/a/c.xml")),
            ("../../../c.xml", Ok("https://lists.example:8443/c.xml")),
            (
                "?y=a:b",
                Ok("https://lists.example:8443/a/b/list.xml?y=a:b"),
            ),
            (
                "http://lists.example/c",
                Err("`http://lists.example/c` is not encrypted"),
            ),
            ("file:/etc/passwd", Err("no `https://` before the host")),
            ("file:///etc/passwd", Err("not http or https")),
            ("ftp://lists.example/c", Err("not http or https")),
            ("javascript:alert(1)", Err("no `https://` before the host")),
            (
                "https://user:word@other.example/",
                Err("a user or a password inside"),
            ),
            ("https:///c", Err("")),
            ("/with blank", Err("a blank")),
        ] {
            let found = from.redirected(location);
            match (&found, expected) {
                (Ok(next), Ok(expected)) => assert_eq!(next.uri().to_string(), expected),
                (Err(cause), Err(words)) => {
                    let text = cause.to_string();
                    assert!(
                        text.contains(words) && !text.contains("word@"),
                        "{location}: {text}"
                    );
                }
                _ => panic!("{location}: {found:?}"),
            }
        }
    }

    #[test]
    fn an_unencrypted_address_may_lead_to_an_unencrypted_one() {
        let from = Address::parse("http://lists.example/a").unwrap();
        assert_eq!(
            from.redirected("/b").unwrap().uri().to_string(),
            "http://lists.example/b"
        );
        let secure = from.redirected("https://lists.example/b").unwrap();
        assert!(secure.redirected("http://lists.example/a").is_err());
    }

    #[test]
    fn hosts_and_ports() {
        let six = Address::parse("http://[::1]:8080/x").unwrap();
        assert_eq!((six.host(), six.port()), ("::1", 8080));
        assert!(six.ip().is_some());
        let named = Address::parse("HTTPS://Lists.Example/x/un.xml?a").unwrap();
        assert_eq!((named.host(), named.port()), ("lists.example", 443));
        assert_eq!(named.file_name(), "un.xml");
        for wrong in [
            "",
            "lists.example/x",
            "https://",
            "https://a b/",
            "https://ex\u{e4}mple/",
        ] {
            assert!(Address::parse(wrong).is_err(), "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_redirect_panics_or_leaves_encryption(location in "[!-~]{0,60}") {
            let from = Address::parse("https://lists.example/a/b?c").unwrap();
            if let Ok(next) = from.redirected(&location) {
                proptest::prop_assert!(next.secure && !next.host.is_empty());
                let again = Address::parse(&next.full()).unwrap();
                proptest::prop_assert_eq!(again, next);
            }
        }

        #[test]
        fn no_text_panics(text in ".{0,80}", path in "[/?#.a-z%]{0,40}") {
            let _ = Address::parse(&text);
            let _ = Address::parse(&format!("http://a{path}"));
        }
    }
}
