//! Why there are no bytes.

use std::net::IpAddr;
use std::time::Duration;

/// A fetch that failed, with its address.
#[derive(Debug, thiserror::Error)]
#[error("`{place}`: {cause}{}", after(*tries))]
pub struct FetchError {
    /// The address, without its query.
    pub place: String,
    /// What went wrong, the last time.
    pub cause: Cause,
    /// How often it was tried.
    pub tries: u32,
}

fn after(tries: u32) -> String {
    match tries {
        0 | 1 => String::new(),
        tries => format!(" (tried {tries} times)"),
    }
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// Not an address that can be fetched.
    #[error("`{address}` cannot be fetched: {problem}")]
    BadAddress {
        /// The address.
        address: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The name does not resolve.
    #[error("the name `{host}` does not resolve ({problem})")]
    Name {
        /// The host.
        host: String,
        /// What the system said.
        problem: String,
    },
    /// A host with an address that is not on the public internet.
    #[error("`{host}` has the address {address}, which is {network}, not public")]
    NotPublic {
        /// The host.
        host: String,
        /// The address.
        address: IpAddr,
        /// Its kind of network.
        network: &'static str,
    },
    /// No connection.
    #[error("no connection to `{host}` ({problem})")]
    Connect {
        /// The host.
        host: String,
        /// What the system said.
        problem: String,
    },
    /// Keys could not be agreed on, or the certificate is not believed.
    #[error("no encrypted connection to `{host}` ({problem})")]
    Tls {
        /// The host.
        host: String,
        /// What is wrong.
        problem: String,
    },
    /// No certificates to check servers against.
    #[error("this machine has no list of trusted certificates ({problem})")]
    NoRoots {
        /// What the system said.
        problem: String,
    },
    /// The connection broke, or the answer is not HTTP.
    #[error("{problem}")]
    Broken {
        /// What is wrong.
        problem: String,
    },
    /// A limit of time.
    #[error("{what} took longer than {}", seconds(*limit))]
    Slow {
        /// What took too long.
        what: &'static str,
        /// The limit.
        limit: Duration,
    },
    /// The body is larger than what is accepted.
    #[error("larger than the limit of {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// An answer that is not the file.
    #[error("the server answered {status}{}", meaning(*status))]
    Status {
        /// HTTP's number.
        status: u16,
        /// What the server asked to wait, when it did.
        retry_after: Option<Duration>,
    },
    /// The server asks for a longer wait than we make.
    #[error("the server answered {status} and asks to come back after {}", seconds(*wait))]
    Later {
        /// HTTP's number.
        status: u16,
        /// How long.
        wait: Duration,
    },
    /// Too many redirects.
    #[error("more than {limit} redirects")]
    Redirects {
        /// The limit.
        limit: usize,
    },
    /// A redirect to where nobody is led.
    #[error("a redirect that is not followed: {problem}")]
    BadRedirect {
        /// Why.
        problem: String,
    },
    /// "Not changed" to somebody who had nothing to compare with.
    #[error("the server says \"not changed\" though nothing was there to compare with")]
    NotAsked,
    /// A compression that was not asked for.
    #[error("packed as `{coding}`, which was not asked for")]
    Coding {
        /// As the server said.
        coding: String,
    },
}

impl Cause {
    /// True when trying again may help: the server is busy, the connection broke, time ran out.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Name { .. } | Self::Connect { .. } | Self::Broken { .. } | Self::Slow { .. } => {
                true
            }
            Self::Status { status, .. } => {
                matches!(status, 408 | 429 | 500 | 502..=504 | 520..=599)
            }
            _ => false,
        }
    }

    /// True when there seems to be no way to the network at all.
    #[must_use]
    pub fn is_no_network(&self) -> bool {
        matches!(self, Self::Name { .. } | Self::Connect { .. })
    }

    /// What the user can do about it, where there is something to do.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NotPublic { .. } => Some(
                "if this is a server of your own, say `allow_private = true` for this source in config.toml",
            ),
            Self::NoRoots { .. } => Some(
                "install your system's certificates (`ca-certificates`), or name a file of them with SSL_CERT_FILE",
            ),
            Self::TooLarge { .. } => Some("raise `max_mib` under [fetch] in config.toml"),
            _ => None,
        }
    }
}

fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 {
        format!("{} s", time.as_secs())
    } else {
        format!("{} ms", time.as_millis())
    }
}

fn meaning(status: u16) -> &'static str {
    match status {
        206 => " (a part), though the whole file was asked for",
        401 | 407 => " (sign in first)",
        403 => " (forbidden)",
        404 => " (not found)",
        410 => " (gone)",
        429 => " (too many requests)",
        500..=599 => " (a fault of the server)",
        _ => "",
    }
}
