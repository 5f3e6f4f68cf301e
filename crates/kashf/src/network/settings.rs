//! What the surroundings of a run say about the network. Whoever reads the environment (the binary) passes it in.

use kashf_fetch::ProxySettings;

/// How a run may use the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkSettings {
    /// Why nothing may be fetched (`KASHF_OFFLINE`); `None` where it may.
    pub offline: Option<String>,
    /// A proxy of the environment, used unless `config.toml` names another or none.
    pub proxy: Option<ProxySettings>,
}
