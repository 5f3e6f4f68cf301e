//! `DATA/config.toml`: where lists are fetched from, how often they must be confirmed, limits, the proxy.
//!
//! Without the file everything has a default: the publishers' addresses of the catalogue. An unknown key or a bad
//! value stops the program, since a setting that was silently ignored is a list that is silently old.

mod records;
mod serve;

pub use records::{JobsConfig, LogConfig};
pub use serve::ServeConfig;

use self::records::{JobsTable, LogTable};
use self::serve::ServeTable;
use super::age::DEFAULT_MAX_AGE;
use crate::directory::Kashf;
use crate::error::KashfError;
use kashf_fetch::{Address, Limits, ProxySettings};
use kashf_load::catalogue::{self, DatasetInfo};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What `config.toml` says, checked, with the defaults for what it does not say.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the file stands, or would.
    pub path: PathBuf,
    /// True when it is there.
    pub exists: bool,
    /// Limits of each fetch.
    pub limits: Limits,
    /// True when the file forbids fetching.
    pub offline: bool,
    /// The proxy that the file names; `Some(None)` when it says `none`.
    pub proxy: Option<Option<ProxySettings>>,
    /// Keys that the file sets, such as `fetch.total_seconds`.
    pub set: Vec<String>,
    /// What it says of serving.
    pub serve: ServeConfig,
    /// What it says of the screening log.
    pub log: LogConfig,
    /// What it says of files to screen.
    pub jobs: JobsConfig,
    sources: BTreeMap<String, ConfigSource>,
}

/// Where one dataset is fetched from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigSource {
    /// Name of the dataset.
    pub dataset: String,
    /// Its alias; the name where it has none.
    pub alias: String,
    /// The publisher's addresses, then each mirror's; all of one origin are one version.
    pub origins: Vec<Vec<Address>>,
    /// True when its hosts may be on a private network.
    pub allow_private: bool,
    /// How long ago the last confirmation may be.
    pub max_age: Duration,
    /// The file that explains its columns.
    pub mapping: Option<PathBuf>,
    /// How often a server asks for it; `None` where only `[serve]` says.
    pub poll_every: Option<Duration>,
    /// True when the file says something about it.
    pub configured: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    fetch: FetchTable,
    #[serde(default)]
    sources: BTreeMap<String, SourceTable>,
    #[serde(default)]
    serve: ServeTable,
    #[serde(default)]
    log: LogTable,
    #[serde(default)]
    jobs: JobsTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FetchTable {
    offline: Option<bool>,
    proxy: Option<String>,
    no_proxy: Option<String>,
    connect_seconds: Option<u64>,
    first_byte_seconds: Option<u64>,
    total_seconds: Option<u64>,
    stall_seconds: Option<u64>,
    tries: Option<u32>,
    max_mib: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceTable {
    urls: Option<Vec<String>>,
    mirrors: Option<Vec<Vec<String>>>,
    max_age: Option<String>,
    allow_private: Option<bool>,
    mapping: Option<String>,
    poll_every: Option<String>,
}

impl Kashf {
    /// The configuration of this directory.
    ///
    /// # Errors
    /// When `config.toml` cannot be read or is wrong.
    pub fn config(&self) -> Result<Config, KashfError> {
        Config::of(self.path())
    }
}

impl Config {
    /// The configuration of a data directory, whether or not the directory exists.
    ///
    /// # Errors
    /// When its `config.toml` cannot be read or is wrong.
    pub fn of(data: &Path) -> Result<Self, KashfError> {
        let path = data.join("config.toml");
        let wrong = |problem: String| KashfError::Config {
            path: path.clone(),
            problem,
        };
        let text = match fs_err::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(wrong(error.to_string())),
        };
        let exists = text.is_some();
        let text = text.unwrap_or_default();
        let file: File = toml::from_str(&text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            wrong(format!("line {line}: {}", error.message()))
        })?;
        let set = keys_of(&text);
        let mut config = Self {
            path: path.clone(),
            exists,
            limits: Limits::default(),
            offline: file.fetch.offline.unwrap_or(false),
            proxy: None,
            set,
            serve: file.serve.checked().map_err(wrong)?,
            log: file.log.checked().map_err(wrong)?,
            jobs: file.jobs.checked().map_err(wrong)?,
            sources: BTreeMap::new(),
        };
        config.read_fetch(&file.fetch).map_err(wrong)?;
        for (name, table) in &file.sources {
            let source = source_of(name, table, data)
                .map_err(|problem| wrong(format!("[sources.{name}]: {problem}")))?;
            let dataset = source.dataset.clone();
            if config.sources.insert(dataset.clone(), source).is_some() {
                return Err(wrong(format!(
                    "`{dataset}` stands there twice, once by its alias"
                )));
            }
        }
        Ok(config)
    }

    fn read_fetch(&mut self, table: &FetchTable) -> Result<(), String> {
        let limits = &mut self.limits;
        for (key, value, place) in [
            (
                "connect_seconds",
                table.connect_seconds,
                &mut limits.connect,
            ),
            (
                "first_byte_seconds",
                table.first_byte_seconds,
                &mut limits.first_byte,
            ),
            ("total_seconds", table.total_seconds, &mut limits.total),
            ("stall_seconds", table.stall_seconds, &mut limits.stall),
        ] {
            match value {
                None => {}
                Some(seconds @ 1..=86_400) => *place = Duration::from_secs(seconds),
                Some(_) => return Err(format!("fetch.{key}: must be 1 to 86400")),
            }
        }
        match table.tries {
            None => {}
            Some(tries @ 1..=10) => limits.tries = tries,
            Some(_) => return Err("fetch.tries: must be 1 to 10".to_owned()),
        }
        match table.max_mib {
            None => {}
            Some(mib @ 1..=4_096) => limits.max_bytes = mib << 20,
            Some(_) => return Err("fetch.max_mib: must be 1 to 4096".to_owned()),
        }
        let except = table.no_proxy.clone().unwrap_or_default();
        match table.proxy.as_deref() {
            None if table.no_proxy.is_some() => {
                return Err("fetch.no_proxy: there is no fetch.proxy beside it".to_owned());
            }
            None => {}
            Some("none") => self.proxy = Some(None),
            Some(url) => {
                let proxy = ProxySettings {
                    url: url.to_owned(),
                    except,
                };
                // Says now what would be said at the first fetch.
                kashf_fetch::Client::new(self.limits, Some(&proxy))
                    .map_err(|cause| format!("fetch.proxy: {cause}"))?;
                self.proxy = Some(Some(proxy));
            }
        }
        Ok(())
    }

    /// Where a dataset (or alias) is fetched from; `None` when nothing is known of it.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<ConfigSource> {
        let known = catalogue::find(name);
        let dataset = known.map_or(name, |info| info.name);
        let configured = self.sources.get(dataset).cloned();
        configured.or_else(|| known.filter(|info| info.readable).and_then(published))
    }

    /// As [`Config::source`]; of a dataset of which nothing is known a source without addresses, so that it is not
    /// left out in silence.
    pub(crate) fn source_or_none(&self, dataset: &str) -> ConfigSource {
        self.source(dataset).unwrap_or_else(|| ConfigSource {
            dataset: dataset.to_owned(),
            alias: dataset.to_owned(),
            origins: Vec::new(),
            allow_private: false,
            max_age: DEFAULT_MAX_AGE,
            mapping: None,
            poll_every: None,
            configured: true,
        })
    }

    /// All that can be fetched: the catalogue's, then the user's own, each by name.
    #[must_use]
    pub fn sources(&self) -> Vec<ConfigSource> {
        let known = catalogue::all()
            .iter()
            .filter_map(|info| self.source(info.name));
        let own = self.sources.values();
        let own = own.filter(|source| catalogue::find(&source.dataset).is_none());
        known.chain(own.cloned()).collect()
    }

    /// How long ago the last confirmation of a dataset may be.
    #[must_use]
    pub fn max_age(&self, dataset: &str) -> Duration {
        self.sources
            .get(dataset)
            .map_or(DEFAULT_MAX_AGE, |source| source.max_age)
    }
}

