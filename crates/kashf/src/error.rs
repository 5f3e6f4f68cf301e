//! What can go wrong between a data directory and an answer. None of it is ever an empty result.

use crate::batch::BatchError;
use crate::gate::Refused;
use crate::input::InputError;
use crate::network::Unreachable;
use crate::pairs::PairsError;
use kashf_load::LoadError;
use kashf_resolve::journal::JournalError;
use kashf_screen::{PolicyError, ScreenError};
use kashf_store::StoreError;
use std::path::PathBuf;

/// A failure of the library.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KashfError {
    /// The data directory.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A source was refused.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A version of a dataset was refused; what was live still is.
    #[error(transparent)]
    Refused(#[from] Box<Refused>),
    /// The gate's record of a dataset cannot be read.
    #[error("`{dataset}`: the record of the list gate cannot be read: {problem}")]
    GateRecord {
        /// The dataset.
        dataset: String,
        /// What is wrong.
        problem: String,
    },
    /// A version of a dataset cannot be read.
    #[error("`{dataset}`: {problem}")]
    Unreadable {
        /// The dataset.
        dataset: String,
        /// What is wrong.
        problem: String,
    },
    /// There is nothing of a dataset that could be accepted.
    #[error("`{name}`: it is not loaded, so there is nothing to accept")]
    NothingToAccept {
        /// As given.
        name: String,
    },
    /// A name that belongs to the program.
    #[error("`{name}`: a dataset's name cannot end in `.delisted`")]
    ReservedName {
        /// As given.
        name: String,
    },
    /// An empty reason.
    #[error("--accept: the reason is empty")]
    NoReason,
    /// Links that make no network.
    #[error(transparent)]
    Trace(#[from] kashf_trace::TraceError),
    /// The system gives no threads.
    #[error("threads could not be started: {0}")]
    Threads(String),
    /// The engine cannot answer.
    #[error(transparent)]
    Screen(#[from] ScreenError),
    /// The records to screen cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A batch stopped.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// A file of pairs cannot be scored.
    #[error(transparent)]
    Pairs(#[from] PairsError),
    /// The policy file is wrong. There is no fallback to the built-in policy.
    #[error("`{}`", path.display())]
    Policy {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: PolicyError,
    },
    /// The policy file cannot be read.
    #[error("failed to read the policy")]
    PolicyFile(#[source] std::io::Error),
    /// Nothing is loaded: there is nobody to compare with, and that is not "clear".
    #[error("`{}`: no list is loaded, so nobody can be screened", data.display())]
    NoList {
        /// The data directory.
        data: PathBuf,
    },
    /// The file of queries of a bench holds none, and neither do the lists.
    #[error("there is no query to measure with")]
    NothingToMeasure,
    /// A dataset that is not loaded was asked for.
    #[error("dataset `{name}` is not loaded")]
    NotLoaded {
        /// The name or alias as given.
        name: String,
        /// What is loaded.
        loaded: Vec<String>,
    },
    /// Nothing of a dataset could be fetched; what was live still is.
    #[error(transparent)]
    Unreachable(#[from] Box<Unreachable>),
    /// The configuration is wrong. There is no fallback to the defaults.
    #[error("`{}`: {problem}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// `all` without a list that came from the network.
    #[error("`all`: no list here came from the network, so there is nothing to fetch again")]
    NothingPolled,
    /// `--as` or `--mapping` for a list that is fetched.
    #[error("--as and --mapping belong to files, and this list is fetched")]
    ForFilesOnly,
    /// A dataset whose format is not read yet.
    #[error("`{dataset}`: this version does not read the publisher's format of this list")]
    NotReadable {
        /// The dataset.
        dataset: String,
    },
    /// A source that is neither a dataset nor a path.
    #[error("`{name}`: neither a known dataset nor a file")]
    UnknownSource {
        /// As given.
        name: String,
    },
    /// A file that does not belong to the dataset that was named.
    #[error("`{file}`: this is {found}, not a file of `{dataset}`")]
    WrongDataset {
        /// The file.
        file: String,
        /// What it is.
        found: String,
        /// The dataset that was named.
        dataset: String,
    },
    /// A dataset was named, but none of the files is its.
    #[error("`{dataset}`: none of the files belongs to it")]
    NoFileFor {
        /// The dataset.
        dataset: String,
    },
    /// The journal of judgements is damaged.
    #[error("`resolver.jsonl`")]
    Journal {
        /// Where and what.
        #[source]
        source: JournalError,
    },
    /// A resolver file cannot be read or written.
    #[error("`{file}`")]
    ResolverFile {
        /// The file.
        file: String,
        /// What the operating system says.
        #[source]
        source: std::io::Error,
    },
    /// A line of a resolver file.
    #[error("`{file}` line {line}: {problem}")]
    ResolverLine {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        problem: String,
    },
    /// An id that is merged with nothing.
    #[error("`{id}`: it is merged with no other entry")]
    NotMerged {
        /// As given.
        id: String,
    },
    /// An id that nobody here knows.
    #[error("`{id}`: no loaded list and no judgement knows this id")]
    UnknownId {
        /// As given.
        id: String,
    },
    /// A party of very many ids.
    #[error("`{id}`: a party of {ids} ids is not taken apart in one step")]
    PartyTooLarge {
        /// As given.
        id: String,
        /// How many.
        ids: usize,
    },
    /// A date that cannot be answered for.
    #[error("--as-of {date}: {problem}")]
    AsOf {
        /// The date as given.
        date: String,
        /// Why not.
        problem: String,
    },
}

impl KashfError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.hint(),
            Self::Load(error) => error.hint(),
            Self::Refused(refused) => refused.hint(),
            Self::GateRecord { dataset, .. } => Some(format!(
                "look at `sources/{dataset}/gate/receipt.json` in the data directory; give the file back from a \
                 backup, or move it away to begin a new record"
            )),
            Self::Unreadable { .. } => Some(
                "`kashf verify` names the damaged files; load the list again, or roll back"
                    .to_owned(),
            ),
            Self::NothingToAccept { .. } => {
                Some("`kashf lists` shows what is loaded; name the files with --file".to_owned())
            }
            Self::ReservedName { .. } => Some(
                "such names hold what left a list; give another one with --as".to_owned(),
            ),
            Self::NoReason => Some(
                "say why the removals are real, such as `--accept \"delisted on 12 March, press \
                 release 123\"`; it goes on record"
                    .to_owned(),
            ),
            Self::Trace(error) => error.hint(),
            Self::Threads(_) => Some("ask for fewer threads".to_owned()),
            Self::Screen(error) => Some(error.hint()),
            Self::Input(error) => error.hint(),
            Self::Batch(error) => error.hint(),
            Self::Pairs(error) => error.hint(),
            Self::Policy { source, .. } => Some(source.hint()),
            Self::PolicyFile(_) => {
                Some("give the file back, or remove it to use the built-in policy".to_owned())
            }
            Self::NoList { .. } => Some(
                "load a list first: `kashf load un --file consolidated.xml`; \
                 `kashf demo` needs none; another data directory is named with --data"
                    .to_owned(),
            ),
            Self::NothingToMeasure => {
                Some("name a file with records, or load a list with names".to_owned())
            }
            Self::NotLoaded { loaded, .. } => Some(format!(
                "loaded are: {}; `kashf lists` shows them",
                loaded.join(", ")
            )),
            Self::Unreachable(unreachable) => Some(unreachable.hint()),
            Self::Config { .. } => Some(
                "correct it (docs/fetching.md has every key), or move it away to use the defaults"
                    .to_owned(),
            ),
            Self::NothingPolled => Some(format!(
                "name the lists: kashf load {}",
                fetchable().join(" ")
            )),
            Self::ForFilesOnly => Some(
                "name the file with --file; a list of your own that is fetched has its name and its mapping in \
                 config.toml (docs/fetching.md)"
                    .to_owned(),
            ),
            Self::NotReadable { dataset } => Some(format!(
                "load it in FollowTheMoney form: `kashf load {dataset} --file entities.ftm.json`"
            )),
            Self::UnknownSource { .. } => Some(format!(
                "known datasets: {}; `kashf load PATH` loads a file of your own",
                known_datasets().join(", ")
            )),
            Self::WrongDataset { .. } => Some(
                "leave the dataset out and the files are recognised, or name it with --as"
                    .to_owned(),
            ),
            Self::NoFileFor { .. } => Some("name its files with --file".to_owned()),
            Self::Journal { .. } => Some(
                "no judgement is passed over: give the file back from a backup, or correct the line (docs/xref.md \
                 has the form)"
                    .to_owned(),
            ),
            Self::ResolverFile { .. } => Some("check the path and its permissions".to_owned()),
            Self::ResolverLine { .. } => Some(
                "nothing of the file was taken; its form is nomenklatura's: [\"TARGET\", \"SOURCE\", \"positive\", \
                 SCORE or null, \"USER\", \"TIME\"]"
                    .to_owned(),
            ),
            Self::NotMerged { id } => Some(format!(
                "`kashf xref show {id}` says what is known of it; `kashf xref` lists what is merged"
            )),
            Self::UnknownId { .. } => Some(
                "ids are those of `kashf screen --json` (id, canonical_id, referents)".to_owned(),
            ),
            Self::PartyTooLarge { .. } => {
                Some("name the entry that does not belong: `kashf xref split ID`".to_owned())
            }
            Self::AsOf { .. } => Some(
                "`kashf lists` shows the dates; leave --as-of out to ask the lists as they are now, or load the \
                 version of that date into another data directory (--data)"
                    .to_owned(),
            ),
        }
    }
}

impl KashfError {
    /// What still serves after a refusal, in one line.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        match self {
            Self::Refused(refused) => Some(refused.note()),
            Self::Unreachable(unreachable) => Some(unreachable.serving.clone()),
            _ => None,
        }
    }
}

fn fetchable() -> Vec<&'static str> {
    let all = kashf_load::catalogue::all().iter();
    let readable = all.filter(|info| info.readable && !info.urls.is_empty());
    readable.map(|info| info.alias).collect()
}

fn known_datasets() -> Vec<String> {
    let all = kashf_load::catalogue::all().iter();
    all.map(|info| format!("{} ({})", info.alias, info.name))
        .collect()
}
