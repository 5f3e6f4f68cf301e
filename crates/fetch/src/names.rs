//! Names to addresses.

use std::fmt::Debug;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};

/// Who tells which addresses a name has. The system does, except in tests.
pub trait Names: Debug + Send + Sync + 'static {
    /// All addresses of a host; it may take as long as it likes, whoever asks has a limit.
    ///
    /// # Errors
    /// When the name cannot be resolved.
    fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>>;

    /// Where a connection to a checked address really goes: there. A test sends it to its own server.
    fn dial(&self, address: SocketAddr) -> SocketAddr {
        address
    }
}

/// The resolver of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemNames;

impl Names for SystemNames {
    fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let mut found: Vec<IpAddr> = Vec::new();
        for address in (host, 0).to_socket_addrs()? {
            if !found.contains(&address.ip()) {
                found.push(address.ip());
            }
        }
        Ok(found)
    }
}
