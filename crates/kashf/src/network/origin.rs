//! Where the files of a version came from, and why none came.

use kashf_fetch::{FetchError, Validators};
use kashf_load::SourceFile;
use serde::{Deserialize, Serialize};

/// Where files came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Origin {
    /// From this machine: `--file` or a path.
    #[default]
    File,
    /// From the network.
    Network {
        /// True when the publisher could not be reached and a mirror was asked.
        mirror: bool,
        /// How the files are read: see [`FetchState::reading`](super::state::FetchState).
        reading: String,
        /// What was fetched, in the order of the addresses.
        files: Vec<FetchedFile>,
    },
}

/// One address that was fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FetchedFile {
    /// The address without its query, which may hold a key.
    pub(crate) url: String,
    /// BLAKE3 of the whole address: tells it from others without saying it.
    pub(crate) address: String,
    /// Where redirects led.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) via: Vec<String>,
    /// What the server said, to ask with the next time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    /// As `etag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_modified: Option<String>,
}

impl FetchedFile {
    pub(crate) fn validators(&self) -> Validators {
        Validators {
            etag: self.etag.clone(),
            last_modified: self.last_modified.clone(),
        }
    }
}

impl Origin {
    /// The word for it in a receipt.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Network { mirror: false, .. } => "network",
            Self::Network { mirror: true, .. } => "mirror",
        }
    }

    /// The fetched file that a source file is, or is a member of.
    pub(crate) fn fetched(&self, file: &SourceFile) -> Option<&FetchedFile> {
        let Self::Network { files, .. } = self else {
            return None;
        };
        let longest = |fetched: &&FetchedFile| name_of(&fetched.url).len();
        let of = |fetched: &&FetchedFile| {
            let rest = file.name.strip_prefix(name_of(&fetched.url));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        files.iter().filter(of).max_by_key(longest)
    }
}

/// The name of a fetched file, by which problems are placed: its address without a query.
pub(crate) fn name_of(url: &str) -> &str {
    url.strip_suffix("?...").unwrap_or(url)
}

/// A dataset of which nothing could be fetched; what was live still is.
#[derive(Debug)]
pub struct Unreachable {
    /// The dataset.
    pub dataset: String,
    /// Its alias.
    pub alias: String,
    /// Where it can be downloaded by other means.
    pub urls: Vec<String>,
    /// Why: a sentence for the publisher and one for each mirror.
    pub reasons: Vec<String>,
    /// What to do, where it is something else than to download it elsewhere.
    pub advice: Option<String>,
    /// What goes on answering, in one line.
    pub serving: String,
}

impl Unreachable {
    pub(crate) fn reason_of(error: &FetchError, mirror: bool) -> String {
        if mirror {
            format!("mirror {error}")
        } else {
            error.to_string()
        }
    }

    /// All reasons in one line.
    #[must_use]
    pub fn reason(&self) -> String {
        self.reasons.join("; ")
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        let (what, load) = match &self.urls[..] {
            [] => (
                "the list".to_owned(),
                format!("--as {} --file PATH", self.alias),
            ),
            urls => {
                let files = vec!["--file PATH"; urls.len()].join(" ");
                (urls.join(" and "), format!("{} {files}", self.alias))
            }
        };
        let elsewhere = format!("download {what} elsewhere and load it with: kashf load {load}");
        match &self.advice {
            Some(advice) => format!("{advice}; or {elsewhere}"),
            None => elsewhere,
        }
    }
}

impl std::fmt::Display for Unreachable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is not fetched: {}", self.dataset, self.reason())
    }
}

impl std::error::Error for Unreachable {}
