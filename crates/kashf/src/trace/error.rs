//! What makes a tracing run impossible; a bad row is counted instead.

use crate::input::InputError;
use kashf_trace::TraceError;
use std::io;

/// Why nothing could be traced.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TracingError {
    /// A file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The network or the search.
    #[error(transparent)]
    Network(#[from] TraceError),
    /// `--columns` cannot be understood.
    #[error("--columns: {problem}")]
    Columns {
        /// What is wrong.
        problem: String,
    },
    /// A file has no column for what is needed.
    #[error("`{file}`: {problem}")]
    Header {
        /// File name as given.
        file: String,
        /// What is missing.
        problem: String,
        /// The columns that it has, the first forty.
        columns: Vec<String>,
    },
    /// An Arrow file that cannot be read.
    #[error("`{file}`: the Arrow data is damaged: {problem}")]
    Arrow {
        /// File name as given.
        file: String,
        /// What is wrong, without any value.
        problem: String,
    },
    /// A file with more than is taken in.
    #[error("`{file}`: more than {limit} {what}")]
    TooMany {
        /// File name as given.
        file: String,
        /// Of what.
        what: &'static str,
        /// How many are read.
        limit: u64,
    },
    /// A file of joins that cannot be read.
    #[error("`{file}` line {line}: {problem}")]
    Joins {
        /// File name as given.
        file: String,
        /// Where.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// Output that cannot be written.
    #[error("failed to write the findings")]
    Output(#[from] io::Error),
    /// The links of the lists cannot be read.
    #[error(transparent)]
    Lists(Box<crate::KashfError>),
    /// A typology that does not exist.
    #[error("there is no typology `{name}`")]
    Typology {
        /// As asked for.
        name: String,
        /// Those that there are.
        known: Vec<&'static str>,
    },
    /// An option that cannot be understood, or is missing.
    #[error("{option}: {problem}")]
    Option {
        /// Which.
        option: &'static str,
        /// What is wrong.
        problem: String,
        /// What to do.
        hint: &'static str,
    },
}

impl TracingError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Input(error) => error.hint(),
            Self::Network(error) => error.hint(),
            Self::Columns { .. } => Some(
                "such as `--columns src=payer,dst=payee,time=date,amount=amount,currency=EUR!,id=ref`; fields are src, dst, \
                 time, amount, currency, id, kind, src-name, dst-name, src-country, dst-country, share, since, until"
                    .to_owned(),
            ),
            Self::Header { columns, .. } => {
                let names: Vec<String> = columns.iter().map(|name| format!("`{name}`")).collect();
                Some(format!(
                    "name it with --columns, such as src=...,dst=...,time=...; the file has {}",
                    names.join(", ")
                ))
            }
            Self::Arrow { .. } => Some("write the file again, or as CSV".to_owned()),
            Self::TooMany { .. } => Some("cut the input by time, and trace each part".to_owned()),
            Self::Joins { .. } => Some(
                "a file of joins is what `--joins` writes: a JSON object a line; to undo a join, remove its line".to_owned(),
            ),
            Self::Typology { known, .. } => Some(format!("there are {}", known.join(", "))),
            Self::Lists(error) => error.hint(),
            Self::Output(_) => None,
            Self::Option { hint, .. } => Some((*hint).to_owned()),
        }
    }
}
