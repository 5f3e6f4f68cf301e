//! Why a source was refused, with the place first and the remedy apart.
//!
//! An error here means that the *document* cannot be trusted: it is cut, not well-formed, of
//! another kind, or hostile. A bad row of a good document is a [`kashf_core::Problem`] instead.

use kashf_core::Place;
use std::path::PathBuf;

/// One record, and one name, in so many may be lost (promise P2: 99.9 %, 0.1 %).
pub(crate) const ONE_IN: u64 = 1_000;

/// A source that was refused as a whole.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file system said no.
    #[error("`{}`: failed to read", path.display())]
    Read {
        /// The path as given.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Nothing to load: no path, an empty directory, an archive without files.
    #[error("`{place}`: no file found")]
    NoFiles {
        /// The path or archive.
        place: String,
    },
    /// A file without a byte, or with white space only.
    #[error("`{file}`: the file is empty")]
    Empty {
        /// File name as given.
        file: String,
    },
    /// HTML where a list was expected: a login page, an error page, a portal.
    #[error("`{file}`: this is a web page{}, not a list", title_part(title.as_deref()))]
    WebPage {
        /// File name as given.
        file: String,
        /// Text of its `title` element, if it has one.
        title: Option<String>,
    },
    /// The document ends before its end.
    #[error("`{file}`: the document is cut: {reason}")]
    Cut {
        /// File name as given.
        file: String,
        /// How we know.
        reason: String,
    },
    /// The document breaks the rules of its own format.
    #[error("`{file}` line {line}: not well-formed: {reason}")]
    NotWellFormed {
        /// File name as given.
        file: String,
        /// Line, from 1.
        line: u64,
        /// Which rule.
        reason: String,
    },
    /// The bytes are not the text they claim to be.
    #[error("`{file}` line {line}: invalid encoding: {reason}")]
    Encoding {
        /// File name as given.
        file: String,
        /// Line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// A construct that no list needs and attacks do.
    #[error("`{file}` line {line}: refused: {reason}")]
    Refused {
        /// File name as given.
        file: String,
        /// Line, from 1.
        line: u64,
        /// Which construct or bound.
        reason: String,
    },
    /// Larger than a bound allows, or swelling too much when decompressed.
    #[error("`{file}`: refused: {reason}")]
    TooLarge {
        /// File name as given.
        file: String,
        /// Which bound.
        reason: String,
    },
    /// The compressed container is damaged or of a kind that is not read.
    #[error("`{file}`: failed to decompress: {reason}")]
    Container {
        /// File name as given.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// A format that is known by name, but not read by this version.
    #[error("`{file}`: this is {format}, which this version does not read")]
    Unsupported {
        /// File name as given.
        file: String,
        /// Name of the format.
        format: String,
        /// What to use instead.
        instead: Option<&'static str>,
    },
    /// Nothing that we know.
    #[error("`{file}`: the format was not recognised: {reason}")]
    Unrecognised {
        /// File name as given.
        file: String,
        /// What the beginning looks like, without quoting it.
        reason: String,
    },
    /// Files that do not make one dataset.
    #[error("`{file}`: does not belong with the other files: {reason}")]
    Mixed {
        /// The file that does not fit.
        file: String,
        /// Why.
        reason: String,
    },
    /// A document of the right kind that holds no record.
    #[error("`{file}`: the document holds no record")]
    NoRecords {
        /// File name as given.
        file: String,
    },
    /// A server's error message where a list was expected.
    #[error("`{file}`: this is an error message of a server{}, not a list", said_part(said.as_deref()))]
    ErrorAnswer {
        /// File name as given.
        file: String,
        /// What it says.
        said: Option<String>,
    },
    /// A list that does not carry the publisher's date, which its format requires.
    #[error("`{file}` line {line}: {reason}, so its age is unknown")]
    NoDate {
        /// File name as given.
        file: String,
        /// Line, from 1.
        line: u64,
        /// What is missing or cannot be read.
        reason: String,
    },
    /// Too many records that are lost or lack a required field.
    #[error(
        "{place}: {reason}; {missing} of {records} records are lost or lack a required field, at most \
         {} may", records / ONE_IN
    )]
    Incomplete {
        /// Where the first such record stands.
        place: Box<Place>,
        /// What it lacks.
        reason: String,
        /// Such records.
        missing: u64,
        /// All records.
        records: u64,
    },
    /// Too many names whose letters were destroyed by a wrong encoding.
    #[error(
        "{place}: the name shows {trace}; {garbled} of {names} names were destroyed by a wrong encoding \
         ({kinds}), at most {} may", names / ONE_IN
    )]
    Garbled {
        /// Where the first such name stands.
        place: Box<Place>,
        /// What it shows.
        trace: &'static str,
        /// Such names.
        garbled: u64,
        /// All names.
        names: u64,
        /// Such names by what they show.
        kinds: String,
    },
    /// Not the bytes that the publisher's index or checksum file describes.
    #[error("`{file}`: not the file that `{index}` describes: {reason}")]
    Mismatch {
        /// File name as given.
        file: String,
        /// The index or checksum file.
        index: String,
        /// What differs.
        reason: String,
    },
    /// An index or checksum file that cannot be used.
    #[error("`{file}`: nothing can be checked by it: {reason}")]
    Unverifiable {
        /// The index or checksum file.
        file: String,
        /// Why.
        reason: String,
    },
    /// A file of several datasets of one catalogue.
    #[error("`{file}`: the index beside it describes several datasets: {}", names.join(", "))]
    Several {
        /// File name as given.
        file: String,
        /// Names of the datasets, bounded.
        names: Vec<String>,
    },
    /// A chain of deltas that does not lead from the base to the version of the index.
    #[error("`{file}`: the chain of deltas does not hold: {reason}")]
    Delta {
        /// The file at which it breaks.
        file: String,
        /// Why.
        reason: String,
    },
    /// A mapping file that is wrong, or does not fit its table.
    #[error("`{file}` {key}: {problem}")]
    Mapping {
        /// The mapping file.
        file: String,
        /// The key, as a path of TOML, or the line.
        key: String,
        /// What is wrong.
        problem: String,
        /// What to write instead.
        remedy: String,
    },
    /// A table whose last line has no line end.
    #[error("`{file}`: its last line has no line end, so it may be cut")]
    OpenEnd {
        /// File name as given.
        file: String,
    },
    /// A name that cannot be a dataset's.
    #[error("`{name}`: not a dataset name (letters, digits, `_` and `-`, at most 64)")]
    DatasetName {
        /// The name as given.
        name: String,
    },
}

