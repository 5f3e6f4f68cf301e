//! One fetch: tries, redirects, the check of every address on the way.

use crate::address::Address;
use crate::error::{Cause, FetchError};
use crate::exchange::{Exchange, Reply};
use crate::guard::refused_network;
use crate::limits::{Limits, MAX_REDIRECTS};
use crate::names::{Names, SystemNames};
use crate::proxy::{ProxySettings, applies};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock, mpsc};
use std::time::{Duration, Instant};
use ureq::Proxy;
use ureq::tls::{Certificate, RootCerts};

/// What a server said by which it can later tell whether its file changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, as it came.
    pub etag: Option<String>,
    /// `Last-Modified`, as it came.
    pub last_modified: Option<String>,
}

impl Validators {
    /// True when there is nothing to compare with.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }
}

/// What to fetch.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// From where.
    pub address: &'a Address,
    /// What is here already; the server then says "not changed" instead of sending it again.
    pub validators: Option<&'a Validators>,
    /// True when the host of this address may be on a private network, because its owner said so. A redirect to
    /// another private host is refused all the same.
    pub allow_private: bool,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The file.
    Body(Body),
    /// The file has not changed since the validators.
    NotModified,
}

/// A file as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The bytes; packed with gzip where [`Body::gzip`] says so.
    pub bytes: Vec<u8>,
    /// True when the server packed them for the way.
    pub gzip: bool,
    /// To ask with the next time.
    pub validators: Validators,
    /// Where redirects led, without queries; empty without any.
    pub via: Vec<String>,
}

/// Fetches files. Share it between threads.
#[derive(Debug)]
pub struct Client {
    limits: Limits,
    proxy: Option<Proxy>,
    names: Arc<dyn Names>,
    roots: OnceLock<Result<RootCerts, Cause>>,
}

impl Client {
    /// A client with the resolver of this machine.
    ///
    /// # Errors
    /// A proxy that cannot be one.
    pub fn new(limits: Limits, proxy: Option<&ProxySettings>) -> Result<Self, Cause> {
        Self::with_names(limits, proxy, Arc::new(SystemNames))
    }

