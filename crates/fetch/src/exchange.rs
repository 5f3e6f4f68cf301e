//! One request and its answer, from an address that was checked.

use crate::address::Address;
use crate::client::{Body, Validators};
use crate::error::Cause;
use crate::limits::{Limits, MAX_HEADER_BYTES};
use crate::names::{Names, SystemNames};
use crate::watch::{Seen, Watched};
use std::io::{self, Read};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::http::{Response, Uri, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use ureq::{Agent, Error, Proxy, Timeout};

/// Who asks. The form `Mozilla/5.0 (compatible; ...)` is how programs that say their name introduce themselves:
/// since July 2026 OFAC's server answers 403 to anything that does not begin so (opensanctions issue 5237).
const USER_AGENT: &str = concat!(
    "Mozilla/5.0 (compatible; kashf/",
    env!("CARGO_PKG_VERSION"),
    "; reader of sanctions lists)"
);

/// Characters of a header that is kept; addresses of signed downloads have about 1,500.
const MAX_VALUE: usize = 8_192;

pub(crate) struct Exchange<'a> {
    pub(crate) address: &'a Address,
    pub(crate) addresses: Vec<SocketAddr>,
    pub(crate) names: &'a Arc<dyn Names>,
    pub(crate) proxy: Option<&'a Proxy>,
    pub(crate) roots: Option<RootCerts>,
    pub(crate) limits: &'a Limits,
    pub(crate) left: Duration,
    pub(crate) validators: Option<&'a Validators>,
}

pub(crate) enum Reply {
    Body(Body),
    NotModified,
    Redirect(String),
}

