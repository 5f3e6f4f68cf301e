//! Where things are and how they look: flag, then environment, then default.

use crate::error::fail;
use anyhow::Result;
use kashf::{NetworkSettings, ProxySettings};
use std::env;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// A value and where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) origin: String,
}

/// Chooses the data directory: `--data`, `KASHF_DATA`, or the platform's.
pub(crate) fn data_dir(argument: Option<PathBuf>) -> Result<Setting<PathBuf>> {
    // An empty KASHF_DATA is one that was not set.
    let from_env = env::var_os("KASHF_DATA").filter(|value| !value.is_empty());
    let given = argument
        .map(|value| (value, "--data"))
        .or_else(|| from_env.map(|value| (PathBuf::from(value), "KASHF_DATA")));
    if let Some((value, origin)) = given {
        return Ok(Setting {
            value,
            origin: origin.to_owned(),
        });
    }
    platform_data_dir().ok_or_else(|| {
        fail(
            "no data directory: the home directory is not known",
            "name one with --data DIR or KASHF_DATA",
        )
    })
}

/// The platform's place for data of programs.
fn platform_data_dir() -> Option<Setting<PathBuf>> {
    let absolute = |name: &str| {
        let path = PathBuf::from(env::var_os(name)?);
        // The XDG rules say that a relative path is to be ignored.
        path.is_absolute().then(|| (path, name.to_owned()))
    };
    let (base, origin) = if cfg!(windows) {
        absolute("LOCALAPPDATA")?
    } else if cfg!(target_os = "macos") {
        let (home, name) = absolute("HOME")?;
        (home.join("Library").join("Application Support"), name)
    } else if let Some(found) = absolute("XDG_DATA_HOME") {
        found
    } else {
        let (home, name) = absolute("HOME")?;
        (home.join(".local").join("share"), name)
    };
    Some(Setting {
        value: base.join("kashf"),
        origin: format!("default (from {origin})"),
    })
}

/// Whether colour is printed on stdout: on a terminal, unless `NO_COLOR` or `TERM=dumb`.
pub(crate) fn colour() -> Setting<bool> {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let (value, origin) = if set("NO_COLOR") {
        (false, "NO_COLOR")
    } else if env::var_os("TERM").is_some_and(|term| term == "dumb") {
        (false, "TERM")
    } else if io::stdout().is_terminal() {
        (true, "stdout is a terminal")
    } else {
        (false, "stdout is not a terminal")
    };
    Setting {
        value,
        origin: origin.to_owned(),
    }
}

/// How the network may be used: `KASHF_OFFLINE`, and the proxy of the environment.
pub(crate) fn network() -> NetworkSettings {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let offline = set("KASHF_OFFLINE").filter(|value| value != "0");
    let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let proxy = names.iter().find_map(|name| set(name));
    NetworkSettings {
        offline: offline.map(|value| format!("KASHF_OFFLINE={value}")),
        proxy: proxy.map(|url| ProxySettings {
            url,
            except: set("NO_PROXY")
                .or_else(|| set("no_proxy"))
                .unwrap_or_default(),
        }),
    }
}

/// What `POST /updatez` must say: `KASHF_UPDATE_TOKEN`. There is no default.
pub(crate) fn update_token() -> Option<kashf_server::UpdateToken> {
    kashf_server::UpdateToken::new(&env::var("KASHF_UPDATE_TOKEN").ok()?)
}
