//! What a request says of who asks. Nothing is read from its address.

use axum::http::{HeaderMap, header};

/// Longest credentials; a key has 79 characters.
const MAX_BYTES: usize = 2048;

/// Credentials as given.
pub(super) enum Given<'a> {
    Key(&'a str),
    Password { user: String, password: String },
}

/// The headers cannot be read as credentials.
#[derive(Debug)]
pub(super) struct Unreadable;

impl<'a> Given<'a> {
    /// The credentials of a request; `None` where there are none.
    pub(super) fn of(headers: &'a HeaderMap) -> Result<Option<Self>, Unreadable> {
        let mut all = headers.get_all(header::AUTHORIZATION).iter();
        let Some(value) = all.next() else {
            let mut keys = headers.get_all("x-api-key").iter();
            let Some(key) = keys.next() else {
                return Ok(None);
            };
            // Of two keys nobody could say which one counted.
            return match keys.next() {
                None => Ok(Some(Self::Key(text(key)?))),
                Some(_) => Err(Unreadable),
            };
        };
        if all.next().is_some() {
            return Err(Unreadable);
        }
        let (scheme, rest) = text(value)?.split_once(' ').ok_or(Unreadable)?;
        let rest = rest.trim();
        if ["bearer", "apikey", "token"].contains(&scheme.to_ascii_lowercase().as_str()) {
            return Ok(Some(Self::Key(rest)));
        }
        if scheme.eq_ignore_ascii_case("basic") {
            let decoded = base64(rest).ok_or(Unreadable)?;
            let decoded = String::from_utf8(decoded).map_err(|_| Unreadable)?;
            let (user, password) = decoded.split_once(':').ok_or(Unreadable)?;
            return Ok(Some(Self::Password {
                user: user.to_owned(),
                password: password.to_owned(),
            }));
        }
        Err(Unreadable)
    }
}

fn text(value: &axum::http::HeaderValue) -> Result<&str, Unreadable> {
    let text = value.to_str().map_err(|_| Unreadable)?;
    if text.len() > MAX_BYTES {
        return Err(Unreadable);
    }
    Ok(text.trim())
}

/// Base64 of RFC 4648, padded or not.
fn base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    (bits == 0 && held < 6).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_base64() {
        for (text, expected) in [
            ("", Some("")),
            ("Zg==", Some("f")),
            ("Zm8=", Some("fo")),
            ("Zm9v", Some("foo")),
            ("Zm9vYmFy", Some("foobar")),
            ("Zm9vYmE", Some("fooba")),
            ("Zm9vYmF", None),
            ("Z", None),
            ("Zm 9v", None),
        ] {
            assert_eq!(
                base64(text).as_deref(),
                expected.map(str::as_bytes),
                "{text}"
            );
        }
    }

    #[test]
    fn two_keys_are_none() {
        let mut headers = HeaderMap::new();
        headers.append("authorization", "Bearer one".parse().unwrap());
        assert!(matches!(Given::of(&headers), Ok(Some(Given::Key("one")))));
        headers.append("authorization", "Bearer two".parse().unwrap());
        assert!(Given::of(&headers).is_err());
    }
}