impl Exchange<'_> {
    pub(crate) fn run(self, progress: &dyn Fn(u64, Option<u64>)) -> Result<Reply, Cause> {
        let seen = Arc::new(Seen::default());
        let agent = self.agent(Arc::clone(&seen));
        let mut request = agent
            .get(self.address.uri())
            .header(header::CONNECTION, "close")
            .header(header::ACCEPT_ENCODING, "gzip");
        if let Some(known) = self.validators {
            if let Some(etag) = &known.etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            if let Some(date) = &known.last_modified {
                request = request.header(header::IF_MODIFIED_SINCE, date);
            }
        }
        let response = request.call().map_err(|error| self.cause(error))?;
        match response.status().as_u16() {
            200 => self.body(response, &seen, progress).map(Reply::Body),
            304 if self.validators.is_some() => Ok(Reply::NotModified),
            304 => Err(Cause::NotAsked),
            301 | 302 | 303 | 307 | 308 => match value(&response, header::LOCATION) {
                Some(location) => Ok(Reply::Redirect(location)),
                None => Err(Cause::BadRedirect {
                    problem: "it does not say where to".to_owned(),
                }),
            },
            status => {
                // A date instead of seconds would need a clock; our own wait serves then.
                let asked = value(&response, header::RETRY_AFTER);
                let seconds = asked.and_then(|asked| asked.trim().parse().ok());
                Err(Cause::Status {
                    status,
                    retry_after: seconds.map(Duration::from_secs),
                })
            }
        }
    }

    fn agent(&self, seen: Arc<Seen>) -> Agent {
        let limits = self.limits;
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(MAX_HEADER_BYTES)
            .max_idle_connections(0)
            .user_agent(USER_AGENT)
            .proxy(self.proxy.cloned())
            .timeout_global(Some(self.left))
            .timeout_connect(Some(limits.connect))
            .timeout_send_request(Some(limits.connect))
            .timeout_recv_response(Some(limits.first_byte))
            .timeout_per_read(Some(limits.stall.max(limits.first_byte)));
        if let Some(roots) = &self.roots {
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let tls = TlsConfig::builder()
                .root_certs(roots.clone())
                .unversioned_rustls_crypto_provider(provider);
            config = config.tls_config(tls.build());
        }
        let pinned = Pinned {
            target: self.address.uri().clone(),
            addresses: self.addresses.iter().map(|a| self.names.dial(*a)).collect(),
        };
        Agent::with_parts(
            config.build(),
            Watched::new(self.address.uri(), seen),
            pinned,
        )
    }

    fn body(
        &self,
        mut response: Response<ureq::Body>,
        seen: &Seen,
        progress: &dyn Fn(u64, Option<u64>),
    ) -> Result<Body, Cause> {
        let coding = value(&response, header::CONTENT_ENCODING).unwrap_or_default();
        let gzip = match coding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => false,
            "gzip" | "x-gzip" => true,
            _ => {
                let coding = coding.chars().take(40).collect();
                return Err(Cause::Coding { coding });
            }
        };
        let length = value(&response, header::CONTENT_LENGTH);
        let length: Option<u64> = length.and_then(|text| text.trim().parse().ok());
        let chunked = response.headers().contains_key(header::TRANSFER_ENCODING);
        let limit = self.limits.max_bytes;
        if length.is_some_and(|length| length > limit) {
            return Err(Cause::TooLarge { limit });
        }
        let validators = Validators {
            etag: value(&response, header::ETAG),
            last_modified: value(&response, header::LAST_MODIFIED),
        };
        let bytes = self.read(&mut response, length, progress)?;
        // The connection is closed, and with it all of it seen, when the response is gone.
        drop(response);
        if seen.surplus() {
            return Err(broken("more bytes came than the server had said"));
        }
        if seen.broken() && length.is_none() && !chunked {
            return Err(broken(
                "the connection broke, and nothing says that all had come",
            ));
        }
        if gzip && !bytes.starts_with(&[0x1f, 0x8b]) {
            return Err(broken("it is said to be packed with gzip and is not"));
        }
        Ok(Body {
            bytes,
            gzip,
            validators,
            via: Vec::new(),
        })
    }

    fn read(
        &self,
        response: &mut Response<ureq::Body>,
        length: Option<u64>,
        progress: &dyn Fn(u64, Option<u64>),
    ) -> Result<Vec<u8>, Cause> {
        let limits = self.limits;
        let mut bytes: Vec<u8> = Vec::new();
        let mut chunk = vec![0; 64 << 10];
        let mut window = (Instant::now(), 0_u64);
        let mut reader = response.body_mut().as_reader();
        loop {
            let count = match reader.read(&mut chunk) {
                Ok(0) => return Ok(bytes),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.cause_of_read(error, bytes.len() as u64, length)),
            };
            bytes.extend_from_slice(&chunk[..count]);
            let so_far = bytes.len() as u64;
            if so_far > limits.max_bytes {
                return Err(Cause::TooLarge {
                    limit: limits.max_bytes,
                });
            }
            progress(so_far, length);
            let passed = window.0.elapsed();
            if passed >= limits.stall {
                let least = limits.least_rate.saturating_mul(passed.as_millis() as u64) / 1_000;
                if so_far - window.1 < least {
                    return Err(broken(&format!(
                        "too slow: fewer than {} bytes a second",
                        limits.least_rate
                    )));
                }
                window = (Instant::now(), so_far);
            }
        }
    }

    fn cause_of_read(&self, error: io::Error, so_far: u64, length: Option<u64>) -> Cause {
        match Error::from(error) {
            Error::Timeout(reason) => self.slow(reason, true),
            Error::Io(_) | Error::Protocol(_) if length.is_some_and(|length| so_far < length) => {
                let length = length.unwrap_or_default();
                broken(&format!(
                    "the connection ended after {so_far} of {length} bytes"
                ))
            }
            Error::Io(_) | Error::Protocol(_) => broken(&format!(
                "the connection ended within the body, after {so_far} bytes"
            )),
            error => self.cause(error),
        }
    }

    fn cause(&self, error: Error) -> Cause {
        let host = self.address.host().to_owned();
        match error {
            Error::Timeout(reason) => self.slow(reason, false),
            Error::HostNotFound => Cause::Name {
                host,
                problem: "no address".to_owned(),
            },
            Error::Rustls(error) => Cause::Tls {
                host,
                problem: error.to_string(),
            },
            Error::Tls(problem) => Cause::Tls {
                host,
                problem: problem.to_owned(),
            },
            Error::TlsRequired => Cause::Tls {
                host,
                problem: "none was made".to_owned(),
            },
            Error::LargeResponseHeader(..) => broken("headers without end"),
            Error::Io(error) => self.cause_of_io(&error, host),
            Error::ConnectionFailed | Error::ConnectProxyFailed(_) => Cause::Connect {
                host,
                problem: error.to_string(),
            },
            error => broken(&format!("no answer of HTTP/1.1 ({error})")),
        }
    }

    fn cause_of_io(&self, error: &io::Error, host: String) -> Cause {
        use io::ErrorKind as Kind;
        let inner = error.get_ref();
        if let Some(tls) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            return Cause::Tls {
                host,
                problem: tls.to_string(),
            };
        }
        match error.kind() {
            Kind::ConnectionReset
            | Kind::ConnectionAborted
            | Kind::UnexpectedEof
            | Kind::BrokenPipe => broken("the connection broke before an answer came"),
            _ => Cause::Connect {
                host,
                problem: error.to_string(),
            },
        }
    }

    fn slow(&self, reason: Timeout, in_body: bool) -> Cause {
        let limits = self.limits;
        let (what, limit) = match reason {
            Timeout::Resolve | Timeout::Connect => ("connecting", limits.connect),
            Timeout::SendRequest | Timeout::PerWrite => ("asking", limits.connect),
            Timeout::PerRead if in_body => ("the next byte", limits.stall.max(limits.first_byte)),
            Timeout::RecvResponse | Timeout::PerRead => ("the answer", limits.first_byte),
            _ => ("fetching it", limits.total),
        };
        Cause::Slow { what, limit }
    }
}

/// The addresses that were checked, and no others; only a proxy's own name is resolved here.
#[derive(Debug)]
struct Pinned {
    target: Uri,
    addresses: Vec<SocketAddr>,
}

impl Resolver for Pinned {
    fn resolve(
        &self,
        uri: &Uri,
        _: &ureq::config::Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let mut found = self.empty();
        if uri.authority() == self.target.authority() {
            self.addresses.iter().take(16).for_each(|a| found.push(*a));
        } else {
            let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
            let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
                Some("https") => 443,
                _ => 80,
            });
            for address in SystemNames.addresses(host)?.into_iter().take(16) {
                found.push(SocketAddr::new(address, port));
            }
        }
        if found.is_empty() {
            return Err(Error::HostNotFound);
        }
        Ok(found)
    }
}

fn broken(problem: &str) -> Cause {
    Cause::Broken {
        problem: problem.to_owned(),
    }
}

/// A header that is text and not too long.
fn value(response: &Response<ureq::Body>, name: header::HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    (value.len() <= MAX_VALUE).then(|| value.to_owned())
}