fn title_part(title: Option<&str>) -> String {
    title.map_or_else(String::new, |title| format!(" titled \"{title}\""))
}

fn said_part(said: Option<&str>) -> String {
    said.map_or_else(String::new, |said| format!(" (\"{said}\")"))
}

impl LoadError {
    /// What the user can do about it.
    ///
    /// ```
    /// let page = kashf_load::SourceFile::from_bytes("list.xml", b"<!doctype html><title>Sign in</title>".to_vec());
    /// let error = kashf_load::recognise(&page).unwrap_err();
    /// assert_eq!(error.to_string(), "`list.xml`: this is a web page titled \"Sign in\", not a list");
    /// assert!(error.hint().is_some());
    /// ```
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Read { .. } => "check that the path exists and may be read",
            Self::NoFiles { .. } => "name a file, or a directory that holds one",
            Self::Empty { .. } => "download the list again",
            Self::WebPage { .. } | Self::ErrorAnswer { .. } => {
                "the download was answered by something else (login, consent, error): open the address \
                 in a browser, save the list itself and pass it with --file"
            }
            Self::Cut { .. } => "the transfer was probably interrupted: download the list again",
            Self::NotWellFormed { .. } | Self::Encoding { .. } | Self::Garbled { .. } => {
                "the copy is damaged or was converted on the way: fetch the publisher's own bytes"
            }
            Self::Refused { .. } => {
                "no publisher writes this; do not load the file before you know where it comes from"
            }
            Self::TooLarge { .. } => {
                "if the file is really this large, decompress it yourself and pass the plain file"
            }
            Self::Container { .. } => "decompress the file yourself and pass the plain file",
            Self::Unsupported { instead, .. } => (*instead)?,
            Self::Unrecognised { .. } => {
                "formats that are read: the UN consolidated XML, OFAC's SDN, ALT, ADD and COMMENTS \
                 CSV, the UK's XML and CSV, Australia's XLSX, OpenSanctions' and FollowTheMoney files; any other CSV or XLSX with \
                 --mapping FILE"
            }
            Self::Mixed { .. } => {
                "give the files of one dataset and one date together; load other lists one by one"
            }
            Self::NoRecords { .. } => {
                "an empty list is never taken as `nobody is listed`; download it again"
            }
            Self::NoDate { .. } | Self::Incomplete { .. } => {
                "download the list again; if the publisher's own copy says the same, its format has \
                 changed: report it, and compare with an older copy by hand meanwhile"
            }
            Self::Mismatch { .. } => {
                "the transfer was incomplete, or the two are of different dates: download both again"
            }
            Self::Unverifiable { .. } => {
                "keep the publisher's file names, or leave the index or checksum file out"
            }
            Self::Several { .. } => "say which one: --as NAME, or its name in front of --file",
            Self::Delta { .. } => {
                "load the whole list instead: `entities.ftm.json` with its `index.json`"
            }
            Self::Mapping { remedy, .. } => remedy.as_str(),
            Self::OpenEnd { .. } => {
                "download or save it again; if it is whole, say `open_end = true` under `[source]` in the \
                 mapping"
            }
            Self::DatasetName { .. } => "use a name such as `my_list`",
        };
        let about_paths = matches!(
            self,
            Self::Read { .. }
                | Self::NoFiles { .. }
                | Self::DatasetName { .. }
                | Self::Mapping { .. }
        );
        let kept = if about_paths {
            ""
        } else {
            "; the last good version stays in use"
        };
        Some(format!("{hint}{kept}"))
    }

    /// The file that the error is about, as given, when it is about one.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Read { path, .. } => path.to_str(),
            Self::NoFiles { place } => Some(place),
            Self::DatasetName { .. } => None,
            Self::Empty { file }
            | Self::WebPage { file, .. }
            | Self::Cut { file, .. }
            | Self::NotWellFormed { file, .. }
            | Self::Encoding { file, .. }
            | Self::Refused { file, .. }
            | Self::TooLarge { file, .. }
            | Self::Container { file, .. }
            | Self::Unsupported { file, .. }
            | Self::Unrecognised { file, .. }
            | Self::Mixed { file, .. }
            | Self::ErrorAnswer { file, .. }
            | Self::NoDate { file, .. }
            | Self::Mismatch { file, .. }
            | Self::Unverifiable { file, .. }
            | Self::Several { file, .. }
            | Self::Delta { file, .. }
            | Self::Mapping { file, .. }
            | Self::OpenEnd { file }
            | Self::NoRecords { file } => Some(file),
            Self::Incomplete { place, .. } | Self::Garbled { place, .. } => Some(&place.file),
        }
    }
}