/// A dataset of the catalogue as it stands there.
fn published(info: &'static DatasetInfo) -> Option<ConfigSource> {
    let urls: Vec<Address> = info
        .urls
        .iter()
        .map(|url| Address::parse(url).ok())
        .collect::<Option<_>>()?;
    (!urls.is_empty()).then(|| ConfigSource {
        dataset: info.name.to_owned(),
        alias: info.alias.to_owned(),
        origins: vec![urls],
        allow_private: false,
        max_age: DEFAULT_MAX_AGE,
        mapping: None,
        poll_every: None,
        configured: false,
    })
}

fn source_of(name: &str, table: &SourceTable, data: &Path) -> Result<ConfigSource, String> {
    let known = catalogue::find(name);
    let dataset = known.map_or(name, |info| info.name);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if known.is_none() && (!dataset.chars().all(plain) || dataset.is_empty() || dataset.len() > 64)
    {
        return Err("a name has at most 64 lowercase letters, digits and `_`".to_owned());
    }
    if matches!(dataset, "all" | "default") {
        return Err("this name means all lists".to_owned());
    }
    let by_default = known.and_then(published);
    let mut origins = match (&table.urls, by_default) {
        (Some(urls), _) => vec![addresses("urls", urls)?],
        (None, Some(published)) => published.origins,
        (None, None) => return Err("`urls` is missing".to_owned()),
    };
    for mirror in table.mirrors.iter().flatten() {
        origins.push(addresses("mirrors", mirror)?);
    }
    let max_age = match &table.max_age {
        None => DEFAULT_MAX_AGE,
        Some(text) => duration(text).ok_or_else(|| {
            format!(
                "max_age: `{text}` is no time (must be a number with m, h or d, such as \"36h\")"
            )
        })?,
    };
    Ok(ConfigSource {
        dataset: dataset.to_owned(),
        alias: known.map_or(dataset, |info| info.alias).to_owned(),
        origins,
        allow_private: table.allow_private.unwrap_or(false),
        max_age,
        mapping: table.mapping.as_ref().map(|mapping| data.join(mapping)),
        poll_every: table.poll_every.as_deref().map(serve::every).transpose()?,
        configured: true,
    })
}

fn addresses(key: &str, urls: &[String]) -> Result<Vec<Address>, String> {
    if urls.is_empty() || urls.len() > 100 {
        return Err(format!("{key}: must have 1 to 100 addresses"));
    }
    let read = |url: &String| Address::parse(url).map_err(|cause| format!("{key}: {cause}"));
    urls.iter().map(read).collect()
}

/// `36h`, `3d`, `90m`; from a minute to ten years.
fn duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let unit = text.chars().last()?;
    let number: u64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    let seconds = match unit {
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    let seconds = number.checked_mul(seconds)?;
    (60..=315_360_000)
        .contains(&seconds)
        .then(|| Duration::from_secs(seconds))
}

/// The keys that a file sets, a level deep and two.
fn keys_of(text: &str) -> Vec<String> {
    let Ok(table) = text.parse::<toml::Table>() else {
        return Vec::new();
    };
    let mut keys = Vec::new();
    for (name, value) in &table {
        let inner = value.as_table().into_iter().flatten();
        keys.extend(inner.map(|(key, _)| format!("{name}.{key}")));
    }
    keys
}

#[cfg(test)]
mod tests;
