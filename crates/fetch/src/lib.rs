//! Here is an address: give me the bytes, or say why not.
//!
//! [`Client::get`] fetches one file over HTTP or HTTPS within [`Limits`]: it resolves the name, refuses every
//! address that is not on the public internet ([`refused_network`]), connects to exactly the address that it
//! checked, follows at most three redirects, each checked again, tries again where that can help, and gives the
//! bytes as they were received. A body that is shorter than its server said, or longer, or that ended without
//! saying that it had, is an error: half a list must never look like a list.
//!
//! What it is not: it does not know what the bytes mean, unpacks nothing, keeps nothing, and knows no clock; it
//! measures how long things take with a stopwatch.
//!
//! Sources: RFC 9110 (HTTP), RFC 9112 section 6.3 (how long a body is), RFC 6890 and IANA's registries of
//! special-purpose addresses.

mod address;
mod client;
mod error;
mod exchange;
mod guard;
mod limits;
mod names;
mod proxy;
mod watch;

pub use address::Address;
pub use client::{Answer, Body, Client, Request, Validators};
pub use error::{Cause, FetchError};
pub use guard::refused_network;
pub use limits::Limits;
pub use names::{Names, SystemNames};
pub use proxy::ProxySettings;
