//! What `kashf config` says of `config.toml`: the network, what a server writes down, then where each list is fetched from.

use super::in_words;
use crate::settings;
use anyhow::Result;
use kashf::{Config, ConfigSource};
use std::path::Path;

/// The lines, after `config.toml` was found to be sound.
pub(crate) fn lines(data: &Path) -> Result<String> {
    let config = Config::of(data)?;
    let network = settings::network();
    let file = config.path.display().to_string();
    let state = if config.exists {
        ""
    } else {
        ", not there: all values are defaults"
    };
    let mut text = format!("config = {file}  (beside the data{state})\n");
    let origin = |key: &str| {
        if config.set.iter().any(|set| *set == format!("fetch.{key}")) {
            "config.toml"
        } else {
            "default"
        }
    };
    let mut line = |name: &str, value: &str, origin: &str| {
        text.push_str(&format!("fetch.{name} = {value}  ({origin})\n"));
    };
    match &network.offline {
        Some(why) => line("offline", "true", why),
        None => line("offline", &config.offline.to_string(), origin("offline")),
    }
    match (&config.proxy, &network.proxy) {
        (Some(Some(proxy)), _) => line("proxy", &proxy.shown(), "config.toml"),
        (Some(None), _) => line("proxy", "none", "config.toml"),
        (None, Some(proxy)) => line("proxy", &proxy.shown(), "HTTPS_PROXY or ALL_PROXY"),
        (None, None) => line("proxy", "none", "default"),
    }
    let limits = &config.limits;
    for (name, value) in [
        ("connect_seconds", limits.connect.as_secs()),
        ("first_byte_seconds", limits.first_byte.as_secs()),
        ("stall_seconds", limits.stall.as_secs()),
        ("total_seconds", limits.total.as_secs()),
        ("tries", u64::from(limits.tries)),
        ("max_mib", limits.max_bytes >> 20),
    ] {
        line(name, &value.to_string(), origin(name));
    }
    text.push_str(&record_lines(&config));
    for source in config.sources() {
        text.push_str(&source_lines(&source));
    }
    Ok(text)
}

/// What a server writes down, and which files it takes.
fn record_lines(config: &Config) -> String {
    let (log, jobs) = (config.log, config.jobs);
    let values = [
        ("log.enabled", log.enabled.to_string()),
        ("log.required", log.required.to_string()),
        ("log.names", log.names.to_string()),
        ("log.days", log.days.to_string()),
        ("jobs.file_mib", (jobs.file_bytes >> 20).to_string()),
        ("jobs.disk_mib", (jobs.disk_bytes >> 20).to_string()),
        ("jobs.days", jobs.days.to_string()),
    ];
    let lines = values.into_iter().map(|(key, value)| {
        let is_set = config.set.iter().any(|set| set == key);
        let origin = if is_set { "config.toml" } else { "default" };
        format!("{key} = {value}  ({origin})\n")
    });
    lines.collect()
}

fn source_lines(source: &ConfigSource) -> String {
    let origin = if source.configured {
        "config.toml"
    } else {
        "default"
    };
    let age = in_words(source.max_age);
    let mut text = format!("sources.{}: age limit {age}  ({origin})\n", source.dataset);
    for (at, urls) in source.origins.iter().enumerate() {
        let what = if at == 0 { "from" } else { "mirror" };
        for url in urls {
            let plain = if url.is_encrypted() {
                ""
            } else {
                "  NOT ENCRYPTED: whoever stands between can change the list"
            };
            text.push_str(&format!("  {what} {}{plain}\n", url.shown()));
        }
    }
    if let Some(mapping) = &source.mapping {
        text.push_str(&format!("  columns by {}\n", mapping.display()));
    }
    if source.allow_private {
        text.push_str("  its hosts may be on a private network\n");
    }
    text
}
