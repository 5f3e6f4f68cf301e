//! Web addresses: a scheme, a plausible host, a path; `http` and `/` are supplied when missing.
//!
//! SOURCE: `rigour.urls.clean_url` 2.6 and the parts of Python's `urllib.parse` that it rests on. No
//! URL crate: those rewrite more (punycode, percent signs), and a source's address is evidence.

const SCHEMES: [&str; 7] = ["http", "https", "ftp", "mailto", "file", "s3", "gs"];

struct Parts<'t> {
    scheme: String,
    host: &'t str,
    path: &'t str,
    /// From `?` or `#` on.
    tail: &'t str,
}

pub(super) fn clean(text: &str) -> Option<String> {
    let removed: String;
    let mut text = text;
    if text.contains(['\t', '\r', '\n']) {
        // urllib takes these out before it looks.
        removed = text.replace(['\t', '\r', '\n'], "");
        text = &removed;
    }
    let mut parts = split(text);
    let prefixed: String;
    if parts.host.is_empty() {
        if SCHEMES.contains(&parts.scheme.as_str())
            || !parts.path.contains('.')
            || text.starts_with("//")
        {
            return None;
        }
        prefixed = format!("//{text}");
        parts = split(&prefixed);
        if parts.host.is_empty() {
            return None;
        }
    }
    if !is_host(parts.host) {
        return None;
    }
    let scheme = if parts.scheme.is_empty() {
        "http"
    } else {
        parts.scheme.as_str()
    };
    if !SCHEMES.contains(&scheme) {
        return None;
    }
    let path = match parts.path.trim() {
        "" => "/",
        path => path,
    };
    // An empty query or fragment disappears, as in Python.
    let tail = tidy_tail(parts.tail);
    Some(format!("{scheme}://{}{path}{tail}", parts.host))
}

fn split(text: &str) -> Parts<'_> {
    let mut rest = text;
    let mut scheme = String::new();
    if let Some((before, after)) = text.split_once(':') {
        let mut bytes = before.bytes();
        if bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
            && bytes.all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        {
            scheme = before.to_ascii_lowercase();
            rest = after;
        }
    }
    let mut host = "";
    if let Some(after) = rest.strip_prefix("//") {
        let end = after.find(['/', '?', '#']).unwrap_or(after.len());
        (host, rest) = after.split_at(end);
    }
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (path, tail) = rest.split_at(end);
    Parts {
        scheme,
        host,
        path,
        tail,
    }
}

fn tidy_tail(tail: &str) -> String {
    let (query, fragment) = match tail.split_once('#') {
        Some((query, fragment)) => (query, fragment),
        None => (tail, ""),
    };
    let mut tidy = String::new();
    if query.len() > 1 {
        tidy.push_str(query);
    }
    if !fragment.is_empty() {
        tidy.push('#');
        tidy.push_str(fragment);
    }
    tidy
}

/// A host with an optional user and port, whose labels could be a public name.
fn is_host(netloc: &str) -> bool {
    if netloc.contains(char::is_whitespace) {
        return false;
    }
    let host_port = netloc.rsplit_once('@').map_or(netloc, |(_, host)| host);
    if let Some(v6) = host_port.strip_prefix('[') {
        return v6
            .split_once(']')
            .is_some_and(|(address, _)| address.parse::<std::net::Ipv6Addr>().is_ok());
    }
    let (host, port) = host_port.split_once(':').unwrap_or((host_port, ""));
    if !port.is_empty() && port.parse::<u16>().is_err() {
        return false;
    }
    if host.parse::<std::net::Ipv4Addr>().is_ok() {
        return true;
    }
    let labels: Vec<&str> = host.trim_end_matches('.').split('.').collect();
    let plausible = |label: &&str| {
        let length = label.chars().count();
        (1..=63).contains(&length)
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
            && label.chars().any(char::is_alphanumeric)
    };
    let top_is_name = labels
        .last()
        .is_some_and(|top| top.chars().count() >= 2 && !top.chars().all(|c| c.is_numeric()));
    labels.iter().all(plausible) && (labels.len() == 1 || top_is_name)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn supplies_scheme_and_path() {
        assert_eq!(
            clean("www.example.org").as_deref(),
            Some("http://www.example.org/")
        );
        assert_eq!(
            clean("HTTPS://Example.org/a?b=c#").as_deref(),
            Some("https://Example.org/a?b=c")
        );
    }

    #[test]
    fn prose_is_not_a_host() {
        for wrong in [
            "Social media: http://example.org",
            "N.A.",
            "3.4",
            "mailto:a@b.org",
            "none",
            "http://",
        ] {
            assert_eq!(clean(wrong), None, "{wrong}");
        }
    }
}
