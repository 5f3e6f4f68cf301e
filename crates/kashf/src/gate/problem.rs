//! Why a version is refused, in the words that an operator needs at three in the morning: what failed,
//! the numbers, what still serves and since when, what to do.

use kashf_load::LoadError;
use kashf_screen::ScreenError;

/// What can only be damage, or cannot be told from it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GateProblem {
    /// The end of the list is missing.
    #[error(
        "the last {missing} of the {of} records of the live version are missing without a gap \
         (`{first}` to `{last}`), so the file was cut"
    )]
    Cut {
        /// Records missing at the end.
        missing: usize,
        /// Records of the live version.
        of: usize,
        /// Id of the first that is missing.
        first: String,
        /// Id of the last.
        last: String,
    },
    /// Hardly a record of the live version is in it.
    #[error("only {kept} of the {of} records of the live version are in it, so it is another list")]
    OtherList {
        /// Records in both.
        kept: usize,
        /// Records of the live version.
        of: usize,
    },
    /// Fewer than any version of the list has had.
    #[error(
        "it has {found} {}, fewer than any version of this list: the floor is {floor} ({set_by})",
        in_words(count)
    )]
    BelowFloor {
        /// What was counted.
        count: String,
        /// How many.
        found: u64,
        /// How many it must be.
        floor: u64,
        /// The version that set the floor.
        set_by: String,
    },
    /// A field is gone.
    #[error(
        "the field `{field}` was emptied: {before} entries of the live version have it, {now} of them still do"
    )]
    Emptied {
        /// The field.
        field: String,
        /// Entries that had it.
        before: u64,
        /// Of these, entries that still have it.
        now: u64,
    },
    /// Older than the live version.
    #[error("it is of {found}, older than the live version of {live}")]
    Older {
        /// Its date.
        found: String,
        /// The live version's date.
        live: String,
    },
    /// Without a date, though the live version has one.
    #[error(
        "it says no date, so nobody can tell whether it is older than the live version of {live}"
    )]
    Undated {
        /// The live version's date.
        live: String,
    },
    /// The live version is damaged, so that nothing can be compared with it.
    #[error("the live version cannot be read, so nothing can be compared with it: {problem}")]
    LiveUnreadable {
        /// What is wrong with it.
        problem: String,
    },
    /// Names that do not find their own entry (promise P3).
    #[error("{missed} of {asked} names do not find their own entry, among them {examples}")]
    NotFound {
        /// Names that failed.
        missed: usize,
        /// Names that were asked.
        asked: u64,
        /// A few of them, with what went wrong.
        examples: String,
    },
}

fn in_words(count: &str) -> String {
    match count.split_once(':') {
        Some(("schema", schema)) => format!("entities of the kind {schema}"),
        Some(("script", script)) => format!("names in {script} script"),
        _ => count.to_owned(),
    }
}

impl GateProblem {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Cut { .. } => {
                "download the list again; if the publisher really took these records off, say so: \
                 --accept \"REASON\""
            }
            Self::OtherList { .. } => {
                "check which list the file is; a list of another name is loaded with --as NAME"
            }
            Self::BelowFloor { .. } => {
                "download the list again; a part of a list is loaded under a name of its own \
                 (--as NAME); if the publisher really shortened it: --accept \"REASON\""
            }
            Self::Emptied { .. } => {
                "download the list again; if the publisher really gave the field up: --accept \"REASON\""
            }
            Self::Older { .. } => {
                "`kashf snapshots roll-back ID` goes back to an earlier snapshot; to look at an old \
                 version, load it into another data directory (--data); if the publisher set his date \
                 back: --accept \"REASON\""
            }
            Self::Undated { .. } => {
                "download the publisher's own file; if it is his: --accept \"REASON\""
            }
            Self::LiveUnreadable { .. } => {
                "`kashf snapshots roll-back ID` goes back to a whole snapshot, `kashf verify` tells which; to go \
                 on without a comparison and without what was held: --accept \"REASON\""
            }
            Self::NotFound { .. } => {
                "this is a defect of kashf: please report it with the names; --accept does not pass it"
            }
        }
    }
}

/// The version that goes on answering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveVersion {
    /// Its version.
    pub version: String,
    /// The publisher's date.
    pub as_of: Option<String>,
    /// The publisher's records.
    pub records: u64,
    /// When it was loaded.
    pub loaded_at: Option<String>,
}

/// Why a file or a version was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RefusalCause {
    /// The files are broken or not what they should be.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The version does not follow from the one before.
    #[error(transparent)]
    Gate(#[from] GateProblem),
    /// The compiled version cannot be asked.
    #[error(transparent)]
    Screen(#[from] ScreenError),
    /// The files are sound, but of another list than the one that was fetched.
    #[error("{problem}")]
    NotOfIt {
        /// What they are.
        problem: String,
    },
}

/// A version that was refused, and what still serves.
#[derive(Debug)]
pub struct Refused {
    /// The dataset.
    pub dataset: String,
    /// Why.
    pub cause: RefusalCause,
    /// What goes on answering; `None` when nothing of the dataset is loaded.
    pub live: Option<LiveVersion>,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is refused: {}", self.dataset, self.cause)
    }
}

impl std::error::Error for Refused {}

impl Refused {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match &self.cause {
            RefusalCause::Load(error) => error.hint(),
            RefusalCause::Gate(problem) => Some(problem.hint().to_owned()),
            RefusalCause::Screen(error) => Some(error.hint()),
            RefusalCause::NotOfIt { .. } => {
                Some("look at what the address gives; config.toml names another".to_owned())
            }
        }
    }

    /// What still serves, since when.
    #[must_use]
    pub fn note(&self) -> String {
        serving(&self.dataset, self.live.as_ref())
    }
}

/// What still serves of a dataset, since when.
pub(crate) fn serving(dataset: &str, live: Option<&LiveVersion>) -> String {
    let Some(live) = live else {
        return format!("nothing of {dataset} is loaded: nobody is screened against it");
    };
    let as_of = live.as_of.as_deref().unwrap_or("a date not stated");
    let since = live
        .loaded_at
        .as_deref()
        .map_or_else(String::new, |at| format!(", loaded {at}"));
    format!(
        "still serving: version {} of {as_of} with {} records{since}",
        live.version, live.records
    )
}