    /// A client with another resolver.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_names(
        limits: Limits,
        proxy: Option<&ProxySettings>,
        names: Arc<dyn Names>,
    ) -> Result<Self, Cause> {
        Ok(Self {
            limits,
            proxy: proxy.map(ProxySettings::read).transpose()?,
            names,
            roots: OnceLock::new(),
        })
    }

    /// Fetches one file. `progress` hears the bytes received so far, and how many there will be where the server
    /// says.
    ///
    /// # Errors
    /// Whatever is not a whole file: see [`Cause`].
    pub fn get(
        &self,
        request: &Request<'_>,
        progress: &dyn Fn(u64, Option<u64>),
    ) -> Result<Answer, FetchError> {
        let begun = Instant::now();
        let mut tries = 0;
        loop {
            tries += 1;
            let cause = match self.attempt(request, begun, progress) {
                Ok(answer) => return Ok(answer),
                Err(cause) => cause,
            };
            let failed = |cause| FetchError {
                place: request.address.shown(),
                cause,
                tries,
            };
            let most = match cause.is_no_network() {
                // Without a network the user is told soon; a name server that stumbled gets its second chance.
                true => self.limits.tries.min(2),
                false => self.limits.tries,
            };
            if !cause.may_pass() || tries >= most {
                return Err(failed(cause));
            }
            let mut wait = self.limits.wait_before(tries + 1);
            if let Cause::Status {
                status,
                retry_after: Some(asked),
            } = cause
            {
                if asked > self.limits.longest_wait {
                    return Err(failed(Cause::Later {
                        status,
                        wait: asked,
                    }));
                }
                wait = wait.max(asked);
            }
            if begun.elapsed() + wait >= self.limits.total {
                return Err(failed(cause));
            }
            std::thread::sleep(wait);
        }
    }

    fn attempt(
        &self,
        request: &Request<'_>,
        begun: Instant,
        progress: &dyn Fn(u64, Option<u64>),
    ) -> Result<Answer, Cause> {
        let mut address = request.address.clone();
        let mut via = Vec::new();
        loop {
            let left = self.left(begun)?;
            let proxy = self.proxy.as_ref();
            let proxy = proxy.filter(|proxy| applies(proxy, address.uri()));
            let own_host = address.host() == request.address.host();
            let may_be_private = request.allow_private && own_host;
            let addresses = match proxy {
                Some(_) => self.checked_by_name(&address, may_be_private)?,
                None => self.checked(&address, may_be_private, left)?,
            };
            let exchange = Exchange {
                address: &address,
                addresses,
                names: &self.names,
                proxy,
                roots: if address.uri().scheme_str() == Some("https") {
                    Some(self.roots()?)
                } else {
                    None
                },
                limits: &self.limits,
                left: self.left(begun)?,
                validators: request.validators.filter(|known| !known.is_empty()),
            };
            match exchange.run(progress)? {
                Reply::NotModified => return Ok(Answer::NotModified),
                Reply::Body(mut body) => {
                    body.via = via;
                    return Ok(Answer::Body(body));
                }
                Reply::Redirect(location) => {
                    if via.len() >= MAX_REDIRECTS {
                        return Err(Cause::Redirects {
                            limit: MAX_REDIRECTS,
                        });
                    }
                    address = address.redirected(&location)?;
                    via.push(address.shown());
                }
            }
        }
    }

    fn left(&self, begun: Instant) -> Result<Duration, Cause> {
        let total = self.limits.total;
        total
            .checked_sub(begun.elapsed())
            .filter(|left| !left.is_zero())
            .ok_or(Cause::Slow {
                what: "fetching it",
                limit: total,
            })
    }

    /// The addresses of a host, all of them public, or the owner's own.
    ///
    /// One that is not makes the whole answer worthless: a publisher has no private address, so somebody answers
    /// for him.
    fn checked(
        &self,
        address: &Address,
        may_be_private: bool,
        left: Duration,
    ) -> Result<Vec<SocketAddr>, Cause> {
        let host = address.host();
        let found = match address.ip() {
            Some(ip) => vec![ip],
            None => self.resolve(host, left.min(self.limits.connect))?,
        };
        if !may_be_private {
            found.iter().try_for_each(|ip| check_public(host, *ip))?;
        }
        let port = address.port();
        Ok(found.iter().map(|ip| SocketAddr::new(*ip, port)).collect())
    }

    /// Through a proxy only what the address itself says can be checked.
    fn checked_by_name(
        &self,
        address: &Address,
        may_be_private: bool,
    ) -> Result<Vec<SocketAddr>, Cause> {
        let host = address.host();
        if !may_be_private {
            if let Some(ip) = address.ip() {
                check_public(host, ip)?;
            }
            // `127.1` and `0x7f000001` are addresses for many programs.
            let last = host
                .trim_end_matches('.')
                .rsplit('.')
                .next()
                .unwrap_or_default();
            let numeric = last.starts_with(|c: char| c.is_ascii_digit()) && address.ip().is_none();
            if numeric || last == "localhost" {
                return Err(Cause::BadAddress {
                    address: address.shown(),
                    problem: "the host is not a public name".to_owned(),
                });
            }
        }
        Ok(Vec::new())
    }

    /// Asks the resolver, but waits no longer than the limit.
    fn resolve(&self, host: &str, limit: Duration) -> Result<Vec<IpAddr>, Cause> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let (names, asked) = (Arc::clone(&self.names), host.to_owned());
        // It outlives a resolver that hangs; nobody listens then.
        std::thread::spawn(move || _ = sender.send(names.addresses(&asked)));
        let failed = |problem: String| Cause::Name {
            host: host.to_owned(),
            problem,
        };
        match receiver.recv_timeout(limit) {
            Ok(Ok(found)) if found.is_empty() => Err(failed("no address".to_owned())),
            Ok(Ok(found)) => Ok(found),
            Ok(Err(error)) => Err(failed(error.to_string())),
            Err(_) => Err(failed("no answer in time".to_owned())),
        }
    }

    /// The certificates that this machine trusts, read once.
    fn roots(&self) -> Result<RootCerts, Cause> {
        let read = || {
            let found = rustls_native_certs::load_native_certs();
            if found.certs.is_empty() {
                let problem = found
                    .errors
                    .first()
                    .map_or_else(|| "none is installed".to_owned(), ToString::to_string);
                return Err(Cause::NoRoots { problem });
            }
            let certificates = found.certs.iter();
            Ok(RootCerts::from(certificates.map(|certificate| {
                Certificate::from_der(certificate.as_ref()).to_owned()
            })))
        };
        self.roots.get_or_init(read).clone()
    }
}

fn check_public(host: &str, address: IpAddr) -> Result<(), Cause> {
    match refused_network(address) {
        None => Ok(()),
        Some(network) => Err(Cause::NotPublic {
            host: host.to_owned(),
            address,
            network,
        }),
    }
}
