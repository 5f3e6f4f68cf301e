//! A proxy between here and the publishers.
//!
//! The proxy resolves names and connects, so what is checked here of addresses is only what an address says
//! itself. That is the bargain of whoever sets one.

use crate::error::Cause;
use ureq::http::Uri;
use ureq::{Proxy, ProxyProtocol};

/// A proxy and the hosts that are reached without it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ProxySettings {
    /// `http://[user:password@]host:port`.
    pub url: String,
    /// Hosts and `.domains` without it, separated by commas.
    pub except: String,
}

/// Without the password.
impl std::fmt::Debug for ProxySettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProxySettings")
            .field("url", &self.shown())
            .field("except", &self.except)
            .finish()
    }
}

impl ProxySettings {
    /// The address without user and password.
    #[must_use]
    pub fn shown(&self) -> String {
        let (scheme, rest) = self.url.split_once("://").unwrap_or(("http", &self.url));
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        format!("{scheme}://{host}")
    }

    /// Reads the settings.
    pub(crate) fn read(&self) -> Result<Proxy, Cause> {
        let bad = |problem: &str| Cause::BadAddress {
            address: self.shown(),
            problem: problem.to_owned(),
        };
        let plain = Proxy::new(&self.url).map_err(|_| bad("not the address of a proxy"))?;
        if !matches!(plain.protocol(), ProxyProtocol::Http | ProxyProtocol::Https) {
            return Err(bad("only proxies of http and https are spoken to"));
        }
        let mut proxy = Proxy::builder(plain.protocol())
            .host(plain.host())
            .port(plain.port())
            .resolve_target(false);
        if let Some(user) = plain.username() {
            proxy = proxy.username(user);
        }
        if let Some(password) = plain.password() {
            proxy = proxy.password(password);
        }
        for host in self.except.split(',').map(str::trim) {
            proxy = proxy.no_proxy(host);
        }
        proxy.build().map_err(|_| bad("not the address of a proxy"))
    }
}

/// True when the proxy is to be used for an address.
pub(crate) fn applies(proxy: &Proxy, uri: &Uri) -> bool {
    !proxy.is_no_proxy(uri)
}
