//! Internet addresses, as Rust's (and Python's) standard library reads and prints them.

pub(super) fn clean(text: &str) -> Option<String> {
    text.parse::<std::net::IpAddr>()
        .ok()
        .map(|address| address.to_string())
}
