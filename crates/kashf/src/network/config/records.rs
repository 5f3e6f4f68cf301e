//! `[log]` and `[jobs]` of `config.toml`: what a server writes down of screenings, and which files it takes.

use serde::Deserialize;

/// What a server writes down of each screening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogConfig {
    /// Whether it writes at all.
    pub enabled: bool,
    /// Whether a screening that cannot be written down is not answered.
    pub required: bool,
    /// Whether names and record ids are kept beside their hashes.
    pub names: bool,
    /// Days after which a row is removed.
    pub days: u32,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            required: false,
            names: false,
            days: 365,
        }
    }
}

/// Which files a server takes to screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobsConfig {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes of all files, answers included.
    pub disk_bytes: u64,
    /// Days after which a job that is over is removed with its files.
    pub days: u32,
}

impl Default for JobsConfig {
    fn default() -> Self {
        Self {
            file_bytes: 2 << 30,
            disk_bytes: 20 << 30,
            days: 7,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogTable {
    enabled: Option<bool>,
    required: Option<bool>,
    names: Option<bool>,
    days: Option<u32>,
}

impl LogTable {
    pub(super) fn checked(&self) -> Result<LogConfig, String> {
        let default = LogConfig::default();
        let config = LogConfig {
            enabled: self.enabled.unwrap_or(default.enabled),
            required: self.required.unwrap_or(default.required),
            names: self.names.unwrap_or(default.names),
            days: days("log.days", self.days, default.days)?,
        };
        if config.required && !config.enabled {
            return Err("log.required: there is no log while log.enabled is false".to_owned());
        }
        Ok(config)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JobsTable {
    file_mib: Option<u64>,
    disk_mib: Option<u64>,
    days: Option<u32>,
}

impl JobsTable {
    pub(super) fn checked(&self) -> Result<JobsConfig, String> {
        let default = JobsConfig::default();
        let mib = |key: &str, value: Option<u64>, default: u64| match value {
            None => Ok(default),
            Some(mib @ 1..=1_048_576) => Ok(mib << 20),
            Some(_) => Err(format!("{key}: must be 1 to 1048576")),
        };
        Ok(JobsConfig {
            file_bytes: mib("jobs.file_mib", self.file_mib, default.file_bytes)?,
            disk_bytes: mib("jobs.disk_mib", self.disk_mib, default.disk_bytes)?,
            days: days("jobs.days", self.days, default.days)?,
        })
    }
}

fn days(key: &str, value: Option<u32>, default: u32) -> Result<u32, String> {
    match value {
        None => Ok(default),
        Some(days @ 1..=36_500) => Ok(days),
        Some(_) => Err(format!("{key}: must be 1 to 36500")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_is_required_is_kept() {
        let table = LogTable {
            enabled: Some(false),
            required: Some(true),
            ..LogTable::default()
        };
        assert!(table.checked().is_err());
        let none = LogTable::default().checked().unwrap();
        assert!(none.enabled && !none.names, "hashes, no names");
        let table = LogTable {
            days: Some(0),
            ..LogTable::default()
        };
        assert!(table.checked().unwrap_err().contains("log.days"));
    }
}
