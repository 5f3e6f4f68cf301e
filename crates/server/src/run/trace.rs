//! Which request this was: W3C trace context, as yente gives it, and an id for the log.
//!
//! Only hexadecimal digits of a client's header are taken over, so that no name comes into the log by this way.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

const PARENT: HeaderName = HeaderName::from_static("traceparent");
const STATE: HeaderName = HeaderName::from_static("tracestate");
const ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest `tracestate` that is handed on (W3C: at least 512 characters).
const LONGEST_STATE: usize = 512;

/// A request in a trace.
#[derive(Clone, Debug)]
pub(super) struct Trace {
    /// The trace's id, 32 hexadecimal digits.
    pub(super) id: String,
    span: String,
    flags: String,
    state: Option<String>,
}

impl Trace {
    /// The trace that the client says, with a new span; else a new trace.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let span = format!("{:016x}", random());
        let known = headers.get(&PARENT).and_then(|value| value.to_str().ok());
        let Some((id, flags)) = known.and_then(parent) else {
            return Self {
                id: format!("{:016x}{:016x}", random(), random()),
                span,
                flags: "00".to_owned(),
                state: None,
            };
        };
        let state = headers.get(&STATE).and_then(|value| value.to_str().ok());
        let state = state.filter(|state| state.len() <= LONGEST_STATE);
        Self {
            id: id.to_owned(),
            span,
            flags: flags.to_owned(),
            state: state.map(str::to_owned),
        }
    }

    /// Tells the client.
    pub(super) fn tell(&self, headers: &mut HeaderMap) {
        let mut state = format!("kashf={}", self.span);
        for member in self.state.iter().flat_map(|state| state.split(',')) {
            let member = member.trim();
            if member.contains('=') && !member.starts_with("kashf=") {
                state.push(',');
                state.push_str(member);
            }
        }
        let parent = format!("00-{}-{}-{}", self.id, self.span, self.flags);
        for (name, value) in [(PARENT, &parent), (STATE, &state), (ID, &self.id)] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
    }
}

/// The id and the flags of a `traceparent`.
fn parent(header: &str) -> Option<(&str, &str)> {
    let mut parts = header.split('-');
    let (version, id, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let hexadecimal = |text: &str, length: usize| {
        text.len() == length
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let sound = hexadecimal(version, 2)
        && version != "ff"
        && hexadecimal(id, 32)
        && hexadecimal(span, 16)
        && hexadecimal(flags, 2);
    let zero = |text: &str| text.bytes().all(|byte| byte == b'0');
    (sound && !zero(id) && !zero(span)).then_some((id, flags))
}

/// Numbers that do not repeat; no secret rests on them.
fn random() -> u64 {
    static SEED: OnceLock<RandomState> = OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    SEED.get_or_init(RandomState::new).hash_one(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_goes_on_and_words_do_not_enter_it() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let id = "4bf92f3577b34da6a3ce929d0e0e4736";
        assert_eq!(parent(good), Some((id, "01")));
        for bad in [
            "00-nadir-exampleman-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "",
        ] {
            assert_eq!(parent(bad), None, "{bad}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(PARENT, HeaderValue::from_static(good));
        headers.insert(STATE, HeaderValue::from_static("rojo=00f0, kashf=old,x"));
        let trace = Trace::of(&headers);
        let mut told = HeaderMap::new();
        trace.tell(&mut told);
        assert_eq!(told[&ID], id);
        assert!(told[&PARENT].to_str().unwrap().starts_with(&good[..36]));
        assert_eq!(told[&STATE], format!("kashf={},rojo=00f0", trace.span));
    }
}
